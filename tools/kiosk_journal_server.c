// The server's orders for kiosk-journal reconcile: one question at a time, each waited for; nothing
// is changed there.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backoffice/odoo17_order_list.h"
#include "backoffice/odoo17_order_record.h"
#include "backoffice/odoo17_reply.h"
#include "backoffice/odoo17_value.h"
#include "kiosk_journal_reconcile.h"

enum { CONFIGS_MAX = 64 };

#define DAY_MS (INT64_C(24) * 60 * 60 * 1000)

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

static ReconcileState state_of(Odoo17OrderState state)
{
    if (odoo17_order_is_paid(state))
        return RECONCILE_STATE_PAID;
    return state == ODOO17_ORDER_DRAFT       ? RECONCILE_STATE_DRAFT
           : state == ODOO17_ORDER_CANCELLED ? RECONCILE_STATE_CANCELLED
                                             : RECONCILE_STATE_OTHER;
}

static void add(ReconcileServer *server, const Odoo17OrderRecord *record)
{
    if (server->count == server->room) {
        server->room = server->room ? server->room * 2 : 512;
        server->items = realloc(server->items, (size_t)server->room * sizeof *server->items);
        CHECK(server->items != NULL);
    }
    ReconcileServerOrder *order = &server->items[server->count++];
    *order = (ReconcileServerOrder){
        .id = record->id, .state = state_of(record->state), .total = record->amount_total};
    memcpy(order->reference, record->reference, sizeof order->reference);
    memcpy(order->access_token, record->access_token, sizeof order->access_token);
}

// One page; *out_count records came, the last one with the id *out_last.
static bool take_page(ReconcileServer *server, char *body, int32_t *out_count, int32_t *out_last,
                      Error *error)
{
    json_t *result = NULL;
    if (!ask(server, body, &result, error))
        return false;
    Odoo17OrderRecord *records = calloc(ODOO17_ORDER_PAGE_MAX, sizeof *records);
    CHECK(records != NULL);
    bool ok = odoo17_order_records(result, &server->currency, records, ODOO17_ORDER_PAGE_MAX,
                                   out_count, error);
    for (int32_t i = 0; ok && i < *out_count; i++) {
        if (records[i].id <= *out_last)
            ok = error_set(error, ERROR_CORRUPT, "pos.order: ids are not in order");
        *out_last = records[i].id;
        add(server, &records[i]);
    }
    free(records);
    json_decref(result);
    return ok;
}

static int32_t configs_of(const JournalOrders *journal, const char *origin,
                          int32_t out[CONFIGS_MAX])
{
    int32_t count = 0;
    for (int32_t i = 0; i < journal->session_count; i++) {
        bool known = strcmp(journal->sessions[i].origin, origin) != 0;
        for (int32_t k = 0; k < count; k++)
            known = known || out[k] == journal->sessions[i].config_id;
        if (!known && count < CONFIGS_MAX)
            out[count++] = journal->sessions[i].config_id;
    }
    return count;
}

bool reconcile_server_pages(ReconcileServer *server, const JournalOrders *journal,
                            const char *origin, int64_t since_unix_ms, Error *error)
{
    int32_t configs[CONFIGS_MAX], last = 0, count = ODOO17_ORDER_PAGE_MAX;
    int32_t config_count = configs_of(journal, origin, configs);
    int64_t from = INT64_MAX;
    if (config_count == 0)
        return error_set(error, ERROR_INVALID,
                         "this lane never had a session at '%.150s': is it the right --config?",
                         origin);
    for (int32_t i = 0; i < journal->count; i++)
        if (journal->items[i].paid_unix_ms - DAY_MS < from)
            from = journal->items[i].paid_unix_ms - DAY_MS;
    if (from < since_unix_ms)
        from = since_unix_ms;
    server->currency = journal->items[journal->count - 1].currency;
    while (count == ODOO17_ORDER_PAGE_MAX)
        if (!take_page(
                server,
                odoo17_request_order_page(&server->login, configs, config_count, from / 1000, last),
                &count, &last, error))
            return false;
    return true;
}

bool reconcile_server_orders(ReconcileServer *server, const char *const *references, int32_t count,
                             Error *error)
{
    for (int32_t i = 0; i < count; i += ODOO17_ORDER_REFERENCES_MAX) {
        int32_t came = 0, last = 0;
        int32_t some =
            count - i < ODOO17_ORDER_REFERENCES_MAX ? count - i : ODOO17_ORDER_REFERENCES_MAX;
        if (!take_page(server, odoo17_request_orders_of(&server->login, references + i, some),
                       &came, &last, error))
            return false;
    }
    return true;
}

void reconcile_server_close(ReconcileServer *server)
{
    if (server->open)
        http_transport_curl_destroy(&server->transport);
    free(server->items);
    explicit_bzero(server, sizeof *server);
}
