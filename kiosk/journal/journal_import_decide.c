#include "journal/journal_import_decide.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/order_snapshot.h"

enum { COUNTER_STEP_MAX = 10000000 };

bool journal_import_ground_open(const Os *os, const char *directory, JournalImportGround *out,
                                Error *error)
{
    JournalImportGround ground = {0};
    if (!journal_orders_read(os, directory, &ground.orders, error))
        return false;
    const JournalOrders *orders = &ground.orders;
    if (orders->session_count == 0) {
        journal_orders_release(&ground.orders);
        return error_set(
            error, ERROR_INVALID,
            "the journal in '%s' never had a session, so its server isn't known: start "
            "the kiosk once with its server, then import",
            directory);
    }
    memcpy(ground.origin, orders->sessions[orders->session_count - 1].origin, sizeof ground.origin);
    ground.counter_last = orders->open.counter_last;
    ground.order = malloc(sizeof *ground.order);
    CHECK(ground.order != NULL);
    *out = ground;
    return true;
}

void journal_import_ground_close(JournalImportGround *ground)
{
    journal_orders_release(&ground->orders);
    free(ground->order);
    *ground = (JournalImportGround){0};
}

static bool refuse(JournalImportResult *result, const char *words)
{
    result->end = JOURNAL_IMPORT_REFUSED;
    snprintf(result->words, sizeof result->words, "%s", words);
    return false;
}

// The server's column has 32 bits; and one number must not use up all that are left.
static bool is_far(const JournalImportGround *ground, int64_t counter)
{
    return counter > INT32_MAX || counter > ground->counter_last + COUNTER_STEP_MAX;
}

// What the snapshot itself says: whoever wrote the file may say anything beside it.
static bool check_order(JournalImportGround *ground, const OrderRepairs *repairs, Bytes snapshot,
                        JournalImportResult *result)
{
    Error error;
    const Order *order = ground->order;
    if (!order_snapshot_decode(snapshot, ground->order, &error))
        return refuse(result, error.message);
    for (const char *c = order->uuid; *c; c++)
        if (*c < 0x20 || *c > 0x7e)
            return refuse(result, "its uuid has strange characters");
    memcpy(result->uuid, order->uuid, sizeof result->uuid);
    OrderNumber number = order_repaired_number(repairs, &order->number);
    order_reference(&number, result->reference);
    result->total = order->total;
    result->currency = order->currency;
    if (!order->uuid[0])
        return refuse(result, "it has no uuid");
    if (order->paid_unix_ms <= 0 || order->number.counter <= 0)
        return refuse(result, "it was not paid: taking it up would charge the customer again");
    if (is_far(ground, order->number.counter) || is_far(ground, number.counter))
        return refuse(result, "its number is far beyond those of this lane: is it from here?");
    return true;
}

// True when the order isn't in this journal yet.
static bool is_new(JournalImportGround *ground, JournalImportResult *result)
{
    const JournalPaidOrder *same = journal_orders_find(&ground->orders, result->uuid);
    const JournalPaidOrder *other =
        journal_orders_find_reference(&ground->orders, result->reference);
    if (same) {
        result->end = JOURNAL_IMPORT_KNOWN;
        snprintf(result->words, sizeof result->words, "it is in this journal");
    } else if (other)
        return refuse(result, "another order of this journal has its number: the server would take "
                              "one for the other");
    return !same && !other;
}

static void choose_use(const JournalImportGround *ground, const JournalImported *from,
                       JournalImported *out, JournalImportResult *result)
{
    *out = *from;
    bool other = strcmp(from->origin, ground->origin) != 0;
    bool ended = from->state == JOURNAL_SERVER_CONFIRMED || from->state == JOURNAL_SERVER_SETTLED;
    out->use = other ? JOURNAL_IMPORT_CASE : ended ? JOURNAL_IMPORT_KEEP : JOURNAL_IMPORT_SEND;
    result->end = other                                   ? JOURNAL_IMPORT_TAKEN_AS_CASE
                  : ended                                 ? JOURNAL_IMPORT_KEPT
                  : from->state == JOURNAL_SERVER_REFUSED ? JOURNAL_IMPORT_TAKEN_REFUSED
                                                          : JOURNAL_IMPORT_TAKEN;
    if (!other || ground->other_origin)
        return;
    result->end = JOURNAL_IMPORT_REFUSED;
    snprintf(result->words, sizeof result->words,
             "it belongs to '%.120s' and this lane to '%.120s'", from->origin, ground->origin);
    result->elsewhere = true;
}

static void raise_counter(JournalImportGround *ground, int64_t counter)
{
    if (counter > ground->counter_last)
        ground->counter_last = counter;
}

bool journal_import_decide(JournalImportGround *ground, const JournalImported *from,
                           const OrderRepairs *repairs, Bytes snapshot,
                           JournalImported *out_imported, JournalImportResult *out)
{
    JournalImportResult *result = out;
    *result = (JournalImportResult){0};
    if (!check_order(ground, repairs, snapshot, result) || !is_new(ground, result))
        return false;
    choose_use(ground, from, out_imported, result);
    if (result->end == JOURNAL_IMPORT_REFUSED)
        return false;
    journal_orders_add(&ground->orders, result->uuid, result->reference);
    if (out_imported->use != JOURNAL_IMPORT_CASE) {
        raise_counter(ground, ground->order->number.counter);
        raise_counter(ground, order_repaired_number(repairs, &ground->order->number).counter);
    }
    return true;
}

static JournalImportRecord repair_record(const JournalImported *imported, const char *uuid,
                                         const OrderRepair *repair, Arena *arena)
{
    JournalRepair record = {.repair = *repair, .at_unix_ms = imported->at_unix_ms};
    snprintf(record.order_uuid, sizeof record.order_uuid, "%s", uuid);
    snprintf(record.reason, sizeof record.reason, "repaired where it comes from, lane '%s'",
             imported->lane);
    return (JournalImportRecord){JOURNAL_REPAIR, journal_encode_repair(&record, arena)};
}

int32_t journal_import_records(const JournalImported *imported, const char *uuid,
                               const OrderRepairs *repairs, Bytes snapshot, Arena *arena,
                               JournalImportRecord out[JOURNAL_IMPORT_RECORDS_MAX])
{
    int32_t count = 0;
    JournalServerNote note = {.state = imported->state,
                              .server_id = imported->server_id,
                              .at_unix_ms = imported->at_unix_ms};
    snprintf(note.uuid, sizeof note.uuid, "%s", uuid);
    memcpy(note.words, imported->words, sizeof note.words);
    out[count++] =
        (JournalImportRecord){JOURNAL_IMPORTED, journal_encode_imported(imported, snapshot, arena)};
    for (int32_t i = 0; i < repairs->count; i++)
        out[count++] = repair_record(imported, uuid, &repairs->items[i], arena);
    if (imported->use != JOURNAL_IMPORT_SEND)
        return count;
    out[count++] = (JournalImportRecord){JOURNAL_PAID, snapshot};
    if (imported->state != JOURNAL_SERVER_WAITING)
        out[count++] = (JournalImportRecord){JOURNAL_SERVER, journal_encode_server(&note, arena)};
    return count;
}
