/* What states of several files begin with. */
#ifndef KIOSK_TESTS_SCREENS_FIXTURE_PARTS_H
#define KIOSK_TESTS_SCREENS_FIXTURE_PARTS_H

#include "fixture.h"

Checkout *fixture_show(Fixture *fixture, CheckoutScreen screen);
void fixture_sign_in(Fixture *fixture);
void fixture_basket(Fixture *fixture);
void fixture_basket_long(Fixture *fixture);
void fixture_staff(Fixture *fixture); // signed in, a sale, orders that wait

#endif
