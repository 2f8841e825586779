/* Numbers and dates as the server writes them, independent of the process's locale. */
#ifndef KIOSK_BACKOFFICE_WIRE_NUMBER_H
#define KIOSK_BACKOFFICE_WIRE_NUMBER_H

#include "base/text.h"

// `text`: a valid JSON number. False, and the output untouched: it has a fraction or exponent, or
// doesn't fit.
MUST_USE bool wire_number_integer(Text text, int64_t *out);
// The nearest double. False: not finite.
MUST_USE bool wire_number_double(Text text, double *out);
// "2026-11-23 14:09:08" in UTC (a 'T' and what follows the seconds are taken too). False: no such
// date.
MUST_USE bool wire_date(Text text, int64_t *out_unix_s);

#endif
