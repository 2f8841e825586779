/* A program is run for all its threads at once: time is program length times code length, there is
 * no backtracking. Nearly all rules of a nomenclature are digits and dots in a row: such a program
 * is run without threads. */
#include <string.h>

#include "domain/barcode_pattern_parts.h"

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

static bool is_straight(const Op *ops, int32_t count)
{
    for (int32_t i = 0; i < count; i++) {
        if (ops[i].kind == OP_SPLIT || ops[i].kind == OP_JUMP || ops[i].kind > OP_MATCH)
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
                            .group_count = (uint8_t)program->group_count,
                            .first_op = (uint16_t)pool->op_count,
                            .op_count = (uint16_t)program->count};
    pool->op_count += program->count;
    return true;
}

BarcodePattern barcode_pattern_compile(BarcodePatternPool *pool, Text pattern)
{
    Program program;
    BarcodePattern compiled = {.kind = PATTERN_NEVER};
    if (barcode_program_compile(pattern, false, &program) && !keep(pool, &program, &compiled))
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

BarcodePattern barcode_pattern_compile_groups(BarcodePatternPool *pool, Text pattern)
{
    Program program;
    BarcodePattern compiled = {.kind = PATTERN_NEVER};
    if (barcode_program_compile(pattern, true, &program) && !keep(pool, &program, &compiled))
        compiled.kind = PATTERN_NOT_KEPT;
    return compiled;
}

bool barcode_pattern_is_understood(Text pattern, bool with_groups)
{
    Program program;
    return barcode_program_compile(pattern, with_groups, &program);
}

bool barcode_pattern_matches(Text pattern, Text code)
{
    Program program;
    return barcode_program_compile(pattern, false, &program) &&
           run_threads(program.ops, program.count, program.sets, code);
}
