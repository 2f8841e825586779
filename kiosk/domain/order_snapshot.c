/* Writing happens three times with one function: to count the bytes, to write them, and, when
 * reading, to compare them. A snapshot that would be written in other bytes than it came in is
 * refused, so there is one form of every order in each version, and checksums of equal orders are
 * equal. */
#include "domain/order_snapshot.h"

#include <math.h>
#include <msgpack.h>
#include <stdlib.h>
#include <string.h>

#include "domain/order_snapshot_parts.h"

typedef struct Sink {
    uint8_t *data;       // NULL: only count
    const Bytes *expect; // not NULL: compare instead
    size_t size;
    bool differs;
} Sink;

static int sink_write(void *context, const char *data, size_t size)
{
    Sink *sink = context;
    if (sink->expect)
        sink->differs = sink->differs || size > sink->expect->size - sink->size ||
                        memcmp(sink->expect->data + sink->size, data, size) != 0;
    else if (sink->data)
        memcpy(sink->data + sink->size, data, size);
    if (!sink->differs)
        sink->size += size;
    return 0;
}

static void pack_text(msgpack_packer *packer, const char *text, size_t room)
{
    size_t size = strnlen(text, room);
    msgpack_pack_str(packer, size);
    msgpack_pack_str_body(packer, text, size);
}

static int32_t hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

// A UUID in its usual form takes 18 bytes instead of 38; anything else is a text.
static void pack_uuid(msgpack_packer *packer, const char *text)
{
    uint8_t bytes[16];
    int32_t at = 0;
    bool usual = strnlen(text, ORDER_UUID_SIZE) == ORDER_UUID_SIZE - 1;
    for (int32_t i = 0; usual && i < 16; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            usual = text[at++] == '-';
        int32_t high = hex_digit(text[at]), low = hex_digit(text[at + 1]);
        usual = usual && high >= 0 && low >= 0;
        bytes[i] = (uint8_t)(high << 4 | low);
        at += 2;
    }
    if (!usual) {
        pack_text(packer, text, ORDER_UUID_SIZE);
        return;
    }
    msgpack_pack_bin(packer, sizeof bytes);
    msgpack_pack_bin_body(packer, bytes, sizeof bytes);
}

static void pack_number(msgpack_packer *packer, double value)
{
    bool whole = fabs(value) <= 9007199254740992.0 && value == floor(value) &&
                 !(value == 0 && signbit(value));
    if (whole)
        msgpack_pack_int64(packer, (int64_t)value);
    else
        msgpack_pack_double(packer, value);
}

static void pack_ids(msgpack_packer *packer, const int32_t *ids, int32_t count)
{
    msgpack_pack_array(packer, (size_t)count);
    for (int32_t i = 0; i < count; i++)
        msgpack_pack_int32(packer, ids[i]);
}

static void pack_tax(msgpack_packer *packer, const Tax *tax)
{
    msgpack_pack_array(packer, SNAPSHOT_TAX_FIELDS);
    msgpack_pack_int32(packer, tax->id);
    msgpack_pack_int32(packer,
                       (int32_t)tax->kind | (tax->price_include ? SNAPSHOT_TAX_PRICE_INCLUDE : 0) |
                           (tax->include_base_amount ? SNAPSHOT_TAX_INCLUDE_BASE_AMOUNT : 0) |
                           (tax->is_base_affected ? SNAPSHOT_TAX_IS_BASE_AFFECTED : 0));
    pack_number(packer, tax->amount);
    pack_number(packer, tax->repartition_factor);
}

