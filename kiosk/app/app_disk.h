/* What the start needs of the disk. The journal's recovery waits for two syncs, so a thread of its
 * own does it while the main thread opens the window and checks the catalogue image. What the
 * recovery found is looked at after the join. */
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

// Begins to recover the journal of that folder.
void app_disk_start(AppDisk *disk, const Os *os, const char *directory, const char *origin,
                    Arena *boot);
// Maps and checks the image of that origin, beside the recovery.
void app_disk_open_catalogue(AppDisk *disk);
void app_disk_join(AppDisk *disk);

#endif
