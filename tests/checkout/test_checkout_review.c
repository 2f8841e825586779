/* An attendant with an order that the server refused: who may do what, what fits, and what the
 * journal is told of it. */
#include <string.h>

#include "checkout/checkout_fixture.h"

#define UUID "aaaaaaaa-0000-4000-8000-000000000001"
enum { GONE = 9001, SOLD_IN = 16, OPEN_SESSION = 21 };

typedef struct Bench {
    Lane lane;
    Order order;
    CheckoutReviewed reviewed;
} Bench;

static int32_t id_of(const Lane *lane, const char *code)
{
    int32_t article = catalogue_article_by_barcode(&lane->catalogue, text_from_string(code), NULL);
    assert_int_not_equal(article, CATALOGUE_NONE);
    return lane->catalogue.articles[article].id;
}

static int setup(void **state)
{
    static Bench bench;
    memset(&bench, 0, sizeof bench);
    lane_open(&bench.lane);
    lane_scan(&bench.lane, MILK_CODE); // an order as the till makes it
    bench.order = bench.lane.checkout.order;
    lane_do(&bench.lane, EVENT_STAFF);
    bench.lane.checkout.attendant = (CheckoutAttendant){0};
    bench.lane.checkout.sale_open = false;
    bench.lane.checkout.order.line_count = 0;
    strcpy(bench.order.uuid, UUID);
    bench.order.number = (OrderNumber){SOLD_IN, 1, 7};
    bench.order.partner_id = 14;
    bench.order.lines[0].article_id = GONE;
    bench.reviewed = (CheckoutReviewed){.uuid = UUID,
                                        .order = &bench.order,
                                        .about = ORDER_REFUSED_ARTICLE,
                                        .refused = true,
                                        .words = "Constraint: product",
                                        .session_id = OPEN_SESSION};
    bench.lane.reviewed = &bench.reviewed;
    *state = &bench;
    return 0;
}

static int teardown(void **state)
{
    lane_close(&((Bench *)*state)->lane);
    return 0;
}

static void sign_in(Lane *lane, const char *name, bool manager, bool by_badge)
{
    CheckoutEvent event = {.kind = EVENT_SIGNED_IN, .flag = manager, .flag2 = by_badge};
    strcpy(event.text, name);
    lane_event(lane, event);
}

static Lane *review(Bench *bench, bool manager, bool by_badge)
{
    sign_in(&bench->lane, "Ada", manager, by_badge);
    CheckoutEvent event = {.kind = EVENT_REVIEW_ORDER, .text = UUID};
    lane_event(&bench->lane, event);
    assert_int_equal(bench->lane.checkout.screen, SCREEN_STAFF_ORDER);
    return &bench->lane;
}

static void replace(Lane *lane, int32_t article_id)
{
    lane_event(lane, (CheckoutEvent){.kind = EVENT_REPLACE_ARTICLE, .value_id = article_id});
}

static const CheckoutEffect *repair(Lane *lane, OrderRepairKind kind)
{
    lane_event(lane, (CheckoutEvent){.kind = EVENT_REPAIR_ORDER, .repair = kind});
    return lane_effect(lane, EFFECT_REPAIR_ORDER);
}

static const CheckoutEffect *settle(Lane *lane, const char *why)
{
    CheckoutEvent event = {.kind = EVENT_SETTLE_ORDER};
    strcpy(event.words, why);
    lane_event(lane, event);
    return lane_effect(lane, EFFECT_SETTLE_ORDER);
}

