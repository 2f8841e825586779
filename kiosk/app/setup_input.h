/* What a scanner types on the setup screen: runs of digits. Physical keys are read, not letters:
 * the row of digits is the same ten keys whatever layout scanner and lane are set to, with Shift or
 * without. Pure but for SDL's numbers of the keys. */
#ifndef KIOSK_APP_SETUP_INPUT_H
#define KIOSK_APP_SETUP_INPUT_H

#include <stdbool.h>
#include <stdint.h>

enum {
    SETUP_RUN_MAX = 1024,      // longer than any code of ours
    SETUP_RUN_MIN = 3,         // fewer are a person's keys
    SETUP_RUN_PAUSE_MS = 1000, // a scanner that types no Enter has ended, or its Enter was lost
};

typedef struct SetupInput {
    char run[SETUP_RUN_MAX + 1];
    int32_t size;
    int64_t last_ms;
} SetupInput;

// A key went down: its SDL_Scancode. True: it was part of a code; other keys than digits stand as
// '?'.
bool setup_input_key(SetupInput *input, int32_t scancode, int64_t now_ms);
void setup_input_letter(SetupInput *input, char letter, int64_t now_ms); // of a script
// Enter or Tab, or nothing more for a while: the run is over. False: there was none, or a person's.
bool setup_input_end(SetupInput *input, char out_code[SETUP_RUN_MAX + 1]);
int64_t setup_input_due_ms(const SetupInput *input); // INT64_MAX: nothing is held

#endif
