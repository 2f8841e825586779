/* The thread turned by hand, with a back office in memory: no network, no waiting, every fault by a seed. */
#include "backoffice/catalogue_file.h"
#include "backoffice/sync_internal.h"
#include "domain/catalogue_image.h"
#include "domain/order_snapshot.h"

#include "fake_backoffice.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { EVENTS_MAX = 4096 };

static char folder[64];
static FakeBackoffice *fake;
static Os os;
static HttpTransport transport;
static SyncConfig config;
static BoundedQueue events;
static SyncThread *sync_thread;
static SyncEvent *seen; // all events so far
static int32_t seen_count;

static void drain(void)
{
    while (seen_count < EVENTS_MAX && bounded_queue_pop(&events, &seen[seen_count]))
        seen_count++;
}

static void turn(int32_t times)
{
    for (int32_t i = 0; i < times; i++) {
        sync_turn(sync_thread);
        drain();
        for (int32_t k = 0; k < seen_count; k++)
            assert_null(strstr(seen[k].words, "0123456789secret"));
    }
}

static void turn_for(int64_t ms)
{
    int64_t until = fake->now_ms + ms;
    while (fake->now_ms < until)
        turn(1);
}

static void forget_seen(void)
{
    for (int32_t i = 0; i < seen_count; i++)
        sync_release_catalogue(seen[i].catalogue_block);
    seen_count = 0;
}

// The index of the first event of that kind, or -1.
static int32_t index_of(SyncEventKind kind)
{
    for (int32_t i = 0; i < seen_count; i++)
        if (seen[i].kind == kind)
            return i;
    return -1;
}

static int32_t index_of_state(SyncState state)
{
    for (int32_t i = 0; i < seen_count; i++)
        if (seen[i].kind == SYNC_EVENT_STATE && seen[i].state == state)
            return i;
    return -1;
}

static int32_t notes_of(const char *uuid, JournalServerState state)
{
    int32_t count = 0;
    for (int32_t i = 0; i < seen_count; i++)
        count += seen[i].kind == SYNC_EVENT_ORDER && seen[i].note.state == state &&
                 (!uuid || strcmp(seen[i].note.uuid, uuid) == 0);
    return count;
}

static SyncState state_now(void)
{
    SyncState state = SYNC_STARTING;
    for (int32_t i = 0; i < seen_count; i++)
        if (seen[i].kind == SYNC_EVENT_STATE)
            state = seen[i].state;
    return state;
}

static void create(const JournalPending *pending, int32_t pending_count)
{
    Error error;
    if (!sync_create(&os, &transport, &config, pending, pending_count, &events, &sync_thread, &error))
        fail_msg("%s", error.message);
}

static int begin_case(void **state)
{
    (void)state;
    fake = calloc(1, sizeof *fake);
    fake_backoffice_init(fake, 1);
    os = fake_backoffice_os(fake);
    transport = fake_backoffice_transport(fake);
    bounded_queue_init(&events, sizeof(SyncEvent), 4);
    seen = calloc(EVENTS_MAX, sizeof *seen);
    seen_count = 0;
    config = (SyncConfig){.language_count = 1, .reopen_closed_session = true, .want_pictures = true};
    snprintf(config.languages[0], 8, "en");
    snprintf(config.database, sizeof config.database, "shop");
    snprintf(config.login, sizeof config.login, "lane");
    snprintf(config.key, sizeof config.key, "0123456789secret");
    snprintf(config.pos_config, sizeof config.pos_config, "Lane 1");
    snprintf(config.origin, sizeof config.origin, "https://shop.example shop");
    snprintf(folder, sizeof folder, "/tmp/kiosk-sync-XXXXXX");
    assert_non_null(mkdtemp(folder));
    snprintf(config.data_directory, sizeof config.data_directory, "%s", folder);
    return 0;
}

static int end_case(void **state)
{
    (void)state;
    char command[96];
    if (sync_thread)
        sync_destroy(sync_thread);
    sync_thread = NULL;
    drain();
    forget_seen();
    free(seen);
    bounded_queue_release(&events);
    fake_backoffice_release(fake);
    free(fake);
    snprintf(command, sizeof command, "rm -r %s", folder);
    return system(command);
}

