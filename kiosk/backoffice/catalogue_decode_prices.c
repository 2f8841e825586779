/* Pricelists and their rules. A bad rule fails the load: an article must never be sold at a price
 * that the shop has not set, and left out it would hand its articles to the next rule. */
#include <string.h>

#include "backoffice/catalogue_decode_parts.h"

typedef struct RuleRecord {
    int32_t id, article_id, template_id, category_id, base_pricelist_id, pricelist_id;
    double min_quantity, fixed_price, percent, discount, round, surcharge, min_margin, max_margin;
    int64_t start_unix_s, end_unix_s;
    char base[24], compute[16];
} RuleRecord;

static bool rule_of(RecordBinder *binder, const RuleRecord *from, CatPriceRule *out)
{
    static const WireWord bases[] = {{"list_price", CAT_BASE_LIST_PRICE},
                                     {"standard_price", CAT_BASE_COST},
                                     {"pricelist", CAT_BASE_PRICELIST}};
    static const WireWord computes[] = {{"fixed", CAT_PRICE_FIXED},
                                        {"percentage", CAT_PRICE_PERCENTAGE},
                                        {"formula", CAT_PRICE_FORMULA}};
    int32_t base = wire_word_value(from->base, bases, COUNT_OF(bases));
    int32_t compute = wire_word_value(from->compute, computes, COUNT_OF(computes));
    if (base < 0)
        record_binder_fault(binder, "field base is '%s', which is not known", from->base);
    if (compute < 0)
        record_binder_fault(binder, "field compute_price is '%s', which is not known",
                            from->compute);
    if (base < 0 || compute < 0)
        return false;
    *out = (CatPriceRule){
        .id = from->id,
        .article_id = from->article_id,
        .template_id = from->template_id,
        .accounting_category_id = from->category_id,
        .min_quantity = from->min_quantity,
        .start_unix_s = from->start_unix_s,
        .end_unix_s = from->end_unix_s,
        .base = base,
        .base_pricelist = from->base_pricelist_id,
        .compute = compute,
        .fixed_price = from->fixed_price,
        .percent = from->percent,
        .discount = from->discount,
        .round = from->round,
        .surcharge = from->surcharge,
        .min_margin = from->min_margin,
        .max_margin = from->max_margin,
    };
    return true;
}

static void end_rule(RecordBinder *binder, const void *record)
{
    CatPriceRule rule;
    if (rule_of(binder, record, &rule))
        *(CatPriceRule *)kept_add(&decode_of(binder)->rules, sizeof rule) = rule;
}

// In a page the rules come by themselves and name their list.
static void end_page_rule(RecordBinder *binder, const void *record)
{
    CatPriceRule rule;
    if (rule_of(binder, record, &rule))
        catalogue_builder_add_rule_of_article(record_binder_builder(binder),
                                              ((const RuleRecord *)record)->pricelist_id, &rule);
}

// in the server's order
#define RULE_FIELDS                                                                                \
    BIND("id", FIELD_ID, FIELD_NEEDED, RuleRecord, id),                                            \
        BIND("product_tmpl_id", FIELD_REFERENCE, FIELD_OPTIONAL, RuleRecord, template_id),         \
        BIND("product_id", FIELD_REFERENCE, FIELD_OPTIONAL, RuleRecord, article_id),               \
        BIND("price_surcharge", FIELD_NUMBER, FIELD_OPTIONAL, RuleRecord, surcharge),              \
        BIND("price_discount", FIELD_NUMBER, FIELD_OPTIONAL, RuleRecord, discount),                \
        BIND("price_round", FIELD_NUMBER, FIELD_OPTIONAL, RuleRecord, round),                      \
        BIND("price_min_margin", FIELD_NUMBER, FIELD_OPTIONAL, RuleRecord, min_margin),            \
        BIND("price_max_margin", FIELD_NUMBER, FIELD_OPTIONAL, RuleRecord, max_margin),            \
        BIND("date_start", FIELD_DATE, FIELD_OPTIONAL, RuleRecord, start_unix_s),                  \
        BIND("date_end", FIELD_DATE, FIELD_OPTIONAL, RuleRecord, end_unix_s),                      \
        BIND_WORD("compute_price", FIELD_NEEDED, RuleRecord, compute),                             \
        BIND("fixed_price", FIELD_NUMBER, FIELD_OPTIONAL, RuleRecord, fixed_price),                \
        BIND("percent_price", FIELD_NUMBER, FIELD_OPTIONAL, RuleRecord, percent),                  \
        BIND("base_pricelist_id", FIELD_REFERENCE, FIELD_OPTIONAL, RuleRecord, base_pricelist_id), \
        BIND_WORD("base", FIELD_NEEDED, RuleRecord, base),                                         \
        BIND("categ_id", FIELD_REFERENCE, FIELD_OPTIONAL, RuleRecord, category_id),                \
        BIND("min_quantity", FIELD_NUMBER, FIELD_OPTIONAL, RuleRecord, min_quantity)

