/* The thread that compares: it reads the whole journal and the terminal's charges, which takes a
 * long journal's time, and holds them against the server's orders. The server is asked by the sync
 * thread; a list goes from here to it and comes back filled, twice when orders look lost.
 *
 *     begin -> ASK -> (the sync thread) -> answer -> ASK again, or DONE
 *
 * It only reads, beside a journal that is being written and a terminal that charges. */
#ifndef KIOSK_LANE_COMPARISON_WORKER_H
#define KIOSK_LANE_COMPARISON_WORKER_H

#include "backoffice/reconcile_listing.h"
#include "base/bounded_queue.h"
#include "domain/comparison.h"

typedef enum ComparisonEventKind {
    COMPARISON_ASK,    // listing: to be filled by the server, and given back
    COMPARISON_DONE,   // comparison
    COMPARISON_FAILED, // words
} ComparisonEventKind;

typedef struct ComparisonEvent {
    ComparisonEventKind kind;
    int64_t number;            // as it was begun
    ReconcileListing *listing; // the taker's (reconcile_listing_free)
    Comparison *comparison;    // the taker's (free)
    char words[240];
} ComparisonEvent;

// What is known of the server, and what must be left out.
typedef struct ComparisonAnswer {
    int64_t number;
    ReconcileListing *listing; // complete; taken over. NULL: why not
    ComparedServer server;
    char words[240];
    // Intent and order of the sale that was being paid when it was begun, and that is now; empty:
    // none.
    char paying[4][ORDER_UUID_SIZE];
} ComparisonAnswer;

typedef struct ComparisonWorker ComparisonWorker;

// `origin`: of the server, as the journal's sessions name it. `terminal`: its kind. Copied. Events
// (ComparisonEvent) go to `events`.
ComparisonWorker *comparison_worker_start(const Os *os, const char *data_directory,
                                          const char *origin, const char *terminal,
                                          BoundedQueue *events);
// The same without its thread: the owner turns it.
ComparisonWorker *comparison_worker_create(const Os *os, const char *data_directory,
                                           const char *origin, const char *terminal,
                                           BoundedQueue *events);
bool comparison_worker_turn(ComparisonWorker *worker); // one job; false: nothing waited
// Waits for the jobs that it was given: the reading of a journal. Accepts NULL, and one without a
// thread.
void comparison_worker_stop(ComparisonWorker *worker);

// Of what was sold from `since_unix_ms` on and before `until_unix_ms`, which is now: what is sold
// meanwhile is no difference. False: the queue is full. One that is begun takes the place of the
// one before.
MUST_USE bool comparison_begin(ComparisonWorker *worker, int64_t number, int64_t since_unix_ms,
                               int64_t until_unix_ms);
// Takes answer->listing over, unless it returns false.
MUST_USE bool comparison_answer(ComparisonWorker *worker, const ComparisonAnswer *answer);

#endif
