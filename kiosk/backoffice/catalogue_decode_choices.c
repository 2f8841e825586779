/* attributes_by_ptal_id: what is chosen at the till. A bad one fails the load: without it the
 * article would be sold without its choice, or without the choice's price. */
#include <string.h>

#include "backoffice/catalogue_decode_parts.h"

typedef struct ValueRecord {
    int32_t id, is_custom;
    CatText name, html_colour;
    double price_extra;
} ValueRecord;

static void end_value(RecordBinder *binder, const void *record)
{
    const ValueRecord *from = record;
    CatAttributeValue *value = kept_add(&decode_of(binder)->values, sizeof *value);
    value->id = from->id;
    value->name = from->name;
    value->price_extra = from->price_extra;
    value->is_custom = from->is_custom;
    value->html_colour = from->html_colour;
}

static const Field value_fields[] = {
    BIND("id", FIELD_ID, FIELD_NEEDED, ValueRecord, id),
    BIND("name", FIELD_TEXT, FIELD_NEEDED, ValueRecord, name),
    BIND("is_custom", FIELD_FLAG, FIELD_OPTIONAL, ValueRecord, is_custom),
    BIND("html_color", FIELD_TEXT, FIELD_CASUAL, ValueRecord, html_colour),
    BIND("price_extra", FIELD_NUMBER, FIELD_NEEDED, ValueRecord, price_extra),
};
static const Shape shape_value = {
    .model = "product.template.attribute.value",
    .fields = value_fields,
    .field_count = COUNT_OF(value_fields),
    .record_bytes = sizeof(ValueRecord),
    .policy = FAULT_OF_PARENT,
    .end = end_value,
};

typedef struct AttributeRecord {
    int32_t id;
    CatText name;
    char display_type[16];
} AttributeRecord;

static void end_attribute(RecordBinder *binder, const void *record)
{
    const AttributeRecord *from = record;
    CatalogueBuilder *builder = record_binder_builder(binder);
    Kept *values = &decode_of(binder)->values;
    CatAttribute attribute = {
        .id = from->id,
        .name = from->name,
        .multiple = strcmp(from->display_type, "multi") == 0,
        .display_type = catalogue_builder_text(builder, text_from_string(from->display_type))};
    catalogue_builder_add_attribute(builder, &attribute);
    for (int32_t i = 0; i < values->count; i++)
        catalogue_builder_add_attribute_value(builder,
                                              (const CatAttributeValue *)values->items + i);
    values->count = 0;
}

static const Field attribute_fields[] = {
    BIND("id", FIELD_ID, FIELD_NEEDED, AttributeRecord, id),
    BIND("name", FIELD_TEXT, FIELD_OPTIONAL, AttributeRecord, name),
    BIND_WORD("display_type", FIELD_NEEDED, AttributeRecord, display_type),
    BIND_SHAPE("values", FIELD_RECORDS, FIELD_NEEDED, &shape_value),
};
const Shape shape_attribute = {
    .model = "attributes_by_ptal_id",
    .fields = attribute_fields,
    .field_count = COUNT_OF(attribute_fields),
    .record_bytes = sizeof(AttributeRecord),
    .policy = FAULT_FAILS,
    .end = end_attribute,
};
