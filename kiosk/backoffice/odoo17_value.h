/* Odoo 17's conventions for values in small replies: an empty field is false, a reference is [id,
 * name] (FACTS 2.6). Each reader leaves its output alone when it says false. */
#ifndef KIOSK_BACKOFFICE_ODOO17_VALUE_H
#define KIOSK_BACKOFFICE_ODOO17_VALUE_H

#include <jansson.h>

#include "base/text.h"

// A record's id: an integer from 1 to INT32_MAX.
bool odoo17_value_id(const json_t *value, int32_t *out);
// [id, name], a plain id, or false (0).
bool odoo17_value_reference(const json_t *value, int32_t *out);
bool odoo17_value_integer(const json_t *value, int32_t *out);
bool odoo17_value_number(const json_t *value, double *out); // finite
// A text, or false (empty). Borrowed from the value.
bool odoo17_value_text(const json_t *value, Text *out);
// How a value is named in messages: "a string", "nothing" (NULL) ...
const char *odoo17_value_kind(const json_t *value);

#endif
