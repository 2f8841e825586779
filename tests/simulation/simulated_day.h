/* One seed from its first customer to its last start. */
#ifndef KIOSK_TESTS_SIMULATION_SIMULATED_DAY_H
#define KIOSK_TESTS_SIMULATION_SIMULATED_DAY_H

#include "lane_world.h"

typedef struct SimulatedDay {
    char words[400]; // what was violated; empty: nothing
    int32_t sales, lives, faults;
} SimulatedDay;

SimulatedDay simulate_day(uint64_t seed, WorldPlant plant);
int32_t simulated_seeds(int32_t usual); // KIOSK_TEST_SEEDS, else `usual`

#endif
