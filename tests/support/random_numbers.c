#include "support/random_numbers.h"

uint64_t random_next(uint64_t *seed)
{
    uint64_t x = *seed += UINT64_C(0x9e3779b97f4a7c15);
    x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
    return x ^ x >> 31;
}

int32_t random_below(uint64_t *seed, int32_t limit)
{
    return (int32_t)(random_next(seed) % (uint64_t)limit);
}

int64_t random_between(uint64_t *seed, int64_t low, int64_t high)
{
    uint64_t span = (uint64_t)high - (uint64_t)low + 1;
    uint64_t number = random_next(seed);
    return (int64_t)((uint64_t)low + (span == 0 ? number : number % span));
}

bool random_one_in(uint64_t *seed, int32_t count)
{
    return random_below(seed, count) == 0;
}

int64_t random_size(uint64_t *seed, int64_t limit)
{
    uint64_t number = random_next(seed);
    number >>= random_below(seed, 64);
    int64_t size = (int64_t)(number % ((uint64_t)limit + 1));
    return random_one_in(seed, 2) ? -size : size;
}
