/* Numbers from a seed: the same on every machine, so that what a seed found is found again. */
#ifndef KIOSK_TESTS_RANDOM_NUMBERS_H
#define KIOSK_TESTS_RANDOM_NUMBERS_H

#include <stdbool.h>
#include <stdint.h>

uint64_t random_next(uint64_t *seed);
int32_t random_below(uint64_t *seed, int32_t limit); // 0 to limit - 1
int64_t random_between(uint64_t *seed, int64_t low, int64_t high);
bool random_one_in(uint64_t *seed, int32_t count);
// Of any size up to `limit`, small numbers as often as large ones; either sign.
int64_t random_size(uint64_t *seed, int64_t limit);

#endif
