#include "backoffice/odoo17_reply.h"

#include <stdio.h>
#include <string.h>

#include "backoffice/json_measure.h"
#include "backoffice/wire_text.h"

enum { CODE_SESSION_EXPIRED = 100 };

// Faults of the database that pass: two writers met, a lock was held, the server is being
// restarted.
static const char *const retry_names[] = {
    "odoo.http.SessionExpiredException",
    "psycopg2.OperationalError",
    "psycopg2.InterfaceError",
    "psycopg2.pool.PoolError",
    "psycopg2.errors.InFailedSqlTransaction",
    "psycopg2.errors.SerializationFailure",
    "psycopg2.errors.OperationalError",
    "psycopg2.errors.LockNotAvailable",
    "psycopg2.errors.DeadlockDetected",
    "psycopg2.errors.AdminShutdown",
    "psycopg2.errors.CannotConnectNow",
    "psycopg2.errors.TooManyConnections",
};

static bool one_of(const char *name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}

// Rights that the lane itself needs are gone. Rights on another model ("... not allowed to create
// 'Product Attribute Custom Value' (product.attribute.custom.value) records") are missing for what
// this order has in it (FACTS2 21).
static bool is_right_of_lane(const char *message)
{
    const char *model = strchr(message, '(');
    for (; model; model = strchr(model + 1, '(')) {
        size_t size = strspn(model + 1, "abcdefghijklmnopqrstuvwxyz_.");
        if (model[1 + size] == ')' && memchr(model + 1, '.', size))
            return strncmp(model, "(pos.", 5) == 0;
    }
    return true;
}

// The key, the user or the database is wrong: no order can pass until a person mends it.
static bool is_about_lane(const char *name, const char *message)
{
    if (strcmp(name, "odoo.exceptions.AccessDenied") == 0)
        return true;
    if (strcmp(name, "odoo.exceptions.AccessError") == 0)
        return is_right_of_lane(message);
    if (strcmp(name, "psycopg2.OperationalError") == 0 ||
        strcmp(name, "psycopg2.errors.OperationalError") == 0)
        return strstr(message, "database \"") != NULL && strstr(message, "does not exist") != NULL;
    // A user id that the server does not know ends as a missing record.
    return strcmp(name, "odoo.exceptions.MissingError") == 0 &&
           strstr(message, "(Record: res.users(") != NULL;
}

void odoo17_classify(const char *name, const char *message, int64_t code, OdooError *out)
{
    const char *safe_name = name ? name : "";
    const char *safe_message = message ? message : "";
    *out = (OdooError){.present = true, .class_ = ODOO_ERROR_PERMANENT};
    wire_text_to_buffer(text_from_string(safe_name), out->name, sizeof out->name);
    wire_text_to_buffer(text_from_string(safe_message), out->message, sizeof out->message);
    if (is_about_lane(safe_name, safe_message))
        out->class_ = ODOO_ERROR_LANE;
    else if (code == CODE_SESSION_EXPIRED || one_of(safe_name, retry_names, COUNT_OF(retry_names)))
        out->class_ = ODOO_ERROR_RETRY;
}

void odoo17_refusal_words(const OdooError *refusal, char out[ODOO_WORDS_SIZE])
{
    static const char gap[] = " ... ";
    const char *dot = strrchr(refusal->name, '.');
    const char *name = dot ? dot + 1 : refusal->name;
    int used =
        snprintf(out, ODOO_WORDS_SIZE, "%.60s%s", name, name[0] && refusal->message[0] ? ": " : "");
    int room = ODOO_WORDS_SIZE - 1 - used, size = (int)strlen(refusal->message);
    const char *broken = strstr(refusal->message, "Constraint: ");
    int end = broken ? (int)strlen(broken) : 0;
    if (size <= room || !broken || end + (int)sizeof gap > room)
        snprintf(out + used, (size_t)room + 1, "%.*s", room, refusal->message);
    else
        snprintf(out + used, (size_t)room + 1, "%.*s%s%.*s", room - end - (int)strlen(gap),
                 refusal->message, gap, end, broken);
}

