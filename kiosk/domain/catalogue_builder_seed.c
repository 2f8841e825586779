/* Seeding: a block taken apart into what a decoder would have brought, so that a few records can be
 * added, replaced or hidden without loading the rest again.
 *
 * Records refer to each other by position in a block and by id in a builder; here positions become
 * ids again. Texts are copied in one piece and keep their places: a seeded builder to which nothing
 * is added lays out the same bytes. What is replaced leaves its old text behind, until everything
 * is loaded anew at the next session. */
#include <stdlib.h>
#include <string.h>

#include "domain/catalogue_builder_parts.h"

static uint32_t keep_listed_ids(CatalogueBuilder *builder, const Catalogue *from, CatTable table,
                                CatRange list, CatRange *out)
{
    int32_t ids[BUILDER_LIST_MAX];
    uint32_t count = list.count < BUILDER_LIST_MAX ? list.count : BUILDER_LIST_MAX;
    for (uint32_t i = 0; i < count; i++) {
        int32_t index = (int32_t)from->indexes[list.first + i];
        ids[i] = table == CAT_TABLE_TAXES        ? from->taxes[index].id
                 : table == CAT_TABLE_CATEGORIES ? from->categories[index].id
                 : table == CAT_TABLE_ATTRIBUTES ? from->attributes[index].id
                                                 : from->combos[index].id;
    }
    *out = builder_keep_ids(builder, ids, (int32_t)count);
    return count;
}

static int32_t accounting_id(const Catalogue *from, int32_t index)
{
    return index == CATALOGUE_NONE ? 0 : from->accounting_categories[index].id;
}

// A copy whose references are ids. Its texts are still those of `from`.
static CatArticle *add_article(CatalogueBuilder *builder, const Catalogue *from,
                               const CatArticle *article)
{
    CatArticle *copy = arena_try_alloc(&builder->articles, sizeof *copy, _Alignof(CatArticle), 1);
    if (!copy) {
        builder_limit_reached(builder, "articles");
        return NULL;
    }
    catalogue_copy_record(CAT_TABLE_ARTICLES, copy, article);
    copy->unit = from->units[article->unit].id;
    copy->accounting_category = accounting_id(from, article->accounting_category);
    keep_listed_ids(builder, from, CAT_TABLE_TAXES, article->taxes, &copy->taxes);
    keep_listed_ids(builder, from, CAT_TABLE_CATEGORIES, article->categories, &copy->categories);
    keep_listed_ids(builder, from, CAT_TABLE_ATTRIBUTES, article->attributes, &copy->attributes);
    keep_listed_ids(builder, from, CAT_TABLE_COMBOS, article->combos, &copy->combos);
    return copy;
}

static void seed_articles(CatalogueBuilder *builder, const Catalogue *from)
{
    for (int32_t i = 0; i < from->article_count; i++) {
        const CatArticle *article = &from->articles[i];
        (void)add_article(builder, from, article);
        if (article->flags & CAT_ARTICLE_SPECIAL)
            id_map_put(&builder->special_articles, article->id, i);
    }
}

// Every record begins with its id.
static int32_t record_id(const void *records, CatTable table, size_t index)
{
    const uint8_t *record =
        (const uint8_t *)records + index * catalogue_table_layout(table)->item_bytes;
    return *(const int32_t *)(const void *)record;
}

static void seed_translations(CatalogueBuilder *builder, const Catalogue *from,
                              const CatTranslated *of)
{
    const uint8_t *block = (const uint8_t *)from->header;
    const CatTableEntry *entries = from->header->tables;
    const CatText *names = (const CatText *)(const void *)(block + entries[of->names].offset);
    size_t count = entries[of->records].count;
    for (size_t i = 0; i < entries[of->names].count; i++) {
        if (names[i].size == 0)
            continue;
        int32_t language = (int32_t)(i / count) + 1;
        int32_t id = record_id(block + entries[of->records].offset, of->records, i % count);
        *(Translation *)grow_add(&builder->translations[of->records]) =
            (Translation){language, id, names[i]};
    }
}

static void seed_table(CatalogueBuilder *builder, CatTable table, const void *records,
                       uint64_t count)
{
    size_t item_bytes = catalogue_table_layout(table)->item_bytes;
    for (uint64_t i = 0; i < count; i++) {
        const void *record = (const uint8_t *)records + i * item_bytes;
        int32_t id = record_id(records, table, i);
        if (id_map_find(&builder->maps[table], id) < 0)
            id_map_put(&builder->maps[table], id, (int32_t)builder->tables[table].count);
        catalogue_copy_record(table, grow_add(&builder->tables[table]), record);
    }
}

