/* What the files of the catalogue decoder share; nobody else includes this. catalogue_decode.c
 * frames the reply, the others each know some models: their tables of fields, and what a record of
 * them becomes in the builder. */
#ifndef KIOSK_BACKOFFICE_CATALOGUE_DECODE_PARTS_H
#define KIOSK_BACKOFFICE_CATALOGUE_DECODE_PARTS_H

#include "backoffice/catalogue_decode.h"
#include "backoffice/record_binder.h"

enum { DECODE_LIST_MAX = 4096 }; // ids kept aside of one list

typedef struct IdList {
    int32_t count;
    int32_t ids[DECODE_LIST_MAX];
} IdList;

typedef struct Kept { // parts of the record at hand, kept until it is complete: its own fields may
                      // come after them
    void *items;
    int32_t count, room;
} Kept;

typedef struct CashRounding {
    int32_t id;
    double step;
    int32_t method; // RoundingMethod
} CashRounding;

struct CatalogueDecode {
    CatalogueBuilder *builder;
    CatalogueReport report;
    void *report_context;
    JsonStream *stream;
    RecordBinder *binder;
    bool is_page;
    bool handler_failed; // the error is ours, not the tokenizer's
    OdooError refusal;
    bool has_result;

    // The shop is put together at the end from models that come in any order.
    CatShop shop;
    int32_t company_partner_id;
    int32_t config_pricelist_id, default_pricelist_id, session_user_id;
    bool use_pricelist, cash_rounding_on;
    int32_t rounding_method_id, default_fiscal_position_id;
    IdList fiscal_position_ids, config_method_ids, method_ids, refused_tax_ids;
    IdList shown_category_ids; // with limit_categories, else none
    CashRounding cash_roundings[16];
    int32_t cash_rounding_count;

    Kept rules;                     // CatPriceRule, of the pricelist at hand
    Kept values;                    // CatAttributeValue, of the attribute at hand
    Kept mappings;                  // CatTaxMapping, of the fiscal position at hand
    bool tax_lost;                  // a bad tax whose articles can't be told
    int32_t article_count, last_id; // that came, left out or not
};

// False when it is full.
bool id_list_add(IdList *list, int32_t id);
bool id_list_has(const IdList *list, int32_t id);
void *kept_add(Kept *kept, size_t item_bytes); // a new zeroed item

static inline CatalogueDecode *decode_of(RecordBinder *binder)
{
    return record_binder_owner(binder);
}

// A word of the server's to a number of ours; -1 when it is not among them.
typedef struct WireWord {
    const char *word;
    int32_t value;
} WireWord;
int32_t wire_word_value(const char *word, const WireWord *words, size_t count);

extern const Shape shape_article;   // catalogue_decode_article.c
extern const Shape shape_attribute; // catalogue_decode_choices.c
extern const Shape shape_unit, shape_category, shape_combo, shape_combo_line, shape_packaging,
    shape_partner;                                   // catalogue_decode_tables.c
extern const Shape shape_tax, shape_fiscal_position; // catalogue_decode_taxes.c
extern const Shape shape_pricelist, shape_default_pricelist,
    shape_page_rule; // catalogue_decode_prices.c
extern const Shape shape_company, shape_config, shape_session, shape_user, shape_precision,
    shape_picking_type, shape_version; // catalogue_decode_shop.c
extern const Shape shape_currency, shape_cash_rounding,
    shape_payment_method; // catalogue_decode_money.c

// Puts the shop together and gives it to the builder.
MUST_USE bool decode_finish_shop(CatalogueDecode *decode, Error *error);

#endif
