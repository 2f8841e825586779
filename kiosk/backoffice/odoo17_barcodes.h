/* The company's barcode nomenclature: how it converts and its rules (FACTS 14). Where that is GS1,
 * there is a second one for codes that aren't: a till reads its id from the page it is served in,
 * which a lane has not, so it takes what the server takes when nobody set one, the first that isn't
 * GS1 (FACTS 29).
 */
#ifndef KIOSK_BACKOFFICE_ODOO17_BARCODES_H
#define KIOSK_BACKOFFICE_ODOO17_BARCODES_H

#include "backoffice/odoo17_request.h"
#include "base/error.h"
#include "domain/catalogue_builder.h"

char *odoo17_request_nomenclature(const Odoo17Login *login, int32_t nomenclature_id);
char *odoo17_request_fallback_nomenclature(const Odoo17Login *login);
char *odoo17_request_barcode_rules(const Odoo17Login *login, int32_t nomenclature_id);

// Reads the nomenclature into shop->upc_ean_conversion, gs1 and gs1_separator (kept by the
// builder); give the shop to the builder (again) afterwards.
MUST_USE bool odoo17_nomenclature(const json_t *result, CatalogueBuilder *builder, CatShop *shop,
                                  Error *error);
// Its conversion replaces that of the GS1 nomenclature, which has no use for one. *out_id 0: there
// is none.
MUST_USE bool odoo17_fallback_nomenclature(const json_t *result, CatShop *shop, int32_t *out_id,
                                           Error *error);
// Adds the rules in order of sequence, then id, as the server tries them. A bad rule would change
// what other codes mean: it fails the whole.
MUST_USE bool odoo17_barcode_rules(const json_t *result, CatalogueBuilder *builder, Error *error);

#endif
