// What the demo terminal remembers: its file in the data folder, a line for each answer.
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "devices/card_terminal.h"

enum { FILE_BYTES_MAX = 256 << 20 };

typedef struct Line {
    TerminalCharge charge;
    int32_t position;
} Line;

typedef struct Lines {
    Line *items;
    int32_t count, room;
} Lines;

// A line that is torn was never answered.
static void take_line(Lines *lines, const char *bytes, size_t size)
{
    json_t *line = json_loadb(bytes, size, 0, NULL);
    const char *id = json_string_value(json_object_get(line, "id"));
    const char *state = json_string_value(json_object_get(line, "state"));
    const char *currency = json_string_value(json_object_get(line, "currency"));
    if (id && state && strlen(id) < ORDER_UUID_SIZE) {
        if (lines->count == lines->room) {
            lines->room = lines->room ? lines->room * 2 : 256;
            lines->items = realloc(lines->items, (size_t)lines->room * sizeof *lines->items);
            CHECK(lines->items != NULL);
        }
        Line *taken = &lines->items[lines->count];
        *taken = (Line){.position = lines->count++};
        TerminalCharge *charge = &taken->charge;
        snprintf(charge->intent_id, sizeof charge->intent_id, "%s", id);
        charge->amount.minor = json_integer_value(json_object_get(line, "amount"));
        charge->approved = strcmp(state, "approved") == 0;
        snprintf(charge->currency, sizeof charge->currency, "%.3s", currency ? currency : "");
    }
    json_decref(line);
}

static void take_lines(Lines *lines, Bytes bytes)
{
    for (size_t start = 0; start < bytes.size;) {
        const uint8_t *end = memchr(bytes.data + start, '\n', bytes.size - start);
        size_t size = end ? (size_t)(end - bytes.data) - start : bytes.size - start;
        if (end)
            take_line(lines, (const char *)bytes.data + start, size);
        start += size + 1;
    }
}

static int by_intent(const void *a, const void *b)
{
    const Line *left = a, *right = b;
    int order = strcmp(left->charge.intent_id, right->charge.intent_id);
    return order ? order : left->position - right->position;
}

static int by_position(const void *a, const void *b)
{
    return ((const Line *)a)->position - ((const Line *)b)->position;
}

// The last line of an intent counts, in the place of its first one.
static void keep_last_words(Lines *lines)
{
    int32_t kept = 0;
    if (lines->count == 0)
        return;
    qsort(lines->items, (size_t)lines->count, sizeof *lines->items, by_intent);
    for (int32_t i = 0; i < lines->count; i++) {
        Line *line = &lines->items[i];
        if (kept > 0 &&
            strcmp(lines->items[kept - 1].charge.intent_id, line->charge.intent_id) == 0)
            lines->items[kept - 1].charge = line->charge;
        else
            lines->items[kept++] = *line;
    }
    lines->count = kept;
    qsort(lines->items, (size_t)kept, sizeof *lines->items, by_position);
}

static void hand_over(const Lines *lines, TerminalCharges *out)
{
    out->items = calloc((size_t)lines->count + 1, sizeof *out->items);
    CHECK(out->items != NULL);
    for (int32_t i = 0; i < lines->count; i++)
        out->items[i] = lines->items[i].charge;
    out->count = lines->count;
    out->has_list = true;
}

bool card_terminal_charges(const Os *os, const char *kind, const char *data_directory,
                           TerminalCharges *out, Error *error)
{
    char path[1024];
    Lines lines = {0};
    Arena arena;
    Bytes bytes;
    *out = (TerminalCharges){0};
    if (strncmp(kind, "demo:", 5) != 0)
        return true;
    if (snprintf(path, sizeof path, "%s/demo-terminal.jsonl", data_directory) >= (int)sizeof path)
        return error_set(error, ERROR_LIMIT, "the path of the data folder is too long");
    if (!os->files.exists(os->files.context, path))
        return true;
    arena_create(&arena, (size_t)FILE_BYTES_MAX + 4096);
    bool ok = os_read_file(os, path, FILE_BYTES_MAX, &arena, &bytes, error);
    if (ok) {
        take_lines(&lines, bytes);
        keep_last_words(&lines);
        hand_over(&lines, out);
    }
    free(lines.items);
    arena_destroy(&arena);
    return ok;
}

void card_terminal_charges_release(TerminalCharges *charges)
{
    free(charges->items);
    *charges = (TerminalCharges){0};
}
