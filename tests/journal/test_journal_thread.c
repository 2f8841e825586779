/* The writer's thread on the real machine: order, draining, limits, folders that can't be used. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "journal/journal_fixture.h"

static char folder[64];
static Arena arena;
static Os os;

static int setup(void **state)
{
    (void)state;
    os = os_linux();
    arena_create(&arena, (size_t)64 << 20);
    snprintf(folder, sizeof folder, "/tmp/kiosk-journal-XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static bool remove_one(void *context, const char *name)
{
    (void)context;
    char path[512];
    Error ignored;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    (void)!os.files.remove(NULL, path, &ignored);
    return true;
}

static int teardown(void **state)
{
    (void)state;
    Error ignored;
    arena_destroy(&arena);
    (void)!os.files.list(NULL, folder, remove_one, NULL, &ignored);
    return rmdir(folder);
}

static Journal *start(BoundedQueue *events, JournalRecovered *found)
{
    Journal *journal = NULL;
    Error error = {0};
    if (!journal_recover(&os, folder, &arena, found, &error) ||
        !journal_start(&os, folder, found, events, &journal, &error))
        fail_msg("%s", error.message);
    return journal;
}

static void events_come_in_order_and_stop_drains(void **state)
{
    (void)state;
    enum { COUNT = 200 };
    BoundedQueue events;
    JournalRecovered found;
    bounded_queue_init(&events, sizeof(JournalEvent), JOURNAL_QUEUE_MAX);
    Journal *journal = start(&events, &found);
    for (int32_t i = 0; i < COUNT; i++) {
        char uuid[ORDER_UUID_SIZE];
        fixture_uuid(i, i, uuid);
        Bytes paid = fixture_order(&arena, uuid, i + 1, 1, NULL);
        assert_true(journal_append(journal, JOURNAL_PAID, paid, 1700000000000 + i, i));
        memset((uint8_t *)paid.data, 0, paid.size); // it was copied
    }
    journal_stop(journal);
    JournalEvent event;
    int64_t sequence = 0;
    for (int32_t i = 0; i < COUNT; i++) {
        assert_true(bounded_queue_pop(&events, &event));
        if (!event.ok)
            fail_msg("%s", event.error.message);
        assert_int_equal(event.ticket, i);
        assert_true(event.sequence > sequence);
        sequence = event.sequence;
    }
    assert_false(bounded_queue_pop(&events, &event));
    JournalEvent last = event;
    journal = start(&events, &found);
    assert_int_equal(found.pending_count, COUNT);
    assert_int_equal(found.counter_last, COUNT);
    assert_memory_equal(found.chain_head, last.chain_head, sizeof last.chain_head);
    journal_stop(journal);
    bounded_queue_release(&events);
}

static void a_full_queue_says_so_and_nothing_is_lost(void **state)
{
    (void)state;
    BoundedQueue events;
    JournalRecovered found;
    bounded_queue_init(&events, sizeof(JournalEvent), 1); // nobody takes events: the writer waits
    Journal *journal = start(&events, &found);
    Bytes time = journal_encode_time(1, &arena);
    int32_t taken = 0, refused = 0;
    for (int32_t i = 0; i < 5000; i++) {
        bool ok = journal_append(journal, JOURNAL_TIME, time, 1700000000000, i);
        taken += ok;
        refused += !ok;
    }
    assert_true(refused > 0);
    journal_stop(journal); // must not wait for events for ever
    bounded_queue_release(&events);
    bounded_queue_init(&events, sizeof(JournalEvent), JOURNAL_QUEUE_MAX);
    journal = start(&events, &found);
    assert_int_equal(found.sequence_last, taken + 1);
    journal_stop(journal);
    bounded_queue_release(&events);
}

static void a_bad_payload_is_answered_and_the_rest_goes_on(void **state)
{
    (void)state;
    BoundedQueue events;
    JournalRecovered found;
    JournalEvent event;
    bounded_queue_init(&events, sizeof(JournalEvent), JOURNAL_QUEUE_MAX);
    Journal *journal = start(&events, &found);
    Bytes time = journal_encode_time(1, &arena);
    static uint8_t large[JOURNAL_PAYLOAD_SIZE_MAX + 1];
    assert_true(journal_append(journal, JOURNAL_PAID, time, 1, 1));
    assert_true(journal_append(journal, JOURNAL_TIME, time, 1, 2));
    assert_true(journal_append(journal, JOURNAL_PAID, (Bytes){large, sizeof large}, 1, 3));
    for (int32_t i = 1; i <= 3; i++) {
        assert_true(bounded_queue_wait(&events, &event, 5000));
        assert_int_equal(event.ticket, i);
        assert_true(event.ok == (i == 2));
    }
    assert_int_equal(event.error.kind, ERROR_LIMIT);
    journal_stop(journal);
    bounded_queue_release(&events);
}

static JournalEvent next_event(BoundedQueue *events)
{
    JournalEvent event;
    if (!bounded_queue_wait(events, &event, 20000))
        fail_msg("no event came");
    return event;
}

static void append(Journal *journal, JournalKind kind, Bytes payload, int64_t ticket)
{
    assert_true(journal_append(journal, kind, payload, 1700000000000, ticket));
}

// Until the zeros ahead are nearly used up and the disk has no more.
static void fill(Journal *journal, BoundedQueue *events, Bytes basket)
{
    JournalEvent event;
    do {
        append(journal, JOURNAL_BASKET, basket, 1);
        event = next_event(events);
        if (!event.ok && !event.about_room)
            fail_msg("%s", event.error.message);
    } while (!event.about_room);
    assert_false(event.ok);
    assert_true(next_event(events).ok); // the basket: there is more than it needs
}

// A charge is refused at once; everything else waits, and is durable when there is room.
static void on_a_full_disk_records_wait_and_intents_do_not(void **state)
{
    (void)state;
    BoundedQueue events;
    JournalRecovered found;
    Journal *journal = NULL;
    Error error = {0};
    FakeOs *fake = fake_os_create(1);
    Os broken = fake_os_table(fake);
    char uuid[ORDER_UUID_SIZE], intent_id[ORDER_UUID_SIZE];
    bounded_queue_init(&events, sizeof(JournalEvent), JOURNAL_QUEUE_MAX);
    assert_true(journal_recover(&broken, "/lane", &arena, &found, &error));
    assert_true(journal_start(&broken, "/lane", &found, &events, &journal, &error));
    fixture_uuid(1, 1, uuid);
    fixture_uuid(2, 1, intent_id);
    Bytes small = fixture_order(&arena, uuid, 0, 50, NULL);
    Bytes large = fixture_order(&arena, uuid, 1, ORDER_LINES_MAX, NULL);
    fake_os_set_fault(fake, FAKE_FAULT_ENOSPC, 0);
    fill(journal, &events, small);
    JournalIntent intent = {.method_id = 1};
    memcpy(intent.intent_id, intent_id, sizeof intent.intent_id);
    append(journal, JOURNAL_INTENT, journal_encode_intent(&intent, large, &arena), 2);
    JournalEvent event = next_event(&events);
    assert_true(event.ticket == 2 && !event.ok && journal_is_full(&event.error));
    append(journal, JOURNAL_PAID, large, 3); // of an order that was being paid: its room is there
    assert_true(next_event(&events).ok);
    append(journal, JOURNAL_PAID, large, 4); // one more than there can be
    append(journal, JOURNAL_TIME, journal_encode_time(1, &arena), 5);
    assert_false(bounded_queue_wait(&events, &event, 50));
    fake_os_set_fault(fake, FAKE_FAULT_NONE, 0);
    bool room = false;
    for (int64_t ticket = 4; ticket <= 5 || !room;) {
        event = next_event(&events);
        assert_true(event.ok && (event.about_room || event.ticket == ticket));
        ticket += !event.about_room;
        room = room || event.about_room;
    }
    journal_stop(journal);
    bounded_queue_release(&events);
    assert_true(journal_recover(&broken, "/lane", &arena, &found, &error));
    assert_int_equal(found.pending_count, 1);
    assert_int_equal(found.case_count, 0);
    journal_abandon(&broken, &found);
    fake_os_destroy(fake);
}

static void segments_rotate_at_four_megabytes(void **state)
{
    (void)state;
    BoundedQueue events;
    JournalRecovered found;
    bounded_queue_init(&events, sizeof(JournalEvent), JOURNAL_QUEUE_MAX);
    Journal *journal = start(&events, &found);
    char uuid[ORDER_UUID_SIZE];
    fixture_uuid(1, 1, uuid);
    Bytes basket = fixture_order(&arena, uuid, 0, ORDER_LINES_MAX, NULL);
    int32_t count = (int32_t)((9u << 20) / basket.size);
    for (int32_t i = 0; i < count; i++) {
        JournalEvent event;
        while (!journal_append(journal, JOURNAL_BASKET, basket, 1, i))
            (void)!bounded_queue_wait(&events, &event, 100);
        while (bounded_queue_pop(&events, &event))
            assert_true(event.ok);
    }
    journal_stop(journal);
    bounded_queue_release(&events);
    bounded_queue_init(&events, sizeof(JournalEvent), JOURNAL_QUEUE_MAX);
    journal = start(&events, &found);
    assert_int_equal(found.tail.segment_next, 4);
    assert_true(found.segments_read <= 2); // the open order is in the newest, or in the one before
    assert_true(found.has_basket);
    assert_int_equal(found.basket->line_count, ORDER_LINES_MAX);
    struct stat status;
    char path[128];
    snprintf(path, sizeof path, "%s/journal-00000001.wal", folder);
    assert_int_equal(stat(path, &status), 0);
    assert_true(status.st_size <= JOURNAL_SEGMENT_SIZE_MAX);
    assert_int_equal(status.st_mode & 0777, 0600);
    journal_stop(journal);
    bounded_queue_release(&events);
}

static bool exists(int32_t segment)
{
    char path[128];
    snprintf(path, sizeof path, "%s/journal-%08d.wal", folder, (int)segment);
    return os.files.exists(NULL, path);
}

// While the thread removes what is old, records go on being answered.
static void what_is_old_is_removed_while_records_go_on(void **state)
{
    (void)state;
    BoundedQueue events;
    JournalRecovered found;
    JournalEvent event;
    bounded_queue_init(&events, sizeof(JournalEvent), JOURNAL_QUEUE_MAX);
    Journal *journal = start(&events, &found);
    char uuid[ORDER_UUID_SIZE];
    fixture_uuid(1, 1, uuid);
    Bytes basket = fixture_order(&arena, uuid, 0, ORDER_LINES_MAX, NULL);
    int32_t count = (int32_t)((9u << 20) / basket.size);
    for (int32_t i = 0; i < count; i++) {
        while (!journal_append(journal, JOURNAL_BASKET, basket, 1000, i + 1))
            (void)!bounded_queue_wait(&events, &event, 100);
        while (bounded_queue_pop(&events, &event))
            assert_true(event.ok);
    }
    assert_true(exists(1));
    assert_true(journal_compact(journal, 2000));
    // The first one goes. The second has the open basket of before the third: a start reads it.
    bool answered = false;
    for (int32_t tries = 0; tries < 1000 && (exists(1) || !answered); tries++) {
        if (tries % 10 == 0 && !answered)
            assert_true(journal_append(journal, JOURNAL_TIME, journal_encode_time(1, &arena), 1000,
                                       INT64_C(1) << 40));
        if (bounded_queue_wait(&events, &event, 10))
            assert_true(event.ok);
        answered = answered || event.ticket == INT64_C(1) << 40;
    }
    assert_true(answered);
    assert_false(exists(1));
    assert_true(exists(2));
    journal_stop(journal);
    bounded_queue_release(&events);
    bounded_queue_init(&events, sizeof(JournalEvent), JOURNAL_QUEUE_MAX);
    journal = start(&events, &found);
    assert_true(found.has_basket);
    assert_int_equal(found.damaged_records, 0);
    // One that is stopped in the middle of it ends at once, and loses nothing.
    assert_true(journal_compact(journal, 2000));
    journal_stop(journal);
    bounded_queue_release(&events);
}

static void expect_refused(const char *path)
{
    JournalRecovered found;
    Error error = {0};
    assert_false(journal_recover(&os, path, &arena, &found, &error));
    assert_int_equal(error.kind, ERROR_IO);
    if (!strstr(error.message, path))
        fail_msg("'%s' does not name '%s'", error.message, path);
}

static void a_folder_that_can_not_be_used_is_named(void **state)
{
    (void)state;
    char path[128];
    snprintf(path, sizeof path, "%s/lock", folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fclose(file);
    expect_refused(path); // a file
    snprintf(path, sizeof path, "%s/no/such", folder);
    expect_refused(path);
    if (geteuid() != 0) {
        assert_int_equal(chmod(folder, 0500), 0);
        snprintf(path, sizeof path, "%s/sub", folder);
        expect_refused(path);
        assert_int_equal(chmod(folder, 0700), 0);
    }
}

static void a_second_kiosk_is_busy_until_the_first_stops(void **state)
{
    (void)state;
    BoundedQueue events;
    JournalRecovered found, second;
    Error error = {0};
    bounded_queue_init(&events, sizeof(JournalEvent), JOURNAL_QUEUE_MAX);
    Journal *journal = start(&events, &found);
    assert_false(journal_recover(&os, folder, &arena, &second, &error));
    assert_int_equal(error.kind, ERROR_BUSY);
    journal_stop(journal);
    assert_true(journal_recover(&os, folder, &arena, &second, &error));
    assert_false(journal_recover(&os, folder, &arena, &found, &error));
    journal_abandon(&os, &second);
    journal_abandon(&os, &second); // twice is harmless
    assert_true(journal_recover(&os, folder, &arena, &found, &error));
    journal_abandon(&os, &found);
    bounded_queue_release(&events);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(events_come_in_order_and_stop_drains),
        CASE(a_full_queue_says_so_and_nothing_is_lost),
        CASE(a_bad_payload_is_answered_and_the_rest_goes_on),
        CASE(on_a_full_disk_records_wait_and_intents_do_not),
        CASE(segments_rotate_at_four_megabytes),
        CASE(what_is_old_is_removed_while_records_go_on),
        CASE(a_folder_that_can_not_be_used_is_named),
        CASE(a_second_kiosk_is_busy_until_the_first_stops),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
