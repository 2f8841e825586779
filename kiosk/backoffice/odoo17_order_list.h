/* Many orders of the server at once, for comparisons: those of points of sale from a day on, in
 * pages, or those of some references. Read with odoo17_order_records. */
#ifndef KIOSK_BACKOFFICE_ODOO17_ORDER_LIST_H
#define KIOSK_BACKOFFICE_ODOO17_ORDER_LIST_H

#include "backoffice/odoo17_request.h"

enum {
    ODOO17_ORDER_PAGE_MAX = 500,       // records of a page: some 150 KB
    ODOO17_ORDER_REFERENCES_MAX = 100, // of a question
};

// Orders of these configurations with an id above `after_id`, in order of their ids; sold at
// `since_unix_s` or later (UTC).
char *odoo17_request_order_page(const Odoo17Login *login, const int32_t *config_ids,
                                int32_t config_count, int64_t since_unix_s, int32_t after_id);
// At most ODOO17_ORDER_REFERENCES_MAX references, and ODOO17_ORDER_PAGE_MAX records come.
char *odoo17_request_orders_of(const Odoo17Login *login, const char *const *references,
                               int32_t count);

#endif