/* --- orders --- */

typedef struct TestOrder {
    char uuid[ORDER_UUID_SIZE], reference[ORDER_REFERENCE_SIZE], token[ORDER_UUID_SIZE];
    uint8_t bytes[4096];
    Bytes snapshot;
} TestOrder;

static void make_order(TestOrder *out, int32_t number)
{
    static Order order;
    static uint8_t room[ORDER_SNAPSHOT_SIZE_MAX];
    Arena arena = {room, 0, sizeof room};
    Bytes snapshot;
    Error error;
    order = (Order){.number = {5, 1, number},
                    .config_id = 3,
                    .user_id = 8,
                    .paid_unix_ms = 1795443177000,
                    .started_unix_ms = 1795443170000,
                    .language = "en",
                    .currency = {.code = "EUR", .symbol = "E", .decimals = 2, .rounding = 0.01},
                    .price_digits = 2,
                    .line_count = 1,
                    .next_line_id = 2,
                    .total = {150},
                    .total_untaxed = {124},
                    .total_tax = {26},
                    .payment_count = 1};
    snprintf(order.uuid, sizeof order.uuid, "00000000-0000-4000-8000-%012d", number);
    snprintf(order.access_token, sizeof order.access_token, "11111111-0000-4000-8000-%012d", number);
    order.lines[0] = (OrderLine){.id = 1,
                                 .article_id = 11,
                                 .name = "Milk",
                                 .unit = "Units",
                                 .quantity = {1000},
                                 .unit_price = {1500000},
                                 .list_price = {1500000},
                                 .subtotal = {124},
                                 .subtotal_incl = {150},
                                 .display_total = {150}};
    snprintf(order.lines[0].uuid, sizeof order.lines[0].uuid, "22222222-0000-4000-8000-%012d", number);
    order.payments[0] = (OrderPayment){.method_id = 6, .method_name = "Card", .amount = {150}, .paid_unix_ms = 1795443177000};
    if (!order_snapshot_encode(&order, &arena, &snapshot, &error))
        fail_msg("%s", error.message);
    assert_true(snapshot.size <= sizeof out->bytes);
    memcpy(out->bytes, snapshot.data, snapshot.size);
    out->snapshot = (Bytes){out->bytes, snapshot.size};
    memcpy(out->uuid, order.uuid, sizeof out->uuid);
    memcpy(out->token, order.access_token, sizeof out->token);
    order_reference(&order.number, out->reference);
}

static void push_order(const TestOrder *order)
{
    assert_true(sync_send_order(sync_thread, order->uuid, order->snapshot));
}

static void check_once_paid(const TestOrder *order)
{
    assert_int_equal(model_count(&fake->orders, order->reference, true), 1);
    assert_int_equal(model_count(&fake->orders, order->reference, false), 0);
}

/* --- sign-in and session --- */

static void a_start_goes_in_order(void **state)
{
    (void)state;
    static const char *const way[] = {"authenticate", "search_read", "open_ui",       "search_read",
                                      "read",         "login",       "search_read", "load_pos_data"};
    create(NULL, 0);
    turn(30);
    for (size_t i = 0; i < COUNT_OF(way); i++)
        assert_string_equal(fake->methods[i], way[i]);
    assert_true(index_of(SYNC_EVENT_SESSION) >= 0);
    assert_true(index_of(SYNC_EVENT_SESSION) < index_of(SYNC_EVENT_CATALOGUE));
    assert_true(index_of(SYNC_EVENT_CATALOGUE) < index_of_state(SYNC_ONLINE));
    assert_true(index_of(SYNC_EVENT_TIME) >= 0);
    const JournalSession *session = &seen[index_of(SYNC_EVENT_SESSION)].session;
    assert_int_equal(session->session_id, 5);
    assert_int_equal(session->login_number, 1);
    assert_int_equal(session->user_id, 8);
    assert_int_equal(session->config_id, 3);
    assert_string_equal(session->origin, config.origin);
    assert_int_equal(session->opened_unix_ms, 1795420800000);
    assert_false(fake->key_seen_wrong);
    assert_int_equal(fake_backoffice_asked(fake, "set_cashbox_pos"), 0);
}

