#include "support/test_seed.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

uint64_t test_seed(void)
{
    static bool known;
    static uint64_t seed;
    const char *given = getenv("KIOSK_TEST_SEED");
    if (known)
        return seed;
    known = true;
    if (given) {
        seed = strtoull(given, NULL, 10);
    } else {
        struct timespec now;
        clock_gettime(CLOCK_REALTIME, &now);
        seed = (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
        seed = random_next(&seed) >> 16; // short enough to type, far from the runs before
    }
    printf("# KIOSK_TEST_SEED=%" PRIu64 "\n", seed);
    fflush(stdout);
    return seed;
}

int32_t test_cases(int32_t usual)
{
    const char *given = getenv("KIOSK_TEST_CASES");
    return given ? (int32_t)strtol(given, NULL, 10) : usual;
}
