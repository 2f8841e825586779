/* kiosk --check and --devices: looks at what a start would need, says each thing in a line, changes
 * nothing. */
#ifndef KIOSK_APP_CHECK_H
#define KIOSK_APP_CHECK_H

#include "app/arguments.h"
#include "app/config.h"

MUST_USE bool check_run(const Arguments *arguments, Error *error);
MUST_USE bool check_devices_run(const Arguments *arguments, Error *error);
// check_server.c: asks the back office and names what a lane will miss, each in a line on standard
// output.
MUST_USE bool check_server(const Config *config, Error *error);

#endif
