/* A full day on one lane, the same each time: the session is opened, twenty customers buy, one
 * card is declined, one payment is cancelled, an attendant changes a price and voids a line, the
 * journal begins new segments, the catalogue is refreshed with a new price, the lane is stopped and
 * started again, the session is closed and the next one opened. */
#ifndef KIOSK_TESTS_SIMULATION_DAY_SCRIPT_H
#define KIOSK_TESTS_SIMULATION_DAY_SCRIPT_H

#include "lane_world.h"

LaneWorld *day_open(void);
// Plays it to its end. Ends early when the machine crashes (world_has_crashed), does not start, or
// a ledger is violated.
void day_play(LaneWorld *world);
// KIOSK_TEST_EVERY_CRASH: every so manieth call is tried, 1: all; else `usual`.
int32_t day_step(int32_t usual);
// What must be true of a day without a fault.
int32_t day_sales(void);

#endif
