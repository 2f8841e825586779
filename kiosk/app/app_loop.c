/* The main loop: input, one turn of the lane, a frame when one is due, sleep. Nothing in here waits
 * for a disk, a device or the network (promise P8). */
#include <stdio.h>
#include <string.h>

#include "app/app.h"
#include "app/script.h"
#include "base/log.h"

static void set_language(App *app)
{
    if (strcmp(app->ui_language, app->lane.checkout.language) == 0)
        return;
    Error error;
    if (!ui_set_language(app->ui, text_from_string(app->lane.checkout.language), &error))
        log_error("%s", error.message);
    snprintf(app->ui_language, sizeof app->ui_language, "%s", app->lane.checkout.language);
}

// How long a start took, for kiosk-bench and for a technician: the time is the machine's monotonic
// clock.
static void log_first_sellable(App *app)
{
    const OsClock *clock = &app->os.clock;
    bool can_sell =
        app->lane.checkout.screen == SCREEN_WELCOME || checkout_is_selling(&app->lane.checkout);
    if (app->first_sellable_logged || !can_sell)
        return;
    app->first_sellable_logged = true;
    log_info("first frame that can sell, at %lld ms",
             (long long)clock->monotonic_ms(clock->context));
}

static void draw(App *app, int64_t now_ms)
{
    ScreensView view;
    EventOut out = {0};
    set_language(app);
    if (app->shown_screen != app->lane.checkout.screen) {
        app->shown_screen = app->lane.checkout.screen;
        app->screen_since_ms = now_ms;
    }
    app->dirty = false;
    app_fill_view(app, &view, now_ms);
    ui_begin(app->ui, now_ms, text_from_string(checkout_screen_name(app->lane.checkout.screen)));
    screens_draw(app->screens, app->ui, &view, &out);
    if (ui_end(app->ui)) {
        app->drawn = true;
        log_first_sellable(app);
    }
    if (screens_apply_settings(app->screens, app->ui))
        app->dirty = true;
    for (int32_t i = 0; i < out.count; i++)
        lane_post(&app->lane, out.events[i]);
    explicit_bzero(out.events, (size_t)out.count * sizeof out.events[0]); // a PIN, perhaps
}

void app_draw_first(App *app)
{
    const OsClock *clock = &app->os.clock;
    int64_t now_ms = clock->monotonic_ms(clock->context);
    lane_step_posted(&app->lane, now_ms);
    app_handle_input(app, now_ms); // the window's own events; what a customer does waits for a turn
    draw(app, now_ms);
}

static void earlier(int64_t *at_ms, int64_t other_ms)
{
    if (other_ms < *at_ms)
        *at_ms = other_ms;
}

static void sleep_until_due(App *app)
{
    const OsClock *clock = &app->os.clock;
    if (app->dirty || app->quit)
        return;
    int64_t due_ms = lane_due_ms(&app->lane, clock->monotonic_ms(clock->context));
    earlier(&due_ms, ui_next_wake_ms(app->ui));
    earlier(&due_ms, app_input_due_ms(app));
    earlier(&due_ms, app_report_due_ms(app));
    earlier(&due_ms, script_due_ms(app->script, clock->monotonic_ms(clock->context)));
    int64_t now_ms = clock->monotonic_ms(clock->context);
    if (due_ms <= now_ms)
        return;
    wake_wait(&app->wake, due_ms == INT64_MAX ? -1 : due_ms - now_ms, !ui_is_idle(app->ui));
}

int app_run(App *app)
{
    const OsClock *clock = &app->os.clock;
    while (!app->quit) {
        int64_t now_ms = clock->monotonic_ms(clock->context);
        app_handle_input(app, now_ms);
        app_drain_sign_in(app);
        if (lane_turn(&app->lane, now_ms))
            app->dirty = true;
        if (key_advice_turn(&app->key_advice))
            app->dirty = true;
        script_turn(app->script, app, now_ms);
        if (app->dirty || now_ms >= ui_next_wake_ms(app->ui))
            draw(app, now_ms);
        barcode_scanner_not_seen(&app->scanner, clock->monotonic_ms(clock->context) - now_ms);
        app_report(app, now_ms);
        sleep_until_due(app);
    }
    return app->exit_status;
}
