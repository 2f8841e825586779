#include "domain/catalogue_image.h"

#include <math.h>
#include <string.h>

#include "base/checksum.h"
#include "domain/barcode.h"
#include "domain/catalogue_layout.h"

enum {
    CHECKED_FROM = offsetof(CatalogueHeader, checksum) + sizeof(uint64_t),
    RECORDS_AT_ONCE = 64, // checked field after field while they are near: a few kilobytes
};

typedef struct Check {
    const uint8_t *block;
    const CatalogueHeader *header;
    const uint32_t *indexes;
    uint64_t counts[CAT_TABLE_COUNT];
    uint64_t listed; // indexes that lists of records refer to, so far
} Check;

uint64_t catalogue_checksum(Bytes block)
{
    return checksum_xxh3(block.data + CHECKED_FROM, block.size - CHECKED_FROM);
}

static bool corrupt(Error *error, const char *what)
{
    return error_set(error, ERROR_CORRUPT, "the catalogue image %s", what);
}

static bool check_header(Bytes block, Error *error)
{
    const CatalogueHeader *header = (const CatalogueHeader *)(const void *)block.data;
    CHECK(((uintptr_t)block.data & 7) == 0);
    if (block.size < sizeof header->magic ||
        memcmp(header->magic, CATALOGUE_MAGIC, sizeof header->magic) != 0)
        return corrupt(error, "does not begin like one");
    if (block.size < sizeof *header)
        return corrupt(error, "is shorter than its header");
    if (header->layout_version != CATALOGUE_LAYOUT_VERSION)
        return error_set(error, ERROR_INVALID,
                         "the catalogue image is of layout %u, this program reads %d",
                         header->layout_version, CATALOGUE_LAYOUT_VERSION);
    if (header->layout_hash != catalogue_layout_hash())
        return error_set(error, ERROR_INVALID,
                         "the catalogue image is of layout %u as another machine has it",
                         header->layout_version);
    if (header->size_bytes != block.size)
        return corrupt(error, "has another size than its header says");
    if (header->checksum != catalogue_checksum(block))
        return corrupt(error, "does not have the checksum that its header says");
    if (header->language_count < 1 || header->language_count > CATALOGUE_LANGUAGES_MAX)
        return corrupt(error, "has no language or too many");
    for (int32_t i = 0; i < CATALOGUE_LANGUAGES_MAX; i++) {
        if (header->languages[i][sizeof header->languages[i] - 1] != 0)
            return corrupt(error, "has a language without an end");
    }
    if (header->origin[sizeof header->origin - 1] != 0)
        return corrupt(error, "has an origin without an end");
    return true;
}

// Tables follow each other, each at the next multiple of 8, and fill the block.
static bool check_tables(Check *check, Error *error)
{
    uint64_t end = sizeof(CatalogueHeader);
    uint64_t size = check->header->size_bytes;
    for (int32_t table = 0; table < CAT_TABLE_COUNT; table++) {
        const CatTableEntry *entry = &check->header->tables[table];
        uint64_t item_bytes = catalogue_table_layout((CatTable)table)->item_bytes;
        if (entry->offset != (end + 7) / 8 * 8 || entry->offset > size ||
            entry->count > INT32_MAX || entry->count > (size - entry->offset) / item_bytes)
            return corrupt(error, "has a table that is not in it");
        end = entry->offset + entry->count * item_bytes;
        check->counts[table] = entry->count;
    }
    if ((end + 7) / 8 * 8 != size)
        return corrupt(error, "does not end with its last table");
    return true;
}

static const void *table_start(const CatalogueHeader *header, CatTable table)
{
    return (const uint8_t *)header + header->tables[table].offset;
}

