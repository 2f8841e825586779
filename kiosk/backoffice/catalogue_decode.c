/* The frame of a reply: JSON-RPC around load_pos_data's models or around a page of articles, and
 * its end. */
#include <stdlib.h>
#include <string.h>

#include "backoffice/catalogue_decode_parts.h"

bool id_list_add(IdList *list, int32_t id)
{
    if (list->count == DECODE_LIST_MAX)
        return false;
    list->ids[list->count++] = id;
    return true;
}

bool id_list_has(const IdList *list, int32_t id)
{
    for (int32_t i = 0; i < list->count; i++)
        if (list->ids[i] == id)
            return true;
    return false;
}

void *kept_add(Kept *kept, size_t item_bytes)
{
    if (kept->count == kept->room) {
        kept->room = kept->room ? kept->room * 2 : 64;
        kept->items = reallocarray(kept->items, (size_t)kept->room, item_bytes);
        CHECK(kept->items != NULL);
    }
    return memset((uint8_t *)kept->items + (size_t)kept->count++ * item_bytes, 0, item_bytes);
}

int32_t wire_word_value(const char *word, const WireWord *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(word, words[i].word) == 0)
            return words[i].value;
    return -1;
}

typedef struct LoadRecord { // what load_pos_data has beside its models
    int32_t id;
    CatText base_url;
    CatRange special_ids;
} LoadRecord;

static void end_load(RecordBinder *binder, const void *record)
{
    CatalogueDecode *decode = decode_of(binder);
    const LoadRecord *load = record;
    decode->shop.base_url = load->base_url;
    catalogue_builder_set_special_articles(decode->builder,
                                           record_binder_ids(binder, load->special_ids),
                                           (int32_t)load->special_ids.count);
}

static const Field load_fields[] = {
    // in the server's order
    BIND_SHAPE("res.company", FIELD_RECORD, FIELD_NEEDED, &shape_company),
    BIND_SHAPE("decimal.precision", FIELD_RECORD, FIELD_NEEDED, &shape_precision),
    BIND_SHAPE("uom.uom", FIELD_RECORDS, FIELD_NEEDED, &shape_unit),
    BIND_SHAPE("account.tax", FIELD_RECORDS, FIELD_NEEDED, &shape_tax),
    BIND_SHAPE("pos.session", FIELD_RECORD, FIELD_NEEDED, &shape_session),
    BIND_SHAPE("pos.config", FIELD_RECORD, FIELD_NEEDED, &shape_config),
    BIND_SHAPE("res.partner", FIELD_RECORDS, FIELD_OPTIONAL, &shape_partner),
    BIND_SHAPE("stock.picking.type", FIELD_RECORD, FIELD_OPTIONAL, &shape_picking_type),
    BIND_SHAPE("res.users", FIELD_RECORD, FIELD_OPTIONAL, &shape_user),
    BIND_SHAPE("product.product", FIELD_RECORDS, FIELD_NEEDED, &shape_article),
    BIND_SHAPE("product.pricelist", FIELD_RECORDS, FIELD_OPTIONAL, &shape_pricelist),
    BIND_SHAPE("res.currency", FIELD_RECORD, FIELD_NEEDED, &shape_currency),
    BIND_SHAPE("pos.category", FIELD_RECORDS, FIELD_OPTIONAL, &shape_category),
    BIND_SHAPE("pos.combo", FIELD_RECORDS, FIELD_OPTIONAL, &shape_combo),
    BIND_SHAPE("pos.combo.line", FIELD_RECORDS, FIELD_OPTIONAL, &shape_combo_line),
    BIND_SHAPE("product.packaging", FIELD_RECORDS, FIELD_OPTIONAL, &shape_packaging),
    BIND_SHAPE("account.cash.rounding", FIELD_RECORDS, FIELD_OPTIONAL, &shape_cash_rounding),
    BIND_SHAPE("pos.payment.method", FIELD_RECORDS, FIELD_NEEDED, &shape_payment_method),
    BIND_SHAPE("account.fiscal.position", FIELD_RECORDS, FIELD_OPTIONAL, &shape_fiscal_position),
    BIND_SHAPE("version", FIELD_RECORD, FIELD_OPTIONAL, &shape_version),
    BIND_SHAPE("default_pricelist", FIELD_RECORD, FIELD_OPTIONAL, &shape_default_pricelist),
    BIND_SHAPE("attributes_by_ptal_id", FIELD_RECORDS_BY_KEY, FIELD_OPTIONAL, &shape_attribute),
    BIND("base_url", FIELD_TEXT, FIELD_CASUAL, LoadRecord, base_url),
    BIND("pos_special_products_ids", FIELD_IDS, FIELD_OPTIONAL, LoadRecord, special_ids),
};
static const Shape shape_load = {
    .model = "load_pos_data",
    .fields = load_fields,
    .field_count = COUNT_OF(load_fields),
    .record_bytes = sizeof(LoadRecord),
    .end = end_load,
};

