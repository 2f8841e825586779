/* Between the price that an attendant sees and types, and the unit price that is sent: they differ
 * where taxes are added to prices. */
#include "domain/order_parts.h"

bool order_line_shown_price(const Order *order, const OrderLine *line, UnitPrice price, Money *out)
{
    OrderRules rules = order_rules(order);
    OrderLine one = *line;
    TaxResult result;
    one.unit_price = price;
    one.quantity.milli = 1000;
    one.discount.hundredths = 0;
    if (order_line_amounts(&rules, &one, &result) != ORDER_OK)
        return false;
    *out = one.display_total;
    return true;
}

static bool try_price(const Order *order, const OrderLine *line, double major, UnitPrice *out_price,
                      Money *out_shown)
{
    double rounded =
        round_to_step(major, rounding_step_of_digits(order->price_digits), ROUNDING_HALF_UP);
    return rounded >= 0 && rounded <= ORDER_PRICE_MAX &&
           unit_price_from_double(rounded, out_price) &&
           order_line_shown_price(order, line, *out_price, out_shown);
}

bool order_line_price_shown_as(const Order *order, const OrderLine *line, Money shown,
                               UnitPrice *out)
{
    // Taxes are a fixed part and a part in proportion: two points give the line, and rounding is at
    // most a step or two away from it.
    const Currency *currency = &order->currency;
    double wanted = money_to_double(shown, currency), probe = wanted > 1 ? wanted : 1;
    UnitPrice price;
    Money at_nothing, at_probe;
    if (!try_price(order, line, 0, &price, &at_nothing) ||
        !try_price(order, line, probe, &price, &at_probe) || at_probe.minor <= at_nothing.minor ||
        shown.minor < at_nothing.minor)
        return false;
    double slope =
        (money_to_double(at_probe, currency) - money_to_double(at_nothing, currency)) / probe;
    double middle = (wanted - money_to_double(at_nothing, currency)) / slope;
    double step = rounding_step_of_digits(order->price_digits);
    bool found = false;
    Money best = {0};
    for (int32_t away = -3; away <= 3; away++) {
        Money now;
        double major = middle + away * step;
        if (!try_price(order, line, major > 0 ? major : 0, &price, &now) ||
            now.minor > shown.minor || (found && now.minor <= best.minor))
            continue;
        best = now;
        *out = price;
        found = true;
    }
    return found;
}
