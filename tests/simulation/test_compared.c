/* An attendant compares journal, server and card terminal on a running lane: each kind of
 * difference that was planted is named, and what is being sold is none. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "people.h"
#include "support/unit_test.h"

enum { SALES = 9, TURNS_MAX = 4000 };

static void pay(LaneWorld *world, int32_t article)
{
    people_scan(world, article);
    world_post(world, (CheckoutEvent){.kind = EVENT_PAY});
}

static void sell(LaneWorld *world, int32_t article)
{
    pay(world, article);
    world_pass(world, 5000);
    world_pass(world, 60000); // the receipt, the thanks, and the way to the server
}

static LaneWorld *world_with_sales(int32_t count)
{
    LaneWorld *world = world_create(7, PLANT_NONE);
    assert_true(world_start(world));
    world_pass(world, 60000);
    for (int32_t i = 0; i < count; i++)
        sell(world, i % 2);
    assert_int_equal(world_paid_at_server(world), count);
    return world;
}

// What is planted is what the ledgers call a violation: time passes without them.
static void turn_all(LaneWorld *world)
{
    Lane *lane = world->lane;
    (void)lane_turn(lane, world->os.clock.monotonic_ms(world->os.clock.context));
    while (journal_turn(lane->journal))
        continue;
    while (comparison_worker_turn(lane->comparer))
        continue;
    sync_turn(lane->sync);
    fake_os_pass(world->disk, 10);
    world->server.now_ms += 10;
    world->server.unix_ms += 10;
}

static const Comparison *compared(LaneWorld *world, ComparisonPeriod period)
{
    LaneCompare *compare = &world->lane->compare;
    world_post(world, (CheckoutEvent){.kind = EVENT_COMPARE, .value_id = (int32_t)period});
    turn_all(world);
    assert_int_equal(world->lane->checkout.screen, SCREEN_STAFF_COMPARE);
    for (int32_t i = 0; i < TURNS_MAX && compare->state == LANE_COMPARE_ASKING; i++)
        turn_all(world);
    assert_int_equal(compare->state, LANE_COMPARE_DONE);
    return compare->comparison;
}

static const ComparedRow *row_of(const Comparison *comparison, const char *reference)
{
    for (int32_t i = 0; i < comparison->row_count; i++)
        if (strcmp(comparison->rows[i].reference, reference) == 0)
            return &comparison->rows[i];
    fail_msg("%s has no row", reference);
    return NULL;
}

static ModelRecord *copy_record(ModelServer *server, int32_t index)
{
    ModelRecord *copy = &server->records[server->record_count++];
    *copy = server->records[index];
    copy->id = ++server->next_id;
    return copy;
}

// The terminal's file with one text in place of another.
static void change_terminal(LaneWorld *world, const char *from, const char *to)
{
    Bytes bytes;
    static char text[65536], changed[65536];
    assert_true(fake_os_peek(world->disk, "/lane/demo-terminal.jsonl", &bytes));
    assert_true(bytes.size < sizeof text - 1);
    memcpy(text, bytes.data, bytes.size);
    text[bytes.size] = 0;
    const char *at = strstr(text, from);
    assert_non_null(at);
    int size = snprintf(changed, sizeof changed, "%.*s%s%s", (int)(at - text), text, to,
                        at + strlen(from));
    fake_os_put(world->disk, "/lane/demo-terminal.jsonl",
                (Bytes){(const uint8_t *)changed, (size_t)size});
}

static void intent_of(LaneWorld *world, int32_t line, char out[ORDER_UUID_SIZE])
{
    Bytes bytes;
    char id[ORDER_UUID_SIZE];
    assert_true(fake_os_peek(world->disk, "/lane/demo-terminal.jsonl", &bytes));
    const char *at = (const char *)bytes.data;
    for (int32_t i = 0; i < line; i++)
        at = strchr(at, '\n') + 1;
    assert_int_equal(sscanf(at, "{\"id\":\"%36[^\"]", id), 1);
    memcpy(out, id, sizeof id);
}

static bool has(const ComparedRow *row, ReconcileKind kind)
{
    return row->differences == 1u << kind;
}

static void each_difference_is_named(void **state)
{
    (void)state;
    LaneWorld *world = world_with_sales(SALES);
    ModelServer *server = &world->server.orders;
    char names[SALES][48], intent[ORDER_UUID_SIZE], changed[ORDER_UUID_SIZE];
    for (int32_t i = 0; i < SALES; i++)
        memcpy(names[i], server->records[i].reference, sizeof names[i]);
    world->server.gone_article_id = FAKE_SHOP_FIRST_ID + 1;
    sell(world, 1);
    world->server.gone_article_id = 0;
    assert_true(world->lane->order_count == 1 && world->lane->orders[0].refused);
    people_sign_in(world, false);
    server->records[0].gone = true;
    (void)copy_record(server, 1);
    server->records[2].total += 1;
    copy_record(server, 3)->paid = false;
    snprintf(server->records[4].token, sizeof server->records[4].token, "somebody else's");
    ModelRecord *unknown = copy_record(server, 5);
    memcpy(unknown->reference + strlen("Order 00005-001-"), "9999", 5);
    intent_of(world, 6, intent);
    memcpy(changed, intent, sizeof changed);
    memcpy(changed, "ffffffff", 8);
    change_terminal(world, intent, changed);
    intent_of(world, 7, intent);
    char from[120], to[120];
    snprintf(from, sizeof from, "\"%s\",\"amount\":", intent);
    snprintf(to, sizeof to, "\"%s\",\"amount\":9", intent);
    change_terminal(world, from, to);
    const Comparison *found = compared(world, COMPARISON_TODAY);
    assert_int_equal(found->server, COMPARED_SERVER_ASKED);
    assert_true(has(row_of(found, names[0]), RECONCILE_LOST));
    assert_true(has(row_of(found, names[1]), RECONCILE_TWICE));
    assert_true(has(row_of(found, names[2]), RECONCILE_AMOUNT));
    assert_true(has(row_of(found, names[3]), RECONCILE_DRAFT));
    assert_true(has(row_of(found, names[4]), RECONCILE_NOT_OURS));
    assert_true(has(row_of(found, unknown->reference), RECONCILE_UNKNOWN));
    assert_true(has(row_of(found, names[6]), RECONCILE_ORDER_WITHOUT_CHARGE));
    assert_true(has(row_of(found, names[7]), RECONCILE_CHARGE_AMOUNT));
    assert_true(has(row_of(found, world->lane->orders[0].reference), RECONCILE_UNSETTLED));
    assert_true(has(row_of(found, ""), RECONCILE_CHARGE_WITHOUT_ORDER));
    assert_string_equal(row_of(found, "")->intent_id, changed);
    assert_int_equal(found->difference_count, 10);
    assert_int_equal(found->agreeing_count, 2); // 5 and 8
    assert_int_equal(found->lane.count, SALES + 1);
    world_destroy(world);
}

static void nothing_differs_after_an_ordinary_day(void **state)
{
    (void)state;
    LaneWorld *world = world_with_sales(3);
    people_sign_in(world, false);
    static const ComparisonPeriod periods[] = {COMPARISON_TODAY, COMPARISON_WEEK, COMPARISON_ALL};
    for (size_t i = 0; i < COUNT_OF(periods); i++) {
        const Comparison *found = compared(world, periods[i]);
        assert_int_equal(found->difference_count, 0);
        assert_int_equal(found->agreeing_count, 3);
        assert_int_equal(found->lane.count, 3);
        assert_int_equal(found->lane.amount.minor, found->at_server.amount.minor);
        assert_int_equal(found->lane.amount.minor, found->charges.amount.minor);
        assert_int_equal(found->lane.amount.minor, found->by_card.amount.minor);
    }
    world_destroy(world);
}

static void a_new_day_begins_empty(void **state)
{
    (void)state;
    LaneWorld *world = world_with_sales(2);
    world_pass(world, INT64_C(24) * 3600 * 1000);
    sell(world, 0);
    people_sign_in(world, false);
    assert_int_equal(compared(world, COMPARISON_TODAY)->lane.count, 1);
    assert_int_equal(world->lane->compare.comparison->difference_count, 0);
    assert_int_equal(compared(world, COMPARISON_WEEK)->lane.count, 3);
    world_destroy(world);
}

static void without_a_server_the_rest_is_compared(void **state)
{
    (void)state;
    LaneWorld *world = world_with_sales(2);
    world->server.unreachable = true;
    sell(world, 0);
    people_sign_in(world, false);
    world_charge_behind(world, "99999999-0000-4000-8000-000000000001", 500);
    const Comparison *found = compared(world, COMPARISON_ALL);
    assert_int_equal(found->server, COMPARED_SERVER_UNREACHED);
    assert_true(found->server_words[0] != 0);
    assert_int_equal(found->kinds[RECONCILE_UNSETTLED], 1);
    assert_int_equal(found->kinds[RECONCILE_CHARGE_WITHOUT_ORDER], 1);
    assert_int_equal(found->agreeing_count, 2);
    world_destroy(world);
}

static void what_is_being_sold_is_no_difference(void **state)
{
    (void)state;
    LaneWorld *world = world_with_sales(1);
    for (int32_t after_ms = 0; after_ms < 9000; after_ms += 90) {
        pay(world, after_ms / 90 % 2);
        world_pass(world, after_ms);
        lane_compare_ask(world->lane, COMPARISON_ALL);
        world_pass(world, 60000);
        const LaneCompare *compare = &world->lane->compare;
        assert_int_equal(compare->state, LANE_COMPARE_DONE);
        if (compare->comparison->difference_count != 0)
            fail_msg("after %d ms: %s %s differs (%x)", after_ms,
                     compare->comparison->rows[0].reference, compare->comparison->rows[0].intent_id,
                     compare->comparison->rows[0].differences);
        assert_int_equal(compare->comparison->lane.count, compare->comparison->at_server.count);
    }
    assert_true(world_is_well(world));
    world_destroy(world);
}

static void check_nothing_differs(LaneWorld *world)
{
    const LaneCompare *compare = &world->lane->compare;
    assert_int_equal(compare->state, LANE_COMPARE_DONE);
    assert_int_equal(compare->comparison->difference_count, 0);
    assert_true(world_is_well(world));
}

static void what_is_sold_before_the_journal_is_read_is_no_difference(void **state)
{
    (void)state;
    for (int32_t after_ms = 0; after_ms < 9000; after_ms += 300) {
        LaneWorld *world = world_with_sales(1);
        lane_compare_ask(world->lane, COMPARISON_ALL);
        turn_all(world);
        for (int32_t i = 0; i < 100; i++) { // the server's list is there
            world->comparer_held = true;
            world_pass(world, 10);
        }
        pay(world, 0);
        world_pass(world, after_ms);
        world->comparer_held = false;
        while (comparison_worker_turn(world->lane->comparer))
            continue;
        world_pass(world, 60000);
        check_nothing_differs(world);
        assert_int_equal(world->lane->compare.comparison->lane.count, 1);
        world_destroy(world);
    }
}

// The server has confirmed an order, and the journal's disk is behind.
static void a_journal_that_is_behind_is_waited_for(void **state)
{
    (void)state;
    LaneWorld *world = world_with_sales(1);
    pay(world, 0);
    while (world->lane->order_count == 0)
        world_pass(world, 10);
    world->journal_stuck_until_ms = world->os.clock.monotonic_ms(world->os.clock.context) + 20000;
    while (world->lane->order_count > 0)
        world_pass(world, 10);
    lane_compare_ask(world->lane, COMPARISON_ALL);
    world_pass(world, 10000);
    assert_int_equal(world->lane->compare.state, LANE_COMPARE_ASKING);
    world_pass(world, 60000);
    check_nothing_differs(world);
    assert_int_equal(world->lane->compare.comparison->lane.count, 2);
    world_destroy(world);
}

// Somebody who can't choose: the worker has more wishes than room, and the last one counts.
static void the_last_period_counts(void **state)
{
    (void)state;
    LaneWorld *world = world_with_sales(2);
    world->comparer_held = true;
    for (int32_t i = 0; i < 20; i++) {
        lane_compare_ask(world->lane, i % 2 ? COMPARISON_TODAY : COMPARISON_WEEK);
        world_pass(world, 10);
    }
    lane_compare_ask(world->lane, COMPARISON_ALL);
    world_pass(world, 1000);
    world->comparer_held = false;
    world_pass(world, 60000);
    check_nothing_differs(world);
    assert_int_equal(world->lane->compare.period, COMPARISON_ALL);
    assert_int_equal(world->lane->compare.comparison->lane.count, 2);
    world_destroy(world);
}

// The screen's button is about what the sync thread has found: it is sent to look.
static void what_is_lost_can_be_sent_again(void **state)
{
    (void)state;
    LaneWorld *world = world_with_sales(3);
    world->server.orders.records[2].gone = true;
    people_sign_in(world, false);
    assert_int_equal(compared(world, COMPARISON_ALL)->kinds[RECONCILE_LOST], 1);
    for (int32_t i = 0; i < TURNS_MAX && world->lane->lost_count == 0; i++)
        turn_all(world);
    assert_int_equal(world->lane->lost_count, 1);
    world_post(world, (CheckoutEvent){.kind = EVENT_SEND_LOST});
    for (int32_t i = 0; i < TURNS_MAX / 4; i++)
        turn_all(world);
    assert_int_equal(world_paid_at_server(world), 3);
    assert_int_equal(compared(world, COMPARISON_ALL)->difference_count, 0);
    world_destroy(world);
}

// A reviewed order is reached from there; a badge alone may not compare.
static void an_order_is_reviewed_from_there(void **state)
{
    (void)state;
    LaneWorld *world = world_with_sales(1);
    Checkout *checkout = &world->lane->checkout;
    world->server.gone_article_id = FAKE_SHOP_FIRST_ID + 1;
    sell(world, 1);
    people_sign_in(world, false);
    const Comparison *found = compared(world, COMPARISON_TODAY);
    assert_int_equal(found->difference_count, 1);
    CheckoutEvent review = {.kind = EVENT_REVIEW_ORDER};
    snprintf(review.text, sizeof review.text, "%s", found->rows[0].uuid);
    world_post(world, review);
    turn_all(world);
    assert_int_equal(checkout->screen, SCREEN_STAFF_ORDER);
    world_post(world, (CheckoutEvent){.kind = EVENT_STAFF_HOME});
    turn_all(world);
    assert_int_equal(checkout->screen, SCREEN_STAFF);
    checkout->attendant.by_badge = true;
    world_post(world, (CheckoutEvent){.kind = EVENT_COMPARE});
    turn_all(world);
    assert_int_equal(checkout->screen, SCREEN_STAFF);
    world_destroy(world);
}

// Nobody touches the screen: it signs out by itself, and a power cut in the middle hurts nothing.
static void it_ends_by_itself(void **state)
{
    (void)state;
    LaneWorld *world = world_with_sales(1);
    people_sign_in(world, false);
    (void)compared(world, COMPARISON_TODAY);
    world_pass(world, CHECKOUT_STAFF_IDLE_MS + 1000);
    assert_int_equal(world->lane->checkout.screen, SCREEN_WELCOME);
    lane_compare_ask(world->lane, COMPARISON_ALL);
    world_pass(world, 1);
    world_die(world, FAKE_OUTCOME_LOST);
    assert_true(world_start(world));
    world_pass(world, 60000);
    lane_compare_ask(world->lane, COMPARISON_ALL);
    world_pass(world, 60000);
    assert_int_equal(world->lane->compare.comparison->difference_count, 0);
    assert_true(world_is_well(world));
    world_destroy(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_difference_is_named),
        cmocka_unit_test(nothing_differs_after_an_ordinary_day),
        cmocka_unit_test(a_new_day_begins_empty),
        cmocka_unit_test(without_a_server_the_rest_is_compared),
        cmocka_unit_test(what_is_being_sold_is_no_difference),
        cmocka_unit_test(what_is_sold_before_the_journal_is_read_is_no_difference),
        cmocka_unit_test(a_journal_that_is_behind_is_waited_for),
        cmocka_unit_test(the_last_period_counts),
        cmocka_unit_test(what_is_lost_can_be_sent_again),
        cmocka_unit_test(an_order_is_reviewed_from_there),
        cmocka_unit_test(it_ends_by_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
