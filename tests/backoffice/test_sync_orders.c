/* Orders on their way, and every fault by a seed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/unit_test.h"
#include "sync_case.h"

/* --- orders --- */

static void an_order_is_drafted_then_confirmed(void **state)
{
    (void)state;
    TestOrder order;
    case_create(NULL, 0);
    case_turn(30);
    case_forget_seen();
    case_make_order(&order, 7);
    case_push_order(&order);
    case_push_order(&order); // told twice, sent once
    case_turn(20);
    assert_int_equal(case_notes_of(order.uuid, JOURNAL_SERVER_DRAFTED), 1);
    assert_int_equal(case_notes_of(order.uuid, JOURNAL_SERVER_CONFIRMED), 1);
    case_check_once_paid(&order);
    assert_int_equal(fake_backoffice_asked(case_fake, "create_from_ui"), 2);
    assert_int_equal(case_sync->orders.count, 0);
}

static void an_order_of_a_closed_session_tells_of_its_rescue(void **state)
{
    (void)state;
    TestOrder order;
    case_create(NULL, 0);
    case_turn(30);
    assert_int_equal(case_state(), SYNC_ONLINE);
    case_forget_seen();
    case_fake->session_id = 0; // somebody closed it a moment ago
    case_fake->rescue_id = 9;
    int64_t closed_ms = case_fake->now_ms;
    case_make_order(&order, 7);
    case_push_order(&order);
    for (int i = 0; i < 20 && case_index_of_state(SYNC_CLOSED) < 0; i++)
        case_turn(1);
    // The lane didn't wait for its next look at the session.
    assert_true(case_index_of_state(SYNC_CLOSED) >= 0);
    assert_true(case_fake->now_ms - closed_ms < SYNC_POLL_MS);
    case_turn(20); // the order itself may still be on its way
    case_check_once_paid(&order);
    bool told = false;
    for (int32_t i = 0; i < case_seen_count; i++)
        told = told || (case_seen[i].kind == SYNC_EVENT_ORDER &&
                        case_seen[i].note.state == JOURNAL_SERVER_CONFIRMED &&
                        strstr(case_seen[i].note.words, "rescue session 9"));
    assert_true(told);
}

static void stray_drafts_of_ours_are_removed(void **state)
{
    (void)state;
    TestOrder order;
    int32_t id;
    case_make_order(&order, 7);
    for (int i = 0; i < 3; i++) // stored in parallel by an earlier life
        model_push_slowly(&case_fake->orders, order.reference, order.token, 1.5, true, 0);
    (void)model_push(&case_fake->orders, "Order 00005-001-0099", "other", 1, true, &id);
    case_create(NULL, 0);
    case_turn(30);
    case_push_order(&order);
    case_turn(20);
    case_check_once_paid(&order);
    assert_int_equal(model_count(&case_fake->orders, "Order 00005-001-0099", false),
                     1); // not ours: untouched
}

static void a_record_that_is_not_ours_is_a_case(void **state)
{
    (void)state;
    TestOrder order;
    int32_t id;
    case_make_order(&order, 7);
    (void)model_push(&case_fake->orders, order.reference, "99999999-0000-4000-8000-000000000000",
                     1.5, false, &id);
    case_create(NULL, 0);
    case_turn(30);
    case_push_order(&order);
    case_turn(20);
    assert_int_equal(case_notes_of(order.uuid, JOURNAL_SERVER_REFUSED), 1);
    assert_int_equal(fake_backoffice_asked(case_fake, "create_from_ui"), 0);
}

static void another_total_is_a_case(void **state)
{
    (void)state;
    TestOrder order;
    int32_t id;
    case_make_order(&order, 7);
    (void)model_push(&case_fake->orders, order.reference, order.token, 1.51, false, &id);
    case_create(NULL, 0);
    case_turn(30);
    case_push_order(&order);
    case_turn(20);
    assert_int_equal(case_notes_of(order.uuid, JOURNAL_SERVER_REFUSED), 1);
}

