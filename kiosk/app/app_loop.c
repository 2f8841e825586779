/* One turn of the main loop: input, answers, timers, steps, effects, a frame when one is due,
 * sleep. Nothing in here waits for a disk, a device or the network (promise P8). */
#include <stdio.h>
#include <string.h>

#include "app/app.h"
#include "app/script.h"
#include "base/log.h"

void app_post(App *app, CheckoutEvent event)
{
    if (app->event_count == APP_EVENTS_MAX) {
        // Only a child that hammers a hundred keys a frame gets here. Answers of threads are never
        // so many.
        CHECK(event.kind < EVENT_SCALE);
        log_warning("too many events at once, ignoring one of kind %d", (int)event.kind);
        return;
    }
    app->events[(app->event_first + app->event_count) % APP_EVENTS_MAX] = event;
    app->event_count++;
}

static void step(App *app, const CheckoutEvent *event, int64_t now_ms)
{
    CheckoutEffects effects;
    int64_t now_unix_ms = shop_time_unix_ms(&app->time);
    CheckoutWorld world = {
        .catalogue = app->has_catalogue ? &app->catalogue : NULL,
        .settings = &app->settings,
        .now_ms = now_ms,
        .now_unix_ms = now_unix_ms,
        .local_minute = shop_time_local_minute(now_unix_ms),
        .next_number = {app->session.session_id, app->session.login_number, app->counter_next},
        .next_ticket = app->next_ticket,
        .online = app->sync_state == SYNC_ONLINE || app->sync_state == SYNC_LOADING,
    };
    app->os.random.fill(app->os.random.context, world.random, sizeof world.random);
    checkout_step(&app->checkout, event, &world, &effects);
    app->next_ticket++;
    if (app->checkout.order.number.counter >= app->counter_next)
        app->counter_next = app->checkout.order.number.counter + 1;
    app_perform(app, &effects);
    for (int32_t i = 0; i < effects.count; i++)
        if (effects.items[i].kind == EFFECT_VERIFY_PIN ||
            effects.items[i].kind == EFFECT_VERIFY_BADGE)
            explicit_bzero(&effects.items[i], sizeof effects.items[i]);
    app->dirty = true;
}

static void run_events(App *app, int64_t now_ms)
{
    while (app->event_count > 0) {
        CheckoutEvent *slot = &app->events[app->event_first], event = *slot;
        app->event_first = (app->event_first + 1) % APP_EVENTS_MAX;
        app->event_count--;
        explicit_bzero(slot, sizeof *slot); // a PIN or a badge, perhaps
        step(app, &event, now_ms);
        explicit_bzero(event.text, sizeof event.text);
    }
}

static void set_language(App *app)
{
    if (strcmp(app->ui_language, app->checkout.language) == 0)
        return;
    Error error;
    if (!ui_set_language(app->ui, text_from_string(app->checkout.language), &error))
        log_error("%s", error.message);
    snprintf(app->ui_language, sizeof app->ui_language, "%s", app->checkout.language);
}

// How long a start took, for kiosk-bench and for a technician: the time is the machine's monotonic
// clock.
static void log_first_sellable(App *app)
{
    const OsClock *clock = &app->os.clock;
    bool can_sell = app->checkout.screen == SCREEN_WELCOME || checkout_is_selling(&app->checkout);
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
    if (app->shown_screen != app->checkout.screen) {
        app->shown_screen = app->checkout.screen;
        app->screen_since_ms = now_ms;
    }
    app->dirty = false;
    app_fill_view(app, &view, now_ms);
    ui_begin(app->ui, now_ms, text_from_string(checkout_screen_name(app->checkout.screen)));
    screens_draw(app->screens, app->ui, &view, &out);
    if (ui_end(app->ui))
        log_first_sellable(app);
    if (screens_apply_settings(app->screens, app->ui))
        app->dirty = true;
    for (int32_t i = 0; i < out.count; i++)
        app_post(app, out.events[i]);
    explicit_bzero(out.events, (size_t)out.count * sizeof out.events[0]); // a PIN, perhaps
}

void app_draw_first(App *app)
{
    const OsClock *clock = &app->os.clock;
    int64_t now_ms = clock->monotonic_ms(clock->context);
    app->scratch.used_bytes = 0;
    run_events(app, now_ms);
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
    if (app->event_count > 0 || app->dirty || app->quit)
        return;
    int64_t due_ms = INT64_MAX;
    earlier(&due_ms, checkout_next_tick_ms(&app->checkout, &app->settings));
    earlier(&due_ms, ui_next_wake_ms(app->ui));
    earlier(&due_ms, app_input_due_ms(app));
    earlier(&due_ms, script_due_ms(app->script, clock->monotonic_ms(clock->context)));
    int64_t now_ms = clock->monotonic_ms(clock->context);
    if (app->record_count > 0)
        earlier(&due_ms, now_ms + 20); // the disk is behind
    if (due_ms <= now_ms)
        return;
    wake_wait(&app->wake, due_ms == INT64_MAX ? -1 : due_ms - now_ms, !ui_is_idle(app->ui));
}

int app_run(App *app)
{
    const OsClock *clock = &app->os.clock;
    while (!app->quit) {
        int64_t now_ms = clock->monotonic_ms(clock->context);
        app->scratch.used_bytes = 0;
        app_handle_input(app, now_ms);
        app_drain_inboxes(app);
        if (now_ms >= checkout_next_tick_ms(&app->checkout, &app->settings))
            app_post(app, (CheckoutEvent){.kind = EVENT_TICK});
        run_events(app, now_ms);
        app_flush_records(app);
        app_orders_send(app);
        script_turn(app->script, app, now_ms);
        if (app->dirty || now_ms >= ui_next_wake_ms(app->ui))
            draw(app, now_ms);
        sleep_until_due(app);
    }
    return app->exit_status;
}
