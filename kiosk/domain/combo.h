/* The price of a combo, split over the articles that are chosen for it, as the till of
 * Odoo 17 splits it: each share of the menu's price is in the ratio of the combos' cheapest articles,
 * the last one takes the rest. Pure. */
#ifndef KIOSK_DOMAIN_COMBO_H
#define KIOSK_DOMAIN_COMBO_H

#include <stdint.h>

typedef struct ComboChoice { // one for each combo of the article, in its order
    double base_price;       // of the combo: its cheapest article
    double combo_price;      // surcharge of the chosen line
    double extras;           // sum of price_extra of the chosen attribute values
} ComboChoice;

// Unit prices of the chosen articles, not yet rounded: `price` (the combo article's own, from its
// pricelist at quantity 1) in the ratio of the base prices, plus extras and surcharge, which no
// pricelist touches. The last takes what rounding leaves, so the shares always add up to `price`.
void combo_split(double price, const ComboChoice *chosen, int32_t count, int32_t price_digits,
                 double *out_prices);

#endif
