/* The kiosk inside this program: the real App with its journal, threads, screens and display,
 * turned by hand so that a turn can be timed. Time is the bench's to move on: nothing waits for an
 * animation to end. */
#ifndef KIOSK_TOOLS_BENCH_LANE_H
#define KIOSK_TOOLS_BENCH_LANE_H

#include "app/app.h"
#include "bench_shop.h"

typedef struct BenchLane {
    App *app;
    int64_t now_ms; // in the clock of the App, ahead of it
} BenchLane;

// Starts from the image and settles.
BenchLane bench_lane_open(const LaneFolder *folder);
void bench_lane_close(BenchLane *lane);

// One turn of the main loop without its sleep. True when a frame was presented.
bool bench_lane_turn(BenchLane *lane);
// One frame, due or not. True when something of it was presented.
bool bench_lane_draw(BenchLane *lane);
// Turns until nothing moves any more, each 16 ms of the lane's time.
void bench_lane_settle(BenchLane *lane);
// What a scanner types, into SDL's queue.
void bench_lane_type_code(const char *code);
// Posts the event and does its step and effects.
void bench_lane_event(BenchLane *lane, CheckoutEvent event);
// When the loop would wake by itself.
int64_t bench_lane_due_ms(const BenchLane *lane);
const char *bench_lane_driver(void);

#endif
