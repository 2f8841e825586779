/* What the server holds of an order: the records that odoo17_request_order_lookup asks for. */
#ifndef KIOSK_BACKOFFICE_ODOO17_ORDER_RECORD_H
#define KIOSK_BACKOFFICE_ODOO17_ORDER_RECORD_H

#include <jansson.h>

#include "base/error.h"
#include "domain/order.h"

enum {
    ODOO17_ORDER_RECORDS_MAX = 32
}; // of one reference: one is right, more is a case for an attendant

typedef enum Odoo17OrderState {
    ODOO17_ORDER_DRAFT,
    ODOO17_ORDER_PAID,
    ODOO17_ORDER_DONE,     // paid, and its session is closed
    ODOO17_ORDER_INVOICED, // paid
    ODOO17_ORDER_CANCELLED,
    ODOO17_ORDER_OTHER,
} Odoo17OrderState;

typedef struct Odoo17OrderRecord {
    int32_t id;
    Odoo17OrderState state;
    char state_name[16]; // the server's word
    char reference[ORDER_REFERENCE_SIZE];
    char access_token[ORDER_UUID_SIZE]; // empty when it has none
    Money amount_total, amount_tax, amount_paid;
    int32_t line_count;
    int32_t session_id; // another one than it was sent for when that was closed: a rescue session
} Odoo17OrderRecord;

bool odoo17_order_is_paid(Odoo17OrderState state); // paid, done or invoiced

// Reads the result of the look-up: a list of records, oldest first. Amounts are rounded to
// `currency`. More than `room` records is ERROR_LIMIT; a record without its fields is ERROR_CORRUPT
// naming id and field.
MUST_USE bool odoo17_order_records(const json_t *result, const Currency *currency,
                                   Odoo17OrderRecord *out, int32_t room, int32_t *out_count,
                                   Error *error);

// The result of create_from_ui: the id of the record of `reference`, or 0 when it is not among them
// ("already there").
MUST_USE bool odoo17_order_pushed(const json_t *result, const char *reference, int32_t *out_id,
                                  Error *error);

#endif
