#include "backoffice/odoo17_barcodes.h"

#include <stdlib.h>

#include "backoffice/odoo17_value.h"
#include "backoffice/wire_limits.h"
#include "backoffice/wire_text.h"

enum { SENT_RULES_MAX = 1000 };

char *odoo17_request_nomenclature(const Odoo17Login *login, int32_t nomenclature_id)
{
    json_t *keywords = json_pack("{s: [s, s, s, s]}", "fields", "name", "upc_ean_conv",
                                 "is_gs1_nomenclature", "gs1_separator_fnc1");
    CHECK(keywords != NULL);
    return odoo17_request_call(login, "barcode.nomenclature", "read",
                               json_pack("[[i]]", (int)nomenclature_id), keywords);
}

char *odoo17_request_fallback_nomenclature(const Odoo17Login *login)
{
    json_t *arguments = json_pack("[[[s, s, b]]]", "is_gs1_nomenclature", "=", 0);
    json_t *keywords = json_pack("{s: [s, s], s: s, s: i}", "fields", "name", "upc_ean_conv",
                                 "order", "id", "limit", 1);
    CHECK(arguments != NULL);
    CHECK(keywords != NULL);
    return odoo17_request_call(login, "barcode.nomenclature", "search_read", arguments, keywords);
}

char *odoo17_request_barcode_rules(const Odoo17Login *login, int32_t nomenclature_id)
{
    json_t *arguments =
        json_pack("[[[s, s, i]]]", "barcode_nomenclature_id", "=", (int)nomenclature_id);
    json_t *keywords = json_pack("{s: [s, s, s, s, s, s, s]}", "fields", "name", "sequence", "type",
                                 "encoding", "pattern", "gs1_content_type", "gs1_decimal_usage");
    CHECK(arguments != NULL);
    CHECK(keywords != NULL);
    return odoo17_request_call(login, "barcode.rule", "search_read", arguments, keywords);
}

typedef struct Word {
    const char *word;
    int32_t value;
} Word;

static int32_t word_value(Text text, const Word *words, size_t count, int32_t otherwise)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal_string(text, words[i].word))
            return words[i].value;
    return otherwise;
}

static bool bad_field(const char *model, int32_t id, const char *field, const json_t *value,
                      Error *error)
{
    return error_set(error, ERROR_CORRUPT, "%s %d: field %s is %s", model, (int)id, field,
                     odoo17_value_kind(value));
}

static bool read_text(const json_t *record, const char *model, int32_t id, const char *field,
                      Text *out, Error *error)
{
    const json_t *value = json_object_get(record, field);
    return odoo17_value_text(value, out) || bad_field(model, id, field, value, error);
}

static CatText kept_text(CatalogueBuilder *builder, Text text)
{
    char clean[WIRE_NAME_MAX_BYTES];
    int32_t size = wire_text_clean(text, WIRE_ONE_LINE, clean, sizeof clean);
    return catalogue_builder_text(builder, (Text){clean, size});
}

static bool read_conversion(const json_t *record, CatShop *shop, Error *error)
{
    static const Word conversions[] = {{"always", 0}, {"ean2upc", 1}, {"upc2ean", 2}, {"none", 3}};
    Text conversion;
    if (!read_text(record, "barcode.nomenclature", 0, "upc_ean_conv", &conversion, error))
        return false;
    shop->upc_ean_conversion = word_value(conversion, conversions, COUNT_OF(conversions), 3);
    return true;
}

bool odoo17_nomenclature(const json_t *result, CatalogueBuilder *builder, CatShop *shop,
                         Error *error)
{
    const json_t *record = json_array_get(result, 0);
    if (!json_is_object(record))
        return error_set(error, ERROR_CORRUPT, "barcode.nomenclature: there is no such record");
    if (!read_conversion(record, shop, error))
        return false;
    // Without the module for GS1 the server has neither of these.
    Text separator = {0};
    const json_t *sent = json_object_get(record, "gs1_separator_fnc1");
    shop->gs1 = json_is_true(json_object_get(record, "is_gs1_nomenclature"));
    if (shop->gs1 && json_is_string(sent))
        separator = (Text){json_string_value(sent), (int32_t)json_string_length(sent)};
    if (separator.size > WIRE_NAME_MAX_BYTES)
        return error_set(error, ERROR_LIMIT,
                         "barcode.nomenclature: field gs1_separator_fnc1 has %d bytes",
                         (int)separator.size);
    shop->gs1_separator = catalogue_builder_text(builder, separator);
    return true;
}

