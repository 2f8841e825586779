#include "bench_lane.h"

#include <SDL.h>
#include <stdlib.h>
#include <string.h>

enum { FRAME_MS = 16, SETTLE_FRAMES_MAX = 400, QUIET_MS = 600 };

void bench_lane_event(BenchLane *lane, CheckoutEvent event)
{
    lane_post(&lane->app->lane, event);
    lane_step_posted(&lane->app->lane, lane->now_ms);
    lane->app->dirty = true;
}

bool bench_lane_draw(BenchLane *lane)
{
    App *app = lane->app;
    ScreensView view;
    EventOut out = {0};
    app->dirty = false;
    app_fill_view(app, &view, lane->now_ms);
    ui_begin(app->ui, lane->now_ms,
             text_from_string(checkout_screen_name(app->lane.checkout.screen)));
    screens_draw(app->screens, app->ui, &view, &out);
    bool presented = ui_end(app->ui);
    for (int32_t i = 0; i < out.count; i++)
        lane_post(&app->lane, out.events[i]);
    return presented;
}

bool bench_lane_turn(BenchLane *lane)
{
    App *app = lane->app;
    app_handle_input(app, lane->now_ms);
    app_drain_sign_in(app);
    if (lane_turn(&app->lane, lane->now_ms))
        app->dirty = true;
    return (app->dirty || lane->now_ms >= ui_next_wake_ms(app->ui)) && bench_lane_draw(lane);
}

int64_t bench_lane_due_ms(const BenchLane *lane)
{
    const App *app = lane->app;
    int64_t due_ms = lane_due_ms(&app->lane, lane->now_ms);
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
    if (!lane.app->lane.has_catalogue || lane.app->lane.checkout.screen == SCREEN_CLOSED)
        bench_fail("the kiosk does not sell", lane.app->lane.checkout.cause);
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