typedef struct ErrorRecord { // both the error member and its data
    int32_t id, code;
    char name[sizeof((OdooError){0}.name)], message[sizeof((OdooError){0}.message)];
} ErrorRecord;

static void end_error_data(RecordBinder *binder, const void *record)
{
    const ErrorRecord *data = record;
    ErrorRecord *answer = record_binder_parent(binder);
    memcpy(answer->name, data->name, sizeof answer->name);
    if (data->message[0])
        memcpy(answer->message, data->message, sizeof answer->message);
}

static void end_error(RecordBinder *binder, const void *record)
{
    const ErrorRecord *answer = record;
    odoo17_classify(answer->name, answer->message, answer->code, &decode_of(binder)->refusal);
}

static const Field error_data_fields[] = {
    BIND_WORD("name", FIELD_CASUAL, ErrorRecord, name),
    BIND_WORD("message", FIELD_CASUAL, ErrorRecord, message),
};
static const Shape shape_error_data = {
    .model = "error.data",
    .fields = error_data_fields,
    .field_count = COUNT_OF(error_data_fields),
    .record_bytes = sizeof(ErrorRecord),
    .end = end_error_data,
};
static const Field error_fields[] = {
    BIND("code", FIELD_INTEGER, FIELD_CASUAL, ErrorRecord, code),
    BIND_WORD("message", FIELD_CASUAL, ErrorRecord, message),
    BIND_SHAPE("data", FIELD_RECORD, FIELD_CASUAL, &shape_error_data),
};
static const Shape shape_error = {
    .model = "error",
    .fields = error_fields,
    .field_count = COUNT_OF(error_fields),
    .record_bytes = sizeof(ErrorRecord),
    .end = end_error,
};

typedef struct ReplyRecord {
    int32_t id;
} ReplyRecord;

static void end_reply(RecordBinder *binder, const void *record)
{
    (void)record;
    decode_of(binder)->has_result = record_binder_has(binder, "result");
}

static const Field load_reply_fields[] = {
    BIND_SHAPE("result", FIELD_RECORD, FIELD_OPTIONAL, &shape_load),
    BIND_SHAPE("error", FIELD_RECORD, FIELD_OPTIONAL, &shape_error),
};
static const Shape shape_load_reply = {
    .model = "the reply",
    .fields = load_reply_fields,
    .field_count = COUNT_OF(load_reply_fields),
    .record_bytes = sizeof(ReplyRecord),
    .end = end_reply,
};
static const Field page_reply_fields[] = {
    BIND_SHAPE("result", FIELD_RECORDS, FIELD_OPTIONAL, &shape_article),
    BIND_SHAPE("error", FIELD_RECORD, FIELD_OPTIONAL, &shape_error),
};
static const Shape shape_page_reply = {
    .model = "the reply",
    .fields = page_reply_fields,
    .field_count = COUNT_OF(page_reply_fields),
    .record_bytes = sizeof(ReplyRecord),
    .end = end_reply,
};

static const Field rules_reply_fields[] = {
    BIND_SHAPE("result", FIELD_RECORDS, FIELD_OPTIONAL, &shape_page_rule),
    BIND_SHAPE("error", FIELD_RECORD, FIELD_OPTIONAL, &shape_error),
};
static const Shape shape_rules_reply = {
    .model = "the reply",
    .fields = rules_reply_fields,
    .field_count = COUNT_OF(rules_reply_fields),
    .record_bytes = sizeof(ReplyRecord),
    .end = end_reply,
};

