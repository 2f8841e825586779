/* Element strings by the standard, whatever the shop's rules are: AI, value, AI, value, with FNC1
 * behind values whose length their AI doesn't tell. GS1-128, DataBar Expanded, DataMatrix, QR,
 * DotCode. Never the printed form with brackets: no scanner sends that. */
#ifndef KIOSK_DOMAIN_GS1_ELEMENT_STRING_H
#define KIOSK_DOMAIN_GS1_ELEMENT_STRING_H

#include "domain/gs1_ai.h"

// `code` of any bytes, at most GS1_SIZE_MAX (longer: TOO_LONG); one symbology identifier and one
// FNC1 at its beginning don't matter. Elements point into it. What isn't GS1_OK leaves nothing of
// use in `out`.
Gs1Reason gs1_element_string_parse(Text code, Gs1Elements *out);

#endif
