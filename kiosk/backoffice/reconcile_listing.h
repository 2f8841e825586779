/* The server's orders for a comparison: which are asked for, a page at a time, and what came. For
 * whoever has a line to the server; nothing is changed there. First all of the lane's points of
 * sale, then, by their references, those that would be called lost. */
#ifndef KIOSK_BACKOFFICE_RECONCILE_LISTING_H
#define KIOSK_BACKOFFICE_RECONCILE_LISTING_H

#include <jansson.h>

#include "backoffice/odoo17_request.h"
#include "backoffice/reconcile.h"

enum {
    RECONCILE_CONFIGS_MAX = 64,
    RECONCILE_ORDERS_MAX = 250000, // of one comparison: some 30 MB
};

typedef struct ReconcileListing {
    int64_t number;    // whoever asks may name it
    Currency currency; // amounts are rounded to it
    int64_t since_unix_s;
    int32_t config_ids[RECONCILE_CONFIGS_MAX], config_count;
    char (*references)[ORDER_REFERENCE_SIZE]; // malloc'd, NULL: all orders are asked for
    int32_t reference_count, asked_count;
    int32_t last_id;
    bool complete;               // what was asked for is here
    ReconcileServerOrder *items; // malloc'd
    int32_t count, room;
} ReconcileListing;

// All orders of the points of sale that the journal's sessions of `origin` name, from the journal's
// first order or `since_unix_ms` on (UTC). The journal has orders. ERROR_INVALID: it has no session
// there.
MUST_USE bool reconcile_listing_begin(ReconcileListing *listing, const JournalOrders *journal,
                                      const char *origin, int64_t since_unix_ms, Error *error);
// What isn't among the orders of the lane's points of sale was confirmed a moment ago, or is in
// another one: looked for by its reference before anybody says that it is lost. False: none is.
bool reconcile_listing_look_again(ReconcileListing *listing, const Reconciled *result);
// The next question (odoo17_request_destroy); the same until its answer was taken. The listing is
// not complete.
char *reconcile_listing_question(const ReconcileListing *listing, const Odoo17Login *login);
// Its answer. ERROR_LIMIT: there are more than RECONCILE_ORDERS_MAX.
MUST_USE bool reconcile_listing_take(ReconcileListing *listing, const json_t *result, Error *error);
void reconcile_listing_release(ReconcileListing *listing); // accepts a zeroed one
void reconcile_listing_free(ReconcileListing *listing);    // a malloc'd one, or NULL

#endif
