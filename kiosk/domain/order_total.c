/* Subtotals of lines and the totals of an order, as the server adds them: untaxed is the sum of the
 * lines; tax is rounded once over all taxes (companies that round per line: every part is rounded
 * already) or once for each tax (companies that round globally: parts carry five more digits), and
 * there once more for lines that give money back, such as returned bottles: when the server closes
 * the session, it adds those up by themselves. The total is untaxed plus tax, never the sum of the
 * lines with tax, which differs when taxes round globally. */
#include <stdlib.h>
#include <string.h>

#include "domain/order_parts.h"

OrderRules order_rules(const Order *order)
{
    return (OrderRules){
        .currency = order->currency,
        .price_digits = order->price_digits,
        .round_globally = order->round_globally,
        .show_tax_included = order->show_tax_included,
    };
}

OrderResult order_line_amounts(const OrderRules *rules, OrderLine *line, TaxResult *result)
{
    double discount = (double)line->discount.hundredths / 100.0;
    tax_compute(line->applied, line->applied_count,
                unit_price_to_double(line->unit_price) * (1.0 - discount / 100.0),
                quantity_to_double(line->quantity), rules->currency.rounding, rules->round_globally,
                result);
    Money without, with;
    if (!money_from_double(result->total_excluded, &rules->currency, &without) ||
        !money_from_double(result->total_included, &rules->currency, &with))
        return ORDER_TOO_MUCH;
    if (llabs(without.minor) > ORDER_LINE_AMOUNT_MAX || llabs(with.minor) > ORDER_LINE_AMOUNT_MAX)
        return ORDER_TOO_MUCH;
    line->subtotal = without;
    line->subtotal_incl = with;
    line->display_total = rules->show_tax_included ? with : without;
    return ORDER_OK;
}

static const Tax *applied_tax(const OrderLine *line, int32_t tax_id)
{
    for (int32_t i = 0; i < line->applied_count; i++) {
        if (line->applied[i].id == tax_id)
            return &line->applied[i];
    }
    return NULL;
}

static bool gives_back(const OrderLine *line)
{
    return (line->quantity.milli < 0) != (line->unit_price.micro < 0) &&
           line->quantity.milli != 0 && line->unit_price.micro != 0;
}

// Where in the totals a tax is; -1: there is no room for it.
static int32_t place_of_tax(OrderTotals *totals, const OrderLine *line, int32_t tax_id)
{
    int32_t at = 0;
    while (at < totals->count && totals->taxes[at].tax_id != tax_id)
        at++;
    if (at < totals->count)
        return at;
    if (at == ORDER_TAX_TOTALS_MAX)
        return -1;
    const Tax *tax = applied_tax(line, tax_id);
    totals->taxes[at] = (OrderTaxTotal){
        .tax_id = tax_id,
        .rate = tax ? tax->amount : 0,
        .fixed = tax && tax->kind == TAX_FIXED,
    };
    return totals->count++;
}

bool order_totals_add(OrderTotals *totals, const OrderRules *rules, const OrderLine *line,
                      const TaxResult *result)
{
    totals->untaxed.minor += line->subtotal.minor; // bounded: lines times ORDER_LINE_AMOUNT_MAX
    for (int32_t i = 0; i < result->count; i++) {
        const TaxAmount *part = &result->taxes[i];
        Money amount;
        if (!money_from_double(part->amount, &rules->currency, &amount) ||
            llabs(amount.minor) > ORDER_LINE_AMOUNT_MAX)
            return false;
        int32_t at = place_of_tax(totals, line, part->tax_id);
        if (at < 0)
            return false;
        if (!rules->round_globally)
            totals->taxes[at].amount.minor += amount.minor; // whole units already
        else if (gives_back(line))
            totals->returned[at] += part->amount;
        else
            totals->sold[at] += part->amount;
        totals->bases[at] += part->base;
    }
    return true;
}

static bool rounded(double value, const Order *order, Money *out)
{
    return money_from_double(round_to_step(value, order->currency.rounding, ROUNDING_HALF_UP),
                             &order->currency, out);
}

static void keep_name(const Order *order, OrderTaxTotal *total)
{
    for (int32_t i = 0; i < order->tax_total_count; i++) {
        if (order->tax_totals[i].tax_id == total->tax_id)
            memcpy(total->name, order->tax_totals[i].name, sizeof total->name);
    }
}

static bool round_sums(const Order *order, const OrderTotals *totals, int32_t at, Money *out)
{
    Money sold, returned;
    return rounded(totals->sold[at], order, &sold) &&
           rounded(totals->returned[at], order, &returned) && money_add(sold, returned, out);
}

OrderResult order_totals_take(Order *order, OrderTotals *totals)
{
    Money tax = {0};
    for (int32_t i = 0; i < totals->count; i++) {
        OrderTaxTotal *total = &totals->taxes[i];
        if ((order->round_globally && !round_sums(order, totals, i, &total->amount)) ||
            !rounded(totals->bases[i], order, &total->base) || !money_add(tax, total->amount, &tax))
            return ORDER_TOO_MUCH;
        keep_name(order, total);
    }
    memset(order->tax_totals, 0, sizeof order->tax_totals);
    memcpy(order->tax_totals, totals->taxes, (size_t)totals->count * sizeof totals->taxes[0]);
    order->tax_total_count = totals->count;
    order->total_untaxed = totals->untaxed;
    order->total_tax = tax;
    order->total.minor = totals->untaxed.minor + tax.minor;
    return ORDER_OK;
}

OrderResult order_total(Order *order)
{
    OrderTotals totals = {0};
    OrderRules rules = order_rules(order);
    for (int32_t i = 0; i < order->line_count; i++) {
        OrderLine *line = &order->lines[i];
        if (line->flags & ORDER_LINE_VOID)
            continue;
        TaxResult result;
        OrderResult answer = order_line_amounts(&rules, line, &result);
        if (answer != ORDER_OK)
            return answer;
        if (!order_totals_add(&totals, &rules, line, &result))
            return ORDER_TOO_MUCH;
    }
    return order_totals_take(order, &totals);
}

void order_name_tax_totals(Order *order, const Catalogue *catalogue)
{
    for (int32_t i = 0; i < order->tax_total_count; i++) {
        OrderTaxTotal *total = &order->tax_totals[i];
        int32_t tax =
            total->name[0] ? CATALOGUE_NONE : catalogue_tax_by_id(catalogue, total->tax_id);
        if (tax >= 0)
            text_copy_to_buffer(catalogue_text(catalogue, catalogue->taxes[tax].name), total->name,
                                sizeof total->name);
    }
}
