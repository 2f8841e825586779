/* kiosk-journal verify and head: is the journal as it was written, and what has to be kept outside
 * to tell that later. */
#include <stdio.h>
#include <time.h>

#include "journal/journal_verify.h"
#include "journal_json.h"
#include "kiosk_journal_tool.h"

static json_t *first_json(const JournalBreak *first)
{
    char time[32];
    journal_json_time(first->unix_ms, time);
    return json_pack("{s:s, s:i, s:I, s:I, s:s, s:s, s:s}", "broken", first->broken, "segment",
                     (int)first->segment, "sequence", (json_int_t)first->sequence, "offset",
                     (json_int_t)first->offset, "kind", first->kind, "time",
                     first->unix_ms > 0 ? time : "", "what", first->what);
}

static void print_verdict(const Tool *tool, const JournalVerdict *verdict)
{
    if (tool->json) {
        json_t *object = json_pack(
            "{s:b, s:I, s:I, s:I, s:I, s:I, s:s, s:s, s:b}", "ok",
            verdict->break_count == 0 && verdict->head_found, "records",
            (json_int_t)verdict->records, "segments", (json_int_t)verdict->segments, "digested",
            (json_int_t)verdict->digested, "torn_bytes", (json_int_t)verdict->torn_bytes, "damaged",
            (json_int_t)verdict->break_count, "damage", verdict->first.what, "chain_head",
            verdict->head.digits, "head_found", verdict->head_found);
        if (verdict->break_count > 0)
            json_object_set_new(object, "first", first_json(&verdict->first));
        tool_print_json(object);
        json_decref(object);
        return;
    }
    if (verdict->torn_bytes > 0)
        printf("%lld bytes of an unfinished write at the end: normal after a power cut\n",
               (long long)verdict->torn_bytes);
    printf("%lld records in %lld segments", (long long)verdict->records,
           (long long)verdict->segments);
    if (verdict->digested > 0)
        printf(" and the digests of %lld more", (long long)verdict->digested);
    printf(", chain head %s\n", verdict->head.digits);
}

// One line: what kind of break, where, and of which record.
static void say_break(const Tool *tool, const JournalVerdict *verdict, Error *error)
{
    const JournalBreak *first = &verdict->first;
    char time[32], record[80] = "", more[40] = "";
    journal_json_time(first->unix_ms, time);
    if (first->kind[0])
        snprintf(record, sizeof record, ", %s record of %s", first->kind, time);
    if (verdict->break_count > 1)
        snprintf(more, sizeof more, ", and %lld more breaks", (long long)verdict->break_count - 1);
    error_set(error, ERROR_CORRUPT, "'%s': %s: %s (byte %zu%s%s)", tool->directory, first->broken,
              first->what, first->offset, record, more);
}

int32_t tool_verify(Tool *tool, Error *error)
{
    JournalVerdict verdict = {0};
    // A running kiosk may be in the middle of a write: what looks broken is looked at again.
    for (int32_t tries = 0; tries < 2 && (tries == 0 || verdict.break_count > 0); tries++) {
        if (tries > 0)
            nanosleep(&(struct timespec){.tv_nsec = 100000000}, NULL);
        if (!journal_verify(&tool->os, tool->directory, tool->head, &verdict, error))
            return 1;
    }
    print_verdict(tool, &verdict);
    if (verdict.break_count > 0) {
        say_break(tool, &verdict, error);
        return 1;
    }
    if (verdict.head_found)
        return 0;
    error_set(
        error, ERROR_CORRUPT,
        "'%s': no record has the chain head %.16s...: the end was cut, or another journal was "
        "put in its place%s",
        tool->directory, tool->head,
        verdict.digested > 0 ? " (or it stood inside a segment of which a digest stays)" : "");
    return 1;
}

int32_t tool_head(Tool *tool, Error *error)
{
    JournalHead head;
    char time[32];
    if (!journal_head(&tool->os, tool->directory, &head, error))
        return 1;
    journal_json_time(head.unix_ms, time);
    if (tool->json) {
        json_t *object =
            json_pack("{s:s, s:I, s:i, s:s}", "chain_head", head.digits, "sequence",
                      (json_int_t)head.sequence, "segment", (int)head.segment, "time", time);
        tool_print_json(object);
        json_decref(object);
    } else
        printf("%s  record %lld of %s\n", head.digits, (long long)head.sequence, time);
    return 0;
}
