/* A test of the test: three bugs, each between the lane and its world, must be found by the
 * simulation within a thousand seeds. */
#include "simulated_day.h"
#include "support/unit_test.h"

enum { SEEDS_MAX = 1000 };

static void found(WorldPlant plant, const char *name)
{
    for (int32_t seed = 1; seed <= SEEDS_MAX; seed++) {
        SimulatedDay day = simulate_day((uint64_t)seed, plant);
        if (!day.words[0])
            continue;
        print_message("# %s: found by seed %d: %s\n", name, seed, day.words);
        return;
    }
    fail_msg("%s: not found by %d seeds", name, SEEDS_MAX);
}

static void thanks_before_the_sync_are_found(void **state)
{
    (void)state;
    found(PLANT_THANKS_BEFORE_SYNC, "thanks before sync");
}

static void a_counter_in_memory_is_found(void **state)
{
    (void)state;
    found(PLANT_COUNTER_IN_MEMORY, "counter in memory");
}

static void sending_again_without_asking_is_found(void **state)
{
    (void)state;
    found(PLANT_RESEND_WITHOUT_ASKING, "sending again without asking");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(thanks_before_the_sync_are_found),
        cmocka_unit_test(a_counter_in_memory_is_found),
        cmocka_unit_test(sending_again_without_asking_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
