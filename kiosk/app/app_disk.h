/* What the start needs of the disk, read by a thread of its own while the window and the fonts
 * open: the journal's recovery waits for two syncs, and the catalogue image is checked byte by
 * byte. The thread has this struct alone; the main thread looks into it after the join. */
#ifndef KIOSK_APP_APP_DISK_H
#define KIOSK_APP_APP_DISK_H

#include <pthread.h>

#include "base/arena.h"
#include "domain/catalogue.h"
#include "journal/journal.h"
#include "os/os.h"

typedef struct AppDisk {
    const Os *os;
    const char *directory, *origin;
    Arena *boot;
    pthread_t thread;

    bool recovered; // false: `error` says why, and nothing else is valid
    JournalRecovered journal;
    Error error;
    bool has_catalogue; // false: `catalogue_error`
    Bytes block;        // mapped
    Catalogue catalogue;
    char catalogue_words[240]; // to be logged
    Error catalogue_error;
} AppDisk;

// Recovers the journal of that folder and opens the image of that origin.
void app_disk_start(AppDisk *disk, const Os *os, const char *directory, const char *origin,
                    Arena *boot);
void app_disk_join(AppDisk *disk);

#endif
