#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

#include "os/os.h"

struct OsFile {
    int descriptor;
};

static bool linux_open(void *context, const char *path, OsOpen how, OsFile **out_file, Error *error)
{
    (void)context;
    static const int flags[] = {
        [OS_OPEN_READ] = O_RDONLY,
        [OS_OPEN_WRITE] = O_RDWR,
        [OS_OPEN_CREATE] = O_RDWR | O_CREAT | O_EXCL,
        [OS_OPEN_CREATE_PUBLIC] = O_RDWR | O_CREAT | O_EXCL,
        [OS_OPEN_CREATE_OR] = O_RDWR | O_CREAT,
    };
    int descriptor;
    do
        descriptor = open(path, flags[how] | O_CLOEXEC, 0600);
    while (descriptor < 0 && errno == EINTR);
    if (descriptor < 0)
        return error_set_errno(error, errno, "cannot open '%s'", path);
    if (how == OS_OPEN_CREATE_PUBLIC && fchmod(descriptor, 0644) != 0) {
        int failure = errno;
        close(descriptor);
        return error_set_errno(error, failure, "cannot set the rights of '%s'", path);
    }
    OsFile *file = malloc(sizeof *file);
    CHECK(file != NULL);
    file->descriptor = descriptor;
    *out_file = file;
    return true;
}

static void linux_close(void *context, OsFile *file)
{
    (void)context;
    if (!file)
        return;
    close(file->descriptor);
    free(file);
}

static bool linux_read_at(void *context, OsFile *file, uint64_t offset, void *buffer, size_t size,
                          size_t *out_count, Error *error)
{
    (void)context;
    size_t done = 0;
    while (done < size) {
        ssize_t count =
            pread(file->descriptor, (char *)buffer + done, size - done, (off_t)(offset + done));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return error_set_errno(error, errno, "cannot read a file");
        if (count == 0)
            break;
        done += (size_t)count;
    }
    *out_count = done;
    return true;
}

static bool linux_write_at(void *context, OsFile *file, uint64_t offset, const void *bytes,
                           size_t size, Error *error)
{
    (void)context;
    size_t done = 0;
    while (done < size) {
        ssize_t count = pwrite(file->descriptor, (const char *)bytes + done, size - done,
                               (off_t)(offset + done));
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return error_set_errno(error, count < 0 ? errno : ENOSPC, "cannot write a file");
        done += (size_t)count;
    }
    return true;
}

static bool linux_sync(void *context, OsFile *file, Error *error)
{
    (void)context;
    // Not repeated on EIO: the kernel may have dropped the pages, a second sync would lie.
    int result;
    do
        result = fdatasync(file->descriptor);
    while (result != 0 && errno == EINTR);
    return result == 0 || error_set_errno(error, errno, "cannot sync a file");
}

static bool linux_truncate(void *context, OsFile *file, uint64_t size, Error *error)
{
    (void)context;
    return ftruncate(file->descriptor, (off_t)size) == 0 ||
           error_set_errno(error, errno, "cannot set the size of a file");
}

static bool linux_size(void *context, OsFile *file, uint64_t *out_size, Error *error)
{
    (void)context;
    struct stat status;
    if (fstat(file->descriptor, &status) != 0)
        return error_set_errno(error, errno, "cannot read the size of a file");
    *out_size = (uint64_t)status.st_size;
    return true;
}

static bool linux_rename(void *context, const char *from, const char *to, Error *error)
{
    (void)context;
    return rename(from, to) == 0 || error_set_errno(error, errno, "cannot rename '%s'", from);
}

static bool linux_remove(void *context, const char *path, Error *error)
{
    (void)context;
    return unlink(path) == 0 || error_set_errno(error, errno, "cannot remove '%s'", path);
}

static bool linux_sync_directory(void *context, const char *path, Error *error)
{
    (void)context;
    int descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        return error_set_errno(error, errno, "cannot open folder '%s'", path);
    int result = fsync(descriptor);
    int failure = errno;
    close(descriptor);
    return result == 0 || error_set_errno(error, failure, "cannot sync folder '%s'", path);
}

static bool linux_make_directory(void *context, const char *path, Error *error)
{
    (void)context;
    if (mkdir(path, 0700) == 0)
        return true;
    int failure = errno;
    struct stat status;
    if (failure == EEXIST && stat(path, &status) == 0) {
        if (S_ISDIR(status.st_mode))
            return true;
        failure = ENOTDIR;
    }
    return error_set_errno(error, failure, "cannot make folder '%s'", path);
}

static bool linux_exists(void *context, const char *path)
{
    (void)context;
    return access(path, F_OK) == 0;
}

