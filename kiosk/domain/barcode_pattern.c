/* A pattern becomes a small program (Thompson's construction), which is run for all its threads at
 * once: time is program length times code length, there is no backtracking. Jumps are relative, so
 * that a piece of program can be moved and copied for the repetitions. */
#include "domain/barcode_pattern.h"

#include <string.h>

enum { PROGRAM_MAX = 256, SETS_MAX = 32, NESTING_MAX = 16, REPEAT_MAX = 100 };

typedef enum OpKind {
    OP_BYTE,
    OP_ANY,
    OP_SET,
    OP_START,
    OP_END,
    OP_SPLIT,
    OP_JUMP,
    OP_MATCH
} OpKind;

typedef struct Op {
    uint8_t kind;
    uint8_t value; // BYTE: the byte; SET: its number
    int16_t to;    // SPLIT: the second way, JUMP: the only way; relative to this op
} Op;

typedef struct Set {
    uint8_t bits[32];
} Set;

typedef struct Program {
    Op ops[PROGRAM_MAX];
    Set sets[SETS_MAX];
    int32_t count, set_count;
    Text pattern;
    int32_t position, nesting;
    bool failed; // not understood, or too long
} Program;

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

static bool set_has(const Set *set, uint8_t byte)
{
    return set->bits[byte >> 3] >> (byte & 7) & 1;
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
    if (peek(program) == '?') {
        program->position++;
        if (peek(program) != ':')
            return fail(program);
        program->position++;
    }
    if (++program->nesting > NESTING_MAX || !parse_either(program) || peek(program) != ')')
        return fail(program);
    program->nesting--;
    program->position++;
    return true;
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
static bool repeat(Program *program, int32_t start, int32_t least, int32_t most)
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
        if (optional && !emit(program, OP_SPLIT, 0, size + 1 + endless))
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
        if (peek(program) == '?')
            program->position++; // lazy
        if (!repeat(program, start, least, most))
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

static bool compile(Text pattern, Program *program)
{
    program->count = program->set_count = program->position = program->nesting = 0;
    program->failed = false;
    program->pattern = pattern;
    if (!parse_either(program) || program->position < pattern.size)
        return false; // the second: a bracket that closes nothing
    return emit(program, OP_MATCH, 0, 0);
}

typedef struct Threads {
    bool active[PROGRAM_MAX];
} Threads;

// Makes `op`, and all that is reached from it without a byte, active.
static void follow(const Program *program, Threads *threads, int32_t op, bool at_start, bool at_end)
{
    int32_t waiting[PROGRAM_MAX]; // each op is here once at most: it is active from then on
    int32_t count = 0;
    if (!threads->active[op])
        waiting[count++] = op;
    threads->active[op] = true;
    while (count > 0) {
        op = waiting[--count];
        const Op *this = &program->ops[op];
        int32_t next[2] = {-1, -1};
        if (this->kind == OP_JUMP || this->kind == OP_SPLIT)
            next[0] = op + this->to;
        if (this->kind == OP_SPLIT || (this->kind == OP_START && at_start) ||
            (this->kind == OP_END && at_end))
            next[1] = op + 1;
        for (int32_t i = 0; i < 2; i++) {
            if (next[i] < 0 || threads->active[next[i]])
                continue;
            threads->active[next[i]] = true;
            waiting[count++] = next[i];
        }
    }
}

static bool takes(const Program *program, const Op *op, uint8_t byte)
{
    return (op->kind == OP_BYTE && op->value == byte) || (op->kind == OP_ANY && byte != '\n') ||
           (op->kind == OP_SET && set_has(&program->sets[op->value], byte));
}

bool barcode_pattern_is_understood(Text pattern)
{
    Program program;
    return compile(pattern, &program);
}

bool barcode_pattern_matches(Text pattern, Text code)
{
    Program program;
    Threads now = {{false}};
    if (!compile(pattern, &program))
        return false;
    int32_t match = program.count - 1;
    follow(&program, &now, 0, true, code.size == 0);
    for (int32_t position = 0; position < code.size && !now.active[match]; position++) {
        Threads next = {{false}};
        for (int32_t op = 0; op < program.count; op++) {
            if (now.active[op] && takes(&program, &program.ops[op], (uint8_t)code.data[position]))
                follow(&program, &next, op + 1, false, position + 1 == code.size);
        }
        now = next;
    }
    return now.active[match];
}
