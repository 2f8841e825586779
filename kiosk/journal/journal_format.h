/* The bytes of a segment's header and of a record, shared by the reader and the writer.
 * docs/journal_format.md is the specification; this header is its constants. */
#ifndef KIOSK_JOURNAL_JOURNAL_FORMAT_H
#define KIOSK_JOURNAL_JOURNAL_FORMAT_H

#include "journal/journal.h"

enum {
    JOURNAL_FORMAT_VERSION = 1,
    JOURNAL_HEADER_SIZE = 64,
    JOURNAL_HEADER_COPY_AT = 4032, // the second copy of the header
    JOURNAL_RECORDS_AT = 4096,
    JOURNAL_SEGMENT_SIZE_MAX = 4 << 20,
    JOURNAL_ZEROED_FIRST =
        256 << 10, // zeros of a new segment: little, a new folder must be ready at once
    JOURNAL_ZEROED_STEP = 1 << 20,
    JOURNAL_SALT_SIZE = 16,
    JOURNAL_CHAIN_SIZE = 32,
    JOURNAL_KEY_SIZE = 32,
    JOURNAL_SECTOR_SIZE = 512,

    JOURNAL_RECORD_HEADER_SIZE = 108,
    JOURNAL_END_MARK_SIZE = 4,
    JOURNAL_RECORD_OVERHEAD = JOURNAL_RECORD_HEADER_SIZE + JOURNAL_END_MARK_SIZE,
    JOURNAL_PAYLOAD_SIZE_MAX = (2 << 20) + (1 << 16), // a snapshot and its intent
    JOURNAL_GROUP_RECORDS_MAX = 64,
    JOURNAL_GROUP_BYTES_MAX = 1 << 20, // a group takes no more records once it is larger
};

#define JOURNAL_MAGIC "KIOSKWAL"
#define JOURNAL_NUMBER_MAX                                                                         \
    ((int64_t)1 << 53) // of sequences, counters, times: exact in every reader

typedef struct JournalHeader {
    uint32_t version, number;
    uint8_t salt[JOURNAL_SALT_SIZE];
    int64_t made_unix_ms;
} JournalHeader;

typedef struct JournalRecord {
    JournalKind kind;
    int32_t group_position;
    int64_t sequence, unix_ms, counter;
    char order_uuid[ORDER_UUID_SIZE]; // empty when the record is about no order
    uint8_t chain[JOURNAL_CHAIN_SIZE];
    Bytes payload; // points into the segment's bytes
    int32_t segment;
    uint32_t offset, size; // in the segment, with header and end mark
} JournalRecord;

typedef enum JournalHeaderState {
    JOURNAL_HEADER_GOOD,
    JOURNAL_HEADER_BAD,
    JOURNAL_HEADER_NEWER, // a right CRC and a version that we do not know
} JournalHeaderState;

void journal_header_encode(const JournalHeader *header, uint8_t out[JOURNAL_HEADER_SIZE]);
JournalHeaderState journal_header_decode(const uint8_t bytes[JOURNAL_HEADER_SIZE],
                                         JournalHeader *out);

// Where the CRCs of a segment's records begin.
uint32_t journal_crc_seed(const JournalHeader *header);

// Computes record->chain from the chain before it.
void journal_chain_next(const uint8_t key[JOURNAL_KEY_SIZE],
                        const uint8_t previous[JOURNAL_CHAIN_SIZE], const JournalRecord *record,
                        uint8_t out[JOURNAL_CHAIN_SIZE]);

// Writes JOURNAL_RECORD_OVERHEAD + payload.size bytes and returns that number. Fills record->size.
size_t journal_record_encode(JournalRecord *record, uint32_t crc_seed, uint8_t *out);
// True when a whole record with a right CRC and plausible fields begins at bytes[0]. Fills all but
// `segment` and `offset`. Adds the bytes it had to look at to *work_bytes.
bool journal_record_decode(const uint8_t *bytes, size_t size, uint32_t crc_seed, JournalRecord *out,
                           uint64_t *work_bytes);
// The next place at or after `from` where a record may begin, or `size`.
size_t journal_find_marker(const uint8_t *bytes, size_t from, size_t size);
// The size that the header at `bytes` claims, 0 when there is no room for a header or the claim is
// absurd.
size_t journal_record_claimed_size(const uint8_t *bytes, size_t size);
bool journal_ends_with_mark(const uint8_t *bytes, size_t end);

const char *journal_kind_name(JournalKind kind); // "paid", "intent-result" ... for people and tools
// "waiting", "drafted" ...: words of exports, too (docs/export_format.md).
const char *journal_server_state_name(JournalServerState state);
MUST_USE bool journal_server_state_of_name(const char *name, JournalServerState *out);
const char *journal_outcome_name(JournalIntentOutcome outcome); // "open", "approved" ...

#endif
