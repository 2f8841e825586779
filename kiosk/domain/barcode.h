/* What a scanned code means, by the company's nomenclature (Odoo 17 barcodes.nomenclature
 * parse_barcode). The parser and the look-up are apart: vectors test the parser, the look-up adds
 * the rule that an article which carries the raw code wins over a rule that would take it for a lot
 * or a discount. */
#ifndef KIOSK_DOMAIN_BARCODE_H
#define KIOSK_DOMAIN_BARCODE_H

#include "domain/catalogue.h"

enum { BARCODE_SIZE_MAX = 96 };

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
    BARCODE_OTHER,    // lot, location, package: a till does nothing with it
} BarcodeMeaning;

typedef struct BarcodeFound {
    BarcodeMeaning meaning;
    int32_t article;   // index, or CATALOGUE_NONE
    int32_t packaging; // index, or CATALOGUE_NONE
    Quantity quantity; // pieces of a packaging, or the weight
    int32_t partner; // BARCODE_CUSTOMER: index, or CATALOGUE_NONE when only the server may know the
                     // card
    double price;    // BARCODE_PRICED: major units
    double value;
} BarcodeFound;

// Whoever carries the code as it is comes first, then the same number in another length (UPC-A,
// EAN-13, GTIN-14, as the nomenclature converts), then the rules. A packaging's quantity is in
// pieces of the article.
BarcodeFound barcode_look_up(const Catalogue *catalogue, Text code);

#endif
