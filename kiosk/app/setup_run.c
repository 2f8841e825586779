/* An App without a lane: window, screens and script are the same, the checkout stays empty. */
#include "app/setup_run.h"

#include <SDL.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "app/script.h"
#include "app/settings_take.h"
#include "app/setup_input.h"
#include "setup/setup_parts.h"
#include "ui/image_library.h"

enum { DONE_SHOWN_MS = 1500, WORDS_FILE_MAX = 390 };

typedef struct Setup {
    App app;
    const char *folder;
    SetupParts parts;
    SetupInput input;
    SetupView view;
    bool done;
    int64_t done_ms;
} Setup;

// There is no data folder for a log yet: the service manager keeps what is said here. No secrets.
static void say(const char *format, ...) PRINTF_LIKE(1, 2);
static void say(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fputs("kiosk-setup: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
}

// ---- Start and stop

// What is said of the card's own settings, when they were not taken: a sentence of another program.
static void read_trouble(const char *path, SetupView *view)
{
    char line[WORDS_FILE_MAX];
    FILE *file = path ? fopen(path, "re") : NULL;
    if (!file)
        return;
    bool has = fgets(line, sizeof line, file) != NULL;
    fclose(file);
    Text words = has ? text_trim(text_from_string(line)) : (Text){0};
    while (words.size > 0 && words.data[words.size - 1] == '.')
        words.size--;
    if (words.size == 0)
        return;
    view->note = SETUP_NOTE_CARD;
    text_copy_to_buffer(words, view->words, sizeof view->words);
}

// There is no kiosk.ini to say which languages: all that the program has.
static void all_languages(LaneView *view)
{
    static const char *const languages[] = {"en", "de", "fr", "ar"};
    for (size_t i = 0; i < COUNT_OF(languages); i++)
        snprintf(view->languages[view->language_count++], sizeof view->languages[0], "%s",
                 languages[i]);
}

static bool start(Setup *setup, const Arguments *arguments, Error *error)
{
    App *app = &setup->app;
    app->arguments = *arguments;
    app->os = os_linux();
    app->wake.event_fd = -1;
    app->config.display.motion = true;
    setup->folder = arguments->setup;
    all_languages(&app->view);
    app->view.shop_name = app->view.lane_name = "";
    checkout_init(&app->lane.checkout, "en");
    app->shown_screen = app->lane.checkout.screen = SCREEN_CLOSED;
    read_trouble(arguments->trouble, &setup->view);
    if (!os_machine_label(&app->os, setup->view.machine))
        setup->view.machine[0] = 0;
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
    return true;
}

// ---- Codes

static void count_parts(Setup *setup)
{
    setup->view.count = setup->parts.count;
    setup->view.taken = setup->parts.taken;
    memcpy(setup->view.is_in, setup->parts.has, sizeof setup->view.is_in);
    _Static_assert(sizeof setup->view.is_in == sizeof setup->parts.has, "as many codes");
}

static void begin_anew(Setup *setup)
{
    explicit_bzero(&setup->parts, sizeof setup->parts); // a key is in there
    count_parts(setup);
}

static bool take(Setup *setup, SettingsTaken *taken, Error *error)
{
    static uint8_t file[LANE_FILE_SIZE_MAX];
    size_t size = 0;
    LaneFile lane;
    bool ok = setup_parts_join(&setup->parts, file, &size, error) &&
              lane_file_read((Bytes){file, size}, &lane, error) &&
              settings_take(&setup->app.os, setup->folder, &lane, taken, error);
    explicit_bzero(file, sizeof file);
    return ok;
}

static void take_whole(Setup *setup, int64_t now_ms)
{
    SettingsTaken taken;
    Error error;
    if (take(setup, &taken, &error)) {
        say("the settings of '%s' are in '%s'", taken.lane, setup->folder);
        setup->view.note = SETUP_NOTE_DONE;
        setup->done = true;
        setup->done_ms = now_ms;
        return;
    }
    say("the setup codes were not taken: %s", error.message);
    setup->view.note = SETUP_NOTE_WRONG;
    snprintf(setup->view.words, sizeof setup->view.words, "%s", error.message);
    begin_anew(setup);
}

static SetupNote note_of(SetupScan scan)
{
    switch (scan) {
    case SETUP_SCAN_TAKEN:
        return SETUP_NOTE_NONE;
    case SETUP_SCAN_AGAIN:
        return SETUP_NOTE_AGAIN;
    case SETUP_SCAN_OTHER_SET:
        return SETUP_NOTE_OTHER_SET;
    case SETUP_SCAN_NONE:
        return SETUP_NOTE_NO_CODE;
    case SETUP_SCAN_DAMAGED:
        return SETUP_NOTE_DAMAGED;
    case SETUP_SCAN_NEWER:
        return SETUP_NOTE_NEWER;
    }
    return SETUP_NOTE_NONE;
}

static void say_scan(const Setup *setup, const char *code)
{
    if (setup->view.note == SETUP_NOTE_NONE || setup->view.note == SETUP_NOTE_AGAIN)
        say("%d of %d codes are in", (int)setup->view.taken, (int)setup->view.count);
    else
        say("a code of %zu keys, %zu of them digits first, was refused", strlen(code),
            strspn(code, "0123456789"));
}

// True: it was one, whatever is thought of it.
static bool end_run(Setup *setup, int64_t now_ms)
{
    char code[SETUP_RUN_MAX + 1];
    if (!setup_input_end(&setup->input, code))
        return false;
    setup->app.dirty = true;
    if (!setup->done) {
        setup->view.note = note_of(setup_parts_scan(&setup->parts, text_from_string(code)));
        count_parts(setup);
        say_scan(setup, code);
        if (setup_parts_complete(&setup->parts))
            take_whole(setup, now_ms);
    }
    explicit_bzero(code, sizeof code);
    return true;
}

// ---- Input

static void key_down(Setup *setup, const SDL_KeyboardEvent *key, int64_t now_ms)
{
    Ui *ui = setup->app.ui;
    bool back = key->keysym.mod & KMOD_SHIFT;
    switch (key->keysym.sym) {
    case SDLK_RETURN:
    case SDLK_KP_ENTER:
        if (!end_run(setup, now_ms))
            ui_press_key(ui, UI_KEY_ACT, now_ms);
        return;
    case SDLK_TAB:
        if (!end_run(setup, now_ms))
            ui_press_key(ui, back ? UI_KEY_PREVIOUS : UI_KEY_NEXT, now_ms);
        return;
    case SDLK_ESCAPE:
        ui_press_key(ui, UI_KEY_CANCEL, now_ms);
        return;
    case SDLK_UP:
        ui_press_key(ui, UI_KEY_UP, now_ms);
        return;
    case SDLK_DOWN:
        ui_press_key(ui, UI_KEY_DOWN, now_ms);
        return;
    default:
        // A fast scanner's second digit of two looks like a key that is held: both count.
        setup_input_key(&setup->input, (int32_t)key->keysym.scancode, now_ms);
    }
}

static void handle_input(Setup *setup, int64_t now_ms)
{
    App *app = &setup->app;
    SDL_Event event;
    while (SDL_PollEvent(&event)) {
        if (event.type == SDL_QUIT)
            app->quit = true;
        else if (event.type == SDL_KEYDOWN)
            key_down(setup, &event.key, now_ms);
        else if (event.type == SDL_TEXTINPUT) // a script's scanner
            setup_input_letter(&setup->input, event.text.text[0], now_ms);
        else if (!ui_handle_event(app->ui, &event, now_ms))
            continue;
        app->dirty = true;
    }
    if (now_ms >= setup_input_due_ms(&setup->input))
        end_run(setup, now_ms);
}

// ---- Frame

static void take_events(Setup *setup, const EventOut *out)
{
    Checkout *checkout = &setup->app.lane.checkout;
    Error error;
    for (int32_t i = 0; i < out->count; i++)
        if (out->events[i].kind == EVENT_LANGUAGE)
            snprintf(checkout->language, sizeof checkout->language, "%.*s",
                     (int)sizeof checkout->language - 1, out->events[i].text);
    if (out->setup_anew) {
        begin_anew(setup);
        setup->view.note = SETUP_NOTE_NONE;
        setup->app.dirty = true;
    }
    if (strcmp(setup->app.ui_language, checkout->language) == 0)
        return;
    if (!ui_set_language(setup->app.ui, text_from_string(checkout->language), &error))
        say("%s", error.message);
    snprintf(setup->app.ui_language, sizeof setup->app.ui_language, "%s", checkout->language);
    setup->app.dirty = true;
}

static void draw(Setup *setup, int64_t now_ms)
{
    App *app = &setup->app;
    EventOut out = {0};
    ScreensView view = {.checkout = &app->lane.checkout,
                        .pricing = &app->pricing,
                        .settings = &app->lane.settings,
                        .lane = &app->view,
                        .setup = &setup->view,
                        .now_ms = now_ms};
    app->dirty = false;
    ui_begin(app->ui, now_ms, TEXT("setup"));
    screens_draw(app->screens, app->ui, &view, &out);
    if (ui_end(app->ui) && !app->drawn) {
        app->drawn = true;
        say("waits for what the scanner reads");
    }
    if (screens_apply_settings(app->screens, app->ui))
        app->dirty = true;
    take_events(setup, &out);
}

static int64_t earlier(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static void sleep_until_due(Setup *setup)
{
    App *app = &setup->app;
    int64_t now_ms = app->os.clock.monotonic_ms(app->os.clock.context);
    int64_t due_ms = earlier(ui_next_wake_ms(app->ui), setup_input_due_ms(&setup->input));
    due_ms = earlier(due_ms, script_due_ms(app->script, now_ms));
    if (setup->done)
        due_ms = earlier(due_ms, setup->done_ms + DONE_SHOWN_MS);
    // Nothing is painted while a scanner types: what is not read in time is lost.
    if ((app->dirty && setup->input.size == 0) || app->quit || due_ms <= now_ms)
        return;
    bool busy = !ui_is_idle(app->ui) || setup->input.size > 0;
    wake_wait(&app->wake, due_ms == INT64_MAX ? -1 : due_ms - now_ms, busy);
}

static void loop(Setup *setup)
{
    App *app = &setup->app;
    take_events(setup, &(EventOut){0}); // the first language
    app->dirty = true;
    while (!app->quit) {
        int64_t now_ms = app->os.clock.monotonic_ms(app->os.clock.context);
        handle_input(setup, now_ms);
        script_turn(app->script, app, now_ms);
        if (setup->input.size == 0 && (app->dirty || now_ms >= ui_next_wake_ms(app->ui)))
            draw(setup, now_ms);
        if (setup->done && now_ms >= setup->done_ms + DONE_SHOWN_MS)
            app->quit = true;
        sleep_until_due(setup);
    }
}

bool setup_run(const Arguments *arguments, int *out_status, Error *error)
{
    Setup *setup = calloc(1, sizeof *setup); // large: it holds an order
    CHECK(setup);
    bool started = start(setup, arguments, error);
    if (started) {
        loop(setup);
        *out_status = setup->app.exit_status ? setup->app.exit_status
                      : setup->done          ? 0
                                             : SETUP_STOPPED;
    }
    app_stop(&setup->app);
    explicit_bzero(setup, sizeof *setup);
    free(setup);
    return started;
}
