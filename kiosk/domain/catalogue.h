/* The shop as the lane sells it: articles, prices, taxes, categories, barcodes, payment methods.
 *
 * One block of memory, all references are 32-bit offsets or indexes into it, so that it is written
 * to a file as it is and mapped read-only at the next start (catalogue_image.h;
 * docs/catalogue_format.md). Nothing in here points outside, nothing is changed once built
 * (catalogue_builder.h). Prices and amounts that feed the tax and pricelist engine are kept as the
 * server sent them (doubles); everything that leaves the engine is Money or UnitPrice.
 *
 * Ids are the server's record ids; indexes are positions in our tables. */
#ifndef KIOSK_DOMAIN_CATALOGUE_H
#define KIOSK_DOMAIN_CATALOGUE_H

#include "base/text.h"
#include "domain/barcode_rules.h"
#include "domain/gs1_rules.h"
#include "domain/money.h"
#include "domain/rounding.h"
#include "domain/tax.h"

enum {
    CATALOGUE_LAYOUT_VERSION = 3, // raise at any change of a struct below
    CATALOGUE_ARTICLES_MAX = 1000000,
    CATALOGUE_LANGUAGES_MAX = 8,
    CATALOGUE_NONE = -1, // an index that refers to nothing
};

typedef struct CatText {
    uint32_t offset, size; // bytes in the text table
} CatText;

typedef struct CatRange {
    uint32_t first, count; // items in the table that the field names
} CatRange;

typedef enum CatArticleFlag {
    CAT_ARTICLE_WEIGHED = 1 << 0,   // to_weight
    CAT_ARTICLE_HAS_IMAGE = 1 << 1, // image_128 is there on the server
    CAT_ARTICLE_SPECIAL = 1 << 2,   // tip, discount and the like: never shown, never scanned
    CAT_ARTICLE_HIDDEN = 1 << 3,    // available_in_pos false or active false: needed by id only
    CAT_ARTICLE_COMBO = 1 << 4,     // has combo choices
    CAT_ARTICLE_CHOICES = 1 << 5,   // has attributes that are chosen at the till
    CAT_ARTICLE_TRACKED = 1 << 6,   // lot or serial number
} CatArticleFlag;

typedef enum CatTracking { CAT_TRACKING_NONE, CAT_TRACKING_LOT, CAT_TRACKING_SERIAL } CatTracking;

typedef struct CatArticle {
    int32_t id, template_id;
    CatText name;                // in the catalogue's first language
    CatText barcode;             // empty when it has none
    CatText code;                // default_code
    CatText description;         // description_sale
    double list_price;           // lst_price as sent
    double cost;                 // standard_price as sent
    int32_t unit;                // index in units
    int32_t accounting_category; // index in accounting_categories
    CatRange taxes;      // in `indexes`: indexes of taxes, in the server's evaluation order, groups
                         // unexpanded
    CatRange categories; // in `indexes`: indexes of categories (pos.category)
    CatRange attributes; // in `indexes`: indexes of attributes (chosen at the till)
    CatRange combos;     // in `indexes`: indexes of combos
    uint32_t flags;      // CatArticleFlag
    int32_t tracking;    // CatTracking
    int64_t write_unix_s; // write_date, 0 when unknown
} CatArticle;

typedef struct CatCategory { // pos.category
    int32_t id;
    int32_t parent; // index or CATALOGUE_NONE
    CatText name;
    CatRange children; // in `indexes`
    CatRange
        articles; // in `indexes`: visible articles directly in this category, in the server's order
    int32_t has_image;
    int32_t depth; // 0 at the top
    int64_t write_unix_s;
} CatCategory;

typedef struct CatAccountingCategory { // product.category, for pricelist rules
    int32_t id;
    int32_t parent; // index or CATALOGUE_NONE
} CatAccountingCategory;

typedef struct CatUnit { // uom.uom
    int32_t id;
    CatText name;
    double rounding;
    int32_t groupable; // is_pos_groupable: scans of the same article merge
    int32_t category_id;
    double factor;   // how many of it make the reference unit of its category
    int32_t is_base; // kg or litre, whatever the server's language calls it
} CatUnit;