static void a_refused_order_waits_for_an_attendant(void **state)
{
    (void)state;
    TestOrder bad, good;
    case_make_order(&bad, 1);
    case_make_order(&good, 2);
    case_create(NULL, 0);
    case_turn(30);
    case_fake->refuse_method = "create_from_ui";
    case_fake->refuse_name = "odoo.exceptions.ValidationError";
    case_fake->refuse_message = "The payment method is not allowed";
    case_fake->refuse_count = 1;
    case_push_order(&bad);
    case_push_order(&good);
    case_turn_for(100000);
    assert_int_equal(case_notes_of(bad.uuid, JOURNAL_SERVER_REFUSED), 1);
    case_check_once_paid(&good);
    for (int32_t i = 0; i < case_seen_count; i++)
        if (case_seen[i].kind == SYNC_EVENT_ORDER &&
            case_seen[i].note.state == JOURNAL_SERVER_REFUSED)
            assert_string_equal(case_seen[i].note.words,
                                "ValidationError: The payment method is not allowed");
    assert_true(sync_resend_order(case_sync, bad.uuid, &(OrderRepairs){0}));
    case_turn_for(10000);
    case_check_once_paid(&bad);
    assert_int_equal(case_notes_of(bad.uuid, JOURNAL_SERVER_CONFIRMED), 1);
}

// However many orders have the article: each of them is set aside, and what comes behind flows.
static void a_deleted_article_never_stops_the_queue(void **state)
{
    (void)state;
    enum { BAD = 5 };
    TestOrder bad[BAD], good;
    case_create(NULL, 0);
    case_turn(30);
    case_fake->gone_article_id = 11;
    for (int32_t i = 0; i < BAD; i++) {
        case_make_order(&bad[i], 1 + i);
        case_push_order(&bad[i]);
    }
    case_turn_for(200000);
    assert_int_equal(case_index_of(SYNC_EVENT_QUEUE_STOPPED), -1);
    assert_int_equal(case_notes_of(NULL, JOURNAL_SERVER_REFUSED), BAD);
    case_fake->gone_article_id = 0;
    case_make_order(&good, 9);
    case_push_order(&good);
    case_turn_for(10000);
    case_check_once_paid(&good);
}

static const char *refused_words(const char *uuid)
{
    for (int32_t i = case_seen_count - 1; i >= 0; i--)
        if (case_seen[i].kind == SYNC_EVENT_ORDER && strcmp(case_seen[i].note.uuid, uuid) == 0)
            return case_seen[i].note.state == JOURNAL_SERVER_REFUSED ? case_seen[i].note.words : "";
    return "";
}

static void a_repaired_order_is_sent_once_whatever_was_gone(void **state)
{
    (void)state;
    TestOrder order;
    case_create(NULL, 0);
    case_turn(30);
    case_fake->gone_article_id = 11;
    case_fake->gone_session_id = 5;
    case_make_order(&order, 7);
    case_push_order(&order);
    case_turn_for(10000);
    assert_int_equal(sync_refusal_about(refused_words(order.uuid)), ORDER_REFUSED_ARTICLE);
    OrderRepairs repairs = {0};
    assert_true(order_repairs_add(
        &repairs, &(OrderRepair){.kind = ORDER_REPAIR_ARTICLE, .old_id = 11, .new_id = 12}));
    assert_true(sync_resend_order(case_sync, order.uuid, &repairs));
    case_turn_for(10000);
    assert_int_equal(case_notes_of(order.uuid, JOURNAL_SERVER_WAITING), 1);
    assert_int_equal(sync_refusal_about(refused_words(order.uuid)), ORDER_REFUSED_SESSION);
    assert_true(order_repairs_add(
        &repairs, &(OrderRepair){.kind = ORDER_REPAIR_SESSION, .old_id = 5, .new_id = 6}));
    assert_true(sync_resend_order(case_sync, order.uuid, &repairs));
    assert_true(sync_resend_order(case_sync, order.uuid, &repairs)); // touched twice
    case_turn_for(10000);
    case_check_once_paid(&order);
    assert_int_equal(case_notes_of(order.uuid, JOURNAL_SERVER_CONFIRMED), 1);
    assert_int_equal(case_sync->orders.count, 0);
}

static void repairs_of_an_earlier_life_are_sent(void **state)
{
    (void)state;
    TestOrder order;
    case_make_order(&order, 7);
    case_fake->gone_article_id = 11;
    JournalPending pending = {.snapshot = order.snapshot, .state = JOURNAL_SERVER_WAITING};
    memcpy(pending.uuid, order.uuid, sizeof pending.uuid);
    assert_true(order_repairs_add(
        &pending.repairs,
        &(OrderRepair){.kind = ORDER_REPAIR_ARTICLE, .old_id = 11, .new_id = 12}));
    case_create(&pending, 1);
    case_turn_for(30000);
    case_check_once_paid(&order);
}

