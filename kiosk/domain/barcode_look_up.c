/* From a scanned code to what it means in this shop. The raw code goes first: the usual rules of
 * type `lot` or `discount` match the beginnings of real articles' codes. */
#include <string.h>

#include "domain/barcode.h"
#include "domain/barcode_gs1.h"

static const BarcodeFound nothing = {
    .meaning = BARCODE_UNKNOWN,
    .article = CATALOGUE_NONE,
    .packaging = CATALOGUE_NONE,
    .partner = CATALOGUE_NONE,
};

bool barcode_look_up_article(const Catalogue *catalogue, Text code, BarcodeFound *out)
{
    int32_t packaging;
    int32_t article = catalogue_article_by_barcode(catalogue, code, &packaging);
    if (article == CATALOGUE_NONE)
        return false;
    *out = nothing;
    out->meaning = BARCODE_ARTICLE;
    out->article = article;
    out->packaging = packaging;
    out->quantity = (Quantity){1000};
    if (packaging == CATALOGUE_NONE)
        return true;
    // A packaging without a sensible content sells as one piece rather than as nothing.
    Quantity quantity;
    if (quantity_from_double(catalogue->packagings[packaging].quantity, &quantity) &&
        quantity.milli > 0)
        out->quantity = quantity;
    return true;
}

// Some shops write every number with the zeros of a GTIN-14.
static bool look_up_padded(const Catalogue *catalogue, Text code, BarcodeFound *out)
{
    char padded[GS1_GTIN_DIGITS];
    int32_t zeros = GS1_GTIN_DIGITS - code.size;
    memset(padded, '0', (size_t)zeros);
    memcpy(padded + zeros, code.data, (size_t)code.size);
    return barcode_look_up_article(catalogue, (Text){padded, GS1_GTIN_DIGITS}, out);
}

// The same number in the other lengths in which scanners and shops write it: UPC-A is an EAN-13
// with a 0 before it, a GTIN-14 has zeros before the shorter codes.
bool barcode_look_up_other_lengths(const Catalogue *catalogue, Text code, BarcodeFound *out)
{
    int32_t conversion = catalogue->shop->upc_ean_conversion;
    bool to_ean = conversion == 0 || conversion == 2;
    bool to_upc = conversion == 0 || conversion == 1;
    if (!barcode_check_digit_ok(code))
        return false;
    if (code.size < GS1_GTIN_DIGITS && look_up_padded(catalogue, code, out))
        return true;
    if (code.size == 12 && to_ean) {
        char longer[13] = {'0'};
        memcpy(longer + 1, code.data, 12);
        return barcode_look_up_article(catalogue, (Text){longer, 13}, out);
    }
    if (code.size == 13 && to_upc && code.data[0] == '0')
        return barcode_look_up_article(catalogue, text_slice(code, 1, 13), out);
    if (code.size != 14)
        return false;
    static const int32_t shorter[] = {13, 12, 8};
    for (int32_t i = 0; i < (int32_t)COUNT_OF(shorter); i++) {
        int32_t zeros = 14 - shorter[i];
        if (text_starts_with(code, (Text){"000000", zeros}) &&
            barcode_look_up_article(catalogue, text_slice(code, zeros, 14), out))
            return true;
    }
    return false;
}

void barcode_rules_of_catalogue(const Catalogue *catalogue, BarcodeRules *out, Gs1Rules *out_gs1)
{
    const CatShop *shop = catalogue->shop;
    BarcodeRule rules[BARCODE_RULES_MAX];
    Gs1Rule gs1[GS1_RULES_MAX];
    int32_t count = 0, gs1_count = 0;
    for (int32_t i = 0; i < catalogue->barcode_rule_count; i++) {
        const CatBarcodeRule *rule = &catalogue->barcode_rules[i];
        Text pattern = catalogue_text(catalogue, rule->pattern);
        if (rule->encoding != CAT_ENCODING_GS1 && count < BARCODE_RULES_MAX)
            rules[count++] =
                (BarcodeRule){(CatRuleType)rule->type, (CatRuleEncoding)rule->encoding, pattern};
        if (rule->encoding == CAT_ENCODING_GS1 && shop->gs1 && gs1_count < GS1_RULES_MAX)
            gs1[gs1_count++] = (Gs1Rule){.number = i,
                                         .content = (Gs1Content)rule->gs1_content,
                                         .decimals = rule->gs1_decimals != 0,
                                         .pattern = pattern};
    }
    barcode_rules_compile(rules, count, shop->upc_ean_conversion, out);
    gs1_rules_compile(gs1, gs1_count, catalogue_text(catalogue, shop->gs1_separator), out_gs1);
}

