#include <math.h>

#include "domain/tax.h"
#include "support/unit_test.h"

static Tax percent(int32_t id, double amount, bool inside)
{
    return (Tax){id, TAX_PERCENT, amount, 1.0, inside, false, true};
}

static Tax fixed(int32_t id, double amount, bool inside)
{
    return (Tax){id, TAX_FIXED, amount, 1.0, inside, false, true};
}

static void assert_near(double got, double expected)
{
    if (!(fabs(got - expected) < 1e-9))
        fail_msg("%.12g is not %.12g", got, expected);
}

static void no_tax_is_price_times_quantity(void **state)
{
    (void)state;
    TaxResult result;
    tax_compute(NULL, 0, 2.99, 0.73, 0.01, false, &result); // 2.1827
    assert_near(result.total_excluded, 2.18);
    assert_near(result.total_included, 2.18);
    assert_int_equal(result.count, 0);
}

static void included_tax_leaves_the_shelf_price(void **state)
{
    (void)state;
    Tax taxes[] = {percent(1, 21, true)};
    TaxResult result;
    tax_compute(taxes, 1, 9.99, 1, 0.01, false, &result); // 9.99 / 1.21 = 8.2562; 9.99 - 8.26
    assert_near(result.total_excluded, 8.26);
    assert_near(result.taxes[0].amount, 1.73);
    assert_near(result.taxes[0].base, 8.26);
    assert_near(result.total_included, 9.99);
}

static void tax_on_top_is_added(void **state)
{
    (void)state;
    Tax taxes[] = {percent(1, 6, false)};
    TaxResult result;
    tax_compute(taxes, 1, 2.5, 3, 0.01, false, &result); // 7.50 * 6 % = 0.45
    assert_near(result.total_excluded, 7.5);
    assert_near(result.total_included, 7.95);
}

static void tax_that_counts_into_the_base_is_taxed(void **state)
{
    (void)state;
    Tax taxes[] = {fixed(1, 0.1, false), percent(2, 10, false), percent(3, 5, false)};
    taxes[0].include_base_amount = true;
    taxes[2].is_base_affected = false;
    TaxResult result;
    tax_compute(taxes, 3, 10, 2, 0.01, false, &result);
    assert_near(result.total_excluded, 20);
    assert_near(result.taxes[0].amount, 0.2); // 2 * 0.10
    assert_near(result.taxes[1].base, 20.2);  // the fixed tax is in it
    assert_near(result.taxes[1].amount, 2.02);
    assert_near(result.taxes[2].base, 20); // not affected
    assert_near(result.taxes[2].amount, 1);
    assert_near(result.total_included, 23.22);
}

static void division_tax_is_a_part_of_the_price_with_it(void **state)
{
    (void)state;
    Tax inside = {1, TAX_DIVISION, 10, 1, true, false, true};
    TaxResult result;
    tax_compute(&inside, 1, 100, 1, 0.01, false, &result); // 10 % of 100
    assert_near(result.total_excluded, 90);
    assert_near(result.total_included, 100);
    Tax on_top = inside;
    on_top.price_include = false;
    tax_compute(&on_top, 1, 90, 1, 0.01, false, &result); // 90 / 0.9 - 90
    assert_near(result.taxes[0].amount, 10);
    on_top.amount = 100; // nothing to divide by
    tax_compute(&on_top, 1, 90, 1, 0.01, false, &result);
    assert_near(result.total_included, 90);
}

static void an_earlier_included_fixed_tax_is_forgotten(void **state)
{
    (void)state;
    Tax taxes[] = {fixed(1, 1, true), fixed(2, 3, true)};
    TaxResult result;
    tax_compute(taxes, 2, 10, 1, 0.01, false, &result);
    // backwards: the run's fixed amount is 3, then 1 (assigned, not added), so 9 stays; the
    // checkpoint of tax 2 is 10: forwards tax 1 adds 1, tax 2 the rest up to 10
    assert_near(result.total_excluded, 9);
    assert_near(result.taxes[0].amount, 1);
    assert_near(result.taxes[1].amount, 0);
    assert_near(result.total_included, 10);
}

static void an_included_tax_of_zero_takes_no_checkpoint(void **state)
{
    (void)state;
    Tax taxes[] = {percent(1, 21, true), percent(2, 0, true)};
    TaxResult result;
    tax_compute(taxes, 2, 12.1, 1, 0.01, false, &result);
    assert_near(result.total_excluded, 10);
    assert_near(result.taxes[0].amount, 2.1); // the difference to 12.10, its own checkpoint
    assert_near(result.taxes[1].amount, 0);
    assert_near(result.total_included, 12.1);
}

