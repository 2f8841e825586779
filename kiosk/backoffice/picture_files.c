#include "backoffice/picture_files.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char unfinished[] = ".new";

typedef struct Kept {
    PictureName name;
    int64_t bytes;
    int64_t used_unix_ms; // as it was when we looked: a reader may have used it since
} Kept;

struct PictureFiles {
    Os os;
    char data_directory[512];
    PictureFilesLimits limits;
    bool was_read;
    Kept *items; // no order
    int32_t count, room;
    int64_t bytes;
};

void picture_files_path(const char *data_directory, PictureName name,
                        char out[PICTURE_FILES_PATH_SIZE])
{
    snprintf(out, PICTURE_FILES_PATH_SIZE, "%.500s/images/%c-%d-%lld.img", data_directory,
             name.is_category ? 'c' : 'p', (int)name.id, (long long)name.write_unix_s);
}

// A name that picture_files_path makes, to the letter.
static bool parse_name(const char *text, PictureName *out)
{
    char again[64], *end = NULL;
    if ((text[0] != 'c' && text[0] != 'p') || text[1] != '-')
        return false;
    long long id = strtoll(text + 2, &end, 10);
    if (*end != '-' || id < 0 || id > INT32_MAX)
        return false;
    long long write_unix_s = strtoll(end + 1, &end, 10);
    snprintf(again, sizeof again, "%c-%lld-%lld.img", text[0], id, write_unix_s);
    if (strcmp(again, text) != 0)
        return false;
    *out = (PictureName){text[0] == 'c', (int32_t)id, write_unix_s};
    return true;
}

static bool same_picture(PictureName a, PictureName b)
{
    return a.id == b.id && a.is_category == b.is_category;
}

static int64_t blocks_of(uint64_t size)
{
    uint64_t block = PICTURE_FILES_BLOCK_BYTES;
    return (int64_t)((size + block - 1) / block * block);
}

PictureFiles *picture_files_create(const Os *os, const char *data_directory,
                                   PictureFilesLimits limits)
{
    PictureFiles *files = calloc(1, sizeof *files);
    CHECK(files != NULL);
    files->os = *os;
    snprintf(files->data_directory, sizeof files->data_directory, "%s", data_directory);
    files->limits = limits;
    if (files->limits.bytes <= 0)
        files->limits.bytes = PICTURE_FILES_MB * (int64_t)1000000;
    if (files->limits.count <= 0)
        files->limits.count = PICTURE_FILES_MAX;
    return files;
}

void picture_files_destroy(PictureFiles *files)
{
    if (!files)
        return;
    free(files->items);
    free(files);
}

int64_t picture_files_bytes(const PictureFiles *files)
{
    return files->bytes;
}

int32_t picture_files_count(const PictureFiles *files)
{
    return files->count;
}

/* --- the list of what is there --- */

static void add(PictureFiles *files, Kept kept)
{
    if (files->count == files->room) {
        files->room = files->room ? files->room * 2 : 256;
        files->items = realloc(files->items, (size_t)files->room * sizeof *files->items);
        CHECK(files->items != NULL);
    }
    files->items[files->count++] = kept;
    files->bytes += kept.bytes;
}

static void forget(PictureFiles *files, int32_t index)
{
    files->bytes -= files->items[index].bytes;
    files->items[index] = files->items[--files->count];
}

// Also true when it was gone already.
static bool remove_file(const PictureFiles *files, PictureName name, Error *error)
{
    const OsFiles *os = &files->os.files;
    char path[PICTURE_FILES_PATH_SIZE];
    picture_files_path(files->data_directory, name, path);
    return os->remove(os->context, path, error) || error->os_errno == ENOENT;
}

// A file that can't be removed is still counted.
static bool remove_at(PictureFiles *files, int32_t index, Error *error)
{
    if (!remove_file(files, files->items[index].name, error))
        return false;
    forget(files, index);
    return true;
}

/* --- the limits --- */

