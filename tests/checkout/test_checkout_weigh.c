/* Weighing: what is shown is what is taken, never from a moving scale, and each article begins on
 * an empty one. */
#include <string.h>

#include "checkout/checkout_fixture.h"
#include "domain/checkout_weigh.h"

static int setup(void **state)
{
    static Lane lane;
    lane_open(&lane);
    lane.settings.tare_count = 2;
    lane.settings.tares[0] = (struct CheckoutTare){"Paper bag", 5};
    lane.settings.tares[1] = (struct CheckoutTare){"Net bag", 9};
    *state = &lane;
    return 0;
}

static int teardown(void **state)
{
    lane_close(*state);
    return 0;
}

static void scale(Lane *lane, ScaleState state, int32_t grams)
{
    lane_event(lane, (CheckoutEvent){.kind = EVENT_SCALE, .scale = state, .grams = grams});
}

static Weighing weighing(const Lane *lane)
{
    OrderPricing pricing = {&lane->catalogue, lane->catalogue.shop->pricelist, CATALOGUE_NONE, 1};
    return checkout_weighing(&lane->checkout, &pricing);
}

// Touches Add as the screen shows it.
static void add(Lane *lane)
{
    lane_event(lane, (CheckoutEvent){.kind = EVENT_ADD_WEIGHED,
                                     .grams = (int32_t)weighing(lane).net.milli});
}

static void tare(Lane *lane, int32_t number)
{
    lane_event(lane, (CheckoutEvent){.kind = EVENT_TARE, .tare_number = number});
}

static void bananas_are_weighed_and_added(void **state)
{
    Lane *lane = *state;
    scale(lane, SCALE_EMPTY, 0);
    lane_do(lane, EVENT_START);
    lane_event(lane, (CheckoutEvent){.kind = EVENT_ADD_ARTICLE, .article = 2});
    assert_int_equal(lane->checkout.screen, SCREEN_WEIGH);
    assert_int_equal(weighing(lane).state, WEIGHING_EMPTY);
    scale(lane, SCALE_MOVING, 400);
    scale(lane, SCALE_STEADY, 642);
    assert_int_equal(lane_effect(lane, EFFECT_SOUND)->value, SOUND_ATTENTION);
    Weighing shown = weighing(lane);
    assert_int_equal(shown.net.milli, 640); // the shop counts hundredths
    add(lane);
    assert_int_equal(lane->checkout.screen, SCREEN_BROWSE);
    const OrderLine *line = &lane->checkout.order.lines[0];
    assert_int_equal(line->quantity.milli, 640);
    assert_int_equal(line->display_total.minor, shown.amount.minor);
    assert_int_equal(line->display_total.minor, 115);
    assert_int_equal(lane->checkout.just_added_line_id, line->id);
    assert_non_null(lane_effect(lane, EFFECT_SAVE_BASKET));
}

static void every_weight_shows_the_price_that_it_gets(void **state)
{
    Lane *lane = *state;
    for (int32_t grams = 3; grams < 15000; grams += 97) {
        scale(lane, SCALE_EMPTY, 0);
        lane_scan(lane, SCALE_CODE);
        scale(lane, SCALE_STEADY, grams);
        Weighing shown = weighing(lane);
        int32_t before = lane->checkout.order.line_count;
        add(lane);
        assert_int_equal(lane->checkout.order.line_count, before + shown.can_add);
        if (shown.can_add)
            assert_int_equal(lane->checkout.order.lines[before].display_total.minor,
                             shown.amount.minor);
    }
}

static void a_moving_scale_gives_no_weight(void **state)
{
    Lane *lane = *state;
    scale(lane, SCALE_EMPTY, 0);
    lane_scan(lane, SCALE_CODE);
    scale(lane, SCALE_MOVING, 642);
    assert_false(weighing(lane).can_add);
    assert_int_equal(weighing(lane).net.milli, 640);
    add(lane);
    assert_int_equal(lane->checkout.order.line_count, 0);
    assert_int_equal(lane->checkout.screen, SCREEN_WEIGH);
}

