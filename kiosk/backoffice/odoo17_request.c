#include "backoffice/odoo17_request.h"

#include <stdlib.h>
#include <string.h>

#include "backoffice/odoo17_envelope.h"

void odoo17_envelope_begin(JsonWriter *writer, const char *service, const char *method)
{
    // The id is echoed and nobody reads it: there is one call at a time on each connection.
    json_writer_raw(writer,
                    "{\"jsonrpc\":\"2.0\",\"method\":\"call\",\"id\":1,\"params\":{\"service\":");
    json_writer_string(writer, service);
    json_writer_raw(writer, ",\"method\":");
    json_writer_string(writer, method);
    json_writer_raw(writer, ",\"args\":[");
}

void odoo17_envelope_begin_call(JsonWriter *writer, const Odoo17Login *login, const char *model,
                                const char *method)
{
    odoo17_envelope_begin(writer, "object", "execute_kw");
    json_writer_string(writer, login->database);
    json_writer_raw(writer, ",");
    json_writer_integer(writer, login->user_id);
    json_writer_raw(writer, ",");
    json_writer_string(writer, login->key);
    json_writer_raw(writer, ",");
    json_writer_string(writer, model);
    json_writer_raw(writer, ",");
    json_writer_string(writer, method);
    json_writer_raw(writer, ",");
}

char *odoo17_envelope_end(JsonWriter *writer)
{
    json_writer_raw(writer, "]}}");
    return json_writer_take(writer);
}

char *odoo17_request_authenticate(const char *database, const char *login, const char *key)
{
    JsonWriter writer = {0};
    odoo17_envelope_begin(&writer, "common", "authenticate");
    json_writer_string(&writer, database);
    json_writer_raw(&writer, ",");
    json_writer_string(&writer, login);
    json_writer_raw(&writer, ",");
    json_writer_string(&writer, key);
    json_writer_raw(&writer, ",{}");
    return odoo17_envelope_end(&writer);
}

char *odoo17_request_version(void)
{
    JsonWriter writer = {0};
    odoo17_envelope_begin(&writer, "common", "version");
    return odoo17_envelope_end(&writer);
}

static void write_tree(JsonWriter *writer, const json_t *tree)
{
    // 15 digits show a decimal amount as it was written, 17 would show the noise of its double.
    char *text = json_dumps(tree, JSON_COMPACT | JSON_REAL_PRECISION(15));
    CHECK(text != NULL);
    json_writer_raw(writer, text);
    free(text);
}

char *odoo17_request_call(const Odoo17Login *login, const char *model, const char *method,
                          json_t *arguments, json_t *keywords)
{
    CHECK(json_is_array(arguments));
    CHECK(keywords == NULL || json_is_object(keywords));
    JsonWriter writer = {0};
    odoo17_envelope_begin_call(&writer, login, model, method);
    write_tree(&writer, arguments);
    json_writer_raw(&writer, ",");
    if (keywords)
        write_tree(&writer, keywords);
    else
        json_writer_raw(&writer, "{}");
    json_decref(arguments);
    json_decref(keywords);
    return odoo17_envelope_end(&writer);
}

char *odoo17_request_order_lookup(const Odoo17Login *login, const char *reference)
{
    // Text that is not UTF-8 is refused by json_pack: a reference is ASCII.
    json_t *arguments = json_pack("[[[s, s, s]]]", "pos_reference", "=", reference);
    json_t *keywords =
        json_pack("{s: [s, s, s, s, s, s, s, s, s], s: s}", "fields", "id", "pos_reference",
                  "state", "amount_total", "amount_tax", "amount_paid", "access_token", "lines",
                  "session_id", "order", "id");
    CHECK(arguments != NULL);
    CHECK(keywords != NULL);
    return odoo17_request_call(login, "pos.order", "search_read", arguments, keywords);
}

char *odoo17_request_remove_orders(const Odoo17Login *login, const int32_t *ids, int32_t count)
{
    json_t *list = json_array();
    for (int32_t i = 0; i < count; i++)
        json_array_append_new(list, json_integer(ids[i]));
    json_t *arguments = json_pack("[o]", list);
    CHECK(arguments != NULL);
    return odoo17_request_call(login, "pos.order", "remove_from_ui", arguments, NULL);
}

void odoo17_request_destroy(char *body)
{
    if (!body)
        return;
    explicit_bzero(body, strlen(body));
    free(body);
}
