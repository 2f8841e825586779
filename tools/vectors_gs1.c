/* GS1: where server and till take a code apart differently, the server's way counts; the till loses
 * half of them to symbology identifiers, which a scanner sends. */
#include <stdio.h>
#include <string.h>

#include "domain/gs1_rules.h"
#include "vectors.h"

enum { MADE_IN = 2026 }; // years of two digits were read in that year

typedef struct Nomenclature {
    const json_t *rules[GS1_RULES_MAX];
    Gs1Rules compiled;
} Nomenclature;

static Gs1Content content_of(const json_t *rule)
{
    const char *name = vectors_string(rule, "gs1_content_type");
    if (strcmp(name, "identifier") == 0)
        return GS1_CONTENT_IDENTIFIER;
    if (strcmp(name, "measure") == 0)
        return GS1_CONTENT_MEASURE;
    return strcmp(name, "date") == 0 ? GS1_CONTENT_DATE : GS1_CONTENT_ALPHA;
}

static void read_nomenclature(const json_t *from, Nomenclature *out)
{
    Gs1Rule rules[GS1_RULES_MAX];
    int32_t used = 0;
    size_t count = vectors_sorted(json_object_get(from, "rules"), out->rules, GS1_RULES_MAX);
    for (size_t i = 0; i < count; i++) {
        const json_t *rule = out->rules[i];
        if (strcmp(vectors_string(rule, "encoding"), "gs1-128") != 0)
            continue;
        rules[used++] = (Gs1Rule){.number = (int32_t)i,
                                  .content = content_of(rule),
                                  .decimals = vectors_flag(rule, "gs1_decimal_usage"),
                                  .pattern = text_from_string(vectors_string(rule, "pattern"))};
    }
    gs1_rules_compile(rules, used, text_from_string(vectors_string(from, "gs1_separator_fnc1")),
                      &out->compiled);
}

static const char *result_name(Gs1RulesResult result)
{
    switch (result) {
    case GS1_RULES_TAKEN:
        return "parts";
    case GS1_RULES_NOT_TAKEN:
        return "null";
    case GS1_RULES_BAD_VALUE:
        return "ValueError";
    case GS1_RULES_BAD_MEASURE:
        return "ValidationError";
    }
    return "";
}

static void expect_bytes(VectorRun *run, const char *what, Text got, const char *expected)
{
    if (!text_equal_string(got, expected))
        vectors_differs(run, "%s is '%.*s', expected '%s'", what, TEXT_PRINTF(got), expected);
}

static void compare_part(VectorRun *run, const Nomenclature *nomenclature, const Gs1Part *part,
                         const json_t *expected)
{
    const json_t *rule = nomenclature->rules[part->number];
    const json_t *value = json_object_get(expected, "value");
    char date[40];
    expect_bytes(run, "ai", part->ai, vectors_string(expected, "ai"));
    expect_bytes(run, "string_value", part->text, vectors_string(expected, "string_value"));
    vectors_expect_text(run, "type", vectors_string(rule, "type"),
                        vectors_string(expected, "type"));
    if (vectors_id(rule, "id") != vectors_id(expected, "rule_id"))
        vectors_differs(run, "rule is %d, expected %d", (int)vectors_id(rule, "id"),
                        (int)vectors_id(expected, "rule_id"));
    switch (part->content) {
    case GS1_CONTENT_ALPHA:
    case GS1_CONTENT_IDENTIFIER:
        expect_bytes(run, "value", part->text, vectors_string(expected, "value"));
        break;
    case GS1_CONTENT_MEASURE:
        vectors_expect_number(run, "value", part->value, value, 1e-12 * json_number_value(value));
        break;
    case GS1_CONTENT_DATE:
        snprintf(date, sizeof date, "%04d-%02d-%02d", (int)part->date.year, (int)part->date.month,
                 (int)part->date.day);
        vectors_expect_text(run, "value", date, vectors_string(expected, "value"));
        break;
    }
}

static void compare(VectorRun *run, const Nomenclature *nomenclature, Text code,
                    const json_t *expected)
{
    static Gs1Parts parts;
    Gs1RulesResult result = gs1_rules_parse(&nomenclature->compiled, code, MADE_IN, &parts);
    const char *wanted = json_is_array(expected)    ? "parts"
                         : json_is_object(expected) ? vectors_string(expected, "error")
                                                    : "null";
    vectors_expect_text(run, "result", result_name(result), wanted);
    if (!json_is_array(expected) || result != GS1_RULES_TAKEN)
        return;
    if ((size_t)parts.count != json_array_size(expected)) {
        vectors_differs(run, "%d parts, expected %zu", (int)parts.count, json_array_size(expected));
        return;
    }
    for (int32_t i = 0; i < parts.count; i++)
        compare_part(run, nomenclature, &parts.items[i], json_array_get(expected, (size_t)i));
}

void vectors_gs1(const json_t *root, VectorRun *run)
{
    static Nomenclature nomenclature; // cases of one follow each other
    const json_t *nomenclatures = json_object_get(root, "nomenclatures"), *read = NULL;
    size_t i;
    json_t *vector;
    json_array_foreach(json_object_get(root, "cases"), i, vector)
    {
        const json_t *barcode = json_object_get(vector, "barcode");
        const json_t *from = json_object_get(nomenclatures, vectors_string(vector, "nomenclature"));
        if (!from)
            vectors_stop("case %zu is of a nomenclature that the file doesn't have", i);
        if (from != read)
            read_nomenclature(from, &nomenclature);
        read = from;
        vectors_case_begin(run, "gs1 %zu %.40s", i, vectors_string(vector, "barcode"));
        compare(run, &nomenclature,
                (Text){json_string_value(barcode), (int32_t)json_string_length(barcode)},
                json_object_get(vector, "expected"));
        vectors_case_end(run);
    }
}
