#include "backoffice/odoo17_pages.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "backoffice/odoo17_value.h"
#include "backoffice/wire_limits.h"
#include "backoffice/wire_number.h"
#include "backoffice/wire_text.h"

static const char *const tables[ODOO17_TABLE_COUNT] = {
    "product.pricelist.item", "product.pricelist", "account.tax", "pos.category"};

// What the decoder of articles reads, and nothing else. sale_ok isn't sent unless it is asked for,
// and the server needs categ_id and image_128 to be among them.
static const char *const page_fields[] = {
    "id",        "display_name",     "lst_price",       "standard_price",     "categ_id",
    "taxes_id",  "pos_categ_ids",    "barcode",         "default_code",       "to_weight",
    "uom_id",    "description_sale", "product_tmpl_id", "tracking",           "write_date",
    "image_128", "available_in_pos", "active",          "attribute_line_ids", "combo_ids",
    "sale_ok",
};

static json_t *id_list(const int32_t *ids, int32_t count)
{
    json_t *list = json_array();
    for (int32_t i = 0; i < count; i++)
        json_array_append_new(list, json_integer(ids[i]));
    CHECK((int32_t)json_array_size(list) == count);
    return list;
}

static void add_rule(json_t *domain, const char *field, const char *comparison, json_t *value)
{
    json_t *rule = json_pack("[s, s, o]", field, comparison, value);
    CHECK(rule != NULL);
    json_array_append_new(domain, rule);
}

static char *search(const Odoo17Login *login, const char *model, const char *method, json_t *domain,
                    json_t *keywords)
{
    json_t *arguments = json_pack("[o]", domain);
    CHECK(arguments != NULL);
    CHECK(keywords != NULL);
    return odoo17_request_call(login, model, method, arguments, keywords);
}

/* --- which are on sale --- */

char *odoo17_request_article_ids(const Odoo17Login *login, const int32_t *category_ids,
                                 int32_t category_count, int32_t after_id)
{
    json_t *domain = json_array();
    add_rule(domain, "available_in_pos", "=", json_true());
    add_rule(domain, "sale_ok", "=", json_true());
    if (category_count > 0)
        add_rule(domain, "pos_categ_ids", "in", id_list(category_ids, category_count));
    add_rule(domain, "id", ">", json_integer(after_id));
    return search(login, "product.product", "search", domain,
                  json_pack("{s: s, s: i}", "order", "id", "limit", (int)ODOO17_IDS_MAX));
}

static bool check_list(const json_t *result, const char *model, int32_t most, Error *error)
{
    if (!json_is_array(result))
        return error_set(error, ERROR_CORRUPT, "%s: the result is %s, a list is needed", model,
                         odoo17_value_kind(result));
    if (json_array_size(result) > (size_t)most)
        return error_set(error, ERROR_CORRUPT, "%s: %zu records came, %d were asked for", model,
                         json_array_size(result), (int)most);
    return true;
}

bool odoo17_article_ids(const json_t *result, int32_t after_id, int32_t *out, int32_t *out_count,
                        Error *error)
{
    if (!check_list(result, "product.product", ODOO17_IDS_MAX, error))
        return false;
    int32_t count = (int32_t)json_array_size(result);
    for (int32_t i = 0; i < count; i++) {
        if (!odoo17_value_id(json_array_get(result, (size_t)i), &out[i]) || out[i] <= after_id)
            return error_set(error, ERROR_CORRUPT, "product.product: ids are not in order");
        after_id = out[i];
    }
    *out_count = count;
    return true;
}

/* --- which were written --- */

char *odoo17_request_changes(const Odoo17Login *login, int64_t since_unix_s, int32_t after_id)
{
    char since[32];
    time_t seconds = (time_t)since_unix_s;
    struct tm utc;
    gmtime_r(&seconds, &utc);
    strftime(since, sizeof since, "%Y-%m-%d %H:%M:%S", &utc);
    json_t *domain = json_array();
    add_rule(domain, "write_date", ">=", json_string(since));
    add_rule(domain, "id", ">", json_integer(after_id));
    return search(login, "product.product", "search_read", domain,
                  json_pack("{s: [s, s, s, s, s], s: s, s: i, s: {s: b}}", "fields", "write_date",
                            "active", "available_in_pos", "sale_ok", "pos_categ_ids", "order", "id",
                            "limit", (int)ODOO17_CHANGES_MAX, "context", "active_test", 0));
}

static bool in_categories(const json_t *record, const int32_t *category_ids, int32_t count)
{
    const json_t *list = json_object_get(record, "pos_categ_ids"), *each;
    size_t i;
    bool found = count == 0;
    json_array_foreach(list, i, each)
    {
        int32_t id = 0;
        for (int32_t k = 0; odoo17_value_id(each, &id) && k < count; k++)
            found |= category_ids[k] == id;
    }
    return found;
}

