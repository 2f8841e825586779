#include "journal/journal_fold.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/checksum.h"
#include "domain/order_snapshot.h"
#include "journal/journal_digest.h"

void journal_fold_init(JournalFold *fold, bool keep_payloads)
{
    memset(fold, 0, sizeof *fold);
    fold->keep_payloads = keep_payloads;
    fold->empty = true;
}

static void order_release(JournalFoldOrder *order)
{
    free(order->words);
    free(order->origin);
    free(order->snapshot);
    memset(order, 0, sizeof *order);
}

static void orders_release(JournalFoldOrders *orders)
{
    for (int32_t i = 0; i < orders->count; i++)
        order_release(&orders->items[i]);
    free(orders->items);
    memset(orders, 0, sizeof *orders);
}

void journal_fold_release(JournalFold *fold)
{
    order_release(&fold->basket);
    orders_release(&fold->paid);
    orders_release(&fold->cases);
    free(fold->order);
    memset(fold, 0, sizeof *fold);
}

static uint64_t uuid_tag(const char *uuid)
{
    return checksum_xxh3(uuid, strlen(uuid));
}

static JournalFoldOrder order_make(const JournalFold *fold, const char *uuid, int32_t segment,
                                   Bytes snapshot)
{
    JournalFoldOrder order = {.tag = uuid_tag(uuid), .segment = segment};
    memcpy(order.uuid, uuid, strnlen(uuid, ORDER_UUID_SIZE - 1));
    if (fold->keep_payloads && snapshot.size > 0) {
        order.snapshot = malloc(snapshot.size);
        CHECK(order.snapshot != NULL);
        memcpy(order.snapshot, snapshot.data, snapshot.size);
        order.snapshot_size = snapshot.size;
    }
    return order;
}

// Moves `order` into the list.
static void orders_push(JournalFoldOrders *orders, JournalFoldOrder *order)
{
    if (orders->count == orders->room) {
        // Those that are gone make room first, so that the list does not grow with the years.
        int32_t kept = 0;
        for (int32_t i = orders->first; i < orders->count; i++)
            if (!orders->items[i].gone)
                orders->items[kept++] = orders->items[i];
        orders->first = 0;
        orders->count = kept;
        if (kept >= orders->room / 2) {
            orders->room = orders->room ? orders->room * 2 : 64;
            orders->items = realloc(orders->items, (size_t)orders->room * sizeof *orders->items);
            CHECK(orders->items != NULL);
        }
    }
    orders->items[orders->count++] = *order;
    memset(order, 0, sizeof *order);
}

static void orders_end(JournalFoldOrders *orders, JournalFoldOrder *order)
{
    order_release(order);
    order->gone = true;
    while (orders->first < orders->count && orders->items[orders->first].gone)
        orders->first++;
}

static JournalFoldOrder *orders_find(JournalFoldOrders *orders, const char *uuid)
{
    uint64_t tag = uuid_tag(uuid);
    for (int32_t i = orders->first; i < orders->count; i++) {
        JournalFoldOrder *order = &orders->items[i];
        if (!order->gone && order->tag == tag && strcmp(order->uuid, uuid) == 0)
            return order;
    }
    return NULL;
}

void journal_fold_resume(JournalFold *fold, const JournalRecovered *recovered)
{
    journal_fold_init(fold, false);
    fold->empty = recovered->empty;
    fold->counter_last = recovered->counter_last;
    fold->time_last_unix_ms = recovered->time_last_unix_ms;
    fold->has_session = recovered->has_session;
    fold->session = recovered->session;
    fold->sign_in = recovered->sign_in;
    fold->has_device = recovered->has_device;
    fold->device = recovered->device;
    for (int32_t i = 0; i < recovered->pending_count; i++) {
        const JournalPending *pending = &recovered->pending[i];
        JournalFoldOrder order = order_make(fold, pending->uuid, pending->segment, (Bytes){0});
        orders_push(&fold->paid, &order);
    }
    for (int32_t i = 0; i < recovered->case_count; i++) {
        const JournalCase *open = &recovered->cases[i];
        JournalFoldOrder order = order_make(fold, open->order_uuid, open->segment, (Bytes){0});
        order.intent = open->intent;
        orders_push(&fold->cases, &order);
    }
    if (recovered->tail.basket_segment > 0) {
        const char *uuid = recovered->basket ? recovered->basket->uuid : "";
        fold->has_basket = true;
        fold->basket = order_make(fold, uuid, recovered->tail.basket_segment, (Bytes){0});
        fold->has_intent = recovered->has_intent;
        fold->basket.intent = recovered->intent;
    }
}

