/* Barcodes: where server and till read a code differently, the till's reading counts (a lane is a
 * till). */
#include <string.h>

#include "domain/barcode.h"
#include "vectors.h"

static const char *const type_names[] = {
    [CAT_RULE_PRODUCT] = "product",   [CAT_RULE_WEIGHT] = "weight",
    [CAT_RULE_PRICE] = "price",       [CAT_RULE_DISCOUNT] = "discount",
    [CAT_RULE_CLIENT] = "client",     [CAT_RULE_CASHIER] = "cashier",
    [CAT_RULE_LOCATION] = "location", [CAT_RULE_PACKAGE] = "package",
    [CAT_RULE_LOT] = "lot",           [CAT_RULE_OTHER] = "other",
};
static const char *const encoding_names[] = {
    [CAT_ENCODING_ANY] = "any",   [CAT_ENCODING_EAN13] = "ean13", [CAT_ENCODING_EAN8] = "ean8",
    [CAT_ENCODING_UPCA] = "upca", [CAT_ENCODING_OTHER] = "other",
};
static const char *const conversions[] = {"always", "ean2upc", "upc2ean", "none"};

static int32_t position(const char *const *names, size_t count, const char *name)
{
    for (size_t i = 0; i + 1 < count; i++) {
        if (strcmp(names[i], name) == 0)
            return (int32_t)i;
    }
    return (int32_t)count - 1;
}

static int32_t read_rules(const json_t *from, BarcodeRule out[BARCODE_RULES_MAX])
{
    const json_t *sorted[BARCODE_RULES_MAX];
    size_t count = vectors_sorted(from, sorted, BARCODE_RULES_MAX);
    for (size_t i = 0; i < count; i++) {
        out[i] = (BarcodeRule){
            .type = (CatRuleType)position(type_names, COUNT_OF(type_names),
                                          vectors_string(sorted[i], "type")),
            .encoding = (CatRuleEncoding)position(encoding_names, COUNT_OF(encoding_names),
                                                  vectors_string(sorted[i], "encoding")),
            .pattern = text_from_string(vectors_string(sorted[i], "pattern")),
        };
    }
    return (int32_t)count;
}

void vectors_barcode(const json_t *root, VectorRun *run)
{
    const json_t *nomenclature = json_object_get(root, "nomenclature");
    BarcodeRule rules[BARCODE_RULES_MAX];
    int32_t count = read_rules(json_object_get(nomenclature, "rules"), rules);
    static BarcodeRules compiled;
    barcode_rules_compile(
        rules, count,
        position(conversions, COUNT_OF(conversions), vectors_string(nomenclature, "upc_ean_conv")),
        &compiled);
    size_t i;
    json_t *vector;
    json_array_foreach(json_object_get(root, "cases"), i, vector)
    {
        const char *code = vectors_string(vector, "barcode");
        const json_t *expected = json_object_get(vector, "expected_js");
        if (!expected)
            expected = json_object_get(vector, "expected");
        vectors_case_begin(run, "barcode %zu %.40s", i, code);
        BarcodeParsed got;
        barcode_parse(&compiled, text_from_string(code), &got);
        vectors_expect_text(run, "type", got.matched ? type_names[got.type] : "error",
                            vectors_string(expected, "type"));
        vectors_expect_text(run, "encoding", got.matched ? encoding_names[got.encoding] : "",
                            vectors_string(expected, "encoding"));
        vectors_expect_text(run, "code", got.code, vectors_string(expected, "code"));
        vectors_expect_text(run, "base_code", got.base_code, vectors_string(expected, "base_code"));
        vectors_expect_number(run, "value", got.value, json_object_get(expected, "value"), 1e-9);
        vectors_case_end(run);
    }
}
