#include "app/app_disk.h"

#include <errno.h>

#include "backoffice/sync_thread.h"
#include "base/check.h"
#include "base/log.h"

static void journal_was_read(void *context, const JournalRecovered *found)
{
    AppDisk *disk = context;
    disk->read = *found;
    disk->was_read = true;
    CHECK(sem_post(&disk->told) == 0);
}

static void *recover(void *context)
{
    AppDisk *disk = context;
    log_thread_name("start");
    JournalListener listener = {journal_was_read, disk};
    disk->recovered = journal_recover_telling(disk->os, disk->directory, disk->boot, listener,
                                              &disk->journal, &disk->error);
    if (!disk->was_read)
        CHECK(sem_post(&disk->told) == 0);
    return NULL;
}

void app_disk_start(AppDisk *disk, const Os *os, const char *directory, const char *origin,
                    Arena *boot)
{
    *disk = (AppDisk){.os = os, .directory = directory, .origin = origin, .boot = boot};
    CHECK(sem_init(&disk->told, 0, 0) == 0);
    CHECK(pthread_create(&disk->thread, NULL, recover, disk) == 0);
    disk->started = true;
}

void app_disk_open_catalogue(AppDisk *disk)
{
    LaneImage *image = &disk->image;
    image->found = catalogue_file_open(disk->os, disk->directory, disk->origin, &image->block,
                                       &image->catalogue, image->words, &image->error);
}

bool app_disk_wait_read(AppDisk *disk, JournalRecovered *out, Error *error)
{
    while (sem_wait(&disk->told) != 0)
        CHECK(errno == EINTR);
    if (!disk->was_read)
        return app_disk_join(disk, out, error);
    *out = disk->read;
    out->tail = (JournalTail){0}; // comes with the join
    return true;
}

bool app_disk_join(AppDisk *disk, JournalRecovered *out, Error *error)
{
    if (disk->started) {
        CHECK(pthread_join(disk->thread, NULL) == 0);
        CHECK(sem_destroy(&disk->told) == 0);
        disk->started = false;
    }
    if (disk->recovered)
        *out = disk->journal;
    else
        *error = disk->error;
    return disk->recovered;
}
