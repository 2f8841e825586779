#include "lane/stick_worker.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backoffice/order_export.h"
#include "backoffice/order_import.h"
#include "base/job_thread.h"
#include "base/log.h"
#include "journal/journal_import_decide.h"
#include "lane/stick_look.h"

enum { SAME_NAMES_MAX = 99 }; // in a minute

typedef struct StickOrder { // to be taken up
    JournalImported imported;
    OrderRepairs repairs;
    char uuid[ORDER_UUID_SIZE];
    Bytes snapshot; // malloc'd
} StickOrder;

struct StickWorker {
    Os os;
    char folder[512], data_directory[512];
    JobThread thread;
    BoundedQueue *events;
    StickOrder *orders; // from next_order on; malloc'd
    int32_t order_count, order_room, next_order;
};

static void fail(StickEvent *event, StickTrouble trouble, const char *words)
{
    event->kind = STICK_EVENT_FAILED;
    event->status.trouble = trouble;
    snprintf(event->status.words, sizeof event->status.words, "%.239s", words);
    log_warning("stick: %s", words);
}

// What went wrong with the stick itself.
static void fail_on_stick(StickWorker *worker, const StickJob *job, const Error *error,
                          StickEvent *event)
{
    OsMount mount;
    bool there = stick_is_there(&worker->os, worker->folder, job->stick, &mount);
    fail(event,
         !there                      ? STICK_GONE
         : error->os_errno == ENOSPC ? STICK_FULL
         : error->os_errno == EROFS  ? STICK_READ_ONLY
                                     : STICK_BROKEN,
         error->message);
}

/* --- saving --- */

typedef struct StickPaths {
    char name[STICK_FILE_SIZE]; // without what ends it
    char json[STICK_PATH_SIZE], msgpack[STICK_PATH_SIZE];
} StickPaths;

static bool make_paths(const StickWorker *worker, const StickJob *job, int32_t number,
                       StickPaths *out)
{
    char file[STICK_FILE_SIZE + 16];
    size_t room = sizeof out->name;
    int size = number == 1 ? snprintf(out->name, room, "%s", job->file)
                           : snprintf(out->name, room, "%.110s-%d", job->file, (int)number);
    if (size < 0 || (size_t)size >= room)
        return false;
    snprintf(file, sizeof file, "%s.json", out->name);
    if (!stick_path(worker->folder, job->stick, file, out->json))
        return false;
    snprintf(file, sizeof file, "%s.msgpack", out->name);
    return stick_path(worker->folder, job->stick, file, out->msgpack);
}

// The first name that neither file has.
static bool free_paths(const StickWorker *worker, const StickJob *job, StickPaths *out,
                       Error *error)
{
    const OsFiles *files = &worker->os.files;
    for (int32_t number = 1; number <= SAME_NAMES_MAX; number++) {
        if (!make_paths(worker, job, number, out))
            return error_set(error, ERROR_LIMIT, "the name '%s' is too long", job->file);
        if (!files->exists(files->context, out->json) &&
            !files->exists(files->context, out->msgpack))
            return true;
    }
    return error_set(error, ERROR_LIMIT, "there are %d files '%s' on the stick already",
                     SAME_NAMES_MAX, job->file);
}

static bool still_there(const StickWorker *worker, const StickJob *job, Error *error)
{
    OsMount mount;
    return stick_is_there(&worker->os, worker->folder, job->stick, &mount) ||
           error_set(error, ERROR_IO, "the stick '%s' was pulled out", job->stick);
}

// Both files or none. A stick that was pulled out leaves a plain folder, perhaps: nothing stays in
// that.
static bool save_both(const StickWorker *worker, OrderExport *export, const StickJob *job,
                      const StickPaths *paths, OrderExportCounts *out, Error *error)
{
    const OsFiles *files = &worker->os.files;
    OrderExportWish wish = {.paid = true,
                            .unpaid = true,
                            .unconfirmed = job->content == STICK_UNCONFIRMED,
                            .since_unix_ms = job->since_unix_ms,
                            .lane = job->lane};
    Error ignored;
    if (!order_export_to_file(&worker->os, export, &wish, paths->json, out, error))
        return false;
    wish.msgpack = true;
    bool second = still_there(worker, job, error) &&
                  order_export_to_file(&worker->os, export, &wish, paths->msgpack, out, error);
    bool both = second && still_there(worker, job, error);
    if (second && !both)
        (void)!files->remove(files->context, paths->msgpack, &ignored);
    if (!both)
        (void)!files->remove(files->context, paths->json, &ignored);
    return both;
}

