/* A shop with a GS1 nomenclature: what its codes mean, with and without symbology identifiers. */
#include <string.h>

#include "domain/barcode.h"
#include "sample_catalogue.h"

static Arena arena;
static Catalogue catalogue;

static void add_rule(CatalogueBuilder *builder, int32_t id, CatRuleType type,
                     CatRuleEncoding encoding, Gs1Content content, bool decimals,
                     const char *pattern)
{
    CatBarcodeRule rule = {.id = id,
                           .sequence = id,
                           .type = (int32_t)type,
                           .encoding = (int32_t)encoding,
                           .pattern = sample_text(builder, pattern),
                           .gs1_content = (int32_t)content,
                           .gs1_decimals = decimals};
    catalogue_builder_add_barcode_rule(builder, &rule);
}

static void add_sold_by_weight(CatalogueBuilder *builder, int32_t id, int32_t unit,
                               const char *barcode)
{
    Error error;
    CatArticle article = {.id = id,
                          .template_id = id,
                          .name = sample_text(builder, "By weight"),
                          .barcode = sample_text(builder, barcode),
                          .list_price = 2,
                          .unit = unit,
                          .flags = CAT_ARTICLE_WEIGHED};
    assert_true(catalogue_builder_add_article(builder, &article, NULL, 0, NULL, 0, NULL, 0, NULL, 0,
                                              &error));
}

// `gs1` 0: the same shop without GS1.
static void build(int32_t gs1)
{
    CatalogueBuilder *builder = catalogue_builder_create(NULL, NULL);
    sample_add_basics(builder);
    CatShop shop = {.currency = {"EUR", "€", false, 2, 0.01}, .gs1 = gs1};
    shop.gs1_separator = sample_text(builder, "(Alt029|#|\\x1D)");
    catalogue_builder_set_shop(builder, &shop);
    catalogue_builder_add_unit(builder,
                               &(CatUnit){2, sample_text(builder, "kg"), 0.001, 0, 2, 1, 1});
    catalogue_builder_add_unit(builder, &(CatUnit){3, sample_text(builder, "g"), 1, 0, 2, 1000, 0});
    sample_add_article(builder, 60, "Wine", "5410000001016");
    sample_add_article(builder, 61, "Bread", "05410000001023"); // as GTIN-14
    sample_add_article(builder, 62, "American", "036000291452");
    sample_add_article(builder, 63, "Small", "96385074");
    sample_add_article(builder, 64, "Lot-like", "1012345678903");
    add_sold_by_weight(builder, 65, 2, "99521234543216");
    add_sold_by_weight(builder, 66, 3, "5410000001030");
    CatPackaging crate = {70, 60, sample_text(builder, "15410000001013"),
                          sample_text(builder, "Crate"), 6};
    catalogue_builder_add_packaging(builder, &crate);
    add_rule(builder, 101, CAT_RULE_PRODUCT, CAT_ENCODING_GS1, GS1_CONTENT_IDENTIFIER, false,
             "(01)(\\d{14})");
    add_rule(builder, 125, CAT_RULE_LOT, CAT_ENCODING_GS1, GS1_CONTENT_ALPHA, false,
             "(10)([!\"%-/0-9:-?A-Z_a-z]{0,20})");
    add_rule(builder, 126, CAT_RULE_LOT, CAT_ENCODING_GS1, GS1_CONTENT_ALPHA, false,
             "(21)([!\"%-/0-9:-?A-Z_a-z]{0,20})");
    add_rule(builder, 139, CAT_RULE_OTHER, CAT_ENCODING_GS1, GS1_CONTENT_DATE, false,
             "(17)(\\d{6})");
    add_rule(builder, 300, CAT_RULE_OTHER, CAT_ENCODING_GS1, GS1_CONTENT_MEASURE, false,
             "(30)(\\d{0,8})");
    add_rule(builder, 310, CAT_RULE_OTHER, CAT_ENCODING_GS1, GS1_CONTENT_MEASURE, true,
             "(310[0-5])(\\d{6})");
    add_rule(builder, 20, CAT_RULE_DISCOUNT, CAT_ENCODING_ANY, GS1_CONTENT_ALPHA, false, "22{NN}");
    add_rule(builder, 41, CAT_RULE_CASHIER, CAT_ENCODING_ANY, GS1_CONTENT_ALPHA, false, "041");
    sample_finish(builder, &arena, &catalogue);
    catalogue_builder_destroy(builder);
}