static bool intent_is_open(const JournalIntent *intent)
{
    return intent->outcome == JOURNAL_INTENT_OPEN || intent->outcome == JOURNAL_INTENT_APPROVED ||
           intent->outcome == JOURNAL_INTENT_UNKNOWN;
}

void journal_fold_leave_basket(JournalFold *fold)
{
    if (fold->has_basket && fold->has_intent)
        orders_push(&fold->cases, &fold->basket);
    order_release(&fold->basket);
    fold->has_basket = fold->has_intent = false;
}

static void take_basket(JournalFold *fold, const JournalRecord *record, Bytes snapshot)
{
    JournalFoldOrder order = order_make(fold, record->order_uuid, record->segment, snapshot);
    if (fold->has_basket && strcmp(fold->basket.uuid, order.uuid) == 0) {
        order.intent = fold->basket.intent;
        order.origin = fold->basket.origin;
        fold->basket.origin = NULL;
        // A start has to read the open intent too, which may be older than this basket.
        if (fold->has_intent && fold->basket.segment < order.segment)
            order.segment = fold->basket.segment;
        order_release(&fold->basket);
    } else
        journal_fold_leave_basket(fold);
    fold->basket = order;
    fold->has_basket = true;
}

static char *copy_origin(const JournalFold *fold, const char *origin)
{
    char *copy = fold->keep_payloads && origin && origin[0] ? strdup(origin) : NULL;
    CHECK(copy != NULL || !fold->keep_payloads || !origin || !origin[0]);
    return copy;
}

static const char *session_origin(const JournalFold *fold)
{
    return fold->has_session ? fold->session.origin : NULL;
}

static bool fold_intent(JournalFold *fold, const JournalRecord *record, Error *error)
{
    JournalIntent intent;
    Bytes snapshot;
    if (!journal_decode_intent(record->payload, &intent, &snapshot, error))
        return false;
    bool same = fold->has_basket && strcmp(fold->basket.uuid, record->order_uuid) == 0;
    // A second charge for the same order: the first stays a case unless nothing was charged.
    if (same && fold->has_intent && strcmp(fold->basket.intent.intent_id, intent.intent_id) != 0)
        journal_fold_leave_basket(fold);
    take_basket(fold, record, snapshot);
    // It has its number from here on, of this session, whatever session there is when it is paid.
    free(fold->basket.origin);
    fold->basket.origin = copy_origin(fold, session_origin(fold));
    fold->basket.intent = intent;
    fold->has_intent = intent_is_open(&intent);
    return true;
}

// Of an intent that was given up: a case, until the paid order that it may be a payment of.
static void fold_late_charge(JournalFold *fold, const JournalRecord *record,
                             const JournalIntent *intent, const char *uuid)
{
    JournalFoldOrder late = order_make(fold, uuid, record->segment, (Bytes){0});
    late.intent = *intent;
    orders_push(&fold->cases, &late);
}

static bool fold_intent_result(JournalFold *fold, const JournalRecord *record, Error *error)
{
    JournalIntent intent;
    char uuid[ORDER_UUID_SIZE];
    if (!journal_decode_intent_result(record->payload, &intent, uuid, error))
        return false;
    JournalFoldOrder *basket = &fold->basket;
    bool known = fold->has_basket && fold->has_intent && strcmp(basket->uuid, uuid) == 0 &&
                 strcmp(basket->intent.intent_id, intent.intent_id) == 0;
    if (known) {
        basket->intent = intent;
        fold->has_intent = intent_is_open(&intent);
    }
    for (int32_t i = fold->cases.first; i < fold->cases.count; i++) {
        JournalFoldOrder *open = &fold->cases.items[i];
        if (open->gone || strcmp(open->uuid, uuid) != 0 ||
            strcmp(open->intent.intent_id, intent.intent_id) != 0)
            continue;
        known = true;
        open->intent = intent;
        if (!intent_is_open(&intent)) {
            orders_end(&fold->cases, open);
            break;
        }
    }
    if (!known && intent.outcome == JOURNAL_INTENT_APPROVED)
        fold_late_charge(fold, record, &intent, uuid);
    return true;
}

static Order *decode_room(JournalFold *fold)
{
    if (!fold->order)
        fold->order = malloc(sizeof *fold->order);
    CHECK(fold->order != NULL);
    return fold->order;
}

// A case ends when its charge is among the payments of the paid order.
static void end_paid_cases(JournalFold *fold, const JournalRecord *record)
{
    if (!orders_find(&fold->cases, record->order_uuid))
        return;
    Order *order = decode_room(fold);
    Error ignored;
    if (!order_snapshot_decode(record->payload, order, &ignored))
        return;
    for (int32_t i = fold->cases.first; i < fold->cases.count; i++) {
        JournalFoldOrder *open = &fold->cases.items[i];
        bool paid = false;
        for (int32_t k = 0; k < order->payment_count && !open->gone; k++)
            paid = paid || (strcmp(open->uuid, order->uuid) == 0 &&
                            strcmp(order->payments[k].intent_id, open->intent.intent_id) == 0);
        if (paid)
            orders_end(&fold->cases, open);
    }
}

