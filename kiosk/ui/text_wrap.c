#include "ui/text_wrap.h"

#include <string.h>

static bool is_space(uint32_t c)
{
    return c == ' ' || c == '\t' || c == 0x200b || c == 0x3000;
}

// A line may be broken before this character.
static bool breaks_before(uint32_t previous, uint32_t c)
{
    if (c == '\n' || is_space(c))
        return true;
    if (previous == '-' || previous == '/' || previous == 0x2013 || previous == 0xad)
        return !(c >= '0' && c <= '9');
    // Between two signs of Chinese or Japanese, but not before closing punctuation.
    if (text_script_of(c) == SCRIPT_CJK && text_script_of(previous) == SCRIPT_CJK)
        return c != 0x3001 && c != 0x3002 && c != 0xff0c && c != 0xff01 && c != 0xff1f;
    return false;
}

// "750 g", "0.75 L", "70 %": a space between a number and a unit of one or two letters.
static bool joins_unit(Text text, int32_t space, uint32_t previous)
{
    int32_t position = space + 1, letters = 0;
    if (previous < '0' || previous > '9' || text.data[space] != ' ')
        return false;
    while (position < text.size && letters < 3) {
        uint32_t c = text_next_code_point(text, &position);
        if (is_space(c) || c == 0xa0 || c == '\n' || c == ',' || c == ')' || c == ':')
            break;
        if (c >= '0' && c <= '9')
            return false;
        letters++;
    }
    return letters == 1 || letters == 2;
}

// "Payer ?", "« qxq »", "15 %": a sign that a space sets apart goes with the word before it.
static bool joins_sign(Text text, int32_t space, uint32_t previous)
{
    int32_t position = space;
    (void)text_next_code_point(text, &position);
    if (previous == 0xab)
        return true;
    if (position >= text.size)
        return false;
    uint32_t c = text_next_code_point(text, &position);
    bool sign =
        c == '?' || c == '!' || c == ':' || c == ';' || c == '%' || c == 0xbb || c == 0x20ac;
    if (!sign || position >= text.size)
        return sign;
    c = text_next_code_point(text, &position);
    return is_space(c) || c == '\n' || c == '.' || c == ',' || c == ')';
}

// "Lane 3": a short number at the end of a text never stands alone.
static bool joins_last_number(Text text, int32_t space)
{
    int32_t at = space;
    while (at < text.size && text.data[at] == ' ')
        at++;
    int32_t from = at;
    while (at < text.size && text.data[at] >= '0' && text.data[at] <= '9')
        at++;
    return at == text.size && at > from && at - from <= 3;
}

// End of the unbreakable piece that begins at `from`; spaces before it belong to it.
static int32_t next_break(Text text, int32_t from)
{
    int32_t position = from;
    uint32_t previous = ' ';
    while (position < text.size) {
        int32_t at = position;
        uint32_t c = text_next_code_point(text, &position);
        if (at > from && !is_space(previous) && breaks_before(previous, c) &&
            !joins_unit(text, at, previous) && !joins_last_number(text, at) &&
            !(is_space(c) && joins_sign(text, at, previous)))
            return at;
        if (c == '\n')
            return at;
        previous = c;
    }
    return text.size;
}

static int32_t skip_spaces(Text text, int32_t from)
{
    int32_t position = from;
    while (position < text.size) {
        int32_t at = position;
        if (!is_space(text_next_code_point(text, &position)))
            return at;
    }
    return text.size;
}

static int32_t trim_end(Text text, int32_t from, int32_t to)
{
    while (to > from && (text.data[to - 1] == ' ' || text.data[to - 1] == '\t'))
        to--;
    return to;
}

static bool is_in_number(char c)
{
    return (c >= '0' && c <= '9') || c == '.' || c == ',';
}

// Half a number would be another number: "0.7…" of "0.75 L". It goes as a whole, with the sign
// before it, unless little else would be left.
static int32_t before_number(Text text, int32_t from, int32_t to)
{
    int32_t at = to;
    if (to >= text.size || !is_in_number(text.data[to]))
        return to;
    while (at > from && is_in_number(text.data[at - 1]))
        at--;
    at = trim_end(text, from, at);
    return at - from >= 3 ? at : to;
}

