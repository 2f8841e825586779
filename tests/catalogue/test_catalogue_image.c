/* A block may be anything: catalogue_open refuses what is wrong, and what it takes can do no harm.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/catalogue_image.h"
#include "domain/catalogue_layout.h"
#include "sample_catalogue.h"
#include "use_catalogue.h"

static Arena arena;
static Bytes block;   // of the sample shop
static uint8_t *copy; // to be spoilt, on the heap so that a sanitizer knows its end

static int build(void **state)
{
    (void)state;
    Catalogue catalogue;
    arena_create(&arena, (size_t)64 << 20);
    CatalogueBuilder *builder = catalogue_builder_create(NULL, NULL);
    sample_add_shop(builder);
    block = sample_finish(builder, &arena, &catalogue);
    catalogue_builder_destroy(builder);
    copy = malloc(block.size);
    return copy ? 0 : -1;
}

static int give_back(void **state)
{
    (void)state;
    free(copy);
    arena_destroy(&arena);
    return 0;
}

static CatalogueHeader *fresh_copy(void)
{
    memcpy(copy, block.data, block.size);
    return (CatalogueHeader *)(void *)copy;
}

static bool opens(Error *error)
{
    Catalogue catalogue;
    return catalogue_open((Bytes){copy, block.size}, &catalogue, error);
}

static void *first_record(CatTable table)
{
    return copy + ((CatalogueHeader *)(void *)copy)->tables[table].offset;
}

static void every_flipped_byte_is_noticed(void **state)
{
    (void)state;
    Error error;
    for (size_t i = 0; i < block.size; i++) {
        fresh_copy();
        copy[i] ^= (uint8_t)(1u << i % 8);
        if (opens(&error))
            fail_msg("byte %zu of %zu", i, block.size);
    }
    fresh_copy();
    assert_true(opens(&error));
}

static void forged_bytes_with_a_right_checksum_do_no_harm(void **state)
{
    (void)state;
    static const uint8_t values[] = {0x00, 0x01, 0x7f, 0x80, 0xff};
    volatile uint64_t sum = 0;
    int32_t taken = 0;
    for (size_t i = 0; i < block.size; i++) {
        Catalogue catalogue;
        Error error;
        fresh_copy();
        copy[i] = values[i % COUNT_OF(values)];
        copy[(i * 7919) % block.size] ^= (uint8_t)i;
        seal_block(copy, block.size);
        if (!catalogue_open((Bytes){copy, block.size}, &catalogue, &error))
            continue;
        taken++;
        sum += use_catalogue(&catalogue);
    }
    assert_true(sum > 0);
    assert_true(taken > 0); // names and prices can be anything
    assert_true(taken < (int32_t)block.size);
}

static void every_cut_block_is_refused(void **state)
{
    (void)state;
    for (size_t size = 0; size < block.size; size += size < 2000 ? 1 : 61) {
        Catalogue catalogue;
        Error error;
        uint8_t *cut = malloc(size + 1);
        memcpy(cut, block.data, size);
        assert_false(catalogue_open((Bytes){cut, size}, &catalogue, &error));
        assert_int_equal(error.kind, ERROR_CORRUPT);
        free(cut);
    }
}

static void another_layout_is_told_apart_from_damage(void **state)
{
    (void)state;
    Error error;
    fresh_copy()->layout_version = CATALOGUE_LAYOUT_VERSION + 1;
    assert_false(opens(&error));
    assert_int_equal(error.kind, ERROR_INVALID);
    assert_non_null(strstr(error.message, "is of layout 4, this program reads 3"));
    fresh_copy()->layout_hash ^= 1;
    assert_false(opens(&error));
    assert_int_equal(error.kind, ERROR_INVALID);
    fresh_copy()->magic[0] = 'k';
    assert_false(opens(&error));
    assert_int_equal(error.kind, ERROR_CORRUPT);
}

// Each check can fail, and it is that check that fails.
static void assert_refused(const char *words)
{
    Error error;
    seal_block(copy, block.size);
    if (opens(&error))
        fail_msg("taken: '%s'", words);
    assert_int_equal(error.kind, ERROR_CORRUPT);
    if (!strstr(error.message, words))
        fail_msg("'%s' instead of '%s'", error.message, words);
}

static void forged_headers_and_tables_are_refused(void **state)
{
    (void)state;
    fresh_copy()->language_count = 0;
    assert_refused("no language");
    fresh_copy()->language_count = CATALOGUE_LANGUAGES_MAX + 1;
    assert_refused("no language or too many");
    fresh_copy()->language_count = 2;
    assert_refused("don't go together");
    memset(fresh_copy()->languages[3], 'x', 8);
    assert_refused("language without an end");
    memset(fresh_copy()->origin, 'x', sizeof((CatalogueHeader *)0)->origin);
    assert_refused("origin without an end");
    fresh_copy()->tables[CAT_TABLE_TAXES].offset += 8;
    assert_refused("table that is not in it");
    fresh_copy()->tables[CAT_TABLE_ARTICLES].count = UINT64_MAX / 2;
    assert_refused("table that is not in it");
    fresh_copy()->tables[CAT_TABLE_SEARCH_STARTS].count -= 2;
    assert_refused("does not end with its last table");
}

static void names_of_a_language_that_is_not_there_are_refused(void **state)
{
    (void)state;
    Catalogue catalogue;
    Error error;
    CatalogueBuilder *builder = catalogue_builder_create(NULL, NULL);
    sample_add_basics(builder);
    sample_add_article(builder, 1, "Bread", ""); // and no category that would be missed too
    Bytes bread = sample_finish(builder, &arena, &catalogue);
    catalogue_builder_destroy(builder);
    memcpy(copy, bread.data, bread.size);
    ((CatalogueHeader *)(void *)copy)->language_count = 2;
    seal_block(copy, bread.size);
    assert_false(catalogue_open((Bytes){copy, bread.size}, &catalogue, &error));
    assert_non_null(strstr(error.message, "don't go together"));
}

static void forged_records_are_refused(void **state)
{
    (void)state;
    fresh_copy();
    CatArticle *article = first_record(CAT_TABLE_ARTICLES);
    *article = (CatArticle){.name = {4000000000u, 400000000u}};
    assert_refused("bad name in its articles");
    fresh_copy();
    article->unit = CATALOGUE_NONE; // an article needs one
    assert_refused("bad unit in its articles");
    fresh_copy();
    article->accounting_category = 3;
    assert_refused("bad accounting_category in its articles");
    fresh_copy();
    article->taxes.count = 4000000000u;
    assert_refused("bad taxes in its articles");
    fresh_copy();
    *(uint32_t *)first_record(CAT_TABLE_INDEXES) = 6;
    assert_refused("bad taxes in its articles");
    fresh_copy();
    article->list_price = 1.0 / 0.0;
    assert_refused("bad list_price in its articles");
    fresh_copy();
    ((CatTax *)first_record(CAT_TABLE_TAXES))->kind = TAX_GROUP + 1;
    assert_refused("bad kind in its taxes");
    fresh_copy();
    ((CatPricelist *)first_record(CAT_TABLE_PRICELISTS))->rules.first = 3;
    assert_refused("bad rules in its pricelists");
    fresh_copy();
    CatShop *shop = first_record(CAT_TABLE_SHOP);
    memset(shop->currency.symbol, 'x', sizeof shop->currency.symbol);
    assert_refused("bad currency.symbol in its shop");
    fresh_copy();
    memset(&shop->currency.symbol_before, 2, 1);
    assert_refused("bad currency.symbol_before in its shop");
    fresh_copy();
    shop->currency.rounding = 0;
    assert_refused("currency without a smallest step");
    fresh_copy();
    shop->pricelist = 2;
    assert_refused("bad pricelist in its shop");
}

static void lists_that_share_indexes_are_refused(void **state)
{
    (void)state;
    CatalogueHeader *header = fresh_copy();
    CatArticle *articles = first_record(CAT_TABLE_ARTICLES);
    for (uint64_t i = 0; i < header->tables[CAT_TABLE_ARTICLES].count; i++)
        articles[i].taxes = (CatRange){0, (uint32_t)header->tables[CAT_TABLE_INDEXES].count};
    assert_refused("in its articles");
}

static void chains_without_an_end_are_refused(void **state)
{
    (void)state;
    fresh_copy();
    CatCategory *categories = first_record(CAT_TABLE_CATEGORIES);
    categories[0].parent = 1;
    assert_refused("category of a wrong depth");
    fresh_copy();
    categories[1].depth = -1;
    assert_refused("category of a wrong depth");
    fresh_copy();
    ((CatAccountingCategory *)first_record(CAT_TABLE_ACCOUNTING_CATEGORIES))->parent = 0;
    assert_refused("accounting category before its parent");
    fresh_copy();
    CatTax *taxes = first_record(CAT_TABLE_TAXES);
    taxes[3].kind = TAX_GROUP; // in the group that is the second
    assert_refused("group of taxes in a group");
}

static void forged_indexes_are_refused(void **state)
{
    (void)state;
    fresh_copy();
    *(uint32_t *)first_record(CAT_TABLE_ID_INDEX) = 7;
    assert_refused("bad index");
    fresh_copy();
    ((uint32_t *)first_record(CAT_TABLE_SEARCH_STARTS))[1] = UINT32_MAX;
    assert_refused("bad index");
    fresh_copy();
    ((CatBarcodeSlot *)first_record(CAT_TABLE_BARCODE_INDEX))->barcode.offset = UINT32_MAX;
    assert_refused("bad barcode in its barcode_index");
}

static void a_full_barcode_index_ends_a_look_up(void **state)
{
    (void)state;
    Catalogue catalogue;
    Error error;
    CatalogueHeader *header = fresh_copy();
    CatBarcodeSlot *slots = first_record(CAT_TABLE_BARCODE_INDEX);
    for (uint64_t i = 0; i < header->tables[CAT_TABLE_BARCODE_INDEX].count; i++)
        slots[i].hash = 12345;
    seal_block(copy, block.size);
    assert_true(catalogue_open((Bytes){copy, block.size}, &catalogue, &error));
    assert_int_equal(catalogue_article_by_barcode(&catalogue, TEXT("123"), NULL), CATALOGUE_NONE);
}

static void records_have_no_field_that_nobody_checks(void **state)
{
    (void)state;
    for (int32_t table = 0; table < CAT_TABLE_COUNT; table++) {
        const CatTableLayout *layout = catalogue_table_layout((CatTable)table);
        uint32_t end = 0;
        assert_non_null(layout->name);
        for (int32_t i = 0; i < layout->field_count; i++) {
            // what is between two fields is alignment only
            assert_in_range(layout->fields[i].offset, end, end + 7);
            end = layout->fields[i].offset + layout->fields[i].size;
        }
        if (layout->fields)
            assert_in_range(layout->item_bytes, end, end + 7);
    }
}

// The example of docs/catalogue_format.md. When this fails the layout has changed: raise
// CATALOGUE_LAYOUT_VERSION, put the .actual.img in its place, mend the document.
static void the_worked_example_is_what_the_builder_makes(void **state)
{
    (void)state;
    const char *root = getenv("KIOSK_SOURCE_ROOT");
    if (!root)
        skip();
    char path[4096];
    static uint8_t expected[8192];
    snprintf(path, sizeof path, "%s/tests/corpus/catalogue_image/one_article.img", root);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t size = fread(expected, 1, sizeof expected, file);
    fclose(file);
    Catalogue catalogue;
    CatalogueBuilder *builder = catalogue_builder_create(NULL, NULL);
    sample_add_basics(builder);
    sample_add_article(builder, 1, "Bread", "4000000000013");
    Bytes made = sample_finish(builder, &arena, &catalogue);
    catalogue_builder_destroy(builder);
    if (made.size != size || memcmp(made.data, expected, size) != 0) {
        file = fopen("one_article.actual.img", "wb");
        if (file) {
            fwrite(made.data, 1, made.size, file);
            fclose(file);
        }
        fail_msg("another block: see one_article.actual.img");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_flipped_byte_is_noticed),
        cmocka_unit_test(forged_bytes_with_a_right_checksum_do_no_harm),
        cmocka_unit_test(every_cut_block_is_refused),
        cmocka_unit_test(another_layout_is_told_apart_from_damage),
        cmocka_unit_test(forged_headers_and_tables_are_refused),
        cmocka_unit_test(names_of_a_language_that_is_not_there_are_refused),
        cmocka_unit_test(forged_records_are_refused),
        cmocka_unit_test(lists_that_share_indexes_are_refused),
        cmocka_unit_test(chains_without_an_end_are_refused),
        cmocka_unit_test(forged_indexes_are_refused),
        cmocka_unit_test(a_full_barcode_index_ends_a_look_up),
        cmocka_unit_test(records_have_no_field_that_nobody_checks),
        cmocka_unit_test(the_worked_example_is_what_the_builder_makes),
    };
    return cmocka_run_group_tests_name("catalogue_image", tests, build, give_back);
}
