#include "sync_case.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "domain/order_snapshot.h"
#include "support/unit_test.h"

char case_folder[64];
FakeBackoffice *case_fake;
static Os os;
static HttpTransport transport;
SyncConfig case_config;
BoundedQueue case_events;
SyncThread *case_sync;
SyncEvent *case_seen; // all events so far
int32_t case_seen_count;

void case_drain(void)
{
    while (case_seen_count < CASE_EVENTS_MAX &&
           bounded_queue_pop(&case_events, &case_seen[case_seen_count]))
        case_seen_count++;
}

void case_turn(int32_t times)
{
    for (int32_t i = 0; i < times; i++) {
        sync_turn(case_sync);
        case_drain();
        for (int32_t k = 0; k < case_seen_count; k++)
            assert_null(strstr(case_seen[k].words, "0123456789secret"));
    }
}

void case_turn_for(int64_t ms)
{
    int64_t until = case_fake->now_ms + ms;
    while (case_fake->now_ms < until)
        case_turn(1);
}

void case_forget_seen(void)
{
    for (int32_t i = 0; i < case_seen_count; i++) {
        sync_release_catalogue(case_seen[i].catalogue_block);
        free((void *)(uintptr_t)case_seen[i].snapshot.data);
        reconcile_listing_free(case_seen[i].listing);
    }
    case_seen_count = 0;
}

// The index of the first event of that kind, or -1.
int32_t case_index_of(SyncEventKind kind)
{
    for (int32_t i = 0; i < case_seen_count; i++)
        if (case_seen[i].kind == kind)
            return i;
    return -1;
}

int32_t case_count_of(SyncEventKind kind)
{
    int32_t count = 0;
    for (int32_t i = 0; i < case_seen_count; i++)
        count += case_seen[i].kind == kind;
    return count;
}

int32_t case_index_of_state(SyncState state)
{
    for (int32_t i = 0; i < case_seen_count; i++)
        if (case_seen[i].kind == SYNC_EVENT_STATE && case_seen[i].state == state)
            return i;
    return -1;
}

int32_t case_notes_of(const char *uuid, JournalServerState state)
{
    int32_t count = 0;
    for (int32_t i = 0; i < case_seen_count; i++)
        count += case_seen[i].kind == SYNC_EVENT_ORDER && case_seen[i].note.state == state &&
                 (!uuid || strcmp(case_seen[i].note.uuid, uuid) == 0);
    return count;
}

SyncState case_state(void)
{
    SyncState state = SYNC_STARTING;
    for (int32_t i = 0; i < case_seen_count; i++)
        if (case_seen[i].kind == SYNC_EVENT_STATE)
            state = case_seen[i].state;
    return state;
}

void case_create(const JournalPending *pending, int32_t pending_count)
{
    Error error;
    if (!sync_create(&os, &transport, &case_config, pending, pending_count, &case_events,
                     &case_sync, &error))
        fail_msg("%s", error.message);
}

int case_begin(void **state)
{
    (void)state;
    case_fake = calloc(1, sizeof *case_fake);
    fake_backoffice_init(case_fake, 1);
    os = fake_backoffice_os(case_fake);
    transport = fake_backoffice_transport(case_fake);
    bounded_queue_init(&case_events, sizeof(SyncEvent), 4);
    case_seen = calloc(CASE_EVENTS_MAX, sizeof *case_seen);
    case_seen_count = 0;
    case_config =
        (SyncConfig){.language_count = 1, .reopen_closed_session = true, .want_pictures = true};
    snprintf(case_config.languages[0], 8, "en");
    snprintf(case_config.database, sizeof case_config.database, "shop");
    snprintf(case_config.login, sizeof case_config.login, "lane");
    snprintf(case_config.key, sizeof case_config.key, "0123456789secret");
    snprintf(case_config.pos_config, sizeof case_config.pos_config, "Lane 1");
    snprintf(case_config.origin, sizeof case_config.origin, "https://shop.example shop");
    snprintf(case_folder, sizeof case_folder, "/tmp/kiosk-sync-XXXXXX");
    assert_non_null(mkdtemp(case_folder));
    snprintf(case_config.data_directory, sizeof case_config.data_directory, "%s", case_folder);
    return 0;
}

int case_end(void **state)
{
    (void)state;
    char command[96];
    if (case_sync)
        sync_stop(case_sync);
    case_sync = NULL;
    case_drain();
    case_forget_seen();
    free(case_seen);
    bounded_queue_release(&case_events);
    fake_backoffice_release(case_fake);
    free(case_fake);
    snprintf(command, sizeof command, "rm -r %s", case_folder);
    return system(command);
}

/* --- orders --- */

void case_make_order(TestOrder *out, int32_t number)
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
    snprintf(order.access_token, sizeof order.access_token, "11111111-0000-4000-8000-%012d",
             number);
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
    snprintf(order.lines[0].uuid, sizeof order.lines[0].uuid, "22222222-0000-4000-8000-%012d",
             number);
    order.payments[0] = (OrderPayment){
        .method_id = 6, .method_name = "Card", .amount = {150}, .paid_unix_ms = 1795443177000};
    if (!order_snapshot_encode(&order, &arena, &snapshot, &error))
        fail_msg("%s", error.message);
    assert_true(snapshot.size <= sizeof out->bytes);
    memcpy(out->bytes, snapshot.data, snapshot.size);
    out->snapshot = (Bytes){out->bytes, snapshot.size};
    memcpy(out->uuid, order.uuid, sizeof out->uuid);
    memcpy(out->token, order.access_token, sizeof out->token);
    order_reference(&order.number, out->reference);
}

void case_push_order(const TestOrder *order)
{
    assert_true(sync_send_order(case_sync, order->uuid, order->snapshot, NULL));
}

void case_check_once_paid(const TestOrder *order)
{
    assert_int_equal(model_count(&case_fake->orders, order->reference, true), 1);
    assert_int_equal(model_count(&case_fake->orders, order->reference, false), 0);
}