// "Paper bag · €0.20": the dot between two things goes when a line ends there.
static int32_t trim_dot(Text text, int32_t from, int32_t to)
{
    static const char dot[] = "\u00b7";
    const int32_t size = (int32_t)sizeof dot - 1;
    if (to - from <= size || memcmp(text.data + to - size, dot, (size_t)size) != 0)
        return to;
    return trim_end(text, from, to - size);
}

static int32_t width_of(const TextFace *face, Text text, int32_t from, int32_t to)
{
    return text_shape_width(face, text_slice(text, from, to));
}

// The longest start of [from, to) that fits, at least one letter with its signs. For words wider
// than the line.
static int32_t fit_letters(const TextFace *face, Text text, int32_t from, int32_t to,
                           int32_t width_px, Text tail)
{
    int32_t best = from, position = from;
    char buffer[TEXT_LINE_BYTES_MAX];
    while (position < to) {
        (void)text_next_code_point(text, &position);
        int32_t peek = position;
        if (peek < to && text_is_combining(text_next_code_point(text, &peek)))
            continue;
        int32_t size = position - from;
        if (size + tail.size > (int32_t)sizeof buffer)
            break;
        memcpy(buffer, text.data + from, (size_t)size);
        if (tail.size > 0)
            memcpy(buffer + size, tail.data, (size_t)tail.size);
        bool fits = text_shape_width(face, (Text){buffer, size + tail.size}) <= width_px;
        if (!fits && best > from)
            break;
        best = position;
        if (!fits)
            break;
    }
    return best;
}

static bool has_hyphens(uint32_t c)
{
    TextScript script = text_script_of(c);
    return script == SCRIPT_LATIN || script == SCRIPT_GREEK || script == SCRIPT_CYRILLIC;
}

enum { LETTERS_LEFT = 3 }; // one or two letters alone on a line can't be read as part of a word

// The end of a word's first part, when [from, to) is wider than the line.
static int32_t break_word(const TextFace *face, Text text, int32_t from, int32_t to,
                          int32_t width_px, TextLine *line)
{
    int32_t start = skip_spaces(text, from), position = start, count = 0;
    int32_t starts[LETTERS_LEFT + 2] = {0}; // of the last letters
    bool hyphen = true;
    while (position < to) {
        int32_t at = position;
        uint32_t c = text_next_code_point(text, &position);
        hyphen = hyphen && has_hyphens(c);
        memmove(starts + 1, starts, sizeof starts - sizeof starts[0]);
        starts[0] = at;
        count++;
    }
    int32_t end = fit_letters(face, text, from, to, width_px, hyphen ? TEXT("-") : (Text){0});
    if (hyphen && count > 2 * LETTERS_LEFT && end > starts[LETTERS_LEFT - 1])
        end = starts[LETTERS_LEFT - 1];
    line->broken = end < to;
    line->hyphen = hyphen && end < to;
    return end;
}

static int32_t line_width(const TextFace *face, Text text, const TextLine *line)
{
    char buffer[TEXT_LINE_BYTES_MAX];
    return text_shape_width(face, text_wrap_line_text(text, line, buffer));
}

static void end_in_ellipsis(const TextFace *face, Text text, TextLine *line, int32_t width_px)
{
    int32_t limit = text.size;
    for (int32_t i = line->from; i < limit; i++)
        if (text.data[i] == '\n')
            limit = i;
    int32_t to = limit;
    if (width_px > 0)
        to = fit_letters(face, text, line->from, limit, width_px, TEXT("…"));
    if (to < limit)
        to = before_number(text, line->from, to);
    line->to = trim_dot(text, line->from, trim_end(text, line->from, to));
    if (to < limit && line->to > line->from + 1 && text.data[line->to - 1] == ',')
        line->to--;
    line->hyphen = line->broken = false;
    line->ellipsis = true;
    line->width = line_width(face, text, line);
}

// One line from line->from; returns where the next one begins.
static int32_t take_line(const TextFace *face, Text text, int32_t width_px, TextLine *line)
{
    int32_t from = line->from, end = from;
    while (end < text.size && text.data[end] != '\n') {
        int32_t candidate = next_break(text, end);
        if (candidate == end)
            break;
        if (width_px > 0 && width_of(face, text, from, candidate) > width_px) {
            if (end == from)
                end = break_word(face, text, from, candidate, width_px, line);
            break;
        }
        end = candidate;
    }
    line->to = trim_end(text, from, end);
    if (end < text.size)
        line->to = trim_dot(text, from, line->to);
    line->width = line_width(face, text, line);
    if (end < text.size && text.data[end] == '\n')
        return end + 1;
    return skip_spaces(text, end);
}

