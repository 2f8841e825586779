#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "order_shop.h"
#include "support/unit_test.h"

typedef struct Bench {
    OrderShop shop;
    OrderPricing pricing;
    Order order;
} Bench;

static int bench_create(void **state)
{
    Bench *bench = calloc(1, sizeof *bench);
    if (!bench)
        return -1;
    order_shop_make(&bench->shop);
    bench->pricing = order_shop_pricing(&bench->shop);
    order_begin(&bench->order, &bench->pricing, "order-1", "token-1", 1000, "en");
    *state = bench;
    return 0;
}

static int bench_destroy(void **state)
{
    free(*state);
    return 0;
}

static void assert_totals(const Order *order, int64_t untaxed, int64_t tax, int64_t total)
{
    assert_int_equal(order->total_untaxed.minor, untaxed);
    assert_int_equal(order->total_tax.minor, tax);
    assert_int_equal(order->total.minor, total);
}

static void the_reference_is_padded_and_never_cut(void **state)
{
    (void)state;
    char text[ORDER_REFERENCE_SIZE];
    OrderNumber number = {16, 1, 1};
    order_reference(&number, text);
    assert_string_equal(text, "Order 00016-001-0001");
    number = (OrderNumber){1234567, 1234, 1234567};
    order_reference(&number, text);
    assert_string_equal(text, "Order 1234567-1234-1234567");
}

static void a_basket_adds_up_line_by_line(void **state)
{
    Bench *bench = *state;
    order_shop_add(&bench->order, &bench->pricing, SHOP_MILK, 2000);  // 2.42: 2.00 + 0.42
    order_shop_add(&bench->order, &bench->pricing, SHOP_BREAD, 1000); // 2.50 + 0.15
    order_shop_add(&bench->order, &bench->pricing, SHOP_APPLES,
                   734); // 0.73 * 2.99 = 2.18: 2.06 + 0.12
    order_shop_add(&bench->order, &bench->pricing, SHOP_BEER, 3000); // 4.50: 3.72 + 0.78, + 0.75
    assert_totals(&bench->order, 200 + 250 + 206 + 372, 42 + 15 + 12 + 78 + 75,
                  242 + 265 + 218 + 525);
    assert_int_equal(bench->order.lines[2].quantity.milli, 730);
    assert_int_equal(bench->order.lines[3].display_total.minor, 525);
    assert_int_equal(order_item_count(&bench->order), 2 + 1 + 1 + 3);
}

static void tax_totals_name_each_tax_with_its_base(void **state)
{
    Bench *bench = *state;
    order_shop_add(&bench->order, &bench->pricing, SHOP_MILK, 2000);
    order_shop_add(&bench->order, &bench->pricing, SHOP_BEER, 3000);
    assert_int_equal(bench->order.tax_total_count, 2);
    const OrderTaxTotal *vat = &bench->order.tax_totals[0], *deposit = &bench->order.tax_totals[1];
    assert_string_equal(vat->name, "VAT 21 %");
    assert_int_equal(vat->amount.minor, 42 + 78);
    assert_int_equal(vat->base.minor, 200 + 372);
    assert_true(vat->rate == 21 && !vat->fixed);
    assert_string_equal(deposit->name, "Deposit");
    assert_int_equal(deposit->amount.minor, 75);
    assert_true(deposit->rate == 0.25 && deposit->fixed);
}

static void a_second_scan_of_pieces_merges(void **state)
{
    Bench *bench = *state;
    int32_t first = order_shop_add(&bench->order, &bench->pricing, SHOP_MILK, 1000);
    order_shop_add(&bench->order, &bench->pricing, SHOP_BREAD, 1000);
    assert_int_equal(order_shop_add(&bench->order, &bench->pricing, SHOP_MILK, 1000), first);
    assert_int_equal(bench->order.line_count, 2);
    assert_int_equal(bench->order.lines[0].quantity.milli, 2000);
}

