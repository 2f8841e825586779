/* Every state of every screen that is drawn and tested. */
#include <stdio.h>
#include <string.h>

#include "fixture.h"
#include "fixture_compare.h"
#include "fixture_day.h"
#include "fixture_order.h"
#include "fixture_parts.h"
#include "fixture_setup.h"
#include "fixture_stick.h"
#include "screens/parts.h" // only a sheet sets low reach

Checkout *fixture_show(Fixture *fixture, CheckoutScreen screen)
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
    fixture_show(fixture, SCREEN_WELCOME);
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
    fixture_show(fixture, SCREEN_BROWSE);
    fixture_add(fixture, "Wholemeal bread 750 g", 1);
    fixture_add(fixture, "Bananas", 642);
    fixture_add(fixture, "Mountain cheese, aged 12 months", 1);
    fixture_add(fixture, "Whole milk 1 L", 2);
    just_added(fixture);
}

static void browse_empty(Fixture *fixture)
{
    fixture_show(fixture, SCREEN_BROWSE)->sale_open = false;
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

// Bananas on the scale, after a bread: what lies there, in grams, and how the scale is.
static void weigh_with(Fixture *fixture, ScaleState state, int32_t grams)
{
    Checkout *checkout = fixture_show(fixture, SCREEN_WEIGH);
    fixture_add(fixture, "Wholemeal bread 750 g", 1);
    just_added(fixture);
    checkout->subject.article = fixture_article(fixture, "Bananas");
    checkout->subject_from = SCREEN_BROWSE;
    checkout->scale = state;
    checkout->scale_grams = grams;
}

static void weigh(Fixture *fixture)
{
    weigh_with(fixture, SCALE_STEADY, 642);
}

static void weigh_empty(Fixture *fixture)
{
    weigh_with(fixture, SCALE_EMPTY, 0);
}

static void weigh_moving(Fixture *fixture)
{
    weigh_with(fixture, SCALE_MOVING, 518);
}

static void weigh_over(Fixture *fixture)
{
    weigh_with(fixture, SCALE_OVER, 15420);
}

static void weigh_in_net(Fixture *fixture) // and a name that takes two lines
{
    weigh_with(fixture, SCALE_STEADY, 1651);
    fixture->checkout.subject.article = fixture_article(fixture, "Young cheese from the counter");
    fixture->checkout.subject.tare_grams = 9;
    fixture->checkout.subject.tare_number = 2;
}

static void search(Fixture *fixture)
{
    browse(fixture);
    fixture_show(fixture, SCREEN_SEARCH);
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

void fixture_basket(Fixture *fixture)
{
    fixture_show(fixture, SCREEN_BASKET);
    fixture_fill_basket(fixture);
}

static void basket_empty(Fixture *fixture)
{
    fixture_show(fixture, SCREEN_BASKET)->sale_open = true;
}

void fixture_basket_long(Fixture *fixture)
{
    static const char *const more[] = {
        "Avocado, ripe",       "Cucumber",           "Butterhead lettuce", "Baguette",
        "Salted butter 250 g", "Free-range eggs, 6", "Still water 1.5 L",  "Orange juice 1 L"};
    fixture_show(fixture, SCREEN_BASKET);
    fixture_fill_basket(fixture);
    for (size_t i = 0; i < COUNT_OF(more); i++)
        fixture_add(fixture, more[i], 1);
    just_added(fixture);
}

static void basket_told(Fixture *fixture, ToastKind toast)
{
    fixture_basket(fixture);
    fixture->checkout.toast = toast;
    fixture->checkout.toast_since_ms = fixture->now_ms;
}

static void basket_solved(Fixture *fixture)
{
    basket_told(fixture, TOAST_SOLVED);
}

static void basket_undo(Fixture *fixture)
{
    fixture_basket(fixture);
    Checkout *checkout = &fixture->checkout;
    if (!order_copy_span(&checkout->order, checkout->order.lines[3].id, &checkout->undo) ||
        order_remove_line(&checkout->order, checkout->undo.lines[0].id) != ORDER_OK)
        return;
    checkout->toast = TOAST_REMOVED;
    checkout->toast_since_ms = fixture->now_ms;
    memcpy(checkout->toast_text, checkout->undo.lines[0].name, sizeof(checkout->toast_text));
}

static void basket_chosen(Fixture *fixture)
{
    static const int32_t values[] = {12, 22};
    fixture_show(fixture, SCREEN_BASKET);
    fixture_add_chosen(fixture, "House roast coffee", 2, values, COUNT_OF(values));
}

static void basket_bag(Fixture *fixture)
{
    fixture_basket(fixture);
    snprintf(fixture->settings.bag_barcode, sizeof(fixture->settings.bag_barcode), "5499990000636");
}

static void look_at(Fixture *fixture, const char *name, int32_t pieces)
{
    browse(fixture);
    Checkout *checkout = fixture_show(fixture, SCREEN_ARTICLE);
    checkout->subject_from = SCREEN_BROWSE;
    checkout->subject =
        (CheckoutSubject){.article = fixture_article(fixture, name), .pieces = pieces};
}

static void choose_values(Fixture *fixture, const int32_t *values, int32_t count)
{
    CheckoutSubject *subject = &fixture->checkout.subject;
    memcpy(subject->chosen.values, values, (size_t)count * sizeof values[0]);
    subject->chosen.count = count;
}

static void article(Fixture *fixture)
{
    look_at(fixture, "House roast coffee", 2);
    choose_values(fixture, (int32_t[]){11, 21}, 2);
}

static void article_choice(Fixture *fixture)
{
    look_at(fixture, "House roast coffee", 1);
    choose_values(fixture, (int32_t[]){12}, 1);
}

static void article_colour(Fixture *fixture)
{
    look_at(fixture, "Cotton bag", 1);
    choose_values(fixture, (int32_t[]){33, 41, 43}, 3);
    fixture->checkout.subject_from = SCREEN_BASKET;
}

static void article_plain(Fixture *fixture)
{
    static const struct CheckoutAgeRule wine = {"Wine", 18};
    look_at(fixture, "Red wine, Valley Estate 0.75 L", 1);
    fixture->settings.age_rules[0] = wine;
    fixture->settings.age_rule_count = 1;
    fixture->checkout.subject_from = SCREEN_SEARCH;
}

static void article_menu(Fixture *fixture)
{
    look_at(fixture, "Lunch menu", 1);
    CheckoutSubject *subject = &fixture->checkout.subject;
    subject->part_count = 2;
    subject->parts[0].line = subject->parts[1].line = CATALOGUE_NONE;
    fixture_choose_part(fixture, 0, "Make your own salad", 0);
}

static void article_menu_chosen(Fixture *fixture)
{
    article_menu(fixture);
    fixture_choose_part(fixture, 0, "Make your own salad", 52);
    fixture_choose_part(fixture, 1, "Orange juice 1 L", 0);
}

static void article_serial(Fixture *fixture)
{
    look_at(fixture, "Mobile phone 128 GB", 1);
}

static void article_serial_known(Fixture *fixture)
{
    article_serial(fixture);
    snprintf(fixture->checkout.subject.lot, sizeof(fixture->checkout.subject.lot), "SN4719-0826");
}

static void basket_menu(Fixture *fixture)
{
    article_menu_chosen(fixture);
    fixture_add_menu(fixture);
    fixture_add_piece(fixture, "Mobile phone 128 GB", "SN4719-0826");
    just_added(fixture);
    fixture_show(fixture, SCREEN_BASKET);
}

static void basket_customer(Fixture *fixture)
{
    basket_told(fixture, TOAST_CUSTOMER);
    snprintf(fixture->checkout.customer_name, sizeof(fixture->checkout.customer_name),
             "Anna Berger");
    snprintf(fixture->checkout.toast_text, sizeof(fixture->checkout.toast_text), "Anna Berger");
}

static void basket_price_changed(Fixture *fixture)
{
    basket_told(fixture, TOAST_PRICE_CHANGED);
}

static void basket_cant_look_up(Fixture *fixture)
{
    basket_told(fixture, TOAST_CANT_LOOK_UP);
}

static void payment_choice(Fixture *fixture)
{
    fixture_show(fixture, SCREEN_PAYMENT_CHOICE);
    fixture_fill_basket(fixture);
    fixture->checkout.order.lines[5].flags |= ORDER_LINE_AGE_APPROVED;
}

static void paying(Fixture *fixture, PaymentPhase phase)
{
    payment_choice(fixture);
    fixture_show(fixture, SCREEN_PAYMENT_PROGRESS)->payment = phase;
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
    fixture_show(fixture, SCREEN_RECEIPT);
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
    fixture_show(fixture, SCREEN_THANKS)->printed = true;
    fixture->checkout.phase_since_ms = fixture->now_ms - 2000;
}

static void closed(Fixture *fixture)
{
    fixture_show(fixture, SCREEN_CLOSED)->paused = true;
}

static void closed_cause(Fixture *fixture)
{
    Checkout *checkout = fixture_show(fixture, SCREEN_CLOSED);
    checkout->has_catalogue = false;
    snprintf(checkout->cause, sizeof(checkout->cause),
             "cannot reach 'https://shop.example': connection refused, trying again in 30 s");
}

static void closed_disk_full(Fixture *fixture)
{
    closed(fixture);
    fixture->checkout.disk_full = true;
}

static void closed_trouble(Fixture *fixture)
{
    fixture_show(fixture, SCREEN_CLOSED);
    fixture->lane.shop_name = "";
    fixture->lane.online = false; // nobody asks
    fixture->view.trouble = "It fell over, and was started again in vain";
}

static void closed_trouble_long(Fixture *fixture)
{
    closed_trouble(fixture);
    fixture->view.trouble =
        "'/etc/kiosk/kiosk.ini', line 31: [lane] timezone 'Europe/Bruxelles' is not known: write "
        "one such as Europe/Brussels, as the folder /usr/share/zoneinfo of this machine has them, "
        "or leave the line out for the time of Greenwich";
}

static void out_of_order(Fixture *fixture)
{
    Checkout *checkout = fixture_show(fixture, SCREEN_OUT_OF_ORDER);
    checkout->disk_failed = true;
    snprintf(checkout->cause, sizeof(checkout->cause),
             "cannot sync 'journal-000007.wal': Input/output error");
}

static void help_age(Fixture *fixture)
{
    Checkout *checkout = fixture_show(fixture, SCREEN_HELP);
    fixture_fill_basket(fixture);
    checkout->help_reason = HELP_AGE;
    checkout->help_line_id = checkout->order.lines[5].id;
    checkout->help_since_ms = fixture->now_ms - 23400;
}

static void help_scale(Fixture *fixture)
{
    Checkout *checkout = fixture_show(fixture, SCREEN_HELP);
    fixture_fill_basket(fixture);
    checkout->help_reason = HELP_NEEDS_SCALE;
    snprintf(checkout->help_code, sizeof(checkout->help_code), "Seedless grapes");
    checkout->help_since_ms = fixture->now_ms - 95400;
}

static void help_asked(Fixture *fixture)
{
    Checkout *checkout = fixture_show(fixture, SCREEN_HELP);
    checkout->help_since_ms = fixture->now_ms - 4400;
}

static void help_many(Fixture *fixture)
{
    fixture_basket(fixture);
    Checkout *checkout = fixture_show(fixture, SCREEN_HELP);
    checkout->help_reason = HELP_TOO_MANY;
    checkout->help_since_ms = fixture->now_ms - 4400;
    snprintf(checkout->help_code, sizeof(checkout->help_code), "Whole milk 1 L");
}

static void idle(Fixture *fixture)
{
    fixture_basket(fixture);
    Checkout *checkout = fixture_show(fixture, SCREEN_IDLE);
    checkout->back_to = SCREEN_BASKET;
    checkout->phase_since_ms = fixture->now_ms - 7400;
}

static void staff_login(Fixture *fixture)
{
    fixture_basket(fixture);
    fixture_show(fixture, SCREEN_STAFF_LOGIN);
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
    fixture->checkout.sign_in.failures = 1;
}

static void staff_login_locked(Fixture *fixture)
{
    staff_login(fixture);
    fixture->checkout.sign_in.failures = 3;
    fixture->checkout.locked_until_ms = fixture->now_ms + 25000;
}

static void staff_login_locked_long(Fixture *fixture)
{
    staff_login(fixture);
    fixture->checkout.sign_in.failures = 8;
    fixture->checkout.locked_until_ms = fixture->now_ms + 14 * 60000 + 2000;
}

void fixture_sign_in(Fixture *fixture)
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

void fixture_staff(Fixture *fixture)
{
    fixture_basket(fixture);
    fixture_show(fixture, SCREEN_STAFF);
    fixture_sign_in(fixture);
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
    fixture_show(fixture, SCREEN_STAFF)->paused = true;
    fixture_sign_in(fixture);
}

static void staff_payment(Fixture *fixture)
{
    paying(fixture, PAYMENT_UNKNOWN);
    fixture_show(fixture, SCREEN_STAFF);
    fixture_sign_in(fixture);
    fixture->lane.clock_unsure = true;
}

static void staff_charge(Fixture *fixture)
{
    staff_quiet(fixture);
    fixture->lane.charge_count = 1;
    fixture->lane.charges[0] = (LaneCharge){.intent_id = "00000000-0000-4000-8000-0000000000c1",
                                            .amount = {1230},
                                            .asked = {2026, 11, 23, 9, 5}};
}

static void staff_lost(Fixture *fixture)
{
    staff_quiet(fixture);
    fixture->lane.lost_count = 12;
}

static void staff_charged(Fixture *fixture)
{
    staff_charge(fixture);
    fixture->lane.charges[0].said_charged = true;
}

static void staff_charge_lost(Fixture *fixture)
{
    staff_charge(fixture);
    snprintf(fixture->lane.charges[0].words, sizeof(fixture->lane.charges[0].words),
             "the card terminal does not answer");
}

static void touch_settle(Fixture *fixture)
{
    fixture_frame(fixture, 500);
    fixture_tap(fixture, "charge-settle-1");
}

// ---- Low reach

static void low_basket_undo(Fixture *fixture)
{
    basket_undo(fixture);
    fixture->screens->low_reach = true;
}

static void type_and_hide(Fixture *fixture)
{
    type_b(fixture);
    fixture_tap(fixture, "key-go");
}

static void low_welcome(Fixture *fixture)
{
    welcome(fixture);
    fixture->screens->low_reach = true;
}

static void low_browse(Fixture *fixture)
{
    browse(fixture);
    fixture->screens->low_reach = true;
}

static void low_basket(Fixture *fixture)
{
    fixture_basket(fixture);
    fixture->screens->low_reach = true;
}

static void low_article_choice(Fixture *fixture)
{
    article_choice(fixture);
    fixture->screens->low_reach = true;
}

static void low_menu(Fixture *fixture)
{
    article_menu(fixture);
    fixture->screens->low_reach = true;
}

static void low_basket_menu(Fixture *fixture)
{
    basket_menu(fixture);
    fixture->screens->low_reach = true;
}

static void low_serial(Fixture *fixture)
{
    article_serial(fixture);
    fixture->screens->low_reach = true;
}

static void low_weigh(Fixture *fixture)
{
    weigh(fixture);
    fixture->screens->low_reach = true;
}

static void low_search(Fixture *fixture)
{
    search(fixture);
    fixture->screens->low_reach = true;
}

static void low_payment_choice(Fixture *fixture)
{
    payment_choice(fixture);
    fixture->screens->low_reach = true;
}

static void low_payment_declined(Fixture *fixture)
{
    payment_declined(fixture);
    fixture->screens->low_reach = true;
}

static void low_receipt(Fixture *fixture)
{
    receipt(fixture);
    fixture->screens->low_reach = true;
}

static void low_help_age(Fixture *fixture)
{
    help_age(fixture);
    fixture->screens->low_reach = true;
}

static void low_idle(Fixture *fixture)
{
    idle(fixture);
    fixture->screens->low_reach = true;
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
    {"weigh", weigh, NULL},
    {"weigh--empty", weigh_empty, NULL},
    {"weigh--moving", weigh_moving, NULL},
    {"weigh--over", weigh_over, NULL},
    {"weigh--packed", weigh_in_net, NULL},
    {"search", search, type_b},
    {"search--none", search, type_nothing_known},
    {"basket", fixture_basket, NULL},
    {"basket--empty", basket_empty, NULL},
    {"basket--long", fixture_basket_long, NULL},
    {"basket--undo", basket_undo, NULL},
    {"basket--solved", basket_solved, NULL},
    {"basket--bag", basket_bag, NULL},
    {"basket--chosen", basket_chosen, NULL},
    {"basket--menu", basket_menu, NULL},
    {"basket--customer", basket_customer, NULL},
    {"basket--price-changed", basket_price_changed, NULL},
    {"basket--cant-look-up", basket_cant_look_up, NULL},
    {"article", article, NULL},
    {"article--choice", article_choice, NULL},
    {"article--colour", article_colour, NULL},
    {"article--plain", article_plain, NULL},
    {"article--menu", article_menu, NULL},
    {"article--menu-chosen", article_menu_chosen, NULL},
    {"article--serial", article_serial, NULL},
    {"article--serial-known", article_serial_known, NULL},
    {"article--serial-sheet", article_serial, type_serial},
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
    {"closed--disk-full", closed_disk_full, NULL},
    {"closed--day", closed_day, NULL},
    {"closed--trouble", closed_trouble, NULL},
    {"closed--trouble-long", closed_trouble_long, NULL},
    {"closed--trouble-language", closed_trouble, open_language},
    {"out-of-order", out_of_order, NULL},
    {"help", help_age, NULL},
    {"help--scale", help_scale, NULL},
    {"help--asked", help_asked, NULL},
    {"help--many", help_many, NULL},
    {"idle", idle, NULL},
    {"staff-login", staff_login, type_pin},
    {"staff-login--wrong", staff_login_wrong, NULL},
    {"staff-login--locked", staff_login_locked, NULL},
    {"staff-login--locked-long", staff_login_locked_long, NULL},
    {"staff", fixture_staff, NULL},
    {"staff--quiet", staff_quiet, NULL},
    {"staff--payment", staff_payment, NULL},
    {"staff--cancel", fixture_staff, touch_cancel_sale},
    {"staff--charge", staff_charge, NULL},
    {"staff--lost", staff_lost, NULL},
    {"staff--settle", staff_charge, touch_settle},
    {"staff--settle-charged", staff_charged, touch_settle},
    {"staff--settle-lost", staff_charge_lost, touch_settle},
    {"staff--day", day_figures, touch_day},
    {"staff--day-waits", day_waiting, touch_day},
    {"staff--day-refused", day_refused, touch_day},
    {"staff--day-offline", day_offline, touch_day},
    {"staff--day-closing", day_closing, touch_day},
    {"staff--day-closed", day_figures, end_day},
    {"staff--day-not-printed", day_figures, end_day_without_paper},
    {"staff--day-count", day_figures, count_cash},
    {"staff--session", session_amiss, NULL},
    {"staff--adopt", session_amiss, touch_adopt},
    {"staff-order", staff_order, NULL},
    {"staff-order--repaired", staff_order_repaired, NULL},
    {"staff-order--session", staff_order_session, NULL},
    {"staff-order--reference", staff_order_reference, NULL},
    {"staff-order--elsewhere", staff_order_elsewhere, NULL},
    {"staff-order--badge", staff_order_badge, NULL},
    {"staff-order--waits", staff_order_waits, NULL},
    {"staff-order--done", staff_order_done, NULL},
    {"staff-order--unreadable", staff_order_unreadable, NULL},
    {"staff-order--long", staff_order_long, NULL},
    {"staff-order--replace", staff_order_replace, NULL},
    {"staff-order--chosen", staff_order_chosen, NULL},
    {"staff-order--not-this", staff_order_not_this, NULL},
    {"staff-order--settle", staff_order_session, touch_order_settle},
    {"staff-order--manager", staff_order_manager, touch_order_settle},
    {"staff-compare", compare_differences, NULL},
    {"staff-compare--asking", compare_asking, NULL},
    {"staff-compare--same", compare_nothing_differs, NULL},
    {"staff-compare--offline", compare_offline, NULL},
    {"staff-compare--refused", compare_refused, NULL},
    {"staff-compare--damaged", compare_damaged, NULL},
    {"staff-compare--failed", compare_failed, NULL},
    {"staff-compare--empty", compare_empty, NULL},
    {"staff-compare--lost", compare_lost, NULL},
    {"staff-compare--many", compare_many, NULL},
    {"staff-compare--page", compare_many, compare_turn_page},
    {"staff-stick--none", stick_none, NULL},
    {"staff-stick--one", stick_one, NULL},
    {"staff-stick--several", stick_several, NULL},
    {"staff-stick--chosen", stick_chosen, NULL},
    {"staff-stick--chosen-read-only", stick_chosen_read_only, NULL},
    {"staff-stick--saving", stick_saving, NULL},
    {"staff-stick--saved", stick_saved, NULL},
    {"staff-stick--pulled", stick_pulled, NULL},
    {"staff-stick--full", stick_full, NULL},
    {"staff-stick--read-only", stick_read_only, NULL},
    {"staff-stick--broken", stick_broken, NULL},
    {"staff-stick--gone", stick_gone, NULL},
    {"staff-stick--files", stick_files, NULL},
    {"staff-stick--files-none", stick_files_none, NULL},
    {"staff-stick--read", stick_looked_at, NULL},
    {"staff-stick--no-manager", stick_no_manager, NULL},
    {"staff-stick--take", stick_looked_at, stick_take},
    {"staff-stick--taking", stick_taking, NULL},
    {"staff-stick--taken", stick_taken, NULL},
    {"staff-stick--no-export", stick_no_export, NULL},
    {"staff-sale", staff_sale, NULL},
    {"staff-sale--none", staff_sale_none, NULL},
    {"staff-sale--help", staff_sale_help, NULL},
    {"staff-sale--solved", staff_sale_help, touch_solved},
    {"staff-sale--empty", staff_sale_empty, NULL},
    {"staff-sale--removed", staff_sale_removed, NULL},
    {"staff-sale--price", staff_sale_cheese, type_price},
    {"staff-sale--limit", staff_sale_cheese, type_low_price},
    {"staff-sale--quantity", staff_sale_cheese, type_quantity},
    {"staff--key", key_openly, NULL},
    {"staff--key-keep", key_openly, touch_key},
    {"setup", setup_none, NULL},
    {"setup--some", setup_some, NULL},
    {"setup--again", setup_again, NULL},
    {"setup--other-set", setup_other_set, NULL},
    {"setup--no-code", setup_no_code, NULL},
    {"setup--damaged", setup_damaged, NULL},
    {"setup--newer", setup_newer, NULL},
    {"setup--wrong", setup_wrong, NULL},
    {"setup--card", setup_card, NULL},
    {"setup--many", setup_many, NULL},
    {"setup--done", setup_done, NULL},
    {"setup--language", setup_none, setup_language},
    {"low--welcome", low_welcome, NULL},
    {"low--browse", low_browse, NULL},
    {"low--basket", low_basket, NULL},
    {"low--article", low_article_choice, NULL},
    {"low--menu", low_menu, NULL},
    {"low--basket-menu", low_basket_menu, NULL},
    {"low--serial", low_serial, NULL},
    {"low--serial-sheet", low_serial, type_serial},
    {"low--weigh", low_weigh, NULL},
    {"low--search", low_search, type_b},
    {"low--payment-choice", low_payment_choice, NULL},
    {"low--payment-progress--declined", low_payment_declined, NULL},
    {"low--receipt", low_receipt, NULL},
    {"low--help", low_help_age, NULL},
    {"low--idle", low_idle, NULL},
    {"low--access", low_basket, open_access},
    {"low--language", low_basket, open_language},
    {"low--found", low_search, type_and_hide},
    {"low--undo", low_basket_undo, NULL},
};
const int32_t fixture_state_count = COUNT_OF(fixture_states);
