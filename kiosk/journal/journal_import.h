/* Takes paid orders of another journal up, each once. What an order is stands in its snapshot; what
 * an export says beside it (docs/export_format.md) is only where it comes from and how far it was.
 *
 * An order is known by its uuid and by its reference. One that was not confirmed where it comes
 * from becomes pending here: the next start sends it, after a look whether the server has it. One
 * that was confirmed or settled is kept, so that it is known. One of another server is refused, or
 * kept as a case that an attendant has to settle. Crash-safe: what was told as taken is durable. */
#ifndef KIOSK_JOURNAL_JOURNAL_IMPORT_H
#define KIOSK_JOURNAL_JOURNAL_IMPORT_H

#include "journal/journal.h"

typedef struct JournalImport JournalImport;

typedef struct JournalImportWish {
    bool dry_run;      // say what would be, change nothing; then the folder may be in use
    bool other_origin; // orders of another server become cases instead of being refused
} JournalImportWish;

typedef enum JournalImportEnd {
    JOURNAL_IMPORT_TAKEN,         // it will be sent
    JOURNAL_IMPORT_TAKEN_REFUSED, // it waits for an attendant, as where it comes from
    JOURNAL_IMPORT_KEPT,          // confirmed or settled there
    JOURNAL_IMPORT_TAKEN_AS_CASE,
    JOURNAL_IMPORT_KNOWN,   // this journal has it
    JOURNAL_IMPORT_REFUSED, // words say why
} JournalImportEnd;

typedef struct JournalImportResult {
    JournalImportEnd end;
    char uuid[ORDER_UUID_SIZE], reference[ORDER_REFERENCE_SIZE]; // empty when it can't be read
    Money total;
    Currency currency;
    bool elsewhere; // refused because it belongs to another server
    char words[400];
} JournalImportResult;

// ERROR_BUSY: a kiosk runs on the folder. ERROR_INVALID: there is no journal, or it never had a
// session, so that nobody knows to which server it belongs.
MUST_USE bool journal_import_open(const Os *os, const char *directory,
                                  const JournalImportWish *wish, JournalImport **out, Error *error);
// `from`: lane, origin, device, state, server id and words; `repairs`: what an attendant changed of
// it there. False only when the machine fails: then nothing more can be taken.
MUST_USE bool journal_import_order(JournalImport *import, const JournalImported *from,
                                   const OrderRepairs *repairs, Bytes snapshot,
                                   JournalImportResult *out, Error *error);
void journal_import_close(JournalImport *import); // lets go of the folder; accepts NULL

#endif
