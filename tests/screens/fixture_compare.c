#include "fixture_compare.h"

#include <stdio.h>
#include <string.h>

#include "ui/widgets.h"

static Comparison comparison;

static void enter(Fixture *fixture, LaneCompareStep step)
{
    Checkout *checkout = &fixture->checkout;
    checkout->screen = SCREEN_STAFF_COMPARE;
    checkout->attendant = (CheckoutAttendant){.signed_in = true};
    snprintf(checkout->attendant.name, sizeof checkout->attendant.name, "Amina");
    comparison = (Comparison){.has_terminal = true};
    fixture->lane.compare = (LaneCompareView){.step = step, .comparison = &comparison, .words = ""};
}

static ComparedRow *add_row(int32_t number, int64_t minor)
{
    ComparedRow *row = &comparison.rows[comparison.row_count++];
    *row = (ComparedRow){.order = COMPARED_CONFIRMED,
                         .total = {minor},
                         .confirmed_id = 400 + number,
                         .server_id = 400 + number,
                         .server_count = 1,
                         .server_state = RECONCILE_STATE_PAID,
                         .server_total = {minor},
                         .charge_count = 1,
                         .charged = {minor},
                         .due_by_card = {minor}};
    order_reference(&(OrderNumber){16, 3, number}, row->reference);
    snprintf(row->uuid, sizeof row->uuid, "00000000-0000-4000-8000-%012d", number);
    return row;
}

static ComparedRow *add_difference(int32_t number, int64_t minor, ReconcileKind kind)
{
    ComparedRow *row = add_row(number, minor);
    row->differences = 1u << kind;
    comparison.difference_count++;
    comparison.kinds[kind]++;
    return row;
}

static void add_agreeing(int32_t number, int64_t minor)
{
    (void)add_row(number, minor);
    comparison.agreeing_count++;
}

static void sums(int32_t count, int64_t minor)
{
    comparison.lane = (ComparedSum){count, {minor}};
    comparison.at_server = (ComparedSum){count - 1, {minor - 1955}};
    comparison.charges = (ComparedSum){count, {minor - 5}};
    comparison.by_card = (ComparedSum){count, {minor}};
}

static void gone_from_server(ComparedRow *row)
{
    row->server_id = row->server_count = 0;
}

static void add_server_differences(void)
{
    gone_from_server(add_difference(229, 4210, RECONCILE_LOST));
    ComparedRow *cancelled = add_difference(230, 560, RECONCILE_CANCELLED);
    gone_from_server(cancelled);
    cancelled->confirmed_id = 630;
    add_difference(231, 1820, RECONCILE_TWICE)->server_count = 2;
    add_difference(232, 645, RECONCILE_AMOUNT)->server_total.minor = 654;
    add_difference(233, 1299, RECONCILE_DRAFT)->server_state = RECONCILE_STATE_DRAFT;
    (void)add_difference(234, 799, RECONCILE_NOT_OURS);
    ComparedRow *unknown = add_difference(266, 3120, RECONCILE_UNKNOWN);
    unknown->order = COMPARED_NOT_THERE;
    unknown->charge_count = 0;
    ComparedRow *refused = add_difference(240, 2475, RECONCILE_UNSETTLED);
    gone_from_server(refused);
    refused->order = COMPARED_REFUSED;
    ComparedRow *waits = add_difference(241, 210, RECONCILE_UNSETTLED);
    gone_from_server(waits);
    waits->order = COMPARED_WAITING;
}

static ComparedRow *add_charge(const char *intent_id, int64_t charged, ReconcileKind kind)
{
    ComparedRow *row = add_difference(0, charged, kind);
    *row = (ComparedRow){.charge_count = charged > 0,
                         .charged = {charged},
                         .due_by_card = {1230},
                         .differences = row->differences};
    snprintf(row->intent_id, sizeof row->intent_id, "%s", intent_id);
    return row;
}

