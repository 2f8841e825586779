/* The order as pos.order.create_from_ui of Odoo 17 takes it. Written by hand rather than through a
 * tree: the same order must give the same bytes at each retry, and amounts must be the decimals
 * that the customer saw, not their doubles.
 *
 * A repair only changes which record of the server's is meant. The reference keeps the session that
 * the order was sold in: it is what the server knows the order by. An order under another reference
 * has its number from the caller (order_repaired_number). */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "backoffice/odoo17_envelope.h"
#include "backoffice/odoo17_request.h"

// A record's id, or false for none.
static void write_reference(JsonWriter *writer, const char *name, int32_t id)
{
    json_writer_key(writer, name);
    if (id > 0)
        json_writer_integer(writer, id);
    else
        json_writer_raw(writer, "false");
}

static void write_json(JsonWriter *writer, const char *name, const char *json)
{
    json_writer_key(writer, name);
    json_writer_raw(writer, json);
}

static void write_money(JsonWriter *writer, const char *name, Money value, const Currency *currency)
{
    json_writer_key(writer, name);
    json_writer_decimal(writer, value.minor, currency->decimals);
}

// UTC as the server wants it: "2026-11-23 14:12:57".
static void write_time(JsonWriter *writer, const char *name, int64_t unix_ms)
{
    time_t seconds = (time_t)(unix_ms / 1000);
    struct tm parts;
    char text[64] = "";
    CHECK(gmtime_r(&seconds, &parts) != NULL);
    CHECK(strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &parts) > 0);
    json_writer_string_member(writer, name, text);
}

// An extra price comes as the server's double: rounded to millionths it is a decimal again.
static void write_price_extra(JsonWriter *writer, double extra)
{
    CHECK(fabs(extra) < 1e12);
    json_writer_key(writer, "price_extra");
    json_writer_decimal(writer, llround(extra * 1e6), 6);
}

static void write_ids(JsonWriter *writer, const int32_t *ids, int32_t count)
{
    json_writer_raw(writer, "[");
    for (int32_t i = 0; i < count; i++) {
        if (i > 0)
            json_writer_raw(writer, ",");
        json_writer_integer(writer, ids[i]);
    }
    json_writer_raw(writer, "]");
}

// A combo's line names its parts' numbers and each part its combo's: without both, and without the
// numbers and uuids of all of them, the server refuses the order for good (FACTS2 22).
static void write_combo(JsonWriter *writer, const Order *order, const OrderLine *line)
{
    if (line->parent_id != 0) {
        json_writer_integer_member(writer, "combo_parent_id", line->parent_id);
        json_writer_integer_member(writer, "combo_line_id", line->combo_line_id);
    }
    if (!(line->flags & ORDER_LINE_COMBO))
        return;
    const OrderLine *end = &order->lines[order->line_count];
    write_json(writer, "combo_line_ids", "[");
    for (const OrderLine *part = line + 1; part < end && part->parent_id == line->id; part++) {
        if (part > line + 1)
            json_writer_raw(writer, ",");
        json_writer_integer(writer, part->id);
    }
    json_writer_raw(writer, "]");
}

static void write_lot(JsonWriter *writer, const OrderLine *line)
{
    json_writer_key(writer, "pack_lot_ids");
    if (!line->lot[0]) {
        json_writer_raw(writer, "[]");
        return;
    }
    json_writer_raw(writer, "[[0,0,{\"lot_name\":");
    json_writer_string(writer, line->lot);
    json_writer_raw(writer, "}]]");
}

static void write_line(JsonWriter *writer, const Order *order, const OrderRepairs *repairs,
                       const OrderLine *line)
{
    const Currency *currency = &order->currency;
    int32_t article_id = order_repaired(repairs, ORDER_REPAIR_ARTICLE, line->article_id);
    json_writer_raw(writer, "[0,0,{\"id\":");
    json_writer_integer(writer, line->id);
    json_writer_string_member(writer, "uuid", line->uuid);
    json_writer_integer_member(writer, "product_id", article_id);
    json_writer_string_member(writer, "full_product_name", line->name);
    json_writer_key(writer, "qty");
    json_writer_decimal(writer, line->quantity.milli, 3);
    json_writer_key(writer, "price_unit");
    json_writer_decimal(writer, line->unit_price.micro, 6);
    write_price_extra(writer, line->price_extra);
    json_writer_key(writer, "discount");
    json_writer_decimal(writer, line->discount.hundredths, 2);
    write_money(writer, "price_subtotal", line->subtotal, currency);
    write_money(writer, "price_subtotal_incl", line->subtotal_incl, currency);
    json_writer_key(writer, "tax_ids");
    json_writer_raw(writer, "[[6,false,");
    write_ids(writer, line->tax_ids, line->taxes_count);
    json_writer_raw(writer, "]]");
    json_writer_key(writer, "attribute_value_ids");
    // The values went with the article that is gone; their words stay in the line's name.
    write_ids(writer, line->choices, article_id == line->article_id ? line->choice_count : 0);
    // A till user may not create custom values: a text of the customer would be refused for good
    // (FACTS2 21).
    write_json(writer, "custom_attribute_value_ids", "[]");
    write_lot(writer, line);
    write_combo(writer, order, line);
    json_writer_string_member(writer, "customer_note", "");
    json_writer_string_member(writer, "price_type",
                              line->flags & ORDER_LINE_MANUAL_PRICE ? "manual" : "original");
    write_json(writer, "skip_change", "false");
    json_writer_raw(writer, "}]");
}

