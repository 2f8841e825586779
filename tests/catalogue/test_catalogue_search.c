/* What a customer types finds what the shop wrote. */
#include <stdio.h>
#include <string.h>

#include "domain/catalogue_search.h"
#include "domain/find_bytes.h"
#include "sample_catalogue.h"

static Arena arena;
static Catalogue catalogue;

static int build(void **state)
{
    (void)state;
    static const char languages[2][8] = {"en", "ar"};
    arena_create(&arena, (size_t)64 << 20);
    CatalogueBuilder *builder = catalogue_builder_create(NULL, NULL);
    sample_add_basics(builder);
    catalogue_builder_set_languages(builder, languages, 2);
    sample_add_article(builder, 1, "Bergkäse am Stück", "4000000000013");
    sample_add_article(builder, 2, "Käse, jung", "4000000000020");
    sample_add_article(builder, 3, "Coca-Cola 1.5 l", "5449000000996");
    sample_add_article(builder, 4, "Chocolate (dark) with sea salt", "7610400000011");
    sample_add_article(builder, 11, "Mixed salted crackers", "");
    sample_add_article(builder, 5, "Salted crackers", "");
    sample_add_article(builder, 6, "Ananas", "");
    sample_add_article(builder, 37, "Käse tip", ""); // the shop's tip: not sold
    sample_add_article(builder, 8, "KÄSEBRÖTCHEN", "");
    CatArticle coded = {.id = 9,
                        .name = sample_text(builder, "Desk lamp"),
                        .code = sample_text(builder, "FURN_0009"),
                        .unit = 1};
    Error error;
    assert_true(
        catalogue_builder_add_article(builder, &coded, NULL, 0, NULL, 0, NULL, 0, NULL, 0, &error));
    catalogue_builder_translate(builder, CAT_TABLE_ARTICLES, 1, 2, TEXT("جُبْنَة طازجة"));
    sample_finish(builder, &arena, &catalogue);
    catalogue_builder_destroy(builder);
    return 0;
}

static int give_back(void **state)
{
    (void)state;
    arena_destroy(&arena);
    return 0;
}

// `expected` are ids, ended by 0, in this order.
static void assert_finds(const char *query, const int32_t *expected)
{
    int32_t found[16];
    int32_t total;
    int32_t count = catalogue_search(&catalogue, text_from_string(query), found, 16, &total);
    int32_t wanted = 0;
    while (expected[wanted] != 0)
        wanted++;
    if (count != wanted || total != wanted)
        fail_msg("'%s' finds %d of %d, not %d", query, (int)count, (int)total, (int)wanted);
    for (int32_t i = 0; i < count; i++) {
        if (catalogue.articles[found[i]].id != expected[i])
            fail_msg("'%s' finds %d at place %d", query, (int)catalogue.articles[found[i]].id,
                     (int)i);
    }
}

#define FINDS(query, ...) assert_finds(query, (const int32_t[]){__VA_ARGS__})

static void case_and_accents_do_not_matter(void **state)
{
    (void)state;
    FINDS("Käse", 2, 8, 1, 0);
    FINDS("KASE", 2, 8, 1, 0);
    FINDS("kase", 2, 8, 1, 0);
    FINDS("stuck", 1, 0);
    FINDS("brotchen", 8, 0);
}

static void other_languages_are_found_too(void **state)
{
    (void)state;
    FINDS("جبنه", 2, 0); // without vowel marks, with the other last letter
    FINDS("طازجة جبنة", 2, 0);
}

static void words_come_in_any_order_and_all_must_be_there(void **state)
{
    (void)state;
    FINDS("salt dark", 4, 0);
    FINDS("dark chocolate", 4, 0);
    FINDS("dark milk", 0);
    FINDS("  sea   salt ", 4, 0);
    FINDS("coca cola", 3, 0);
    FINDS("Coca-Cola", 3, 0);
    FINDS("cola 1.5", 3, 0);
    FINDS("coca/cola", 3, 0);
    FINDS("(salt_dark)", 4, 0);
}

static void beginnings_come_before_insides(void **state)
{
    (void)state;
    FINDS("salt", 5, 4, 11, 0);
    FINDS("crackers salted", 5, 11, 0);
    FINDS("an", 6, 0);
    FINDS("la", 9, 3, 4, 0); // a word's beginning, then inside, in the catalogue's order
}

static void one_letter_finds_names_that_begin_with_it(void **state)
{
    (void)state;
    FINDS("c", 3, 4, 0);
    FINDS("K", 2, 8, 0);
}

