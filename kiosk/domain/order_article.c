/* What a line copies from the catalogue, so that an open order outlives the catalogue it was sold
 * from. */
#include <math.h>
#include <string.h>

#include "domain/order_parts.h"

OrderResult order_line_article(const Catalogue *catalogue, int32_t article, OrderLine *line)
{
    // a combo's price is split over the articles that are chosen for it: a single line would be
    // wrong
    if (article < 0 || article >= catalogue->article_count ||
        (catalogue->articles[article].flags & CAT_ARTICLE_COMBO) ||
        !catalogue_article_sellable(catalogue, article))
        return ORDER_NOT_SELLABLE;
    return order_line_any_article(catalogue, article, line);
}

OrderResult order_line_any_article(const Catalogue *catalogue, int32_t article, OrderLine *line)
{
    if (article < 0 || article >= catalogue->article_count)
        return ORDER_NOT_SELLABLE;
    const CatArticle *from = &catalogue->articles[article];
    if (from->taxes.count > ORDER_LINE_TAXES_MAX)
        return ORDER_NOT_SELLABLE;
    line->article_id = from->id;
    text_copy_to_buffer(catalogue_text(catalogue, from->name), line->name, sizeof line->name);
    text_copy_to_buffer(catalogue_text(catalogue, from->barcode), line->barcode,
                        sizeof line->barcode);
    bool groupable = false;
    if (from->unit >= 0) {
        const CatUnit *unit = &catalogue->units[from->unit];
        text_copy_to_buffer(catalogue_text(catalogue, unit->name), line->unit, sizeof line->unit);
        groupable = unit->groupable != 0;
    }
    line->taxes_count = (int32_t)from->taxes.count;
    for (uint32_t i = 0; i < from->taxes.count; i++)
        line->tax_ids[i] = catalogue->taxes[catalogue->indexes[from->taxes.first + i]].id;
    bool weighed = from->flags & CAT_ARTICLE_WEIGHED;
    bool tracked = from->flags & CAT_ARTICLE_TRACKED;
    line->flags = (weighed ? ORDER_LINE_WEIGHED : 0u) |
                  (groupable && !weighed && !tracked ? ORDER_LINE_MERGEABLE : 0u);
    return ORDER_OK;
}

static const CatAttributeValue *find_value(const Catalogue *catalogue, const CatArticle *article,
                                           int32_t value_id)
{
    for (uint32_t i = 0; i < article->attributes.count; i++) {
        const CatAttribute *attribute =
            &catalogue->attributes[catalogue->indexes[article->attributes.first + i]];
        for (uint32_t j = 0; j < attribute->values.count; j++) {
            const CatAttributeValue *value =
                &catalogue->attribute_values[attribute->values.first + j];
            if (value->id == value_id)
                return value;
        }
    }
    return NULL;
}

// Appends what fits, whole characters only.
static void append(OrderLine *line, Text text)
{
    size_t used = strlen(line->name);
    text_copy_to_buffer(text, line->name + used, (int32_t)(sizeof line->name - used));
}

OrderResult order_line_choices(const Catalogue *catalogue, const OrderAdd *add, OrderLine *line)
{
    if (add->choice_count < 0 || add->choice_count > ORDER_LINE_CHOICES_MAX)
        return ORDER_NOT_SELLABLE;
    for (int32_t i = 0; i < add->choice_count; i++) {
        const CatAttributeValue *value =
            find_value(catalogue, &catalogue->articles[add->article], add->choices[i]);
        if (!value || !isfinite(value->price_extra))
            return ORDER_NOT_SELLABLE;
        line->choices[i] = value->id;
        line->price_extra += value->price_extra;
        append(line, i == 0 ? TEXT(" (") : TEXT(", "));
        append(line, catalogue_text(catalogue, value->name));
        const char *typed = add->choice_texts ? add->choice_texts[i] : NULL;
        if (typed && typed[0]) {
            append(line, TEXT(": "));
            append(line, text_from_string(typed));
        }
    }
    line->choice_count = add->choice_count;
    if (add->choice_count > 0)
        append(line, TEXT(")"));
    return ORDER_OK;
}
