/* What one unit costs on a line: pricelist, then price digits, then fiscal position, then price
 * digits again, the order in which a till of the server's own does it. */
#include <math.h>
#include <string.h>

#include "domain/fiscal.h"
#include "domain/order_parts.h"
#include "domain/pricelist.h"

static bool round_price(double price, int32_t digits, UnitPrice *out)
{
    if (!isfinite(price) || fabs(price) > ORDER_PRICE_MAX)
        return false;
    return unit_price_from_double(
        round_to_step(price, rounding_step_of_digits(digits), ROUNDING_HALF_UP), out);
}

static bool fiscal_price(const OrderPricing *pricing, const OrderLine *line, double price,
                         int32_t digits, UnitPrice *out)
{
    UnitPrice before;
    if (!round_price(price, digits, &before))
        return false;
    double after = fiscal_unit_price(pricing->catalogue, pricing->fiscal_position, line->tax_ids,
                                     line->taxes_count, unit_price_to_double(before));
    return round_price(after, digits, out);
}

OrderResult order_line_taxes(const OrderPricing *pricing, OrderLine *line)
{
    Tax applied[COUNT_OF(line->applied)];
    int32_t count =
        fiscal_applied_taxes(pricing->catalogue, pricing->fiscal_position, line->tax_ids,
                             line->taxes_count, applied, (int32_t)COUNT_OF(applied));
    if (count < 0)
        return ORDER_NOT_SELLABLE;
    memset(line->applied, 0, sizeof line->applied);
    memcpy(line->applied, applied, (size_t)count * sizeof applied[0]);
    line->applied_count = count;
    return ORDER_OK;
}

OrderResult order_line_price(const OrderRules *rules, const OrderPricing *pricing, int32_t article,
                             OrderLine *line)
{
    OrderResult answer = order_line_taxes(pricing, line);
    if (answer != ORDER_OK)
        return answer;
    double price = pricelist_price(pricing->catalogue, pricing->pricelist, article,
                                   quantity_to_double(line->quantity), line->price_extra,
                                   pricing->now_unix_s, NULL);
    double list = pricing->catalogue->articles[article].list_price + line->price_extra;
    UnitPrice unit_price, list_price;
    if (!fiscal_price(pricing, line, price, rules->price_digits, &unit_price) ||
        !fiscal_price(pricing, line, list, rules->price_digits, &list_price))
        return ORDER_TOO_MUCH;
    line->unit_price = unit_price;
    // A pricelist that includes its discount in the price ("with_discount") shows no price before
    // it.
    bool shown =
        pricing->pricelist < 0 || pricing->catalogue->pricelists[pricing->pricelist].show_discount;
    line->list_price = shown && list_price.micro > unit_price.micro ? list_price : unit_price;
    return ORDER_OK;
}

OrderResult order_line_label_price(const OrderRules *rules, const OrderPricing *pricing,
                                   double price, OrderLine *line)
{
    OrderResult answer = order_line_taxes(pricing, line);
    if (answer != ORDER_OK)
        return answer;
    UnitPrice unit_price;
    if (!fiscal_price(pricing, line, price, rules->price_digits, &unit_price))
        return ORDER_TOO_MUCH;
    line->unit_price = unit_price;
    line->list_price = unit_price;
    line->flags |= ORDER_LINE_MANUAL_PRICE;
    return ORDER_OK;
}

double order_quantity_step(const Catalogue *catalogue, int32_t article)
{
    double step = rounding_step_of_digits(catalogue->shop->quantity_digits);
    if (article >= 0 && article < catalogue->article_count) {
        int32_t unit = catalogue->articles[article].unit;
        if (unit >= 0 && unit < catalogue->unit_count && catalogue->units[unit].rounding > step)
            step = catalogue->units[unit].rounding;
    }
    return step > 0.001 ? step : 0.001; // a Quantity holds thousandths
}

bool order_loses_grams(const Catalogue *catalogue)
{
    for (int32_t i = 0; i < catalogue->article_count; i++) {
        const CatArticle *article = &catalogue->articles[i];
        Text base;
        double factor = 1; // grams to the kilogram
        if (!(article->flags & CAT_ARTICLE_WEIGHED) || !catalogue_article_sellable(catalogue, i))
            continue;
        if (!catalogue_unit_base(catalogue, article->unit, &base, &factor))
            factor = 1;
        if (order_quantity_step(catalogue, i) / factor > 0.00101)
            return true;
    }
    return false;
}

OrderRules order_rules_of_shop(const Catalogue *catalogue)
{
    const CatShop *shop = catalogue->shop;
    return (OrderRules){
        .currency = shop->currency,
        .price_digits = shop->price_digits,
        .round_globally = shop->round_globally != 0,
        .show_tax_included = shop->show_tax_included != 0,
    };
}

static bool display_price(const OrderRules *rules, OrderLine *line, UnitPrice price, Money *out)
{
    TaxResult result;
    line->unit_price = price;
    if (order_line_amounts(rules, line, &result) != ORDER_OK)
        return false;
    *out = line->display_total;
    return true;
}

bool order_display_price(const Catalogue *catalogue, const OrderPricing *pricing, int32_t article,
                         Money *out_now, Money *out_before)
{
    return order_display_price_of(catalogue, pricing, article, 1, out_now, out_before);
}

bool order_display_price_of(const Catalogue *catalogue, const OrderPricing *pricing,
                            int32_t article, double units, Money *out_now, Money *out_before)
{
    OrderPricing here = *pricing;
    here.catalogue = catalogue;
    OrderRules rules = order_rules_of_shop(catalogue);
    OrderLine line = {0};
    Money now, before;
    // a combo's own price is shown, though its parts will carry it
    if (article < 0 || article >= catalogue->article_count ||
        !catalogue_article_sellable(catalogue, article) ||
        order_line_any_article(catalogue, article, &line) != ORDER_OK)
        return false;
    line.quantity.milli = 1000;
    if (order_line_price(&rules, &here, article, &line) != ORDER_OK)
        return false;
    UnitPrice unit_price = line.unit_price;
    if (!quantity_from_double(units, &line.quantity))
        return false;
    if (!display_price(&rules, &line, line.list_price, &before) ||
        !display_price(&rules, &line, unit_price, &now))
        return false;
    *out_now = now;
    *out_before = before;
    return true;
}
