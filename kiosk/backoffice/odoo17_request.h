/* Requests to an Odoo 17 server over /jsonrpc, as bytes. All that is particular to 17's wire is in
 * files named odoo17_*. */
#ifndef KIOSK_BACKOFFICE_ODOO17_REQUEST_H
#define KIOSK_BACKOFFICE_ODOO17_REQUEST_H

#include <jansson.h>

#include "backoffice/json_writer.h"
#include "domain/order.h"
#include "domain/order_repair.h"

typedef struct Odoo17Login {
    const char *database;
    int32_t user_id; // uid
    const char *key; // API key: only in the request body, never logged
} Odoo17Login;

// All return zero-ended JSON text owned by the caller (free); CHECK on no memory.
char *odoo17_request_authenticate(const char *database, const char *login, const char *key);
char *odoo17_request_version(void);
// execute_kw. Takes over `arguments` (array) and `keywords` (object or NULL).
char *odoo17_request_call(const Odoo17Login *login, const char *model, const char *method,
                          json_t *arguments, json_t *keywords);
// create_from_ui for one order. draft: lines without payments (never attach payments to a draft).
// The same order with the same repairs (NULL: none) gives the same bytes each time.
char *odoo17_request_order(const Odoo17Login *login, const Order *order,
                           const OrderRepairs *repairs, bool draft);
// The order alone, as it stands in that request: for exports, too.
void odoo17_write_order(JsonWriter *writer, const Order *order, const OrderRepairs *repairs,
                        bool draft);
// search_read of pos.order by reference with what odoo17_order_record reads.
char *odoo17_request_order_lookup(const Odoo17Login *login, const char *reference);
// Drafts alone: the server leaves every other record as it is.
char *odoo17_request_remove_orders(const Odoo17Login *login, const int32_t *ids, int32_t count);

// Instead of free: the key is wiped too. Accepts NULL.
void odoo17_request_destroy(char *body);

#endif
