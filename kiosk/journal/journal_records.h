/* Inside the room: the payload of segment records, and what any payload says about its order. */
#ifndef KIOSK_JOURNAL_JOURNAL_RECORDS_H
#define KIOSK_JOURNAL_JOURNAL_RECORDS_H

#include "journal/journal_format.h"

typedef struct JournalSegmentStart { // what a start needs from the segments before
    int32_t previous_segment;        // 0: none
    uint8_t previous_chain[JOURNAL_CHAIN_SIZE];
    int32_t
        first_needed; // the first segment that a start has to read, this one when nothing is open
    int64_t counter_last, time_last_unix_ms;
    bool has_session, has_device;
    JournalSession session;
    JournalDevice device;
} JournalSegmentStart;

Bytes journal_encode_segment(const JournalSegmentStart *start, Arena *arena);
MUST_USE bool journal_decode_segment(Bytes payload, JournalSegmentStart *out, Error *error);

typedef struct JournalSubject {
    char order_uuid[ORDER_UUID_SIZE];
    int64_t counter; // 0: the payload names no order number
} JournalSubject;

// Decodes the whole payload, as a reader would: a record that could not be read back is never
// written. `order` is room to decode into.
MUST_USE bool journal_describe(JournalKind kind, Bytes payload, Order *order, JournalSubject *out,
                               Error *error);

#endif
