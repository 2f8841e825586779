#include "backoffice/odoo17_order_list.h"

#include <time.h>

static void add_rule(json_t *domain, const char *field, const char *comparison, json_t *value)
{
    json_t *rule = json_pack("[s, s, o]", field, comparison, value);
    CHECK(rule != NULL);
    json_array_append_new(domain, rule);
}

static char *search(const Odoo17Login *login, json_t *domain)
{
    json_t *arguments = json_pack("[o]", domain);
    json_t *keywords =
        json_pack("{s: [s, s, s, s, s, s, s, s, s], s: s, s: i}", "fields", "id", "pos_reference",
                  "state", "amount_total", "amount_tax", "amount_paid", "access_token", "lines",
                  "session_id", "order", "id", "limit", (int)ODOO17_ORDER_PAGE_MAX);
    CHECK(arguments != NULL);
    CHECK(keywords != NULL);
    return odoo17_request_call(login, "pos.order", "search_read", arguments, keywords);
}

char *odoo17_request_order_page(const Odoo17Login *login, const int32_t *config_ids,
                                int32_t config_count, int64_t since_unix_s, int32_t after_id)
{
    char since[32];
    time_t seconds = (time_t)since_unix_s;
    struct tm utc;
    json_t *domain = json_array(), *ids = json_array();
    gmtime_r(&seconds, &utc);
    strftime(since, sizeof since, "%Y-%m-%d %H:%M:%S", &utc);
    for (int32_t i = 0; i < config_count; i++)
        json_array_append_new(ids, json_integer(config_ids[i]));
    add_rule(domain, "config_id", "in", ids);
    add_rule(domain, "date_order", ">=", json_string(since));
    add_rule(domain, "id", ">", json_integer(after_id));
    return search(login, domain);
}

char *odoo17_request_orders_of(const Odoo17Login *login, const char *const *references,
                               int32_t count)
{
    json_t *domain = json_array(), *list = json_array();
    CHECK(count <= ODOO17_ORDER_REFERENCES_MAX);
    for (int32_t i = 0; i < count; i++)
        json_array_append_new(list, json_string(references[i]));
    add_rule(domain, "pos_reference", "in", list);
    return search(login, domain);
}
