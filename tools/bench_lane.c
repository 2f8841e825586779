#include "bench_lane.h"

#include <SDL.h>
#include <stdlib.h>
#include <string.h>

enum { FRAME_MS = 16, SETTLE_FRAMES_MAX = 400, QUIET_MS = 600 };

static void step(BenchLane *lane, const CheckoutEvent *event)
{
    App *app = lane->app;
    CheckoutEffects effects;
    int64_t now_unix_ms = shop_time_unix_ms(&app->time);
    CheckoutWorld world = {
        .catalogue = app->has_catalogue ? &app->catalogue : NULL,
        .settings = &app->settings,
        .now_ms = lane->now_ms,
        .now_unix_ms = now_unix_ms,
        .local_minute = shop_time_local_minute(now_unix_ms),
        .next_number = {app->session.session_id, app->session.login_number, app->counter_next},
        .next_ticket = app->next_ticket++,
    };
    app->os.random.fill(app->os.random.context, world.random, sizeof world.random);
    checkout_step(&app->checkout, event, &world, &effects);
    app_perform(app, &effects);
    app->dirty = true;
}

static void run_events(BenchLane *lane)
{
    App *app = lane->app;
    while (app->event_count > 0) {
        CheckoutEvent event = app->events[app->event_first];
        app->event_first = (app->event_first + 1) % APP_EVENTS_MAX;
        app->event_count--;
        step(lane, &event);
    }
    app_flush_records(app);
}

void bench_lane_event(BenchLane *lane, CheckoutEvent event)
{
    lane->app->scratch.used_bytes = 0;
    app_post(lane->app, event);
    run_events(lane);
}

bool bench_lane_draw(BenchLane *lane)
{
    App *app = lane->app;
    ScreensView view;
    EventOut out = {0};
    app->dirty = false;
    app_fill_view(app, &view, lane->now_ms);
    ui_begin(app->ui, lane->now_ms, text_from_string(checkout_screen_name(app->checkout.screen)));
    screens_draw(app->screens, app->ui, &view, &out);
    bool presented = ui_end(app->ui);
    for (int32_t i = 0; i < out.count; i++)
        app_post(app, out.events[i]);
    return presented;
}

bool bench_lane_turn(BenchLane *lane)
{
    App *app = lane->app;
    app->scratch.used_bytes = 0;
    app_handle_input(app, lane->now_ms);
    app_drain_inboxes(app);
    if (lane->now_ms >= checkout_next_tick_ms(&app->checkout, &app->settings))
        app_post(app, (CheckoutEvent){.kind = EVENT_TICK});
    run_events(lane);
    app_orders_send(app);
    return (app->dirty || lane->now_ms >= ui_next_wake_ms(app->ui)) && bench_lane_draw(lane);
}

int64_t bench_lane_due_ms(const BenchLane *lane)
{
    const App *app = lane->app;
    int64_t due_ms = checkout_next_tick_ms(&app->checkout, &app->settings);
    int64_t frame_ms = ui_next_wake_ms(app->ui), input_ms = app_input_due_ms(app);
    due_ms = frame_ms < due_ms ? frame_ms : due_ms;
    return input_ms < due_ms ? input_ms : due_ms;
}

void bench_lane_settle(BenchLane *lane)
{
    for (int32_t i = 0; i < SETTLE_FRAMES_MAX; i++) {
        (void)bench_lane_turn(lane);
        if (!lane->app->dirty && bench_lane_due_ms(lane) > lane->now_ms + 4 * FRAME_MS)
            return;
        lane->now_ms += FRAME_MS;
    }
}

// Pictures and the first answers of the threads come in real time.
static void settle_threads(BenchLane *lane)
{
    for (int64_t start_ns = bench_now_ns(); bench_ms_since(start_ns) < QUIET_MS;) {
        (void)bench_lane_turn(lane);
        SDL_Delay(5);
        lane->now_ms += 5;
    }
    bench_lane_settle(lane);
}

BenchLane bench_lane_open(const LaneFolder *folder)
{
    BenchLane lane = {.app = calloc(1, sizeof(App))};
    CHECK(lane.app != NULL);
    Arguments arguments = {.command = COMMAND_RUN,
                           .config = folder->config,
                           .data = folder->data,
                           .window_width = BENCH_WIDTH,
                           .window_height = BENCH_HEIGHT};
    Error error;
    if (!app_start(lane.app, &arguments, &error))
        bench_fail("the kiosk does not start", error.message);
    lane.now_ms = lane.app->os.clock.monotonic_ms(lane.app->os.clock.context);
    settle_threads(&lane);
    if (!lane.app->has_catalogue || lane.app->checkout.screen == SCREEN_CLOSED)
        bench_fail("the kiosk does not sell", lane.app->checkout.cause);
    return lane;
}

void bench_lane_close(BenchLane *lane)
{
    app_stop(lane->app);
    free(lane->app);
    lane->app = NULL;
}

void bench_lane_type_code(const char *code)
{
    SDL_Event event = {.type = SDL_TEXTINPUT};
    for (; *code; code++) {
        event.text.text[0] = *code;
        SDL_PushEvent(&event);
    }
    event = (SDL_Event){.type = SDL_KEYDOWN};
    event.key.keysym.sym = SDLK_RETURN;
    SDL_PushEvent(&event);
}

const char *bench_lane_driver(void)
{
    return SDL_GetCurrentVideoDriver();
}
