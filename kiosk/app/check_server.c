/* kiosk --check --server: what the back office lacks for a lane, found before the first customer
 * does. One question at a time, waited for: this is a command for a technician, not the lane. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/check.h"
#include "app/check_asking.h"

static bool sign_in(CheckAsking *asking, const Config *config, const char *key, Error *error)
{
    json_t *result = NULL;
    if (!check_ask(asking,
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

static bool check_user(CheckAsking *asking, Error *error)
{
    char domain[64];
    json_t *result = NULL;
    snprintf(domain, sizeof domain, "[[\"id\",\"=\",%d]]", asking->login.user_id);
    if (!check_search(asking, "res.users", "search_read", domain, "[\"email\"]", &result, error))
        return error_prefix(error, "cannot read the user");
    if (!json_is_string(json_object_get(json_array_get(result, 0), "email")))
        check_found(asking, "the user has no e-mail address: the day can't be closed");
    json_decref(result);
    return true;
}

// "[["id","in",[5,6]]]" of the payment methods that this point of sale has.
static void note_methods(CheckAsking *asking, const json_t *ids)
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

static void check_session(CheckAsking *asking, const json_t *entry)
{
    const char *state = json_string_value(json_object_get(entry, "current_session_state"));
    if (state && strcmp(state, "closing_control") == 0)
        check_found(asking, "the session is being closed: finish closing it in the back office");
    if (json_integer_value(json_object_get(entry, "number_of_rescue_session")) > 0)
        check_found(asking,
                    "there are rescue sessions: late orders went there, close them in the back "
                    "office");
}

static bool check_config(CheckAsking *asking, const Config *config, Error *error)
{
    json_t *result = NULL, *entry;
    size_t i;
    bool there = false;
    if (!check_search(asking, "pos.config", "search_read", "[]",
                      "[\"name\",\"payment_method_ids\",\"current_session_state\","
                      "\"number_of_rescue_session\"]",
                      &result, error))
        return error_prefix(error, "cannot read the points of sale");
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

static bool check_languages(CheckAsking *asking, const Config *config, Error *error)
{
    json_t *result = NULL, *entry;
    size_t i;
    char words[200];
    if (!check_search(asking, "res.lang", "search_read", "[]", "[\"code\"]", &result, error))
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
        check_found(asking, words);
    }
    json_decref(result);
    return true;
}

// A name that is not there would let everybody buy what it was meant to guard.
static bool check_ages(CheckAsking *asking, const Config *config, Error *error)
{
    json_t *result = NULL, *entry;
    size_t i;
    char words[200];
    if (config->sale.age_rule_count == 0)
        return true;
    if (!check_search(asking, "pos.category", "search_read", "[]", "[\"name\"]", &result, error))
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
        check_found(asking, words);
    }
    json_decref(result);
    return true;
}

static bool check_units(CheckAsking *asking, Error *error)
{
    json_t *precision = NULL, *units = NULL, *entry;
    size_t i;
    int64_t digits = 2;
    if (!check_search(asking, "decimal.precision", "search_read",
                      "[[\"name\",\"=\",\"Product Unit of Measure\"]]", "[\"digits\"]", &precision,
                      error))
        return error_prefix(error, "cannot read the decimals");
    if (json_array_size(precision) > 0)
        digits = json_integer_value(json_object_get(json_array_get(precision, 0), "digits"));
    json_decref(precision);
    if (!check_search(asking, "uom.uom", "search_read", "[[\"name\",\"=\",\"kg\"]]",
                      "[\"rounding\"]", &units, error))
        return error_prefix(error, "cannot read the units");
    json_array_foreach(units, i, entry) if (digits < 3 || json_number_value(json_object_get(
                                                              entry, "rounding")) > 0.00101)
        check_found(asking,
                    "weights lose their grams: set 'Product Unit of Measure' to 3 decimals and "
                    "the rounding of kg "
                    "to 0.001");
    json_decref(units);
    return true;
}

static bool check_methods(CheckAsking *asking, const Config *config, Error *error)
{
    json_t *result = NULL, *entry;
    size_t i;
    int32_t bank_methods = 0;
    char words[300];
    if (!check_search(asking, "pos.payment.method", "search_read", asking->method_domain,
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
        check_found(asking, words);
    }
    json_decref(result);
    if (bank_methods == 0)
        check_found(asking, "the point of sale has no bank method: nobody can pay by card");
    if (bank_methods > 1 && config->devices.terminal_method == 0)
        check_found(asking,
                    "the point of sale has several bank methods: name the terminal's in [devices] "
                    "terminal_method");
    return true;
}

static bool check_rules(CheckAsking *asking, Error *error)
{
    json_t *result = NULL, *entry;
    size_t i;
    char words[300];
    if (!check_search(asking, "barcode.rule", "search_read", "[[\"encoding\",\"=\",\"any\"]]",
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
        check_found(asking, words);
    }
    json_decref(result);
    return true;
}

bool check_server(const Config *config, Error *error)
{
    CheckAsking asking = {0};
    HttpCurlConfig http = {.clock = os_linux().clock};
    char key[CONFIG_KEY_MAX];
    snprintf(http.url, sizeof http.url, "%s", config->server.url);
    snprintf(http.ca_file, sizeof http.ca_file, "%.500s", config->server.ca_file);
    if (!config_read_key(config, key, error) ||
        !http_transport_curl_create(&http, &asking.transport, error))
        return false;
    bool ok = sign_in(&asking, config, key, error) && check_rights(&asking, config, error) &&
              check_config(&asking, config, error) && check_user(&asking, error) &&
              check_units(&asking, error) && check_methods(&asking, config, error) &&
              check_languages(&asking, config, error) && check_ages(&asking, config, error) &&
              check_rules(&asking, error) && check_tracked(&asking, error);
    http_transport_curl_destroy(&asking.transport);
    explicit_bzero(key, sizeof key);
    if (ok && asking.findings == 0)
        printf("server: nothing is missing\n");
    return ok;
}
