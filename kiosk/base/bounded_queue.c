#include "base/bounded_queue.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

void bounded_queue_init(BoundedQueue *queue, size_t item_bytes, int32_t capacity)
{
    *queue = (BoundedQueue){.item_bytes = item_bytes, .capacity = capacity};
    queue->items = calloc((size_t)capacity, item_bytes);
    CHECK(queue->items != NULL);
    pthread_condattr_t attributes;
    CHECK(pthread_condattr_init(&attributes) == 0);
    CHECK(pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC) == 0);
    CHECK(pthread_cond_init(&queue->not_empty, &attributes) == 0);
    CHECK(pthread_mutex_init(&queue->lock, NULL) == 0);
    pthread_condattr_destroy(&attributes);
}

void bounded_queue_release(BoundedQueue *queue)
{
    if (!queue->items)
        return;
    pthread_cond_destroy(&queue->not_empty);
    pthread_mutex_destroy(&queue->lock);
    free(queue->items);
    *queue = (BoundedQueue){0};
}

bool bounded_queue_push(BoundedQueue *queue, const void *item)
{
    pthread_mutex_lock(&queue->lock);
    bool has_room = queue->count < queue->capacity && !queue->is_closed;
    bool was_empty = queue->count == 0;
    if (has_room) {
        size_t slot = (size_t)((queue->first + queue->count) % queue->capacity);
        memcpy(queue->items + slot * queue->item_bytes, item, queue->item_bytes);
        queue->count++;
        pthread_cond_signal(&queue->not_empty);
    }
    pthread_mutex_unlock(&queue->lock);
    if (has_room && was_empty && queue->bell)
        queue->bell(queue->bell_context);
    return has_room;
}

void bounded_queue_close(BoundedQueue *queue)
{
    pthread_mutex_lock(&queue->lock);
    queue->is_closed = true;
    pthread_cond_broadcast(&queue->not_empty);
    pthread_mutex_unlock(&queue->lock);
}

static void take_first(BoundedQueue *queue, void *out_item)
{
    memcpy(out_item, queue->items + (size_t)queue->first * queue->item_bytes, queue->item_bytes);
    queue->first = (queue->first + 1) % queue->capacity;
    queue->count--;
}

bool bounded_queue_pop(BoundedQueue *queue, void *out_item)
{
    pthread_mutex_lock(&queue->lock);
    bool found = queue->count > 0;
    if (found)
        take_first(queue, out_item);
    pthread_mutex_unlock(&queue->lock);
    return found;
}

bool bounded_queue_wait(BoundedQueue *queue, void *out_item, int32_t timeout_ms)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += timeout_ms / 1000;
    until.tv_nsec += (long)(timeout_ms % 1000) * 1000000L;
    if (until.tv_nsec >= 1000000000L) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000L;
    }
    pthread_mutex_lock(&queue->lock);
    while (queue->count == 0 && !queue->is_closed) {
        int result = timeout_ms < 0
                         ? pthread_cond_wait(&queue->not_empty, &queue->lock)
                         : pthread_cond_timedwait(&queue->not_empty, &queue->lock, &until);
        if (result == ETIMEDOUT)
            break;
    }
    bool found = queue->count > 0;
    if (found)
        take_first(queue, out_item);
    pthread_mutex_unlock(&queue->lock);
    return found;
}