static int32_t find_partner(const Catalogue *catalogue, Text code)
{
    for (int32_t i = 0; i < catalogue->partner_count; i++) {
        if (text_equal(catalogue_text(catalogue, catalogue->partners[i].barcode), code))
            return i;
    }
    return CATALOGUE_NONE;
}

// A weight of nothing stays 0: the label is wrong, and whoever sells must see that.
static bool weigh(const BarcodeParsed *parsed, BarcodeFound *found)
{
    found->meaning = BARCODE_WEIGHED;
    return quantity_from_double(parsed->value, &found->quantity);
}

static bool look_up_as_written(const Catalogue *catalogue, Text code, BarcodeFound *out)
{
    return code.size <= BARCODE_SIZE_MAX && (barcode_look_up_article(catalogue, code, out) ||
                                             barcode_look_up_other_lengths(catalogue, code, out));
}

static BarcodeFound by_rule(const Catalogue *catalogue, Text code, const BarcodeParsed *parsed)
{
    BarcodeFound found = nothing;
    Text base = text_from_string(parsed->base_code);
    // Thirteen digits with a wrong last one are a misread article, not a discount or a lot.
    bool misread = code.size == 13 && strspn(parsed->code, "0123456789") == 13 &&
                   !barcode_check_digit_ok(text_from_string(parsed->code));
    found.value = parsed->value;
    switch (parsed->type) {
    case CAT_RULE_PRODUCT:
    case CAT_RULE_WEIGHT:
    case CAT_RULE_PRICE:
        if (!look_up_as_written(catalogue, base, &found))
            return nothing;
        found.value = parsed->value;
        if (parsed->type == CAT_RULE_WEIGHT && !weigh(parsed, &found))
            return nothing;
        if (parsed->type == CAT_RULE_PRICE) {
            found.meaning = BARCODE_PRICED;
            found.price = parsed->value;
        }
        return found;
    case CAT_RULE_CLIENT:
        found.meaning = BARCODE_CUSTOMER;
        found.partner = find_partner(catalogue, text_from_string(parsed->code));
        return found;
    case CAT_RULE_CASHIER:
        found.meaning = BARCODE_STAFF;
        return found;
    case CAT_RULE_DISCOUNT:
        found.meaning = misread ? BARCODE_UNKNOWN : BARCODE_DISCOUNT;
        return found;
    case CAT_RULE_LOCATION:
    case CAT_RULE_PACKAGE:
    case CAT_RULE_LOT:
    case CAT_RULE_OTHER:
        found.meaning = misread ? BARCODE_UNKNOWN : BARCODE_OTHER;
        return found;
    }
    return nothing;
}

// "]E0" and the like, which a scanner sends before the code when it is told to.
static int32_t symbology_size(Text code)
{
    bool is_one = code.size > 3 && code.data[0] == ']' && (code.data[1] | 0x20) >= 'a' &&
                  (code.data[1] | 0x20) <= 'z' && code.data[2] >= '0' && code.data[2] <= '9';
    return is_one ? 3 : 0;
}

BarcodeFound barcode_look_up(const Catalogue *catalogue, Text code, int32_t year_now)
{
    BarcodeFound found;
    BarcodeParsed parsed;
    code = text_trim(code);
    if (code.size <= 0 || code.size > GS1_SIZE_MAX)
        return nothing;
    if (look_up_as_written(catalogue, code, &found))
        return found;
    if (barcode_look_up_gs1(catalogue, code, year_now, &found))
        return found;
    int32_t symbology = symbology_size(code);
    code = text_slice(code, symbology, code.size);
    if (code.size > BARCODE_SIZE_MAX)
        return nothing;
    if (symbology > 0 && look_up_as_written(catalogue, code, &found))
        return found;
    barcode_parse(&catalogue->compiled_rules, code, &parsed);
    return parsed.matched ? by_rule(catalogue, code, &parsed) : nothing;
}
