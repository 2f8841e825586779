#include "app/secrets.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backoffice/key_binding.h"

static bool device_key_is_ours(const char *data_directory, Error *error)
{
    char path[CONFIG_PATH_MAX + 16];
    struct stat status;
    snprintf(path, sizeof path, "%s/device.key", data_directory);
    if (stat(path, &status) != 0)
        return true; // a new lane makes it; what else is wrong with the folder is told by the
                     // journal
    if (status.st_mode & 077)
        return error_set(error, ERROR_INVALID,
                         "the device key '%s' can be read by others: chmod 600 it", path);
    return true;
}

bool secrets_read(const Os *os, const Config *config, const char *data_directory,
                  const char *origin, char out_key[CONFIG_KEY_MAX], Error *error)
{
    bool ok = config_read_key(config, out_key, error) &&
              device_key_is_ours(data_directory, error) &&
              key_binding_check(os, data_directory, out_key, origin, error);
    if (!ok)
        explicit_bzero(out_key, CONFIG_KEY_MAX);
    return ok;
}

const char *secrets_root_warning(void)
{
    return geteuid() == 0 ? "the kiosk runs as root: give it a user of its own, which owns the key "
                            "file and the data folder and nothing else"
                          : NULL;
}
