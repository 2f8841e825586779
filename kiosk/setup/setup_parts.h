/* The setup codes that were scanned so far, and the settings that they are together. The codes may
 * come in any order and more than once; those of another set are refused while one is begun. */
#ifndef KIOSK_SETUP_SETUP_PARTS_H
#define KIOSK_SETUP_SETUP_PARTS_H

#include "base/error.h"
#include "setup/lane_file.h"
#include "setup/setup_code.h"

typedef struct SetupParts { // zeroed: none
    int32_t count, taken;   // count 0: none was scanned yet
    uint32_t set;
    bool has[SETUP_PARTS_MAX];
    int32_t last_size;
    uint8_t bytes[SETUP_PARTS_MAX * SETUP_PART_SIZE];
} SetupParts;

typedef enum SetupScan {
    SETUP_SCAN_TAKEN,
    SETUP_SCAN_AGAIN, // that one is in
    SETUP_SCAN_OTHER_SET,
    SETUP_SCAN_NONE, // as SetupCodeResult
    SETUP_SCAN_DAMAGED,
    SETUP_SCAN_NEWER,
} SetupScan;

SetupScan setup_parts_scan(SetupParts *parts, Text code);
bool setup_parts_complete(const SetupParts *parts);
// The file that complete parts hold. ERROR_CORRUPT: together they are not what the first one said.
MUST_USE bool setup_parts_join(const SetupParts *parts, uint8_t out_file[LANE_FILE_SIZE_MAX],
                               size_t *out_size, Error *error);

#endif
