/* What kiosk-journal reconcile asks beside the journal: the server, waited for one question at a
 * time, and the memory of the demo terminal. Both only read. */
#ifndef KIOSK_TOOLS_KIOSK_JOURNAL_RECONCILE_H
#define KIOSK_TOOLS_KIOSK_JOURNAL_RECONCILE_H

#include "app/config.h"
#include "backoffice/http_transport.h"
#include "backoffice/odoo17_request.h"
#include "backoffice/reconcile.h"
#include "kiosk_journal_tool.h"

typedef struct ReconcileCharges {
    bool found; // there is such a file
    ReconcileCharge *items;
    int32_t count, room;
    JournalIndex index;
} ReconcileCharges;

MUST_USE bool reconcile_charges_read(const Os *os, const char *directory, ReconcileCharges *out,
                                     Error *error);
// After the journal was read: what was charged meanwhile counts when the journal knows of it.
MUST_USE bool reconcile_charges_again(const Os *os, const char *directory,
                                      const JournalOrders *journal, ReconcileCharges *charges,
                                      Error *error);
void reconcile_charges_release(ReconcileCharges *charges);

typedef struct ReconcileServer {
    bool open;
    HttpTransport transport;
    const Config *config;
    char key[CONFIG_KEY_MAX];
    Odoo17Login login;
    int64_t call;
    Currency currency; // amounts are rounded to it
    ReconcileServerOrder *items;
    int32_t count, room;
} ReconcileServer;

// Signs in. `config` is borrowed until the end.
MUST_USE bool reconcile_server_open(const Config *config, ReconcileServer *out, Error *error);
// All orders of the points of sale that the journal's sessions of `origin` name, from the journal's
// first order or `since_unix_ms` on. The journal has orders.
MUST_USE bool reconcile_server_pages(ReconcileServer *server, const JournalOrders *journal,
                                     const char *origin, int64_t since_unix_ms, Error *error);
// Those of these references.
MUST_USE bool reconcile_server_orders(ReconcileServer *server, const char *const *references,
                                      int32_t count, Error *error);
void reconcile_server_close(ReconcileServer *server); // wipes the key; accepts a zeroed one

#endif
