/* Names in the lane's other languages. load_pos_data answers in one language; these requests bring
 * the names of articles, categories and choices in another (FACTS2 27), page by page, into the same
 * builder. */
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

typedef enum Odoo17Named { // whose names
    ODOO17_NAMED_ARTICLES,
    ODOO17_NAMED_CATEGORIES,
    ODOO17_NAMED_ATTRIBUTES,
    ODOO17_NAMED_VALUES,
    ODOO17_NAMED_COMBOS, // Odoo's own has one name in all languages; a shop's module may have more
    ODOO17_NAMED_COUNT,
} Odoo17Named;

// "articles", for messages.
const char *odoo17_named_words(Odoo17Named named);
// Ids of the builder's records from the `first` one on.
int32_t odoo17_named_ids(Odoo17Named named, const CatalogueBuilder *builder, int32_t first,
                         int32_t *out_ids, int32_t room);
// Of these records, at most ODOO17_NAMES_PAGE_MAX. `code` is the server's ("fr_FR").
char *odoo17_request_names(const Odoo17Login *login, Odoo17Named named, const char *code,
                           const int32_t *ids, int32_t count);
// Brings a page of names to the builder as those of `language` (its index). A record without id or
// name is left out: its name stays in the first language.
MUST_USE bool odoo17_names(const json_t *result, Odoo17Named named, CatalogueBuilder *builder,
                           int32_t language, Error *error);

// Kilogram and litre have other names in some languages: which units they are in any.
char *odoo17_request_base_units(const Odoo17Login *login);
void odoo17_base_units(const json_t *result, CatalogueBuilder *builder);

#endif
