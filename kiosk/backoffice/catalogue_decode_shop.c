/* The shop itself: company, configuration, session, currency, payment methods. Nothing can be sold
 * without them, so a fault fails the load. They come in any order and are put together at the end.
 */
#include <string.h>

#include "backoffice/catalogue_decode_parts.h"

enum { PRICE_DIGITS_MAX = 6, QUANTITY_DIGITS_MAX = 3 };

typedef struct CountryRecord {
    int32_t id;
    CatText code;
} CountryRecord;

typedef struct CompanyRecord {
    int32_t id, partner_id, nomenclature_id, use_ticket_qr, use_ticket_code;
    CatText name, vat, phone, email, website, country_code;
    char rounding_method[24];
} CompanyRecord;

static void end_country(RecordBinder *binder, const void *record)
{
    CompanyRecord *company = record_binder_parent(binder);
    company->country_code = ((const CountryRecord *)record)->code;
}

static void end_company(RecordBinder *binder, const void *record)
{
    static const WireWord methods[] = {{"round_per_line", 0}, {"round_globally", 1}};
    const CompanyRecord *from = record;
    CatalogueDecode *decode = decode_of(binder);
    CatShop *shop = &decode->shop;
    shop->round_globally = wire_word_value(from->rounding_method, methods, COUNT_OF(methods));
    if (shop->round_globally < 0)
        record_binder_fault(binder,
                            "field tax_calculation_rounding_method is '%s', which is not known",
                            from->rounding_method);
    shop->company_name = from->name;
    shop->company_vat = from->vat;
    shop->company_phone = from->phone;
    shop->company_email = from->email;
    shop->company_website = from->website;
    shop->company_country_code = from->country_code;
    shop->nomenclature_id = from->nomenclature_id;
    shop->use_ticket_qr = from->use_ticket_qr;
    shop->use_ticket_code = from->use_ticket_code;
    decode->company_partner_id = from->partner_id;
}

static const Field country_fields[] = {BIND("code", FIELD_TEXT, FIELD_CASUAL, CountryRecord, code)};
static const Shape shape_country = {
    .model = "res.country",
    .fields = country_fields,
    .field_count = COUNT_OF(country_fields),
    .record_bytes = sizeof(CountryRecord),
    .policy = FAULT_OF_PARENT,
    .end = end_country,
};
static const Field company_fields[] = {
    BIND("id", FIELD_ID, FIELD_NEEDED, CompanyRecord, id),
    BIND("email", FIELD_TEXT, FIELD_CASUAL, CompanyRecord, email),
    BIND("website", FIELD_TEXT, FIELD_CASUAL, CompanyRecord, website),
    BIND("vat", FIELD_TEXT, FIELD_CASUAL, CompanyRecord, vat),
    BIND("name", FIELD_TEXT, FIELD_NEEDED, CompanyRecord, name),
    BIND("phone", FIELD_TEXT, FIELD_CASUAL, CompanyRecord, phone),
    BIND("partner_id", FIELD_REFERENCE, FIELD_CASUAL, CompanyRecord, partner_id),
    BIND_WORD("tax_calculation_rounding_method", FIELD_NEEDED, CompanyRecord, rounding_method),
    BIND("nomenclature_id", FIELD_REFERENCE, FIELD_OPTIONAL, CompanyRecord, nomenclature_id),
    BIND("point_of_sale_use_ticket_qr_code", FIELD_FLAG, FIELD_CASUAL, CompanyRecord,
         use_ticket_qr),
    BIND("point_of_sale_ticket_unique_code", FIELD_FLAG, FIELD_CASUAL, CompanyRecord,
         use_ticket_code),
    BIND_SHAPE("country", FIELD_RECORD, FIELD_CASUAL, &shape_country),
};
const Shape shape_company = {
    .model = "res.company",
    .fields = company_fields,
    .field_count = COUNT_OF(company_fields),
    .record_bytes = sizeof(CompanyRecord),
    .end = end_company,
};

typedef struct PrecisionRecord {
    int32_t id, price, quantity, discount;
} PrecisionRecord;

static void begin_precision(void *record)
{
    PrecisionRecord *precision = record;
    precision->discount = 2;
}

