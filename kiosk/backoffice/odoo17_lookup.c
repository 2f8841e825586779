#include "backoffice/odoo17_lookup.h"

#include "backoffice/odoo17_value.h"
#include "backoffice/wire_text.h"

static char *ask(const Odoo17Login *login, const char *method, json_t *arguments)
{
    return arguments ? odoo17_request_call(login, "pos.session", method, arguments, NULL) : NULL;
}

char *odoo17_request_find_article(const Odoo17Login *login, int32_t session_id, const char *barcode)
{
    return ask(login, "find_product_by_barcode", json_pack("[[i], s]", (int)session_id, barcode));
}

char *odoo17_request_find_customer(const Odoo17Login *login, int32_t session_id,
                                   const char *barcode)
{
    json_t *rule = json_pack("[s, s, s]", "barcode", "=", barcode);
    if (!rule)
        return NULL;
    return ask(login, "get_pos_ui_res_partner_by_params",
               json_pack("[[i], {s: [o], s: [s, s, s], s: s, s: i}]", (int)session_id, "domain",
                         rule, "fields", "name", "property_product_pricelist",
                         "property_account_position_id", "order", "id", "limit", 1));
}

bool odoo17_found_article(const json_t *result, int32_t *out_id, Error *error)
{
    const json_t *ids = json_object_get(result, "product_id");
    if (!json_is_object(result))
        return error_set(error, ERROR_CORRUPT, "product.product: the result is %s, not an object",
                         odoo17_value_kind(result));
    if (!odoo17_value_id(json_array_get(ids, 0), out_id))
        *out_id = 0; // {} where the server knows nothing
    return true;
}

bool odoo17_found_customer(const json_t *result, Odoo17Customer *out, Error *error)
{
    const json_t *record = json_array_get(result, 0);
    Odoo17Customer found = {0};
    Text name;
    if (!json_is_array(result))
        return error_set(error, ERROR_CORRUPT, "res.partner: the result is %s, a list is needed",
                         odoo17_value_kind(result));
    if (record && (!odoo17_value_id(json_object_get(record, "id"), &found.id) ||
                   !odoo17_value_text(json_object_get(record, "name"), &name) ||
                   !odoo17_value_reference(json_object_get(record, "property_product_pricelist"),
                                           &found.pricelist_id) ||
                   !odoo17_value_reference(json_object_get(record, "property_account_position_id"),
                                           &found.fiscal_position_id)))
        return error_set(error, ERROR_CORRUPT, "res.partner: the record is not one of a customer");
    if (record)
        wire_text_to_buffer(name, found.name, sizeof found.name);
    *out = found;
    return true;
}
