/* Who comes to the lane: customers and attendants, as the screens let them act and as they
 * shouldn't, and everything that goes wrong around them, from the world's seed. */
#ifndef KIOSK_TESTS_SIMULATION_PEOPLE_H
#define KIOSK_TESTS_SIMULATION_PEOPLE_H

#include "lane_world.h"

void people_act(LaneWorld *world);     // one touch, scan, wait ...
void people_trouble(LaneWorld *world); // sometimes: something breaks, or is mended
// Everything is mended, attendants see to what needs them, nobody buys. False: it never gets quiet.
MUST_USE bool people_heal(LaneWorld *world);

// Pieces of a script.
void people_scan(LaneWorld *world, int32_t article); // from 0
void people_sign_in(LaneWorld *world, bool manager);
void people_attend(LaneWorld *world); // an attendant sees to what the lane asks for, and leaves

#endif
