/* What the parts of the catalogue builder share; nobody else includes this.
 *
 * Three steps, a file each: collect (catalogue_builder.c) copies what the decoder brings,
 * references still being server ids; resolve (catalogue_builder_resolve*.c) turns ids into
 * positions and leaves out what can't be sold; lay out (catalogue_builder_layout.c) writes the
 * tables one behind the other into the caller's arena and gives each collected table back as soon
 * as it is copied, so that a big catalogue is in memory little more than once. */
#ifndef KIOSK_DOMAIN_CATALOGUE_BUILDER_PARTS_H
#define KIOSK_DOMAIN_CATALOGUE_BUILDER_PARTS_H

#include "domain/catalogue_builder.h"
#include "domain/catalogue_layout.h"
#include "domain/id_map.h"

enum {
    BUILDER_TEXT_BYTES_MAX = 1 << 30,
    BUILDER_IDS_MAX = 32 << 20,    // references in lists
    BUILDER_RECORDS_MAX = 1 << 20, // of a table that grows with the articles: rules, packagings ...
    BUILDER_KINDS_MAX = 100000,    // of one that doesn't: categories, taxes, units ...
    BUILDER_TAXES_MAX = 10000,
    BUILDER_LIST_MAX = 1000,        // references in one list
    BUILDER_TEXT_CACHE_SLOTS = 512, // a power of two
    BUILDER_REPORTS_MAX = 200,
    BUILDER_ARTICLE_DROPPED = 1 << 30, // a flag while resolving
};

typedef struct Grow { // a growing array on the heap
    uint8_t *items;
    size_t item_bytes, count, capacity;
} Grow;

typedef struct Translation {
    int32_t language, id; // of a record
    CatText name;
} Translation;

typedef struct FiscalMapping {
    int32_t fiscal_position_id;
    CatTaxMapping mapping;
} FiscalMapping;

typedef struct ArticleRule { // a price rule that came by itself
    int32_t pricelist_id;
    CatPriceRule rule;
} ArticleRule;

struct CatalogueBuilder {
    CatalogueReport report;
    void *report_context;
    int32_t report_count, left_out_count, repeated_count;
    const char *limit_words; // the first limit that was reached, else NULL

    Arena text;     // address space; pages come as they are touched
    Arena articles; // CatArticle
    Arena ids;      // int32_t, the lists of references
    CatText text_cache[BUILDER_TEXT_CACHE_SLOTS];

    Grow tables[CAT_TABLE_COUNT]; // the small ones
    IdMap maps[CAT_TABLE_COUNT];  // id to position in tables[]
    size_t id_key_count;
    uint64_t *id_keys;            // articles by id, made by resolve
    int32_t pricelist, attribute; // that take what comes next, or CATALOGUE_NONE

    Grow translations[CAT_TABLE_COUNT]; // Translation, of the table with the records
    Grow fiscal_mappings;               // FiscalMapping
    Grow article_rules;                 // ArticleRule
    IdMap special_articles, hidden_articles, kept_payment_methods;
    uint32_t seeded_count; // articles that came from another block
    bool keeps_payment_methods, has_shop;
    CatShop shop;
    char languages[CATALOGUE_LANGUAGES_MAX][8];
    int32_t language_count;
};

void grow_release(Grow *grow);
void *grow_add(Grow *grow); // a new zeroed item at the end
void grow_shrink(Grow *grow, size_t count);

static inline void *grow_item(const Grow *grow, size_t index)
{
    return grow->items + index * grow->item_bytes;
}

void builder_report(CatalogueBuilder *builder, const char *format, ...) PRINTF_LIKE(2, 3);
// Remembers the first limit that was reached; finish fails with it.
void builder_limit_reached(CatalogueBuilder *builder, const char *words);
CatRange builder_keep_ids(CatalogueBuilder *builder, const int32_t *ids, int32_t count);
void builder_clear(CatalogueBuilder *builder);

static inline CatArticle *builder_articles(const CatalogueBuilder *builder)
{
    return (CatArticle *)(void *)builder->articles.base;
}

static inline uint32_t builder_article_count(const CatalogueBuilder *builder)
{
    return (uint32_t)(builder->articles.used_bytes / sizeof(CatArticle));
}

static inline uint32_t *builder_ids(const CatalogueBuilder *builder, CatRange range)
{
    return (uint32_t *)(void *)builder->ids.base + range.first;
}

static inline Text builder_text(const CatalogueBuilder *builder, CatText text)
{
    return (Text){(const char *)builder->text.base + text.offset, (int32_t)text.size};
}

// Turns the ids of a list into positions, in place; ids that the map doesn't have are dropped, as
// are repeats. Returns how many were not known.
uint32_t builder_resolve_list(CatalogueBuilder *builder, CatRange *list, const IdMap *map);
int32_t builder_find_article(const CatalogueBuilder *builder, int32_t id);

void builder_resolve_trees(CatalogueBuilder *builder); // both kinds of categories
void builder_resolve_taxes(CatalogueBuilder *builder);
void builder_resolve_articles(CatalogueBuilder *builder);
void builder_resolve_others(CatalogueBuilder *builder); // what refers to articles, and the shop

MUST_USE bool builder_lay_out(CatalogueBuilder *builder, const char *origin, int64_t made_unix_ms,
                              Arena *result, Bytes *out_block, Error *error);

#endif
