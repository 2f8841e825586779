#include "backoffice/odoo17_names.h"

#include <string.h>

#include "backoffice/odoo17_value.h"
#include "backoffice/wire_limits.h"
#include "backoffice/wire_text.h"

char *odoo17_request_languages(const Odoo17Login *login)
{
    json_t *keywords = json_pack("{s: [s, s], s: s}", "fields", "code", "name", "order", "id");
    CHECK(keywords != NULL);
    return odoo17_request_call(login, "res.lang", "search_read", json_pack("[[]]"), keywords);
}

// "ar_001" is of the language "ar"; "arn_CL" is not.
static bool is_of_language(const char *code, const char *language)
{
    size_t size = strlen(language);
    return strncmp(code, language, size) == 0 && (code[size] == '_' || code[size] == '@');
}

bool odoo17_pick_language(const json_t *result, const char *language, char out[16])
{
    const char *found = NULL;
    for (size_t i = 0; i < json_array_size(result); i++) {
        const char *code = json_string_value(json_object_get(json_array_get(result, i), "code"));
        if (!code || strlen(code) >= 16)
            continue;
        if (strcmp(code, language) == 0) {
            found = code;
            break;
        }
        if (!found && is_of_language(code, language))
            found = code;
    }
    if (!found)
        return false;
    memcpy(out, found, strlen(found) + 1);
    return true;
}

char *odoo17_request_article_names(const Odoo17Login *login, const char *code, const int32_t *ids,
                                   int32_t count)
{
    json_t *list = json_array();
    for (int32_t i = 0; i < count; i++)
        json_array_append_new(list, json_integer(ids[i]));
    json_t *arguments = json_pack("[[[s, s, o]]]", "id", "in", list);
    // Without display_default_code the name is "[CODE] Name".
    json_t *keywords = json_pack("{s: [s], s: s, s: {s: s, s: b}}", "fields", "display_name",
                                 "order", "id", "context", "lang", code, "display_default_code", 0);
    CHECK(arguments != NULL);
    CHECK(keywords != NULL);
    return odoo17_request_call(login, "product.product", "search_read", arguments, keywords);
}

char *odoo17_request_category_names(const Odoo17Login *login, const char *code)
{
    // A category's display_name is its whole path: the name alone is what a tile shows.
    json_t *keywords = json_pack("{s: [s], s: s, s: {s: s}}", "fields", "name", "order", "id",
                                 "context", "lang", code);
    CHECK(keywords != NULL);
    return odoo17_request_call(login, "pos.category", "search_read", json_pack("[[]]"), keywords);
}

typedef void (*Translate)(CatalogueBuilder *builder, int32_t language, int32_t id, Text name);

static bool read_names(const json_t *result, const char *model, const char *field,
                       Translate translate, CatalogueBuilder *builder, int32_t language,
                       int32_t *out_last_id, Error *error)
{
    if (!json_is_array(result))
        return error_set(error, ERROR_CORRUPT, "%s: the result is %s, a list is needed", model,
                         odoo17_value_kind(result));
    int32_t last_id = 0;
    for (size_t i = 0; i < json_array_size(result); i++) {
        const json_t *record = json_array_get(result, i);
        int32_t id;
        if (!odoo17_value_id(json_object_get(record, "id"), &id))
            continue;
        if (id > last_id)
            last_id = id;
        Text name;
        if (!odoo17_value_text(json_object_get(record, field), &name))
            continue;
        char clean[WIRE_NAME_MAX_BYTES];
        int32_t size = wire_text_clean(name, WIRE_ONE_LINE, clean, sizeof clean);
        if (size > 0)
            translate(builder, language, id, (Text){clean, size});
    }
    *out_last_id = last_id;
    return true;
}

bool odoo17_article_names(const json_t *result, CatalogueBuilder *builder, int32_t language,
                          int32_t *out_count, int32_t *out_last_id, Error *error)
{
    if (!read_names(result, "product.product", "display_name", catalogue_builder_translate_article,
                    builder, language, out_last_id, error))
        return false;
    *out_count = (int32_t)json_array_size(result);
    return true;
}

bool odoo17_category_names(const json_t *result, CatalogueBuilder *builder, int32_t language,
                           Error *error)
{
    int32_t last_id;
    return read_names(result, "pos.category", "name", catalogue_builder_translate_category, builder,
                      language, &last_id, error);
}