static bool check_counts(const Check *check, Error *error)
{
    const uint64_t *counts = check->counts;
    uint64_t articles = counts[CAT_TABLE_ARTICLES];
    uint64_t rows = (uint64_t)check->header->language_count - 1;
    uint64_t slots = counts[CAT_TABLE_BARCODE_INDEX];
    if (counts[CAT_TABLE_SHOP] != 1)
        return corrupt(error, "has no shop");
    if (articles > CATALOGUE_ARTICLES_MAX)
        return corrupt(error, "has too many articles");
    bool together = counts[CAT_TABLE_ID_INDEX] == articles &&
                    counts[CAT_TABLE_SEARCH_STARTS] == articles * 2 + 1;
    for (int32_t i = 0; i < CAT_TRANSLATED_COUNT; i++)
        together &=
            counts[catalogue_translated[i].names] == rows * counts[catalogue_translated[i].records];
    if (!together)
        return corrupt(error, "has tables that don't go together");
    if (slots == 0 || (slots & (slots - 1)) != 0)
        return corrupt(error, "has a barcode index of a wrong size");
    return true;
}

static bool range_inside(CatRange range, uint64_t count)
{
    return (uint64_t)range.first + range.count <= count;
}

// Lists share nothing, so all of them together are no longer than the table: a forged block can't
// make this take long.
static bool list_ok(Check *check, CatRange list, uint64_t limit)
{
    if (!range_inside(list, check->counts[CAT_TABLE_INDEXES]))
        return false;
    check->listed += list.count;
    if (check->listed > check->counts[CAT_TABLE_INDEXES])
        return false;
    bool ok = true;
    for (uint32_t i = 0; i < list.count; i++)
        ok &= check->indexes[list.first + i] < limit;
    return ok;
}

static bool chars_ok(const uint8_t *chars, uint32_t size)
{
    return chars[size - 1] == 0;
}

// One field of `count` records, the first of which is at `record`. The kinds that many records have
// stay in loops of their own; loops add up faults instead of leaving, which is faster when there
// are none.
static bool field_ok(Check *check, const CatField *field, const uint8_t *record, size_t stride,
                     size_t count)
{
    const uint8_t *value = record + field->offset;
    const uint8_t *end = value + stride * count;
    uint64_t limit = check->counts[field->limit % CAT_TABLE_COUNT];
    uint64_t text_bytes = check->counts[CAT_TABLE_TEXT];
    bool ok = true;
    switch (field->kind) {
    case CAT_FIELD_INT32:
    case CAT_FIELD_UINT32:
    case CAT_FIELD_INT64:
        return true;
    case CAT_FIELD_DOUBLE:
        for (; value < end; value += stride)
            ok &= isfinite(*(const double *)(const void *)value) != 0;
        return ok;
    case CAT_FIELD_TEXT:
        for (; value < end; value += stride) {
            const CatText *text = (const CatText *)(const void *)value;
            ok &= (uint64_t)text->offset + text->size <= text_bytes;
        }
        return ok;
    case CAT_FIELD_INDEX: // CATALOGUE_NONE + 1 is 0
        for (; value < end; value += stride)
            ok &= *(const uint32_t *)(const void *)value + 1u < limit + 1;
        return ok;
    case CAT_FIELD_NEEDED:
        for (; value < end; value += stride)
            ok &= *(const uint32_t *)(const void *)value < limit;
        return ok;
    case CAT_FIELD_RANGE:
        for (; value < end; value += stride)
            ok &= range_inside(*(const CatRange *)(const void *)value, limit);
        return ok;
    case CAT_FIELD_LIST:
        for (; value < end && ok; value += stride)
            ok = list_ok(check, *(const CatRange *)(const void *)value, limit);
        return ok;
    case CAT_FIELD_CHOICE:
        for (; value < end; value += stride)
            ok &= *(const uint32_t *)(const void *)value <= field->limit;
        return ok;
    case CAT_FIELD_BOOL:
        for (; value < end; value += stride)
            ok &= *value <= 1;
        return ok;
    case CAT_FIELD_CHARS:
        for (; value < end; value += stride)
            ok &= chars_ok(value, field->size);
        return ok;
    }
    return false;
}

