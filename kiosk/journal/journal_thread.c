/* The writer's thread: takes what waits as one group, appends it, answers in order. */
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/log.h"
#include "journal/journal_write.h"

enum {
    STOPPING_EVENT_TRIES = 100
}; // of a millisecond: after stop nobody may be left to take events

typedef struct JournalMessage {
    JournalKind kind; // 0: stop
    uint8_t *payload; // malloc'd, owned by whoever has the message
    size_t size;
    int64_t unix_ms, ticket;
} JournalMessage;

struct Journal {
    BoundedQueue messages;
    BoundedQueue *events;
    JournalWriter *writer;
    JournalEntry *entries; // of the group
    bool told_failure;
    pthread_t thread;
    bool has_thread;
    atomic_bool stopping;
    int32_t stopping_tries; // all events together
};

static void sleep_a_millisecond(void)
{
    nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
}

static void answer(Journal *journal, const JournalEvent *event)
{
    while (!bounded_queue_push(journal->events, event)) {
        if (atomic_load(&journal->stopping) && journal->stopping_tries++ >= STOPPING_EVENT_TRIES)
            return;
        sleep_a_millisecond();
    }
}

// Adds the message to the group. A payload that is too large to be copied has size but no bytes.
static size_t add_entry(JournalEntry *entry, const JournalMessage *message)
{
    *entry = (JournalEntry){.kind = message->kind,
                            .payload = {message->payload, message->size},
                            .unix_ms = message->unix_ms,
                            .result = {.ticket = message->ticket}};
    return message->size + JOURNAL_RECORD_OVERHEAD;
}

static void append_group(Journal *journal, int32_t count)
{
    JournalEntry *entries = journal->entries;
    journal_writer_append(journal->writer, entries, count);
    const Error *failure = journal_writer_failure(journal->writer);
    if (failure && !journal->told_failure)
        log_error("journal: %s: nothing more is written until the next start", failure->message);
    journal->told_failure = failure != NULL;
    for (int32_t i = 0; i < count; i++) {
        if (!entries[i].result.ok && !failure)
            log_error("journal: %s", entries[i].result.error.message);
        answer(journal, &entries[i].result);
        free((void *)(uintptr_t)entries[i].payload.data);
    }
}

// Appends the group that begins with `message`. True: the message to stop was among them.
static bool take_group(Journal *journal, JournalMessage message)
{
    int32_t count = 0;
    size_t bytes = 0;
    bool stop;
    do {
        stop = message.kind == 0;
        if (!stop)
            bytes += add_entry(&journal->entries[count++], &message);
    } while (!stop && count < JOURNAL_GROUP_RECORDS_MAX && bytes < JOURNAL_GROUP_BYTES_MAX &&
             bounded_queue_pop(&journal->messages, &message));
    if (count > 0)
        append_group(journal, count);
    journal_writer_prepare(journal->writer);
    return stop;
}

bool journal_turn(Journal *journal)
{
    JournalMessage message;
    if (!bounded_queue_pop(&journal->messages, &message))
        return false;
    (void)take_group(journal, message);
    return true;
}

static void *thread_main(void *argument)
{
    Journal *journal = argument;
    JournalMessage message;
    log_thread_name("journal");
    while (!bounded_queue_wait(&journal->messages, &message, -1) || !take_group(journal, message))
        continue;
    return NULL;
}

bool journal_create(const Os *os, const char *directory, const JournalRecovered *recovered,
                    BoundedQueue *events, Journal **out, Error *error)
{
    Journal *journal = calloc(1, sizeof *journal);
    CHECK(journal != NULL);
    if (!journal_writer_open(os, directory, recovered, &journal->writer, error)) {
        free(journal);
        return false;
    }
    journal->entries = calloc(JOURNAL_GROUP_RECORDS_MAX, sizeof *journal->entries);
    CHECK(journal->entries != NULL);
    bounded_queue_init(&journal->messages, sizeof(JournalMessage), JOURNAL_QUEUE_MAX);
    journal->events = events;
    atomic_init(&journal->stopping, false);
    *out = journal;
    return true;
}

void journal_limit_segments(Journal *journal, uint64_t size_max)
{
    journal_writer_limit_segments(journal->writer, size_max);
}

bool journal_start(const Os *os, const char *directory, const JournalRecovered *recovered,
                   BoundedQueue *events, Journal **out, Error *error)
{
    if (!journal_create(os, directory, recovered, events, out, error))
        return false;
    CHECK(pthread_create(&(*out)->thread, NULL, thread_main, *out) == 0);
    (*out)->has_thread = true;
    return true;
}

static void end_thread(Journal *journal)
{
    JournalMessage stop = {0};
    while (!bounded_queue_push(&journal->messages, &stop))
        sleep_a_millisecond();
    pthread_join(journal->thread, NULL);
}

void journal_stop(Journal *journal)
{
    if (!journal)
        return;
    atomic_store(&journal->stopping, true);
    if (journal->has_thread)
        end_thread(journal);
    else
        while (journal_turn(journal))
            continue;
    bounded_queue_release(&journal->messages);
    journal_writer_close(journal->writer);
    free(journal->entries);
    free(journal);
}

bool journal_append(Journal *journal, JournalKind kind, Bytes payload, int64_t unix_ms,
                    int64_t ticket)
{
    JournalMessage message = {
        .kind = kind, .size = payload.size, .unix_ms = unix_ms, .ticket = ticket};
    CHECK(kind != 0);
    if (payload.size > 0 && payload.size <= JOURNAL_PAYLOAD_SIZE_MAX) {
        message.payload = malloc(payload.size);
        CHECK(message.payload != NULL);
        memcpy(message.payload, payload.data, payload.size);
    }
    if (bounded_queue_push(&journal->messages, &message))
        return true;
    free(message.payload);
    return false;
}
