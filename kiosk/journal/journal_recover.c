/* The start: reads the needed segments, folds them, and mends what a power cut left. What is
 * damaged is never overwritten: it is copied aside (or, a whole segment, renamed), reported, and a
 * new segment is begun. */
#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "journal/journal_fold.h"
#include "journal/journal_read.h"

enum { BYTES_PER_LOST_COUNTER = 256 }; // no order leaves fewer bytes than that in the journal

typedef struct Recovery {
    const Os *os;
    const char *directory;
    JournalRecovered *out;
    JournalReader reader;
    JournalFold fold;
    int32_t damaged_segment; // the newest one with damage
    size_t torn_from;        // in the newest segment; 0: nothing torn
    uint64_t lost_bytes;     // unreadable, with nothing readable after them
    int32_t first;           // the segment that reading began with, 0: the oldest
    JournalDigestSet digests;
    JournalListener listener;
} Recovery;

static void note_damage(Recovery *recovery, const char *what)
{
    JournalRecovered *out = recovery->out;
    out->damaged_records++;
    log_warning("journal: %s", what);
    if (out->damage[0] == 0)
        snprintf(out->damage, sizeof out->damage, "%.170s", what); // room for "(and N more)"
}

// A copy for whoever wants to look. The bytes stay where they are too, so a full disk loses
// nothing.
static void keep_bytes_aside(Recovery *recovery, const JournalStep *step)
{
    const Os *os = recovery->os;
    char suffix[32], path[JOURNAL_PATH_SIZE];
    Error error;
    OsFile *file = NULL;
    snprintf(suffix, sizeof suffix, "-%zu.damaged", step->from);
    if (!journal_segment_path(recovery->directory, step->segment, suffix, path, &error) ||
        os->files.exists(os->files.context, path))
        return;
    bool ok =
        os->files.open(os->files.context, path, OS_OPEN_CREATE, &file, &error) &&
        os->files.write_at(os->files.context, file, 0, recovery->reader.segment.bytes + step->from,
                           step->to - step->from, &error) &&
        os->files.sync(os->files.context, file, &error);
    os->files.close(os->files.context, file);
    if (!ok)
        log_warning("journal: cannot keep damaged bytes aside: %s, ignoring", error.message);
}

static bool keep_segment_aside(Recovery *recovery, int32_t number, Error *error)
{
    char from[JOURNAL_PATH_SIZE], to[JOURNAL_PATH_SIZE];
    return journal_segment_path(recovery->directory, number, ".wal", from, error) &&
           journal_segment_path(recovery->directory, number, ".damaged", to, error) &&
           recovery->os->files.rename(recovery->os->files.context, from, to, error);
}

static void note_digest(Recovery *recovery, const JournalRecord *record)
{
    JournalDigest digest;
    JournalUnpack rest;
    Error ignored;
    if (record->kind == JOURNAL_DIGEST &&
        journal_decode_digest(record->payload, &digest, &rest, &ignored))
        journal_digest_set_add(&recovery->digests, &digest);
}

static bool take_step(Recovery *recovery, const JournalStep *step, Error *error)
{
    Error unreadable;
    if (journal_step_is_damage(step->kind)) {
        note_damage(recovery, step->what);
        if (step->segment > recovery->damaged_segment)
            recovery->damaged_segment = step->segment;
    }
    switch (step->kind) {
    case JOURNAL_STEP_RECORD:
        recovery->lost_bytes = 0;
        recovery->out->sequence_last = step->record.sequence;
        memcpy(recovery->out->chain_head, step->record.chain, JOURNAL_CHAIN_SIZE);
        if (!journal_fold_record(&recovery->fold, &step->record, &unreadable))
            note_damage(recovery, unreadable.message);
        note_digest(recovery, &step->record);
        return true;
    case JOURNAL_STEP_TORN:
        recovery->torn_from = step->from;
        recovery->out->torn_bytes += (int32_t)(step->to - step->from);
        log_info("journal: %s, cut", step->what);
        return true;
    case JOURNAL_STEP_BYTES:
        recovery->lost_bytes += step->to - step->from;
        keep_bytes_aside(recovery, step);
        return true;
    case JOURNAL_STEP_HEADER:
        recovery->lost_bytes += step->to;
        return keep_segment_aside(recovery, step->segment, error);
    case JOURNAL_STEP_REPEATED:
        if (step->record.counter > recovery->fold.counter_last)
            recovery->fold.counter_last = step->record.counter;
        return true;
    case JOURNAL_STEP_HEADER_COPY:
    case JOURNAL_STEP_MISSING:
    case JOURNAL_STEP_DIGESTED:
    case JOURNAL_STEP_KEY:
    case JOURNAL_STEP_BREAK:
    case JOURNAL_STEP_INSERTED: // a forgery: its counter is none
    case JOURNAL_STEP_END:
        return true;
    }
    return true;
}