static void a_weight_that_changed_under_the_finger_is_not_taken(void **state)
{
    Lane *lane = *state;
    scale(lane, SCALE_EMPTY, 0);
    lane_scan(lane, SCALE_CODE);
    scale(lane, SCALE_STEADY, 642);
    int32_t seen = (int32_t)weighing(lane).net.milli;
    scale(lane, SCALE_STEADY, 842);
    lane_event(lane, (CheckoutEvent){.kind = EVENT_ADD_WEIGHED, .grams = seen});
    assert_int_equal(lane->checkout.order.line_count, 0);
}

static void what_it_is_packed_in_is_taken_off(void **state)
{
    Lane *lane = *state;
    scale(lane, SCALE_EMPTY, 0);
    lane_scan(lane, SCALE_CODE);
    scale(lane, SCALE_STEADY, 649);
    tare(lane, 2);
    assert_int_equal(weighing(lane).net.milli, 640);
    tare(lane, 3); // not one of the shop's
    assert_int_equal(lane->checkout.subject.tare_grams, 9);
    scale(lane, SCALE_STEADY, 9); // only the net
    assert_int_equal(weighing(lane).net.milli, 0);
    assert_false(weighing(lane).can_add);
    scale(lane, SCALE_EMPTY, 0);
    assert_int_equal(weighing(lane).net.milli, 0);
    lane_do(lane, EVENT_BACK);
    lane_scan(lane, SCALE_CODE);
    assert_int_equal(lane->checkout.subject.tare_grams, 0); // the next one begins without
}

static void the_next_article_begins_on_an_empty_scale(void **state)
{
    Lane *lane = *state;
    scale(lane, SCALE_EMPTY, 0);
    lane_scan(lane, SCALE_CODE);
    scale(lane, SCALE_STEADY, 642);
    add(lane);
    lane_scan(lane, SCALE_CODE);
    assert_int_equal(weighing(lane).state, WEIGHING_TO_EMPTY);
    add(lane);
    assert_int_equal(lane->checkout.order.line_count, 1);
    scale(lane, SCALE_MOVING, 300);
    scale(lane, SCALE_STEADY, 500); // one of them was taken off: still not empty
    add(lane);
    assert_int_equal(lane->checkout.order.line_count, 1);
    scale(lane, SCALE_EMPTY, 0);
    scale(lane, SCALE_STEADY, 500);
    add(lane);
    assert_int_equal(lane->checkout.order.line_count, 2);
}

static void what_the_last_customer_left_is_not_sold_to_the_next(void **state)
{
    Lane *lane = *state;
    scale(lane, SCALE_EMPTY, 0);
    lane_scan(lane, SCALE_CODE);
    scale(lane, SCALE_STEADY, 642);
    add(lane);
    lane_do(lane, EVENT_START_OVER);
    assert_int_equal(lane->checkout.screen, SCREEN_WELCOME);
    lane_scan(lane, SCALE_CODE);
    assert_int_equal(weighing(lane).state, WEIGHING_TO_EMPTY);
}

static void without_a_scale_a_colleague_is_called(void **state)
{
    Lane *lane = *state;
    lane_scan(lane, SCALE_CODE);
    assert_int_equal(lane->checkout.help_reason, HELP_NEEDS_SCALE);
    lane_do(lane, EVENT_KEEP_ADDING);
    scale(lane, SCALE_EMPTY, 0);
    lane_scan(lane, SCALE_CODE);
    assert_int_equal(lane->checkout.screen, SCREEN_WEIGH);
    scale(lane, SCALE_ABSENT, 0); // pulled out
    assert_int_equal(lane->checkout.screen, SCREEN_HELP);
    assert_int_equal(lane->checkout.help_reason, HELP_WEIGHT);
    assert_string_equal(lane->checkout.help_code, "Bananas");
    lane_do(lane, EVENT_KEEP_ADDING);
    assert_int_equal(lane->checkout.screen, SCREEN_BASKET);
}