static void write_lines(JsonWriter *writer, const Order *order, const OrderRepairs *repairs)
{
    bool first = true;
    write_json(writer, "lines", "[");
    for (int32_t i = 0; i < order->line_count; i++) {
        const OrderLine *line = &order->lines[i];
        if ((line->flags & ORDER_LINE_VOID) != 0 || line->quantity.milli == 0)
            continue;
        if (!first)
            json_writer_raw(writer, ",");
        first = false;
        write_line(writer, order, repairs, line);
    }
    json_writer_raw(writer, "]");
}

static void write_payments(JsonWriter *writer, const Order *order)
{
    write_json(writer, "statement_ids", "[");
    for (int32_t i = 0; i < order->payment_count; i++) {
        const OrderPayment *payment = &order->payments[i];
        json_writer_raw(writer,
                        i > 0 ? ",[0,0,{\"payment_method_id\":" : "[0,0,{\"payment_method_id\":");
        json_writer_integer(writer, payment->method_id);
        write_time(writer, "name", payment->paid_unix_ms);
        write_money(writer, "amount", payment->amount, &order->currency);
        json_writer_string_member(writer, "payment_status", "done");
        json_writer_string_member(writer, "transaction_id", payment->transaction_id);
        json_writer_string_member(writer, "card_type", payment->card_type);
        json_writer_string_member(writer, "cardholder_name", "");
        json_writer_string_member(writer, "ticket", "");
        json_writer_raw(writer, "}]");
    }
    json_writer_raw(writer, "]");
}

static Money paid_amount(const Order *order)
{
    Money paid = {-order->change.minor};
    for (int32_t i = 0; i < order->payment_count; i++)
        CHECK(money_add(paid, order->payments[i].amount, &paid));
    return paid;
}

static void write_data(JsonWriter *writer, const Order *order, const OrderRepairs *repairs,
                       const char *reference, bool draft)
{
    const Currency *currency = &order->currency;
    json_writer_raw(writer, "{\"name\":");
    json_writer_string(writer, reference);
    json_writer_string_member(writer, "uid", reference + strlen("Order "));
    json_writer_string_member(writer, "uuid", order->uuid);
    json_writer_integer_member(writer, "sequence_number", order->number.counter);
    json_writer_integer_member(
        writer, "pos_session_id",
        order_repaired(repairs, ORDER_REPAIR_SESSION, order->number.session_id));
    write_reference(writer, "user_id", order->user_id);
    write_reference(writer, "partner_id",
                    order_repaired(repairs, ORDER_REPAIR_PARTNER, order->partner_id));
    write_reference(writer, "pricelist_id", order->pricelist_id);
    write_reference(writer, "fiscal_position_id", order->fiscal_position_id);
    // The draft is pushed after the payment: both carry the time of the sale.
    write_time(writer, "date_order",
               order->paid_unix_ms ? order->paid_unix_ms : order->started_unix_ms);
    write_money(writer, "amount_total", order->total, currency);
    write_money(writer, "amount_tax", order->total_tax, currency);
    write_money(writer, "amount_paid", draft ? (Money){0} : paid_amount(order), currency);
    write_money(writer, "amount_return", draft ? (Money){0} : order->change, currency);
    write_lines(writer, order, repairs);
    if (draft)
        write_json(writer, "statement_ids", "[]");
    else
        write_payments(writer, order);
    json_writer_string_member(writer, "access_token", order->access_token);
    json_writer_string_member(writer, "ticket_code", order->ticket_code);
    write_json(writer, "server_id", "false");
    write_json(writer, "to_invoice", "false");
    write_json(writer, "shipping_date", "false");
    write_json(writer, "is_tipped", "false");
    write_json(writer, "tip_amount", "0");
    json_writer_string_member(writer, "last_order_preparation_change", "{}");
    json_writer_raw(writer, "}");
}

void odoo17_write_order(JsonWriter *writer, const Order *order, const OrderRepairs *repairs,
                        bool draft)
{
    char reference[ORDER_REFERENCE_SIZE];
    order_reference(&order->number, reference);
    json_writer_raw(writer, "{\"id\":");
    json_writer_string(writer, reference + strlen("Order "));
    json_writer_key(writer, "data");
    write_data(writer, order, repairs, reference, draft);
    write_json(writer, "to_invoice", "false");
    json_writer_raw(writer, "}");
}

char *odoo17_request_order(const Odoo17Login *login, const Order *order,
                           const OrderRepairs *repairs, bool draft)
{
    JsonWriter writer = {0};
    odoo17_envelope_begin_call(&writer, login, "pos.order", "create_from_ui");
    json_writer_raw(&writer, "[[");
    odoo17_write_order(&writer, order, repairs, draft);
    json_writer_raw(&writer, draft ? "],true]," : "],false],");
    // With a receipt printed the server keeps what it refuses, so that the back office sees it too
    // (FACTS 7.2).
    json_writer_raw(&writer, draft ? "{\"context\":{\"is_receipt_printed\":false}}"
                                   : "{\"context\":{\"is_receipt_printed\":true}}");
    return odoo17_envelope_end(&writer);
}
