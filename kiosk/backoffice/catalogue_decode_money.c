/* Currency, cash rounding and payment methods, and the shop put together of all that came. */
#include <string.h>

#include "backoffice/catalogue_decode_parts.h"

enum { CURRENCY_DECIMALS_MAX = 4 };

typedef struct CurrencyRecord {
    int32_t id, decimals;
    char code[8], symbol[sizeof((Currency){0}.symbol)], position[16];
    double rounding;
} CurrencyRecord;

static void end_currency(RecordBinder *binder, const void *record)
{
    const CurrencyRecord *from = record;
    Currency *currency = &decode_of(binder)->shop.currency;
    if (strlen(from->code) > 3)
        record_binder_fault(binder, "field name is '%s', three letters are needed", from->code);
    if (from->decimals < 0 || from->decimals > CURRENCY_DECIMALS_MAX)
        record_binder_fault(binder, "field decimal_places is %d, 0 to %d are possible",
                            (int)from->decimals, CURRENCY_DECIMALS_MAX);
    if (!(from->rounding > 0))
        record_binder_fault(binder, "field rounding is not above 0");
    *currency = (Currency){.decimals = from->decimals,
                           .rounding = from->rounding,
                           .symbol_before = strcmp(from->position, "before") == 0};
    memcpy(currency->code, from->code, 3);
    memcpy(currency->symbol, from->symbol, sizeof currency->symbol);
}

static const Field currency_fields[] = {
    BIND("id", FIELD_ID, FIELD_NEEDED, CurrencyRecord, id),
    BIND_WORD("name", FIELD_NEEDED, CurrencyRecord, code),
    BIND_WORD("symbol", FIELD_OPTIONAL, CurrencyRecord, symbol),
    BIND_WORD("position", FIELD_OPTIONAL, CurrencyRecord, position),
    BIND("rounding", FIELD_NUMBER, FIELD_NEEDED, CurrencyRecord, rounding),
    BIND("decimal_places", FIELD_INTEGER, FIELD_NEEDED, CurrencyRecord, decimals),
};
const Shape shape_currency = {
    .model = "res.currency",
    .fields = currency_fields,
    .field_count = COUNT_OF(currency_fields),
    .record_bytes = sizeof(CurrencyRecord),
    .end = end_currency,
};

typedef struct CashRoundingRecord {
    int32_t id;
    double rounding;
    char method[16];
} CashRoundingRecord;

static void end_cash_rounding(RecordBinder *binder, const void *record)
{
    static const WireWord methods[] = {
        {"HALF-UP", ROUNDING_HALF_UP}, {"UP", ROUNDING_UP}, {"DOWN", ROUNDING_DOWN}};
    const CashRoundingRecord *from = record;
    CatalogueDecode *decode = decode_of(binder);
    int32_t method = wire_word_value(from->method, methods, COUNT_OF(methods));
    if (!(from->rounding > 0))
        record_binder_fault(binder, "field rounding is not above 0");
    else if (method < 0)
        record_binder_fault(binder, "field rounding_method is '%s', which is not known",
                            from->method);
    else if (decode->cash_rounding_count == (int32_t)COUNT_OF(decode->cash_roundings))
        record_binder_fault(binder, "there are more than %zu", COUNT_OF(decode->cash_roundings));
    else
        decode->cash_roundings[decode->cash_rounding_count++] =
            (CashRounding){from->id, from->rounding, method};
}

static const Field cash_rounding_fields[] = {
    BIND("id", FIELD_ID, FIELD_NEEDED, CashRoundingRecord, id),
    BIND("rounding", FIELD_NUMBER, FIELD_NEEDED, CashRoundingRecord, rounding),
    BIND_WORD("rounding_method", FIELD_NEEDED, CashRoundingRecord, method),
};
const Shape shape_cash_rounding = {
    .model = "account.cash.rounding",
    .fields = cash_rounding_fields,
    .field_count = COUNT_OF(cash_rounding_fields),
    .record_bytes = sizeof(CashRoundingRecord),
    .policy = FAULT_LEAVES_OUT, // fails at the end when it is the lane's
    .end = end_cash_rounding,
};

