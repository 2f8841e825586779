/* The rules of a nomenclature, made ready: their patterns are compiled when the catalogue is
 * opened, not when something is scanned. Made by barcode_rules_compile, read by barcode_parse
 * (barcode.h).
 *
 * Part of the opened catalogue, so without memory of its own: what has no room (rules with
 * unusually long patterns) is compiled for each code. */
#ifndef KIOSK_DOMAIN_BARCODE_RULES_H
#define KIOSK_DOMAIN_BARCODE_RULES_H

#include "domain/barcode_pattern.h"

enum { BARCODE_RULES_MAX = 128 }; // a nomenclature has ten or twenty

// The `{NNDDD}` of a pattern: the digits of a code that are its value.
typedef struct BarcodeValueGroup {
    bool found;
    int32_t start, end; // in the pattern, braces included
    int32_t whole_digits, digits;
} BarcodeValueGroup;

typedef struct BarcodeRuleCompiled {
    Text text;              // the pattern as the server has it
    int32_t type, encoding; // CatRuleType, CatRuleEncoding
    BarcodeValueGroup group;
    BarcodePattern as_written; // for codes without a value in that place: braces mean themselves
    BarcodePattern zeroed;     // zeros instead of the value group
} BarcodeRuleCompiled;

typedef struct BarcodeRules {
    int32_t conversion; // 0 always, 1 ean2upc, 2 upc2ean, 3 never
    int32_t count;
    BarcodeRuleCompiled rules[BARCODE_RULES_MAX]; // in order of sequence
    BarcodePatternPool pool;
} BarcodeRules;

#endif
