/* Collecting: records are copied as the decoder brings them, references are still server ids. */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/checksum.h"
#include "domain/catalogue_builder_parts.h"

void grow_release(Grow *grow)
{
    free(grow->items);
    grow->items = NULL;
    grow->count = grow->capacity = 0;
}

void *grow_add(Grow *grow)
{
    if (grow->count == grow->capacity) {
        size_t capacity = grow->capacity ? grow->capacity * 2 : 16;
        grow->items = reallocarray(grow->items, capacity, grow->item_bytes);
        CHECK(grow->items != NULL);
        grow->capacity = capacity;
    }
    return memset(grow_item(grow, grow->count++), 0, grow->item_bytes);
}

void grow_shrink(Grow *grow, size_t count)
{
    CHECK(count <= grow->count);
    grow->count = count;
}

void builder_report(CatalogueBuilder *builder, const char *format, ...)
{
    if (++builder->report_count > BUILDER_REPORTS_MAX || !builder->report)
        return;
    char message[300];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    builder->report(builder->report_context, message);
    if (builder->report_count == BUILDER_REPORTS_MAX)
        builder->report(builder->report_context, "more of the same is not reported");
}

static void begin(CatalogueBuilder *builder)
{
    arena_create(&builder->text, BUILDER_TEXT_BYTES_MAX);
    arena_create(&builder->articles, sizeof(CatArticle) * (size_t)CATALOGUE_ARTICLES_MAX);
    // What the decoder brings, the articles of each category again, children of categories and
    // taxes.
    size_t ids_max = 2 * (size_t)BUILDER_IDS_MAX + BUILDER_RECORDS_MAX +
                     (size_t)BUILDER_TAXES_MAX * TAX_LINE_MAX;
    arena_create(&builder->ids, sizeof(int32_t) * ids_max);
    for (int32_t table = 0; table < CAT_TABLE_COUNT; table++)
        builder->tables[table].item_bytes = catalogue_table_layout((CatTable)table)->item_bytes;
    for (int32_t table = 0; table < CAT_TABLE_COUNT; table++)
        builder->translations[table].item_bytes = sizeof(Translation);
    builder->fiscal_mappings.item_bytes = sizeof(FiscalMapping);
    builder->article_rules.item_bytes = sizeof(ArticleRule);
    builder->pricelist = builder->attribute = CATALOGUE_NONE;
    memcpy(builder->languages[0], "en", 3);
    builder->language_count = 1;
}

CatalogueBuilder *catalogue_builder_create(CatalogueReport report, void *report_context)
{
    CatalogueBuilder *builder = calloc(1, sizeof *builder);
    CHECK(builder != NULL);
    builder->report = report;
    builder->report_context = report_context;
    begin(builder);
    return builder;
}

static void release(CatalogueBuilder *builder)
{
    arena_destroy(&builder->text);
    arena_destroy(&builder->articles);
    arena_destroy(&builder->ids);
    for (int32_t table = 0; table < CAT_TABLE_COUNT; table++) {
        grow_release(&builder->tables[table]);
        id_map_release(&builder->maps[table]);
        grow_release(&builder->translations[table]);
    }
    free(builder->id_keys);
    grow_release(&builder->fiscal_mappings);
    grow_release(&builder->article_rules);
    id_map_release(&builder->special_articles);
    id_map_release(&builder->hidden_articles);
    id_map_release(&builder->kept_payment_methods);
}

void catalogue_builder_destroy(CatalogueBuilder *builder)
{
    if (!builder)
        return;
    release(builder);
    free(builder);
}

void builder_clear(CatalogueBuilder *builder)
{
    CatalogueReport report = builder->report;
    void *report_context = builder->report_context;
    release(builder);
    *builder = (CatalogueBuilder){.report = report, .report_context = report_context};
    begin(builder);
}

bool catalogue_builder_has_room(const CatalogueBuilder *builder, Error *error)
{
    return !builder->limit_words ||
           error_set(error, ERROR_LIMIT, "the catalogue has more %s than this program takes",
                     builder->limit_words);
}

void builder_limit_reached(CatalogueBuilder *builder, const char *words)
{
    if (!builder->limit_words)
        builder->limit_words = words;
}

// Bytes that are not UTF-8 become U+FFFD here, so that nobody behind the builder meets any.
static int32_t copy_as_utf8(Text text, char *out)
{
    int32_t used = 0;
    for (int32_t position = 0; position < text.size;)
        used += text_encode_code_point(text_next_code_point(text, &position), out + used);
    return used;
}

