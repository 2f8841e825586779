#include "backoffice/odoo17_day.h"

#include <stdio.h>
#include <string.h>

#include "backoffice/odoo17_value.h"

static bool read_money(const json_t *object, const char *field, const Currency *currency,
                       Money *out, Error *error)
{
    double major;
    return (odoo17_value_number(json_object_get(object, field), &major) &&
            money_from_double(major, currency, out)) ||
           error_set(error, ERROR_CORRUPT, "the server's figures of the day have no '%s'", field);
}

static bool read_method(const json_t *record, const char *amount, const Currency *currency,
                        DayMethod *out, Error *error)
{
    Text name;
    if (!odoo17_value_id(json_object_get(record, "id"), &out->id) ||
        !odoo17_value_text(json_object_get(record, "name"), &name))
        return error_set(error, ERROR_CORRUPT, "a payment method of the day has no id or name");
    text_copy_to_buffer(name, out->name, sizeof out->name);
    return read_money(record, amount, currency, &out->taken, error);
}

static DayMethod *add_method(DayFigures *figures, Error *error)
{
    if (figures->method_count < DAY_METHODS_MAX)
        return &figures->methods[figures->method_count++];
    error_set(error, ERROR_LIMIT, "the day has more than %d payment methods", DAY_METHODS_MAX);
    return NULL;
}

static bool read_cash(const json_t *details, DayFigures *figures, Error *error)
{
    DayMethod *method = add_method(figures, error);
    if (!method || !read_method(details, "payment_amount", &figures->currency, method, error) ||
        !read_money(details, "amount", &figures->currency, &figures->cash_expected, error))
        return false;
    method->is_cash = figures->counts_cash = true;
    return true;
}

bool odoo17_day_figures(const json_t *result, DayFigures *out, Error *error)
{
    DayFigures figures = *out;
    const json_t *orders = json_object_get(result, "orders_details"), *each;
    const json_t *cash = json_object_get(result, "default_cash_details");
    size_t i;
    figures.method_count = 0;
    figures.counts_cash = false;
    if (!odoo17_value_integer(json_object_get(orders, "quantity"), &figures.order_count) ||
        figures.order_count < 0)
        return error_set(error, ERROR_CORRUPT, "the server's figures of the day count no orders");
    if (!read_money(orders, "amount", &figures.currency, &figures.total, error) ||
        (json_is_object(cash) && !read_cash(cash, &figures, error)))
        return false;
    json_array_foreach(json_object_get(result, "other_payment_methods"), i, each)
    {
        DayMethod *method = add_method(&figures, error);
        if (!method || !read_method(each, "amount", &figures.currency, method, error))
            return false;
        if (!odoo17_value_integer(json_object_get(each, "number"), &method->payments) ||
            method->payments < 0)
            method->payments = 0; // pay later has no number
    }
    *out = figures;
    return true;
}

bool odoo17_day_step_done(const json_t *result, char words[240])
{
    if (json_is_null(result) || json_is_true(json_object_get(result, "successful")))
        return true;
    const char *message = json_string_value(json_object_get(result, "message"));
    if (message && strcmp(message, "Force Close Session") == 0)
        snprintf(words, 240,
                 "the day does not balance: someone with accounting rights has to close it in the "
                 "back office (Force Close Session)");
    else
        snprintf(words, 240, "%.239s", message ? message : "the server does not say why not");
    return false;
}
