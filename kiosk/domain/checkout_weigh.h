/* What the weigh screen shows, and what its Add takes: one computation for both, so that the weight
 * and the amount in the basket are the ones that were seen. */
#ifndef KIOSK_DOMAIN_CHECKOUT_WEIGH_H
#define KIOSK_DOMAIN_CHECKOUT_WEIGH_H

#include "domain/checkout.h"

typedef enum WeighingState {
    WEIGHING_EMPTY,  // waits for the article
    WEIGHING_MOVING, // a weight is never taken from a moving scale
    WEIGHING_STEADY,
    WEIGHING_TO_EMPTY, // what was weighed before has to go first
    WEIGHING_OUT,      // under or over the scale's range, or no scale
} WeighingState;

typedef struct Weighing {
    WeighingState state;
    Quantity net; // on the scale less what it is packed in, rounded to the unit's step; not under 0
    Money amount; // of the line that Add makes; only when it can
    bool can_add;
} Weighing;

// `pricing` with a catalogue that has the subject's article.
Weighing checkout_weighing(const Checkout *checkout, const OrderPricing *pricing);

#endif
