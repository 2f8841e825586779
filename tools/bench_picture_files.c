/* What the pictures of 5,000 articles take on the disk, some of them changed on the server
 * meanwhile: written as the sync thread does it, counted as the disk does. */
#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "backoffice/picture_files.h"
#include "bench.h"
#include "bench_pictures.h"
#include "bench_shop.h"

enum { CHANGED_EVERY = 5, LATER_S = 86400, FILE_BYTES_MAX = 2 << 20 };

// What is there is asked for, not how long a disk takes to be sure of it.
static bool no_sync(void *context, OsFile *file, Error *error)
{
    (void)context;
    (void)file;
    (void)error;
    return true;
}

static void keep(PictureFiles *files, PictureName name, Bytes content)
{
    Error error;
    if (!picture_files_keep(files, name, content, &error))
        bench_fail("a picture", error.message);
}

static void keep_all(PictureFiles *files, const Os *os, const char *made_in)
{
    Arena arena;
    arena_create(&arena, FILE_BYTES_MAX + 4096);
    for (int32_t i = 0; i < BENCH_LIST_PICTURES; i++) {
        char path[BENCH_PATH_MAX + 80];
        Bytes content;
        Error error;
        arena_clear(&arena);
        snprintf(path, sizeof path, "%s/images/made-%d", made_in,
                 (int)(i % BENCH_DIFFERENT_PICTURES));
        if (!os_read_file(os, path, FILE_BYTES_MAX, &arena, &content, &error))
            bench_fail(path, error.message);
        PictureName name = {false, i + 1, 1700000000};
        keep(files, name, content);
        name.write_unix_s += LATER_S;
        if (i % CHANGED_EVERY == 0)
            keep(files, name, content);
    }
    arena_destroy(&arena);
}

static int32_t count_files(const char *folder, int64_t *out_bytes)
{
    DIR *directory = opendir(folder);
    int32_t count = 0;
    if (!directory)
        bench_fail(folder, "cannot be listed");
    for (struct dirent *entry; (entry = readdir(directory));) {
        char path[BENCH_PATH_MAX + 300];
        struct stat status;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (stat(path, &status) != 0 || !S_ISREG(status.st_mode))
            continue;
        count++;
        *out_bytes += (int64_t)status.st_blocks * 512;
    }
    closedir(directory);
    return count;
}

void bench_picture_files(Bench *bench, int32_t articles)
{
    (void)articles;
    char data[BENCH_PATH_MAX + 20], images[BENCH_PATH_MAX + 40];
    int64_t bytes = 0;
    Os os = bench->os;
    os.files.sync = no_sync;
    LaneFolder list = bench_shop_folder(bench, BENCH_LIST_PICTURES, BENCH_FOLDER_LIST);
    snprintf(data, sizeof data, "%s/pictures", bench->folder);
    snprintf(images, sizeof images, "%s/images", data);
    if (mkdir(data, 0700) != 0 || mkdir(images, 0700) != 0)
        bench_fail(data, "cannot be made");
    PictureFiles *files = picture_files_create(&os, data, (PictureFilesLimits){0});
    keep_all(files, &os, list.data);
    picture_files_destroy(files);
    int32_t count = count_files(images, &bytes);
    bench_value(bench, "picture_disk_mb", 0, (double)bytes / 1e6, (BenchNote){0});
    bench_value(bench, "picture_disk_files", 0, count, (BenchNote){0});
}