static void a_return_is_the_sale_with_the_other_sign(void **state)
{
    (void)state;
    Tax taxes[] = {percent(1, 21, true), fixed(2, 0.25, false)};
    TaxResult sale, back;
    tax_compute(taxes, 2, 1.5, 3, 0.01, false, &sale);
    tax_compute(taxes, 2, 1.5, -3, 0.01, false, &back);
    assert_near(sale.total_excluded, 3.72); // 4.50 / 1.21 = 3.719
    assert_near(sale.total_included, 5.25); // 4.50 + 3 * 0.25
    assert_near(back.total_excluded, -sale.total_excluded);
    assert_near(back.total_included, -sale.total_included);
    assert_near(back.taxes[1].amount, -0.75);
}

static void a_free_article_still_pays_its_deposit(void **state)
{
    (void)state;
    Tax taxes[] = {percent(1, 21, true), fixed(2, 0.25, false)};
    TaxResult result;
    tax_compute(taxes, 2, 0, 4, 0.01, false, &result);
    assert_near(result.total_excluded, 0);
    assert_near(result.total_included, 1);
}

static void a_return_of_a_free_article_gives_its_deposit_back(void **state)
{
    (void)state;
    Tax taxes[] = {percent(1, 21, true), fixed(2, 0.25, true)};
    TaxResult sale, back;
    tax_compute(taxes, 2, 0, 4, 0.01, false, &sale);
    tax_compute(taxes, 2, 0, -4, 0.01, false, &back);
    assert_near(sale.total_excluded, -0.83); // (0 - 4 * 0.25) / 1.21
    assert_near(back.total_excluded, 0.83);
    assert_near(back.taxes[0].amount, -sale.taxes[0].amount);
    assert_near(back.taxes[1].amount, -sale.taxes[1].amount);
    assert_near(back.total_included, -sale.total_included);
}

static void global_rounding_keeps_five_more_digits_of_tax(void **state)
{
    (void)state;
    Tax taxes[] = {percent(1, 21, false)};
    TaxResult result;
    tax_compute(taxes, 1, 0.33, 1, 0.01, true, &result); // 0.33 * 21 % = 0.0693
    assert_near(result.taxes[0].amount, 0.0693);
    assert_near(result.total_included, 0.40);
    tax_compute(taxes, 1, 0.33, 1, 0.01, false, &result);
    assert_near(result.taxes[0].amount, 0.07);
}

static void a_part_of_a_tax_is_rounded_twice(void **state)
{
    (void)state;
    Tax taxes[] = {percent(1, 10, false)};
    taxes[0].repartition_factor = 0.5;
    TaxResult result;
    tax_compute(taxes, 1, 1.5, 1, 0.01, false, &result); // 0.15, half of it 0.075
    assert_near(result.taxes[0].amount, 0.08);
    assert_near(result.total_included, 1.58);
}

static void steps_other_than_a_cent_are_kept(void **state)
{
    (void)state;
    Tax taxes[] = {percent(1, 8, false)};
    TaxResult result;
    tax_compute(taxes, 1, 105, 3, 1, false, &result); // 315, tax 25.2
    assert_near(result.total_included, 340);
    tax_compute(taxes, 1, 1.22, 1, 0.05, false, &result); // 1.20, tax 0.096
    assert_near(result.total_excluded, 1.2);
    assert_near(result.total_included, 1.3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_tax_is_price_times_quantity),
        cmocka_unit_test(included_tax_leaves_the_shelf_price),
        cmocka_unit_test(tax_on_top_is_added),
        cmocka_unit_test(tax_that_counts_into_the_base_is_taxed),
        cmocka_unit_test(division_tax_is_a_part_of_the_price_with_it),
        cmocka_unit_test(an_earlier_included_fixed_tax_is_forgotten),
        cmocka_unit_test(an_included_tax_of_zero_takes_no_checkpoint),
        cmocka_unit_test(a_return_is_the_sale_with_the_other_sign),
        cmocka_unit_test(a_free_article_still_pays_its_deposit),
        cmocka_unit_test(a_return_of_a_free_article_gives_its_deposit_back),
        cmocka_unit_test(global_rounding_keeps_five_more_digits_of_tax),
        cmocka_unit_test(a_part_of_a_tax_is_rounded_twice),
        cmocka_unit_test(steps_other_than_a_cent_are_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
