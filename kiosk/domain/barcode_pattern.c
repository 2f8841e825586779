/* A pattern becomes a small program (Thompson's construction), which is run for all its threads at
 * once: time is program length times code length, there is no backtracking. Jumps are relative, so
 * that a piece of program can be moved and copied for the repetitions, and the whole into the pool.
 *
 * Nearly all rules of a nomenclature are digits and dots in a row: such a program is run without
 * threads. */
#include "domain/barcode_pattern.h"

#include <string.h>

enum { PROGRAM_MAX = BARCODE_PATTERN_OPS_MAX, SETS_MAX = 32, NESTING_MAX = 16, REPEAT_MAX = 100 };

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

typedef PatternOp Op; // kind: OpKind; value: BYTE's byte, SET's number; to: SPLIT's second way,
                      // JUMP's only way
typedef PatternSet Set;

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

/* --- running --- */

typedef struct Threads { // a bit for each op
    uint64_t active[PROGRAM_MAX / 64];
} Threads;

static bool is_active(const Threads *threads, int32_t op)
{
    return threads->active[op >> 6] >> (op & 63) & 1;
}

static void set_active(Threads *threads, int32_t op)
{
    threads->active[op >> 6] |= UINT64_C(1) << (op & 63);
}

// Makes `op`, and all that is reached from it without a byte, active.
static void follow(const Op *ops, Threads *threads, int32_t op, bool at_start, bool at_end)
{
    int32_t waiting[PROGRAM_MAX]; // each op is here once at most: it is active from then on
    int32_t count = 0;
    if (!is_active(threads, op))
        waiting[count++] = op;
    set_active(threads, op);
    while (count > 0) {
        op = waiting[--count];
        const Op *this = &ops[op];
        int32_t next[2] = {-1, -1};
        if (this->kind == OP_JUMP || this->kind == OP_SPLIT)
            next[0] = op + this->to;
        if (this->kind == OP_SPLIT || (this->kind == OP_START && at_start) ||
            (this->kind == OP_END && at_end))
            next[1] = op + 1;
        for (int32_t i = 0; i < 2; i++) {
            if (next[i] < 0 || is_active(threads, next[i]))
                continue;
            set_active(threads, next[i]);
            waiting[count++] = next[i];
        }
    }
}

static bool takes(const Op *op, const Set *sets, uint8_t byte)
{
    return (op->kind == OP_BYTE && op->value == byte) || (op->kind == OP_ANY && byte != '\n') ||
           (op->kind == OP_SET && set_has(&sets[op->value], byte));
}

static bool is_straight(const Op *ops, int32_t count)
{
    for (int32_t i = 0; i < count; i++) {
        if (ops[i].kind == OP_SPLIT || ops[i].kind == OP_JUMP)
            return false;
    }
    return true;
}

static bool run_straight(const Op *ops, const Set *sets, Text code)
{
    int32_t position = 0;
    for (const Op *op = ops; op->kind != OP_MATCH; op++) {
        if (op->kind == OP_START || op->kind == OP_END) {
            if (position != (op->kind == OP_START ? 0 : code.size))
                return false;
            continue;
        }
        if (position == code.size || !takes(op, sets, (uint8_t)code.data[position]))
            return false;
        position++;
    }
    return true;
}

static bool run_threads(const Op *ops, int32_t count, const Set *sets, Text code)
{
    Threads now = {{0}};
    int32_t match = count - 1;
    follow(ops, &now, 0, true, code.size == 0);
    for (int32_t position = 0; position < code.size && !is_active(&now, match); position++) {
        Threads next = {{0}};
        for (int32_t op = 0; op < count; op++) {
            if (is_active(&now, op) && takes(&ops[op], sets, (uint8_t)code.data[position]))
                follow(ops, &next, op + 1, false, position + 1 == code.size);
        }
        now = next;
    }
    return is_active(&now, match);
}

/* --- kept programs --- */

// Equal sets are kept once; most of them are \d. Returns its number, or -1: the pool is full.
static int32_t keep_set(BarcodePatternPool *pool, const Set *set)
{
    for (int32_t i = 0; i < pool->set_count; i++) {
        if (memcmp(&pool->sets[i], set, sizeof *set) == 0)
            return i;
    }
    if (pool->set_count == BARCODE_POOL_SETS_MAX)
        return -1;
    pool->sets[pool->set_count] = *set;
    return pool->set_count++;
}

static bool keep(BarcodePatternPool *pool, const Program *program, BarcodePattern *out)
{
    if (program->count > BARCODE_POOL_OPS_MAX - pool->op_count)
        return false;
    Op *ops = &pool->ops[pool->op_count];
    for (int32_t i = 0; i < program->count; i++) {
        ops[i] = program->ops[i];
        if (ops[i].kind != OP_SET)
            continue;
        int32_t set = keep_set(pool, &program->sets[ops[i].value]);
        if (set < 0)
            return false;
        ops[i].value = (uint8_t)set;
    }
    bool straight = is_straight(ops, program->count);
    *out = (BarcodePattern){.kind = straight ? PATTERN_STRAIGHT : PATTERN_BRANCHING,
                            .first_op = (uint16_t)pool->op_count,
                            .op_count = (uint16_t)program->count};
    pool->op_count += program->count;
    return true;
}

BarcodePattern barcode_pattern_compile(BarcodePatternPool *pool, Text pattern)
{
    Program program;
    BarcodePattern compiled = {.kind = PATTERN_NEVER};
    if (compile(pattern, &program) && !keep(pool, &program, &compiled))
        compiled.kind = PATTERN_NOT_KEPT;
    return compiled;
}

bool barcode_pattern_run(const BarcodePatternPool *pool, const BarcodePattern *compiled,
                         Text pattern, Text code)
{
    switch ((BarcodePatternKind)compiled->kind) {
    case PATTERN_NEVER:
        return false;
    case PATTERN_STRAIGHT:
        return run_straight(&pool->ops[compiled->first_op], pool->sets, code);
    case PATTERN_BRANCHING:
        return run_threads(&pool->ops[compiled->first_op], compiled->op_count, pool->sets, code);
    case PATTERN_NOT_KEPT:
        return barcode_pattern_matches(pattern, code);
    }
    return false;
}

bool barcode_pattern_is_understood(Text pattern)
{
    Program program;
    return compile(pattern, &program);
}

bool barcode_pattern_matches(Text pattern, Text code)
{
    Program program;
    return compile(pattern, &program) &&
           run_threads(program.ops, program.count, program.sets, code);
}
