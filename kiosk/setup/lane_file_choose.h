/* Which of a card's settings files is this machine's. A card may hold those of many lanes, so that
 * one card is written as often as there are lanes. */
#ifndef KIOSK_SETUP_LANE_FILE_CHOOSE_H
#define KIOSK_SETUP_LANE_FILE_CHOOSE_H

#include "os/os.h"
#include "setup/lane_file.h"

typedef struct LaneFileChoice {
    char name[256]; // empty: the folder has no *.lane
    LaneFile file;  // its bytes are the arena's
} LaneFileChoice;

// Of all *.lane of the folder: the one that names this machine (os_machine_is), else the only one
// that names none. A file that can't be read is passed over when there is such a one.
// False: two are for it, or none is; the words name the file, or say how this machine is called.
MUST_USE bool lane_file_choose(const Os *os, const char *folder, Arena *arena, LaneFileChoice *out,
                               Error *error);

#endif
