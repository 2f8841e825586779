/* The rights of the lane's user (docs/odoo_user.md), by name: the server's own refusals name the
 * record that couldn't be read, and only the first of what is missing. */
#include <stdio.h>
#include <string.h>

#include "app/check_asking.h"

static const char inventory[] = "stock.group_stock_user";

static bool has_right(CheckAsking *asking, const char *right, bool *out_has, Error *error)
{
    json_t *result = NULL;
    if (!check_ask(asking,
                   odoo17_request_call(&asking->login, "res.users", "has_group",
                                       json_pack("[s]", right), NULL),
                   &result, error))
        return error_prefix(error, "cannot ask for the user's rights");
    *out_has = json_is_true(result);
    json_decref(result);
    return true;
}

static bool warn_of_more(CheckAsking *asking, Error *error)
{
    static const struct {
        const char *right, *name;
    } others[] = {{"point_of_sale.group_pos_manager", "Point of Sale / Administrator"},
                  {"account.group_account_invoice", "Invoicing / Billing"},
                  {"base.group_system", "Administration / Settings"}};
    char words[160];
    for (size_t i = 0; i < COUNT_OF(others); i++) {
        bool has;
        if (!has_right(asking, others[i].right, &has, error))
            return false;
        if (!has)
            continue;
        snprintf(words, sizeof words,
                 "the user has the right %s, which a lane does not need: take it away",
                 others[i].name);
        check_found(asking, words);
    }
    return true;
}

bool check_rights(CheckAsking *asking, const Config *config, Error *error)
{
    static const struct {
        const char *right, *name;
    } needed[] = {{"base.group_user", "Internal User"},
                  {"point_of_sale.group_pos_user", "Point of Sale / User"}};
    char names[100] = "";
    for (size_t i = 0; i < COUNT_OF(needed); i++) {
        bool has;
        size_t used = strlen(names);
        if (!has_right(asking, needed[i].right, &has, error))
            return false;
        if (!has)
            snprintf(names + used, sizeof names - used, "%s'%s'", used ? " and " : "",
                     needed[i].name);
    }
    if (names[0])
        return error_set(error, ERROR_REFUSED,
                         "user '%.60s' lacks what a lane needs in the back office, under Settings, "
                         "Users: %s",
                         config->server.login, names);
    return warn_of_more(asking, error);
}

bool check_tracked(CheckAsking *asking, Error *error)
{
    json_t *result = NULL;
    char words[200];
    bool has;
    if (!check_search(asking, "product.product", "search_count",
                      "[[\"available_in_pos\",\"=\",true],[\"tracking\",\"!=\",\"none\"]]", NULL,
                      &result, error))
        return error_prefix(error, "cannot count the tracked articles");
    long long count = (long long)json_integer_value(result);
    json_decref(result);
    if (count == 0)
        return true;
    if (!has_right(asking, inventory, &has, error))
        return false;
    snprintf(words, sizeof words, "%lld article%s tracked by lot or serial number%s", count,
             count == 1 ? " is" : "s are",
             has ? ": their numbers have to be scanned"
                 : ": the day can't be closed after one was sold, the user lacks the right "
                   "'Inventory / User'");
    check_found(asking, words);
    return true;
}
