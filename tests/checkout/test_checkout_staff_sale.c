/* An attendant in the customer's sale: who may do what, and what the journal is told of it. */
#include <string.h>

#include "checkout/checkout_fixture.h"

static int setup(void **state)
{
    static Lane lane;
    lane_open(&lane);
    lane.settings.price_change_percent = 20;
    *state = &lane;
    return 0;
}

static int teardown(void **state)
{
    lane_close(*state);
    return 0;
}

static void sign_in(Lane *lane, const char *name, bool manager, bool by_badge)
{
    CheckoutEvent event = {.kind = EVENT_SIGNED_IN, .flag = manager, .flag2 = by_badge};
    strcpy(event.text, name);
    lane_event(lane, event);
}

// Milk and bananas are in the basket, Ada is signed in with her PIN.
static void begin(Lane *lane)
{
    lane_scan(lane, MILK_CODE);
    lane_scan(lane, LABEL_CODE);
    lane_do(lane, EVENT_STAFF);
    sign_in(lane, "Ada", false, false);
    assert_int_equal(lane->checkout.screen, SCREEN_STAFF_SALE);
}

static const OrderLine *milk(const Lane *lane)
{
    return &lane->checkout.order.lines[0];
}

static void change_price(Lane *lane, int64_t price_micro, const char *reason)
{
    CheckoutEvent event = {
        .kind = EVENT_STAFF_PRICE, .line_id = milk(lane)->id, .price_micro = price_micro};
    strcpy(event.text, reason);
    lane_event(lane, event);
}

static const CheckoutEffect *noted(const Lane *lane, const char *action)
{
    for (int32_t i = 0; i < lane->effects.count; i++) {
        const CheckoutEffect *effect = &lane->effects.items[i];
        if (effect->kind == EFFECT_SAVE_ATTENDANT && strcmp(effect->text, action) == 0)
            return effect;
    }
    fail_msg("no note '%s'", action);
    return NULL;
}

static void a_price_within_the_limit_is_changed_and_told(void **state)
{
    Lane *lane = *state;
    begin(lane);
    change_price(lane, 990000, "Short date");
    assert_int_equal(milk(lane)->unit_price.micro, 990000);
    const CheckoutEffect *note = noted(lane, "price");
    assert_string_equal(note->attendant, "Ada");
    assert_string_equal(note->old_value, "1.19");
    assert_string_equal(note->new_value, "0.99");
    assert_string_equal(note->words, "Short date");
    assert_int_equal(note->line_id, milk(lane)->id);
    assert_string_equal(note->order_uuid, lane->checkout.order.uuid);
    assert_non_null(lane_effect(lane, EFFECT_SAVE_BASKET));
}

static void a_price_without_a_reason_changes_nothing(void **state)
{
    Lane *lane = *state;
    begin(lane);
    change_price(lane, 1100000, "");
    assert_int_equal(milk(lane)->unit_price.micro, 1190000);
    assert_int_equal(lane->effects.count, 0);
}

static void a_price_beyond_the_limit_needs_a_manager(void **state)
{
    Lane *lane = *state;
    begin(lane);
    change_price(lane, 500000, "Damaged");
    assert_int_equal(milk(lane)->unit_price.micro, 1190000);
    const CheckoutEffect *note = noted(lane, "price-refused");
    assert_string_equal(note->words, "needs a manager");
    assert_string_equal(note->old_value, "1.19");
    assert_string_equal(note->new_value, "0.50");

    lane_scan(lane, "0410000000002");
    assert_non_null(lane_effect(lane, EFFECT_VERIFY_BADGE));
    sign_in(lane, "Grace", true, true);
    assert_string_equal(noted(lane, "manager-approved")->attendant, "Grace");
    assert_string_equal(lane->checkout.attendant.name, "Ada"); // she goes on working
    change_price(lane, 500000, "Damaged");
    assert_int_equal(milk(lane)->unit_price.micro, 500000);
    note = noted(lane, "price");
    assert_string_equal(note->attendant, "Ada");
    assert_string_equal(note->words, "Damaged, approved by Grace");

    change_price(lane, 100000, "Damaged"); // one badge, one change
    assert_int_equal(milk(lane)->unit_price.micro, 500000);
    noted(lane, "price-refused");
}

