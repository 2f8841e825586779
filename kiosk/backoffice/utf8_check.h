/* Whether bytes that arrive one at a time are UTF-8: no overlong forms, no surrogates, nothing
 * beyond U+10FFFF. */
#ifndef KIOSK_BACKOFFICE_UTF8_CHECK_H
#define KIOSK_BACKOFFICE_UTF8_CHECK_H

#include <stdbool.h>
#include <stdint.h>

typedef struct Utf8Check { // zeroed: between code points
    int32_t more;          // bytes that the code point at hand still needs
    uint8_t low, high;     // what the next of them may be
} Utf8Check;

// Takes the next byte. False: it can't come here.
bool utf8_check_step(Utf8Check *check, uint8_t byte);

#endif
