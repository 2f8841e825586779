/* A GS1 nomenclature as Odoo 17 takes codes apart: kiosk-vectors has what a real server said, here
 * are the corners. */
#include <stdio.h>
#include <string.h>

#include "domain/gs1_rules.h"
#include "support/unit_test.h"

static const Gs1Rule rules[] = {
    {0, GS1_CONTENT_IDENTIFIER, false, {"(01)(\\d{14})", 12}},
    {1, GS1_CONTENT_ALPHA, false, {"(10)([!\"%-/0-9:-?A-Z_a-z]{0,20})", 32}},
    {2, GS1_CONTENT_DATE, false, {"(17)(\\d{6})", 11}},
    {3, GS1_CONTENT_MEASURE, false, {"(30)(\\d{0,8})", 13}},
    {4, GS1_CONTENT_MEASURE, true, {"(310[0-5])(\\d{6})", 17}},
    {5, GS1_CONTENT_MEASURE, true, {"(392.)(\\d{1,15})", 16}},
    {6, GS1_CONTENT_ALPHA, false, {"(91)([A-Z]+?)", 13}},
    {7, GS1_CONTENT_ALPHA, false, {"(?:92)([A-Z]+)", 14}}, // one group: never taken
    {8, GS1_CONTENT_ALPHA, false, {"(93)(?=A)", 9}},       // not understood
    {9, GS1_CONTENT_ALPHA, false, {"(94)(\\x41|\\x41B)", 16}},
};

static Gs1RulesResult parse(const char *separator, Text code, char printed[400])
{
    static Gs1Rules compiled;
    static Gs1Parts parts;
    int32_t size = 0;
    gs1_rules_compile(rules, COUNT_OF(rules), text_from_string(separator), &compiled);
    Gs1RulesResult result = gs1_rules_parse(&compiled, code, 2026, &parts);
    printed[0] = 0;
    for (int32_t i = 0; i < parts.count && size < 300; i++) {
        const Gs1Part *part = &parts.items[i];
        size += snprintf(printed + size, 400 - (size_t)size, "%d(%.*s)%.*s", (int)part->number,
                         TEXT_PRINTF(part->ai), TEXT_PRINTF(part->text));
        if (part->content == GS1_CONTENT_MEASURE)
            size += snprintf(printed + size, 400 - (size_t)size, "=%g", part->value);
        if (part->content == GS1_CONTENT_DATE)
            size += snprintf(printed + size, 400 - (size_t)size, "=%d-%d-%d", (int)part->date.year,
                             (int)part->date.month, (int)part->date.day);
    }
    return result;
}