static void weights_labels_and_serial_numbers_never_merge(void **state)
{
    Bench *bench = *state;
    Order *order = &bench->order;
    OrderAdd label = {.article = SHOP_MILK, .quantity = {1000}, .has_price = true, .price = 0.999};
    int32_t id;
    order_shop_add(order, &bench->pricing, SHOP_APPLES, 500);
    order_shop_add(order, &bench->pricing, SHOP_APPLES, 500);
    order_shop_add(order, &bench->pricing, SHOP_PHONE, 1000);
    order_shop_add(order, &bench->pricing, SHOP_PHONE, 1000);
    assert_int_equal(order_add(order, &bench->pricing, &label, &id), ORDER_OK);
    assert_int_equal(order_add(order, &bench->pricing, &label, &id), ORDER_OK);
    order_shop_add(order, &bench->pricing, SHOP_MILK, 1000);
    assert_int_equal(order->line_count, 7);
    assert_int_equal(order_line(order, id)->unit_price.micro, 1000000); // rounded to two digits
    assert_true(order_line(order, id)->flags & ORDER_LINE_MANUAL_PRICE);
}

static void a_line_with_a_discount_or_a_changed_price_takes_no_more(void **state)
{
    Bench *bench = *state;
    Order *order = &bench->order;
    int32_t first = order_shop_add(order, &bench->pricing, SHOP_MILK, 1000);
    assert_int_equal(order_set_discount(order, first, (Discount){1000}), ORDER_OK);
    assert_int_equal(order_line(order, first)->subtotal_incl.minor, 109); // 1.089
    int32_t second = order_shop_add(order, &bench->pricing, SHOP_MILK, 1000);
    assert_int_not_equal(first, second);
    assert_int_equal(order_set_unit_price(order, second, (UnitPrice){1004999}), ORDER_OK);
    assert_int_equal(order_line(order, second)->unit_price.micro, 1000000);
    assert_int_equal(order_line(order, second)->list_price.micro, 1210000);
    assert_int_not_equal(order_shop_add(order, &bench->pricing, SHOP_MILK, 1000), second);
    assert_int_equal(order->line_count, 3);
    assert_int_equal(order->total.minor, 109 + 100 + 121);
}

static void chosen_values_are_in_name_and_price_and_part_lines(void **state)
{
    Bench *bench = *state;
    int32_t choices[] = {SHOP_TRUFFLE, SHOP_CARD}, id, again;
    const char *texts[] = {NULL, "für Ann"};
    OrderAdd add = {.article = SHOP_BURGER,
                    .quantity = {1000},
                    .choices = choices,
                    .choice_count = 2,
                    .choice_texts = texts};
    assert_int_equal(order_add(&bench->order, &bench->pricing, &add, &id), ORDER_OK);
    const OrderLine *line = order_line(&bench->order, id);
    assert_string_equal(line->name, "Burger (Truffle, Card: für Ann)");
    assert_int_equal(line->unit_price.micro, 10400000); // 8.00 + 2.40
    assert_int_equal(order_add(&bench->order, &bench->pricing, &add, &again), ORDER_OK);
    assert_int_equal(again, id);
    texts[1] = "for Bob";
    assert_int_equal(order_add(&bench->order, &bench->pricing, &add, &again), ORDER_OK);
    assert_int_not_equal(again, id);
    choices[0] = 999;
    assert_int_equal(order_add(&bench->order, &bench->pricing, &add, &again), ORDER_NOT_SELLABLE);
}

static void a_quantity_rule_follows_the_quantity(void **state)
{
    Bench *bench = *state;
    bench->pricing.pricelist = SHOP_OFFERS;
    int32_t id = order_shop_add(&bench->order, &bench->pricing, SHOP_PEN, 2000);
    assert_int_equal(bench->order.total.minor, 200);
    order_shop_add(&bench->order, &bench->pricing, SHOP_PEN, 1000); // three now
    const OrderLine *line = order_line(&bench->order, id);
    assert_int_equal(line->unit_price.micro, 800000);
    assert_int_equal(line->list_price.micro, 1000000);
    assert_int_equal(bench->order.total.minor, 240);
    assert_int_equal(order_set_quantity(&bench->order, &bench->pricing, id, (Quantity){2000}),
                     ORDER_OK);
    assert_int_equal(bench->order.total.minor, 200);
    assert_int_equal(line->list_price.micro, line->unit_price.micro);
}