typedef struct Case {
    const char *code;
    BarcodeMeaning meaning;
    int32_t id; // of the article, 0: none
    int64_t milli;
    double price;
    const char *lot;
    int64_t last_day; // since 1970-01-01, 0: no date
} Case;

static void expect(const Case *expected)
{
    BarcodeFound found = barcode_look_up(&catalogue, text_from_string(expected->code), 2026);
    int32_t id = found.article == CATALOGUE_NONE ? 0 : catalogue.articles[found.article].id;
    int64_t last_day = found.sell_until_minute / (24 * 60);
    if (found.meaning != expected->meaning || id != expected->id ||
        found.quantity.milli != expected->milli || found.price != expected->price ||
        strcmp(found.lot[0] ? found.lot : found.serial, expected->lot) != 0 ||
        last_day != expected->last_day)
        fail_msg("'%s' means %d: article %d, %lld, price %g, lot '%s', to day %lld", expected->code,
                 (int)found.meaning, (int)id, (long long)found.quantity.milli, found.price,
                 found.lot[0] ? found.lot : found.serial, (long long)last_day);
}

static void codes_of_a_gs1_shop(void **state)
{
    (void)state;
    static const Case cases[] = {
        {"5410000001016", BARCODE_ARTICLE, 60, 1000, 0, "", 0},
        {"0105410000001016", BARCODE_ARTICLE, 60, 1000, 0, "", 0},
        {"]C10105410000001016", BARCODE_ARTICLE, 60, 1000, 0, "", 0},
        {"]E05410000001016", BARCODE_ARTICLE, 60, 1000, 0, "", 0},
        {"\x1d"
         "0105410000001016",
         BARCODE_ARTICLE, 60, 1000, 0, "", 0},
        {"]C1\x1d"
         "0105410000001016",
         BARCODE_ARTICLE, 60, 1000, 0, "", 0},
        {"0105410000001023", BARCODE_ARTICLE, 61, 1000, 0, "", 0},
        {"5410000001023", BARCODE_ARTICLE, 61, 1000, 0, "", 0}, // the shop wrote fourteen digits
        {"0100036000291452", BARCODE_ARTICLE, 62, 1000, 0, "", 0},
        {"0100000096385074", BARCODE_ARTICLE, 63, 1000, 0, "", 0},
        {"0115410000001013", BARCODE_ARTICLE, 60, 6000, 0, "", 0}, // a crate of it
        {"0125410000001010", BARCODE_UNKNOWN, 0, 0, 0, "", 0},     // another crate is not it
        {"0105410000001016"
         "10LOT-A",
         BARCODE_ARTICLE, 60, 1000, 0, "LOT-A", 0},
        {"0105410000001016"
         "10A#21S",
         BARCODE_ARTICLE, 60, 1000, 0, "A", 0},
        {"0105410000001016"
         "21S\x1d"
         "10A",
         BARCODE_ARTICLE, 60, 1000, 0, "A", 0},
        {"0105410000001016"
         "21S",
         BARCODE_ARTICLE, 60, 1000, 0, "S", 0},
        {"10A#"
         "0105410000001016",
         BARCODE_ARTICLE, 60, 1000, 0, "A", 0},
        {"0105410000001016"
         "17261124",
         BARCODE_ARTICLE, 60, 1000, 0, "", 20781},
        {"0105410000001016"
         "17261100",
         BARCODE_ARTICLE, 60, 1000, 0, "", 20787},
        {"0105410000001016"
         "17261200"
         "15261124",
         BARCODE_ARTICLE, 60, 1000, 0, "", 20781},
        {"0105410000001016"
         "3012",
         BARCODE_ARTICLE, 60, 12000, 0, "", 0},
        {"0115410000001013"
         "302",
         BARCODE_ARTICLE, 60, 12000, 0, "", 0},
        {"0199521234543216"
         "3103001234",
         BARCODE_WEIGHED, 65, 1234, 0, "", 0},
        {"3102000123"
         "0199521234543216",
         BARCODE_WEIGHED, 65, 1230, 0, "", 0},
        {"0105410000001030"
         "3103000500",
         BARCODE_WEIGHED, 66, 500000, 0, "", 0}, // in grams
        {"0105410000001016"
         "3103001234",
         BARCODE_ARTICLE, 60, 1000, 0, "", 0}, // by the piece
        {"0105410000001016"
         "3922599",
         BARCODE_PRICED, 60, 1000, 5.99, "", 0}, // no rule has it
        {"0105410000001016"
         "10A#3922599",
         BARCODE_PRICED, 60, 1000, 5.99, "A", 0},
        {"0105410000001016"
         "10AAlt0293922599",
         BARCODE_ARTICLE, 60, 1000, 0, "AAlt0293922599", 0},
        {"0199521234543216"
         "3103001234"
         "3922599",
         BARCODE_WEIGHED, 65, 1234, 5.99, "", 0},
        {"https://id.gs1.org/01/05410000001016/10/A?17=261124", BARCODE_ARTICLE, 60, 1000, 0, "A",
         20781},
        {"https://example.com/01/5410000001016?3922=599", BARCODE_PRICED, 60, 1000, 5.99, "", 0},
        // Not articles.
        {"]C100106141411234567897", BARCODE_OTHER, 0, 0, 0, "", 0},
        {"]C102054100000010163712", BARCODE_OTHER, 0, 0, 0, "", 0}, // on a pallet: not sold
        {"https://example.com/00/106141411234567897", BARCODE_OTHER, 0, 0, 0, "", 0},
        {"https://example.com/wine", BARCODE_UNKNOWN, 0, 0, 0, "", 0},
        // Mistakes.
        {"0105410000001017", BARCODE_UNKNOWN, 0, 0, 0, "", 0},
        {"(01)05410000001016", BARCODE_UNKNOWN, 0, 0, 0, "", 0},
        {"0105410000001016"
         "17261332",
         BARCODE_UNKNOWN, 0, 0, 0, "", 0},
        {"0105410000001016"
         "0105410000001030",
         BARCODE_UNKNOWN, 0, 0, 0, "", 0},
        {"]C10105410000001016"
         "10A#10B",
         BARCODE_UNKNOWN, 0, 0, 0, "", 0},
        {"]C1", BARCODE_UNKNOWN, 0, 0, 0, "", 0},
        // What the second nomenclature is for, and articles that look like GS1.
        {"1012345678903", BARCODE_ARTICLE, 64, 1000, 0, "", 0},
        {"0410000000001", BARCODE_STAFF, 0, 0, 0, "", 0},
        {"2225", BARCODE_DISCOUNT, 0, 0, 0, "", 0},
        {"1712345678904", BARCODE_UNKNOWN, 0, 0, 0, "", 0},
    };
    build(1);
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        expect(&cases[i]);
}