static void end_precision(RecordBinder *binder, const void *record)
{
    const PrecisionRecord *from = record;
    CatShop *shop = &decode_of(binder)->shop;
    if (from->price < 0 || from->price > PRICE_DIGITS_MAX)
        record_binder_fault(binder, "field Product Price is %d, 0 to %d are possible",
                            (int)from->price, PRICE_DIGITS_MAX);
    if (from->quantity < 0)
        record_binder_fault(binder, "field Product Unit of Measure is %d", (int)from->quantity);
    shop->price_digits = from->price;
    // More than thousandths are not measured here, and a coarser step is right for the server too.
    shop->quantity_digits =
        from->quantity < QUANTITY_DIGITS_MAX ? from->quantity : QUANTITY_DIGITS_MAX;
    shop->discount_digits = from->discount;
}

static const Field precision_fields[] = {
    BIND("Product Price", FIELD_INTEGER, FIELD_NEEDED, PrecisionRecord, price),
    BIND("Discount", FIELD_INTEGER, FIELD_OPTIONAL, PrecisionRecord, discount),
    BIND("Product Unit of Measure", FIELD_INTEGER, FIELD_NEEDED, PrecisionRecord, quantity),
};
const Shape shape_precision = {
    .model = "decimal.precision",
    .fields = precision_fields,
    .field_count = COUNT_OF(precision_fields),
    .record_bytes = sizeof(PrecisionRecord),
    .begin = begin_precision,
    .end = end_precision,
};

typedef struct ConfigRecord {
    int32_t id, pricelist_id, use_pricelist, cash_control, cash_rounding, rounding_method_id,
        only_round_cash;
    int32_t default_fiscal_position_id, tip_article_id;
    CatText name, receipt_header, receipt_footer;
    int32_t limit_categories;
    CatRange fiscal_position_ids, payment_method_ids, category_ids;
    char tax_included[16];
} ConfigRecord;

static void keep_ids(RecordBinder *binder, CatRange range, const char *field, IdList *out)
{
    const int32_t *ids = record_binder_ids(binder, range);
    for (uint32_t i = 0; i < range.count; i++)
        if (!id_list_add(out, ids[i]))
            record_binder_fault(binder, "field %s is too long", field);
}

static void end_config(RecordBinder *binder, const void *record)
{
    const ConfigRecord *from = record;
    CatalogueDecode *decode = decode_of(binder);
    CatShop *shop = &decode->shop;
    shop->config_id = from->id;
    shop->config_name = from->name;
    shop->receipt_header = from->receipt_header;
    shop->receipt_footer = from->receipt_footer;
    shop->show_tax_included = strcmp(from->tax_included, "total") == 0;
    shop->cash_control = from->cash_control;
    shop->cash_rounding_only_cash = from->only_round_cash;
    shop->tip_article_id = from->tip_article_id;
    decode->use_pricelist = from->use_pricelist;
    decode->config_pricelist_id = from->pricelist_id;
    decode->cash_rounding_on = from->cash_rounding;
    decode->rounding_method_id = from->rounding_method_id;
    decode->default_fiscal_position_id = from->default_fiscal_position_id;
    keep_ids(binder, from->fiscal_position_ids, "fiscal_position_ids",
             &decode->fiscal_position_ids);
    keep_ids(binder, from->payment_method_ids, "payment_method_ids", &decode->config_method_ids);
    if (from->limit_categories)
        keep_ids(binder, from->category_ids, "iface_available_categ_ids",
                 &decode->shown_category_ids);
}

