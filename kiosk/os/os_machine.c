#include "os/os_machine.h"

#include <stdio.h>
#include <string.h>

#define CARDS "/sys/class/net"

static bool is_space(char letter)
{
    return letter == ' ' || letter == '\n' || letter == '\r' || letter == '\t' || letter == 0;
}

// The first line; sizes of files in /proc and /sys are not their own.
static bool read_line(const Os *os, const char *path, char out[OS_MACHINE_SIZE], Error *error)
{
    const OsFiles *files = &os->files;
    OsFile *file = NULL;
    char line[OS_MACHINE_SIZE] = "";
    size_t size = 0, start = 0;
    if (!files->open(files->context, path, OS_OPEN_READ, &file, error))
        return false;
    bool ok = files->read_at(files->context, file, 0, line, sizeof line - 1, &size, error);
    files->close(files->context, file);
    if (!ok)
        return error_prefix(error, "'%s'", path);
    const char *end = memchr(line, '\n', size);
    size = end ? (size_t)(end - line) : size;
    while (size > 0 && is_space(line[size - 1]))
        size--;
    while (start < size && is_space(line[start]))
        start++;
    if (start == size || memchr(line + start, 0, size - start))
        return error_set(error, ERROR_INVALID, "'%s' does not name a machine", path);
    memcpy(out, line + start, size - start);
    out[size - start] = 0;
    return true;
}

typedef struct FirstCard {
    const Os *os;
    char name[64];
} FirstCard;

// Real cards only: what a program made (bridges, tunnels) has another address tomorrow.
static bool is_first(void *context, const char *name)
{
    FirstCard *first = context;
    char path[192];
    bool before = !first->name[0] || strcmp(name, first->name) < 0;
    if (before && strlen(name) < sizeof first->name) {
        snprintf(path, sizeof path, CARDS "/%s/device", name);
        if (first->os->files.exists(first->os->files.context, path))
            strcpy(first->name, name);
    }
    return true;
}

static bool read_card(const Os *os, char out[OS_MACHINE_SIZE], Error *error)
{
    FirstCard first = {.os = os};
    char path[192];
    if (!os->files.list(os->files.context, CARDS, is_first, &first, error))
        return false;
    if (!first.name[0])
        return error_set(error, ERROR_IO,
                         "nothing names this machine: no serial number, no /etc/machine-id, no "
                         "network card");
    snprintf(path, sizeof path, CARDS "/%s/address", first.name);
    return read_line(os, path, out, error);
}

bool os_machine_name(const Os *os, const char *file, char out[OS_MACHINE_SIZE], Error *error)
{
    Error ignored; // what is not there is not asked about
    if (file[0])
        return read_line(os, file, out, error);
    return read_line(os, "/sys/firmware/devicetree/base/serial-number", out, &ignored) ||
           read_line(os, "/etc/machine-id", out, &ignored) || read_card(os, out, error);
}
