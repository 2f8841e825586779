/* The writer's thread: takes what waits as one group, appends it, answers in order. */
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/log.h"
#include "journal/journal_write.h"

enum {
    STOPPING_EVENT_TRIES = 100, // of a millisecond: after stop nobody may be left to take events
    FULL_TRY_MS = 500,          // between looks for room on a full disk
};

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
    pthread_t thread;
    atomic_bool stopping;
    int32_t stopping_tries; // all events together
    bool told_room, told_failure;
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

// Said when it changes. The first word is that there is none: until then there is.
static void tell_room(Journal *journal)
{
    bool has_room = journal_writer_has_room(journal->writer);
    if (has_room == journal->told_room || journal_writer_failure(journal->writer))
        return;
    journal->told_room = has_room;
    if (has_room)
        log_info("journal: there is room on the disk again");
    else
        log_error("journal: the disk is full: the lane waits for room");
    answer(journal, &(JournalEvent){.about_room = true, .ok = has_room});
}

static void end_entry(Journal *journal, JournalEntry *entry)
{
    answer(journal, &entry->result);
    free((void *)(uintptr_t)entry->payload.data);
}

// What a full disk made wait. Intents are not among it: they are answered at once, for a customer
// stands there.
static int32_t keep_waiting(Journal *journal, JournalEntry *entries, int32_t count)
{
    int32_t kept = 0;
    bool failed = journal_writer_failure(journal->writer) != NULL;
    for (int32_t i = 0; i < count; i++) {
        JournalEntry *entry = &entries[i];
        bool waits = !failed && !entry->result.ok && journal_is_full(&entry->result.error) &&
                     entry->kind != JOURNAL_INTENT;
        if (!waits && !entry->result.ok && !failed)
            log_error("journal: %s", entry->result.error.message);
        if (waits)
            entries[kept++] = *entry;
        else
            end_entry(journal, entry);
    }
    return kept;
}

static void append_group(Journal *journal, JournalEntry *entries, int32_t count)
{
    for (;;) {
        bool last = atomic_load(&journal->stopping);
        journal_writer_append(journal->writer, entries, count);
        const Error *failure = journal_writer_failure(journal->writer);
        if (failure && !journal->told_failure)
            log_error("journal: %s: nothing more is written until the next start",
                      failure->message);
        journal->told_failure = failure != NULL;
        count = keep_waiting(journal, entries, count);
        if (count == 0 || last)
            break;
        tell_room(journal);
        for (int32_t i = 0; i < FULL_TRY_MS && !atomic_load(&journal->stopping); i++)
            sleep_a_millisecond();
    }
    for (int32_t i = 0; i < count; i++)
        end_entry(journal, &entries[i]);
}

static void *thread_main(void *argument)
{
    Journal *journal = argument;
    JournalEntry *entries = calloc(JOURNAL_GROUP_RECORDS_MAX, sizeof *entries);
    CHECK(entries != NULL);
    log_thread_name("journal");
    bool stop = false, worked = false; // a start waits for no more zeros than it needs
    while (!stop) {
        JournalMessage message;
        if (worked || !journal_writer_has_room(journal->writer))
            journal_writer_prepare(journal->writer);
        tell_room(journal);
        if (!bounded_queue_wait(&journal->messages, &message,
                                journal->told_room ? -1 : FULL_TRY_MS))
            continue;
        int32_t count = 0;
        size_t bytes = 0;
        do {
            stop = message.kind == 0;
            if (!stop)
                bytes += add_entry(&entries[count++], &message);
        } while (!stop && count < JOURNAL_GROUP_RECORDS_MAX && bytes < JOURNAL_GROUP_BYTES_MAX &&
                 bounded_queue_pop(&journal->messages, &message));
        if (count > 0)
            append_group(journal, entries, count);
        worked = true;
    }
    free(entries);
    return NULL;
}

bool journal_start(const Os *os, const char *directory, const JournalRecovered *recovered,
                   BoundedQueue *events, Journal **out, Error *error)
{
    Journal *journal = calloc(1, sizeof *journal);
    CHECK(journal != NULL);
    if (!journal_writer_open(os, directory, recovered, &journal->writer, error)) {
        free(journal);
        return false;
    }
    bounded_queue_init(&journal->messages, sizeof(JournalMessage), JOURNAL_QUEUE_MAX);
    journal->events = events;
    journal->told_room = true;
    atomic_init(&journal->stopping, false);
    CHECK(pthread_create(&journal->thread, NULL, thread_main, journal) == 0);
    *out = journal;
    return true;
}

void journal_stop(Journal *journal)
{
    if (!journal)
        return;
    JournalMessage stop = {0};
    atomic_store(&journal->stopping, true);
    while (!bounded_queue_push(&journal->messages, &stop))
        sleep_a_millisecond();
    pthread_join(journal->thread, NULL);
    bounded_queue_release(&journal->messages);
    journal_writer_close(journal->writer);
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
