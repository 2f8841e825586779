/* The server's rounding of doubles, bit for bit (Odoo 17 float_round; vectors rounding_*.json). */
#ifndef KIOSK_DOMAIN_ROUNDING_H
#define KIOSK_DOMAIN_ROUNDING_H

#include <stdint.h>

typedef enum RoundingMethod { ROUNDING_HALF_UP, ROUNDING_UP, ROUNDING_DOWN } RoundingMethod;

// `step` > 0: 0.01, 1, 0.05, 1e-7 ... Half away from zero after adding one unit in the last place.
double round_to_step(double value, double step, RoundingMethod method);
// 10^-digits as the server's literal: 2 gives 0.01. Clamped to 0 .. 9 digits.
double rounding_step_of_digits(int32_t digits);

#endif
