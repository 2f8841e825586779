/* What the kinds of kiosk-vectors share: reading a vector file, comparing, counting. */
#ifndef KIOSK_TOOLS_VECTORS_H
#define KIOSK_TOOLS_VECTORS_H

#include <jansson.h>

#include "domain/order.h"

typedef struct VectorRun {
    int32_t passed, failed, skipped;
    char name[64]; // of the case
    bool case_differs;
    bool print_results; // each to its last bit, so that those of two builds can be compared
} VectorRun;

// Ends the program with status 1 and one line: a file that is not what its kind says.
__attribute__((noreturn)) void vectors_stop(const char *format, ...) PRINTF_LIKE(1, 2);

void vectors_case_begin(VectorRun *run, const char *format, ...) PRINTF_LIKE(2, 3);
void vectors_case_end(VectorRun *run);
// Each prints a line and marks the case when `got` is not what is expected. A missing number is a
// difference.
void vectors_expect_number(VectorRun *run, const char *what, double got, const json_t *expected,
                           double tolerance);
void vectors_expect_text(VectorRun *run, const char *what, const char *got, const char *expected);
void vectors_differs(VectorRun *run, const char *format, ...) PRINTF_LIKE(2, 3);

// Members that may be absent or false: 0, "" and false then.
double vectors_number(const json_t *object, const char *key);
int32_t vectors_id(const json_t *object, const char *key); // an id, or [id, name], or false: 0
bool vectors_flag(const json_t *object, const char *key);
const char *vectors_string(const json_t *object, const char *key);
// The items of a list in order of their sequence, then id. Returns how many, at most `most`.
size_t vectors_sorted(const json_t *list, const json_t **out, size_t most);
bool vectors_globally(const json_t *object); // rounding_method
Currency vectors_currency(double rounding);

Tax vectors_one_tax(const json_t *tax); // that is no group
// Taxes as load_pos_data sends them, groups expanded, in order of evaluation. Returns the count.
int32_t vectors_taxes(const json_t *taxes, Tax out[TAX_LINE_MAX]);

// A shop made of what a vector file has: enough of a catalogue for prices, taxes and orders.
typedef struct VectorShop {
    Arena arena;
    Catalogue catalogue;
    CatShop shop;
    char *text;
    uint32_t text_size, index_count, price_rule_count, tax_mapping_count;
    uint32_t *indexes;
    CatArticle *articles;
    CatTax *taxes;
    CatAccountingCategory *categories;
    CatPricelist *pricelists;
    CatPriceRule *rules;
    CatFiscalPosition *positions;
    CatTaxMapping *mappings;
    CatAttribute *attributes;
    CatAttributeValue *values;
    CatUnit unit;
    uint32_t *id_index;
} VectorShop;

void vector_shop_create(VectorShop *shop, const Currency *currency, bool globally,
                        int32_t price_digits);
void vector_shop_destroy(VectorShop *shop);
void vector_shop_add_taxes(VectorShop *shop, const json_t *taxes);
void vector_shop_add_pricelist(VectorShop *shop, int32_t id, const json_t *items);
void vector_shop_add_pricelists(VectorShop *shop, const json_t *pricelists);
// Rows whose destination is archived: left out, or (`archived_drops`) taken as "no tax".
void vector_shop_add_fiscal_positions(VectorShop *shop, const json_t *positions,
                                      bool archived_drops);
// Returns the article's index. `product` needs lst_price; id 0 gets its index + 1.
int32_t vector_shop_add_article(VectorShop *shop, const json_t *product);
void vector_shop_add_attributes(VectorShop *shop, int32_t article, const json_t *attributes);
int32_t vector_shop_pricelist(const VectorShop *shop, int32_t id);       // index or CATALOGUE_NONE
int32_t vector_shop_fiscal_position(const VectorShop *shop, int32_t id); // index or CATALOGUE_NONE

void vectors_tax(const json_t *root, VectorRun *run);
void vectors_pricelist(const json_t *root, VectorRun *run);
void vectors_rounding(const json_t *root, VectorRun *run);
void vectors_order(const json_t *root, VectorRun *run);
void vectors_barcode(const json_t *root, VectorRun *run);
void vectors_fiscal(const json_t *root, VectorRun *run);
void vectors_attribute(const json_t *root, VectorRun *run);
void vectors_combo(const json_t *root, VectorRun *run);
void vectors_gs1(const json_t *root, VectorRun *run);

#endif
