/* Every state of every screen that is drawn and tested. */
#include <stdio.h>
#include <string.h>

#include "fixture.h"

static Checkout *with(Fixture *fixture, CheckoutScreen screen)
{
    fixture->checkout.screen = screen;
    return &fixture->checkout;
}

static void just_added(Fixture *fixture)
{
    Checkout *checkout = &fixture->checkout;
    checkout->just_added_line_id = checkout->order.lines[checkout->order.line_count - 1].id;
    checkout->just_added_ms = fixture->now_ms;
}

static void welcome(Fixture *fixture)
{
    with(fixture, SCREEN_WELCOME);
}

static void open_language(Fixture *fixture)
{
    fixture_frame(fixture, 500);
    fixture_tap(fixture, "language");
}

static void open_access(Fixture *fixture)
{
    fixture_frame(fixture, 500);
    fixture_tap(fixture, "access");
}

static void browse(Fixture *fixture)
{
    with(fixture, SCREEN_BROWSE);
    fixture_add(fixture, "Wholemeal bread 750 g", 1);
    fixture_add(fixture, "Bananas", 642);
    fixture_add(fixture, "Mountain cheese, aged 12 months", 1);
    fixture_add(fixture, "Whole milk 1 L", 2);
    just_added(fixture);
}

static void browse_empty(Fixture *fixture)
{
    with(fixture, SCREEN_BROWSE)->sale_open = false;
}

static void browse_offline(Fixture *fixture)
{
    browse(fixture);
    fixture->lane.online = false;
    fixture->checkout.toast = TOAST_OFFLINE;
    fixture->checkout.toast_since_ms = fixture->now_ms;
}

static void choose_fruit(Fixture *fixture)
{
    fixture_frame(fixture, 500);
    fixture_tap(fixture, "category-1");
}

static void choose_deeper(Fixture *fixture)
{
    choose_fruit(fixture);
    fixture_settle(fixture);
    if (!fixture_tap(fixture, "category-2") && fixture_tap(fixture, "category-more")) {
        fixture_settle(fixture);
        fixture_tap(fixture, "category-2");
    }
}

static void search(Fixture *fixture)
{
    browse(fixture);
    with(fixture, SCREEN_SEARCH);
}

static void type_b(Fixture *fixture)
{
    fixture_frame(fixture, 500);
    if (!fixture_tap(fixture, "key-b"))
        fixture_tap(fixture, "key-ب");
}

static void type_nothing_known(Fixture *fixture)
{
    static const char *const keys[] = {"key-q", "key-x", "key-q"};
    fixture_frame(fixture, 500);
    for (int32_t i = 0; i < 3; i++)
        if (!fixture_tap(fixture, keys[i]))
            fixture_tap(fixture, "key-ظ");
}

static void basket(Fixture *fixture)
{
    with(fixture, SCREEN_BASKET);
    fixture_fill_basket(fixture);
}

static void basket_empty(Fixture *fixture)
{
    with(fixture, SCREEN_BASKET)->sale_open = true;
}

static void basket_long(Fixture *fixture)
{
    static const char *const more[] = {
        "Avocado, ripe",       "Cucumber",           "Butterhead lettuce", "Baguette",
        "Salted butter 250 g", "Free-range eggs, 6", "Still water 1.5 L",  "Orange juice 1 L"};
    with(fixture, SCREEN_BASKET);
    fixture_fill_basket(fixture);
    for (size_t i = 0; i < COUNT_OF(more); i++)
        fixture_add(fixture, more[i], 1);
    just_added(fixture);
}

static void basket_undo(Fixture *fixture)
{
    basket(fixture);
    Checkout *checkout = &fixture->checkout;
    checkout->undo_line = checkout->order.lines[3];
    if (order_remove_line(&checkout->order, checkout->undo_line.id) != ORDER_OK)
        return;
    checkout->toast = TOAST_REMOVED;
    checkout->toast_since_ms = fixture->now_ms;
    memcpy(checkout->toast_text, checkout->undo_line.name, sizeof(checkout->toast_text));
}

static void payment_choice(Fixture *fixture)
{
    with(fixture, SCREEN_PAYMENT_CHOICE);
    fixture_fill_basket(fixture);
    fixture->checkout.order.lines[5].flags |= ORDER_LINE_AGE_APPROVED;
}

static void paying(Fixture *fixture, PaymentPhase phase)
{
    payment_choice(fixture);
    with(fixture, SCREEN_PAYMENT_PROGRESS)->payment = phase;
}

