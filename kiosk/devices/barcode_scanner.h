/* A scanner that types: a keyboard wedge. A fast run of characters ended by Enter is a scan; slow
 * keys are a person's. Told apart by speed alone, so it works on every screen; while a run may
 * still become a scan its keys are held back for SCANNER_KEY_GAP_MS, so that no key of a scanner
 * ever presses a button. Pure: time comes in. */
#ifndef KIOSK_DEVICES_BARCODE_SCANNER_H
#define KIOSK_DEVICES_BARCODE_SCANNER_H

#include "base/text.h"

enum {
    SCANNER_KEY_GAP_MS = 60, // longest pause between two characters of one scan
    SCANNER_SIZE_MIN = 3,    // shorter runs are typing
    SCANNER_SIZE_MAX = 255,  // a Digital Link; GS1_SIZE_MAX
};

typedef struct BarcodeScanner {
    char run[SCANNER_SIZE_MAX + 1];
    int32_t size;
    bool overflow;
    int64_t last_ms;
} BarcodeScanner;

typedef enum ScannerResult {
    SCANNER_HELD,     // may become a scan: ask scanner_take_typing after scanner_due_ms
    SCANNER_SCAN,     // a whole code is in out_code
    SCANNER_TYPING,   // a person: the characters of `out_code` (perhaps none) and then this key
    SCANNER_TOO_LONG, // a scan that is longer than any code we take: dropped, tell the customer
} ScannerResult;

// A printable character (ASCII or any code point; also 0x1d, the group separator of GS1).
ScannerResult barcode_scanner_character(BarcodeScanner *scanner, uint32_t code_point,
                                        int64_t now_ms, char out_code[SCANNER_SIZE_MAX + 1]);
// Enter (or Tab, which some scanners send). SCANNER_TYPING: it was a person's Enter.
ScannerResult barcode_scanner_enter(BarcodeScanner *scanner, int64_t now_ms,
                                    char out_code[SCANNER_SIZE_MAX + 1]);
// Characters that turned out to be typing because no more came. False: nothing, or still too early.
bool barcode_scanner_take_typing(BarcodeScanner *scanner, int64_t now_ms,
                                 char out_code[SCANNER_SIZE_MAX + 1]);
// Nobody looked for keys so long, because a picture was painted: that is no pause between two keys,
// since the next may have waited all the while.
void barcode_scanner_not_seen(BarcodeScanner *scanner, int64_t duration_ms);
// When barcode_scanner_take_typing is next worth a call; INT64_MAX: nothing is held.
int64_t barcode_scanner_due_ms(const BarcodeScanner *scanner);

#endif