static bool write_zeros(const Os *os, OsFile *file, uint64_t from, uint64_t to, Error *error)
{
    static const uint8_t zeros[4096];
    while (from < to) {
        size_t size = to - from < sizeof zeros ? (size_t)(to - from) : sizeof zeros;
        if (!os->files.write_at(os->files.context, file, from, zeros, size, error))
            return false;
        from += size;
    }
    return true;
}

// Cuts the torn tail, and makes durable what was only readable: after a kill (or a failed sync) the
// last group may exist in the system's memory alone, and a sync alone would not write it again.
static bool settle_newest(Recovery *recovery, size_t end, Error *error)
{
    const Os *os = recovery->os;
    const JournalSegment *segment = &recovery->reader.segment;
    char path[JOURNAL_PATH_SIZE];
    OsFile *file = NULL;
    if (!journal_segment_path(recovery->directory, (int32_t)segment->header.number, ".wal", path,
                              error) ||
        !os->files.open(os->files.context, path, OS_OPEN_WRITE, &file, error))
        return false;
    size_t from = segment->group_offset < end ? segment->group_offset : end;
    bool ok = (recovery->torn_from == 0 || write_zeros(os, file, end, segment->data_end, error)) &&
              os->files.write_at(os->files.context, file, from, segment->bytes + from, end - from,
                                 error) &&
              os->files.sync(os->files.context, file, error);
    os->files.close(os->files.context, file);
    return ok || error_prefix(error, "cannot repair '%s'", path);
}

// A new folder is durable when its parent is synced. A parent that we may not open is not ours to
// mend.
static bool settle_new_folder(const Os *os, const char *directory, Error *error)
{
    char parent[JOURNAL_PATH_SIZE];
    size_t size = strlen(directory);
    while (size > 1 && directory[size - 1] == '/')
        size--;
    while (size > 0 && directory[size - 1] != '/')
        size--;
    CHECK(size < sizeof parent - 1);
    memcpy(parent, directory, size);
    memcpy(parent + size, size > 0 ? "" : ".", size > 0 ? 1 : 2);
    if (os->files.sync_directory(os->files.context, parent, error))
        return true;
    if (error->os_errno != EACCES)
        return false;
    log_warning("journal: %s, ignoring", error->message);
    return true;
}

// Segments whose digest is durable: a compaction was cut short before it removed them. Not in a
// journal with anything wrong in it, and none that a start reads.
static void remove_digested(Recovery *recovery)
{
    const Os *os = recovery->os;
    const JournalSegmentList *list = &recovery->reader.list;
    for (int32_t i = 0; i < list->count && list->numbers[i] < recovery->first &&
                        recovery->out->damaged_records == 0;
         i++) {
        char path[JOURNAL_PATH_SIZE];
        Error error;
        if (!journal_digest_set_find(&recovery->digests, list->numbers[i]))
            continue;
        if (!journal_segment_path(recovery->directory, list->numbers[i], ".wal", path, &error) ||
            !os->files.remove(os->files.context, path, &error))
            log_warning("journal: %s, ignoring", error.message);
    }
}

static bool settle(Recovery *recovery, Error *error)
{
    const JournalReader *reader = &recovery->reader;
    const JournalSegment *segment = &reader->segment;
    JournalTail *tail = &recovery->out->tail;
    tail->segment_next = reader->list.highest + 1;
    // Not only when this start made the folder: the one that made it may have been killed.
    if (reader->list.count == 0 && !settle_new_folder(recovery->os, recovery->directory, error))
        return false;
    if (reader->list.count > 0 && segment->header_state == JOURNAL_HEADER_GOOD &&
        !segment->unreadable) {
        int32_t number = (int32_t)segment->header.number;
        size_t end = recovery->torn_from > 0 ? recovery->torn_from : segment->position;
        if (!settle_newest(recovery, end, error))
            return false;
        if (recovery->damaged_segment < number && segment->sequence_last > 0) {
            tail->segment = number;
            tail->end = end;
            tail->zeroed_end = segment->file_size;
            tail->crc_seed = segment->crc_seed;
        }
        remove_digested(recovery);
    }
    return recovery->os->files.sync_directory(recovery->os->files.context, recovery->directory,
                                              error);
}

