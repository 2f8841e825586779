#include "domain/catalogue.h"

#include <string.h>

#include "domain/catalogue_index.h"

Text catalogue_text(const Catalogue *catalogue, CatText text)
{
    return (Text){catalogue->text + text.offset, (int32_t)text.size};
}

// `names` has a row for each language but the first.
static Text name_in(const Catalogue *catalogue, const CatText *names, int32_t count, int32_t index,
                    CatText first, int32_t language)
{
    if (language > 0 && language < catalogue->header->language_count) {
        CatText name = names[(size_t)(language - 1) * (size_t)count + (size_t)index];
        if (name.size > 0)
            return catalogue_text(catalogue, name);
    }
    return catalogue_text(catalogue, first);
}

Text catalogue_article_name(const Catalogue *catalogue, int32_t article, int32_t language)
{
    return name_in(catalogue, catalogue->translated_names, catalogue->article_count, article,
                   catalogue->articles[article].name, language);
}

Text catalogue_category_name(const Catalogue *catalogue, int32_t category, int32_t language)
{
    return name_in(catalogue, catalogue->translated_categories, catalogue->category_count, category,
                   catalogue->categories[category].name, language);
}

Text catalogue_attribute_name(const Catalogue *catalogue, int32_t attribute, int32_t language)
{
    return name_in(catalogue, catalogue->translated_attributes, catalogue->attribute_count,
                   attribute, catalogue->attributes[attribute].name, language);
}

Text catalogue_attribute_value_name(const Catalogue *catalogue, int32_t value, int32_t language)
{
    return name_in(catalogue, catalogue->translated_values, catalogue->attribute_value_count, value,
                   catalogue->attribute_values[value].name, language);
}

Text catalogue_combo_name(const Catalogue *catalogue, int32_t combo, int32_t language)
{
    return name_in(catalogue, catalogue->translated_combos, catalogue->combo_count, combo,
                   catalogue->combos[combo].name, language);
}

// "pt" of "pt_BR"
static size_t language_size(const char *language)
{
    return strcspn(language, "_-.@");
}

int32_t catalogue_language(const Catalogue *catalogue, const char *language)
{
    const CatalogueHeader *header = catalogue->header;
    for (int32_t i = 0; i < header->language_count; i++) {
        if (strcmp(header->languages[i], language) == 0)
            return i;
    }
    size_t size = language_size(language);
    for (int32_t i = 0; i < header->language_count; i++) {
        if (size > 0 && language_size(header->languages[i]) == size &&
            memcmp(header->languages[i], language, size) == 0)
            return i;
    }
    return 0;
}

int32_t catalogue_article_by_id(const Catalogue *catalogue, int32_t article_id)
{
    int32_t low = 0;
    int32_t high = catalogue->article_count;
    while (low < high) {
        int32_t middle = low + (high - low) / 2;
        if (catalogue->articles[catalogue->id_index[middle]].id < article_id)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == catalogue->article_count)
        return CATALOGUE_NONE;
    int32_t article = (int32_t)catalogue->id_index[low];
    return catalogue->articles[article].id == article_id ? article : CATALOGUE_NONE;
}

int32_t catalogue_tax_by_id(const Catalogue *catalogue, int32_t tax_id)
{
    for (int32_t i = 0; i < catalogue->tax_count; i++) {
        if (catalogue->taxes[i].id == tax_id)
            return i;
    }
    return CATALOGUE_NONE;
}

int32_t catalogue_article_by_barcode(const Catalogue *catalogue, Text barcode,
                                     int32_t *out_packaging)
{
    if (out_packaging)
        *out_packaging = CATALOGUE_NONE;
    if (barcode.size <= 0)
        return CATALOGUE_NONE;
    uint32_t place = catalogue_barcode_slot(catalogue->barcode_index, catalogue->barcode_slot_count,
                                            catalogue->text, barcode);
    if (place == catalogue->barcode_slot_count || catalogue->barcode_index[place].hash == 0)
        return CATALOGUE_NONE;
    const CatBarcodeSlot *slot = &catalogue->barcode_index[place];
    if (out_packaging)
        *out_packaging = slot->packaging;
    return slot->article;
}

static int32_t append_tax(const CatTax *tax, Tax *out, int32_t count)
{
    if (count < TAX_LINE_MAX)
        out[count++] = (Tax){
            .id = tax->id,
            .kind = (TaxKind)tax->kind,
            .amount = tax->amount,
            .repartition_factor = tax->repartition_factor,
            .price_include = tax->price_include != 0,
            .include_base_amount = tax->include_base_amount != 0,
            .is_base_affected = tax->is_base_affected != 0,
        };
    return count;
}

int32_t catalogue_article_taxes(const Catalogue *catalogue, int32_t article, Tax out[TAX_LINE_MAX])
{
    int32_t count = 0;
    CatRange taxes = catalogue->articles[article].taxes;
    for (uint32_t i = 0; i < taxes.count; i++) {
        const CatTax *tax = &catalogue->taxes[catalogue->indexes[taxes.first + i]];
        if (tax->kind != TAX_GROUP) {
            count = append_tax(tax, out, count);
            continue;
        }
        // Groups in groups were flattened when the block was built: a child is never a group.
        for (uint32_t child = 0; child < tax->children.count; child++) {
            uint32_t index = catalogue->indexes[tax->children.first + child];
            count = append_tax(&catalogue->taxes[index], out, count);
        }
    }
    return count;
}

const CatAttribute *catalogue_article_attribute(const Catalogue *catalogue, int32_t article,
                                                uint32_t number)
{
    CatRange range = catalogue->articles[article].attributes;
    return &catalogue->attributes[catalogue->indexes[range.first + number]];
}

bool catalogue_unit_base(const Catalogue *catalogue, int32_t unit, Text *out_base_name,
                         double *out_factor)
{
    const CatUnit *from = &catalogue->units[unit];
    for (int32_t i = 0; i < catalogue->unit_count && !from->is_base; i++) {
        const CatUnit *base = &catalogue->units[i];
        if (!base->is_base || base->category_id != from->category_id || !(from->factor > 0) ||
            !(base->factor > 0))
            continue;
        *out_base_name = catalogue_text(catalogue, base->name);
        *out_factor = from->factor / base->factor;
        return true;
    }
    return false;
}

bool catalogue_article_needs_lot(const Catalogue *catalogue, int32_t article)
{
    return catalogue->shop->use_lots && (catalogue->articles[article].flags & CAT_ARTICLE_TRACKED);
}

bool catalogue_article_sellable(const Catalogue *catalogue, int32_t article)
{
    uint32_t out_of_sight = CAT_ARTICLE_SPECIAL | CAT_ARTICLE_HIDDEN;
    return (catalogue->articles[article].flags & out_of_sight) == 0;
}
