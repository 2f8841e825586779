#include "backoffice/odoo17_value.h"

#include <math.h>

bool odoo17_value_id(const json_t *value, int32_t *out)
{
    int32_t id;
    if (!odoo17_value_integer(value, &id) || id <= 0)
        return false;
    *out = id;
    return true;
}

bool odoo17_value_reference(const json_t *value, int32_t *out)
{
    if (json_is_false(value) || json_is_null(value)) {
        *out = 0;
        return true;
    }
    return odoo17_value_id(json_is_array(value) ? json_array_get(value, 0) : value, out);
}

bool odoo17_value_integer(const json_t *value, int32_t *out)
{
    if (!json_is_integer(value))
        return false;
    json_int_t integer = json_integer_value(value);
    if (integer < INT32_MIN || integer > INT32_MAX)
        return false;
    *out = (int32_t)integer;
    return true;
}

bool odoo17_value_number(const json_t *value, double *out)
{
    if (!json_is_number(value) || !isfinite(json_number_value(value)))
        return false;
    *out = json_number_value(value);
    return true;
}

bool odoo17_value_text(const json_t *value, Text *out)
{
    if (json_is_false(value) || json_is_null(value)) {
        *out = (Text){0};
        return true;
    }
    if (!json_is_string(value) || json_string_length(value) > INT32_MAX)
        return false;
    *out = (Text){json_string_value(value), (int32_t)json_string_length(value)};
    return true;
}

const char *odoo17_value_kind(const json_t *value)
{
    if (!value)
        return "nothing";
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        return "an object";
    case JSON_ARRAY:
        return "a list";
    case JSON_STRING:
        return "a string";
    case JSON_INTEGER:
    case JSON_REAL:
        return "a number";
    case JSON_TRUE:
    case JSON_FALSE:
        return "a boolean";
    case JSON_NULL:
        break;
    }
    return "null";
}