typedef struct CatTax {
    int32_t id;
    int32_t kind; // TaxKind
    CatText name;
    double amount, repartition_factor;
    int32_t price_include, include_base_amount, is_base_affected;
    CatRange children; // group: in `indexes`, indexes of taxes, in order
} CatTax;

typedef enum CatPriceBase { CAT_BASE_LIST_PRICE, CAT_BASE_COST, CAT_BASE_PRICELIST } CatPriceBase;
typedef enum CatPriceCompute {
    CAT_PRICE_FIXED,
    CAT_PRICE_PERCENTAGE,
    CAT_PRICE_FORMULA
} CatPriceCompute;

typedef struct CatPriceRule { // product.pricelist.item, in the server's order of precedence
    int32_t id;
    int32_t article_id, template_id, accounting_category_id; // 0: any
    double min_quantity;
    int64_t start_unix_s, end_unix_s; // 0: open; both ends included
    int32_t base;                     // CatPriceBase
    int32_t base_pricelist;           // index or CATALOGUE_NONE when not loaded
    int32_t compute;                  // CatPriceCompute
    double fixed_price, percent, discount, round, surcharge, min_margin, max_margin;
} CatPriceRule;

typedef struct CatPricelist {
    int32_t id;
    CatText name;
    int32_t show_discount; // discount_policy "without_discount": old price struck through
    CatRange rules;        // in price_rules
} CatPricelist;

typedef enum CatPaymentType {
    CAT_PAYMENT_CASH,
    CAT_PAYMENT_BANK,
    CAT_PAYMENT_PAY_LATER
} CatPaymentType;

typedef struct CatPaymentMethod { // only those of the lane's configuration
    int32_t id;
    int32_t type; // CatPaymentType
    CatText name;
    int32_t split_transactions; // needs a customer
    int32_t sequence;
} CatPaymentMethod;

typedef struct CatPackaging {
    int32_t id, article; // article: index
    CatText barcode, name;
    double quantity;
} CatPackaging;

typedef enum CatRuleType {
    CAT_RULE_PRODUCT,
    CAT_RULE_WEIGHT,
    CAT_RULE_PRICE,
    CAT_RULE_DISCOUNT,
    CAT_RULE_CLIENT,
    CAT_RULE_CASHIER,
    CAT_RULE_LOCATION,
    CAT_RULE_PACKAGE,
    CAT_RULE_LOT,
    CAT_RULE_OTHER,
} CatRuleType;
typedef enum CatRuleEncoding {
    CAT_ENCODING_ANY,
    CAT_ENCODING_EAN13,
    CAT_ENCODING_EAN8,
    CAT_ENCODING_UPCA,
    CAT_ENCODING_GS1, // gs1-128: a part of an element string, only where the shop's nomenclature is
                      // GS1
    CAT_ENCODING_OTHER
} CatRuleEncoding;

typedef struct CatBarcodeRule { // barcode.rule, in order of sequence
    int32_t id, sequence;
    int32_t type;     // CatRuleType
    int32_t encoding; // CatRuleEncoding
    CatText pattern;
    CatText type_name;    // the server's word, for messages
    int32_t gs1_content;  // Gs1Content; of encoding GS1
    int32_t gs1_decimals; // gs1_decimal_usage
} CatBarcodeRule;

typedef struct CatAttribute { // attributes_by_ptal_id
    int32_t id;
    CatText name;
    int32_t multiple; // display_type multi
    CatText display_type;
    CatRange values; // in attribute_values
} CatAttribute;

typedef struct CatAttributeValue {
    int32_t id;
    CatText name;
    double price_extra;
    int32_t is_custom;
    CatText html_colour;
} CatAttributeValue;

typedef struct CatCombo {
    int32_t id;
    CatText name;
    double base_price;
    CatRange lines; // in combo_lines
} CatCombo;

typedef struct CatComboLine {
    int32_t id, article; // index or CATALOGUE_NONE
    double price;
} CatComboLine;

typedef struct CatPartner { // the customers that the server sends with a load
    int32_t id;
    CatText name, barcode;
    int32_t pricelist_id, fiscal_position_id; // 0: none
} CatPartner;

typedef struct CatFiscalPosition {
    int32_t id;
    CatText name;
    CatRange mappings; // in tax_mappings
} CatFiscalPosition;