static bool is_imported(const JournalFold *fold, const char *uuid)
{
    return fold->imported_uuid[0] && strcmp(fold->imported_uuid, uuid) == 0;
}

static const char *paid_origin(const JournalFold *fold, const JournalRecord *record)
{
    const char *uuid = record->order_uuid;
    if (is_imported(fold, uuid))
        return fold->imported_origin;
    if (fold->has_basket && fold->basket.origin && strcmp(fold->basket.uuid, uuid) == 0)
        return fold->basket.origin;
    return session_origin(fold);
}

static void fold_paid(JournalFold *fold, const JournalRecord *record)
{
    end_paid_cases(fold, record);
    JournalFoldOrder order = order_make(fold, record->order_uuid, record->segment, record->payload);
    order.origin = copy_origin(fold, paid_origin(fold, record));
    if (is_imported(fold, record->order_uuid)) { // a start has to read its repairs, too
        order.repairs = fold->imported_repairs;
        order.segment = fold->imported_segment;
    }
    if (fold->has_basket && strcmp(fold->basket.uuid, record->order_uuid) == 0) {
        order_release(&fold->basket);
        fold->has_basket = fold->has_intent = false;
    }
    JournalFoldOrder *known = orders_find(&fold->paid, record->order_uuid);
    if (known) { // a repair: the newest snapshot counts, in the old place of the row
        if (known->origin) {
            free(order.origin);
            order.origin = known->origin;
            known->origin = NULL;
        }
        order.state = known->state;
        order.server_id = known->server_id;
        order.repairs = known->repairs;
        order.segment = known->segment;
        order_release(known);
        *known = order;
    } else
        orders_push(&fold->paid, &order);
}

static bool fold_server(JournalFold *fold, const JournalRecord *record, Error *error)
{
    JournalServerNote note;
    if (!journal_decode_server(record->payload, &note, error))
        return false;
    JournalFoldOrder *order = orders_find(&fold->paid, note.uuid);
    if (!order)
        return true;
    if (note.state == JOURNAL_SERVER_CONFIRMED || note.state == JOURNAL_SERVER_SETTLED) {
        orders_end(&fold->paid, order);
        return true;
    }
    order->state = note.state;
    order->repairs.untried = order->repairs.untried && note.state == JOURNAL_SERVER_REFUSED;
    if (note.server_id != 0)
        order->server_id = note.server_id;
    free(order->words);
    order->words = note.words[0] && fold->keep_payloads ? strdup(note.words) : NULL;
    return true;
}

static bool fold_repair(JournalFold *fold, const JournalRecord *record, Error *error)
{
    JournalRepair repair;
    if (!journal_decode_repair(record->payload, &repair, error))
        return false;
    JournalFoldOrder *order = orders_find(&fold->paid, repair.order_uuid);
    OrderRepairs *repairs = order                                  ? &order->repairs
                            : is_imported(fold, repair.order_uuid) ? &fold->imported_repairs
                                                                   : NULL;
    return !repairs || order_repairs_add(repairs, &repair.repair) ||
           error_set(error, ERROR_LIMIT, "order %.36s has more than %d repairs", repair.order_uuid,
                     ORDER_REPAIRS_MAX);
}

// An order of another server has been charged, and nobody here can send it: somebody has to see to
// it.
static bool fold_imported(JournalFold *fold, const JournalRecord *record, Error *error)
{
    JournalImported imported;
    Bytes snapshot;
    if (!journal_decode_imported(record->payload, &imported, &snapshot, error))
        return false;
    memcpy(fold->imported_uuid, record->order_uuid, sizeof fold->imported_uuid);
    memcpy(fold->imported_origin, imported.origin, sizeof fold->imported_origin);
    fold->imported_segment = record->segment;
    fold->imported_repairs = (OrderRepairs){0};
    Order *order = decode_room(fold);
    if (imported.use != JOURNAL_IMPORT_CASE || orders_find(&fold->cases, record->order_uuid))
        return true;
    if (!order_snapshot_decode(snapshot, order, error))
        return false;
    JournalFoldOrder open = order_make(fold, record->order_uuid, record->segment, snapshot);
    const OrderPayment *payment = &order->payments[0];
    bool has_intent = order->payment_count > 0 && payment->intent_id[0];
    open.intent = (JournalIntent){.method_id = order->payment_count > 0 ? payment->method_id : 0,
                                  .amount = order->total,
                                  .asked_unix_ms = order->paid_unix_ms,
                                  .outcome = JOURNAL_INTENT_APPROVED};
    memcpy(open.intent.intent_id, has_intent ? payment->intent_id : order->uuid, ORDER_UUID_SIZE);
    snprintf(open.intent.words, sizeof open.intent.words, "imported, sold for %.120s",
             imported.origin);
    orders_push(&fold->cases, &open);
    return true;
}