static bool check_records(Check *check, CatTable table, Error *error)
{
    const CatTableLayout *layout = catalogue_table_layout(table);
    const uint8_t *records = table_start(check->header, table);
    size_t total = check->counts[table];
    for (size_t first = 0; first < total; first += RECORDS_AT_ONCE) {
        size_t count = total - first < RECORDS_AT_ONCE ? total - first : RECORDS_AT_ONCE;
        for (int32_t i = 0; i < layout->field_count; i++) {
            if (!field_ok(check, &layout->fields[i], records + first * layout->item_bytes,
                          layout->item_bytes, count))
                return error_set(error, ERROR_CORRUPT,
                                 "the catalogue image has a bad %s in its %s near record %zu",
                                 layout->fields[i].name, layout->name, first);
        }
    }
    return true;
}

// No chain of parents is endless: a category is one deeper than its parent, an accounting category
// comes after its parent, and what is in a group of taxes is no group.
static bool check_chains(const Catalogue *catalogue, Error *error)
{
    for (int32_t i = 0; i < catalogue->category_count; i++) {
        const CatCategory *category = &catalogue->categories[i];
        int32_t above =
            category->parent == CATALOGUE_NONE ? -1 : catalogue->categories[category->parent].depth;
        if (category->depth < 0 || above == INT32_MAX || category->depth != above + 1)
            return corrupt(error, "has a category of a wrong depth");
    }
    for (int32_t i = 0; i < catalogue->accounting_category_count; i++) {
        if (catalogue->accounting_categories[i].parent >= i)
            return corrupt(error, "has an accounting category before its parent");
    }
    for (int32_t i = 0; i < catalogue->tax_count; i++) {
        CatRange children = catalogue->taxes[i].children;
        for (uint32_t child = 0; child < children.count; child++) {
            if (catalogue->taxes[catalogue->indexes[children.first + child]].kind == TAX_GROUP)
                return corrupt(error, "has a group of taxes in a group");
        }
    }
    return true;
}

static bool check_indexes(const Catalogue *catalogue, uint64_t search_bytes, Error *error)
{
    uint32_t count = (uint32_t)catalogue->article_count;
    bool ok = true;
    for (uint32_t i = 0; i < count; i++)
        ok &= catalogue->id_index[i] < count;
    for (uint32_t i = 0; i < count * 2; i++)
        ok &= catalogue->search_starts[i] <= catalogue->search_starts[i + 1];
    ok &= catalogue->search_starts[0] == 0 && catalogue->search_starts[count * 2] == search_bytes;
    return ok || corrupt(error, "has a bad index");
}

static bool check_shop(const CatShop *shop, Error *error)
{
    if (!(shop->currency.rounding > 0))
        return corrupt(error, "has a currency without a smallest step");
    if (shop->cash_rounding < 0)
        return corrupt(error, "has a bad cash rounding");
    return true;
}