static void an_order_of_another_server_is_not_even_asked_for(void **state)
{
    (void)state;
    TestOrder order;
    case_make_order(&order, 7);
    JournalPending pending = {.snapshot = order.snapshot,
                              .state = JOURNAL_SERVER_WAITING,
                              .origin = "https://other.example shop"};
    memcpy(pending.uuid, order.uuid, sizeof pending.uuid);
    case_create(&pending, 1);
    assert_int_equal(case_sync->orders.count, 0);
    case_turn_for(30000);
    assert_int_equal(case_fake->orders.record_count, 0);
    assert_int_equal(case_notes_of(order.uuid, JOURNAL_SERVER_CONFIRMED), 0);
}

// A life that begins with an order that was refused in the one before.
static void begin_refused(TestOrder *order, JournalPending *out)
{
    case_make_order(order, 7);
    *out = (JournalPending){.snapshot = order->snapshot,
                            .state = JOURNAL_SERVER_REFUSED,
                            .words = "ValidationError: not today"};
    memcpy(out->uuid, order->uuid, sizeof out->uuid);
    case_create(out, 1);
}

// A push whose answer was lost, then a refusal, and the server finishes the first one after it.
static void a_refused_order_that_came_through_after_all_is_no_case(void **state)
{
    (void)state;
    TestOrder order;
    JournalPending pending;
    begin_refused(&order, &pending);
    case_turn_for(10000);
    for (int i = 0; i < 3; i++) {
        model_push_slowly(&case_fake->orders, order.reference, order.token, 1.5, i < 2,
                          case_fake->now_ms);
        model_advance(&case_fake->orders, case_fake->now_ms + i);
    }
    model_push_slowly(&case_fake->orders, order.reference, order.token, 1.5, true, 0);
    case_turn_for(SYNC_LATE_LOOK_MS + 20000);
    case_check_once_paid(&order);
    assert_int_equal(model_count(&case_fake->orders, order.reference, false), 0);
    assert_int_equal(case_notes_of(order.uuid, JOURNAL_SERVER_CONFIRMED), 1);
    assert_int_equal(fake_backoffice_asked(case_fake, "create_from_ui"), 0);
    assert_int_equal(case_sync->orders.count, 0);
}

static void a_refused_order_that_is_not_there_is_looked_for_once_and_stays_a_case(void **state)
{
    (void)state;
    TestOrder order;
    JournalPending pending;
    begin_refused(&order, &pending);
    case_turn_for(10 * SYNC_LATE_LOOK_MS);
    assert_int_equal(case_sync->orders.count, 1);
    assert_true(case_sync->orders.items[0].set_aside);
    assert_string_equal(case_sync->orders.items[0].words, pending.words);
    assert_int_equal(case_notes_of(NULL, JOURNAL_SERVER_CONFIRMED), 0);
    assert_int_equal(fake_backoffice_asked(case_fake, "create_from_ui"), 0);
    assert_int_equal(case_fake->orders.record_count, 0);
    assert_true(sync_resend_order(case_sync, order.uuid, &(OrderRepairs){0}));
    case_turn_for(10000);
    case_check_once_paid(&order);
}

static void a_settled_order_leaves_no_draft(void **state)
{
    (void)state;
    TestOrder order, other;
    int32_t id;
    case_create(NULL, 0);
    case_turn(30);
    case_make_order(&order, 7);
    (void)model_push(&case_fake->orders, order.reference, order.token, 1.5, true, &id);
    case_fake->refuse_method = "create_from_ui";
    case_fake->refuse_name = "odoo.exceptions.ValidationError";
    case_fake->refuse_message = "The payment method selected is not allowed";
    case_fake->refuse_count = 1; // the paid push
    case_push_order(&order);
    case_turn_for(10000);
    assert_int_equal(case_notes_of(order.uuid, JOURNAL_SERVER_REFUSED), 1);
    assert_int_equal(model_count(&case_fake->orders, order.reference, false), 1);
    assert_true(sync_forget_order(case_sync, order.uuid));
    case_make_order(&other, 8);
    assert_true(sync_forget_order(case_sync, other.uuid)); // nobody knows it
    case_turn_for(10000);
    assert_int_equal(model_count(&case_fake->orders, order.reference, false), 0);
    assert_int_equal(model_count(&case_fake->orders, order.reference, true), 0);
    assert_int_equal(case_sync->orders.count, 0);
    assert_int_equal(case_notes_of(order.uuid, JOURNAL_SERVER_CONFIRMED), 0);
}

