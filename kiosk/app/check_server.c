/* kiosk --check --server: what the back office lacks for a lane, found before the first customer
 * does. One question at a time, waited for: this is a command for a technician, not the lane. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/check.h"
#include "backoffice/http_transport.h"
#include "backoffice/odoo17_reply.h"
#include "backoffice/odoo17_request.h"

typedef struct Asking {
    HttpTransport transport;
    Odoo17Login login;
    int64_t call;
    int32_t findings;
    char method_domain[400]; // the payment methods of this lane's point of sale
} Asking;

static const HttpLimits limits = {
    .connect_ms = 10000, .total_ms = 60000, .silence_ms = 30000, .reply_max_bytes = 16 << 20};

// Takes over `body`. *out_result is the caller's.
static bool ask(Asking *asking, char *body, json_t **out_result, Error *error)
{
    HttpReply reply = {0};
    OdooError refusal = {0};
    asking->call++;
    asking->transport.start(asking->transport.context, HTTP_LANE_READ, asking->call, "/jsonrpc",
                            (Bytes){(const uint8_t *)body, strlen(body)}, &limits, NULL, NULL);
    while (!asking->transport.wait(asking->transport.context, 1000, &reply) ||
           reply.call != asking->call)
        ;
    bool ok = reply.ok && odoo17_reply(reply.status, reply.body, out_result, &refusal, error);
    if (!reply.ok)
        *error = reply.error;
    explicit_bzero(body, strlen(body));
    free(body);
    return ok;
}

static bool search(Asking *asking, const char *model, const char *method, const char *domain,
                   const char *fields, json_t **out_result, Error *error)
{
    json_error_t ignored;
    json_t *domain_json = json_loads(domain, 0, &ignored);
    json_t *fields_json = fields ? json_loads(fields, 0, &ignored) : NULL;
    CHECK(domain_json != NULL);
    json_t *arguments = json_pack("[o]", domain_json);
    json_t *keywords = fields_json ? json_pack("{s:o}", "fields", fields_json) : NULL;
    return ask(asking, odoo17_request_call(&asking->login, model, method, arguments, keywords),
               out_result, error);
}

static void found(Asking *asking, const char *words)
{
    printf("server: %s\n", words);
    asking->findings++;
}

static bool sign_in(Asking *asking, const Config *config, const char *key, Error *error)
{
    json_t *result = NULL;
    if (!ask(asking,
             odoo17_request_authenticate(config->server.database, config->server.login, key),
             &result, error))
        return error_prefix(error, "cannot sign in at '%s'", config->server.url);
    int32_t user_id = (int32_t)json_integer_value(result);
    json_decref(result);
    if (user_id == 0)
        return error_set(error, ERROR_REFUSED,
                         "the server does not accept login '%s': check [server] login and '%s'",
                         config->server.login, config->server.key_file);
    asking->login = (Odoo17Login){config->server.database, user_id, key};
    printf("server: '%s' signs in as user %d\n", config->server.login, user_id);
    return true;
}

static bool check_user(Asking *asking, Error *error)
{
    char domain[64];
    json_t *result = NULL;
    snprintf(domain, sizeof domain, "[[\"id\",\"=\",%d]]", asking->login.user_id);
    if (!search(asking, "res.users", "search_read", domain, "[\"email\"]", &result, error))
        return error_prefix(error, "cannot read the user");
    if (!json_is_string(json_object_get(json_array_get(result, 0), "email")))
        found(asking,
              "the user has no e-mail address: counting cash and closing the session will fail");
    json_decref(result);
    return true;
}

// "[["id","in",[5,6]]]" of the payment methods that this point of sale has.
static void note_methods(Asking *asking, const json_t *ids)
{
    size_t used =
        (size_t)snprintf(asking->method_domain, sizeof asking->method_domain, "[[\"id\",\"in\",[0");
    size_t i;
    json_t *id;
    json_array_foreach(ids, i, id) if (used + 24 < sizeof asking->method_domain) used +=
        (size_t)snprintf(asking->method_domain + used, sizeof asking->method_domain - used, ",%lld",
                         (long long)json_integer_value(id));
    snprintf(asking->method_domain + used, sizeof asking->method_domain - used, "]]]");
}

static void check_session(Asking *asking, const json_t *entry)
{
    const char *state = json_string_value(json_object_get(entry, "current_session_state"));
    if (state && strcmp(state, "closing_control") == 0)
        found(asking, "the session is being closed: finish closing it in the back office");
    if (json_integer_value(json_object_get(entry, "number_of_rescue_session")) > 0)
        found(asking, "there are rescue sessions: late orders went there, close them in the back "
                      "office");
}

static bool check_config(Asking *asking, const Config *config, Error *error)
{
    json_t *result = NULL, *entry;
    size_t i;
    bool there = false;
    if (!search(asking, "pos.config", "search_read", "[]",
                "[\"name\",\"payment_method_ids\",\"current_session_state\","
                "\"number_of_rescue_session\"]",
                &result, error))
        return error_prefix(
            error, "cannot read the points of sale (has the user the right Point of Sale / User?)");
    json_array_foreach(result, i, entry)
    {
        char id[24];
        const char *name = json_string_value(json_object_get(entry, "name"));
        snprintf(id, sizeof id, "%lld",
                 (long long)json_integer_value(json_object_get(entry, "id")));
        if (there || ((!name || strcmp(name, config->server.pos_config) != 0) &&
                      strcmp(id, config->server.pos_config) != 0))
            continue;
        there = true;
        note_methods(asking, json_object_get(entry, "payment_method_ids"));
        check_session(asking, entry);
    }
    json_decref(result);
    return there ||
           error_set(error, ERROR_REFUSED, "there is no point of sale '%s' ([server] pos_config)",
                     config->server.pos_config);
}

static bool check_languages(Asking *asking, const Config *config, Error *error)
{
    json_t *result = NULL, *entry;
    size_t i;
    char words[200];
    if (!search(asking, "res.lang", "search_read", "[]", "[\"code\"]", &result, error))
        return error_prefix(error, "cannot read the languages");
    for (int32_t language = 0; language < config->lane.language_count; language++) {
        const char *code = config->lane.languages[language];
        bool there = false;
        json_array_foreach(result, i, entry)
        {
            const char *installed = json_string_value(json_object_get(entry, "code"));
            there = there || (installed && strncmp(installed, code, strlen(code)) == 0);
        }
        if (there)
            continue;
        snprintf(words, sizeof words,
                 "language '%s' ([lane] languages) is not installed: articles keep their names of "
                 "the first language",
                 code);
        found(asking, words);
    }
    json_decref(result);
    return true;
}

// A name that is not there would let everybody buy what it was meant to guard.
static bool check_ages(Asking *asking, const Config *config, Error *error)
{
    json_t *result = NULL, *entry;
    size_t i;
    char words[200];
    if (config->sale.age_rule_count == 0)
        return true;
    if (!search(asking, "pos.category", "search_read", "[]", "[\"name\"]", &result, error))
        return error_prefix(error, "cannot read the categories");
    for (int32_t rule = 0; rule < config->sale.age_rule_count; rule++) {
        const char *category = config->sale.age_rules[rule].category;
        bool there = false;
        json_array_foreach(result, i, entry)
        {
            const char *name = json_string_value(json_object_get(entry, "name"));
            there = there || (name && strcmp(name, category) == 0);
        }
        if (there)
            continue;
        snprintf(words, sizeof words,
                 "there is no category '%s' ([sale] age_categories): nobody's age is asked for",
                 category);
        found(asking, words);
    }
    json_decref(result);
    return true;
}

static bool check_units(Asking *asking, Error *error)
{
    json_t *precision = NULL, *units = NULL, *entry;
    size_t i;
    int64_t digits = 2;
    if (!search(asking, "decimal.precision", "search_read",
                "[[\"name\",\"=\",\"Product Unit of Measure\"]]", "[\"digits\"]", &precision,
                error))
        return error_prefix(error, "cannot read the decimals");
    if (json_array_size(precision) > 0)
        digits = json_integer_value(json_object_get(json_array_get(precision, 0), "digits"));
    json_decref(precision);
    if (!search(asking, "uom.uom", "search_read", "[[\"name\",\"=\",\"kg\"]]", "[\"rounding\"]",
                &units, error))
        return error_prefix(error, "cannot read the units");
    json_array_foreach(units, i, entry) if (digits < 3 || json_number_value(json_object_get(
                                                              entry, "rounding")) > 0.00101)
        found(asking, "weights lose their grams: set 'Product Unit of Measure' to 3 decimals and "
                      "the rounding of kg "
                      "to 0.001");
    json_decref(units);
    return true;
}

static bool check_methods(Asking *asking, const Config *config, Error *error)
{
    json_t *result = NULL, *entry;
    size_t i;
    int32_t bank_methods = 0;
    char words[300];
    if (!search(asking, "pos.payment.method", "search_read", asking->method_domain,
                "[\"name\",\"type\",\"split_transactions\"]", &result, error))
        return error_prefix(error, "cannot read the payment methods");
    json_array_foreach(result, i, entry)
    {
        const char *name = json_string_value(json_object_get(entry, "name"));
        const char *type = json_string_value(json_object_get(entry, "type"));
        bool split = json_is_true(json_object_get(entry, "split_transactions"));
        if (!name || !type)
            continue;
        if (strcmp(type, "bank") == 0 && !split) {
            bank_methods++;
            continue;
        }
        snprintf(words, sizeof words, "payment method '%.100s' is not offered by the lane (%s)",
                 name, split ? "it needs a customer" : type);
        found(asking, words);
    }
    json_decref(result);
    if (bank_methods == 0)
        found(asking, "the point of sale has no bank method: nobody can pay by card");
    if (bank_methods > 1 && config->devices.terminal_method == 0)
        found(asking,
              "the point of sale has several bank methods: name the terminal's in [devices] "
              "terminal_method");
    return true;
}

static bool check_rules(Asking *asking, Error *error)
{
    json_t *result = NULL, *entry;
    size_t i;
    char words[300];
    if (!search(asking, "barcode.rule", "search_read", "[[\"encoding\",\"=\",\"any\"]]",
                "[\"name\",\"pattern\",\"type\"]", &result, error))
        return error_prefix(error, "cannot read the barcode rules");
    json_array_foreach(result, i, entry)
    {
        const char *pattern = json_string_value(json_object_get(entry, "pattern"));
        const char *type = json_string_value(json_object_get(entry, "type"));
        if (!pattern || !type || strcmp(type, "product") == 0 || pattern[0] < '0' ||
            pattern[0] > '9')
            continue;
        snprintf(words, sizeof words,
                 "barcode rule '%.40s' (%.20s) takes every code that begins so: an article with "
                 "such a code is found by "
                 "its own code only",
                 pattern, type);
        found(asking, words);
    }
    json_decref(result);
    return true;
}

static bool check_tracked(Asking *asking, Error *error)
{
    json_t *result = NULL;
    char words[200];
    if (!search(asking, "product.product", "search_count",
                "[[\"available_in_pos\",\"=\",true],[\"tracking\",\"!=\",\"none\"]]", NULL, &result,
                error))
        return error_prefix(error, "cannot count the tracked articles");
    if (json_integer_value(result) > 0) {
        snprintf(words, sizeof words,
                 "%lld articles are tracked by lot or serial number: they need a colleague, and "
                 "closing needs the right "
                 "Inventory / User",
                 (long long)json_integer_value(result));
        found(asking, words);
    }
    json_decref(result);
    return true;
}

bool check_server(const Config *config, Error *error)
{
    Asking asking = {0};
    HttpCurlConfig http = {.clock = os_linux().clock};
    char key[CONFIG_KEY_MAX];
    snprintf(http.url, sizeof http.url, "%s", config->server.url);
    snprintf(http.ca_file, sizeof http.ca_file, "%.500s", config->server.ca_file);
    if (!config_read_key(config, key, error) ||
        !http_transport_curl_create(&http, &asking.transport, error))
        return false;
    bool ok = sign_in(&asking, config, key, error) && check_config(&asking, config, error) &&
              check_user(&asking, error) && check_units(&asking, error) &&
              check_methods(&asking, config, error) && check_languages(&asking, config, error) &&
              check_ages(&asking, config, error) && check_rules(&asking, error) &&
              check_tracked(&asking, error);
    http_transport_curl_destroy(&asking.transport);
    explicit_bzero(key, sizeof key);
    if (ok && asking.findings == 0)
        printf("server: nothing is missing\n");
    return ok;
}
