/* Changes of lines that are in an order: out of it and back, quantities, prices, all of them anew.
 * A combo's lines are changed together. */
#include <stdlib.h>
#include <string.h>

#include "domain/order_parts.h"

static OrderLine *find_live_line(Order *order, int32_t line_id)
{
    for (int32_t i = 0; i < order->line_count; i++) {
        if (order->lines[i].id == line_id)
            return order->lines[i].flags & ORDER_LINE_VOID ? NULL : &order->lines[i];
    }
    return NULL;
}

int32_t order_span(const Order *order, int32_t line_id, int32_t *out_first)
{
    int32_t first = 0;
    while (first < order->line_count && order->lines[first].id != line_id)
        first++;
    if (first == order->line_count)
        return 0;
    while (first > 0 && order->lines[first].parent_id != 0)
        first--;
    int32_t end = first + 1;
    while (end < order->line_count && order->lines[end].parent_id == order->lines[first].id)
        end++;
    *out_first = first;
    return end - first;
}

bool order_copy_span(const Order *order, int32_t line_id, OrderSpan *out)
{
    int32_t first, count = order_span(order, line_id, &first);
    if (count == 0 || count > (int32_t)COUNT_OF(out->lines))
        return false;
    out->position = first;
    out->count = count;
    memcpy(out->lines, &order->lines[first], (size_t)count * sizeof out->lines[0]);
    return true;
}

static void insert_lines(Order *order, int32_t at, const OrderLine *lines, int32_t count)
{
    memmove(&order->lines[at + count], &order->lines[at],
            (size_t)(order->line_count - at) * sizeof order->lines[0]);
    memcpy(&order->lines[at], lines, (size_t)count * sizeof lines[0]);
    order->line_count += count;
}

static void cut_lines(Order *order, int32_t at, int32_t count)
{
    memmove(&order->lines[at], &order->lines[at + count],
            (size_t)(order->line_count - at - count) * sizeof order->lines[0]);
    order->line_count -= count;
}

// Ids rise along an order: where lines with these belong.
static int32_t place_of(const Order *order, int32_t line_id)
{
    int32_t at = order->line_count;
    while (at > 0 && order->lines[at - 1].id > line_id)
        at--;
    return at;
}

// The lines as they were, in place of those with their ids.
static OrderResult swap_lines(Order *order, int32_t first, OrderSpan *span)
{
    OrderLine *there = &order->lines[first];
    for (int32_t i = 0; i < span->count; i++) {
        OrderLine before = there[i];
        there[i] = span->lines[i];
        span->lines[i] = before;
    }
    return order_total(order);
}

OrderResult order_put_back(Order *order, const OrderSpan *span)
{
    int32_t first;
    if (span->count == 0)
        return ORDER_NO_SUCH_LINE;
    if (order_span(order, span->lines[0].id, &first) == span->count) {
        OrderSpan swapped = *span;
        OrderResult answer = swap_lines(order, first, &swapped);
        if (answer != ORDER_OK)
            CHECK(swap_lines(order, first, &swapped) == ORDER_OK);
        return answer;
    }
    if (order->line_count + span->count > ORDER_LINES_MAX)
        return ORDER_FULL;
    first = place_of(order, span->lines[0].id);
    insert_lines(order, first, span->lines, span->count);
    OrderResult answer = order_total(order);
    if (answer != ORDER_OK)
        cut_lines(order, first, span->count);
    return answer;
}

OrderResult order_remove_line(Order *order, int32_t line_id)
{
    OrderSpan removed;
    if (!order_copy_span(order, line_id, &removed))
        return ORDER_NO_SUCH_LINE;
    cut_lines(order, removed.position, removed.count);
    OrderResult answer = order_total(order);
    if (answer != ORDER_OK)
        insert_lines(order, removed.position, removed.lines, removed.count);
    return answer;
}

OrderResult order_void_line(Order *order, int32_t line_id)
{
    OrderSpan span;
    if (!find_live_line(order, line_id) || !order_copy_span(order, line_id, &span))
        return ORDER_NO_SUCH_LINE;
    for (int32_t i = 0; i < span.count; i++) {
        OrderLine *line = &span.lines[i];
        line->flags |= ORDER_LINE_VOID;
        line->quantity = (Quantity){0};
        line->subtotal = line->subtotal_incl = line->display_total = (Money){0};
    }
    return order_put_back(order, &span);
}