static void codes_of_another_shop(void **state)
{
    (void)state;
    static const Case cases[] = {
        {"0105410000001016", BARCODE_UNKNOWN, 0, 0, 0, "", 0}, // might be anything
        {"]C10105410000001016"
         "10A#",
         BARCODE_UNKNOWN, 0, 0, 0, "", 0}, // # is no FNC1 here
        {"]C10105410000001016"
         "10A\x1d"
         "3012",
         BARCODE_ARTICLE, 60, 12000, 0, "A", 0},
        {"https://id.gs1.org/01/05410000001016", BARCODE_ARTICLE, 60, 1000, 0, "", 0},
        {"]Q1https://id.gs1.org/01/05410000001016", BARCODE_ARTICLE, 60, 1000, 0, "", 0},
        {"]E05410000001016", BARCODE_ARTICLE, 60, 1000, 0, "", 0},
        {"]C0041123", BARCODE_STAFF, 0, 0, 0, "", 0},
    };
    build(0);
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        expect(&cases[i]);
    assert_int_equal(catalogue.gs1_rules.count, 0);
}

static void the_number_of_an_unknown_article_is_told(void **state)
{
    (void)state;
    build(1);
    BarcodeFound found = barcode_look_up(&catalogue, TEXT("010541000000104717261124"), 2026);
    assert_int_equal(found.meaning, BARCODE_UNKNOWN);
    assert_string_equal(found.gtin, "05410000001047");
    char longest[GS1_SIZE_MAX + 1];
    memset(longest, '0', sizeof longest);
    for (int32_t size = 1; size <= (int32_t)sizeof longest; size++) {
        found = barcode_look_up(&catalogue, (Text){longest, size}, 2026);
        assert_int_equal(found.article, CATALOGUE_NONE);
    }
}

static int create_arena(void **state)
{
    (void)state;
    arena_create(&arena, (size_t)64 << 20);
    return 0;
}

static int give_back(void **state)
{
    (void)state;
    arena_destroy(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_of_a_gs1_shop),
        cmocka_unit_test(codes_of_another_shop),
        cmocka_unit_test(the_number_of_an_unknown_article_is_told),
    };
    return cmocka_run_group_tests_name("catalogue_gs1", tests, create_arena, give_back);
}
