/* States of the attendant's comparison. */
#ifndef KIOSK_TESTS_SCREENS_FIXTURE_COMPARE_H
#define KIOSK_TESTS_SCREENS_FIXTURE_COMPARE_H

#include "fixture.h"

void compare_differences(Fixture *fixture); // one of each kind
void compare_asking(Fixture *fixture);
void compare_nothing_differs(Fixture *fixture);
void compare_offline(Fixture *fixture);
void compare_refused(Fixture *fixture);
void compare_damaged(Fixture *fixture);
void compare_failed(Fixture *fixture);
void compare_empty(Fixture *fixture);
void compare_lost(Fixture *fixture); // with the button that sends them again
void compare_many(Fixture *fixture); // 1,000 rows, 200 of them differ
void compare_turn_page(Fixture *fixture);

#endif
