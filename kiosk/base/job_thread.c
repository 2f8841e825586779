#include "base/job_thread.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"

void job_thread_init(JobThread *thread, const char *name, size_t job_bytes, int32_t capacity,
                     void (*work)(void *owner, void *job), void *owner)
{
    *thread = (JobThread){.name = name, .work = work, .owner = owner};
    thread->job = calloc(1, job_bytes);
    CHECK(thread->job != NULL);
    bounded_queue_init(&thread->jobs, job_bytes, capacity);
}

static void *run(void *context)
{
    JobThread *thread = context;
    log_thread_name(thread->name);
    while (bounded_queue_wait(&thread->jobs, thread->job, -1))
        thread->work(thread->owner, thread->job);
    return NULL;
}

void job_thread_start(JobThread *thread)
{
    CHECK(pthread_create(&thread->thread, NULL, run, thread) == 0);
    thread->has_thread = true;
}

bool job_thread_give(JobThread *thread, const void *job)
{
    return bounded_queue_push(&thread->jobs, job);
}

bool job_thread_turn(JobThread *thread)
{
    if (!bounded_queue_pop(&thread->jobs, thread->job))
        return false;
    thread->work(thread->owner, thread->job);
    return true;
}

void job_thread_stop(JobThread *thread)
{
    if (!thread->has_thread)
        return;
    bounded_queue_close(&thread->jobs);
    pthread_join(thread->thread, NULL);
    thread->has_thread = false;
}

void job_thread_wipe(JobThread *thread)
{
    explicit_bzero(thread->jobs.items, (size_t)thread->jobs.capacity * thread->jobs.item_bytes);
    explicit_bzero(thread->job, thread->jobs.item_bytes);
}

void job_thread_release(JobThread *thread)
{
    bounded_queue_release(&thread->jobs);
    free(thread->job);
    thread->job = NULL;
}