static void the_same_refusal_three_times_stops_the_queue(void **state)
{
    (void)state;
    TestOrder orders[5];
    case_create(NULL, 0);
    case_turn(30);
    case_fake->refuse_method = "create_from_ui";
    case_fake->refuse_name = "odoo.exceptions.UserError";
    case_fake->refuse_message = "The period is locked";
    case_fake->refuse_count = 1000;
    for (int32_t i = 0; i < 5; i++) {
        case_make_order(&orders[i], 1 + i);
        case_push_order(&orders[i]);
    }
    case_turn_for(200000);
    assert_true(case_index_of(SYNC_EVENT_QUEUE_STOPPED) >= 0);
    assert_string_equal(case_seen[case_index_of(SYNC_EVENT_QUEUE_STOPPED)].words,
                        "UserError: The period is locked");
    // One order tries now and then whether it is mended.
    int32_t asked = fake_backoffice_asked(case_fake, "create_from_ui");
    assert_in_range(asked, 4, 3 + 200000 / SYNC_STOPPED_MS);
    assert_int_equal(case_count_of(SYNC_EVENT_QUEUE_STOPPED), 1);
    assert_int_equal(case_notes_of(NULL, JOURNAL_SERVER_REFUSED), 2); // and both wait again
    assert_int_equal(case_notes_of(NULL, JOURNAL_SERVER_WAITING), 2);
    case_fake->refuse_count = 0; // mended
    case_turn_for(2 * SYNC_STOPPED_MS);
    assert_int_equal(case_count_of(SYNC_EVENT_QUEUE_STOPPED), 2); // told that it goes on
    for (int32_t i = 0; i < 5; i++)
        case_check_once_paid(&orders[i]);
}

static void rights_taken_away_stop_the_queue_until_they_are_back(void **state)
{
    (void)state;
    TestOrder order;
    case_create(NULL, 0);
    case_turn(30);
    case_fake->refuse_method = "create_from_ui";
    case_fake->refuse_name = "odoo.exceptions.AccessError";
    case_fake->refuse_message = "You are not allowed to access 'Point of Sale Orders'";
    case_fake->refuse_count = 1000;
    case_make_order(&order, 1);
    case_push_order(&order);
    case_turn_for(5 * SYNC_STOPPED_MS);
    assert_int_equal(case_count_of(SYNC_EVENT_QUEUE_STOPPED), 1);
    assert_true(case_seen[case_index_of(SYNC_EVENT_QUEUE_STOPPED)].words[0]);
    assert_int_equal(case_notes_of(order.uuid, JOURNAL_SERVER_REFUSED), 0);
    case_fake->refuse_count = 0;
    case_turn_for(2 * SYNC_STOPPED_MS);
    case_check_once_paid(&order);
    assert_int_equal(case_count_of(SYNC_EVENT_QUEUE_STOPPED), 2);
    // An attendant needs not wait for that.
    case_fake->refuse_count = 1;
    case_make_order(&order, 2);
    case_push_order(&order);
    case_turn_for(SYNC_STOPPED_MS / 2);
    assert_int_equal(case_notes_of(order.uuid, JOURNAL_SERVER_CONFIRMED), 0);
    assert_true(sync_reopen(case_sync));
    case_turn_for(SYNC_STOPPED_MS / 4);
    case_check_once_paid(&order);
}

static void an_order_that_cannot_be_read_is_set_aside(void **state)
{
    (void)state;
    TestOrder good;
    case_make_order(&good, 2);
    case_create(NULL, 0);
    case_turn(30);
    assert_true(sync_send_order(case_sync, "bad", (Bytes){(const uint8_t *)"nonsense", 8}, NULL));
    case_push_order(&good);
    case_turn_for(5000);
    assert_int_equal(case_notes_of("bad", JOURNAL_SERVER_REFUSED), 1);
    case_check_once_paid(&good);
}

