#include "journal/journal_read.h"

#include <stdio.h>
#include <string.h>

#include "journal/journal_records.h"

enum { LOOK_AHEAD_RECORDS = 64 };

bool journal_first_needed(const Os *os, const char *directory, const JournalSegmentList *list,
                          int32_t *out_first, Error *error)
{
    *out_first = 0;
    for (int32_t i = list->count - 1; i >= 0; i--) {
        char path[JOURNAL_PATH_SIZE];
        JournalSegment segment;
        if (!journal_segment_path(directory, list->numbers[i], ".wal", path, error) ||
            !journal_segment_load(os, path, JOURNAL_FIRST_RECORD_BYTES, &segment, error))
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
    journal_digest_set_release(&reader->digests);
    memset(reader, 0, sizeof *reader);
}

bool journal_step_is_damage(JournalStepKind kind)
{
    return kind != JOURNAL_STEP_RECORD && kind != JOURNAL_STEP_TORN &&
           kind != JOURNAL_STEP_DIGESTED && kind != JOURNAL_STEP_END;
}

static void step_set(JournalStep *out, JournalStepKind kind, int32_t segment, size_t from,
                     size_t to)
{
    static const char *const broken[] = {
        [JOURNAL_STEP_BYTES] = "unreadable",
        [JOURNAL_STEP_HEADER] = "unreadable",
        [JOURNAL_STEP_HEADER_COPY] = "changed",
        [JOURNAL_STEP_MISSING] = "missing",
        [JOURNAL_STEP_KEY] = "key",
        [JOURNAL_STEP_BREAK] = "changed",
        [JOURNAL_STEP_REPEATED] = "inserted",
        [JOURNAL_STEP_INSERTED] = "inserted",
        [JOURNAL_STEP_END] = NULL,
    };
    memset(out, 0, sizeof *out);
    out->kind = kind;
    out->broken = broken[kind] ? broken[kind] : "";
    out->segment = segment;
    out->from = from;
    out->to = to;
}

// What the segments that are there say of those that are not. Their chains are checked when they
// are read.
static bool load_digests(JournalReader *reader, Error *error)
{
    reader->digests_loaded = true;
    for (int32_t i = reader->index; i < reader->list.count; i++) {
        char path[JOURNAL_PATH_SIZE];
        JournalSegment segment;
        JournalRecord record;
        JournalGap gap;
        if (!journal_segment_path(reader->directory, reader->list.numbers[i], ".wal", path, error))
            return false;
        if (!reader->os->files.exists(reader->os->files.context, path))
            continue;
        if (!journal_segment_load(reader->os, path, JOURNAL_SEGMENT_SIZE_MAX, &segment, error))
            return false;
        JournalFound found =
            segment.header_state == JOURNAL_HEADER_GOOD ? JOURNAL_FOUND_RECORD : JOURNAL_FOUND_END;
        while (found != JOURNAL_FOUND_END) {
            JournalDigest digest;
            JournalUnpack rest;
            Error ignored;
            found = journal_segment_next(&segment, &record, &gap);
            if (found == JOURNAL_FOUND_RECORD && record.kind == JOURNAL_DIGEST &&
                journal_decode_digest(record.payload, &digest, &rest, &ignored))
                journal_digest_set_add(&reader->digests, &digest);
        }
        journal_segment_release(&segment);
    }
    return true;
}

// A segment that was removed: the chain must lead into its digest and goes on behind it.
static void digest_step(JournalReader *reader, const JournalDigest *digest, JournalStep *out)
{
    static const uint8_t begin[JOURNAL_CHAIN_SIZE];
    bool first = reader->expected == 1;
    const uint8_t *before = first ? begin : reader->chain;
    int64_t last = reader->sequence_last;
    bool follows =
        (last == 0 && !first) || digest->sequence_first == last + 1 || !reader->chain_known;
    if (first || reader->chain_known)
        follows = follows && memcmp(digest->chain_before, before, JOURNAL_CHAIN_SIZE) == 0;
    follows = follows && digest->sequence_first > last;
    step_set(out, follows ? JOURNAL_STEP_DIGESTED : JOURNAL_STEP_BREAK, reader->expected, 0, 0);
    out->digest = *digest;
    out->sequence = digest->sequence_first;
    snprintf(out->what, sizeof out->what,
             "segment %d was removed, the digest of its %d orders stays", (int)reader->expected,
             (int)digest->order_count);
    if (!follows) {
        out->broken = "replaced";
        snprintf(out->what, sizeof out->what,
                 "the digest of segment %d does not follow record %lld before it",
                 (int)reader->expected, (long long)last);
    }
    memcpy(reader->chain, digest->chain_after, JOURNAL_CHAIN_SIZE);
    reader->chain_known = true;
    if (digest->sequence_last > last)
        reader->sequence_last = digest->sequence_last;
    reader->expected++;
}

// Segments before `number` that are not there.
static bool missing_step(JournalReader *reader, int32_t number, JournalStep *out, Error *error)
{
    if (!reader->digests_loaded && !load_digests(reader, error))
        return false;
    const JournalDigest *digest = journal_digest_set_find(&reader->digests, reader->expected);
    if (digest) {
        digest_step(reader, digest, out);
        return true;
    }
    int32_t last = reader->expected;
    while (last + 1 < number && !journal_digest_set_find(&reader->digests, last + 1))
        last++;
    step_set(out, JOURNAL_STEP_MISSING, reader->expected, 0, 0);
    out->sequence = reader->sequence_last + 1;
    if (reader->expected == last)
        snprintf(out->what, sizeof out->what, "segment %d is missing", (int)reader->expected);
    else
        snprintf(out->what, sizeof out->what, "segments %d to %d are missing",
                 (int)reader->expected, (int)last);
    reader->expected = last + 1;
    reader->chain_known = false;
    return true;
}

// Opens the next segment. Fills a step when there is something to say about it; *out_told says so.
static bool open_next(JournalReader *reader, JournalStep *out, bool *out_told, Error *error)
{
    int32_t number = reader->list.numbers[reader->index];
    *out_told = true;
    if (reader->expected < number)
        return missing_step(reader, number, out, error);
    char path[JOURNAL_PATH_SIZE];
    journal_segment_release(&reader->segment);
    if (!journal_segment_path(reader->directory, number, ".wal", path, error))
        return false;
    if (!reader->os->files.exists(reader->os->files.context, path)) {
        // A kiosk beside us removed it just now: its digest stands in the newest segment.
        reader->index++;
        *out_told = false;
        return true;
    }
    if (!journal_segment_load(reader->os, path, JOURNAL_SEGMENT_SIZE_MAX, &reader->segment, error))
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
    out->sequence = last + 1;
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

static bool chain_fits(const JournalReader *reader, const uint8_t previous[JOURNAL_CHAIN_SIZE],
                       const JournalRecord *record)
{
    uint8_t wanted[JOURNAL_CHAIN_SIZE];
    journal_chain_next(reader->key, previous, record, wanted);
    return memcmp(wanted, record->chain, JOURNAL_CHAIN_SIZE) == 0;
}

// The chain before a record, when it is known.
static bool chain_before(const JournalReader *reader, const JournalRecord *record,
                         uint8_t out[JOURNAL_CHAIN_SIZE])
{
    JournalSegmentStart start;
    Error ignored;
    memcpy(out, reader->chain, JOURNAL_CHAIN_SIZE);
    if (reader->sequence_last > 0 || record->kind != JOURNAL_SEGMENT ||
        !journal_decode_segment(record->payload, &start, &ignored))
        return reader->chain_known;
    // A segment says what it follows, so that reading can begin with it.
    memcpy(out, start.previous_chain, JOURNAL_CHAIN_SIZE);
    return true;
}

// A record whose chain is wrong stands before one of the same number whose chain is right: it was
// put there.
static bool is_inserted(const JournalReader *reader, const uint8_t previous[JOURNAL_CHAIN_SIZE],
                        const JournalRecord *record)
{
    JournalSegment ahead = reader->segment; // the bytes are shared, the place is a copy
    JournalRecord next;
    JournalGap gap;
    for (int32_t i = 0; i < LOOK_AHEAD_RECORDS; i++) {
        JournalFound found = journal_segment_next(&ahead, &next, &gap);
        if (found == JOURNAL_FOUND_END || found == JOURNAL_FOUND_TORN)
            return false;
        if (found == JOURNAL_FOUND_RECORD && next.sequence == record->sequence &&
            chain_fits(reader, previous, &next))
            return true;
    }
    return false;
}

// No chain was right so far, nor is the next one: one changed record would not do that.
static bool is_other_key(const JournalReader *reader, const JournalRecord *record)
{
    JournalSegment ahead = reader->segment;
    JournalRecord next;
    JournalGap gap;
    return !reader->key_fitted &&
           journal_segment_next(&ahead, &next, &gap) == JOURNAL_FOUND_RECORD &&
           next.sequence == record->sequence + 1 && !chain_fits(reader, record->chain, &next);
}

static void wrong_chain_step(JournalReader *reader, const uint8_t previous[JOURNAL_CHAIN_SIZE],
                             const JournalRecord *record, JournalStep *out)
{
    long long sequence = (long long)record->sequence;
    if (is_other_key(reader, record)) {
        reader->key_doubted = true;
        out->broken = "key";
        snprintf(out->what, sizeof out->what,
                 "'device.key' is not the key that segment %d was written with",
                 (int)record->segment);
    } else if (is_inserted(reader, previous, record)) {
        out->kind = JOURNAL_STEP_INSERTED;
        out->broken = "inserted";
        snprintf(out->what, sizeof out->what, "record %lld in segment %d was inserted", sequence,
                 (int)record->segment);
    } else if (record->kind == JOURNAL_SEGMENT && record->offset == JOURNAL_RECORDS_AT &&
               reader->sequence_last > 0) {
        out->broken = "replaced";
        snprintf(out->what, sizeof out->what,
                 "record %lld, the first in segment %d, does not follow: changed or replaced",
                 sequence, (int)record->segment);
    } else
        snprintf(out->what, sizeof out->what, "record %lld in segment %d was changed", sequence,
                 (int)record->segment);
}

// Does the record follow what was read before? Fills a step when not.
static bool check_record(JournalReader *reader, const JournalRecord *record, JournalStep *out)
{
    uint8_t previous[JOURNAL_CHAIN_SIZE];
    bool known = chain_before(reader, record, previous);
    step_set(out, JOURNAL_STEP_BREAK, record->segment, record->offset,
             record->offset + record->size);
    out->record = *record;
    out->sequence = record->sequence;
    long long sequence = (long long)record->sequence, last = (long long)reader->sequence_last;
    if (last > 0 && sequence <= last) {
        out->kind = JOURNAL_STEP_REPEATED;
        out->broken = "inserted";
        snprintf(out->what, sizeof out->what,
                 "record %lld stands after record %lld in segment %d: inserted or moved", sequence,
                 last, (int)record->segment);
        return false;
    }
    if (known && last > 0 && sequence > last + 1) {
        out->broken = "removed";
        snprintf(out->what, sizeof out->what,
                 "record %lld is missing before record %lld in segment %d", last + 1, sequence,
                 (int)record->segment);
        return false;
    }
    if (!known || !reader->key_known)
        return true;
    if (chain_fits(reader, previous, record)) {
        reader->key_fitted = true;
        reader->key_doubted = false;
        return true;
    }
    if (reader->key_doubted)
        return true;
    wrong_chain_step(reader, previous, record, out);
    return false;
}

static void take_record(JournalReader *reader, const JournalRecord *record, JournalStep *out)
{
    step_set(out, JOURNAL_STEP_RECORD, record->segment, record->offset,
             record->offset + record->size);
    out->record = *record;
    out->sequence = record->sequence;
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
