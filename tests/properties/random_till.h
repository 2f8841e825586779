/* A shop that nobody would run, and orders in it: taxes of every kind in any company, groups,
 * fiscal positions, price rules, currencies and steps, all from a seed. What must hold for every
 * shop is tried on these. No test framework in here: the parity program draws its cases from it
 * too, and for its sake no two numbers are drawn in one expression (compilers differ in their
 * order). */
#ifndef KIOSK_TESTS_RANDOM_TILL_H
#define KIOSK_TESTS_RANDOM_TILL_H

#include "domain/order.h"
#include "support/random_numbers.h"

enum {
    TILL_ARTICLES = 16,
    TILL_TAXES = 20,
    TILL_UNITS = 4,
    TILL_POSITIONS = 3,
    TILL_MAPPINGS = TILL_POSITIONS * 8,
    TILL_LISTS = 3,
    TILL_RULES = TILL_LISTS * 6,
    TILL_INDEXES = 256,
};

typedef struct RandomTill {
    Catalogue catalogue;
    CatShop shop;
    CatArticle articles[TILL_ARTICLES];
    CatTax taxes[TILL_TAXES];
    CatUnit units[TILL_UNITS];
    CatFiscalPosition positions[TILL_POSITIONS];
    CatTaxMapping mappings[TILL_MAPPINGS];
    CatPricelist pricelists[TILL_LISTS];
    CatPriceRule rules[TILL_RULES];
    uint32_t indexes[TILL_INDEXES], id_index[TILL_ARTICLES], index_count;
    OrderPricing pricing;
    OrderCashRounding cash;
} RandomTill;

// A currency with 0 to 4 decimals, some with a step such as 0.05.
Currency random_currency(uint64_t *seed);
// A tax that is no group: any kind, rate, sign and share.
Tax random_tax(uint64_t *seed, int32_t id);

void random_till_make(RandomTill *till, uint64_t *seed);
void random_till_begin(const RandomTill *till, Order *order);
// An article, a quantity, perhaps a price: what a customer or attendant might add.
OrderAdd random_till_draw(uint64_t *seed);
// One touch: adds, changes, takes away, or changes the customer (and with them lists and taxes).
OrderResult random_till_touch(RandomTill *till, Order *order, uint64_t *seed);
// An order with `touches` touches, of which some were refused.
void random_till_order(RandomTill *till, Order *order, uint64_t *seed, int32_t touches);

#endif
