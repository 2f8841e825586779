#include "devices/receipt_text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

typedef struct Paper {
    Arena *arena;
    char *text;
    int32_t size, room;
} Paper;

// Letters that stand in a cell of their own: combining marks take none.
static int32_t columns_of(Text text)
{
    int32_t columns = 0;
    for (int32_t position = 0; position < text.size;) {
        uint32_t c = text_next_code_point(text, &position);
        columns += !((c >= 0x300 && c <= 0x36f) || (c >= 0x64b && c <= 0x65f));
    }
    return columns;
}

static void put(Paper *paper, Text text)
{
    CHECK(paper->size + text.size + 1 <= paper->room);
    if (text.size > 0)
        memcpy(paper->text + paper->size, text.data, (size_t)text.size);
    paper->size += text.size;
}

static void put_spaces(Paper *paper, int32_t count)
{
    for (int32_t i = 0; i < count; i++)
        put(paper, TEXT(" "));
}

static void new_line(Paper *paper)
{
    put(paper, TEXT("\n"));
}

// The longest start of `text` that fits into `columns`, cut at a space when there is one.
static Text first_row(Text text, int32_t columns)
{
    int32_t used = 0, position = 0, at_space = 0;
    while (position < text.size) {
        int32_t before = position;
        uint32_t c = text_next_code_point(text, &position);
        if (c == ' ')
            at_space = before;
        if (++used > columns)
            return text_slice(text, 0, at_space > 0 ? at_space : before);
    }
    return text;
}

static void put_centred(Paper *paper, Text text)
{
    while (text.size > 0) {
        Text row = first_row(text, RECEIPT_COLUMNS);
        put_spaces(paper, (RECEIPT_COLUMNS - columns_of(row)) / 2);
        put(paper, row);
        new_line(paper);
        text = text_trim(text_slice(text, row.size, text.size));
    }
}

static void put_paragraphs(Paper *paper, const char *string)
{
    Text rest = text_from_string(string);
    while (rest.size > 0) {
        const char *end = memchr(rest.data, '\n', (size_t)rest.size);
        int32_t size = end ? (int32_t)(end - rest.data) : rest.size;
        put_centred(paper, text_trim(text_slice(rest, 0, size)));
        rest = text_slice(rest, size + 1, rest.size);
    }
}

// Words at the left (wrapped), an amount at the right of the last row.
static void put_pair(Paper *paper, Text left, Text right)
{
    int32_t amount = columns_of(right);
    for (;;) {
        Text row = first_row(left, RECEIPT_COLUMNS - amount - 1);
        if (row.size == left.size) {
            put(paper, row);
            put_spaces(paper, RECEIPT_COLUMNS - columns_of(row) - amount);
            put(paper, right);
            new_line(paper);
            return;
        }
        put(paper, row);
        new_line(paper);
        left = text_trim(text_slice(left, row.size, left.size));
    }
}

static void put_rule(Paper *paper)
{
    for (int32_t i = 0; i < RECEIPT_COLUMNS; i++)
        put(paper, TEXT("-"));
    new_line(paper);
}

static Text money_text(Paper *paper, Money money, const Currency *currency)
{
    char digits[32];
    money_print(money, currency, digits);
    return currency->symbol_before ? text_format(paper->arena, "%s %s", currency->symbol, digits)
                                   : text_format(paper->arena, "%s %s", digits, currency->symbol);
}

// A combo's price stands beside its name; what was chosen for it is named below.
static void put_part(Paper *paper, const OrderLine *line)
{
    Text rest = text_format(paper->arena, "+ %s", line->name);
    while (rest.size > 0) {
        Text row = first_row(rest, RECEIPT_COLUMNS - 2);
        put(paper, text_format(paper->arena, "  %.*s", TEXT_PRINTF(row)));
        new_line(paper);
        rest = text_trim(text_slice(rest, row.size, rest.size));
    }
}

static void put_line(Paper *paper, const Order *order, const OrderLine *line)
{
    char quantity[32], plain[32];
    put_pair(paper, text_from_string(line->name),
             money_text(paper, order_line_shown(order, line), &order->currency));
    Money unit;
    bool has_unit =
        !(line->flags & ORDER_LINE_COMBO) &&
        money_from_double(unit_price_to_double(line->unit_price), &order->currency, &unit);
    if (line->quantity.milli != 1000 || (line->flags & ORDER_LINE_WEIGHED)) {
        quantity_print(line->quantity, quantity);
        if (has_unit) {
            money_print(unit, &order->currency, plain);
            put(paper, text_format(paper->arena, "  %s %s x %s", quantity, line->unit, plain));
            new_line(paper);
        } else if (line->flags & ORDER_LINE_COMBO) {
            put(paper, text_format(paper->arena, "  %s x", quantity));
            new_line(paper);
        }
    }
    if (line->lot[0]) {
        put(paper, text_format(paper->arena, "  %s %s",
                               line->flags & ORDER_LINE_SERIAL ? "S/N" : "Lot", line->lot));
        new_line(paper);
    }
    if (line->discount.hundredths > 0) {
        put(paper, text_format(paper->arena, "  discount %d.%02d %%",
                               line->discount.hundredths / 100, line->discount.hundredths % 100));
        new_line(paper);
    }
}

static void put_head(Paper *paper, const ReceiptShop *shop)
{
    put_centred(paper, text_from_string(shop->company));
    put_centred(paper, text_from_string(shop->address));
    if (shop->phone[0])
        put_centred(paper, text_format(paper->arena, "Tel: %s", shop->phone));
    if (shop->vat[0])
        put_centred(paper, text_format(paper->arena, "VAT: %s", shop->vat));
    put_centred(paper, text_from_string(shop->email));
    put_centred(paper, text_from_string(shop->website));
    put_paragraphs(paper, shop->header);
    new_line(paper);
}

static void put_totals(Paper *paper, const Order *order)
{
    put_rule(paper);
    put_pair(paper, TEXT("TOTAL"), money_text(paper, order->total, &order->currency));
    if (order->rounding_applied.minor != 0) {
        Money due = {order->total.minor + order->rounding_applied.minor};
        put_pair(paper, TEXT("Rounding"),
                 money_text(paper, order->rounding_applied, &order->currency));
        put_pair(paper, TEXT("To pay"), money_text(paper, due, &order->currency));
    }
    for (int32_t i = 0; i < order->payment_count; i++)
        put_pair(paper, text_from_string(order->payments[i].method_name),
                 money_text(paper, order->payments[i].amount, &order->currency));
    if (order->change.minor != 0)
        put_pair(paper, TEXT("CHANGE"), money_text(paper, order->change, &order->currency));
    new_line(paper);
    for (int32_t i = 0; i < order->tax_total_count; i++) {
        const OrderTaxTotal *tax = &order->tax_totals[i];
        char base[32];
        money_print(tax->base, &order->currency, base);
        put_pair(paper, text_format(paper->arena, "%s on %s", tax->name, base),
                 money_text(paper, tax->amount, &order->currency));
    }
    put_pair(paper, TEXT("Total tax"), money_text(paper, order->total_tax, &order->currency));
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
    new_line(&paper);
    if (qr[0])
        put(&paper, text_format(arena, "QR: %s\n", qr));
    if (shop->ticket_code && order->ticket_code[0])
        put_centred(&paper, text_format(arena, "Code: %s", order->ticket_code));
    put_paragraphs(&paper, shop->footer);
    new_line(&paper);
    put_centred(&paper, text_from_string(reference));
    put_centred(&paper, text_format(arena, "%04d-%02d-%02d %02d:%02d  %s", when.year, when.month,
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
