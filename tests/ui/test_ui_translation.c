#include "test_support_ui.h"

typedef struct Word {
    const char *original;
    int32_t original_size;
    const char *translated;
    int32_t translated_size;
} Word;

#define WORD(a, b)                                                                                 \
    {                                                                                              \
        a, (int32_t)sizeof(a) - 1, b, (int32_t)sizeof(b) - 1                                       \
    }

// Sorted by msgid, as msgfmt writes them.
static const Word words[] = {
    WORD("", "Content-Type: text/plain; charset=UTF-8\n"),
    WORD("Pay", "Bezahlen"),
    WORD("button\004Back", "Zurück"),
    WORD("{count} item\0{count} items", "{count} Artikel\0{count} Artikeln"),
};

static void put(uint8_t *at, uint32_t value)
{
    for (int32_t i = 0; i < 4; i++)
        at[i] = (uint8_t)(value >> (8 * i));
}

static size_t make_mo(uint8_t *file)
{
    uint32_t count = COUNT_OF(words), originals = 28, translations = 28 + 8 * count;
    uint32_t at = 28 + 16 * count;
    put(file, 0x950412de);
    put(file + 4, 0);
    put(file + 8, count);
    put(file + 12, originals);
    put(file + 16, translations);
    put(file + 20, 0);
    put(file + 24, 0);
    for (uint32_t i = 0; i < count; i++) {
        put(file + originals + 8 * i, (uint32_t)words[i].original_size);
        put(file + originals + 8 * i + 4, at);
        memcpy(file + at, words[i].original, (size_t)words[i].original_size + 1);
        at += (uint32_t)words[i].original_size + 1;
        put(file + translations + 8 * i, (uint32_t)words[i].translated_size);
        put(file + translations + 8 * i + 4, at);
        memcpy(file + at, words[i].translated, (size_t)words[i].translated_size + 1);
        at += (uint32_t)words[i].translated_size + 1;
    }
    return at;
}

static void words_are_found_and_others_stay_english(void **state)
{
    (void)state;
    uint8_t file[1024];
    Translation t;
    Error error = {0};
    assert_true(translation_parse(&t, TEXT("de"), (Bytes){file, make_mo(file)}, &error));
    assert_true(text_equal_string(translation_find(&t, NULL, "Pay"), "Bezahlen"));
    assert_true(text_equal_string(translation_find(&t, NULL, "Help"), "Help"));
    assert_true(text_equal_string(translation_find(&t, "button", "Back"), "Zurück"));
    assert_true(text_equal_string(translation_find(&t, "title", "Back"), "Back"));
    assert_true(text_equal_string(translation_find(&t, NULL, ""), ""));
    Text one = translation_find_plural(&t, "{count} item", "{count} items", 1);
    Text two = translation_find_plural(&t, "{count} item", "{count} items", 2);
    assert_true(text_equal_string(one, "{count} Artikel"));
    assert_true(text_equal_string(two, "{count} Artikeln"));
    assert_true(text_equal_string(translation_find_plural(&t, "a", "b", 1), "a"));
    assert_true(text_equal_string(translation_find_plural(&t, "a", "b", 2), "b"));
}

static void every_flipped_byte_is_refused_or_harmless(void **state)
{
    (void)state;
    uint8_t file[1024];
    size_t size = make_mo(file);
    // In memory of exactly that size, so that a sanitizer sees one byte too far.
    for (size_t i = 0; i < size; i++) {
        for (int32_t flip = 1; flip < 256; flip += flip < 4 ? 1 : 23) {
            uint8_t *copy = malloc(size);
            memcpy(copy, file, size);
            copy[i] ^= (uint8_t)flip;
            Translation t;
            Error error = {0};
            if (translation_parse(&t, TEXT("ar"), (Bytes){copy, size}, &error)) {
                (void)translation_find(&t, NULL, "Pay");
                (void)translation_find(&t, "button", "Back");
                for (int64_t n = 0; n < 12; n++)
                    (void)translation_find_plural(&t, "{count} item", "{count} items", n);
            } else {
                assert_int_not_equal(error.kind, ERROR_NONE);
            }
            free(copy);
        }
    }
}

static void every_cut_file_is_refused(void **state)
{
    (void)state;
    uint8_t file[1024];
    size_t size = make_mo(file);
    for (size_t cut = 0; cut < size; cut++) {
        uint8_t *copy = malloc(cut + 1);
        memcpy(copy, file, cut);
        Translation t;
        Error error = {0};
        assert_false(translation_parse(&t, TEXT("de"), (Bytes){copy, cut}, &error));
        free(copy);
    }
}

static void missing_file_means_english(void **state)
{
    (void)state;
    Translation t;
    Error error = {0};
    Arena arena;
    arena_create(&arena, 4 << 20);
    assert_true(translation_open(&t, "/nowhere", TEXT("ar"), &arena, &error));
    assert_true(t.right_to_left);
    assert_true(text_equal_string(translation_find(&t, NULL, "Pay"), "Pay"));
    arena_destroy(&arena);
}

static void plural_forms_are_those_of_gettext(void **state)
{
    (void)state;
    static const struct {
        const char *language;
        int64_t count;
        int32_t form;
    } cases[] = {{"en", 0, 1},   {"en", 1, 0},   {"de", 2, 1},  {"fr", 0, 0},  {"fr", 1, 0},
                 {"fr", 2, 1},   {"es", 1, 0},   {"ar", 0, 0},  {"ar", 1, 1},  {"ar", 2, 2},
                 {"ar", 3, 3},   {"ar", 10, 3},  {"ar", 11, 4}, {"ar", 99, 4}, {"ar", 100, 5},
                 {"ar", 103, 3}, {"ar", 111, 4}, {"pl", 22, 1}, {"pl", 12, 2}, {"ru", 21, 0}};
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        assert_int_equal(
            translation_plural_form(text_from_string(cases[i].language), cases[i].count),
            cases[i].form);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_found_and_others_stay_english),
        cmocka_unit_test(every_flipped_byte_is_refused_or_harmless),
        cmocka_unit_test(every_cut_file_is_refused),
        cmocka_unit_test(missing_file_means_english),
        cmocka_unit_test(plural_forms_are_those_of_gettext),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
