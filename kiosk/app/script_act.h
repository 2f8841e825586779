/* What scripts do, as fingers, scanners, keypads and badges do it: events in SDL's queue. */
#ifndef KIOSK_APP_SCRIPT_ACT_H
#define KIOSK_APP_SCRIPT_ACT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

typedef struct App App;

void script_push_finger(uint32_t type, float x, float y); // SDL_FINGERDOWN ...; 0 to 1
void script_push_letter(Text letter);                     // the first code point
// As a wedge types it: letter after letter, then Enter.
void script_push_scan(Text code);
// TAB, ENTER, ESC, UP, DOWN, LEFT, RIGHT or BACKSPACE; false for other names.
bool script_push_key(const char *name);
void script_push_badge(const App *app, const char *code);

#endif
