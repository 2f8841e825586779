#include "simulated_day.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/log.h"
#include "people.h"

enum { ACTS_MIN = 40, ACTS_MAX = 160 };

int32_t simulated_seeds(int32_t usual)
{
    const char *given = getenv("KIOSK_TEST_SEEDS");
    return given ? (int32_t)strtol(given, NULL, 10) : usual;
}

static void trace(const LaneWorld *world, int32_t act)
{
    const Checkout *checkout = &world->lane->checkout;
    printf("# %3d t=%lld life %d screen %s phase %d lines %d due %lld counter %lld %s%s\n", act,
           (long long)world->os.clock.monotonic_ms(world->os.clock.context), world->lives,
           checkout_screen_name(checkout->screen), (int)checkout->payment,
           checkout->order.line_count, (long long)checkout_amount_due(checkout).minor,
           (long long)checkout->order.number.counter, checkout->cause,
           world_has_crashed(world) ? " CRASHED" : "");
}

SimulatedDay simulate_day(uint64_t seed, WorldPlant plant)
{
    LaneWorld *world = world_create(seed, plant);
    SimulatedDay day = {0};
    Error error;
    world->trace = getenv("KIOSK_TEST_TRACE") != NULL;
    if (world->trace && !log_open("/dev/stderr", &error)) // what the lane says of itself
        printf("# %s\n", error.message);
    world->segment_size_max = random_one_in(&world->random, 2) ? 24 << 10 : 0;
    if (!world_start(world))
        ledgers_violated(&world->ledgers, "the first start fails");
    int32_t acts = (int32_t)random_between(&world->random, ACTS_MIN, ACTS_MAX);
    world_pass(world, 3000);
    for (int32_t i = 0; i < acts && world_is_well(world); i++) {
        if (!world_has_crashed(world))
            people_act(world);
        if (world->trace)
            trace(world, i);
        if (world_is_well(world))
            people_trouble(world);
    }
    if (world_is_well(world) && !people_heal(world) && world_is_well(world))
        ledgers_violated(&world->ledgers, "it does not get quiet: screen %s, sync %d, %s",
                         checkout_screen_name(world->lane->checkout.screen),
                         (int)world->lane->sync_state, world->lane->sync_words);
    if (world_is_well(world))
        ledgers_check_end(&world->ledgers);
    if (world->trace)
        trace(world, -1);
    snprintf(day.words, sizeof day.words, "%s", world_words(world));
    day.sales = ledgers_paid_count(&world->ledgers);
    day.lives = world->lives;
    day.faults = world->faults;
    world_destroy(world);
    return day;
}
