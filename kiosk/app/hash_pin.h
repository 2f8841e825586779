/* kiosk --hash-pin: asks for a badge and a PIN and prints the two strings for [attendants]. */
#ifndef KIOSK_APP_HASH_PIN_H
#define KIOSK_APP_HASH_PIN_H

#include "base/error.h"

MUST_USE bool hash_pin_run(Error *error); // reads standard input, writes standard output

#endif
