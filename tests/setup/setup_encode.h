/* The other way round, for tests: settings into a file, a file into setup codes. Written from
 * docs/provisioning.md, as tools/pack_lane was. */
#ifndef TESTS_SETUP_SETUP_ENCODE_H
#define TESTS_SETUP_SETUP_ENCODE_H

#include "setup/lane_file.h"
#include "setup/setup_code.h"

typedef struct SetupCodes {
    int32_t count;
    char digits[SETUP_PARTS_MAX][SETUP_CODE_DIGITS_MAX + 1];
} SetupCodes;

// Bytes written; `out` has LANE_FILE_SIZE_MAX of them.
size_t encode_lane_file(const LaneFile *file, uint8_t *out);
void encode_codes(Bytes lane_file, SetupCodes *out); // compressed
// As the codes of a set: any bytes, of which a lane may make nothing. At most SETUP_PARTS_MAX of
// them.
void encode_packed(Bytes packed, SetupCodes *out);
// Puts the check digits behind `digits`, a code without them.
void encode_check(char *digits);

#endif