static void an_approval_is_for_the_selected_line(void **state)
{
    Lane *lane = *state;
    begin(lane);
    lane_event(lane, (CheckoutEvent){.kind = EVENT_SELECT_LINE, .line_id = milk(lane)->id});
    sign_in(lane, "Grace", true, true);
    lane_event(lane, (CheckoutEvent){.kind = EVENT_SELECT_LINE,
                                     .line_id = lane->checkout.order.lines[1].id});
    change_price(lane, 500000, "Damaged");
    assert_int_equal(milk(lane)->unit_price.micro, 1190000);
}

static void another_attendants_badge_lifts_nothing_and_is_told(void **state)
{
    Lane *lane = *state;
    begin(lane);
    lane_scan(lane, "0410000000003");
    sign_in(lane, "Bob", false, true);
    assert_string_equal(noted(lane, "manager-refused")->attendant, "Ada");
    change_price(lane, 500000, "Damaged");
    assert_int_equal(milk(lane)->unit_price.micro, 1190000);
    for (int32_t i = 0; i < 2 * CHECKOUT_SIGN_IN_TRIES; i++) { // then no PIN, then no badge either
        lane_scan(lane, "999");
        lane_do(lane, EVENT_SIGN_IN_FAILED);
        assert_string_equal(noted(lane, "manager-refused")->words, "nobody's badge");
    }
    lane_scan(lane, "0410000000002");
    assert_null(lane_effect(lane, EFFECT_VERIFY_BADGE)); // locked for a while
}

static void a_manager_has_no_limit(void **state)
{
    Lane *lane = *state;
    lane_scan(lane, MILK_CODE);
    lane_do(lane, EVENT_STAFF);
    sign_in(lane, "Grace", true, false);
    change_price(lane, 0, "Gift");
    assert_int_equal(lane->checkout.order.total.minor, 0);
}

static void small_steps_are_no_way_around_the_limit(void **state)
{
    Lane *lane = *state;
    begin(lane);
    change_price(lane, 960000, "Short date");
    assert_int_equal(milk(lane)->unit_price.micro, 960000);
    change_price(lane, 780000, "Short date");
    assert_int_equal(milk(lane)->unit_price.micro, 960000);
    change_price(lane, 1190000, "Other");
    assert_int_equal(milk(lane)->unit_price.micro, 1190000);
}

static void a_badge_alone_opens_no_prices(void **state)
{
    Lane *lane = *state;
    lane_scan(lane, MILK_CODE);
    lane_do(lane, EVENT_STAFF);
    sign_in(lane, "Ada", false, true);
    change_price(lane, 1100000, "Short date");
    assert_int_equal(milk(lane)->unit_price.micro, 1190000);
    assert_string_equal(noted(lane, "price-refused")->words, "needs the PIN");
    lane_do(lane, EVENT_STAFF); // asks for it
    assert_int_equal(lane->checkout.screen, SCREEN_STAFF_LOGIN);
    change_price(lane, 1100000, "Short date");
    assert_int_equal(milk(lane)->unit_price.micro, 1190000);
    sign_in(lane, "Ada", false, false);
    assert_int_equal(lane->checkout.screen, SCREEN_STAFF_SALE);
    change_price(lane, 1100000, "Short date");
    assert_int_equal(milk(lane)->unit_price.micro, 1100000);
}

static void a_line_taken_out_is_kept_but_not_counted(void **state)
{
    Lane *lane = *state;
    begin(lane);
    int64_t total = lane->checkout.order.total.minor;
    int32_t id = milk(lane)->id;
    lane_event(lane, (CheckoutEvent){.kind = EVENT_STAFF_VOID, .line_id = id, .text = "Damaged"});
    assert_int_equal(lane->checkout.order.line_count, 2);
    assert_true(milk(lane)->flags & ORDER_LINE_VOID);
    assert_int_equal(lane->checkout.order.total.minor, total - 119);
    const CheckoutEffect *note = noted(lane, "void");
    assert_string_equal(note->old_value, "1.19");
    assert_string_equal(note->new_value, "0.00");
    assert_string_equal(note->words, "Damaged");
    lane_do(lane, EVENT_UNDO);
    noted(lane, "void-undone");
    assert_int_equal(lane->checkout.order.total.minor, total);
    assert_int_equal(lane->checkout.order.line_count, 2);
    assert_int_equal(milk(lane)->quantity.milli, 1000);
}

