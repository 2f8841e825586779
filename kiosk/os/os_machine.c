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

enum { CARDS_MAX = 32, CARD_NAME_SIZE = 32 };
typedef struct Cards {
    int32_t count;
    char names[CARDS_MAX][CARD_NAME_SIZE];
} Cards;

static bool add_card(void *context, const char *name)
{
    Cards *cards = context;
    if (strlen(name) < CARD_NAME_SIZE)
        strcpy(cards->names[cards->count++], name);
    return cards->count < CARDS_MAX;
}

// Real cards only: what a program made (bridges, tunnels) has another address tomorrow.
static const char *first_card(const Os *os, const Cards *cards)
{
    const char *first = NULL;
    char path[128];
    for (int32_t i = 0; i < cards->count; i++) {
        snprintf(path, sizeof path, CARDS "/%s/device", cards->names[i]);
        if ((!first || strcmp(cards->names[i], first) < 0) &&
            os->files.exists(os->files.context, path))
            first = cards->names[i];
    }
    return first;
}

static bool read_card(const Os *os, char out[OS_MACHINE_SIZE], Error *error)
{
    Cards cards = {0};
    char path[128];
    if (!os->files.list(os->files.context, CARDS, add_card, &cards, error))
        return false;
    const char *first = first_card(os, &cards);
    if (!first)
        return error_set(error, ERROR_IO,
                         "nothing names this machine: no serial number, no /etc/machine-id, no "
                         "network card");
    snprintf(path, sizeof path, CARDS "/%s/address", first);
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
