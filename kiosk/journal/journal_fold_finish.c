/* From the fold's own lists to what the program gets: orders decoded, memory in the caller's arena.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/order_snapshot.h"
#include "journal/journal_fold.h"

static bool copy_snapshot(const JournalFoldOrder *from, Arena *result, Bytes *out)
{
    if (from->snapshot_size == 0) {
        *out = (Bytes){0};
        return true;
    }
    uint8_t *copy = arena_try_alloc(result, 1, 1, from->snapshot_size);
    if (!copy)
        return false;
    memcpy(copy, from->snapshot, from->snapshot_size);
    *out = (Bytes){copy, from->snapshot_size};
    return true;
}

static bool copy_origin(const JournalFoldOrder *from, Arena *result, const char **out)
{
    size_t size = from->origin ? strlen(from->origin) + 1 : 0;
    char *copy = size > 0 ? arena_try_alloc(result, 1, 1, size) : NULL;
    if (copy)
        memcpy(copy, from->origin, size);
    *out = copy;
    return copy || size == 0;
}

static int32_t orders_count(const JournalFoldOrders *orders)
{
    int32_t count = 0;
    for (int32_t i = orders->first; i < orders->count; i++)
        count += !orders->items[i].gone;
    return count;
}

static void note_unreadable(JournalRecovered *out, const char *uuid)
{
    out->damaged_records++;
    snprintf(out->damage, sizeof out->damage,
             "order %.36s is kept but can't be read by this version", uuid);
}

static bool finish_paid(const JournalFold *fold, Order *order, Arena *result, JournalRecovered *out)
{
    int32_t count = orders_count(&fold->paid);
    out->pending_count = 0;
    out->pending =
        arena_try_alloc(result, sizeof(JournalPending), _Alignof(JournalPending), (size_t)count);
    if (!out->pending)
        return false;
    for (int32_t i = fold->paid.first; i < fold->paid.count; i++) {
        const JournalFoldOrder *from = &fold->paid.items[i];
        if (from->gone)
            continue;
        JournalPending *to = &out->pending[out->pending_count++];
        Error ignored;
        memcpy(to->uuid, from->uuid, ORDER_UUID_SIZE);
        to->segment = from->segment;
        to->state = from->state;
        to->server_id = from->server_id;
        to->repairs = from->repairs;
        if (from->words)
            memcpy(to->words, from->words, strlen(from->words) + 1);
        if (!copy_snapshot(from, result, &to->snapshot) || !copy_origin(from, result, &to->origin))
            return false;
        if (order_snapshot_decode(to->snapshot, order, &ignored)) {
            to->number = order->number;
            to->total = order->total;
            to->paid_unix_ms = order->paid_unix_ms;
        } else
            note_unreadable(out, to->uuid);
    }
    return true;
}

static bool finish_cases(const JournalFold *fold, Arena *result, JournalRecovered *out)
{
    int32_t count = orders_count(&fold->cases);
    out->case_count = 0;
    out->cases = arena_try_alloc(result, sizeof(JournalCase), _Alignof(JournalCase), (size_t)count);
    if (!out->cases)
        return false;
    for (int32_t i = fold->cases.first; i < fold->cases.count; i++) {
        const JournalFoldOrder *from = &fold->cases.items[i];
        if (from->gone)
            continue;
        JournalCase *to = &out->cases[out->case_count++];
        memcpy(to->order_uuid, from->uuid, ORDER_UUID_SIZE);
        to->segment = from->segment;
        to->intent = from->intent;
        if (!copy_snapshot(from, result, &to->snapshot))
            return false;
    }
    return true;
}

static bool finish_basket(JournalFold *fold, Arena *result, JournalRecovered *out)
{
    if (!fold->has_basket)
        return true;
    Order *basket = arena_try_alloc(result, sizeof(Order), _Alignof(Order), 1);
    if (!basket)
        return false;
    Error ignored;
    Bytes snapshot = {fold->basket.snapshot, fold->basket.snapshot_size};
    if (!order_snapshot_decode(snapshot, basket, &ignored)) {
        // Nobody can go on with it, but a charge must not be forgotten.
        note_unreadable(out, fold->basket.uuid);
        journal_fold_leave_basket(fold);
        return true;
    }
    out->tail.basket_segment = fold->basket.segment;
    out->basket = basket;
    out->has_basket = true;
    out->has_intent = fold->has_intent;
    if (fold->has_intent)
        out->intent = fold->basket.intent;
    return true;
}

bool journal_fold_finish(JournalFold *fold, Arena *result, JournalRecovered *out, Error *error)
{
    out->empty = fold->empty;
    out->counter_last = fold->counter_last;
    out->time_last_unix_ms = fold->time_last_unix_ms;
    out->has_session = fold->has_session;
    out->session = fold->session;
    out->sign_in = fold->sign_in;
    out->has_device = fold->has_device;
    out->device = fold->device;
    Order *order = malloc(sizeof *order);
    CHECK(order != NULL);
    bool fits = finish_basket(fold, result, out) && finish_paid(fold, order, result, out) &&
                finish_cases(fold, result, out);
    free(order);
    return fits ||
           error_set(error, ERROR_LIMIT, "the journal has more open orders than fit into memory");
}
