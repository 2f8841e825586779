/* Amounts, weights, numbers and dates as people of a language write them. Digits are Latin
 * everywhere.
 *
 * In right-to-left languages a number comes wrapped in isolate marks, so that it stays in one piece
 * in the middle of a sentence; the access tree takes the marks out again. */
#ifndef KIOSK_UI_TEXT_FORMAT_H
#define KIOSK_UI_TEXT_FORMAT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/text.h"

typedef enum SymbolPlace { SYMBOL_BY_LANGUAGE, SYMBOL_BEFORE, SYMBOL_AFTER } SymbolPlace;

typedef struct FormatCurrency {
    Text symbol;      // "€"
    int32_t decimals; // 0 to 4: 2 when minor units are cents
    SymbolPlace place;
} FormatCurrency;

// 123456 -> "€1,234.56", "1.234,56 €"; negative amounts begin with U+2212.
Text format_money(Arena *arena, Text language, FormatCurrency currency, int64_t minor);
// Without the symbol, always with a point and no grouping: what a script's `expect total` compares.
Text format_money_plain(Arena *arena, int32_t decimals, int64_t minor);
// Thousandths with at most `decimals` digits after the point, and at least `decimals_min`.
Text format_milli(Arena *arena, Text language, int64_t milli, int32_t decimals_min,
                  int32_t decimals);
Text format_integer(Arena *arena, Text language, int64_t number);
// day 1 to 31, month 1 to 12.
Text format_date(Arena *arena, Text language, int32_t year, int32_t month, int32_t day);
Text format_time_of_day(Arena *arena, int32_t hour, int32_t minute);

// Wraps a piece in isolate marks when `language` runs right to left; else the piece itself.
Text format_isolate(Arena *arena, Text language, Text piece);
// The same for words, which run as their first letter does. What is isolated already stays as it
// is.
Text format_isolate_words(Arena *arena, Text language, Text piece);

typedef struct FormatPart {
    const char *name; // of {name} in the pattern
    Text text;
} FormatPart;

// Puts parts into a pattern: "Add · {price}". An unknown {name} stays as it is; a translator's
// typing error can't do harm.
Text format_fill(Arena *arena, Text pattern, const FormatPart *parts, int32_t part_count);

#endif
