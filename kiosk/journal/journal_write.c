#include "journal/journal_write.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "journal/journal_fold.h"
#include "journal/journal_folder.h"

enum {
    ZEROED_LEFT_MIN = 256 << 10,
    BUFFER_SIZE = JOURNAL_GROUP_BYTES_MAX + JOURNAL_PAYLOAD_SIZE_MAX + JOURNAL_RECORD_OVERHEAD,
    ZEROS_SIZE = 64 << 10,
    RESERVE_SIZE = 128 << 10, // less than a new segment's zeros
    EXTEND_LEAST = 32 << 10,  // on a disk that is nearly full
};

enum { START_RECORDS_MAX = 2 };

struct JournalWriter {
    Os os;
    char directory[JOURNAL_PATH_SIZE];
    OsFile *lock, *file;
    uint8_t key[JOURNAL_KEY_SIZE], chain[JOURNAL_CHAIN_SIZE];
    int32_t segment, segment_next;
    uint64_t end, zeroed_end, segment_size_max;
    uint32_t crc_seed;
    int64_t sequence_last;
    JournalFold fold; // its counter_last is the counter of the next record, too
    Order *order;
    uint8_t *buffer;
    bool failed;
    Error failure;
};

bool journal_is_full(const Error *error)
{
    return error->os_errno == ENOSPC || error->os_errno == EDQUOT;
}

static bool fail(JournalWriter *writer, const Error *error)
{
    writer->failed = true;
    writer->failure = *error;
    writer->failure.os_errno = 0; // room on the disk would not help any more
    return false;
}

static bool write_zeros(JournalWriter *writer, OsFile *file, uint64_t from, uint64_t to,
                        Error *error)
{
    static const uint8_t zeros[ZEROS_SIZE];
    while (from < to) {
        size_t size = to - from < ZEROS_SIZE ? (size_t)(to - from) : ZEROS_SIZE;
        if (!writer->os.files.write_at(writer->os.files.context, file, from, zeros, size, error))
            return false;
        from += size;
    }
    return true;
}

// The records that begin segment `number`: its own, and what a start needs that is in no other one.
static int32_t start_records(JournalWriter *writer, int32_t number, Arena *arena,
                             JournalRecord out[START_RECORDS_MAX])
{
    const JournalFold *fold = &writer->fold;
    JournalSegmentStart start = {.previous_segment = writer->sequence_last > 0 ? number - 1 : 0,
                                 .first_needed = journal_fold_first_needed(fold, number),
                                 .counter_last = fold->counter_last,
                                 .time_last_unix_ms = fold->time_last_unix_ms,
                                 .has_session = fold->has_session,
                                 .has_device = fold->has_device,
                                 .session = fold->session,
                                 .device = fold->device};
    memcpy(start.previous_chain, writer->chain, JOURNAL_CHAIN_SIZE);
    int32_t count = 0;
    out[count++] =
        (JournalRecord){.kind = JOURNAL_SEGMENT, .payload = journal_encode_segment(&start, arena)};
    if (fold->sign_in.failures > 0)
        out[count++] = (JournalRecord){.kind = JOURNAL_SIGN_IN,
                                       .payload = journal_encode_sign_in(&fold->sign_in, arena)};
    for (int32_t i = 0; i < count; i++) {
        out[i].sequence = writer->sequence_last + 1 + i;
        out[i].group_position = i;
        out[i].unix_ms = fold->time_last_unix_ms;
        out[i].counter = fold->counter_last;
        journal_chain_next(writer->key, i == 0 ? writer->chain : out[i - 1].chain, &out[i],
                           out[i].chain);
    }
    return count;
}

// Fills the file under its temporary name, so that a segment with half a header is never seen.
static bool fill_segment(JournalWriter *writer, OsFile *file, const JournalHeader *header,
                         JournalRecord *records, int32_t count, uint64_t *out_end, Error *error)
{
    const OsFiles *files = &writer->os.files;
    uint8_t *bytes = writer->buffer;
    memset(bytes, 0, JOURNAL_RECORDS_AT);
    journal_header_encode(header, bytes);
    memcpy(bytes + JOURNAL_HEADER_COPY_AT, bytes, JOURNAL_HEADER_SIZE);
    size_t size = JOURNAL_RECORDS_AT;
    for (int32_t i = 0; i < count; i++)
        size += journal_record_encode(&records[i], journal_crc_seed(header), bytes + size);
    *out_end = size;
    return files->write_at(files->context, file, 0, bytes, size, error) &&
           write_zeros(writer, file, size, JOURNAL_ZEROED_FIRST, error) &&
           files->sync(files->context, file, error);
}

