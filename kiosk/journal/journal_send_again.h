/* Makes confirmed orders wait again because the server has lost them: its data were restored from a
 * backup. Each stands in the journal once more as paid, byte for byte, with the words why; the next
 * start sends it by the ordinary way, which looks first whether the server has it. The kiosk of the
 * folder must not run. Crash-safe: what was told as done is durable, and the rest may be asked for
 * again. */
#ifndef KIOSK_JOURNAL_JOURNAL_SEND_AGAIN_H
#define KIOSK_JOURNAL_JOURNAL_SEND_AGAIN_H

#include "journal/journal.h"

// The words of its JOURNAL_SERVER record.
#define JOURNAL_SENT_AGAIN_WORDS "sent again: the server had lost it"

// The orders of `uuids` that the journal has whole, as confirmed by the server `origin` (url and
// database); others are left as they are. ERROR_BUSY: a kiosk runs on the folder. ERROR_INVALID:
// the newest session is of another server, so that they would count as that one's.
MUST_USE bool journal_send_again(const Os *os, const char *directory, const char *origin,
                                 const char *const *uuids, int32_t count, int32_t *out_done,
                                 Error *error);

// A repair of an order that is sent again, as its record behind the new paid record.
JournalRepair journal_repair_again(const char *uuid, const OrderRepair *repair, int64_t at_unix_ms);

#endif
