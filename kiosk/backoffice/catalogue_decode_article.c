/* product.product: what is sold. Most of a reply is made of these. */
#include "backoffice/catalogue_decode_parts.h"

typedef struct CategoryRecord { // product.category, each with its parent inside
    int32_t id, parent_id;
} CategoryRecord;

static void end_accounting_category(RecordBinder *binder, const void *record)
{
    const CategoryRecord *category = record;
    catalogue_builder_add_accounting_category(record_binder_builder(binder), category->id,
                                              category->parent_id);
}

static const Shape shape_accounting_category;
static const Field accounting_category_fields[] = {
    BIND("id", FIELD_ID, FIELD_NEEDED, CategoryRecord, id),
    BIND("parent_id", FIELD_REFERENCE, FIELD_OPTIONAL, CategoryRecord, parent_id),
    BIND_SHAPE("parent", FIELD_RECORD, FIELD_OPTIONAL, &shape_accounting_category),
};
static const Shape shape_accounting_category = {
    .model = "product.category",
    .fields = accounting_category_fields,
    .field_count = COUNT_OF(accounting_category_fields),
    .record_bytes = sizeof(CategoryRecord),
    .policy = FAULT_OF_PARENT,
    .end = end_accounting_category,
};

typedef struct ArticleRecord {
    int32_t id, template_id, unit_id, accounting_category_id;
    CatText name, barcode, code, description;
    double list_price, cost;
    CatRange tax_ids, category_ids, attribute_line_ids, combo_ids;
    int32_t to_weight, has_image, available, active, sale_ok;
    char tracking[16];
    int64_t write_unix_s;
} ArticleRecord;

static void begin_article(void *record)
{
    ArticleRecord *article = record;
    article->available = article->active = article->sale_ok =
        1; // what a reply leaves out is not withdrawn
}

static int32_t tracking_value(const char *tracking)
{
    static const WireWord words[] = {{"", 0}, {"none", 0}, {"lot", 1}, {"serial", 2}};
    return wire_word_value(tracking, words, COUNT_OF(words));
}

static uint32_t article_flags(const ArticleRecord *record)
{
    uint32_t flags = 0;
    if (record->to_weight)
        flags |= CAT_ARTICLE_WEIGHED;
    if (record->has_image)
        flags |= CAT_ARTICLE_HAS_IMAGE;
    if (!record->available || !record->active || !record->sale_ok)
        flags |= CAT_ARTICLE_HIDDEN;
    return flags; // combo, choices, tracked and special are the builder's to find out
}

static int32_t refused_tax(RecordBinder *binder, CatRange tax_ids)
{
    const IdList *refused = &decode_of(binder)->refused_tax_ids;
    const int32_t *ids = record_binder_ids(binder, tax_ids);
    for (uint32_t i = 0; refused->count > 0 && i < tax_ids.count; i++)
        if (id_list_has(refused, ids[i]))
            return ids[i];
    return 0;
}

static void count_article(RecordBinder *binder, const void *record)
{
    const ArticleRecord *article = record;
    CatalogueDecode *decode = decode_of(binder);
    decode->article_count++;
    if (article->id > decode->last_id)
        decode->last_id = article->id;
}

static void end_article(RecordBinder *binder, const void *record)
{
    const ArticleRecord *from = record;
    CatArticle article = {
        .id = from->id,
        .template_id = from->template_id,
        .name = from->name,
        .barcode = from->barcode,
        .code = from->code,
        .description = from->description,
        .list_price = from->list_price,
        .cost = from->cost,
        .unit = from->unit_id,
        .accounting_category = from->accounting_category_id,
        .flags = article_flags(from),
        .tracking = tracking_value(from->tracking),
        .write_unix_s = from->write_unix_s,
    };
    int32_t tax = refused_tax(binder, from->tax_ids);
    if (tax != 0)
        record_binder_fault(binder, "field taxes_id has tax %d, which can't be computed here",
                            (int)tax);
    if (article.tracking < 0)
        record_binder_fault(binder, "field tracking is '%s', which is not known", from->tracking);
    if (tax != 0 || article.tracking < 0)
        return;
    count_article(binder, record);
    Error error;
    if (!catalogue_builder_add_article(
            record_binder_builder(binder), &article, record_binder_ids(binder, from->tax_ids),
            (int32_t)from->tax_ids.count, record_binder_ids(binder, from->category_ids),
            (int32_t)from->category_ids.count, record_binder_ids(binder, from->attribute_line_ids),
            (int32_t)from->attribute_line_ids.count, record_binder_ids(binder, from->combo_ids),
            (int32_t)from->combo_ids.count, &error))
        record_binder_stop(binder, &error);
}

static const Field article_fields[] = {
    // in the server's order
    BIND("id", FIELD_ID, FIELD_NEEDED, ArticleRecord, id),
    BIND("display_name", FIELD_TEXT, FIELD_NEEDED, ArticleRecord, name),
    BIND("lst_price", FIELD_NUMBER, FIELD_NEEDED, ArticleRecord, list_price),
    BIND("standard_price", FIELD_NUMBER, FIELD_OPTIONAL, ArticleRecord, cost),
    BIND("categ_id", FIELD_REFERENCE, FIELD_OPTIONAL, ArticleRecord, accounting_category_id),
    BIND("pos_categ_ids", FIELD_IDS, FIELD_OPTIONAL, ArticleRecord, category_ids),
    BIND("taxes_id", FIELD_IDS, FIELD_NEEDED, ArticleRecord, tax_ids),
    BIND("barcode", FIELD_CODE, FIELD_OPTIONAL, ArticleRecord, barcode),
    BIND("default_code", FIELD_TEXT, FIELD_CASUAL, ArticleRecord, code),
    BIND("to_weight", FIELD_FLAG, FIELD_OPTIONAL, ArticleRecord, to_weight),
    BIND("uom_id", FIELD_REFERENCE, FIELD_NEEDED, ArticleRecord, unit_id),
    BIND("description_sale", FIELD_DESCRIPTION, FIELD_CASUAL, ArticleRecord, description),
    BIND("product_tmpl_id", FIELD_REFERENCE, FIELD_NEEDED, ArticleRecord, template_id),
    BIND_WORD("tracking", FIELD_OPTIONAL, ArticleRecord, tracking),
    BIND("write_date", FIELD_DATE, FIELD_CASUAL, ArticleRecord, write_unix_s),
    BIND("available_in_pos", FIELD_FLAG, FIELD_OPTIONAL, ArticleRecord, available),
    BIND("attribute_line_ids", FIELD_IDS, FIELD_OPTIONAL, ArticleRecord, attribute_line_ids),
    BIND("active", FIELD_FLAG, FIELD_OPTIONAL, ArticleRecord, active),
    BIND("image_128", FIELD_PRESENT, FIELD_CASUAL, ArticleRecord, has_image),
    BIND("combo_ids", FIELD_IDS, FIELD_OPTIONAL, ArticleRecord, combo_ids),
    BIND("sale_ok", FIELD_FLAG, FIELD_OPTIONAL, ArticleRecord, sale_ok),
    BIND_SHAPE("categ", FIELD_RECORD, FIELD_OPTIONAL, &shape_accounting_category),
};
const Shape shape_article = {
    .model = "product.product",
    .fields = article_fields,
    .field_count = COUNT_OF(article_fields),
    .record_bytes = sizeof(ArticleRecord),
    .policy = FAULT_LEAVES_OUT,
    .begin = begin_article,
    .end = end_article,
    .left_out = count_article,
};
