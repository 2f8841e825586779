#include "backoffice/odoo17_order_record.h"

#include <string.h>

#include "backoffice/odoo17_value.h"
#include "backoffice/wire_text.h"

bool odoo17_order_is_paid(Odoo17OrderState state)
{
    return state == ODOO17_ORDER_PAID || state == ODOO17_ORDER_DONE ||
           state == ODOO17_ORDER_INVOICED;
}

static Odoo17OrderState state_from_name(const char *name)
{
    static const struct {
        const char *name;
        Odoo17OrderState state;
    } states[] = {
        {"draft", ODOO17_ORDER_DRAFT},      {"paid", ODOO17_ORDER_PAID},
        {"done", ODOO17_ORDER_DONE},        {"invoiced", ODOO17_ORDER_INVOICED},
        {"cancel", ODOO17_ORDER_CANCELLED},
    };
    for (size_t i = 0; i < COUNT_OF(states); i++)
        if (strcmp(name, states[i].name) == 0)
            return states[i].state;
    return ODOO17_ORDER_OTHER;
}

static bool bad_field(int32_t id, const char *field, const json_t *value, Error *error)
{
    return error_set(error, ERROR_CORRUPT, "pos.order %d: field %s is %s", (int)id, field,
                     odoo17_value_kind(value));
}

static bool read_text(const json_t *record, int32_t id, const char *field, char *buffer,
                      int32_t buffer_bytes, Error *error)
{
    const json_t *value = json_object_get(record, field);
    Text text;
    if (!odoo17_value_text(value, &text))
        return bad_field(id, field, value, error);
    wire_text_to_buffer(text, buffer, buffer_bytes);
    return true;
}

static bool read_money(const json_t *record, int32_t id, const char *field,
                       const Currency *currency, Money *out, Error *error)
{
    const json_t *value = json_object_get(record, field);
    double major;
    if (!odoo17_value_number(value, &major) || !money_from_double(major, currency, out))
        return bad_field(id, field, value, error);
    return true;
}

static bool read_record(const json_t *record, const Currency *currency, Odoo17OrderRecord *out,
                        Error *error)
{
    Odoo17OrderRecord found = {0};
    if (!odoo17_value_id(json_object_get(record, "id"), &found.id))
        return bad_field(0, "id", json_object_get(record, "id"), error);
    const json_t *lines = json_object_get(record, "lines");
    if (!json_is_array(lines))
        return bad_field(found.id, "lines", lines, error);
    found.line_count = (int32_t)json_array_size(lines);
    const json_t *session = json_object_get(record, "session_id");
    if (!odoo17_value_reference(session, &found.session_id))
        return bad_field(found.id, "session_id", session, error);
    if (!read_text(record, found.id, "state", found.state_name, sizeof found.state_name, error) ||
        !read_text(record, found.id, "pos_reference", found.reference, sizeof found.reference,
                   error) ||
        !read_text(record, found.id, "access_token", found.access_token, sizeof found.access_token,
                   error) ||
        !read_money(record, found.id, "amount_total", currency, &found.amount_total, error) ||
        !read_money(record, found.id, "amount_tax", currency, &found.amount_tax, error) ||
        !read_money(record, found.id, "amount_paid", currency, &found.amount_paid, error))
        return false;
    found.state = state_from_name(found.state_name);
    *out = found;
    return true;
}

bool odoo17_order_records(const json_t *result, const Currency *currency, Odoo17OrderRecord *out,
                          int32_t room, int32_t *out_count, Error *error)
{
    if (!json_is_array(result))
        return error_set(error, ERROR_CORRUPT, "pos.order: the result is %s, a list is needed",
                         odoo17_value_kind(result));
    size_t count = json_array_size(result);
    if (count > (size_t)room)
        return error_set(error, ERROR_LIMIT, "pos.order: %zu records of one reference", count);
    for (size_t i = 0; i < count; i++)
        if (!read_record(json_array_get(result, i), currency, &out[i], error))
            return false;
    *out_count = (int32_t)count;
    return true;
}

bool odoo17_order_pushed(const json_t *result, const char *reference, int32_t *out_id, Error *error)
{
    if (!json_is_array(result))
        return error_set(error, ERROR_CORRUPT, "create_from_ui: the result is %s, a list is needed",
                         odoo17_value_kind(result));
    int32_t found = 0;
    for (size_t i = 0; i < json_array_size(result); i++) {
        const json_t *record = json_array_get(result, i);
        const char *name = json_string_value(json_object_get(record, "pos_reference"));
        if (name && strcmp(name, reference) == 0 &&
            !odoo17_value_id(json_object_get(record, "id"), &found))
            return bad_field(0, "id", json_object_get(record, "id"), error);
    }
    *out_id = found;
    return true;
}
