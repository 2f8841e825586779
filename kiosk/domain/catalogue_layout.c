#include "domain/catalogue_layout.h"

#include <string.h>

#include "base/checksum.h"

#define FIELD(Record, member, field_kind, field_limit)                                             \
    {                                                                                              \
#member, (uint32_t)offsetof(Record, member), (uint32_t)sizeof(((Record *)0)->member),      \
            field_kind, field_limit                                                                \
    }
#define INT32(Record, member)         FIELD(Record, member, CAT_FIELD_INT32, 0)
#define INT64(Record, member)         FIELD(Record, member, CAT_FIELD_INT64, 0)
#define UINT32(Record, member)        FIELD(Record, member, CAT_FIELD_UINT32, 0)
#define DOUBLE(Record, member)        FIELD(Record, member, CAT_FIELD_DOUBLE, 0)
#define STRING(Record, member)        FIELD(Record, member, CAT_FIELD_TEXT, 0)
#define INDEX(Record, member, table)  FIELD(Record, member, CAT_FIELD_INDEX, table)
#define NEEDED(Record, member, table) FIELD(Record, member, CAT_FIELD_NEEDED, table)
#define RANGE(Record, member, table)  FIELD(Record, member, CAT_FIELD_RANGE, table)
#define LIST(Record, member, table)   FIELD(Record, member, CAT_FIELD_LIST, table)
#define CHOICE(Record, member, limit) FIELD(Record, member, CAT_FIELD_CHOICE, limit)
#define CHARS(Record, member)         FIELD(Record, member, CAT_FIELD_CHARS, 0)

enum { DIGITS_MAX = 9 }; // decimal.precision of anything that a till sells

static const CatField text_fields[] = {{"text", 0, sizeof(CatText), CAT_FIELD_TEXT, 0}};

static const CatField shop_fields[] = {
    STRING(CatShop, company_name),
    STRING(CatShop, company_vat),
    STRING(CatShop, company_phone),
    STRING(CatShop, company_email),
    STRING(CatShop, company_website),
    STRING(CatShop, company_country_code),
    STRING(CatShop, company_address),
    STRING(CatShop, config_name),
    STRING(CatShop, receipt_header),
    STRING(CatShop, receipt_footer),
    STRING(CatShop, base_url),
    STRING(CatShop, server_version),
    CHARS(CatShop, currency.code),
    CHARS(CatShop, currency.symbol),
    FIELD(CatShop, currency.symbol_before, CAT_FIELD_BOOL, 0),
    CHOICE(CatShop, currency.decimals, 4),
    DOUBLE(CatShop, currency.rounding),
    INT32(CatShop, config_id),
    INT32(CatShop, session_id),
    INT32(CatShop, user_id),
    INT32(CatShop, nomenclature_id),
    INDEX(CatShop, pricelist, CAT_TABLE_PRICELISTS),
    INDEX(CatShop, default_fiscal_position, CAT_TABLE_FISCAL_POSITIONS),
    CHOICE(CatShop, price_digits, DIGITS_MAX),
    CHOICE(CatShop, quantity_digits, DIGITS_MAX),
    CHOICE(CatShop, discount_digits, DIGITS_MAX),
    CHOICE(CatShop, round_globally, 1),
    CHOICE(CatShop, show_tax_included, 1),
    CHOICE(CatShop, cash_control, 1),
    CHOICE(CatShop, cash_rounding_only_cash, 1),
    DOUBLE(CatShop, cash_rounding),
    CHOICE(CatShop, cash_rounding_method, ROUNDING_DOWN),
    CHOICE(CatShop, use_ticket_qr, 1),
    CHOICE(CatShop, use_ticket_code, 1),
    INT32(CatShop, tip_article_id),
    CHOICE(CatShop, upc_ean_conversion, 3),
    CHOICE(CatShop, use_lots, 1),
    CHOICE(CatShop, gs1, 1),
    STRING(CatShop, gs1_separator),
};

