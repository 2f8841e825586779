/* Shared by the files of the patterns; nobody else includes it. */
#ifndef KIOSK_DOMAIN_BARCODE_PATTERN_PARTS_H
#define KIOSK_DOMAIN_BARCODE_PATTERN_PARTS_H

#include "domain/barcode_pattern.h"

enum { PROGRAM_MAX = BARCODE_PATTERN_OPS_MAX, SETS_MAX = 32 };

typedef enum OpKind {
    OP_BYTE,
    OP_ANY,
    OP_SET,
    OP_START,
    OP_END,
    OP_SPLIT,
    OP_JUMP,
    OP_MATCH,
    OP_SPLIT_LAZY, // with groups only: the second way is tried first
    OP_SAVE,       // with groups only: notes the position in place `value`
} OpKind;

typedef PatternOp Op; // kind: OpKind; value: BYTE's byte, SET's number; to: SPLIT's second way,
                      // JUMP's only way
typedef PatternSet Set;

typedef struct Program {
    Op ops[PROGRAM_MAX];
    Set sets[SETS_MAX];
    int32_t count, set_count;
    Text pattern;
    int32_t position, nesting, group_count;
    bool with_groups; // what two groups match is wanted: \xHH is understood, laziness counts
    bool failed;      // not understood, or too long
} Program;

// False: the pattern is not understood. The last op is OP_MATCH.
bool barcode_program_compile(Text pattern, bool with_groups, Program *program);

static inline bool set_has(const Set *set, uint8_t byte)
{
    return set->bits[byte >> 3] >> (byte & 7) & 1;
}

static inline bool takes(const Op *op, const Set *sets, uint8_t byte)
{
    return (op->kind == OP_BYTE && op->value == byte) || (op->kind == OP_ANY && byte != '\n') ||
           (op->kind == OP_SET && set_has(&sets[op->value], byte));
}

typedef struct Threads { // a bit for each op
    uint64_t active[PROGRAM_MAX / 64];
} Threads;

static inline bool is_active(const Threads *threads, int32_t op)
{
    return threads->active[op >> 6] >> (op & 63) & 1;
}

static inline void set_active(Threads *threads, int32_t op)
{
    threads->active[op >> 6] |= UINT64_C(1) << (op & 63);
}

#endif
