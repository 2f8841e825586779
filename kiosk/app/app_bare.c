#include "app/app_bare.h"

#include <stdio.h>
#include <string.h>

#include "app/script.h"
#include "ui/image_library.h"

// There is no kiosk.ini to say which languages: all that the program has.
static void all_languages(LaneView *view)
{
    static const char *const languages[] = {"en", "de", "fr", "ar"};
    for (size_t i = 0; i < COUNT_OF(languages); i++)
        snprintf(view->languages[view->language_count++], sizeof view->languages[0], "%s",
                 languages[i]);
}

static void empty_lane(App *app)
{
    app->config.display.motion = true;
    app->view.shop_name = app->view.lane_name = "";
    all_languages(&app->view);
    checkout_init(&app->lane.checkout, "en");
    app->shown_screen = app->lane.checkout.screen = SCREEN_CLOSED;
}

static void follow_language(App *app)
{
    const char *language = app->lane.checkout.language;
    Error error;
    if (strcmp(app->ui_language, language) == 0)
        return;
    // There is no data folder for a log: the service manager keeps what is said here.
    if (!ui_set_language(app->ui, text_from_string(language), &error))
        fprintf(stderr, "kiosk: %s\n", error.message);
    snprintf(app->ui_language, sizeof app->ui_language, "%s", language);
    app->dirty = true;
}

bool app_bare_start(App *app, const Arguments *arguments, Error *error)
{
    app->arguments = *arguments;
    app->os = os_linux();
    app->wake.event_fd = -1;
    empty_lane(app);
    display_prepare();
    if (!app_find_assets(app, error) ||
        !script_open(arguments->script, arguments->shots, &app->script, error) ||
        !app_open_window(app, error))
        return false;
    image_library_begin();
    if (!image_library_open(error) || !app_open_screen(app, error))
        return false;
    SDL_StopTextInput(); // keys are read, not letters
    app_take_signals(app);
    follow_language(app);
    app->dirty = true;
    return true;
}

static bool take_key(App *app, const SDL_KeyboardEvent *key, int64_t now_ms)
{
    bool back = key->keysym.mod & KMOD_SHIFT;
    switch (key->keysym.sym) {
    case SDLK_RETURN:
    case SDLK_KP_ENTER:
        ui_press_key(app->ui, UI_KEY_ACT, now_ms);
        return true;
    case SDLK_TAB:
        ui_press_key(app->ui, back ? UI_KEY_PREVIOUS : UI_KEY_NEXT, now_ms);
        return true;
    case SDLK_ESCAPE:
        ui_press_key(app->ui, UI_KEY_CANCEL, now_ms);
        return true;
    case SDLK_UP:
        ui_press_key(app->ui, UI_KEY_UP, now_ms);
        return true;
    case SDLK_DOWN:
        ui_press_key(app->ui, UI_KEY_DOWN, now_ms);
        return true;
    default:
        return false;
    }
}

bool app_bare_take_event(App *app, const SDL_Event *event, int64_t now_ms)
{
    bool taken = true;
    if (event->type == SDL_QUIT)
        app->quit = true;
    else if (event->type == SDL_KEYDOWN)
        taken = take_key(app, &event->key, now_ms);
    else
        taken = ui_handle_event(app->ui, event, now_ms);
    app->dirty |= taken;
    return taken;
}

static void take_language(App *app, const EventOut *out)
{
    Checkout *checkout = &app->lane.checkout;
    for (int32_t i = 0; i < out->count; i++)
        if (out->events[i].kind == EVENT_LANGUAGE)
            snprintf(checkout->language, sizeof checkout->language, "%.*s",
                     (int)sizeof checkout->language - 1, out->events[i].text);
    follow_language(app);
}

bool app_bare_draw(App *app, Text name, ScreensView *view, EventOut *out)
{
    view->checkout = &app->lane.checkout;
    view->pricing = &app->pricing;
    view->settings = &app->lane.settings;
    view->lane = &app->view;
    app->dirty = false;
    ui_begin(app->ui, view->now_ms, name);
    screens_draw(app->screens, app->ui, view, out);
    bool first = ui_end(app->ui) && !app->drawn;
    app->drawn |= first;
    if (screens_apply_settings(app->screens, app->ui))
        app->dirty = true;
    take_language(app, out);
    return first;
}

static int64_t earlier(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

void app_bare_sleep(App *app, int64_t due_ms, bool typing)
{
    int64_t now_ms = app->os.clock.monotonic_ms(app->os.clock.context);
    due_ms = earlier(due_ms, ui_next_wake_ms(app->ui));
    due_ms = earlier(due_ms, script_due_ms(app->script, now_ms));
    if ((app->dirty && !typing) || app->quit || due_ms <= now_ms)
        return;
    wake_wait(&app->wake, due_ms == INT64_MAX ? -1 : due_ms - now_ms,
              typing || !ui_is_idle(app->ui));
}
