/* The scripted finger and scanner (docs/scripts.md): one step a line. It acts only through SDL's
 * event queue, as a finger or a scanner does, and the demo scale's own, and looks only at the
 * access tree and the state. The first failing step ends the program with status 1 and says which
 * line. */
#ifndef KIOSK_APP_SCRIPT_H
#define KIOSK_APP_SCRIPT_H

#include <stdint.h>

#include "base/error.h"

typedef struct App App;
typedef struct Script Script;

// NULL `path`: no script (*out NULL). `shots`: folder of pictures, may be NULL.
MUST_USE bool script_open(const char *path, const char *shots, Script **out, Error *error);
void script_close(Script *script); // accepts NULL
// Goes as far as it can in this turn; sets app->quit at its end. Accepts NULL.
void script_turn(Script *script, App *app, int64_t now_ms);
int64_t script_due_ms(const Script *script, int64_t now_ms); // INT64_MAX without one

#endif