bool odoo17_changes(const json_t *result, const int32_t *category_ids, int32_t category_count,
                    int32_t after_id, Odoo17Change *out, int32_t *out_count, Error *error)
{
    if (!check_list(result, "product.product", ODOO17_CHANGES_MAX, error))
        return false;
    int32_t count = (int32_t)json_array_size(result);
    for (int32_t i = 0; i < count; i++) {
        const json_t *record = json_array_get(result, (size_t)i);
        Odoo17Change change = {0};
        Text date = {"", 0};
        if (!odoo17_value_id(json_object_get(record, "id"), &change.id) || change.id <= after_id)
            return error_set(error, ERROR_CORRUPT, "product.product: ids are not in order");
        if (!odoo17_value_text(json_object_get(record, "write_date"), &date) ||
            !wire_date(date, &change.write_unix_s))
            change.write_unix_s = 0;
        change.on_sale = json_is_true(json_object_get(record, "active")) &&
                         json_is_true(json_object_get(record, "available_in_pos")) &&
                         json_is_true(json_object_get(record, "sale_ok")) &&
                         in_categories(record, category_ids, category_count);
        out[i] = change;
        after_id = change.id;
    }
    *out_count = count;
    return true;
}

/* --- their records --- */

char *odoo17_request_page(const Odoo17Login *login, int32_t session_id, const char *language,
                          const int32_t *ids, int32_t count)
{
    json_t *domain = json_array(), *fields = json_array();
    add_rule(domain, "id", "in", id_list(ids, count));
    for (size_t i = 0; i < COUNT_OF(page_fields); i++)
        json_array_append_new(fields, json_string(page_fields[i]));
    json_t *arguments = json_pack("[[i], {s: o, s: o, s: s}]", (int)session_id, "domain", domain,
                                  "fields", fields, "order", "id");
    CHECK(arguments != NULL);
    json_t *keywords = language[0] ? json_pack("{s: {s: s}}", "context", "lang", language) : NULL;
    return odoo17_request_call(login, "pos.session", "get_pos_ui_product_product_by_params",
                               arguments, keywords);
}

char *odoo17_request_rules_of(const Odoo17Login *login, int32_t session_id, const int32_t *ids,
                              const int32_t *template_ids, int32_t count)
{
    json_t *arguments = json_pack("[[i], o, o]", (int)session_id, id_list(template_ids, count),
                                  id_list(ids, count));
    CHECK(arguments != NULL);
    return odoo17_request_call(login, "pos.session", "get_pos_ui_product_pricelist_item_by_product",
                               arguments, NULL);
}

char *odoo17_request_packagings(const Odoo17Login *login, const char *language, const int32_t *ids,
                                int32_t count)
{
    json_t *domain = json_array(), *context = json_object();
    add_rule(domain, "product_id", "in", id_list(ids, count));
    add_rule(domain, "barcode", "!=", json_false());
    if (language[0])
        json_object_set_new(context, "lang", json_string(language));
    return search(login, "product.packaging", "search_read", domain,
                  json_pack("{s: [s, s, s, s], s: s, s: o}", "fields", "name", "barcode",
                            "product_id", "qty", "order", "id", "context", context));
}

static CatText clean_text(CatalogueBuilder *builder, const json_t *record, const char *field,
                          int32_t room)
{
    char clean[WIRE_NAME_MAX_BYTES];
    Text text = {"", 0};
    if (!odoo17_value_text(json_object_get(record, field), &text))
        return (CatText){0, 0};
    int32_t size = wire_text_clean(text, WIRE_ONE_LINE, clean, room);
    return catalogue_builder_text(builder, (Text){clean, size});
}

bool odoo17_packagings(const json_t *result, CatalogueBuilder *builder, Error *error)
{
    if (!check_list(result, "product.packaging", 100 * ODOO17_PAGE_MAX, error))
        return false;
    const json_t *record;
    size_t i;
    json_array_foreach(result, i, record)
    {
        CatPackaging packaging = {0};
        Text barcode;
        // Half a barcode is another barcode.
        if (!odoo17_value_id(json_object_get(record, "id"), &packaging.id) ||
            !odoo17_value_reference(json_object_get(record, "product_id"), &packaging.article) ||
            !odoo17_value_number(json_object_get(record, "qty"), &packaging.quantity) ||
            !odoo17_value_text(json_object_get(record, "barcode"), &barcode) ||
            barcode.size > WIRE_CODE_MAX_BYTES || packaging.article == 0 ||
            !(packaging.quantity > 0))
            continue;
        packaging.barcode = clean_text(builder, record, "barcode", WIRE_CODE_MAX_BYTES);
        packaging.name = clean_text(builder, record, "name", WIRE_NAME_MAX_BYTES);
        catalogue_builder_add_packaging(builder, &packaging);
    }
    return true;
}

/* --- what no article tells --- */

char *odoo17_request_newest(const Odoo17Login *login, int32_t table)
{
    return search(login, tables[table], "search_read", json_array(),
                  json_pack("{s: [s], s: s, s: i}", "fields", "write_date", "order",
                            "write_date desc, id desc", "limit", 1));
}

char *odoo17_request_count(const Odoo17Login *login, int32_t table)
{
    return search(login, tables[table], "search_count", json_array(), json_object());
}

void odoo17_newest(const json_t *result, char out[24])
{
    const char *date = json_string_value(json_object_get(json_array_get(result, 0), "write_date"));
    snprintf(out, 24, "%.23s", date ? date : "");
}