enum { ISOLATE_BYTES = 3 }; // of U+2066 to U+2069

// The innermost isolate that is open at `at`, as the byte of its mark; -1: none.
static int32_t open_isolate(Text text, int32_t at)
{
    int32_t closed = 0;
    for (int32_t i = at - ISOLATE_BYTES; i >= 0; i--) {
        if ((uint8_t)text.data[i] != 0xe2 || (uint8_t)text.data[i + 1] != 0x81)
            continue;
        uint8_t last = (uint8_t)text.data[i + 2];
        if (last == 0xa9) // U+2069
            closed++;
        else if (last >= 0xa6 && last <= 0xa8 && closed-- == 0) // U+2066 to U+2068
            return i;
    }
    return -1;
}

int32_t text_wrap(const TextFace *face, Text text, int32_t width_px, int32_t max_lines,
                  TextLine lines[TEXT_LINES_MAX], bool *out_cut)
{
    *out_cut = false;
    if (max_lines > TEXT_LINES_MAX)
        max_lines = TEXT_LINES_MAX;
    int32_t position = skip_spaces(text, 0), count = 0;
    while (position < text.size && count < max_lines) {
        lines[count] = (TextLine){.from = position, .isolate = open_isolate(text, position)};
        position = take_line(face, text, width_px, &lines[count]);
        count++;
    }
    if (position < text.size && count > 0) {
        end_in_ellipsis(face, text, &lines[count - 1], width_px);
        *out_cut = true;
    }
    return count;
}

static bool any_broken(const TextLine *lines, int32_t count)
{
    for (int32_t i = 0; i < count; i++)
        if (lines[i].broken)
            return true;
    return false;
}

static int32_t hyphens_at_ends(Text text, const TextLine *lines, int32_t count)
{
    int32_t hyphens = 0;
    for (int32_t i = 0; i + 1 < count; i++)
        hyphens += lines[i].to > 0 && text.data[lines[i].to - 1] == '-';
    return hyphens;
}

int32_t text_wrap_evenly(const TextFace *face, Text text, int32_t width_px, int32_t max_lines,
                         TextLine lines[TEXT_LINES_MAX], bool *out_cut)
{
    int32_t count = text_wrap(face, text, width_px, max_lines, lines, out_cut);
    if (count < 2 || *out_cut || any_broken(lines, count))
        return count;
    TextLine tried[TEXT_LINES_MAX];
    int32_t hyphens = hyphens_at_ends(text, lines, count);
    int32_t low = width_px / count, high = width_px, step = width_px / 64 + 1;
    while (high - low > step) {
        bool cut;
        int32_t middle = (low + high) / 2;
        int32_t needed = text_wrap(face, text, middle, max_lines, tried, &cut);
        if (needed == count && !cut && !any_broken(tried, needed) &&
            hyphens_at_ends(text, tried, needed) <= hyphens) {
            high = middle;
            memcpy(lines, tried, (size_t)count * sizeof lines[0]);
        } else {
            low = middle;
        }
    }
    return count;
}

static int32_t line_lead(const TextLine *line)
{
    return line->isolate >= 0 ? ISOLATE_BYTES : 0;
}

Text text_wrap_line_text(Text text, const TextLine *line, char buffer[TEXT_LINE_BYTES_MAX])
{
    static const char ellipsis[] = "…";
    int32_t lead = line_lead(line);
    int32_t room = TEXT_LINE_BYTES_MAX - (int32_t)sizeof ellipsis - lead;
    int32_t size = line->to - line->from < room ? line->to - line->from : room;
    while (size > 0 && line->from + size < text.size &&
           ((uint8_t)text.data[line->from + size] & 0xc0) == 0x80)
        size--; // not in the middle of a letter
    if (lead > 0)
        memcpy(buffer, text.data + line->isolate, (size_t)lead);
    memcpy(buffer + lead, text.data + line->from, (size_t)size);
    size += lead;
    if (line->hyphen)
        buffer[size++] = '-';
    if (line->ellipsis) {
        memcpy(buffer + size, ellipsis, sizeof ellipsis - 1);
        size += (int32_t)sizeof ellipsis - 1;
    }
    return (Text){buffer, size};
}

int32_t text_wrap_line_origin(const TextLine *line)
{
    return line_lead(line) - line->from;
}
