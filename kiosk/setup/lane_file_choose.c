#include "setup/lane_file_choose.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "os/os_machine.h"

enum { FILES_MAX = 2000, NAME_SIZE = 256, PATH_SIZE = 1300 };

typedef struct Names {
    int32_t count;
    bool too_many;
    char (*items)[NAME_SIZE];
} Names;

typedef struct Look { // what was found so far
    const Os *os;
    const char *folder;
    const char *ours, *for_all; // names
    int32_t ours_count, for_all_count;
    const char *twice; // a second one of the same kind
    Error unread;      // of the first that can't be read
    bool has_unread;
} Look;

static bool add_name(void *context, const char *name)
{
    Names *names = context;
    size_t size = strlen(name);
    if (size < 6 || size >= NAME_SIZE || strcasecmp(name + size - 5, ".lane") != 0)
        return true;
    names->too_many = names->count == FILES_MAX;
    if (!names->too_many)
        strcpy(names->items[names->count++], name);
    return !names->too_many;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(a, b);
}

static bool read_file(const Look *look, const char *name, Arena *arena, LaneFile *out, Error *error)
{
    char path[PATH_SIZE];
    Bytes bytes;
    if (snprintf(path, sizeof path, "%s/%s", look->folder, name) >= (int)sizeof path)
        return error_set(error, ERROR_LIMIT, "the path of '%s' is too long", name);
    if (!os_read_file(look->os, path, LANE_FILE_SIZE_MAX, arena, &bytes, error))
        return false;
    return lane_file_read(bytes, out, error) || error_prefix(error, "'%s'", name);
}

static void count_one(const char *name, const char **first, int32_t *count, const char **twice)
{
    if ((*count)++ == 0)
        *first = name;
    else
        *twice = name;
}

static void look_at(Look *look, const char *name, Arena scratch)
{
    LaneFile file;
    Error error;
    char machine[LANE_FILE_MACHINE_MAX + 1];
    if (!read_file(look, name, &scratch, &file, &error)) {
        if (!look->has_unread)
            look->unread = error;
        look->has_unread = true;
        return;
    }
    text_copy_to_buffer(file.machine, machine, sizeof machine);
    if (file.machine.size == 0)
        count_one(name, &look->for_all, &look->for_all_count, &look->twice);
    else if (os_machine_is(look->os, machine))
        count_one(name, &look->ours, &look->ours_count, &look->twice);
}

static bool none_is_ours(const Look *look, int32_t count, Error *error)
{
    char machine[OS_MACHINE_SIZE];
    if (look->has_unread) {
        *error = look->unread;
        return false;
    }
    if (!os_machine_label(look->os, machine))
        return error_set(error, ERROR_INVALID,
                         "none of the settings files on this card (%d) is for any machine, and "
                         "this one has no serial number",
                         count);
    return error_set(error, ERROR_INVALID,
                     "none of the settings files on this card (%d) is for this machine: make one "
                     "for '%.100s'",
                     count, machine);
}

static bool decide(const Look *look, int32_t count, const char **out_name, Error *error)
{
    if (look->ours_count > 1)
        return error_set(error, ERROR_INVALID,
                         "'%.100s' and '%.100s' are both for this machine: remove one", look->ours,
                         look->twice);
    if (look->ours_count == 0 && look->for_all_count > 1)
        return error_set(error, ERROR_INVALID,
                         "'%.100s' and '%.100s' name no machine, so this lane can't choose: remove "
                         "one, or make them for a machine each",
                         look->for_all, look->twice);
    *out_name = look->ours_count == 1 ? look->ours : look->for_all;
    return look->ours_count == 1 || look->for_all_count == 1 || none_is_ours(look, count, error);
}

bool lane_file_choose(const Os *os, const char *folder, Arena *arena, LaneFileChoice *out,
                      Error *error)
{
    Names names = {.items = arena_alloc(arena, NAME_SIZE, 1, FILES_MAX)};
    Look look = {.os = os, .folder = folder};
    const char *name = NULL;
    LaneFile file;
    if (!os->files.list(os->files.context, folder, add_name, &names, error))
        return false;
    if (names.too_many)
        return error_set(error, ERROR_LIMIT, "there are over %d settings files on this card",
                         FILES_MAX);
    if (names.count == 0) {
        *out = (LaneFileChoice){0};
        return true;
    }
    qsort(names.items, (size_t)names.count, NAME_SIZE, by_name);
    for (int32_t i = 0; i < names.count; i++)
        look_at(&look, names.items[i], *arena);
    if (!decide(&look, names.count, &name, error) || !read_file(&look, name, arena, &file, error))
        return false;
    *out = (LaneFileChoice){.file = file};
    snprintf(out->name, sizeof out->name, "%s", name);
    return true;
}
