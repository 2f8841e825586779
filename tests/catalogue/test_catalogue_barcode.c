/* What a scanned code means: the parser by itself, then the shop's answer. */
#include <string.h>

#include "domain/barcode.h"
#include "domain/barcode_pattern.h"
#include "sample_catalogue.h"

static Arena arena;
static Catalogue catalogue;

static int build(void **state)
{
    (void)state;
    arena_create(&arena, (size_t)64 << 20);
    CatalogueBuilder *builder = catalogue_builder_create(NULL, NULL);
    sample_add_shop(builder);
    sample_add_article(builder, 200, "Lot-like", "1012345678903");      // begins like a lot
    sample_add_article(builder, 201, "Discount-like", "2212345678906"); // and like a discount
    sample_add_article(builder, 202, "American", "036000291452");       // UPC-A
    sample_add_article(builder, 203, "Small", "73513537");              // EAN-8
    sample_add_article(builder, 204, "European", "0012345678905"); // a UPC-A as the shop wrote it
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

static BarcodeFound look_up(const char *code)
{
    return barcode_look_up(&catalogue, text_from_string(code), 2026);
}

static int32_t article_id(BarcodeFound found)
{
    return found.article == CATALOGUE_NONE ? 0 : catalogue.articles[found.article].id;
}

static void a_carried_code_wins_over_the_rules(void **state)
{
    (void)state;
    const struct {
        const char *code;
        int32_t id;
    } cases[] = {{"5449000000996", 100},    {"1012345678903", 200}, {"2212345678906", 201},
                 {"036000291452", 202},     {"73513537", 203},      {"0012345678905", 204},
                 {" 5449000000996\r", 100}, {"2100001000004", 55}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        BarcodeFound found = look_up(cases[i].code);
        assert_int_equal(found.meaning, BARCODE_ARTICLE);
        assert_int_equal(article_id(found), cases[i].id);
        assert_int_equal(found.quantity.milli, 1000);
        assert_int_equal(found.packaging, CATALOGUE_NONE);
    }
}

static void one_number_is_found_in_every_length(void **state)
{
    (void)state;
    assert_int_equal(article_id(look_up("0036000291452")), 202);  // the UPC-A as EAN-13
    assert_int_equal(article_id(look_up("012345678905")), 204);   // the EAN-13 as UPC-A
    assert_int_equal(article_id(look_up("05449000000996")), 100); // GTIN-14
    assert_int_equal(article_id(look_up("00036000291452")), 202);
    assert_int_equal(article_id(look_up("00000073513537")), 203);
    assert_int_equal(look_up("15449000000993").meaning, BARCODE_UNKNOWN); // a case of it is not it
}

static void a_packaging_brings_its_quantity(void **state)
{
    (void)state;
    BarcodeFound found = look_up("5410000003096");
    assert_int_equal(found.meaning, BARCODE_ARTICLE);
    assert_int_equal(article_id(found), 100);
    assert_int_equal(found.quantity.milli, 6000);
    assert_int_equal(catalogue.packagings[found.packaging].id, 60);
}

static void a_weight_label_brings_article_and_weight(void **state)
{
    (void)state;
    BarcodeFound found = look_up("2100001341978");
    assert_int_equal(found.meaning, BARCODE_WEIGHED);
    assert_int_equal(article_id(found), 55);
    assert_int_equal(found.quantity.milli, 34197);
    assert_int_equal(look_up("2100002341977").meaning, BARCODE_UNKNOWN); // nobody's base code
}

static void a_price_label_brings_article_and_price(void **state)
{
    (void)state;
    BarcodeFound found = look_up("2300001555928");
    assert_int_equal(found.meaning, BARCODE_PRICED);
    assert_int_equal(article_id(found), 56);
    assert_true(found.price == 555.92);
    assert_int_equal(found.quantity.milli, 1000);
}

static void cards_discounts_and_lots_are_told_apart(void **state)
{
    (void)state;
    BarcodeFound found = look_up("0421234567890");
    assert_int_equal(found.meaning, BARCODE_CUSTOMER);
    assert_int_equal(catalogue.partners[found.partner].id, 70);
    found = look_up("042999");
    assert_int_equal(found.meaning, BARCODE_CUSTOMER);
    assert_int_equal(found.partner, CATALOGUE_NONE); // the server may know it
    assert_int_equal(look_up("0410000000001").meaning, BARCODE_STAFF);
    found = look_up("2225");
    assert_int_equal(found.meaning, BARCODE_DISCOUNT);
    assert_true(found.value == 25);
    assert_int_equal(look_up("10ABC").meaning, BARCODE_OTHER);
}

static void a_misread_code_is_unknown_whatever_the_rules_say(void **state)
{
    (void)state;
    assert_int_equal(look_up("5449000000997").meaning, BARCODE_UNKNOWN);
    assert_int_equal(look_up("2212345678901").meaning, BARCODE_UNKNOWN); // like a discount
    assert_int_equal(look_up("1012345678901").meaning, BARCODE_UNKNOWN); // like a lot
    assert_int_equal(look_up("2100001341979").meaning, BARCODE_UNKNOWN); // like a weight
    assert_int_equal(look_up("").meaning, BARCODE_UNKNOWN);
    assert_int_equal(look_up("  ").meaning, BARCODE_UNKNOWN);
    char longest[300];
    memset(longest, '1', sizeof longest);
    assert_int_equal(barcode_look_up(&catalogue, (Text){longest, sizeof longest}, 2026).meaning,
                     BARCODE_UNKNOWN);
}

static void special_and_hidden_articles_are_not_scanned(void **state)
{
    (void)state;
    assert_int_equal(look_up("4006381333931").meaning, BARCODE_UNKNOWN);
    assert_int_equal(look_up("96385074").meaning, BARCODE_UNKNOWN);
}

static void check_digits_are_counted_from_the_right(void **state)
{
    (void)state;
    assert_true(barcode_check_digit_ok(TEXT("96385074")));
    assert_true(barcode_check_digit_ok(TEXT("036000291452")));
    assert_true(barcode_check_digit_ok(TEXT("4006381333931")));
    assert_true(barcode_check_digit_ok(TEXT("15449000000993")));
    assert_false(barcode_check_digit_ok(TEXT("4006381333932")));
    assert_false(barcode_check_digit_ok(TEXT("400638133393x")));
    assert_false(barcode_check_digit_ok(TEXT("0")));
    assert_false(barcode_check_digit_ok((Text){0}));
}

static BarcodeParsed parse(const char *code, CatRuleEncoding encoding, const char *pattern,
                           int32_t conversion)
{
    BarcodeRule rule = {CAT_RULE_WEIGHT, encoding, text_from_string(pattern)};
    static BarcodeRules rules;
    BarcodeParsed parsed;
    barcode_rules_compile(&rule, 1, conversion, &rules);
    barcode_parse(&rules, text_from_string(code), &parsed);
    return parsed;
}

static void a_code_is_converted_as_the_nomenclature_says(void **state)
{
    (void)state;
    const bool to_ean[] = {true, false, true, false};
    const bool to_upc[] = {true, true, false, false};
    for (int32_t conversion = 0; conversion < 4; conversion++) {
        BarcodeParsed parsed = parse("036000291452", CAT_ENCODING_EAN13, "0036", conversion);
        assert_int_equal(parsed.matched, to_ean[conversion]);
        assert_string_equal(parsed.code, to_ean[conversion] ? "0036000291452" : "036000291452");
        parsed = parse("0036000291452", CAT_ENCODING_UPCA, "036", conversion);
        assert_int_equal(parsed.matched, to_upc[conversion]);
        assert_string_equal(parsed.base_code,
                            to_upc[conversion] ? "036000291452" : "0036000291452");
    }
}

static void a_value_is_read_and_zeroed(void **state)
{
    (void)state;
    BarcodeParsed parsed = parse("2100001341978", CAT_ENCODING_EAN13, "21.....{NNDDD}", 0);
    assert_true(parsed.matched && parsed.value == 34.197);
    assert_string_equal(parsed.base_code, "2100001000004");
    parsed = parse("200001123450", CAT_ENCODING_UPCA, "200001{NNNDD}", 0);
    assert_true(parsed.matched && parsed.value == 123.45);
    assert_string_equal(parsed.base_code, "200001000003");
    parsed = parse("221", CAT_ENCODING_ANY, "22{NN}", 0);
    assert_true(parsed.matched && parsed.value == 1);
    assert_string_equal(parsed.base_code, "2200");
    parsed = parse("22", CAT_ENCODING_ANY, "22{DD}", 0);
    assert_true(parsed.matched && parsed.value == 0);
    parsed = parse("22AB", CAT_ENCODING_ANY, "22{NN}", 0);
    assert_false(parsed.matched);
    assert_string_equal(parsed.base_code, "22AB");
    char pattern[120];
    memset(pattern, 'N', sizeof pattern);
    pattern[0] = '{';
    pattern[118] = '}';
    pattern[119] = 0;
    assert_false(parse("12", CAT_ENCODING_ANY, pattern, 0).matched); // would not fit
}

static void patterns_match_as_regular_expressions_from_the_start(void **state)
{
    (void)state;
    const struct {
        const char *pattern, *code;
        bool matches;
    } cases[] = {
        {".*", "", true},
        {"", "1", true},
        {"10", "1012", true},
        {"10", "2101", false},
        {"1.3", "123", true},
        {"1[0-4]3", "143", true},
        {"1[^0-4]3", "143", false},
        {"\\d{3}$", "123", true},
        {"\\d{3}$", "1234", false},
        {"(04[12]|99)", "042", true},
        {"(04[12]|99)", "043", false},
        {"a+b?c*", "aac", true},
        {"(?:ab){2}c", "ababc", true},
        {"(?:ab){2}c", "abc", false},
        {"2{1,2}3", "2223", false},
        {"(a*)*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac", false},
        {"a|b", "b", true},
        {"[]x]", "]", true},
        {"\\.", "a", false},
        {"{NN}", "{NN}", true},
    };
    static BarcodePatternPool pool;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Text pattern = text_from_string(cases[i].pattern), code = text_from_string(cases[i].code);
        BarcodePattern compiled = barcode_pattern_compile(&pool, pattern);
        if (barcode_pattern_matches(pattern, code) != cases[i].matches)
            fail_msg("'%s' on '%s'", cases[i].pattern, cases[i].code);
        if (barcode_pattern_run(&pool, &compiled, pattern, code) != cases[i].matches)
            fail_msg("'%s' on '%s', compiled before", cases[i].pattern, cases[i].code);
    }
}