static void add_card_differences(Fixture *fixture)
{
    static const char open[] = "0a1b2c3d-0000-4000-8000-0000000000c1";
    add_charge(open, 0, RECONCILE_UNSETTLED);
    add_charge("77aa88bb-0000-4000-8000-0000000000c2", 1599, RECONCILE_CHARGE_WITHOUT_ORDER);
    ComparedRow *missing = add_difference(250, 899, RECONCILE_ORDER_WITHOUT_CHARGE);
    missing->charge_count = 0;
    missing->charged.minor = 0;
    add_difference(251, 1499, RECONCILE_CHARGE_AMOUNT)->charged.minor = 1494;
    fixture->lane.charge_count = 1;
    fixture->lane.charges[0] = (LaneCharge){.amount = {1230}, .asked = {2026, 11, 23, 9, 5}};
    memcpy(fixture->lane.charges[0].intent_id, open, sizeof open);
}

void compare_differences(Fixture *fixture)
{
    enter(fixture, COMPARE_DONE);
    add_server_differences();
    add_card_differences(fixture);
    for (int32_t i = 0; i < 5; i++)
        add_agreeing(260 - i, 520 + i * 111);
    sums(17, 21340);
}

void compare_asking(Fixture *fixture)
{
    enter(fixture, COMPARE_ASKING);
}

void compare_nothing_differs(Fixture *fixture)
{
    enter(fixture, COMPARE_DONE);
    for (int32_t i = 0; i < 6; i++)
        add_agreeing(234 - i, 1045 + i * 10);
    sums(6, 6420);
    comparison.at_server = comparison.charges = comparison.lane;
    comparison.charges_not_matched = 3;
}

void compare_offline(Fixture *fixture)
{
    enter(fixture, COMPARE_DONE);
    ComparedRow *waits = add_difference(235, 1820, RECONCILE_UNSETTLED);
    gone_from_server(waits);
    waits->order = COMPARED_WAITING;
    add_agreeing(234, 645);
    sums(2, 2465);
    comparison.server = COMPARED_SERVER_UNREACHED;
    snprintf(comparison.server_words, sizeof comparison.server_words,
             "https://odoo.shop.example does not answer: Could not resolve host");
    fixture->lane.online = false;
}

void compare_refused(Fixture *fixture)
{
    compare_offline(fixture);
    fixture->lane.online = true;
    comparison.server = COMPARED_SERVER_REFUSED;
    comparison.has_terminal = false;
    snprintf(comparison.server_words, sizeof comparison.server_words,
             "AccessError: You are not allowed to access 'Point of Sale Orders' (pos.order) "
             "records.");
}

void compare_damaged(Fixture *fixture)
{
    compare_nothing_differs(fixture);
    snprintf(comparison.journal_break, sizeof comparison.journal_break,
             "segment 00000004, byte 81920: record 1204 is not as it was written");
}

void compare_failed(Fixture *fixture)
{
    enter(fixture, COMPARE_FAILED);
    fixture->lane.compare.words =
        "cannot read '/var/lib/kiosk/journal/00000004': Input/output error";
}

void compare_empty(Fixture *fixture)
{
    enter(fixture, COMPARE_DONE);
    comparison.server = COMPARED_SERVER_NOTHING;
}

void compare_lost(Fixture *fixture)
{
    enter(fixture, COMPARE_DONE);
    for (int32_t i = 0; i < 12; i++)
        gone_from_server(add_difference(229 + i, 1210 + 35 * i, RECONCILE_LOST));
    comparison.rows[0].digested = true;
    sums(12, 16830);
    comparison.at_server = (ComparedSum){0};
    fixture->lane.lost_count = 11;
}

void compare_many(Fixture *fixture)
{
    enter(fixture, COMPARE_DONE);
    for (int32_t i = 0; i < COMPARED_DIFFERENCES_MAX; i++)
        add_difference(1000 + i, 500 + i, RECONCILE_AMOUNT)->server_total.minor += 1 + i;
    for (int32_t i = 0; i < COMPARED_AGREEING_MAX; i++)
        add_agreeing(2000 - i, 900 + i);
    comparison.agreeing_count = 800;
    sums(1000, 1234567);
}

static void scroll_to_end(Fixture *fixture)
{
    ui_scroll_to(fixture->ui, TEXT("compare-cards"), 100000, 100100);
    ui_scroll_to(fixture->ui, TEXT("compare-rows"), 100000, 100100);
    fixture_settle(fixture);
}

void compare_turn_page(Fixture *fixture)
{
    scroll_to_end(fixture);
    fixture_frame(fixture, 500);
    fixture_tap(fixture, "compare-next");
    fixture_settle(fixture);
}
