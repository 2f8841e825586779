/* The command line of `kiosk`. */
#ifndef KIOSK_APP_ARGUMENTS_H
#define KIOSK_APP_ARGUMENTS_H

#include <stdint.h>

#include "base/error.h"

typedef enum Command {
    COMMAND_RUN,
    COMMAND_CHECK,
    COMMAND_DEVICES,
    COMMAND_HASH_PIN,
    COMMAND_SETUP,
    COMMAND_CLOSED,
    COMMAND_UNPACK,
    COMMAND_HELP,
    COMMAND_VERSION
} Command;

typedef struct Arguments {
    Command command;
    const char *config, *data, *script, *shots;
    const char *setup, *trouble;         // with --setup: the folder, and a file of words or NULL
    const char *closed;                  // a file of words
    const char *unpack_from, *unpack_to; // folders
    int32_t window_width, window_height; // 0: full screen
    bool server;                         // with --check
    bool show_damage;                    // for developers
} Arguments;

// False: wrong usage (exit status 2); the message says what.
MUST_USE bool arguments_parse(int count, char **words, Arguments *out, Error *error);
const char *arguments_help(void);

#endif
