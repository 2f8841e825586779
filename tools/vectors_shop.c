/* A catalogue by hand, out of what a vector file has. Tables have room for more than any file
 * needs; a file that needs more ends the program. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "vectors.h"

enum {
    TEXT_MAX = 1 << 20,
    INDEXES_MAX = 1 << 16,
    ARTICLES_MAX = 4096,
    TAXES_MAX = 1024,
    CATEGORIES_MAX = 4096,
    PRICELISTS_MAX = 256,
    RULES_MAX = 8192,
    POSITIONS_MAX = 256,
    MAPPINGS_MAX = 8192,
    ATTRIBUTES_MAX = 256,
    VALUES_MAX = 4096,
};

void vector_shop_create(VectorShop *shop, const Currency *currency, bool globally,
                        int32_t price_digits)
{
    *shop = (VectorShop){0};
    arena_create(&shop->arena, (size_t)16 << 20);
    shop->text = ARENA_NEW(&shop->arena, char, TEXT_MAX);
    shop->indexes = ARENA_NEW(&shop->arena, uint32_t, INDEXES_MAX);
    shop->articles = ARENA_NEW(&shop->arena, CatArticle, ARTICLES_MAX);
    shop->id_index = ARENA_NEW(&shop->arena, uint32_t, ARTICLES_MAX);
    shop->taxes = ARENA_NEW(&shop->arena, CatTax, TAXES_MAX);
    shop->categories = ARENA_NEW(&shop->arena, CatAccountingCategory, CATEGORIES_MAX);
    shop->pricelists = ARENA_NEW(&shop->arena, CatPricelist, PRICELISTS_MAX);
    shop->rules = ARENA_NEW(&shop->arena, CatPriceRule, RULES_MAX);
    shop->positions = ARENA_NEW(&shop->arena, CatFiscalPosition, POSITIONS_MAX);
    shop->mappings = ARENA_NEW(&shop->arena, CatTaxMapping, MAPPINGS_MAX);
    shop->attributes = ARENA_NEW(&shop->arena, CatAttribute, ATTRIBUTES_MAX);
    shop->values = ARENA_NEW(&shop->arena, CatAttributeValue, VALUES_MAX);
    shop->unit = (CatUnit){.id = 1, .rounding = 0.01, .groupable = 1};
    shop->shop = (CatShop){
        .currency = *currency,
        .pricelist = CATALOGUE_NONE,
        .default_fiscal_position = CATALOGUE_NONE,
        .price_digits = price_digits,
        .quantity_digits = 2,
        .round_globally = globally,
    };
    shop->catalogue = (Catalogue){
        .text = shop->text,
        .indexes = shop->indexes,
        .shop = &shop->shop,
        .articles = shop->articles,
        .accounting_categories = shop->categories,
        .units = &shop->unit,
        .unit_count = 1,
        .taxes = shop->taxes,
        .pricelists = shop->pricelists,
        .price_rules = shop->rules,
        .fiscal_positions = shop->positions,
        .tax_mappings = shop->mappings,
        .attributes = shop->attributes,
        .attribute_values = shop->values,
        .id_index = shop->id_index,
    };
}

void vector_shop_destroy(VectorShop *shop)
{
    arena_destroy(&shop->arena);
    *shop = (VectorShop){0};
}

static void need_room(uint64_t count, uint64_t room)
{
    if (count >= room)
        vectors_stop("the file has more than this program takes");
}

static CatText add_text(VectorShop *shop, const char *string)
{
    uint32_t size = (uint32_t)strlen(string);
    need_room(shop->text_size + size, TEXT_MAX);
    memcpy(shop->text + shop->text_size, string, size);
    shop->text_size += size;
    return (CatText){shop->text_size - size, size};
}

static void add_index(VectorShop *shop, int32_t index)
{
    need_room(shop->index_count, INDEXES_MAX);
    shop->indexes[shop->index_count++] = (uint32_t)index;
}

static int32_t add_tax(VectorShop *shop, const json_t *tax)
{
    const char *type = vectors_string(tax, "amount_type");
    bool group = strcmp(type, "group") == 0;
    need_room((uint64_t)shop->catalogue.tax_count, TAXES_MAX);
    int32_t index = shop->catalogue.tax_count++;
    shop->taxes[index] = (CatTax){.id = vectors_id(tax, "id"), .kind = TAX_GROUP};
    if (!group) {
        Tax flat = vectors_one_tax(tax);
        shop->taxes[index] = (CatTax){
            .id = flat.id,
            .kind = (int32_t)flat.kind,
            .name = add_text(shop, vectors_string(tax, "name")),
            .amount = flat.amount,
            .repartition_factor = flat.repartition_factor,
            .price_include = flat.price_include,
            .include_base_amount = flat.include_base_amount,
            .is_base_affected = flat.is_base_affected,
        };
    }
    return index;
}

// Children go behind all taxes of the list, whose positions are their order of evaluation.
static void add_children(VectorShop *shop, int32_t index, const json_t *tax, int32_t depth)
{
    const json_t *children = json_object_get(tax, "children_tax_ids");
    if (shop->taxes[index].kind != TAX_GROUP)
        return;
    if (depth > 3)
        vectors_stop("groups of taxes are nested too deeply");
    int32_t added[TAX_LINE_MAX];
    size_t count = json_array_size(children);
    need_room(count, TAX_LINE_MAX);
    for (size_t i = 0; i < count; i++) {
        added[i] = add_tax(shop, json_array_get(children, i));
        add_children(shop, added[i], json_array_get(children, i), depth + 1);
    }
    shop->taxes[index].children = (CatRange){shop->index_count, (uint32_t)count};
    for (size_t i = 0; i < count; i++)
        add_index(shop, added[i]);
}

static int evaluated_first(const void *a, const void *b)
{
    const json_t *x = *(json_t *const *)a, *y = *(json_t *const *)b;
    double by_sequence = vectors_number(x, "sequence") - vectors_number(y, "sequence");
    if (by_sequence != 0)
        return by_sequence < 0 ? -1 : 1;
    return vectors_id(x, "id") - vectors_id(y, "id");
}

void vector_shop_add_taxes(VectorShop *shop, const json_t *taxes)
{
    const json_t *sorted[TAXES_MAX];
    size_t count = 0, i;
    json_t *tax;
    json_array_foreach(taxes, i, tax)
    {
        const json_t *active = json_object_get(tax, "active");
        if (active && !json_is_true(active))
            continue;
        need_room(count, TAXES_MAX);
        sorted[count++] = tax;
    }
    if (count > 0 && json_object_get(sorted[0], "sequence"))
        qsort(sorted, count, sizeof sorted[0], evaluated_first);
    int32_t first = shop->catalogue.tax_count;
    for (i = 0; i < count; i++)
        add_tax(shop, sorted[i]);
    for (i = 0; i < count; i++)
        add_children(shop, first + (int32_t)i, sorted[i], 0);
}

static int64_t unix_seconds(const char *date)
{
    struct tm tm = {0};
    if (!date[0] || !strptime(date, "%Y-%m-%d %H:%M:%S", &tm))
        return 0;
    return timegm(&tm);
}

static void add_rule(VectorShop *shop, const json_t *rule)
{
    need_room(shop->price_rule_count, RULES_MAX);
    const char *compute = vectors_string(rule, "compute_price");
    const char *base = vectors_string(rule, "base");
    shop->rules[shop->price_rule_count++] = (CatPriceRule){
        .id = vectors_id(rule, "id"),
        .article_id = vectors_id(rule, "product_id"),
        .template_id = vectors_id(rule, "product_tmpl_id"),
        .accounting_category_id = vectors_id(rule, "categ_id"),
        .min_quantity = vectors_number(rule, "min_quantity"),
        .start_unix_s = unix_seconds(vectors_string(rule, "date_start")),
        .end_unix_s = unix_seconds(vectors_string(rule, "date_end")),
        .base = strcmp(base, "standard_price") == 0 ? CAT_BASE_COST
                : strcmp(base, "pricelist") == 0    ? CAT_BASE_PRICELIST
                                                    : CAT_BASE_LIST_PRICE,
        .base_pricelist = vectors_id(rule, "base_pricelist_id"), // an id until all lists are there
        .compute = strcmp(compute, "fixed") == 0        ? CAT_PRICE_FIXED
                   : strcmp(compute, "percentage") == 0 ? CAT_PRICE_PERCENTAGE
                                                        : CAT_PRICE_FORMULA,
        .fixed_price = vectors_number(rule, "fixed_price"),
        .percent = vectors_number(rule, "percent_price"),
        .discount = vectors_number(rule, "price_discount"),
        .round = vectors_number(rule, "price_round"),
        .surcharge = vectors_number(rule, "price_surcharge"),
        .min_margin = vectors_number(rule, "price_min_margin"),
        .max_margin = vectors_number(rule, "price_max_margin"),
    };
}

int32_t vector_shop_pricelist(const VectorShop *shop, int32_t id)
{
    for (int32_t i = 0; i < shop->catalogue.pricelist_count; i++) {
        if (id != 0 && shop->pricelists[i].id == id)
            return i;
    }
    return CATALOGUE_NONE;
}

static void add_pricelist(VectorShop *shop, int32_t id, const json_t *items)
{
    size_t i;
    json_t *rule;
    need_room((uint64_t)shop->catalogue.pricelist_count, PRICELISTS_MAX);
    CatPricelist *added = &shop->pricelists[shop->catalogue.pricelist_count++];
    *added = (CatPricelist){.id = id};
    added->rules.first = shop->price_rule_count;
    json_array_foreach(items, i, rule) add_rule(shop, rule);
    added->rules.count = shop->price_rule_count - added->rules.first;
}

// Ids of base lists become indexes once all lists are there.
static void resolve_base_lists(VectorShop *shop, uint32_t first_rule)
{
    for (uint32_t at = first_rule; at < shop->price_rule_count; at++)
        shop->rules[at].base_pricelist =
            vector_shop_pricelist(shop, shop->rules[at].base_pricelist);
}

void vector_shop_add_pricelist(VectorShop *shop, int32_t id, const json_t *items)
{
    uint32_t first_rule = shop->price_rule_count;
    add_pricelist(shop, id, items);
    resolve_base_lists(shop, first_rule);
}

void vector_shop_add_pricelists(VectorShop *shop, const json_t *pricelists)
{
    size_t i;
    json_t *pricelist;
    uint32_t first_rule = shop->price_rule_count;
    json_array_foreach(pricelists, i, pricelist)
        add_pricelist(shop, vectors_id(pricelist, "id"), json_object_get(pricelist, "items"));
    resolve_base_lists(shop, first_rule);
}

int32_t vector_shop_fiscal_position(const VectorShop *shop, int32_t id)
{
    for (int32_t i = 0; i < shop->catalogue.fiscal_position_count; i++) {
        if (id != 0 && shop->positions[i].id == id)
            return i;
    }
    return CATALOGUE_NONE;
}

void vector_shop_add_fiscal_positions(VectorShop *shop, const json_t *positions,
                                      bool archived_drops)
{
    size_t i;
    json_t *position, *row;
    const char *key;
    json_array_foreach(positions, i, position)
    {
        need_room((uint64_t)shop->catalogue.fiscal_position_count, POSITIONS_MAX);
        CatFiscalPosition *added = &shop->positions[shop->catalogue.fiscal_position_count++];
        *added = (CatFiscalPosition){.id = vectors_id(position, "id")};
        added->mappings.first = shop->tax_mapping_count;
        json_object_foreach(json_object_get(position, "fiscal_position_taxes_by_id"), key, row)
        {
            int32_t destination = vectors_id(row, "tax_dest_id");
            bool archived = destination != 0 && !vectors_flag(row, "tax_dest_active");
            if (archived && !archived_drops)
                continue;
            need_room(shop->tax_mapping_count, MAPPINGS_MAX);
            shop->mappings[shop->tax_mapping_count++] = (CatTaxMapping){
                .source_tax_id = vectors_id(row, "tax_src_id"),
                .destination_tax_id = archived ? 0 : destination,
            };
        }
        added->mappings.count = shop->tax_mapping_count - added->mappings.first;
    }
}

static int32_t add_category_chain(VectorShop *shop, const json_t *category, int32_t depth)
{
    if (!json_is_object(category) || depth > 64)
        return CATALOGUE_NONE;
    need_room((uint64_t)shop->catalogue.accounting_category_count, CATEGORIES_MAX);
    int32_t index = shop->catalogue.accounting_category_count++;
    shop->categories[index].id = vectors_id(category, "id");
    shop->categories[index].parent =
        add_category_chain(shop, json_object_get(category, "parent"), depth + 1);
    return index;
}

int32_t vector_shop_add_article(VectorShop *shop, const json_t *product)
{
    need_room((uint64_t)shop->catalogue.article_count, ARTICLES_MAX);
    int32_t index = shop->catalogue.article_count++;
    int32_t id = vectors_id(product, "id");
    CatArticle *article = &shop->articles[index];
    *article = (CatArticle){
        .id = id ? id : index + 1,
        .template_id = vectors_id(product, "product_tmpl_id"),
        .name = add_text(shop, vectors_string(product, "display_name")),
        .list_price = vectors_number(product, "lst_price"),
        .cost = vectors_number(product, "standard_price"),
        .accounting_category = add_category_chain(shop, json_object_get(product, "categ"), 0),
        .taxes = {.first = shop->index_count},
    };
    size_t i;
    json_t *tax_id;
    json_array_foreach(json_object_get(product, "taxes_id"), i, tax_id)
    {
        int32_t tax = catalogue_tax_by_id(&shop->catalogue, (int32_t)json_integer_value(tax_id));
        if (tax >= 0)
            add_index(shop, tax);
    }
    article->taxes.count = shop->index_count - article->taxes.first;
    uint32_t at = (uint32_t)index; // the table of ids is kept sorted
    for (; at > 0 && shop->articles[shop->id_index[at - 1]].id > article->id; at--)
        shop->id_index[at] = shop->id_index[at - 1];
    shop->id_index[at] = (uint32_t)index;
    return index;
}

void vector_shop_add_attributes(VectorShop *shop, int32_t article, const json_t *attributes)
{
    CatRange range = {.first = shop->index_count};
    size_t i, j;
    json_t *attribute, *value;
    json_array_foreach(attributes, i, attribute)
    {
        need_room((uint64_t)shop->catalogue.attribute_count, ATTRIBUTES_MAX);
        add_index(shop, shop->catalogue.attribute_count);
        CatAttribute *added = &shop->attributes[shop->catalogue.attribute_count++];
        *added = (CatAttribute){.id = vectors_id(attribute, "ptal")};
        added->values.first = (uint32_t)shop->catalogue.attribute_value_count;
        json_array_foreach(json_object_get(attribute, "values"), j, value)
        {
            need_room((uint64_t)shop->catalogue.attribute_value_count, VALUES_MAX);
            shop->values[shop->catalogue.attribute_value_count++] = (CatAttributeValue){
                .id = vectors_id(value, "id"),
                .name = add_text(shop, vectors_string(value, "name")),
                .price_extra = vectors_number(value, "price_extra"),
                .is_custom = vectors_flag(value, "is_custom"),
            };
        }
        added->values.count = (uint32_t)shop->catalogue.attribute_value_count - added->values.first;
    }
    range.count = shop->index_count - range.first;
    shop->articles[article].attributes = range;
}
