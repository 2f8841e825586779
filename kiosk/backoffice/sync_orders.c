/* Paid orders on their way to the server: the queue, and each step of the plan (sync_plan.h) as a
 * call.
 *
 * The plan decides; here its steps become requests and the answers become its words. The request is
 * made anew from the journalled snapshot and its repairs each time, so that a retry sends the same
 * bytes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backoffice/sync_internal.h"
#include "base/log.h"
#include "domain/order_snapshot.h"

enum { ORDERS_MAX = 1000000 };

static SyncOrder *find(SyncThread *sync, const char *uuid)
{
    for (int32_t i = 0; i < sync->orders.count; i++)
        if (strcmp(sync->orders.items[i].uuid, uuid) == 0)
            return &sync->orders.items[i];
    return NULL;
}

void sync_orders_remove(SyncOrders *orders, int32_t index)
{
    free((void *)(uintptr_t)orders->items[index].snapshot.data);
    orders->count--;
    memmove(&orders->items[index], &orders->items[index + 1],
            (size_t)(orders->count - index) * sizeof *orders->items);
}

/* --- in and out of the queue --- */

static bool decode(SyncThread *sync, SyncOrder *order)
{
    Error error;
    if (order_snapshot_decode(order->snapshot, sync->scratch, &error)) {
        Order *decoded = sync->scratch;
        decoded->number = order_repaired_number(&order->repairs, &decoded->number);
        return true;
    }
    snprintf(order->words, sizeof order->words, "its record cannot be read: %.190s", error.message);
    return false;
}

static SyncOrder *add(SyncThread *sync, const char *uuid, Bytes snapshot)
{
    SyncOrders *orders = &sync->orders;
    CHECK(orders->count < ORDERS_MAX);
    if (orders->count == orders->room) {
        orders->room = orders->room ? orders->room * 2 : 16;
        orders->items = realloc(orders->items, (size_t)orders->room * sizeof *orders->items);
        CHECK(orders->items != NULL);
    }
    SyncOrder *order = &orders->items[orders->count++];
    *order = (SyncOrder){0};
    snprintf(order->uuid, sizeof order->uuid, "%s", uuid);
    uint8_t *copy = malloc(snapshot.size + 1);
    CHECK(copy != NULL);
    memcpy(copy, snapshot.data, snapshot.size);
    order->snapshot = (Bytes){copy, snapshot.size};
    return order;
}

// What a look-up compares; false when the snapshot is no order.
static bool prepare(SyncThread *sync, SyncOrder *order)
{
    if (!decode(sync, order))
        return false;
    const Order *decoded = sync->scratch;
    order_reference(&decoded->number, order->reference);
    order->session_id =
        order_repaired(&order->repairs, ORDER_REPAIR_SESSION, decoded->number.session_id);
    memcpy(order->access_token, decoded->access_token, sizeof order->access_token);
    order->total = decoded->total;
    order->currency = decoded->currency;
    return true;
}

void sync_orders_add(SyncThread *sync, const char *uuid, Bytes snapshot,
                     const OrderRepairs *repairs, bool maybe_sent)
{
    SyncOrder *known = find(sync, uuid);
    if (known && !known->confirmed)
        return; // told twice
    if (known)  // confirmed just now, and the server has lost it
        sync_orders_remove(&sync->orders, (int32_t)(known - sync->orders.items));
    SyncOrder *order = add(sync, uuid, snapshot);
    order->repairs = *repairs;
    order->plan = sync_plan_begin(maybe_sent, sync_now(sync));
    if (!prepare(sync, order))
        sync_order_set_aside(sync, order);
}

void sync_orders_add_pending(SyncThread *sync, const JournalPending *pending)
{
    if (pending->origin && strcmp(pending->origin, sync->config.origin) != 0) {
        log_error("%s belongs to '%s' and is not sent to '%s'", pending->uuid, pending->origin,
                  sync->config.origin);
        return;
    }
    SyncOrder *order = add(sync, pending->uuid, pending->snapshot);
    order->repairs = pending->repairs;
    order->plan = sync_plan_begin(true, sync_now(sync));
    order->write_lost = true; // perhaps
    // The server may still be busy with what a life that ended just now sent.
    order->plan.not_before_ms = sync_now(sync) + SYNC_RETRY_DELAY_MS_MIN;
    order->server_id = pending->server_id;
    order->plan.paid_unknown = pending->state == JOURNAL_SERVER_DRAFTED && pending->words[0];
    order->drafted_id = pending->state == JOURNAL_SERVER_DRAFTED ? pending->server_id : 0;
    order->set_aside = pending->state == JOURNAL_SERVER_REFUSED;
    bool readable = prepare(sync, order);
    if (order->set_aside) {
        snprintf(order->words, sizeof order->words, "%s", pending->words);
        order->aside_look = readable;
        sync_order_look_late(sync, order);
    } else if (!readable)
        sync_order_set_aside(sync, order);
}

