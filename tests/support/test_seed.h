/* The seed of a test that draws its cases. Case i of a run has the seed test_seed() + i; a failure
 * prints it, and
 *
 *     KIOSK_TEST_SEED=that KIOSK_TEST_CASES=1 meson test -C build-gcc NAME
 *
 * draws that one case again. */
#ifndef KIOSK_TESTS_TEST_SEED_H
#define KIOSK_TESTS_TEST_SEED_H

#include <inttypes.h>

#include "support/random_numbers.h"
#include "support/unit_test.h"

// KIOSK_TEST_SEED, else one of the clock. Printed when it is first asked for.
uint64_t test_seed(void);
// KIOSK_TEST_CASES, else `usual`.
int32_t test_cases(int32_t usual);

// Fails with the seed of the case and what was found.
#define FAIL_SEED(seed, format, ...)                                                               \
    fail_msg("KIOSK_TEST_SEED=%" PRIu64 " KIOSK_TEST_CASES=1: " format, seed, __VA_ARGS__)
#define ASSERT_SEED(seed, condition)                                                               \
    do {                                                                                           \
        if (!(condition))                                                                          \
            FAIL_SEED(seed, "%s", #condition);                                                     \
    } while (0)

#endif
