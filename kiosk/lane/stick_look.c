#include "lane/stick_look.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

typedef struct Looking {
    const Os *os;
    const char *folder, *stick;
    StickStatus *out;
} Looking;

bool stick_path(const char *folder, const char *stick, const char *file, char out[STICK_PATH_SIZE])
{
    if (!folder[0] || !stick[0] || stick[0] == '.' || strchr(stick, '/') || strchr(file, '/') ||
        file[0] == '.')
        return false;
    return snprintf(out, STICK_PATH_SIZE, "%s/%s%s%s", folder, stick, file[0] ? "/" : "", file) <
           STICK_PATH_SIZE;
}

bool stick_is_there(const Os *os, const char *folder, const char *stick, OsMount *out)
{
    char path[STICK_PATH_SIZE];
    return stick_path(folder, stick, "", path) && os->files.is_mount(os->files.context, path, out);
}

// Of a size that an event has room for, and fit to be shown.
static bool is_name(const char *name, size_t room)
{
    return strlen(name) < room && text_is_valid_utf8(text_from_string(name));
}

static bool see_stick(void *context, const char *name)
{
    Looking *looking = context;
    StickStatus *out = looking->out;
    OsMount mount;
    if (!is_name(name, STICK_NAME_SIZE) ||
        !stick_is_there(looking->os, looking->folder, name, &mount))
        return true;
    int32_t at = out->stick_count;
    while (at > 0 && strcmp(out->sticks[at - 1].name, name) > 0)
        at--;
    if (at == STICKS_MAX)
        return true;
    int32_t kept = out->stick_count < STICKS_MAX ? out->stick_count : STICKS_MAX - 1;
    memmove(&out->sticks[at + 1], &out->sticks[at], (size_t)(kept - at) * sizeof out->sticks[0]);
    out->sticks[at] = (Stick){.read_only = !mount.writable, .free_bytes = mount.free_bytes};
    snprintf(out->sticks[at].name, sizeof out->sticks[at].name, "%s", name);
    out->stick_count = kept + 1;
    return true;
}

static bool ends_with(const char *name, const char *end)
{
    size_t size = strlen(name), end_size = strlen(end);
    return size > end_size && strcmp(name + size - end_size, end) == 0;
}

static bool see_file(void *context, const char *name)
{
    Looking *looking = context;
    StickStatus *out = looking->out;
    StickFile file = {0};
    char path[STICK_PATH_SIZE];
    Error ignored;
    const OsFiles *files = &looking->os->files;
    if (!is_name(name, STICK_FILE_SIZE) ||
        (!ends_with(name, ".json") && !ends_with(name, ".msgpack")) ||
        !stick_path(looking->folder, looking->stick, name, path) ||
        !files->look(files->context, path, &file.size_bytes, &file.changed_unix_ms, &ignored) ||
        file.size_bytes == 0) // what is empty is no export; a pipe would never end
        return true;
    snprintf(file.name, sizeof file.name, "%s", name);
    int32_t shown = out->file_count < STICK_FILES_MAX ? out->file_count : STICK_FILES_MAX;
    int32_t at = shown;
    while (at > 0 && (out->files[at - 1].changed_unix_ms < file.changed_unix_ms ||
                      (out->files[at - 1].changed_unix_ms == file.changed_unix_ms &&
                       strcmp(out->files[at - 1].name, name) > 0)))
        at--;
    out->file_count++;
    if (at == STICK_FILES_MAX)
        return true;
    int32_t kept = shown < STICK_FILES_MAX ? shown : STICK_FILES_MAX - 1;
    memmove(&out->files[at + 1], &out->files[at], (size_t)(kept - at) * sizeof out->files[0]);
    out->files[at] = file;
    return true;
}

// A folder that can't be listed has nothing in it: a stick that goes now is not there at the next
// look.
void stick_look(const Os *os, const char *folder, const char *chosen, StickStatus *out)
{
    const OsFiles *files = &os->files;
    Looking looking = {.os = os, .folder = folder, .stick = chosen, .out = out};
    OsMount mount;
    Error ignored;
    char path[STICK_PATH_SIZE];
    out->stick_count = out->file_count = 0;
    if (folder[0])
        (void)!files->list(files->context, folder, see_stick, &looking, &ignored);
    if (chosen[0] && stick_is_there(os, folder, chosen, &mount) &&
        stick_path(folder, chosen, "", path))
        (void)!files->list(files->context, path, see_file, &looking, &ignored);
}
