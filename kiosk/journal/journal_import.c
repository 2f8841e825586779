#include "journal/journal_import.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/order_snapshot.h"
#include "journal/journal_folder.h"
#include "journal/journal_orders.h"
#include "journal/journal_write.h"

enum {
    RECOVERY_BYTES = 1 << 30, // address space; pages are taken as they are used
    COUNTER_STEP_MAX = 10000000,
    SCRATCH_BYTES = 16 << 20,
};

struct JournalImport {
    Os os;
    JournalImportWish wish;
    Arena arena, scratch;
    JournalWriter *writer; // NULL in a dry run
    JournalOrders orders;
    char origin[200];
    int64_t counter_last, time_last_unix_ms;
    Order *order;
};

static bool check_folder(const Os *os, const char *directory, Error *error)
{
    JournalSegmentList list;
    if (!journal_folder_list(os, directory, &list, error))
        return false;
    bool ok = list.count > 0;
    journal_folder_list_release(&list);
    return ok || error_set(error, ERROR_INVALID, "there is no journal in '%s'", directory);
}

// Takes the lock, mends what a start would mend, and opens the writer.
static bool open_writer(JournalImport *import, const char *directory, Error *error)
{
    JournalRecovered recovered;
    if (!journal_recover(&import->os, directory, &import->arena, &recovered, error)) {
        if (error->kind == ERROR_BUSY)
            return error_set(error, ERROR_BUSY, "a kiosk runs on '%s': stop it, then import again",
                             directory);
        return false;
    }
    import->counter_last = recovered.counter_last;
    import->time_last_unix_ms = recovered.time_last_unix_ms;
    if (journal_writer_open(&import->os, directory, &recovered, &import->writer, error))
        return true;
    journal_abandon(&import->os, &recovered);
    return false;
}

static bool read_orders(JournalImport *import, const char *directory, Error *error)
{
    if (!journal_orders_read(&import->os, directory, &import->orders, error))
        return false;
    const JournalOrders *orders = &import->orders;
    if (orders->session_count == 0)
        return error_set(
            error, ERROR_INVALID,
            "the journal in '%s' never had a session, so its server isn't known: start "
            "the kiosk once with its server, then import",
            directory);
    memcpy(import->origin, orders->sessions[orders->session_count - 1].origin,
           sizeof import->origin);
    if (orders->open.counter_last > import->counter_last)
        import->counter_last = orders->open.counter_last;
    if (orders->open.time_last_unix_ms > import->time_last_unix_ms)
        import->time_last_unix_ms = orders->open.time_last_unix_ms;
    return true;
}

bool journal_import_open(const Os *os, const char *directory, const JournalImportWish *wish,
                         JournalImport **out, Error *error)
{
    JournalImport *import = calloc(1, sizeof *import);
    CHECK(import != NULL);
    import->os = *os;
    import->wish = *wish;
    import->order = malloc(sizeof *import->order);
    CHECK(import->order != NULL);
    arena_create(&import->arena, RECOVERY_BYTES);
    arena_create(&import->scratch, SCRATCH_BYTES);
    if (!check_folder(os, directory, error) ||
        (!wish->dry_run && !open_writer(import, directory, error)) ||
        !read_orders(import, directory, error)) {
        journal_import_close(import);
        return false;
    }
    *out = import;
    return true;
}

void journal_import_close(JournalImport *import)
{
    if (!import)
        return;
    journal_writer_close(import->writer);
    journal_orders_release(&import->orders);
    arena_destroy(&import->arena);
    arena_destroy(&import->scratch);
    free(import->order);
    free(import);
}

static bool refuse(JournalImportResult *result, const char *words)
{
    result->end = JOURNAL_IMPORT_REFUSED;
    snprintf(result->words, sizeof result->words, "%s", words);
    return false;
}

// What the snapshot itself says: whoever wrote the file may say anything beside it.
static bool check_order(JournalImport *import, Bytes snapshot, JournalImportResult *result)
{
    Error error;
    const Order *order = import->order;
    if (!order_snapshot_decode(snapshot, import->order, &error))
        return refuse(result, error.message);
    for (const char *c = order->uuid; *c; c++)
        if (*c < 0x20 || *c > 0x7e)
            return refuse(result, "its uuid has strange characters");
    memcpy(result->uuid, order->uuid, sizeof result->uuid);
    order_reference(&order->number, result->reference);
    result->total = order->total;
    result->currency = order->currency;
    if (!order->uuid[0])
        return refuse(result, "it has no uuid");
    if (order->paid_unix_ms <= 0 || order->number.counter <= 0)
        return refuse(result, "it was not paid: taking it up would charge the customer again");
    // The server's column has 32 bits; and one number must not use up all that are left.
    if (order->number.counter > INT32_MAX ||
        order->number.counter > import->counter_last + COUNTER_STEP_MAX)
        return refuse(result, "its number is far beyond those of this lane: is it from here?");
    return true;
}

