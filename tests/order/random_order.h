/* Orders as a busy lane makes them, driven by a seed. */
#ifndef KIOSK_TESTS_RANDOM_ORDER_H
#define KIOSK_TESTS_RANDOM_ORDER_H

#include "order_shop.h"
#include "support/random_numbers.h"

// Rounding, price digits and currency step of the shop.
void random_shop(OrderShop *shop, uint64_t *seed);
// One touch: adds, changes, removes. What the order refuses is refused.
void random_step(Order *order, OrderPricing *pricing, uint64_t *seed);
// An order with up to `steps` touches, numbers, payments.
void random_order(Order *order, OrderPricing *pricing, uint64_t *seed, int32_t steps);

#endif