static void a_full_pool_changes_no_result(void **state)
{
    (void)state;
    static BarcodePatternPool pool;
    static BarcodeRules rules;
    BarcodePattern compiled[40];
    const Text pattern = TEXT("(?:[0-8]{9}){9}5$");
    char code[83] = {0};
    memset(code, '1', 81);
    code[81] = '5';
    for (size_t i = 0; i < COUNT_OF(compiled); i++)
        compiled[i] = barcode_pattern_compile(&pool, pattern);
    assert_int_equal(compiled[0].kind, PATTERN_STRAIGHT);
    assert_int_equal(compiled[39].kind, PATTERN_NOT_KEPT);
    for (size_t i = 0; i < COUNT_OF(compiled); i++)
        assert_true(barcode_pattern_run(&pool, &compiled[i], pattern, text_from_string(code)));
    BarcodeRule many[BARCODE_RULES_MAX + 1];
    for (size_t i = 0; i < COUNT_OF(many); i++)
        many[i] = (BarcodeRule){CAT_RULE_LOT, CAT_ENCODING_ANY,
                                i < 64 ? TEXT("9[0-9]{60}") : TEXT("9")}; // to the last op
    many[BARCODE_RULES_MAX - 1] = (BarcodeRule){CAT_RULE_WEIGHT, CAT_ENCODING_ANY, TEXT("22{NN}")};
    many[BARCODE_RULES_MAX] = (BarcodeRule){CAT_RULE_LOT, CAT_ENCODING_ANY, TEXT(".*")};
    barcode_rules_compile(many, COUNT_OF(many), 0, &rules);
    assert_int_equal(rules.rules[BARCODE_RULES_MAX - 1].zeroed.kind, PATTERN_NOT_KEPT);
    BarcodeParsed parsed;
    barcode_parse(&rules, TEXT("2261"), &parsed);
    assert_true(parsed.matched && parsed.type == CAT_RULE_WEIGHT && parsed.value == 61);
    assert_string_equal(parsed.base_code, "2200");
    barcode_parse(&rules, TEXT("33"), &parsed);
    assert_false(parsed.matched); // the rule past the last one
}

