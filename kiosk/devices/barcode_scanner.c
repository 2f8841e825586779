#include "devices/barcode_scanner.h"

#include <string.h>

static void take(BarcodeScanner *scanner, char out_code[SCANNER_SIZE_MAX + 1])
{
    memcpy(out_code, scanner->run, (size_t)scanner->size);
    out_code[scanner->size] = 0;
    scanner->size = 0;
    scanner->overflow = false;
}

ScannerResult barcode_scanner_character(BarcodeScanner *scanner, uint32_t code_point,
                                        int64_t now_ms, char out_code[SCANNER_SIZE_MAX + 1])
{
    ScannerResult result = SCANNER_HELD;
    out_code[0] = 0;
    if (scanner->size > 0 && now_ms - scanner->last_ms > SCANNER_KEY_GAP_MS) {
        take(scanner, out_code); // what was held is older than a scanner is slow
        result = SCANNER_TYPING;
    }
    char bytes[4];
    int32_t size = text_encode_code_point(code_point, bytes);
    if (scanner->size + size > SCANNER_SIZE_MAX)
        scanner->overflow = true; // goes on being one run until it pauses or ends
    else {
        memcpy(scanner->run + scanner->size, bytes, (size_t)size);
        scanner->size += size;
    }
    scanner->last_ms = now_ms;
    return result;
}

ScannerResult barcode_scanner_enter(BarcodeScanner *scanner, int64_t now_ms,
                                    char out_code[SCANNER_SIZE_MAX + 1])
{
    bool fast = scanner->size > 0 && now_ms - scanner->last_ms <= SCANNER_KEY_GAP_MS;
    bool overflow = scanner->overflow;
    bool long_enough = scanner->size >= SCANNER_SIZE_MIN;
    take(scanner, out_code);
    if (fast && overflow)
        return SCANNER_TOO_LONG;
    return fast && long_enough ? SCANNER_SCAN : SCANNER_TYPING;
}

bool barcode_scanner_take_typing(BarcodeScanner *scanner, int64_t now_ms,
                                 char out_code[SCANNER_SIZE_MAX + 1])
{
    if (scanner->size == 0 || now_ms - scanner->last_ms <= SCANNER_KEY_GAP_MS)
        return false;
    take(scanner, out_code);
    return true;
}

void barcode_scanner_not_seen(BarcodeScanner *scanner, int64_t duration_ms)
{
    if (scanner->size > 0)
        scanner->last_ms += duration_ms;
}

int64_t barcode_scanner_due_ms(const BarcodeScanner *scanner)
{
    return scanner->size > 0 ? scanner->last_ms + SCANNER_KEY_GAP_MS + 1 : INT64_MAX;
}
