#include "samples.h"

#include <stdlib.h>

#include "base/check.h"

void samples_add(Samples *samples, int64_t value)
{
    if (samples->count == samples->room) {
        samples->room = samples->room ? samples->room * 2 : 64;
        samples->items = realloc(samples->items, (size_t)samples->room * sizeof *samples->items);
        CHECK(samples->items != NULL);
    }
    samples->items[samples->count++] = value;
    samples->sum += value;
}

void samples_clear(Samples *samples)
{
    free(samples->items);
    *samples = (Samples){0};
}

double samples_mean(const Samples *samples)
{
    return samples->count > 0 ? (double)samples->sum / samples->count : 0;
}

static int rising(const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

int64_t samples_percentile(Samples *samples, int32_t percent)
{
    if (samples->count == 0)
        return 0;
    qsort(samples->items, (size_t)samples->count, sizeof *samples->items, rising);
    int64_t place = ((int64_t)samples->count * percent + 99) / 100;
    return samples->items[place > 0 ? place - 1 : 0];
}
