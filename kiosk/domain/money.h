/* Money in minor units of the shop's currency (199 = 1.99 with two decimals, 199 yen with none),
 * unit prices with six decimals, quantities in thousandths. One-field structs: price + grams
 * doesn't compile.
 *
 * Doubles cross this border only by the functions below, which round half away from zero the way
 * the server does (Odoo 17, odoo/tools/float_utils.py: float_round, HALF-UP). */
#ifndef KIOSK_DOMAIN_MONEY_H
#define KIOSK_DOMAIN_MONEY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/check.h"

typedef struct Money {
    int64_t minor;
} Money;

// Price of one unit, before tax or with it as the article's taxes say: millionths of the major
// unit.
typedef struct UnitPrice {
    int64_t micro;
} UnitPrice;

// Pieces, kilograms or litres in thousandths: 1500 = 1.5 kg or 1.5 pieces. Negative for returns.
typedef struct Quantity {
    int64_t milli;
} Quantity;

// Percent in hundredths: 1250 = 12.5 %. 0 to 10000.
typedef struct Discount {
    int32_t hundredths;
} Discount;

typedef struct Currency {
    char code[4];       // ISO 4217
    char symbol[12];    // UTF-8
    bool symbol_before; // "€ 1" or "1 €"
    int32_t decimals;   // 0 to 4: minor units are 10^-decimals
    double rounding;    // smallest step as the server has it: 0.01, 1, 0.05 ...
} Currency;

// To here a double holds every minor unit.
#define MONEY_MINOR_MAX (INT64_C(1) << 53)
// Amounts beyond this are refused where a double becomes money. The server rounds an amount after
// adding to it what may be two units in its last place: beyond this, that and the noise of a
// division make half a minor unit, and an amount is no longer left where it is.
#define MONEY_ROUNDED_MAX (INT64_C(1) << 49)

// False on overflow; out untouched.
MUST_USE bool money_add(Money a, Money b, Money *out);
// These six: false when the number is not finite or too large (money: MONEY_ROUNDED_MAX, the
// others: MONEY_MINOR_MAX of their units); out untouched. There and back is the same.
MUST_USE bool money_from_double(double major, const Currency *currency, Money *out);
double money_to_double(Money money, const Currency *currency); // nearest double of the decimal
MUST_USE bool unit_price_from_double(double major, UnitPrice *out);
double unit_price_to_double(UnitPrice price);
MUST_USE bool quantity_from_double(double value,
                                   Quantity *out); // rounded half away to a thousandth
double quantity_to_double(Quantity quantity);

// Digits with a point, no symbol, no grouping: "12.34", "-0.05", "199" with no decimals. Returns
// length.
int32_t money_print(Money money, const Currency *currency, char out[32]);
// The whole of `string` must be such a number with at most `decimals` places.
MUST_USE bool money_parse(const char *string, const Currency *currency, Money *out);
// Half away from zero; `divisor` above 0. The one integer division on amounts, so that rounding is
// visible.
int64_t divide_round_half_away(int64_t value, int64_t divisor);
// "1.5", "0.642", "2": no trailing zeros.
int32_t quantity_print(Quantity quantity, char out[32]);

#endif
