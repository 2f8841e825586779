/* Names in the lane's other languages. load_pos_data answers in one language; these requests bring
 * the names of articles and categories in another (FACTS2 27), page by page, into the same builder.
 */
#ifndef KIOSK_BACKOFFICE_ODOO17_NAMES_H
#define KIOSK_BACKOFFICE_ODOO17_NAMES_H

#include "backoffice/odoo17_request.h"
#include "base/error.h"
#include "domain/catalogue_builder.h"

enum { ODOO17_NAMES_PAGE_MAX = 5000 }; // records in one reply: some 300 KB

// The languages installed at the server: code of each.
char *odoo17_request_languages(const Odoo17Login *login);
// The server's code for a lane's language: "fr" or "fr_FR" finds "fr_FR", "ar" finds "ar_001".
// False, and `out` untouched: not installed. (The server would answer in English without a word.)
MUST_USE bool odoo17_pick_language(const json_t *result, const char *language, char out[16]);

// Of these articles, at most ODOO17_NAMES_PAGE_MAX. `code` is the server's ("fr_FR").
char *odoo17_request_article_names(const Odoo17Login *login, const char *code, const int32_t *ids,
                                   int32_t count);
char *odoo17_request_category_names(const Odoo17Login *login, const char *code);

// Brings a page of names to the builder as those of `language` (its index). *out_count records
// came, *out_last_id is the highest id. A record without id or name
// is left out: its name stays in the first language.
MUST_USE bool odoo17_article_names(const json_t *result, CatalogueBuilder *builder,
                                   int32_t language, int32_t *out_count, int32_t *out_last_id,
                                   Error *error);
MUST_USE bool odoo17_category_names(const json_t *result, CatalogueBuilder *builder,
                                    int32_t language, Error *error);

#endif
