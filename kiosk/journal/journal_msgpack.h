/* Reads the flat msgpack arrays of journal payloads, a value at a time, without allocating and
 * without trusting any size. The first failure sticks: a decoder reads all its fields and asks once
 * at the end. Not a general msgpack reader: no maps, no floats (those of an order are in
 * domain/order_snapshot). */
#ifndef KIOSK_JOURNAL_JOURNAL_MSGPACK_H
#define KIOSK_JOURNAL_JOURNAL_MSGPACK_H

#include "base/text.h"

typedef struct JournalUnpack {
    const uint8_t *data;
    size_t size, position;
    int32_t left; // values of the array not read yet
    bool failed;
} JournalUnpack;

// Opens an array of at least `count_min` values whose first is the version, which must be 1 to
// `version_max`.
JournalUnpack journal_unpack_begin(Bytes payload, int32_t count_min, int32_t version_max);
int64_t journal_unpack_integer(JournalUnpack *unpack, int64_t min, int64_t max);
// Valid UTF-8 without zeros that fits with its zero; the rest of the buffer is zeroed.
void journal_unpack_text(JournalUnpack *unpack, char *out, size_t out_size);
Bytes journal_unpack_bytes(JournalUnpack *unpack); // points into the payload; empty for nil
// True when every value so far was right and the payload ends after the array (unknown values are
// skipped).
bool journal_unpack_end(JournalUnpack *unpack);

#endif