static void a_changed_pricelist_reprices_what_is_not_manual(void **state)
{
    Bench *bench = *state;
    order_shop_add(&bench->order, &bench->pricing, SHOP_PEN, 3000);
    int32_t manual = order_shop_add(&bench->order, &bench->pricing, SHOP_BURGER, 1000);
    assert_int_equal(order_set_unit_price(&bench->order, manual, (UnitPrice){7000000}), ORDER_OK);
    assert_int_equal(bench->order.total.minor, 1000);
    bench->pricing.pricelist = SHOP_OFFERS;
    assert_int_equal(order_reprice(&bench->order, &bench->pricing), ORDER_OK);
    assert_int_equal(bench->order.total.minor, 240 + 700);
    assert_int_equal(bench->order.pricelist_id, 41);
}

static void a_fiscal_position_maps_taxes_and_strips_what_falls_away(void **state)
{
    Bench *bench = *state;
    bench->pricing.fiscal_position = SHOP_TAKE_AWAY;
    int32_t id = order_shop_add(&bench->order, &bench->pricing, SHOP_MILK, 1000);
    const OrderLine *line = order_line(&bench->order, id);
    assert_int_equal(line->tax_ids[0], TAX_21); // sent before mapping
    assert_int_equal(line->applied[0].id, TAX_6);
    assert_totals(&bench->order, 114, 7, 121); // the shelf price stays: 1.21 / 1.06
    bench->pricing.fiscal_position = SHOP_EXPORT;
    assert_int_equal(order_reprice(&bench->order, &bench->pricing), ORDER_OK);
    assert_totals(&bench->order, 100, 0, 100); // 1.21 / 1.21
    assert_int_equal(bench->order.fiscal_position_id, 52);
    assert_int_equal(bench->order.tax_total_count, 0);
}

static void a_group_of_taxes_is_expanded(void **state)
{
    Bench *bench = *state;
    bench->shop.shop.price_digits = 3;
    order_begin(&bench->order, &bench->pricing, "o", "t", 0, "en");
    int32_t id = order_shop_add(&bench->order, &bench->pricing, SHOP_PAPER, 10000);
    const OrderLine *line = order_line(&bench->order, id);
    assert_int_equal(line->tax_ids[0], TAX_GROUP_8);
    assert_int_equal(line->applied_count, 2);
    assert_totals(&bench->order, 333, 27, 360); // 3.33; 0.1998 and 0.0666
}

static void global_rounding_rounds_each_tax_once(void **state)
{
    Bench *bench = *state;
    bench->shop.shop.round_globally = 1;
    order_begin(&bench->order, &bench->pricing, "o", "t", 0, "en");
    // bread: 2.50 and 0.15 each; three lines of 0.57 at 6 %: 0.0342 each, 0.1026 together, not 3 *
    // 0.03
    for (int32_t i = 0; i < 3; i++) {
        OrderAdd label = {
            .article = SHOP_BREAD, .quantity = {1000}, .has_price = true, .price = 0.57};
        int32_t id;
        assert_int_equal(order_add(&bench->order, &bench->pricing, &label, &id), ORDER_OK);
        assert_int_equal(order_line(&bench->order, id)->subtotal_incl.minor, 60);
    }
    assert_totals(&bench->order, 171, 10, 181); // the lines with tax give 1.80

    // two taxes: 1.25 at 6 % is 0.075, at 2 % 0.025: 0.08 + 0.03, not 0.10
    order_begin(&bench->order, &bench->pricing, "o", "t", 0, "en");
    OrderAdd paper = {.article = SHOP_PAPER, .quantity = {1000}, .has_price = true, .price = 1.25};
    int32_t paper_id;
    assert_int_equal(order_add(&bench->order, &bench->pricing, &paper, &paper_id), ORDER_OK);
    assert_totals(&bench->order, 125, 11, 136);
}

static void what_the_lane_does_not_sell_is_refused(void **state)
{
    Bench *bench = *state;
    static const int32_t articles[] = {SHOP_TIP, SHOP_MENU, -1, SHOP_ARTICLES};
    int32_t id = 77;
    for (size_t i = 0; i < COUNT_OF(articles); i++) {
        OrderAdd add = {.article = articles[i], .quantity = {1000}};
        assert_int_equal(order_add(&bench->order, &bench->pricing, &add, &id), ORDER_NOT_SELLABLE);
    }
    OrderAdd crumbs = {.article = SHOP_APPLES, .quantity = {4}}; // 0.004 kg rounds to nothing
    assert_int_equal(order_add(&bench->order, &bench->pricing, &crumbs, &id), ORDER_NOT_SELLABLE);
    crumbs.quantity.milli = 0;
    assert_int_equal(order_add(&bench->order, &bench->pricing, &crumbs, &id), ORDER_NOT_SELLABLE);
    assert_int_equal(id, 77);
    assert_int_equal(bench->order.line_count, 0);
}

