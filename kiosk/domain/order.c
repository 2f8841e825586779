/* Every change is tried on a copy of the one line that it touches; the line goes back when the
 * totals refuse it. So "nothing changed" costs a line's copy and not an order's. */
#include "domain/order.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/order_parts.h"

void order_reference(const OrderNumber *number, char out[ORDER_REFERENCE_SIZE])
{
    snprintf(out, ORDER_REFERENCE_SIZE, "Order %05" PRId32 "-%03" PRId32 "-%04" PRId64,
             number->session_id, number->login_number, number->counter);
}

void order_copy(Order *to, const Order *from)
{
    size_t used = offsetof(Order, lines) + (size_t)from->line_count * sizeof from->lines[0];
    size_t after = offsetof(Order, lines) + sizeof from->lines;
    memmove(to, from, used);
    memmove((char *)to + after, (const char *)from + after, sizeof *from - after);
}

void order_follow_pricing(Order *order, const OrderPricing *pricing)
{
    const Catalogue *catalogue = pricing->catalogue;
    order->pricelist_id =
        pricing->pricelist >= 0 ? catalogue->pricelists[pricing->pricelist].id : 0;
    order->fiscal_position_id = pricing->fiscal_position >= 0
                                    ? catalogue->fiscal_positions[pricing->fiscal_position].id
                                    : 0;
}

void order_begin(Order *order, const OrderPricing *pricing, const char *uuid,
                 const char *access_token, int64_t now_unix_ms, const char *language)
{
    memset(order, 0, sizeof *order);
    const CatShop *shop = pricing->catalogue->shop;
    text_copy_to_buffer(text_from_string(uuid), order->uuid, sizeof order->uuid);
    text_copy_to_buffer(text_from_string(access_token), order->access_token,
                        sizeof order->access_token);
    text_copy_to_buffer(text_from_string(language), order->language, sizeof order->language);
    order->started_unix_ms = now_unix_ms;
    order->config_id = shop->config_id;
    order->user_id = shop->user_id;
    order->currency = shop->currency;
    order->price_digits = shop->price_digits < 0   ? 0
                          : shop->price_digits > 6 ? 6 // a UnitPrice holds millionths
                                                   : shop->price_digits;
    order->round_globally = shop->round_globally != 0;
    order->show_tax_included = shop->show_tax_included != 0;
    order->next_line_id = 1;
    order_follow_pricing(order, pricing);
}

const OrderLine *order_line(const Order *order, int32_t line_id)
{
    for (int32_t i = 0; i < order->line_count; i++) {
        if (order->lines[i].id == line_id)
            return &order->lines[i];
    }
    return NULL;
}

OrderResult order_round_quantity(const Catalogue *catalogue, int32_t article, Quantity wanted,
                                 Quantity *out)
{
    double value = quantity_to_double(wanted), step = order_quantity_step(catalogue, article);
    Quantity quantity;
    if (!(value >= -ORDER_QUANTITY_MAX && value <= ORDER_QUANTITY_MAX) ||
        !quantity_from_double(round_to_step(value, step, ROUNDING_HALF_UP), &quantity) ||
        llabs(quantity.milli) > ORDER_QUANTITY_MAX * INT64_C(1000))
        return ORDER_TOO_MUCH;
    if (quantity.milli == 0)
        return ORDER_NOT_SELLABLE;
    *out = quantity;
    return ORDER_OK;
}

static bool has_serial(const Order *order, const OrderLine *added)
{
    for (int32_t i = 0; i < order->line_count; i++) {
        const OrderLine *line = &order->lines[i];
        if (line->article_id == added->article_id && (line->flags & ORDER_LINE_SERIAL) &&
            !(line->flags & ORDER_LINE_VOID) && strcmp(line->lot, added->lot) == 0)
            return true;
    }
    return false;
}

// Puts `changed` in place of `line` when the totals take it.
OrderResult order_replace_line(Order *order, OrderLine *line, const OrderLine *changed)
{
    OrderLine before = *line;
    *line = *changed;
    OrderResult answer = order_total(order);
    if (answer != ORDER_OK)
        *line = before;
    return answer;
}

static bool same_choices(const OrderLine *a, const OrderLine *b)
{
    return a->choice_count == b->choice_count &&
           memcmp(a->choices, b->choices, (size_t)a->choice_count * sizeof a->choices[0]) == 0 &&
           (a->choice_count == 0 || strcmp(a->name, b->name) == 0); // typed texts are in the name
}

static OrderLine *find_line_to_merge(Order *order, const OrderLine *added)
{
    if (!(added->flags & ORDER_LINE_MERGEABLE) || added->quantity.milli < 0)
        return NULL;
    for (int32_t i = order->line_count - 1; i >= 0; i--) {
        OrderLine *line = &order->lines[i];
        if (line->article_id == added->article_id && (line->flags & ORDER_LINE_MERGEABLE) &&
            !(line->flags & (ORDER_LINE_VOID | ORDER_LINE_MANUAL_PRICE)) &&
            line->discount.hundredths == 0 && line->quantity.milli > 0 && same_choices(line, added))
            return line;
    }
    return NULL;
}

static OrderResult merge(Order *order, const OrderPricing *pricing, int32_t article,
                         OrderLine *line, const OrderLine *added)
{
    OrderRules rules = order_rules(order);
    OrderLine changed = *line;
    changed.quantity.milli += added->quantity.milli;
    if (changed.quantity.milli > ORDER_QUANTITY_MAX * INT64_C(1000))
        return ORDER_TOO_MUCH;
    if (added->minimum_age > changed.minimum_age)
        changed.minimum_age = added->minimum_age;
    OrderResult answer = order_line_price(&rules, pricing, article, &changed);
    return answer == ORDER_OK ? order_replace_line(order, line, &changed) : answer;
}

