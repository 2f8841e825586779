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

bool barcode_pattern_is_understood(Text pattern);
// Whether some beginning of `code` matches, as Python's re.match says.
bool barcode_pattern_matches(Text pattern, Text code);

#endif
