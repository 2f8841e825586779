/* The machine as three small tables: files, clock, random. Everything that must survive a power cut
 * goes through here, so that a test can crash at each call, tear what was not synced and fail the
 * Nth call. os_linux.c is the real one; tests/support/fake_os.c the one that breaks.
 *
 * All calls return false with an Error (os_errno set) and leave outputs alone. EINTR is handled
 * inside. A short write is an error: the table never says true for half a write. */
#ifndef KIOSK_OS_OS_H
#define KIOSK_OS_OS_H

#include "base/error.h"
#include "base/text.h"

typedef struct OsFile OsFile; // a handle; owned by the table's maker

typedef enum OsOpen {
    OS_OPEN_READ,          // must exist
    OS_OPEN_WRITE,         // must exist; read and write
    OS_OPEN_CREATE,        // must not exist; read and write, mode 0600
    OS_OPEN_CREATE_PUBLIC, // as OS_OPEN_CREATE, but all may read it: 0644, whatever the umask
    OS_OPEN_CREATE_OR,     // read and write, made when missing
} OsOpen;

typedef struct OsMount { // something that is mounted on a folder
    bool writable;
    uint64_t free_bytes; // for this program
} OsMount;

typedef struct OsFiles {
    void *context;
    bool (*open)(void *context, const char *path, OsOpen how, OsFile **out_file, Error *error);
    // Accepts NULL. Errors of close are those of the last sync: nothing to tell.
    void (*close)(void *context, OsFile *file);
    // Reads up to `size` bytes at `offset`; *out_count is less only at the end of the file.
    bool (*read_at)(void *context, OsFile *file, uint64_t offset, void *buffer, size_t size,
                    size_t *out_count, Error *error);
    bool (*write_at)(void *context, OsFile *file, uint64_t offset, const void *bytes, size_t size,
                     Error *error);
    bool (*sync)(void *context, OsFile *file,
                 Error *error); // fdatasync: bytes and size are durable
    bool (*truncate)(void *context, OsFile *file, uint64_t size, Error *error);
    bool (*size)(void *context, OsFile *file, uint64_t *out_size, Error *error);
    bool (*rename)(void *context, const char *from, const char *to, Error *error);
    bool (*remove)(void *context, const char *path, Error *error);
    bool (*sync_directory)(void *context, const char *path, Error *error);
    bool (*make_directory)(void *context, const char *path,
                           Error *error); // 0700; true when it is there
    bool (*exists)(void *context, const char *path);
    // Calls `each` with every name in `path` (no order). Stops when it returns false.
    bool (*list)(void *context, const char *path,
                 bool (*each)(void *each_context, const char *name), void *each_context,
                 Error *error);
    // Makes `path` when missing and holds it alone until `close` or the end of the program. Does
    // not wait: ERROR_BUSY when somebody else holds it.
    bool (*lock)(void *context, const char *path, OsFile **out_file, Error *error);
    // A file's size, and when it was last written or stamped, by the wall clock.
    bool (*look)(void *context, const char *path, uint64_t *out_size, int64_t *out_unix_ms,
                 Error *error);
    // Says that the file was used now; what is in it stays. Durable some time later.
    bool (*stamp)(void *context, const char *path, Error *error);
    // The whole file as pages to be read, whoever made the table; they stay as they are while
    // nobody changes the file, and go by os_unmap. An empty file is ERROR_CORRUPT.
    bool (*map)(void *context, const char *path, Bytes *out, Error *error);
    // `path` itself is a folder (no link to one) of another file system than the folder it is in.
    bool (*is_mount)(void *context, const char *path, OsMount *out);
} OsFiles;

typedef struct OsClock {
    void *context;
    int64_t (*monotonic_ms)(void *context); // never runs back; no relation to the wall
    int64_t (*unix_ms)(void *context);      // the wall clock, UTC
} OsClock;

typedef struct OsRandom {
    void *context;
    void (*fill)(void *context, void *bytes,
                 size_t size); // cryptographic quality on the real machine
} OsRandom;

typedef struct Os {
    OsFiles files;
    OsClock clock;
    OsRandom random;
} Os;

// The real machine.
Os os_linux(void);

void os_unmap(Bytes mapped); // accepts {0}

// Whole-file helpers over the table.
// Reads at most `limit` bytes; a larger file is ERROR_LIMIT. The bytes belong to `result`.
MUST_USE bool os_read_file(const Os *os, const char *path, size_t limit, Arena *result, Bytes *out,
                           Error *error);
// Temporary file, sync, rename, sync of the directory: the old or the new content, never half of
// either.
MUST_USE bool os_replace_file(const Os *os, const char *directory, const char *name, Bytes content,
                              Error *error);

#endif
