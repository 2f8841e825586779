#include <math.h>

#include "base/check.h"
#include "domain/combo.h"
#include "support/unit_test.h"

static void assert_near(double got, double expected)
{
    if (!(fabs(got - expected) < 1e-9))
        fail_msg("%.12g is not %.12g", got, expected);
}

static void shares_follow_the_base_prices_and_the_last_takes_the_rest(void **state)
{
    (void)state;
    ComboChoice chosen[] = {{.base_price = 5}, {.base_price = 2}, {.base_price = 2}};
    double prices[3];
    combo_split(10, chosen, 3, 2, prices); // 50/9 = 5.556, 20/9 = 2.222
    assert_near(prices[0], 5.56);
    assert_near(prices[1], 2.22);
    assert_near(prices[2], 2.22);         // 10 - 7.78
    combo_split(1, chosen, 3, 0, prices); // 0.556 to 1, 0.222 to 0, the rest 0
    assert_near(prices[0], 1);
    assert_near(prices[1] + prices[2], 0);
}

static void extras_and_surcharges_come_on_top(void **state)
{
    (void)state;
    ComboChoice chosen[] = {{6, 1.5, 0.3}, {4, 0, -0.2}};
    double prices[2];
    combo_split(8, chosen, 2, 2, prices);
    assert_near(prices[0], 4.8 + 1.8);
    assert_near(prices[1], 3.2 - 0.2);
}

static void without_base_prices_the_last_takes_the_whole(void **state)
{
    (void)state;
    ComboChoice chosen[] = {{0, 0, 0}, {0, 1, 0}};
    double prices[2];
    combo_split(7.5, chosen, 2, 2, prices);
    assert_near(prices[0], 0);
    assert_near(prices[1], 8.5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shares_follow_the_base_prices_and_the_last_takes_the_rest),
        cmocka_unit_test(extras_and_surcharges_come_on_top),
        cmocka_unit_test(without_base_prices_the_last_takes_the_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
