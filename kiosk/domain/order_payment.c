/* Cash rounding, what is due and the change, in the doubles of the server's till: its ties (0.05
 * too much paid where cash is rounded to 0.10) hang on their noise, and both sides must give the
 * same change. */
#include <math.h>

#include "domain/order_parts.h"

// The amount as the till holds it: a count of steps times the step, noise included.
static double stepped(const Order *order, Money money)
{
    return round_to_step(money_to_double(money, &order->currency), order->currency.rounding,
                         ROUNDING_HALF_UP);
}

static double total_of(const Order *order)
{
    double tax = 0;
    if (order->round_globally) {
        for (int32_t i = 0; i < order->tax_total_count; i++)
            tax += stepped(order, order->tax_totals[i].amount);
    } else {
        tax = stepped(order, order->total_tax);
    }
    return stepped(order, order->total_untaxed) + tax;
}

static double rounding_of(double total, double paid, double currency_unit,
                          const OrderCashRounding *rounding)
{
    double step = rounding->step;
    double sign = total > 0 ? 1.0 : -1.0;
    double rest = sign * (total - paid);
    RoundingMethod method = rounding->method;
    if (rest < 0 && method == ROUNDING_UP)
        method = ROUNDING_DOWN;
    else if (rest < 0 && method == ROUNDING_DOWN)
        method = ROUNDING_UP;
    double change = round_to_step(rest, step, ROUNDING_HALF_UP) - rest;
    if (round_to_step(change, currency_unit, ROUNDING_HALF_UP) == 0 || fabs(total) < step)
        return 0;
    switch (method) {
    case ROUNDING_UP:
        if (change < 0 && rest > 0)
            change += step;
        else if (change > 0 && rest < 0)
            change -= step;
        break;
    case ROUNDING_DOWN:
        if (change > 0 && rest > 0)
            change -= step;
        else if (change < 0 && rest < 0)
            change += step;
        break;
    case ROUNDING_HALF_UP:
        if (change == -step / 2)
            change += step;
        break;
    }
    return sign * change;
}

static bool rounded(const Order *order, double value, Money *out)
{
    return money_from_double(round_to_step(value, order->currency.rounding, ROUNDING_HALF_UP),
                             &order->currency, out);
}

OrderResult order_due(const Order *order, const OrderCashRounding *rounding, bool last_is_cash,
                      OrderDue *out)
{
    double total = total_of(order), payments = 0;
    for (int32_t i = 0; i < order->payment_count; i++)
        payments += money_to_double(order->payments[i].amount, &order->currency);
    double paid = round_to_step(payments, order->currency.rounding, ROUNDING_HALF_UP);
    double applied = 0;
    if (rounding->step > 0 && (!rounding->only_cash || last_is_cash))
        applied =
            rounding_of(total, paid, rounding_step_of_digits(order->currency.decimals), rounding);
    double change = paid - total - applied;
    OrderDue due;
    if (!money_from_double(applied, &order->currency, &due.rounding_applied) ||
        !rounded(order, total - paid + applied, &due.due) ||
        !rounded(order, change > 0 ? change : 0, &due.change))
        return ORDER_TOO_MUCH;
    *out = due;
    return ORDER_OK;
}