static void too_much_changes_nothing(void **state)
{
    Bench *bench = *state;
    Order *order = &bench->order;
    int32_t milk = order_shop_add(order, &bench->pricing, SHOP_MILK, 1000);
    Order *before = malloc(sizeof *before);
    assert_non_null(before);
    memcpy(before, order, sizeof *before);
    int32_t id;
    OrderAdd adds[] = {
        {.article = SHOP_MILK, .quantity = {INT64_MAX}},
        {.article = SHOP_MILK, .quantity = {1000000001}},
        {.article = SHOP_MILK, .quantity = {1000000000}}, // merges into a million and one
        {.article = SHOP_MILK, .quantity = {1000}, .has_price = true, .price = 1e300},
        {.article = SHOP_MILK, .quantity = {1000}, .has_price = true, .price = 1.1e9},
        {.article = SHOP_MILK, .quantity = {1000000000}, .has_price = true, .price = 1e9},
    };
    for (size_t i = 0; i < COUNT_OF(adds); i++)
        assert_int_equal(order_add(order, &bench->pricing, &adds[i], &id), ORDER_TOO_MUCH);
    assert_int_equal(order_set_quantity(order, &bench->pricing, milk, (Quantity){INT64_MIN}),
                     ORDER_TOO_MUCH);
    assert_int_equal(order_set_unit_price(order, milk, (UnitPrice){INT64_MAX}), ORDER_TOO_MUCH);
    assert_int_equal(order_set_discount(order, milk, (Discount){10001}), ORDER_TOO_MUCH);
    assert_int_equal(order_remove_line(order, 99), ORDER_NO_SUCH_LINE);
    assert_memory_equal(before, order, offsetof(Order, lines) + sizeof order->lines[0]);
    assert_int_equal(before->total.minor, order->total.minor);
    free(before);
}

static void a_line_that_totals_refuse_goes_back(void **state)
{
    Bench *bench = *state;
    int32_t id = order_shop_add(&bench->order, &bench->pricing, SHOP_MILK, 2000);
    const OrderLine *line = order_line(&bench->order, id);
    assert_int_equal(
        order_set_unit_price(&bench->order, id, (UnitPrice){INT64_C(1000000000000000)}), ORDER_OK);
    Quantity million = {1000000000}; // a million at a billion each: over 10^13 cents
    assert_int_equal(order_set_quantity(&bench->order, &bench->pricing, id, million),
                     ORDER_TOO_MUCH);
    assert_int_equal(line->quantity.milli, 2000);
    assert_int_equal(bench->order.total.minor, INT64_C(200000000000));
    assert_int_equal(order_total(&bench->order), ORDER_OK);
    assert_int_equal(bench->order.total.minor, INT64_C(200000000000));
}

static void an_order_has_room_for_all_its_lines_and_no_more(void **state)
{
    Bench *bench = *state;
    for (int32_t i = 0; i < ORDER_LINES_MAX; i++)
        order_shop_add(&bench->order, &bench->pricing, SHOP_APPLES, 1000);
    OrderAdd add = {.article = SHOP_APPLES, .quantity = {1000}};
    int32_t id;
    assert_int_equal(order_add(&bench->order, &bench->pricing, &add, &id), ORDER_FULL);
    assert_int_equal(bench->order.total.minor, 299 * ORDER_LINES_MAX);
    assert_int_equal(order_remove_line(&bench->order, 250), ORDER_OK);
    assert_null(order_line(&bench->order, 250));
    assert_int_equal(order_add(&bench->order, &bench->pricing, &add, &id), ORDER_OK);
    assert_int_equal(id, ORDER_LINES_MAX + 1); // a number is never used twice
}

static void a_void_line_stays_and_counts_for_nothing(void **state)
{
    Bench *bench = *state;
    int32_t milk = order_shop_add(&bench->order, &bench->pricing, SHOP_MILK, 2000);
    order_shop_add(&bench->order, &bench->pricing, SHOP_BREAD, 1000);
    assert_int_equal(order_void_line(&bench->order, milk), ORDER_OK);
    assert_int_equal(bench->order.line_count, 2);
    assert_totals(&bench->order, 250, 15, 265);
    assert_int_equal(order_item_count(&bench->order), 1);
    assert_int_equal(order_void_line(&bench->order, milk), ORDER_NO_SUCH_LINE);
    assert_int_equal(order_set_quantity(&bench->order, &bench->pricing, milk, (Quantity){1000}),
                     ORDER_NO_SUCH_LINE);
    assert_int_not_equal(order_shop_add(&bench->order, &bench->pricing, SHOP_MILK, 1000), milk);
}

