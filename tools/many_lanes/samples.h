/* Numbers whose percentiles are asked for at the end. */
#ifndef KIOSK_TOOLS_MANY_LANES_SAMPLES_H
#define KIOSK_TOOLS_MANY_LANES_SAMPLES_H

#include <stdint.h>

typedef struct Samples {
    int64_t *items; // owned
    int32_t count, room;
    int64_t sum;
} Samples;

void samples_add(Samples *samples, int64_t value);
void samples_clear(Samples *samples); // and frees
double samples_mean(const Samples *samples);
// Sorts them. 0 when there are none.
int64_t samples_percentile(Samples *samples, int32_t percent);

#endif
