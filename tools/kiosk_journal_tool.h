/* Shared by the commands of kiosk-journal; a file for each. A command returns the exit status; with
 * 1 it leaves its sentence in `error`. */
#ifndef KIOSK_TOOLS_KIOSK_JOURNAL_TOOL_H
#define KIOSK_TOOLS_KIOSK_JOURNAL_TOOL_H

#include <jansson.h>

#include "journal/journal_read.h"

typedef struct Tool {
    Os os;
    const char *directory;
    bool json, msgpack, unpaid, paid, all, dry_run, other_origin, send_again;
    const char *head, *since, *out, *lane, *file, *config; // NULL: not given
    bool has_key;
    uint8_t key[JOURNAL_KEY_SIZE];
    Order *order;   // room to decode into
    json_t *orders; // uuid -> {reference, total, state}: what is known of an order over all records
} Tool;

// Calls `visit` with each step but the end. Checks chains when the tool has the key.
bool tool_walk(Tool *tool, void (*visit)(Tool *, const JournalStep *, void *), void *context,
               Error *error);
void tool_print_json(json_t *object);
// The first moment of a day in UTC, "2026-11-29".
MUST_USE bool tool_read_date(const char *text, int64_t *out_unix_ms, Error *error);
// Whatever is no record.
void tool_print_gap(const Tool *tool, const JournalStep *step);

int32_t tool_list(Tool *tool, Error *error);
int32_t tool_show(Tool *tool, Error *error);
int32_t tool_verify(Tool *tool, Error *error);
int32_t tool_head(Tool *tool, Error *error);
int32_t tool_export(Tool *tool, Error *error);
int32_t tool_import(Tool *tool, Error *error);
int32_t tool_reconcile(Tool *tool, Error *error);

#endif