static void the_customer_cannot_undo_what_an_attendant_took_out(void **state)
{
    Lane *lane = *state;
    begin(lane);
    lane_event(lane, (CheckoutEvent){.kind = EVENT_STAFF_VOID, .line_id = milk(lane)->id});
    lane_do(lane, EVENT_STAFF_LEAVE);
    lane_do(lane, EVENT_UNDO);
    assert_int_equal(lane->checkout.order.line_count, 2);
    assert_true(milk(lane)->flags & ORDER_LINE_VOID);
    lane_scan(lane, MILK_CODE); // a new line, not that one again
    assert_int_equal(lane->checkout.order.line_count, 3);
}

static void with_all_lines_taken_out_there_is_nothing_to_pay(void **state)
{
    Lane *lane = *state;
    begin(lane);
    for (int32_t i = 0; i < 2; i++)
        lane_event(lane, (CheckoutEvent){.kind = EVENT_STAFF_VOID,
                                         .line_id = lane->checkout.order.lines[i].id});
    lane_do(lane, EVENT_STAFF_LEAVE);
    lane_do(lane, EVENT_PAY);
    assert_int_equal(lane->checkout.payment, PAYMENT_NONE);
    assert_null(lane_effect(lane, EFFECT_SAVE_PAID));
}

static void a_quantity_is_set_and_told(void **state)
{
    Lane *lane = *state;
    begin(lane);
    lane_event(lane, (CheckoutEvent){
                         .kind = EVENT_STAFF_QUANTITY, .line_id = milk(lane)->id, .pieces = 12});
    assert_int_equal(milk(lane)->quantity.milli, 12000);
    const CheckoutEffect *note = noted(lane, "quantity");
    assert_string_equal(note->old_value, "1");
    assert_string_equal(note->new_value, "12");
    lane_event(lane, (CheckoutEvent){.kind = EVENT_STAFF_QUANTITY,
                                     .line_id = lane->checkout.order.lines[1].id,
                                     .pieces = 3}); // by weight: no pieces
    assert_int_equal(lane->effects.count, 0);
}

static void one_look_decides_for_all_that_ask_for_no_more(void **state)
{
    Lane *lane = *state;
    begin(lane);
    Order *order = &lane->checkout.order;
    lane_do(lane, EVENT_STAFF_LEAVE);
    lane_scan(lane, WINE_CODE);
    order->lines[1].minimum_age = 16;
    lane_do(lane, EVENT_STAFF);
    sign_in(lane, "Ada", false, true);
    assert_int_equal(checkout_age_case(&lane->checkout)->minimum_age, 18);
    lane_do(lane, EVENT_AGE_REFUSE);
    noted(lane, "age-refused");
    assert_true(order->lines[2].flags & ORDER_LINE_VOID);
    assert_int_equal(checkout_age_case(&lane->checkout)->minimum_age, 16);
    lane_do(lane, EVENT_AGE_APPROVE);
    assert_string_equal(noted(lane, "age-approved")->attendant, "Ada");
    assert_null(checkout_age_case(&lane->checkout));
    assert_int_equal(lane->checkout.screen, SCREEN_STAFF_SALE);
}

static void a_case_is_open_until_it_is_solved_with_a_reason(void **state)
{
    Lane *lane = *state;
    lane_scan(lane, MILK_CODE);
    lane_scan(lane, SCALE_CODE);
    lane_do(lane, EVENT_HELP);
    assert_int_equal(lane->checkout.screen, SCREEN_HELP);
    lane_do(lane, EVENT_STAFF);
    lane_pass(lane, CHECKOUT_STAFF_IDLE_MS); // nobody signed in: the customer goes on waiting
    assert_int_equal(lane->checkout.screen, SCREEN_HELP);
    lane_do(lane, EVENT_STAFF);
    sign_in(lane, "Ada", false, true);
    assert_true(lane->checkout.help_open);
    lane_do(lane, EVENT_HELP_SOLVED);
    assert_true(lane->checkout.help_open);
    lane_event(lane, (CheckoutEvent){.kind = EVENT_HELP_SOLVED, .text = "Explained"});
    assert_false(lane->checkout.help_open);
    const CheckoutEffect *note = noted(lane, "help-solved");
    assert_string_equal(note->words, "Explained");
    assert_true(note->old_value[0] != 0);
    lane_do(lane, EVENT_STAFF_LEAVE);
    assert_int_equal(lane->checkout.screen, SCREEN_BASKET);
    assert_int_equal(lane->checkout.toast, TOAST_SOLVED); // told when the attendant has gone
    lane_pass(lane, CHECKOUT_TOAST_MS);
    assert_int_equal(lane->checkout.toast, TOAST_SOLVED);
    lane_pass(lane, CHECKOUT_SOLVED_MS);
    assert_int_equal(lane->checkout.toast, TOAST_NONE);
}