static void the_opening_count_is_sent_once_and_only_when_it_is_waited_for(void **state)
{
    (void)state;
    fake->cash_control = true;
    create(NULL, 0);
    turn(30);
    assert_int_equal(fake_backoffice_asked(fake, "set_cashbox_pos"), 1);
    assert_true(fake->cashbox == 12.5); // nothing of the lane's own: what the server expects
    sync_destroy(sync_thread);
    create(NULL, 0); // a second start joins the open session
    turn(30);
    assert_int_equal(fake_backoffice_asked(fake, "set_cashbox_pos"), 1);
    assert_int_equal(fake->login_number, 2);
    assert_int_equal(fake->opened_sessions, 1);
    sync_destroy(sync_thread);
    fake->session_id = 0;
    config.opening_cash = (Money){4550};
    create(NULL, 0);
    turn(40);
    assert_true(fake->cashbox == 45.5);
}

static void a_closed_session_is_opened_again_only_when_allowed(void **state)
{
    (void)state;
    TestOrder order;
    config.reopen_closed_session = false;
    create(NULL, 0);
    turn_for(300000);
    assert_int_equal(state_now(), SYNC_CLOSED);
    assert_int_equal(fake->opened_sessions, 0);
    assert_true(sync_reopen(sync_thread));
    turn_for(2000);
    assert_int_equal(state_now(), SYNC_ONLINE);
    forget_seen();
    fake->session_id = 0; // somebody closes it in the back office
    turn_for(130000);
    assert_int_equal(state_now(), SYNC_CLOSED);
    assert_int_equal(fake->opened_sessions, 1);
    make_order(&order, 1); // a late order still goes out: the server makes a rescue session
    push_order(&order);
    turn_for(2000);
    check_once_paid(&order);
    assert_int_equal(notes_of(order.uuid, JOURNAL_SERVER_CONFIRMED), 1);
}

static void a_session_that_hangs_in_closing_is_told(void **state)
{
    (void)state;
    fake->session_id = 5;
    snprintf(fake->session_state, sizeof fake->session_state, "closing_control");
    create(NULL, 0);
    turn_for(1000);
    assert_int_equal(state_now(), SYNC_STUCK);
    assert_int_equal(fake_backoffice_asked(fake, "login"), 0);
    fake->session_id = 0; // finished by a person; this start may open the next one
    turn_for(130000);
    assert_int_equal(state_now(), SYNC_ONLINE);
    snprintf(fake->session_state, sizeof fake->session_state, "closing_control");
    turn_for(130000);
    assert_int_equal(state_now(), SYNC_STUCK);
}

static void what_a_person_must_mend_is_said(void **state)
{
    (void)state;
    snprintf(config.key, sizeof config.key, "another");
    create(NULL, 0);
    turn_for(600000);
    assert_int_equal(state_now(), SYNC_REFUSED);
    int32_t at = index_of_state(SYNC_REFUSED);
    assert_string_equal(seen[at].words, "the server does not accept login 'lane' with this key: check key_file");
    assert_int_equal(index_of(SYNC_EVENT_SESSION), -1);
    int32_t told = 0;
    for (int32_t i = 0; i < seen_count; i++)
        told += seen[i].kind == SYNC_EVENT_STATE;
    assert_true(told <= 2); // the same words are told once
    assert_true(fake_backoffice_asked(fake, "authenticate") <= 12);
}

/* --- no server --- */

static void without_a_server_it_tries_on_and_on_but_not_often(void **state)
{
    (void)state;
    fake->unreachable = true;
    create(NULL, 0);
    int64_t began = fake->now_ms;
    turn_for(3600000);
    assert_int_equal(state_now(), SYNC_OFFLINE);
    assert_int_equal(fake->now_ms - began >= 3600000, 1);
    assert_true(sync_thread->session.failures >= 59 && sync_thread->session.failures < 90);
    fake->unreachable = false;
    turn_for(62000);
    assert_int_equal(state_now(), SYNC_ONLINE);
    assert_true(index_of(SYNC_EVENT_SESSION) > index_of_state(SYNC_OFFLINE));
}

