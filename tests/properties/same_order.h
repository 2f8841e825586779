/* Are two orders the same in every field? Numbers for lines to come may have been used up. */
#ifndef KIOSK_TESTS_SAME_ORDER_H
#define KIOSK_TESTS_SAME_ORDER_H

#include "domain/order.h"

// The name of the first field that differs, NULL when none does.
const char *order_difference(const Order *a, const Order *b);

#endif
