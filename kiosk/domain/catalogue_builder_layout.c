/* Laying out: one table behind the other at the end of the caller's arena, so that what was
 * collected can be given back table by table; the header last, when everything is known. */
#include <stdlib.h>
#include <string.h>

#include "base/checksum.h"
#include "domain/catalogue_builder_parts.h"
#include "domain/catalogue_image.h"
#include "domain/catalogue_index.h"
#include "domain/catalogue_search_text.h"

typedef struct Layout {
    CatalogueBuilder *builder;
    Arena *result;
    uint8_t *block;
    CatalogueHeader *header;
    const char *text; // the block's
    const CatArticle *articles;
    const CatPackaging *packagings;
    const CatText *names; // translated
    uint32_t *indexes;
    uint32_t index_count;
    uint32_t article_count, packaging_count;
    bool full; // the arena
} Layout;

// Room for the next table, zeroed. NULL when the arena is full.
static void *add_table(Layout *layout, CatTable table, size_t count)
{
    const CatTableLayout *kind = catalogue_table_layout(table);
    void *items = layout->full ? NULL : arena_try_alloc(layout->result, kind->item_bytes, 8, count);
    if (!items) {
        layout->full = true;
        return NULL;
    }
    layout->header->tables[table] =
        (CatTableEntry){(uint64_t)((uint8_t *)items - layout->block), count};
    return items;
}

static void copy_table(Layout *layout, CatTable table)
{
    Grow *grow = &layout->builder->tables[table];
    void *items = add_table(layout, table, grow->count);
    if (items && grow->count > 0)
        memcpy(items, grow->items, grow->count * grow->item_bytes);
    grow_release(grow);
}

// Moves a list from the builder's ids to the block's indexes.
static void move_list(Layout *layout, CatRange *list)
{
    const uint32_t *items = builder_ids(layout->builder, *list);
    list->first = layout->index_count;
    memcpy(layout->indexes + layout->index_count, items, list->count * sizeof *items);
    layout->index_count += list->count;
}

static void lay_out_texts(Layout *layout)
{
    CatalogueBuilder *builder = layout->builder;
    char *text = add_table(layout, CAT_TABLE_TEXT, builder->text.used_bytes);
    if (text && builder->text.used_bytes > 0)
        memcpy(text, builder->text.base, builder->text.used_bytes);
    layout->text = text;
    arena_destroy(&builder->text);
}

static void lay_out_lists(Layout *layout)
{
    CatalogueBuilder *builder = layout->builder;
    CatArticle *articles = builder_articles(builder);
    Grow *categories = &builder->tables[CAT_TABLE_CATEGORIES];
    Grow *taxes = &builder->tables[CAT_TABLE_TAXES];
    size_t count = 0;
    for (uint32_t i = 0; i < layout->article_count; i++)
        count += (size_t)articles[i].taxes.count + articles[i].categories.count +
                 articles[i].attributes.count + articles[i].combos.count;
    for (size_t i = 0; i < categories->count; i++) {
        const CatCategory *category = grow_item(categories, i);
        count += (size_t)category->children.count + category->articles.count;
    }
    for (size_t i = 0; i < taxes->count; i++)
        count += ((const CatTax *)grow_item(taxes, i))->children.count;

    layout->indexes = add_table(layout, CAT_TABLE_INDEXES, count);
    if (!layout->indexes)
        return;
    for (uint32_t i = 0; i < layout->article_count; i++) {
        move_list(layout, &articles[i].taxes);
        move_list(layout, &articles[i].categories);
        move_list(layout, &articles[i].attributes);
        move_list(layout, &articles[i].combos);
    }
    for (size_t i = 0; i < categories->count; i++) {
        CatCategory *category = grow_item(categories, i);
        move_list(layout, &category->children);
        move_list(layout, &category->articles);
    }
    for (size_t i = 0; i < taxes->count; i++)
        move_list(layout, &((CatTax *)grow_item(taxes, i))->children);
    arena_destroy(&builder->ids);
}

static void lay_out_articles(Layout *layout)
{
    Arena *collected = &layout->builder->articles;
    CatArticle *articles = add_table(layout, CAT_TABLE_ARTICLES, layout->article_count);
    if (articles)
        memcpy(articles, collected->base, collected->used_bytes);
    layout->articles = articles;
    arena_destroy(collected);
}

