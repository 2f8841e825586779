#include "devices/receipt_text.h"

#include <stdio.h>
#include <string.h>

#include "devices/paper_text.h"

// A combo's price stands beside its name; what was chosen for it is named below.
static void put_part(Paper *paper, const OrderLine *line)
{
    Text rest = text_format(paper->arena, "+ %s", line->name);
    while (rest.size > 0) {
        Text row = paper_first_row(rest, PAPER_COLUMNS - 2);
        paper_put(paper, text_format(paper->arena, "  %.*s", TEXT_PRINTF(row)));
        paper_new_line(paper);
        rest = text_trim(text_slice(rest, row.size, rest.size));
    }
}

static void put_line(Paper *paper, const Order *order, const OrderLine *line)
{
    char quantity[32], plain[32];
    paper_pair(paper, text_from_string(line->name),
               paper_money(paper, order_line_shown(order, line), &order->currency));
    Money unit;
    bool has_unit =
        !(line->flags & ORDER_LINE_COMBO) &&
        money_from_double(unit_price_to_double(line->unit_price), &order->currency, &unit);
    if (line->quantity.milli != 1000 || (line->flags & ORDER_LINE_WEIGHED)) {
        quantity_print(line->quantity, quantity);
        if (has_unit) {
            money_print(unit, &order->currency, plain);
            paper_put(paper,
                      text_format(paper->arena, "  %s %s x %s", quantity, line->unit, plain));
            paper_new_line(paper);
        } else if (line->flags & ORDER_LINE_COMBO) {
            paper_put(paper, text_format(paper->arena, "  %s x", quantity));
            paper_new_line(paper);
        }
    }
    if (line->lot[0]) {
        paper_put(paper, text_format(paper->arena, "  %s %s",
                                     line->flags & ORDER_LINE_SERIAL ? "S/N" : "Lot", line->lot));
        paper_new_line(paper);
    }
    if (line->discount.hundredths > 0) {
        paper_put(paper,
                  text_format(paper->arena, "  discount %d.%02d %%",
                              line->discount.hundredths / 100, line->discount.hundredths % 100));
        paper_new_line(paper);
    }
}

static void put_head(Paper *paper, const ReceiptShop *shop)
{
    paper_centred(paper, text_from_string(shop->company));
    paper_centred(paper, text_from_string(shop->address));
    if (shop->phone[0])
        paper_centred(paper, text_format(paper->arena, "Tel: %s", shop->phone));
    if (shop->vat[0])
        paper_centred(paper, text_format(paper->arena, "VAT: %s", shop->vat));
    paper_centred(paper, text_from_string(shop->email));
    paper_centred(paper, text_from_string(shop->website));
    paper_paragraphs(paper, shop->header);
    paper_new_line(paper);
}

static void put_totals(Paper *paper, const Order *order)
{
    paper_rule(paper);
    paper_pair(paper, TEXT("TOTAL"), paper_money(paper, order->total, &order->currency));
    if (order->rounding_applied.minor != 0) {
        Money due = {order->total.minor + order->rounding_applied.minor};
        paper_pair(paper, TEXT("Rounding"),
                   paper_money(paper, order->rounding_applied, &order->currency));
        paper_pair(paper, TEXT("To pay"), paper_money(paper, due, &order->currency));
    }
    for (int32_t i = 0; i < order->payment_count; i++)
        paper_pair(paper, text_from_string(order->payments[i].method_name),
                   paper_money(paper, order->payments[i].amount, &order->currency));
    if (order->change.minor != 0)
        paper_pair(paper, TEXT("CHANGE"), paper_money(paper, order->change, &order->currency));
    paper_new_line(paper);
    for (int32_t i = 0; i < order->tax_total_count; i++) {
        const OrderTaxTotal *tax = &order->tax_totals[i];
        char base[32];
        money_print(tax->base, &order->currency, base);
        paper_pair(paper, text_format(paper->arena, "%s on %s", tax->name, base),
                   paper_money(paper, tax->amount, &order->currency));
    }
    paper_pair(paper, TEXT("Total tax"), paper_money(paper, order->total_tax, &order->currency));
}

Text receipt_text(const Order *order, const ReceiptShop *shop, ReceiptTime when, Arena *arena)
{
    Paper paper = {.arena = arena, .room = 4096 + order->line_count * 512};
    paper.text = ARENA_NEW(arena, char, (size_t)paper.room);
    char reference[ORDER_REFERENCE_SIZE], qr[256];
    order_reference(&order->number, reference);
    receipt_qr(order, shop, qr);
    put_head(&paper, shop);
    for (int32_t i = 0; i < order->line_count; i++)
        if (order->lines[i].flags & ORDER_LINE_VOID)
            continue;
        else if (order->lines[i].parent_id != 0)
            put_part(&paper, &order->lines[i]);
        else
            put_line(&paper, order, &order->lines[i]);
    put_totals(&paper, order);
    paper_new_line(&paper);
    if (qr[0])
        paper_put(&paper, text_format(arena, "QR: %s\n", qr));
    if (shop->ticket_code && order->ticket_code[0])
        paper_centred(&paper, text_format(arena, "Code: %s", order->ticket_code));
    paper_paragraphs(&paper, shop->footer);
    paper_new_line(&paper);
    paper_centred(&paper, text_from_string(reference));
    paper_centred(&paper, text_format(arena, "%04d-%02d-%02d %02d:%02d  %s", when.year, when.month,
                                      when.day, when.hour, when.minute, shop->lane));
    return (Text){paper.text, paper.size};
}

void receipt_qr(const Order *order, const ReceiptShop *shop, char out[256])
{
    out[0] = 0;
    if (shop->qr && shop->base_url[0] && order->access_token[0])
        snprintf(out, 256, "%s/pos/ticket/validate?access_token=%s", shop->base_url,
                 order->access_token);
}

void receipt_shop_from_catalogue(const Catalogue *catalogue, const char *lane, ReceiptShop *out)
{
    const CatShop *shop = catalogue->shop;
    *out = (ReceiptShop){.qr = shop->use_ticket_qr, .ticket_code = shop->use_ticket_code};
#define COPY(field, source)                                                                        \
    text_copy_to_buffer(catalogue_text(catalogue, shop->source), out->field, sizeof out->field)
    COPY(company, company_name);
    COPY(address, company_address);
    COPY(vat, company_vat);
    COPY(phone, company_phone);
    COPY(email, company_email);
    COPY(website, company_website);
    COPY(header, receipt_header);
    COPY(footer, receipt_footer);
    COPY(base_url, base_url);
#undef COPY
    snprintf(out->lane, sizeof out->lane, "%s", lane);
}
