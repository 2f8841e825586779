#include "fake_shop.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char rule[] =
    "{\"id\":900,\"product_tmpl_id\":[%d,\"T\"],\"product_id\":false,\"pricelist_id\":[1,\"Shop\"],"
    "\"price_surcharge\":0.0,\"price_discount\":0.0,\"price_round\":0.0,\"price_min_margin\":0.0,"
    "\"price_max_margin\":0.0,\"date_start\":false,\"date_end\":false,\"compute_price\":\"fixed\","
    "\"fixed_price\":0.25,\"percent_price\":0.0,\"base_pricelist_id\":false,\"base\":\"list_"
    "price\","
    "\"categ_id\":false,\"min_quantity\":0.0}";

FakeArticle *fake_shop_add(FakeShop *shop, int64_t write_unix_s)
{
    if (shop->count == shop->room) {
        shop->room = shop->room ? shop->room * 2 : 1024;
        shop->articles = reallocarray(shop->articles, (size_t)shop->room, sizeof *shop->articles);
        assert(shop->articles);
    }
    FakeArticle *article = &shop->articles[shop->count++];
    *article = (FakeArticle){
        .id = FAKE_SHOP_FIRST_ID + shop->count - 1, .price = 1.5, .write_unix_s = write_unix_s};
    snprintf(article->name, sizeof article->name, "Article %d", article->id);
    return article;
}

void fake_shop_init(FakeShop *shop, int32_t count, int64_t write_unix_s)
{
    *shop = (FakeShop){.load_limit = 20000, .newest = "2026-11-01 08:00:00"};
    for (int32_t i = 0; i < count; i++)
        (void)fake_shop_add(shop, write_unix_s);
}

void fake_shop_release(FakeShop *shop)
{
    free(shop->articles);
    shop->articles = NULL;
}

FakeArticle *fake_shop_article(FakeShop *shop, int32_t id)
{
    int32_t at = id - FAKE_SHOP_FIRST_ID;
    return at >= 0 && at < shop->count && !shop->articles[at].deleted ? &shop->articles[at] : NULL;
}

static void date_text(int64_t unix_s, char out[24])
{
    time_t seconds = (time_t)unix_s;
    struct tm utc;
    gmtime_r(&seconds, &utc);
    strftime(out, 24, "%Y-%m-%d %H:%M:%S", &utc);
}

static bool on_sale(const FakeArticle *article)
{
    return !article->deleted && !article->archived && !article->withdrawn && !article->not_for_sale;
}

// As load_pos_data has it; a page has sale_ok too.
static json_t *record_of(const FakeArticle *article, bool with_sale_ok)
{
    char barcode[16], date[24];
    snprintf(barcode, sizeof barcode, "%d", article->id);
    date_text(article->write_unix_s, date);
    json_t *record = json_pack(
        "{s:i, s:s, s:f, s:f, s:[is], s:[], s:[i], s:s, s:b, s:b, s:[is], s:b, s:[is], s:s, s:s,"
        " s:b, s:[], s:b, s:b, s:[], s:{s:i, s:s, s:b, s:n}}",
        "id", article->id, "display_name", article->name, "lst_price", article->price,
        "standard_price", 1.0, "categ_id", 1, "All", "pos_categ_ids", "taxes_id", 1, "barcode",
        barcode, "default_code", 0, "to_weight", 0, "uom_id", 1, "Units", "description_sale", 0,
        "product_tmpl_id", article->id, "T", "tracking", "none", "write_date", date,
        "available_in_pos", !article->withdrawn, "attribute_line_ids", "active", !article->archived,
        "image_128", 0, "combo_ids", "categ", "id", 1, "name", "All", "parent_id", 0, "parent");
    assert(record);
    if (with_sale_ok)
        json_object_set_new(record, "sale_ok", json_boolean(!article->not_for_sale));
    return record;
}

