/* An export of any bytes, JSON or msgpack, taken up by a lane: never a crash, never an order
 * without number or payment among those that wait, none twice, and the journal stays whole. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../support/fake_os.h"
#include "backoffice/order_import.h"
#include "domain/order_snapshot.h"
#include "fuzz_target.h"
#include "journal/journal_import.h"
#include "journal/journal_verify.h"
#include "journal/journal_write.h"

#define FOLDER "/lane/data"
#define SHOP   "http://127.0.0.1:8070 demo"

static bool take(void *context, const JournalImported *from, const OrderRepairs *repairs,
                 Bytes snapshot, Error *error)
{
    JournalImportResult result;
    CHECK(journal_import_order(context, from, repairs, snapshot, &result, error));
    CHECK(result.end == JOURNAL_IMPORT_REFUSED || result.reference[0] != 0);
    return true;
}

static bool leave(void *context, const char *uuid, const char *kind, Error *error)
{
    (void)context;
    (void)kind;
    (void)error;
    CHECK(strlen(uuid) < ORDER_UUID_SIZE);
    return true;
}

static bool count(void *context, const JournalImported *from, const OrderRepairs *repairs,
                  Bytes snapshot, Error *error)
{
    (void)from;
    (void)repairs;
    (void)snapshot;
    (void)error;
    (*(int32_t *)context)++;
    return true;
}

// A lane that had a session, made once and copied for each input.
static FakeOs *fresh_lane(Arena *arena)
{
    static FakeOs *made;
    if (!made) {
        made = fake_os_create(1);
        Os os = fake_os_table(made);
        Error error;
        JournalRecovered found;
        JournalWriter *writer = NULL;
        JournalSession session = {.session_id = 1, .login_number = 1, .origin = SHOP};
        CHECK(journal_recover(&os, FOLDER, arena, &found, &error));
        CHECK(journal_writer_open(&os, FOLDER, &found, &writer, &error));
        JournalEntry entry = {.kind = JOURNAL_SESSION,
                              .payload = journal_encode_session(&session, arena)};
        journal_writer_append(writer, &entry, 1);
        CHECK(entry.result.ok);
        journal_writer_close(writer);
        arena_clear(arena);
    }
    return fake_os_clone(made);
}

static void check_waiting(const Os *os, Arena *arena)
{
    static Order order;
    JournalRecovered found;
    JournalVerdict verdict;
    Error error;
    CHECK(journal_recover(os, FOLDER, arena, &found, &error));
    CHECK(found.damaged_records == 0);
    CHECK(found.counter_last <= INT32_MAX);
    for (int32_t i = 0; i < found.pending_count; i++) {
        CHECK(order_snapshot_decode(found.pending[i].snapshot, &order, &error));
        CHECK(order.paid_unix_ms > 0);
        CHECK(order.number.counter > 0);
        for (int32_t k = 0; k < i; k++)
            CHECK(strcmp(found.pending[i].uuid, found.pending[k].uuid) != 0);
    }
    journal_abandon(os, &found);
    CHECK(journal_verify(os, FOLDER, NULL, &verdict, &error));
    CHECK(verdict.break_count == 0);
}

// The first byte: bit 0, orders of other servers become cases.
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1 || size > 256 << 10)
        return 0;
    Bytes file = {data + 1, size - 1};
    Error error;
    int32_t orders = 0;
    (void)!order_import_read(file, (OrderImportVisitor){count, leave, &orders}, &error);
    if (orders == 0)
        return 0; // no lane would notice
    Arena arena;
    arena_create(&arena, (size_t)64 << 20);
    FakeOs *fake = fresh_lane(&arena);
    Os os = fake_os_table(fake);
    for (int32_t round = 0; round < 2; round++) {
        JournalImport *import = NULL;
        JournalImportWish wish = {.other_origin = data[0] & 1};
        CHECK(journal_import_open(&os, FOLDER, &wish, &import, &error));
        if (!order_import_read(file, (OrderImportVisitor){take, leave, import}, &error))
            CHECK(error.message[0] != 0);
        journal_import_close(import);
    }
    check_waiting(&os, &arena);
    arena_destroy(&arena);
    fake_os_destroy(fake);
    return 0;
}
