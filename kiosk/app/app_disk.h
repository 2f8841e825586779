/* What the start needs of the disk. The journal's recovery waits for two syncs, so a thread of its
 * own does it while the main thread opens the window and checks the catalogue image. What it read
 * is enough for a first picture; what the lane does next waits until it is safe on the disk. */
#ifndef KIOSK_APP_APP_DISK_H
#define KIOSK_APP_APP_DISK_H

#include <pthread.h>
#include <semaphore.h>

#include "lane/lane.h"

typedef struct AppDisk {
    const Os *os;
    const char *directory, *origin;
    Arena *boot;
    pthread_t thread;
    bool started; // and not joined yet
    sem_t told;   // the journal was read, or can't be
    bool was_read;
    JournalRecovered read; // valid when was_read

    bool recovered;           // after the join; false: `error` says why
    JournalRecovered journal; // valid when recovered
    Error error;
    LaneImage image;
} AppDisk;

// Begins to recover the journal of that folder. `disk` must stay until the join.
void app_disk_start(AppDisk *disk, const Os *os, const char *directory, const char *origin,
                    Arena *boot);
// Maps and checks the image of that origin, beside the recovery.
void app_disk_open_catalogue(AppDisk *disk);
// Waits until the journal was read. *out is without its tail.
MUST_USE bool app_disk_wait_read(AppDisk *disk, JournalRecovered *out, Error *error);
// Waits until all is mended and synced. May be called again.
MUST_USE bool app_disk_join(AppDisk *disk, JournalRecovered *out, Error *error);

#endif