static const Field config_fields[] = {
    // in the server's order
    BIND("id", FIELD_ID, FIELD_NEEDED, ConfigRecord, id),
    BIND("name", FIELD_TEXT, FIELD_NEEDED, ConfigRecord, name),
    BIND_WORD("iface_tax_included", FIELD_NEEDED, ConfigRecord, tax_included),
    BIND("cash_control", FIELD_FLAG, FIELD_OPTIONAL, ConfigRecord, cash_control),
    BIND("iface_available_categ_ids", FIELD_IDS, FIELD_OPTIONAL, ConfigRecord, category_ids),
    BIND("receipt_header", FIELD_LINES, FIELD_CASUAL, ConfigRecord, receipt_header),
    BIND("receipt_footer", FIELD_LINES, FIELD_CASUAL, ConfigRecord, receipt_footer),
    BIND("pricelist_id", FIELD_REFERENCE, FIELD_OPTIONAL, ConfigRecord, pricelist_id),
    BIND("tip_product_id", FIELD_REFERENCE, FIELD_CASUAL, ConfigRecord, tip_article_id),
    BIND("fiscal_position_ids", FIELD_IDS, FIELD_OPTIONAL, ConfigRecord, fiscal_position_ids),
    BIND("default_fiscal_position_id", FIELD_REFERENCE, FIELD_OPTIONAL, ConfigRecord,
         default_fiscal_position_id),
    BIND("use_pricelist", FIELD_FLAG, FIELD_OPTIONAL, ConfigRecord, use_pricelist),
    BIND("limit_categories", FIELD_FLAG, FIELD_OPTIONAL, ConfigRecord, limit_categories),
    BIND("payment_method_ids", FIELD_IDS, FIELD_NEEDED, ConfigRecord, payment_method_ids),
    BIND("rounding_method", FIELD_REFERENCE, FIELD_OPTIONAL, ConfigRecord, rounding_method_id),
    BIND("cash_rounding", FIELD_FLAG, FIELD_OPTIONAL, ConfigRecord, cash_rounding),
    BIND("only_round_cash_method", FIELD_FLAG, FIELD_OPTIONAL, ConfigRecord, only_round_cash),
};
const Shape shape_config = {
    .model = "pos.config",
    .fields = config_fields,
    .field_count = COUNT_OF(config_fields),
    .record_bytes = sizeof(ConfigRecord),
    .end = end_config,
};

typedef struct SessionRecord { // and res.users, stock.picking.type, version
    int32_t id, user_id, create_lots, existing_lots;
    CatText version;
} SessionRecord;

static void end_session(RecordBinder *binder, const void *record)
{
    const SessionRecord *from = record;
    decode_of(binder)->shop.session_id = from->id;
    decode_of(binder)->session_user_id = from->user_id;
}

static void end_user(RecordBinder *binder, const void *record)
{
    decode_of(binder)->shop.user_id = ((const SessionRecord *)record)->id;
}

static void end_picking_type(RecordBinder *binder, const void *record)
{
    const SessionRecord *from = record;
    decode_of(binder)->shop.use_lots = from->create_lots || from->existing_lots;
}

static void end_version(RecordBinder *binder, const void *record)
{
    decode_of(binder)->shop.server_version = ((const SessionRecord *)record)->version;
}

static const Field session_fields[] = {
    BIND("id", FIELD_ID, FIELD_NEEDED, SessionRecord, id),
    BIND("user_id", FIELD_REFERENCE, FIELD_OPTIONAL, SessionRecord, user_id),
};
const Shape shape_session = {
    .model = "pos.session",
    .fields = session_fields,
    .field_count = COUNT_OF(session_fields),
    .record_bytes = sizeof(SessionRecord),
    .end = end_session,
};
static const Field user_fields[] = {BIND("id", FIELD_ID, FIELD_NEEDED, SessionRecord, id)};
const Shape shape_user = {
    .model = "res.users",
    .fields = user_fields,
    .field_count = COUNT_OF(user_fields),
    .record_bytes = sizeof(SessionRecord),
    .end = end_user,
};
static const Field picking_type_fields[] = {
    BIND("use_create_lots", FIELD_FLAG, FIELD_CASUAL, SessionRecord, create_lots),
    BIND("use_existing_lots", FIELD_FLAG, FIELD_CASUAL, SessionRecord, existing_lots),
};
const Shape shape_picking_type = {
    .model = "stock.picking.type",
    .fields = picking_type_fields,
    .field_count = COUNT_OF(picking_type_fields),
    .record_bytes = sizeof(SessionRecord),
    .end = end_picking_type,
};
static const Field version_fields[] = {
    BIND("server_version", FIELD_TEXT, FIELD_CASUAL, SessionRecord, version)};
const Shape shape_version = {
    .model = "version",
    .fields = version_fields,
    .field_count = COUNT_OF(version_fields),
    .record_bytes = sizeof(SessionRecord),
    .end = end_version,
};
