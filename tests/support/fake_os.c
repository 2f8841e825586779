#include "fake_os.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { PATH_SIZE = 160, SECTOR = 512, FILES_MAX = 256, CHANGES_MAX = 256 };

typedef struct FakeInode {
    bool used, folder;
    uint8_t *now, *disk,
        *dirty; // what programs see; what is durable; a flag for each sector to be synced
    size_t now_size, disk_size, room;
    int32_t opens;
    int64_t stamp_unix_ms; // when it was last written or stamped
    int32_t stick;         // that it is on, from 1; 0: none
    OsFile *locked_by;
} FakeInode;

typedef struct FakeEntry {
    char path[PATH_SIZE]; // empty: free
    int32_t inode;
} FakeEntry;

typedef struct FakeChange {              // of a directory, not durable yet
    char from[PATH_SIZE], to[PATH_SIZE]; // make: from empty; remove: to empty
    int32_t inode;
} FakeChange;

typedef struct FakeStick {
    char path[PATH_SIZE]; // empty: none
    bool in, read_only;
    uint64_t room;
    int32_t pull_at; // a call; -1: it stays
    FakeOutcome pull_outcome;
} FakeStick;

struct FakeOs {
    FakeStick sticks[FAKE_STICKS_MAX];
    pthread_mutex_t lock;
    uint64_t seed;
    FakeFault fault;
    int32_t fault_at, calls, open_count;
    bool happened, crashed, counting;
    uint8_t counting_next;
    int64_t unix_ms, monotonic_ms, syncs;
    FakeInode inodes[FILES_MAX];
    FakeEntry now[FILES_MAX], disk[FILES_MAX];
    FakeChange changes[CHANGES_MAX];
    int32_t change_count;
};

struct OsFile {
    int32_t inode;
};

