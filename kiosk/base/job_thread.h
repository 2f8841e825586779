/* A thread that does one job after the other, as they were given: for a device or a computation
 * that nobody should wait for. Jobs are messages of one fixed size; what a job owns is `work`'s to
 * free. Without its thread (a test) the owner turns it by hand. */
#ifndef KIOSK_BASE_JOB_THREAD_H
#define KIOSK_BASE_JOB_THREAD_H

#include "base/bounded_queue.h"

typedef struct JobThread {
    BoundedQueue jobs;
    const char *name; // of the thread, for the log
    void (*work)(void *owner, void *job);
    void *owner;
    void *job; // the one at hand
    pthread_t thread;
    bool has_thread;
} JobThread;

// `name` stays with the caller.
void job_thread_init(JobThread *thread, const char *name, size_t job_bytes, int32_t capacity,
                     void (*work)(void *owner, void *job), void *owner);
void job_thread_start(JobThread *thread);
MUST_USE bool job_thread_give(JobThread *thread, const void *job); // false: too many wait
bool job_thread_turn(JobThread *thread); // by hand: does one job; false: none waits
// The thread finishes what was given and ends. Without a thread the jobs are left in the queue.
void job_thread_stop(JobThread *thread);
void job_thread_wipe(JobThread *thread);    // overwrites the jobs that were: they held secrets
void job_thread_release(JobThread *thread); // after it was stopped

#endif
