/* Orders that were paid and are not yet confirmed: from the journal at the start, from the
 * checkout, to the sync thread, and off the list when the server has confirmed them. The journal is
 * the truth; this is its table of contents. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "domain/order_snapshot.h"
#include "lane/lane.h"

LaneOrder *lane_order(Lane *lane, const char *uuid)
{
    for (int32_t i = 0; i < lane->order_count; i++)
        if (strcmp(lane->orders[i].uuid, uuid) == 0)
            return &lane->orders[i];
    return NULL;
}

static LaneOrder *add(Lane *lane, const char *uuid, const OrderNumber *number, Money total,
                      int64_t paid_unix_ms, Bytes snapshot)
{
    if (lane->order_count == lane->order_room) {
        lane->order_room = lane->order_room ? lane->order_room * 2 : 64;
        lane->orders = realloc(lane->orders, (size_t)lane->order_room * sizeof *lane->orders);
        CHECK(lane->orders != NULL);
    }
    LaneOrder *order = &lane->orders[lane->order_count++];
    *order = (LaneOrder){.total = total,
                         .paid_unix_ms = paid_unix_ms,
                         .snapshot = malloc(snapshot.size + 1),
                         .snapshot_bytes = snapshot.size};
    CHECK(order->snapshot != NULL);
    memcpy(order->snapshot, snapshot.data, snapshot.size);
    snprintf(order->uuid, sizeof order->uuid, "%s", uuid);
    order_reference(number, order->reference);
    return order;
}

// An order goes only to the server that it was sold for; another one may have an order of its
// number, or take it for a new one.
static void hold_back(const Lane *lane, LaneOrder *order, const char *origin)
{
    order->elsewhere = true;
    order->refused = true;
    snprintf(order->words, sizeof order->words,
             "it was sold for the server '%.80s' and is not sent to '%.80s'", origin, lane->origin);
    log_error("'%s' is kept: %s", order->reference, order->words);
}

void lane_orders_load(Lane *lane)
{
    for (int32_t i = 0; i < lane->recovered.pending_count; i++) {
        const JournalPending *pending = &lane->recovered.pending[i];
        OrderNumber number = order_repaired_number(&pending->repairs, &pending->number);
        LaneOrder *order = add(lane, pending->uuid, &number, pending->total, pending->paid_unix_ms,
                               pending->snapshot);
        order->sent = true; // given to the sync thread at its start, unless it is held back
        order->repairs = pending->repairs;
        order->refused = pending->state == JOURNAL_SERVER_REFUSED;
        snprintf(order->words, sizeof order->words, "%s", pending->words);
        if (pending->origin && strcmp(pending->origin, lane->origin) != 0)
            hold_back(lane, order, pending->origin);
    }
}

void lane_orders_add_paid(Lane *lane, const Order *order, const uint8_t *snapshot,
                          size_t snapshot_bytes)
{
    if (lane_order(lane, order->uuid))
        return;
    add(lane, order->uuid, &order->number, order->total, order->paid_unix_ms,
        (Bytes){snapshot, snapshot_bytes});
    int32_t year, month, day, hour, minute;
    shop_time_local(order->paid_unix_ms, &year, &month, &day, &hour, &minute);
    int32_t today = year * 10000 + month * 100 + day;
    if (today != lane->today) {
        lane->today = today;
        lane->sales_today = 0;
        lane->takings_today = (Money){0};
    }
    lane->sales_today++;
    if (!money_add(lane->takings_today, order->total, &lane->takings_today))
        log_warning("the day's takings are too large to show, ignoring");
}

void lane_orders_add_again(Lane *lane, const Order *order, Bytes snapshot,
                           const OrderRepairs *repairs, const char *words)
{
    OrderNumber number = order_repaired_number(repairs, &order->number);
    LaneOrder *again = add(lane, order->uuid, &number, order->total, order->paid_unix_ms, snapshot);
    again->repairs = *repairs;
    snprintf(again->words, sizeof again->words, "%s", words);
    log_info("'%s' is sent again: the server has lost it", again->reference);
}

void lane_orders_add_imported(Lane *lane, const JournalImported *imported, Bytes snapshot,
                              const OrderRepairs *repairs)
{
    Error error;
    Order *order = malloc(sizeof *order);
    CHECK(order != NULL);
    if (order_snapshot_decode(snapshot, order, &error)) {
        OrderNumber number = order_repaired_number(repairs, &order->number);
        LaneOrder *taken =
            add(lane, order->uuid, &number, order->total, order->paid_unix_ms, snapshot);
        taken->repairs = *repairs;
        taken->imported = true;
        taken->state = imported->state;
        taken->server_id = imported->server_id;
        taken->refused = imported->state == JOURNAL_SERVER_REFUSED;
        snprintf(taken->words, sizeof taken->words, "%s", imported->words);
        log_info("'%s' of lane '%s' is taken up", taken->reference, imported->lane);
        lane_day_stale(lane);
    } else
        log_error("an imported order can't be read: %s", error.message);
    free(order);
}

static bool give(Lane *lane, const LaneOrder *order)
{
    Bytes snapshot = {order->snapshot, order->snapshot_bytes};
    if (!order->imported)
        return sync_send_order(lane->sync, order->uuid, snapshot, &order->repairs);
    JournalPending pending = {.state = order->state,
                              .server_id = order->server_id,
                              .snapshot = snapshot,
                              .repairs = order->repairs};
    memcpy(pending.uuid, order->uuid, sizeof pending.uuid);
    memcpy(pending.words, order->words, sizeof pending.words);
    return sync_take_order(lane->sync, &pending);
}

void lane_orders_send(Lane *lane)
{
    for (int32_t i = 0; lane->sync && i < lane->order_count; i++) {
        LaneOrder *order = &lane->orders[i];
        if (!order->sent && give(lane, order))
            order->sent = true;
    }
}

void lane_orders_note(Lane *lane, const JournalServerNote *note)
{
    Arena scratch = lane->scratch;
    lane_record(lane, JOURNAL_SERVER, journal_encode_server(note, &scratch), 0);
    lane_day_stale(lane);
    LaneOrder *order = lane_order(lane, note->uuid);
    if (!order)
        return;
    snprintf(order->words, sizeof order->words, "%s", note->words);
    order->refused = note->state == JOURNAL_SERVER_REFUSED;
    if (note->state == JOURNAL_SERVER_CONFIRMED || note->state == JOURNAL_SERVER_SETTLED) {
        if (note->state == JOURNAL_SERVER_CONFIRMED)
            log_info("'%s' is confirmed by the server as %d", order->reference, note->server_id);
        else
            log_warning("'%s' is settled: %s", order->reference, note->words);
        lane->repairs_saving -= order->saving_ticket != 0;
        free(order->snapshot);
        size_t behind = (size_t)(&lane->orders[lane->order_count] - (order + 1));
        memmove(order, order + 1, behind * sizeof *order);
        lane->order_count--;
    } else if (order->refused)
        log_error("'%s' was refused by the server: %s", order->reference, note->words);
}

int32_t lane_orders_waiting(const Lane *lane)
{
    int32_t count = 0;
    for (int32_t i = 0; i < lane->order_count; i++)
        count += !lane->orders[i].refused;
    return count;
}

void lane_orders_release(Lane *lane)
{
    for (int32_t i = 0; i < lane->order_count; i++)
        free(lane->orders[i].snapshot);
    free(lane->orders);
    lane->orders = NULL;
    lane->order_count = lane->order_room = 0;
}