static void a_step_of_quantity_is_the_coarser_of_unit_and_digits(void **state)
{
    Bench *bench = *state;
    const Catalogue *catalogue = &bench->shop.catalogue;
    assert_true(order_quantity_step(catalogue, SHOP_APPLES) == 0.01);
    bench->shop.shop.quantity_digits = 3;
    assert_true(order_quantity_step(catalogue, SHOP_APPLES) == 0.01);
    bench->shop.units[1].rounding = 0.001;
    assert_true(order_quantity_step(catalogue, SHOP_APPLES) == 0.001);
    bench->shop.units[0].rounding = 1;
    order_shop_add(&bench->order, &bench->pricing, SHOP_MILK, 1500);
    assert_int_equal(bench->order.lines[0].quantity.milli, 2000);
    order_shop_add(&bench->order, &bench->pricing, SHOP_APPLES, 734);
    assert_int_equal(bench->order.lines[1].quantity.milli, 734);
}

static void prices_are_shown_as_the_shop_shows_them(void **state)
{
    Bench *bench = *state;
    const Catalogue *catalogue = &bench->shop.catalogue;
    Money now, before;
    assert_true(order_display_price(catalogue, &bench->pricing, SHOP_BREAD, &now, &before));
    assert_int_equal(now.minor, 265);
    assert_int_equal(before.minor, 265);
    bench->pricing.pricelist = SHOP_OFFERS;
    assert_true(order_display_price(catalogue, &bench->pricing, SHOP_BURGER, &now, &before));
    assert_int_equal(now.minor, 720);
    assert_int_equal(before.minor, 800);
    bench->shop.shop.show_tax_included = 0;
    assert_true(order_display_price(catalogue, &bench->pricing, SHOP_MILK, &now, &before));
    assert_int_equal(now.minor, 100);
    assert_false(order_display_price(catalogue, &bench->pricing, SHOP_TIP, &now, &before));
}

static OrderDue due_of(Bench *bench, int64_t label_minor, int64_t paid_minor,
                       OrderCashRounding rounding, bool cash)
{
    OrderAdd label = {.article = SHOP_MILK,
                      .quantity = {1000},
                      .has_price = true,
                      .price = (double)label_minor / 100};
    int32_t id;
    OrderDue due;
    order_begin(&bench->order, &bench->pricing, "o", "t", 0, "en");
    assert_int_equal(order_add(&bench->order, &bench->pricing, &label, &id), ORDER_OK);
    bench->order.payment_count = paid_minor != 0;
    bench->order.payments[0].amount.minor = paid_minor;
    assert_int_equal(order_due(&bench->order, &rounding, cash, &due), ORDER_OK);
    return due;
}

static void assert_due(OrderDue due, int64_t applied, int64_t left, int64_t change)
{
    assert_int_equal(due.rounding_applied.minor, applied);
    assert_int_equal(due.due.minor, left);
    assert_int_equal(due.change.minor, change);
}

static void cash_is_rounded_and_a_card_is_not(void **state)
{
    Bench *bench = *state;
    OrderCashRounding nickels = {0.05, ROUNDING_HALF_UP, true}, none = {0};
    assert_due(due_of(bench, 1244, 0, none, true), 0, 1244, 0);
    assert_due(due_of(bench, 1244, 0, nickels, true), 1, 1245, 0);
    assert_due(due_of(bench, 1244, 2000, nickels, true), 1, -755, 755); // change 7.55
    assert_due(due_of(bench, 1242, 0, nickels, true), -2, 1240, 0);
    assert_due(due_of(bench, 999, 0, nickels, false), 0, 999, 0);
    assert_due(due_of(bench, 1794, 501, nickels, true), 2, 1295, 0); // the remainder is rounded
    assert_due(due_of(bench, 4, 0, nickels, true), 0, 4, 0);         // less than a step
}

