#include "ui/text_bidi.h"

#include <fribidi.h>

bool text_is_direction_mark(uint32_t c)
{
    return c == 0x200e || c == 0x200f || c == 0x61c || (c >= 0x202a && c <= 0x202e) ||
           (c >= 0x2066 && c <= 0x2069);
}

bool text_is_combining(uint32_t c)
{
    return (c >= 0x300 && c <= 0x36f) || (c >= 0x610 && c <= 0x61a) || (c >= 0x64b && c <= 0x65f) ||
           c == 0x670 || (c >= 0x6d6 && c <= 0x6dc) || (c >= 0x591 && c <= 0x5c7) ||
           (c >= 0x900 && c <= 0x903) || (c >= 0x93a && c <= 0x94f && c != 0x93d) || c == 0xe31 ||
           (c >= 0xe34 && c <= 0xe3a) || (c >= 0xe47 && c <= 0xe4e) || c == 0x200c || c == 0x200d ||
           (c >= 0xfe00 && c <= 0xfe0f) || (c >= 0x20d0 && c <= 0x20f0);
}

TextScript text_script_of(uint32_t c)
{
    static const struct {
        uint32_t from, to;
        TextScript script;
    } ranges[] = {
        {0x0041, 0x005a, SCRIPT_LATIN},    {0x0061, 0x007a, SCRIPT_LATIN},
        {0x00aa, 0x00aa, SCRIPT_LATIN},    {0x00ba, 0x00ba, SCRIPT_LATIN},
        {0x00c0, 0x00d6, SCRIPT_LATIN},    {0x00d8, 0x00f6, SCRIPT_LATIN},
        {0x00f8, 0x02af, SCRIPT_LATIN},    {0x0370, 0x03ff, SCRIPT_GREEK},
        {0x0400, 0x052f, SCRIPT_CYRILLIC}, {0x0591, 0x05f4, SCRIPT_HEBREW},
        {0x0600, 0x06ff, SCRIPT_ARABIC},   {0x0750, 0x077f, SCRIPT_ARABIC},
        {0x08a0, 0x08ff, SCRIPT_ARABIC},   {0x0900, 0x097f, SCRIPT_DEVANAGARI},
        {0x0e00, 0x0e7f, SCRIPT_THAI},     {0x1100, 0x11ff, SCRIPT_CJK},
        {0x1e00, 0x1eff, SCRIPT_LATIN},    {0x1f00, 0x1fff, SCRIPT_GREEK},
        {0x2e80, 0x9fff, SCRIPT_CJK},      {0xac00, 0xd7ff, SCRIPT_CJK},
        {0xf900, 0xfaff, SCRIPT_CJK},      {0xfb1d, 0xfb4f, SCRIPT_HEBREW},
        {0xfb50, 0xfdff, SCRIPT_ARABIC},   {0xfe70, 0xfeff, SCRIPT_ARABIC},
        {0xff00, 0xffef, SCRIPT_CJK},      {0x20000, 0x3ffff, SCRIPT_CJK},
    };
    for (size_t i = 0; i < COUNT_OF(ranges); i++)
        if (c >= ranges[i].from && c <= ranges[i].to)
            return ranges[i].script;
    if (c < 0x530 || (c >= 0x2000 && c < 0x2e00))
        return SCRIPT_COMMON;
    return SCRIPT_OTHER;
}

bool text_has_right_to_left(Text text)
{
    int32_t position = 0;
    while (position < text.size) {
        uint32_t c = text_next_code_point(text, &position);
        TextScript script = text_script_of(c);
        if (script == SCRIPT_ARABIC || script == SCRIPT_HEBREW || c == 0x200f)
            return true;
    }
    return false;
}

const char *text_script_tag(TextScript script)
{
    static const char *const tags[SCRIPT_COUNT] = {
        [SCRIPT_COMMON] = "Latn",     [SCRIPT_LATIN] = "Latn",  [SCRIPT_GREEK] = "Grek",
        [SCRIPT_CYRILLIC] = "Cyrl",   [SCRIPT_ARABIC] = "Arab", [SCRIPT_HEBREW] = "Hebr",
        [SCRIPT_DEVANAGARI] = "Deva", [SCRIPT_THAI] = "Thai",   [SCRIPT_CJK] = "Hani",
        [SCRIPT_OTHER] = "Zyyy",
    };
    return tags[script];
}

// A line as code points, with what is known about each.
typedef struct Line {
    FriBidiChar points[TEXT_LINE_BYTES_MAX];
    FriBidiCharType types[TEXT_LINE_BYTES_MAX];
    FriBidiBracketType brackets[TEXT_LINE_BYTES_MAX];
    FriBidiLevel levels[TEXT_LINE_BYTES_MAX];
    int32_t starts[TEXT_LINE_BYTES_MAX + 1]; // byte of each
    TextScript scripts[TEXT_LINE_BYTES_MAX];
    int32_t count;
} Line;