static void fill_choices(json_t *load)
{
    json_t *line = json_pack("{s:i, s:s, s:s, s:[{s:i, s:s, s:b, s:f}, {s:i, s:s, s:b, s:f}]}",
                             "id", 8, "name", "Grind", "display_type", "radio", "values", "id", 19,
                             "name", "Beans", "is_custom", 0, "price_extra", 0.0, "id", 20, "name",
                             "Filter", "is_custom", 0, "price_extra", 0.5);
    assert(line);
    json_object_set_new(load, "attributes_by_ptal_id", json_pack("{s:o}", "8", line));
    json_object_set_new(load, "pos.combo",
                        json_pack("[{s:i, s:s, s:[], s:f}]", "id", 4, "name", "Breakfast",
                                  "combo_line_ids", "base_price", 1.0));
    json_t *units = json_object_get(load, "uom.uom");
    for (int32_t i = 0; i < 2; i++)
        json_array_append_new(units, json_pack("{s:i, s:s, s:[i, s], s:f, s:f, s:b}", "id", 12 + i,
                                               "name", i == 0 ? "κιλά" : "γρ.", "category_id", 2,
                                               "Βάρος", "rounding", 0.01, "factor",
                                               i == 0 ? 1.0 : 1000.0, "is_pos_groupable", 0));
}

void fake_shop_fill_load(FakeShop *shop, json_t *load)
{
    json_t *list = json_array();
    for (int32_t i = 0; i < shop->count && (int32_t)json_array_size(list) < shop->load_limit; i++)
        if (on_sale(&shop->articles[i]))
            json_array_append_new(list, record_of(&shop->articles[i], false));
    json_object_set_new(load, "product.product", list);
    json_t *pricelist =
        json_pack("{s:i, s:s, s:s, s:s, s:[]}", "id", 1, "name", "Shop", "display_name", "Shop",
                  "discount_policy", "with_discount", "items");
    json_object_set_new(load, "product.pricelist", json_pack("[o]", pricelist));
    json_object_set_new(load, "default_pricelist", json_pack("{s:i}", "id", 1));
    json_t *config = json_object_get(load, "pos.config");
    json_object_set_new(config, "use_pricelist", json_true());
    json_object_set_new(config, "pricelist_id", json_pack("[i, s]", 1, "Shop"));
    if (shop->has_choices)
        fill_choices(load);
}

static bool rule_holds(const FakeArticle *article, const json_t *one)
{
    const char *field = json_string_value(json_array_get(one, 0));
    const json_t *value = json_array_get(one, 2);
    char date[24];
    if (strcmp(field, "id") == 0)
        return json_is_array(value) || article->id > json_integer_value(value);
    if (strcmp(field, "write_date") == 0) {
        date_text(article->write_unix_s, date);
        return strcmp(date, json_string_value(value)) >= 0;
    }
    if (strcmp(field, "available_in_pos") == 0)
        return !article->withdrawn;
    if (strcmp(field, "sale_ok") == 0)
        return !article->not_for_sale;
    return false;
}

typedef void (*Append)(json_t *list, const FakeArticle *article);

// Those that a domain means, in order of id.
static json_t *find(FakeShop *shop, const json_t *domain, bool archived_too, json_int_t limit,
                    Append append)
{
    json_t *list = json_array();
    const json_t *ids = NULL, *one;
    size_t i;
    json_array_foreach(domain, i, one) if (json_is_array(json_array_get(one, 2))) ids =
        json_array_get(one, 2);
    int32_t count = ids ? (int32_t)json_array_size(ids) : shop->count;
    for (int32_t at = 0; at < count; at++) {
        const FakeArticle *article =
            ids ? fake_shop_article(shop,
                                    (int32_t)json_integer_value(json_array_get(ids, (size_t)at)))
                : &shop->articles[at];
        bool good = article && !article->deleted && (archived_too || !article->archived);
        json_array_foreach(domain, i, one) good = good && rule_holds(article, one);
        if (good)
            append(list, article);
        if (limit > 0 && (json_int_t)json_array_size(list) == limit)
            break;
    }
    return list;
}

static void append_id(json_t *list, const FakeArticle *article)
{
    json_array_append_new(list, json_integer(article->id));
}

static void append_record(json_t *list, const FakeArticle *article)
{
    json_array_append_new(list, record_of(article, true));
}

static void append_name(json_t *list, const FakeArticle *article)
{
    char name[40];
    snprintf(name, sizeof name, "FR %s", article->name);
    json_array_append_new(list, json_pack("{s:i, s:s}", "id", article->id, "display_name", name));
}

static json_t *page(FakeShop *shop, const json_t *params)
{
    const json_t *fields = json_object_get(params, "fields"), *field;
    size_t i;
    int needed = 0;
    json_array_foreach(fields, i, field) needed += // else the server fails with a KeyError
        strcmp(json_string_value(field), "categ_id") == 0 ||
        strcmp(json_string_value(field), "image_128") == 0;
    assert(needed == 2);
    json_t *list = find(shop, json_object_get(params, "domain"), true,
                        json_integer_value(json_object_get(params, "limit")), append_record);
    shop->pages_asked++;
    shop->articles_sent += (int32_t)json_array_size(list);
    return list;
}