void sync_orders_resend(SyncThread *sync, const char *uuid, const OrderRepairs *repairs)
{
    SyncOrder *order = find(sync, uuid);
    if (!order || !order->set_aside || order->ended)
        return;
    order->set_aside = order->aside_look = false;
    order->repairs = *repairs;
    order->plan = sync_plan_begin(true, sync_now(sync));
    sync_order_tell(sync, order, JOURNAL_SERVER_WAITING, "");
    if (!prepare(sync, order))
        sync_order_set_aside(sync, order);
}

void sync_orders_forget(SyncThread *sync, const char *uuid)
{
    SyncOrder *order = find(sync, uuid);
    if (!order || !order->set_aside)
        return;
    order->ended = true;
    order->aside_look = false;
    order->set_aside = !order->reference[0]; // not even its number can be read: nothing to look for
    order->plan = sync_plan_begin(true, sync_now(sync));
}

void sync_orders_go_on(SyncThread *sync)
{
    sync->orders.queue = (SyncQueueState){0};
    sync->orders.stopped_words[0] = 0;
}

void sync_orders_release(SyncThread *sync)
{
    for (int32_t i = 0; i < sync->orders.count; i++)
        free((void *)(uintptr_t)sync->orders.items[i].snapshot.data);
    free(sync->orders.items);
    sync->orders = (SyncOrders){.in_flight = -1};
}

/* --- one step --- */

static SyncAnswer answer_of_failure(SyncThread *sync, SyncOrder *order, const OdooError *refusal,
                                    const Error *error)
{
    if (!refusal->present) {
        snprintf(order->words, sizeof order->words, "%.239s", error->message);
        sync_session_suspect(sync);
        return SYNC_ANSWER_UNKNOWN;
    }
    odoo17_refusal_words(refusal, order->words);
    switch (refusal->class_) {
    case ODOO_ERROR_RETRY:
        return SYNC_ANSWER_RETRY;
    case ODOO_ERROR_PERMANENT:
        return SYNC_ANSWER_REFUSED;
    case ODOO_ERROR_LANE:
        return SYNC_ANSWER_LANE;
    }
    return SYNC_ANSWER_UNKNOWN;
}

static SyncAnswer answer_of_result(SyncOrder *order, const json_t *result)
{
    Odoo17OrderRecord records[ODOO17_ORDER_RECORDS_MAX];
    int32_t count = 0, id = 0;
    Error error;
    bool ok = true;
    switch (order->plan.step) {
    case SYNC_STEP_LOOKUP:
    case SYNC_STEP_CHECK_DRAFT:
    case SYNC_STEP_CHECK_PAID:
        if (odoo17_order_records(result, &order->currency, records, ODOO17_ORDER_RECORDS_MAX,
                                 &count, &error))
            return sync_order_judge(order, records, count);
        ok = false;
        break;
    case SYNC_STEP_DRAFT:
    case SYNC_STEP_PAID: // an empty list means "already there": the look that follows tells what is
        ok = odoo17_order_pushed(result, order->reference, &id, &error);
        break;
    case SYNC_STEP_REMOVE_EXTRA: // what it removed is seen by the look that follows
    case SYNC_STEP_DONE:
    case SYNC_STEP_SET_ASIDE:
        break;
    }
    if (ok)
        return SYNC_ANSWER_OK;
    snprintf(order->words, sizeof order->words, "%.239s", error.message);
    return error.kind == ERROR_LIMIT ? SYNC_ANSWER_MISMATCH : SYNC_ANSWER_UNKNOWN;
}