static CatText first_name(const Layout *layout, const CatTranslated *of, int32_t index)
{
    const uint8_t *records = layout->block + layout->header->tables[of->records].offset;
    size_t item_bytes = catalogue_table_layout(of->records)->item_bytes;
    return *(const CatText *)(const void *)(records + item_bytes * (size_t)index + of->name_offset);
}

// One row of names for each language but the first; a name equal to the first language's is left
// empty.
static void lay_out_translations(Layout *layout, const CatTranslated *of)
{
    CatalogueBuilder *builder = layout->builder;
    Grow *collected = &builder->translations[of->records];
    bool of_articles = of->records == CAT_TABLE_ARTICLES;
    size_t rows = (size_t)builder->language_count - 1;
    size_t count = layout->header->tables[of->records].count;
    CatText *names = add_table(layout, of->names, rows * count);
    for (size_t i = 0; i < collected->count && names; i++) {
        const Translation *one = grow_item(collected, i);
        int32_t index = of_articles ? builder_find_article(builder, one->id)
                                    : id_map_find(&builder->maps[of->records], one->id);
        if (index < 0 || one->language >= builder->language_count)
            continue;
        CatText first = first_name(layout, of, index);
        bool same =
            one->name.size == first.size &&
            memcmp(layout->text + one->name.offset, layout->text + first.offset, first.size) == 0;
        names[(size_t)(one->language - 1) * count + (size_t)index] =
            same ? (CatText){0, 0} : one->name;
    }
    if (of_articles)
        layout->names = names;
    grow_release(collected);
}

static Text block_text(const Layout *layout, CatText text)
{
    return (Text){layout->text + text.offset, (int32_t)text.size};
}

static bool is_sellable(const CatArticle *article)
{
    return (article->flags & (CAT_ARTICLE_SPECIAL | CAT_ARTICLE_HIDDEN)) == 0;
}

// `slots` is being filled: articles in order of id, then packagings, so that who comes first keeps
// a code.
static void add_barcode(Layout *layout, CatBarcodeSlot *slots, uint32_t slot_count,
                        const CatBarcodeSlot *entry)
{
    Text barcode = block_text(layout, entry->barcode);
    uint32_t place = catalogue_barcode_slot(slots, slot_count, layout->text, barcode);
    CHECK(place < slot_count);
    CatBarcodeSlot *slot = &slots[place];
    if (slot->hash == 0) {
        *slot = *entry;
        slot->hash = catalogue_barcode_hash(barcode);
        return;
    }
    int32_t owner_id = layout->articles[slot->article].id;
    if (entry->packaging == CATALOGUE_NONE)
        builder_report(
            layout->builder, "product.product %d: barcode '%.*s' is already that of %d, ignored",
            (int)layout->articles[entry->article].id, TEXT_PRINTF(barcode), (int)owner_id);
    else
        builder_report(
            layout->builder,
            "product.packaging %d: barcode '%.*s' is already that of article %d, ignored",
            (int)layout->packagings[entry->packaging].id, TEXT_PRINTF(barcode), (int)owner_id);
}

static bool has_barcode(const CatArticle *article)
{
    return is_sellable(article) && article->barcode.size > 0;
}

static bool is_scanned_packaging(const Layout *layout, const CatPackaging *packaging)
{
    return packaging->barcode.size > 0 && is_sellable(&layout->articles[packaging->article]);
}

// Of two packagings with one barcode the one with the lower id keeps it.
static void add_packaging_barcodes(Layout *layout, CatBarcodeSlot *slots, uint32_t slot_count)
{
    uint64_t *keys = calloc((size_t)layout->packaging_count + 1, sizeof *keys);
    CHECK(keys != NULL);
    for (uint32_t i = 0; i < layout->packaging_count; i++)
        keys[i] = catalogue_id_key(layout->packagings[i].id, i);
    catalogue_sort_id_keys(keys, layout->packaging_count);
    for (uint32_t i = 0; i < layout->packaging_count; i++) {
        int32_t packaging = (int32_t)(uint32_t)keys[i];
        const CatPackaging *record = &layout->packagings[packaging];
        CatBarcodeSlot entry = {0, record->article, packaging, record->barcode};
        if (is_scanned_packaging(layout, record))
            add_barcode(layout, slots, slot_count, &entry);
    }
    free(keys);
}

