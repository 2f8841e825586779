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

typedef struct Named {
    const char *model, *field, *words;
    CatTable table;
} Named;

static const Named all_named[ODOO17_NAMED_COUNT] = {
    [ODOO17_NAMED_ARTICLES] = {"product.product", "display_name", "articles", CAT_TABLE_ARTICLES},
    // A category's display_name is its whole path: the name alone is what a tile shows.
    [ODOO17_NAMED_CATEGORIES] = {"pos.category", "name", "categories", CAT_TABLE_CATEGORIES},
    // An attribute is known by its line in an article, which shows the attribute's name.
    [ODOO17_NAMED_ATTRIBUTES] = {"product.template.attribute.line", "attribute_id", "attributes",
                                 CAT_TABLE_ATTRIBUTES},
    [ODOO17_NAMED_VALUES] = {"product.template.attribute.value", "name", "attribute values",
                             CAT_TABLE_ATTRIBUTE_VALUES},
    [ODOO17_NAMED_COMBOS] = {"pos.combo", "name", "combos", CAT_TABLE_COMBOS},
};

const char *odoo17_named_words(Odoo17Named named)
{
    return all_named[named].words;
}

int32_t odoo17_named_ids(Odoo17Named named, const CatalogueBuilder *builder, int32_t first,
                         int32_t *out_ids, int32_t room)
{
    return named == ODOO17_NAMED_ARTICLES
               ? catalogue_builder_article_ids(builder, first, out_ids, NULL, room)
               : catalogue_builder_record_ids(builder, all_named[named].table, first, out_ids,
                                              room);
}

char *odoo17_request_names(const Odoo17Login *login, Odoo17Named named, const char *code,
                           const int32_t *ids, int32_t count)
{
    json_t *list = json_array();
    for (int32_t i = 0; i < count; i++)
        json_array_append_new(list, json_integer(ids[i]));
    json_t *context = json_pack("{s: s}", "lang", code);
    if (named == ODOO17_NAMED_ARTICLES) // else the name is "[CODE] Name"
        json_object_set_new(context, "display_default_code", json_false());
    json_t *arguments = json_pack("[[[s, s, o]]]", "id", "in", list);
    json_t *keywords = json_pack("{s: [s], s: s, s: o}", "fields", all_named[named].field, "order",
                                 "id", "context", context);
    CHECK(arguments != NULL);
    CHECK(keywords != NULL);
    return odoo17_request_call(login, all_named[named].model, "search_read", arguments, keywords);
}

bool odoo17_names(const json_t *result, Odoo17Named named, CatalogueBuilder *builder,
                  int32_t language, Error *error)
{
    const Named *from = &all_named[named];
    if (!json_is_array(result))
        return error_set(error, ERROR_CORRUPT, "%s: the result is %s, a list is needed",
                         from->model, odoo17_value_kind(result));
    for (size_t i = 0; i < json_array_size(result); i++) {
        const json_t *record = json_array_get(result, i);
        const json_t *value = json_object_get(record, from->field);
        char clean[WIRE_NAME_MAX_BYTES];
        int32_t id;
        Text name;
        if (json_is_array(value)) // [id, name]
            value = json_array_get(value, 1);
        if (!odoo17_value_id(json_object_get(record, "id"), &id) ||
            !odoo17_value_text(value, &name))
            continue;
        int32_t size = wire_text_clean(name, WIRE_ONE_LINE, clean, sizeof clean);
        if (size > 0)
            catalogue_builder_translate(builder, from->table, language, id, (Text){clean, size});
    }
    return true;
}

char *odoo17_request_base_units(const Odoo17Login *login)
{
    json_t *arguments = json_pack("[[[s, s, [s, s]]]]", "name", "in", "kg", "L");
    json_t *keywords =
        json_pack("{s: [s], s: {s: s}}", "fields", "name", "context", "lang", "en_US");
    CHECK(arguments != NULL);
    CHECK(keywords != NULL);
    return odoo17_request_call(login, "uom.uom", "search_read", arguments, keywords);
}

void odoo17_base_units(const json_t *result, CatalogueBuilder *builder)
{
    const json_t *record;
    size_t i;
    int32_t id;
    json_array_foreach(result, i, record)
    {
        if (odoo17_value_id(json_object_get(record, "id"), &id))
            catalogue_builder_mark_base_unit(builder, id);
    }
}
