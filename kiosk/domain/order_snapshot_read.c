/* Reads a snapshot and checks every field: after this an order's counts, ids, amounts and texts are
 * within what order.h says, whatever the bytes were. Amounts are not computed again: a paid order
 * says what was charged, also to a later program that would compute it differently. */
#include <stddef.h>
#include <string.h>

#include "domain/order_parts.h"
#include "domain/order_snapshot_parts.h"
#include "domain/snapshot_read.h"

enum {
    AGE_MAX = 150,
    PRICE_DIGITS_MAX = 6,
    LINE_FLAGS = ORDER_LINE_WEIGHED | ORDER_LINE_MANUAL_PRICE | ORDER_LINE_MERGEABLE |
                 ORDER_LINE_VOID | ORDER_LINE_AGE_APPROVED | ORDER_LINE_COMBO | ORDER_LINE_SERIAL,
    LINE_FLAGS_1 = ORDER_LINE_COMBO - 1, // those of version 1
    TAX_FLAGS = SNAPSHOT_TAX_KIND | SNAPSHOT_TAX_PRICE_INCLUDE | SNAPSHOT_TAX_INCLUDE_BASE_AMOUNT |
                SNAPSHOT_TAX_IS_BASE_AFFECTED,
};

static const int64_t time_ms_max = INT64_C(253402300799999); // the year 9999
static const double amount_max = 1e12;                       // of a tax or an extra

static int32_t read_id(SnapshotReader *reader, const char *what)
{
    return (int32_t)snapshot_read_int(reader, what, 0, INT32_MAX);
}

static Money read_money(SnapshotReader *reader, const char *what, int64_t limit)
{
    return (Money){snapshot_read_int(reader, what, -limit, limit)};
}

static UnitPrice read_price(SnapshotReader *reader, const char *what)
{
    int64_t limit = ORDER_PRICE_MAX * INT64_C(1000000);
    return (UnitPrice){snapshot_read_int(reader, what, -limit, limit)};
}

static int32_t read_ids(SnapshotReader *reader, const char *what, int32_t *out, int32_t max)
{
    int32_t count = snapshot_read_array(reader, what, 0, max);
    for (int32_t i = 0; i < count; i++)
        out[i] = read_id(reader, what);
    return count;
}

static void read_tax(SnapshotReader *reader, Tax *tax)
{
    snapshot_read_array(reader, "tax", SNAPSHOT_TAX_FIELDS, SNAPSHOT_TAX_FIELDS);
    tax->id = read_id(reader, "tax");
    int64_t flags = snapshot_read_int(reader, "flags of a tax", 0, TAX_FLAGS);
    if ((flags & SNAPSHOT_TAX_KIND) == TAX_GROUP)
        snapshot_fail(reader, "kind of a tax", "is unknown");
    tax->kind = (TaxKind)(flags & SNAPSHOT_TAX_KIND);
    tax->price_include = flags & SNAPSHOT_TAX_PRICE_INCLUDE;
    tax->include_base_amount = flags & SNAPSHOT_TAX_INCLUDE_BASE_AMOUNT;
    tax->is_base_affected = flags & SNAPSHOT_TAX_IS_BASE_AFFECTED;
    tax->amount = snapshot_read_number(reader, "amount of a tax", amount_max);
    tax->repartition_factor = snapshot_read_number(reader, "factor of a tax", amount_max);
}

static void read_line(SnapshotReader *reader, const Order *order, int32_t version, OrderLine *line)
{
    int64_t quantity_max = ORDER_QUANTITY_MAX * INT64_C(1000);
    int32_t fields = version == 1 ? SNAPSHOT_LINE_FIELDS_1 : SNAPSHOT_LINE_FIELDS;
    snapshot_read_array(reader, "line", fields, fields);
    line->id =
        (int32_t)snapshot_read_int(reader, "id of a line", 1, (int64_t)order->next_line_id - 1);
    line->article_id = read_id(reader, "article");
    snapshot_read_uuid(reader, "uuid of a line", line->uuid);
    snapshot_read_text(reader, "name of a line", line->name, sizeof line->name);
    snapshot_read_text(reader, "barcode", line->barcode, sizeof line->barcode);
    line->quantity.milli = snapshot_read_int(reader, "quantity", -quantity_max, quantity_max);
    snapshot_read_text(reader, "unit", line->unit, sizeof line->unit);
    line->unit_price = read_price(reader, "unit price");
    line->list_price = read_price(reader, "list price");
    line->price_extra = snapshot_read_number(reader, "price extra", amount_max);
    line->discount.hundredths = (int32_t)snapshot_read_int(reader, "discount", 0, 10000);
    line->taxes_count = read_ids(reader, "taxes of a line", line->tax_ids, ORDER_LINE_TAXES_MAX);
    line->applied_count =
        snapshot_read_array(reader, "applied taxes", 0, (int32_t)COUNT_OF(line->applied));
    for (int32_t i = 0; i < line->applied_count; i++)
        read_tax(reader, &line->applied[i]);
    line->choice_count = read_ids(reader, "choices", line->choices, ORDER_LINE_CHOICES_MAX);
    line->subtotal = read_money(reader, "subtotal", ORDER_LINE_AMOUNT_MAX);
    line->subtotal_incl = read_money(reader, "subtotal with tax", ORDER_LINE_AMOUNT_MAX);
    line->display_total = order->show_tax_included ? line->subtotal_incl : line->subtotal;
    line->minimum_age = (int32_t)snapshot_read_int(reader, "minimum age", 0, AGE_MAX);
    line->flags = (uint32_t)snapshot_read_int(reader, "flags of a line", 0,
                                              version == 1 ? LINE_FLAGS_1 : LINE_FLAGS);
    if (version == 1)
        return;
    line->parent_id = (int32_t)snapshot_read_int(reader, "combo of a line", 0, line->id - 1);
    line->combo_line_id = read_id(reader, "choice of a combo");
    snapshot_read_text(reader, "lot", line->lot, sizeof line->lot);
}

