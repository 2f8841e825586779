/* A pattern becomes a small program (Thompson's construction). Jumps are relative, so that a piece
 * of program can be moved and copied for the repetitions, and the whole into the pool. */
#include <string.h>

#include "domain/barcode_pattern_parts.h"

enum { NESTING_MAX = 16, REPEAT_MAX = 100 };

static bool parse_either(Program *program);

static bool fail(Program *program)
{
    program->failed = true;
    return false;
}

static int peek(const Program *program)
{
    return program->position < program->pattern.size
               ? (uint8_t)program->pattern.data[program->position]
               : -1;
}

static bool emit(Program *program, OpKind kind, uint8_t value, int32_t to)
{
    if (program->count == PROGRAM_MAX)
        return fail(program);
    program->ops[program->count++] = (Op){(uint8_t)kind, value, (int16_t)to};
    return true;
}

// Makes room for one op before `at`. What was from there on moves as a whole; nothing jumps into
// it.
static bool insert(Program *program, int32_t at, OpKind kind, int32_t to)
{
    if (!emit(program, kind, 0, 0))
        return false;
    memmove(&program->ops[at + 1], &program->ops[at],
            (size_t)(program->count - 1 - at) * sizeof program->ops[0]);
    program->ops[at] = (Op){(uint8_t)kind, 0, (int16_t)to};
    return true;
}

static void set_add(Set *set, int from, int to)
{
    for (int byte = from; byte <= to; byte++)
        set->bits[byte >> 3] |= (uint8_t)(1u << (byte & 7));
}

static void set_invert(Set *set)
{
    for (size_t i = 0; i < sizeof set->bits; i++)
        set->bits[i] = (uint8_t)~set->bits[i];
}

// \d \w \s and their opposites. False when `letter` isn't one of them.
static bool set_add_class(Set *set, int letter)
{
    Set class = {{0}};
    switch (letter | 0x20) {
    case 'd':
        set_add(&class, '0', '9');
        break;
    case 'w':
        set_add(&class, '0', '9');
        set_add(&class, 'A', 'Z');
        set_add(&class, 'a', 'z');
        set_add(&class, '_', '_');
        break;
    case 's':
        set_add(&class, '\t', '\r');
        set_add(&class, ' ', ' ');
        break;
    default:
        return false;
    }
    if (letter < 'a')
        set_invert(&class);
    for (size_t i = 0; i < sizeof set->bits; i++)
        set->bits[i] |= class.bits[i];
    return true;
}

static bool is_letter_or_digit(int byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
           (byte >= 'A' && byte <= 'Z');
}

static int hex_digit(int byte)
{
    if (byte >= '0' && byte <= '9')
        return byte - '0';
    byte |= 0x20;
    return byte >= 'a' && byte <= 'f' ? byte - 'a' + 10 : -1;
}

// The HH of \xHH, with `position` behind the x. False: there are no two digits.
static bool parse_hex(Program *program, int *out_byte)
{
    int high = hex_digit(peek(program));
    program->position += high >= 0;
    int low = hex_digit(peek(program));
    if (high < 0 || low < 0)
        return fail(program);
    program->position++;
    *out_byte = high * 16 + low;
    return true;
}

// What stands in [..] at `position`: a byte, or -1 for a class that went into the set.
static bool parse_set_item(Program *program, Set *set, int *out_byte)
{
    int byte = peek(program);
    if (byte < 0)
        return fail(program);
    program->position++;
    *out_byte = byte;
    if (byte != '\\')
        return true;
    byte = peek(program);
    if (byte < 0)
        return fail(program);
    program->position++;
    if (byte == 'x' && program->with_groups)
        return parse_hex(program, out_byte);
    *out_byte = -1;
    if (set_add_class(set, byte))
        return true;
    if (is_letter_or_digit(byte))
        return fail(program);
    *out_byte = byte;
    return true;
}

static bool parse_set(Program *program)
{
    if (program->set_count == SETS_MAX)
        return fail(program);
    Set *set = &program->sets[program->set_count];
    *set = (Set){{0}};
    bool inverted = peek(program) == '^';
    program->position += inverted;
    for (bool first = true; first || peek(program) != ']'; first = false) {
        int from;
        if (!parse_set_item(program, set, &from))
            return false;
        if (from < 0)
            continue;
        int to = from;
        bool range = peek(program) == '-' && program->position + 1 < program->pattern.size &&
                     program->pattern.data[program->position + 1] != ']';
        if (range) {
            program->position++;
            if (!parse_set_item(program, set, &to))
                return false;
            if (to < from)
                return fail(program);
        }
        set_add(set, from, to);
    }
    program->position++; // the bracket
    if (inverted)
        set_invert(set);
    return emit(program, OP_SET, (uint8_t)program->set_count++, 0);
}

static bool parse_escape(Program *program)
{
    int byte = peek(program);
    if (byte < 0)
        return fail(program);
    program->position++;
    if (byte == 'x' && program->with_groups)
        return parse_hex(program, &byte) && emit(program, OP_BYTE, (uint8_t)byte, 0);
    if (!is_letter_or_digit(byte))
        return emit(program, OP_BYTE, (uint8_t)byte, 0);
    if (program->set_count == SETS_MAX)
        return fail(program);
    Set *set = &program->sets[program->set_count];
    *set = (Set){{0}};
    if (!set_add_class(set, byte))
        return fail(program);
    return emit(program, OP_SET, (uint8_t)program->set_count++, 0);
}

