/* Selling by GS1 labels: weight, price and date of this piece. Any shop takes them with a symbology
 * identifier. */
#include <stdio.h>
#include <string.h>

#include "checkout/checkout_fixture.h"

#define JUICE_GTIN   "0105410000001016"
#define BANANA_GTIN  "0102100001000004" // 1.79 a kilogram
#define UNKNOWN_GTIN "0105410000001047"

static int open_lane(void **state)
{
    static Lane lane;
    lane_open(&lane);
    *state = &lane;
    return 0;
}

static int close_lane(void **state)
{
    lane_close(*state);
    return 0;
}

static const OrderLine *last_line(const Lane *lane)
{
    const Order *order = &lane->checkout.order;
    return order->line_count > 0 ? &order->lines[order->line_count - 1] : NULL;
}

static void a_weight_on_the_label_is_the_lines_quantity(void **state)
{
    Lane *lane = *state;
    lane_scan(lane, "]e0" BANANA_GTIN "3103001250");
    assert_int_equal(last_line(lane)->article_id, 3);
    assert_int_equal(last_line(lane)->quantity.milli, 1250);
    assert_int_equal(lane->checkout.order.total.minor, 224);
    lane_scan(lane, "]e0" JUICE_GTIN "3103001000"); // the weight of a carton is no quantity
    assert_int_equal(last_line(lane)->article_id, 8);
    assert_int_equal(last_line(lane)->quantity.milli, 1000);
    lane_scan(lane, "]e0" BANANA_GTIN "3103000000"); // printed on an empty scale
    assert_int_equal(lane->checkout.toast, TOAST_REFUSED_SCAN);
    assert_int_equal(lane->checkout.order.line_count, 2);
}

static void a_count_on_the_label_is_so_many_pieces(void **state)
{
    Lane *lane = *state;
    lane_scan(lane, "]C1" JUICE_GTIN "3012");
    assert_int_equal(last_line(lane)->quantity.milli, 12000);
}

static void a_price_on_the_label_is_what_this_piece_costs(void **state)
{
    Lane *lane = *state;
    lane_scan(lane, "]e0" JUICE_GTIN "3922599");
    assert_int_equal(last_line(lane)->quantity.milli, 1000);
    assert_true(last_line(lane)->flags & ORDER_LINE_MANUAL_PRICE);
    assert_int_equal(lane->checkout.order.total.minor, 599);
    lane_scan(lane, "]e0" JUICE_GTIN "39225"); // 0.05, with fewer digits than decimals
    assert_int_equal(lane->checkout.order.total.minor, 604);
    lane_scan(lane, "]e0" JUICE_GTIN "3932978100"); // euros
    assert_int_equal(lane->checkout.order.total.minor, 704);
}

static void a_label_that_contradicts_the_shop_calls_a_colleague(void **state)
{
    Lane *lane = *state;
    lane_scan(lane, "]e0" BANANA_GTIN "31030012503922224"); // 1.25 kg are 2.24
    assert_int_equal(lane->checkout.order.total.minor, 224);
    assert_int_equal(last_line(lane)->quantity.milli, 1250);
    lane_scan(lane, "]e0" BANANA_GTIN "31030012503922300");
    assert_int_equal(lane->checkout.screen, SCREEN_HELP);
    assert_int_equal(lane->checkout.help_reason, HELP_LABEL);
    assert_string_equal(lane->checkout.help_code, "Bananas");
    lane_do(lane, EVENT_KEEP_ADDING);
    lane_scan(lane, "]e0" JUICE_GTIN "3932840100"); // dollars
    assert_int_equal(lane->checkout.help_reason, HELP_LABEL);
    assert_int_equal(lane->checkout.screen, SCREEN_HELP);
    assert_int_equal(lane->checkout.order.line_count, 1);
}

static void what_is_past_its_date_is_not_sold(void **state)
{
    Lane *lane = *state;
    static const struct {
        const char *code;
        bool expired; // on 24 November 2026 at noon
    } cases[] = {
        {"]C1" JUICE_GTIN "17261123", true},
        {"]C1" JUICE_GTIN "17261124", false},
        {"]C1" JUICE_GTIN "15261123", true},
        {"]C1" JUICE_GTIN "16261123", true},
        {"]C1" JUICE_GTIN "17261100", false},
        {"]C1" JUICE_GTIN "17261000", true},
        {"]C1" JUICE_GTIN "15261231"
         "17261101",
         true},
        {"]C1" JUICE_GTIN "13200101", false},
        {"]C1" JUICE_GTIN "70032611241200", false},
        {"]C1" JUICE_GTIN "70032611241159", true},
        {"https://example.com/01/05410000001016?17=261123", true},
        {"]Q1https://example.com/01/5410000001016/10/L1?17=261124", false},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        lane_scan(lane, cases[i].code);
        bool expired = lane->checkout.screen == SCREEN_HELP;
        if (expired != cases[i].expired)
            fail_msg("'%s'", cases[i].code);
        if (expired) {
            assert_int_equal(lane->checkout.help_reason, HELP_EXPIRED);
            assert_string_equal(lane->checkout.help_code, "Juice");
            lane_do(lane, EVENT_KEEP_ADDING);
        }
        assert_true(checkout_is_selling(&lane->checkout));
    }
    assert_int_equal(lane->checkout.order.lines[0].quantity.milli, 5000); // those that were in time
    assert_int_equal(lane->checkout.order.line_count, 1);
}

