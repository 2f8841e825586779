#include "lane/comparison_worker.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/job_thread.h"
#include "base/log.h"
#include "devices/card_terminal.h"
#include "journal/journal_orders.h"

enum { COMPARISON_QUEUE = 4 };

typedef struct ComparisonJob {
    bool begin;
    int64_t number, since_unix_ms, until_unix_ms; // of begin
    ComparisonAnswer *answer;                     // owned
} ComparisonJob;

struct ComparisonWorker {
    Os os;
    char directory[1024], origin[200], terminal[64];
    JobThread thread;
    BoundedQueue *events;
    // the comparison that was begun last
    int64_t number, since_unix_ms, until_unix_ms;
    TerminalCharges before; // as they were at its beginning
    bool looked_again;
};

static void tell(ComparisonWorker *worker, const ComparisonEvent *event)
{
    if (bounded_queue_push(worker->events, event))
        return;
    log_error("comparison: nobody takes its answer"); // the lane has one question at a time
    reconcile_listing_free(event->listing);
    free(event->comparison);
}

static void fail(ComparisonWorker *worker, const Error *error)
{
    ComparisonEvent event = {.kind = COMPARISON_FAILED, .number = worker->number};
    snprintf(event.words, sizeof event.words, "%.239s", error->message);
    log_warning("comparison: %s", error->message);
    tell(worker, &event);
}

static void ask(ComparisonWorker *worker, ReconcileListing *listing)
{
    tell(worker,
         &(ComparisonEvent){.kind = COMPARISON_ASK, .number = worker->number, .listing = listing});
}

static bool read_charges(ComparisonWorker *worker, TerminalCharges *out, Error *error)
{
    return card_terminal_charges(&worker->os, worker->terminal, worker->directory, out, error);
}

/* --- the beginning: what the server is to be asked --- */

static bool never_sold(const JournalOrders *journal, const char *origin)
{
    bool any = false;
    for (int32_t i = 0; i < journal->session_count; i++)
        any = any || strcmp(journal->sessions[i].origin, origin) == 0;
    return journal->count == 0 || !any;
}

static bool begin(ComparisonWorker *worker, Error *error)
{
    JournalOrders journal;
    ReconcileListing *listing = calloc(1, sizeof *listing);
    CHECK(listing != NULL);
    listing->number = worker->number;
    bool ok = read_charges(worker, &worker->before, error) &&
              journal_orders_read(&worker->os, worker->directory, &journal, error);
    if (!ok) {
        free(listing);
        return false;
    }
    if (never_sold(&journal, worker->origin)) // an empty list says so
        listing->complete = true;
    else
        ok = reconcile_listing_begin(listing, &journal, worker->origin, worker->since_unix_ms,
                                     error);
    journal_orders_release(&journal);
    if (ok)
        ask(worker, listing);
    else
        reconcile_listing_free(listing);
    return ok;
}

static void take_begin(ComparisonWorker *worker, const ComparisonJob *job)
{
    Error error;
    worker->number = job->number;
    worker->since_unix_ms = job->since_unix_ms;
    worker->until_unix_ms = job->until_unix_ms;
    worker->looked_again = false;
    card_terminal_charges_release(&worker->before);
    if (!begin(worker, &error))
        fail(worker, &error);
}

/* --- the comparison itself --- */

typedef struct Comparing {
    ComparisonWorker *worker;
    ComparisonAnswer *answer;
    JournalOrders journal;
    TerminalCharges charges;
    Reconciled result;
} Comparing;

// What the server has is in a journal that is read after it, and what the journal knows of was
// charged before the terminal is read again.
static bool read_all(Comparing *comparing, Error *error)
{
    ComparisonWorker *worker = comparing->worker;
    TerminalCharges *charges = &comparing->charges;
    if (!journal_orders_read(&worker->os, worker->directory, &comparing->journal, error))
        return false;
    if (!read_charges(worker, charges, error)) {
        journal_orders_release(&comparing->journal);
        return false;
    }
    charges->count = reconcile_charges_known(&comparing->journal, worker->before.items,
                                             worker->before.count, charges->items, charges->count);
    return true;
}

static void compare(Comparing *comparing)
{
    const ComparisonWorker *worker = comparing->worker;
    const ComparisonAnswer *answer = comparing->answer;
    ReconcileInput input = {
        .journal = &comparing->journal,
        .since_unix_ms = worker->since_unix_ms,
        .until_unix_ms = worker->until_unix_ms,
        .has_server = answer->listing && answer->server == COMPARED_SERVER_ASKED,
        .origin = worker->origin,
        .server = answer->listing ? answer->listing->items : NULL,
        .server_count = answer->listing ? answer->listing->count : 0,
        .has_terminal = comparing->charges.has_list,
        .charges = comparing->charges.items,
        .charge_count = comparing->charges.count,
        .under_way = (const char(*)[ORDER_UUID_SIZE])answer->paying,
        .under_way_count = COUNT_OF(answer->paying),
    };
    reconcile(&input, &comparing->result);
}

