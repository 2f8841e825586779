/* States of the day, the session and the machine. */
#ifndef KIOSK_TESTS_SCREENS_FIXTURE_DAY_H
#define KIOSK_TESTS_SCREENS_FIXTURE_DAY_H

#include "fixture.h"

void day_figures(Fixture *fixture);
void day_waiting(Fixture *fixture);
void day_refused(Fixture *fixture);
void day_offline(Fixture *fixture);
void day_closing(Fixture *fixture);
void touch_day(Fixture *fixture);
void end_day(Fixture *fixture);
void end_day_without_paper(Fixture *fixture);
void count_cash(Fixture *fixture);
void session_amiss(Fixture *fixture);
void touch_adopt(Fixture *fixture);
void key_openly(Fixture *fixture);
void touch_key(Fixture *fixture);
void closed_day(Fixture *fixture);

#endif
