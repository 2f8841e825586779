/* What must hold for every order of every shop. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "random_till.h"
#include "same_order.h"
#include "server_books.h"
#include "support/test_seed.h"

enum { CASES = 3000, CASES_A_FULL_ORDER = 500, TOUCHES_MAX = 30 };

typedef struct Run {
    RandomTill till;
    Order order, before;
    uint64_t draw;
} Run;

static int make_run(void **state)
{
    *state = calloc(1, sizeof(Run));
    return *state ? 0 : -1;
}

static int drop_run(void **state)
{
    free(*state);
    return 0;
}

static void draw_order(Run *run, uint64_t seed)
{
    run->draw = seed;
    random_till_make(&run->till, &run->draw);
    int32_t touches = 1 + random_below(&run->draw, TOUCHES_MAX);
    random_till_order(&run->till, &run->order, &run->draw, touches);
}

// What a session's closing needs of each order (what was sent, taxes worked out anew) is the total.
static void books_balance(void **state)
{
    Run *run = *state;
    for (int32_t i = 0; i < test_cases(CASES); i++) {
        uint64_t seed = test_seed() + (uint64_t)i;
        draw_order(run, seed);
        int64_t expected;
        ASSERT_SEED(seed, server_books_total(&run->till.catalogue, &run->order, &expected));
        if (run->order.total.minor != expected)
            FAIL_SEED(seed, "total %" PRId64 ", the books need %" PRId64, run->order.total.minor,
                      expected);
    }
}

static void totals_are_sums(void **state)
{
    Run *run = *state;
    for (int32_t i = 0; i < test_cases(CASES); i++) {
        uint64_t seed = test_seed() + (uint64_t)i;
        draw_order(run, seed);
        const Order *order = &run->order;
        int64_t without = 0, with = 0, taxes = 0;
        for (int32_t l = 0; l < order->line_count; l++) {
            without += order->lines[l].subtotal.minor;
            with += order->lines[l].subtotal_incl.minor;
        }
        for (int32_t t = 0; t < order->tax_total_count; t++)
            taxes += order->tax_totals[t].amount.minor;
        ASSERT_SEED(seed, order->total_untaxed.minor == without);
        ASSERT_SEED(seed, order->total_tax.minor == taxes);
        ASSERT_SEED(seed, order->total.minor == without + taxes);
        ASSERT_SEED(seed, order->round_globally || order->total.minor == with);
    }
}

// Pays a random part, then the rest (and perhaps a note too much) in cash or by card.
static void pay(Run *run, bool last_is_cash)
{
    Order *order = &run->order;
    OrderDue due;
    order->payment_count = 0;
    if (random_one_in(&run->draw, 3)) {
        double part = money_to_double(order->total, &order->currency) / 3;
        Money first;
        assert_true(
            money_from_double(round_to_step(part, order->currency.rounding, ROUNDING_HALF_UP),
                              &order->currency, &first));
        order->payments[order->payment_count++] = (OrderPayment){.amount = first};
    }
    assert_int_equal(order_due(order, &run->till.cash, last_is_cash, &due), ORDER_OK);
    Money last = due.due;
    double unit = money_to_double((Money){1}, &order->currency);
    if (last_is_cash && last.minor > 0 && random_one_in(&run->draw, 3))
        last.minor += llround(5 / unit);
    order->payments[order->payment_count++] = (OrderPayment){.amount = last};
    assert_int_equal(order_due(order, &run->till.cash, last_is_cash, &due), ORDER_OK);
    order->change = due.change;
    order->rounding_applied = due.rounding_applied;
}

// Nothing is left to pay, and what was paid is the total, or as far from it as the shop rounds
// cash.
static void payments_meet_the_total(void **state)
{
    Run *run = *state;
    for (int32_t i = 0; i < test_cases(CASES); i++) {
        uint64_t seed = test_seed() + (uint64_t)i;
        draw_order(run, seed);
        const Order *order = &run->order;
        const OrderCashRounding *cash = &run->till.cash;
        bool last_is_cash = random_one_in(&run->draw, 2);
        pay(run, last_is_cash);
        int64_t paid = -order->change.minor;
        for (int32_t p = 0; p < order->payment_count; p++)
            paid += order->payments[p].amount.minor;
        bool rounds = cash->step > 0 && (!cash->only_cash || last_is_cash);
        double unit = money_to_double((Money){1}, &order->currency);
        double away = (double)(paid - order->total.minor) * unit;
        if (!rounds && paid != order->total.minor)
            FAIL_SEED(seed, "paid %" PRId64 " of %" PRId64, paid, order->total.minor);
        double most = cash->method == ROUNDING_HALF_UP ? cash->step / 2 : cash->step;
        if (rounds && fabs(away) > most + unit / 4)
            FAIL_SEED(seed, "paid %" PRId64 " of %" PRId64 ", in steps of %g (%d)", paid,
                      order->total.minor, cash->step, cash->method);
    }
}

static void adding_and_taking_back_changes_nothing(void **state)
{
    Run *run = *state;
    int32_t taken = 0, cases = test_cases(CASES);
    for (int32_t i = 0; i < cases; i++) {
        uint64_t seed = test_seed() + (uint64_t)i;
        draw_order(run, seed);
        order_copy(&run->before, &run->order);
        OrderAdd add = random_till_draw(&run->draw);
        int32_t id;
        OrderResult answer = order_add(&run->order, &run->till.pricing, &add, &id);
        const OrderLine *was = order_line(&run->before, id);
        if (answer == ORDER_OK && was)
            answer = order_set_quantity(&run->order, &run->till.pricing, id, was->quantity);
        else if (answer == ORDER_OK)
            answer = order_remove_line(&run->order, id);
        const char *difference = order_difference(&run->before, &run->order);
        if (difference)
            FAIL_SEED(seed, "the %s differs (answer %d)", difference, answer);
        taken += answer == ORDER_OK;
    }
    assert_true(cases < 100 || taken > cases / 2);
}

static void re_pricing_twice_is_re_pricing_once(void **state)
{
    Run *run = *state;
    for (int32_t i = 0; i < test_cases(CASES); i++) {
        uint64_t seed = test_seed() + (uint64_t)i;
        draw_order(run, seed);
        OrderResult answer = order_reprice(&run->order, &run->till.pricing);
        order_copy(&run->before, &run->order);
        ASSERT_SEED(seed, order_reprice(&run->order, &run->till.pricing) == answer);
        ASSERT_SEED(seed, order_total(&run->order) == ORDER_OK);
        const char *difference = order_difference(&run->before, &run->order);
        if (difference)
            FAIL_SEED(seed, "the %s differs", difference);
    }
}

static void what_is_refused_changes_nothing(void **state)
{
    Run *run = *state;
    int32_t refused = 0, cases = test_cases(CASES);
    for (int32_t i = 0; i < cases; i++) {
        uint64_t seed = test_seed() + (uint64_t)i;
        draw_order(run, seed);
        for (int32_t touch = 0; touch < 8; touch++) {
            order_copy(&run->before, &run->order);
            if (random_till_touch(&run->till, &run->order, &run->draw) == ORDER_OK)
                continue;
            refused++;
            const char *difference = order_difference(&run->before, &run->order);
            if (difference)
                FAIL_SEED(seed, "the %s differs", difference);
        }
    }
    assert_true(cases < 100 || refused > 0);
}

__extension__ typedef __int128 Wide; // holds any price times any quantity

// Price times quantity less discount in whole numbers, without a tax.
static Wide exact_micro(const OrderLine *line)
{
    Wide nano = (Wide)line->unit_price.micro * line->quantity.milli;
    return nano * (10000 - line->discount.hundredths) / 10000 / 1000;
}

static void check_full_order(Run *run, uint64_t seed)
{
    const Order *order = &run->order;
    int64_t expected;
    Wide without = 0;
    double unit = money_to_double((Money){1}, &order->currency);
    for (int32_t i = 0; i < order->line_count; i++) {
        const OrderLine *line = &order->lines[i];
        without += line->subtotal.minor;
        ASSERT_SEED(seed, llabs(line->subtotal.minor) <= ORDER_LINE_AMOUNT_MAX);
        ASSERT_SEED(seed, llabs(line->subtotal_incl.minor) <= ORDER_LINE_AMOUNT_MAX);
        if (line->applied_count > 0 || line->flags & ORDER_LINE_VOID)
            continue;
        double exact = (double)exact_micro(line) / 1e6;
        double got = (double)line->subtotal.minor * unit;
        if (fabs(got - exact) > order->currency.rounding * 0.51)
            FAIL_SEED(seed, "line %d is %.9g, expected %.9g", i, got, exact);
    }
    ASSERT_SEED(seed, without == order->total_untaxed.minor);
    ASSERT_SEED(seed, server_books_total(&run->till.catalogue, order, &expected));
    if (expected != order->total.minor)
        FAIL_SEED(seed, "total %" PRId64 ", the books need %" PRId64, order->total.minor, expected);
}

// Any price and quantity up to the size that this order goes to, some of them the largest line
// there is.
static OrderAdd draw_large(Run *run, int64_t price_cents_max, int64_t milli_max)
{
    OrderAdd add = random_till_draw(&run->draw);
    add.has_price = true;
    if (random_one_in(&run->draw, 8)) {
        add.quantity.milli = random_between(&run->draw, 1, milli_max / 1000) * 1000;
        add.price = (double)price_cents_max / 100.0;
    } else {
        add.quantity.milli = random_size(&run->draw, milli_max);
        add.price = (double)random_size(&run->draw, price_cents_max) / 100.0;
    }
    return add;
}

// An order that is full to the last line, up to the largest quantities and prices there are: what
// is beyond the limits is refused, what is taken is right to the last unit.
static void the_largest_orders_are_refused_or_right(void **state)
{
    Run *run = *state;
    int32_t cases = test_cases(CASES) / CASES_A_FULL_ORDER;
    for (int32_t i = 0; i <= cases; i++) {
        uint64_t seed = test_seed() + (uint64_t)i;
        run->draw = seed;
        random_till_make(&run->till, &run->draw);
        random_till_begin(&run->till, &run->order);
        int64_t price_cents_max = ORDER_PRICE_MAX * INT64_C(100);
        int64_t milli_max = ORDER_QUANTITY_MAX * INT64_C(1000);
        for (int32_t smaller = random_below(&run->draw, 10); smaller > 0; smaller--) {
            price_cents_max /= 10;
            milli_max /= smaller % 2 ? 1 : 10;
        }
        for (int32_t tries = 0;
             run->order.line_count < ORDER_LINES_MAX && tries < ORDER_LINES_MAX * 4; tries++) {
            OrderAdd add = draw_large(run, price_cents_max, milli_max);
            int32_t id;
            OrderResult ignored = order_add(&run->order, &run->till.pricing, &add, &id);
            (void)ignored;
        }
        check_full_order(run, seed);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(books_balance),
        cmocka_unit_test(totals_are_sums),
        cmocka_unit_test(payments_meet_the_total),
        cmocka_unit_test(adding_and_taking_back_changes_nothing),
        cmocka_unit_test(re_pricing_twice_is_re_pricing_once),
        cmocka_unit_test(what_is_refused_changes_nothing),
        cmocka_unit_test(the_largest_orders_are_refused_or_right),
    };
    return cmocka_run_group_tests(tests, make_run, drop_run);
}