// True when the order isn't in this journal yet.
static bool is_new(JournalImport *import, JournalImportResult *result)
{
    const JournalPaidOrder *same = journal_orders_find(&import->orders, result->uuid);
    const JournalPaidOrder *other =
        journal_orders_find_reference(&import->orders, result->reference);
    if (same) {
        result->end = JOURNAL_IMPORT_KNOWN;
        snprintf(result->words, sizeof result->words, "it is in this journal");
    } else if (other)
        return refuse(result, "another order of this journal has its number: the server would take "
                              "one for the other");
    return !same && !other;
}

static void choose_use(const JournalImport *import, const JournalImported *from,
                       JournalImported *out, JournalImportResult *result)
{
    *out = *from;
    bool other = strcmp(from->origin, import->origin) != 0;
    bool ended = from->state == JOURNAL_SERVER_CONFIRMED || from->state == JOURNAL_SERVER_SETTLED;
    out->use = other ? JOURNAL_IMPORT_CASE : ended ? JOURNAL_IMPORT_KEEP : JOURNAL_IMPORT_SEND;
    result->end = other                                   ? JOURNAL_IMPORT_TAKEN_AS_CASE
                  : ended                                 ? JOURNAL_IMPORT_KEPT
                  : from->state == JOURNAL_SERVER_REFUSED ? JOURNAL_IMPORT_TAKEN_REFUSED
                                                          : JOURNAL_IMPORT_TAKEN;
    if (!other || import->wish.other_origin)
        return;
    result->end = JOURNAL_IMPORT_REFUSED;
    snprintf(result->words, sizeof result->words,
             "it belongs to '%.120s' and this lane to '%.120s': --other-origin keeps it as a case",
             from->origin, import->origin);
}

static bool append(JournalImport *import, JournalEntry *entries, int32_t count, Error *error)
{
    journal_writer_append(import->writer, entries, count);
    for (int32_t i = 0; i < count; i++)
        if (!entries[i].result.ok) {
            *error = entries[i].result.error;
            return false;
        }
    return true;
}

// The paid record makes it pending, for programs too that don't know imported ones; where it comes
// from stands before it. Alone, that is no order: the next import writes both again.
static bool write_order(JournalImport *import, const JournalImported *imported, Bytes snapshot,
                        Error *error)
{
    Arena scratch = import->scratch;
    JournalServerNote note = {.state = imported->state,
                              .server_id = imported->server_id,
                              .at_unix_ms = imported->at_unix_ms};
    memcpy(note.uuid, import->order->uuid, sizeof note.uuid);
    memcpy(note.words, imported->words, sizeof note.words);
    JournalEntry entries[3] = {
        {.kind = JOURNAL_IMPORTED,
         .payload = journal_encode_imported(imported, snapshot, &scratch)},
        {.kind = JOURNAL_PAID, .payload = snapshot},
        {.kind = JOURNAL_SERVER, .payload = journal_encode_server(&note, &scratch)}};
    int32_t count = imported->use != JOURNAL_IMPORT_SEND        ? 1
                    : imported->state == JOURNAL_SERVER_WAITING ? 2
                                                                : 3;
    for (int32_t i = 0; i < count; i++)
        entries[i].unix_ms = imported->at_unix_ms;
    if (2 * snapshot.size < JOURNAL_GROUP_BYTES_MAX)
        return append(import, entries, count, error);
    for (int32_t i = 0; i < count; i++) // too large for one write
        if (!append(import, &entries[i], 1, error))
            return false;
    return true;
}

bool journal_import_order(JournalImport *import, const JournalImported *from, Bytes snapshot,
                          JournalImportResult *out, Error *error)
{
    JournalImportResult result = {0};
    JournalImported imported;
    if (check_order(import, snapshot, &result) && is_new(import, &result)) {
        choose_use(import, from, &imported, &result);
        int64_t now = import->os.clock.unix_ms(import->os.clock.context);
        imported.at_unix_ms = now > import->time_last_unix_ms ? now : import->time_last_unix_ms;
        if (result.end != JOURNAL_IMPORT_REFUSED) {
            if (!import->wish.dry_run && !write_order(import, &imported, snapshot, error))
                return false;
            journal_orders_add(&import->orders, result.uuid, result.reference);
            if (imported.use != JOURNAL_IMPORT_CASE &&
                import->order->number.counter > import->counter_last)
                import->counter_last = import->order->number.counter;
        }
    }
    *out = result;
    return true;
}
