/* What an import does with an order, and the records that do it: the part that journal_import (a
 * folder whose kiosk doesn't run) and a running lane share. Pure but for the journal's orders,
 * which were read before. */
#ifndef KIOSK_JOURNAL_JOURNAL_IMPORT_DECIDE_H
#define KIOSK_JOURNAL_JOURNAL_IMPORT_DECIDE_H

#include "journal/journal_import.h"
#include "journal/journal_orders.h"

// What an import is decided on.
typedef struct JournalImportGround {
    JournalOrders orders; // what is taken is added
    char origin[200];     // of the newest session
    int64_t counter_last; // raised by what is taken
    bool other_origin;
    Order *order; // room to decode into
} JournalImportGround;

// Reads beside a running kiosk. ERROR_INVALID: there is no journal, or it never had a session.
MUST_USE bool journal_import_ground_open(const Os *os, const char *directory,
                                         JournalImportGround *out, Error *error);
void journal_import_ground_close(JournalImportGround *ground); // accepts a zeroed one

// True when it is to be taken: `out_imported` is its record then, `at_unix_ms` still to be set, and
// ground->order the order. `ground` counts it as known from here on.
bool journal_import_decide(JournalImportGround *ground, const JournalImported *from,
                           const OrderRepairs *repairs, Bytes snapshot,
                           JournalImported *out_imported, JournalImportResult *out);

typedef struct JournalImportRecord {
    JournalKind kind;
    Bytes payload;
} JournalImportRecord;
enum { JOURNAL_IMPORT_RECORDS_MAX = ORDER_REPAIRS_MAX + 3 };

// The records of one order, in order: where it comes from, its repairs, the paid record that makes
// it wait, what the server said. Cut short before the paid record they are no order, and are
// written again by the next import. Encoded payloads are `arena`'s; the snapshot is borrowed.
int32_t journal_import_records(const JournalImported *imported, const char *uuid,
                               const OrderRepairs *repairs, Bytes snapshot, Arena *arena,
                               JournalImportRecord out[JOURNAL_IMPORT_RECORDS_MAX]);

#endif
