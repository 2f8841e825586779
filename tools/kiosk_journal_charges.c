// What the demo terminal remembers: its file in the data folder, a line for each answer.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kiosk_journal_reconcile.h"

enum { FILE_BYTES_MAX = 256 << 20 };

static int32_t find(const ReconcileCharges *charges, const char *intent_id)
{
    int32_t cursor = 0, i;
    while ((i = journal_index_next(&charges->index, journal_index_tag(intent_id), &cursor)) >= 0)
        if (strcmp(charges->items[i].intent_id, intent_id) == 0)
            return i;
    return -1;
}

static ReconcileCharge *find_or_add(ReconcileCharges *charges, const char *intent_id)
{
    int32_t at = find(charges, intent_id);
    if (at >= 0)
        return &charges->items[at];
    if (charges->count == charges->room) {
        charges->room = charges->room ? charges->room * 2 : 256;
        charges->items = realloc(charges->items, (size_t)charges->room * sizeof *charges->items);
        CHECK(charges->items != NULL);
    }
    ReconcileCharge *charge = &charges->items[charges->count];
    *charge = (ReconcileCharge){0};
    snprintf(charge->intent_id, sizeof charge->intent_id, "%s", intent_id);
    journal_index_add(&charges->index, journal_index_tag(intent_id), charges->count++);
    return charge;
}

// The last line of an intent counts. A line that is torn was never answered.
static void take_line(ReconcileCharges *charges, const char *bytes, size_t size)
{
    json_t *line = json_loadb(bytes, size, 0, NULL);
    const char *id = json_string_value(json_object_get(line, "id"));
    const char *state = json_string_value(json_object_get(line, "state"));
    const char *currency = json_string_value(json_object_get(line, "currency"));
    if (id && state && strlen(id) < ORDER_UUID_SIZE) {
        ReconcileCharge *charge = find_or_add(charges, id);
        charge->amount.minor = json_integer_value(json_object_get(line, "amount"));
        charge->approved = strcmp(state, "approved") == 0;
        snprintf(charge->currency, sizeof charge->currency, "%.3s", currency ? currency : "");
    }
    json_decref(line);
}

bool reconcile_charges_read(const Os *os, const char *directory, ReconcileCharges *out,
                            Error *error)
{
    char path[JOURNAL_PATH_SIZE];
    Arena arena;
    Bytes bytes;
    reconcile_charges_release(out);
    if (!journal_folder_path(directory, "demo-terminal.jsonl", path, error))
        return false;
    if (!os->files.exists(os->files.context, path))
        return true;
    arena_create(&arena, (size_t)FILE_BYTES_MAX + 4096);
    bool ok = os_read_file(os, path, FILE_BYTES_MAX, &arena, &bytes, error);
    for (size_t start = 0; ok && start < bytes.size;) {
        const uint8_t *end = memchr(bytes.data + start, '\n', bytes.size - start);
        size_t size = end ? (size_t)(end - bytes.data) - start : bytes.size - start;
        if (end)
            take_line(out, (const char *)bytes.data + start, size);
        start += size + 1;
    }
    arena_destroy(&arena);
    out->found = ok;
    return ok;
}

static bool knows(const JournalOrders *journal, const char *intent_id)
{
    int32_t cursor = 0, i;
    uint64_t tag = journal_index_tag(intent_id);
    while ((i = journal_index_next(&journal->by_intent, tag, &cursor)) >= 0)
        if (strcmp(journal->charges[i].intent_id, intent_id) == 0)
            return true;
    return false;
}

bool reconcile_charges_again(const Os *os, const char *directory, const JournalOrders *journal,
                             ReconcileCharges *charges, Error *error)
{
    ReconcileCharges now = {0};
    if (!reconcile_charges_read(os, directory, &now, error))
        return false;
    for (int32_t i = 0; i < now.count; i++) {
        const ReconcileCharge *charge = &now.items[i];
        if (find(charges, charge->intent_id) >= 0 || knows(journal, charge->intent_id))
            *find_or_add(charges, charge->intent_id) = *charge;
    }
    charges->found = charges->found || now.found;
    reconcile_charges_release(&now);
    return true;
}

void reconcile_charges_release(ReconcileCharges *charges)
{
    free(charges->items);
    journal_index_release(&charges->index);
    *charges = (ReconcileCharges){0};
}