typedef struct CatTaxMapping {
    int32_t source_tax_id, destination_tax_id; // destination 0: the tax is dropped
} CatTaxMapping;

typedef struct CatShop { // company, pos.config, pos.session, res.users
    CatText company_name, company_vat, company_phone, company_email, company_website,
        company_country_code;
    CatText company_address; // one line, may be empty
    CatText config_name, receipt_header, receipt_footer, base_url;
    CatText server_version;
    Currency currency;
    int32_t config_id, session_id, user_id, nomenclature_id;
    int32_t pricelist;                                      // default, index or CATALOGUE_NONE
    int32_t default_fiscal_position;                        // index or CATALOGUE_NONE
    int32_t price_digits, quantity_digits, discount_digits; // decimal.precision
    int32_t round_globally;                                 // tax_calculation_rounding_method
    int32_t show_tax_included;                              // iface_tax_included total
    int32_t cash_control, cash_rounding_only_cash;
    double cash_rounding;         // 0: none
    int32_t cash_rounding_method; // RoundingMethod
    int32_t use_ticket_qr, use_ticket_code;
    int32_t tip_article_id, upc_ean_conversion; // 0 always, 1 ean2upc, 2 upc2ean, 3 never
    int32_t use_lots;
    int32_t gs1; // the nomenclature is GS1; the rules that aren't are those it falls back on
    CatText gs1_separator; // a pattern for what stands for FNC1, empty: FNC1 alone
} CatShop;

// Every table of the block. Offsets from the block's first byte, 8-byte aligned.
typedef enum CatTable {
    CAT_TABLE_TEXT,
    CAT_TABLE_INDEXES,
    CAT_TABLE_SHOP,
    CAT_TABLE_ARTICLES,
    CAT_TABLE_CATEGORIES,
    CAT_TABLE_ACCOUNTING_CATEGORIES,
    CAT_TABLE_UNITS,
    CAT_TABLE_TAXES,
    CAT_TABLE_PRICELISTS,
    CAT_TABLE_PRICE_RULES,
    CAT_TABLE_PAYMENT_METHODS,
    CAT_TABLE_PACKAGINGS,
    CAT_TABLE_BARCODE_RULES,
    CAT_TABLE_ATTRIBUTES,
    CAT_TABLE_ATTRIBUTE_VALUES,
    CAT_TABLE_COMBOS,
    CAT_TABLE_COMBO_LINES,
    CAT_TABLE_PARTNERS,
    CAT_TABLE_FISCAL_POSITIONS,
    CAT_TABLE_TAX_MAPPINGS,
    CAT_TABLE_TRANSLATED_NAMES, // CatText[language_count - 1][article count], empty: not translated
    CAT_TABLE_TRANSLATED_CATEGORIES, // the same for these
    CAT_TABLE_TRANSLATED_ATTRIBUTES,
    CAT_TABLE_TRANSLATED_VALUES,
    CAT_TABLE_TRANSLATED_COMBOS,
    CAT_TABLE_BARCODE_INDEX, // CatBarcodeSlot, open addressing, power of two
    CAT_TABLE_ID_INDEX,      // uint32_t article indexes sorted by id
    CAT_TABLE_SEARCH_TEXT,   // folded names, see catalogue_search.h
    CAT_TABLE_SEARCH_STARTS, // uint32_t: where each article's folded text begins
    CAT_TABLE_COUNT,
} CatTable;

typedef struct CatBarcodeSlot {
    uint32_t hash;     // 0: empty
    int32_t article;   // index
    int32_t packaging; // index or CATALOGUE_NONE
    CatText barcode;
} CatBarcodeSlot;

typedef struct CatTableEntry {
    uint64_t offset, count; // count in items
} CatTableEntry;

typedef struct CatalogueHeader {
    char magic[8]; // "KIOSKCAT"
    uint32_t layout_version, layout_hash;
    uint64_t size_bytes;  // of the whole block, header included
    uint64_t checksum;    // XXH3 of all bytes behind this field
    int64_t made_unix_ms; // nothing in it is older: when the server's answer came (the oldest)
    char origin[200];     // "https://host database" it came from
    char languages[CATALOGUE_LANGUAGES_MAX]
                  [8]; // "en", "ar" ...; the first is the language of `name`
    int32_t language_count;
    int32_t left_out_count; // articles that were left out with a reason (in the log)
    CatTableEntry tables[CAT_TABLE_COUNT];
} CatalogueHeader;

