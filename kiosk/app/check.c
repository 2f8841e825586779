#include "app/check.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/config.h"
#include "app/secrets.h"
#include "backoffice/http_transport.h"

static const char *data_folder(const Arguments *arguments)
{
    return arguments->data ? arguments->data : "/var/lib/kiosk";
}

static bool load(const Arguments *arguments, Config *config, Error *error)
{
    char key[CONFIG_KEY_MAX], origin[200];
    Os os = os_linux();
    if (!config_load(arguments->config, config, error) ||
        !http_url_allowed(config->server.url, error))
        return false;
    config_origin(config, origin);
    bool ok = secrets_read(&os, config, data_folder(arguments), origin, key, error);
    explicit_bzero(key, sizeof key);
    return ok;
}

static bool check_data_folder(const Arguments *arguments, Error *error)
{
    const char *path = data_folder(arguments);
    struct stat status;
    if (stat(path, &status) != 0 && errno == ENOENT) {
        printf("data folder: '%s' is not there yet, the first start makes it\n", path);
        return true;
    }
    if (stat(path, &status) != 0)
        return error_set_errno(error, errno, "cannot look at the data folder '%s'", path);
    if (!S_ISDIR(status.st_mode))
        return error_set(error, ERROR_INVALID, "the data folder '%s' is not a folder", path);
    if (access(path, R_OK | W_OK | X_OK) != 0)
        return error_set_errno(error, errno, "cannot write into the data folder '%s'", path);
    printf("data folder: '%s' can be written\n", path);
    return true;
}

static bool check_fonts(Error *error)
{
    static const char *const fonts[][2] = {
        {"/usr/share/fonts/opentype/inter/Inter-Medium.otf", "fonts-inter"},
        {"/usr/share/fonts/truetype/noto/NotoSansArabic-Regular.ttf", "fonts-noto-core"},
    };
    for (size_t i = 0; i < COUNT_OF(fonts); i++)
        if (access(fonts[i][0], R_OK) != 0)
            return error_set(error, ERROR_IO, "the font '%s' is missing: install %s", fonts[i][0],
                             fonts[i][1]);
    printf("fonts: Inter and Noto are here\n");
    return true;
}

bool check_run(const Arguments *arguments, Error *error)
{
    Config config;
    if (!load(arguments, &config, error))
        return false;
    printf("configuration: '%s' is right, the key file can be read by us alone\n", config.path);
    if (secrets_root_warning())
        printf("warning: %s\n", secrets_root_warning());
    if (!check_fonts(error) || !check_data_folder(arguments, error))
        return false;
    if (config.attendant_count == 0)
        printf("attendants: none is named in [attendants]: nobody can sign in\n");
    return !arguments->server || check_server(&config, error);
}

bool check_devices_run(const Arguments *arguments, Error *error)
{
    Config config;
    if (!load(arguments, &config, error))
        return false;
    printf("scanner: %s\n", config.devices.scanner);
    printf("receipt printer: %s\n", config.devices.printer);
    printf("card terminal: %s\n", config.devices.terminal);
    printf("scale: %s\n", config.devices.scale);
    printf("light: %s\n", config.devices.light);
    return true;
}
