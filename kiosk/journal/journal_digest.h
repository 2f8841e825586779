/* What stays of a segment that was removed: the payload of digest records (docs/journal_format.md).
 * A digest is one record, or several parts in one group when the segment had many orders or more
 * than one currency; it counts when all its parts are there. */
#ifndef KIOSK_JOURNAL_JOURNAL_DIGEST_H
#define KIOSK_JOURNAL_JOURNAL_DIGEST_H

#include "journal/journal_format.h"
#include "journal/journal_msgpack.h"

enum {
    JOURNAL_DIGEST_HASH_SIZE = 32,
    JOURNAL_DIGEST_ORDERS_MAX = 512, // of a part
    JOURNAL_DIGEST_PARTS_MAX = JOURNAL_GROUP_RECORDS_MAX,
};

typedef struct JournalDigest {             // of one part; what is said of the segment is in each
    int32_t segment, part, part_count;     // part from 0
    int64_t sequence_first, sequence_last; // of the segment's records
    int64_t time_last_unix_ms;             // the newest among them
    uint8_t chain_before[JOURNAL_CHAIN_SIZE], chain_after[JOURNAL_CHAIN_SIZE];
    int32_t order_count;     // paid orders in the segment
    int32_t attendant_count; // attendants' notes in the segment
    char currency[8];        // of the orders in this part
    int32_t decimals;
    Money sum; // of the orders in this part
    int32_t entry_count;
} JournalDigest;

typedef struct JournalDigestOrder {
    char uuid[ORDER_UUID_SIZE];
    bool here; // paid in this segment; else it only ended here, and the rest is 0
    char reference[ORDER_REFERENCE_SIZE];
    Money total;
    int64_t paid_unix_ms;
    uint8_t hash[JOURNAL_DIGEST_HASH_SIZE]; // BLAKE2b-256 of its snapshot, without a key
    JournalServerState state;               // CONFIRMED or SETTLED
    int32_t server_id;
} JournalDigestOrder;

Bytes journal_encode_digest(const JournalDigest *digest, const JournalDigestOrder *orders,
                            Arena *arena);
// `out_rest` then gives `entry_count` orders.
MUST_USE bool journal_decode_digest(Bytes payload, JournalDigest *out, JournalUnpack *out_rest,
                                    Error *error);
MUST_USE bool journal_decode_digest_order(JournalUnpack *rest, JournalDigestOrder *out,
                                          Error *error);
// The whole payload, as a reader would.
MUST_USE bool journal_check_digest(Bytes payload, Error *error);

void journal_digest_hash(Bytes snapshot, uint8_t out[JOURNAL_DIGEST_HASH_SIZE]);

// Which removed segments are known, put together part by part.
typedef struct JournalDigestSet {
    struct JournalDigestKnown {
        JournalDigest digest;
        uint64_t parts; // a bit for each
    } * items;          // malloc'd, in the order they were met
    int32_t count, room;
} JournalDigestSet;

void journal_digest_set_add(JournalDigestSet *set, const JournalDigest *digest);
// The digest of a segment when all its parts were added, else NULL.
const JournalDigest *journal_digest_set_find(const JournalDigestSet *set, int32_t segment);
void journal_digest_set_release(JournalDigestSet *set);

#endif