static json_t *rules_of(const FakeShop *shop, const json_t *template_ids)
{
    char text[sizeof rule + 16];
    const json_t *id;
    size_t i;
    json_t *list = json_array();
    json_array_foreach(template_ids, i, id) if (json_integer_value(id) == shop->rule_article)
    {
        snprintf(text, sizeof text, rule, shop->rule_article);
        json_array_append_new(list, json_loads(text, 0, NULL));
    }
    return list;
}

static json_t *article_method(FakeShop *shop, const char *name, const json_t *arguments,
                              const json_t *keywords)
{
    const json_t *domain = json_array_get(arguments, 0);
    const char *field = json_string_value(json_array_get(json_object_get(keywords, "fields"), 0));
    json_int_t limit = json_integer_value(json_object_get(keywords, "limit"));
    if (strcmp(name, "search") == 0)
        return find(shop, domain, false, limit, append_id);
    if (strcmp(name, "search_read") == 0 && field && strcmp(field, "display_name") == 0)
        return find(shop, domain, false, limit, append_name);
    if (strcmp(name, "search_read") == 0)
        return find(
            shop, domain,
            json_is_false(json_object_get(json_object_get(keywords, "context"), "active_test")),
            limit, append_record);
    return NULL;
}

static const char *language_of(const json_t *keywords)
{
    return json_string_value(json_object_get(json_object_get(keywords, "context"), "lang"));
}

// "fr 19" for a value's name, and so on. Combos' names may be read by nobody here.
static json_t *names_of_choices(FakeShop *shop, const char *model, const json_t *arguments,
                                const json_t *keywords)
{
    const json_t *ids = json_array_get(json_array_get(json_array_get(arguments, 0), 0), 2), *id;
    const char *language = language_of(keywords);
    json_t *list = json_array();
    char name[32];
    size_t i;
    if (strcmp(model, "uom.uom") == 0) {
        assert(strcmp(language, "en_US") == 0);
        json_array_append_new(list, json_pack("{s:i, s:s}", "id", 12, "name", "kg"));
        return list;
    }
    json_array_foreach(ids, i, id)
    {
        snprintf(name, sizeof name, "%.2s %d", language, (int)json_integer_value(id));
        json_array_append_new(
            list, strcmp(model, "product.template.attribute.value") == 0
                      ? json_pack("{s:O, s:s}", "id", id, "name", name)
                      : json_pack("{s:O, s:[i, s]}", "id", id, "attribute_id", 3, name));
    }
    if (strcmp(model, "pos.combo") != 0)
        return list;
    shop->combo_names_refused++;
    json_decref(list);
    return NULL;
}

json_t *fake_shop_method(FakeShop *shop, const char *model, const char *name,
                         const json_t *arguments, const json_t *keywords)
{
    if (shop->has_choices && (strncmp(model, "product.template.attribute", 26) == 0 ||
                              strcmp(model, "pos.combo") == 0 || strcmp(model, "uom.uom") == 0))
        return names_of_choices(shop, model, arguments, keywords);
    if (strcmp(model, "product.product") == 0)
        return article_method(shop, name, arguments, keywords);
    if (strcmp(name, "get_pos_ui_product_product_by_params") == 0)
        return page(shop, json_array_get(arguments, 1));
    if (strcmp(name, "get_pos_ui_product_pricelist_item_by_product") == 0)
        return rules_of(shop, json_array_get(arguments, 1));
    if (strcmp(model, "product.pricelist.item") == 0 && strcmp(name, "search_count") == 0)
        return json_integer(shop->rule_count);
    if (strcmp(model, "product.pricelist.item") == 0 && strcmp(name, "search_read") == 0)
        return json_pack("[{s:i, s:s}]", "id", 1, "write_date", shop->newest);
    if (strcmp(model, "product.packaging") == 0)
        return json_array();
    if (strcmp(model, "res.lang") == 0)
        return json_pack("[{s:s}, {s:s}, {s:s}]", "code", "en_US", "code", "fr_FR", "code",
                         "de_DE");
    if (strcmp(name, "find_product_by_barcode") == 0) {
        const char *barcode = json_string_value(json_array_get(arguments, 1));
        const FakeArticle *article = fake_shop_article(shop, atoi(barcode));
        return article && on_sale(article) ? json_pack("{s:[i]}", "product_id", article->id)
                                           : json_object();
    }
    return NULL;
}
