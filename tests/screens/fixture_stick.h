// The states of the USB stick's screen: fixture_states has them.
#ifndef KIOSK_TESTS_SCREENS_FIXTURE_STICK_H
#define KIOSK_TESTS_SCREENS_FIXTURE_STICK_H

#include "fixture.h"

void stick_none(Fixture *fixture);
void stick_one(Fixture *fixture);
void stick_several(Fixture *fixture);
void stick_chosen(Fixture *fixture);
void stick_chosen_read_only(Fixture *fixture);
void stick_saving(Fixture *fixture);
void stick_saved(Fixture *fixture);
void stick_pulled(Fixture *fixture);
void stick_full(Fixture *fixture);
void stick_read_only(Fixture *fixture);
void stick_broken(Fixture *fixture);
void stick_gone(Fixture *fixture);
void stick_files(Fixture *fixture);
void stick_files_none(Fixture *fixture);
void stick_looked_at(Fixture *fixture);
void stick_no_manager(Fixture *fixture);
void stick_take(Fixture *fixture); // a touch: the question before it
void stick_taking(Fixture *fixture);
void stick_taken(Fixture *fixture);
void stick_no_export(Fixture *fixture);

#endif