static void orders_of_an_offline_start_go_before_a_long_load(void **state)
{
    (void)state;
    TestOrder orders[3];
    JournalPending pending[3] = {0};
    for (int32_t i = 0; i < 3; i++) {
        make_order(&orders[i], 1 + i);
        memcpy(pending[i].uuid, orders[i].uuid, sizeof pending[i].uuid);
        pending[i].snapshot = orders[i].snapshot;
    }
    fake->load_takes_ms = 300000;
    create(pending, 3);
    turn_for(20000);
    for (int32_t i = 0; i < 3; i++)
        check_once_paid(&orders[i]);
    assert_int_equal(notes_of(NULL, JOURNAL_SERVER_CONFIRMED), 3);
    assert_int_equal(state_now(), SYNC_LOADING);
    assert_true(sync_look_up(sync_thread, "12")); // nor does a customer wait for it
    turn_for(1000);
    assert_true(index_of(SYNC_EVENT_LOOKUP) >= 0);
    assert_int_equal(seen[index_of(SYNC_EVENT_LOOKUP)].lookup_article_id, 12);
    assert_int_equal(index_of(SYNC_EVENT_CATALOGUE), -1);
    turn_for(300000);
    assert_int_equal(state_now(), SYNC_ONLINE);
    assert_true(fake->write_calls_while_loading > 0);
}

static void look_ups_without_a_server_are_answered_at_once(void **state)
{
    (void)state;
    fake->unreachable = true;
    create(NULL, 0);
    turn(3);
    assert_true(sync_look_up(sync_thread, "4006381333931"));
    turn(1);
    int32_t at = index_of(SYNC_EVENT_LOOKUP);
    assert_true(at >= 0);
    assert_int_equal(seen[at].lookup_article_id, -1);
    assert_string_equal(seen[at].barcode, "4006381333931");
}

/* --- orders --- */

static void an_order_is_drafted_then_confirmed(void **state)
{
    (void)state;
    TestOrder order;
    create(NULL, 0);
    turn(30);
    forget_seen();
    make_order(&order, 7);
    push_order(&order);
    push_order(&order); // told twice, sent once
    turn(20);
    assert_int_equal(notes_of(order.uuid, JOURNAL_SERVER_DRAFTED), 1);
    assert_int_equal(notes_of(order.uuid, JOURNAL_SERVER_CONFIRMED), 1);
    check_once_paid(&order);
    assert_int_equal(fake_backoffice_asked(fake, "create_from_ui"), 2);
    assert_int_equal(sync_thread->orders.count, 0);
}

static void stray_drafts_of_ours_are_removed(void **state)
{
    (void)state;
    TestOrder order;
    int32_t id;
    make_order(&order, 7);
    for (int i = 0; i < 3; i++) // stored in parallel by an earlier life
        model_push_slowly(&fake->orders, order.reference, order.token, 1.5, true, 0);
    (void)model_push(&fake->orders, "Order 00005-001-0099", "other", 1, true, &id);
    create(NULL, 0);
    turn(30);
    push_order(&order);
    turn(20);
    check_once_paid(&order);
    assert_int_equal(model_count(&fake->orders, "Order 00005-001-0099", false), 1); // not ours: untouched
}

static void a_record_that_is_not_ours_is_a_case(void **state)
{
    (void)state;
    TestOrder order;
    int32_t id;
    make_order(&order, 7);
    (void)model_push(&fake->orders, order.reference, "99999999-0000-4000-8000-000000000000", 1.5, false, &id);
    create(NULL, 0);
    turn(30);
    push_order(&order);
    turn(20);
    assert_int_equal(notes_of(order.uuid, JOURNAL_SERVER_REFUSED), 1);
    assert_int_equal(fake_backoffice_asked(fake, "create_from_ui"), 0);
}

