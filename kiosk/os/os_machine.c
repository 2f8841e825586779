#include "os/os_machine.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define SERIAL "/sys/firmware/devicetree/base/serial-number"
#define CARDS  "/sys/class/net"

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
static bool is_real(const Os *os, const char *card)
{
    char path[128];
    snprintf(path, sizeof path, CARDS "/%s/device", card);
    return os->files.exists(os->files.context, path);
}

static const char *first_card(const Os *os, const Cards *cards)
{
    const char *first = NULL;
    for (int32_t i = 0; i < cards->count; i++)
        if ((!first || strcmp(cards->names[i], first) < 0) && is_real(os, cards->names[i]))
            first = cards->names[i];
    return first;
}

static bool read_address(const Os *os, const char *card, char out[OS_MACHINE_SIZE], Error *error)
{
    char path[128];
    snprintf(path, sizeof path, CARDS "/%s/address", card);
    return read_line(os, path, out, error);
}

static bool read_card(const Os *os, char out[OS_MACHINE_SIZE], Error *error)
{
    Cards cards = {0};
    if (!os->files.list(os->files.context, CARDS, add_card, &cards, error))
        return false;
    const char *first = first_card(os, &cards);
    if (!first)
        return error_set(error, ERROR_IO,
                         "nothing names this machine: no serial number, no /etc/machine-id, no "
                         "network card");
    return read_address(os, first, out, error);
}

bool os_machine_name(const Os *os, const char *file, char out[OS_MACHINE_SIZE], Error *error)
{
    Error ignored; // what is not there is not asked about
    if (file[0])
        return read_line(os, file, out, error);
    return read_line(os, SERIAL, out, &ignored) ||
           read_line(os, "/etc/machine-id", out, &ignored) || read_card(os, out, error);
}

bool os_machine_is(const Os *os, const char *name)
{
    Error ignored;
    Cards cards = {0};
    char own[OS_MACHINE_SIZE];
    if (read_line(os, SERIAL, own, &ignored) && strcasecmp(own, name) == 0)
        return true;
    if (!os->files.list(os->files.context, CARDS, add_card, &cards, &ignored))
        return false;
    for (int32_t i = 0; i < cards.count; i++)
        if (is_real(os, cards.names[i]) && read_address(os, cards.names[i], own, &ignored) &&
            strcasecmp(own, name) == 0)
            return true;
    return false;
}

bool os_machine_label(const Os *os, char out[OS_MACHINE_SIZE])
{
    Error ignored;
    return read_line(os, SERIAL, out, &ignored) || read_card(os, out, &ignored);
}