static void save(StickWorker *worker, const StickJob *job, StickEvent *event)
{
    Error error = {0};
    OsMount mount;
    StickPaths paths;
    OrderExport *export;
    OrderExportCounts counts;
    if (!stick_is_there(&worker->os, worker->folder, job->stick, &mount)) {
        fail(event, STICK_GONE, "the stick is not there");
        return;
    }
    if (!mount.writable) {
        fail(event, STICK_READ_ONLY, "the stick is read-only");
        return;
    }
    if (!order_export_open(&worker->os, worker->data_directory, &export, &error)) {
        fail(event, STICK_LANE, error.message);
        return;
    }
    if (free_paths(worker, job, &paths, &error) &&
        save_both(worker, export, job, &paths, &counts, &error)) {
        event->kind = STICK_EVENT_SAVED;
        memcpy(event->status.saved, paths.name, sizeof event->status.saved);
        event->status.paid = counts.paid + counts.digested;
        event->status.unpaid = counts.unpaid;
        log_info("stick: saved '%s' on '%s'", paths.name, job->stick);
    } else
        fail_on_stick(worker, job, &error, event);
    order_export_close(export);
}

/* --- reading --- */

static void drop_orders(StickWorker *worker)
{
    for (int32_t i = worker->next_order; i < worker->order_count; i++)
        free((void *)(uintptr_t)worker->orders[i].snapshot.data);
    free(worker->orders);
    worker->orders = NULL;
    worker->order_count = worker->order_room = worker->next_order = 0;
}

static void keep_order(StickWorker *worker, const StickOrder *order)
{
    if (worker->order_count == worker->order_room) {
        worker->order_room = worker->order_room ? worker->order_room * 2 : 32;
        worker->orders =
            realloc(worker->orders, (size_t)worker->order_room * sizeof *worker->orders);
        CHECK(worker->orders != NULL);
    }
    StickOrder *kept = &worker->orders[worker->order_count++];
    *kept = *order;
    uint8_t *copy = malloc(order->snapshot.size + 1);
    CHECK(copy != NULL);
    memcpy(copy, order->snapshot.data, order->snapshot.size);
    kept->snapshot.data = copy;
}

typedef struct StickReading {
    StickWorker *worker;
    JournalImportGround ground;
    bool keep;
    StickSum sum;
} StickReading;

static void add_refusal(StickSum *sum, const JournalImportResult *result)
{
    if (sum->refused < STICK_REFUSALS_MAX)
        snprintf(sum->refusals[sum->refused], sizeof sum->refusals[0], "%s%s%.180s",
                 result->reference, result->reference[0] ? ": " : "", result->words);
    sum->refused++;
}

static bool see_paid(void *context, const JournalImported *from, const OrderRepairs *repairs,
                     Bytes snapshot, Error *error)
{
    (void)error;
    StickReading *reading = context;
    StickOrder order = {.repairs = *repairs, .snapshot = snapshot};
    JournalImportResult result;
    if (!journal_import_decide(&reading->ground, from, repairs, snapshot, &order.imported,
                               &result)) {
        if (result.end == JOURNAL_IMPORT_KNOWN)
            reading->sum.known++;
        else
            add_refusal(&reading->sum, &result);
        return true;
    }
    memcpy(order.uuid, result.uuid, sizeof order.uuid);
    if (order.imported.use == JOURNAL_IMPORT_SEND)
        reading->sum.taken++;
    else
        reading->sum.kept++;
    if (reading->keep)
        keep_order(reading->worker, &order);
    return true;
}

static bool see_unpaid(void *context, const char *uuid, const char *kind, Error *error)
{
    (void)uuid;
    (void)kind;
    (void)error;
    StickReading *reading = context;
    reading->sum.unpaid++;
    return true;
}

static bool read_file(StickWorker *worker, const StickJob *job, Arena *arena, Bytes *out,
                      StickEvent *event)
{
    char path[STICK_PATH_SIZE];
    Error error = {0};
    if (stick_path(worker->folder, job->stick, job->file, path) &&
        still_there(worker, job, &error) &&
        os_read_file(&worker->os, path, STICK_IMPORT_BYTES_MAX, arena, out, &error))
        return true;
    if (error.kind == ERROR_LIMIT)
        fail(event, STICK_NO_EXPORT, error.message);
    else
        fail_on_stick(worker, job, &error, event);
    return false;
}

