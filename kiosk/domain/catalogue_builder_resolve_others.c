/* Resolving what refers to articles and pricelists, and the shop itself. */
#include <stdlib.h>
#include <string.h>

#include "domain/barcode_pattern.h"
#include "domain/catalogue_builder_parts.h"

static void append_rule(Grow *rules, CatPricelist *list, const CatPriceRule *rule)
{
    memcpy(grow_add(rules), rule, sizeof *rule);
    list->rules.count++;
}

// The server's order of precedence: what is for one article comes before what is for a category or
// for all. Rules that came by themselves are of articles that the lists didn't know, so that among
// their own kind it doesn't matter which is first.
static void merge_article_rules(CatalogueBuilder *builder)
{
    const Grow *added = &builder->article_rules;
    Grow *rules = &builder->tables[CAT_TABLE_PRICE_RULES];
    Grow *lists = &builder->tables[CAT_TABLE_PRICELISTS];
    if (added->count == 0)
        return;
    Grow merged = {.item_bytes = rules->item_bytes};
    IdMap known = {0};
    for (size_t i = 0; i < rules->count; i++)
        id_map_put(&known, ((const CatPriceRule *)grow_item(rules, i))->id, 0);
    for (size_t i = 0; i < lists->count; i++) {
        CatPricelist *list = grow_item(lists, i);
        CatRange old = list->rules;
        list->rules = (CatRange){(uint32_t)merged.count, 0};
        for (size_t k = 0; k < added->count; k++) {
            const ArticleRule *one = grow_item(added, k);
            if (one->pricelist_id == list->id && id_map_add(&known, one->rule.id, 0))
                append_rule(&merged, list, &one->rule);
        }
        for (uint32_t k = 0; k < old.count; k++)
            append_rule(&merged, list, grow_item(rules, old.first + k));
    }
    id_map_release(&known);
    grow_release(rules);
    *rules = merged;
}

// A chain of pricelists that bites its tail is left as it is: whoever follows it counts the steps.
static void resolve_pricelists(CatalogueBuilder *builder)
{
    Grow *rules = &builder->tables[CAT_TABLE_PRICE_RULES];
    for (size_t i = 0; i < rules->count; i++) {
        CatPriceRule *rule = grow_item(rules, i);
        int32_t id = rule->base == CAT_BASE_PRICELIST ? rule->base_pricelist : 0;
        rule->base_pricelist = id_map_find(&builder->maps[CAT_TABLE_PRICELISTS], id);
    }
}

// Lines are put behind one another in the order in which the combos name them.
static void resolve_combos(CatalogueBuilder *builder)
{
    Grow *combos = &builder->tables[CAT_TABLE_COMBOS];
    Grow *lines = &builder->tables[CAT_TABLE_COMBO_LINES];
    Grow sorted = {.item_bytes = lines->item_bytes};
    for (size_t i = 0; i < combos->count; i++) {
        CatCombo *combo = grow_item(combos, i);
        const uint32_t *ids = builder_ids(builder, combo->lines);
        CatRange range = {(uint32_t)sorted.count, 0};
        for (uint32_t j = 0; j < combo->lines.count; j++) {
            int32_t index = id_map_find(&builder->maps[CAT_TABLE_COMBO_LINES], (int32_t)ids[j]);
            if (index < 0)
                continue;
            const CatComboLine *line = grow_item(lines, (size_t)index);
            CatComboLine *copy = grow_add(&sorted);
            *copy =
                (CatComboLine){line->id, builder_find_article(builder, line->article), line->price};
            range.count++;
        }
        combo->lines = range;
    }
    grow_release(lines);
    *lines = sorted;
}

// The server names packagings of articles that it didn't send: those are dropped.
static void resolve_packagings(CatalogueBuilder *builder)
{
    Grow *grow = &builder->tables[CAT_TABLE_PACKAGINGS];
    size_t kept = 0;
    for (size_t i = 0; i < grow->count; i++) {
        CatPackaging packaging = *(const CatPackaging *)grow_item(grow, i);
        packaging.article = builder_find_article(builder, packaging.article);
        if (packaging.article != CATALOGUE_NONE)
            *(CatPackaging *)grow_item(grow, kept++) = packaging;
    }
    grow_shrink(grow, kept);
}

