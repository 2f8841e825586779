#include "journal/journal_read.h"

#include <stdio.h>
#include <string.h>

#include "journal/journal_records.h"

enum { FIRST_RECORD_BYTES = 16 << 10 }; // enough for a header and a segment record

bool journal_first_needed(const Os *os, const char *directory, const JournalSegmentList *list,
                          int32_t *out_first, Error *error)
{
    *out_first = 0;
    for (int32_t i = list->count - 1; i >= 0; i--) {
        char path[JOURNAL_PATH_SIZE];
        JournalSegment segment;
        if (!journal_segment_path(directory, list->numbers[i], ".wal", path, error) ||
            !journal_segment_load(os, path, FIRST_RECORD_BYTES, &segment, error))
            return false;
        JournalRecord record;
        JournalGap gap;
        JournalSegmentStart start;
        Error ignored;
        bool found = segment.header_state == JOURNAL_HEADER_GOOD &&
                     segment.header.number == (uint32_t)list->numbers[i] &&
                     journal_segment_next(&segment, &record, &gap) == JOURNAL_FOUND_RECORD &&
                     record.kind == JOURNAL_SEGMENT &&
                     journal_decode_segment(record.payload, &start, &ignored) &&
                     start.first_needed <= list->numbers[i];
        if (found)
            *out_first = start.first_needed;
        journal_segment_release(&segment);
        if (found)
            return true;
    }
    return true;
}

bool journal_reader_open(const Os *os, const char *directory, const uint8_t *key, int32_t first,
                         JournalReader *out, Error *error)
{
    JournalReader *reader = out;
    memset(reader, 0, sizeof *reader);
    reader->os = os;
    if (!journal_folder_copy(directory, reader->directory, error) ||
        !journal_folder_list(os, directory, &reader->list, error))
        return false;
    reader->key_known = key != NULL;
    if (key)
        memcpy(reader->key, key, JOURNAL_KEY_SIZE);
    reader->expected = first > 0 ? first : 1;
    while (reader->index < reader->list.count && reader->list.numbers[reader->index] < first)
        reader->index++;
    return true;
}

void journal_reader_close(JournalReader *reader)
{
    journal_segment_release(&reader->segment);
    journal_folder_list_release(&reader->list);
    memset(reader, 0, sizeof *reader);
}

bool journal_step_is_damage(JournalStepKind kind)
{
    return kind != JOURNAL_STEP_RECORD && kind != JOURNAL_STEP_TORN && kind != JOURNAL_STEP_END;
}

static void step_set(JournalStep *out, JournalStepKind kind, int32_t segment, size_t from,
                     size_t to)
{
    memset(out, 0, sizeof *out);
    out->kind = kind;
    out->segment = segment;
    out->from = from;
    out->to = to;
}

// Opens the next segment. Fills a step when there is something to say about it; *out_told says so.
static bool open_next(JournalReader *reader, JournalStep *out, bool *out_told, Error *error)
{
    int32_t number = reader->list.numbers[reader->index];
    *out_told = true;
    if (reader->expected < number) {
        step_set(out, JOURNAL_STEP_MISSING, reader->expected, 0, 0);
        if (reader->expected == number - 1)
            snprintf(out->what, sizeof out->what, "segment %d is missing", (int)reader->expected);
        else
            snprintf(out->what, sizeof out->what, "segments %d to %d are missing",
                     (int)reader->expected, (int)number - 1);
        reader->expected = number;
        reader->chain_known = false;
        return true;
    }
    char path[JOURNAL_PATH_SIZE];
    journal_segment_release(&reader->segment);
    if (!journal_segment_path(reader->directory, number, ".wal", path, error) ||
        !journal_segment_load(reader->os, path, JOURNAL_SEGMENT_SIZE_MAX, &reader->segment, error))
        return false;
    JournalSegment *segment = &reader->segment;
    reader->expected = number + 1;
    if (segment->header_state == JOURNAL_HEADER_NEWER)
        return error_set(error, ERROR_CORRUPT,
                         "'%s' was written by a newer version of this program", path);
    if (segment->header_state == JOURNAL_HEADER_BAD || segment->header.number != (uint32_t)number) {
        segment->header_state = JOURNAL_HEADER_BAD;
        step_set(out, JOURNAL_STEP_HEADER, number, 0, segment->data_end);
        snprintf(out->what, sizeof out->what, "segment %d has no readable header", (int)number);
        reader->index++;
        reader->chain_known = false;
        return true;
    }
    reader->is_open = true;
    *out_told = segment->header_copy_bad;
    if (*out_told) {
        step_set(out, JOURNAL_STEP_HEADER_COPY, number, 0, JOURNAL_RECORDS_AT);
        snprintf(out->what, sizeof out->what, "the header or the size of segment %d was changed",
                 (int)number);
    }
    return true;
}

