/* A customer who does anything at all, to find what nobody thought of: touches, swipes, keys,
 * scans, badges and weights at random, with a seed that repeats them. After each turn the sale must
 * add up. */
#ifndef KIOSK_APP_SCRIPT_MONKEY_H
#define KIOSK_APP_SCRIPT_MONKEY_H

#include <stdint.h>

#include "base/error.h"

typedef struct App App;

typedef struct ScriptMonkey {
    int32_t left; // acts to do; 0: at rest
    uint64_t state;
    char badge[32]; // an attendant's, shown now and then; may be empty
    bool finger_down;
    float x, y;     // of the finger
    int32_t screen; // of the turn before
    int64_t rest_until_ms;
} ScriptMonkey;

void script_monkey_begin(ScriptMonkey *monkey, int32_t count, uint64_t seed, const char *badge);
// Looks whether the sale adds up, then does one more thing or waits. False: it doesn't, and how.
MUST_USE bool script_monkey_turn(ScriptMonkey *monkey, App *app, int64_t now_ms, Error *error);

#endif