static void the_customer_is_told_of_a_checked_age(void **state)
{
    Lane *lane = *state;
    lane_scan(lane, WINE_CODE);
    lane_do(lane, EVENT_PAY);
    assert_int_equal(lane->checkout.screen, SCREEN_HELP);
    lane_do(lane, EVENT_STAFF);
    sign_in(lane, "Ada", false, true);
    lane_do(lane, EVENT_AGE_APPROVE);
    lane_do(lane, EVENT_STAFF_LEAVE);
    assert_int_equal(lane->checkout.toast, TOAST_AGE_CHECKED);
    lane_pass(lane, CHECKOUT_SOLVED_MS);
    lane_do(lane, EVENT_STAFF); // who comes and goes settled nothing
    sign_in(lane, "Ada", false, true);
    lane_do(lane, EVENT_STAFF_LEAVE);
    assert_int_equal(lane->checkout.toast, TOAST_NONE);
}

static void home_and_sale_lead_to_each_other(void **state)
{
    Lane *lane = *state;
    begin(lane);
    lane_do(lane, EVENT_STAFF_HOME);
    assert_int_equal(lane->checkout.screen, SCREEN_STAFF);
    lane_do(lane, EVENT_STAFF_SALE);
    assert_int_equal(lane->checkout.screen, SCREEN_STAFF_SALE);
    lane_pass(lane, CHECKOUT_STAFF_IDLE_MS); // forgotten: signs out by itself
    assert_string_equal(noted(lane, "sign-out")->attendant, "Ada");
    assert_string_equal(noted(lane, "sign-out")->words, "nobody touched the screen");
    assert_int_equal(lane->checkout.screen, SCREEN_BASKET);
    assert_false(lane->checkout.attendant.signed_in);
}

static void cancelling_the_sale_is_told_with_the_order(void **state)
{
    Lane *lane = *state;
    begin(lane);
    char uuid[ORDER_UUID_SIZE];
    memcpy(uuid, lane->checkout.order.uuid, sizeof uuid);
    lane_do(lane, EVENT_CANCEL_SALE);
    assert_string_equal(noted(lane, "cancel-sale")->order_uuid, uuid);
    assert_int_equal(lane->checkout.screen, SCREEN_STAFF);
    assert_false(lane->checkout.sale_open);
    lane_do(lane, EVENT_STAFF_SALE); // there is none
    assert_int_equal(lane->checkout.screen, SCREEN_STAFF);
}

static void who_pauses_and_opens_the_lane_is_told(void **state)
{
    Lane *lane = *state;
    lane_do(lane, EVENT_STAFF);
    sign_in(lane, "Ada", false, false);
    lane_do(lane, EVENT_LANE_PAUSE);
    assert_string_equal(noted(lane, "lane-paused")->old_value, "open");
    assert_string_equal(noted(lane, "lane-paused")->new_value, "paused");
    lane_do(lane, EVENT_LANE_OPEN);
    assert_string_equal(noted(lane, "lane-opened")->old_value, "paused");
    assert_string_equal(noted(lane, "lane-opened")->new_value, "open");
    lane_do(lane, EVENT_STAFF_LEAVE);
    assert_string_equal(noted(lane, "sign-out")->words, "left");
}

static void what_became_of_an_unknown_charge_is_told_with_its_amount(void **state)
{
    Lane *lane = *state;
    lane_scan(lane, MILK_CODE);
    lane->checkout.payment = PAYMENT_UNKNOWN;
    lane->checkout.screen = SCREEN_PAYMENT_PROGRESS;
    strcpy(lane->checkout.intent_id, "7f3c");
    lane_do(lane, EVENT_STAFF);
    sign_in(lane, "Ada", false, false);
    lane_do(lane, EVENT_PAYMENT_NOT_CHARGED);
    const CheckoutEffect *note = noted(lane, "payment-not-charged");
    assert_string_equal(note->attendant, "Ada");
    assert_string_equal(note->old_value, "unknown");
    assert_string_equal(note->new_value, "0.00");
    assert_non_null(strstr(note->words, "7f3c"));
}

