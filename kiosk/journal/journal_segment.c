#include "journal/journal_segment.h"

#include <stdlib.h>
#include <string.h>

enum { READ_BLOCK_SIZE = 4096 };

// After a read error: block by block, and zeros for what the disk does not give.
static void read_what_can_be_read(const Os *os, OsFile *file, JournalSegment *segment)
{
    for (size_t at = 0; at < segment->size; at += READ_BLOCK_SIZE) {
        size_t left = segment->size - at, count = 0;
        Error ignored = {0};
        uint8_t *block = segment->bytes + at;
        if (!os->files.read_at(os->files.context, file, at, block,
                               left < READ_BLOCK_SIZE ? left : READ_BLOCK_SIZE, &count, &ignored)) {
            memset(block, 0, left < READ_BLOCK_SIZE ? left : READ_BLOCK_SIZE);
            segment->unreadable = true;
        }
    }
}

static bool is_zero(const uint8_t *bytes, size_t size)
{
    return size == 0 || (bytes[0] == 0 && memcmp(bytes, bytes + 1, size - 1) == 0);
}

static void find_header(JournalSegment *segment)
{
    segment->header_state = JOURNAL_HEADER_BAD;
    if (segment->size < JOURNAL_RECORDS_AT)
        return;
    const uint8_t *copy = segment->bytes + JOURNAL_HEADER_COPY_AT;
    JournalHeader first, second;
    JournalHeaderState first_state = journal_header_decode(segment->bytes, &first);
    JournalHeaderState second_state = journal_header_decode(copy, &second);
    bool use_first = first_state != JOURNAL_HEADER_BAD;
    segment->header_state = use_first ? first_state : second_state;
    if (segment->header_state == JOURNAL_HEADER_BAD)
        return;
    segment->header = use_first ? first : second;
    segment->crc_seed = journal_crc_seed(&segment->header);
    segment->header_copy_bad = segment->file_size > JOURNAL_SEGMENT_SIZE_MAX ||
                               memcmp(segment->bytes, copy, JOURNAL_HEADER_SIZE) != 0 ||
                               !is_zero(segment->bytes + JOURNAL_HEADER_SIZE,
                                        JOURNAL_HEADER_COPY_AT - JOURNAL_HEADER_SIZE);
}

static void prepare(JournalSegment *segment)
{
    static const uint8_t zeros[4096];
    segment->data_end = segment->size;
    while (segment->data_end >= sizeof zeros &&
           memcmp(segment->bytes + segment->data_end - sizeof zeros, zeros, sizeof zeros) == 0)
        segment->data_end -= sizeof zeros;
    while (segment->data_end > 0 && segment->bytes[segment->data_end - 1] == 0)
        segment->data_end--;
    segment->position = JOURNAL_RECORDS_AT;
    segment->group_offset = JOURNAL_RECORDS_AT;
    segment->work_left = (uint64_t)16 * JOURNAL_SEGMENT_SIZE_MAX;
    find_header(segment);
}

bool journal_segment_load(const Os *os, const char *path, size_t size_max, JournalSegment *out,
                          Error *error)
{
    JournalSegment segment = {0};
    OsFile *file = NULL;
    uint64_t file_size = 0;
    if (!os->files.open(os->files.context, path, OS_OPEN_READ, &file, error))
        return false;
    if (!os->files.size(os->files.context, file, &file_size, error)) {
        os->files.close(os->files.context, file);
        return error_prefix(error, "'%s'", path);
    }
    segment.file_size = (size_t)file_size;
    segment.size = file_size < size_max ? (size_t)file_size : size_max;
    segment.bytes = calloc(1, segment.size + 1);
    CHECK(segment.bytes != NULL);
    size_t count = 0;
    if (os->files.read_at(os->files.context, file, 0, segment.bytes, segment.size, &count, error))
        segment.size = count;
    else
        read_what_can_be_read(os, file, &segment);
    os->files.close(os->files.context, file);
    prepare(&segment);
    *out = segment;
    return true;
}

