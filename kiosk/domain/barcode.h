/* What a scanned code means, by the company's nomenclature (Odoo 17 barcodes.nomenclature
 * parse_barcode). The parser and the look-up are apart: vectors test the parser, the look-up adds
 * the rule that an article which carries the raw code wins over a rule that would take it for a lot
 * or a discount. */
#ifndef KIOSK_DOMAIN_BARCODE_H
#define KIOSK_DOMAIN_BARCODE_H

#include "domain/catalogue.h"
#include "domain/gs1_item.h"

enum { BARCODE_SIZE_MAX = 96 }; // of a code for rules; GS1 data may be longer, up to GS1_SIZE_MAX

typedef struct BarcodeRule {
    CatRuleType type;
    CatRuleEncoding encoding;
    Text pattern;
} BarcodeRule;

typedef struct BarcodeParsed {
    bool matched; // false: no rule takes it
    CatRuleType type;
    CatRuleEncoding encoding;
    char code[BARCODE_SIZE_MAX + 1];      // as matched (a UPC-A may have got its leading 0)
    char base_code[BARCODE_SIZE_MAX + 1]; // digits of the value zeroed, check digit made anew
    double value;                         // weight, price, percent; 0 without a value group
} BarcodeParsed;

// `rules` in order of sequence; those after BARCODE_RULES_MAX are left out. `upc_ean_conversion`: 0
// always, 1 ean2upc, 2 upc2ean, 3 never. The texts of the patterns must stay where they are.
void barcode_rules_compile(const BarcodeRule *rules, int32_t rule_count, int32_t upc_ean_conversion,
                           BarcodeRules *out);
// The first rule that takes the code. Takes no memory and, whatever the rules say, bounded time.
void barcode_parse(const BarcodeRules *rules, Text code, BarcodeParsed *out);
bool barcode_check_digit_ok(
    Text digits); // EAN-8, UPC-A, EAN-13, GTIN-14: mod 10, weights 3 and 1 from the right

// The rules that a catalogue has, for its opened form.
void barcode_rules_of_catalogue(const Catalogue *catalogue, BarcodeRules *out, Gs1Rules *out_gs1);

typedef enum BarcodeMeaning {
    BARCODE_UNKNOWN,  // nobody knows it here: ask the server, then tell the customer
    BARCODE_ARTICLE,  // article, quantity 1 (or the packaging's)
    BARCODE_WEIGHED,  // article and weight
    BARCODE_PRICED,   // article and price of this piece
    BARCODE_CUSTOMER, // partner's card
    BARCODE_STAFF,    // a cashier's badge by the nomenclature
    BARCODE_DISCOUNT, // percent on the last line: never for a customer
    BARCODE_OTHER,    // lot, location, package, logistic unit: a till does nothing with it
} BarcodeMeaning;

typedef struct BarcodeFound {
    BarcodeMeaning meaning;
    int32_t article;   // index, or CATALOGUE_NONE
    int32_t packaging; // index, or CATALOGUE_NONE
    Quantity quantity; // pieces of a packaging, or the weight
    int32_t partner; // BARCODE_CUSTOMER: index, or CATALOGUE_NONE when only the server may know the
                     // card
    double price;    // BARCODE_PRICED: major units; WEIGHED with label_price: what the label says
    double value;
    bool label_price,
        foreign_price;              // GS1: the label has one beside the weight, in another currency
    char gtin[GS1_GTIN_DIGITS + 1]; // GS1, also of an UNKNOWN one: for the server; empty: none
    char lot[GS1_LOT_SIZE + 1], serial[GS1_LOT_SIZE + 1]; // GS1; empty: none
    int64_t sell_until_minute;                            // GS1, as in gs1_item.h; 0: no date
} BarcodeFound;

// Whoever carries the code as it is comes first, then the same number in another length (UPC-A,
// EAN-13, GTIN-14, as the nomenclature converts), then what it says by GS1, then the rules. A
// packaging's quantity is in pieces of the article.
//
// GS1: a Digital Link, and an element string with the symbology identifier of one ("]C1" ...), in
// any shop; an element string without it where the shop's nomenclature is GS1. There the
// nomenclature takes it apart, and the standard what no rule takes. Other symbology identifiers
// ("]E0") are left out. `year_now`: the shop's, for years of two digits.
BarcodeFound barcode_look_up(const Catalogue *catalogue, Text code, int32_t year_now);

#endif
