/* Confirmed orders that a server lost when it was restored from a backup: found after a sign-in and
 * when an attendant asks, told, and given back to be sent again. */
#include <stdio.h>
#include <string.h>

#include "journal/journal_write.h"
#include "support/unit_test.h"
#include "sync_case.h"

#define OTHER "https://other.example shop"

enum { MINUTE_MS = 60000, MANY = 150 };

typedef struct Writing {
    Os os;
    Arena arena;
    JournalWriter *writer;
} Writing;

static void put(Writing *writing, JournalKind kind, Bytes payload)
{
    JournalEntry entry = {.kind = kind, .payload = payload, .unix_ms = 1795443178000};
    journal_writer_append(writing->writer, &entry, 1);
    assert_true(entry.result.ok);
}

static void put_session(Writing *writing, const char *origin)
{
    JournalSession session = {5, 1, 3, 8, "POS/5", "", 1795443000000};
    snprintf(session.origin, sizeof session.origin, "%s", origin);
    put(writing, JOURNAL_SESSION, journal_encode_session(&session, &writing->arena));
}

static void put_order(Writing *writing, int32_t number, JournalServerState state, bool at_server)
{
    TestOrder order;
    int32_t id = 0;
    case_make_order(&order, number);
    put(writing, JOURNAL_PAID, order.snapshot);
    JournalServerNote note = {.state = state, .server_id = 100 + number};
    memcpy(note.uuid, order.uuid, sizeof note.uuid);
    put(writing, JOURNAL_SERVER, journal_encode_server(&note, &writing->arena));
    if (at_server)
        (void)model_push(&case_fake->orders, order.reference, order.token, 1.5, false, &id);
}

static void open_journal(Writing *writing)
{
    JournalRecovered recovered;
    Error error;
    writing->os = fake_backoffice_os(case_fake);
    arena_create(&writing->arena, (size_t)256 << 20);
    assert_true(journal_recover(&writing->os, case_folder, &writing->arena, &recovered, &error));
    assert_true(
        journal_writer_open(&writing->os, case_folder, &recovered, &writing->writer, &error));
}

static void close_journal(Writing *writing)
{
    journal_writer_close(writing->writer);
    arena_destroy(&writing->arena);
}

// Of orders 1 to 5 the server has lost 2 and 4; others are no business of its.
static void make_journal(void)
{
    Writing writing;
    open_journal(&writing);
    put_session(&writing, OTHER);
    put_order(&writing, 90, JOURNAL_SERVER_CONFIRMED, false);
    put_session(&writing, case_config.origin);
    for (int32_t i = 1; i <= 5; i++)
        put_order(&writing, i, JOURNAL_SERVER_CONFIRMED, i % 2 == 1);
    put_order(&writing, 6, JOURNAL_SERVER_SETTLED, false);
    put_order(&writing, 7, JOURNAL_SERVER_WAITING, false);
    close_journal(&writing);
}

// As told last; -1: nothing was told.
static int32_t told(void)
{
    int32_t count = -1;
    for (int32_t i = 0; i < case_seen_count; i++)
        if (case_seen[i].kind == SYNC_EVENT_LOST)
            count = case_seen[i].lost_count;
    return count;
}

// The server finished a push after the lane had given it up, and the lane's life ended.
static void a_draft_beside_a_paid_order_is_removed(void **state)
{
    (void)state;
    Writing writing;
    TestOrder order;
    ModelServer *server = &case_fake->orders;
    case_make_order(&order, 1);
    model_push_slowly(server, order.reference, order.token, 1.5, true, case_fake->now_ms);
    open_journal(&writing);
    put_session(&writing, case_config.origin);
    put_order(&writing, 1, JOURNAL_SERVER_CONFIRMED, true);
    close_journal(&writing);
    model_advance(server, case_fake->now_ms);
    assert_int_equal(model_count(server, order.reference, false), 1);
    case_create(NULL, 0);
    case_turn_for(MINUTE_MS);
    assert_int_equal(model_count(server, order.reference, false), 0);
    assert_int_equal(model_count(server, order.reference, true), 1);
    assert_int_equal(told(), -1);
}

static void what_is_gone_is_told_after_a_sign_in(void **state)
{
    (void)state;
    make_journal();
    case_create(NULL, 0);
    case_turn(40);
    assert_int_equal(case_state(), SYNC_ONLINE);
    assert_int_equal(told(), 2);
    assert_int_equal(case_fake->looked_for, 5);
    assert_int_equal(fake_backoffice_asked(case_fake, "create_from_ui"), 0); // nobody decided yet
    case_turn_for(30 * MINUTE_MS);
    assert_int_equal(case_fake->looked_for, 5); // once
}

