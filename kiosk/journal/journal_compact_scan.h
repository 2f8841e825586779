/* What the records of a segment add up to when only its digest stays: each paid order and how it
 * ended. Checks every record and its chain on the way. Pure: no files. */
#ifndef KIOSK_JOURNAL_JOURNAL_COMPACT_SCAN_H
#define KIOSK_JOURNAL_JOURNAL_COMPACT_SCAN_H

#include "journal/journal_digest.h"

typedef struct JournalCompactOrder {
    JournalDigestOrder entry;
    bool ended;
    char currency[8];
    int32_t decimals;
} JournalCompactOrder;

typedef struct JournalCompactScan {
    uint8_t key[JOURNAL_KEY_SIZE];
    JournalDigest digest;        // of the segment; its number is the caller's
    JournalCompactOrder *orders; // malloc'd
    int32_t order_count, order_room;
    int32_t open_count; // paid here, no end seen yet
    Bytes *carry;       // digests that stand in the segment, each malloc'd
    int32_t carry_count, carry_room;
    // The reference that a repair gave to an imported order whose paid record comes next.
    char renamed_uuid[ORDER_UUID_SIZE], renamed[ORDER_REFERENCE_SIZE];
    Order *order; // room to decode into
} JournalCompactScan;

void journal_compact_scan_begin(JournalCompactScan *scan, const uint8_t key[JOURNAL_KEY_SIZE]);
void journal_compact_scan_release(JournalCompactScan *scan);
// The next record of the segment. False: it is not as it was written, or of a kind that this
// version doesn't know: the segment must stay.
MUST_USE bool journal_compact_scan_record(JournalCompactScan *scan, const JournalRecord *record);
// A record of a later segment: does it end an order of this one, or give it a new number?
void journal_compact_scan_end(JournalCompactScan *scan, const JournalRecord *record);
// The digest's parts; returns how many, 0 when they would be more than JOURNAL_DIGEST_PARTS_MAX.
int32_t journal_compact_scan_encode(const JournalCompactScan *scan, Arena *arena,
                                    Bytes out[JOURNAL_DIGEST_PARTS_MAX]);

#endif