static bool begin_segment(JournalWriter *writer, Error *error)
{
    const OsFiles *files = &writer->os.files;
    int32_t number = writer->segment_next;
    char path[JOURNAL_PATH_SIZE], temporary[JOURNAL_PATH_SIZE];
    uint8_t memory[2048];
    Arena arena = {.base = memory, .size_bytes = sizeof memory};
    JournalHeader header = {.version = JOURNAL_FORMAT_VERSION,
                            .number = (uint32_t)number,
                            .made_unix_ms = writer->os.clock.unix_ms(writer->os.clock.context)};
    writer->os.random.fill(writer->os.random.context, header.salt, sizeof header.salt);
    JournalRecord records[START_RECORDS_MAX];
    int32_t count = start_records(writer, number, &arena, records);
    OsFile *file = NULL;
    uint64_t end = 0;
    if (!journal_segment_path(writer->directory, number, ".wal", path, error) ||
        !journal_segment_path(writer->directory, number, ".wal.new", temporary, error) ||
        !files->open(files->context, temporary, OS_OPEN_CREATE, &file, error))
        return false;
    if (!fill_segment(writer, file, &header, records, count, &end, error)) {
        files->close(files->context, file);
        Error ignored; // what is left of it is removed at the next start
        (void)!files->remove(files->context, temporary, &ignored);
        return error_prefix(error, "cannot begin '%s'", path);
    }
    if (!files->rename(files->context, temporary, path, error) ||
        !files->sync_directory(files->context, writer->directory, error)) {
        files->close(files->context, file);
        error->os_errno = 0; // it may be there or not: nobody goes on after this
        return error_prefix(error, "cannot begin '%s'", path);
    }
    files->close(files->context, writer->file);
    writer->file = file;
    writer->segment = number;
    writer->segment_next = number + 1;
    writer->end = end;
    writer->zeroed_end = JOURNAL_ZEROED_FIRST;
    writer->crc_seed = journal_crc_seed(&header);
    writer->sequence_last = records[count - 1].sequence;
    memcpy(writer->chain, records[count - 1].chain, JOURNAL_CHAIN_SIZE);
    return true;
}

bool journal_writer_open(const Os *os, const char *directory, const JournalRecovered *recovered,
                         JournalWriter **out, Error *error)
{
    const JournalTail *tail = &recovered->tail;
    JournalWriter *writer = calloc(1, sizeof *writer);
    CHECK(writer != NULL);
    writer->os = *os;
    writer->segment_size_max = JOURNAL_SEGMENT_SIZE_MAX;
    writer->buffer = malloc(BUFFER_SIZE);
    writer->order = malloc(sizeof *writer->order);
    CHECK(writer->buffer != NULL);
    CHECK(writer->order != NULL);
    memcpy(writer->key, tail->key, JOURNAL_KEY_SIZE);
    memcpy(writer->chain, recovered->chain_head, JOURNAL_CHAIN_SIZE);
    writer->segment = tail->segment;
    writer->segment_next = tail->segment_next;
    writer->end = tail->end;
    writer->zeroed_end = tail->zeroed_end;
    writer->crc_seed = tail->crc_seed;
    writer->sequence_last = recovered->sequence_last;
    journal_fold_resume(&writer->fold, recovered);
    char path[JOURNAL_PATH_SIZE];
    bool ok = journal_folder_copy(directory, writer->directory, error);
    if (ok && tail->segment > 0)
        ok = journal_segment_path(directory, tail->segment, ".wal", path, error) &&
             os->files.open(os->files.context, path, OS_OPEN_WRITE, &writer->file, error);
    else if (ok)
        ok = begin_segment(writer, error);
    if (!ok) {
        journal_writer_close(writer);
        return false;
    }
    writer->lock = tail->lock;
    *out = writer;
    return true;
}

void journal_writer_close(JournalWriter *writer)
{
    if (!writer)
        return;
    writer->os.files.close(writer->os.files.context, writer->file);
    writer->os.files.close(writer->os.files.context, writer->lock);
    journal_fold_release(&writer->fold);
    free(writer->order);
    free(writer->buffer);
    free(writer);
}

// Zeros up to `to`. Without room for them what came on the disk is given back.
static bool try_zeros(JournalWriter *writer, uint64_t from, uint64_t to, Error *error)
{
    const OsFiles *files = &writer->os.files;
    if (write_zeros(writer, writer->file, from, to, error))
        return true;
    Error ignored;
    if (journal_is_full(error))
        (void)!files->truncate(files->context, writer->file, from, &ignored);
    return false;
}

