#include "journal/journal_compact_scan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/order_snapshot.h"
#include "journal/journal_records.h"

void journal_compact_scan_begin(JournalCompactScan *scan, const uint8_t key[JOURNAL_KEY_SIZE])
{
    journal_compact_scan_release(scan);
    memcpy(scan->key, key, JOURNAL_KEY_SIZE);
    scan->order = malloc(sizeof *scan->order);
    CHECK(scan->order != NULL);
}

void journal_compact_scan_release(JournalCompactScan *scan)
{
    for (int32_t i = 0; i < scan->carry_count; i++)
        free((void *)(uintptr_t)scan->carry[i].data);
    free(scan->carry);
    free(scan->orders);
    free(scan->order);
    memset(scan, 0, sizeof *scan);
}

// The newest first: a note is mostly about an order of just now.
static JournalCompactOrder *find(JournalCompactScan *scan, const char *uuid)
{
    for (int32_t i = scan->order_count - 1; i >= 0; i--)
        if (strcmp(scan->orders[i].entry.uuid, uuid) == 0)
            return &scan->orders[i];
    return NULL;
}

static JournalCompactOrder *find_or_add(JournalCompactScan *scan, const char *uuid)
{
    JournalCompactOrder *order = find(scan, uuid);
    if (order)
        return order;
    if (scan->order_count == scan->order_room) {
        scan->order_room = scan->order_room ? scan->order_room * 2 : 256;
        scan->orders = realloc(scan->orders, (size_t)scan->order_room * sizeof *scan->orders);
        CHECK(scan->orders != NULL);
    }
    order = &scan->orders[scan->order_count++];
    *order = (JournalCompactOrder){0};
    memcpy(order->entry.uuid, uuid, sizeof order->entry.uuid);
    return order;
}

static void end_order(JournalCompactScan *scan, JournalCompactOrder *order,
                      JournalServerState state, int32_t server_id)
{
    if (order->entry.here && !order->ended)
        scan->open_count--;
    order->ended = true;
    order->entry.state = state;
    if (server_id != 0)
        order->entry.server_id = server_id;
}

// NULL when it is of a version that this program can't read.
static JournalCompactOrder *take_snapshot(JournalCompactScan *scan, const char *uuid,
                                          Bytes snapshot)
{
    Error ignored;
    if (!order_snapshot_decode(snapshot, scan->order, &ignored))
        return NULL;
    JournalCompactOrder *order = find_or_add(scan, uuid);
    JournalDigestOrder *entry = &order->entry;
    if (!entry->here) {
        scan->digest.order_count++;
        scan->open_count += !order->ended;
    }
    entry->here = true;
    entry->total = scan->order->total;
    entry->paid_unix_ms = scan->order->paid_unix_ms;
    order_reference(&scan->order->number, entry->reference);
    if (scan->renamed_uuid[0] && strcmp(scan->renamed_uuid, uuid) == 0)
        memcpy(entry->reference, scan->renamed, sizeof entry->reference);
    journal_digest_hash(snapshot, entry->hash);
    snprintf(order->currency, sizeof order->currency, "%s", scan->order->currency.code);
    order->decimals = scan->order->currency.decimals;
    return order;
}

static bool carry_digest(JournalCompactScan *scan, Bytes payload)
{
    Error ignored;
    if (!journal_check_digest(payload, &ignored))
        return false;
    for (int32_t i = 0; i < scan->carry_count; i++) // written twice when the power went between
        if (scan->carry[i].size == payload.size &&
            memcmp(scan->carry[i].data, payload.data, payload.size) == 0)
            return true;
    if (scan->carry_count == scan->carry_room) {
        scan->carry_room = scan->carry_room ? scan->carry_room * 2 : 16;
        scan->carry = realloc(scan->carry, (size_t)scan->carry_room * sizeof *scan->carry);
        CHECK(scan->carry != NULL);
    }
    uint8_t *copy = malloc(payload.size);
    CHECK(copy != NULL);
    memcpy(copy, payload.data, payload.size);
    scan->carry[scan->carry_count++] = (Bytes){copy, payload.size};
    return true;
}

// The digest has the reference that the order has at the server. Of an order that was paid in an
// older segment nothing is known here.
static bool take_repair(JournalCompactScan *scan, const JournalRecord *record)
{
    JournalRepair repair;
    Error ignored;
    if (!journal_decode_repair(record->payload, &repair, &ignored))
        return false;
    if (repair.repair.kind != ORDER_REPAIR_REFERENCE)
        return true;
    JournalCompactOrder *order = find(scan, repair.order_uuid);
    OrderNumber number = {repair.repair.session_id, repair.repair.login_number,
                          repair.repair.new_id};
    memcpy(scan->renamed_uuid, repair.order_uuid, sizeof scan->renamed_uuid);
    order_reference(&number, scan->renamed);
    if (order && order->entry.here)
        memcpy(order->entry.reference, scan->renamed, sizeof order->entry.reference);
    return true;
}

void journal_compact_scan_end(JournalCompactScan *scan, const JournalRecord *record)
{
    JournalServerNote note;
    Error ignored;
    if (record->kind == JOURNAL_REPAIR)
        (void)take_repair(scan, record); // one that can't be read repairs nothing
    if (record->kind != JOURNAL_SERVER ||
        !journal_decode_server(record->payload, &note, &ignored) ||
        (note.state != JOURNAL_SERVER_CONFIRMED && note.state != JOURNAL_SERVER_SETTLED))
        return;
    JournalCompactOrder *order = find(scan, note.uuid);
    if (order)
        end_order(scan, order, note.state, note.server_id);
}