static void lay_out_barcode_index(Layout *layout)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < layout->article_count; i++)
        count += has_barcode(&layout->articles[i]);
    for (uint32_t i = 0; i < layout->packaging_count; i++)
        count += is_scanned_packaging(layout, &layout->packagings[i]);
    uint32_t slot_count = catalogue_barcode_slots_for(count);
    CatBarcodeSlot *slots = add_table(layout, CAT_TABLE_BARCODE_INDEX, slot_count);
    if (!slots)
        return;
    for (uint32_t i = 0; i < slot_count; i++)
        slots[i] = (CatBarcodeSlot){0, CATALOGUE_NONE, CATALOGUE_NONE, {0, 0}};
    for (uint32_t i = 0; i < layout->article_count; i++) {
        int32_t article = (int32_t)(uint32_t)layout->builder->id_keys[i];
        const CatArticle *record = &layout->articles[article];
        CatBarcodeSlot entry = {0, article, CATALOGUE_NONE, record->barcode};
        if (has_barcode(record))
            add_barcode(layout, slots, slot_count, &entry);
    }
    add_packaging_barcodes(layout, slots, slot_count);
}

static void lay_out_id_index(Layout *layout)
{
    uint32_t *ids = add_table(layout, CAT_TABLE_ID_INDEX, layout->article_count);
    for (uint32_t i = 0; i < layout->article_count && ids; i++)
        ids[i] = (uint32_t)layout->builder->id_keys[i];
}

// Appends a separator and `folded` to the search text, which is the arena's last allocation.
static void append_folded(Layout *layout, const char *folded, int32_t size)
{
    char *place = layout->full ? NULL : arena_try_alloc(layout->result, 1, 1, (size_t)size + 1);
    if (!place) {
        layout->full = true;
        return;
    }
    place[0] = SEARCH_SEPARATOR;
    memcpy(place + 1, folded, (size_t)size);
    layout->header->tables[CAT_TABLE_SEARCH_TEXT].count += (uint64_t)size + 1;
}

static void append_names(Layout *layout, uint32_t article)
{
    char first[SEARCH_FOLDED_MAX];
    char other[SEARCH_FOLDED_MAX];
    int32_t first_size =
        search_fold_words(block_text(layout, layout->articles[article].name), first);
    append_folded(layout, first, first_size);
    for (int32_t row = 0; row < layout->builder->language_count - 1; row++) {
        CatText name = layout->names[(size_t)row * layout->article_count + article];
        int32_t size = search_fold_words(block_text(layout, name), other);
        if (size > 0 && !(size == first_size && memcmp(first, other, (size_t)size) == 0))
            append_folded(layout, other, size);
    }
}

static void append_codes(Layout *layout, const CatArticle *article)
{
    char folded[SEARCH_FOLDED_MAX];
    CatText codes[2] = {article->code, article->barcode};
    for (int32_t i = 0; i < 2; i++) {
        int32_t size = search_fold_code(block_text(layout, codes[i]), folded);
        if (size > 0)
            append_folded(layout, folded, size);
    }
}

static void lay_out_search(Layout *layout)
{
    uint32_t count = layout->article_count;
    uint32_t *starts = calloc((size_t)count * 2 + 1, sizeof *starts);
    CHECK(starts != NULL);
    const CatTableEntry *text = &layout->header->tables[CAT_TABLE_SEARCH_TEXT];
    (void)add_table(layout, CAT_TABLE_SEARCH_TEXT, 0);
    for (uint32_t i = 0; i < count; i++) {
        starts[i] = (uint32_t)text->count;
        if (!layout->full && is_sellable(&layout->articles[i]))
            append_names(layout, i);
    }
    for (uint32_t i = 0; i < count; i++) {
        starts[count + i] = (uint32_t)text->count;
        if (!layout->full && is_sellable(&layout->articles[i]))
            append_codes(layout, &layout->articles[i]);
    }
    starts[(size_t)count * 2] = (uint32_t)text->count;
    uint32_t *copy = add_table(layout, CAT_TABLE_SEARCH_STARTS, (size_t)count * 2 + 1);
    if (copy)
        memcpy(copy, starts, ((size_t)count * 2 + 1) * sizeof *copy);
    free(starts);
}

