/* What GS1 elements say about a thing that is sold: which article, how much, at what price, until
 * when. Rules of the standard, not of a nomenclature; what the till of Odoo 17 leaves aside
 * (weight, price, dates) counts here. */
#ifndef KIOSK_DOMAIN_GS1_ITEM_H
#define KIOSK_DOMAIN_GS1_ITEM_H

#include "domain/gs1_ai.h"
#include "domain/money.h"

enum { GS1_LOT_SIZE = 20 }; // bytes of a lot or serial number at most

typedef struct Gs1Item {
    char gtin[GS1_GTIN_DIGITS + 1]; // AI 01; empty: it is no article
    char lot[GS1_LOT_SIZE + 1];     // AI 10; empty: none
    char serial[GS1_LOT_SIZE + 1];  // AI 21; empty: none
    int32_t count;                  // AI 30: pieces, 0: it doesn't say
    int32_t measure;                // first three digits of AI 31nn, 32nn ...: 310 net kg; 0: none
    int64_t measure_micro;          // millionths of its unit
    bool has_price;                 // AI 392n or 393n: what this piece costs
    double price;                   // major units
    int32_t currency;               // ISO 4217 number of 393n, 0: the shop's
    // The last minute in which it may be sold, local time, minutes since 1970-01-01 00:00: the
    // earliest of AI 15, 16, 17 (to the end of the day) and 7003. 0: it doesn't say.
    int64_t sell_until_minute;
} Gs1Item;

// False: a value is not what its AI says (a nomenclature's rules may let it through).
bool gs1_item_read(const Gs1Elements *elements, int32_t year_now, Gs1Item *out);
// How much of an article that is sold by `unit` (as the server names it: "kg", "g", "L").
// `weighed`: the shop weighs it, so an unknown name is that of the kilogram. False: the measure is
// of another kind, such as the weight of what is sold by the piece.
bool gs1_item_quantity(const Gs1Item *item, Text unit, bool weighed, Quantity *out);
// Whether the price is in the currency of that code ("EUR").
bool gs1_item_currency_is(const Gs1Item *item, const char *code);

#endif
