/* kiosk-journal: what is in a lane's memory. Reads beside a running kiosk and changes nothing.
 *
 *     list    a line for each sale and event: time, kind, reference, total, state
 *     show    every record with all it holds
 *     verify  CRC, chain and sequence of every record; names the first that is not as it was
 * written */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "journal/journal_read.h"
#include "journal_json.h"

typedef struct Tool {
    Os os;
    const char *directory;
    bool json;
    bool has_key;
    uint8_t key[JOURNAL_KEY_SIZE];
    Order *order;
    json_t *orders; // uuid -> {reference, total, state}: what is known of an order over all records
} Tool;

typedef struct Totals {
    int64_t records, segments, torn_bytes, damaged;
    int32_t segment_last;
    char first_damage[160];
    uint8_t chain[JOURNAL_CHAIN_SIZE];
} Totals;

static bool walk(Tool *tool, void (*visit)(Tool *, const JournalStep *, void *), void *context,
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

static void print_json(json_t *object)
{
    json_dumpf(object, stdout, JSON_COMPACT);
    putchar('\n');
}

// Objects as indented "key: value" lines.
static void print_text(const json_t *value, const char *key, int32_t indent)
{
    size_t index;
    const char *name;
    json_t *item;
    if (json_is_object(value)) {
        printf("%*s%s:\n", (int)indent, "", key);
        json_object_foreach((json_t *)value, name, item) print_text(item, name, indent + 2);
    } else if (json_is_array(value) && json_is_object(json_array_get(value, 0))) {
        json_array_foreach(value, index, item) print_text(item, key, indent);
    } else if (json_is_array(value)) {
        printf("%*s%s:", (int)indent, "", key);
        json_array_foreach(value, index, item)
        {
            if (json_is_string(item))
                printf(" %s", json_string_value(item));
            else
                printf(" %lld", (long long)json_integer_value(item));
        }
        putchar('\n');
    } else if (json_is_string(value))
        printf("%*s%s: %s\n", (int)indent, "", key, json_string_value(value));
    else
        printf("%*s%s: %lld\n", (int)indent, "", key, (long long)json_integer_value(value));
}

static json_t *gap_json(const JournalStep *step)
{
    return json_pack("{s:s, s:i, s:I, s:I, s:s}", "kind",
                     step->kind == JOURNAL_STEP_TORN ? "torn" : "damaged", "segment",
                     (int)step->segment, "from", (json_int_t)step->from, "to", (json_int_t)step->to,
                     "what", step->what);
}

static void print_gap(const Tool *tool, const JournalStep *step)
{
    json_t *object = gap_json(step);
    if (tool->json)
        print_json(object);
    else
        printf("%-24s %s\n", json_string_value(json_object_get(object, "kind")), step->what);
    json_decref(object);
}

static void show_step(Tool *tool, const JournalStep *step, void *context)
{
    (void)context;
    if (step->kind != JOURNAL_STEP_RECORD) {
        print_gap(tool, step);
        return;
    }
    json_t *object = journal_json_record(&step->record, tool->order);
    if (tool->json)
        print_json(object);
    else
        print_text(object, journal_kind_name(step->record.kind), 0);
    json_decref(object);
}

static json_t *known_order(Tool *tool, const char *uuid)
{
    json_t *known = uuid && uuid[0] ? json_object_get(tool->orders, uuid) : NULL;
    if (!known && uuid && uuid[0]) {
        known = json_object();
        json_object_set_new(tool->orders, uuid, known);
    }
    return known;
}

// First pass of list: what the later records say of an order.
static void learn_step(Tool *tool, const JournalStep *step, void *context)
{
    (void)context;
    JournalKind kind = step->record.kind;
    if (step->kind != JOURNAL_STEP_RECORD)
        return;
    json_t *known = known_order(tool, step->record.order_uuid);
    if (!known || (kind != JOURNAL_INTENT && kind != JOURNAL_PAID && kind != JOURNAL_SERVER))
        return;
    json_t *object = journal_json_record(&step->record, tool->order),
           *order = json_object_get(object, "order");
    if (order) {
        json_object_set(known, "reference", json_object_get(order, "reference"));
        json_object_set(known, "total", json_object_get(order, "total"));
        json_object_set(known, "currency", json_object_get(order, "currency"));
    }
    if (kind == JOURNAL_PAID)
        json_object_set_new(known, "state", json_string("waiting"));
    if (kind == JOURNAL_SERVER)
        json_object_set(known, "state", json_object_get(object, "state"));
    json_decref(object);
}

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text ? text : "";
}

