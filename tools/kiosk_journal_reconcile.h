/* The server's orders for kiosk-journal reconcile: one question at a time, each waited for. */
#ifndef KIOSK_TOOLS_KIOSK_JOURNAL_RECONCILE_H
#define KIOSK_TOOLS_KIOSK_JOURNAL_RECONCILE_H

#include "app/config.h"
#include "backoffice/http_transport.h"
#include "backoffice/reconcile_listing.h"
#include "kiosk_journal_tool.h"

typedef struct ReconcileServer {
    bool open;
    HttpTransport transport;
    const Config *config;
    char key[CONFIG_KEY_MAX];
    Odoo17Login login;
    int64_t call;
} ReconcileServer;

// Signs in. `config` is borrowed until the end.
MUST_USE bool reconcile_server_open(const Config *config, ReconcileServer *out, Error *error);
// All that the listing asks for.
MUST_USE bool reconcile_server_list(ReconcileServer *server, ReconcileListing *listing,
                                    Error *error);
void reconcile_server_close(ReconcileServer *server); // wipes the key; accepts a zeroed one

#endif