static void cash_rounds_up_or_down_as_the_shop_says(void **state)
{
    Bench *bench = *state;
    OrderCashRounding up = {0.05, ROUNDING_UP, false}, down = {0.05, ROUNDING_DOWN, false};
    assert_due(due_of(bench, 1241, 0, up, true), 4, 1245, 0);
    assert_due(due_of(bench, 1244, 0, down, true), -4, 1240, 0);
    assert_due(due_of(bench, 1240, 0, up, true), 0, 1240, 0);
}

static void a_price_of_a_thousand_grams_is_that_of_a_kilogram(void **state)
{
    Bench *bench = *state;
    Money now, before;
    bench->shop.shop.price_digits = 4;
    bench->shop.articles[SHOP_APPLES].list_price = 0.0042; // a gram
    assert_true(order_display_price(&bench->shop.catalogue, &bench->pricing, SHOP_APPLES, &now,
                                    &before));
    assert_int_equal(now.minor, 0);
    assert_true(order_display_price_of(&bench->shop.catalogue, &bench->pricing, SHOP_APPLES, 1000,
                                       &now, &before));
    assert_int_equal(now.minor, 420);
}

static void a_shop_that_rounds_kilograms_loses_grams(void **state)
{
    Bench *bench = *state;
    assert_true(order_loses_grams(&bench->shop.catalogue)); // two decimals, kg in steps of 0.01
    bench->shop.shop.quantity_digits = 3;
    assert_true(order_loses_grams(&bench->shop.catalogue));
    bench->shop.units[1].rounding = 0.001;
    assert_false(order_loses_grams(&bench->shop.catalogue));
    bench->shop.shop.quantity_digits = 2;
    assert_true(order_loses_grams(&bench->shop.catalogue));
    bench->shop.articles[SHOP_APPLES].flags |= CAT_ARTICLE_HIDDEN; // nothing is weighed here
    assert_false(order_loses_grams(&bench->shop.catalogue));
}

static void a_pricelist_that_hides_its_discount_shows_no_price_before_it(void **state)
{
    Bench *bench = *state;
    Money now, before;
    bench->pricing.pricelist = SHOP_OFFERS;
    assert_true(order_display_price(&bench->shop.catalogue, &bench->pricing, SHOP_BURGER, &now,
                                    &before));
    assert_int_equal(now.minor, 720);
    assert_int_equal(before.minor, 800);
    bench->shop.pricelists[SHOP_OFFERS].show_discount = 0;
    assert_true(order_display_price(&bench->shop.catalogue, &bench->pricing, SHOP_BURGER, &now,
                                    &before));
    assert_int_equal(now.minor, 720);
    assert_int_equal(before.minor, 720);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, bench_create, bench_destroy)
    const struct CMUnitTest tests[] = {
        TEST(the_reference_is_padded_and_never_cut),
        TEST(a_basket_adds_up_line_by_line),
        TEST(a_price_of_a_thousand_grams_is_that_of_a_kilogram),
        TEST(a_shop_that_rounds_kilograms_loses_grams),
        TEST(a_pricelist_that_hides_its_discount_shows_no_price_before_it),
        TEST(tax_totals_name_each_tax_with_its_base),
        TEST(a_second_scan_of_pieces_merges),
        TEST(weights_labels_and_serial_numbers_never_merge),
        TEST(a_line_with_a_discount_or_a_changed_price_takes_no_more),
        TEST(chosen_values_are_in_name_and_price_and_part_lines),
        TEST(a_quantity_rule_follows_the_quantity),
        TEST(a_changed_pricelist_reprices_what_is_not_manual),
        TEST(a_fiscal_position_maps_taxes_and_strips_what_falls_away),
        TEST(a_group_of_taxes_is_expanded),
        TEST(global_rounding_rounds_each_tax_once),
        TEST(what_the_lane_does_not_sell_is_refused),
        TEST(too_much_changes_nothing),
        TEST(a_line_that_totals_refuse_goes_back),
        TEST(an_order_has_room_for_all_its_lines_and_no_more),
        TEST(a_void_line_stays_and_counts_for_nothing),
        TEST(a_step_of_quantity_is_the_coarser_of_unit_and_digits),
        TEST(prices_are_shown_as_the_shop_shows_them),
        TEST(cash_is_rounded_and_a_card_is_not),
        TEST(cash_rounds_up_or_down_as_the_shop_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
