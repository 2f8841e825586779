/* The grammar of a JSON number (RFC 8259, section 6), one byte at a time. */
#ifndef KIOSK_BACKOFFICE_JSON_NUMBER_H
#define KIOSK_BACKOFFICE_JSON_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

typedef enum JsonNumber { // what came last
    JSON_NUMBER_NOTHING,  // nothing yet
    JSON_NUMBER_MINUS,
    JSON_NUMBER_ZERO, // a leading 0
    JSON_NUMBER_WHOLE,
    JSON_NUMBER_POINT,
    JSON_NUMBER_FRACTION,
    JSON_NUMBER_E,
    JSON_NUMBER_E_SIGN,
    JSON_NUMBER_EXPONENT,
} JsonNumber;

// Moves on over `byte`. False, and nothing moved: the byte is not part of the number.
bool json_number_step(JsonNumber *number, uint8_t byte);
bool json_number_may_end(JsonNumber number);

#endif