// A part follows its combo, or another part of it.
static bool follows_its_combo(const OrderLine *before, const OrderLine *line)
{
    return (before->id == line->parent_id && (before->flags & ORDER_LINE_COMBO)) ||
           before->parent_id == line->parent_id;
}

static void check_place(SnapshotReader *reader, const Order *order, int32_t at)
{
    const OrderLine *line = &order->lines[at];
    if (at > 0 && line->id <= line[-1].id)
        snapshot_fail(reader, "id of a line", "does not follow the line before");
    if (line->parent_id != 0 &&
        (at == 0 || (line->flags & ORDER_LINE_COMBO) || !follows_its_combo(line - 1, line)))
        snapshot_fail(reader, "combo of a line", "is not the combo before it");
    int32_t first;
    if (line->parent_id != 0 && !reader->failed &&
        order_span(order, line->id, &first) > ORDER_COMBO_MAX + 1)
        snapshot_fail(reader, "combo of a line", "has too many parts");
}

static void read_lines(SnapshotReader *reader, Order *order, int32_t version)
{
    int32_t count = snapshot_read_array(reader, "lines", 0, ORDER_LINES_MAX);
    for (int32_t i = 0; i < count && !reader->failed; i++) {
        OrderLine *line = &order->lines[i];
        memset(line, 0, sizeof *line);
        read_line(reader, order, version, line);
        order->line_count++;
        check_place(reader, order, i);
    }
}

static void read_tax_total(SnapshotReader *reader, OrderTaxTotal *total)
{
    snapshot_read_array(reader, "tax total", SNAPSHOT_TAX_TOTAL_FIELDS, SNAPSHOT_TAX_TOTAL_FIELDS);
    total->tax_id = read_id(reader, "tax of a total");
    total->rate = snapshot_read_number(reader, "rate of a tax", amount_max);
    total->fixed = snapshot_read_bool(reader, "fixed");
    snapshot_read_text(reader, "name of a tax", total->name, sizeof total->name);
    total->amount = read_money(reader, "amount of a tax", MONEY_MINOR_MAX);
    total->base = read_money(reader, "base of a tax", MONEY_MINOR_MAX);
}

static void read_payment(SnapshotReader *reader, OrderPayment *payment)
{
    snapshot_read_array(reader, "payment", SNAPSHOT_PAYMENT_FIELDS, SNAPSHOT_PAYMENT_FIELDS);
    payment->method_id = read_id(reader, "payment method");
    snapshot_read_text(reader, "name of a payment method", payment->method_name,
                       sizeof payment->method_name);
    payment->amount = read_money(reader, "amount of a payment", MONEY_MINOR_MAX);
    payment->paid_unix_ms = snapshot_read_int(reader, "time of a payment", 0, time_ms_max);
    snapshot_read_text(reader, "transaction", payment->transaction_id,
                       sizeof payment->transaction_id);
    snapshot_read_text(reader, "card type", payment->card_type, sizeof payment->card_type);
    snapshot_read_uuid(reader, "payment intent", payment->intent_id);
}

