/* What must hold for every order, tried on a thousand. The seed of a failure is printed. */
#include <stdlib.h>
#include <string.h>

#include "domain/order_snapshot.h"
#include "random_order.h"
#include "support/unit_test.h"

enum { ORDERS = 1000, STEPS_MAX = 40 };

typedef struct Run {
    OrderShop shop;
    OrderPricing pricing;
    Order order, before;
} Run;

static Run *run_create(void)
{
    Run *run = calloc(1, sizeof *run);
    assert_non_null(run);
    return run;
}

static void run_begin(Run *run, uint64_t *seed)
{
    random_shop(&run->shop, seed);
    run->pricing = order_shop_pricing(&run->shop);
    random_order(&run->order, &run->pricing, seed, random_below(seed, STEPS_MAX));
}

#define ASSERT_SEED(seed, condition)                                                               \
    do {                                                                                           \
        if (!(condition))                                                                          \
            fail_msg("seed %d: %s", (int)(seed), #condition);                                      \
    } while (0)

static int64_t minor(double value, const Currency *currency)
{
    Money money;
    assert_true(money_from_double(round_to_step(value, currency->rounding, ROUNDING_HALF_UP),
                                  currency, &money));
    return money.minor;
}

// What the server does at the close of the day: the lines' subtotals as sent, and taxes computed
// again from the price, discount, stored quantity and taxes, rounded by line or once for each tax.
static int64_t closing_total(const Order *order)
{
    struct {
        int32_t id;
        bool gives_back; // such lines are added up by themselves
        double amount;
    } taxes[128] = {0};
    int32_t tax_count = 0;
    int64_t subtotals = 0, tax_total = 0;
    for (int32_t i = 0; i < order->line_count; i++) {
        const OrderLine *line = &order->lines[i];
        if (line->flags & ORDER_LINE_VOID)
            continue;
        TaxResult result;
        double discount = line->discount.hundredths / 100.0;
        tax_compute(line->applied, line->applied_count,
                    unit_price_to_double(line->unit_price) * (1 - discount / 100),
                    quantity_to_double(line->quantity), order->currency.rounding,
                    order->round_globally, &result);
        subtotals += line->subtotal.minor;
        bool gives_back =
            unit_price_to_double(line->unit_price) * quantity_to_double(line->quantity) < 0;
        for (int32_t t = 0; t < result.count; t++) {
            int32_t at = 0;
            while (at < tax_count &&
                   (taxes[at].id != result.taxes[t].tax_id || taxes[at].gives_back != gives_back))
                at++;
            if (at == tax_count) {
                taxes[tax_count].id = result.taxes[t].tax_id;
                taxes[tax_count++].gives_back = gives_back;
            }
            if (order->round_globally)
                taxes[at].amount += result.taxes[t].amount;
            else
                tax_total += minor(result.taxes[t].amount, &order->currency);
        }
    }
    for (int32_t at = 0; at < tax_count; at++)
        tax_total += minor(taxes[at].amount, &order->currency);
    return subtotals + tax_total;
}

static void the_day_balances(void **state)
{
    (void)state;
    Run *run = run_create();
    for (uint64_t i = 0; i < ORDERS; i++) {
        uint64_t seed = i;
        run_begin(run, &seed);
        ASSERT_SEED(i, closing_total(&run->order) == run->order.total.minor);
    }
    free(run);
}

static void totals_are_the_sums_of_their_parts(void **state)
{
    (void)state;
    Run *run = run_create();
    for (uint64_t i = 0; i < ORDERS; i++) {
        uint64_t seed = i + 10000;
        run_begin(run, &seed);
        const Order *order = &run->order;
        int64_t untaxed = 0, with_tax = 0, taxes = 0;
        for (int32_t line = 0; line < order->line_count; line++) {
            untaxed += order->lines[line].subtotal.minor;
            with_tax += order->lines[line].subtotal_incl.minor;
        }
        for (int32_t tax = 0; tax < order->tax_total_count; tax++)
            taxes += order->tax_totals[tax].amount.minor;
        ASSERT_SEED(i, untaxed == order->total_untaxed.minor);
        ASSERT_SEED(i, taxes == order->total_tax.minor);
        ASSERT_SEED(i, untaxed + taxes == order->total.minor);
        ASSERT_SEED(i, order->round_globally || with_tax == order->total.minor);
    }
    free(run);
}

// The bytes of a snapshot say all there is about a sale; numbers for lines to come may have been
// used up.
static bool same_sale(Order *a, Order *b)
{
    Arena arena;
    Bytes x, y;
    Error error;
    int32_t next = a->next_line_id;
    arena_create(&arena, (size_t)2 << 20);
    a->next_line_id = b->next_line_id;
    assert_true(order_snapshot_encode(a, &arena, &x, &error));
    assert_true(order_snapshot_encode(b, &arena, &y, &error));
    a->next_line_id = next;
    bool same = x.size == y.size && memcmp(x.data, y.data, x.size) == 0;
    arena_destroy(&arena);
    return same;
}

static void adding_and_removing_a_line_changes_nothing(void **state)
{
    (void)state;
    Run *run = run_create();
    for (uint64_t i = 0; i < ORDERS; i++) {
        uint64_t seed = i + 20000;
        run_begin(run, &seed);
        order_copy(&run->before, &run->order);
        OrderAdd add = {.article = SHOP_APPLES, .quantity = {1000 + random_below(&seed, 5000)}};
        int32_t id;
        ASSERT_SEED(i, order_add(&run->order, &run->pricing, &add, &id) == ORDER_OK);
        ASSERT_SEED(i, order_remove_line(&run->order, id) == ORDER_OK);
        ASSERT_SEED(i, same_sale(&run->before, &run->order));
    }
    free(run);
}

static void totals_do_not_depend_on_how_an_order_came_about(void **state)
{
    (void)state;
    Run *run = run_create();
    for (uint64_t i = 0; i < ORDERS; i++) {
        uint64_t seed = i + 30000;
        run_begin(run, &seed);
        order_copy(&run->before, &run->order);
        ASSERT_SEED(i, order_total(&run->order) == ORDER_OK);
        ASSERT_SEED(i, same_sale(&run->before, &run->order));
        ASSERT_SEED(i, order_reprice(&run->order, &run->pricing) == ORDER_OK);
        order_copy(&run->before, &run->order);
        ASSERT_SEED(i, order_reprice(&run->order, &run->pricing) == ORDER_OK);
        ASSERT_SEED(i, same_sale(&run->before, &run->order));
    }
    free(run);
}

static void a_refused_touch_changes_nothing(void **state)
{
    (void)state;
    Run *run = run_create();
    for (uint64_t i = 0; i < ORDERS; i++) {
        uint64_t seed = i + 40000;
        run_begin(run, &seed);
        order_copy(&run->before, &run->order);
        OrderAdd add = {
            .article = random_below(&seed, SHOP_ARTICLES),
            .quantity = {(int64_t)random_next(&seed)},
            .has_price = random_below(&seed, 2),
            .price = (double)(int64_t)random_next(&seed),
        };
        int32_t id;
        if (order_add(&run->order, &run->pricing, &add, &id) != ORDER_OK)
            ASSERT_SEED(i, same_sale(&run->before, &run->order) &&
                               run->before.next_line_id == run->order.next_line_id);
    }
    free(run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_day_balances),
        cmocka_unit_test(totals_are_the_sums_of_their_parts),
        cmocka_unit_test(adding_and_removing_a_line_changes_nothing),
        cmocka_unit_test(totals_do_not_depend_on_how_an_order_came_about),
        cmocka_unit_test(a_refused_touch_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
