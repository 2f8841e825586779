/* Taxes, and the fiscal positions that map them.
 *
 * A tax that can't be read or computed (of a kind that runs code on the server) is left out
 * together with the articles that have it: a sale without one of its taxes would not balance. A bad
 * fiscal position fails the load, because a customer's orders would silently be taxed without it.
 */
#include <string.h>

#include "backoffice/catalogue_decode_parts.h"

typedef struct TaxRecord {
    int32_t id, price_include, include_base_amount, is_base_affected;
    CatText name;
    char kind[16];
    double amount, repartition_factor;
    CatRange child_ids;
} TaxRecord;

static void begin_tax(void *record)
{
    TaxRecord *tax = record;
    tax->repartition_factor = 1.0; // groups have none
}

static int32_t kind_value(const char *kind)
{
    static const WireWord words[] = {{"percent", TAX_PERCENT},
                                     {"fixed", TAX_FIXED},
                                     {"division", TAX_DIVISION},
                                     {"group", TAX_GROUP}};
    return wire_word_value(kind, words, COUNT_OF(words));
}

static bool check_kind(RecordBinder *binder, const TaxRecord *tax)
{
    if (kind_value(tax->kind) >= 0)
        return true;
    record_binder_fault(binder, "field amount_type is '%s', which can't be computed here",
                        tax->kind);
    return false;
}

static void end_child(RecordBinder *binder, const void *record)
{
    const TaxRecord *child = record;
    TaxRecord *group = record_binder_parent(binder);
    if (check_kind(binder, child))
        record_binder_add_id(binder, &group->child_ids, child->id);
}

static void end_tax(RecordBinder *binder, const void *record)
{
    const TaxRecord *from = record;
    if (!check_kind(binder, from))
        return;
    CatTax tax = {.id = from->id,
                  .kind = kind_value(from->kind),
                  .name = from->name,
                  .amount = from->amount,
                  .repartition_factor = from->repartition_factor,
                  .price_include = from->price_include,
                  .include_base_amount = from->include_base_amount,
                  .is_base_affected = from->is_base_affected};
    catalogue_builder_add_tax(record_binder_builder(binder), &tax,
                              record_binder_ids(binder, from->child_ids),
                              (int32_t)from->child_ids.count);
}

static void tax_left_out(RecordBinder *binder, const void *record)
{
    const TaxRecord *tax = record;
    CatalogueDecode *decode = decode_of(binder);
    // Without an id, or after articles that may have it, there is nobody to keep apart: see
    // decode_finish_shop.
    if (tax->id <= 0 || decode->article_count > 0 ||
        !id_list_add(&decode->refused_tax_ids, tax->id))
        decode->tax_lost = true;
}

#define TAX_FIELDS                                                                                 \
    BIND("id", FIELD_ID, FIELD_NEEDED, TaxRecord, id),                                             \
        BIND("name", FIELD_TEXT, FIELD_OPTIONAL, TaxRecord, name),                                 \
        BIND("price_include", FIELD_FLAG, FIELD_NEEDED, TaxRecord, price_include),                 \
        BIND("include_base_amount", FIELD_FLAG, FIELD_NEEDED, TaxRecord, include_base_amount),     \
        BIND("is_base_affected", FIELD_FLAG, FIELD_NEEDED, TaxRecord, is_base_affected),           \
        BIND_WORD("amount_type", FIELD_NEEDED, TaxRecord, kind)

static const Field child_fields[] = {
    TAX_FIELDS,
    BIND("amount", FIELD_NUMBER, FIELD_NEEDED, TaxRecord, amount),
    BIND("sum_repartition_factor", FIELD_NUMBER, FIELD_OPTIONAL, TaxRecord, repartition_factor),
};
static const Shape shape_child = {
    .model = "account.tax",
    .fields = child_fields,
    .field_count = COUNT_OF(child_fields),
    .record_bytes = sizeof(TaxRecord),
    .policy = FAULT_OF_PARENT,
    .begin = begin_tax,
    .end = end_child,
};
static const Field tax_fields[] = {
    TAX_FIELDS,
    BIND_SHAPE("children_tax_ids", FIELD_RECORDS, FIELD_OPTIONAL, &shape_child),
    BIND("amount", FIELD_NUMBER, FIELD_NEEDED, TaxRecord, amount),
    BIND("sum_repartition_factor", FIELD_NUMBER, FIELD_OPTIONAL, TaxRecord, repartition_factor),
};
const Shape shape_tax = {
    .model = "account.tax",
    .fields = tax_fields,
    .field_count = COUNT_OF(tax_fields),
    .record_bytes = sizeof(TaxRecord),
    .policy = FAULT_LEAVES_OUT,
    .begin = begin_tax,
    .end = end_tax,
    .left_out = tax_left_out,
};

typedef struct MappingRecord {
    int32_t id, source_id, destination_id, destination_active;
} MappingRecord;

static void begin_mapping(void *record)
{
    MappingRecord *mapping = record;
    mapping->destination_active = 1;
}

static void end_mapping(RecordBinder *binder, const void *record)
{
    const MappingRecord *from = record;
    if (from->destination_id > 0 && !from->destination_active)
        return; // the server ignores a row whose tax is archived (FACTS2 23)
    CatTaxMapping *mapping = kept_add(&decode_of(binder)->mappings, sizeof *mapping);
    *mapping = (CatTaxMapping){from->source_id, from->destination_id};
}

static const Field mapping_fields[] = {
    BIND("id", FIELD_ID, FIELD_NEEDED, MappingRecord, id),
    BIND("tax_src_id", FIELD_REFERENCE, FIELD_NEEDED, MappingRecord, source_id),
    BIND("tax_dest_id", FIELD_REFERENCE, FIELD_OPTIONAL, MappingRecord, destination_id),
    BIND("tax_dest_active", FIELD_FLAG, FIELD_OPTIONAL, MappingRecord, destination_active),
};
static const Shape shape_mapping = {
    .model = "account.fiscal.position.tax",
    .fields = mapping_fields,
    .field_count = COUNT_OF(mapping_fields),
    .record_bytes = sizeof(MappingRecord),
    .policy = FAULT_OF_PARENT,
    .begin = begin_mapping,
    .end = end_mapping,
};

typedef struct PositionRecord {
    int32_t id;
    CatText name;
} PositionRecord;

static void end_position(RecordBinder *binder, const void *record)
{
    const PositionRecord *from = record;
    CatalogueBuilder *builder = record_binder_builder(binder);
    Kept *mappings = &decode_of(binder)->mappings;
    CatFiscalPosition position = {.id = from->id, .name = from->name};
    catalogue_builder_add_fiscal_position(builder, &position);
    for (int32_t i = 0; i < mappings->count; i++)
        catalogue_builder_add_tax_mapping(builder, from->id,
                                          (const CatTaxMapping *)mappings->items + i);
    mappings->count = 0;
}

static const Field position_fields[] = {
    BIND("id", FIELD_ID, FIELD_NEEDED, PositionRecord, id),
    BIND("name", FIELD_TEXT, FIELD_OPTIONAL, PositionRecord, name),
    BIND_SHAPE("fiscal_position_taxes_by_id", FIELD_RECORDS_BY_KEY, FIELD_NEEDED, &shape_mapping),
};
const Shape shape_fiscal_position = {
    .model = "account.fiscal.position",
    .fields = position_fields,
    .field_count = COUNT_OF(position_fields),
    .record_bytes = sizeof(PositionRecord),
    .policy = FAULT_FAILS,
    .end = end_position,
};
