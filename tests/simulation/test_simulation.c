/* Days of a lane from seeds: customers, attendants, power cuts, network cuts, faults of the server
 * and the terminal, clocks that jump. KIOSK_TEST_SEED=N KIOSK_TEST_SEEDS=1 plays one again. */
#include <stdlib.h>

#include "simulated_day.h"
#include "support/test_seed.h"

enum { SHOWN_MAX = 20 };

static void whatever_happens_the_ledgers_agree(void **state)
{
    (void)state;
    uint64_t first = getenv("KIOSK_TEST_SEED") ? test_seed() : 1;
    int32_t seeds = simulated_seeds(1000), violated = 0;
    int64_t sales = 0, lives = 0, faults = 0;
    for (int32_t i = 0; i < seeds; i++) {
        SimulatedDay day = simulate_day(first + (uint64_t)i, PLANT_NONE);
        sales += day.sales;
        lives += day.lives;
        faults += day.faults;
        if (day.words[0] && violated++ < SHOWN_MAX)
            print_message("# KIOSK_TEST_SEED=%" PRIu64 " KIOSK_TEST_SEEDS=1: %s\n",
                          first + (uint64_t)i, day.words);
    }
    print_message("# %d seeds, %lld sales in %lld lives, %lld times trouble, %d violations\n",
                  seeds, (long long)sales, (long long)lives, (long long)faults, violated);
    assert_int_equal(violated, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whatever_happens_the_ledgers_agree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
