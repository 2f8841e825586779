/* The company's barcode nomenclature: how it converts and its rules (FACTS 14). */
#ifndef KIOSK_BACKOFFICE_ODOO17_BARCODES_H
#define KIOSK_BACKOFFICE_ODOO17_BARCODES_H

#include "backoffice/odoo17_request.h"
#include "base/error.h"
#include "domain/catalogue_builder.h"

char *odoo17_request_nomenclature(const Odoo17Login *login, int32_t nomenclature_id);
char *odoo17_request_barcode_rules(const Odoo17Login *login, int32_t nomenclature_id);

// Reads the nomenclature into shop->upc_ean_conversion; give the shop to the builder (again)
// afterwards.
MUST_USE bool odoo17_nomenclature(const json_t *result, CatShop *shop, Error *error);
// Adds the rules in order of sequence, then id, as the server tries them. A bad rule would change
// what other codes mean: it fails the whole.
MUST_USE bool odoo17_barcode_rules(const json_t *result, CatalogueBuilder *builder, Error *error);

#endif
