/* Resolving the articles and their taxes: ids become positions, faulty articles are left out. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/catalogue_builder_parts.h"
#include "domain/catalogue_index.h"

uint32_t builder_resolve_list(CatalogueBuilder *builder, CatRange *list, const IdMap *map)
{
    uint32_t *items = builder_ids(builder, *list);
    uint32_t unknown = 0;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < list->count; i++) {
        int32_t index = id_map_find(map, (int32_t)items[i]);
        if (index < 0) {
            unknown++;
            continue;
        }
        uint32_t same = 0;
        while (same < kept && items[same] != (uint32_t)index)
            same++;
        if (same == kept)
            items[kept++] = (uint32_t)index;
    }
    list->count = kept;
    return unknown;
}

typedef struct FlatTaxes {
    uint32_t leaves[TAX_LINE_MAX];
    uint32_t count, visits;
} FlatTaxes;

// Appends the taxes that a group stands for. False when they are too many or contain themselves.
static bool flatten_group(CatalogueBuilder *builder, CatRange children, FlatTaxes *flat)
{
    const CatTax *taxes = (const CatTax *)(void *)builder->tables[CAT_TABLE_TAXES].items;
    const uint32_t *items = builder_ids(builder, children);
    for (uint32_t i = 0; i < children.count; i++) {
        int32_t index = id_map_find(&builder->maps[CAT_TABLE_TAXES], (int32_t)items[i]);
        if (++flat->visits > BUILDER_LIST_MAX)
            return false;
        if (index < 0)
            continue;
        if (taxes[index].kind == TAX_GROUP) {
            if (!flatten_group(builder, taxes[index].children, flat))
                return false;
        } else {
            if (flat->count == TAX_LINE_MAX)
                return false;
            flat->leaves[flat->count++] = (uint32_t)index;
        }
    }
    return true;
}

// Children are listed flat: a group in a group is replaced by its taxes, in place. The flattened
// lists are new ones, so that the ids of groups that come later in the table are still there to be
// read.
void builder_resolve_taxes(CatalogueBuilder *builder)
{
    Grow *grow = &builder->tables[CAT_TABLE_TAXES];
    CatRange *lists = calloc(grow->count + 1, sizeof *lists);
    CHECK(lists != NULL);
    for (size_t i = 0; i < grow->count; i++) {
        const CatTax *tax = grow_item(grow, i);
        FlatTaxes flat = {.count = 0};
        if (tax->kind == TAX_GROUP && !flatten_group(builder, tax->children, &flat)) {
            builder_report(builder,
                           "account.tax %d: children_tax_ids are too many or contain the group, "
                           "taken as none",
                           (int)tax->id);
            flat.count = 0;
        }
        lists[i].first = (uint32_t)(builder->ids.used_bytes / sizeof(uint32_t));
        lists[i].count = flat.count;
        uint32_t *items = ARENA_NEW(&builder->ids, uint32_t, flat.count);
        memcpy(items, flat.leaves, flat.count * sizeof *items);
    }
    for (size_t i = 0; i < grow->count; i++)
        ((CatTax *)grow_item(grow, i))->children = lists[i];
    free(lists);
}

static bool leave_out(CatalogueBuilder *builder, CatArticle *article, const char *field,
                      int32_t missing_id)
{
    char why[80];
    snprintf(why, sizeof why, "%s %d is not known", field, (int)missing_id);
    catalogue_builder_leave_out(builder, "product.product", article->id, why);
    article->flags |= BUILDER_ARTICLE_DROPPED;
    return false;
}

// The server's evaluation order of taxes is the order of its list of taxes, whatever an article
// says.
static void sort_ascending(uint32_t *items, uint32_t count)
{
    for (uint32_t i = 1; i < count; i++) {
        uint32_t item = items[i];
        uint32_t j = i;
        for (; j > 0 && items[j - 1] > item; j--)
            items[j] = items[j - 1];
        items[j] = item;
    }
}

static bool resolve_article(CatalogueBuilder *builder, CatArticle *article)
{
    const IdMap *maps = builder->maps;
    int32_t unit = id_map_find(&maps[CAT_TABLE_UNITS], article->unit);
    if (unit < 0)
        return leave_out(builder, article, "uom_id", article->unit);
    int32_t accounting_id = article->accounting_category;
    int32_t accounting = id_map_find(&maps[CAT_TABLE_ACCOUNTING_CATEGORIES], accounting_id);
    if (accounting < 0 && accounting_id > 0)
        return leave_out(builder, article, "categ_id", accounting_id); // its price could be wrong
    for (uint32_t i = 0; i < article->combos.count; i++) {
        int32_t id = (int32_t)builder_ids(builder, article->combos)[i];
        if (id_map_find(&maps[CAT_TABLE_COMBOS], id) < 0)
            return leave_out(builder, article, "combo_ids", id);
    }
    article->unit = unit;
    article->accounting_category = accounting;
    builder_resolve_list(builder, &article->combos, &maps[CAT_TABLE_COMBOS]);
    // The server names taxes of other companies, categories of other lanes, attributes that aren't
    // chosen at the till: not known means not ours.
    builder_resolve_list(builder, &article->taxes, &maps[CAT_TABLE_TAXES]);
    sort_ascending(builder_ids(builder, article->taxes), article->taxes.count);
    builder_resolve_list(builder, &article->categories, &maps[CAT_TABLE_CATEGORIES]);
    builder_resolve_list(builder, &article->attributes, &maps[CAT_TABLE_ATTRIBUTES]);

    uint32_t derived = CAT_ARTICLE_COMBO | CAT_ARTICLE_CHOICES | CAT_ARTICLE_TRACKED;
    article->flags &= ~derived;
    if (article->combos.count > 0)
        article->flags |= CAT_ARTICLE_COMBO;
    if (article->attributes.count > 0)
        article->flags |= CAT_ARTICLE_CHOICES;
    if (article->tracking != 0)
        article->flags |= CAT_ARTICLE_TRACKED;
    if (id_map_find(&builder->hidden_articles, article->id) >= 0)
        article->flags |= CAT_ARTICLE_HIDDEN;
    if (id_map_find(&builder->special_articles, article->id) >= 0 ||
        (builder->has_shop && builder->shop.tip_article_id == article->id))
        article->flags |= CAT_ARTICLE_SPECIAL;
    return true;
}

static void make_id_keys(CatalogueBuilder *builder)
{
    const CatArticle *articles = builder_articles(builder);
    uint32_t count = builder_article_count(builder);
    free(builder->id_keys);
    builder->id_keys = malloc(((size_t)count + 1) * sizeof *builder->id_keys);
    CHECK(builder->id_keys != NULL);
    for (uint32_t i = 0; i < count; i++)
        builder->id_keys[i] = catalogue_id_key(articles[i].id, i);
    catalogue_sort_id_keys(builder->id_keys, count);
    builder->id_key_count = count;
}

// A page that shifted or a delta brings an article again: the later record is the newer one. It
// takes the place of the first, so that an article that was changed doesn't change its place.
static bool drop_repeated(CatalogueBuilder *builder)
{
    CatArticle *articles = builder_articles(builder);
    uint32_t count = builder_article_count(builder);
    uint32_t first = 0; // of the same id
    for (uint32_t i = 1; i < count; i++) {
        if (builder->id_keys[first] >> 32 != builder->id_keys[i] >> 32) {
            first = i;
            continue;
        }
        CatArticle *later = &articles[(uint32_t)builder->id_keys[i]];
        articles[(uint32_t)builder->id_keys[first]] = *later;
        later->flags |= BUILDER_ARTICLE_DROPPED;
        builder->repeated_count++;
    }
    if (builder->repeated_count > 0 && builder->seeded_count == 0)
        builder_report(builder,
                       "product.product: %d came more than once, the last of each is taken",
                       (int)builder->repeated_count);
    return builder->repeated_count > 0;
}

static void close_gaps(CatalogueBuilder *builder)
{
    CatArticle *articles = builder_articles(builder);
    uint32_t count = builder_article_count(builder);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (articles[i].flags & BUILDER_ARTICLE_DROPPED)
            continue;
        if (kept != i)
            articles[kept] = articles[i];
        kept++;
    }
    builder->articles.used_bytes = kept * sizeof *articles;
}

// Visible articles of each category, in the server's order: count, hand out places, fill.
static void list_category_articles(CatalogueBuilder *builder)
{
    Grow *grow = &builder->tables[CAT_TABLE_CATEGORIES];
    CatCategory *categories = (CatCategory *)(void *)grow->items;
    CatArticle *articles = builder_articles(builder);
    uint32_t count = builder_article_count(builder);
    for (int32_t fill = 0; fill < 2; fill++) {
        for (uint32_t i = 0; i < count; i++) {
            if (articles[i].flags & (CAT_ARTICLE_SPECIAL | CAT_ARTICLE_HIDDEN))
                continue;
            const uint32_t *in = builder_ids(builder, articles[i].categories);
            for (uint32_t c = 0; c < articles[i].categories.count; c++) {
                CatRange *list = &categories[in[c]].articles;
                if (fill)
                    builder_ids(builder, *list)[list->count] = i;
                list->count++;
            }
        }
        for (size_t c = 0; c < grow->count && !fill; c++) {
            CatRange *list = &categories[c].articles;
            list->first = (uint32_t)(builder->ids.used_bytes / sizeof(int32_t));
            (void)ARENA_NEW(&builder->ids, uint32_t, list->count);
            list->count = 0;
        }
    }
}

void builder_resolve_articles(CatalogueBuilder *builder)
{
    CatArticle *articles = builder_articles(builder);
    uint32_t count = builder_article_count(builder);
    make_id_keys(builder);
    bool gaps = drop_repeated(builder);
    for (uint32_t i = 0; i < count; i++) {
        if (!(articles[i].flags & BUILDER_ARTICLE_DROPPED) &&
            !resolve_article(builder, &articles[i]))
            gaps = true;
    }
    if (gaps) {
        close_gaps(builder);
        make_id_keys(builder);
    }
    list_category_articles(builder);
}

int32_t builder_find_article(const CatalogueBuilder *builder, int32_t id)
{
    size_t low = 0;
    size_t count = builder->id_key_count;
    size_t high = count;
    uint64_t key = catalogue_id_key(id, 0);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (builder->id_keys[middle] < key)
            low = middle + 1;
        else
            high = middle;
    }
    bool found = low < count && builder->id_keys[low] >> 32 == key >> 32;
    return found ? (int32_t)(uint32_t)builder->id_keys[low] : CATALOGUE_NONE;
}
