#include "journal/journal_send_again.h"

#include <stdio.h>
#include <string.h>

#include "journal/journal_orders.h"
#include "journal/journal_write.h"

enum {
    RECOVERY_BYTES = 1 << 30, // address space; pages are taken as they are used
    SCRATCH_BYTES = 16 << 20,
};

JournalRepair journal_repair_again(const char *uuid, const OrderRepair *repair, int64_t at_unix_ms)
{
    JournalRepair again = {.repair = *repair, .at_unix_ms = at_unix_ms};
    snprintf(again.order_uuid, sizeof again.order_uuid, "%s", uuid);
    snprintf(again.reason, sizeof again.reason, "%s", JOURNAL_SENT_AGAIN_WORDS);
    return again;
}

static bool append(JournalWriter *writer, JournalEntry *entries, int32_t count, Error *error)
{
    journal_writer_append(writer, entries, count);
    for (int32_t i = 0; i < count; i++)
        if (!entries[i].result.ok) {
            *error = entries[i].result.error;
            return false;
        }
    return true;
}

// The paid record alone makes it wait: should the other be lost, only the words are.
static bool write_order(JournalWriter *writer, const JournalPaidOrder *order, Bytes snapshot,
                        int64_t now_unix_ms, Arena *scratch, Error *error)
{
    JournalServerNote note = {.state = JOURNAL_SERVER_WAITING, .at_unix_ms = now_unix_ms};
    memcpy(note.uuid, order->uuid, sizeof note.uuid);
    snprintf(note.words, sizeof note.words, "%s", JOURNAL_SENT_AGAIN_WORDS);
    JournalEntry entries[ORDER_REPAIRS_MAX + 2] = {
        {.kind = JOURNAL_PAID, .payload = snapshot, .unix_ms = now_unix_ms}};
    int32_t count = 1;
    for (int32_t i = 0; i < order->repairs.count; i++) {
        JournalRepair repair =
            journal_repair_again(order->uuid, &order->repairs.items[i], now_unix_ms);
        entries[count++] = (JournalEntry){.kind = JOURNAL_REPAIR,
                                          .payload = journal_encode_repair(&repair, scratch),
                                          .unix_ms = now_unix_ms};
    }
    entries[count++] = (JournalEntry){.kind = JOURNAL_SERVER,
                                      .payload = journal_encode_server(&note, scratch),
                                      .unix_ms = now_unix_ms};
    if (snapshot.size < JOURNAL_GROUP_BYTES_MAX / 2)
        return append(writer, entries, count, error);
    return append(writer, &entries[0], 1, error) && append(writer, &entries[1], count - 1, error);
}

static bool is_of_origin(const JournalOrders *orders, const char *directory, const char *origin,
                         Error *error)
{
    const char *newest =
        orders->session_count > 0 ? orders->sessions[orders->session_count - 1].origin : "";
    return strcmp(newest, origin) == 0 ||
           error_set(error, ERROR_INVALID,
                     "the lane of '%s' sold last for '%.100s', not for '%.100s': start it once "
                     "with that server, then send again",
                     directory, newest, origin);
}

typedef struct Sending {
    const Os *os;
    const char *directory;
    JournalWriter *writer;
    JournalOrders orders;
    int64_t now_unix_ms;
} Sending;

static bool send_one(Sending *sending, const char *origin, const char *uuid, Arena scratch,
                     int32_t *done, Error *error)
{
    const JournalPaidOrder *order = journal_orders_find(&sending->orders, uuid);
    Bytes snapshot;
    if (!order || order->digested || order->state != JOURNAL_SERVER_CONFIRMED ||
        strcmp(journal_orders_origin(&sending->orders, order), origin) != 0)
        return true;
    if (!journal_orders_snapshot(sending->os, sending->directory, order, &scratch, &snapshot,
                                 error) ||
        !write_order(sending->writer, order, snapshot, sending->now_unix_ms, &scratch, error))
        return false;
    ++*done;
    return true;
}

static bool send_all(Sending *sending, const char *origin, const char *const *uuids, int32_t count,
                     int32_t *out_done, Error *error)
{
    Arena scratch;
    int32_t done = 0;
    if (!journal_orders_read(sending->os, sending->directory, &sending->orders, error))
        return false;
    arena_create(&scratch, SCRATCH_BYTES);
    bool ok = is_of_origin(&sending->orders, sending->directory, origin, error);
    for (int32_t i = 0; ok && i < count; i++)
        ok = send_one(sending, origin, uuids[i], scratch, &done, error);
    arena_destroy(&scratch);
    journal_orders_release(&sending->orders);
    *out_done = done;
    return ok;
}

bool journal_send_again(const Os *os, const char *directory, const char *origin,
                        const char *const *uuids, int32_t count, int32_t *out_done, Error *error)
{
    Arena arena;
    JournalRecovered recovered;
    Sending sending = {.os = os, .directory = directory};
    *out_done = 0;
    arena_create(&arena, RECOVERY_BYTES);
    bool ok = journal_recover(os, directory, &arena, &recovered, error);
    if (!ok && error->kind == ERROR_BUSY)
        error_set(error, ERROR_BUSY, "a kiosk runs on '%s': stop it, then send again", directory);
    if (ok && !journal_writer_open(os, directory, &recovered, &sending.writer, error)) {
        journal_abandon(os, &recovered);
        ok = false;
    }
    if (ok) {
        int64_t now = os->clock.unix_ms(os->clock.context);
        sending.now_unix_ms = now > recovered.time_last_unix_ms ? now : recovered.time_last_unix_ms;
        ok = send_all(&sending, origin, uuids, count, out_done, error);
        journal_writer_close(sending.writer);
    }
    arena_destroy(&arena);
    return ok;
}