static bool linux_list(void *context, const char *path, bool (*each)(void *, const char *),
                       void *each_context, Error *error)
{
    (void)context;
    DIR *directory = opendir(path);
    if (!directory)
        return error_set_errno(error, errno, "cannot list folder '%s'", path);
    struct dirent *entry;
    while ((entry = readdir(directory)))
        if (entry->d_name[0] != '.' && !each(each_context, entry->d_name))
            break;
    closedir(directory);
    return true;
}

static bool linux_lock(void *context, const char *path, OsFile **out_file, Error *error)
{
    OsFile *file = NULL;
    if (!linux_open(context, path, OS_OPEN_CREATE_OR, &file, error))
        return false;
    int result;
    do
        result = flock(file->descriptor, LOCK_EX | LOCK_NB);
    while (result != 0 && errno == EINTR);
    if (result == 0) {
        *out_file = file;
        return true;
    }
    int failure = errno;
    linux_close(context, file);
    error_set_errno(error, failure, "cannot lock '%s'", path);
    if (failure == EWOULDBLOCK)
        error->kind = ERROR_BUSY;
    return false;
}

static bool linux_look(void *context, const char *path, uint64_t *out_size, int64_t *out_unix_ms,
                       Error *error)
{
    (void)context;
    struct stat status;
    if (stat(path, &status) != 0)
        return error_set_errno(error, errno, "cannot look at '%s'", path);
    *out_size = (uint64_t)status.st_size;
    *out_unix_ms = (int64_t)status.st_mtim.tv_sec * 1000 + status.st_mtim.tv_nsec / 1000000;
    return true;
}

static bool linux_stamp(void *context, const char *path, Error *error)
{
    (void)context;
    return utimensat(AT_FDCWD, path, NULL, 0) == 0 ||
           error_set_errno(error, errno, "cannot stamp '%s'", path);
}

static bool linux_map(void *context, const char *path, Bytes *out, Error *error)
{
    OsFile *file;
    uint64_t size = 0;
    if (!linux_open(context, path, OS_OPEN_READ, &file, error))
        return false;
    bool ok = linux_size(context, file, &size, error);
    if (ok && size == 0)
        ok = error_set(error, ERROR_CORRUPT, "'%s' is empty", path);
    if (ok) {
        void *bytes = mmap(NULL, (size_t)size, PROT_READ, MAP_PRIVATE, file->descriptor, 0);
        ok = bytes != MAP_FAILED || error_set_errno(error, errno, "cannot map '%s'", path);
        if (ok)
            *out = (Bytes){bytes, (size_t)size};
    }
    linux_close(context, file);
    return ok;
}

static bool linux_is_mount(void *context, const char *path, OsMount *out)
{
    (void)context;
    char parent[4096];
    struct stat status, above;
    struct statvfs room;
    if (snprintf(parent, sizeof parent, "%s/..", path) >= (int)sizeof parent ||
        lstat(path, &status) != 0 || !S_ISDIR(status.st_mode) || stat(parent, &above) != 0 ||
        status.st_dev == above.st_dev || statvfs(path, &room) != 0)
        return false;
    out->writable = !(room.f_flag & ST_RDONLY) && access(path, W_OK) == 0;
    out->free_bytes = (uint64_t)room.f_bavail * room.f_frsize;
    return true;
}

void os_unmap(Bytes mapped)
{
    if (mapped.data)
        munmap((void *)(uintptr_t)mapped.data, mapped.size);
}

static int64_t clock_ms(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int64_t linux_monotonic_ms(void *context)
{
    (void)context;
    return clock_ms(CLOCK_MONOTONIC);
}

static int64_t linux_unix_ms(void *context)
{
    (void)context;
    return clock_ms(CLOCK_REALTIME);
}

static void linux_random_fill(void *context, void *bytes, size_t size)
{
    (void)context;
    size_t done = 0;
    while (done < size) {
        ssize_t count = getrandom((char *)bytes + done, size - done, 0);
        if (count < 0) {
            CHECK(errno == EINTR);
            continue;
        }
        done += (size_t)count;
    }
}

Os os_linux(void)
{
    return (Os){
        .files = {.open = linux_open,
                  .close = linux_close,
                  .read_at = linux_read_at,
                  .write_at = linux_write_at,
                  .sync = linux_sync,
                  .truncate = linux_truncate,
                  .size = linux_size,
                  .rename = linux_rename,
                  .remove = linux_remove,
                  .sync_directory = linux_sync_directory,
                  .make_directory = linux_make_directory,
                  .exists = linux_exists,
                  .list = linux_list,
                  .lock = linux_lock,
                  .look = linux_look,
                  .stamp = linux_stamp,
                  .map = linux_map,
                  .is_mount = linux_is_mount},
        .clock = {.monotonic_ms = linux_monotonic_ms, .unix_ms = linux_unix_ms},
        .random = {.fill = linux_random_fill},
    };
}
