/* The tax engine and its rounding against a second reading of the server's rules,
 * to the bit (two numbers that are equal have the same bits, but for the sign of nothing). */
#include <math.h>

#include "domain/rounding.h"
#include "random_till.h"
#include "server_books.h"
#include "support/test_seed.h"

enum { ROUNDINGS_A_CASE = 40, TAXES_MAX = 16 };

static double random_step(uint64_t *seed)
{
    static const double steps[] = {0.01, 1, 0.001, 0.05, 1e-5, 1e-7, 1e-8, 0.1, 5, 0.5, 1e-6, 0.25};
    return steps[random_below(seed, (int32_t)COUNT_OF(steps))];
}

// Near what is hard: ties, whole steps, and the doubles beside them.
static double random_value(uint64_t *seed, double step)
{
    double value = (double)random_size(seed, INT64_C(1) << 53);
    switch (random_below(seed, 5)) {
    case 0:
        return value / 1048576;
    case 1:
        return value * 0.01;
    case 2:
        return value * step;
    case 3:
        value = (value + 0.5) * step;
        break;
    default:
        // where one unit in the last place and two are as near, and where units change their size
        value = ldexp(random_one_in(seed, 2) ? 3 : 1, random_below(seed, 50) - 3) * step;
        break;
    }
    for (int32_t away = random_below(seed, 9) - 4; away != 0; away -= away > 0 ? 1 : -1)
        value = nextafter(value, away > 0 ? INFINITY : -INFINITY);
    return value;
}

static void rounding_is_the_servers(void **state)
{
    (void)state;
    for (int32_t i = 0; i < test_cases(20000); i++) {
        uint64_t seed = test_seed() + (uint64_t)i, draw = seed;
        for (int32_t j = 0; j < ROUNDINGS_A_CASE; j++) {
            double step = random_step(&draw), value = random_value(&draw, step);
            RoundingMethod method = (RoundingMethod)random_below(&draw, 3);
            double got = round_to_step(value, step, method);
            double expected = server_round(value, step, method);
            if (got != expected)
                FAIL_SEED(seed, "%a in steps of %g (%d) is %a, expected %a", value, step, method,
                          got, expected);
        }
    }
}

static void taxes_are_the_servers(void **state)
{
    (void)state;
    for (int32_t i = 0; i < test_cases(100000); i++) {
        uint64_t seed = test_seed() + (uint64_t)i, draw = seed;
        Tax taxes[TAXES_MAX];
        int32_t count = random_below(&draw, random_one_in(&draw, 4) ? TAXES_MAX + 1 : 6);
        for (int32_t t = 0; t < count; t++)
            taxes[t] = random_tax(&draw, 11 + t);
        Currency currency = random_currency(&draw);
        double price = (double)random_size(&draw, INT64_C(1000000000000)) / 1e6;
        double quantity = (double)random_size(&draw, 1000000) / 1e3;
        bool globally = random_one_in(&draw, 2);
        TaxResult got;
        tax_compute(taxes, count, price, quantity, currency.rounding, globally, &got);
        // a sale is a credit in the server's books: its signs are the other way round
        double sign = quantity < 0 ? 1 : -1;
        ServerTaxes expected = server_taxes(taxes, count, sign * price, fabs(quantity),
                                            currency.rounding, globally, sign);
        if (!isfinite(expected.excluded)) { // divided by nothing: the server refuses
            ASSERT_SEED(seed, !isfinite(got.total_excluded));
            continue;
        }
        ASSERT_SEED(seed, got.total_excluded == -expected.excluded);
        ASSERT_SEED(seed, got.total_included == -expected.included);
        ASSERT_SEED(seed, got.count == count);
        for (int32_t t = 0; t < count; t++) {
            ASSERT_SEED(seed, got.taxes[t].tax_id == taxes[t].id);
            if (got.taxes[t].amount != -expected.amounts[t] ||
                got.taxes[t].base != -expected.bases[t])
                FAIL_SEED(seed, "tax %d of %d is %a on %a, expected %a on %a", t, count,
                          got.taxes[t].amount, got.taxes[t].base, -expected.amounts[t],
                          -expected.bases[t]);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rounding_is_the_servers),
        cmocka_unit_test(taxes_are_the_servers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
