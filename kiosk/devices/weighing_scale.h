/* The scale that articles are weighed on. It tells, from a thread of its own and only when
 * something changed, what lies on it and whether it is at rest; nobody asks it for a weight.
 *
 * A scale that decides a price must be approved together with the lane (directive 2014/31/EU), so
 * the only kinds are `none` and `demo`. The demo scale has no plate: what lies on it is put there
 * with weighing_scale_demo_put, and it settles as a real one does. */
#ifndef KIOSK_DEVICES_WEIGHING_SCALE_H
#define KIOSK_DEVICES_WEIGHING_SCALE_H

#include "base/bounded_queue.h"
#include "base/error.h"
#include "domain/checkout.h"

typedef struct ScaleEvent {
    ScaleState state; // SCALE_ABSENT: it does not answer
    int32_t grams;    // what it shows, 0 when absent
} ScaleEvent;

typedef struct WeighingScale WeighingScale;

// `kind`: "none" (*out is NULL) or "demo". Events (ScaleEvent) go to `events`, the first at once.
MUST_USE bool weighing_scale_start(const char *kind, BoundedQueue *events, WeighingScale **out,
                                   Error *error);
void weighing_scale_stop(WeighingScale *scale); // accepts NULL

enum { // range of the demo scale
    WEIGHING_DEMO_GRAMS_MIN = 20,
    WEIGHING_DEMO_GRAMS_MAX = 15000,
    WEIGHING_DEMO_SETTLE_MS = 300, // from a new weight until it is steady
};

typedef enum ScaleDemoKind {
    SCALE_DEMO_PUT,   // `grams` in all lie on it now; 0 takes everything off
    SCALE_DEMO_SHAKE, // it moves until the next command
    SCALE_DEMO_OFF,   // it does not answer until the next command
} ScaleDemoKind;

// False: too many commands at once, or no scale.
MUST_USE bool weighing_scale_demo_put(WeighingScale *scale, ScaleDemoKind kind, int32_t grams);

#endif
