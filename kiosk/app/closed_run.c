#include "app/closed_run.h"

#include <SDL.h>
#include <stdlib.h>

#include "app/app_bare.h"
#include "app/script.h"
#include "app/sentence.h"

static void draw(App *app, const char *trouble, int64_t now_ms)
{
    EventOut out = {0};
    ScreensView view = {.trouble = trouble, .now_ms = now_ms};
    app_bare_draw(app, TEXT("closed"), &view, &out);
}

static void loop(App *app, const char *trouble)
{
    SDL_Event event;
    while (!app->quit) {
        int64_t now_ms = app->os.clock.monotonic_ms(app->os.clock.context);
        while (SDL_PollEvent(&event))
            app_bare_take_event(app, &event, now_ms);
        script_turn(app->script, app, now_ms);
        if (app->dirty || now_ms >= ui_next_wake_ms(app->ui))
            draw(app, trouble, now_ms);
        if (app->drawn)
            service_manager_ready(&app->manager);
        service_manager_alive(&app->manager, now_ms);
        app_bare_sleep(app, service_manager_due_ms(&app->manager), false);
    }
}

bool closed_run(const Arguments *arguments, int *out_status, Error *error)
{
    char trouble[SENTENCE_SIZE];
    if (!sentence_read(arguments->closed, trouble, error))
        return false;
    App *app = calloc(1, sizeof *app); // large: it holds an order
    CHECK(app);
    service_manager_open(&app->manager);
    bool started = app_bare_start(app, arguments, error);
    if (started) {
        loop(app, trouble);
        *out_status = app->exit_status;
    }
    app_stop(app);
    free(app);
    return started;
}
