/* From GS1 data to an article, with what the label says of this piece of it. */
#include "domain/barcode_gs1.h"

#include <string.h>

#include "domain/gs1_digital_link.h"
#include "domain/gs1_element_string.h"

typedef enum Reading {
    READING_NONE,  // no GS1 data
    READING_WRONG, // GS1 data with a mistake in it: a misread code, or a bad label
    READING_ITEM,
} Reading;

static Reading read_item(const Gs1Elements *elements, int32_t year_now, Gs1Item *out)
{
    return gs1_item_read(elements, year_now, out) ? READING_ITEM : READING_WRONG;
}

static Reading read_link(Text uri, int32_t year_now, Gs1Item *out)
{
    Gs1LinkText text;
    Gs1Elements elements;
    Gs1Reason reason = gs1_digital_link_parse(uri, &text, &elements);
    if (reason == GS1_NOT_A_LINK)
        return READING_NONE;
    return reason == GS1_OK ? read_item(&elements, year_now, out) : READING_WRONG;
}

// One AI with two values: whatever the nomenclature thinks of it, it can't be true of one thing.
static bool collect(const Gs1Parts *parts, Gs1Elements *out)
{
    out->count = 0;
    for (int32_t i = 0; i < parts->count; i++) {
        Gs1Element element = {parts->items[i].ai, parts->items[i].text};
        bool there = false;
        for (int32_t j = 0; j < out->count && !there; j++) {
            there = text_equal(out->items[j].ai, element.ai);
            if (there && !text_equal(out->items[j].value, element.value))
                return false;
        }
        if (there)
            continue;
        if (out->count == GS1_ELEMENTS_MAX)
            return false;
        out->items[out->count++] = element;
    }
    return true;
}

static Reading read_by_rules(const Gs1Rules *rules, Text code, int32_t year_now, Gs1Item *out)
{
    Gs1Parts parts;
    Gs1Elements elements;
    Gs1RulesResult result = gs1_rules_parse(rules, code, year_now, &parts);
    if (result == GS1_RULES_NOT_TAKEN || parts.count == 0)
        return READING_NONE;
    if (result != GS1_RULES_TAKEN || !collect(&parts, &elements))
        return READING_WRONG;
    return read_item(&elements, year_now, out);
}

// With FNC1 where the shop's nomenclature has something else for it: keyboards can't type FNC1.
static Text with_separators(const Gs1Rules *rules, Text code, char bytes[GS1_SIZE_MAX])
{
    int32_t size = 0;
    for (int32_t at = 0; at < code.size;) {
        int32_t separator = gs1_rules_separator_size(rules, text_slice(code, at, code.size));
        bytes[size++] = separator > 0 ? GS1_SEPARATOR : code.data[at];
        at += separator > 0 ? separator : 1;
    }
    return (Text){bytes, size};
}

static Reading read_by_standard(const Catalogue *catalogue, Text code, int32_t year_now,
                                Gs1Item *out)
{
    char bytes[GS1_SIZE_MAX];
    Gs1Elements elements;
    if (catalogue->shop->gs1 && !gs1_is_digits(code)) // digits alone separate nothing
        code = with_separators(&catalogue->gs1_rules, code, bytes);
    if (gs1_element_string_parse(code, &elements) != GS1_OK)
        return READING_WRONG;
    return read_item(&elements, year_now, out);
}

static Reading read_elements(const Catalogue *catalogue, Text code, int32_t year_now, Gs1Item *out)
{
    Reading reading = READING_NONE;
    if (catalogue->gs1_rules.count > 0)
        reading = read_by_rules(&catalogue->gs1_rules, code, year_now, out);
    int32_t prefix = gs1_symbology_size(code);
    if (prefix < code.size && code.data[prefix] == GS1_SEPARATOR)
        prefix++;
    if (reading == READING_NONE && gs1_ai_at(text_slice(code, prefix, code.size)))
        reading = read_by_standard(catalogue, code, year_now, out);
    return reading;
}

// How much of the article, and at what price.
static void measure(const Catalogue *catalogue, const Gs1Item *item, BarcodeFound *found)
{
    const CatArticle *article = &catalogue->articles[found->article];
    Text unit = catalogue_text(catalogue, catalogue->units[article->unit].name);
    bool weighed = (article->flags & CAT_ARTICLE_WEIGHED) != 0;
    Quantity quantity;
    if (found->packaging == CATALOGUE_NONE && gs1_item_quantity(item, unit, weighed, &quantity)) {
        found->meaning = BARCODE_WEIGHED;
        found->quantity = quantity;
        found->value = quantity_to_double(quantity);
    }
    if (!item->has_price) {
        if (item->count > 0 && !weighed && found->meaning == BARCODE_ARTICLE &&
            found->quantity.milli <= INT64_MAX / item->count)
            found->quantity.milli *= item->count;
        return;
    }
    found->price = item->price;
    found->foreign_price = !gs1_item_currency_is(item, catalogue->shop->currency.code);
    found->label_price = found->meaning == BARCODE_WEIGHED;
    if (found->meaning == BARCODE_ARTICLE) {
        found->meaning = BARCODE_PRICED;
        found->value = item->price;
    }
}

static BarcodeFound find(const Catalogue *catalogue, const Gs1Item *item)
{
    BarcodeFound found = {.meaning = item->gtin[0] ? BARCODE_UNKNOWN : BARCODE_OTHER,
                          .article = CATALOGUE_NONE,
                          .packaging = CATALOGUE_NONE,
                          .partner = CATALOGUE_NONE};
    Text gtin = text_from_string(item->gtin);
    if (item->gtin[0] && (barcode_look_up_article(catalogue, gtin, &found) ||
                          barcode_look_up_other_lengths(catalogue, gtin, &found)))
        measure(catalogue, item, &found);
    memcpy(found.gtin, item->gtin, sizeof found.gtin);
    memcpy(found.lot, item->lot, sizeof found.lot);
    memcpy(found.serial, item->serial, sizeof found.serial);
    found.sell_until_minute = item->sell_until_minute;
    return found;
}

bool barcode_look_up_gs1(const Catalogue *catalogue, Text code, int32_t year_now, BarcodeFound *out)
{
    Gs1Item item = {.gtin = ""};
    Reading reading = READING_NONE;
    bool is_symbol = gs1_symbology_size(code) > 0;
    // A link is in an ordinary QR code or DataMatrix: "]Q1https://...".
    bool has_other = code.size > 3 && code.data[0] == ']' && !is_symbol;
    Text uri = text_slice(code, has_other ? 3 : 0, code.size);
    if (gs1_is_web_address(uri))
        reading = read_link(uri, year_now, &item);
    else if (is_symbol || (catalogue->shop->gs1 && !has_other))
        reading = read_elements(catalogue, code, year_now, &item);
    // Without an identifier or an article in it, it may be a code of another kind that looks like
    // it.
    if (!is_symbol && !gs1_is_web_address(uri) && (reading != READING_ITEM || !item.gtin[0]))
        return false;
    if (reading == READING_NONE && !is_symbol)
        return false;
    *out = find(catalogue, &item);
    if (reading != READING_ITEM)
        out->meaning = BARCODE_UNKNOWN;
    return true;
}
