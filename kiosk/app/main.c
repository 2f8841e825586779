#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#include "app/app.h"
#include "app/check.h"
#include "app/closed_run.h"
#include "app/hash_pin.h"
#include "app/settings_take.h"
#include "app/setup_run.h"
#include "os/os_heap.h"

static int fail(const Error *error)
{
    fprintf(stderr, "kiosk: %s\n", error->message);
    return 1;
}

static int run(const Arguments *arguments)
{
    Error error = {0};
    App *app = calloc(1, sizeof *app); // large: it holds the open order
    CHECK(app);
    bool started = app_start(app, arguments, &error);
    int status = started ? app_run(app) : 1;
    app_stop(app);
    free(app);
    return started ? status : fail(&error);
}

int main(int count, char **words)
{
    Arguments arguments;
    Error error = {0};
    int status = 1;
    os_heap_begin();
    if (!arguments_parse(count, words, &arguments, &error)) {
        fprintf(stderr, "kiosk: %s\n", error.message);
        return 2;
    }
    if (sodium_init() < 0) {
        fprintf(stderr, "kiosk: libsodium does not start\n");
        return 1;
    }
    switch (arguments.command) {
    case COMMAND_RUN:
        return run(&arguments);
    case COMMAND_CHECK:
        return check_run(&arguments, &error) ? 0 : fail(&error);
    case COMMAND_DEVICES:
        return check_devices_run(&arguments, &error) ? 0 : fail(&error);
    case COMMAND_HASH_PIN:
        return hash_pin_run(&error) ? 0 : fail(&error);
    case COMMAND_SETUP:
        return setup_run(&arguments, &status, &error) ? status : fail(&error);
    case COMMAND_CLOSED:
        return closed_run(&arguments, &status, &error) ? status : fail(&error);
    case COMMAND_UNPACK:
        return settings_unpack(&arguments, &error) ? 0 : fail(&error);
    case COMMAND_HELP:
        fputs(arguments_help(), stdout);
        return 0;
    case COMMAND_VERSION:
        printf("kiosk %s\n", KIOSK_VERSION);
        return 0;
    }
    return 2;
}
