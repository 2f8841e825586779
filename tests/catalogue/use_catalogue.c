#include "use_catalogue.h"

#include <string.h>

#include "domain/barcode.h"
#include "domain/catalogue_image.h"
#include "domain/catalogue_layout.h"
#include "domain/catalogue_search.h"

static uint64_t use_text(Text text)
{
    uint64_t sum = (uint64_t)text.size;
    for (int32_t i = 0; i < text.size; i++)
        sum = sum * 31 + (uint8_t)text.data[i];
    return sum;
}

static uint64_t use_article(const Catalogue *catalogue, int32_t article)
{
    const CatArticle *record = &catalogue->articles[article];
    Tax taxes[TAX_LINE_MAX];
    int32_t packaging;
    uint64_t sum = (uint64_t)catalogue_article_taxes(catalogue, article, taxes);
    for (int32_t language = -1; language <= catalogue->header->language_count; language++)
        sum += use_text(catalogue_article_name(catalogue, article, language));
    sum += use_text(catalogue_text(catalogue, record->description));
    sum += (uint64_t)catalogue_article_by_id(catalogue, record->id);
    sum += (uint64_t)catalogue_article_by_barcode(
        catalogue, catalogue_text(catalogue, record->barcode), &packaging);
    sum += (uint64_t)catalogue->units[record->unit].id;
    sum += catalogue_article_sellable(catalogue, article);
    // Chains of parents end.
    for (int32_t category = record->accounting_category; category != CATALOGUE_NONE;
         category = catalogue->accounting_categories[category].parent)
        sum++;
    for (uint32_t i = 0; i < record->combos.count; i++) {
        const CatCombo *combo = &catalogue->combos[catalogue->indexes[record->combos.first + i]];
        for (uint32_t line = 0; line < combo->lines.count; line++)
            sum += (uint64_t)catalogue->combo_lines[combo->lines.first + line].article;
    }
    return sum;
}

static uint64_t use_category(const Catalogue *catalogue, int32_t category)
{
    const CatCategory *record = &catalogue->categories[category];
    uint64_t sum = use_text(catalogue_category_name(catalogue, category, 1));
    for (int32_t parent = record->parent; parent != CATALOGUE_NONE;
         parent = catalogue->categories[parent].parent)
        sum++;
    for (uint32_t i = 0; i < record->articles.count; i++)
        sum += (uint64_t)catalogue->articles[catalogue->indexes[record->articles.first + i]].id;
    return sum;
}

static uint64_t use_prices(const Catalogue *catalogue)
{
    uint64_t sum = 0;
    for (int32_t i = 0; i < catalogue->pricelist_count; i++) {
        CatRange rules = catalogue->pricelists[i].rules;
        for (uint32_t rule = 0; rule < rules.count; rule++)
            sum += (uint64_t)catalogue->price_rules[rules.first + rule].id;
    }
    for (int32_t i = 0; i < catalogue->fiscal_position_count; i++) {
        CatRange mappings = catalogue->fiscal_positions[i].mappings;
        for (uint32_t mapping = 0; mapping < mappings.count; mapping++)
            sum += (uint64_t)catalogue->tax_mappings[mappings.first + mapping].source_tax_id;
    }
    return sum;
}

uint64_t use_catalogue(const Catalogue *catalogue)
{
    static const char *const words[] = {"water", "1", "w-1", "wasser still", "5449000000996", "a"};
    uint64_t sum = (uint64_t)catalogue_language(catalogue, "de") + use_prices(catalogue);
    for (int32_t i = 0; i < catalogue->article_count; i++)
        sum += use_article(catalogue, i);
    for (int32_t i = 0; i < catalogue->category_count; i++)
        sum += use_category(catalogue, i);
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        int32_t found[4];
        int32_t total;
        int32_t count = catalogue_search(catalogue, text_from_string(words[i]), found, 4, &total);
        for (int32_t j = 0; j < count; j++)
            sum += (uint64_t)catalogue->articles[found[j]].id;
        BarcodeFound code = barcode_look_up(catalogue, text_from_string(words[i]), 2026);
        if (code.article != CATALOGUE_NONE)
            sum += (uint64_t)catalogue->articles[code.article].id;
    }
    BarcodeFound weighed = barcode_look_up(catalogue, TEXT("2100001341978"), 2026);
    return sum + strlen(catalogue->header->origin) + strlen(catalogue->shop->currency.symbol) +
           catalogue->shop->currency.symbol_before + (uint64_t)weighed.quantity.milli;
}

void seal_block(uint8_t *block, size_t size_bytes)
{
    uint64_t checksum = catalogue_checksum((Bytes){block, size_bytes});
    memcpy(block + offsetof(CatalogueHeader, checksum), &checksum, sizeof checksum);
}
