#include "journal/journal_compact.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "journal/journal_compact_scan.h"
#include "journal/journal_read.h"
#include "journal/journal_records.h"

enum {
    READ_BYTES = 256 << 10,
    SCAN_RECORDS = 64,
    WORK_BYTES = 8 << 20, // for encoded digests: of a segment's own and of those that were in it
};

typedef enum Phase {
    PHASE_REST,
    PHASE_LIST,   // the folder
    PHASE_PICK,   // the next segment that may go
    PHASE_READ,   // its bytes
    PHASE_SCAN,   // its records
    PHASE_FOLLOW, // bytes of later segments, for the ends of its orders
    PHASE_ENDS,   // records of those
    PHASE_CARRY,  // digests that were in it, to the newest segment
    PHASE_WRITE,  // its own digest
    PHASE_REMOVE, // its file
} Phase;

struct JournalCompact {
    Phase phase;
    int64_t before_unix_ms, wanted_unix_ms; // of this run; of one that was asked for meanwhile
    bool wanted;
    JournalSegmentList list;
    int32_t index, first_needed;
    int32_t follow;                         // index of the later segment that is looked at
    uint8_t next_chain[JOURNAL_CHAIN_SIZE]; // what the following segment says it continues
    OsFile *file;
    uint8_t *bytes;
    size_t size, read;
    JournalSegment segment;
    JournalCompactScan scan;
    int32_t carried; // of scan.carry_count
};

JournalCompact *journal_compact_create(void)
{
    JournalCompact *compact = calloc(1, sizeof *compact);
    CHECK(compact != NULL);
    return compact;
}

static void close_segment(JournalCompact *compact, const Os *os)
{
    if (compact->file)
        os->files.close(os->files.context, compact->file);
    compact->file = NULL;
    free(compact->bytes);
    compact->bytes = NULL;
    journal_segment_release(&compact->segment);
}

static void end_run(JournalCompact *compact)
{
    journal_folder_list_release(&compact->list);
    journal_compact_scan_release(&compact->scan);
    compact->phase = compact->wanted ? PHASE_LIST : PHASE_REST;
    compact->before_unix_ms = compact->wanted_unix_ms;
    compact->wanted = false;
}

void journal_compact_destroy(JournalCompact *compact)
{
    if (!compact)
        return;
    CHECK(compact->file == NULL); // a piece closes what it opened
    free(compact->bytes);
    journal_segment_release(&compact->segment);
    end_run(compact);
    free(compact);
}

void journal_compact_begin(JournalCompact *compact, int64_t before_unix_ms)
{
    compact->wanted = true;
    compact->wanted_unix_ms = before_unix_ms;
    if (compact->phase == PHASE_REST)
        end_run(compact);
}

bool journal_compact_is_busy(const JournalCompact *compact)
{
    return compact->phase != PHASE_REST;
}

static void keep_segment(JournalCompact *compact, const char *why)
{
    log_info("journal: segment %d stays whole: %s", (int)compact->list.numbers[compact->index],
             why);
    journal_segment_release(&compact->segment);
    journal_compact_scan_release(&compact->scan);
    compact->index++;
    compact->phase = PHASE_PICK;
}

static bool list_folder(JournalCompact *compact, const JournalWriterPlace *place, Error *error)
{
    compact->index = 0;
    if (!journal_folder_list(place->os, place->directory, &compact->list, error) ||
        !journal_first_needed(place->os, place->directory, &compact->list, &compact->first_needed,
                              error))
        return false;
    compact->phase = PHASE_PICK;
    return true;
}

// What the segment behind says of those before it. False in *out_known when it can't be read.
static bool look_behind(const JournalWriterPlace *place, int32_t number, bool *out_known,
                        JournalSegmentStart *out, Error *error)
{
    char path[JOURNAL_PATH_SIZE];
    JournalSegment segment;
    JournalRecord record;
    JournalGap gap;
    Error ignored;
    if (!journal_segment_path(place->directory, number, ".wal", path, error) ||
        !journal_segment_load(place->os, path, JOURNAL_FIRST_RECORD_BYTES, &segment, error))
        return false;
    *out_known = segment.header_state == JOURNAL_HEADER_GOOD &&
                 journal_segment_next(&segment, &record, &gap) == JOURNAL_FOUND_RECORD &&
                 record.kind == JOURNAL_SEGMENT &&
                 journal_decode_segment(record.payload, out, &ignored);
    journal_segment_release(&segment);
    return true;
}