static void another_total_is_a_case(void **state)
{
    (void)state;
    TestOrder order;
    int32_t id;
    make_order(&order, 7);
    (void)model_push(&fake->orders, order.reference, order.token, 1.51, false, &id);
    create(NULL, 0);
    turn(30);
    push_order(&order);
    turn(20);
    assert_int_equal(notes_of(order.uuid, JOURNAL_SERVER_REFUSED), 1);
}

static void a_refused_order_waits_for_an_attendant(void **state)
{
    (void)state;
    TestOrder bad, good;
    make_order(&bad, 1);
    make_order(&good, 2);
    create(NULL, 0);
    turn(30);
    fake->refuse_method = "create_from_ui";
    fake->refuse_name = "odoo.exceptions.ValidationError";
    fake->refuse_message = "The payment method is not allowed";
    fake->refuse_count = 1;
    push_order(&bad);
    push_order(&good);
    turn_for(100000);
    assert_int_equal(notes_of(bad.uuid, JOURNAL_SERVER_REFUSED), 1);
    check_once_paid(&good);
    for (int32_t i = 0; i < seen_count; i++)
        if (seen[i].kind == SYNC_EVENT_ORDER && seen[i].note.state == JOURNAL_SERVER_REFUSED)
            assert_string_equal(seen[i].note.words, "ValidationError: The payment method is not allowed");
    assert_true(sync_retry_order(sync_thread, bad.uuid));
    turn_for(10000);
    check_once_paid(&bad);
    assert_int_equal(notes_of(bad.uuid, JOURNAL_SERVER_CONFIRMED), 1);
}

static void the_same_refusal_three_times_stops_the_queue(void **state)
{
    (void)state;
    TestOrder orders[5];
    create(NULL, 0);
    turn(30);
    fake->refuse_method = "create_from_ui";
    fake->refuse_name = "odoo.exceptions.UserError";
    fake->refuse_message = "The period is locked";
    fake->refuse_count = 1000;
    for (int32_t i = 0; i < 5; i++) {
        make_order(&orders[i], 1 + i);
        push_order(&orders[i]);
    }
    turn_for(200000);
    assert_true(index_of(SYNC_EVENT_QUEUE_STOPPED) >= 0);
    assert_string_equal(seen[index_of(SYNC_EVENT_QUEUE_STOPPED)].words, "UserError: The period is locked");
    assert_int_equal(fake_backoffice_asked(fake, "create_from_ui"), 3);
    assert_int_equal(notes_of(NULL, JOURNAL_SERVER_REFUSED), 2); // and both wait again
    assert_int_equal(notes_of(NULL, JOURNAL_SERVER_WAITING), 2);
    fake->refuse_count = 0; // mended
    assert_true(sync_reopen(sync_thread));
    turn_for(30000);
    for (int32_t i = 0; i < 5; i++)
        check_once_paid(&orders[i]);
}

static void rights_taken_away_stop_the_queue_at_once(void **state)
{
    (void)state;
    TestOrder order;
    create(NULL, 0);
    turn(30);
    fake->refuse_method = "create_from_ui";
    fake->refuse_name = "odoo.exceptions.AccessError";
    fake->refuse_message = "You are not allowed to access 'Point of Sale Orders'";
    fake->refuse_count = 1;
    make_order(&order, 1);
    push_order(&order);
    turn_for(100000);
    assert_true(index_of(SYNC_EVENT_QUEUE_STOPPED) >= 0);
    assert_int_equal(notes_of(order.uuid, JOURNAL_SERVER_REFUSED), 0);
    assert_true(sync_reopen(sync_thread));
    turn_for(10000);
    check_once_paid(&order);
}

static void an_order_that_cannot_be_read_is_set_aside(void **state)
{
    (void)state;
    TestOrder good;
    make_order(&good, 2);
    create(NULL, 0);
    turn(30);
    assert_true(sync_send_order(sync_thread, "bad", (Bytes){(const uint8_t *)"nonsense", 8}));
    push_order(&good);
    turn_for(5000);
    assert_int_equal(notes_of("bad", JOURNAL_SERVER_REFUSED), 1);
    check_once_paid(&good);
}

