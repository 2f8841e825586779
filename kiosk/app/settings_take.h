/* A lane's settings in one piece, on their way into its folder: looked at as `kiosk --check` looks
 * at kiosk.ini, then put there (settings_install.h). */
#ifndef KIOSK_APP_SETTINGS_TAKE_H
#define KIOSK_APP_SETTINGS_TAKE_H

#include "app/arguments.h"
#include "app/config.h"
#include "setup/settings_install.h"

typedef struct SettingsTaken {
    char lane[48]; // what people call it
    SettingsNames names;
} SettingsTaken;

// False: ERROR_INVALID and what is wrong with them, nothing was written; or what failed on the way.
MUST_USE bool settings_take(const Os *os, const char *folder, const LaneFile *file,
                            SettingsTaken *out, Error *error);
// kiosk --unpack FROM TO: this machine's *.lane of FROM into TO. Prints the file's name, then each
// name that was written, a line each; nothing when FROM has no *.lane.
MUST_USE bool settings_unpack(const Arguments *arguments, Error *error);

#endif
