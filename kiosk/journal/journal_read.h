/* Reads a data folder's journal from a segment on, in order, and says what it meets: records, and
 * everything that is not as it was written. Changes nothing and takes no lock: a tool may read
 * beside a running kiosk. */
#ifndef KIOSK_JOURNAL_JOURNAL_READ_H
#define KIOSK_JOURNAL_JOURNAL_READ_H

#include "journal/journal_digest.h"
#include "journal/journal_folder.h"
#include "journal/journal_segment.h"

typedef enum JournalStepKind {
    JOURNAL_STEP_RECORD,
    JOURNAL_STEP_TORN,        // the tail of the newest segment: normal after a power cut
    JOURNAL_STEP_BYTES,       // bytes [from, to) can't be read
    JOURNAL_STEP_HEADER,      // the whole segment can't be read
    JOURNAL_STEP_HEADER_COPY, // one of the two headers can't be read; the records can
    JOURNAL_STEP_MISSING,     // a segment is not there
    JOURNAL_STEP_DIGESTED,    // a segment was removed, its digest stays: as it should be
    JOURNAL_STEP_KEY,         // no device key, or not the one of this journal
    JOURNAL_STEP_BREAK, // the chain or the sequence does not follow; the record comes as the next
                        // step
    JOURNAL_STEP_REPEATED, // a record whose sequence was there already: not to be taken
    JOURNAL_STEP_INSERTED, // a record before the one that belongs there: not to be taken
    JOURNAL_STEP_END,
} JournalStepKind;

typedef struct JournalStep {
    JournalStepKind kind;
    int32_t segment;
    size_t from, to;      // in the segment
    int64_t sequence;     // of the record that is meant, 0: not known
    JournalRecord record; // of RECORD, BREAK (kind 0: of a digest), REPEATED and INSERTED; its
                          // payload is good until the next step
    JournalDigest digest; // of DIGESTED
    const char *broken;   // of what is damage: "changed", "removed", "inserted", "replaced",
                          // "unreadable", "missing" or "key"; else ""
    char what[160];       // a sentence, for all kinds that are damage or torn
} JournalStep;

typedef struct JournalReader {
    const Os *os;
    char directory[JOURNAL_PATH_SIZE];
    uint8_t key[JOURNAL_KEY_SIZE];
    bool key_known, key_told;
    JournalSegmentList list;
    int32_t index;    // in the list, of the open segment
    int32_t expected; // number of the next segment
    bool is_open;
    JournalSegment segment; // after END: the newest one that could be opened
    bool chain_known;
    uint8_t chain[JOURNAL_CHAIN_SIZE]; // of the last record
    int64_t sequence_last;
    bool has_held; // the record that follows a BREAK
    JournalRecord held;
    bool key_fitted;  // a record's chain was right
    bool key_doubted; // told that the key isn't this journal's: until a chain is right again
    bool digests_loaded;
    JournalDigestSet digests; // of the segments that are there
} JournalReader;

// Begins with segment `first` (0: the oldest). `key` may be NULL.
MUST_USE bool journal_reader_open(const Os *os, const char *directory, const uint8_t *key,
                                  int32_t first, JournalReader *out, Error *error);
void journal_reader_close(JournalReader *reader);
// False only when the machine fails, or when a segment was written by a newer program.
MUST_USE bool journal_reader_next(JournalReader *reader, JournalStep *out, Error *error);
bool journal_step_is_damage(JournalStepKind kind);

// The segment that a start begins with: as the newest readable segment record says, 0 (all) when
// none is.
MUST_USE bool journal_first_needed(const Os *os, const char *directory,
                                   const JournalSegmentList *list, int32_t *out_first,
                                   Error *error);

#endif