// The promise: whatever is lost, cut, slow or killed, each order is at the server once, and paid.
static void each_order_ends_once_paid(void **state)
{
    (void)state;
    enum { ORDERS = 3 };
    static TestOrder orders[ORDERS];
    int32_t runs = getenv("SYNC_SEEDS") ? atoi(getenv("SYNC_SEEDS")) : 2000;
    for (int32_t i = 0; i < ORDERS; i++)
        make_order(&orders[i], 1 + i);
    for (int32_t run = 1; run <= runs; run++) {
        fake_backoffice_release(fake);
        fake_backoffice_init(fake, (uint64_t)run);
        fake->no_catalogue = fake->faulty = true;
        create(NULL, 0);
        int32_t begun = 0, turns = 0;
        bool done[ORDERS] = {false};
        for (; turns < 6000 && !(done[0] && done[1] && done[2]); turns++) {
            fake->faulty = turns < 150;
            fake->unreachable = turns < 150 && turns % 40 > 33;
            if (begun < ORDERS && turns % 20 == 12)
                push_order(&orders[begun++]);
            if (turns < 150 && turns % 50 == 41) { // the program dies: its journal knows what was not confirmed
                JournalPending pending[ORDERS] = {0};
                int32_t count = 0;
                for (int32_t i = 0; i < begun; i++)
                    if (!done[i]) {
                        memcpy(pending[count].uuid, orders[i].uuid, sizeof pending[count].uuid);
                        pending[count++].snapshot = orders[i].snapshot;
                    }
                sync_destroy(sync_thread);
                create(pending, count);
            }
            sync_turn(sync_thread);
            drain();
            for (int32_t i = 0; i < seen_count; i++)
                for (int32_t k = 0; k < ORDERS && seen[i].kind == SYNC_EVENT_ORDER; k++)
                    if (strcmp(seen[i].note.uuid, orders[k].uuid) == 0) {
                        done[k] |= seen[i].note.state == JOURNAL_SERVER_CONFIRMED;
                        if (seen[i].note.state == JOURNAL_SERVER_REFUSED) // six bad answers in a row
                            assert_true(sync_retry_order(sync_thread, orders[k].uuid));
                    }
            if (fake->faulty == false && sync_thread->orders.queue.stopped)
                assert_true(sync_reopen(sync_thread));
            forget_seen();
        }
        sync_destroy(sync_thread);
        sync_thread = NULL;
        model_advance(&fake->orders, fake->now_ms + 100000);
        for (int32_t i = 0; i < ORDERS; i++)
            if (model_count(&fake->orders, orders[i].reference, true) != 1 ||
                model_count(&fake->orders, orders[i].reference, false) != 0)
                fail_msg("seed %d: order %d is paid %d times, with %d drafts", run, i,
                         model_count(&fake->orders, orders[i].reference, true),
                         model_count(&fake->orders, orders[i].reference, false));
    }
}

/* --- pictures, catalogue file, a full queue --- */

static void pictures_become_files(void **state)
{
    (void)state;
    create(NULL, 0);
    turn(30);
    forget_seen();
    assert_true(sync_want_picture(sync_thread, false, 11, 100));
    assert_true(sync_want_picture(sync_thread, false, 12, 100)); // no base64: dropped
    turn(6);
    int32_t at = index_of(SYNC_EVENT_PICTURE);
    assert_true(at >= 0);
    assert_int_equal(seen[at].picture_id, 11);
    FILE *file = fopen(seen[at].picture_path, "r");
    char bytes[16];
    assert_non_null(file);
    assert_int_equal(fread(bytes, 1, sizeof bytes, file), 8);
    assert_memory_equal(bytes, "\x89PNG\r\n\x1a\n", 8);
    fclose(file);
    forget_seen();
    fake->unreachable = true; // from the file
    assert_true(sync_want_picture(sync_thread, false, 11, 100));
    turn(1);
    assert_true(index_of(SYNC_EVENT_PICTURE) >= 0);
    assert_int_equal(sync_thread->pictures.count, 0);
}