static void an_article_is_scanned_for_the_one_that_is_gone(void **state)
{
    Bench *bench = *state;
    Lane *lane = review(bench, false, false);
    lane_scan(lane, JUICE_CODE); // before one was chosen it can only be a badge
    assert_non_null(lane_effect(lane, EFFECT_VERIFY_BADGE));
    lane->checkout.sign_in_busy = false;
    replace(lane, GONE);
    assert_null(repair(lane, ORDER_REPAIR_ARTICLE)); // nothing was scanned yet
    replace(lane, GONE);
    lane_scan(lane, MENU_CODE); // a combo
    assert_int_equal(lane->checkout.toast, TOAST_NO_REPLACEMENT);
    assert_int_equal(lane->checkout.review.replacement_id, 0);
    lane_scan(lane, "404");
    assert_int_equal(lane->checkout.toast, TOAST_NO_REPLACEMENT);
    lane_scan(lane, JUICE_CODE);
    assert_int_equal(lane->checkout.toast, TOAST_NONE);
    assert_int_equal(lane->checkout.review.replacement_id, id_of(lane, JUICE_CODE));
    const CheckoutEffect *effect = repair(lane, ORDER_REPAIR_ARTICLE);
    assert_non_null(effect);
    assert_string_equal(effect->text, UUID);
    assert_string_equal(effect->attendant, "Ada");
    assert_int_equal(effect->repair.old_id, GONE);
    assert_int_equal(effect->repair.new_id, id_of(lane, JUICE_CODE));
    assert_int_equal(lane->checkout.review.replace_id, 0);
    assert_false(lane->checkout.sale_open); // the scan sold nothing
}

static void a_usual_replacement_is_offered(void **state)
{
    Bench *bench = *state;
    strcpy(bench->lane.settings.replacement_barcode, BAG_CODE);
    Lane *lane = review(bench, false, false);
    replace(lane, GONE);
    assert_int_equal(lane->checkout.review.replacement_id, id_of(lane, BAG_CODE));
    assert_non_null(repair(lane, ORDER_REPAIR_ARTICLE));
    strcpy(lane->settings.replacement_barcode, MENU_CODE); // can't take its place
    replace(lane, GONE);
    assert_int_equal(lane->checkout.review.replace_id, GONE);
    assert_int_equal(lane->checkout.review.replacement_id, 0);
}

static void only_repairs_that_fit_the_words_are_made(void **state)
{
    Bench *bench = *state;
    Lane *lane = review(bench, true, false);
    assert_null(repair(lane, ORDER_REPAIR_SESSION));
    assert_null(repair(lane, ORDER_REPAIR_PARTNER));
    bench->reviewed.about = ORDER_REFUSED_SESSION;
    const CheckoutEffect *effect = repair(lane, ORDER_REPAIR_SESSION);
    assert_non_null(effect);
    assert_int_equal(effect->repair.old_id, SOLD_IN);
    assert_int_equal(effect->repair.new_id, OPEN_SESSION);
    bench->reviewed.about = ORDER_REFUSED_PARTNER;
    effect = repair(lane, ORDER_REPAIR_PARTNER);
    assert_non_null(effect);
    assert_int_equal(effect->repair.old_id, 14);
    bench->reviewed.about = ORDER_REFUSED_OTHER;
    replace(lane, GONE);
    assert_int_equal(lane->checkout.review.replace_id, 0);
}

static void what_waits_or_is_confirmed_is_left_alone(void **state)
{
    Bench *bench = *state;
    Lane *lane = review(bench, true, false);
    bench->reviewed.refused = false; // sent again meanwhile
    bench->reviewed.about = ORDER_REFUSED_SESSION;
    assert_null(repair(lane, ORDER_REPAIR_SESSION));
    assert_null(settle(lane, "Test sale"));
    lane_do(lane, EVENT_RETRY_ORDER);
    assert_null(lane_effect(lane, EFFECT_RETRY_ORDER));
    bench->reviewed.refused = true;
    lane->reviewed = NULL; // confirmed
    lane_do(lane, EVENT_RETRY_ORDER);
    assert_null(lane_effect(lane, EFFECT_RETRY_ORDER));
    lane->reviewed = &bench->reviewed;
    strcpy(bench->reviewed.uuid, "another");
    lane_do(lane, EVENT_RETRY_ORDER);
    assert_null(lane_effect(lane, EFFECT_RETRY_ORDER));
}