static void lay_out_tables(Layout *layout)
{
    CatalogueBuilder *builder = layout->builder;
    lay_out_texts(layout);
    lay_out_lists(layout);
    CatShop *shop = add_table(layout, CAT_TABLE_SHOP, 1);
    if (shop)
        *shop = builder->shop;
    lay_out_articles(layout);
    for (int32_t table = CAT_TABLE_CATEGORIES; table <= CAT_TABLE_TAX_MAPPINGS && !layout->full;
         table++) {
        if (table == CAT_TABLE_PACKAGINGS)
            layout->packaging_count = (uint32_t)builder->tables[table].count;
        copy_table(layout, (CatTable)table);
    }
    if (layout->full)
        return;
    layout->packagings =
        (const CatPackaging *)(void *)(layout->block +
                                       layout->header->tables[CAT_TABLE_PACKAGINGS].offset);
    for (int32_t i = 0; i < CAT_TRANSLATED_COUNT && !layout->full; i++)
        lay_out_translations(layout, &catalogue_translated[i]);
    if (layout->full)
        return;
    lay_out_barcode_index(layout);
    lay_out_id_index(layout);
    lay_out_search(layout);
}

static bool can_sell(const CatalogueBuilder *builder, Error *error)
{
    if (!builder->has_shop || builder->shop.currency.code[0] == 0 ||
        !(builder->shop.currency.rounding > 0))
        return error_set(error, ERROR_INVALID, "the catalogue has no currency");
    if (builder->tables[CAT_TABLE_PAYMENT_METHODS].count == 0)
        return error_set(error, ERROR_INVALID, "the catalogue has no payment method");
    const CatArticle *articles = builder_articles(builder);
    for (uint32_t i = 0; i < builder_article_count(builder); i++) {
        if (is_sellable(&articles[i]))
            return true;
    }
    return error_set(error, ERROR_INVALID, "the catalogue has no article");
}

static void fill_header(Layout *layout, const char *origin, int64_t made_unix_ms)
{
    CatalogueHeader *header = layout->header;
    const CatalogueBuilder *builder = layout->builder;
    memcpy(header->magic, CATALOGUE_MAGIC, sizeof header->magic);
    header->layout_version = CATALOGUE_LAYOUT_VERSION;
    header->layout_hash = catalogue_layout_hash();
    header->size_bytes =
        (uint64_t)(layout->result->base + layout->result->used_bytes - layout->block);
    header->made_unix_ms = made_unix_ms;
    text_copy_to_buffer(text_from_string(origin), header->origin, sizeof header->origin);
    memcpy(header->languages, builder->languages, sizeof header->languages);
    header->language_count = builder->language_count;
    header->left_out_count = builder->left_out_count;
    header->checksum = catalogue_checksum((Bytes){layout->block, header->size_bytes});
}

bool builder_lay_out(CatalogueBuilder *builder, const char *origin, int64_t made_unix_ms,
                     Arena *result, Bytes *out_block, Error *error)
{
    if (!can_sell(builder, error))
        return false;
    Arena before = *result;
    Layout layout = {.builder = builder, .result = result};
    layout.article_count = builder_article_count(builder);
    layout.header = arena_try_alloc(result, sizeof *layout.header, 8, 1);
    layout.block = (uint8_t *)layout.header;
    layout.full = layout.header == NULL;
    if (!layout.full)
        lay_out_tables(&layout);
    if (!layout.full && !arena_try_alloc(result, 1, 8, 0))
        layout.full = true; // the block ends at a multiple of 8
    if (layout.full) {
        *result = before;
        return error_set(error, ERROR_LIMIT, "the catalogue does not fit in %zu MiB",
                         before.size_bytes >> 20);
    }
    fill_header(&layout, origin, made_unix_ms);
    Bytes block = {layout.block, (size_t)layout.header->size_bytes};
    Catalogue checked;
    if (!catalogue_open(block, &checked, error)) {
        *result = before;
        return error_prefix(error, "cannot build the catalogue");
    }
    *out_block = block;
    return true;
}
