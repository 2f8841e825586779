/* A customer's card, and prices that change by themselves. */
#include <stdio.h>
#include <string.h>

#include "checkout/checkout_fixture.h"

static void answer(Lane *lane, const char *card, int32_t partner_id, bool asked)
{
    CheckoutEvent event = {.kind = EVENT_CUSTOMER,
                           .flag = asked,
                           .partner_id = partner_id,
                           .pricelist_id = 61,
                           .words = "Far"};
    snprintf(event.text, sizeof event.text, "%s", card);
    lane_event(lane, event);
}

static void prices_of_the_whole_basket_follow_a_card(void **state)
{
    Lane *lane = *state;
    const Order *order = &lane->checkout.order;
    lane_scan(lane, MILK_CODE);
    lane_scan(lane, WINE_CODE);
    assert_int_equal(order->total.minor, 119 + 795);
    lane_scan(lane, ANNA_CARD);
    assert_int_equal(order->total.minor, 100 + 795);
    assert_int_equal(order->partner_id, 81);
    assert_int_equal(order->pricelist_id, 61);
    assert_int_equal(lane->checkout.toast, TOAST_CUSTOMER);
    assert_string_equal(lane->checkout.customer_name, "Anna");
    assert_non_null(lane_effect(lane, EFFECT_SAVE_BASKET));
    lane_scan(lane, MILK_CODE); // and of what comes after it
    assert_int_equal(order->total.minor, 200 + 795);
    lane_scan(lane, ANNA_CARD);
    assert_int_equal(lane->checkout.toast, TOAST_CUSTOMER_ALREADY);
    lane_scan(lane, BEN_CARD); // somebody else's: the shop's own prices again
    assert_int_equal(order->total.minor, 238 + 795);
    assert_int_equal(order->partner_id, 82);
}

static void a_card_may_be_the_first_thing_that_is_scanned(void **state)
{
    Lane *lane = *state;
    lane_scan(lane, ANNA_CARD);
    assert_int_equal(lane->checkout.screen, SCREEN_BROWSE);
    lane_scan(lane, MILK_CODE);
    assert_int_equal(lane->checkout.order.total.minor, 100);
    assert_int_equal(lane->checkout.order.partner_id, 81);
}

static void the_next_customer_has_nothing_of_it(void **state)
{
    Lane *lane = *state;
    lane_scan(lane, ANNA_CARD);
    lane_scan(lane, MILK_CODE);
    lane_do(lane, EVENT_START_OVER);
    assert_string_equal(lane->checkout.customer_name, "");
    lane_scan(lane, MILK_CODE);
    assert_int_equal(lane->checkout.order.total.minor, 119);
    assert_int_equal(lane->checkout.order.partner_id, 0);
}

static void the_server_is_asked_for_a_card_that_was_not_loaded(void **state)
{
    Lane *lane = *state;
    lane_scan(lane, MILK_CODE);
    lane_scan(lane, FAR_CARD);
    assert_int_equal(lane->checkout.toast, TOAST_CUSTOMER_CANT_LOOK_UP); // no network
    assert_null(lane_effect(lane, EFFECT_LOOK_UP_CUSTOMER));
    lane->online = true;
    lane_scan(lane, FAR_CARD);
    const CheckoutEffect *asked = lane_effect(lane, EFFECT_LOOK_UP_CUSTOMER);
    assert_non_null(asked);
    assert_string_equal(asked->text, FAR_CARD);
    assert_int_equal(lane->checkout.order.total.minor, 119); // one shops on meanwhile
    answer(lane, FAR_CARD, 83, true);
    assert_int_equal(lane->checkout.order.total.minor, 100);
    assert_int_equal(lane->checkout.order.partner_id, 83);
    assert_string_equal(lane->checkout.customer_name, "Far");
}

static void an_answer_that_comes_too_late_is_nobodys(void **state)
{
    Lane *lane = *state;
    lane->online = true;
    lane_scan(lane, MILK_CODE);
    lane_scan(lane, FAR_CARD);
    lane_do(lane, EVENT_START_OVER);
    lane_scan(lane, MILK_CODE);
    answer(lane, FAR_CARD, 83, true); // asked for the customer before
    assert_int_equal(lane->checkout.order.partner_id, 0);
    assert_int_equal(lane->checkout.order.total.minor, 119);
    lane_scan(lane, FAR_CARD);
    lane_do(lane, EVENT_PAY);
    answer(lane, FAR_CARD, 83, true); // prices are fixed from Pay on
    assert_int_equal(lane->checkout.order.total.minor, 119);
}

static void unknown_and_not_now_are_two_messages(void **state)
{
    Lane *lane = *state;
    lane->online = true;
    lane_scan(lane, MILK_CODE);
    lane_scan(lane, FAR_CARD);
    answer(lane, FAR_CARD, 0, true);
    assert_int_equal(lane->checkout.toast, TOAST_CUSTOMER_UNKNOWN);
    lane_scan(lane, FAR_CARD);
    answer(lane, FAR_CARD, 0, false);
    assert_int_equal(lane->checkout.toast, TOAST_CUSTOMER_CANT_LOOK_UP);
}

// The price that the line was scanned at stands until the line is touched.
static void a_price_that_changed_meanwhile_is_told_when_the_line_is_touched(void **state)
{
    Lane *lane = *state;
    Order *order = &lane->checkout.order;
    lane_scan(lane, ANNA_CARD);
    lane_scan(lane, MILK_CODE);
    lane_scan(lane, WINE_CODE);
    // the rule for milk ended at noon
    CatPriceRule ended = lane->catalogue.price_rules[0];
    ended.end_unix_s = 1;
    lane->catalogue.price_rules = &ended;
    lane_scan(lane, WINE_CODE);
    assert_int_equal(order->total.minor, 100 + 2 * 795);
    assert_int_not_equal(lane->checkout.toast, TOAST_PRICE_CHANGED);
    lane_event(lane, (CheckoutEvent){.kind = EVENT_LINE_PLUS, .line_id = order->lines[0].id});
    assert_int_equal(order->total.minor, 2 * 119 + 2 * 795);
    assert_int_equal(lane->checkout.toast, TOAST_PRICE_CHANGED);
    lane->checkout.toast = TOAST_NONE;
    lane_scan(lane, MILK_CODE);
    assert_int_equal(lane->checkout.toast, TOAST_NONE); // it is the shop's price now
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LANE_TEST(prices_of_the_whole_basket_follow_a_card),
        LANE_TEST(a_card_may_be_the_first_thing_that_is_scanned),
        LANE_TEST(the_next_customer_has_nothing_of_it),
        LANE_TEST(the_server_is_asked_for_a_card_that_was_not_loaded),
        LANE_TEST(an_answer_that_comes_too_late_is_nobodys),
        LANE_TEST(unknown_and_not_now_are_two_messages),
        LANE_TEST(a_price_that_changed_meanwhile_is_told_when_the_line_is_touched),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