static void codes_are_found_by_their_beginning(void **state)
{
    (void)state;
    FINDS("40000", 1, 2, 0);
    FINDS("4000000000020", 2, 0);
    FINDS("0000013", 0); // not from the middle
    FINDS("furn_0009", 9, 0);
    FINDS("FURN", 9, 0);
    FINDS("5449", 3, 0);
}

static void nothing_is_found_by_nothing(void **state)
{
    (void)state;
    FINDS("", 0);
    FINDS("   ", 0);
    FINDS("-", 0);
    FINDS("\x1f", 0);
    FINDS("xyz", 0);
}

static void what_is_not_sold_is_not_found(void **state)
{
    (void)state;
    FINDS("tip", 0);
}

static void the_room_bounds_the_list_but_not_the_count(void **state)
{
    (void)state;
    int32_t found[3] = {-7, -7, -7};
    int32_t total;
    assert_int_equal(catalogue_search(&catalogue, TEXT("kase"), found, 2, &total), 2);
    assert_int_equal(total, 3);
    assert_int_equal(catalogue.articles[found[0]].id, 2);
    assert_int_equal(catalogue.articles[found[1]].id, 8);
    assert_int_equal(found[2], -7);
    assert_int_equal(catalogue_search(&catalogue, TEXT("kase"), found, 0, &total), 0);
    assert_int_equal(total, 3);
}

static void a_query_of_any_length_ends(void **state)
{
    (void)state;
    static char longest[5000];
    int32_t found[4];
    int32_t total;
    for (size_t i = 0; i < sizeof longest; i++)
        longest[i] = i % 3 ? 'a' : ' ';
    assert_int_equal(
        catalogue_search(&catalogue, (Text){longest, sizeof longest}, found, 4, &total), 0);
    memset(longest, 0xe4, sizeof longest);
    assert_int_equal(
        catalogue_search(&catalogue, (Text){longest, sizeof longest}, found, 4, &total), 0);
}

/* --- the same by a search without any haste --- */

enum { SLOW_ARTICLES = 300, SLOW_NAME = 48 };

typedef struct SlowArticle {
    char names[2][SLOW_NAME]; // folded as they are
    char code[8], barcode[8];
} SlowArticle;

static SlowArticle slow[SLOW_ARTICLES];
static uint32_t slow_random = 11;

static uint32_t dice(uint32_t sides)
{
    slow_random = slow_random * 1664525u + 1013904223u;
    return (slow_random >> 12) % sides;
}

static void random_words(char out[SLOW_NAME], uint32_t words)
{
    static const char letters[] = "aab1.";
    int32_t used = 0;
    for (uint32_t word = 0; word < words; word++) {
        if (word > 0)
            out[used++] = ' ';
        for (uint32_t i = 1 + dice(4); i > 0; i--)
            out[used++] = letters[dice(5)];
    }
    out[used] = 0;
}

static bool begins(const char *text, const char *with, size_t size)
{
    return strncmp(text, with, size) == 0;
}

// 1 begins the name, 3 begins a word of it, 4 is inside, 5 is not there.
static int32_t slow_place(const SlowArticle *article, const char *word, size_t size)
{
    int32_t best = 5;
    for (int32_t l = 0; l < 2; l++)
        for (const char *at = article->names[l]; *at; at++) {
            if (!begins(at, word, size))
                continue;
            bool first = at == article->names[l];
            int32_t place = first ? 1 : at[-1] == ' ' || at[-1] == '.' ? 3 : 4;
            best = place < best ? place : best;
        }
    return best;
}

static int32_t slow_rank(const SlowArticle *article, const char *query)
{
    size_t size = strlen(query);
    if (strcmp(article->code, query) == 0 || strcmp(article->barcode, query) == 0)
        return 0;
    if (begins(article->code, query, size) || begins(article->barcode, query, size))
        return 2;
    if (size == 1)
        return slow_place(article, query, 1) == 1 ? 1 : 5;
    int32_t worst = 0, words = 0;
    bool one_begins = false;
    for (const char *word = query; *word; words++) {
        size_t length = strcspn(word, " ");
        int32_t place = slow_place(article, word, length);
        worst = place > worst ? place : worst;
        one_begins = one_begins || place == 1;
        word += length + (word[length] == ' ');
    }
    bool phrase = begins(article->names[0], query, size) || begins(article->names[1], query, size);
    if ((worst == 3 && one_begins) || (worst == 4 && one_begins && words > 1 && phrase))
        return 1;
    return worst;
}

