// An export as a file: whole or not there, never over another one.
#include <stdio.h>
#include <string.h>

#include "backoffice/order_export.h"

typedef struct FileSink {
    const Os *os;
    OsFile *file;
    uint64_t size;
} FileSink;

static bool write_file(void *context, const void *bytes, size_t size, Error *error)
{
    FileSink *sink = context;
    if (!sink->os->files.write_at(sink->os->files.context, sink->file, sink->size, bytes, size,
                                  error))
        return false;
    sink->size += size;
    return true;
}

static bool is_free(const Os *os, const char *path, Error *error)
{
    return !os->files.exists(os->files.context, path) ||
           error_set(error, ERROR_INVALID, "'%s' is there: exports never write over a file", path);
}

static void folder_of(const char *path, char out[4096])
{
    snprintf(out, 4096, "%s", path);
    char *slash = strrchr(out, '/');
    if (slash == out)
        slash[1] = 0;
    else if (slash)
        *slash = 0;
    else
        snprintf(out, 4096, ".");
}

bool order_export_to_file(const Os *os, OrderExport *export, const OrderExportWish *wish,
                          const char *path, OrderExportCounts *out, Error *error)
{
    const OsFiles *files = &os->files;
    FileSink sink = {.os = os};
    char temporary[4096], folder[4096];
    if (snprintf(temporary, sizeof temporary, "%s.new", path) >= (int)sizeof temporary)
        return error_set(error, ERROR_LIMIT, "the path of the export is too long");
    folder_of(path, folder);
    if (!is_free(os, path, error))
        return false;
    if (files->exists(files->context, temporary) && // of an export that was cut short
        !files->remove(files->context, temporary, error))
        return false;
    if (!files->open(files->context, temporary, OS_OPEN_CREATE, &sink.file, error))
        return false;
    bool ok = order_export_put(export, wish, (OrderExportSink){write_file, &sink}, out, error) &&
              files->sync(files->context, sink.file, error);
    files->close(files->context, sink.file);
    ok = ok && is_free(os, path, error) && files->rename(files->context, temporary, path, error);
    if (ok)
        return files->sync_directory(files->context, folder, error);
    Error ignored; // what failed first is told
    (void)!files->remove(files->context, temporary, &ignored);
    return false;
}

bool order_export_file(const Os *os, const char *directory, const OrderExportWish *wish,
                       const char *path, OrderExportCounts *out, Error *error)
{
    OrderExport *export;
    if (!is_free(os, path, error) || !order_export_open(os, directory, &export, error))
        return false;
    bool ok = order_export_to_file(os, export, wish, path, out, error);
    order_export_close(export);
    return ok;
}