CatText catalogue_builder_text(CatalogueBuilder *builder, Text text)
{
    if (text.size <= 0)
        return (CatText){0, 0};
    // The same few texts come with article after article: a unit, a country, a description of
    // variants.
    uint64_t hash = checksum_xxh3(text.data, (size_t)text.size);
    CatText *cached = &builder->text_cache[hash & (BUILDER_TEXT_CACHE_SLOTS - 1)];
    if (text_equal(builder_text(builder, *cached), text))
        return *cached;
    bool valid = text_is_valid_utf8(text);
    size_t room = (size_t)text.size * (valid ? 1 : 3);
    size_t offset = builder->text.used_bytes;
    char *copy = arena_try_alloc(&builder->text, 1, 1, room);
    if (!copy) {
        builder_limit_reached(builder, "texts");
        return (CatText){0, 0};
    }
    size_t size = (size_t)text.size;
    if (valid)
        memcpy(copy, text.data, size);
    else
        size = (size_t)copy_as_utf8(text, copy);
    builder->text.used_bytes = offset + size;
    *cached = (CatText){(uint32_t)offset, (uint32_t)size};
    return *cached;
}

Text catalogue_builder_text_of(const CatalogueBuilder *builder, CatText text)
{
    return builder_text(builder, text);
}

CatRange builder_keep_ids(CatalogueBuilder *builder, const int32_t *ids, int32_t count)
{
    CatRange range = {(uint32_t)(builder->ids.used_bytes / sizeof(int32_t)), 0};
    if (count <= 0)
        return range;
    if ((size_t)range.first + (size_t)count > BUILDER_IDS_MAX) {
        builder_limit_reached(builder, "references");
        return range;
    }
    int32_t *copy = ARENA_NEW(&builder->ids, int32_t, (size_t)count);
    memcpy(copy, ids, (size_t)count * sizeof *copy);
    range.count = (uint32_t)count;
    return range;
}

void catalogue_builder_leave_out(CatalogueBuilder *builder, const char *model, int32_t id,
                                 const char *why)
{
    builder->left_out_count++;
    builder_report(builder, "%s %d: %s, left out", model, (int)id, why);
}

static const char *article_fault(const CatArticle *article)
{
    if (article->id <= 0)
        return "id is not a record's";
    if (article->name.size == 0)
        return "display_name is empty";
    if (!isfinite(article->list_price))
        return "lst_price is not a number";
    if (!isfinite(article->cost))
        return "standard_price is not a number";
    if (article->tracking < 0 || article->tracking > 2)
        return "tracking is not one that we know";
    return NULL;
}

bool catalogue_builder_add_article(CatalogueBuilder *builder, const CatArticle *article,
                                   const int32_t *tax_ids, int32_t tax_count,
                                   const int32_t *category_ids, int32_t category_count,
                                   const int32_t *attribute_line_ids, int32_t attribute_count,
                                   const int32_t *combo_ids, int32_t combo_count, Error *error)
{
    const char *fault = article_fault(article);
    if (tax_count > BUILDER_LIST_MAX || category_count > BUILDER_LIST_MAX ||
        attribute_count > BUILDER_LIST_MAX || combo_count > BUILDER_LIST_MAX)
        fault = "one of its lists is too long";
    if (fault) {
        catalogue_builder_leave_out(builder, "product.product", article->id, fault);
        return true;
    }
    CatArticle *copy = arena_try_alloc(&builder->articles, sizeof *copy, _Alignof(CatArticle), 1);
    if (!copy)
        return error_set(error, ERROR_LIMIT, "more than %d articles", CATALOGUE_ARTICLES_MAX);
    catalogue_copy_record(CAT_TABLE_ARTICLES, copy, article);
    copy->flags &= ~(uint32_t)BUILDER_ARTICLE_DROPPED;
    copy->taxes = builder_keep_ids(builder, tax_ids, tax_count);
    copy->categories = builder_keep_ids(builder, category_ids, category_count);
    copy->attributes = builder_keep_ids(builder, attribute_line_ids, attribute_count);
    copy->combos = builder_keep_ids(builder, combo_ids, combo_count);
    return true;
}

// Adds to one of the small tables. NULL when a limit is reached.
static size_t records_max(CatTable table)
{
    switch ((int)table) {
    case CAT_TABLE_PRICE_RULES:
    case CAT_TABLE_PACKAGINGS:
    case CAT_TABLE_PARTNERS:
    case CAT_TABLE_ATTRIBUTE_VALUES:
    case CAT_TABLE_COMBO_LINES:
        return BUILDER_RECORDS_MAX;
    default:
        return BUILDER_KINDS_MAX;
    }
}

static void *add_record(CatalogueBuilder *builder, CatTable table, const void *record)
{
    Grow *grow = &builder->tables[table];
    if (grow->count >= records_max(table)) {
        builder_limit_reached(builder, catalogue_table_layout(table)->name);
        return NULL;
    }
    void *copy = grow_add(grow);
    catalogue_copy_record(table, copy, record);
    return copy;
}

