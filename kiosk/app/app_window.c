/* What an App with and without a lane needs of the machine: assets, the window, the screens, and
 * how the program is told to end. */
#include <SDL.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "app/app.h"

bool app_find_assets(App *app, Error *error)
{
    static const char *const places[] = {"/../assets", "/../share/kiosk"};
    char program[LANE_PATH_MAX - 32];
    ssize_t size = readlink("/proc/self/exe", program, sizeof program - 1);
    if (size <= 0)
        return error_set_errno(error, errno, "cannot find where the program is");
    program[size] = 0;
    *strrchr(program, '/') = 0;
    for (size_t i = 0; i < COUNT_OF(places); i++) {
        char probe[LANE_PATH_MAX + 16];
        snprintf(app->assets_directory, sizeof app->assets_directory, "%s%s", program, places[i]);
        snprintf(probe, sizeof probe, "%s/icons", app->assets_directory);
        if (access(probe, R_OK) == 0)
            return true;
    }
    return error_set(
        error, ERROR_IO,
        "the assets are neither in '%s/../assets' nor in '%s/../share/kiosk': install again",
        program, program);
}

bool app_open_window(App *app, Error *error)
{
    const Arguments *arguments = &app->arguments;
    SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
    app->has_display = display_open_window(&app->display, "Kiosk", arguments->window_width,
                                           arguments->window_height, error);
    return app->has_display;
}

bool app_open_screen(App *app, Error *error)
{
    const Arguments *arguments = &app->arguments;
    if (!wake_open(&app->wake, error))
        return false;
    UiSetup setup = {.display = &app->display,
                     .assets_directory = app->assets_directory,
                     .dpi = (float)app->config.display.dpi,
                     .pictures = app_pictures(app),
                     .bell = wake_ring,
                     .bell_context = &app->wake};
    if (!ui_create(&app->ui, &setup, error))
        return false;
    ui_set_settings(app->ui, (UiSettings){.theme = (ThemeKind)app->config.display.theme,
                                          .text_percent = app->config.display.text_percent,
                                          .motion_off = !app->config.display.motion});
    ui_show_damage(app->ui, arguments->show_damage);
    app->screens = screens_create();
    SDL_StartTextInput();
    return true;
}

static App *signal_app;

static void on_signal(int number)
{
    (void)number;
    signal_app->quit = true;
    uint64_t one = 1;
    ssize_t ignored = write(signal_app->wake.event_fd, &one, sizeof one);
    (void)ignored;
}

void app_take_signals(App *app)
{
    signal_app = app;
    struct sigaction action = {.sa_handler = on_signal};
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    signal(SIGPIPE, SIG_IGN);
    // No core file: it would hold the key and what customers typed (promise P9).
    struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
    prctl(PR_SET_DUMPABLE, 0);
}