static void read_line(Line *line, Text text)
{
    int32_t position = 0;
    line->count = 0;
    while (position < text.size && line->count < TEXT_LINE_BYTES_MAX) {
        line->starts[line->count] = position;
        line->points[line->count++] = text_next_code_point(text, &position);
    }
    line->starts[line->count] = position;
}

static void find_levels(Line *line, bool right_to_left)
{
    fribidi_get_bidi_types(line->points, line->count, line->types);
    fribidi_get_bracket_types(line->points, line->count, line->types, line->brackets);
    FriBidiParType direction = right_to_left ? FRIBIDI_PAR_RTL : FRIBIDI_PAR_LTR;
    if (fribidi_get_par_embedding_levels_ex(line->types, line->brackets, line->count, &direction,
                                            line->levels) == 0) {
        for (int32_t i = 0; i < line->count; i++) // out of memory: better one direction than none
            line->levels[i] = right_to_left ? 1 : 0;
    }
}

// Common characters take the script of what is before them on the same level, else of what follows.
// Digits in a line that runs right to left have a level of their own, so that prices look the same
// in every language.
static void find_scripts(Line *line)
{
    TextScript last = SCRIPT_COMMON;
    FriBidiLevel last_level = 0;
    for (int32_t i = 0; i < line->count; i++) {
        uint32_t c = line->points[i];
        TextScript script = text_script_of(c);
        bool inherits = script == SCRIPT_COMMON && !(c >= '0' && c <= '9');
        if (text_is_combining(c))
            inherits = true;
        if (inherits && i > 0 && line->levels[i] == last_level)
            script = last;
        line->scripts[i] = script;
        last = script;
        last_level = line->levels[i];
    }
    for (int32_t i = line->count - 2; i >= 0; i--)
        if (line->scripts[i] == SCRIPT_COMMON && line->levels[i] == line->levels[i + 1])
            line->scripts[i] = line->scripts[i + 1];
    for (int32_t i = 1; i < line->count; i++)
        if (line->scripts[i] == SCRIPT_COMMON && line->levels[i] == line->levels[i - 1])
            line->scripts[i] = line->scripts[i - 1];
}

// Runs in logical order. Each keeps its level for the ordering.
static int32_t cut_runs(const Line *line, TextRun *runs, FriBidiLevel *levels)
{
    int32_t count = 0;
    bool open = false;
    for (int32_t i = 0; i < line->count; i++) {
        if (text_is_direction_mark(line->points[i])) {
            open = false;
            continue;
        }
        bool fits = open && levels[count - 1] == line->levels[i] &&
                    runs[count - 1].script == line->scripts[i];
        if (!fits) {
            if (count == TEXT_RUNS_MAX)
                break;
            levels[count] = line->levels[i];
            runs[count++] = (TextRun){.from = line->starts[i],
                                      .right_to_left = line->levels[i] & 1,
                                      .script = line->scripts[i]};
            open = true;
        }
        runs[count - 1].to = line->starts[i + 1];
    }
    return count;
}

// Rule L2 of the bidirectional algorithm, over whole runs: from the highest level down, turn around
// every sequence of that level or more.
static void order_runs(TextRun *runs, FriBidiLevel *levels, int32_t count)
{
    FriBidiLevel highest = 0;
    for (int32_t i = 0; i < count; i++)
        highest = levels[i] > highest ? levels[i] : highest;
    for (FriBidiLevel level = highest; level >= 1; level--) {
        for (int32_t i = 0; i < count; i++) {
            if (levels[i] < level)
                continue;
            int32_t end = i;
            while (end + 1 < count && levels[end + 1] >= level)
                end++;
            for (int32_t a = i, b = end; a < b; a++, b--) {
                TextRun run = runs[a];
                runs[a] = runs[b];
                runs[b] = run;
                FriBidiLevel kept = levels[a];
                levels[a] = levels[b];
                levels[b] = kept;
            }
            i = end;
        }
    }
}

int32_t text_bidi_split(Text text, bool right_to_left, TextRun runs[TEXT_RUNS_MAX])
{
    static _Thread_local Line line; // 22 KiB, too much for a stack frame in a deep screen
    read_line(&line, text);
    if (line.count == 0)
        return 0;
    find_levels(&line, right_to_left);
    find_scripts(&line);
    FriBidiLevel levels[TEXT_RUNS_MAX];
    int32_t count = cut_runs(&line, runs, levels);
    order_runs(runs, levels, count);
    return count;
}
