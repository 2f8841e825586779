#include <math.h>
#include <string.h>

#include "domain/money.h"
#include "domain/rounding.h"
#include "support/unit_test.h"

static const Currency euro = {"EUR", "€", false, 2, 0.01};
static const Currency yen = {"JPY", "¥", true, 0, 1};
static const Currency dinar = {"KWD", "KD", true, 3, 0.001};

static void decimal_ties_round_away_from_zero(void **state)
{
    (void)state;
    // 2.675 is 2.67499999999999982 as a double and still rounds as the decimal that it stands for
    assert_true(fabs(round_to_step(2.675, 0.01, ROUNDING_HALF_UP) - 2.68) < 1e-9);
    assert_true(fabs(round_to_step(1.005, 0.01, ROUNDING_HALF_UP) - 1.01) < 1e-9);
    assert_true(fabs(round_to_step(-2.675, 0.01, ROUNDING_HALF_UP) + 2.68) < 1e-9);
    assert_true(fabs(round_to_step(2.5, 1, ROUNDING_HALF_UP) - 3) < 1e-9);
    assert_true(round_to_step(0, 0.01, ROUNDING_HALF_UP) == 0);
}

static void up_and_down_leave_what_is_on_the_step(void **state)
{
    (void)state;
    assert_true(fabs(round_to_step(0.06, 0.01, ROUNDING_UP) - 0.06) < 1e-9); // 0.06 / 0.01 = 6.0
    assert_true(fabs(round_to_step(6.41, 0.1, ROUNDING_UP) - 6.5) < 1e-9);
    assert_true(fabs(round_to_step(6.49, 0.1, ROUNDING_DOWN) - 6.4) < 1e-9);
    assert_true(fabs(round_to_step(0.29, 0.01, ROUNDING_DOWN) - 0.29) < 1e-9); // 28.999999999999996
    assert_true(fabs(round_to_step(-6.41, 0.1, ROUNDING_UP) + 6.5) < 1e-9);
}

static void noise_of_a_double_does_not_reach_money(void **state)
{
    (void)state;
    Money money;
    assert_true(money_from_double(95 * 0.01, &euro, &money)); // 0.9500000000000001
    assert_int_equal(money.minor, 95);
    assert_true(money_to_double(money, &euro) == 0.95);
    assert_true(money_from_double(-1.005, &euro, &money));
    assert_int_equal(money.minor, -101);
    assert_true(money_from_double(1234.5, &yen, &money));
    assert_int_equal(money.minor, 1235);
    assert_true(money_from_double(0.0005, &dinar, &money));
    assert_int_equal(money.minor, 1);
}

static void numbers_that_are_no_amount_are_refused(void **state)
{
    (void)state;
    Money money = {42};
    UnitPrice price = {42};
    Quantity quantity = {42};
    assert_false(money_from_double(NAN, &euro, &money));
    assert_false(money_from_double(INFINITY, &euro, &money));
    assert_false(money_from_double(1e300, &euro, &money));
    assert_false(money_from_double(9.1e13, &euro, &money)); // 9.1e15 cents
    assert_false(unit_price_from_double(-1e300, &price));
    assert_false(quantity_from_double(NAN, &quantity));
    assert_false(money_add((Money){INT64_MAX}, (Money){1}, &money));
    assert_int_equal(money.minor, 42);
    assert_int_equal(price.micro, 42);
    assert_int_equal(quantity.milli, 42);
}

static void amounts_that_rounding_would_move_are_refused(void **state)
{
    (void)state;
    Money money = {42};
    UnitPrice price;
    Money most = {MONEY_ROUNDED_MAX};
    assert_true(money_from_double(money_to_double(most, &euro), &euro, &money));
    assert_int_equal(money.minor, most.minor);
    most.minor++;
    assert_false(money_from_double(money_to_double(most, &euro), &euro, &money));
    assert_true(unit_price_from_double(999999999.999999, &price)); // 2^49.8 millionths
    assert_int_equal(price.micro, 999999999999999);
}

static void money_prints_with_its_decimals_and_reads_back(void **state)
{
    (void)state;
    static const struct {
        int64_t minor;
        const Currency *currency;
        const char *text;
    } cases[] = {
        {1234, &euro, "12.34"}, {-5, &euro, "-0.05"},
        {0, &euro, "0.00"},     {199, &yen, "199"},
        {-1, &yen, "-1"},       {1234567, &dinar, "1234.567"},
        {100, &euro, "1.00"},   {INT64_MAX, &yen, "9223372036854775807"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        char text[32];
        Money back;
        assert_int_equal(money_print((Money){cases[i].minor}, cases[i].currency, text),
                         strlen(cases[i].text));
        assert_string_equal(text, cases[i].text);
        assert_true(money_parse(text, cases[i].currency, &back));
        assert_int_equal(back.minor, cases[i].minor);
    }
    char text[32];
    money_print((Money){INT64_MIN}, &euro, text);
    assert_string_equal(text, "-92233720368547758.08");
    Money least;
    assert_true(money_parse(text, &euro, &least));
    assert_true(least.minor == INT64_MIN);
}

static void text_that_is_no_amount_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"",     "-",  ".5", "5.",  "1.234", "1,20",
                                      " 1",   "1 ", "+1", "1e3", "--1",   "99999999999999999999",
                                      "1..2", "0x1"};
    Money money = {7};
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_false(money_parse(bad[i], &euro, &money));
    assert_false(money_parse("1.5", &yen, &money));
    assert_false(money_parse("92233720368547759", &euro, &money)); // cents over 64 bits
    assert_int_equal(money.minor, 7);
    assert_true(money_parse("1.5", &euro, &money));
    assert_int_equal(money.minor, 150);
}

static void quantities_print_without_trailing_zeros(void **state)
{
    (void)state;
    static const struct {
        int64_t milli;
        const char *text;
    } cases[] = {{1500, "1.5"},  {642, "0.642"}, {2000, "2"},
                 {-50, "-0.05"}, {0, "0"},       {1010, "1.01"}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        char text[32];
        quantity_print((Quantity){cases[i].milli}, text);
        assert_string_equal(text, cases[i].text);
    }
}

static void integer_division_rounds_half_away(void **state)
{
    (void)state;
    assert_int_equal(divide_round_half_away(5, 2), 3);
    assert_int_equal(divide_round_half_away(-5, 2), -3);
    assert_int_equal(divide_round_half_away(4, 3), 1);
    assert_int_equal(divide_round_half_away(-4, 3), -1);
    assert_int_equal(divide_round_half_away(0, 7), 0);
    assert_int_equal(divide_round_half_away(INT64_MIN, 1), INT64_MIN);
    assert_int_equal(divide_round_half_away(INT64_MAX, INT64_MAX), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decimal_ties_round_away_from_zero),
        cmocka_unit_test(up_and_down_leave_what_is_on_the_step),
        cmocka_unit_test(noise_of_a_double_does_not_reach_money),
        cmocka_unit_test(numbers_that_are_no_amount_are_refused),
        cmocka_unit_test(amounts_that_rounding_would_move_are_refused),
        cmocka_unit_test(money_prints_with_its_decimals_and_reads_back),
        cmocka_unit_test(text_that_is_no_amount_is_refused),
        cmocka_unit_test(quantities_print_without_trailing_zeros),
        cmocka_unit_test(integer_division_rounds_half_away),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
