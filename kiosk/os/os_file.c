#include <stdio.h>

#include "os/os.h"

bool os_read_file(const Os *os, const char *path, size_t limit, Arena *result, Bytes *out,
                  Error *error)
{
    const OsFiles *files = &os->files;
    OsFile *file = NULL;
    uint64_t size;
    if (!files->open(files->context, path, OS_OPEN_READ, &file, error))
        return false;
    bool ok = files->size(files->context, file, &size, error);
    if (ok && size > limit)
        ok = error_set(error, ERROR_LIMIT, "'%s' has %llu bytes, more than the %zu allowed", path,
                       (unsigned long long)size, limit);
    if (ok) {
        uint8_t *bytes = arena_try_alloc(result, 1, 1, (size_t)size + 1);
        size_t count = 0;
        ok = bytes ? files->read_at(files->context, file, 0, bytes, (size_t)size, &count, error)
                   : error_set(error, ERROR_LIMIT, "no memory to read '%s'", path);
        if (ok)
            *out = (Bytes){bytes, count};
        else if (error->kind == ERROR_IO)
            error_prefix(error, "'%s'", path);
    }
    files->close(files->context, file);
    return ok;
}

bool os_replace_file(const Os *os, const char *directory, const char *name, Bytes content,
                     Error *error)
{
    const OsFiles *files = &os->files;
    char path[4096], temporary[4096];
    if (snprintf(path, sizeof path, "%s/%s", directory, name) >= (int)sizeof path ||
        snprintf(temporary, sizeof temporary, "%s/%s.new", directory, name) >=
            (int)sizeof temporary)
        return error_set(error, ERROR_LIMIT, "the path of '%s' is too long", name);
    if (files->exists(files->context, temporary) &&
        !files->remove(files->context, temporary, error))
        return false;
    OsFile *file = NULL;
    if (!files->open(files->context, temporary, OS_OPEN_CREATE, &file, error))
        return false;
    bool ok = files->write_at(files->context, file, 0, content.data, content.size, error) &&
              files->sync(files->context, file, error);
    files->close(files->context, file);
    if (!ok)
        return error_prefix(error, "'%s'", temporary);
    return files->rename(files->context, temporary, path, error) &&
           files->sync_directory(files->context, directory, error);
}