// The same, and makes it known by `id`. The first of an id stays: NULL for one that came before.
static void *add_known(CatalogueBuilder *builder, CatTable table, const void *record, int32_t id)
{
    if (!id_map_add(&builder->maps[table], id, (int32_t)builder->tables[table].count))
        return NULL;
    return add_record(builder, table, record);
}

void catalogue_builder_add_category(CatalogueBuilder *builder, const CatCategory *category)
{
    add_known(builder, CAT_TABLE_CATEGORIES, category, category->id);
}

void catalogue_builder_add_accounting_category(CatalogueBuilder *builder, int32_t id,
                                               int32_t parent_id)
{
    CatAccountingCategory category = {id, parent_id};
    add_known(builder, CAT_TABLE_ACCOUNTING_CATEGORIES, &category, id);
}

void catalogue_builder_add_unit(CatalogueBuilder *builder, const CatUnit *unit)
{
    add_known(builder, CAT_TABLE_UNITS, unit, unit->id);
}

int32_t catalogue_builder_base_unit_count(const CatalogueBuilder *builder)
{
    const Grow *units = &builder->tables[CAT_TABLE_UNITS];
    int32_t count = 0;
    for (size_t i = 0; i < units->count; i++)
        count += ((const CatUnit *)grow_item(units, i))->is_base;
    return count;
}

void catalogue_builder_mark_base_unit(CatalogueBuilder *builder, int32_t id)
{
    int32_t index = id_map_find(&builder->maps[CAT_TABLE_UNITS], id);
    if (index >= 0)
        ((CatUnit *)grow_item(&builder->tables[CAT_TABLE_UNITS], (size_t)index))->is_base = 1;
}

void catalogue_builder_add_tax(CatalogueBuilder *builder, const CatTax *tax,
                               const int32_t *child_ids, int32_t child_count)
{
    CatTax *copy = add_known(builder, CAT_TABLE_TAXES, tax, tax->id);
    if (!copy)
        return;
    copy->children = (CatRange){0, 0};
    if (child_count > BUILDER_LIST_MAX ||
        builder->tables[CAT_TABLE_TAXES].count > BUILDER_TAXES_MAX)
        builder_limit_reached(builder, "taxes");
    else
        copy->children = builder_keep_ids(builder, child_ids, child_count);
}

void catalogue_builder_add_pricelist(CatalogueBuilder *builder, const CatPricelist *pricelist)
{
    builder->pricelist = CATALOGUE_NONE;
    CatPricelist *copy = add_known(builder, CAT_TABLE_PRICELISTS, pricelist, pricelist->id);
    if (!copy)
        return; // the default one is sent twice; its second rules are not taken
    copy->rules = (CatRange){(uint32_t)builder->tables[CAT_TABLE_PRICE_RULES].count, 0};
    builder->pricelist = (int32_t)builder->tables[CAT_TABLE_PRICELISTS].count - 1;
}

void catalogue_builder_add_price_rule(CatalogueBuilder *builder, const CatPriceRule *rule)
{
    if (builder->pricelist == CATALOGUE_NONE)
        return;
    CatPricelist *pricelist =
        grow_item(&builder->tables[CAT_TABLE_PRICELISTS], (size_t)builder->pricelist);
    if (add_record(builder, CAT_TABLE_PRICE_RULES, rule))
        pricelist->rules.count++;
}

void catalogue_builder_add_payment_method(CatalogueBuilder *builder, const CatPaymentMethod *method)
{
    add_known(builder, CAT_TABLE_PAYMENT_METHODS, method, method->id);
}

void catalogue_builder_keep_payment_methods(CatalogueBuilder *builder, const int32_t *ids,
                                            int32_t count)
{
    builder->keeps_payment_methods = true;
    for (int32_t i = 0; i < count; i++)
        id_map_put(&builder->kept_payment_methods, ids[i], i);
}

void catalogue_builder_add_packaging(CatalogueBuilder *builder, const CatPackaging *packaging)
{
    add_known(builder, CAT_TABLE_PACKAGINGS, packaging, packaging->id);
}

void catalogue_builder_add_barcode_rule(CatalogueBuilder *builder, const CatBarcodeRule *rule)
{
    add_known(builder, CAT_TABLE_BARCODE_RULES, rule, rule->id);
}

void catalogue_builder_add_attribute(CatalogueBuilder *builder, const CatAttribute *attribute)
{
    builder->attribute = CATALOGUE_NONE;
    CatAttribute *copy = add_known(builder, CAT_TABLE_ATTRIBUTES, attribute, attribute->id);
    if (!copy)
        return;
    copy->values = (CatRange){(uint32_t)builder->tables[CAT_TABLE_ATTRIBUTE_VALUES].count, 0};
    builder->attribute = (int32_t)builder->tables[CAT_TABLE_ATTRIBUTES].count - 1;
}