// Zeros at least up to `wanted`, more when the disk has them.
static bool extend_zeros(JournalWriter *writer, uint64_t wanted, Error *error,
                         bool *out_sync_failed)
{
    uint64_t from = writer->zeroed_end > writer->end ? writer->zeroed_end : writer->end;
    uint64_t step = JOURNAL_ZEROED_STEP, to;
    bool more;
    do {
        to = from + step > wanted ? from + step : wanted;
        if (to > JOURNAL_SEGMENT_SIZE_MAX)
            to = JOURNAL_SEGMENT_SIZE_MAX;
        if (try_zeros(writer, from, to, error))
            break;
        more = journal_is_full(error) && to > wanted && step > EXTEND_LEAST;
        step /= 2;
        if (!more)
            return error_prefix(error, "cannot make room in segment %d of '%s'",
                                (int)writer->segment, writer->directory);
    } while (more);
    if (!writer->os.files.sync(writer->os.files.context, writer->file, error)) {
        *out_sync_failed = true;
        return error_prefix(error, "segment %d of '%s'", (int)writer->segment, writer->directory);
    }
    writer->zeroed_end = to;
    return true;
}

// A test's segments are smaller.
static uint64_t reserve(const JournalWriter *writer)
{
    uint64_t part = writer->segment_size_max / 8;
    return part < RESERVE_SIZE ? part : RESERVE_SIZE;
}

