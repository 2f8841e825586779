/* The scale: what lies on it, what it is packed in, and adding it. */
#include "domain/checkout_parts.h"

bool checkout_weigh_event(Step *step)
{
    (void)step;
    return false;
}
