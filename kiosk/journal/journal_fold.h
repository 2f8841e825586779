/* What the records add up to: the open order, the intent, the paid orders that the server has not
 * confirmed, the session, the highest counter and time. Recovery folds what it reads; the writer
 * folds what it writes, to say in each new segment where a start has to begin. Pure: no files. */
#ifndef KIOSK_JOURNAL_JOURNAL_FOLD_H
#define KIOSK_JOURNAL_JOURNAL_FOLD_H

#include "journal/journal_format.h"
#include "journal/journal_records.h"

typedef struct JournalFoldOrder {
    uint64_t tag; // of the uuid, to compare fast
    char uuid[ORDER_UUID_SIZE];
    int32_t segment;
    JournalServerState state; // of paid orders
    int32_t server_id;
    char *words;       // malloc'd, NULL when empty
    char *origin;      // it belongs to: of its session, or as imported; malloc'd, NULL: not known
    uint8_t *snapshot; // malloc'd; NULL when payloads are not kept
    size_t snapshot_size;
    OrderRepairs repairs; // of paid orders
    JournalIntent intent; // of cases and of the open order
    bool gone;
} JournalFoldOrder;

typedef struct JournalFoldOrders {
    JournalFoldOrder *items;    // malloc'd, oldest first
    int32_t count, room, first; // before `first` all are gone
} JournalFoldOrders;

typedef struct JournalFold {
    bool keep_payloads;
    bool empty;
    int64_t counter_last, time_last_unix_ms;
    bool has_session, has_device, has_basket, has_intent;
    JournalSession session;
    JournalSignIn sign_in;
    JournalDevice device;
    JournalFoldOrder basket; // with its intent
    JournalFoldOrders paid, cases;
    // Of the last imported record: its PAID record stands behind it, and between them its repairs.
    char imported_uuid[ORDER_UUID_SIZE], imported_origin[200];
    int32_t imported_segment;
    OrderRepairs imported_repairs;
    Order *order; // room to decode into, made when needed
} JournalFold;

void journal_fold_init(JournalFold *fold, bool keep_payloads);
// The same state without payloads, for a writer that goes on after a recovery.
void journal_fold_resume(JournalFold *fold, const JournalRecovered *recovered);
void journal_fold_release(JournalFold *fold);
// False with an Error when the payload can't be understood; counter and time are taken even then.
MUST_USE bool journal_fold_record(JournalFold *fold, const JournalRecord *record, Error *error);
// Ends the open order. When its charge has no end yet, it becomes a case.
void journal_fold_leave_basket(JournalFold *fold);
// The oldest segment that a start needs; `newest` when nothing is open.
int32_t journal_fold_first_needed(const JournalFold *fold, int32_t newest);
// Fills the fields of `out` that come from records. Memory belongs to `result`; ERROR_LIMIT when it
// is full.
MUST_USE bool journal_fold_finish(JournalFold *fold, Arena *result, JournalRecovered *out,
                                  Error *error);

#endif
