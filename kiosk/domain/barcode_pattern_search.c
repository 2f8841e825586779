/* Where a pattern matches, and its groups: threads in the order in which a backtracking matcher
 * would try them (Pike's machine), so the first one that matches has its answer, in bounded time.
 */
#include <string.h>

#include "domain/barcode_pattern_parts.h"

typedef struct Way {
    int16_t op;
    int16_t saved[BARCODE_GROUPS_MAX * 2];
} Way;

typedef struct Ways {
    Threads seen;
    int32_t count;
    Way items[PROGRAM_MAX];
} Ways;

// Adds what is reached from `way` without a byte. As deep as the program is long at most.
static void add_way(const Op *ops, Ways *ways, Way way, int32_t position, int32_t size)
{
    for (;;) {
        const Op *op = &ops[way.op];
        if (is_active(&ways->seen, way.op))
            return;
        set_active(&ways->seen, way.op);
        Way other = way;
        switch ((OpKind)op->kind) {
        case OP_JUMP:
            way.op = (int16_t)(way.op + op->to);
            continue;
        case OP_SPLIT:
            other.op++;
            add_way(ops, ways, other, position, size);
            way.op = (int16_t)(way.op + op->to);
            continue;
        case OP_SPLIT_LAZY:
            other.op = (int16_t)(other.op + op->to);
            add_way(ops, ways, other, position, size);
            way.op++;
            continue;
        case OP_SAVE:
            way.saved[op->value] = (int16_t)position;
            way.op++;
            continue;
        case OP_START:
        case OP_END:
            if (position != (op->kind == OP_START ? 0 : size))
                return;
            way.op++;
            continue;
        case OP_BYTE:
        case OP_ANY:
        case OP_SET:
        case OP_MATCH:
            ways->items[ways->count++] = way;
            return;
        }
        return;
    }
}

// Whether the bytes with which every match begins are there: nearly all rules end here.
static bool begins(const Op *ops, Text code)
{
    int32_t position = 0;
    for (const Op *op = ops + 1; op->kind == OP_BYTE || op->kind == OP_SAVE; op++) {
        if (op->kind == OP_SAVE)
            continue;
        if (position == code.size || (uint8_t)code.data[position] != op->value)
            return false;
        position++;
    }
    return true;
}

bool barcode_pattern_search(const BarcodePatternPool *pool, const BarcodePattern *compiled,
                            Text code, BarcodeGroups *out)
{
    Ways ways[2];
    Way begin = {.op = 0};
    Way best = begin;
    bool found = false;
    if (compiled->kind == PATTERN_NEVER || compiled->kind == PATTERN_NOT_KEPT)
        return false;
    const Op *ops = &pool->ops[compiled->first_op];
    bool anchored = ops[0].kind == OP_START;
    if (anchored && !begins(ops, code))
        return false;
    memset(begin.saved, 0xff, sizeof begin.saved);
    ways[0].count = 0;
    ways[0].seen = (Threads){{0}};
    for (int32_t position = 0; position <= code.size; position++) {
        Ways *now = &ways[position & 1], *next = &ways[~position & 1];
        next->count = 0;
        next->seen = (Threads){{0}};
        if (!found && (position == 0 || !anchored))
            add_way(ops, now, begin, position, code.size);
        for (int32_t i = 0; i < now->count; i++) {
            Way way = now->items[i];
            if (ops[way.op].kind == OP_MATCH) { // and what is less preferred ends here
                found = true;
                best = way;
                out->match_end = (int16_t)position;
                break;
            }
            if (position == code.size ||
                !takes(&ops[way.op], pool->sets, (uint8_t)code.data[position]))
                continue;
            way.op++;
            add_way(ops, next, way, position + 1, code.size);
        }
        if (next->count == 0 && (found || anchored))
            break;
    }
    for (int32_t i = 0; found && i < BARCODE_GROUPS_MAX; i++) {
        out->start[i] = best.saved[i * 2];
        out->end[i] = best.saved[i * 2 + 1];
    }
    return found;
}