static bool parse_group(Program *program)
{
    int32_t group = -1;
    if (peek(program) == '?') {
        program->position++;
        if (peek(program) != ':')
            return fail(program);
        program->position++;
    } else {
        group = program->group_count++;
    }
    bool noted = program->with_groups && group >= 0 && group < BARCODE_GROUPS_MAX;
    if (noted && !emit(program, OP_SAVE, (uint8_t)(group * 2), 0))
        return false;
    if (++program->nesting > NESTING_MAX || !parse_either(program) || peek(program) != ')')
        return fail(program);
    program->nesting--;
    program->position++;
    return !noted || emit(program, OP_SAVE, (uint8_t)(group * 2 + 1), 0);
}

static bool parse_atom(Program *program)
{
    int byte = peek(program);
    program->position++;
    switch (byte) {
    case '.':
        return emit(program, OP_ANY, 0, 0);
    case '^':
        return emit(program, OP_START, 0, 0);
    case '$':
        return emit(program, OP_END, 0, 0);
    case '[':
        return parse_set(program);
    case '(':
        return parse_group(program);
    case '\\':
        return parse_escape(program);
    case '*':
    case '+':
    case '?':
        return fail(program); // nothing to repeat
    default:
        return emit(program, OP_BYTE, (uint8_t)byte, 0);
    }
}

static bool parse_number(Program *program, int32_t *out)
{
    int32_t number = 0;
    int32_t digits = 0;
    for (; peek(program) >= '0' && peek(program) <= '9'; digits++) {
        number = number * 10 + (peek(program) - '0');
        if (number > REPEAT_MAX)
            number = REPEAT_MAX + 1;
        program->position++;
    }
    *out = number;
    return digits > 0;
}

// {m}, {m,}, {,n}, {m,n}. A brace that isn't one of these stands for itself, and position doesn't
// move.
static bool parse_braces(Program *program, int32_t *out_least, int32_t *out_most)
{
    int32_t before = program->position;
    int32_t least = 0;
    int32_t most = -1;
    program->position++;
    bool has_least = parse_number(program, &least);
    bool has_comma = peek(program) == ',';
    program->position += has_comma;
    bool has_most = has_comma && parse_number(program, &most);
    if (!has_comma)
        most = least;
    if (peek(program) != '}' || (!has_least && !has_most)) {
        program->position = before;
        return false;
    }
    program->position++;
    *out_least = least;
    *out_most = has_comma && !has_most ? -1 : most;
    return true;
}

// Repeats the ops from `start` on: `least` times, and on to `most` times (-1: without end).
static bool repeat(Program *program, int32_t start, int32_t least, int32_t most, OpKind choice)
{
    Op piece[PROGRAM_MAX];
    int32_t size = program->count - start;
    if (least > REPEAT_MAX || most > REPEAT_MAX || (most >= 0 && most < least))
        return fail(program);
    memcpy(piece, &program->ops[start], (size_t)size * sizeof piece[0]);
    program->count = start;
    int32_t copies = most < 0 ? least + 1 : most;
    for (int32_t i = 0; i < copies; i++) {
        // An optional copy can be jumped over; the endless one jumps back to the choice.
        bool optional = i >= least;
        bool endless = optional && most < 0;
        if (optional && !emit(program, choice, 0, size + 1 + endless))
            return false;
        if (program->count + size > PROGRAM_MAX)
            return fail(program);
        memcpy(&program->ops[program->count], piece, (size_t)size * sizeof piece[0]);
        program->count += size;
        if (endless && !emit(program, OP_JUMP, 0, -size - 1))
            return false;
    }
    return true;
}

static bool parse_repeated(Program *program)
{
    int32_t start = program->count;
    if (!parse_atom(program))
        return false;
    for (int32_t quantifiers = 0;; quantifiers++) {
        int32_t least = 0;
        int32_t most = -1;
        int byte = peek(program);
        if (byte == '*' || byte == '+' || byte == '?') {
            program->position++;
            least = byte == '+';
            most = byte == '?' ? 1 : -1;
        } else if (byte != '{' || !parse_braces(program, &least, &most)) {
            return true;
        }
        if (quantifiers > 0)
            return fail(program); // Python: multiple repeat
        bool lazy = peek(program) == '?';
        program->position += lazy;
        if (!repeat(program, start, least, most,
                    lazy && program->with_groups ? OP_SPLIT_LAZY : OP_SPLIT))
            return false;
    }
}

static bool parse_either(Program *program)
{
    int32_t start = program->count;
    for (;;) {
        while (peek(program) >= 0 && peek(program) != '|' && peek(program) != ')') {
            if (!parse_repeated(program))
                return false;
        }
        if (peek(program) != '|')
            return true;
        program->position++;
        // split over the left side and its jump; the jump's end is known when the right side is
        // there
        if (!insert(program, start, OP_SPLIT, program->count - start + 2))
            return false;
        int32_t jump = program->count;
        if (!emit(program, OP_JUMP, 0, 0))
            return false;
        if (!parse_either(program))
            return false;
        program->ops[jump].to = (int16_t)(program->count - jump);
        return true;
    }
}

bool barcode_program_compile(Text pattern, bool with_groups, Program *program)
{
    program->count = program->set_count = program->position = program->nesting = 0;
    program->group_count = 0;
    program->with_groups = with_groups;
    program->failed = false;
    program->pattern = pattern;
    if (!parse_either(program) || program->position < pattern.size)
        return false; // the second: a bracket that closes nothing
    return emit(program, OP_MATCH, 0, 0);
}