static uint64_t smaller(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

// From `end` to where the next record can't be written without asking the disk for room.
static uint64_t room_left(const JournalWriter *writer)
{
    uint64_t to = smaller(writer->zeroed_end, writer->segment_size_max);
    return to > writer->end ? to - writer->end : 0;
}

bool journal_writer_has_room(const JournalWriter *writer)
{
    return !writer->failed && room_left(writer) >= reserve(writer);
}

void journal_writer_prepare(JournalWriter *writer)
{
    Error error = {0};
    bool sync_failed = false, ok = true;
    if (writer->failed)
        return;
    if (writer->end + reserve(writer) > writer->segment_size_max)
        ok = begin_segment(writer, &error) || journal_is_full(&error);
    else if (writer->zeroed_end < JOURNAL_SEGMENT_SIZE_MAX &&
             writer->zeroed_end < writer->end + ZEROED_LEFT_MIN)
        ok = extend_zeros(writer, writer->end, &error, &sync_failed) || !sync_failed;
    if (!ok)
        fail(writer, &error);
}

void journal_writer_limit_segments(JournalWriter *writer, uint64_t size_max)
{
    writer->segment_size_max = size_max;
}

JournalWriterPlace journal_writer_place(const JournalWriter *writer)
{
    return (JournalWriterPlace){.os = &writer->os,
                                .directory = writer->directory,
                                .key = writer->key,
                                .segment = writer->segment,
                                .time_last_unix_ms = writer->fold.time_last_unix_ms};
}

const Error *journal_writer_failure(const JournalWriter *writer)
{
    return writer->failed ? &writer->failure : NULL;
}

// Room for `size` bytes at writer->end, in a new segment when needed. False with `failed` unset:
// the disk is full, nothing has changed.
static bool make_room(JournalWriter *writer, uint64_t size, Error *error)
{
    bool sync_failed = false;
    bool ok = writer->end + size <= writer->segment_size_max || begin_segment(writer, error);
    ok = ok && (writer->end + size <= writer->zeroed_end ||
                extend_zeros(writer, writer->end + size, error, &sync_failed));
    return ok || (journal_is_full(error) && !sync_failed ? false : fail(writer, error));
}

// What an intent needs behind it: its result, the paid order, and what else is told meanwhile. An
// order too large for that in one segment goes without.
static uint64_t room_ahead(const JournalWriter *writer, const JournalEntry *entries, int32_t count,
                           size_t size)
{
    uint64_t ahead = 0;
    for (int32_t i = 0; i < count; i++)
        if (entries[i].result.ok && entries[i].kind == JOURNAL_INTENT)
            ahead += 2 * entries[i].payload.size + reserve(writer) / 4;
    uint64_t most = writer->segment_size_max - JOURNAL_RECORDS_AT - JOURNAL_RECORD_OVERHEAD;
    return size + ahead > most ? 0 : ahead;
}

static size_t refuse(JournalEntry *entries, int32_t count, bool intents_only, const Error *why)
{
    size_t size = 0;
    for (int32_t i = 0; i < count; i++) {
        JournalEntry *entry = &entries[i];
        if (entry->result.ok && (!intents_only || entry->kind == JOURNAL_INTENT)) {
            entry->result.ok = false;
            entry->result.error = *why;
        } else if (entry->result.ok)
            size += JOURNAL_RECORD_OVERHEAD + entry->payload.size;
    }
    return size;
}

// Room for the group. On a full disk intents are refused first, then the rest; what is left of the
// group is what is ok.
static size_t make_room_for_group(JournalWriter *writer, JournalEntry *entries, int32_t count,
                                  size_t size)
{
    Error error = {0};
    if (make_room(writer, size + room_ahead(writer, entries, count, size), &error))
        return size;
    if (writer->failed)
        return 0;
    size = refuse(entries, count, true, &error);
    if (size > 0 && !make_room(writer, size, &error))
        size = refuse(entries, count, false, &error);
    return writer->failed ? 0 : size;
}

static bool write_and_sync(JournalWriter *writer, size_t size, Error *error)
{
    const OsFiles *files = &writer->os.files;
    if (!files->write_at(files->context, writer->file, writer->end, writer->buffer, size, error)) {
        // Half a group must not be taken for a record later. When this fails too, the next start
        // cuts it.
        Error ignored;
        if (write_zeros(writer, writer->file, writer->end, writer->end + size, &ignored))
            (void)!files->sync(files->context, writer->file, &ignored);
        return error_prefix(error, "segment %d of '%s'", (int)writer->segment, writer->directory);
    }
    return files->sync(files->context, writer->file, error) ||
           error_prefix(error, "segment %d of '%s'", (int)writer->segment, writer->directory);
}

// Gives the records their places in the sequence and the chain, and encodes them into the buffer.
static void encode_group(JournalWriter *writer, JournalEntry *entries, JournalRecord *records,
                         int32_t count)
{
    size_t size = 0;
    int32_t position = 0;
    const uint8_t *previous = writer->chain;
    int64_t sequence = writer->sequence_last, counter = writer->fold.counter_last;
    for (int32_t i = 0; i < count; i++) {
        JournalRecord *record = &records[i];
        if (!entries[i].result.ok)
            continue;
        counter = record->counter > counter ? record->counter : counter;
        record->counter = counter;
        record->sequence = ++sequence;
        record->group_position = position++;
        record->segment = writer->segment;
        journal_chain_next(writer->key, previous, record, record->chain);
        previous = record->chain;
        size += journal_record_encode(record, writer->crc_seed, writer->buffer + size);
    }
}

static void take_group(JournalWriter *writer, JournalEntry *entries, const JournalRecord *records,
                       int32_t count, size_t size)
{
    writer->end += size;
    for (int32_t i = 0; i < count; i++) {
        const JournalRecord *record = &records[i];
        Error ignored;
        if (!entries[i].result.ok)
            continue;
        writer->sequence_last = record->sequence;
        memcpy(writer->chain, record->chain, JOURNAL_CHAIN_SIZE);
        (void)!journal_fold_record(&writer->fold, record,
                                   &ignored); // described before: it can be read
        entries[i].result.sequence = record->sequence;
        memcpy(entries[i].result.chain_head, record->chain, JOURNAL_CHAIN_SIZE);
    }
}

void journal_writer_append(JournalWriter *writer, JournalEntry *entries, int32_t count)
{
    JournalRecord records[JOURNAL_GROUP_RECORDS_MAX];
    size_t size = 0;
    CHECK(count <= JOURNAL_GROUP_RECORDS_MAX);
    for (int32_t i = 0; i < count && !writer->failed; i++) {
        JournalEntry *entry = &entries[i];
        JournalSubject subject;
        JournalEvent *result = &entry->result;
        result->ok = entry->kind != JOURNAL_SEGMENT && (entry->kind != JOURNAL_DIGEST || entry->own)
                         ? journal_describe(entry->kind, entry->payload, writer->order, &subject,
                                            &result->error)
                         : error_set(&result->error, ERROR_INVALID,
                                     "segment and digest records are the journal's own");
        if (!result->ok)
            continue;
        int64_t time = entry->unix_ms < 0 ? 0 : entry->unix_ms;
        records[i] =
            (JournalRecord){.kind = entry->kind,
                            .unix_ms = time > JOURNAL_NUMBER_MAX ? JOURNAL_NUMBER_MAX : time,
                            .counter = subject.counter,
                            .payload = entry->payload};
        memcpy(records[i].order_uuid, subject.order_uuid, ORDER_UUID_SIZE);
        size += JOURNAL_RECORD_OVERHEAD + entry->payload.size;
    }
    CHECK(size <= BUFFER_SIZE);
    Error error = {0};
    if (!writer->failed && size > 0)
        size = make_room_for_group(writer, entries, count, size);
    if (!writer->failed && size > 0) {
        encode_group(writer, entries, records, count);
        if (write_and_sync(writer, size, &error))
            take_group(writer, entries, records, count, size);
        else
            fail(writer, &error);
    }
    for (int32_t i = 0; i < count && writer->failed; i++) {
        entries[i].result.ok = false;
        entries[i].result.error = writer->failure;
    }
}
