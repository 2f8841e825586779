/* What is asked about one scanned code that isn't loaded: an article, or whose customer card it is
 * (FACTS 5, FACTS2 23). */
#ifndef KIOSK_BACKOFFICE_ODOO17_LOOKUP_H
#define KIOSK_BACKOFFICE_ODOO17_LOOKUP_H

#include "backoffice/odoo17_request.h"
#include "base/error.h"

// NULL when the code is not UTF-8: no record has such a code.
char *odoo17_request_find_article(const Odoo17Login *login, int32_t session_id,
                                  const char *barcode);
// The server knows much about a person: no more is asked for than what a sale needs.
char *odoo17_request_find_customer(const Odoo17Login *login, int32_t session_id,
                                   const char *barcode);

typedef struct Odoo17Customer {
    int32_t id; // 0: nobody
    char name[128];
    int32_t pricelist_id, fiscal_position_id; // 0: none
} Odoo17Customer;

// *out_id 0: on sale nowhere.
MUST_USE bool odoo17_found_article(const json_t *result, int32_t *out_id, Error *error);
MUST_USE bool odoo17_found_customer(const json_t *result, Odoo17Customer *out, Error *error);

#endif