static const CatField article_fields[] = {
    INT32(CatArticle, id),
    INT32(CatArticle, template_id),
    STRING(CatArticle, name),
    STRING(CatArticle, barcode),
    STRING(CatArticle, code),
    STRING(CatArticle, description),
    DOUBLE(CatArticle, list_price),
    DOUBLE(CatArticle, cost),
    NEEDED(CatArticle, unit, CAT_TABLE_UNITS),
    INDEX(CatArticle, accounting_category, CAT_TABLE_ACCOUNTING_CATEGORIES),
    LIST(CatArticle, taxes, CAT_TABLE_TAXES),
    LIST(CatArticle, categories, CAT_TABLE_CATEGORIES),
    LIST(CatArticle, attributes, CAT_TABLE_ATTRIBUTES),
    LIST(CatArticle, combos, CAT_TABLE_COMBOS),
    UINT32(CatArticle, flags),
    CHOICE(CatArticle, tracking, 2),
    INT64(CatArticle, write_unix_s),
};

static const CatField category_fields[] = {
    INT32(CatCategory, id),
    INDEX(CatCategory, parent, CAT_TABLE_CATEGORIES),
    STRING(CatCategory, name),
    LIST(CatCategory, children, CAT_TABLE_CATEGORIES),
    LIST(CatCategory, articles, CAT_TABLE_ARTICLES),
    CHOICE(CatCategory, has_image, 1),
    INT32(CatCategory, depth),
    INT64(CatCategory, write_unix_s),
};

static const CatField accounting_category_fields[] = {
    INT32(CatAccountingCategory, id),
    INDEX(CatAccountingCategory, parent, CAT_TABLE_ACCOUNTING_CATEGORIES),
};

static const CatField unit_fields[] = {
    INT32(CatUnit, id),          STRING(CatUnit, name),
    DOUBLE(CatUnit, rounding),   CHOICE(CatUnit, groupable, 1),
    INT32(CatUnit, category_id), DOUBLE(CatUnit, factor),
    CHOICE(CatUnit, is_base, 1),
};

static const CatField tax_fields[] = {
    INT32(CatTax, id),
    CHOICE(CatTax, kind, TAX_GROUP),
    STRING(CatTax, name),
    DOUBLE(CatTax, amount),
    DOUBLE(CatTax, repartition_factor),
    CHOICE(CatTax, price_include, 1),
    CHOICE(CatTax, include_base_amount, 1),
    CHOICE(CatTax, is_base_affected, 1),
    LIST(CatTax, children, CAT_TABLE_TAXES),
};

static const CatField pricelist_fields[] = {
    INT32(CatPricelist, id),
    STRING(CatPricelist, name),
    CHOICE(CatPricelist, show_discount, 1),
    RANGE(CatPricelist, rules, CAT_TABLE_PRICE_RULES),
};

static const CatField price_rule_fields[] = {
    INT32(CatPriceRule, id),
    INT32(CatPriceRule, article_id),
    INT32(CatPriceRule, template_id),
    INT32(CatPriceRule, accounting_category_id),
    DOUBLE(CatPriceRule, min_quantity),
    INT64(CatPriceRule, start_unix_s),
    INT64(CatPriceRule, end_unix_s),
    CHOICE(CatPriceRule, base, CAT_BASE_PRICELIST),
    INDEX(CatPriceRule, base_pricelist, CAT_TABLE_PRICELISTS),
    CHOICE(CatPriceRule, compute, CAT_PRICE_FORMULA),
    DOUBLE(CatPriceRule, fixed_price),
    DOUBLE(CatPriceRule, percent),
    DOUBLE(CatPriceRule, discount),
    DOUBLE(CatPriceRule, round),
    DOUBLE(CatPriceRule, surcharge),
    DOUBLE(CatPriceRule, min_margin),
    DOUBLE(CatPriceRule, max_margin),
};

static const CatField payment_method_fields[] = {
    INT32(CatPaymentMethod, id),       CHOICE(CatPaymentMethod, type, CAT_PAYMENT_PAY_LATER),
    STRING(CatPaymentMethod, name),    CHOICE(CatPaymentMethod, split_transactions, 1),
    INT32(CatPaymentMethod, sequence),
};

static const CatField packaging_fields[] = {
    INT32(CatPackaging, id),        NEEDED(CatPackaging, article, CAT_TABLE_ARTICLES),
    STRING(CatPackaging, barcode),  STRING(CatPackaging, name),
    DOUBLE(CatPackaging, quantity),
};

