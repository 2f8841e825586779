/* Codes by a GS1 nomenclature of the server, exactly as Odoo 17 takes them apart
 * (barcodes_gs1_nomenclature, gs1_decompose_extended): the vectors of a real server decide. What
 * the parts mean for a sale is gs1_item.h's matter.
 *
 * One leading symbology identifier or FNC1 goes. Then, again and again, the first rule (in order of
 * sequence) whose pattern with an optional separator behind it matches at the beginning and whose
 * value is valid takes its part away, until nothing is left. */
#ifndef KIOSK_DOMAIN_GS1_RULES_H
#define KIOSK_DOMAIN_GS1_RULES_H

#include "domain/barcode_pattern.h"
#include "domain/gs1.h"

enum {
    GS1_RULES_MAX = 96,         // the usual nomenclature has 29
    GS1_PATTERN_SIZE_MAX = 300, // bytes, with the separator's
    GS1_CODE_SIZE_MAX = 4096,   // bytes; no scanner sends more than GS1_SIZE_MAX
    GS1_PARTS_MAX = 128,
};

typedef enum Gs1Content { // barcode.rule gs1_content_type
    GS1_CONTENT_ALPHA,
    GS1_CONTENT_IDENTIFIER,
    GS1_CONTENT_MEASURE,
    GS1_CONTENT_DATE,
} Gs1Content;

typedef struct Gs1Rule { // a rule of encoding gs1-128
    int32_t number;      // the caller's: comes back with what the rule took
    Gs1Content content;
    bool decimals; // gs1_decimal_usage: the AI's last digit is the number of decimals
    Text pattern;  // with two groups: (AI)(value)
} Gs1Rule;

typedef struct Gs1RuleCompiled {
    int32_t number, content;
    bool decimals;
    Text text;
    BarcodePattern program; // of "^", the pattern and the separator
} Gs1RuleCompiled;

typedef struct Gs1Rules {
    Text separator; // a pattern
    int32_t count;
    Gs1RuleCompiled rules[GS1_RULES_MAX];
    BarcodePattern separator_program; // of "^" and the separator
    BarcodePatternPool pool;
} Gs1Rules;

// `rules` in order of sequence, then id; those after GS1_RULES_MAX are left out. `separator`: a
// pattern, empty: FNC1 alone. The texts must stay where they are.
void gs1_rules_compile(const Gs1Rule *rules, int32_t rule_count, Text separator, Gs1Rules *out);

typedef struct Gs1Part {
    int32_t number; // of the rule
    Gs1Content content;
    Text ai, text; // in the scanned code
    double value;  // MEASURE, as the server computes it
    Gs1Date date;  // DATE
} Gs1Part;

typedef enum Gs1RulesResult {
    GS1_RULES_TAKEN,
    GS1_RULES_NOT_TAKEN,   // what is left begins like no rule: the server says null
    GS1_RULES_BAD_VALUE,   // a date that there is not (the server: ValueError)
    GS1_RULES_BAD_MEASURE, // a measure without a number (the server: ValidationError)
} Gs1RulesResult;

typedef struct Gs1Parts {
    int32_t count;
    Gs1Part items[GS1_PARTS_MAX];
} Gs1Parts;

// `code` of any bytes; longer than GS1_CODE_SIZE_MAX, or of more than GS1_PARTS_MAX parts:
// NOT_TAKEN. Parts point into it. `year_now`: for years of two digits.
Gs1RulesResult gs1_rules_parse(const Gs1Rules *rules, Text code, int32_t year_now, Gs1Parts *out);
// The length of the separator at the beginning of `code`, 0: there is none.
int32_t gs1_rules_separator_size(const Gs1Rules *rules, Text code);

#endif
