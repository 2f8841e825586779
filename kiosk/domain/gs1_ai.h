/* Application identifiers: which there are, how long their values are and what they may hold.
 *
 * Source: the GS1 Syntax Dictionary (github.com/gs1/gs1-syntax-dictionary, Apache-2.0), without
 * what a shop doesn't need: country, currency, IBAN and coupon codes are checked by length and
 * characters alone. */
#ifndef KIOSK_DOMAIN_GS1_AI_H
#define KIOSK_DOMAIN_GS1_AI_H

#include "domain/gs1.h"

typedef enum Gs1Reason { // why a code is no GS1 data
    GS1_OK,
    GS1_EMPTY,
    GS1_UNKNOWN_AI,
    GS1_TOO_SHORT,
    GS1_TOO_LONG,
    GS1_NON_DIGIT,
    GS1_BAD_CHARACTER,
    GS1_CHECK_DIGIT,
    GS1_BAD_DATE, // a month, day, hour or minute that there is not
    GS1_CONFLICT, // one AI with two values, or two that exclude each other
    GS1_TOO_MANY, // more than GS1_ELEMENTS_MAX
    GS1_NOT_A_LINK,
    GS1_BAD_ESCAPE,         // Digital Link: %XX that is none, or %00
    GS1_QUALIFIER_ORDER,    // Digital Link: /21/../10/..
    GS1_QUALIFIER_IN_QUERY, // Digital Link: ?10=..
    GS1_NOT_AN_ATTRIBUTE,   // Digital Link: ?8200=..
} Gs1Reason;

typedef struct Gs1Ai {
    const char *first, *last; // "3100" to "3105": digits, equally long
    const char *format;       // gs1_ai.c says how to read it
} Gs1Ai;

// The AI at the beginning of `text`, or NULL. No AI begins like another.
const Gs1Ai *gs1_ai_at(Text text);
int32_t gs1_ai_digits(const Gs1Ai *ai); // 2 to 4
// The length of the value where it needs no separator behind it, 0: up to the separator.
int32_t gs1_ai_fixed_size(const Gs1Ai *ai);
bool gs1_ai_is_attribute(const Gs1Ai *ai); // may stand in the query of a Digital Link
Gs1Reason gs1_ai_check(const Gs1Ai *ai, Text value);

typedef struct Gs1Element {
    Text ai, value;
} Gs1Element;

typedef struct Gs1Elements {
    int32_t count;
    Gs1Element items[GS1_ELEMENTS_MAX];
} Gs1Elements;

// Adds one, checked. An equal one that is there already is left out; what the others exclude is a
// CONFLICT. What an AI needs beside it (a date its article, ...) may be in another symbol of the
// same thing and isn't asked for.
Gs1Reason gs1_elements_add(Gs1Elements *elements, const Gs1Ai *ai, Text digits, Text value);
// The value of an AI; empty when it isn't there.
Text gs1_elements_value(const Gs1Elements *elements, const char *ai);

#endif
