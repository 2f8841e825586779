/* An App without a lane, for what is shown when there is none: no configuration, no data folder,
 * no threads of the lane's. Window, screens, script and signals are the same as the lane's; the
 * checkout stays empty and closed, and only its language changes. */
#ifndef KIOSK_APP_APP_BARE_H
#define KIOSK_APP_APP_BARE_H

#include <SDL.h>

#include "app/app.h"

// Up to the first picture. After it, also when it failed, app_stop.
MUST_USE bool app_bare_start(App *app, const Arguments *arguments, Error *error);
// The end of the program, a finger, a person's keys for the focus. False: it was none of these.
bool app_bare_take_event(App *app, const SDL_Event *event, int64_t now_ms);
// Draws *view, of which the caller has filled what is shown in place of a lane, and takes a
// language that was chosen; other events are the caller's. True: the first picture is shown.
bool app_bare_draw(App *app, Text name, ScreensView *view, EventOut *out);
// Sleeps until input, a signal, the script, the screen's next frame or `due_ms`; not at all when a
// frame is due. `typing`: a scanner types, and frames wait for its end.
void app_bare_sleep(App *app, int64_t due_ms, bool typing);

#endif
