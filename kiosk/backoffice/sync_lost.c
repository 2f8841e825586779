/* Confirmed orders that the server has no more: it was restored from a backup. The newest ones of
 * the journal are looked for by their references after a sign-in, when an attendant asks the
 * server, and once a day, behind everything else on the read lane. What is gone is told; what an
 * attendant then wants sent again is read from the journal, one order for each command. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backoffice/odoo17_order_list.h"
#include "backoffice/odoo17_value.h"
#include "backoffice/sync_internal.h"
#include "base/log.h"

enum {
    LOST_SEGMENTS = 8, // of the journal, the newest: some ten thousand records
    LOST_AGAIN_MS = 300000,
    SNAPSHOT_BYTES = 16 << 20, // address space
};

static void tell_count(SyncThread *sync)
{
    SyncLost *lost = &sync->lost;
    if (lost->count == 0 && lost->told_count == 0)
        return;
    if (lost->count > 0)
        log_error("the server has lost %d confirmed orders: restored from a backup?",
                  (int)lost->count);
    lost->told_count = lost->count;
    sync_tell(sync, &(SyncEvent){.kind = SYNC_EVENT_LOST, .lost_count = lost->count});
}

static void end_look(SyncThread *sync)
{
    SyncLost *lost = &sync->lost;
    int32_t kept = 0;
    for (int32_t i = 0; i < lost->count; i++)
        if (!lost->found[i])
            lost->items[kept++] = lost->items[i];
    lost->count = kept;
    lost->looking = false;
    tell_count(sync);
}

static void look_later(SyncThread *sync, const char *words)
{
    SyncLost *lost = &sync->lost;
    log_warning("confirmed orders can't be looked for: %s; again later", words);
    lost->looking = false;
    lost->count = 0;
    lost->wanted = true;
    lost->not_before_ms = sync_now(sync) + LOST_AGAIN_MS;
}

// The newest first.
static void choose(SyncThread *sync, const JournalOrders *orders)
{
    SyncLost *lost = &sync->lost;
    lost->count = lost->asked = 0;
    for (int32_t i = orders->count - 1; i >= 0 && lost->count < SYNC_LOST_MAX; i--) {
        const JournalPaidOrder *order = &orders->items[i];
        if (order->state != JOURNAL_SERVER_CONFIRMED || order->digested ||
            strcmp(journal_orders_origin(orders, order), sync->config.origin) != 0)
            continue;
        lost->found[lost->count] = false;
        lost->items[lost->count] = *order;
        lost->items[lost->count++].words = NULL; // goes with the list
    }
}

static bool read_journal(SyncThread *sync)
{
    JournalOrders orders;
    Error error;
    sync->lost.wanted = false;
    if (!journal_orders_read_newest(&sync->os, sync->config.data_directory, LOST_SEGMENTS, &orders,
                                    &error)) {
        if (error.kind != ERROR_INVALID) // a folder without a journal has nothing to lose
            look_later(sync, error.message);
        return false;
    }
    choose(sync, &orders);
    journal_orders_release(&orders);
    return sync->lost.count > 0;
}

static void note_found(SyncLost *lost, const char *reference)
{
    for (int32_t i = 0; i < lost->count; i++)
        if (strcmp(lost->items[i].reference, reference) == 0)
            lost->found[i] = true;
}

static void on_page(SyncThread *sync, const HttpReply *reply)
{
    json_t *result = NULL, *record;
    OdooError refusal;
    Error error;
    size_t i;
    if (!sync_result(reply, &result, &refusal, &error)) {
        if (!refusal.present)
            sync_session_suspect(sync);
        look_later(sync, error.message);
        return;
    }
    if (json_is_array(result)) {
        json_array_foreach(result, i, record)
        {
            const char *name = json_string_value(json_object_get(record, "pos_reference"));
            if (name)
                note_found(&sync->lost, name);
        }
        if (sync->lost.asked >= sync->lost.count)
            end_look(sync);
    } else
        look_later(sync, odoo17_value_kind(result));
    json_decref(result);
}

static bool can_look(const SyncThread *sync)
{
    const SyncLost *lost = &sync->lost;
    bool quiet = lost->looking || (lost->wanted && !lost->sending);
    for (int32_t i = 0; i < sync->orders.count; i++)
        quiet = quiet && sync->orders.items[i].set_aside;
    return quiet && sync->state == SYNC_ONLINE && sync->link == SYNC_LINK_UP;
}

void sync_lost_want(SyncThread *sync)
{
    sync->lost.wanted = true;
    sync->lost.not_before_ms = 0;
}

bool sync_lost_turn(SyncThread *sync)
{
    SyncLost *lost = &sync->lost;
    if (!can_look(sync) || sync_now(sync) < lost->not_before_ms)
        return false;
    if (!lost->looking) {
        if (!read_journal(sync)) {
            tell_count(sync);
            return false;
        }
        lost->looking = true;
    }
    const char *references[ODOO17_ORDER_REFERENCES_MAX];
    int32_t count = 0;
    while (count < ODOO17_ORDER_REFERENCES_MAX && lost->asked < lost->count)
        references[count++] = lost->items[lost->asked++].reference;
    Odoo17Login login = sync_login(sync);
    sync_call(sync, HTTP_LANE_READ, odoo17_request_orders_of(&login, references, count),
              &sync_limits_read, on_page);
    return true;
}

int64_t sync_lost_due_ms(const SyncThread *sync)
{
    return sync_lane_free(sync, HTTP_LANE_READ) && can_look(sync) ? sync->lost.not_before_ms
                                                                  : INT64_MAX;
}

// Its snapshot into the event. False: it can no longer be read.
static bool read_order(SyncThread *sync, const JournalPaidOrder *order, SyncEvent *event)
{
    Arena arena;
    Bytes snapshot;
    Error error;
    arena_create(&arena, SNAPSHOT_BYTES);
    bool ok = journal_orders_snapshot(&sync->os, sync->config.data_directory, order, &arena,
                                      &snapshot, &error);
    if (ok) {
        uint8_t *copy = malloc(snapshot.size + 1);
        CHECK(copy != NULL);
        memcpy(copy, snapshot.data, snapshot.size);
        event->snapshot = (Bytes){copy, snapshot.size};
        memcpy(event->note.uuid, order->uuid, sizeof event->note.uuid);
        event->repairs = order->repairs;
    } else
        log_error("%s can't be sent again: %s", order->reference, error.message);
    arena_destroy(&arena);
    return ok;
}

void sync_lost_send_next(SyncThread *sync)
{
    SyncLost *lost = &sync->lost;
    SyncEvent event = {.kind = SYNC_EVENT_LOST_ORDER};
    if (lost->looking) { // a new look has begun: nobody knows yet what is gone, so it begins anew
        lost->count = 0;
        lost->wanted = true;
    }
    lost->looking = false;
    bool read = false;
    while (!read && lost->count > 0) // the oldest first
        read = read_order(sync, &lost->items[--lost->count], &event);
    lost->sending = lost->count > 0;
    event.lost_count = lost->told_count = lost->count;
    sync_tell(sync, &event);
}
