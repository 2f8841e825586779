/* Units, categories, combos, packagings and customers: the smaller tables of a shop. A bad record
 * of these is left out; what needs it is then left out by the builder. */
#include <stdio.h>

#include "backoffice/catalogue_decode_parts.h"

typedef struct UnitRecord {
    int32_t id, groupable, category_id;
    CatText name;
    double rounding, factor;
} UnitRecord;

// What prices are compared by, as most languages write it (odoo17_request_base_units for the
// others).
static bool is_base(Text name)
{
    return text_equal_string(name, "kg") || text_equal_string(name, "L") ||
           text_equal_string(name, "l");
}

static void end_unit(RecordBinder *binder, const void *record)
{
    const UnitRecord *from = record;
    if (!(from->rounding > 0)) {
        record_binder_fault(binder, "field rounding is not above 0");
        return;
    }
    CatalogueBuilder *builder = record_binder_builder(binder);
    CatUnit unit = {.id = from->id,
                    .name = from->name,
                    .rounding = from->rounding,
                    .groupable = from->groupable,
                    .category_id = from->category_id,
                    .factor = from->factor,
                    .is_base = is_base(catalogue_builder_text_of(builder, from->name))};
    catalogue_builder_add_unit(builder, &unit);
}

static const Field unit_fields[] = {
    BIND("id", FIELD_ID, FIELD_NEEDED, UnitRecord, id),
    BIND("name", FIELD_TEXT, FIELD_NEEDED, UnitRecord, name),
    BIND("category_id", FIELD_REFERENCE, FIELD_OPTIONAL, UnitRecord, category_id),
    BIND("rounding", FIELD_NUMBER, FIELD_NEEDED, UnitRecord, rounding),
    BIND("factor", FIELD_NUMBER, FIELD_OPTIONAL, UnitRecord, factor),
    BIND("is_pos_groupable", FIELD_FLAG, FIELD_OPTIONAL, UnitRecord, groupable),
};
const Shape shape_unit = {
    .model = "uom.uom",
    .fields = unit_fields,
    .field_count = COUNT_OF(unit_fields),
    .record_bytes = sizeof(UnitRecord),
    .policy = FAULT_LEAVES_OUT,
    .end = end_unit,
};

typedef struct CategoryRecord { // pos.category
    int32_t id, parent_id, has_image;
    CatText name;
    int64_t write_unix_s;
} CategoryRecord;

static void end_category(RecordBinder *binder, const void *record)
{
    const CategoryRecord *from = record;
    CatCategory category = {.id = from->id,
                            .parent = from->parent_id,
                            .name = from->name,
                            .has_image = from->has_image,
                            .write_unix_s = from->write_unix_s};
    catalogue_builder_add_category(record_binder_builder(binder), &category);
}

static const Field category_fields[] = {
    BIND("id", FIELD_ID, FIELD_NEEDED, CategoryRecord, id),
    BIND("name", FIELD_TEXT, FIELD_NEEDED, CategoryRecord, name),
    BIND("parent_id", FIELD_REFERENCE, FIELD_OPTIONAL, CategoryRecord, parent_id),
    BIND("write_date", FIELD_DATE, FIELD_CASUAL, CategoryRecord, write_unix_s),
    BIND("has_image", FIELD_PRESENT, FIELD_CASUAL, CategoryRecord, has_image),
};
const Shape shape_category = {
    .model = "pos.category",
    .fields = category_fields,
    .field_count = COUNT_OF(category_fields),
    .record_bytes = sizeof(CategoryRecord),
    .policy = FAULT_LEAVES_OUT,
    .end = end_category,
};

typedef struct ComboRecord {
    int32_t id;
    CatText name;
    CatRange line_ids;
    double base_price;
} ComboRecord;

static void end_combo(RecordBinder *binder, const void *record)
{
    const ComboRecord *from = record;
    CatCombo combo = {.id = from->id, .name = from->name, .base_price = from->base_price};
    catalogue_builder_add_combo(record_binder_builder(binder), &combo,
                                record_binder_ids(binder, from->line_ids),
                                (int32_t)from->line_ids.count);
}

static const Field combo_fields[] = {
    BIND("id", FIELD_ID, FIELD_NEEDED, ComboRecord, id),
    BIND("name", FIELD_TEXT, FIELD_OPTIONAL, ComboRecord, name),
    BIND("combo_line_ids", FIELD_IDS, FIELD_NEEDED, ComboRecord, line_ids),
    BIND("base_price", FIELD_NUMBER, FIELD_NEEDED, ComboRecord, base_price),
};
const Shape shape_combo = {
    .model = "pos.combo",
    .fields = combo_fields,
    .field_count = COUNT_OF(combo_fields),
    .record_bytes = sizeof(ComboRecord),
    .policy = FAULT_LEAVES_OUT,
    .end = end_combo,
};

typedef struct ComboLineRecord {
    int32_t id, article_id;
    double price;
} ComboLineRecord;

