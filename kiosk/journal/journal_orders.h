/* What the journal knows of each order, over all its records: for exports, imports and comparisons.
 * Reads beside a running kiosk and changes nothing; the orders' snapshots stay in the files until
 * they are asked for. */
#ifndef KIOSK_JOURNAL_JOURNAL_ORDERS_H
#define KIOSK_JOURNAL_JOURNAL_ORDERS_H

#include "journal/journal_index.h"
#include "journal/journal_read.h"

typedef struct JournalPaidOrder {
    char uuid[ORDER_UUID_SIZE], reference[ORDER_REFERENCE_SIZE];
    char access_token[ORDER_UUID_SIZE]; // empty when digested
    Money total;
    Currency currency; // of a digested one: code, decimals and the step of those
    int64_t paid_unix_ms;
    JournalServerState state;
    int32_t server_id;
    char *words;          // the server's or the attendant's; malloc'd, NULL: none
    OrderRepairs repairs; // `reference` is the one that they give it
    bool digested;        // only its digest is left: what follows is 0
    int32_t session;      // it was sold in, an index; -1: not known
    int32_t imported;     // an index when it came from another journal; -1
    int32_t segment;      // of the record with its snapshot
    uint32_t offset, size;
} JournalPaidOrder;

// An intent, and the payment of an order that it may have become. Those of digested orders are no
// longer known.
typedef struct JournalOrderCharge {
    char intent_id[ORDER_UUID_SIZE], order_uuid[ORDER_UUID_SIZE];
    Money amount;
    JournalIntentOutcome outcome;
    int64_t asked_unix_ms; // 0: not known
    int32_t order;         // that it is a payment of, an index; -1: of none
    bool by_attendant;     // that payment is an attendant's word
} JournalOrderCharge;

typedef struct JournalOrders {
    JournalPaidOrder *items; // malloc'd, in the order they were paid or imported
    int32_t count, room;
    JournalSession *sessions; // malloc'd; the last one is the newest
    int32_t session_count;
    JournalImported *imported; // malloc'd
    int32_t imported_count;
    JournalOrderCharge *charges; // malloc'd, in the order they were asked for
    int32_t charge_count, charge_room;
    JournalIndex by_uuid, by_reference, by_intent;
    // The open basket and charges without an end, as a start would find them. Memory is `arena`'s.
    JournalRecovered open;
    Arena arena;
    char device[17];                        // journal_device_name of its key, empty without one
    uint8_t chain_head[JOURNAL_CHAIN_SIZE]; // of the newest record that was read
    int32_t break_count;
    char first_break[160];
} JournalOrders;

// ERROR_INVALID: there is no journal.
MUST_USE bool journal_orders_read(const Os *os, const char *directory, JournalOrders *out,
                                  Error *error);
// Of the newest segments alone: what older ones say of orders is left out.
MUST_USE bool journal_orders_read_newest(const Os *os, const char *directory, int32_t segment_count,
                                         JournalOrders *out, Error *error);
void journal_orders_release(JournalOrders *orders); // accepts a zeroed one
const JournalPaidOrder *journal_orders_find(const JournalOrders *orders, const char *uuid);
const JournalPaidOrder *journal_orders_find_reference(const JournalOrders *orders,
                                                      const char *reference);
// The url and database that an order belongs to; empty: not known.
const char *journal_orders_origin(const JournalOrders *orders, const JournalPaidOrder *order);
// For an order that was taken in since.
void journal_orders_add(JournalOrders *orders, const char *uuid, const char *reference);

// The snapshot of a paid order that is not digested. Bytes belong to `result`. ERROR_CORRUPT when
// the record is no longer there.
MUST_USE bool journal_orders_snapshot(const Os *os, const char *directory,
                                      const JournalPaidOrder *order, Arena *result, Bytes *out,
                                      Error *error);

// 16 hex digits that name a device by its key, and say nothing of the key.
void journal_device_name(const uint8_t key[JOURNAL_KEY_SIZE], char out[17]);

#endif
