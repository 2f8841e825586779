#include "app/settings_take.h"

#include <stdio.h>
#include <string.h>

#include "backoffice/http_transport.h"
#include "os/os_machine.h"
#include "setup/lane_file_choose.h"

enum { UNPACK_BYTES = 4 * 1024 * 1024 };

static bool is_plain(const char *name)
{
    return name[0] && name[0] != '.' && !strchr(name, '/');
}

static bool ends_with(const char *name, const char *end)
{
    size_t size = strlen(name), end_size = strlen(end);
    return size >= end_size && strcmp(name + size - end_size, end) == 0;
}

// The system reads other files of this folder (take-settings in platform): a setup code that made
// one of them could say who may come by ssh.
static bool is_the_systems(const char *name)
{
    return strcmp(name, SETTINGS_CARRIED) == 0 || strcmp(name, "authorized_keys") == 0 ||
           ends_with(name, ".ini") || ends_with(name, ".network") || ends_with(name, ".sources") ||
           ends_with(name, ".new");
}

// What the ini calls a file: config_load made a path of it.
static bool take_name(const char *folder, const char *path, const char *key, char out[64],
                      Error *error)
{
    size_t size = strlen(folder);
    bool beside = strncmp(path, folder, size) == 0 && path[size] == '/';
    const char *name = beside ? path + size + 1 : path;
    if (!is_plain(name) || strlen(name) >= 64)
        return error_set(error, ERROR_INVALID,
                         "kiosk.ini says %s = %.100s: name a file beside it, without a folder", key,
                         name);
    if (is_the_systems(name))
        return error_set(error, ERROR_INVALID,
                         "kiosk.ini says %s = %.100s: choose another name, this one is the "
                         "system's",
                         key, name);
    snprintf(out, 64, "%s", name);
    return true;
}

static bool take_names(const char *folder, const Config *config, const LaneFile *file,
                       SettingsNames *names, Error *error)
{
    bool has_authority = config->server.ca_file[0];
    if (!take_name(folder, config->server.key_file, "key_file", names->key, error) ||
        (has_authority &&
         !take_name(folder, config->server.ca_file, "ca_file", names->authority, error)))
        return false;
    if (has_authority && strcmp(names->key, names->authority) == 0)
        return error_set(error, ERROR_INVALID, "kiosk.ini says '%s' is key_file and ca_file",
                         names->key);
    Text certificate = {(const char *)file->authority.data, (int32_t)file->authority.size};
    if (has_authority && !text_contains(certificate, TEXT("-----BEGIN CERTIFICATE-----")))
        return error_set(error, ERROR_INVALID,
                         "kiosk.ini names a ca_file, and no certificate came with it");
    if (!has_authority && file->authority.size > 0)
        return error_set(error, ERROR_INVALID,
                         "a certificate came with kiosk.ini, which names no ca_file: add the line, "
                         "or leave the certificate out");
    return true;
}

static bool is_for_this_machine(const Os *os, const LaneFile *file, Error *error)
{
    char wanted[LANE_FILE_MACHINE_MAX + 1], own[OS_MACHINE_SIZE];
    text_copy_to_buffer(file->machine, wanted, sizeof wanted);
    if (!wanted[0] || os_machine_is(os, wanted))
        return true;
    if (!os_machine_label(os, own))
        strcpy(own, "without a serial number");
    return error_set(error, ERROR_INVALID,
                     "they are for the machine '%.100s', and this is '%.100s'", wanted, own);
}

bool settings_take(const Os *os, const char *folder, const LaneFile *file, SettingsTaken *out,
                   Error *error)
{
    Config config;
    SettingsTaken taken = {.lane = ""};
    char path[CONFIG_PATH_MAX];
    if (snprintf(path, sizeof path, "%s/" SETTINGS_INI, folder) >= (int)sizeof path)
        return error_set(error, ERROR_INVALID, "the path of the settings folder is too long");
    if (!is_for_this_machine(os, file, error) ||
        !config_load_bytes(file->ini, path, &config, error) ||
        !http_url_allowed(config.server.url, error) ||
        !take_names(folder, &config, file, &taken.names, error))
        return false;
    memcpy(taken.lane, config.lane.name, sizeof taken.lane);
    if (!settings_install(os, folder, file, &taken.names, error))
        return false;
    *out = taken;
    return true;
}

static bool unpack(const Os *os, const Arguments *arguments, Arena *arena, Error *error)
{
    LaneFileChoice choice;
    SettingsTaken taken;
    if (!lane_file_choose(os, arguments->unpack_from, arena, &choice, error))
        return false;
    if (!choice.name[0])
        return true;
    if (!settings_take(os, arguments->unpack_to, &choice.file, &taken, error))
        return error_prefix(error, "'%s'", choice.name);
    printf("%s\n%s\n%s\n%s\n", choice.name, SETTINGS_INI, SETTINGS_CARRIED, taken.names.key);
    if (taken.names.authority[0])
        printf("%s\n", taken.names.authority);
    return true;
}

bool settings_unpack(const Arguments *arguments, Error *error)
{
    Os os = os_linux();
    Arena arena; // holds keys
    arena_create(&arena, UNPACK_BYTES);
    bool ok = unpack(&os, arguments, &arena, error);
    explicit_bzero(arena.base, arena.size_bytes);
    arena_destroy(&arena);
    return ok;
}