static bool begin_reading(JournalCompact *compact, const JournalWriterPlace *place, int32_t index,
                          Phase phase, Error *error)
{
    char path[JOURNAL_PATH_SIZE];
    uint64_t size = 0;
    const OsFiles *files = &place->os->files;
    journal_segment_release(&compact->segment);
    if (!journal_segment_path(place->directory, compact->list.numbers[index], ".wal", path, error))
        return false;
    int64_t ignored_ms;
    if (!files->look(files->context, path, &size, &ignored_ms, error))
        return false;
    compact->size =
        size < JOURNAL_SEGMENT_SIZE_MAX + 1 ? (size_t)size : JOURNAL_SEGMENT_SIZE_MAX + (size_t)1;
    compact->read = 0;
    compact->bytes = malloc(compact->size + 1);
    CHECK(compact->bytes != NULL);
    compact->phase = phase;
    return true;
}

static bool pick(JournalCompact *compact, const JournalWriterPlace *place, Error *error)
{
    int32_t index = compact->index;
    if (index + 1 >= compact->list.count || compact->list.numbers[index] >= compact->first_needed) {
        end_run(compact);
        return true;
    }
    int32_t number = compact->list.numbers[index];
    JournalSegmentStart start;
    bool known = false;
    if (compact->list.numbers[index + 1] != number + 1) {
        keep_segment(compact, "the next one is not there");
        return true;
    }
    if (!look_behind(place, number + 1, &known, &start, error))
        return false;
    if (!known) {
        keep_segment(compact, "the next one can't be read");
        return true;
    }
    if (start.time_last_unix_ms >= compact->before_unix_ms) {
        end_run(compact); // and so are all behind it
        return true;
    }
    memcpy(compact->next_chain, start.previous_chain, JOURNAL_CHAIN_SIZE);
    journal_compact_scan_begin(&compact->scan, place->key);
    return begin_reading(compact, place, index, PHASE_READ, error);
}

// A quarter of a MiB. The file is open only within the piece.
static bool read_piece(JournalCompact *compact, const JournalWriterPlace *place, int32_t index,
                       Phase then, Error *error)
{
    const OsFiles *files = &place->os->files;
    char path[JOURNAL_PATH_SIZE];
    size_t left = compact->size - compact->read, count = 0;
    size_t wanted = left < READ_BYTES ? left : READ_BYTES;
    if (!journal_segment_path(place->directory, compact->list.numbers[index], ".wal", path,
                              error) ||
        !files->open(files->context, path, OS_OPEN_READ, &compact->file, error))
        return false;
    bool ok = files->read_at(files->context, compact->file, compact->read,
                             compact->bytes + compact->read, wanted, &count, error);
    files->close(files->context, compact->file);
    compact->file = NULL;
    if (!ok)
        return error_prefix(error, "'%s'", path);
    compact->read += count;
    if (count == wanted && compact->read < compact->size)
        return true;
    journal_segment_from_bytes((Bytes){compact->bytes, compact->read}, &compact->segment);
    free(compact->bytes);
    compact->bytes = NULL;
    compact->phase = then;
    return true;
}

static bool segment_is_good(const JournalCompact *compact, int32_t index)
{
    const JournalSegment *segment = &compact->segment;
    return segment->header_state == JOURNAL_HEADER_GOOD && !segment->header_copy_bad &&
           segment->header.number == (uint32_t)compact->list.numbers[index];
}

static void scanned(JournalCompact *compact)
{
    JournalCompactScan *scan = &compact->scan;
    int32_t number = compact->list.numbers[compact->index];
    if (memcmp(scan->digest.chain_after, compact->next_chain, JOURNAL_CHAIN_SIZE) != 0) {
        keep_segment(compact, "the next one does not continue it");
        return;
    }
    scan->digest.segment = number;
    compact->carried = 0;
    compact->follow = compact->index;
    compact->phase = scan->open_count > 0 ? PHASE_FOLLOW : PHASE_CARRY;
}

static void scan_piece(JournalCompact *compact)
{
    if (!segment_is_good(compact, compact->index)) {
        keep_segment(compact, "its header is not as it was written");
        return;
    }
    for (int32_t i = 0; i < SCAN_RECORDS; i++) {
        JournalRecord record;
        JournalGap gap;
        JournalFound found = journal_segment_next(&compact->segment, &record, &gap);
        if (found == JOURNAL_FOUND_END) {
            scanned(compact);
            return;
        }
        if (found != JOURNAL_FOUND_RECORD ||
            !journal_compact_scan_record(&compact->scan, &record)) {
            keep_segment(compact, "a record in it is not as it was written");
            return;
        }
    }
}

// The ends of orders that were paid at the end of a segment stand in a later one.
static bool follow_piece(JournalCompact *compact, const JournalWriterPlace *place, Error *error)
{
    if (compact->bytes)
        return read_piece(compact, place, compact->follow, PHASE_ENDS, error);
    compact->follow++;
    if (compact->follow < compact->list.count)
        return begin_reading(compact, place, compact->follow, PHASE_FOLLOW, error);
    keep_segment(compact, "not all of its orders are known to have ended");
    return true;
}