static void the_first_scan_of_all_may_be_past_its_date(void **state)
{
    Lane *lane = *state;
    lane_scan(lane, "]C1" JUICE_GTIN "17261123");
    assert_int_equal(lane->checkout.screen, SCREEN_HELP);
    lane_do(lane, EVENT_KEEP_ADDING);
    assert_int_equal(lane->checkout.screen, SCREEN_BASKET);
    lane->local_minute -= 24 * 60; // the day before
    lane_scan(lane, "]C1" JUICE_GTIN "17261123");
    assert_int_equal(lane->checkout.order.line_count, 1);
}

static void what_is_misread_is_unknown(void **state)
{
    Lane *lane = *state;
    static const char *const codes[] = {"]C10105410000001017",
                                        "]C1" JUICE_GTIN "17261332",
                                        "]C1" JUICE_GTIN "10A\x1d"
                                        "10B",
                                        "]C1",
                                        "https://example.com/01/05410000001017",
                                        "https://example.com/milk"};
    for (size_t i = 0; i < COUNT_OF(codes); i++) {
        lane_scan(lane, codes[i]);
        assert_int_equal(lane->checkout.toast, TOAST_CANT_LOOK_UP);
    }
    assert_int_equal(lane->checkout.order.line_count, 0);
    lane_scan(lane, "]C100106141411234567897"); // a pallet
    assert_int_equal(lane->checkout.toast, TOAST_REFUSED_SCAN);
}

static void the_server_is_asked_for_the_number_and_the_label_still_counts(void **state)
{
    Lane *lane = *state;
    lane->online = true;
    lane_scan(lane, "]e0" UNKNOWN_GTIN "3103001250");
    assert_string_equal(lane_effect(lane, EFFECT_LOOK_UP)->text, "5410000001047");
    CheckoutEvent answer = {.kind = EVENT_LOOKED_UP, .article = CATALOGUE_NONE, .flag = true};
    snprintf(answer.text, sizeof answer.text, "5410000001047");
    lane_event(lane, answer);
    assert_int_equal(lane->checkout.toast, TOAST_UNKNOWN_CODE);
    // The article is in the catalogue when the answer comes: as if bananas had just been fetched.
    snprintf(lane->checkout.asked_scan, sizeof lane->checkout.asked_scan, "%s",
             "]e0" BANANA_GTIN "3103001250");
    answer.article = catalogue_article_by_id(&lane->catalogue, 3);
    snprintf(answer.text, sizeof answer.text, "%s", SCALE_CODE);
    lane_event(lane, answer);
    assert_int_equal(last_line(lane)->quantity.milli, 1250);
    // A plain code is asked for as it is.
    lane_scan(lane, "4000000000000");
    assert_string_equal(lane_effect(lane, EFFECT_LOOK_UP)->text, "4000000000000");
    assert_string_equal(lane->checkout.asked_scan, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_weight_on_the_label_is_the_lines_quantity, open_lane,
                                        close_lane),
        cmocka_unit_test_setup_teardown(a_count_on_the_label_is_so_many_pieces, open_lane,
                                        close_lane),
        cmocka_unit_test_setup_teardown(a_price_on_the_label_is_what_this_piece_costs, open_lane,
                                        close_lane),
        cmocka_unit_test_setup_teardown(a_label_that_contradicts_the_shop_calls_a_colleague,
                                        open_lane, close_lane),
        cmocka_unit_test_setup_teardown(what_is_past_its_date_is_not_sold, open_lane, close_lane),
        cmocka_unit_test_setup_teardown(the_first_scan_of_all_may_be_past_its_date, open_lane,
                                        close_lane),
        cmocka_unit_test_setup_teardown(what_is_misread_is_unknown, open_lane, close_lane),
        cmocka_unit_test_setup_teardown(
            the_server_is_asked_for_the_number_and_the_label_still_counts, open_lane, close_lane),
    };
    return cmocka_run_group_tests_name("checkout_gs1", tests, NULL, NULL);
}
