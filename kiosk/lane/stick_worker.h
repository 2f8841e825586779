/* Whatever has to do with a USB stick, on a thread of its own: a stick may be slow, or go in the
 * middle of a write, and nobody waits for it. Jobs in, events out. Only a mount point directly in
 * the folder of sticks is one; a folder that was left behind is none.
 *
 * The journal is read beside the running lane and never written here. Orders of an export are read
 * and decided on as a whole, then given one by one (NEXT): who asked for them writes their records,
 * and asks for the next when they are on the disk. */
#ifndef KIOSK_LANE_STICK_WORKER_H
#define KIOSK_LANE_STICK_WORKER_H

#include "base/bounded_queue.h"
#include "domain/stick.h"
#include "journal/journal.h"

enum {
    STICK_JOBS_MAX = 8,
    STICK_EVENTS_MAX = 16,
    STICK_IMPORT_BYTES_MAX = 32 << 20, // larger ones are for kiosk-journal
};

typedef enum StickJobKind {
    STICK_JOB_LOOK, // which sticks are there, and with `stick` which exports are on that one
    STICK_JOB_SAVE, // stick, content, since_unix_ms, file, lane
    STICK_JOB_READ, // stick, file, origin: what would it do?
    STICK_JOB_TAKE, // the same, and its orders are kept for NEXT
    STICK_JOB_NEXT,
} StickJobKind;

typedef struct StickJob {
    StickJobKind kind;
    int32_t number; // comes back in the answer
    char stick[STICK_NAME_SIZE];
    char file[STICK_FILE_SIZE]; // SAVE: what the names begin with
    StickContent content;
    int64_t since_unix_ms;
    char lane[64];    // its name, for people
    char origin[200]; // url and database of the lane: orders of others are refused
} StickJob;

typedef enum StickEventKind {
    STICK_EVENT_LOOKED, // stick_count, sticks, file_count, files
    STICK_EVENT_SAVED,  // saved, paid, unpaid
    STICK_EVENT_READ,   // sum
    STICK_EVENT_TAKING, // sum, total: NEXT may be asked for
    STICK_EVENT_ORDER,  // imported, repairs, uuid, snapshot (malloc'd, the receiver's)
    STICK_EVENT_NO_MORE,
    STICK_EVENT_FAILED, // trouble, words
} StickEventKind;

typedef struct StickEvent {
    StickEventKind kind;
    int32_t number;           // of the job
    StickStatus status;       // of LOOKED, SAVED, READ, TAKING and FAILED: only what is named there
    JournalImported imported; // `at_unix_ms` is not set
    OrderRepairs repairs;
    char uuid[ORDER_UUID_SIZE];
    Bytes snapshot;
} StickEvent;

typedef struct StickWorker StickWorker;

// `folder`: where sticks are mounted, empty: none is ever there. One event (StickEvent) for each
// job.
void stick_worker_start(const Os *os, const char *folder, const char *data_directory,
                        BoundedQueue *events, StickWorker **out);
// The same without its thread: the owner turns it.
void stick_worker_create(const Os *os, const char *folder, const char *data_directory,
                         BoundedQueue *events, StickWorker **out);
bool stick_worker_turn(StickWorker *worker); // does one job; false: none waits
// Ends what it does; orders that were not asked for are dropped. Accepts NULL.
void stick_worker_stop(StickWorker *worker);
// False: too many jobs wait.
MUST_USE bool stick_worker_give(StickWorker *worker, const StickJob *job);

#endif