static void assert_same_as_slow(const Catalogue *shop, const char *query, int32_t room)
{
    int32_t found[SLOW_ARTICLES], total, expected = 0, at = 0;
    int32_t count = catalogue_search(shop, text_from_string(query), found, room, &total);
    for (int32_t rank = 0; rank < 5; rank++)
        for (int32_t i = 0; i < SLOW_ARTICLES; i++) {
            if (slow_rank(&slow[i], query) != rank)
                continue;
            expected++;
            if (at < room && (at >= count || found[at] != i))
                fail_msg("'%s' in %d: article %d is not at place %d", query, (int)room, (int)i,
                         (int)at);
            at += at < room;
        }
    assert_int_equal(total, expected);
    assert_int_equal(count, at);
}

static void a_slow_search_finds_the_same(void **state)
{
    (void)state;
    static const char languages[2][8] = {"en", "de"};
    Arena block;
    Catalogue shop;
    arena_create(&block, (size_t)64 << 20);
    CatalogueBuilder *builder = catalogue_builder_create(NULL, NULL);
    sample_add_basics(builder);
    catalogue_builder_set_languages(builder, languages, 2);
    for (int32_t i = 0; i < SLOW_ARTICLES; i++) {
        SlowArticle *article = &slow[i];
        random_words(article->names[0], 1 + dice(4));
        random_words(article->names[1], 1 + dice(4));
        snprintf(article->code, sizeof article->code, "a%d", (int)(i % 40));
        snprintf(article->barcode, sizeof article->barcode, "1%d", (int)i);
        CatArticle record = {.id = 1000 + i,
                             .name = sample_text(builder, article->names[0]),
                             .code = sample_text(builder, article->code),
                             .barcode = sample_text(builder, article->barcode),
                             .unit = 1};
        Error error;
        assert_true(catalogue_builder_add_article(builder, &record, NULL, 0, NULL, 0, NULL, 0, NULL,
                                                  0, &error));
        catalogue_builder_translate(builder, CAT_TABLE_ARTICLES, 1, record.id,
                                    text_from_string(article->names[1]));
    }
    sample_finish(builder, &block, &shop);
    catalogue_builder_destroy(builder);
    assert_int_equal(shop.article_count, SLOW_ARTICLES);
    static const int32_t rooms[] = {0, 1, 3, 20, 100, SLOW_ARTICLES};
    for (int32_t round = 0; round < 3000; round++) {
        char query[SLOW_NAME];
        random_words(query, 1 + dice(3));
        assert_same_as_slow(&shop, query, rooms[dice(COUNT_OF(rooms))]);
    }
    arena_destroy(&block);
}

static void find_bytes_finds_what_memmem_finds(void **state)
{
    (void)state;
    uint32_t random = 7;
    char text[80];
    for (int32_t round = 0; round < 200000; round++) {
        random = random * 1664525u + 1013904223u;
        int32_t size = (int32_t)(random >> 8) % 80;
        int32_t needle_size = 1 + (int32_t)(random >> 16) % 5;
        char needle[5];
        for (int32_t i = 0; i < size; i++) {
            random = random * 1664525u + 1013904223u;
            text[i] = (char)('a' + (random >> 20) % 3);
        }
        for (int32_t i = 0; i < needle_size; i++) {
            random = random * 1664525u + 1013904223u;
            needle[i] = (char)('a' + (random >> 20) % 3);
        }
        assert_ptr_equal(find_bytes(text, text + size, (Text){needle, needle_size}),
                         memmem(text, (size_t)size, needle, (size_t)needle_size));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(case_and_accents_do_not_matter),
        cmocka_unit_test(other_languages_are_found_too),
        cmocka_unit_test(words_come_in_any_order_and_all_must_be_there),
        cmocka_unit_test(beginnings_come_before_insides),
        cmocka_unit_test(one_letter_finds_names_that_begin_with_it),
        cmocka_unit_test(codes_are_found_by_their_beginning),
        cmocka_unit_test(nothing_is_found_by_nothing),
        cmocka_unit_test(what_is_not_sold_is_not_found),
        cmocka_unit_test(the_room_bounds_the_list_but_not_the_count),
        cmocka_unit_test(a_query_of_any_length_ends),
        cmocka_unit_test(a_slow_search_finds_the_same),
        cmocka_unit_test(find_bytes_finds_what_memmem_finds),
    };
    return cmocka_run_group_tests_name("catalogue_search", tests, build, give_back);
}
