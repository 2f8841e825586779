/* Which taxes apply to an article, and what a fiscal position does to them and to the price
 * (Odoo 17, account.fiscal.position: map_tax). Pure.
 *
 * A mapping row whose destination is not in the catalogue counts as absent, as the server ignores
 * rows whose destination is archived. Mapped taxes are put in the catalogue's order, which is the
 * server's order of evaluation. */
#ifndef KIOSK_DOMAIN_FISCAL_H
#define KIOSK_DOMAIN_FISCAL_H

#include "domain/catalogue.h"

enum { FISCAL_MAPPED_MAX = 16 }; // taxes of one article after mapping, groups unexpanded

// Indexes in catalogue->taxes of the taxes that replace `tax_ids`. `fiscal_position`: index or
// CATALOGUE_NONE (nothing is replaced). Returns the count, or -1 when there are more than
// FISCAL_MAPPED_MAX. Unknown ids are left out.
int32_t fiscal_map_taxes(const Catalogue *catalogue, int32_t fiscal_position,
                         const int32_t *tax_ids, int32_t count,
                         int32_t out_taxes[FISCAL_MAPPED_MAX]);

// The same, groups expanded, as tax_compute takes them. Returns the count, or -1 when more than
// `room`.
int32_t fiscal_applied_taxes(const Catalogue *catalogue, int32_t fiscal_position,
                             const int32_t *tax_ids, int32_t count, Tax *out, int32_t room);

// The price of one unit under the fiscal position: stripped of included taxes that are removed or
// replaced by taxes on top; unchanged when an included tax comes instead. Not rounded to price
// digits.
double fiscal_unit_price(const Catalogue *catalogue, int32_t fiscal_position,
                         const int32_t *tax_ids, int32_t count, double price);

#endif