static void point(Catalogue *out, const CatalogueHeader *header)
{
    *out = (Catalogue){
        .header = header,
        .text = table_start(header, CAT_TABLE_TEXT),
        .indexes = table_start(header, CAT_TABLE_INDEXES),
        .shop = table_start(header, CAT_TABLE_SHOP),
        .articles = table_start(header, CAT_TABLE_ARTICLES),
        .categories = table_start(header, CAT_TABLE_CATEGORIES),
        .accounting_categories = table_start(header, CAT_TABLE_ACCOUNTING_CATEGORIES),
        .units = table_start(header, CAT_TABLE_UNITS),
        .taxes = table_start(header, CAT_TABLE_TAXES),
        .pricelists = table_start(header, CAT_TABLE_PRICELISTS),
        .price_rules = table_start(header, CAT_TABLE_PRICE_RULES),
        .payment_methods = table_start(header, CAT_TABLE_PAYMENT_METHODS),
        .packagings = table_start(header, CAT_TABLE_PACKAGINGS),
        .barcode_rules = table_start(header, CAT_TABLE_BARCODE_RULES),
        .attributes = table_start(header, CAT_TABLE_ATTRIBUTES),
        .attribute_values = table_start(header, CAT_TABLE_ATTRIBUTE_VALUES),
        .combos = table_start(header, CAT_TABLE_COMBOS),
        .combo_lines = table_start(header, CAT_TABLE_COMBO_LINES),
        .partners = table_start(header, CAT_TABLE_PARTNERS),
        .fiscal_positions = table_start(header, CAT_TABLE_FISCAL_POSITIONS),
        .tax_mappings = table_start(header, CAT_TABLE_TAX_MAPPINGS),
        .translated_names = table_start(header, CAT_TABLE_TRANSLATED_NAMES),
        .translated_categories = table_start(header, CAT_TABLE_TRANSLATED_CATEGORIES),
        .translated_attributes = table_start(header, CAT_TABLE_TRANSLATED_ATTRIBUTES),
        .translated_values = table_start(header, CAT_TABLE_TRANSLATED_VALUES),
        .translated_combos = table_start(header, CAT_TABLE_TRANSLATED_COMBOS),
        .barcode_index = table_start(header, CAT_TABLE_BARCODE_INDEX),
        .id_index = table_start(header, CAT_TABLE_ID_INDEX),
        .search_text = table_start(header, CAT_TABLE_SEARCH_TEXT),
        .search_starts = table_start(header, CAT_TABLE_SEARCH_STARTS),
        .article_count = (int32_t)header->tables[CAT_TABLE_ARTICLES].count,
        .category_count = (int32_t)header->tables[CAT_TABLE_CATEGORIES].count,
        .accounting_category_count = (int32_t)header->tables[CAT_TABLE_ACCOUNTING_CATEGORIES].count,
        .unit_count = (int32_t)header->tables[CAT_TABLE_UNITS].count,
        .tax_count = (int32_t)header->tables[CAT_TABLE_TAXES].count,
        .pricelist_count = (int32_t)header->tables[CAT_TABLE_PRICELISTS].count,
        .payment_method_count = (int32_t)header->tables[CAT_TABLE_PAYMENT_METHODS].count,
        .packaging_count = (int32_t)header->tables[CAT_TABLE_PACKAGINGS].count,
        .barcode_rule_count = (int32_t)header->tables[CAT_TABLE_BARCODE_RULES].count,
        .attribute_count = (int32_t)header->tables[CAT_TABLE_ATTRIBUTES].count,
        .attribute_value_count = (int32_t)header->tables[CAT_TABLE_ATTRIBUTE_VALUES].count,
        .combo_count = (int32_t)header->tables[CAT_TABLE_COMBOS].count,
        .combo_line_count = (int32_t)header->tables[CAT_TABLE_COMBO_LINES].count,
        .partner_count = (int32_t)header->tables[CAT_TABLE_PARTNERS].count,
        .fiscal_position_count = (int32_t)header->tables[CAT_TABLE_FISCAL_POSITIONS].count,
        .barcode_slot_count = (uint32_t)header->tables[CAT_TABLE_BARCODE_INDEX].count,
    };
}

bool catalogue_open(Bytes block, Catalogue *out, Error *error)
{
    if (!check_header(block, error))
        return false;
    Check check = {.block = block.data,
                   .header = (const CatalogueHeader *)(const void *)block.data};
    if (!check_tables(&check, error) || !check_counts(&check, error))
        return false;
    check.indexes = table_start(check.header, CAT_TABLE_INDEXES);
    for (int32_t table = 0; table < CAT_TABLE_COUNT; table++) {
        if (!check_records(&check, (CatTable)table, error))
            return false;
    }
    Catalogue catalogue;
    point(&catalogue, check.header);
    if (!check_chains(&catalogue, error) || !check_shop(catalogue.shop, error) ||
        !check_indexes(&catalogue, check.counts[CAT_TABLE_SEARCH_TEXT], error))
        return false;
    barcode_rules_of_catalogue(&catalogue, &catalogue.compiled_rules, &catalogue.gs1_rules);
    *out = catalogue;
    return true;
}
