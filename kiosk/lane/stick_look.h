/* Which sticks are plugged in, and which exports are on one. */
#ifndef KIOSK_LANE_STICK_LOOK_H
#define KIOSK_LANE_STICK_LOOK_H

#include "domain/stick.h"
#include "os/os.h"

enum { STICK_PATH_SIZE = 1024 };

// The path of a stick, or of a file on it. False: it is too long, or no name of a single file.
MUST_USE bool stick_path(const char *folder, const char *stick, const char *file,
                         char out[STICK_PATH_SIZE]);
// Is it plugged in?
bool stick_is_there(const Os *os, const char *folder, const char *stick, OsMount *out);
// Fills sticks and, of the one that is called `chosen` (empty: none), files.
void stick_look(const Os *os, const char *folder, const char *chosen, StickStatus *out);

#endif