void journal_segment_from_bytes(Bytes bytes, JournalSegment *out)
{
    JournalSegment segment = {.size = bytes.size, .file_size = bytes.size};
    if (segment.size > JOURNAL_SEGMENT_SIZE_MAX)
        segment.size = JOURNAL_SEGMENT_SIZE_MAX;
    segment.bytes = calloc(1, segment.size + 1);
    CHECK(segment.bytes != NULL);
    if (segment.size > 0)
        memcpy(segment.bytes, bytes.data, segment.size);
    prepare(&segment);
    *out = segment;
}

void journal_segment_release(JournalSegment *segment)
{
    free(segment->bytes);
    *segment = (JournalSegment){0};
}

static bool decode_at(JournalSegment *segment, size_t at, JournalRecord *out)
{
    uint64_t work = 0;
    bool good =
        at < segment->data_end && journal_record_decode(segment->bytes + at, segment->size - at,
                                                        segment->crc_seed, out, &work);
    segment->work_left -= work < segment->work_left ? work : segment->work_left;
    return good;
}

// The offset of the next readable record at or after `from`; data_end when there is none.
static size_t find_record(JournalSegment *segment, size_t from, JournalRecord *out)
{
    size_t at = from;
    while (segment->work_left > 0) {
        at = journal_find_marker(segment->bytes, at, segment->data_end);
        if (at >= segment->data_end || decode_at(segment, at, out))
            return at;
        at++;
    }
    return segment->data_end;
}

// True when a readable record at or after `at` is of a later group than the one that begins with or
// before sequence `expected`: then what is missing had been synced.
static bool later_group_follows(JournalSegment *segment, size_t at, int64_t expected)
{
    JournalRecord record;
    while ((at = find_record(segment, at, &record)) < segment->data_end) {
        if (record.sequence - record.group_position > expected)
            return true;
        at += record.size;
    }
    return false;
}

// Does the end of the data look like a write that power cut short? Sectors that never arrived are
// the zeros that were there before; and a tail that ends with an end mark, or where its header
// says, has all its bytes.
static bool looks_torn(const JournalSegment *segment, size_t from)
{
    const uint8_t *bytes = segment->bytes;
    size_t end = segment->data_end;
    for (size_t at = from; at < end;) {
        size_t sector_end = (at / JOURNAL_SECTOR_SIZE + 1) * JOURNAL_SECTOR_SIZE;
        size_t part_end = sector_end < end ? sector_end : end;
        if (is_zero(bytes + at, part_end - at))
            return true;
        at = part_end;
    }
    size_t claimed = journal_record_claimed_size(bytes + from, segment->size - from);
    return !journal_ends_with_mark(bytes, end) && from + claimed != end;
}

JournalFound journal_segment_next(JournalSegment *segment, JournalRecord *out_record,
                                  JournalGap *out_gap)
{
    size_t at = segment->position;
    if (at >= segment->data_end)
        return JOURNAL_FOUND_END;
    JournalRecord record;
    if (decode_at(segment, at, &record)) {
        record.segment = (int32_t)segment->header.number;
        record.offset = (uint32_t)at;
        if (record.group_position == 0)
            segment->group_offset = at;
        segment->position = at + record.size;
        segment->sequence_last = record.sequence;
        *out_record = record;
        return JOURNAL_FOUND_RECORD;
    }
    int64_t expected = segment->sequence_last + 1;
    bool torn = !segment->unreadable && segment->sequence_last > 0 && looks_torn(segment, at) &&
                !later_group_follows(segment, at + 1, expected);
    size_t next = torn ? segment->data_end : find_record(segment, at + 1, &record);
    *out_gap = (JournalGap){at, next};
    segment->position = next;
    return torn ? JOURNAL_FOUND_TORN : JOURNAL_FOUND_DAMAGE;
}
