/* One segment in memory: finds its records, and says of the bytes between them whether they are a
 * torn tail or damage (docs/journal_format.md, "Reading at a start"). Knows nothing of chains,
 * orders or other segments. */
#ifndef KIOSK_JOURNAL_JOURNAL_SEGMENT_H
#define KIOSK_JOURNAL_JOURNAL_SEGMENT_H

#include "journal/journal_format.h"

enum { JOURNAL_FIRST_RECORD_BYTES = 16 << 10 }; // enough for a header and a segment record

typedef struct JournalSegment {
    uint8_t *bytes;         // malloc'd
    size_t size, file_size; // bytes read; bytes of the file
    size_t data_end;        // after this only zeros
    bool unreadable;        // the disk refused some blocks: they are zeros here
    JournalHeaderState header_state;
    bool header_copy_bad; // one copy of the header, or the zeros between, are not what they were
    JournalHeader header;
    uint32_t crc_seed;
    size_t position;       // of the iterator
    int64_t sequence_last; // 0 before the first record
    uint64_t work_left;    // bounds the search in hostile bytes
    size_t group_offset;   // of the last group read: where it begins
} JournalSegment;

// Reads the file, at most `size_max` bytes of it. Fails only when it can't be opened; blocks that
// can't be read are zeros.
MUST_USE bool journal_segment_load(const Os *os, const char *path, size_t size_max,
                                   JournalSegment *out, Error *error);
// The same from memory (fuzzing, tests). Copies.
void journal_segment_from_bytes(Bytes bytes, JournalSegment *out);
void journal_segment_release(JournalSegment *segment); // accepts a zeroed one

typedef enum JournalFound {
    JOURNAL_FOUND_RECORD,
    JOURNAL_FOUND_TORN,   // [from, to): the unfinished last group
    JOURNAL_FOUND_DAMAGE, // [from, to)
    JOURNAL_FOUND_END,
} JournalFound;

typedef struct JournalGap {
    size_t from, to;
} JournalGap;

// The header must be good. Each call moves forward; after TORN comes END.
JournalFound journal_segment_next(JournalSegment *segment, JournalRecord *out_record,
                                  JournalGap *out_gap);

#endif
