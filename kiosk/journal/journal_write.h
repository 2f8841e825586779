/* Appends groups of records: one write, one sync, then the results. Blocking and without a thread
 * of its own, so that tests can stop it at each call; journal_thread.c runs it. After a failed
 * write or sync every append fails. A disk without room is no such failure: nothing of the group
 * was written, its entries have an error that journal_is_full knows, and may be given again. */
#ifndef KIOSK_JOURNAL_JOURNAL_WRITE_H
#define KIOSK_JOURNAL_JOURNAL_WRITE_H

#include "journal/journal_format.h"

typedef struct JournalWriter JournalWriter;

typedef struct JournalEntry {
    JournalKind kind;
    Bytes payload;
    int64_t unix_ms;
    bool own;            // a digest: only the journal itself writes them
    JournalEvent result; // filled by append; the ticket is left alone
} JournalEntry;

MUST_USE bool journal_writer_open(const Os *os, const char *directory,
                                  const JournalRecovered *recovered, JournalWriter **out,
                                  Error *error);
void journal_writer_close(JournalWriter *writer); // accepts NULL
// At most JOURNAL_GROUP_RECORDS_MAX entries. Returns when all that are ok are durable.
void journal_writer_append(JournalWriter *writer, JournalEntry *entries, int32_t count);
// For quiet moments: writes zeros ahead when few are left, begins a segment before the old one is
// full. A full disk is no error yet: journal_writer_has_room tells.
void journal_writer_prepare(JournalWriter *writer);
// So much is zeroed and synced ahead that what is under way can be finished on a full disk. False:
// nobody should begin anything; an intent is refused.
bool journal_writer_has_room(const JournalWriter *writer);
// Begins a new segment earlier than at 4 MiB: for tests of many segments.
void journal_writer_limit_segments(JournalWriter *writer, uint64_t size_max);

typedef struct JournalWriterPlace { // where the writer is, for its compaction; borrowed
    const Os *os;
    const char *directory;
    const uint8_t *key;
    int32_t segment; // the newest
    int64_t time_last_unix_ms;
} JournalWriterPlace;
JournalWriterPlace journal_writer_place(const JournalWriter *writer);
// NULL while all is well.
const Error *journal_writer_failure(const JournalWriter *writer);

#endif