OrderRefusal odoo17_refusal_about(const char *words)
{
    static const struct {
        const char *words;
        OrderRefusal about;
    } signs[] = {
        // Recorded: FACTS 8, bad_product_id and bad_session_id.
        {"pos_order_line_product_id_fkey", ORDER_REFUSED_ARTICLE},
        {"(Record: product.product(", ORDER_REFUSED_ARTICLE},
        {"(Record: pos.session(", ORDER_REFUSED_SESSION},
        {"pos_order_session_id_fkey", ORDER_REFUSED_SESSION},
        // After a restored backup another point of sale has the session's number.
        {"not allowed in the config of the POS session", ORDER_REFUSED_SESSION},
        // A customer who was never there is dropped by the server without a word; one who goes
        // while the order is being stored is not.
        {"pos_order_partner_id_fkey", ORDER_REFUSED_PARTNER},
        {"(Record: res.partner(", ORDER_REFUSED_PARTNER},
        {ODOO_WORDS_OTHER_ORDER, ORDER_REFUSED_REFERENCE},
        // FACTS 7.1: the broken reference came before, and was swallowed.
        {"InFailedSqlTransaction", ORDER_REFUSED_HIDDEN},
    };
    for (size_t i = 0; i < COUNT_OF(signs); i++)
        if (strstr(words, signs[i].words))
            return signs[i].about;
    return ORDER_REFUSED_OTHER;
}

bool odoo17_refusal_error(const OdooError *refusal, Error *error)
{
    ErrorKind kind = refusal->class_ == ODOO_ERROR_RETRY ? ERROR_NETWORK : ERROR_REFUSED;
    const char *words = refusal->message[0] ? refusal->message : refusal->name;
    return error_set(error, kind, "the server says: %s", words[0] ? words : "no reason given");
}

static bool read_refusal(const json_t *answer, OdooError *out_refusal, Error *error)
{
    if (!json_is_object(answer))
        return error_set(error, ERROR_NETWORK, "the reply's error is not an object");
    const json_t *data = json_object_get(answer, "data");
    const char *name = json_string_value(json_object_get(data, "name"));
    const char *message = json_string_value(json_object_get(data, "message"));
    if (!message || !message[0])
        message = json_string_value(json_object_get(answer, "message"));
    odoo17_classify(name, message, json_integer_value(json_object_get(answer, "code")),
                    out_refusal);
    return odoo17_refusal_error(out_refusal, error);
}

static bool take_apart(const json_t *reply, json_t **out_result, OdooError *out_refusal,
                       Error *error)
{
    if (!json_is_object(reply))
        return error_set(error, ERROR_NETWORK, "the reply is JSON, but not an object");
    const json_t *answer = json_object_get(reply, "error");
    if (answer && !json_is_null(answer))
        return read_refusal(answer, out_refusal, error);
    if (!json_object_get(reply, "jsonrpc"))
        return error_set(error, ERROR_NETWORK, "the reply is JSON, but not of JSON-RPC");
    json_t *result = json_object_get(reply, "result");
    // A method that returns nothing has no result member (FACTS 2.2).
    *out_result = result ? json_incref(result) : json_null();
    return true;
}

bool odoo17_reply(int http_status, Bytes body, json_t **out_result, OdooError *out_refusal,
                  Error *error)
{
    *out_refusal = (OdooError){0};
    if (http_status != 200)
        return error_set(error, ERROR_NETWORK, "the server answers with HTTP status %d",
                         http_status);
    if (!json_measure_allowed(body, error))
        return false;
    json_error_t where;
    json_t *reply = json_loadb((const char *)body.data, body.size, JSON_ALLOW_NUL, &where);
    if (!reply)
        return error_set(error, ERROR_NETWORK, "the reply is not JSON at byte %d of %zu: %.100s",
                         where.position, body.size, where.text);
    bool ok = take_apart(reply, out_result, out_refusal, error);
    json_decref(reply);
    return ok;
}