// A view of a built block: pointers into it, good as long as it is mapped. May be copied.
typedef struct Catalogue {
    const CatalogueHeader *header;
    const char *text;
    const uint32_t *indexes;
    const CatShop *shop;
    const CatArticle *articles;
    const CatCategory *categories;
    const CatAccountingCategory *accounting_categories;
    const CatUnit *units;
    const CatTax *taxes;
    const CatPricelist *pricelists;
    const CatPriceRule *price_rules;
    const CatPaymentMethod *payment_methods;
    const CatPackaging *packagings;
    const CatBarcodeRule *barcode_rules;
    const CatAttribute *attributes;
    const CatAttributeValue *attribute_values;
    const CatCombo *combos;
    const CatComboLine *combo_lines;
    const CatPartner *partners;
    const CatFiscalPosition *fiscal_positions;
    const CatTaxMapping *tax_mappings;
    const CatText *translated_names, *translated_categories, *translated_attributes,
        *translated_values, *translated_combos;
    const CatBarcodeSlot *barcode_index;
    const uint32_t *id_index;
    const char *search_text;
    const uint32_t *search_starts;
    int32_t article_count, category_count, accounting_category_count, unit_count, tax_count,
        pricelist_count, payment_method_count, packaging_count, barcode_rule_count, attribute_count,
        attribute_value_count, combo_count, combo_line_count, partner_count, fiscal_position_count;
    uint32_t barcode_slot_count;
    // Of barcode_rules, made when the block is opened; no GS1 rules where the shop isn't.
    BarcodeRules compiled_rules;
    Gs1Rules gs1_rules;
} Catalogue;

Text catalogue_text(const Catalogue *catalogue, CatText text);
// `language` is an index of header->languages; falls back to the first language.
Text catalogue_article_name(const Catalogue *catalogue, int32_t article, int32_t language);
Text catalogue_category_name(const Catalogue *catalogue, int32_t category, int32_t language);
Text catalogue_attribute_name(const Catalogue *catalogue, int32_t attribute, int32_t language);
Text catalogue_attribute_value_name(const Catalogue *catalogue, int32_t value, int32_t language);
Text catalogue_combo_name(const Catalogue *catalogue, int32_t combo, int32_t language);
// Index of the language, or 0 when the catalogue doesn't have it.
int32_t catalogue_language(const Catalogue *catalogue, const char *language);
// Index, or CATALOGUE_NONE.
int32_t catalogue_article_by_id(const Catalogue *catalogue, int32_t article_id);
int32_t catalogue_tax_by_id(const Catalogue *catalogue, int32_t tax_id);
// An article's own code first, then packagings. Index or CATALOGUE_NONE; *out_packaging may be
// NULL.
int32_t catalogue_article_by_barcode(const Catalogue *catalogue, Text barcode,
                                     int32_t *out_packaging);
// Taxes of an article flattened for tax_compute (groups expanded). Returns the count, at most
// TAX_LINE_MAX.
int32_t catalogue_article_taxes(const Catalogue *catalogue, int32_t article, Tax out[TAX_LINE_MAX]);
// One of the attributes that are chosen at the till, counted from 0 to attributes.count.
const CatAttribute *catalogue_article_attribute(const Catalogue *catalogue, int32_t article,
                                                uint32_t number);
// What a price for this unit is told in beside it (Directive 98/6/EC): the kilogram or litre of its
// category, and how many of the unit make one: price for it = price for the unit * factor. False
// for pieces, lengths and the like, and for the kilogram and the litre themselves.
bool catalogue_unit_base(const Catalogue *catalogue, int32_t unit, Text *out_base_name,
                         double *out_factor);
// Its lot or serial number is asked for when it is sold.
bool catalogue_article_needs_lot(const Catalogue *catalogue, int32_t article);
// Visible on the lane: not special, not hidden.
bool catalogue_article_sellable(const Catalogue *catalogue, int32_t article);

#endif