static void pack_line(msgpack_packer *packer, const OrderLine *line, int32_t version)
{
    msgpack_pack_array(packer, version == 1 ? SNAPSHOT_LINE_FIELDS_1 : SNAPSHOT_LINE_FIELDS);
    msgpack_pack_int32(packer, line->id);
    msgpack_pack_int32(packer, line->article_id);
    pack_uuid(packer, line->uuid);
    pack_text(packer, line->name, sizeof line->name);
    pack_text(packer, line->barcode, sizeof line->barcode);
    msgpack_pack_int64(packer, line->quantity.milli);
    pack_text(packer, line->unit, sizeof line->unit);
    msgpack_pack_int64(packer, line->unit_price.micro);
    msgpack_pack_int64(packer, line->list_price.micro);
    pack_number(packer, line->price_extra);
    msgpack_pack_int32(packer, line->discount.hundredths);
    pack_ids(packer, line->tax_ids, line->taxes_count);
    msgpack_pack_array(packer, (size_t)line->applied_count);
    for (int32_t i = 0; i < line->applied_count; i++)
        pack_tax(packer, &line->applied[i]);
    pack_ids(packer, line->choices, line->choice_count);
    msgpack_pack_int64(packer, line->subtotal.minor);
    msgpack_pack_int64(packer, line->subtotal_incl.minor);
    msgpack_pack_int32(packer, line->minimum_age);
    msgpack_pack_uint32(packer, line->flags);
    if (version == 1)
        return;
    msgpack_pack_int32(packer, line->parent_id);
    msgpack_pack_int32(packer, line->combo_line_id);
    pack_text(packer, line->lot, sizeof line->lot);
}

static void pack_tax_total(msgpack_packer *packer, const OrderTaxTotal *total)
{
    msgpack_pack_array(packer, SNAPSHOT_TAX_TOTAL_FIELDS);
    msgpack_pack_int32(packer, total->tax_id);
    pack_number(packer, total->rate);
    total->fixed ? msgpack_pack_true(packer) : msgpack_pack_false(packer);
    pack_text(packer, total->name, sizeof total->name);
    msgpack_pack_int64(packer, total->amount.minor);
    msgpack_pack_int64(packer, total->base.minor);
}

static void pack_payment(msgpack_packer *packer, const OrderPayment *payment)
{
    msgpack_pack_array(packer, SNAPSHOT_PAYMENT_FIELDS);
    msgpack_pack_int32(packer, payment->method_id);
    pack_text(packer, payment->method_name, sizeof payment->method_name);
    msgpack_pack_int64(packer, payment->amount.minor);
    msgpack_pack_int64(packer, payment->paid_unix_ms);
    pack_text(packer, payment->transaction_id, sizeof payment->transaction_id);
    pack_text(packer, payment->card_type, sizeof payment->card_type);
    pack_uuid(packer, payment->intent_id);
}

static void pack_head(msgpack_packer *packer, const Order *order, int32_t version)
{
    msgpack_pack_int32(packer, version);
    pack_uuid(packer, order->uuid);
    pack_uuid(packer, order->access_token);
    pack_text(packer, order->ticket_code, sizeof order->ticket_code);
    msgpack_pack_array(packer, 3);
    msgpack_pack_int32(packer, order->number.session_id);
    msgpack_pack_int32(packer, order->number.login_number);
    msgpack_pack_int64(packer, order->number.counter);
    const int32_t ids[] = {order->config_id, order->user_id, order->pricelist_id,
                           order->fiscal_position_id, order->partner_id};
    pack_ids(packer, ids, (int32_t)COUNT_OF(ids));
    msgpack_pack_array(packer, 2);
    msgpack_pack_int64(packer, order->started_unix_ms);
    msgpack_pack_int64(packer, order->paid_unix_ms);
    pack_text(packer, order->language, sizeof order->language);
    const Currency *currency = &order->currency;
    msgpack_pack_array(packer, 5);
    pack_text(packer, currency->code, sizeof currency->code);
    pack_text(packer, currency->symbol, sizeof currency->symbol);
    currency->symbol_before ? msgpack_pack_true(packer) : msgpack_pack_false(packer);
    msgpack_pack_int32(packer, currency->decimals);
    pack_number(packer, currency->rounding);
    msgpack_pack_int32(packer, order->price_digits);
    msgpack_pack_int32(packer, (order->round_globally ? SNAPSHOT_ROUND_GLOBALLY : 0) |
                                   (order->show_tax_included ? SNAPSHOT_SHOW_TAX_INCLUDED : 0));
    msgpack_pack_int32(packer, order->next_line_id);
}

