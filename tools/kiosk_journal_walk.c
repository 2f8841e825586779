#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "kiosk_journal_tool.h"

bool tool_walk(Tool *tool, void (*visit)(Tool *, const JournalStep *, void *), void *context,
               Error *error)
{
    JournalReader *reader = malloc(sizeof *reader);
    CHECK(reader != NULL);
    bool ok = journal_reader_open(&tool->os, tool->directory, tool->has_key ? tool->key : NULL, 0,
                                  reader, error);
    if (ok && reader->list.count == 0 && reader->list.highest == 0)
        ok = error_set(error, ERROR_INVALID, "there is no journal in '%s'", tool->directory);
    JournalStep step = {0};
    while (ok && step.kind != JOURNAL_STEP_END) {
        ok = journal_reader_next(reader, &step, error);
        if (ok && step.kind != JOURNAL_STEP_END)
            visit(tool, &step, context);
    }
    journal_reader_close(reader);
    free(reader);
    return ok;
}

void tool_print_json(json_t *object)
{
    json_dumpf(object, stdout, JSON_COMPACT);
    putchar('\n');
}

bool tool_read_date(const char *text, int64_t *out_unix_ms, Error *error)
{
    struct tm parts = {0};
    const char *rest = strptime(text, "%Y-%m-%d", &parts);
    if (!rest || *rest || strlen(text) != 10)
        return error_set(error, ERROR_INVALID, "'%s' is no date: write it as 2026-11-29", text);
    *out_unix_ms = (int64_t)timegm(&parts) * 1000;
    return true;
}

static const char *step_name(const JournalStep *step)
{
    if (step->kind == JOURNAL_STEP_DIGESTED)
        return "digested";
    return step->kind == JOURNAL_STEP_TORN ? "torn" : "damaged";
}

static json_t *gap_json(const JournalStep *step)
{
    return json_pack("{s:s, s:i, s:I, s:I, s:s}", "kind", step_name(step), "segment",
                     (int)step->segment, "from", (json_int_t)step->from, "to", (json_int_t)step->to,
                     "what", step->what);
}

void tool_print_gap(const Tool *tool, const JournalStep *step)
{
    json_t *object = gap_json(step);
    if (tool->json)
        tool_print_json(object);
    else
        printf("%-24s %s\n", json_string_value(json_object_get(object, "kind")), step->what);
    json_decref(object);
}