static void gap_step(JournalReader *reader, JournalFound found, JournalGap gap, JournalStep *out)
{
    int32_t number = (int32_t)reader->segment.header.number;
    bool newest = reader->index == reader->list.count - 1;
    bool torn = found == JOURNAL_FOUND_TORN && newest;
    step_set(out, torn ? JOURNAL_STEP_TORN : JOURNAL_STEP_BYTES, number, gap.from, gap.to);
    long long last = (long long)reader->sequence_last;
    if (torn)
        snprintf(out->what, sizeof out->what,
                 "%zu bytes of an unfinished write after record %lld in segment %d",
                 gap.to - gap.from, last, (int)number);
    else
        snprintf(out->what, sizeof out->what,
                 "record %lld in segment %d can't be read: %zu bytes at byte %zu", last + 1,
                 (int)number, gap.to - gap.from, gap.from);
    if (!torn)
        reader->chain_known = false;
}

// Does the record follow what was read before? Fills a step when not.
static bool check_record(JournalReader *reader, const JournalRecord *record, JournalStep *out)
{
    JournalSegmentStart start;
    Error ignored;
    uint8_t wanted[JOURNAL_CHAIN_SIZE], previous[JOURNAL_CHAIN_SIZE];
    memcpy(previous, reader->chain, JOURNAL_CHAIN_SIZE);
    bool known = reader->chain_known;
    if (reader->sequence_last == 0 && record->kind == JOURNAL_SEGMENT &&
        journal_decode_segment(record->payload, &start, &ignored)) {
        // A segment says what it follows, so that reading can begin with it.
        memcpy(previous, start.previous_chain, JOURNAL_CHAIN_SIZE);
        known = true;
    }
    step_set(out, JOURNAL_STEP_BREAK, record->segment, record->offset,
             record->offset + record->size);
    out->record = *record;
    long long sequence = (long long)record->sequence, last = (long long)reader->sequence_last;
    if (last > 0 && sequence <= last) {
        out->kind = JOURNAL_STEP_REPEATED;
        snprintf(out->what, sizeof out->what,
                 "record %lld stands after record %lld in segment %d: inserted or moved", sequence,
                 last, (int)record->segment);
        return false;
    }
    if (known && last > 0 && sequence > last + 1) {
        snprintf(out->what, sizeof out->what,
                 "record %lld is missing before record %lld in segment %d", last + 1, sequence,
                 (int)record->segment);
        return false;
    }
    if (!known || !reader->key_known)
        return true;
    journal_chain_next(reader->key, previous, record, wanted);
    if (memcmp(wanted, record->chain, JOURNAL_CHAIN_SIZE) == 0)
        return true;
    snprintf(out->what, sizeof out->what, "record %lld in segment %d was changed", sequence,
             (int)record->segment);
    return false;
}

static void take_record(JournalReader *reader, const JournalRecord *record, JournalStep *out)
{
    step_set(out, JOURNAL_STEP_RECORD, record->segment, record->offset,
             record->offset + record->size);
    out->record = *record;
    memcpy(reader->chain, record->chain, JOURNAL_CHAIN_SIZE);
    reader->chain_known = true;
    reader->sequence_last = record->sequence;
}

bool journal_reader_next(JournalReader *reader, JournalStep *out, Error *error)
{
    if (reader->has_held) {
        reader->has_held = false;
        take_record(reader, &reader->held, out);
        return true;
    }
    if (!reader->key_known && !reader->key_told && reader->list.count > 0) {
        reader->key_told = true;
        step_set(out, JOURNAL_STEP_KEY, 0, 0, 0);
        snprintf(out->what, sizeof out->what,
                 "'device.key' is missing or damaged: older records can't be checked");
        return true;
    }
    while (reader->is_open || reader->index < reader->list.count) {
        if (!reader->is_open) {
            bool told = false;
            if (!open_next(reader, out, &told, error))
                return false;
            if (told)
                return true;
            continue;
        }
        JournalRecord record;
        JournalGap gap;
        JournalFound found = journal_segment_next(&reader->segment, &record, &gap);
        if (found == JOURNAL_FOUND_END) {
            reader->is_open = false;
            reader->index++;
            if (!reader->segment.unreadable)
                continue;
            // Blocks that the disk refuses look like the zeros of the end: say that they may not
            // be.
            gap_step(reader, JOURNAL_FOUND_DAMAGE,
                     (JournalGap){reader->segment.position, reader->segment.size}, out);
            return true;
        }
        if (found != JOURNAL_FOUND_RECORD) {
            gap_step(reader, found, gap, out);
            return true;
        }
        if (check_record(reader, &record, out)) {
            take_record(reader, &record, out);
            return true;
        }
        if (out->kind == JOURNAL_STEP_BREAK) {
            reader->has_held = true;
            reader->held = record;
        }
        return true;
    }
    step_set(out, JOURNAL_STEP_END, 0, 0, 0);
    return true;
}