static void ends_piece(JournalCompact *compact)
{
    for (int32_t i = 0; i < SCAN_RECORDS; i++) {
        JournalRecord record;
        JournalGap gap;
        JournalFound found = segment_is_good(compact, compact->follow)
                                 ? journal_segment_next(&compact->segment, &record, &gap)
                                 : JOURNAL_FOUND_END;
        if (found == JOURNAL_FOUND_END) {
            compact->phase = PHASE_FOLLOW;
            return;
        }
        if (found == JOURNAL_FOUND_RECORD)
            journal_compact_scan_end(&compact->scan, &record);
        if (compact->scan.open_count == 0) {
            compact->phase = PHASE_CARRY;
            return;
        }
    }
}

static bool append_own(JournalWriter *writer, const JournalWriterPlace *place,
                       const Bytes *payloads, int32_t count, Error *error)
{
    JournalEntry entries[JOURNAL_GROUP_RECORDS_MAX];
    for (int32_t i = 0; i < count; i++)
        entries[i] = (JournalEntry){.kind = JOURNAL_DIGEST,
                                    .payload = payloads[i],
                                    .unix_ms = place->time_last_unix_ms,
                                    .own = true};
    journal_writer_append(writer, entries, count);
    for (int32_t i = 0; i < count; i++)
        if (!entries[i].result.ok) {
            *error = entries[i].result.error;
            return false;
        }
    return true;
}

// Digests of segments that went before stay, too: they move to the newest segment.
static bool carry_piece(JournalCompact *compact, JournalWriter *writer,
                        const JournalWriterPlace *place, Error *error)
{
    const JournalCompactScan *scan = &compact->scan;
    Bytes payloads[JOURNAL_GROUP_RECORDS_MAX];
    int32_t count = 0;
    size_t bytes = 0;
    while (compact->carried < scan->carry_count && count < JOURNAL_GROUP_RECORDS_MAX &&
           bytes < JOURNAL_GROUP_BYTES_MAX) {
        payloads[count] = scan->carry[compact->carried++];
        bytes += payloads[count++].size + JOURNAL_RECORD_OVERHEAD;
    }
    if (count > 0)
        return append_own(writer, place, payloads, count, error);
    compact->phase = PHASE_WRITE;
    return true;
}

static bool write_digest(JournalCompact *compact, JournalWriter *writer,
                         const JournalWriterPlace *place, Error *error)
{
    Bytes parts[JOURNAL_DIGEST_PARTS_MAX];
    Arena arena;
    arena_create(&arena, WORK_BYTES);
    int32_t count = journal_compact_scan_encode(&compact->scan, &arena, parts);
    bool ok = true;
    if (count == 0)
        keep_segment(compact, "it has too many currencies for one digest");
    else {
        ok = append_own(writer, place, parts, count, error);
        compact->phase = PHASE_REMOVE;
    }
    arena_destroy(&arena);
    return ok;
}

static bool remove_segment(JournalCompact *compact, const JournalWriterPlace *place, Error *error)
{
    const OsFiles *files = &place->os->files;
    char path[JOURNAL_PATH_SIZE];
    int32_t number = compact->list.numbers[compact->index];
    if (!journal_segment_path(place->directory, number, ".wal", path, error) ||
        !files->remove(files->context, path, error) ||
        !files->sync_directory(files->context, place->directory, error))
        return false;
    log_info("journal: segment %d is removed, the digest of its %d orders stays", (int)number,
             (int)compact->scan.digest.order_count);
    journal_segment_release(&compact->segment);
    journal_compact_scan_release(&compact->scan);
    compact->index++;
    compact->phase = PHASE_PICK;
    return true;
}

static bool piece(JournalCompact *compact, JournalWriter *writer, const JournalWriterPlace *place,
                  Error *error)
{
    switch (compact->phase) {
    case PHASE_REST:
        return true;
    case PHASE_LIST:
        return list_folder(compact, place, error);
    case PHASE_PICK:
        return pick(compact, place, error);
    case PHASE_READ:
        return read_piece(compact, place, compact->index, PHASE_SCAN, error);
    case PHASE_SCAN:
        scan_piece(compact);
        return true;
    case PHASE_FOLLOW:
        return follow_piece(compact, place, error);
    case PHASE_ENDS:
        ends_piece(compact);
        return true;
    case PHASE_CARRY:
        return carry_piece(compact, writer, place, error);
    case PHASE_WRITE:
        return write_digest(compact, writer, place, error);
    case PHASE_REMOVE:
        return remove_segment(compact, place, error);
    }
    return true;
}

bool journal_compact_step(JournalCompact *compact, JournalWriter *writer, Error *error)
{
    const Error *failure = journal_writer_failure(writer);
    JournalWriterPlace place = journal_writer_place(writer);
    bool ok = !failure;
    if (failure)
        *error = *failure;
    else
        ok = piece(compact, writer, &place, error);
    if (ok)
        return true;
    close_segment(compact, place.os);
    compact->wanted = false;
    end_run(compact);
    return false;
}