static void they_come_one_by_one_to_be_journalled(void **state)
{
    (void)state;
    TestOrder second, fourth;
    case_make_order(&second, 2);
    case_make_order(&fourth, 4);
    make_journal();
    case_create(NULL, 0);
    case_turn(40);
    case_forget_seen();
    for (int32_t i = 0; i < 3; i++) {
        assert_true(sync_send_lost_order(case_sync));
        case_turn(3);
    }
    const SyncEvent *came[3];
    int32_t count = 0;
    for (int32_t i = 0; i < case_seen_count && count < 3; i++)
        if (case_seen[i].kind == SYNC_EVENT_LOST_ORDER)
            came[count++] = &case_seen[i];
    assert_int_equal(count, 3);
    assert_string_equal(came[0]->note.uuid, second.uuid);
    assert_int_equal(came[0]->lost_count, 1);
    assert_int_equal(came[0]->snapshot.size, second.snapshot.size);
    assert_memory_equal(came[0]->snapshot.data, second.snapshot.data, second.snapshot.size);
    assert_string_equal(came[1]->note.uuid, fourth.uuid);
    assert_int_equal(came[1]->lost_count, 0);
    assert_int_equal(came[2]->snapshot.size, 0); // there are no more
    // Sent as any other: there once.
    case_push_order(&second);
    case_push_order(&fourth);
    case_turn_for(MINUTE_MS);
    case_check_once_paid(&second);
    case_check_once_paid(&fourth);
}

static void an_attendant_may_ask_again(void **state)
{
    (void)state;
    TestOrder order;
    int32_t id;
    make_journal();
    case_create(NULL, 0);
    case_turn(40);
    assert_int_equal(told(), 2);
    for (int32_t i = 2; i <= 4; i += 2) { // somebody restored the right copy meanwhile
        case_make_order(&order, i);
        (void)model_push(&case_fake->orders, order.reference, order.token, 1.5, false, &id);
    }
    assert_true(sync_reopen(case_sync));
    case_turn_for(5 * MINUTE_MS);
    assert_int_equal(told(), 0);
}

static void a_server_that_cannot_say_is_asked_later(void **state)
{
    (void)state;
    make_journal();
    case_fake->fault_model = "pos.order";
    case_fake->refuse_method = "search_read";
    case_fake->refuse_name = "odoo.exceptions.AccessError";
    case_fake->refuse_message = "You are not allowed to access 'Point of Sale Orders' (pos.order)";
    case_create(NULL, 0);
    case_turn(40);
    case_fake->refuse_count = 1;
    assert_true(sync_look_for_lost(case_sync));
    int32_t before = case_fake->looked_for;
    case_turn_for(MINUTE_MS);
    assert_int_equal(case_fake->looked_for, before); // refused
    assert_int_equal(case_state(), SYNC_ONLINE);
    case_turn_for(10 * MINUTE_MS);
    assert_int_equal(case_fake->looked_for, before + 5);
    assert_int_equal(told(), 2);
}

// The server was restored from a backup while the lane sold: it gives numbers that it gave before.
static void numbers_that_come_again_are_noticed(void **state)
{
    (void)state;
    Writing writing;
    TestOrder order, sold;
    case_make_order(&order, 3);
    open_journal(&writing);
    put_session(&writing, case_config.origin);
    for (int32_t i = 1; i <= 3; i++)
        put_order(&writing, i, JOURNAL_SERVER_CONFIRMED, true);
    close_journal(&writing);
    case_create(NULL, 0);
    case_make_order(&sold, 8);
    case_push_order(&sold);
    case_turn_for(MINUTE_MS);
    assert_int_equal(told(), -1);
    ModelServer *server = &case_fake->orders;
    int32_t newest = server->next_id;
    for (int32_t i = 0; i < server->record_count; i++)
        if (strcmp(server->records[i].reference, order.reference) == 0)
            server->records[i].gone = true;
    server->next_id = newest - 2;
    case_make_order(&sold, 9);
    case_push_order(&sold);
    case_turn_for(MINUTE_MS);
    case_check_once_paid(&sold);
    assert_int_equal(told(), 1);
}

static void many_are_asked_for_in_pages(void **state)
{
    (void)state;
    Writing writing;
    open_journal(&writing);
    put_session(&writing, case_config.origin);
    for (int32_t i = 1; i <= MANY; i++)
        put_order(&writing, i, JOURNAL_SERVER_CONFIRMED, i != 1);
    close_journal(&writing);
    case_create(NULL, 0);
    case_turn(60);
    assert_int_equal(case_fake->looked_for, MANY);
    assert_int_equal(told(), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(what_is_gone_is_told_after_a_sign_in),    CASE(a_draft_beside_a_paid_order_is_removed),
        CASE(they_come_one_by_one_to_be_journalled),   CASE(an_attendant_may_ask_again),
        CASE(a_server_that_cannot_say_is_asked_later), CASE(many_are_asked_for_in_pages),
        CASE(numbers_that_come_again_are_noticed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
