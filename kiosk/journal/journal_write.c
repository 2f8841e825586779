#include "journal/journal_write.h"

#include <stdlib.h>
#include <string.h>

#include "journal/journal_fold.h"
#include "journal/journal_folder.h"

enum {
    ZEROED_LEFT_MIN = 256 << 10,
    BUFFER_SIZE = JOURNAL_GROUP_BYTES_MAX + JOURNAL_PAYLOAD_SIZE_MAX + JOURNAL_RECORD_OVERHEAD,
    ZEROS_SIZE = 64 << 10,
};

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

static bool fail(JournalWriter *writer, const Error *error)
{
    writer->failed = true;
    writer->failure = *error;
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

// The segment record that begins segment `number`.
static void start_record(JournalWriter *writer, int32_t number, Arena *arena, JournalRecord *out)
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
    *out = (JournalRecord){.kind = JOURNAL_SEGMENT,
                           .sequence = writer->sequence_last + 1,
                           .unix_ms = fold->time_last_unix_ms,
                           .counter = fold->counter_last,
                           .payload = journal_encode_segment(&start, arena)};
    journal_chain_next(writer->key, writer->chain, out, out->chain);
}

// Fills the file under its temporary name, so that a segment with half a header is never seen.
static bool fill_segment(JournalWriter *writer, OsFile *file, const JournalHeader *header,
                         JournalRecord *record, uint64_t *out_end, Error *error)
{
    const OsFiles *files = &writer->os.files;
    uint8_t *bytes = writer->buffer;
    memset(bytes, 0, JOURNAL_RECORDS_AT);
    journal_header_encode(header, bytes);
    memcpy(bytes + JOURNAL_HEADER_COPY_AT, bytes, JOURNAL_HEADER_SIZE);
    size_t size = JOURNAL_RECORDS_AT + journal_record_encode(record, journal_crc_seed(header),
                                                             bytes + JOURNAL_RECORDS_AT);
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
    JournalRecord record;
    start_record(writer, number, &arena, &record);
    OsFile *file = NULL;
    uint64_t end = 0;
    if (!journal_segment_path(writer->directory, number, ".wal", path, error) ||
        !journal_segment_path(writer->directory, number, ".wal.new", temporary, error) ||
        !files->open(files->context, temporary, OS_OPEN_CREATE, &file, error))
        return false;
    if (!fill_segment(writer, file, &header, &record, &end, error) ||
        !files->rename(files->context, temporary, path, error) ||
        !files->sync_directory(files->context, writer->directory, error)) {
        files->close(files->context, file);
        return error_prefix(error, "cannot begin '%s'", path);
    }
    files->close(files->context, writer->file);
    writer->file = file;
    writer->segment = number;
    writer->segment_next = number + 1;
    writer->end = end;
    writer->zeroed_end = JOURNAL_ZEROED_FIRST;
    writer->crc_seed = journal_crc_seed(&header);
    writer->sequence_last = record.sequence;
    memcpy(writer->chain, record.chain, JOURNAL_CHAIN_SIZE);
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

static bool extend_zeros(JournalWriter *writer, uint64_t wanted, Error *error,
                         bool *out_sync_failed)
{
    uint64_t from = writer->zeroed_end > writer->end ? writer->zeroed_end : writer->end;
    uint64_t to = from + JOURNAL_ZEROED_STEP > wanted ? from + JOURNAL_ZEROED_STEP : wanted;
    if (to > JOURNAL_SEGMENT_SIZE_MAX)
        to = JOURNAL_SEGMENT_SIZE_MAX;
    if (!write_zeros(writer, writer->file, from, to, error))
        return error_prefix(error, "cannot make room in segment %d of '%s'", (int)writer->segment,
                            writer->directory);
    if (!writer->os.files.sync(writer->os.files.context, writer->file, error)) {
        *out_sync_failed = true;
        return error_prefix(error, "segment %d of '%s'", (int)writer->segment, writer->directory);
    }
    writer->zeroed_end = to;
    return true;
}

void journal_writer_prepare(JournalWriter *writer)
{
    Error error = {0};
    bool sync_failed = false;
    if (!writer->failed && writer->zeroed_end < JOURNAL_SEGMENT_SIZE_MAX &&
        writer->zeroed_end < writer->end + ZEROED_LEFT_MIN &&
        !extend_zeros(writer, writer->end, &error, &sync_failed) && sync_failed)
        fail(writer, &error);
}

void journal_writer_limit_segments(JournalWriter *writer, uint64_t size_max)
{
    writer->segment_size_max = size_max;
}

const Error *journal_writer_failure(const JournalWriter *writer)
{
    return writer->failed ? &writer->failure : NULL;
}

// Room for `size` bytes at writer->end, in a new segment when needed.
static bool make_room(JournalWriter *writer, size_t size, Error *error)
{
    bool sync_failed = false;
    if (writer->end + size > writer->segment_size_max && !begin_segment(writer, error))
        return false;
    return writer->end + size <= writer->zeroed_end ||
           extend_zeros(writer, writer->end + size, error, &sync_failed);
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
        result->ok =
            entry->kind != JOURNAL_SEGMENT
                ? journal_describe(entry->kind, entry->payload, writer->order, &subject,
                                   &result->error)
                : error_set(&result->error, ERROR_INVALID, "segment records are the journal's own");
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
    if (!writer->failed && size > 0) {
        if (!make_room(writer, size, &error))
            fail(writer, &error);
        else {
            encode_group(writer, entries, records, count);
            if (write_and_sync(writer, size, &error))
                take_group(writer, entries, records, count, size);
            else
                fail(writer, &error);
        }
    }
    for (int32_t i = 0; i < count && writer->failed; i++) {
        entries[i].result.ok = false;
        entries[i].result.error = writer->failure;
    }
}