static uint64_t next_random(FakeOs *fake)
{
    uint64_t z = fake->seed += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static FakeEntry *find(const FakeEntry *entries, const char *path)
{
    for (int32_t i = 0; i < FILES_MAX; i++)
        if (entries[i].path[0] && strcmp(entries[i].path, path) == 0)
            return (FakeEntry *)&entries[i];
    return NULL;
}

static void set_entry(FakeEntry *entries, const char *path, int32_t inode)
{
    FakeEntry *entry = find(entries, path);
    for (int32_t i = 0; !entry && i < FILES_MAX; i++)
        if (!entries[i].path[0])
            entry = &entries[i];
    CHECK(entry != NULL);
    CHECK(strlen(path) < PATH_SIZE);
    snprintf(entry->path, PATH_SIZE, "%s", path);
    entry->inode = inode;
}

static void apply_change(FakeEntry *entries, const FakeChange *change)
{
    FakeEntry *from = change->from[0] ? find(entries, change->from) : NULL;
    if (from)
        from->path[0] = 0;
    if (change->to[0])
        set_entry(entries, change->to, change->inode);
}

static void change_folder(FakeOs *fake, const char *from, const char *to, int32_t inode)
{
    CHECK(fake->change_count < CHANGES_MAX);
    FakeChange *change = &fake->changes[fake->change_count++];
    snprintf(change->from, PATH_SIZE, "%s", from);
    snprintf(change->to, PATH_SIZE, "%s", to);
    change->inode = inode;
    apply_change(fake->now, change);
}

static bool is_inside(const char *path, const char *folder)
{
    size_t size = strlen(folder);
    while (size > 0 && folder[size - 1] == '/')
        size--;
    return path[0] && strncmp(path, folder, size) == 0 && path[size] == '/' &&
           !strchr(path + size + 1, '/');
}

static int32_t new_inode(FakeOs *fake, bool folder)
{
    for (int32_t i = 0; i < FILES_MAX; i++)
        if (!fake->inodes[i].used) {
            fake->inodes[i] =
                (FakeInode){.used = true, .folder = folder, .stamp_unix_ms = fake->unix_ms};
            return i;
        }
    CHECK(false && "room for another file");
    return 0;
}

static void reserve(FakeInode *inode, size_t size)
{
    if (size <= inode->room)
        return;
    size_t room = inode->room ? inode->room : 4096;
    while (room < size)
        room *= 2;
    size_t sectors = room / SECTOR, old_sectors = inode->room / SECTOR;
    inode->now = realloc(inode->now, room);
    inode->disk = realloc(inode->disk, room);
    inode->dirty = realloc(inode->dirty, sectors);
    CHECK(inode->now && inode->disk && inode->dirty);
    memset(inode->now + inode->room, 0, room - inode->room);
    memset(inode->disk + inode->room, 0, room - inode->room);
    memset(inode->dirty + old_sectors, 0, sectors - old_sectors);
    inode->room = room;
}

static void write_now(FakeInode *inode, size_t offset, const void *bytes, size_t size)
{
    if (size == 0)
        return;
    reserve(inode, offset + size);
    memcpy(inode->now + offset, bytes, size);
    memset(inode->dirty + offset / SECTOR, 1, (offset + size - 1) / SECTOR - offset / SECTOR + 1);
    if (offset + size > inode->now_size)
        inode->now_size = offset + size;
}

static void sync_inode(FakeInode *inode, bool really)
{
    size_t sectors = inode->room / SECTOR;
    for (size_t i = 0; i < sectors; i++)
        if (inode->dirty[i]) {
            if (really)
                memcpy(inode->disk + i * SECTOR, inode->now + i * SECTOR, SECTOR);
            inode->dirty[i] = 0;
        }
    if (really)
        inode->disk_size = inode->now_size;
}

static void settle_inode(FakeOs *fake, FakeInode *inode, FakeOutcome outcome);

static bool is_on(const char *path, const FakeStick *stick)
{
    size_t size = strlen(stick->path);
    return size > 0 && strncmp(path, stick->path, size) == 0 &&
           (path[size] == '/' || path[size] == 0);
}

static FakeStick *stick_of(FakeOs *fake, const char *path)
{
    for (int32_t i = 0; i < FAKE_STICKS_MAX; i++)
        if (is_on(path, &fake->sticks[i]))
            return &fake->sticks[i];
    return NULL;
}

// Of what is on the stick, what has become durable.
static void pull(FakeOs *fake, FakeStick *stick, FakeOutcome outcome)
{
    int32_t kept = 0;
    bool apply = outcome == FAKE_OUTCOME_KEPT;
    for (int32_t i = 0; i < fake->change_count; i++) {
        FakeChange *change = &fake->changes[i];
        if (!is_on(change->to[0] ? change->to : change->from, stick))
            fake->changes[kept++] = *change;
        else if (apply)
            apply_change(fake->disk, change);
    }
    fake->change_count = kept;
    for (int32_t i = 0; i < FILES_MAX; i++) {
        FakeEntry *entry = &fake->now[i];
        if (!is_on(entry->path, stick))
            continue;
        if (!fake->inodes[entry->inode].folder && fake->inodes[entry->inode].room > 0)
            settle_inode(fake, &fake->inodes[entry->inode], outcome);
        entry->path[0] = 0;
    }
    stick->in = false;
    stick->pull_at = -1;
}

static bool is_read_only(FakeOs *fake, const char *path)
{
    const FakeStick *stick = stick_of(fake, path);
    return stick && stick->in && stick->read_only;
}

static bool is_pulled(FakeOs *fake, const OsFile *file)
{
    const FakeStick *stick = fake->inodes[file->inode].stick > 0
                                 ? &fake->sticks[fake->inodes[file->inode].stick - 1]
                                 : NULL;
    return stick && !stick->in;
}

static bool no_more(Error *error)
{
    return error_set_errno(error, EIO, "the stick is gone");
}

// So many more bytes in the file find no room on its stick.
static bool is_stick_full(FakeOs *fake, const OsFile *file, size_t more)
{
    int32_t number = fake->inodes[file->inode].stick;
    size_t used = 0;
    for (int32_t i = 0; number > 0 && i < FILES_MAX; i++)
        used += fake->inodes[i].stick == number ? fake->inodes[i].now_size : 0;
    return number > 0 && used + more > fake->sticks[number - 1].room;
}

typedef enum CallKind {
    CALL_READ,
    CALL_OPEN,
    CALL_CHANGE,
    CALL_GROW,
    CALL_WRITE,
    CALL_OVERWRITE, // a write that needs no room
    CALL_SYNC
} CallKind;

// Counts the call and says whether it may go on. *out_partly: do it (or half of a write), then
// fail.
static bool enter(FakeOs *fake, CallKind kind, bool *out_partly, Error *error)
{
    pthread_mutex_lock(&fake->lock);
    *out_partly = false;
    int32_t call = fake->calls++;
    for (int32_t i = 0; i < FAKE_STICKS_MAX; i++)
        if (fake->sticks[i].in && call == fake->sticks[i].pull_at)
            pull(fake, &fake->sticks[i], fake->sticks[i].pull_outcome);
    if (fake->crashed)
        return error_set_errno(error, EIO, "the power is gone");
    bool now = call == fake->fault_at && fake->fault != FAKE_FAULT_NONE;
    bool sticky = fake->happened || now;
    bool grows = kind == CALL_GROW || kind == CALL_WRITE;
    bool writes = kind == CALL_WRITE || kind == CALL_OVERWRITE;
    bool changes = grows || writes || kind == CALL_CHANGE;
    switch (fake->fault) {
    case FAKE_FAULT_NONE:
    case FAKE_FAULT_COUNT:
        return true;
    case FAKE_FAULT_CRASH:
        fake->crashed = now;
        fake->happened = fake->happened || now;
        *out_partly = now;
        return !now || error_set_errno(error, EIO, "the power goes");
    case FAKE_FAULT_EIO:
        fake->happened = fake->happened || now;
        *out_partly = now && (writes || kind == CALL_SYNC);
        return !now || error_set_errno(error, EIO, "the disk is broken");
    case FAKE_FAULT_ENOSPC:
        fake->happened = fake->happened || now;
        *out_partly = now && kind == CALL_WRITE;
        return !(sticky && grows) || error_set_errno(error, ENOSPC, "the disk is full");
    case FAKE_FAULT_EROFS:
        fake->happened = fake->happened || (now && changes);
        return !(sticky && changes) || error_set_errno(error, EROFS, "the disk is read-only");
    case FAKE_FAULT_SHORT_WRITE:
        fake->happened = fake->happened || (now && writes);
        *out_partly = now && writes;
        return !*out_partly || error_set_errno(error, ENOSPC, "a write stopped halfway");
    case FAKE_FAULT_LIE:
        fake->happened = fake->happened || (now && kind == CALL_SYNC);
        *out_partly = now && kind == CALL_SYNC;
        return true;
    }
    return true;
}

static bool leave(FakeOs *fake, bool ok)
{
    pthread_mutex_unlock(&fake->lock);
    return ok;
}

static bool parent_exists(const FakeEntry *entries, const char *path)
{
    char parent[PATH_SIZE];
    snprintf(parent, sizeof parent, "%s", path);
    char *slash = strrchr(parent, '/');
    if (!slash || slash == parent)
        return true;
    *slash = 0;
    return find(entries, parent) != NULL && parent_exists(entries, parent);
}

static bool fake_exists(void *context, const char *path)
{
    FakeOs *fake = context;
    pthread_mutex_lock(&fake->lock);
    return leave(fake, find(fake->now, path) != NULL);
}

static OsFile *make_handle(FakeOs *fake, int32_t inode)
{
    OsFile *file = malloc(sizeof *file);
    CHECK(file != NULL);
    file->inode = inode;
    fake->open_count++;
    fake->inodes[inode].opens++;
    return file;
}

static bool fake_open(void *context, const char *path, OsOpen how, OsFile **out_file, Error *error)
{
    FakeOs *fake = context;
    bool partly;
    bool is_new = how == OS_OPEN_CREATE || how == OS_OPEN_CREATE_PUBLIC; // modes are not kept
    bool makes = is_new || (how == OS_OPEN_CREATE_OR && !fake_exists(context, path));
    bool go = enter(fake,
                    makes                 ? CALL_GROW
                    : how == OS_OPEN_READ ? CALL_OPEN
                                          : CALL_CHANGE,
                    &partly, error);
    FakeEntry *entry = find(fake->now, path);
    if (!go && !partly)
        return leave(fake, error_prefix(error, "'%s'", path));
    int missing = is_new && entry                                   ? EEXIST
                  : !makes && !entry                                ? ENOENT
                  : entry && fake->inodes[entry->inode].folder      ? EISDIR
                  : !parent_exists(fake->now, path)                 ? ENOENT
                  : how != OS_OPEN_READ && is_read_only(fake, path) ? EROFS
                                                                    : 0;
    if (missing)
        return leave(fake, error_set_errno(error, missing, "cannot open '%s'", path));
    int32_t inode = makes ? new_inode(fake, false) : entry->inode;
    const FakeStick *stick = stick_of(fake, path);
    fake->inodes[inode].stick = stick ? (int32_t)(stick - fake->sticks) + 1 : 0;
    if (makes)
        change_folder(fake, "", path, inode);
    if (go)
        *out_file = make_handle(fake, inode);
    return leave(fake, go);
}

static void fake_close(void *context, OsFile *file)
{
    FakeOs *fake = context;
    if (!file)
        return;
    pthread_mutex_lock(&fake->lock);
    if (fake->inodes[file->inode].locked_by == file)
        fake->inodes[file->inode].locked_by = NULL;
    fake->open_count--;
    pthread_mutex_unlock(&fake->lock);
    free(file);
}

static bool fake_lock(void *context, const char *path, OsFile **out_file, Error *error)
{
    FakeOs *fake = context;
    OsFile *file = NULL;
    if (!fake_open(context, path, OS_OPEN_CREATE_OR, &file, error))
        return false;
    pthread_mutex_lock(&fake->lock);
    FakeInode *inode = &fake->inodes[file->inode];
    bool free_lock = inode->locked_by == NULL;
    if (free_lock)
        inode->locked_by = file;
    pthread_mutex_unlock(&fake->lock);
    if (!free_lock) {
        fake_close(context, file);
        return error_set(error, ERROR_BUSY, "cannot lock '%s'", path);
    }
    *out_file = file;
    return true;
}

static bool fake_read_at(void *context, OsFile *file, uint64_t offset, void *buffer, size_t size,
                         size_t *out_count, Error *error)
{
    FakeOs *fake = context;
    bool partly;
    if (!enter(fake, CALL_READ, &partly, error))
        return leave(fake, false);
    if (is_pulled(fake, file))
        return leave(fake, no_more(error));
    const FakeInode *inode = &fake->inodes[file->inode];
    size_t left = offset < inode->now_size ? inode->now_size - (size_t)offset : 0;
    *out_count = size < left ? size : left;
    if (*out_count > 0)
        memcpy(buffer, inode->now + offset, *out_count);
    return leave(fake, true);
}

static bool fake_write_at(void *context, OsFile *file, uint64_t offset, const void *bytes,
                          size_t size, Error *error)
{
    FakeOs *fake = context;
    bool partly;
    bool inside = offset + size <= fake->inodes[file->inode].now_size;
    bool go = enter(fake, inside ? CALL_OVERWRITE : CALL_WRITE, &partly, error);
    if (go && is_pulled(fake, file))
        return leave(fake, no_more(error));
    if (go && !inside && is_stick_full(fake, file, size))
        return leave(fake, error_set_errno(error, ENOSPC, "the stick is full"));
    size_t done = go || (partly && fake->fault == FAKE_FAULT_CRASH) ? size : partly ? size / 2 : 0;
    write_now(&fake->inodes[file->inode], (size_t)offset, bytes, done);
    fake->inodes[file->inode].stamp_unix_ms = fake->unix_ms;
    return leave(fake, go);
}

static bool fake_sync(void *context, OsFile *file, Error *error)
{
    FakeOs *fake = context;
    bool partly;
    bool go = enter(fake, CALL_SYNC, &partly, error);
    fake->syncs++;
    if (go && is_pulled(fake, file))
        return leave(fake, no_more(error));
    if (go || (partly && fake->fault == FAKE_FAULT_EIO))
        sync_inode(&fake->inodes[file->inode], go && !partly);
    return leave(fake, go);
}

static bool fake_truncate(void *context, OsFile *file, uint64_t size, Error *error)
{
    FakeOs *fake = context;
    bool partly;
    bool go = enter(fake, CALL_CHANGE, &partly, error);
    FakeInode *inode = &fake->inodes[file->inode];
    if (go) {
        reserve(inode, (size_t)size);
        if (size < inode->now_size) {
            size_t cut = inode->now_size - (size_t)size;
            memset(inode->now + size, 0, cut);
            memset(inode->dirty + size / SECTOR, 1,
                   (inode->now_size - 1) / SECTOR - size / SECTOR + 1);
        }
        inode->now_size = (size_t)size;
    }
    return leave(fake, go);
}

static bool fake_size(void *context, OsFile *file, uint64_t *out_size, Error *error)
{
    FakeOs *fake = context;
    bool partly;
    bool go = enter(fake, CALL_READ, &partly, error);
    if (go)
        *out_size = fake->inodes[file->inode].now_size;
    return leave(fake, go);
}

static bool fake_rename(void *context, const char *from, const char *to, Error *error)
{
    FakeOs *fake = context;
    bool partly;
    bool go = enter(fake, CALL_CHANGE, &partly, error);
    FakeEntry *entry = find(fake->now, from);
    if (go && (!entry || !parent_exists(fake->now, to)))
        return leave(fake, error_set_errno(error, ENOENT, "cannot rename '%s'", from));
    if (go && is_read_only(fake, from))
        return leave(fake, error_set_errno(error, EROFS, "cannot rename '%s'", from));
    if (go || (partly && entry))
        change_folder(fake, from, to, entry->inode);
    return leave(fake, go);
}

static bool fake_remove(void *context, const char *path, Error *error)
{
    FakeOs *fake = context;
    bool partly;
    bool go = enter(fake, CALL_CHANGE, &partly, error);
    FakeEntry *entry = find(fake->now, path);
    if (go && !entry)
        return leave(fake, error_set_errno(error, ENOENT, "cannot remove '%s'", path));
    if (go && is_read_only(fake, path))
        return leave(fake, error_set_errno(error, EROFS, "cannot remove '%s'", path));
    if (go || (partly && entry))
        change_folder(fake, path, "", entry->inode);
    return leave(fake, go);
}

static bool fake_sync_directory(void *context, const char *path, Error *error)
{
    FakeOs *fake = context;
    bool partly;
    bool go = enter(fake, CALL_SYNC, &partly, error);
    int32_t kept = 0;
    fake->syncs++;
    if (go && stick_of(fake, path) && !find(fake->now, path))
        return leave(fake, error_set_errno(error, ENOENT, "cannot open folder '%s'", path));
    for (int32_t i = 0; go && !partly && i < fake->change_count; i++) {
        FakeChange *change = &fake->changes[i];
        if (is_inside(change->to[0] ? change->to : change->from, path))
            apply_change(fake->disk, change);
        else
            fake->changes[kept++] = *change;
    }
    if (go && !partly)
        fake->change_count = kept;
    return leave(fake, go);
}

static bool fake_make_directory(void *context, const char *path, Error *error)
{
    FakeOs *fake = context;
    bool partly;
    bool go = enter(fake, fake_exists(context, path) ? CALL_READ : CALL_GROW, &partly, error);
    FakeEntry *entry = find(fake->now, path);
    int failure = entry && !fake->inodes[entry->inode].folder ? ENOTDIR
                  : !parent_exists(fake->now, path)           ? ENOENT
                                                              : 0;
    if (go && failure)
        return leave(fake, error_set_errno(error, failure, "cannot make folder '%s'", path));
    if ((go || partly) && !entry)
        change_folder(fake, "", path, new_inode(fake, true));
    return leave(fake, go);
}

// The lock is not held while `each` looks at what it is told.
static bool fake_list(void *context, const char *path, bool (*each)(void *, const char *),
                      void *each_context, Error *error)
{
    FakeOs *fake = context;
    bool partly;
    if (!enter(fake, CALL_READ, &partly, error))
        return leave(fake, false);
    char(*names)[PATH_SIZE] = malloc(FILES_MAX * sizeof *names);
    CHECK(names != NULL);
    int32_t count = 0;
    for (int32_t i = 0; i < FILES_MAX; i++)
        if (is_inside(fake->now[i].path, path))
            memcpy(names[count++], strrchr(fake->now[i].path, '/') + 1,
                   strlen(strrchr(fake->now[i].path, '/')));
    leave(fake, true);
    for (int32_t i = 0; i < count && each(each_context, names[i]); i++)
        continue;
    free(names);
    return true;
}

static bool fake_look(void *context, const char *path, uint64_t *out_size, int64_t *out_unix_ms,
                      Error *error)
{
    FakeOs *fake = context;
    bool partly;
    if (!enter(fake, CALL_READ, &partly, error))
        return leave(fake, false);
    const FakeEntry *entry = find(fake->now, path);
    if (!entry)
        return leave(fake, error_set_errno(error, ENOENT, "cannot look at '%s'", path));
    *out_size = fake->inodes[entry->inode].now_size;
    *out_unix_ms = fake->inodes[entry->inode].stamp_unix_ms;
    return leave(fake, true);
}

static bool fake_stamp(void *context, const char *path, Error *error)
{
    FakeOs *fake = context;
    bool partly;
    if (!enter(fake, CALL_CHANGE, &partly, error))
        return leave(fake, false);
    const FakeEntry *entry = find(fake->now, path);
    if (!entry)
        return leave(fake, error_set_errno(error, ENOENT, "cannot stamp '%s'", path));
    fake->inodes[entry->inode].stamp_unix_ms = fake->unix_ms;
    return leave(fake, true);
}

static bool fake_map(void *context, const char *path, Bytes *out, Error *error)
{
    FakeOs *fake = context;
    bool partly;
    if (!enter(fake, CALL_READ, &partly, error))
        return leave(fake, false);
    const FakeEntry *entry = find(fake->now, path);
    if (!entry)
        return leave(fake, error_set_errno(error, ENOENT, "cannot open '%s'", path));
    const FakeInode *inode = &fake->inodes[entry->inode];
    if (inode->now_size == 0)
        return leave(fake, error_set(error, ERROR_CORRUPT, "'%s' is empty", path));
    void *pages =
        mmap(NULL, inode->now_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    CHECK(pages != MAP_FAILED);
    memcpy(pages, inode->now, inode->now_size);
    *out = (Bytes){pages, inode->now_size};
    return leave(fake, true);
}

static bool fake_is_mount(void *context, const char *path, OsMount *out)
{
    FakeOs *fake = context;
    bool partly;
    Error ignored;
    bool go = enter(fake, CALL_READ, &partly, &ignored);
    const FakeStick *stick = stick_of(fake, path);
    if (!go || !stick || !stick->in || strcmp(stick->path, path) != 0)
        return leave(fake, false);
    *out = (OsMount){.writable = !stick->read_only, .free_bytes = stick->room};
    return leave(fake, true);
}

static int64_t fake_unix_ms(void *context)
{
    return ((FakeOs *)context)->unix_ms;
}

static int64_t fake_monotonic_ms(void *context)
{
    return ((FakeOs *)context)->monotonic_ms;
}

static void fake_random(void *context, void *bytes, size_t size)
{
    FakeOs *fake = context;
    pthread_mutex_lock(&fake->lock);
    for (size_t i = 0; i < size; i++)
        ((uint8_t *)bytes)[i] = fake->counting ? fake->counting_next++ : (uint8_t)next_random(fake);
    pthread_mutex_unlock(&fake->lock);
}

Os fake_os_table(FakeOs *fake)
{
    return (Os){.files = {fake, fake_open, fake_close, fake_read_at, fake_write_at, fake_sync,
                          fake_truncate, fake_size, fake_rename, fake_remove, fake_sync_directory,
                          fake_make_directory, fake_exists, fake_list, fake_lock, fake_look,
                          fake_stamp, fake_map, fake_is_mount},
                .clock = {fake, fake_monotonic_ms, fake_unix_ms},
                .random = {fake, fake_random}};
}

FakeOs *fake_os_create(uint64_t seed)
{
    FakeOs *fake = calloc(1, sizeof *fake);
    CHECK(fake != NULL);
    CHECK(pthread_mutex_init(&fake->lock, NULL) == 0);
    fake->seed = seed;
    fake_os_set_clock(fake, 1700000000000);
    int32_t folder = new_inode(fake, true);
    set_entry(fake->now, "/lane", folder);
    set_entry(fake->disk, "/lane", folder);
    return fake;
}

FakeOs *fake_os_clone(const FakeOs *from)
{
    FakeOs *fake = malloc(sizeof *fake);
    CHECK(fake != NULL);
    memcpy(fake, from, sizeof *fake);
    CHECK(pthread_mutex_init(&fake->lock, NULL) == 0);
    fake->open_count = 0;
    for (int32_t i = 0; i < FILES_MAX; i++) {
        FakeInode *to = &fake->inodes[i];
        const FakeInode *source = &from->inodes[i];
        to->now = to->disk = to->dirty = NULL;
        to->room = 0;
        to->locked_by = NULL;
        if (source->room == 0)
            continue;
        reserve(to, source->room);
        memcpy(to->now, source->now, source->room);
        memcpy(to->disk, source->disk, source->room);
        memcpy(to->dirty, source->dirty, source->room / SECTOR);
    }
    return fake;
}

void fake_os_destroy(FakeOs *fake)
{
    if (!fake)
        return;
    for (int32_t i = 0; i < FILES_MAX; i++) {
        free(fake->inodes[i].now);
        free(fake->inodes[i].disk);
        free(fake->inodes[i].dirty);
    }
    pthread_mutex_destroy(&fake->lock);
    free(fake);
}

void fake_os_set_fault(FakeOs *fake, FakeFault fault, int32_t at)
{
    pthread_mutex_lock(&fake->lock);
    fake->fault = fault;
    fake->fault_at = at;
    fake->calls = 0;
    fake->happened = fake->crashed = false;
    pthread_mutex_unlock(&fake->lock);
}

// Of a number that another thread may be changing.
#define READ_LOCKED(fake, type, member)                                                            \
    do {                                                                                           \
        pthread_mutex_t *lock_ = (pthread_mutex_t *)(uintptr_t) & (fake)->lock;                    \
        pthread_mutex_lock(lock_);                                                                 \
        type value_ = (fake)->member;                                                              \
        pthread_mutex_unlock(lock_);                                                               \
        return value_;                                                                             \
    } while (0)

bool fake_os_has_crashed(const FakeOs *fake)
{
    READ_LOCKED(fake, bool, crashed);
}

int64_t fake_os_syncs(const FakeOs *fake)
{
    READ_LOCKED(fake, int64_t, syncs);
}

bool fake_os_fault_happened(const FakeOs *fake)
{
    READ_LOCKED(fake, bool, happened);
}

int32_t fake_os_call_count(const FakeOs *fake)
{
    READ_LOCKED(fake, int32_t, calls);
}

// Keeps of the unsynced sectors what the outcome says.
static void settle_inode(FakeOs *fake, FakeInode *inode, FakeOutcome outcome)
{
    size_t sectors = inode->room / SECTOR, dirty_count = 0;
    for (size_t i = 0; i < sectors; i++)
        dirty_count += inode->dirty[i];
    bool grown = inode->now_size > inode->disk_size;
    bool keep_size = outcome == FAKE_OUTCOME_KEPT ||
                     (outcome != FAKE_OUTCOME_LOST && next_random(fake) % 2 == 0);
    size_t cut = dirty_count ? (size_t)(next_random(fake) % (dirty_count * SECTOR + 1)) : 0;
    for (size_t i = 0; i < sectors; i++) {
        if (!inode->dirty[i])
            continue;
        size_t keep = outcome == FAKE_OUTCOME_KEPT        ? SECTOR
                      : outcome == FAKE_OUTCOME_LOST      ? 0
                      : outcome == FAKE_OUTCOME_REORDERED ? (next_random(fake) % 2) * SECTOR
                      : cut > SECTOR                      ? SECTOR
                                                          : cut;
        cut -= keep;
        memcpy(inode->disk + i * SECTOR, inode->now + i * SECTOR, keep);
        inode->dirty[i] = 0;
        if (keep > 0 && outcome != FAKE_OUTCOME_LOST)
            keep_size = true;
    }
    if (grown == false || keep_size)
        inode->disk_size = inode->now_size;
    memcpy(inode->now, inode->disk, inode->room);
    inode->now_size = inode->disk_size;
    if (inode->room > inode->now_size)
        memset(inode->now + inode->now_size, 0, inode->room - inode->now_size);
}

void fake_os_restart(FakeOs *fake, FakeOutcome outcome)
{
    CHECK(fake->open_count == 0);
    fake->syncs++;
    fake_os_set_fault(fake, FAKE_FAULT_NONE, 0);
    if (outcome == FAKE_OUTCOME_KILLED)
        return;
    int32_t kept = outcome == FAKE_OUTCOME_KEPT ? fake->change_count
                   : outcome == FAKE_OUTCOME_LOST
                       ? 0
                       : (int32_t)(next_random(fake) % (uint64_t)(fake->change_count + 1));
    for (int32_t i = 0; i < kept; i++)
        apply_change(fake->disk, &fake->changes[i]);
    fake->change_count = 0;
    for (int32_t i = 0; i < FILES_MAX; i++)
        if (fake->inodes[i].used && !fake->inodes[i].folder && fake->inodes[i].room > 0)
            settle_inode(fake, &fake->inodes[i], outcome);
    for (int32_t i = 0; i < FILES_MAX; i++)
        if (fake->disk[i].path[0] && !parent_exists(fake->disk, fake->disk[i].path))
            fake->disk[i].path[0] = 0;
    memcpy(fake->now, fake->disk, sizeof fake->now);
    bool reached[FILES_MAX] = {false};
    for (int32_t i = 0; i < FILES_MAX; i++)
        if (fake->now[i].path[0])
            reached[fake->now[i].inode] = true;
    for (int32_t i = 0; i < FILES_MAX; i++)
        if (fake->inodes[i].used && !reached[i]) {
            free(fake->inodes[i].now);
            free(fake->inodes[i].disk);
            free(fake->inodes[i].dirty);
            fake->inodes[i] = (FakeInode){0};
        }
}

void fake_os_set_clock(FakeOs *fake, int64_t unix_ms)
{
    fake->unix_ms = fake->monotonic_ms = unix_ms;
}

void fake_os_set_wall(FakeOs *fake, int64_t unix_ms)
{
    fake->unix_ms = unix_ms;
}

void fake_os_set_monotonic(FakeOs *fake, int64_t ms)
{
    fake->monotonic_ms = ms;
}

void fake_os_pass(FakeOs *fake, int64_t ms)
{
    fake->unix_ms += ms;
    fake->monotonic_ms += ms;
}

void fake_os_set_counting_random(FakeOs *fake, uint8_t first)
{
    fake->counting = true;
    fake->counting_next = first;
}

void fake_os_plug(FakeOs *fake, const char *path, uint64_t room_bytes, bool read_only)
{
    pthread_mutex_lock(&fake->lock);
    FakeStick *stick = stick_of(fake, path);
    for (int32_t i = 0; !stick && i < FAKE_STICKS_MAX; i++)
        if (!fake->sticks[i].path[0])
            stick = &fake->sticks[i];
    CHECK(stick != NULL);
    CHECK(strlen(path) < PATH_SIZE);
    *stick = (FakeStick){.in = true, .read_only = read_only, .room = room_bytes, .pull_at = -1};
    snprintf(stick->path, PATH_SIZE, "%s", path);
    char above[PATH_SIZE];
    snprintf(above, sizeof above, "%s", path);
    *strrchr(above, '/') = 0;
    if (!find(fake->disk, above)) {
        set_entry(fake->disk, above, new_inode(fake, true));
        set_entry(fake->now, above, find(fake->disk, above)->inode);
    }
    if (!find(fake->disk, path))
        set_entry(fake->disk, path, new_inode(fake, true));
    for (int32_t i = 0; i < FILES_MAX; i++)
        if (is_on(fake->disk[i].path, stick))
            set_entry(fake->now, fake->disk[i].path, fake->disk[i].inode);
    pthread_mutex_unlock(&fake->lock);
}

void fake_os_pull(FakeOs *fake, const char *path, FakeOutcome outcome)
{
    pthread_mutex_lock(&fake->lock);
    FakeStick *stick = stick_of(fake, path);
    CHECK(stick != NULL);
    pull(fake, stick, outcome);
    pthread_mutex_unlock(&fake->lock);
}

void fake_os_pull_at(FakeOs *fake, const char *path, FakeOutcome outcome, int32_t at)
{
    pthread_mutex_lock(&fake->lock);
    FakeStick *stick = stick_of(fake, path);
    CHECK(stick != NULL);
    stick->pull_at = fake->calls + at;
    stick->pull_outcome = outcome;
    pthread_mutex_unlock(&fake->lock);
}

bool fake_os_peek(const FakeOs *fake, const char *path, Bytes *out)
{
    const FakeEntry *entry = find(fake->now, path);
    if (!entry)
        return false;
    const FakeInode *inode = &fake->inodes[entry->inode];
    *out = (Bytes){inode->now, inode->now_size};
    return true;
}

bool fake_os_peek_durable(const FakeOs *fake, const char *path, Bytes *out)
{
    const FakeEntry *entry = find(fake->disk, path);
    if (!entry)
        return false;
    const FakeInode *inode = &fake->inodes[entry->inode];
    *out = (Bytes){inode->disk, inode->disk_size};
    return true;
}

const char *fake_os_name(const FakeOs *fake, const char *folder, int32_t index)
{
    for (int32_t i = 0; i < FILES_MAX; i++)
        if (is_inside(fake->now[i].path, folder) && index-- == 0)
            return strrchr(fake->now[i].path, '/') + 1;
    return NULL;
}

void fake_os_poke(FakeOs *fake, const char *path, size_t offset, const void *bytes, size_t size)
{
    FakeEntry *entry = find(fake->now, path);
    CHECK(entry != NULL);
    FakeInode *inode = &fake->inodes[entry->inode];
    CHECK(offset + size <= inode->now_size);
    memcpy(inode->now + offset, bytes, size);
    memcpy(inode->disk + offset, bytes, size);
}

void fake_os_put(FakeOs *fake, const char *path, Bytes content)
{
    FakeEntry *entry = find(fake->now, path);
    int32_t number = entry ? entry->inode : new_inode(fake, false);
    FakeInode *inode = &fake->inodes[number];
    set_entry(fake->now, path, number);
    set_entry(fake->disk, path, number);
    if (inode->room > 0)
        memset(inode->now, 0, inode->room);
    inode->now_size = 0;
    inode->stamp_unix_ms = fake->unix_ms;
    write_now(inode, 0, content.data, content.size);
    if (inode->room > 0)
        memset(inode->dirty, 1, inode->room / SECTOR);
    sync_inode(inode, true);
}

void fake_os_drop(FakeOs *fake, const char *path)
{
    FakeEntry *now = find(fake->now, path), *disk = find(fake->disk, path);
    if (now)
        now->path[0] = 0;
    if (disk)
        disk->path[0] = 0;
}

int32_t fake_os_opens_of(const FakeOs *fake, const char *path)
{
    const FakeEntry *entry = find(fake->now, path);
    return entry ? fake->inodes[entry->inode].opens : 0;
}
