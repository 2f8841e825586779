/* The regular expressions of barcode rules, without a regex library: those patterns come from the
 * back office, and a match must take bounded time and memory whatever they say.
 *
 * Understood: letters as they are, '.', \d \w \s (and capitals: not those), [..] with ranges and
 * '^', groups (also (?:..)), '|', '*', '+', '?', {m}, {m,}, {m,n} (and their lazy forms, which
 * match the same), '^', '$', and
 * '\' before a sign. Anything else (look-around, back references) is not understood and never
 * matches. */
#ifndef KIOSK_DOMAIN_BARCODE_PATTERN_H
#define KIOSK_DOMAIN_BARCODE_PATTERN_H

#include "base/text.h"

enum {
    BARCODE_PATTERN_OPS_MAX = 256, // of one pattern; a longer one is not understood
    BARCODE_POOL_OPS_MAX = 2048,   // of all patterns of a nomenclature: GS1 1300, the other 200
    BARCODE_POOL_SETS_MAX = 64,    // different sets of bytes among them
    BARCODE_GROUPS_MAX = 2,        // whose places are told: (AI)(value)
};

typedef struct PatternOp {
    uint8_t kind, value;
    int16_t to; // relative to this op
} PatternOp;

typedef struct PatternSet {
    uint8_t bits[32];
} PatternSet;

// Room for the programs of many patterns. Has no pointers: it may be copied and moved. Zeroed:
// empty.
typedef struct BarcodePatternPool {
    int32_t op_count, set_count;
    PatternOp ops[BARCODE_POOL_OPS_MAX];
    PatternSet sets[BARCODE_POOL_SETS_MAX];
} BarcodePatternPool;

typedef enum BarcodePatternKind {
    PATTERN_NEVER,     // not understood: matches nothing
    PATTERN_STRAIGHT,  // no choices: one way through
    PATTERN_BRANCHING, //
    PATTERN_NOT_KEPT,  // the pool is full: compiled anew for each code
} BarcodePatternKind;

typedef struct BarcodePattern { // a program in a pool
    uint8_t kind;               // BarcodePatternKind
    uint8_t group_count;        // (..) without (?:..)
    uint16_t first_op, op_count;
} BarcodePattern;

// What doesn't fit into the pool still matches the same, only more slowly.
BarcodePattern barcode_pattern_compile(BarcodePatternPool *pool, Text pattern);
// barcode_pattern_matches(pattern, code), where `compiled` was made of `pattern` in that pool.
bool barcode_pattern_run(const BarcodePatternPool *pool, const BarcodePattern *compiled,
                         Text pattern, Text code);

typedef struct BarcodeGroups { // positions in the code, -1: took no part
    int16_t start[BARCODE_GROUPS_MAX], end[BARCODE_GROUPS_MAX];
    int16_t match_end;
} BarcodeGroups;

// For barcode_pattern_search: the same language, and \xHH.
BarcodePattern barcode_pattern_compile_groups(BarcodePatternPool *pool, Text pattern);
// As Python's re.search: the first place where it matches, there what greed and laziness prefer.
// Not for PATTERN_NOT_KEPT. `code` has less than 32768 bytes. `out` is untouched when false.
bool barcode_pattern_search(const BarcodePatternPool *pool, const BarcodePattern *compiled,
                            Text code, BarcodeGroups *out);

bool barcode_pattern_is_understood(Text pattern, bool with_groups);
// Whether some beginning of `code` matches, as Python's re.match says.
bool barcode_pattern_matches(Text pattern, Text code);

#endif
