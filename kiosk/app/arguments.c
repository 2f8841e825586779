#include "app/arguments.h"

#include <stdio.h>
#include <string.h>

const char *arguments_help(void)
{
    return "usage: kiosk --config FILE [--data DIR] [--window WxH] [--script FILE] [--shots DIR]\n"
           "       kiosk --config FILE --check [--server]\n"
           "       kiosk --config FILE --devices\n"
           "       kiosk --setup FOLDER [--trouble FILE] [--window WxH] [--script FILE] [--shots "
           "DIR]\n"
           "       kiosk --closed FILE [--window WxH] [--script FILE] [--shots DIR]\n"
           "       kiosk --unpack FROM TO\n"
           "       kiosk --hash-pin | --help | --version\n"
           "\n"
           "  --config FILE   kiosk.ini; every key is described in kiosk.ini.example\n"
           "  --data DIR      journal, catalogue, pictures, logs (default /var/lib/kiosk)\n"
           "  --window WxH    a window of that size instead of the full screen\n"
           "  --script FILE   a scripted finger and scanner; docs/scripts.md has the steps\n"
           "  --shots DIR     where the script's pictures go\n"
           "  --check         looks at configuration, secrets, data folder, fonts and texts, then "
           "ends\n"
           "  --server        with --check: asks the back office too, and names what it lacks\n"
           "  --devices       says which devices are configured and whether they answer\n"
           "  --hash-pin      reads a badge and a PIN and prints the line for [attendants]\n"
           "  --setup FOLDER  asks for the lane's settings as codes, and puts them there; "
           "docs/provisioning.md\n"
           "  --trouble FILE  with --setup: says why the settings on the card were not taken\n"
           "  --closed FILE   shows a closed lane with FILE's sentence, until it is told to end\n"
           "  --unpack FROM TO  takes this machine's settings, a *.lane in FROM, into TO\n"
           "  --show-damage   tints what is painted anew\n";
}

static bool take_value(int count, char **words, int *i, const char **out, Error *error)
{
    if (*i + 1 >= count || words[*i + 1][0] == 0)
        return error_set(error, ERROR_INVALID, "%s needs a value: see kiosk --help", words[*i]);
    *out = words[++*i];
    return true;
}

static bool take_size(const char *value, Arguments *arguments, Error *error)
{
    int width, height, end = 0;
    if (sscanf(value, "%5dx%5d%n", &width, &height, &end) != 2 || value[end] != 0 || width < 320 ||
        height < 240 || width > 8192 || height > 8192)
        return error_set(
            error, ERROR_INVALID,
            "--window '%.40s': write a size from 320x240 to 8192x8192, such as 1080x1920", value);
    arguments->window_width = width;
    arguments->window_height = height;
    return true;
}

bool arguments_parse(int count, char **words, Arguments *out, Error *error)
{
    Arguments arguments = {0};
    const char *size = NULL;
    for (int i = 1; i < count; i++) {
        const char *word = words[i];
        bool ok = true;
        if (strcmp(word, "--config") == 0)
            ok = take_value(count, words, &i, &arguments.config, error);
        else if (strcmp(word, "--data") == 0)
            ok = take_value(count, words, &i, &arguments.data, error);
        else if (strcmp(word, "--script") == 0)
            ok = take_value(count, words, &i, &arguments.script, error);
        else if (strcmp(word, "--shots") == 0)
            ok = take_value(count, words, &i, &arguments.shots, error);
        else if (strcmp(word, "--window") == 0)
            ok = take_value(count, words, &i, &size, error) && take_size(size, &arguments, error);
        else if (strcmp(word, "--check") == 0)
            arguments.command = COMMAND_CHECK;
        else if (strcmp(word, "--server") == 0)
            arguments.server = true;
        else if (strcmp(word, "--devices") == 0)
            arguments.command = COMMAND_DEVICES;
        else if (strcmp(word, "--hash-pin") == 0)
            arguments.command = COMMAND_HASH_PIN;
        else if (strcmp(word, "--setup") == 0) {
            arguments.command = COMMAND_SETUP;
            ok = take_value(count, words, &i, &arguments.setup, error);
        } else if (strcmp(word, "--trouble") == 0)
            ok = take_value(count, words, &i, &arguments.trouble, error);
        else if (strcmp(word, "--closed") == 0) {
            arguments.command = COMMAND_CLOSED;
            ok = take_value(count, words, &i, &arguments.closed, error);
        } else if (strcmp(word, "--unpack") == 0) {
            arguments.command = COMMAND_UNPACK;
            ok = take_value(count, words, &i, &arguments.unpack_from, error) &&
                 take_value(count, words, &i, &arguments.unpack_to, error);
        } else if (strcmp(word, "--show-damage") == 0)
            arguments.show_damage = true;
        else if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0)
            arguments.command = COMMAND_HELP;
        else if (strcmp(word, "--version") == 0)
            arguments.command = COMMAND_VERSION;
        else
            return error_set(error, ERROR_INVALID, "'%.60s' is not known: see kiosk --help", word);
        if (!ok)
            return false;
    }
    bool needs_config = arguments.command == COMMAND_RUN || arguments.command == COMMAND_CHECK ||
                        arguments.command == COMMAND_DEVICES;
    if (needs_config && !arguments.config)
        return error_set(error, ERROR_INVALID, "--config FILE is needed: see kiosk --help");
    if (arguments.trouble && arguments.command != COMMAND_SETUP)
        return error_set(error, ERROR_INVALID, "--trouble goes with --setup");
    if (arguments.server && arguments.command != COMMAND_CHECK)
        return error_set(error, ERROR_INVALID, "--server goes with --check");
    *out = arguments;
    return true;
}