static void on_answer(SyncThread *sync, const HttpReply *reply)
{
    int32_t index = sync->orders.in_flight;
    SyncOrder *order = &sync->orders.items[index];
    json_t *result = NULL;
    OdooError refusal;
    Error error;
    char words[240];
    sync->orders.in_flight = -1;
    memcpy(words, order->words, sizeof words);
    SyncAnswer answer;
    if (sync_result(reply, &result, &refusal, &error))
        answer = answer_of_result(order, result);
    else
        answer = answer_of_failure(sync, order, &refusal, &error);
    json_decref(result);
    sync_order_follow(sync, index, answer, words);
}

static char *request(SyncThread *sync, const SyncOrder *order)
{
    Odoo17Login login = sync_login(sync);
    switch (order->plan.step) {
    case SYNC_STEP_LOOKUP:
    case SYNC_STEP_CHECK_DRAFT:
    case SYNC_STEP_CHECK_PAID:
        return odoo17_request_order_lookup(&login, order->reference);
    case SYNC_STEP_DRAFT:
    case SYNC_STEP_PAID:
        return odoo17_request_order(&login, sync->scratch, &order->repairs,
                                    order->plan.step == SYNC_STEP_DRAFT);
    case SYNC_STEP_REMOVE_EXTRA:
        return odoo17_request_remove_orders(&login, order->extra_ids, order->extra_count);
    case SYNC_STEP_DONE:
    case SYNC_STEP_SET_ASIDE:
        break;
    }
    CHECK(false);
    return NULL;
}

static bool can_send(const SyncThread *sync)
{
    return sync->link == SYNC_LINK_UP && sync->session.user_id != 0 && sync->orders.in_flight < 0;
}

// Oldest first: a younger order is not pushed while an older one only waits for its next look. One
// in trouble holds up nobody.
static bool holds_up_others(const SyncOrder *order)
{
    enum { TROUBLE_ATTEMPTS = 2 };
    return !order->ended && !order->set_aside && order->plan.attempts <= TROUBLE_ATTEMPTS &&
           order->plan.server_retries == 0;
}

// The order whose turn it is, or NULL; *out_due_ms: when that may be.
static SyncOrder *next_in_turn(const SyncThread *sync, int64_t now, int64_t *out_due_ms)
{
    const SyncOrders *orders = &sync->orders;
    bool older_waits = false;
    *out_due_ms = INT64_MAX;
    for (int32_t i = 0; i < orders->count; i++) {
        SyncOrder *order = &orders->items[i];
        if ((order->set_aside && !order->aside_look) ||
            (older_waits && order->plan.step == SYNC_STEP_DRAFT))
            continue;
        if (order->plan.not_before_ms < *out_due_ms)
            *out_due_ms = order->plan.not_before_ms;
        if (order->plan.not_before_ms <= now)
            return order;
        older_waits = older_waits || holds_up_others(order);
    }
    return NULL;
}

bool sync_orders_turn(SyncThread *sync)
{
    SyncOrders *orders = &sync->orders;
    SyncOrder *order;
    int64_t due_ms;
    if (orders->queue.stopped && sync_now(sync) < orders->again_ms)
        return false;
    orders->queue.stopped = false; // the refusals that stopped it still count: one more does again
    while (can_send(sync) && (order = next_in_turn(sync, sync_now(sync), &due_ms)) != NULL) {
        bool sends = order->plan.step == SYNC_STEP_DRAFT || order->plan.step == SYNC_STEP_PAID;
        if (sends && !decode(sync, order)) { // it could be read before: memory is not what it was
            sync_order_set_aside(sync, order);
            continue;
        }
        orders->in_flight = (int32_t)(order - orders->items);
        orders->lookup_was_last = false;
        sync_call(sync, HTTP_LANE_WRITE, request(sync, order), &sync_limits_push, on_answer);
        return true;
    }
    return false;
}

// Those that were tried while the line went down wait for longer than those that weren't: without
// this the younger would go first.
void sync_orders_link_up(SyncThread *sync)
{
    SyncOrders *orders = &sync->orders;
    for (int32_t i = 0; i < orders->count; i++)
        if (orders->items[i].plan.attempts > 0)
            orders->items[i].plan.not_before_ms = 0;
}

int64_t sync_orders_due_ms(const SyncThread *sync)
{
    int64_t due_ms = INT64_MAX;
    if (can_send(sync) && sync_lane_free(sync, HTTP_LANE_WRITE))
        (void)next_in_turn(sync, sync_now(sync), &due_ms);
    if (sync->orders.queue.stopped && due_ms < sync->orders.again_ms)
        return sync->orders.again_ms;
    return due_ms;
}
