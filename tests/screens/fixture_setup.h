/* States of the screen of a lane without settings. */
#ifndef KIOSK_TESTS_SCREENS_FIXTURE_SETUP_H
#define KIOSK_TESTS_SCREENS_FIXTURE_SETUP_H

#include "fixture.h"

void setup_none(Fixture *fixture);
void setup_some(Fixture *fixture);
void setup_again(Fixture *fixture);
void setup_other_set(Fixture *fixture);
void setup_no_code(Fixture *fixture);
void setup_damaged(Fixture *fixture);
void setup_newer(Fixture *fixture);
void setup_wrong(Fixture *fixture);
void setup_card(Fixture *fixture);
void setup_many(Fixture *fixture);
void setup_done(Fixture *fixture);
void setup_language(Fixture *fixture); // touches the button

#endif