static bool on_event(void *context, JsonEvent event, Text text, Error *error)
{
    CatalogueDecode *decode = context;
    bool ok = record_binder_event(decode->binder, event, text, error);
    decode->handler_failed = !ok;
    return ok;
}

static CatalogueDecode *create(const Shape *root, CatalogueBuilder *builder, CatalogueReport report,
                               void *report_context)
{
    CatalogueDecode *decode = calloc(1, sizeof *decode);
    CHECK(decode != NULL);
    decode->builder = builder;
    decode->report = report;
    decode->report_context = report_context;
    decode->binder = record_binder_create(root, builder, report, report_context, decode);
    decode->stream = json_stream_create(on_event, decode, CATALOGUE_REPLY_MAX_BYTES);
    return decode;
}

CatalogueDecode *catalogue_decode_create(CatalogueBuilder *builder, CatalogueReport report,
                                         void *report_context)
{
    return create(&shape_load_reply, builder, report, report_context);
}

CatalogueDecode *catalogue_decode_create_page(CatalogueBuilder *builder, CatalogueReport report,
                                              void *report_context)
{
    CatalogueDecode *decode = create(&shape_page_reply, builder, report, report_context);
    decode->is_page = true;
    return decode;
}

CatalogueDecode *catalogue_decode_create_rules(CatalogueBuilder *builder, CatalogueReport report,
                                               void *report_context)
{
    CatalogueDecode *decode = create(&shape_rules_reply, builder, report, report_context);
    decode->is_page = true;
    return decode;
}

void catalogue_decode_destroy(CatalogueDecode *decode)
{
    if (!decode)
        return;
    json_stream_destroy(decode->stream);
    record_binder_destroy(decode->binder);
    free(decode->rules.items);
    free(decode->values.items);
    free(decode->mappings.items);
    free(decode);
}

bool catalogue_decode_feed(CatalogueDecode *decode, Bytes piece, Error *error)
{
    if (json_stream_feed(decode->stream, piece, error))
        return catalogue_builder_has_room(decode->builder, error); // no more need come
    // What is not JSON is a proxy's page or half an answer, not the server's words: worth another
    // try.
    if (!decode->handler_failed && error->kind == ERROR_CORRUPT)
        error->kind = ERROR_NETWORK;
    return false;
}

bool catalogue_decode_finish(CatalogueDecode *decode, OdooError *out_refusal, Error *error)
{
    *out_refusal = (OdooError){0};
    if (!json_stream_finish(decode->stream, error))
        return false;
    if (decode->refusal.present) {
        *out_refusal = decode->refusal;
        return odoo17_refusal_error(&decode->refusal, error);
    }
    if (!decode->has_result)
        return error_set(error, ERROR_CORRUPT, "the reply has no result");
    return decode->is_page || decode_finish_shop(decode, error);
}

const CatShop *catalogue_decode_shop(const CatalogueDecode *decode)
{
    return &decode->shop;
}

void catalogue_decode_page_result(const CatalogueDecode *decode, int32_t *out_count,
                                  int32_t *out_last_id)
{
    *out_count = decode->article_count;
    *out_last_id = decode->last_id;
}

const int32_t *catalogue_decode_refused_taxes(const CatalogueDecode *decode, int32_t *out_count)
{
    *out_count = decode->refused_tax_ids.count;
    return decode->refused_tax_ids.ids;
}

const int32_t *catalogue_decode_shown_categories(const CatalogueDecode *decode, int32_t *out_count)
{
    *out_count = decode->shown_category_ids.count;
    return decode->shown_category_ids.ids;
}

void catalogue_decode_refuse_taxes(CatalogueDecode *decode, const int32_t *tax_ids, int32_t count)
{
    for (int32_t i = 0; i < count; i++)
        CHECK(id_list_add(&decode->refused_tax_ids, tax_ids[i]));
}
