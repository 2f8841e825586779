/* Any bytes as a small reply, read as everything that small replies are read as. */
#include "backoffice/odoo17_barcodes.h"
#include "backoffice/odoo17_lookup.h"
#include "backoffice/odoo17_names.h"
#include "backoffice/odoo17_order_record.h"
#include "backoffice/odoo17_reply.h"
#include "fuzz_target.h"

static void read_everything(const json_t *result)
{
    static const Currency currency = {"EUR", "e", false, 2, 0.01};
    Odoo17OrderRecord records[ODOO17_ORDER_RECORDS_MAX];
    CatShop shop = {0};
    Error error;
    int32_t count, id;
    char code[16];
    CatalogueBuilder *builder = catalogue_builder_create(NULL, NULL);
    if (odoo17_order_records(result, &currency, records, COUNT_OF(records), &count, &error))
        CHECK(count <= ODOO17_ORDER_RECORDS_MAX);
    if (odoo17_order_pushed(result, "Order 00016-001-0001", &id, &error))
        CHECK(id >= 0);
    Odoo17Customer customer = {0};
    if (odoo17_found_customer(result, &customer, &error) && customer.id > 0)
        CHECK(text_is_valid_utf8(text_from_string(customer.name)));
    bool ok = true;
    for (int named = 0; named < ODOO17_NAMED_COUNT; named++)
        ok = odoo17_names(result, (Odoo17Named)named, builder, 1, &error) && ok;
    odoo17_base_units(result, builder);
    ok = odoo17_barcode_rules(result, builder, &error) && ok;
    ok = odoo17_nomenclature(result, builder, &shop, &error) && ok;
    ok = odoo17_fallback_nomenclature(result, &shop, &id, &error) && ok;
    ok = odoo17_pick_language(result, "fr", code) && ok;
    (void)ok;
    CHECK(shop.upc_ean_conversion >= 0 && shop.upc_ean_conversion <= 3);
    catalogue_builder_destroy(builder);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    json_t *result = NULL;
    OdooError refusal;
    Error error = {0};
    if (odoo17_reply(200, (Bytes){data, size}, &result, &refusal, &error)) {
        CHECK(!refusal.present);
        read_everything(result);
        json_decref(result);
    } else {
        CHECK(error.message[0] != 0);
        CHECK(refusal.present || error.kind == ERROR_NETWORK);
    }
    return 0;
}