static void patterns_that_are_no_expressions_match_nothing(void **state)
{
    (void)state;
    static const char *const bad[] = {"*",     "(",   ")",      "[",     "[a",       "a**", "\\",
                                      "(?=1)", "\\1", "a{101}", "[z-a]", "(?P<a>b)", "\\b"};
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        if (barcode_pattern_is_understood(text_from_string(bad[i]), false))
            fail_msg("'%s' is understood", bad[i]);
        assert_false(barcode_pattern_matches(text_from_string(bad[i]), TEXT("1")));
    }
    char nested[200];
    memset(nested, '(', 100);
    memset(nested + 100, ')', 100);
    assert_false(barcode_pattern_is_understood((Text){nested, 200}, false));
    assert_false(barcode_pattern_is_understood(TEXT("((((a{9}){9}){9}){9}){9}"), false));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_carried_code_wins_over_the_rules),
        cmocka_unit_test(one_number_is_found_in_every_length),
        cmocka_unit_test(a_packaging_brings_its_quantity),
        cmocka_unit_test(a_weight_label_brings_article_and_weight),
        cmocka_unit_test(a_price_label_brings_article_and_price),
        cmocka_unit_test(cards_discounts_and_lots_are_told_apart),
        cmocka_unit_test(a_misread_code_is_unknown_whatever_the_rules_say),
        cmocka_unit_test(special_and_hidden_articles_are_not_scanned),
        cmocka_unit_test(check_digits_are_counted_from_the_right),
        cmocka_unit_test(a_code_is_converted_as_the_nomenclature_says),
        cmocka_unit_test(a_value_is_read_and_zeroed),
        cmocka_unit_test(patterns_match_as_regular_expressions_from_the_start),
        cmocka_unit_test(a_full_pool_changes_no_result),
        cmocka_unit_test(patterns_that_are_no_expressions_match_nothing),
    };
    return cmocka_run_group_tests_name("catalogue_barcode", tests, build, give_back);
}
