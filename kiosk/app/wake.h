/* The bell that ends the main loop's sleep, rung from any thread (and from a signal handler): an
 * eventfd, and where SDL itself waits (X11, Wayland) an SDL event too. A bell, not a parcel: bells
 * merge. */
#ifndef KIOSK_APP_WAKE_H
#define KIOSK_APP_WAKE_H

#include <stdint.h>

#include "base/error.h"

typedef struct Wake {
    int event_fd;
    bool sdl_waits;          // the driver's own wait doesn't poll: wait in SDL
    bool polls;              // input comes only when SDL is pumped (KMSDRM)
    uint32_t sdl_event_type; // registered before any thread starts
} Wake;

MUST_USE bool wake_open(Wake *wake, Error *error); // after SDL's video is up
void wake_close(Wake *wake);
void wake_ring(void *wake); // a bell for BoundedQueue
// Sleeps until a bell, input, or `timeout_ms` (negative: no limit). `busy`: a finger is down or
// something moves.
void wake_wait(Wake *wake, int64_t timeout_ms, bool busy);

#endif
