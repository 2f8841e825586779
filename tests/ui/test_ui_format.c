#include "test_support_ui.h"

static Arena arena;

static int open_arena(void **state)
{
    (void)state;
    arena_create(&arena, 1 << 20);
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    arena_destroy(&arena);
    return 0;
}

static void assert_text(Text text, const char *expected)
{
    if (!text_equal_string(text, expected))
        fail_msg("'%.*s' is not '%s'", TEXT_PRINTF(text), expected);
}

static const FormatCurrency euro = {.symbol = {"€", 3}, .decimals = 2};

static void money_follows_the_language(void **state)
{
    (void)state;
    assert_text(format_money(&arena, TEXT("en"), euro, 123456), "€1,234.56");
    assert_text(format_money(&arena, TEXT("de"), euro, 123456), "1.234,56\u00a0€");
    assert_text(format_money(&arena, TEXT("fr"), euro, 123456), "1\u202f234,56\u00a0€");
    assert_text(format_money(&arena, TEXT("en"), euro, -220), "\u2212€2.20");
    assert_text(format_money(&arena, TEXT("en"), euro, 5), "€0.05");
    assert_text(format_money(&arena, TEXT("ar"), euro, 1250), "\u2066€12.50\u2069");
}

static void money_follows_the_currency(void **state)
{
    (void)state;
    FormatCurrency yen = {.symbol = TEXT("¥"), .decimals = 0};
    FormatCurrency dinar = {.symbol = TEXT("KWD"), .decimals = 3, .place = SYMBOL_AFTER};
    FormatCurrency franc = {.symbol = TEXT("CHF"), .decimals = 2, .place = SYMBOL_BEFORE};
    assert_text(format_money(&arena, TEXT("en"), yen, 1500), "¥1,500");
    assert_text(format_money(&arena, TEXT("en"), dinar, 1500), "1.500\u00a0KWD");
    assert_text(format_money(&arena, TEXT("en"), franc, 1500), "CHF\u00a015.00");
    assert_text(format_money(&arena, TEXT("en"), euro, INT64_MIN),
                "\u2212€92,233,720,368,547,758.08");
}

static void plain_money_has_a_point(void **state)
{
    (void)state;
    assert_text(format_money_plain(&arena, 2, 1234567), "12345.67");
    assert_text(format_money_plain(&arena, 2, -5), "-0.05");
    assert_text(format_money_plain(&arena, 0, 7), "7");
}

static void weights_round_half_away(void **state)
{
    (void)state;
    assert_text(format_milli(&arena, TEXT("en"), 642, 3, 3), "0.642");
    assert_text(format_milli(&arena, TEXT("de"), 1500, 0, 3), "1,5");
    assert_text(format_milli(&arena, TEXT("en"), 2000, 0, 3), "2");
    assert_text(format_milli(&arena, TEXT("en"), 1005, 2, 2), "1.01");
    assert_text(format_milli(&arena, TEXT("en"), -1, 0, 2), "0");
    assert_text(format_milli(&arena, TEXT("en"), 1234567, 0, 3), "1,234.567");
}

static void dates_follow_the_language(void **state)
{
    (void)state;
    assert_text(format_date(&arena, TEXT("de"), 2026, 3, 9), "09.03.2026");
    assert_text(format_date(&arena, TEXT("fr"), 2026, 3, 9), "09/03/2026");
    assert_text(format_time_of_day(&arena, 9, 5), "09:05");
}

static void names_are_filled_and_unknown_ones_stay(void **state)
{
    (void)state;
    FormatPart parts[] = {{"price", TEXT("€2.30")}, {"name", TEXT("Milk {price}")}};
    assert_text(format_fill(&arena, TEXT("Add · {price}"), parts, 2), "Add · €2.30");
    assert_text(format_fill(&arena, TEXT("{name}, {name}"), parts, 2),
                "Milk {price}, Milk {price}");
    assert_text(format_fill(&arena, TEXT("{prise} {"), parts, 2), "{prise} {");
    assert_text(format_fill(&arena, TEXT(""), parts, 2), "");
}

static void names_keep_their_direction(void **state)
{
    (void)state;
    assert_text(format_isolate_words(&arena, TEXT("ar"), TEXT("Maya K.")), "\u2068Maya K.\u2069");
    assert_text(format_isolate_words(&arena, TEXT("ar"), TEXT("موز")), "موز");
    assert_text(format_isolate_words(&arena, TEXT("ar"), TEXT("12.50")), "12.50");
    assert_text(format_isolate_words(&arena, TEXT("de"), TEXT("Maya K.")), "Maya K.");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(money_follows_the_language),
        cmocka_unit_test(money_follows_the_currency),
        cmocka_unit_test(plain_money_has_a_point),
        cmocka_unit_test(weights_round_half_away),
        cmocka_unit_test(dates_follow_the_language),
        cmocka_unit_test(names_are_filled_and_unknown_ones_stay),
        cmocka_unit_test(names_keep_their_direction),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
