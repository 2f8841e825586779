/* What a lane asks to bring its catalogue up to date: which articles are on sale, which were
 * written since, the records of some of them, and whether prices, taxes or categories were touched
 * (FACTS 16, FACTS2 30). */
#ifndef KIOSK_BACKOFFICE_ODOO17_PAGES_H
#define KIOSK_BACKOFFICE_ODOO17_PAGES_H

#include "backoffice/odoo17_request.h"
#include "base/error.h"
#include "domain/catalogue_builder.h"

enum {
    ODOO17_PAGE_MAX = 2000,    // articles in one reply: some 800 KB
    ODOO17_IDS_MAX = 50000,    // ids in one reply: some 400 KB
    ODOO17_CHANGES_MAX = 5000, // changes in one reply: some 600 KB
    ODOO17_TABLE_COUNT = 4,    // whose changes no article tells
};

// Ids of the articles on sale that are above `after_id`, in order, at most ODOO17_IDS_MAX.
// `category_ids`: those of the lane (none: all).
char *odoo17_request_article_ids(const Odoo17Login *login, const int32_t *category_ids,
                                 int32_t category_count, int32_t after_id);
// *out_count ids into `out` (room for ODOO17_IDS_MAX); they rise and are above `after_id`.
MUST_USE bool odoo17_article_ids(const json_t *result, int32_t after_id, int32_t *out,
                                 int32_t *out_count, Error *error);

typedef struct Odoo17Change {
    int32_t id;
    int64_t write_unix_s;
    bool on_sale; // on this lane
} Odoo17Change;
// Articles written at or after a moment, archived and withdrawn ones too, with an id above
// `after_id`, at most ODOO17_CHANGES_MAX.
char *odoo17_request_changes(const Odoo17Login *login, int64_t since_unix_s, int32_t after_id);
MUST_USE bool odoo17_changes(const json_t *result, const int32_t *category_ids,
                             int32_t category_count, int32_t after_id, Odoo17Change *out,
                             int32_t *out_count, Error *error);

// Records of these articles, as catalogue_decode_create_page reads them. `language`: the server's
// code, "" for the user's own.
char *odoo17_request_page(const Odoo17Login *login, int32_t session_id, const char *language,
                          const int32_t *ids, int32_t count);
// Price rules that are for them alone, as catalogue_decode_create_rules reads them.
char *odoo17_request_rules_of(const Odoo17Login *login, int32_t session_id, const int32_t *ids,
                              const int32_t *template_ids, int32_t count);
// Codes of their packages.
char *odoo17_request_packagings(const Odoo17Login *login, const char *language, const int32_t *ids,
                                int32_t count);
MUST_USE bool odoo17_packagings(const json_t *result, CatalogueBuilder *builder, Error *error);

// The last write in a table, and how many records it has: together they change with any change.
char *odoo17_request_newest(const Odoo17Login *login, int32_t table);
char *odoo17_request_count(const Odoo17Login *login, int32_t table);
// "2026-11-23 14:09:08", or empty.
void odoo17_newest(const json_t *result, char out[24]);

#endif