static void end_combo_line(RecordBinder *binder, const void *record)
{
    const ComboLineRecord *from = record;
    CatComboLine line = {from->id, from->article_id, from->price};
    catalogue_builder_add_combo_line(record_binder_builder(binder), &line);
}

static const Field combo_line_fields[] = {
    BIND("id", FIELD_ID, FIELD_NEEDED, ComboLineRecord, id),
    BIND("product_id", FIELD_REFERENCE, FIELD_NEEDED, ComboLineRecord, article_id),
    BIND("combo_price", FIELD_NUMBER, FIELD_NEEDED, ComboLineRecord, price),
};
const Shape shape_combo_line = {
    .model = "pos.combo.line",
    .fields = combo_line_fields,
    .field_count = COUNT_OF(combo_line_fields),
    .record_bytes = sizeof(ComboLineRecord),
    .policy = FAULT_LEAVES_OUT,
    .end = end_combo_line,
};

typedef struct PackagingRecord {
    int32_t id, article_id;
    CatText name, barcode;
    double quantity;
} PackagingRecord;

static void end_packaging(RecordBinder *binder, const void *record)
{
    const PackagingRecord *from = record;
    if (!(from->quantity > 0)) {
        record_binder_fault(binder, "field qty is not above 0");
        return;
    }
    CatPackaging packaging = {.id = from->id,
                              .article = from->article_id,
                              .barcode = from->barcode,
                              .name = from->name,
                              .quantity = from->quantity};
    catalogue_builder_add_packaging(record_binder_builder(binder), &packaging);
}

static const Field packaging_fields[] = {
    BIND("id", FIELD_ID, FIELD_NEEDED, PackagingRecord, id),
    BIND("name", FIELD_TEXT, FIELD_OPTIONAL, PackagingRecord, name),
    BIND("barcode", FIELD_CODE, FIELD_OPTIONAL, PackagingRecord, barcode),
    BIND("product_id", FIELD_REFERENCE, FIELD_NEEDED, PackagingRecord, article_id),
    BIND("qty", FIELD_NUMBER, FIELD_NEEDED, PackagingRecord, quantity),
};
const Shape shape_packaging = {
    .model = "product.packaging",
    .fields = packaging_fields,
    .field_count = COUNT_OF(packaging_fields),
    .record_bytes = sizeof(PackagingRecord),
    .policy = FAULT_LEAVES_OUT,
    .end = end_packaging,
};

typedef struct PartnerRecord {
    int32_t id, pricelist_id, fiscal_position_id;
    CatText name, barcode;
    char street[100], zip[20], city[60];
} PartnerRecord;

// The company's own record has no address: its partner's has, as one line "Main street 1, 1000
// Brussels".
static CatText address_line(CatalogueBuilder *builder, const PartnerRecord *partner)
{
    char line[200];
    bool has_town = partner->zip[0] != 0 || partner->city[0] != 0;
    int size = snprintf(line, sizeof line, "%s%s%s%s%s", partner->street,
                        partner->street[0] && has_town ? ", " : "", partner->zip,
                        partner->zip[0] && partner->city[0] ? " " : "", partner->city);
    return catalogue_builder_text(builder, (Text){line, size});
}

static void end_partner(RecordBinder *binder, const void *record)
{
    const PartnerRecord *from = record;
    CatalogueDecode *decode = decode_of(binder);
    if (from->id == decode->company_partner_id)
        decode->shop.company_address = address_line(decode->builder, from);
    CatPartner partner = {.id = from->id,
                          .name = from->name,
                          .barcode = from->barcode,
                          .pricelist_id = from->pricelist_id,
                          .fiscal_position_id = from->fiscal_position_id};
    catalogue_builder_add_partner(record_binder_builder(binder), &partner);
}

static const Field partner_fields[] = {
    BIND("id", FIELD_ID, FIELD_NEEDED, PartnerRecord, id),
    BIND("name", FIELD_TEXT, FIELD_OPTIONAL, PartnerRecord, name),
    BIND_WORD("street", FIELD_CASUAL, PartnerRecord, street),
    BIND_WORD("city", FIELD_CASUAL, PartnerRecord, city),
    BIND_WORD("zip", FIELD_CASUAL, PartnerRecord, zip),
    BIND("barcode", FIELD_CODE, FIELD_OPTIONAL, PartnerRecord, barcode),
    BIND("property_account_position_id", FIELD_REFERENCE, FIELD_OPTIONAL, PartnerRecord,
         fiscal_position_id),
    BIND("property_product_pricelist", FIELD_REFERENCE, FIELD_OPTIONAL, PartnerRecord,
         pricelist_id),
};
const Shape shape_partner = {
    .model = "res.partner",
    .fields = partner_fields,
    .field_count = COUNT_OF(partner_fields),
    .record_bytes = sizeof(PartnerRecord),
    .policy = FAULT_LEAVES_OUT,
    .end = end_partner,
};