bool odoo17_fallback_nomenclature(const json_t *result, CatShop *shop, int32_t *out_id,
                                  Error *error)
{
    const json_t *record = json_array_get(result, 0);
    int32_t id = 0;
    if (json_is_array(result) && json_array_size(result) == 0) {
        *out_id = 0;
        return true;
    }
    if (!odoo17_value_id(json_object_get(record, "id"), &id))
        return bad_field("barcode.nomenclature", 0, "id", json_object_get(record, "id"), error);
    if (!read_conversion(record, shop, error))
        return false;
    *out_id = id;
    return true;
}

// What the parts of a GS1 code hold; records of other encodings have it too, and it means nothing.
static void read_gs1(const json_t *record, CatBarcodeRule *rule)
{
    static const Word contents[] = {{"identifier", GS1_CONTENT_IDENTIFIER},
                                    {"measure", GS1_CONTENT_MEASURE},
                                    {"date", GS1_CONTENT_DATE},
                                    {"alpha", GS1_CONTENT_ALPHA}};
    const char *content = json_string_value(json_object_get(record, "gs1_content_type"));
    rule->gs1_content =
        word_value(text_from_string(content), contents, COUNT_OF(contents), GS1_CONTENT_ALPHA);
    rule->gs1_decimals = json_is_true(json_object_get(record, "gs1_decimal_usage"));
}

static bool read_rule(const json_t *record, CatalogueBuilder *builder, CatBarcodeRule *out,
                      Error *error)
{
    static const Word types[] = {
        {"product", CAT_RULE_PRODUCT},   {"weight", CAT_RULE_WEIGHT},
        {"price", CAT_RULE_PRICE},       {"discount", CAT_RULE_DISCOUNT},
        {"client", CAT_RULE_CLIENT},     {"cashier", CAT_RULE_CASHIER},
        {"location", CAT_RULE_LOCATION}, {"package", CAT_RULE_PACKAGE},
        {"lot", CAT_RULE_LOT},
    };
    static const Word encodings[] = {
        {"any", CAT_ENCODING_ANY},   {"ean13", CAT_ENCODING_EAN13}, {"ean8", CAT_ENCODING_EAN8},
        {"upca", CAT_ENCODING_UPCA}, {"gs1-128", CAT_ENCODING_GS1},
    };
    CatBarcodeRule rule = {0};
    const json_t *sequence = json_object_get(record, "sequence");
    Text type, encoding, pattern;
    if (!odoo17_value_id(json_object_get(record, "id"), &rule.id))
        return bad_field("barcode.rule", 0, "id", json_object_get(record, "id"), error);
    if (!odoo17_value_integer(sequence, &rule.sequence))
        return bad_field("barcode.rule", rule.id, "sequence", sequence, error);
    if (!read_text(record, "barcode.rule", rule.id, "type", &type, error) ||
        !read_text(record, "barcode.rule", rule.id, "encoding", &encoding, error) ||
        !read_text(record, "barcode.rule", rule.id, "pattern", &pattern, error))
        return false;
    if (pattern.size > WIRE_NAME_MAX_BYTES)
        return error_set(error, ERROR_LIMIT, "barcode.rule %d: field pattern has %d bytes",
                         (int)rule.id, (int)pattern.size);
    rule.type = word_value(type, types, COUNT_OF(types), CAT_RULE_OTHER);
    rule.encoding = word_value(encoding, encodings, COUNT_OF(encodings), CAT_ENCODING_OTHER);
    rule.pattern = kept_text(builder, pattern);
    rule.type_name = kept_text(builder, type);
    read_gs1(record, &rule);
    *out = rule;
    return true;
}

static int by_sequence(const void *a, const void *b)
{
    const CatBarcodeRule *left = a, *right = b;
    if (left->sequence != right->sequence)
        return left->sequence < right->sequence ? -1 : 1;
    return (left->id > right->id) - (left->id < right->id);
}

bool odoo17_barcode_rules(const json_t *result, CatalogueBuilder *builder, Error *error)
{
    if (!json_is_array(result))
        return error_set(error, ERROR_CORRUPT, "barcode.rule: the result is %s, a list is needed",
                         odoo17_value_kind(result));
    size_t count = json_array_size(result);
    if (count > SENT_RULES_MAX)
        return error_set(error, ERROR_LIMIT, "barcode.rule: %zu rules, at most %d are taken", count,
                         (int)SENT_RULES_MAX);
    CatBarcodeRule *rules = calloc(count + 1, sizeof *rules);
    CHECK(rules != NULL);
    bool ok = true;
    for (size_t i = 0; ok && i < count; i++)
        ok = read_rule(json_array_get(result, i), builder, &rules[i], error);
    if (ok) {
        qsort(rules, count, sizeof *rules, by_sequence);
        for (size_t i = 0; i < count; i++)
            catalogue_builder_add_barcode_rule(builder, &rules[i]);
    }
    free(rules);
    return ok;
}
