// The server's orders for kiosk-journal reconcile: one question at a time, each waited for; nothing
// is changed there.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backoffice/odoo17_reply.h"
#include "backoffice/odoo17_value.h"
#include "kiosk_journal_reconcile.h"

static const HttpLimits limits = {
    .connect_ms = 10000, .total_ms = 60000, .silence_ms = 30000, .reply_max_bytes = 16 << 20};

// Takes over `body`. *out_result is the caller's.
static bool ask(ReconcileServer *server, char *body, json_t **out_result, Error *error)
{
    HttpReply reply = {0};
    OdooError refusal = {0};
    const HttpTransport *transport = &server->transport;
    server->call++;
    transport->start(transport->context, HTTP_LANE_READ, server->call, "/jsonrpc",
                     (Bytes){(const uint8_t *)body, strlen(body)}, &limits, NULL, NULL);
    while (!transport->wait(transport->context, 1000, &reply) || reply.call != server->call)
        ;
    bool ok = reply.ok && odoo17_reply(reply.status, reply.body, out_result, &refusal, error);
    if (!reply.ok)
        *error = reply.error;
    odoo17_request_destroy(body);
    return ok ||
           error_prefix(error, "the server '%s' was not compared", server->config->server.url);
}

static bool sign_in(ReconcileServer *server, Error *error)
{
    const Config *config = server->config;
    json_t *result = NULL;
    int32_t user_id = 0;
    if (!ask(
            server,
            odoo17_request_authenticate(config->server.database, config->server.login, server->key),
            &result, error))
        return false;
    bool ok = odoo17_value_id(result, &user_id);
    json_decref(result);
    server->login = (Odoo17Login){config->server.database, user_id, server->key};
    return ok ||
           error_set(error, ERROR_REFUSED,
                     "the server does not accept login '%s': check [server] login and '%.200s'",
                     config->server.login, config->server.key_file);
}

bool reconcile_server_open(const Config *config, ReconcileServer *out, Error *error)
{
    HttpCurlConfig http = {.clock = os_linux().clock};
    *out = (ReconcileServer){.config = config};
    snprintf(http.url, sizeof http.url, "%s", config->server.url);
    snprintf(http.ca_file, sizeof http.ca_file, "%.500s", config->server.ca_file);
    if (!config_read_key(config, out->key, error) ||
        !http_transport_curl_create(&http, &out->transport, error))
        return false;
    out->open = true;
    return sign_in(out, error);
}

bool reconcile_server_list(ReconcileServer *server, ReconcileListing *listing, Error *error)
{
    while (!listing->complete) {
        json_t *result = NULL;
        if (!ask(server, reconcile_listing_question(listing, &server->login), &result, error))
            return false;
        bool ok = reconcile_listing_take(listing, result, error);
        json_decref(result);
        if (!ok)
            return false;
    }
    return true;
}

void reconcile_server_close(ReconcileServer *server)
{
    if (server->open)
        http_transport_curl_destroy(&server->transport);
    explicit_bzero(server, sizeof *server);
}
