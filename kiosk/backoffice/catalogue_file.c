#include "backoffice/catalogue_file.h"

#include <stdio.h>
#include <string.h>

#include "backoffice/sync_thread.h"
#include "domain/catalogue_image.h"

enum { PATH_BYTES = 600 };
static const char image_name[] = "catalogue.img", old_name[] = "catalogue.img.old",
                  new_name[] = "catalogue.img.new";

static void path_of(char out[PATH_BYTES], const char *directory, const char *name)
{
    int size = snprintf(out, PATH_BYTES, "%s/%s", directory, name);
    CHECK(size > 0 && size < PATH_BYTES); // SyncConfig.data_directory is shorter
}

bool catalogue_file_write(const Os *os, const char *data_directory, Bytes block, Error *error)
{
    const OsFiles *files = &os->files;
    char image[PATH_BYTES], old[PATH_BYTES], new[PATH_BYTES];
    path_of(image, data_directory, image_name);
    path_of(old, data_directory, old_name);
    path_of(new, data_directory, new_name);
    if (files->exists(files->context, new) && !files->remove(files->context, new, error))
        return false;
    OsFile *file = NULL;
    if (!files->open(files->context, new, OS_OPEN_CREATE, &file, error))
        return false;
    bool ok = files->write_at(files->context, file, 0, block.data, block.size, error) &&
              files->sync(files->context, file, error);
    files->close(files->context, file);
    if (!ok) {
        Error
            ignored; // the first error is the one to tell; a leftover is removed by the next write
        (void)files->remove(files->context, new, &ignored);
        return error_prefix(error, "cannot write '%s'", new);
    }
    if (files->exists(files->context, image) && !files->rename(files->context, image, old, error))
        return false;
    return files->rename(files->context, new, image, error) &&
           files->sync_directory(files->context, data_directory, error);
}

// The file is never changed once it has its name (writes go to another), so the mapping can't
// change either.
static bool open_image(const Os *os, const char *path, const char *origin, Bytes *out_block,
                       Catalogue *out, Error *error)
{
    Bytes block;
    Catalogue catalogue;
    if (!os->files.map(os->files.context, path, &block, error))
        return false;
    bool ok = block.size >= sizeof(CatalogueHeader) ||
              error_set(error, ERROR_CORRUPT, "'%s' is too short for a catalogue", path);
    ok = ok && (catalogue_open(block, &catalogue, error) || error_prefix(error, "'%s'", path));
    if (ok && origin[0] && strcmp(catalogue.header->origin, origin) != 0)
        ok = error_set(error, ERROR_INVALID, "'%s' is of another server: '%.100s'", path,
                       catalogue.header->origin);
    if (!ok) {
        os_unmap(block);
        return false;
    }
    *out_block = block;
    *out = catalogue;
    return true;
}

bool catalogue_file_open(const Os *os, const char *data_directory, const char *origin,
                         Bytes *out_block, Catalogue *out, char out_words[240], Error *error)
{
    char path[PATH_BYTES];
    path_of(path, data_directory, image_name);
    out_words[0] = 0;
    if (open_image(os, path, origin, out_block, out, error))
        return true;
    Error of_old;
    path_of(path, data_directory, old_name);
    if (!open_image(os, path, origin, out_block, out, &of_old))
        return false;
    snprintf(out_words, 240, "the catalogue before the last one is used: %.180s", error->message);
    return true;
}

void sync_release_catalogue(Bytes block)
{
    os_unmap(block);
}
