/* Whole orders: the lines go into an Order as they are sold and the order's own totals are
 * compared. Totals are the till's and the server's; the till's amounts of single
 * lines are not compared, since server and till differ in a few of them. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "vectors.h"

static bool fill_line(OrderLine *line, const json_t *from)
{
    Tax taxes[TAX_LINE_MAX];
    int32_t count = vectors_taxes(json_object_get(from, "taxes"), taxes);
    if (count > (int32_t)COUNT_OF(line->applied))
        return false;
    memcpy(line->applied, taxes, (size_t)count * sizeof taxes[0]);
    line->applied_count = count;
    line->discount.hundredths = (int32_t)lround(vectors_number(from, "discount") * 100.0);
    return unit_price_from_double(vectors_number(from, "price_unit"), &line->unit_price) &&
           quantity_from_double(vectors_number(from, "qty"), &line->quantity);
}

static bool fill(Order *order, const json_t *vector, bool *out_last_is_cash)
{
    size_t i;
    json_t *part;
    memset(order, 0, sizeof *order);
    order->currency = vectors_currency(vectors_number(vector, "currency_rounding"));
    order->round_globally = vectors_globally(vector);
    json_array_foreach(json_object_get(vector, "lines"), i, part)
    {
        if (order->line_count == ORDER_LINES_MAX ||
            !fill_line(&order->lines[order->line_count++], part))
            return false;
    }
    *out_last_is_cash = false;
    json_array_foreach(json_object_get(vector, "payments"), i, part)
    {
        if (order->payment_count == ORDER_PAYMENTS_MAX ||
            !money_from_double(vectors_number(part, "amount"), &order->currency,
                               &order->payments[order->payment_count++].amount))
            return false;
        *out_last_is_cash = vectors_flag(part, "is_cash_count");
    }
    return order_total(order) == ORDER_OK;
}

static OrderCashRounding cash_rounding(const json_t *vector)
{
    const json_t *rounding = json_object_get(vector, "cash_rounding");
    const char *method = vectors_string(rounding, "rounding_method");
    return (OrderCashRounding){
        .step = vectors_number(rounding, "rounding"),
        .method = strcmp(method, "UP") == 0     ? ROUNDING_UP
                  : strcmp(method, "DOWN") == 0 ? ROUNDING_DOWN
                                                : ROUNDING_HALF_UP,
        .only_cash = vectors_flag(vector, "only_round_cash_method"),
    };
}

static void compare(const Order *order, const OrderDue *due, const json_t *vector, VectorRun *run)
{
    const json_t *expected = json_object_get(vector, "expected_js");
    const struct {
        const char *name;
        Money got;
    } amounts[] = {
        {"amount_total", order->total},   {"amount_untaxed", order->total_untaxed},
        {"amount_tax", order->total_tax}, {"rounding_applied", due->rounding_applied},
        {"change", due->change},          {"due", due->due},
    };
    for (size_t i = 0; i < COUNT_OF(amounts); i++)
        vectors_expect_number(run, amounts[i].name,
                              money_to_double(amounts[i].got, &order->currency),
                              json_object_get(expected, amounts[i].name), 1e-6);
    const json_t *is_paid = json_object_get(expected, "is_paid");
    if (is_paid && json_is_true(is_paid) != (due->due.minor <= 0))
        vectors_differs(run, "is_paid differs");
}

void vectors_order(const json_t *root, VectorRun *run)
{
    Order *order = calloc(1, sizeof *order);
    size_t i;
    json_t *vector;
    if (!order)
        vectors_stop("out of memory");
    json_array_foreach(json_object_get(root, "cases"), i, vector)
    {
        vectors_case_begin(run, "order %zu", i);
        OrderCashRounding rounding = cash_rounding(vector);
        OrderDue due;
        bool last_is_cash;
        if (!fill(order, vector, &last_is_cash) ||
            order_due(order, &rounding, last_is_cash, &due) != ORDER_OK)
            vectors_differs(run, "the order is beyond what a lane sells");
        else
            compare(order, &due, vector, run);
        vectors_case_end(run);
    }
    free(order);
}