static OrderResult price_added(const OrderRules *rules, const OrderPricing *pricing,
                               const OrderAdd *add, OrderLine *added)
{
    return add->has_price ? order_line_label_price(rules, pricing, add->price, added)
                          : order_line_price(rules, pricing, add->article, added);
}

static OrderResult append_line(Order *order, const OrderPricing *pricing, const OrderAdd *add,
                               OrderLine *added)
{
    if (order->line_count == ORDER_LINES_MAX)
        return ORDER_FULL;
    OrderRules rules = order_rules(order);
    OrderResult answer = price_added(&rules, pricing, add, added);
    if (answer != ORDER_OK)
        return answer;
    added->id = order->next_line_id;
    order->lines[order->line_count++] = *added;
    answer = order_total(order);
    if (answer == ORDER_OK)
        order->next_line_id++;
    else
        order->line_count--;
    return answer;
}

// The line before its price: article, choices, rounded quantity. *out is zeroed.
static OrderResult begin_line(const Catalogue *catalogue, const OrderAdd *add, OrderLine *out)
{
    OrderResult answer = order_line_article(catalogue, add->article, out);
    if (answer == ORDER_OK)
        answer = order_line_choices(catalogue, add, out);
    if (answer == ORDER_OK)
        answer = order_round_quantity(catalogue, add->article, add->quantity, &out->quantity);
    if (answer != ORDER_OK || !add->lot || !add->lot[0])
        return answer;
    text_copy_to_buffer(text_from_string(add->lot), out->lot, sizeof out->lot);
    if (catalogue->articles[add->article].tracking == CAT_TRACKING_SERIAL) {
        out->flags |= ORDER_LINE_SERIAL;
        if (llabs(out->quantity.milli) != 1000)
            return ORDER_NOT_SELLABLE; // one number is one piece
    }
    return ORDER_OK;
}

OrderResult order_preview(const OrderPricing *pricing, const OrderAdd *add, OrderLine *out_line)
{
    OrderRules rules = order_rules_of_shop(pricing->catalogue);
    OrderLine line = {0};
    TaxResult result;
    OrderResult answer = begin_line(pricing->catalogue, add, &line);
    if (answer == ORDER_OK)
        answer = price_added(&rules, pricing, add, &line);
    if (answer == ORDER_OK)
        answer = order_line_amounts(&rules, &line, &result);
    if (answer == ORDER_OK)
        *out_line = line;
    return answer;
}

OrderResult order_add(Order *order, const OrderPricing *pricing, const OrderAdd *add,
                      int32_t *out_line_id)
{
    const Catalogue *catalogue = pricing->catalogue;
    OrderLine added = {0};
    OrderResult answer = begin_line(catalogue, add, &added);
    if (answer != ORDER_OK)
        return answer;
    added.minimum_age = add->minimum_age;
    text_copy_to_buffer(text_from_string(add->line_uuid), added.uuid, sizeof added.uuid);
    if (add->has_price)
        added.flags &= ~(uint32_t)ORDER_LINE_MERGEABLE;
    if ((added.flags & ORDER_LINE_SERIAL) && has_serial(order, &added))
        return ORDER_SERIAL_TWICE;

    OrderLine *line = find_line_to_merge(order, &added);
    int32_t line_id = line ? line->id : order->next_line_id;
    answer = line ? merge(order, pricing, add->article, line, &added)
                  : append_line(order, pricing, add, &added);
    if (answer != ORDER_OK)
        return answer;
    order_name_tax_totals(order, catalogue);
    *out_line_id = line_id;
    return ORDER_OK;
}

int32_t order_item_count(const Order *order)
{
    int64_t count = 0;
    for (int32_t i = 0; i < order->line_count; i++) {
        const OrderLine *line = &order->lines[i];
        if (line->quantity.milli <= 0 || line->parent_id != 0 || (line->flags & ORDER_LINE_VOID))
            continue;
        bool pieces = !(line->flags & ORDER_LINE_WEIGHED) && line->quantity.milli % 1000 == 0;
        count += pieces ? line->quantity.milli / 1000 : 1;
    }
    return (int32_t)count; // at most ORDER_LINES_MAX * ORDER_QUANTITY_MAX, below 2^31
}

Money order_line_shown(const Order *order, const OrderLine *line)
{
    int32_t first = 0;
    Money shown = line->display_total;
    int32_t count = line->flags & ORDER_LINE_COMBO ? order_span(order, line->id, &first) : 0;
    for (int32_t i = first + 1; i < first + count; i++)
        shown.minor += order->lines[i].display_total.minor;
    return shown;
}

int32_t order_line_age(const Order *order, int32_t line_id)
{
    int32_t first = 0, age = 0, count = order_span(order, line_id, &first);
    for (int32_t i = first; i < first + count; i++)
        if (order->lines[i].minimum_age > age)
            age = order->lines[i].minimum_age;
    return age;
}

bool order_line_outdated(const Order *order, const OrderPricing *pricing, const OrderLine *line)
{
    int32_t article = catalogue_article_by_id(pricing->catalogue, line->article_id);
    OrderRules rules = order_rules(order);
    OrderLine now = *line;
    return article >= 0 && !(line->flags & (ORDER_LINE_MANUAL_PRICE | ORDER_LINE_VOID)) &&
           order_line_price(&rules, pricing, article, &now) == ORDER_OK &&
           now.unit_price.micro != line->unit_price.micro;
}
