/* Days of a lane from seeds: customers, attendants, power cuts, network cuts, faults of the server
 * and the terminal, clocks that jump. KIOSK_TEST_SEED=N KIOSK_TEST_SEEDS=1 plays one again. */
#include <stdio.h>
#include <stdlib.h>

#include "base/log.h"
#include "people.h"
#include "simulated_day.h"
#include "support/test_seed.h"

static void whatever_happens_the_ledgers_agree(void **state)
{
    (void)state;
    uint64_t first = getenv("KIOSK_TEST_SEED") ? test_seed() : 1;
    int32_t seeds = simulated_seeds(1000);
    int64_t sales = 0, lives = 0;
    for (int32_t i = 0; i < seeds; i++) {
        SimulatedDay day = simulate_day(first + (uint64_t)i, PLANT_NONE);
        sales += day.sales;
        lives += day.lives;
        if (day.words[0])
            fail_msg("KIOSK_TEST_SEED=%" PRIu64 " KIOSK_TEST_SEEDS=1: %s", first + (uint64_t)i,
                     day.words);
    }
    printf("# %d seeds, %lld sales in %lld lives, 0 violations\n", seeds, (long long)sales,
           (long long)lives);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whatever_happens_the_ledgers_agree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