static const CatField barcode_rule_fields[] = {
    INT32(CatBarcodeRule, id),
    INT32(CatBarcodeRule, sequence),
    CHOICE(CatBarcodeRule, type, CAT_RULE_OTHER),
    CHOICE(CatBarcodeRule, encoding, CAT_ENCODING_OTHER),
    STRING(CatBarcodeRule, pattern),
    STRING(CatBarcodeRule, type_name),
    CHOICE(CatBarcodeRule, gs1_content, GS1_CONTENT_DATE),
    CHOICE(CatBarcodeRule, gs1_decimals, 1),
};

static const CatField attribute_fields[] = {
    INT32(CatAttribute, id),
    STRING(CatAttribute, name),
    CHOICE(CatAttribute, multiple, 1),
    STRING(CatAttribute, display_type),
    RANGE(CatAttribute, values, CAT_TABLE_ATTRIBUTE_VALUES),
};

static const CatField attribute_value_fields[] = {
    INT32(CatAttributeValue, id),           STRING(CatAttributeValue, name),
    DOUBLE(CatAttributeValue, price_extra), CHOICE(CatAttributeValue, is_custom, 1),
    STRING(CatAttributeValue, html_colour),
};

static const CatField combo_fields[] = {
    INT32(CatCombo, id),
    STRING(CatCombo, name),
    DOUBLE(CatCombo, base_price),
    RANGE(CatCombo, lines, CAT_TABLE_COMBO_LINES),
};

static const CatField combo_line_fields[] = {
    INT32(CatComboLine, id),
    INDEX(CatComboLine, article, CAT_TABLE_ARTICLES),
    DOUBLE(CatComboLine, price),
};

static const CatField partner_fields[] = {
    INT32(CatPartner, id),
    STRING(CatPartner, name),
    STRING(CatPartner, barcode),
    INT32(CatPartner, pricelist_id),
    INT32(CatPartner, fiscal_position_id),
};

static const CatField fiscal_position_fields[] = {
    INT32(CatFiscalPosition, id),
    STRING(CatFiscalPosition, name),
    RANGE(CatFiscalPosition, mappings, CAT_TABLE_TAX_MAPPINGS),
};

static const CatField tax_mapping_fields[] = {
    INT32(CatTaxMapping, source_tax_id),
    INT32(CatTaxMapping, destination_tax_id),
};

static const CatField barcode_slot_fields[] = {
    UINT32(CatBarcodeSlot, hash),
    INDEX(CatBarcodeSlot, article, CAT_TABLE_ARTICLES),
    INDEX(CatBarcodeSlot, packaging, CAT_TABLE_PACKAGINGS),
    STRING(CatBarcodeSlot, barcode),
};

#define RECORDS(words, Record, list)                                                               \
    {                                                                                              \
        words, (uint32_t)sizeof(Record), (uint32_t) _Alignof(Record), list,                        \
            (int32_t)COUNT_OF(list)                                                                \
    }
#define PLAIN(words, Type)                                                                         \
    {                                                                                              \
        words, (uint32_t)sizeof(Type), (uint32_t) _Alignof(Type), NULL, 0                          \
    }