static bool take_imported(JournalCompactScan *scan, const JournalRecord *record)
{
    JournalImported imported;
    Bytes snapshot;
    Error ignored;
    if (!journal_decode_imported(record->payload, &imported, &snapshot, &ignored))
        return false;
    if (imported.use == JOURNAL_IMPORT_SEND)
        return true; // its paid record counts
    JournalCompactOrder *order = take_snapshot(scan, record->order_uuid, snapshot);
    bool confirmed =
        imported.use == JOURNAL_IMPORT_KEEP && imported.state == JOURNAL_SERVER_CONFIRMED;
    if (order)
        end_order(scan, order, confirmed ? JOURNAL_SERVER_CONFIRMED : JOURNAL_SERVER_SETTLED,
                  imported.server_id);
    return order != NULL;
}

static bool take_server(JournalCompactScan *scan, const JournalRecord *record)
{
    JournalServerNote note;
    Error ignored;
    if (!journal_decode_server(record->payload, &note, &ignored))
        return false;
    if (note.state == JOURNAL_SERVER_CONFIRMED || note.state == JOURNAL_SERVER_SETTLED)
        end_order(scan, find_or_add(scan, note.uuid), note.state, note.server_id);
    return true;
}

// What a digest needs of a record; the rest of it goes. False: this program can't tell what it
// needs.
static bool take_record(JournalCompactScan *scan, const JournalRecord *record)
{
    switch (record->kind) {
    case JOURNAL_PAID:
        return take_snapshot(scan, record->order_uuid, record->payload) != NULL;
    case JOURNAL_IMPORTED:
        return take_imported(scan, record);
    case JOURNAL_SERVER:
        return take_server(scan, record);
    case JOURNAL_REPAIR:
        return take_repair(scan, record);
    case JOURNAL_DIGEST:
        return carry_digest(scan, record->payload);
    case JOURNAL_ATTENDANT:
        scan->digest.attendant_count++;
        return true;
    case JOURNAL_SEGMENT:
    case JOURNAL_SESSION:
    case JOURNAL_BASKET:
    case JOURNAL_INTENT:
    case JOURNAL_INTENT_RESULT:
    case JOURNAL_RECEIPT:
    case JOURNAL_TIME:
    case JOURNAL_SIGN_IN:
    case JOURNAL_DEVICE:
    case JOURNAL_DAY:
        return true;
    }
    return false;
}

bool journal_compact_scan_record(JournalCompactScan *scan, const JournalRecord *record)
{
    JournalDigest *digest = &scan->digest;
    JournalSegmentStart start;
    Error ignored;
    uint8_t wanted[JOURNAL_CHAIN_SIZE];
    if (digest->sequence_first == 0) {
        if (record->kind != JOURNAL_SEGMENT ||
            !journal_decode_segment(record->payload, &start, &ignored))
            return false;
        memcpy(digest->chain_before, start.previous_chain, JOURNAL_CHAIN_SIZE);
        memcpy(digest->chain_after, start.previous_chain, JOURNAL_CHAIN_SIZE);
        digest->sequence_first = record->sequence;
    } else if (record->sequence != digest->sequence_last + 1)
        return false;
    journal_chain_next(scan->key, digest->chain_after, record, wanted);
    if (memcmp(wanted, record->chain, JOURNAL_CHAIN_SIZE) != 0)
        return false;
    memcpy(digest->chain_after, record->chain, JOURNAL_CHAIN_SIZE);
    digest->sequence_last = record->sequence;
    if (record->unix_ms > digest->time_last_unix_ms)
        digest->time_last_unix_ms = record->unix_ms;
    return take_record(scan, record);
}

// Orders from `from` on that go into one part: those of one currency, in their order.
static int32_t fill_part(const JournalCompactScan *scan, int32_t from, JournalDigest *part,
                         JournalDigestOrder *orders)
{
    int32_t i = from;
    for (; i < scan->order_count && part->entry_count < JOURNAL_DIGEST_ORDERS_MAX; i++) {
        const JournalCompactOrder *order = &scan->orders[i];
        Money sum;
        if (order->entry.here && part->currency[0] &&
            (strcmp(part->currency, order->currency) != 0 || part->decimals != order->decimals))
            break;
        if (!money_add(part->sum, order->entry.total, &sum))
            break;
        part->sum = sum;
        if (order->entry.here) {
            memcpy(part->currency, order->currency, sizeof part->currency);
            part->decimals = order->decimals;
        }
        orders[part->entry_count++] = order->entry;
    }
    return i;
}

int32_t journal_compact_scan_encode(const JournalCompactScan *scan, Arena *arena,
                                    Bytes out[JOURNAL_DIGEST_PARTS_MAX])
{
    JournalDigestOrder *orders = ARENA_NEW(arena, JournalDigestOrder, JOURNAL_DIGEST_ORDERS_MAX);
    int32_t part_count = 0, from = 0;
    do { // how many parts is said in each
        JournalDigest part = scan->digest;
        from = fill_part(scan, from, &part, orders);
        part_count++;
    } while (from < scan->order_count);
    if (part_count > JOURNAL_DIGEST_PARTS_MAX)
        return 0;
    from = 0;
    for (int32_t i = 0; i < part_count; i++) {
        JournalDigest part = scan->digest;
        part.part = i;
        part.part_count = part_count;
        from = fill_part(scan, from, &part, orders);
        out[i] = journal_encode_digest(&part, orders, arena);
    }
    return part_count;
}
