// kiosk-journal import: paid orders of an export, each once. Names every order and what became of
// it.
#include <stdio.h>
#include <string.h>

#include "backoffice/order_import.h"
#include "journal/journal_import.h"
#include "kiosk_journal_tool.h"

typedef struct Importing {
    Tool *tool;
    JournalImport *import;
    int32_t taken, known, refused, unpaid;
} Importing;

static void print_row(const Tool *tool, const char *end, const JournalImportResult *result)
{
    char total[32] = "";
    if (result->reference[0])
        money_print(result->total, &result->currency, total);
    if (tool->json) {
        json_t *row = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s}", "end", end, "reference",
                                result->reference, "uuid", result->uuid, "total", total, "currency",
                                result->currency.code, "words", result->words);
        tool_print_json(row);
        json_decref(row);
    } else
        printf("%-8s  %-24s  %10s %-3s  %s\n", end, result->reference, total, result->currency.code,
               result->words);
}

static bool take_paid(void *context, const JournalImported *from, const OrderRepairs *repairs,
                      Bytes snapshot, Error *error)
{
    static const char *const ends[] = {
        [JOURNAL_IMPORT_TAKEN] = "taken", [JOURNAL_IMPORT_TAKEN_REFUSED] = "taken",
        [JOURNAL_IMPORT_KEPT] = "kept",   [JOURNAL_IMPORT_TAKEN_AS_CASE] = "case",
        [JOURNAL_IMPORT_KNOWN] = "known", [JOURNAL_IMPORT_REFUSED] = "refused",
    };
    static const char *const words[] = {
        [JOURNAL_IMPORT_TAKEN] = "the next start sends it, after a look whether the server has it",
        [JOURNAL_IMPORT_TAKEN_REFUSED] = "the server refused it: it waits for an attendant",
        [JOURNAL_IMPORT_KEPT] = "it had ended where it comes from: nothing is sent",
        [JOURNAL_IMPORT_TAKEN_AS_CASE] = "of another server: an attendant has to settle it",
        [JOURNAL_IMPORT_KNOWN] = "",
        [JOURNAL_IMPORT_REFUSED] = "",
    };
    Importing *importing = context;
    JournalImportResult result;
    if (!journal_import_order(importing->import, from, repairs, snapshot, &result, error))
        return false;
    if (!result.words[0])
        snprintf(result.words, sizeof result.words, "%s", words[result.end]);
    if (result.elsewhere)
        strncat(result.words, ": --other-origin keeps it as a case",
                sizeof result.words - strlen(result.words) - 1);
    importing->known += result.end == JOURNAL_IMPORT_KNOWN;
    importing->refused += result.end == JOURNAL_IMPORT_REFUSED;
    importing->taken += result.end != JOURNAL_IMPORT_KNOWN && result.end != JOURNAL_IMPORT_REFUSED;
    print_row(importing->tool, ends[result.end], &result);
    return true;
}

static bool note_unpaid(void *context, const char *uuid, const char *kind, Error *error)
{
    (void)error;
    Importing *importing = context;
    JournalImportResult row = {0};
    snprintf(row.uuid, sizeof row.uuid, "%s", uuid);
    snprintf(row.words, sizeof row.words,
             "%s of order %s: never taken up, the customer would be charged again",
             strcmp(kind, "charge") == 0 ? "an open charge" : "an open basket", uuid);
    print_row(importing->tool, "unpaid", &row);
    importing->unpaid++;
    return true;
}

static void print_sum(const Importing *importing)
{
    const Tool *tool = importing->tool;
    if (tool->json) {
        json_t *sum = json_pack("{s:i, s:i, s:i, s:i, s:b}", "taken", (int)importing->taken,
                                "known", (int)importing->known, "refused", (int)importing->refused,
                                "unpaid", (int)importing->unpaid, "dry_run", tool->dry_run);
        tool_print_json(sum);
        json_decref(sum);
    } else
        printf("%d %s, %d known, %d refused, %d unpaid\n", (int)importing->taken,
               tool->dry_run ? "would be taken" : "taken", (int)importing->known,
               (int)importing->refused, (int)importing->unpaid);
}

int32_t tool_import(Tool *tool, Error *error)
{
    Importing importing = {.tool = tool};
    JournalImportWish wish = {.dry_run = tool->dry_run, .other_origin = tool->other_origin};
    Arena arena;
    Bytes file;
    arena_create(&arena, (size_t)ORDER_IMPORT_FILE_BYTES_MAX + (1 << 20));
    bool ok =
        os_read_file(&tool->os, tool->file, ORDER_IMPORT_FILE_BYTES_MAX, &arena, &file, error) &&
        journal_import_open(&tool->os, tool->directory, &wish, &importing.import, error);
    if (ok) {
        ok = order_import_read(file, (OrderImportVisitor){take_paid, note_unpaid, &importing},
                               error) ||
             error_prefix(error, "'%s'", tool->file);
        journal_import_close(importing.import);
        print_sum(&importing);
    }
    arena_destroy(&arena);
    if (ok && importing.refused > 0)
        ok = error_set(error, ERROR_INVALID, "%d order(s) of '%s' were not taken up",
                       (int)importing.refused, tool->file);
    return ok ? 0 : 1;
}