static void seed_tables(CatalogueBuilder *builder, const Catalogue *from)
{
    const CatTableEntry *entries = from->header->tables;
    for (int32_t table = CAT_TABLE_CATEGORIES; table < CAT_TABLE_TAX_MAPPINGS; table++)
        seed_table(builder, (CatTable)table, (const uint8_t *)from->header + entries[table].offset,
                   entries[table].count);
}

static void mend_references(CatalogueBuilder *builder, const Catalogue *from)
{
    Grow *tables = builder->tables;
    for (int32_t i = 0; i < from->category_count; i++) {
        CatCategory *category = grow_item(&tables[CAT_TABLE_CATEGORIES], (size_t)i);
        int32_t parent = from->categories[i].parent;
        category->parent = parent == CATALOGUE_NONE ? 0 : from->categories[parent].id;
        category->children = category->articles = (CatRange){0, 0};
    }
    for (int32_t i = 0; i < from->accounting_category_count; i++)
        ((CatAccountingCategory *)grow_item(&tables[CAT_TABLE_ACCOUNTING_CATEGORIES], (size_t)i))
            ->parent = accounting_id(from, from->accounting_categories[i].parent);
    for (int32_t i = 0; i < from->tax_count; i++)
        keep_listed_ids(builder, from, CAT_TABLE_TAXES, from->taxes[i].children,
                        &((CatTax *)grow_item(&tables[CAT_TABLE_TAXES], (size_t)i))->children);
    for (size_t i = 0; i < tables[CAT_TABLE_PRICE_RULES].count; i++) {
        CatPriceRule *rule = grow_item(&tables[CAT_TABLE_PRICE_RULES], i);
        int32_t base = rule->base_pricelist;
        rule->base_pricelist = base == CATALOGUE_NONE ? 0 : from->pricelists[base].id;
    }
    for (int32_t i = 0; i < from->packaging_count; i++)
        ((CatPackaging *)grow_item(&tables[CAT_TABLE_PACKAGINGS], (size_t)i))->article =
            from->articles[from->packagings[i].article].id;
    for (int32_t i = 0; i < from->combo_line_count; i++) {
        int32_t article = from->combo_lines[i].article;
        ((CatComboLine *)grow_item(&tables[CAT_TABLE_COMBO_LINES], (size_t)i))->article =
            article == CATALOGUE_NONE ? 0 : from->articles[article].id;
    }
}

static void seed_combos(CatalogueBuilder *builder, const Catalogue *from)
{
    for (int32_t i = 0; i < from->combo_count; i++) {
        int32_t ids[BUILDER_LIST_MAX];
        CatRange lines = from->combos[i].lines;
        uint32_t count = lines.count < BUILDER_LIST_MAX ? lines.count : BUILDER_LIST_MAX;
        for (uint32_t line = 0; line < count; line++)
            ids[line] = from->combo_lines[lines.first + line].id;
        ((CatCombo *)grow_item(&builder->tables[CAT_TABLE_COMBOS], (size_t)i))->lines =
            builder_keep_ids(builder, ids, (int32_t)count);
    }
}

static void seed_fiscal_positions(CatalogueBuilder *builder, const Catalogue *from)
{
    for (int32_t i = 0; i < from->fiscal_position_count; i++) {
        CatRange mappings = from->fiscal_positions[i].mappings;
        for (uint32_t mapping = 0; mapping < mappings.count; mapping++)
            catalogue_builder_add_tax_mapping(builder, from->fiscal_positions[i].id,
                                              &from->tax_mappings[mappings.first + mapping]);
    }
}

static void seed_shop(CatalogueBuilder *builder, const Catalogue *from)
{
    CatShop shop = *from->shop;
    shop.pricelist = shop.pricelist == CATALOGUE_NONE ? 0 : from->pricelists[shop.pricelist].id;
    shop.default_fiscal_position = shop.default_fiscal_position == CATALOGUE_NONE
                                       ? 0
                                       : from->fiscal_positions[shop.default_fiscal_position].id;
    catalogue_builder_set_shop(builder, &shop);
}

void catalogue_builder_seed(CatalogueBuilder *builder, const Catalogue *from)
{
    const CatalogueHeader *header = from->header;
    size_t text_bytes = header->tables[CAT_TABLE_TEXT].count;
    CHECK(builder->text.used_bytes == 0);
    CHECK(builder->articles.used_bytes == 0);
    char *text = arena_try_alloc(&builder->text, 1, 1, text_bytes);
    if (!text) {
        builder_limit_reached(builder, "texts");
        return;
    }
    memcpy(text, from->text, text_bytes);
    builder->seeded_count = (uint32_t)from->article_count;
    builder->left_out_count = header->left_out_count;
    catalogue_builder_set_languages(builder, header->languages, header->language_count);
    seed_articles(builder, from);
    seed_tables(builder, from);
    mend_references(builder, from);
    seed_combos(builder, from);
    seed_fiscal_positions(builder, from);
    for (int32_t i = 0; i < CAT_TRANSLATED_COUNT; i++)
        seed_translations(builder, from, &catalogue_translated[i]);
    seed_shop(builder, from);
}

