#include "app/setup_run.h"

#include <SDL.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/app_bare.h"
#include "app/script.h"
#include "app/sentence.h"
#include "app/settings_take.h"
#include "app/setup_input.h"
#include "setup/setup_parts.h"

enum { DONE_SHOWN_MS = 1500 };

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
    Error error;
    if (!path)
        return;
    if (sentence_read(path, view->words, &error))
        view->note = SETUP_NOTE_CARD;
    else if (error.os_errno != ENOENT) // they were taken, or there were none
        say("%s, ignoring", error.message);
}

static bool start(Setup *setup, const Arguments *arguments, Error *error)
{
    App *app = &setup->app;
    setup->folder = arguments->setup;
    if (!app_bare_start(app, arguments, error))
        return false;
    read_trouble(arguments->trouble, &setup->view);
    if (!os_machine_label(&app->os, setup->view.machine))
        setup->view.machine[0] = 0;
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

static bool ends_code(SDL_Keycode key)
{
    return key == SDLK_RETURN || key == SDLK_KP_ENTER || key == SDLK_TAB;
}

static void key_down(Setup *setup, const SDL_Event *event, int64_t now_ms)
{
    const SDL_Keysym *key = &event->key.keysym;
    if (ends_code(key->sym) && end_run(setup, now_ms))
        return;
    // A fast scanner's second digit of two looks like a key that is held: both count.
    if (!app_bare_take_event(&setup->app, event, now_ms))
        setup_input_key(&setup->input, (int32_t)key->scancode, now_ms);
}

static void handle_input(Setup *setup, int64_t now_ms)
{
    App *app = &setup->app;
    SDL_Event event;
    while (SDL_PollEvent(&event)) {
        if (event.type == SDL_KEYDOWN)
            key_down(setup, &event, now_ms);
        else if (event.type == SDL_TEXTINPUT) // a script's scanner
            setup_input_letter(&setup->input, event.text.text[0], now_ms);
        else if (!app_bare_take_event(app, &event, now_ms))
            continue;
        app->dirty = true;
    }
    if (now_ms >= setup_input_due_ms(&setup->input))
        end_run(setup, now_ms);
}

// ---- Frame

static void draw(Setup *setup, int64_t now_ms)
{
    EventOut out = {0};
    ScreensView view = {.setup = &setup->view, .now_ms = now_ms};
    if (app_bare_draw(&setup->app, TEXT("setup"), &view, &out))
        say("waits for what the scanner reads");
    if (!out.setup_anew)
        return;
    begin_anew(setup);
    setup->view.note = SETUP_NOTE_NONE;
    setup->app.dirty = true;
}

static void loop(Setup *setup)
{
    App *app = &setup->app;
    while (!app->quit) {
        int64_t now_ms = app->os.clock.monotonic_ms(app->os.clock.context);
        handle_input(setup, now_ms);
        script_turn(app->script, app, now_ms);
        // Nothing is painted while a scanner types: what is not read in time is lost.
        bool typing = setup->input.size > 0;
        if (!typing && (app->dirty || now_ms >= ui_next_wake_ms(app->ui)))
            draw(setup, now_ms);
        int64_t end_ms = setup->done ? setup->done_ms + DONE_SHOWN_MS : INT64_MAX;
        int64_t code_ms = setup_input_due_ms(&setup->input);
        if (now_ms >= end_ms)
            app->quit = true;
        app_bare_sleep(app, end_ms < code_ms ? end_ms : code_ms, typing);
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