static void filter_payment_methods(CatalogueBuilder *builder)
{
    Grow *grow = &builder->tables[CAT_TABLE_PAYMENT_METHODS];
    size_t kept = 0;
    for (size_t i = 0; i < grow->count && builder->keeps_payment_methods; i++) {
        CatPaymentMethod method = *(const CatPaymentMethod *)grow_item(grow, i);
        if (id_map_find(&builder->kept_payment_methods, method.id) >= 0)
            *(CatPaymentMethod *)grow_item(grow, kept++) = method;
    }
    if (builder->keeps_payment_methods)
        grow_shrink(grow, kept);
}

// In order of sequence; rules of one sequence stay as they came (the server sorts them by id).
static void sort_barcode_rules(CatalogueBuilder *builder)
{
    Grow *grow = &builder->tables[CAT_TABLE_BARCODE_RULES];
    CatBarcodeRule *rules = (CatBarcodeRule *)(void *)grow->items;
    for (size_t i = 1; i < grow->count; i++) {
        CatBarcodeRule rule = rules[i];
        size_t j = i;
        for (; j > 0 && rules[j - 1].sequence > rule.sequence; j--)
            rules[j] = rules[j - 1];
        rules[j] = rule;
    }
    for (size_t i = 0; i < grow->count; i++) {
        Text pattern = builder_text(builder, rules[i].pattern);
        bool is_gs1 = rules[i].encoding == CAT_ENCODING_GS1;
        if (builder->seeded_count == 0 && !barcode_pattern_is_understood(pattern, is_gs1))
            builder_report(builder,
                           "barcode.rule %d: pattern '%.*s' is not understood, ignoring it",
                           (int)rules[i].id, TEXT_PRINTF(pattern));
    }
}

static void resolve_fiscal_positions(CatalogueBuilder *builder)
{
    Grow *positions = &builder->tables[CAT_TABLE_FISCAL_POSITIONS];
    Grow *mappings = &builder->tables[CAT_TABLE_TAX_MAPPINGS];
    const Grow *collected = &builder->fiscal_mappings;
    IdMap *map = &builder->maps[CAT_TABLE_FISCAL_POSITIONS];
    for (size_t i = 0; i < positions->count; i++)
        ((CatFiscalPosition *)grow_item(positions, i))->mappings = (CatRange){0, 0};
    for (size_t i = 0; i < collected->count; i++) {
        const FiscalMapping *mapping = grow_item(collected, i);
        int32_t position = id_map_find(map, mapping->fiscal_position_id);
        if (position >= 0) {
            ((CatFiscalPosition *)grow_item(positions, (size_t)position))->mappings.count++;
            grow_add(mappings);
        }
    }
    uint32_t first = 0;
    for (size_t i = 0; i < positions->count; i++) {
        CatRange *range = &((CatFiscalPosition *)grow_item(positions, i))->mappings;
        range->first = first;
        first += range->count;
        range->count = 0;
    }
    for (size_t i = 0; i < collected->count; i++) {
        const FiscalMapping *mapping = grow_item(collected, i);
        int32_t position = id_map_find(map, mapping->fiscal_position_id);
        if (position < 0)
            continue;
        CatRange *range = &((CatFiscalPosition *)grow_item(positions, (size_t)position))->mappings;
        *(CatTaxMapping *)grow_item(mappings, range->first + range->count++) = mapping->mapping;
    }
}

void builder_resolve_others(CatalogueBuilder *builder)
{
    CatShop *shop = &builder->shop;
    merge_article_rules(builder);
    resolve_pricelists(builder);
    resolve_combos(builder);
    resolve_packagings(builder);
    filter_payment_methods(builder);
    sort_barcode_rules(builder);
    resolve_fiscal_positions(builder);
    shop->pricelist = id_map_find(&builder->maps[CAT_TABLE_PRICELISTS], shop->pricelist);
    shop->default_fiscal_position =
        id_map_find(&builder->maps[CAT_TABLE_FISCAL_POSITIONS], shop->default_fiscal_position);
}