int32_t catalogue_builder_article_count(const CatalogueBuilder *builder)
{
    return (int32_t)builder_article_count(builder);
}

int32_t catalogue_builder_added_count(const CatalogueBuilder *builder)
{
    return (int32_t)(builder_article_count(builder) - builder->seeded_count);
}

int32_t catalogue_builder_article_ids(const CatalogueBuilder *builder, int32_t first,
                                      int32_t *out_ids, int32_t *out_templates, int32_t room)
{
    int32_t count = 0;
    int32_t all = (int32_t)builder_article_count(builder);
    const CatArticle *articles = builder_articles(builder);
    while (count < room && first + count < all) {
        out_ids[count] = articles[first + count].id;
        if (out_templates)
            out_templates[count] = articles[first + count].template_id;
        count++;
    }
    return count;
}

int32_t catalogue_builder_record_ids(const CatalogueBuilder *builder, CatTable table, int32_t first,
                                     int32_t *out_ids, int32_t room)
{
    const Grow *records = &builder->tables[table];
    int32_t count = 0;
    for (; count < room && (size_t)first + (size_t)count < records->count; count++)
        out_ids[count] = record_id(records->items, table, (size_t)first + (size_t)count);
    return count;
}

void catalogue_builder_add_rule_of_article(CatalogueBuilder *builder, int32_t pricelist_id,
                                           const CatPriceRule *rule)
{
    if (builder->article_rules.count >= BUILDER_RECORDS_MAX) {
        builder_limit_reached(builder, "price rules");
        return;
    }
    ArticleRule *copy = grow_add(&builder->article_rules);
    copy->pricelist_id = pricelist_id;
    catalogue_copy_record(CAT_TABLE_PRICE_RULES, &copy->rule, rule);
}

bool catalogue_builder_has_pricelists(const CatalogueBuilder *builder)
{
    return builder->tables[CAT_TABLE_PRICELISTS].count > 0;
}

void catalogue_builder_hide_article(CatalogueBuilder *builder, int32_t article_id)
{
    id_map_put(&builder->hidden_articles, article_id, 0);
}

/* --- articles of an older catalogue --- */

static CatText copy_text(CatalogueBuilder *builder, const Catalogue *from, CatText text)
{
    return catalogue_builder_text(builder, catalogue_text(from, text));
}

static void carry_article(CatalogueBuilder *builder, const Catalogue *from, int32_t index)
{
    const CatArticle *article = &from->articles[index];
    CatArticle *copy = add_article(builder, from, article);
    if (!copy)
        return;
    copy->name = copy_text(builder, from, article->name);
    copy->barcode = copy_text(builder, from, article->barcode);
    copy->code = copy_text(builder, from, article->code);
    copy->description = copy_text(builder, from, article->description);
    for (int32_t category = article->accounting_category; category != CATALOGUE_NONE;
         category = from->accounting_categories[category].parent)
        catalogue_builder_add_accounting_category(
            builder, accounting_id(from, category),
            accounting_id(from, from->accounting_categories[category].parent));
    for (int32_t language = 1; language < builder->language_count; language++) {
        int32_t theirs = catalogue_language(from, builder->languages[language]);
        if (theirs == 0)
            continue;
        CatText name = from->translated_names[(size_t)(theirs - 1) * (size_t)from->article_count +
                                              (size_t)index];
        catalogue_builder_translate(builder, CAT_TABLE_ARTICLES, language, article->id,
                                    catalogue_text(from, name));
    }
}

// An article of a tax that is gone would be sold without it.
static bool taxes_are_known(const CatalogueBuilder *builder, const Catalogue *from, CatRange taxes)
{
    bool known = true;
    for (uint32_t i = 0; i < taxes.count; i++)
        known &= id_map_find(&builder->maps[CAT_TABLE_TAXES],
                             from->taxes[from->indexes[taxes.first + i]].id) >= 0;
    return known;
}

bool catalogue_builder_carry_article(CatalogueBuilder *builder, const Catalogue *from,
                                     int32_t article_id)
{
    if (strcmp(builder->languages[0], from->header->languages[0]) != 0)
        return false;
    int32_t index = catalogue_article_by_id(from, article_id);
    if (index == CATALOGUE_NONE || !catalogue_article_sellable(from, index) ||
        !taxes_are_known(builder, from, from->articles[index].taxes))
        return false;
    carry_article(builder, from, index);
    return true;
}