static void list_step(Tool *tool, const JournalStep *step, void *context)
{
    (void)context;
    JournalKind kind = step->record.kind;
    if (step->kind != JOURNAL_STEP_RECORD) {
        print_gap(tool, step);
        return;
    }
    if (kind == JOURNAL_SEGMENT || kind == JOURNAL_BASKET)
        return; // steps on the way; `show` has them
    json_t *object = journal_json_record(&step->record, tool->order);
    const json_t *known = known_order(tool, step->record.order_uuid);
    const char *state = kind == JOURNAL_PAID ? text_of(known, "state") : text_of(object, "state");
    if (kind == JOURNAL_ATTENDANT)
        state = text_of(object, "action");
    if (kind == JOURNAL_REPAIR)
        state = text_of(object, "repair");
    if (kind == JOURNAL_SESSION)
        state = text_of(object, "session");
    char time[32];
    journal_json_time(step->record.unix_ms, time);
    if (tool->json) {
        json_t *row = json_pack(
            "{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:I}", "time", time, "kind",
            journal_kind_name(kind), "reference", text_of(known, "reference"), "total",
            text_of(known, "total"), "currency", text_of(known, "currency"), "state", state, "uuid",
            step->record.order_uuid, "sequence", (json_int_t)step->record.sequence);
        print_json(row);
        json_decref(row);
    } else
        printf("%s  %-13s  %-24s  %10s %-3s  %s\n", time, journal_kind_name(kind),
               text_of(known, "reference"), text_of(known, "total"), text_of(known, "currency"),
               state);
    json_decref(object);
}

static void verify_step(Tool *tool, const JournalStep *step, void *context)
{
    (void)tool;
    Totals *totals = context;
    if (step->segment != totals->segment_last) {
        totals->segment_last = step->segment;
        totals->segments++;
    }
    if (step->kind == JOURNAL_STEP_RECORD) {
        totals->records++;
        memcpy(totals->chain, step->record.chain, JOURNAL_CHAIN_SIZE);
    } else if (step->kind == JOURNAL_STEP_TORN)
        totals->torn_bytes += (int64_t)(step->to - step->from);
    else if (totals->damaged++ == 0)
        memcpy(totals->first_damage, step->what, sizeof totals->first_damage);
}

static int32_t verify(Tool *tool, Error *error)
{
    Totals totals = {0};
    // A running kiosk may be in the middle of a write: what looks damaged is looked at again.
    for (int32_t tries = 0; tries < 2 && (tries == 0 || totals.damaged > 0); tries++) {
        if (tries > 0)
            nanosleep(&(struct timespec){.tv_nsec = 100000000}, NULL);
        totals = (Totals){0};
        if (!walk(tool, verify_step, &totals, error))
            return 1;
    }
    char chain[2 * JOURNAL_CHAIN_SIZE + 1];
    sodium_bin2hex(chain, sizeof chain, totals.chain, sizeof totals.chain);
    if (tool->json) {
        json_t *object = json_pack(
            "{s:b, s:I, s:I, s:I, s:I, s:s, s:s}", "ok", totals.damaged == 0, "records",
            (json_int_t)totals.records, "segments", (json_int_t)totals.segments, "torn_bytes",
            (json_int_t)totals.torn_bytes, "damaged", (json_int_t)totals.damaged, "damage",
            totals.first_damage, "chain_head", chain);
        print_json(object);
        json_decref(object);
    } else {
        if (totals.torn_bytes > 0)
            printf("%lld bytes of an unfinished write at the end: normal after a power cut\n",
                   (long long)totals.torn_bytes);
        printf("%lld records in %lld segments, chain head %s\n", (long long)totals.records,
               (long long)totals.segments, chain);
    }
    if (totals.damaged == 0)
        return 0;
    error_set(error, ERROR_CORRUPT, "'%s': %s", tool->directory, totals.first_damage);
    if (totals.damaged > 1)
        error_set(error, ERROR_CORRUPT, "'%s': %s (and %lld more)", tool->directory,
                  totals.first_damage, (long long)totals.damaged - 1);
    return 1;
}

static int32_t run(Tool *tool, const char *command, Error *error)
{
    JournalKeyState key_state = JOURNAL_KEY_MISSING;
    if (!journal_key_load(&tool->os, tool->directory, tool->key, &key_state, error))
        return 1;
    tool->has_key = key_state == JOURNAL_KEY_FOUND;
    if (strcmp(command, "verify") == 0)
        return verify(tool, error);
    bool list = strcmp(command, "list") == 0;
    return (!list || walk(tool, learn_step, NULL, error)) &&
                   walk(tool, list ? list_step : show_step, NULL, error)
               ? 0
               : 1;
}

static int usage(FILE *to)
{
    fputs("usage: kiosk-journal list|show|verify [--json] DIR\n", to);
    return to == stdout ? 0 : 2;
}

int main(int argument_count, char **arguments)
{
    Tool tool = {.os = os_linux()};
    const char *command = NULL;
    for (int i = 1; i < argument_count; i++) {
        if (strcmp(arguments[i], "--help") == 0)
            return usage(stdout);
        if (strcmp(arguments[i], "--json") == 0)
            tool.json = true;
        else if (arguments[i][0] == '-' || tool.directory)
            return usage(stderr);
        else if (!command)
            command = arguments[i];
        else
            tool.directory = arguments[i];
    }
    if (!command || !tool.directory ||
        (strcmp(command, "list") != 0 && strcmp(command, "show") != 0 &&
         strcmp(command, "verify") != 0))
        return usage(stderr);
    CHECK(sodium_init() >= 0);
    Error error = {0};
    tool.order = malloc(sizeof *tool.order);
    CHECK(tool.order != NULL);
    tool.orders = json_object();
    int32_t status = run(&tool, command, &error);
    json_decref(tool.orders);
    free(tool.order);
    if (status != 0)
        fprintf(stderr, "kiosk-journal: %s\n", error.message);
    return status;
}
