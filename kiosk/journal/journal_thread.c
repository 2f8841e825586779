/* The writer's thread: takes what waits as one group, appends it, answers in order. */
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/log.h"
#include "journal/journal_compact.h"
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
    bool compacts; // begin to remove what is older than unix_ms
} JournalMessage;

struct Journal {
    BoundedQueue messages;
    BoundedQueue *events;
    JournalWriter *writer;
    JournalCompact *compact;
    JournalEntry *entries; // of the group, or what waits for room on the disk
    int32_t entry_count;
    bool told_failure, told_room;
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

// Said when it changes. The first word is that there is none: until then there is.
static void tell_room(Journal *journal)
{
    bool has_room = journal_writer_has_room(journal->writer) && journal->entry_count == 0;
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

// Answers what is written or can't be. What a full disk holds up stays, but no intent: a customer
// stands there. `last`: nothing stays.
static void end_entries(Journal *journal, bool last)
{
    int32_t kept = 0;
    bool failed = journal_writer_failure(journal->writer) != NULL;
    for (int32_t i = 0; i < journal->entry_count; i++) {
        JournalEntry *entry = &journal->entries[i];
        bool waits = !last && !failed && !entry->result.ok &&
                     journal_is_full(&entry->result.error) && entry->kind != JOURNAL_INTENT;
        if (!waits && !entry->result.ok && !failed)
            log_error("journal: %s", entry->result.error.message);
        if (waits)
            journal->entries[kept++] = *entry;
        else
            end_entry(journal, entry);
    }
    journal->entry_count = kept;
}

static void append_entries(Journal *journal)
{
    bool last = atomic_load(&journal->stopping);
    journal_writer_append(journal->writer, journal->entries, journal->entry_count);
    const Error *failure = journal_writer_failure(journal->writer);
    if (failure && !journal->told_failure)
        log_error("journal: %s: nothing more is written until the next start", failure->message);
    journal->told_failure = failure != NULL;
    end_entries(journal, last);
    if (!last)
        journal_writer_prepare(journal->writer);
    tell_room(journal);
}

// Appends the group that begins with `message`. True: the message to stop was among them.
static bool take_group(Journal *journal, JournalMessage message)
{
    int32_t *count = &journal->entry_count;
    size_t bytes = 0;
    bool stop;
    do {
        stop = message.kind == 0 && !message.compacts;
        if (message.compacts)
            journal_compact_begin(journal->compact, message.unix_ms);
        else if (!stop)
            bytes += add_entry(&journal->entries[(*count)++], &message);
    } while (!stop && *count < JOURNAL_GROUP_RECORDS_MAX && bytes < JOURNAL_GROUP_BYTES_MAX &&
             bounded_queue_pop(&journal->messages, &message));
    if (*count > 0)
        append_entries(journal);
    return stop;
}

// What waits goes first, then room is looked for. False: something still waits.
static bool look_for_room(Journal *journal)
{
    if (journal->entry_count > 0)
        append_entries(journal);
    else if (!journal_writer_has_room(journal->writer) || !journal->told_room) {
        journal_writer_prepare(journal->writer);
        tell_room(journal);
    }
    return journal->entry_count == 0;
}

static bool take_waiting(Journal *journal)
{
    JournalMessage message;
    if (!look_for_room(journal) || !bounded_queue_pop(&journal->messages, &message))
        return false;
    (void)take_group(journal, message);
    return true;
}

static void compact_piece(Journal *journal)
{
    Error error;
    if (!journal_compact_step(journal->compact, journal->writer, &error))
        log_warning("journal: cannot remove what is old: %s, ignoring", error.message);
}

bool journal_turn(Journal *journal)
{
    if (take_waiting(journal))
        return true;
    if (!journal_compact_is_busy(journal->compact))
        return false;
    compact_piece(journal);
    return true;
}

// Waits for a message. What is old is removed only while none waits, a piece at a time. False: none
// came while the disk is full, or what it holds up still waits.
static bool next_message(Journal *journal, JournalMessage *out)
{
    if (!look_for_room(journal)) {
        for (int32_t i = 0; i < FULL_TRY_MS && !atomic_load(&journal->stopping); i++)
            sleep_a_millisecond();
        return false;
    }
    while (journal_compact_is_busy(journal->compact)) {
        if (bounded_queue_pop(&journal->messages, out))
            return true;
        compact_piece(journal);
    }
    return bounded_queue_wait(&journal->messages, out, journal->told_room ? -1 : FULL_TRY_MS);
}

static void *thread_main(void *argument)
{
    Journal *journal = argument;
    JournalMessage message;
    log_thread_name("journal");
    bool stop = false;
    while (!stop)
        if (next_message(journal, &message))
            stop = take_group(journal, message);
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
    journal->compact = journal_compact_create();
    journal->entries = calloc(JOURNAL_GROUP_RECORDS_MAX, sizeof *journal->entries);
    CHECK(journal->entries != NULL);
    bounded_queue_init(&journal->messages, sizeof(JournalMessage), JOURNAL_QUEUE_MAX);
    journal->events = events;
    journal->told_room = true;
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
        while (take_waiting(journal))
            continue;
    bounded_queue_release(&journal->messages);
    journal_writer_close(journal->writer);
    journal_compact_destroy(journal->compact);
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

bool journal_compact(Journal *journal, int64_t before_unix_ms)
{
    JournalMessage message = {.unix_ms = before_unix_ms, .compacts = true};
    return bounded_queue_push(&journal->messages, &message);
}