static void out_of_range_for_ten_seconds_calls_a_colleague(void **state)
{
    Lane *lane = *state;
    static const ScaleState troubles[] = {SCALE_UNDER, SCALE_OVER};
    for (size_t i = 0; i < COUNT_OF(troubles); i++) {
        scale(lane, SCALE_EMPTY, 0);
        lane_scan(lane, SCALE_CODE);
        scale(lane, troubles[i], 16000);
        assert_int_equal(weighing(lane).state, WEIGHING_OUT);
        add(lane);
        assert_int_equal(lane->checkout.order.line_count, 0);
        lane_pass(lane, CHECKOUT_SCALE_TROUBLE_MS - 1);
        assert_int_equal(lane->checkout.screen, SCREEN_WEIGH);
        lane_pass(lane, 1);
        assert_int_equal(lane->checkout.screen, SCREEN_HELP);
        assert_int_equal(lane->checkout.help_reason, HELP_WEIGHT);
        lane_do(lane, EVENT_KEEP_ADDING);
    }
}

static void a_scale_that_is_off_while_nobody_weighs_disturbs_nobody(void **state)
{
    Lane *lane = *state;
    lane_scan(lane, MILK_CODE);
    scale(lane, SCALE_OVER, 16000);
    lane_pass(lane, 30000);
    scale(lane, SCALE_ABSENT, 0);
    assert_int_equal(lane->checkout.screen, SCREEN_BASKET);
    assert_int_equal(lane->effects.count, 0);
}

static void packings_of_one_weight_are_told_apart(void **state)
{
    Lane *lane = *state;
    lane->settings.tares[1].grams = lane->settings.tares[0].grams;
    scale(lane, SCALE_EMPTY, 0);
    lane_scan(lane, SCALE_CODE);
    tare(lane, 2);
    assert_int_equal(lane->checkout.subject.tare_number, 2);
    assert_int_equal(lane->checkout.subject.tare_grams, 5);
    tare(lane, 0);
    assert_int_equal(lane->checkout.subject.tare_grams, 0);
    lane->settings.tares[1].grams = 9;
}

static void help_and_idling_lead_back_to_the_scale(void **state)
{
    Lane *lane = *state;
    lane_scan(lane, MILK_CODE);
    scale(lane, SCALE_STEADY, 642); // put there before the article was chosen
    lane_scan(lane, SCALE_CODE);
    tare(lane, 1);
    lane_do(lane, EVENT_HELP);
    lane_do(lane, EVENT_KEEP_ADDING);
    assert_int_equal(lane->checkout.screen, SCREEN_WEIGH);
    assert_int_equal(lane->checkout.subject.tare_grams, 5);
    lane_pass(lane, 45000);
    assert_int_equal(lane->checkout.screen, SCREEN_IDLE);
    lane_do(lane, EVENT_STILL_HERE);
    assert_int_equal(lane->checkout.screen, SCREEN_WEIGH);
    lane_do(lane, EVENT_BACK);
    assert_int_equal(lane->checkout.screen, SCREEN_BASKET);
}

static void a_scan_in_the_middle_adds_what_was_scanned(void **state)
{
    Lane *lane = *state;
    scale(lane, SCALE_EMPTY, 0);
    lane_scan(lane, SCALE_CODE);
    lane_scan(lane, MILK_CODE);
    assert_int_equal(lane->checkout.screen, SCREEN_BASKET);
    assert_int_equal(lane->checkout.order.line_count, 1);
    lane_scan(lane, LABEL_CODE); // a label has its weight
    assert_int_equal(lane->checkout.order.line_count, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST_OF(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        TEST_OF(bananas_are_weighed_and_added),
        TEST_OF(every_weight_shows_the_price_that_it_gets),
        TEST_OF(a_moving_scale_gives_no_weight),
        TEST_OF(a_weight_that_changed_under_the_finger_is_not_taken),
        TEST_OF(what_it_is_packed_in_is_taken_off),
        TEST_OF(the_next_article_begins_on_an_empty_scale),
        TEST_OF(what_the_last_customer_left_is_not_sold_to_the_next),
        TEST_OF(without_a_scale_a_colleague_is_called),
        TEST_OF(out_of_range_for_ten_seconds_calls_a_colleague),
        TEST_OF(a_scale_that_is_off_while_nobody_weighs_disturbs_nobody),
        TEST_OF(packings_of_one_weight_are_told_apart),
        TEST_OF(help_and_idling_lead_back_to_the_scale),
        TEST_OF(a_scan_in_the_middle_adds_what_was_scanned),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