static void a_charge_left_behind_is_settled_with_the_pin_and_a_reason(void **state)
{
    Lane *lane = *state;
    CheckoutEvent settle = {
        .kind = EVENT_SETTLE_CHARGE, .text = "intent", .words = "Not charged", .amount = {235}};
    lane_do(lane, EVENT_STAFF);
    sign_in(lane, "Ada", false, true);
    lane_event(lane, settle);
    assert_null(lane_effect(lane, EFFECT_SETTLE_CHARGE));
    lane_do(lane, EVENT_STAFF_LEAVE);
    lane_do(lane, EVENT_STAFF);
    sign_in(lane, "Ada", false, false);
    lane_event(lane, settle);
    assert_string_equal(lane_effect(lane, EFFECT_SETTLE_CHARGE)->text, "intent");
    assert_string_equal(noted(lane, "charge-settled")->words, "Not charged");
    assert_string_equal(noted(lane, "charge-settled")->old_value, "intent");
    assert_string_equal(noted(lane, "charge-settled")->new_value, "2.35");
}

static void a_typed_price_is_the_one_that_is_shown(void **state)
{
    Lane *lane = *state;
    begin(lane);
    Order *order = &lane->checkout.order;
    OrderLine *line = &order->lines[0];
    UnitPrice price;
    Money shown;
    for (int32_t minor = 0; minor <= 500; minor++) {
        assert_true(order_line_price_shown_as(order, line, (Money){minor}, &price));
        assert_int_equal(price.micro, minor * 10000);
    }
    // A tax that is added: some amounts can't be, then it is the next one below.
    order->show_tax_included = true;
    line->applied_count = 1;
    line->applied[0] = (Tax){.id = 1, .kind = TAX_PERCENT, .amount = 21};
    for (int32_t minor = 0; minor <= 500; minor++) {
        assert_true(order_line_price_shown_as(order, line, (Money){minor}, &price));
        assert_true(order_line_shown_price(order, line, price, &shown));
        assert_in_range(minor - shown.minor, 0, 1);
    }
}

static bool keeps_key(Lane *lane, bool manager, bool by_badge)
{
    lane_do(lane, EVENT_STAFF);
    sign_in(lane, "Grace", manager, by_badge);
    assert_int_equal(lane->checkout.screen, SCREEN_STAFF);
    lane_do(lane, EVENT_KEY_KEEP);
    const CheckoutEffect *effect = lane_effect(lane, EFFECT_KEEP_KEY);
    bool kept = effect != NULL;
    if (kept)
        assert_string_equal(effect->attendant, "Grace");
    lane_do(lane, EVENT_STAFF_LEAVE);
    return kept;
}

static void only_a_manager_with_a_pin_keeps_a_key(void **state)
{
    assert_false(keeps_key(*state, false, false));
    assert_false(keeps_key(*state, true, true));
    assert_true(keeps_key(*state, true, false));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST_OF(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        TEST_OF(a_price_within_the_limit_is_changed_and_told),
        TEST_OF(a_price_without_a_reason_changes_nothing),
        TEST_OF(a_price_beyond_the_limit_needs_a_manager),
        TEST_OF(an_approval_is_for_the_selected_line),
        TEST_OF(another_attendants_badge_lifts_nothing_and_is_told),
        TEST_OF(a_manager_has_no_limit),
        TEST_OF(only_a_manager_with_a_pin_keeps_a_key),
        TEST_OF(small_steps_are_no_way_around_the_limit),
        TEST_OF(a_badge_alone_opens_no_prices),
        TEST_OF(a_line_taken_out_is_kept_but_not_counted),
        TEST_OF(the_customer_cannot_undo_what_an_attendant_took_out),
        TEST_OF(with_all_lines_taken_out_there_is_nothing_to_pay),
        TEST_OF(a_quantity_is_set_and_told),
        TEST_OF(one_look_decides_for_all_that_ask_for_no_more),
        TEST_OF(a_case_is_open_until_it_is_solved_with_a_reason),
        TEST_OF(the_customer_is_told_of_a_checked_age),
        TEST_OF(home_and_sale_lead_to_each_other),
        TEST_OF(cancelling_the_sale_is_told_with_the_order),
        TEST_OF(who_pauses_and_opens_the_lane_is_told),
        TEST_OF(what_became_of_an_unknown_charge_is_told_with_its_amount),
        TEST_OF(a_charge_left_behind_is_settled_with_the_pin_and_a_reason),
        TEST_OF(a_typed_price_is_the_one_that_is_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