static int32_t oldest_of(const PictureFiles *files)
{
    int32_t oldest = 0;
    for (int32_t i = 1; i < files->count; i++)
        if (files->items[i].used_unix_ms < files->items[oldest].used_unix_ms)
            oldest = i;
    return oldest;
}

static bool make_room(PictureFiles *files, int64_t bytes, int32_t count, Error *error)
{
    const OsFiles *os = &files->os.files;
    while (files->count > 0 && (files->bytes + bytes > files->limits.bytes ||
                                files->count + count > files->limits.count)) {
        int32_t oldest = oldest_of(files);
        Kept *kept = &files->items[oldest];
        char path[PICTURE_FILES_PATH_SIZE];
        uint64_t size;
        int64_t used_unix_ms;
        picture_files_path(files->data_directory, kept->name, path);
        Error unseen = {0};
        if (os->look(os->context, path, &size, &used_unix_ms, &unseen) &&
            used_unix_ms > kept->used_unix_ms) {
            kept->used_unix_ms = used_unix_ms; // it was shown since: perhaps it isn't the oldest
            continue;
        }
        if (!remove_at(files, oldest, error))
            return false;
    }
    return true;
}

// What is there of `name`'s picture under other dates goes. One that can't be removed stays counted
// and goes when it is the oldest.
static void remove_others(PictureFiles *files, PictureName name)
{
    for (int32_t i = files->count - 1; i >= 0; i--) {
        Error error;
        PictureName other = files->items[i].name;
        if (same_picture(other, name) && other.write_unix_s != name.write_unix_s)
            (void)remove_at(files, i, &error);
    }
}

/* --- the folder --- */

typedef struct Reading {
    PictureFiles *files;
    char (*leftovers)[80]; // unfinished files
    int32_t leftover_count, leftover_room;
} Reading;

static void note_leftover(Reading *reading, const char *name)
{
    if (strlen(name) >= sizeof reading->leftovers[0])
        return; // none of ours
    if (reading->leftover_count == reading->leftover_room) {
        reading->leftover_room = reading->leftover_room ? reading->leftover_room * 2 : 16;
        reading->leftovers = realloc(reading->leftovers,
                                     (size_t)reading->leftover_room * sizeof reading->leftovers[0]);
        CHECK(reading->leftovers != NULL);
    }
    strcpy(reading->leftovers[reading->leftover_count++], name);
}

static bool read_name(void *context, const char *text)
{
    Reading *reading = context;
    Kept kept = {0};
    char start[80];
    size_t size = strlen(text), end = sizeof unfinished - 1;
    if (parse_name(text, &kept.name)) {
        add(reading->files, kept); // its size is looked at when the folder isn't being listed
    } else if (size > end && size - end < sizeof start &&
               strcmp(text + size - end, unfinished) == 0) {
        memcpy(start, text, size - end);
        start[size - end] = 0;
        if (parse_name(start, &kept.name))
            note_leftover(reading, text);
    }
    return true;
}

static void look_at_all(PictureFiles *files)
{
    const OsFiles *os = &files->os.files;
    for (int32_t i = files->count - 1; i >= 0; i--) {
        Kept *kept = &files->items[i];
        char path[PICTURE_FILES_PATH_SIZE];
        uint64_t size = 0;
        Error error;
        picture_files_path(files->data_directory, kept->name, path);
        // One that can't be looked at counts as one block, and as the oldest.
        if (!os->look(os->context, path, &size, &kept->used_unix_ms, &error))
            size = 1;
        kept->bytes = blocks_of(size);
        files->bytes += kept->bytes;
    }
}

static int by_picture(const void *a, const void *b)
{
    const PictureName *x = &((const Kept *)a)->name, *y = &((const Kept *)b)->name;
    if (x->is_category != y->is_category)
        return x->is_category ? 1 : -1;
    if (x->id != y->id)
        return x->id < y->id ? -1 : 1;
    return x->write_unix_s < y->write_unix_s ? -1 : x->write_unix_s > y->write_unix_s;
}