static void read_currency(SnapshotReader *reader, Currency *currency)
{
    snapshot_read_array(reader, "currency", 5, 5);
    snapshot_read_text(reader, "currency code", currency->code, sizeof currency->code);
    snapshot_read_text(reader, "currency symbol", currency->symbol, sizeof currency->symbol);
    currency->symbol_before = snapshot_read_bool(reader, "place of the currency symbol");
    currency->decimals = (int32_t)snapshot_read_int(reader, "decimals", 0, 4);
    currency->rounding = snapshot_read_number(reader, "currency rounding", 1e6);
    if (!(currency->rounding >= 1e-6))
        snapshot_fail(reader, "currency rounding", "is out of range");
}

static void read_head(SnapshotReader *reader, Order *order)
{
    snapshot_read_uuid(reader, "uuid", order->uuid);
    snapshot_read_uuid(reader, "access token", order->access_token);
    snapshot_read_text(reader, "ticket code", order->ticket_code, sizeof order->ticket_code);
    snapshot_read_array(reader, "order number", 3, 3);
    order->number.session_id = read_id(reader, "session");
    order->number.login_number = read_id(reader, "login number");
    order->number.counter = snapshot_read_int(reader, "order counter", 0, INT64_MAX);
    snapshot_read_array(reader, "references", 5, 5);
    order->config_id = read_id(reader, "configuration");
    order->user_id = read_id(reader, "user");
    order->pricelist_id = read_id(reader, "pricelist");
    order->fiscal_position_id = read_id(reader, "fiscal position");
    order->partner_id = read_id(reader, "customer");
    snapshot_read_array(reader, "times", 2, 2);
    order->started_unix_ms = snapshot_read_int(reader, "start", 0, time_ms_max);
    order->paid_unix_ms = snapshot_read_int(reader, "time of payment", 0, time_ms_max);
    snapshot_read_text(reader, "language", order->language, sizeof order->language);
    read_currency(reader, &order->currency);
    order->price_digits = (int32_t)snapshot_read_int(reader, "price digits", 0, PRICE_DIGITS_MAX);
    int64_t flags =
        snapshot_read_int(reader, "flags", 0, SNAPSHOT_ROUND_GLOBALLY | SNAPSHOT_SHOW_TAX_INCLUDED);
    order->round_globally = flags & SNAPSHOT_ROUND_GLOBALLY;
    order->show_tax_included = flags & SNAPSHOT_SHOW_TAX_INCLUDED;
    order->next_line_id = (int32_t)snapshot_read_int(reader, "next line", 0, INT32_MAX);
}

static void read_rest(SnapshotReader *reader, Order *order)
{
    order->tax_total_count = snapshot_read_array(reader, "tax totals", 0, ORDER_TAX_TOTALS_MAX);
    for (int32_t i = 0; i < order->tax_total_count; i++)
        read_tax_total(reader, &order->tax_totals[i]);
    snapshot_read_array(reader, "totals", 5, 5);
    order->total = read_money(reader, "total", MONEY_MINOR_MAX);
    order->total_tax = read_money(reader, "total tax", MONEY_MINOR_MAX);
    order->total_untaxed = read_money(reader, "total without tax", MONEY_MINOR_MAX);
    order->rounding_applied = read_money(reader, "cash rounding", MONEY_MINOR_MAX);
    order->change = read_money(reader, "change", MONEY_MINOR_MAX);
    order->payment_count = snapshot_read_array(reader, "payments", 0, ORDER_PAYMENTS_MAX);
    for (int32_t i = 0; i < order->payment_count; i++)
        read_payment(reader, &order->payments[i]);
}

bool order_snapshot_read(Bytes bytes, Order *out, int32_t *out_version, Error *error)
{
    if (bytes.size == 0)
        return error_set(error, ERROR_CORRUPT, "order snapshot: empty");
    SnapshotReader reader = {bytes.data, bytes.data + bytes.size, false, error};
    // everything but the lines, which are cleared as they come
    size_t after_lines = offsetof(Order, lines) + sizeof out->lines;
    memset(out, 0, offsetof(Order, lines));
    memset((char *)out + after_lines, 0, sizeof *out - after_lines);

    int32_t fields = snapshot_read_array(&reader, "order", 1, UINT8_MAX);
    int64_t version = snapshot_read_int(&reader, "version", 1, INT32_MAX);
    if (!reader.failed && version > SNAPSHOT_VERSION)
        return error_set(error, ERROR_INVALID,
                         "order snapshot: version %d is not known, this program reads 1 to %d",
                         (int)version, SNAPSHOT_VERSION);
    if (fields != SNAPSHOT_ORDER_FIELDS)
        snapshot_fail(&reader, "order", "has a wrong number of items");
    read_head(&reader, out);
    *out_version = (int32_t)version;
    read_lines(&reader, out, (int32_t)version);
    read_rest(&reader, out);
    if (!reader.failed && reader.at != reader.end)
        snapshot_fail(&reader, "end", "has bytes behind it");
    return !reader.failed;
}
