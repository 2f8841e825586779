/* Is the journal as it was written? For an auditor, for the day's closing, for kiosk-journal
 * (promise P10). Reads beside a running kiosk and changes nothing. */
#ifndef KIOSK_JOURNAL_JOURNAL_VERIFY_H
#define KIOSK_JOURNAL_JOURNAL_VERIFY_H

#include "journal/journal_read.h"

enum {
    JOURNAL_HEAD_DIGITS = 2 * JOURNAL_CHAIN_SIZE,
    JOURNAL_HEAD_DIGITS_MIN = 16, // of a head that was kept outside: so many are printed
};

// The chain head: whoever keeps it outside can tell later that nothing before it was cut, changed
// or taken away.
typedef struct JournalHead {
    char digits[JOURNAL_HEAD_DIGITS + 1]; // hex
    int32_t segment;
    int64_t sequence, unix_ms; // of the last record
} JournalHead;

// Of a folder, from its newest segment: some MiB are read. A running kiosk has it at hand in each
// JournalEvent; journal_head_digits writes that one. ERROR_INVALID: there is no journal.
MUST_USE bool journal_head(const Os *os, const char *directory, JournalHead *out, Error *error);
void journal_head_digits(const uint8_t chain[JOURNAL_CHAIN_SIZE],
                         char out[JOURNAL_HEAD_DIGITS + 1]);

typedef struct JournalBreak { // the first place that is not as it was written
    const char *broken;       // as of a JournalStep
    int32_t segment;
    int64_t sequence; // 0: not known
    size_t offset;    // in the segment
    const char *kind; // of the record, "" when it can't be read
    int64_t unix_ms;  // of the record, 0 when it can't be read
    char what[160];   // a sentence
} JournalBreak;

typedef struct JournalVerdict {
    int64_t records, segments, digested, torn_bytes; // digested: segments that were removed
    int64_t break_count;
    JournalBreak first;
    bool head_found; // true when none was asked for
    JournalHead head;
} JournalVerdict;

// `head`: JOURNAL_HEAD_DIGITS_MIN or more hex digits of a head that was kept outside, spaces
// between them as on paper, or NULL. False when the machine fails, a newer program wrote the
// journal (ERROR_CORRUPT), or there is none or `head` is no head (ERROR_INVALID).
MUST_USE bool journal_verify(const Os *os, const char *directory, const char *head,
                             JournalVerdict *out, Error *error);

#endif