static void tell_done(const Comparing *comparing)
{
    const ComparisonAnswer *answer = comparing->answer;
    Comparison *out = malloc(sizeof *out);
    CHECK(out != NULL);
    reconciled_comparison(&comparing->result, comparing->charges.has_list, out);
    out->server = answer->server;
    snprintf(out->server_words, sizeof out->server_words, "%s", answer->words);
    if (comparing->journal.break_count > 0)
        snprintf(out->journal_break, sizeof out->journal_break, "%s",
                 comparing->journal.first_break);
    tell(comparing->worker, &(ComparisonEvent){.kind = COMPARISON_DONE,
                                               .number = comparing->worker->number,
                                               .comparison = out});
}

static void take_answer(ComparisonWorker *worker, ComparisonAnswer *answer)
{
    Comparing comparing = {.worker = worker, .answer = answer};
    Error error;
    if (answer->number != worker->number)
        return; // another one was begun meanwhile
    if (!read_all(&comparing, &error)) {
        fail(worker, &error);
        return;
    }
    compare(&comparing);
    if (answer->listing && !worker->looked_again &&
        reconcile_listing_look_again(answer->listing, &comparing.result)) {
        worker->looked_again = true;
        ask(worker, answer->listing);
        answer->listing = NULL;
    } else
        tell_done(&comparing);
    reconciled_release(&comparing.result);
    card_terminal_charges_release(&comparing.charges);
    journal_orders_release(&comparing.journal);
}

/* --- the thread --- */

static void job_release(ComparisonJob *job)
{
    if (job->answer)
        reconcile_listing_free(job->answer->listing);
    free(job->answer);
}

static void work(void *owner, void *given)
{
    ComparisonWorker *worker = owner;
    ComparisonJob *job = given;
    if (job->begin)
        take_begin(worker, job);
    else
        take_answer(worker, job->answer);
    job_release(job);
}

bool comparison_worker_turn(ComparisonWorker *worker)
{
    return job_thread_turn(&worker->thread);
}

ComparisonWorker *comparison_worker_create(const Os *os, const char *data_directory,
                                           const char *origin, const char *terminal,
                                           BoundedQueue *events)
{
    ComparisonWorker *worker = calloc(1, sizeof *worker);
    CHECK(worker != NULL);
    worker->os = *os;
    worker->events = events;
    snprintf(worker->directory, sizeof worker->directory, "%s", data_directory);
    snprintf(worker->origin, sizeof worker->origin, "%s", origin);
    snprintf(worker->terminal, sizeof worker->terminal, "%s", terminal);
    job_thread_init(&worker->thread, "comparison", sizeof(ComparisonJob), COMPARISON_QUEUE, work,
                    worker);
    return worker;
}

ComparisonWorker *comparison_worker_start(const Os *os, const char *data_directory,
                                          const char *origin, const char *terminal,
                                          BoundedQueue *events)
{
    ComparisonWorker *worker =
        comparison_worker_create(os, data_directory, origin, terminal, events);
    job_thread_start(&worker->thread);
    return worker;
}

void comparison_worker_stop(ComparisonWorker *worker)
{
    ComparisonJob dropped;
    if (!worker)
        return;
    job_thread_stop(&worker->thread);
    while (bounded_queue_pop(&worker->thread.jobs, &dropped)) // it had no thread
        job_release(&dropped);
    job_thread_release(&worker->thread);
    card_terminal_charges_release(&worker->before);
    free(worker);
}

bool comparison_begin(ComparisonWorker *worker, int64_t number, int64_t since_unix_ms,
                      int64_t until_unix_ms)
{
    return job_thread_give(&worker->thread, &(ComparisonJob){.begin = true,
                                                             .number = number,
                                                             .since_unix_ms = since_unix_ms,
                                                             .until_unix_ms = until_unix_ms});
}

bool comparison_answer(ComparisonWorker *worker, const ComparisonAnswer *answer)
{
    ComparisonJob job = {.answer = malloc(sizeof *answer)};
    CHECK(job.answer != NULL);
    *job.answer = *answer;
    if (job_thread_give(&worker->thread, &job))
        return true;
    free(job.answer);
    return false;
}
