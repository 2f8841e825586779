/* From the bytes of Odoo 17's load_pos_data reply, as they arrive, into a CatalogueBuilder.
 *
 * Unknown fields and models are skipped. A needed field that is missing or of another type is an
 * error that names model, id and field: for an article, that article is left out and reported and
 * the rest load; for company, configuration, session, currency the load fails. A JSON-RPC `error`
 * member ends as ERROR_REFUSED (or ERROR_NETWORK when it is worth retrying) with the server's words
 * in `OdooError` form (odoo17_reply.h). */
#ifndef KIOSK_BACKOFFICE_CATALOGUE_DECODE_H
#define KIOSK_BACKOFFICE_CATALOGUE_DECODE_H

#include "backoffice/odoo17_reply.h"
#include "domain/catalogue_builder.h"

typedef struct CatalogueDecode CatalogueDecode;

enum { CATALOGUE_REPLY_MAX_BYTES = 512 << 20 };

// The builder reports and counts what is left out; `report` (may be NULL) hears of single values
// that are not taken.
CatalogueDecode *catalogue_decode_create(CatalogueBuilder *builder, CatalogueReport report,
                                         void *report_context);
void catalogue_decode_destroy(CatalogueDecode *decode);
MUST_USE bool catalogue_decode_feed(CatalogueDecode *decode, Bytes piece, Error *error);
// After the last byte. *out_refusal.present when the server answered with an error member (then
// false).
MUST_USE bool catalogue_decode_finish(CatalogueDecode *decode, OdooError *out_refusal,
                                      Error *error);

// After finish: the shop as it was given to the builder. The nomenclature comes by a request of its
// own (odoo17_barcodes.h): complete a copy and give it to the builder again.
const CatShop *catalogue_decode_shop(const CatalogueDecode *decode);

// A page of articles (get_pos_ui_product_product_by_params): result is a list of product.product
// records. The same decoder for articles; *out_count articles came, *out_last_id is the highest id.
CatalogueDecode *catalogue_decode_create_page(CatalogueBuilder *builder, CatalogueReport report,
                                              void *report_context);
void catalogue_decode_page_result(const CatalogueDecode *decode, int32_t *out_count,
                                  int32_t *out_last_id);

// The price rules that are for certain articles only
// (get_pos_ui_product_pricelist_item_by_product): those of articles that the load didn't send.
CatalogueDecode *catalogue_decode_create_rules(CatalogueBuilder *builder, CatalogueReport report,
                                               void *report_context);

// After finish: the categories whose articles this lane sells; none: all.
const int32_t *catalogue_decode_shown_categories(const CatalogueDecode *decode, int32_t *out_count);

// Taxes that can't be computed here (computed by code on the server): articles with one of them are
// left out, because a sale with a missing tax would not balance. A page doesn't see the taxes: tell
// it those of the load before feeding.
const int32_t *catalogue_decode_refused_taxes(const CatalogueDecode *decode, int32_t *out_count);
void catalogue_decode_refuse_taxes(CatalogueDecode *page, const int32_t *tax_ids, int32_t count);

#endif
