/* A bounded first-in first-out queue between two threads, of messages of one fixed size.
 *
 * Nothing is overwritten: a push into a full queue says false and the sender keeps the message. The
 * bell (called outside the lock, when the queue was empty) wakes the receiver; bells may merge, so
 * a receiver drains the queue at each turn, rung or not. */
#ifndef KIOSK_BASE_BOUNDED_QUEUE_H
#define KIOSK_BASE_BOUNDED_QUEUE_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/check.h"

typedef struct BoundedQueue {
    pthread_mutex_t lock;
    pthread_cond_t not_empty;
    uint8_t *items;
    size_t item_bytes;
    int32_t capacity, first, count;
    bool is_closed;
    void (*bell)(void *bell_context); // may be NULL
    void *bell_context;
} BoundedQueue;

void bounded_queue_init(BoundedQueue *queue, size_t item_bytes, int32_t capacity);
void bounded_queue_release(BoundedQueue *queue);
MUST_USE bool bounded_queue_push(BoundedQueue *queue, const void *item);
// Takes the oldest item. False when the queue is empty.
MUST_USE bool bounded_queue_pop(BoundedQueue *queue, void *out_item);
// Nothing more comes: whoever waits takes what is there, and then waits no longer. A push says
// false.
void bounded_queue_close(BoundedQueue *queue);
// Waits up to `timeout_ms` (negative: for ever) for an item. False: there was none, or none comes.
MUST_USE bool bounded_queue_wait(BoundedQueue *queue, void *out_item, int32_t timeout_ms);

#endif