static void payment_starting(Fixture *fixture)
{
    paying(fixture, PAYMENT_STARTING);
}

static void payment_waiting(Fixture *fixture)
{
    paying(fixture, PAYMENT_WAITING);
}

static void payment_pin(Fixture *fixture)
{
    paying(fixture, PAYMENT_PIN);
}

static void payment_checking(Fixture *fixture)
{
    paying(fixture, PAYMENT_CHECKING);
}

static void payment_asking(Fixture *fixture)
{
    paying(fixture, PAYMENT_ASKING);
}

static void payment_approved(Fixture *fixture)
{
    paying(fixture, PAYMENT_APPROVED);
}

static void payment_declined(Fixture *fixture)
{
    paying(fixture, PAYMENT_DECLINED);
    snprintf(fixture->checkout.card_refusal, sizeof(fixture->checkout.card_refusal),
             "Card expired");
}

static void payment_unknown(Fixture *fixture)
{
    paying(fixture, PAYMENT_UNKNOWN);
}

static void paid(Fixture *fixture)
{
    payment_choice(fixture);
    Order *order = &fixture->checkout.order;
    order->payment_count = 1;
    order->payments[0] = (OrderPayment){.method_id = 1,
                                        .method_name = "Card",
                                        .amount = order->total,
                                        .card_type = "Visa",
                                        .intent_id = "00000000-0000-4000-8000-000000000003"};
    fixture->checkout.sale_open = false;
    fixture->checkout.phase_since_ms = fixture->now_ms - 6000 + 1000;
}

static void receipt(Fixture *fixture)
{
    paid(fixture);
    with(fixture, SCREEN_RECEIPT);
}

static void receipt_failed(Fixture *fixture)
{
    receipt(fixture);
    fixture->checkout.print_failed = true;
}

static void receipt_paper_only(Fixture *fixture)
{
    receipt(fixture);
    fixture->lane.receipt_qr[0] = '\0';
}

static void receipt_printing(Fixture *fixture)
{
    receipt(fixture);
    fixture->checkout.printing = true;
}

static void thanks(Fixture *fixture)
{
    paid(fixture);
    with(fixture, SCREEN_THANKS)->printed = true;
    fixture->checkout.phase_since_ms = fixture->now_ms - 2000;
}

static void closed(Fixture *fixture)
{
    with(fixture, SCREEN_CLOSED)->paused = true;
}

static void closed_cause(Fixture *fixture)
{
    Checkout *checkout = with(fixture, SCREEN_CLOSED);
    checkout->has_catalogue = false;
    snprintf(checkout->cause, sizeof(checkout->cause),
             "cannot reach 'https://shop.example': connection refused, trying again in 30 s");
}

static void out_of_order(Fixture *fixture)
{
    Checkout *checkout = with(fixture, SCREEN_OUT_OF_ORDER);
    checkout->disk_failed = true;
    snprintf(checkout->cause, sizeof(checkout->cause),
             "cannot sync 'journal-000007.wal': Input/output error");
}

static void help_age(Fixture *fixture)
{
    Checkout *checkout = with(fixture, SCREEN_HELP);
    fixture_fill_basket(fixture);
    checkout->help_reason = HELP_AGE;
    checkout->help_line_id = checkout->order.lines[5].id;
    checkout->help_since_ms = fixture->now_ms - 23400;
}

static void help_scale(Fixture *fixture)
{
    Checkout *checkout = with(fixture, SCREEN_HELP);
    fixture_fill_basket(fixture);
    checkout->help_reason = HELP_NEEDS_SCALE;
    snprintf(checkout->help_code, sizeof(checkout->help_code), "Seedless grapes");
    checkout->help_since_ms = fixture->now_ms - 95400;
}

static void help_asked(Fixture *fixture)
{
    Checkout *checkout = with(fixture, SCREEN_HELP);
    checkout->help_since_ms = fixture->now_ms - 4400;
}

static void idle(Fixture *fixture)
{
    basket(fixture);
    Checkout *checkout = with(fixture, SCREEN_IDLE);
    checkout->back_to = SCREEN_BASKET;
    checkout->phase_since_ms = fixture->now_ms - 7400;
}

static void staff_login(Fixture *fixture)
{
    basket(fixture);
    with(fixture, SCREEN_STAFF_LOGIN);
}

static void type_pin(Fixture *fixture)
{
    fixture_frame(fixture, 500);
    fixture_tap(fixture, "pin-4");
    fixture_tap(fixture, "pin-3");
}

static void staff_login_wrong(Fixture *fixture)
{
    staff_login(fixture);
    fixture->checkout.sign_in_failures = 1;
}