static void a_badge_sends_again_and_no_more(void **state)
{
    Bench *bench = *state;
    Lane *lane = review(bench, true, true);
    bench->reviewed.about = ORDER_REFUSED_SESSION;
    assert_null(repair(lane, ORDER_REPAIR_SESSION));
    bench->reviewed.about = ORDER_REFUSED_ARTICLE;
    replace(lane, GONE);
    assert_int_equal(lane->checkout.review.replace_id, 0);
    assert_null(settle(lane, "Test sale"));
    lane_do(lane, EVENT_RETRY_ORDER);
    assert_string_equal(lane_effect(lane, EFFECT_RETRY_ORDER)->text, UUID);
    const CheckoutEffect *note = lane_effect(lane, EFFECT_SAVE_ATTENDANT);
    assert_string_equal(note->text, "send-again");
    assert_string_equal(note->order_uuid, UUID);
    // The PIN is asked for, and the order is still before them.
    lane_do(lane, EVENT_STAFF);
    assert_int_equal(lane->checkout.screen, SCREEN_STAFF_LOGIN);
    sign_in(lane, "Ada", false, false);
    assert_int_equal(lane->checkout.screen, SCREEN_STAFF_ORDER);
    replace(lane, GONE);
    assert_int_equal(lane->checkout.review.replace_id, GONE);
}

static void settling_takes_a_manager_and_a_reason(void **state)
{
    Bench *bench = *state;
    Lane *lane = review(bench, false, false);
    assert_null(settle(lane, "Paid back to the customer"));
    assert_string_equal(lane_effect(lane, EFFECT_SAVE_ATTENDANT)->text, "order-settle-refused");
    sign_in(lane, "Bob", false, true); // another attendant's badge
    assert_null(settle(lane, "Paid back to the customer"));
    sign_in(lane, "Mia", true, true);
    assert_null(settle(lane, "")); // without a reason
    const CheckoutEffect *effect = settle(lane, "Paid back to the customer");
    assert_non_null(effect);
    assert_string_equal(effect->text, UUID);
    assert_string_equal(effect->words, "Paid back to the customer, approved by Mia (Ada)");
    const CheckoutEffect *note = lane_effect(lane, EFFECT_SAVE_ATTENDANT);
    assert_string_equal(note->text, "order-settled");
    assert_string_equal(note->attendant, "Ada");
    assert_string_equal(note->order_uuid, UUID);
    assert_string_equal(note->old_value, "1.19");
    assert_int_equal(lane->checkout.screen, SCREEN_STAFF);
    assert_string_equal(lane->checkout.attendant.approved_by, ""); // for one decision
}

static void back_leads_from_the_replacement_to_the_order_and_home(void **state)
{
    Bench *bench = *state;
    Lane *lane = review(bench, false, false);
    replace(lane, GONE);
    lane_do(lane, EVENT_BACK);
    assert_int_equal(lane->checkout.screen, SCREEN_STAFF_ORDER);
    assert_int_equal(lane->checkout.review.replace_id, 0);
    lane_do(lane, EVENT_BACK);
    assert_int_equal(lane->checkout.screen, SCREEN_STAFF);
    review(bench, false, false);
    lane_pass(lane, CHECKOUT_STAFF_IDLE_MS); // left alone
    assert_int_equal(lane->checkout.screen, SCREEN_WELCOME);
    assert_string_equal(lane->checkout.review.uuid, "");
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(an_article_is_scanned_for_the_one_that_is_gone),
        CASE(a_usual_replacement_is_offered),
        CASE(only_repairs_that_fit_the_words_are_made),
        CASE(what_waits_or_is_confirmed_is_left_alone),
        CASE(a_badge_sends_again_and_no_more),
        CASE(settling_takes_a_manager_and_a_reason),
        CASE(back_leads_from_the_replacement_to_the_order_and_home),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