// The power failed before an older one was removed, or the kiosk was one that kept them.
static void remove_older(PictureFiles *files)
{
    int32_t kept = 0;
    if (files->count > 1)
        qsort(files->items, (size_t)files->count, sizeof *files->items, by_picture);
    for (int32_t i = 0; i < files->count; i++) {
        Kept *item = &files->items[i];
        Error error;
        bool is_older = i + 1 < files->count && same_picture(item->name, item[1].name);
        if (is_older && remove_file(files, item->name, &error))
            files->bytes -= item->bytes;
        else
            files->items[kept++] = *item;
    }
    files->count = kept;
}

bool picture_files_read(PictureFiles *files, Error *error)
{
    if (files->was_read)
        return true;
    const OsFiles *os = &files->os.files;
    char folder[PICTURE_FILES_PATH_SIZE];
    Reading reading = {.files = files};
    snprintf(folder, sizeof folder, "%.500s/images", files->data_directory);
    bool ok = os->list(os->context, folder, read_name, &reading, error);
    for (int32_t i = 0; ok && i < reading.leftover_count; i++) {
        char path[PICTURE_FILES_PATH_SIZE + 96];
        snprintf(path, sizeof path, "%s/%s", folder, reading.leftovers[i]);
        ok = os->remove(os->context, path, error) || error->os_errno == ENOENT;
    }
    free(reading.leftovers);
    if (ok) {
        look_at_all(files);
        remove_older(files);
        ok = make_room(files, 0, 0, error);
    }
    if (!ok) { // anew at the next call
        files->count = 0;
        files->bytes = 0;
    }
    files->was_read = ok;
    return ok;
}

static bool write_whole(PictureFiles *files, const char *path, Bytes content, Error *error)
{
    const OsFiles *os = &files->os.files;
    char temporary[PICTURE_FILES_PATH_SIZE + sizeof unfinished];
    snprintf(temporary, sizeof temporary, "%s%s", path, unfinished);
    if (os->exists(os->context, temporary) && !os->remove(os->context, temporary, error))
        return false;
    OsFile *file = NULL;
    if (!os->open(os->context, temporary, OS_OPEN_CREATE, &file, error))
        return false;
    // Without the sync a power cut could leave the name with half of the bytes.
    bool ok = os->write_at(os->context, file, 0, content.data, content.size, error) &&
              os->sync(os->context, file, error);
    os->close(os->context, file);
    ok = ok && os->rename(os->context, temporary, path, error);
    if (!ok) {
        Error ignored; // what can't be removed now is removed by the next start
        (void)os->remove(os->context, temporary, &ignored);
    }
    return ok;
}

bool picture_files_keep(PictureFiles *files, PictureName name, Bytes content, Error *error)
{
    int64_t bytes = blocks_of(content.size);
    char path[PICTURE_FILES_PATH_SIZE];
    if (!picture_files_read(files, error))
        return false;
    if (bytes > files->limits.bytes)
        return error_set(error, ERROR_LIMIT, "a picture of %zu bytes is larger than all may be",
                         content.size);
    picture_files_path(files->data_directory, name, path);
    if (!make_room(files, bytes, 1, error) || !write_whole(files, path, content, error))
        return false;
    for (int32_t i = 0; i < files->count; i++)
        if (same_picture(files->items[i].name, name) &&
            files->items[i].name.write_unix_s == name.write_unix_s) {
            forget(files, i); // it was written again
            break;
        }
    const OsClock *clock = &files->os.clock;
    add(files, (Kept){name, bytes, clock->unix_ms(clock->context)});
    remove_others(files, name);
    return true;
}

void picture_files_used(const Os *os, const char *path)
{
    uint64_t size;
    int64_t used_unix_ms;
    Error error;
    if (!os->files.look(os->files.context, path, &size, &used_unix_ms, &error))
        return;
    int64_t since_ms = os->clock.unix_ms(os->clock.context) - used_unix_ms;
    if (since_ms > PICTURE_FILES_USE_MS || since_ms < -PICTURE_FILES_USE_MS)
        (void)os->files.stamp(os->files.context, path, &error);
}