static void a_damaged_image_falls_back_to_the_one_before(void **state)
{
    (void)state;
    create(NULL, 0);
    turn(30);
    assert_true(sync_reload(sync_thread));
    turn(30);
    Bytes block;
    Catalogue catalogue;
    char words[240], path[96];
    Error error;
    assert_true(catalogue_file_open(folder, config.origin, &block, &catalogue, words, &error));
    assert_string_equal(words, "");
    assert_int_equal(catalogue.article_count, 2);
    sync_release_catalogue(block);
    assert_false(catalogue_file_open(folder, "https://another.example shop", &block, &catalogue, words, &error));
    assert_int_equal(error.kind, ERROR_INVALID);
    snprintf(path, sizeof path, "%s/catalogue.img", folder);
    FILE *file = fopen(path, "r+");
    fseek(file, -9, SEEK_END);
    fputc(0x55, file);
    fclose(file);
    assert_true(catalogue_file_open(folder, config.origin, &block, &catalogue, words, &error));
    assert_non_null(strstr(words, "the catalogue before the last one is used"));
    sync_release_catalogue(block);
    assert_int_equal(truncate(path, 100), 0);
    assert_true(catalogue_file_open(folder, config.origin, &block, &catalogue, words, &error));
    sync_release_catalogue(block);
    snprintf(path, sizeof path, "%s/catalogue.img.old", folder);
    assert_int_equal(truncate(path, 0), 0);
    assert_false(catalogue_file_open(folder, config.origin, &block, &catalogue, words, &error));
    assert_int_equal(error.kind, ERROR_CORRUPT);
    assert_int_equal(unlink(path), 0);
    snprintf(path, sizeof path, "%s/catalogue.img", folder);
    assert_int_equal(unlink(path), 0);
    assert_false(catalogue_file_open(folder, config.origin, &block, &catalogue, words, &error));
    assert_int_equal(error.kind, ERROR_IO);
}

static void nothing_is_lost_when_the_main_thread_is_slow(void **state)
{
    (void)state;
    TestOrder orders[6];
    create(NULL, 0);
    for (int32_t i = 0; i < 6; i++) {
        make_order(&orders[i], 1 + i);
        push_order(&orders[i]);
    }
    for (int32_t i = 0; i < 2000; i++) {
        sync_turn(sync_thread);
        if (i % 100 == 99 && bounded_queue_pop(&events, &seen[seen_count])) // the queue holds four
            seen_count++;
    }
    turn(30);
    assert_int_equal(notes_of(NULL, JOURNAL_SERVER_DRAFTED), 6);
    assert_int_equal(notes_of(NULL, JOURNAL_SERVER_CONFIRMED), 6);
    assert_true(index_of(SYNC_EVENT_SESSION) < index_of(SYNC_EVENT_CATALOGUE));
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, begin_case, end_case)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_start_goes_in_order),
        CASE(the_opening_count_is_sent_once_and_only_when_it_is_waited_for),
        CASE(a_closed_session_is_opened_again_only_when_allowed),
        CASE(a_session_that_hangs_in_closing_is_told),
        CASE(what_a_person_must_mend_is_said),
        CASE(without_a_server_it_tries_on_and_on_but_not_often),
        CASE(orders_of_an_offline_start_go_before_a_long_load),
        CASE(look_ups_without_a_server_are_answered_at_once),
        CASE(an_order_is_drafted_then_confirmed),
        CASE(stray_drafts_of_ours_are_removed),
        CASE(a_record_that_is_not_ours_is_a_case),
        CASE(another_total_is_a_case),
        CASE(a_refused_order_waits_for_an_attendant),
        CASE(the_same_refusal_three_times_stops_the_queue),
        CASE(rights_taken_away_stop_the_queue_at_once),
        CASE(an_order_that_cannot_be_read_is_set_aside),
        CASE(each_order_ends_once_paid),
        CASE(pictures_become_files),
        CASE(a_damaged_image_falls_back_to_the_one_before),
        CASE(nothing_is_lost_when_the_main_thread_is_slow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