static OrderResult set_quantity_of(const Order *order, const OrderPricing *pricing,
                                   Quantity quantity, OrderLine *line)
{
    OrderRules rules = order_rules(order);
    int32_t article = catalogue_article_by_id(pricing->catalogue, line->article_id);
    OrderResult answer =
        order_round_quantity(pricing->catalogue, article, quantity, &line->quantity);
    // an article that the newest catalogue no longer has keeps the price that it was scanned at
    if (answer == ORDER_OK && article >= 0 && !(line->flags & ORDER_LINE_MANUAL_PRICE))
        answer = order_line_price(&rules, pricing, article, line);
    return answer;
}

OrderResult order_set_quantity(Order *order, const OrderPricing *pricing, int32_t line_id,
                               Quantity quantity)
{
    const OrderLine *line = find_live_line(order, line_id);
    OrderSpan span;
    if (!line || !order_copy_span(order, line_id, &span))
        return ORDER_NO_SUCH_LINE;
    if (quantity.milli == 0)
        return order_remove_line(order, line_id);
    if (line->parent_id != 0)
        return ORDER_PART_OF_COMBO;
    if ((line->flags & ORDER_LINE_SERIAL) && llabs(quantity.milli) != 1000)
        return ORDER_NOT_SELLABLE; // one number is one piece
    for (int32_t i = 0; i < span.count; i++) {
        OrderResult answer = set_quantity_of(order, pricing, quantity, &span.lines[i]);
        if (answer != ORDER_OK)
            return answer;
    }
    return order_put_back(order, &span);
}

OrderResult order_set_unit_price(Order *order, int32_t line_id, UnitPrice price)
{
    OrderLine *line = find_live_line(order, line_id);
    if (!line)
        return ORDER_NO_SUCH_LINE;
    if (line->parent_id != 0 || (line->flags & ORDER_LINE_COMBO))
        return ORDER_PART_OF_COMBO;
    OrderLine changed = *line;
    double rounded = round_to_step(unit_price_to_double(price),
                                   rounding_step_of_digits(order->price_digits), ROUNDING_HALF_UP);
    if (!(rounded >= -ORDER_PRICE_MAX && rounded <= ORDER_PRICE_MAX) ||
        !unit_price_from_double(rounded, &changed.unit_price))
        return ORDER_TOO_MUCH;
    if (changed.list_price.micro < changed.unit_price.micro)
        changed.list_price = changed.unit_price;
    changed.flags |= ORDER_LINE_MANUAL_PRICE;
    return order_replace_line(order, line, &changed);
}

OrderResult order_set_discount(Order *order, int32_t line_id, Discount discount)
{
    OrderLine *line = find_live_line(order, line_id);
    if (!line)
        return ORDER_NO_SUCH_LINE;
    if (discount.hundredths < 0 || discount.hundredths > 10000)
        return ORDER_TOO_MUCH;
    OrderLine changed = *line;
    changed.discount = discount;
    return order_replace_line(order, line, &changed);
}

static OrderResult reprice_line(const OrderRules *rules, const OrderPricing *pricing,
                                OrderLine *line)
{
    int32_t article = catalogue_article_by_id(pricing->catalogue, line->article_id);
    if (article < 0)
        return ORDER_OK;
    if (line->flags & ORDER_LINE_MANUAL_PRICE)
        return order_line_taxes(pricing, line);
    return order_line_price(rules, pricing, article, line);
}

// Twice over the lines: first on copies, to know that all of them can be re-priced.
OrderResult order_reprice(Order *order, const OrderPricing *pricing)
{
    OrderRules rules = order_rules(order);
    OrderTotals totals = {0};
    for (int32_t i = 0; i < order->line_count; i++) {
        OrderLine line = order->lines[i];
        if (line.flags & ORDER_LINE_VOID)
            continue;
        TaxResult result;
        OrderResult answer = reprice_line(&rules, pricing, &line);
        if (answer == ORDER_OK)
            answer = order_line_amounts(&rules, &line, &result);
        if (answer == ORDER_OK && !order_totals_add(&totals, &rules, &line, &result))
            answer = ORDER_TOO_MUCH;
        if (answer != ORDER_OK)
            return answer;
    }
    OrderResult held = order_totals_take(order, &totals);
    if (held != ORDER_OK)
        return held;
    for (int32_t i = 0; i < order->line_count; i++) {
        OrderLine *line = &order->lines[i];
        if (line->flags & ORDER_LINE_VOID)
            continue;
        OrderResult again = reprice_line(&rules, pricing, line);
        CHECK(again == ORDER_OK);
    }
    order_follow_pricing(order, pricing);
    OrderResult answer = order_total(order);
    CHECK(answer == ORDER_OK);
    order_name_tax_totals(order, pricing->catalogue);
    return ORDER_OK;
}
