#include "journal/journal_import.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "journal/journal_folder.h"
#include "journal/journal_import_decide.h"
#include "journal/journal_write.h"

enum {
    RECOVERY_BYTES = 1 << 30, // address space; pages are taken as they are used
    SCRATCH_BYTES = 16 << 20,
};

struct JournalImport {
    Os os;
    JournalImportWish wish;
    Arena arena, scratch;
    JournalWriter *writer; // NULL in a dry run
    JournalImportGround ground;
    int64_t counter_last, time_last_unix_ms;
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

// What the recovery and the reading know of counter and time: the higher one.
static bool open_ground(JournalImport *import, const char *directory, Error *error)
{
    JournalImportGround *ground = &import->ground;
    if (!journal_import_ground_open(&import->os, directory, ground, error))
        return false;
    ground->other_origin = import->wish.other_origin;
    if (import->counter_last > ground->counter_last)
        ground->counter_last = import->counter_last;
    if (ground->orders.open.time_last_unix_ms > import->time_last_unix_ms)
        import->time_last_unix_ms = ground->orders.open.time_last_unix_ms;
    return true;
}

bool journal_import_open(const Os *os, const char *directory, const JournalImportWish *wish,
                         JournalImport **out, Error *error)
{
    JournalImport *import = calloc(1, sizeof *import);
    CHECK(import != NULL);
    import->os = *os;
    import->wish = *wish;
    arena_create(&import->arena, RECOVERY_BYTES);
    arena_create(&import->scratch, SCRATCH_BYTES);
    if (!check_folder(os, directory, error) ||
        (!wish->dry_run && !open_writer(import, directory, error)) ||
        !open_ground(import, directory, error)) {
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
    journal_import_ground_close(&import->ground);
    arena_destroy(&import->arena);
    arena_destroy(&import->scratch);
    free(import);
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

static bool write_order(JournalImport *import, const JournalImported *imported, const char *uuid,
                        const OrderRepairs *repairs, Bytes snapshot, Error *error)
{
    Arena scratch = import->scratch;
    JournalImportRecord records[JOURNAL_IMPORT_RECORDS_MAX];
    JournalEntry entries[JOURNAL_IMPORT_RECORDS_MAX] = {0};
    int32_t count = journal_import_records(imported, uuid, repairs, snapshot, &scratch, records);
    for (int32_t i = 0; i < count; i++)
        entries[i] = (JournalEntry){.kind = records[i].kind,
                                    .payload = records[i].payload,
                                    .unix_ms = imported->at_unix_ms};
    if (2 * snapshot.size < JOURNAL_GROUP_BYTES_MAX)
        return append(import, entries, count, error);
    for (int32_t i = 0; i < count; i++) // too large for one write
        if (!append(import, &entries[i], 1, error))
            return false;
    return true;
}

bool journal_import_order(JournalImport *import, const JournalImported *from,
                          const OrderRepairs *repairs, Bytes snapshot, JournalImportResult *out,
                          Error *error)
{
    JournalImportResult result;
    JournalImported imported;
    if (journal_import_decide(&import->ground, from, repairs, snapshot, &imported, &result) &&
        !import->wish.dry_run) {
        int64_t now = import->os.clock.unix_ms(import->os.clock.context);
        imported.at_unix_ms = now > import->time_last_unix_ms ? now : import->time_last_unix_ms;
        if (!write_order(import, &imported, result.uuid, repairs, snapshot, error))
            return false;
    }
    *out = result;
    return true;
}
