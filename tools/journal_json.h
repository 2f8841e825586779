/* A journal record as JSON, for kiosk-journal. Tokens that open an order at the server are left
 * out. */
#ifndef KIOSK_TOOLS_JOURNAL_JSON_H
#define KIOSK_TOOLS_JOURNAL_JSON_H

#include <jansson.h>

#include "journal/journal_format.h"

void journal_json_time(int64_t unix_ms, char out[32]); // "2023-11-14T22:13:20.123Z"
// Everything in the record. `order` is room to decode into. New reference.
json_t *journal_json_record(const JournalRecord *record, Order *order);

#endif