static void codes_are_taken_apart_as_the_server_does(void **state)
{
    (void)state;
    static const char odoo[] = "(Alt029|#|\\x1D)";
    static const struct {
        const char *separator, *code;
        Gs1RulesResult result;
        const char *printed;
    } cases[] = {
        {odoo, "0105410000001016", GS1_RULES_TAKEN, "0(01)05410000001016"},
        {odoo, "]C10105410000001016", GS1_RULES_TAKEN, "0(01)05410000001016"},
        {odoo,
         "\x1d"
         "0105410000001016",
         GS1_RULES_TAKEN, "0(01)05410000001016"},
        {odoo,
         "]C1\x1d"
         "0105410000001016",
         GS1_RULES_NOT_TAKEN, ""}, // one of them goes
        {odoo, "0105410000001017", GS1_RULES_NOT_TAKEN, ""},
        {odoo, "(01)05410000001016", GS1_RULES_NOT_TAKEN, ""},
        {odoo, "10A#17261231", GS1_RULES_TAKEN, "1(10)A2(17)261231=2026-12-31"},
        {odoo,
         "10A\x1d"
         "17261200",
         GS1_RULES_TAKEN, "1(10)A2(17)261200=2026-12-31"},
        {odoo, "10LOT-A17261231", GS1_RULES_TAKEN, "1(10)LOT-A17261231"},
        {odoo, "10A##", GS1_RULES_NOT_TAKEN, "1(10)A"},
        {odoo, "17261332", GS1_RULES_BAD_VALUE, ""},
        {odoo, "17250229", GS1_RULES_BAD_VALUE, ""},
        {odoo, "30", GS1_RULES_BAD_MEASURE, ""},
        {odoo, "30#", GS1_RULES_BAD_MEASURE, ""},
        {odoo, "3012", GS1_RULES_TAKEN, "3(30)12=12"},
        {odoo, "3103001250", GS1_RULES_TAKEN, "4(3103)001250=1.25"},
        {odoo, "3100001250", GS1_RULES_TAKEN, "4(3100)001250=1250"},
        {odoo, "39225", GS1_RULES_TAKEN, "5(3922)5=0.5"}, // as the server computes it
        {odoo, "392A5", GS1_RULES_BAD_MEASURE, ""},
        {odoo, "91AB", GS1_RULES_NOT_TAKEN, "6(91)A"}, // lazy
        {odoo, "92AB", GS1_RULES_NOT_TAKEN, ""},
        {odoo, "93A", GS1_RULES_NOT_TAKEN, ""},
        {odoo, "94AB", GS1_RULES_NOT_TAKEN, "9(94)A"}, // the first that matches, not the longest
        {odoo, "", GS1_RULES_TAKEN, ""},
        {odoo, "]C1", GS1_RULES_TAKEN, ""},
        {odoo, "x", GS1_RULES_NOT_TAKEN, ""},
        {"",
         "10A\x1d"
         "3012",
         GS1_RULES_TAKEN, "1(10)A3(30)12=12"},
        {"", "10A#3012", GS1_RULES_NOT_TAKEN, "1(10)A"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        char printed[400];
        Gs1RulesResult result = parse(cases[i].separator, text_from_string(cases[i].code), printed);
        if (result != cases[i].result || strcmp(printed, cases[i].printed) != 0)
            fail_msg("'%s' is %d: %s", cases[i].code, (int)result, printed);
    }
}

static void a_rule_that_takes_nothing_ends_it(void **state)
{
    (void)state;
    static Gs1Rules compiled;
    static Gs1Parts parts;
    const Gs1Rule empty = {0, GS1_CONTENT_ALPHA, false, TEXT("()()")};
    gs1_rules_compile(&empty, 1, (Text){0}, &compiled);
    assert_int_equal(gs1_rules_parse(&compiled, TEXT("x"), 2026, &parts), GS1_RULES_NOT_TAKEN);
}

static void overlong_codes_are_not_taken(void **state)
{
    (void)state;
    static char code[GS1_CODE_SIZE_MAX + 1];
    char printed[400];
    for (size_t i = 0; i + 3 < sizeof code; i += 4)
        memcpy(code + i, "301\x1d", 4);
    assert_int_equal(parse("", (Text){code, 4 * GS1_PARTS_MAX}, printed), GS1_RULES_TAKEN);
    assert_int_equal(parse("", (Text){code, 4 * GS1_PARTS_MAX + 4}, printed), GS1_RULES_NOT_TAKEN);
    assert_int_equal(parse("", (Text){code, sizeof code}, printed), GS1_RULES_NOT_TAKEN);
    assert_int_equal(parse("", (Text){"10\0", 3}, printed), GS1_RULES_NOT_TAKEN);
}

static void rules_without_room_are_compiled_for_each_code(void **state)
{
    (void)state;
    static Gs1Rules compiled;
    static Gs1Parts parts;
    Gs1Rule many[GS1_RULES_MAX + 1];
    for (size_t i = 0; i < COUNT_OF(many); i++)
        many[i] = (Gs1Rule){(int32_t)i, GS1_CONTENT_ALPHA, false, TEXT("(91)([A-Z]{90})")};
    many[GS1_RULES_MAX - 1].pattern = TEXT("(92)([A-Z]{1,90})");
    many[GS1_RULES_MAX].pattern = TEXT("(93)([A-Z])"); // past the last
    gs1_rules_compile(many, COUNT_OF(many), TEXT("(#)"), &compiled);
    assert_int_equal(compiled.rules[GS1_RULES_MAX - 1].program.kind, PATTERN_NOT_KEPT);
    assert_int_equal(gs1_rules_parse(&compiled, TEXT("92AB#92C"), 2026, &parts), GS1_RULES_TAKEN);
    assert_int_equal(parts.count, 2);
    assert_true(text_equal_string(parts.items[0].text, "AB"));
    assert_int_equal(gs1_rules_parse(&compiled, TEXT("93A"), 2026, &parts), GS1_RULES_NOT_TAKEN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_are_taken_apart_as_the_server_does),
        cmocka_unit_test(a_rule_that_takes_nothing_ends_it),
        cmocka_unit_test(overlong_codes_are_not_taken),
        cmocka_unit_test(rules_without_room_are_compiled_for_each_code),
    };
    return cmocka_run_group_tests_name("gs1_rules", tests, NULL, NULL);
}
