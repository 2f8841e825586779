#include "journal/journal_verify.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void journal_head_digits(const uint8_t chain[JOURNAL_CHAIN_SIZE], char out[JOURNAL_HEAD_DIGITS + 1])
{
    for (size_t i = 0; i < JOURNAL_CHAIN_SIZE; i++)
        snprintf(out + 2 * i, 3, "%02x", chain[i]);
}

static bool open_reader(const Os *os, const char *directory, const uint8_t *key, int32_t first,
                        JournalReader *reader, Error *error)
{
    return journal_reader_open(os, directory, key, first, reader, error) &&
           (reader->list.count > 0 || reader->list.highest > 0 ||
            error_set(error, ERROR_INVALID, "there is no journal in '%s'", directory));
}

static void take_head(const JournalRecord *record, JournalHead *head)
{
    journal_head_digits(record->chain, head->digits);
    head->segment = record->segment;
    head->sequence = record->sequence;
    head->unix_ms = record->unix_ms;
}

static bool read_head(JournalReader *reader, JournalHead *head, Error *error)
{
    JournalStep step;
    do {
        if (!journal_reader_next(reader, &step, error))
            return false;
        if (step.kind == JOURNAL_STEP_RECORD)
            take_head(&step.record, head);
    } while (step.kind != JOURNAL_STEP_END);
    return true;
}

bool journal_head(const Os *os, const char *directory, JournalHead *out, Error *error)
{
    JournalReader *reader = malloc(sizeof *reader);
    JournalHead head = {0};
    CHECK(reader != NULL);
    bool ok = open_reader(os, directory, NULL, 0, reader, error);
    if (ok && reader->list.count > 0) {
        reader->index = reader->list.count - 1;
        reader->expected = reader->list.numbers[reader->index];
        ok = read_head(reader, &head, error);
    }
    if (ok && head.sequence == 0)
        ok = error_set(error, ERROR_CORRUPT, "the newest segment in '%s' can't be read", directory);
    journal_reader_close(reader);
    free(reader);
    if (ok)
        *out = head;
    return ok;
}

// Paper has its digits in groups: spaces between them are left out.
static bool clean_head(const char *given, char out[JOURNAL_HEAD_DIGITS + 1], Error *error)
{
    size_t size = 0;
    bool ok = true;
    for (const char *c = given; *c && ok; c++) {
        if (*c == ' ')
            continue;
        ok = size < JOURNAL_HEAD_DIGITS && isxdigit((unsigned char)*c);
        if (ok)
            out[size++] = *c;
    }
    out[size] = 0;
    ok = ok && size >= JOURNAL_HEAD_DIGITS_MIN;
    return ok || error_set(error, ERROR_INVALID, "a chain head is %d to %d hex digits",
                           JOURNAL_HEAD_DIGITS_MIN, JOURNAL_HEAD_DIGITS);
}

static bool chain_is(const uint8_t chain[JOURNAL_CHAIN_SIZE], const char *head)
{
    char digits[JOURNAL_HEAD_DIGITS + 1];
    journal_head_digits(chain, digits);
    return head && strncasecmp(digits, head, strlen(head)) == 0;
}

static void note_break(const JournalStep *step, JournalVerdict *verdict)
{
    if (verdict->break_count++ > 0)
        return;
    bool readable = step->record.size > 0;
    verdict->first = (JournalBreak){.broken = step->broken,
                                    .segment = step->segment,
                                    .sequence = step->sequence,
                                    .offset = step->from,
                                    .kind = readable ? journal_kind_name(step->record.kind) : "",
                                    .unix_ms = readable ? step->record.unix_ms : 0};
    memcpy(verdict->first.what, step->what, sizeof verdict->first.what);
}

static bool walk(JournalReader *reader, const char *head, JournalVerdict *verdict, Error *error)
{
    JournalStep step;
    int32_t segment = 0;
    do {
        if (!journal_reader_next(reader, &step, error))
            return false;
        if (step.kind == JOURNAL_STEP_RECORD) {
            verdict->records++;
            verdict->segments += step.segment != segment;
            segment = step.segment;
            take_head(&step.record, &verdict->head);
            verdict->head_found = verdict->head_found || chain_is(step.record.chain, head);
        } else if (step.kind == JOURNAL_STEP_TORN)
            verdict->torn_bytes += (int64_t)(step.to - step.from);
        else if (step.kind == JOURNAL_STEP_DIGESTED) {
            verdict->digested++;
            verdict->head_found = verdict->head_found || chain_is(step.digest.chain_after, head);
        } else if (journal_step_is_damage(step.kind))
            note_break(&step, verdict);
    } while (step.kind != JOURNAL_STEP_END);
    return true;
}

bool journal_verify(const Os *os, const char *directory, const char *head, JournalVerdict *out,
                    Error *error)
{
    uint8_t key[JOURNAL_KEY_SIZE];
    JournalKeyState state = JOURNAL_KEY_MISSING;
    char digits[JOURNAL_HEAD_DIGITS + 1];
    JournalVerdict verdict = {.head_found = head == NULL};
    if ((head && !clean_head(head, digits, error)) ||
        !journal_key_load(os, directory, key, &state, error))
        return false;
    JournalReader *reader = malloc(sizeof *reader);
    CHECK(reader != NULL);
    bool ok =
        open_reader(os, directory, state == JOURNAL_KEY_FOUND ? key : NULL, 0, reader, error) &&
        walk(reader, head ? digits : NULL, &verdict, error);
    journal_reader_close(reader);
    free(reader);
    if (ok)
        *out = verdict;
    return ok;
}
