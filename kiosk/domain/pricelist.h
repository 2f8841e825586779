/* Prices exactly as Odoo 17's pricelists give them (order of precedence as the server sends the
 * rules). Pure. */
#ifndef KIOSK_DOMAIN_PRICELIST_H
#define KIOSK_DOMAIN_PRICELIST_H

#include "domain/catalogue.h"

// Price of one unit before rounding to price digits. `pricelist`: index or CATALOGUE_NONE (list
// price). `extra`: sum of the chosen attribute values' price_extra, added to the list price.
// `now_unix_s` decides dated rules. *out_rule_id (may be NULL) is the rule that decided, 0 when
// none.
double pricelist_price(const Catalogue *catalogue, int32_t pricelist, int32_t article,
                       double quantity, double extra, int64_t now_unix_s, int32_t *out_rule_id);

#endif
