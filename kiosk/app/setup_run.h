/* kiosk --setup FOLDER: the screen of a lane without settings, until its setup codes are scanned
 * and their settings are in FOLDER. */
#ifndef KIOSK_APP_SETUP_RUN_H
#define KIOSK_APP_SETUP_RUN_H

#include "app/arguments.h"
#include "base/error.h"

enum { SETUP_STOPPED = 3 }; // exit status: told to end before the settings were in

// Fills *out_status: 0 when the settings are in. False: the screen could not be opened.
MUST_USE bool setup_run(const Arguments *arguments, int *out_status, Error *error);

#endif