static const CatTableLayout layouts[CAT_TABLE_COUNT] = {
    [CAT_TABLE_TEXT] = PLAIN("text", char),
    [CAT_TABLE_INDEXES] = PLAIN("indexes", uint32_t),
    [CAT_TABLE_SHOP] = RECORDS("shop", CatShop, shop_fields),
    [CAT_TABLE_ARTICLES] = RECORDS("articles", CatArticle, article_fields),
    [CAT_TABLE_CATEGORIES] = RECORDS("categories", CatCategory, category_fields),
    [CAT_TABLE_ACCOUNTING_CATEGORIES] =
        RECORDS("accounting_categories", CatAccountingCategory, accounting_category_fields),
    [CAT_TABLE_UNITS] = RECORDS("units", CatUnit, unit_fields),
    [CAT_TABLE_TAXES] = RECORDS("taxes", CatTax, tax_fields),
    [CAT_TABLE_PRICELISTS] = RECORDS("pricelists", CatPricelist, pricelist_fields),
    [CAT_TABLE_PRICE_RULES] = RECORDS("price_rules", CatPriceRule, price_rule_fields),
    [CAT_TABLE_PAYMENT_METHODS] =
        RECORDS("payment_methods", CatPaymentMethod, payment_method_fields),
    [CAT_TABLE_PACKAGINGS] = RECORDS("packagings", CatPackaging, packaging_fields),
    [CAT_TABLE_BARCODE_RULES] = RECORDS("barcode_rules", CatBarcodeRule, barcode_rule_fields),
    [CAT_TABLE_ATTRIBUTES] = RECORDS("attributes", CatAttribute, attribute_fields),
    [CAT_TABLE_ATTRIBUTE_VALUES] =
        RECORDS("attribute_values", CatAttributeValue, attribute_value_fields),
    [CAT_TABLE_COMBOS] = RECORDS("combos", CatCombo, combo_fields),
    [CAT_TABLE_COMBO_LINES] = RECORDS("combo_lines", CatComboLine, combo_line_fields),
    [CAT_TABLE_PARTNERS] = RECORDS("partners", CatPartner, partner_fields),
    [CAT_TABLE_FISCAL_POSITIONS] =
        RECORDS("fiscal_positions", CatFiscalPosition, fiscal_position_fields),
    [CAT_TABLE_TAX_MAPPINGS] = RECORDS("tax_mappings", CatTaxMapping, tax_mapping_fields),
    [CAT_TABLE_TRANSLATED_NAMES] = RECORDS("translated_names", CatText, text_fields),
    [CAT_TABLE_TRANSLATED_CATEGORIES] = RECORDS("translated_categories", CatText, text_fields),
    [CAT_TABLE_TRANSLATED_ATTRIBUTES] = RECORDS("translated_attributes", CatText, text_fields),
    [CAT_TABLE_TRANSLATED_VALUES] = RECORDS("translated_values", CatText, text_fields),
    [CAT_TABLE_TRANSLATED_COMBOS] = RECORDS("translated_combos", CatText, text_fields),
    [CAT_TABLE_BARCODE_INDEX] = RECORDS("barcode_index", CatBarcodeSlot, barcode_slot_fields),
    [CAT_TABLE_ID_INDEX] = PLAIN("id_index", uint32_t),
    [CAT_TABLE_SEARCH_TEXT] = PLAIN("search_text", char),
    [CAT_TABLE_SEARCH_STARTS] = PLAIN("search_starts", uint32_t),
};

const CatTranslated catalogue_translated[CAT_TRANSLATED_COUNT] = {
    {CAT_TABLE_ARTICLES, CAT_TABLE_TRANSLATED_NAMES, offsetof(CatArticle, name)},
    {CAT_TABLE_CATEGORIES, CAT_TABLE_TRANSLATED_CATEGORIES, offsetof(CatCategory, name)},
    {CAT_TABLE_ATTRIBUTES, CAT_TABLE_TRANSLATED_ATTRIBUTES, offsetof(CatAttribute, name)},
    {CAT_TABLE_ATTRIBUTE_VALUES, CAT_TABLE_TRANSLATED_VALUES, offsetof(CatAttributeValue, name)},
    {CAT_TABLE_COMBOS, CAT_TABLE_TRANSLATED_COMBOS, offsetof(CatCombo, name)},
};

const CatTableLayout *catalogue_table_layout(CatTable table)
{
    return &layouts[table];
}

uint32_t catalogue_layout_hash(void)
{
    uint64_t hash = sizeof(CatalogueHeader) << 32 | (uint64_t)CAT_TABLE_COUNT;
    for (int32_t table = 0; table < CAT_TABLE_COUNT; table++) {
        const CatTableLayout *layout = &layouts[table];
        uint64_t record[3] = {hash, layout->item_bytes, (uint64_t)layout->field_count};
        hash = checksum_xxh3(record, sizeof record);
        for (int32_t i = 0; i < layout->field_count; i++) {
            const CatField *field = &layout->fields[i];
            uint64_t words[5] = {hash, field->offset, field->size, field->kind, field->limit};
            hash = checksum_xxh3(words, sizeof words);
        }
    }
    return (uint32_t)hash;
}

void catalogue_copy_record(CatTable table, void *to, const void *from)
{
    const CatTableLayout *layout = &layouts[table];
    for (int32_t i = 0; i < layout->field_count; i++) {
        const CatField *field = &layout->fields[i];
        memcpy((uint8_t *)to + field->offset, (const uint8_t *)from + field->offset, field->size);
    }
}