static void staff_login_locked(Fixture *fixture)
{
    staff_login(fixture);
    fixture->checkout.locked_until_ms = fixture->now_ms + 42000;
}

static void sign_in(Fixture *fixture)
{
    fixture->checkout.attendant = (CheckoutAttendant){.signed_in = true};
    snprintf(fixture->checkout.attendant.name, sizeof(fixture->checkout.attendant.name), "Maya K.");
}

static void pending(LaneView *lane, const char *uuid, const char *reference, int64_t minor,
                    const char *refused)
{
    LanePending *order = &lane->pending[lane->pending_count++];
    snprintf(order->uuid, sizeof(order->uuid), "%s", uuid);
    snprintf(order->reference, sizeof(order->reference), "%s", reference);
    order->total = (Money){minor};
    order->refused = refused != NULL;
    if (refused)
        snprintf(order->words, sizeof(order->words), "%s", refused);
}

static void staff(Fixture *fixture)
{
    basket(fixture);
    with(fixture, SCREEN_STAFF);
    sign_in(fixture);
    fixture->lane.online = false;
    pending(&fixture->lane, "00000000-0000-4000-8000-0000000000a1", "Order 00016-003-0229", 4210,
            "The price list was changed: 'Summer' is archived");
    pending(&fixture->lane, "00000000-0000-4000-8000-0000000000a2", "Order 00016-003-0231", 1820,
            NULL);
    pending(&fixture->lane, "00000000-0000-4000-8000-0000000000a3", "Order 00016-003-0232", 645,
            NULL);
}

static void staff_quiet(Fixture *fixture)
{
    with(fixture, SCREEN_STAFF)->paused = true;
    sign_in(fixture);
}

static void staff_payment(Fixture *fixture)
{
    paying(fixture, PAYMENT_UNKNOWN);
    with(fixture, SCREEN_STAFF);
    sign_in(fixture);
    fixture->lane.clock_unsure = true;
}

static void touch_cancel_sale(Fixture *fixture)
{
    fixture_frame(fixture, 500);
    fixture_tap(fixture, "cancel-sale");
}

static void touch_review(Fixture *fixture)
{
    fixture_frame(fixture, 500);
    fixture_tap(fixture, "order-review-1");
}

const FixtureState fixture_states[] = {
    {"welcome", welcome, NULL},
    {"welcome--language", welcome, open_language},
    {"welcome--access", welcome, open_access},
    {"browse", browse, choose_fruit},
    {"browse--favourites", browse, NULL},
    {"browse--deeper", browse, choose_deeper},
    {"browse--empty", browse_empty, NULL},
    {"browse--offline", browse_offline, NULL},
    {"search", search, type_b},
    {"search--none", search, type_nothing_known},
    {"basket", basket, NULL},
    {"basket--empty", basket_empty, NULL},
    {"basket--long", basket_long, NULL},
    {"basket--undo", basket_undo, NULL},
    {"payment-choice", payment_choice, NULL},
    {"payment-progress--starting", payment_starting, NULL},
    {"payment-progress", payment_waiting, NULL},
    {"payment-progress--pin", payment_pin, NULL},
    {"payment-progress--checking", payment_checking, NULL},
    {"payment-progress--asking", payment_asking, NULL},
    {"payment-progress--approved", payment_approved, NULL},
    {"payment-progress--declined", payment_declined, NULL},
    {"payment-progress--unknown", payment_unknown, NULL},
    {"receipt", receipt, NULL},
    {"receipt--failed", receipt_failed, NULL},
    {"receipt--paper", receipt_paper_only, NULL},
    {"receipt--printing", receipt_printing, NULL},
    {"thanks", thanks, NULL},
    {"closed", closed, NULL},
    {"closed--cause", closed_cause, NULL},
    {"out-of-order", out_of_order, NULL},
    {"help", help_age, NULL},
    {"help--scale", help_scale, NULL},
    {"help--asked", help_asked, NULL},
    {"idle", idle, NULL},
    {"staff-login", staff_login, type_pin},
    {"staff-login--wrong", staff_login_wrong, NULL},
    {"staff-login--locked", staff_login_locked, NULL},
    {"staff", staff, NULL},
    {"staff--quiet", staff_quiet, NULL},
    {"staff--payment", staff_payment, NULL},
    {"staff--cancel", staff, touch_cancel_sale},
    {"staff--order", staff, touch_review},
};
const int32_t fixture_state_count = COUNT_OF(fixture_states);
