/* States of an attendant with a refused order, and in the customer's sale. */
#ifndef KIOSK_TESTS_SCREENS_FIXTURE_ORDER_H
#define KIOSK_TESTS_SCREENS_FIXTURE_ORDER_H

#include "fixture.h"

void staff_order(Fixture *fixture);
void staff_order_repaired(Fixture *fixture);
void staff_order_session(Fixture *fixture);
void staff_order_reference(Fixture *fixture);
void staff_order_elsewhere(Fixture *fixture);
void staff_order_badge(Fixture *fixture);
void staff_order_waits(Fixture *fixture);
void staff_order_done(Fixture *fixture);
void staff_order_unreadable(Fixture *fixture);
void staff_order_long(Fixture *fixture);
void staff_order_replace(Fixture *fixture);
void staff_order_chosen(Fixture *fixture);
void staff_order_not_this(Fixture *fixture);
void staff_order_manager(Fixture *fixture);
void touch_order_settle(Fixture *fixture);
void staff_sale(Fixture *fixture);
void staff_sale_none(Fixture *fixture);
void staff_sale_help(Fixture *fixture);
void staff_sale_empty(Fixture *fixture);
void staff_sale_removed(Fixture *fixture);
void staff_sale_cheese(Fixture *fixture);
void type_price(Fixture *fixture);
void type_low_price(Fixture *fixture);
void type_quantity(Fixture *fixture);
void type_serial(Fixture *fixture);
void touch_solved(Fixture *fixture);
void touch_cancel_sale(Fixture *fixture);

#endif
