/* One setup code: a part of a lane's settings as digits, as a QR code holds it and a scanner types
 * it. Digits alone, because they are the same ten keys on every keyboard that a scanner may be set
 * to, and letters are not. docs/provisioning.md has each digit. Pure. */
#ifndef KIOSK_SETUP_SETUP_CODE_H
#define KIOSK_SETUP_SETUP_CODE_H

#include "base/text.h"

enum {
    SETUP_PART_SIZE = 196, // bytes of every part but the last
    SETUP_PARTS_MAX = 60,
    SETUP_HEAD_DIGITS = 19,
    SETUP_CHECK_DIGITS = 10,
    SETUP_CODE_DIGITS_MAX = 505, // of a full part; a QR code of version 10, level M takes 513
};

typedef struct SetupPart {
    int32_t number, count; // from 1
    uint32_t set;          // CRC-32C of all parts' bytes together
    int32_t size;
    uint8_t bytes[SETUP_PART_SIZE];
} SetupPart;

typedef enum SetupCodeResult {
    SETUP_CODE_OK,
    SETUP_CODE_NONE,    // something else: an article, a badge
    SETUP_CODE_DAMAGED, // a digit is wrong or missing
    SETUP_CODE_NEWER,   // of a newer tool
} SetupCodeResult;

SetupCodeResult setup_code_read(Text code, SetupPart *out);

#endif
