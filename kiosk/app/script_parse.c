#include "app/script_parse.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Cursor {
    const char *at;
    int32_t line;
    Error *error;
} Cursor;

static void skip_white(Cursor *cursor)
{
    while (*cursor->at == ' ' || *cursor->at == '\t')
        cursor->at++;
}

static bool at_end(Cursor *cursor)
{
    skip_white(cursor);
    return *cursor->at == 0 || *cursor->at == '#' || *cursor->at == '\n' || *cursor->at == '\r';
}

static bool take_word(Cursor *cursor, char out[STEP_TEXT_MAX])
{
    size_t size = 0;
    skip_white(cursor);
    while (cursor->at[size] && !isspace((unsigned char)cursor->at[size]))
        size++;
    if (size == 0 || size >= STEP_TEXT_MAX)
        return error_set(cursor->error, ERROR_INVALID, "line %d: a word is missing or too long",
                         cursor->line);
    memcpy(out, cursor->at, size);
    out[size] = 0;
    cursor->at += size;
    return true;
}

static bool take_quoted(Cursor *cursor, char out[STEP_TEXT_MAX])
{
    size_t size = 0;
    skip_white(cursor);
    if (*cursor->at != '"')
        return error_set(cursor->error, ERROR_INVALID, "line %d: a text in quotes is missing",
                         cursor->line);
    for (cursor->at++; *cursor->at && *cursor->at != '"'; cursor->at++) {
        if (*cursor->at == '\\' && (cursor->at[1] == '"' || cursor->at[1] == '\\'))
            cursor->at++;
        if (size + 1 >= STEP_TEXT_MAX)
            return error_set(cursor->error, ERROR_INVALID, "line %d: the text is too long",
                             cursor->line);
        out[size++] = *cursor->at;
    }
    if (*cursor->at != '"')
        return error_set(cursor->error, ERROR_INVALID, "line %d: the text has no closing quote",
                         cursor->line);
    cursor->at++;
    out[size] = 0;
    return true;
}

static bool take_time(Cursor *cursor, int64_t *out_ms)
{
    char word[STEP_TEXT_MAX], *unit;
    if (!take_word(cursor, word))
        return false;
    double value = strtod(word, &unit);
    double factor = strcmp(unit, "ms") == 0 ? 1 : strcmp(unit, "s") == 0 ? 1000 : -1;
    if (factor < 0 || unit == word || !(value >= 0 && value * factor <= 86400000.0))
        return error_set(cursor->error, ERROR_INVALID,
                         "line %d: '%.40s' is no time such as 2s or 500ms", cursor->line, word);
    *out_ms = (int64_t)(value * factor);
    return true;
}

// Kilograms, or what else a scale does.
static bool take_weight(Cursor *cursor, ScriptStep *step)
{
    char *end;
    if (!take_word(cursor, step->text))
        return false;
    if (strcmp(step->text, "moving") == 0 || strcmp(step->text, "off") == 0)
        return true;
    double kilograms = strtod(step->text, &end);
    if (end == step->text || *end || !(kilograms >= -100 && kilograms <= 100))
        return error_set(cursor->error, ERROR_INVALID,
                         "line %d: '%.40s': weigh kilograms such as 0.642, moving or off",
                         cursor->line, step->text);
    step->target = TARGET_GRAMS;
    step->grams = (int32_t)(kilograms * 1000 + (kilograms < 0 ? -0.5 : 0.5));
    return true;
}

// COUNT SEED [BADGE]
static bool take_monkey(Cursor *cursor, ScriptStep *step)
{
    char count[STEP_TEXT_MAX], seed[STEP_TEXT_MAX], *count_end, *seed_end;
    if (!take_word(cursor, count) || !take_word(cursor, seed))
        return false;
    long long acts = strtoll(count, &count_end, 10);
    step->seed = strtoull(seed, &seed_end, 10);
    if (*count_end || *seed_end || acts < 1 || acts > 100000000)
        return error_set(cursor->error, ERROR_INVALID,
                         "line %d: monkey wants how many acts and a seed, two numbers",
                         cursor->line);
    step->count = (int32_t)acts;
    return at_end(cursor) || take_word(cursor, step->text);
}

