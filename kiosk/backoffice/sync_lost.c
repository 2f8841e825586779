/* Confirmed orders that the server has no more: it was restored from a backup. The newest ones of
 * the journal are looked for by their references after a sign-in, when an attendant asks the
 * server, and once a day, behind everything else on the read lane. What is gone is told; what an
 * attendant then wants sent again is read from the journal, one order for each command. Drafts of
 * ours that stand beside a paid order are removed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backoffice/odoo17_order_list.h"
#include "backoffice/odoo17_order_record.h"
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
    lost->looked_ms = sync_now(sync);
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
    lost->count = lost->asked = lost->stray_count = 0;
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

// Whose record it is: of an old copy of this folder another order may have the name. -1: not ours.
static int32_t whose(const SyncLost *lost, const Odoo17OrderRecord *record)
{
    for (int32_t i = 0; i < lost->count; i++)
        if (strcmp(lost->items[i].reference, record->reference) == 0 &&
            strcmp(lost->items[i].access_token, record->access_token) == 0)
            return i;
    return -1;
}

// A draft beside the paid order: the server finished a push long after it was given up, perhaps in
// an earlier life. No session that has one can be closed.
static void note_records(SyncLost *lost, const Odoo17OrderRecord *records, int32_t count)
{
    for (int32_t i = 0; i < count; i++) {
        int32_t owner = whose(lost, &records[i]);
        if (owner >= 0 && odoo17_order_is_paid(records[i].state))
            lost->found[owner] = true;
    }
    for (int32_t i = 0; i < count && lost->stray_count < SYNC_STRAYS_MAX; i++) {
        int32_t owner = whose(lost, &records[i]);
        if (owner >= 0 && lost->found[owner] && records[i].state == ODOO17_ORDER_DRAFT)
            lost->strays[lost->stray_count++] = records[i].id;
    }
    for (int32_t i = 0; i < count; i++) { // somebody there cancelled the sale: it isn't lost
        int32_t owner = whose(lost, &records[i]);
        if (owner >= 0 && records[i].state == ODOO17_ORDER_CANCELLED &&
            records[i].id == lost->items[owner].server_id)
            lost->found[owner] = true;
    }
}

static bool take_page(SyncThread *sync, const json_t *result, Error *error)
{
    SyncLost *lost = &sync->lost;
    int32_t count = 0;
    Odoo17OrderRecord *records = malloc(ODOO17_ORDER_PAGE_MAX * sizeof *records);
    CHECK(records != NULL);
    bool ok = odoo17_order_records(result, &lost->items[0].currency, records, ODOO17_ORDER_PAGE_MAX,
                                   &count, error);
    if (ok)
        note_records(lost, records, count);
    free(records);
    return ok;
}

static void on_page(SyncThread *sync, const HttpReply *reply)
{
    json_t *result = NULL;
    OdooError refusal;
    Error error;
    if (!sync_result(reply, &result, &refusal, &error)) {
        if (!refusal.present)
            sync_session_suspect(sync);
        look_later(sync, error.message);
        return;
    }
    if (!take_page(sync, result, &error))
        look_later(sync, error.message);
    else if (sync->lost.asked >= sync->lost.count)
        end_look(sync);
    json_decref(result);
}

static bool can_look(const SyncThread *sync)
{
    const SyncLost *lost = &sync->lost;
    bool quiet = lost->looking || (lost->wanted && !lost->sending);
    for (int32_t i = 0; i < sync->orders.count; i++)
        quiet = quiet && (sync->orders.items[i].set_aside || sync->orders.items[i].ended);
    return quiet && sync->state == SYNC_ONLINE && sync->link == SYNC_LINK_UP;
}

void sync_lost_confirmed(SyncThread *sync, int32_t server_id)
{
    bool again = server_id <= sync->lost.newest_id;
    sync->lost.newest_id = server_id;
    if (!again)
        return;
    log_warning("the server gives number %d again: looking for the orders that it had", server_id);
    sync_lost_want(sync);
}

void sync_lost_link_up(SyncThread *sync)
{
    if (sync_now(sync) >= sync->lost.looked_ms + LOST_AGAIN_MS)
        sync->lost.wanted = true;
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

static bool can_clear(const SyncThread *sync)
{
    const SyncLost *lost = &sync->lost;
    return lost->stray_count > 0 && !lost->looking && sync->state == SYNC_ONLINE &&
           sync->link == SYNC_LINK_UP;
}

static void on_cleared(SyncThread *sync, const HttpReply *reply)
{
    json_t *result = NULL;
    OdooError refusal;
    Error error;
    bool ok = sync_result(reply, &result, &refusal, &error);
    json_decref(result);
    sync->lost.stray_count = 0;
    if (ok)
        return;
    if (!refusal.present)
        sync_session_suspect(sync);
    look_later(sync, error.message);
}

bool sync_lost_clear_turn(SyncThread *sync)
{
    SyncLost *lost = &sync->lost;
    if (!can_clear(sync))
        return false;
    log_info("removing %d drafts at the server beside orders that are paid",
             (int)lost->stray_count);
    Odoo17Login login = sync_login(sync);
    sync_call(sync, HTTP_LANE_WRITE,
              odoo17_request_remove_orders(&login, lost->strays, lost->stray_count),
              &sync_limits_push, on_cleared);
    return true;
}

int64_t sync_lost_due_ms(const SyncThread *sync)
{
    if (can_clear(sync) && sync_lane_free(sync, HTTP_LANE_WRITE))
        return 0;
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
