/* kiosk --closed FILE: the closed screen of a lane whose program can't run, with FILE's sentence
 * for who comes to mend it, until the program is told to end. */
#ifndef KIOSK_APP_CLOSED_RUN_H
#define KIOSK_APP_CLOSED_RUN_H

#include "app/arguments.h"
#include "base/error.h"

// Fills *out_status: 0, or a script's. False: FILE can't be read, or the screen not be opened.
MUST_USE bool closed_run(const Arguments *arguments, int *out_status, Error *error);

#endif
