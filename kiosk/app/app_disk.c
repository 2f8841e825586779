#include "app/app_disk.h"

#include "backoffice/sync_thread.h"
#include "base/check.h"
#include "base/log.h"

static void *recover(void *context)
{
    AppDisk *disk = context;
    log_thread_name("start");
    disk->recovered =
        journal_recover(disk->os, disk->directory, disk->boot, &disk->journal, &disk->error);
    return NULL;
}

void app_disk_start(AppDisk *disk, const Os *os, const char *directory, const char *origin,
                    Arena *boot)
{
    *disk = (AppDisk){.os = os, .directory = directory, .origin = origin, .boot = boot};
    CHECK(pthread_create(&disk->thread, NULL, recover, disk) == 0);
}

void app_disk_open_catalogue(AppDisk *disk)
{
    disk->has_catalogue =
        catalogue_file_open(disk->directory, disk->origin, &disk->block, &disk->catalogue,
                            disk->catalogue_words, &disk->catalogue_error);
}

void app_disk_join(AppDisk *disk)
{
    CHECK(pthread_join(disk->thread, NULL) == 0);
}
