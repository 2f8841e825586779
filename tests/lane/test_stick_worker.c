/* The worker of USB sticks, turned by hand: a stick that is pulled out at any call, that is full or
 * read-only. The journal is never touched, a file is whole or not there, and nothing is written
 * over. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backoffice/order_import.h"
#include "journal/journal_fixture.h"
#include "lane/stick_look.h"
#include "lane/stick_worker.h"

#define SHOP  "https://odoo.shop.example shop"
#define STICK "/media/OFFICE"
#define NAME  "orders-Lane-1-2026-11-29-1805"
#define ROOM  (1 << 20)

typedef struct Bench {
    Fixture fixture;
    BoundedQueue events;
    StickWorker *worker;
} Bench;

// Three sales, of which the server has not confirmed each, and an open basket; a stick is there.
static void open_bench(Bench *bench)
{
    Fixture *fixture = &bench->fixture;
    JournalSession session = {16, 1, 3, 5, "POS/16", SHOP, 1700000000000};
    char uuid[ORDER_UUID_SIZE];
    fixture_init(fixture, fake_os_create(91));
    assert_true(fixture_start(fixture));
    assert_true(fixture_append(fixture, JOURNAL_SESSION,
                               journal_encode_session(&session, &fixture->arena)));
    for (int32_t i = 0; i < 3; i++)
        assert_true(fixture_sell(fixture));
    fixture_uuid(0x700, 2, uuid);
    assert_true(
        fixture_append(fixture, JOURNAL_BASKET, fixture_order(&fixture->arena, uuid, 0, 3, NULL)));
    fixture_stop(fixture);
    fake_os_plug(fixture->fake, STICK, ROOM, false);
    bounded_queue_init(&bench->events, sizeof(StickEvent), STICK_EVENTS_MAX);
    stick_worker_create(&fixture->os, "/media", FIXTURE_FOLDER, &bench->events, &bench->worker);
}

static void close_bench(Bench *bench)
{
    char what[160];
    int32_t records;
    stick_worker_stop(bench->worker);
    bounded_queue_release(&bench->events);
    if (fixture_verify(&bench->fixture, what, &records) != 0)
        fail_msg("the journal: %s", what);
    fixture_release(&bench->fixture);
}

static StickEvent ask(Bench *bench, const StickJob *job)
{
    StickEvent event;
    assert_true(stick_worker_give(bench->worker, job));
    assert_true(stick_worker_turn(bench->worker));
    assert_true(bounded_queue_pop(&bench->events, &event));
    assert_int_equal(event.number, job->number);
    return event;
}

static StickEvent save(Bench *bench, StickContent content)
{
    return ask(bench, &(StickJob){.kind = STICK_JOB_SAVE,
                                  .number = 7,
                                  .stick = "OFFICE",
                                  .file = NAME,
                                  .content = content,
                                  .lane = "Lane 1",
                                  .origin = SHOP});
}

static StickEvent read_back(Bench *bench, StickJobKind kind, const char *file)
{
    StickJob job = {.kind = kind, .number = 8, .stick = "OFFICE", .origin = SHOP};
    snprintf(job.file, sizeof job.file, "%s", file);
    return ask(bench, &job);
}

static StickStatus look(Bench *bench, const char *stick)
{
    StickJob job = {.kind = STICK_JOB_LOOK};
    snprintf(job.stick, sizeof job.stick, "%s", stick);
    return ask(bench, &job).status;
}

static bool see_paid(void *context, const JournalImported *from, const OrderRepairs *repairs,
                     Bytes snapshot, Error *error)
{
    (void)from;
    (void)repairs;
    (void)snapshot;
    (void)error;
    (*(int32_t *)context)++;
    return true;
}

static bool see_unpaid(void *context, const char *uuid, const char *kind, Error *error)
{
    (void)context;
    (void)uuid;
    (void)kind;
    (void)error;
    return true;
}

// How many paid orders a file on the stick has; -1: it is not there. What is there is whole.
static int32_t orders_in(const FakeOs *fake, const char *path)
{
    Bytes bytes;
    Error error;
    int32_t count = 0;
    if (!fake_os_peek(fake, path, &bytes))
        return -1;
    if (!order_import_read(bytes, (OrderImportVisitor){see_paid, see_unpaid, &count}, &error))
        fail_msg("'%s' is not whole: %s", path, error.message);
    return count;
}

static int32_t files_on(const FakeOs *fake, const char *end)
{
    int32_t count = 0;
    const char *name;
    for (int32_t i = 0; (name = fake_os_name(fake, STICK, i)); i++)
        count += strlen(name) > strlen(end) && strcmp(name + strlen(name) - strlen(end), end) == 0;
    return count;
}

static void both_forms_are_saved_and_nothing_is_written_over(void **state)
{
    (void)state;
    Bench bench;
    open_bench(&bench);
    const FakeOs *fake = bench.fixture.fake;
    StickEvent event = save(&bench, STICK_ALL);
    assert_int_equal(event.kind, STICK_EVENT_SAVED);
    assert_string_equal(event.status.saved, NAME);
    assert_int_equal(event.status.paid, 3);
    assert_int_equal(event.status.unpaid, 1);
    assert_int_equal(orders_in(fake, STICK "/" NAME ".json"), 3);
    assert_int_equal(orders_in(fake, STICK "/" NAME ".msgpack"), 3);
    event = save(&bench, STICK_UNCONFIRMED);
    assert_string_equal(event.status.saved, NAME "-2");
    assert_int_equal(event.status.paid, 1); // one was drafted, and not confirmed
    assert_int_equal(orders_in(fake, STICK "/" NAME ".json"), 3);
    assert_int_equal(orders_in(fake, STICK "/" NAME "-2.json"), 1);
    // A name of which only one form is taken is taken.
    fake_os_put(bench.fixture.fake, STICK "/" NAME "-3.msgpack", (Bytes){(const uint8_t *)"x", 1});
    assert_string_equal(save(&bench, STICK_ALL).status.saved, NAME "-4");
    assert_int_equal(files_on(fake, ".new"), 0);
    fake_os_pull(bench.fixture.fake, STICK, FAKE_OUTCOME_LOST); // all of it was synced
    fake_os_plug(bench.fixture.fake, STICK, ROOM, false);
    assert_int_equal(orders_in(fake, STICK "/" NAME ".json"), 3);
    assert_int_equal(orders_in(fake, STICK "/" NAME "-4.msgpack"), 3);
    close_bench(&bench);
}

static void pulled_out_at_any_call_leaves_whole_files_or_none(void **state)
{
    (void)state;
    Bytes bytes;
    for (int32_t at = 0;; at++) {
        bool saved = false;
        for (FakeOutcome outcome = 0; outcome < FAKE_OUTCOME_KILLED; outcome++) {
            Bench bench;
            open_bench(&bench);
            FakeOs *fake = bench.fixture.fake;
            fake_os_put(fake, STICK "/" NAME ".json", (Bytes){(const uint8_t *)"mine", 4});
            fake_os_pull_at(fake, STICK, outcome, at);
            StickEvent event = save(&bench, STICK_ALL);
            saved = event.kind == STICK_EVENT_SAVED;
            if (!saved && event.status.trouble != STICK_GONE)
                fail_msg("at call %d: trouble %d: %s", (int)at, (int)event.status.trouble,
                         event.status.words);
            assert_null(fake_os_name(fake, "/media", 1)); // no folder is made in its place
            fake_os_plug(fake, STICK, ROOM, false);
            assert_true(fake_os_peek(fake, STICK "/" NAME ".json", &bytes));
            assert_memory_equal(bytes.data, "mine", 4);
            for (int32_t form = 0; form < 2; form++) {
                int32_t count =
                    orders_in(fake, form ? STICK "/" NAME "-2.msgpack" : STICK "/" NAME "-2.json");
                assert_true(count == 3 || (count == -1 && !saved));
            }
            assert_int_equal(save(&bench, STICK_ALL).kind, STICK_EVENT_SAVED); // again
            close_bench(&bench);
        }
        if (saved) {
            assert_true(at > 20);
            print_message("# pulled out at each of %d calls\n", (int)at);
            break;
        }
    }
}

static void a_full_stick_keeps_nothing_of_it(void **state)
{
    (void)state;
    for (uint64_t room = 0; room < 400000; room += 7177) {
        Bench bench;
        open_bench(&bench);
        fake_os_plug(bench.fixture.fake, STICK, room, false);
        StickEvent event = save(&bench, STICK_ALL);
        if (event.kind == STICK_EVENT_SAVED) {
            assert_true(room > 0);
            close_bench(&bench);
            return;
        }
        assert_int_equal(event.status.trouble, STICK_FULL);
        assert_null(fake_os_name(bench.fixture.fake, STICK, 0));
        close_bench(&bench);
    }
    fail_msg("it never found room");
}

static void a_read_only_stick_is_read_and_not_written(void **state)
{
    (void)state;
    Bench bench;
    open_bench(&bench);
    assert_int_equal(save(&bench, STICK_ALL).kind, STICK_EVENT_SAVED);
    fake_os_plug(bench.fixture.fake, STICK, ROOM, true);
    StickEvent event = save(&bench, STICK_ALL);
    assert_int_equal(event.status.trouble, STICK_READ_ONLY);
    assert_true(look(&bench, "").sticks[0].read_only);
    event = read_back(&bench, STICK_JOB_READ, NAME ".json");
    assert_int_equal(event.kind, STICK_EVENT_READ);
    assert_int_equal(event.status.sum.known, 3);
    close_bench(&bench);
}

static void only_what_is_mounted_is_a_stick(void **state)
{
    (void)state;
    Bench bench;
    open_bench(&bench);
    Error error;
    const OsFiles *files = &bench.fixture.os.files;
    assert_true(files->make_directory(files->context, "/media/left-behind", &error));
    StickStatus found = look(&bench, "");
    assert_int_equal(found.stick_count, 1);
    assert_string_equal(found.sticks[0].name, "OFFICE");
    StickJob job = {.kind = STICK_JOB_SAVE, .stick = "left-behind", .file = NAME};
    assert_int_equal(ask(&bench, &job).status.trouble, STICK_GONE);
    assert_null(fake_os_name(bench.fixture.fake, "/media/left-behind", 0));
    snprintf(job.stick, sizeof job.stick, "../lane");
    assert_int_equal(ask(&bench, &job).status.trouble, STICK_GONE);
    fake_os_plug(bench.fixture.fake, "/media/BACKUP", 1000, false);
    found = look(&bench, "");
    assert_int_equal(found.stick_count, 2);
    assert_string_equal(found.sticks[0].name, "BACKUP"); // by name
    fake_os_pull(bench.fixture.fake, STICK, FAKE_OUTCOME_LOST);
    assert_int_equal(look(&bench, "OFFICE").stick_count, 1);
    close_bench(&bench);
}

static void the_newest_exports_come_first_and_no_other_files(void **state)
{
    (void)state;
    Bench bench;
    open_bench(&bench);
    FakeOs *fake = bench.fixture.fake;
    char path[128];
    for (int32_t i = 0; i < STICK_FILES_MAX + 3; i++) {
        fake_os_set_wall(fake, 1700000000000 + (i * 7) % 23 * 1000);
        snprintf(path, sizeof path, STICK "/file-%02d.json", (int)((i * 7) % 23));
        fake_os_put(fake, path, (Bytes){(const uint8_t *)"{}", 2});
    }
    fake_os_put(fake, STICK "/photo.jpg", (Bytes){(const uint8_t *)"x", 1});
    fake_os_put(fake, STICK "/" NAME ".json.new", (Bytes){(const uint8_t *)"x", 1});
    StickStatus found = look(&bench, "OFFICE");
    assert_int_equal(found.file_count, STICK_FILES_MAX + 3);
    for (int32_t i = 0; i < STICK_FILES_MAX; i++) {
        snprintf(path, sizeof path, "file-%02d.json", 22 - (int)i);
        assert_string_equal(found.files[i].name, path);
    }
    close_bench(&bench);
}

// An export of another lane, as a file on this one's stick.
static void put_foreign_export(Bench *bench, const char *file)
{
    Bench other;
    Bytes bytes;
    char path[160];
    Fixture *fixture = &other.fixture;
    JournalSession session = {16, 2, 3, 5, "POS/16", SHOP, 1700000000000};
    fixture_init(fixture, fake_os_create(92));
    assert_true(fixture_start(fixture));
    assert_true(fixture_append(fixture, JOURNAL_SESSION,
                               journal_encode_session(&session, &fixture->arena)));
    for (int32_t i = 0; i < 3; i++) {
        char uuid[ORDER_UUID_SIZE];
        fixture_uuid(0x900, i, uuid);
        Bytes order =
            fixture_order(&fixture->arena, uuid, 40 + i, 2, "11111111-0000-4000-8000-00000000000a");
        assert_true(fixture_append(fixture, JOURNAL_PAID, order));
    }
    fixture_stop(fixture);
    fake_os_plug(fixture->fake, STICK, ROOM, false);
    bounded_queue_init(&other.events, sizeof(StickEvent), STICK_EVENTS_MAX);
    stick_worker_create(&fixture->os, "/media", FIXTURE_FOLDER, &other.events, &other.worker);
    assert_int_equal(save(&other, STICK_ALL).kind, STICK_EVENT_SAVED);
    assert_true(fake_os_peek(fixture->fake, STICK "/" NAME ".json", &bytes));
    snprintf(path, sizeof path, STICK "/%s", file);
    fake_os_put(bench->fixture.fake, path, bytes);
    close_bench(&other);
}

static void orders_are_given_one_by_one(void **state)
{
    (void)state;
    Bench bench;
    open_bench(&bench);
    put_foreign_export(&bench, "other.json");
    StickEvent event = read_back(&bench, STICK_JOB_READ, "other.json");
    assert_int_equal(event.kind, STICK_EVENT_READ);
    assert_int_equal(event.status.sum.taken, 3);
    StickJob next = {.kind = STICK_JOB_NEXT, .number = 8};
    assert_int_equal(ask(&bench, &next).kind, STICK_EVENT_NO_MORE); // a look keeps none
    event = read_back(&bench, STICK_JOB_TAKE, "other.json");
    assert_int_equal(event.kind, STICK_EVENT_TAKING);
    assert_int_equal(event.status.total, 3);
    for (int32_t i = 0; i < 3; i++) {
        char uuid[ORDER_UUID_SIZE];
        fixture_uuid(0x900, i, uuid);
        event = ask(&bench, &next);
        assert_int_equal(event.kind, STICK_EVENT_ORDER);
        assert_string_equal(event.uuid, uuid);
        assert_string_equal(event.imported.lane, "Lane 1");
        assert_int_equal(event.imported.use, JOURNAL_IMPORT_SEND);
        free((void *)(uintptr_t)event.snapshot.data);
    }
    assert_int_equal(ask(&bench, &next).kind, STICK_EVENT_NO_MORE);
    event = read_back(&bench, STICK_JOB_TAKE, "other.json"); // and left: nothing leaks
    assert_int_equal(event.kind, STICK_EVENT_TAKING);
    close_bench(&bench);
}

static void an_order_of_another_server_is_refused_with_a_sentence(void **state)
{
    (void)state;
    Bench bench;
    open_bench(&bench);
    put_foreign_export(&bench, "other.json");
    StickJob job = {.kind = STICK_JOB_READ,
                    .stick = "OFFICE",
                    .file = "other.json",
                    .origin = "https://odoo.shop.example training"};
    StickEvent event = ask(&bench, &job);
    assert_int_equal(event.status.sum.refused, 3);
    assert_non_null(strstr(event.status.sum.refusals[0], "training"));
    assert_null(strstr(event.status.sum.refusals[0], "--"));
    close_bench(&bench);
}

static void a_file_that_is_none_ends_in_a_sentence(void **state)
{
    (void)state;
    Bench bench;
    open_bench(&bench);
    put_foreign_export(&bench, "other.json");
    Bytes whole;
    assert_true(fake_os_peek(bench.fixture.fake, STICK "/other.json", &whole));
    uint8_t *copy = malloc(whole.size);
    assert_non_null(copy);
    memcpy(copy, whole.data, whole.size);
    fake_os_put(bench.fixture.fake, STICK "/cut.json", (Bytes){copy, whole.size - 40});
    fake_os_put(bench.fixture.fake, STICK "/no.json", (Bytes){(const uint8_t *)"hello", 5});
    free(copy);
    static const char *const files[] = {"cut.json", "no.json"};
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        StickEvent event = read_back(&bench, STICK_JOB_TAKE, files[i]);
        assert_int_equal(event.status.trouble, STICK_NO_EXPORT);
        assert_true(event.status.words[0] != 0);
    }
    StickJob next = {.kind = STICK_JOB_NEXT, .number = 8};
    assert_int_equal(ask(&bench, &next).kind, STICK_EVENT_NO_MORE); // nothing of it is taken
    StickEvent event = read_back(&bench, STICK_JOB_READ, "never-there.json");
    assert_int_equal(event.status.trouble, STICK_BROKEN);
    close_bench(&bench);
}

static void pulled_out_while_it_is_read(void **state)
{
    (void)state;
    for (int32_t at = 0;; at++) {
        Bench bench;
        open_bench(&bench);
        put_foreign_export(&bench, "other.json");
        fake_os_pull_at(bench.fixture.fake, STICK, FAKE_OUTCOME_LOST, at);
        StickEvent event = read_back(&bench, STICK_JOB_TAKE, "other.json");
        bool taken = event.kind == STICK_EVENT_TAKING;
        if (!taken)
            assert_int_equal(event.status.trouble, STICK_GONE);
        close_bench(&bench);
        if (taken) {
            assert_true(at > 2);
            break;
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_forms_are_saved_and_nothing_is_written_over),
        cmocka_unit_test(pulled_out_at_any_call_leaves_whole_files_or_none),
        cmocka_unit_test(a_full_stick_keeps_nothing_of_it),
        cmocka_unit_test(a_read_only_stick_is_read_and_not_written),
        cmocka_unit_test(only_what_is_mounted_is_a_stick),
        cmocka_unit_test(the_newest_exports_come_first_and_no_other_files),
        cmocka_unit_test(orders_are_given_one_by_one),
        cmocka_unit_test(an_order_of_another_server_is_refused_with_a_sentence),
        cmocka_unit_test(a_file_that_is_none_ends_in_a_sentence),
        cmocka_unit_test(pulled_out_while_it_is_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
