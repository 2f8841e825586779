/* A lane's settings in one piece, a file NAME.lane: kiosk.ini, the API key and the certificate of a
 * private authority, as docs/provisioning.md has it byte by byte. Pure: bytes in, pieces of them
 * out. */
#ifndef KIOSK_SETUP_LANE_FILE_H
#define KIOSK_SETUP_LANE_FILE_H

#include "base/error.h"
#include "base/text.h"

enum {
    LANE_FILE_SIZE_MAX = 65536,
    LANE_FILE_KEY_MAX = 199,    // bytes of the key, without its end of line
    LANE_FILE_MACHINE_MAX = 120 // OS_MACHINE_SIZE is larger
};

// All of it points into the file.
typedef struct LaneFile {
    Text machine; // whom it is for; empty: whoever takes it
    Bytes ini;
    Text key;        // one line, without its end
    Bytes authority; // empty: none
} LaneFile;

// False: ERROR_CORRUPT (no such file, or one that was changed), ERROR_LIMIT, ERROR_INVALID (of a
// newer tool). The words end a sentence that begins with the file's name.
MUST_USE bool lane_file_read(Bytes file, LaneFile *out, Error *error);

#endif