void catalogue_builder_add_attribute_value(CatalogueBuilder *builder,
                                           const CatAttributeValue *value)
{
    if (builder->attribute == CATALOGUE_NONE)
        return;
    CatAttribute *attribute =
        grow_item(&builder->tables[CAT_TABLE_ATTRIBUTES], (size_t)builder->attribute);
    int32_t position = (int32_t)builder->tables[CAT_TABLE_ATTRIBUTE_VALUES].count;
    if (!add_record(builder, CAT_TABLE_ATTRIBUTE_VALUES, value))
        return;
    if (id_map_find(&builder->maps[CAT_TABLE_ATTRIBUTE_VALUES], value->id) < 0)
        id_map_put(&builder->maps[CAT_TABLE_ATTRIBUTE_VALUES], value->id, position);
    attribute->values.count++;
}

void catalogue_builder_add_combo(CatalogueBuilder *builder, const CatCombo *combo,
                                 const int32_t *line_ids, int32_t line_count)
{
    CatCombo *copy = add_known(builder, CAT_TABLE_COMBOS, combo, combo->id);
    if (!copy)
        return;
    copy->lines = (CatRange){0, 0};
    if (line_count > BUILDER_LIST_MAX)
        builder_limit_reached(builder, "lines of a combo");
    else
        copy->lines = builder_keep_ids(builder, line_ids, line_count);
}

void catalogue_builder_add_combo_line(CatalogueBuilder *builder, const CatComboLine *line)
{
    add_known(builder, CAT_TABLE_COMBO_LINES, line, line->id);
}

void catalogue_builder_add_partner(CatalogueBuilder *builder, const CatPartner *partner)
{
    add_known(builder, CAT_TABLE_PARTNERS, partner, partner->id);
}

void catalogue_builder_add_fiscal_position(CatalogueBuilder *builder,
                                           const CatFiscalPosition *position)
{
    add_known(builder, CAT_TABLE_FISCAL_POSITIONS, position, position->id);
}

void catalogue_builder_add_tax_mapping(CatalogueBuilder *builder, int32_t fiscal_position_id,
                                       const CatTaxMapping *mapping)
{
    if (builder->fiscal_mappings.count >= BUILDER_RECORDS_MAX) {
        builder_limit_reached(builder, "tax mappings");
        return;
    }
    FiscalMapping *copy = grow_add(&builder->fiscal_mappings);
    *copy = (FiscalMapping){fiscal_position_id, *mapping};
}

void catalogue_builder_set_special_articles(CatalogueBuilder *builder, const int32_t *ids,
                                            int32_t count)
{
    for (int32_t i = 0; i < count; i++)
        id_map_put(&builder->special_articles, ids[i], i);
}

void catalogue_builder_set_shop(CatalogueBuilder *builder, const CatShop *shop)
{
    builder->shop = (CatShop){0};
    catalogue_copy_record(CAT_TABLE_SHOP, &builder->shop, shop);
    builder->has_shop = true;
}

void catalogue_builder_set_languages(CatalogueBuilder *builder, const char (*languages)[8],
                                     int32_t count)
{
    CHECK(count > 0);
    CHECK(count <= CATALOGUE_LANGUAGES_MAX);
    memset(builder->languages, 0, sizeof builder->languages);
    for (int32_t i = 0; i < count; i++)
        text_copy_to_buffer((Text){languages[i], (int32_t)strnlen(languages[i], 7)},
                            builder->languages[i], 8);
    builder->language_count = count;
}

void catalogue_builder_translate(CatalogueBuilder *builder, CatTable table, int32_t language,
                                 int32_t id, Text name)
{
    Grow *grow = &builder->translations[table];
    if (name.size <= 0 || language <= 0 || language >= CATALOGUE_LANGUAGES_MAX)
        return;
    if (grow->count >= (size_t)CATALOGUE_ARTICLES_MAX * CATALOGUE_LANGUAGES_MAX) {
        builder_limit_reached(builder, "translations");
        return;
    }
    CatText text = catalogue_builder_text(builder, name);
    Translation *copy = grow_add(grow);
    *copy = (Translation){language, id, text};
}

bool catalogue_builder_finish(CatalogueBuilder *builder, const char *origin, int64_t made_unix_ms,
                              Arena *result, Bytes *out_block, Error *error)
{
    bool done = false;
    if (catalogue_builder_has_room(builder, error)) {
        builder_resolve_trees(builder);
        builder_resolve_taxes(builder);
        builder_resolve_articles(builder);
        builder_resolve_others(builder);
        done = builder_lay_out(builder, origin, made_unix_ms, result, out_block, error);
    }
    builder_clear(builder);
    return done;
}