static bool read_all(Recovery *recovery, Arena *result, Error *error)
{
    JournalStep step = {0};
    do {
        if (!journal_reader_next(&recovery->reader, &step, error) ||
            !take_step(recovery, &step, error))
            return false;
    } while (step.kind != JOURNAL_STEP_END);
    JournalRecovered *out = recovery->out;
    if (!journal_fold_finish(&recovery->fold, result, out, error))
        return false;
    if (recovery->reader.key_doubted)
        recovery->damaged_segment = recovery->reader.list.highest; // as with a new key
    // A number in the lost bytes may have been told to the server or a terminal: none of them is
    // used again.
    if (recovery->lost_bytes > 0)
        out->counter_last += (int64_t)(recovery->lost_bytes / BYTES_PER_LOST_COUNTER) + 1;
    size_t used = strlen(out->damage);
    if (out->damaged_records > 1)
        snprintf(out->damage + used, sizeof out->damage - used, " (and %d more)",
                 (int)out->damaged_records - 1);
    return true;
}

static bool remove_leftovers(const Os *os, const char *directory, const JournalSegmentList *list,
                             Error *error)
{
    for (int32_t i = 0; i < list->leftover_count; i++) {
        char path[JOURNAL_PATH_SIZE];
        if (!journal_segment_path(directory, list->leftovers[i], ".wal.new", path, error) ||
            !os->files.remove(os->files.context, path, error))
            return false;
    }
    return true;
}

static bool recover_locked(Recovery *recovery, Arena *result, Error *error)
{
    const Os *os = recovery->os;
    JournalTail *tail = &recovery->out->tail;
    JournalKeyState key_state = JOURNAL_KEY_MISSING;
    JournalSegmentList list = {0};
    int32_t first = 0;
    bool ok = journal_key_load(os, recovery->directory, tail->key, &key_state, error) &&
              journal_folder_list(os, recovery->directory, &list, error) &&
              remove_leftovers(os, recovery->directory, &list, error) &&
              journal_first_needed(os, recovery->directory, &list, &first, error) &&
              journal_reader_open(os, recovery->directory,
                                  key_state == JOURNAL_KEY_FOUND ? tail->key : NULL, first,
                                  &recovery->reader, error);
    if (ok && key_state != JOURNAL_KEY_FOUND) {
        recovery->damaged_segment = list.highest; // the new key begins with a new segment
        ok = journal_key_make(os, recovery->directory, key_state, tail->key, error);
    }
    journal_folder_list_release(&list);
    recovery->first = first;
    recovery->out->segments_read = recovery->reader.list.count - recovery->reader.index;
    if (!ok || !read_all(recovery, result, error))
        return false;
    if (recovery->listener.read)
        recovery->listener.read(recovery->listener.context, recovery->out);
    return settle(recovery, error);
}

bool journal_recover(const Os *os, const char *directory, Arena *result, JournalRecovered *out,
                     Error *error)
{
    return journal_recover_telling(os, directory, result, (JournalListener){0}, out, error);
}

bool journal_recover_telling(const Os *os, const char *directory, Arena *result,
                             JournalListener listener, JournalRecovered *out, Error *error)
{
    JournalRecovered recovered = {0};
    Recovery recovery = {.os = os, .directory = directory, .out = &recovered, .listener = listener};
    char path[JOURNAL_PATH_SIZE];
    CHECK(sodium_init() >= 0);
    if (!os->files.make_directory(os->files.context, directory, error) ||
        !journal_folder_path(directory, "lock", path, error))
        return false;
    if (!os->files.lock(os->files.context, path, &recovered.tail.lock, error)) {
        if (error->kind == ERROR_BUSY)
            return error_set(error, ERROR_BUSY, "another kiosk uses the data folder '%s'",
                             directory);
        return error_prefix(error, "cannot use the data folder '%s'", directory);
    }
    journal_fold_init(&recovery.fold, true);
    bool ok = recover_locked(&recovery, result, error);
    journal_fold_release(&recovery.fold);
    journal_digest_set_release(&recovery.digests);
    journal_reader_close(&recovery.reader);
    if (!ok) {
        os->files.close(os->files.context, recovered.tail.lock);
        return false;
    }
    *out = recovered;
    return true;
}

void journal_abandon(const Os *os, JournalRecovered *recovered)
{
    os->files.close(os->files.context, recovered->tail.lock);
    recovered->tail.lock = NULL;
}