static void pack_order(Sink *sink, const Order *order, int32_t version)
{
    msgpack_packer packer;
    msgpack_packer_init(&packer, sink, sink_write);
    msgpack_pack_array(&packer, SNAPSHOT_ORDER_FIELDS);
    pack_head(&packer, order, version);
    msgpack_pack_array(&packer, (size_t)order->line_count);
    for (int32_t i = 0; i < order->line_count; i++)
        pack_line(&packer, &order->lines[i], version);
    msgpack_pack_array(&packer, (size_t)order->tax_total_count);
    for (int32_t i = 0; i < order->tax_total_count; i++)
        pack_tax_total(&packer, &order->tax_totals[i]);
    const Money amounts[] = {order->total, order->total_tax, order->total_untaxed,
                             order->rounding_applied, order->change};
    msgpack_pack_array(&packer, COUNT_OF(amounts));
    for (size_t i = 0; i < COUNT_OF(amounts); i++)
        msgpack_pack_int64(&packer, amounts[i].minor);
    msgpack_pack_array(&packer, (size_t)order->payment_count);
    for (int32_t i = 0; i < order->payment_count; i++)
        pack_payment(&packer, &order->payments[i]);
}

static bool counts_are_possible(const Order *order)
{
    if (order->line_count < 0 || order->line_count > ORDER_LINES_MAX || order->payment_count < 0 ||
        order->payment_count > ORDER_PAYMENTS_MAX || order->tax_total_count < 0 ||
        order->tax_total_count > ORDER_TAX_TOTALS_MAX)
        return false;
    for (int32_t i = 0; i < order->line_count; i++) {
        const OrderLine *line = &order->lines[i];
        if (line->taxes_count < 0 || line->taxes_count > (int32_t)COUNT_OF(line->tax_ids) ||
            line->applied_count < 0 || line->applied_count > (int32_t)COUNT_OF(line->applied) ||
            line->choice_count < 0 || line->choice_count > (int32_t)COUNT_OF(line->choices))
            return false;
    }
    return true;
}

// Large, and only its used pages are touched: the heap gives untouched pages for nothing.
static Order *scratch_order(Error *error)
{
    Order *order = malloc(sizeof *order);
    if (!order)
        error_set(error, ERROR_LIMIT, "no memory to read an order");
    return order;
}

// What can't be read back must not be written: the journal would lose a sale in silence.
static bool can_be_read_back(Bytes bytes, Error *error)
{
    Order *scratch = scratch_order(error);
    int32_t version;
    bool ok = scratch && order_snapshot_read(bytes, scratch, &version, error);
    free(scratch);
    return ok;
}

bool order_snapshot_encode(const Order *order, Arena *result, Bytes *out, Error *error)
{
    if (!counts_are_possible(order))
        return error_set(error, ERROR_INVALID, "cannot encode an order with impossible counts");
    Sink sink = {0};
    pack_order(&sink, order, SNAPSHOT_VERSION);
    if (sink.size > ORDER_SNAPSHOT_SIZE_MAX)
        return error_set(error, ERROR_LIMIT, "an order of %zu bytes is too large", sink.size);
    Arena mark = *result;
    uint8_t *data = arena_try_alloc(result, 1, 1, sink.size);
    if (!data)
        return error_set(error, ERROR_LIMIT, "no room for an order of %zu bytes", sink.size);
    sink = (Sink){.data = data};
    pack_order(&sink, order, SNAPSHOT_VERSION);
    Bytes bytes = {data, sink.size};
    if (!can_be_read_back(bytes, error)) {
        *result = mark;
        return error_prefix(error, "cannot encode order '%.36s'", order->uuid);
    }
    *out = bytes;
    return true;
}

bool order_snapshot_decode(Bytes bytes, Order *out, Error *error)
{
    if (bytes.size > ORDER_SNAPSHOT_SIZE_MAX)
        return error_set(error, ERROR_LIMIT, "order snapshot: %zu bytes are too many", bytes.size);
    Order *scratch = scratch_order(error);
    if (!scratch)
        return false;
    int32_t version;
    bool ok = order_snapshot_read(bytes, scratch, &version, error);
    if (ok) {
        Sink sink = {.expect = &bytes};
        pack_order(&sink, scratch, version);
        ok = !sink.differs && sink.size == bytes.size;
        if (!ok)
            error_set(error, ERROR_CORRUPT, "order snapshot: not in its one form");
    }
    if (ok) {
        memset(out, 0, sizeof *out);
        order_copy(out, scratch);
    }
    free(scratch);
    return ok;
}