typedef struct MethodRecord {
    int32_t id, split_transactions, sequence;
    CatText name;
    char type[16];
} MethodRecord;

static void end_method(RecordBinder *binder, const void *record)
{
    static const WireWord types[] = {{"cash", CAT_PAYMENT_CASH},
                                     {"bank", CAT_PAYMENT_BANK},
                                     {"pay_later", CAT_PAYMENT_PAY_LATER}};
    const MethodRecord *from = record;
    int32_t type = wire_word_value(from->type, types, COUNT_OF(types));
    if (type < 0)
        record_binder_fault(binder, "field type is '%s', which is not known", from->type);
    else if (!id_list_add(&decode_of(binder)->method_ids, from->id))
        record_binder_fault(binder, "there are more than %d", DECODE_LIST_MAX);
    else
        catalogue_builder_add_payment_method(
            record_binder_builder(binder),
            &(CatPaymentMethod){.id = from->id,
                                .type = type,
                                .name = from->name,
                                .split_transactions = from->split_transactions,
                                .sequence = from->sequence});
}

static const Field method_fields[] = {
    BIND("id", FIELD_ID, FIELD_NEEDED, MethodRecord, id),
    BIND("name", FIELD_TEXT, FIELD_NEEDED, MethodRecord, name),
    BIND("split_transactions", FIELD_FLAG, FIELD_OPTIONAL, MethodRecord, split_transactions),
    BIND_WORD("type", FIELD_NEEDED, MethodRecord, type),
    BIND("sequence", FIELD_INTEGER, FIELD_OPTIONAL, MethodRecord, sequence),
};
const Shape shape_payment_method = {
    .model = "pos.payment.method",
    .fields = method_fields,
    .field_count = COUNT_OF(method_fields),
    .record_bytes = sizeof(MethodRecord),
    .policy = FAULT_LEAVES_OUT,
    .end = end_method,
};

static bool finish_cash_rounding(CatalogueDecode *decode, Error *error)
{
    if (!decode->cash_rounding_on)
        return true;
    for (int32_t i = 0; i < decode->cash_rounding_count; i++) {
        if (decode->cash_roundings[i].id != decode->rounding_method_id)
            continue;
        decode->shop.cash_rounding = decode->cash_roundings[i].step;
        decode->shop.cash_rounding_method = decode->cash_roundings[i].method;
        return true;
    }
    return error_set(
        error, ERROR_CORRUPT,
        "pos.config %d: field rounding_method is account.cash.rounding %d, which did not come",
        (int)decode->shop.config_id, (int)decode->rounding_method_id);
}

static bool has_payment_method(const CatalogueDecode *decode)
{
    for (int32_t i = 0; i < decode->config_method_ids.count; i++)
        if (id_list_has(&decode->method_ids, decode->config_method_ids.ids[i]))
            return true;
    return false;
}

bool decode_finish_shop(CatalogueDecode *decode, Error *error)
{
    CatShop *shop = &decode->shop;
    if (decode->tax_lost)
        return error_set(error, ERROR_CORRUPT,
                         "account.tax: a bad tax has no id or came after the articles");
    if (!has_payment_method(decode))
        return error_set(
            error, ERROR_CORRUPT,
            "pos.payment.method: none of field payment_method_ids of pos.config %d came",
            (int)shop->config_id);
    if (!finish_cash_rounding(decode, error))
        return false;
    int32_t pricelist =
        decode->default_pricelist_id ? decode->default_pricelist_id : decode->config_pricelist_id;
    shop->pricelist = decode->use_pricelist ? pricelist : 0;
    // Switching flexible taxes off leaves the default in the settings: it holds only when it is in
    // the list (FACTS2 23).
    int32_t position = decode->default_fiscal_position_id;
    shop->default_fiscal_position =
        id_list_has(&decode->fiscal_position_ids, position) ? position : 0;
    if (shop->user_id == 0)
        shop->user_id = decode->session_user_id;
    catalogue_builder_keep_payment_methods(decode->builder, decode->config_method_ids.ids,
                                           decode->config_method_ids.count);
    catalogue_builder_set_shop(decode->builder, shop);
    return true;
}