// The file is read before the journal: so all that this lane had saved in it stands there.
static void decide(StickWorker *worker, const StickJob *job, Bytes file, StickEvent *event)
{
    StickReading reading = {.worker = worker, .keep = job->kind == STICK_JOB_TAKE};
    OrderImportVisitor visitor = {see_paid, see_unpaid, &reading};
    Error error = {0};
    if (!journal_import_ground_open(&worker->os, worker->data_directory, &reading.ground, &error)) {
        fail(event, STICK_LANE, error.message);
        return;
    }
    memcpy(reading.ground.origin, job->origin, sizeof reading.ground.origin);
    if (order_import_read(file, visitor, &error)) {
        event->kind = reading.keep ? STICK_EVENT_TAKING : STICK_EVENT_READ;
        event->status.sum = reading.sum;
        event->status.total = reading.sum.taken + reading.sum.kept;
    } else {
        drop_orders(worker);
        fail(event, STICK_NO_EXPORT, error.message);
    }
    journal_import_ground_close(&reading.ground);
}

static void read_orders(StickWorker *worker, const StickJob *job, StickEvent *event)
{
    Arena arena;
    Bytes file;
    drop_orders(worker);
    arena_create(&arena, (size_t)STICK_IMPORT_BYTES_MAX + (1 << 20));
    if (read_file(worker, job, &arena, &file, event))
        decide(worker, job, file, event);
    arena_destroy(&arena);
}

static void next_order(StickWorker *worker, StickEvent *event)
{
    if (worker->next_order == worker->order_count) {
        drop_orders(worker);
        event->kind = STICK_EVENT_NO_MORE;
        return;
    }
    const StickOrder *order = &worker->orders[worker->next_order++];
    event->kind = STICK_EVENT_ORDER;
    event->imported = order->imported;
    event->repairs = order->repairs;
    event->snapshot = order->snapshot;
    memcpy(event->uuid, order->uuid, sizeof event->uuid);
}

/* --- jobs --- */

static void work(void *owner, void *given)
{
    StickWorker *worker = owner;
    const StickJob *job = given;
    StickEvent event = {.number = job->number};
    switch (job->kind) {
    case STICK_JOB_LOOK:
        event.kind = STICK_EVENT_LOOKED;
        stick_look(&worker->os, worker->folder, job->stick, &event.status);
        break;
    case STICK_JOB_SAVE:
        save(worker, job, &event);
        break;
    case STICK_JOB_READ:
    case STICK_JOB_TAKE:
        read_orders(worker, job, &event);
        break;
    case STICK_JOB_NEXT:
        next_order(worker, &event);
        break;
    }
    // The queue holds more events than there are jobs; a full one means that nobody listens.
    if (!bounded_queue_push(worker->events, &event)) {
        log_error("stick: nobody takes its answers");
        free((void *)(uintptr_t)event.snapshot.data);
    }
}

bool stick_worker_turn(StickWorker *worker)
{
    return job_thread_turn(&worker->thread);
}

void stick_worker_create(const Os *os, const char *folder, const char *data_directory,
                         BoundedQueue *events, StickWorker **out)
{
    StickWorker *worker = calloc(1, sizeof *worker);
    CHECK(worker != NULL);
    worker->os = *os;
    worker->events = events;
    CHECK(strlen(folder) < sizeof worker->folder);
    snprintf(worker->folder, sizeof worker->folder, "%s", folder);
    CHECK(strlen(data_directory) < sizeof worker->data_directory);
    snprintf(worker->data_directory, sizeof worker->data_directory, "%s", data_directory);
    job_thread_init(&worker->thread, "stick", sizeof(StickJob), STICK_JOBS_MAX, work, worker);
    *out = worker;
}

void stick_worker_start(const Os *os, const char *folder, const char *data_directory,
                        BoundedQueue *events, StickWorker **out)
{
    stick_worker_create(os, folder, data_directory, events, out);
    job_thread_start(&(*out)->thread);
}

void stick_worker_stop(StickWorker *worker)
{
    if (!worker)
        return;
    job_thread_stop(&worker->thread);
    job_thread_release(&worker->thread);
    drop_orders(worker);
    free(worker);
}

bool stick_worker_give(StickWorker *worker, const StickJob *job)
{
    return job_thread_give(&worker->thread, job);
}