// The promise: whatever is lost, cut, slow or killed, each order is at the server once, and paid.
static void each_order_ends_once_paid(void **state)
{
    (void)state;
    enum { ORDERS = 3 };
    static TestOrder orders[ORDERS];
    int32_t runs = getenv("SYNC_SEEDS") ? atoi(getenv("SYNC_SEEDS")) : 2000;
    for (int32_t i = 0; i < ORDERS; i++)
        case_make_order(&orders[i], 1 + i);
    for (int32_t run = 1; run <= runs; run++) {
        fake_backoffice_release(case_fake);
        fake_backoffice_init(case_fake, (uint64_t)run);
        case_fake->no_catalogue = case_fake->faulty = true;
        case_create(NULL, 0);
        int32_t begun = 0, turns = 0;
        bool done[ORDERS] = {false};
        for (; turns < 6000 && !(done[0] && done[1] && done[2]); turns++) {
            case_fake->faulty = turns < 150;
            case_fake->unreachable = turns < 150 && turns % 40 > 33;
            if (begun < ORDERS && turns % 20 == 12)
                case_push_order(&orders[begun++]);
            if (turns < 150 &&
                turns % 50 == 41) { // the program dies: its journal knows what was not confirmed
                JournalPending pending[ORDERS] = {0};
                int32_t count = 0;
                for (int32_t i = 0; i < begun; i++)
                    if (!done[i]) {
                        memcpy(pending[count].uuid, orders[i].uuid, sizeof pending[count].uuid);
                        pending[count++].snapshot = orders[i].snapshot;
                    }
                sync_stop(case_sync);
                case_create(pending, count);
            }
            sync_turn(case_sync);
            case_drain();
            for (int32_t i = 0; i < case_seen_count; i++)
                for (int32_t k = 0; k < ORDERS && case_seen[i].kind == SYNC_EVENT_ORDER; k++)
                    if (strcmp(case_seen[i].note.uuid, orders[k].uuid) == 0) {
                        done[k] |= case_seen[i].note.state == JOURNAL_SERVER_CONFIRMED;
                        if (case_seen[i].note.state ==
                            JOURNAL_SERVER_REFUSED) // six bad answers in a row
                            assert_true(
                                sync_resend_order(case_sync, orders[k].uuid, &(OrderRepairs){0}));
                    }
            if (case_fake->faulty == false && case_sync->orders.queue.stopped)
                assert_true(sync_reopen(case_sync));
            case_forget_seen();
        }
        sync_stop(case_sync);
        case_sync = NULL;
        model_advance(&case_fake->orders, case_fake->now_ms + 100000);
        for (int32_t i = 0; i < ORDERS; i++)
            if (model_count(&case_fake->orders, orders[i].reference, true) != 1 ||
                model_count(&case_fake->orders, orders[i].reference, false) != 0)
                fail_msg("seed %d: order %d is paid %d times, with %d drafts", run, i,
                         model_count(&case_fake->orders, orders[i].reference, true),
                         model_count(&case_fake->orders, orders[i].reference, false));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(an_order_is_drafted_then_confirmed),
        CASE(an_order_of_a_closed_session_tells_of_its_rescue),
        CASE(stray_drafts_of_ours_are_removed),
        CASE(a_record_that_is_not_ours_is_a_case),
        CASE(another_total_is_a_case),
        CASE(a_refused_order_waits_for_an_attendant),
        CASE(a_deleted_article_never_stops_the_queue),
        CASE(a_repaired_order_is_sent_once_whatever_was_gone),
        CASE(repairs_of_an_earlier_life_are_sent),
        CASE(an_order_of_another_server_is_not_even_asked_for),
        CASE(a_refused_order_that_came_through_after_all_is_no_case),
        CASE(a_refused_order_that_is_not_there_is_looked_for_once_and_stays_a_case),
        CASE(a_settled_order_leaves_no_draft),
        CASE(the_same_refusal_three_times_stops_the_queue),
        CASE(rights_taken_away_stop_the_queue_until_they_are_back),
        CASE(an_order_that_cannot_be_read_is_set_aside),
        CASE(each_order_ends_once_paid),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
