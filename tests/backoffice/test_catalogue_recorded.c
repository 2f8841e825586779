/* Recorded replies of a real server, decoded and compared field by field with what Jansson reads in
 * them. The recordings are not part of the project (shared_files.h): without them the program says
 * so and ends with 77. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "backoffice/wire_text.h"
#include "sample_reply.h"
#include "shared_files.h"

enum { EXIT_SKIPPED = 77, DIFFERENCES_SHOWN = 20 };

static Decoded decoded;
static int32_t differences, compared;

static void expect(bool same, const char *model, int32_t id, const char *field)
{
    compared++;
    if (!same && differences++ < DIFFERENCES_SHOWN)
        printf("%s %d: field %s differs\n", model, (int)id, field);
}

// --- readers of the tree ---

static int32_t id_of(const json_t *record)
{
    return (int32_t)json_integer_value(json_object_get(record, "id"));
}

static int32_t reference(const json_t *record, const char *field)
{
    return (int32_t)json_integer_value(
        json_array_get(json_object_get(record, field), 0)); // 0 for false
}

static bool is_true(const json_t *record, const char *field)
{
    return json_is_true(json_object_get(record, field));
}

static double number(const json_t *record, const char *field)
{
    return json_number_value(json_object_get(record, field));
}

static bool same_text(CatText text, const json_t *record, const char *field, bool keep_lines)
{
    static char clean[1 << 16];
    const char *value = json_string_value(json_object_get(record, field));
    Text expected = text_from_string(value ? value : "");
    expected = (Text){clean, wire_text_clean(expected, keep_lines ? WIRE_KEEP_LINES : WIRE_ONE_LINE,
                                             clean, sizeof clean)};
    return text_equal(catalogue_text(&decoded.catalogue, text), expected);
}

static bool same_word(const char *word, const json_t *record, const char *field)
{
    const char *value = json_string_value(json_object_get(record, field));
    return strcmp(word, value ? value : "") == 0;
}

static int64_t date(const json_t *record, const char *field)
{
    const char *text = json_string_value(json_object_get(record, field));
    struct tm parts = {0};
    if (!text || sscanf(text, "%d-%d-%d %d:%d:%d", &parts.tm_year, &parts.tm_mon, &parts.tm_mday,
                        &parts.tm_hour, &parts.tm_min, &parts.tm_sec) != 6)
        return 0;
    parts.tm_year -= 1900;
    parts.tm_mon--;
    return timegm(&parts);
}

typedef int32_t (*IdOf)(uint32_t index);

static int32_t tax_id(uint32_t index)
{
    return decoded.catalogue.taxes[index].id;
}

static int32_t category_id(uint32_t index)
{
    return decoded.catalogue.categories[index].id;
}

static int32_t attribute_id(uint32_t index)
{
    return decoded.catalogue.attributes[index].id;
}

static int32_t combo_id(uint32_t index)
{
    return decoded.catalogue.combos[index].id;
}

static bool known_tax(int32_t id)
{
    return catalogue_tax_by_id(&decoded.catalogue, id) >= 0;
}

static bool known_category(int32_t id)
{
    for (int32_t i = 0; i < decoded.catalogue.category_count; i++)
        if (decoded.catalogue.categories[i].id == id)
            return true;
    return false;
}

static bool known_attribute(int32_t id)
{
    for (int32_t i = 0; i < decoded.catalogue.attribute_count; i++)
        if (decoded.catalogue.attributes[i].id == id)
            return true;
    return false;
}

static bool any(int32_t id)
{
    return id > 0;
}

// The list holds the ids of the tree's list that are known, as a set.
static bool same_ids(CatRange list, IdOf id_of_index, const json_t *ids, bool (*known)(int32_t))
{
    uint32_t count = 0;
    for (size_t i = 0; i < json_array_size(ids); i++) {
        int32_t id = (int32_t)json_integer_value(json_array_get(ids, i));
        if (!known(id))
            continue;
        count++;
        uint32_t at = 0;
        while (at < list.count && id_of_index(decoded.catalogue.indexes[list.first + at]) != id)
            at++;
        if (at == list.count)
            return false;
    }
    return count == list.count;
}

// --- models ---

static void compare_article(const json_t *record)
{
    const Catalogue *catalogue = &decoded.catalogue;
    int32_t id = id_of(record);
    int32_t index = catalogue_article_by_id(catalogue, id);
    expect(index >= 0, "product.product", id, "id");
    if (index < 0)
        return;
    const CatArticle *article = &catalogue->articles[index];
    const char *model = "product.product";
    expect(same_text(article->name, record, "display_name", false), model, id, "display_name");
    expect(same_text(article->barcode, record, "barcode", false), model, id, "barcode");
    expect(same_text(article->code, record, "default_code", false), model, id, "default_code");
    expect(same_text(article->description, record, "description_sale", false), model, id,
           "description_sale");
    expect(article->list_price == number(record, "lst_price"), model, id, "lst_price");
    expect(article->cost == number(record, "standard_price"), model, id, "standard_price");
    expect(article->template_id == reference(record, "product_tmpl_id"), model, id,
           "product_tmpl_id");
    expect(catalogue->units[article->unit].id == reference(record, "uom_id"), model, id, "uom_id");
    expect(article->write_unix_s == date(record, "write_date"), model, id, "write_date");
    expect(same_ids(article->taxes, tax_id, json_object_get(record, "taxes_id"), known_tax), model,
           id, "taxes_id");
    expect(same_ids(article->categories, category_id, json_object_get(record, "pos_categ_ids"),
                    known_category),
           model, id, "pos_categ_ids");
    expect(same_ids(article->attributes, attribute_id,
                    json_object_get(record, "attribute_line_ids"), known_attribute),
           model, id, "attribute_line_ids");
    expect(same_ids(article->combos, combo_id, json_object_get(record, "combo_ids"), any), model,
           id, "combo_ids");
    expect(!(article->flags & CAT_ARTICLE_WEIGHED) == !is_true(record, "to_weight"), model, id,
           "to_weight");
    expect(!(article->flags & CAT_ARTICLE_HAS_IMAGE) == !is_true(record, "image_128"), model, id,
           "image_128");
    bool hidden = !is_true(record, "active") || !is_true(record, "available_in_pos");
    expect(!(article->flags & CAT_ARTICLE_HIDDEN) == !hidden, model, id, "active");
    const char *tracking = json_string_value(json_object_get(record, "tracking"));
    int32_t expected = strcmp(tracking, "lot") == 0 ? 1 : strcmp(tracking, "serial") == 0 ? 2 : 0;
    expect(article->tracking == expected, model, id, "tracking");
    int32_t category = article->accounting_category;
    for (const json_t *at = json_object_get(record, "categ"); json_is_object(at);
         at = json_object_get(at, "parent")) {
        expect(category >= 0 && catalogue->accounting_categories[category].id == id_of(at), model,
               id, "categ");
        category =
            category >= 0 ? catalogue->accounting_categories[category].parent : CATALOGUE_NONE;
    }
    expect(category == CATALOGUE_NONE, model, id, "categ");
    const char *barcode = json_string_value(json_object_get(record, "barcode"));
    if (barcode)
        expect(catalogue_article_by_barcode(catalogue, text_from_string(barcode), NULL) == index,
               model, id, "barcode");
}

static int32_t tax_kind(const char *name)
{
    static const char *const names[] = {"percent", "fixed", "division", "group"};
    int32_t kind = 0;
    while (strcmp(name, names[kind]) != 0)
        kind++;
    return kind;
}

static void compare_tax(const json_t *record)
{
    int32_t id = id_of(record);
    int32_t index = catalogue_tax_by_id(&decoded.catalogue, id);
    expect(index >= 0, "account.tax", id, "id");
    if (index < 0)
        return;
    const CatTax *tax = &decoded.catalogue.taxes[index];
    expect(same_text(tax->name, record, "name", false), "account.tax", id, "name");
    expect(tax->kind == tax_kind(json_string_value(json_object_get(record, "amount_type"))),
           "account.tax", id, "amount_type");
    expect(tax->amount == number(record, "amount"), "account.tax", id, "amount");
    const json_t *factor = json_object_get(record, "sum_repartition_factor");
    expect(tax->repartition_factor == (factor ? json_number_value(factor) : 1.0), "account.tax", id,
           "factor");
    expect(!tax->price_include == !is_true(record, "price_include"), "account.tax", id,
           "price_include");
    expect(!tax->include_base_amount == !is_true(record, "include_base_amount"), "account.tax", id,
           "include_base_amount");
    expect(!tax->is_base_affected == !is_true(record, "is_base_affected"), "account.tax", id,
           "is_base_affected");
    const json_t *children = json_object_get(record, "children_tax_ids");
    expect(tax->children.count == json_array_size(children), "account.tax", id, "children_tax_ids");
    for (uint32_t i = 0; i < tax->children.count; i++)
        expect(tax_id(decoded.catalogue.indexes[tax->children.first + i]) ==
                   id_of(json_array_get(children, i)),
               "account.tax", id, "children_tax_ids");
}

static void compare_rule(const CatPriceRule *rule, const json_t *record)
{
    static const char *const bases[] = {"list_price", "standard_price", "pricelist"};
    static const char *const computes[] = {"fixed", "percentage", "formula"};
    const char *model = "product.pricelist.item";
    int32_t id = id_of(record);
    expect(rule->id == id, model, id, "id");
    expect(rule->article_id == reference(record, "product_id"), model, id, "product_id");
    expect(rule->template_id == reference(record, "product_tmpl_id"), model, id, "product_tmpl_id");
    expect(rule->accounting_category_id == reference(record, "categ_id"), model, id, "categ_id");
    expect(rule->min_quantity == number(record, "min_quantity"), model, id, "min_quantity");
    expect(rule->start_unix_s == date(record, "date_start"), model, id, "date_start");
    expect(rule->end_unix_s == date(record, "date_end"), model, id, "date_end");
    expect(same_word(bases[rule->base], record, "base"), model, id, "base");
    expect(same_word(computes[rule->compute], record, "compute_price"), model, id, "compute_price");
    expect(rule->fixed_price == number(record, "fixed_price"), model, id, "fixed_price");
    expect(rule->percent == number(record, "percent_price"), model, id, "percent_price");
    expect(rule->discount == number(record, "price_discount"), model, id, "price_discount");
    expect(rule->round == number(record, "price_round"), model, id, "price_round");
    expect(rule->surcharge == number(record, "price_surcharge"), model, id, "price_surcharge");
    expect(rule->min_margin == number(record, "price_min_margin"), model, id, "price_min_margin");
    expect(rule->max_margin == number(record, "price_max_margin"), model, id, "price_max_margin");
    int32_t base =
        rule->base_pricelist < 0 ? 0 : decoded.catalogue.pricelists[rule->base_pricelist].id;
    int32_t expected = reference(record, "base_pricelist_id");
    expect(base == expected || base == 0, model, id, "base_pricelist_id");
}

static void compare_pricelists(const json_t *records)
{
    expect(decoded.catalogue.pricelist_count == (int32_t)json_array_size(records),
           "product.pricelist", 0, "count");
    for (int32_t i = 0; i < decoded.catalogue.pricelist_count; i++) {
        const CatPricelist *pricelist = &decoded.catalogue.pricelists[i];
        const json_t *record = json_array_get(records, (size_t)i);
        const json_t *items = json_object_get(record, "items");
        expect(pricelist->id == id_of(record), "product.pricelist", id_of(record), "id");
        expect(same_text(pricelist->name, record, "name", false), "product.pricelist",
               pricelist->id, "name");
        expect(pricelist->show_discount == same_word("without_discount", record, "discount_policy"),
               "product.pricelist", pricelist->id, "discount_policy");
        expect(pricelist->rules.count == json_array_size(items), "product.pricelist", pricelist->id,
               "items");
        for (uint32_t r = 0; r < pricelist->rules.count && r < json_array_size(items); r++)
            compare_rule(&decoded.catalogue.price_rules[pricelist->rules.first + r],
                         json_array_get(items, r));
    }
}

static void compare_categories(const json_t *records)
{
    expect(decoded.catalogue.category_count == (int32_t)json_array_size(records), "pos.category", 0,
           "count");
    for (size_t i = 0; i < json_array_size(records); i++) {
        const json_t *record = json_array_get(records, i);
        int32_t id = id_of(record), index = 0;
        while (index < decoded.catalogue.category_count &&
               decoded.catalogue.categories[index].id != id)
            index++;
        if (index == decoded.catalogue.category_count) {
            expect(false, "pos.category", id, "id");
            continue;
        }
        const CatCategory *category = &decoded.catalogue.categories[index];
        int32_t parent =
            category->parent < 0 ? 0 : decoded.catalogue.categories[category->parent].id;
        expect(same_text(category->name, record, "name", false), "pos.category", id, "name");
        expect(parent == reference(record, "parent_id"), "pos.category", id, "parent_id");
        expect(!category->has_image == !is_true(record, "has_image"), "pos.category", id,
               "has_image");
        expect(category->write_unix_s == date(record, "write_date"), "pos.category", id,
               "write_date");
    }
}

static void compare_units(const json_t *records)
{
    expect(decoded.catalogue.unit_count == (int32_t)json_array_size(records), "uom.uom", 0,
           "count");
    for (int32_t i = 0; i < decoded.catalogue.unit_count; i++) {
        const CatUnit *unit = &decoded.catalogue.units[i];
        const json_t *record = json_array_get(records, (size_t)i);
        expect(unit->id == id_of(record), "uom.uom", unit->id, "id");
        expect(same_text(unit->name, record, "name", false), "uom.uom", unit->id, "name");
        expect(unit->rounding == number(record, "rounding"), "uom.uom", unit->id, "rounding");
        expect(!unit->groupable == !is_true(record, "is_pos_groupable"), "uom.uom", unit->id,
               "is_pos_groupable");
        expect(unit->category_id == reference(record, "category_id"), "uom.uom", unit->id,
               "category_id");
        expect(unit->factor == number(record, "factor"), "uom.uom", unit->id, "factor");
        Text base = {0};
        double factor = 0;
        bool weight = unit->category_id == 2, volume = unit->category_id == 6; // of these servers
        bool has_base = catalogue_unit_base(&decoded.catalogue, i, &base, &factor);
        bool wanted = (weight || volume) && unit->factor != 1;
        expect(has_base == wanted, "uom.uom", unit->id, "base");
        expect(!wanted || text_equal_string(base, weight ? "kg" : "L"), "uom.uom", unit->id,
               "base");
        expect(!wanted || factor == unit->factor, "uom.uom", unit->id, "base");
    }
}

static void compare_payment_methods(const json_t *result)
{
    static const char *const types[] = {"cash", "bank", "pay_later"};
    const json_t *kept =
        json_object_get(json_object_get(result, "pos.config"), "payment_method_ids");
    expect(decoded.catalogue.payment_method_count == (int32_t)json_array_size(kept),
           "pos.payment.method", 0, "count");
    const json_t *records = json_object_get(result, "pos.payment.method");
    for (int32_t i = 0; i < decoded.catalogue.payment_method_count; i++) {
        const CatPaymentMethod *method = &decoded.catalogue.payment_methods[i];
        size_t at = 0;
        while (at < json_array_size(records) && id_of(json_array_get(records, at)) != method->id)
            at++;
        const json_t *record = json_array_get(records, at);
        expect(record != NULL, "pos.payment.method", method->id, "id");
        expect(same_text(method->name, record, "name", false), "pos.payment.method", method->id,
               "name");
        expect(same_word(types[method->type], record, "type"), "pos.payment.method", method->id,
               "type");
        expect(!method->split_transactions == !is_true(record, "split_transactions"),
               "pos.payment.method", method->id, "split_transactions");
        expect(method->sequence == (int32_t)number(record, "sequence"), "pos.payment.method",
               method->id, "sequence");
    }
}

static void compare_packagings(const json_t *records)
{
    expect(decoded.catalogue.packaging_count == (int32_t)json_array_size(records),
           "product.packaging", 0, "count");
    for (int32_t i = 0; i < decoded.catalogue.packaging_count; i++) {
        const CatPackaging *packaging = &decoded.catalogue.packagings[i];
        const json_t *record = json_array_get(records, (size_t)i);
        expect(same_text(packaging->barcode, record, "barcode", false), "product.packaging",
               packaging->id, "barcode");
        expect(packaging->quantity == number(record, "qty"), "product.packaging", packaging->id,
               "qty");
        expect(decoded.catalogue.articles[packaging->article].id == reference(record, "product_id"),
               "product.packaging", packaging->id, "product_id");
    }
}

static void compare_partners(const json_t *records)
{
    expect(decoded.catalogue.partner_count == (int32_t)json_array_size(records), "res.partner", 0,
           "count");
    for (int32_t i = 0; i < decoded.catalogue.partner_count; i++) {
        const CatPartner *partner = &decoded.catalogue.partners[i];
        const json_t *record = json_array_get(records, (size_t)i);
        expect(partner->id == id_of(record), "res.partner", partner->id, "id");
        expect(same_text(partner->name, record, "name", false), "res.partner", partner->id, "name");
        expect(same_text(partner->barcode, record, "barcode", false), "res.partner", partner->id,
               "barcode");
        expect(partner->pricelist_id == reference(record, "property_product_pricelist"),
               "res.partner", partner->id, "property_product_pricelist");
        expect(partner->fiscal_position_id == reference(record, "property_account_position_id"),
               "res.partner", partner->id, "property_account_position_id");
    }
}

static void compare_combos(const json_t *result)
{
    const json_t *combos = json_object_get(result, "pos.combo"),
                 *lines = json_object_get(result, "pos.combo.line");
    expect(decoded.catalogue.combo_count == (int32_t)json_array_size(combos), "pos.combo", 0,
           "count");
    expect(decoded.catalogue.combo_line_count == (int32_t)json_array_size(lines), "pos.combo.line",
           0, "count");
    for (int32_t i = 0; i < decoded.catalogue.combo_count; i++) {
        const CatCombo *combo = &decoded.catalogue.combos[i];
        const json_t *record = json_array_get(combos, (size_t)i);
        expect(combo->id == id_of(record), "pos.combo", combo->id, "id");
        expect(same_text(combo->name, record, "name", false), "pos.combo", combo->id, "name");
        expect(combo->base_price == number(record, "base_price"), "pos.combo", combo->id,
               "base_price");
        expect(combo->lines.count == json_array_size(json_object_get(record, "combo_line_ids")),
               "pos.combo", combo->id, "combo_line_ids");
    }
}

static void compare_attributes(const json_t *attributes)
{
    const char *key;
    json_t *record;
    expect(decoded.catalogue.attribute_count == (int32_t)json_object_size(attributes),
           "attributes_by_ptal_id", 0, "count");
    json_object_foreach((json_t *)(uintptr_t)attributes, key, record)
    {
        int32_t id = id_of(record), index = 0;
        while (index < decoded.catalogue.attribute_count &&
               decoded.catalogue.attributes[index].id != id)
            index++;
        if (index == decoded.catalogue.attribute_count) {
            expect(false, "attributes_by_ptal_id", id, key);
            continue;
        }
        const CatAttribute *attribute = &decoded.catalogue.attributes[index];
        const json_t *values = json_object_get(record, "values");
        expect(same_text(attribute->name, record, "name", false), "attributes_by_ptal_id", id,
               "name");
        expect(same_text(attribute->display_type, record, "display_type", false),
               "attributes_by_ptal_id", id, "display_type");
        expect(attribute->values.count == json_array_size(values), "attributes_by_ptal_id", id,
               "values");
        for (uint32_t i = 0; i < attribute->values.count; i++) {
            const CatAttributeValue *value =
                &decoded.catalogue.attribute_values[attribute->values.first + i];
            const json_t *from = json_array_get(values, i);
            expect(value->id == id_of(from), "attribute.value", value->id, "id");
            expect(same_text(value->name, from, "name", false), "attribute.value", value->id,
                   "name");
            expect(value->price_extra == number(from, "price_extra"), "attribute.value", value->id,
                   "price_extra");
            expect(!value->is_custom == !is_true(from, "is_custom"), "attribute.value", value->id,
                   "is_custom");
            expect(same_text(value->html_colour, from, "html_color", false), "attribute.value",
                   value->id, "html_color");
        }
    }
}

static void compare_shop(const json_t *result)
{
    const CatShop *shop = decoded.catalogue.shop;
    const json_t *company = json_object_get(result, "res.company"),
                 *config = json_object_get(result, "pos.config");
    const json_t *currency = json_object_get(result, "res.currency");
    expect(same_text(shop->company_name, company, "name", false), "res.company", 0, "name");
    expect(same_text(shop->company_email, company, "email", false), "res.company", 0, "email");
    expect(same_text(shop->company_phone, company, "phone", false), "res.company", 0, "phone");
    expect(same_text(shop->company_website, company, "website", false), "res.company", 0,
           "website");
    expect(same_text(shop->company_vat, company, "vat", false), "res.company", 0, "vat");
    expect(
        same_text(shop->company_country_code, json_object_get(company, "country"), "code", false),
        "res.company", 0, "country");
    expect(shop->nomenclature_id == reference(company, "nomenclature_id"), "res.company", 0,
           "nomenclature_id");
    expect(shop->round_globally ==
               same_word("round_globally", company, "tax_calculation_rounding_method"),
           "res.company", 0, "tax_calculation_rounding_method");
    expect(shop->config_id == id_of(config), "pos.config", 0, "id");
    expect(same_text(shop->config_name, config, "name", false), "pos.config", 0, "name");
    expect(same_text(shop->receipt_header, config, "receipt_header", true), "pos.config", 0,
           "receipt_header");
    expect(same_text(shop->receipt_footer, config, "receipt_footer", true), "pos.config", 0,
           "receipt_footer");
    expect(!shop->cash_control == !is_true(config, "cash_control"), "pos.config", 0,
           "cash_control");
    expect(shop->show_tax_included == same_word("total", config, "iface_tax_included"),
           "pos.config", 0, "iface_tax_included");
    expect(shop->tip_article_id == reference(config, "tip_product_id"), "pos.config", 0,
           "tip_product_id");
    const json_t *rounding = json_array_get(json_object_get(result, "account.cash.rounding"), 0);
    double step = is_true(config, "cash_rounding") ? number(rounding, "rounding") : 0;
    expect(shop->cash_rounding == step, "pos.config", 0, "cash_rounding");
    int32_t pricelist = shop->pricelist < 0 ? 0 : decoded.catalogue.pricelists[shop->pricelist].id;
    expect(pricelist == (is_true(config, "use_pricelist") ? reference(config, "pricelist_id") : 0),
           "pos.config", 0, "pricelist_id");
    expect(shop->session_id == id_of(json_object_get(result, "pos.session")), "pos.session", 0,
           "id");
    expect(shop->user_id == id_of(json_object_get(result, "res.users")), "res.users", 0, "id");
    expect(same_word(shop->currency.code, currency, "name"), "res.currency", 0, "name");
    expect(same_word(shop->currency.symbol, currency, "symbol"), "res.currency", 0, "symbol");
    expect(shop->currency.decimals == (int32_t)number(currency, "decimal_places"), "res.currency",
           0, "decimal_places");
    expect(shop->currency.rounding == number(currency, "rounding"), "res.currency", 0, "rounding");
    const json_t *precision = json_object_get(result, "decimal.precision");
    expect(shop->price_digits == (int32_t)number(precision, "Product Price"), "decimal.precision",
           0, "Product Price");
    expect(shop->quantity_digits == (int32_t)number(precision, "Product Unit of Measure"),
           "decimal.precision", 0, "Product Unit of Measure");
    expect(same_text(shop->base_url, result, "base_url", false), "load_pos_data", 0, "base_url");
    expect(same_text(shop->server_version, json_object_get(result, "version"), "server_version",
                     false),
           "version", 0, "server_version");
}

static void compare_special(const json_t *ids)
{
    for (size_t i = 0; i < json_array_size(ids); i++) {
        int32_t id = (int32_t)json_integer_value(json_array_get(ids, i));
        int32_t index = catalogue_article_by_id(&decoded.catalogue, id);
        expect(index < 0 || (decoded.catalogue.articles[index].flags & CAT_ARTICLE_SPECIAL) != 0,
               "product.product", id, "pos_special_products_ids");
    }
}

static void compare_all(const json_t *result)
{
    const json_t *articles = json_object_get(result, "product.product"),
                 *taxes = json_object_get(result, "account.tax");
    expect(decoded.report_count == 0, "product.product", 0, "left out");
    expect(decoded.catalogue.article_count == (int32_t)json_array_size(articles), "product.product",
           0, "count");
    for (size_t i = 0; i < json_array_size(articles); i++)
        compare_article(json_array_get(articles, i));
    expect(decoded.catalogue.tax_count == (int32_t)json_array_size(taxes), "account.tax", 0,
           "count");
    for (size_t i = 0; i < json_array_size(taxes); i++)
        compare_tax(json_array_get(taxes, i));
    compare_pricelists(json_object_get(result, "product.pricelist"));
    compare_categories(json_object_get(result, "pos.category"));
    compare_units(json_object_get(result, "uom.uom"));
    compare_payment_methods(result);
    compare_packagings(json_object_get(result, "product.packaging"));
    compare_partners(json_object_get(result, "res.partner"));
    compare_combos(result);
    compare_attributes(json_object_get(result, "attributes_by_ptal_id"));
    compare_shop(result);
    compare_special(json_object_get(result, "pos_special_products_ids"));
}

static bool run(const char *name)
{
    Bytes reply = shared_bytes(name);
    if (!reply.data)
        return false;
    static const size_t pieces[] = {16384, 7};
    json_error_t where;
    json_t *tree = json_loadb((const char *)reply.data, reply.size, 0, &where);
    CHECK(tree != NULL);
    for (size_t i = 0; i < COUNT_OF(pieces); i++) {
        decoded_begin(&decoded, reply, pieces[i], false);
        if (!decoded.ok)
            printf("%s: %s\n", name, decoded.error.message);
        differences += !decoded.ok;
        if (decoded.ok) {
            decoded_open(&decoded);
            compare_all(json_object_get(tree, "result"));
        }
        decoded_end(&decoded);
    }
    json_decref(tree);
    free((void *)(uintptr_t)reply.data);
    return true;
}

int main(void)
{
    static const char *const names[] = {"odoo17/recorded/load_pos_data.raw.json",
                                        "odoo17/recorded/big/load_pos_data.raw.json"};
    int32_t found = 0;
    for (size_t i = 0; i < COUNT_OF(names); i++)
        found += run(names[i]);
    if (found == 0) {
        printf("no recorded replies: set KIOSK_SHARED to the folder that holds them\n");
        return EXIT_SKIPPED;
    }
    printf("%d fields compared, %d differ\n", (int)compared, (int)differences);
    return differences > 0;
}