static const Field rule_fields[] = {RULE_FIELDS};
static const Shape shape_rule = {
    .model = "product.pricelist.item",
    .fields = rule_fields,
    .field_count = COUNT_OF(rule_fields),
    .record_bytes = sizeof(RuleRecord),
    .policy = FAULT_FAILS,
    .end = end_rule,
};

static const Field page_rule_fields[] = {
    RULE_FIELDS,
    BIND("pricelist_id", FIELD_REFERENCE, FIELD_NEEDED, RuleRecord, pricelist_id),
};
const Shape shape_page_rule = {
    .model = "product.pricelist.item",
    .fields = page_rule_fields,
    .field_count = COUNT_OF(page_rule_fields),
    .record_bytes = sizeof(RuleRecord),
    .policy = FAULT_FAILS,
    .end = end_page_rule,
};

typedef struct PricelistRecord {
    int32_t id;
    CatText name;
    char discount_policy[24];
} PricelistRecord;

static void end_pricelist(RecordBinder *binder, const void *record)
{
    const PricelistRecord *from = record;
    CatalogueBuilder *builder = record_binder_builder(binder);
    Kept *rules = &decode_of(binder)->rules;
    CatPricelist pricelist = {.id = from->id,
                              .name = from->name,
                              .show_discount =
                                  strcmp(from->discount_policy, "without_discount") == 0};
    catalogue_builder_add_pricelist(builder, &pricelist);
    for (int32_t i = 0; i < rules->count; i++)
        catalogue_builder_add_price_rule(builder, (const CatPriceRule *)rules->items + i);
    rules->count = 0;
}

static const Field pricelist_fields[] = {
    BIND("id", FIELD_ID, FIELD_NEEDED, PricelistRecord, id),
    BIND("name", FIELD_TEXT, FIELD_OPTIONAL, PricelistRecord, name),
    BIND_WORD("discount_policy", FIELD_OPTIONAL, PricelistRecord, discount_policy),
    BIND_SHAPE("items", FIELD_RECORDS, FIELD_NEEDED, &shape_rule),
};
const Shape shape_pricelist = {
    .model = "product.pricelist",
    .fields = pricelist_fields,
    .field_count = COUNT_OF(pricelist_fields),
    .record_bytes = sizeof(PricelistRecord),
    .policy = FAULT_FAILS,
    .end = end_pricelist,
};

static void end_default_pricelist(RecordBinder *binder, const void *record)
{
    const PricelistRecord *from = record;
    decode_of(binder)->default_pricelist_id = from->id;
}

static const Field default_pricelist_fields[] = {
    BIND("id", FIELD_ID, FIELD_NEEDED, PricelistRecord, id), // its rules are in product.pricelist
};
const Shape shape_default_pricelist = {
    .model = "default_pricelist",
    .fields = default_pricelist_fields,
    .field_count = COUNT_OF(default_pricelist_fields),
    .record_bytes = sizeof(PricelistRecord),
    .policy = FAULT_FAILS,
    .end = end_default_pricelist,
};