static bool starts_with(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

static bool take_id_or_text(Cursor *cursor, ScriptStep *step)
{
    char word[STEP_TEXT_MAX];
    skip_white(cursor);
    if (*cursor->at == '"') {
        step->target = TARGET_TEXT;
        return take_quoted(cursor, step->text);
    }
    if (!take_word(cursor, word))
        return false;
    if (!starts_with(word, "id=") || !word[3])
        return error_set(cursor->error, ERROR_INVALID,
                         "line %d: '%.40s': write id=NAME or a text in quotes", cursor->line, word);
    step->target = TARGET_ID;
    snprintf(step->text, sizeof step->text, "%s", word + 3);
    return true;
}

// wait screen=X | id=X | "X" | idle | sent ... and expect the same, total and no "X".
static bool take_condition(Cursor *cursor, ScriptStep *step)
{
    static const struct {
        const char *word;
        StepTarget target;
        bool waits, expects;
    } words[] = {
        {"idle", TARGET_IDLE, true, false},
        {"sent", TARGET_SENT, true, false},
        {"total", TARGET_TOTAL, false, true},
        {"no", TARGET_NO_TEXT, false, true},
    };
    char word[STEP_TEXT_MAX];
    Cursor before = *cursor;
    skip_white(cursor);
    if (*cursor->at == '"')
        return take_id_or_text(cursor, step);
    if (!take_word(cursor, word))
        return false;
    if (starts_with(word, "screen=") && word[7]) {
        step->target = TARGET_SCREEN;
        snprintf(step->text, sizeof step->text, "%s", word + 7);
        return true;
    }
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        bool allowed = step->kind == STEP_WAIT ? words[i].waits : words[i].expects;
        if (strcmp(word, words[i].word) != 0 || !allowed)
            continue;
        step->target = words[i].target;
        if (step->target == TARGET_TOTAL)
            return take_word(cursor, step->text);
        return step->target != TARGET_NO_TEXT || take_quoted(cursor, step->text);
    }
    *cursor = before;
    return take_id_or_text(cursor, step);
}

static bool take_arguments(Cursor *cursor, ScriptStep *step)
{
    char word[STEP_TEXT_MAX];
    step->target = TARGET_WORD;
    switch (step->kind) {
    case STEP_SCAN:
    case STEP_BADGE:
    case STEP_KEY:
    case STEP_SHOT:
    case STEP_TREE:
        return take_word(cursor, step->text);
    case STEP_TAP:
        return take_id_or_text(cursor, step);
    case STEP_HOLD:
        return take_id_or_text(cursor, step) && take_time(cursor, &step->time_ms);
    case STEP_TYPE:
        return take_quoted(cursor, step->text);
    case STEP_SWIPE:
        if (!take_id_or_text(cursor, step) || !take_word(cursor, word))
            return false;
        if (strcmp(word, "up") && strcmp(word, "down") && strcmp(word, "left") &&
            strcmp(word, "right"))
            return error_set(cursor->error, ERROR_INVALID, "line %d: swipe up, down, left or right",
                             cursor->line);
        snprintf(step->direction, sizeof step->direction, "%.7s", word);
        return true;
    case STEP_WAIT:
        return take_condition(cursor, step) && take_time(cursor, &step->time_ms);
    case STEP_EXPECT:
        return take_condition(cursor, step);
    case STEP_SLEEP:
        return take_time(cursor, &step->time_ms);
    case STEP_WEIGH:
        return take_weight(cursor, step);
    case STEP_MONKEY:
        return take_monkey(cursor, step);
    case STEP_QUIT:
        return true;
    }
    return false;
}

bool script_parse_line(const char *line, int32_t number, ScriptStep *out, bool *out_empty,
                       Error *error)
{
    static const char *const names[] = {
        [STEP_SCAN] = "scan",   [STEP_BADGE] = "badge",   [STEP_KEY] = "key",
        [STEP_TAP] = "tap",     [STEP_HOLD] = "hold",     [STEP_TYPE] = "type",
        [STEP_SWIPE] = "swipe", [STEP_WAIT] = "wait",     [STEP_EXPECT] = "expect",
        [STEP_SHOT] = "shot",   [STEP_TREE] = "tree",     [STEP_SLEEP] = "sleep",
        [STEP_WEIGH] = "weigh", [STEP_MONKEY] = "monkey", [STEP_QUIT] = "quit",
    };
    Cursor cursor = {line, number, error};
    ScriptStep step = {.line = number};
    char word[STEP_TEXT_MAX];
    *out_empty = at_end(&cursor);
    if (*out_empty)
        return true;
    if (!take_word(&cursor, word))
        return false;
    if (strcmp(word, "try") == 0) {
        step.optional = true;
        if (!take_word(&cursor, word))
            return false;
    }
    size_t kind = 0;
    while (kind < COUNT_OF(names) && strcmp(names[kind], word) != 0)
        kind++;
    if (kind == COUNT_OF(names))
        return error_set(error, ERROR_INVALID, "line %d: there is no step '%.40s'", number, word);
    step.kind = (StepKind)kind;
    if (!take_arguments(&cursor, &step))
        return false;
    if (!at_end(&cursor))
        return error_set(error, ERROR_INVALID, "line %d: '%.40s' is too much", number, cursor.at);
    *out = step;
    return true;
}
