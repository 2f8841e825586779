/* The lane in figures, in the text format that Prometheus reads (version 0.0.4): for whoever
 * watches many lanes, and for the machine itself, which keeps an update only when the lane proved
 * that it can sell. No amounts, no names of people, no secrets. docs/metrics.md lists them. */
#ifndef KIOSK_LANE_LANE_METRICS_H
#define KIOSK_LANE_LANE_METRICS_H

#include "lane/lane.h"

const char *lane_metric_state_name(CheckoutLaneState state); // "selling", "out-of-order" ...

// A customer or an attendant is there, or a record is on its way to the disk. Only between
// customers may the machine be started anew, for an update.
bool lane_is_in_use(const Lane *lane);

// What the lane does not know of the program around it.
typedef struct LaneProgram {
    const char *version;
    bool drawn;                // a picture of the lane was shown
    int32_t crash_reports;     // kept
    int64_t last_crash_unix_s; // 0: none
} LaneProgram;

// Belongs to `arena`.
Text lane_metrics(Lane *lane, const LaneProgram *program, Arena *arena);

#endif
