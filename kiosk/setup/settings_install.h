/* Puts a lane's settings into its folder as a whole or not at all: kiosk.ini goes away first and
 * comes back last, and without it a lane asks for its settings. */
#ifndef KIOSK_SETUP_SETTINGS_INSTALL_H
#define KIOSK_SETUP_SETTINGS_INSTALL_H

#include "os/os.h"
#include "setup/lane_file.h"

// Names in the folder: plain, as kiosk.ini names them. `authority` may be empty.
typedef struct SettingsNames {
    char key[64], authority[64];
} SettingsNames;

#define SETTINGS_INI     "kiosk.ini"
#define SETTINGS_CARRIED "carried-key"

enum { SETTINGS_HASH_SIZE = 64 };

// Writes kiosk.ini and the certificate (0644), the key (0600), and SETTINGS_CARRIED (0600): that
// this key was on a card or on paper (key_advice.h). False: what was there before the first rename
// is as it was; behind it, there is no kiosk.ini.
MUST_USE bool settings_install(const Os *os, const char *folder, const LaneFile *file,
                               const SettingsNames *names, Error *error);
// What SETTINGS_CARRIED holds of a key: SHA-256 in hexadecimal digits, zero-ended.
void settings_key_hash(Text key, char out[SETTINGS_HASH_SIZE + 1]);

#endif