// Read only when everything is: what ended in a segment that is gone must not wait again.
static bool fold_digest(JournalFold *fold, const JournalRecord *record, Error *error)
{
    JournalDigest digest;
    JournalDigestOrder entry;
    JournalUnpack rest;
    if (!journal_decode_digest(record->payload, &digest, &rest, error))
        return false;
    for (int32_t i = 0; i < digest.entry_count; i++) {
        if (!journal_decode_digest_order(&rest, &entry, error))
            return false;
        JournalFoldOrder *order = orders_find(&fold->paid, entry.uuid);
        // What is sent again, because the server had lost it, waits from a later segment on.
        if (order && order->segment <= digest.segment)
            orders_end(&fold->paid, order);
    }
    return true;
}

static bool fold_payload(JournalFold *fold, const JournalRecord *record, Error *error)
{
    JournalSegmentStart start;
    int64_t time;
    switch (record->kind) {
    case JOURNAL_SEGMENT:
        if (!journal_decode_segment(record->payload, &start, error))
            return false;
        if (start.counter_last > fold->counter_last)
            fold->counter_last = start.counter_last;
        if (start.time_last_unix_ms > fold->time_last_unix_ms)
            fold->time_last_unix_ms = start.time_last_unix_ms;
        if (start.has_session) {
            fold->has_session = true;
            fold->session = start.session;
        }
        if (start.has_device) {
            fold->has_device = true;
            fold->device = start.device;
        }
        if (start.has_session || start.previous_segment > 0)
            fold->empty = false;
        return true;
    case JOURNAL_SESSION:
        if (!journal_decode_session(record->payload, &fold->session, error))
            return false;
        fold->has_session = true;
        return true;
    case JOURNAL_BASKET:
        if (record->payload.size == 0)
            journal_fold_leave_basket(fold);
        else
            take_basket(fold, record, record->payload);
        return true;
    case JOURNAL_INTENT:
        return fold_intent(fold, record, error);
    case JOURNAL_INTENT_RESULT:
        return fold_intent_result(fold, record, error);
    case JOURNAL_PAID:
        fold_paid(fold, record);
        return true;
    case JOURNAL_SERVER:
        return fold_server(fold, record, error);
    case JOURNAL_TIME:
        if (!journal_decode_time(record->payload, &time, error))
            return false;
        if (time > fold->time_last_unix_ms)
            fold->time_last_unix_ms = time;
        return true;
    case JOURNAL_REPAIR:
        return fold_repair(fold, record, error);
    case JOURNAL_DIGEST:
        return fold_digest(fold, record, error);
    case JOURNAL_IMPORTED:
        return fold_imported(fold, record, error);
    case JOURNAL_SIGN_IN:
        return journal_decode_sign_in(record->payload, &fold->sign_in, error);
    case JOURNAL_DEVICE:
        if (!journal_decode_device(record->payload, &fold->device, error))
            return false;
        fold->has_device = true;
        return true;
    case JOURNAL_ATTENDANT:
    case JOURNAL_RECEIPT:
    case JOURNAL_DAY:
        return true;
    }
    return error_set(error, ERROR_CORRUPT,
                     "record %lld is of a kind that this version does not know",
                     (long long)record->sequence);
}

bool journal_fold_record(JournalFold *fold, const JournalRecord *record, Error *error)
{
    if (record->counter > fold->counter_last)
        fold->counter_last = record->counter;
    if (record->unix_ms > fold->time_last_unix_ms)
        fold->time_last_unix_ms = record->unix_ms;
    if (record->kind != JOURNAL_SEGMENT)
        fold->empty = false;
    return fold_payload(fold, record, error);
}

static int32_t orders_oldest(const JournalFoldOrders *orders, int32_t oldest)
{
    for (int32_t i = orders->first; i < orders->count; i++)
        if (!orders->items[i].gone && orders->items[i].segment < oldest)
            oldest = orders->items[i].segment;
    return oldest;
}

int32_t journal_fold_first_needed(const JournalFold *fold, int32_t newest)
{
    int32_t oldest = orders_oldest(&fold->cases, orders_oldest(&fold->paid, newest));
    return fold->has_basket && fold->basket.segment < oldest ? fold->basket.segment : oldest;
}
