/* The thread that compares, turned by hand on a machine in memory: what it asks the server for, and
 * what it makes of each answer. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "people.h"
#include "support/unit_test.h"

enum { SALES = 3 };

typedef struct Bench {
    LaneWorld *world; // made the journal; its own worker rests
    BoundedQueue events;
    ComparisonWorker *worker;
} Bench;

static void sell(LaneWorld *world)
{
    people_scan(world, 0);
    world_post(world, (CheckoutEvent){.kind = EVENT_PAY});
    world_pass(world, 65000);
}

static int begin(void **state)
{
    Bench *bench = calloc(1, sizeof *bench);
    LaneWorld *world = bench->world = world_create(3, PLANT_NONE);
    assert_true(world_start(world));
    world_pass(world, 60000);
    for (int32_t i = 0; i < SALES; i++)
        sell(world);
    bounded_queue_init(&bench->events, sizeof(ComparisonEvent), 4);
    bench->worker = comparison_worker_create(&world->os, "/lane", world->sync.origin, "demo:cents",
                                             &bench->events);
    *state = bench;
    return 0;
}

static int end(void **state)
{
    Bench *bench = *state;
    ComparisonEvent left;
    comparison_worker_stop(bench->worker);
    while (bounded_queue_pop(&bench->events, &left)) {
        reconcile_listing_free(left.listing);
        free(left.comparison);
    }
    bounded_queue_release(&bench->events);
    world_destroy(bench->world);
    free(bench);
    return 0;
}

static ComparisonEvent next(Bench *bench)
{
    ComparisonEvent event;
    while (comparison_worker_turn(bench->worker))
        continue;
    assert_true(bounded_queue_pop(&bench->events, &event));
    return event;
}

static ReconcileListing *asked(Bench *bench, int64_t number)
{
    assert_true(comparison_begin(bench->worker, number, 0, 0));
    ComparisonEvent event = next(bench);
    assert_int_equal(event.kind, COMPARISON_ASK);
    assert_int_equal(event.number, number);
    assert_int_equal(event.listing->number, number);
    return event.listing;
}

// As the server has them, but for the first `but`.
static void fill(const Bench *bench, ReconcileListing *listing, int32_t but)
{
    const ModelServer *server = &bench->world->server.orders;
    int32_t count = server->record_count - but;
    listing->items = calloc((size_t)count + 1, sizeof *listing->items);
    listing->count = listing->room = count;
    listing->complete = true;
    for (int32_t i = 0; i < count; i++) {
        const ModelRecord *record = &server->records[i + but];
        ReconcileServerOrder *order = &listing->items[i];
        *order = (ReconcileServerOrder){.id = record->id, .state = RECONCILE_STATE_PAID};
        order->total.minor = (int64_t)(record->total * 100 + 0.5);
        snprintf(order->reference, sizeof order->reference, "%s", record->reference);
        snprintf(order->access_token, sizeof order->access_token, "%.36s", record->token);
    }
}

static void answer(Bench *bench, int64_t number, ReconcileListing *listing, ComparedServer server)
{
    ComparisonAnswer *given = calloc(1, sizeof *given);
    *given = (ComparisonAnswer){.number = number, .listing = listing, .server = server};
    assert_true(comparison_answer(bench->worker, given));
    free(given);
}

static Comparison *done(Bench *bench)
{
    ComparisonEvent event = next(bench);
    assert_int_equal(event.kind, COMPARISON_DONE);
    return event.comparison;
}

static void it_asks_and_compares(void **state)
{
    Bench *bench = *state;
    ReconcileListing *listing = asked(bench, 5);
    assert_int_equal(listing->config_count, 1);
    assert_int_equal(listing->config_ids[0], 3);
    assert_false(listing->complete);
    fill(bench, listing, 0);
    answer(bench, 5, listing, COMPARED_SERVER_ASKED);
    Comparison *found = done(bench);
    assert_int_equal(found->difference_count, 0);
    assert_int_equal(found->agreeing_count, SALES);
    assert_int_equal(found->charges.count, SALES);
    free(found);
}

static void what_looks_lost_is_asked_for_once_more(void **state)
{
    Bench *bench = *state;
    for (int32_t there = 0; there < 2; there++) {
        ReconcileListing *listing = asked(bench, there);
        fill(bench, listing, 1);
        answer(bench, there, listing, COMPARED_SERVER_ASKED);
        ComparisonEvent again = next(bench);
        assert_int_equal(again.kind, COMPARISON_ASK);
        assert_int_equal(again.listing->reference_count, 1);
        assert_string_equal(again.listing->references[0],
                            bench->world->server.orders.records[0].reference);
        if (there) {
            free(again.listing->items);
            fill(bench, again.listing, 0);
        }
        again.listing->complete = true;
        answer(bench, there, again.listing, COMPARED_SERVER_ASKED);
        Comparison *found = done(bench);
        assert_int_equal(found->kinds[RECONCILE_LOST], there ? 0 : 1);
        free(found);
    }
}

static void without_the_server_the_rest_is_compared(void **state)
{
    Bench *bench = *state;
    reconcile_listing_free(asked(bench, 1));
    answer(bench, 1, NULL, COMPARED_SERVER_REFUSED);
    Comparison *found = done(bench);
    assert_int_equal(found->server, COMPARED_SERVER_REFUSED);
    assert_int_equal(found->agreeing_count, SALES);
    assert_int_equal(found->at_server.count, 0);
    free(found);
}

static void the_last_one_counts(void **state)
{
    Bench *bench = *state;
    ReconcileListing *first = asked(bench, 1), *second = asked(bench, 2);
    fill(bench, first, 0);
    fill(bench, second, 0);
    answer(bench, 1, first, COMPARED_SERVER_ASKED);
    answer(bench, 2, second, COMPARED_SERVER_ASKED);
    ComparisonEvent event = next(bench);
    assert_int_equal(event.number, 2);
    free(event.comparison);
    assert_int_equal(bench->events.count, 0);
}

static void a_damaged_journal_is_compared_and_named(void **state)
{
    Bench *bench = *state;
    fake_os_poke(bench->world->disk, "/lane/journal-00000001.wal", 1500, "########", 8);
    reconcile_listing_free(asked(bench, 1));
    answer(bench, 1, NULL, COMPARED_SERVER_UNREACHED);
    Comparison *found = done(bench);
    assert_true(found->journal_break[0] != 0);
    free(found);
}

static void a_folder_without_a_journal_is_told(void **state)
{
    Bench *bench = *state;
    ComparisonWorker *worker = comparison_worker_create(
        &bench->world->os, "/nowhere", bench->world->sync.origin, "demo:cents", &bench->events);
    assert_true(comparison_begin(worker, 1, 0, 0));
    assert_true(comparison_worker_turn(worker));
    ComparisonEvent event = next(bench);
    assert_int_equal(event.kind, COMPARISON_FAILED);
    assert_true(event.words[0] != 0);
    comparison_worker_stop(worker);
}

// Another server than the one that it sold for has nothing to say of its orders.
static void nothing_was_sold_for_this_server(void **state)
{
    Bench *bench = *state;
    ComparisonWorker *worker = comparison_worker_create(
        &bench->world->os, "/lane", "https://other.example shop", "demo:cents", &bench->events);
    assert_true(comparison_begin(worker, 1, 0, 0));
    assert_true(comparison_worker_turn(worker));
    ComparisonEvent event = next(bench);
    assert_int_equal(event.kind, COMPARISON_ASK);
    assert_true(event.listing->complete);
    reconcile_listing_free(event.listing);
    comparison_worker_stop(worker);
}

static void a_terminal_without_a_list(void **state)
{
    Bench *bench = *state;
    ComparisonWorker *worker = comparison_worker_create(
        &bench->world->os, "/lane", bench->world->sync.origin, "other", &bench->events);
    assert_true(comparison_begin(worker, 1, 0, 0));
    assert_true(comparison_worker_turn(worker));
    reconcile_listing_free(next(bench).listing);
    ComparisonAnswer *given = calloc(1, sizeof *given);
    *given = (ComparisonAnswer){.number = 1, .server = COMPARED_SERVER_UNREACHED};
    assert_true(comparison_answer(worker, given));
    free(given);
    assert_true(comparison_worker_turn(worker));
    Comparison *found = done(bench);
    assert_false(found->has_terminal);
    assert_int_equal(found->difference_count, 0);
    free(found);
    comparison_worker_stop(worker);
}

// Jobs that nobody came to are let go of.
static void an_end_with_work_left(void **state)
{
    Bench *bench = *state;
    ReconcileListing *listing = asked(bench, 1);
    fill(bench, listing, 0);
    answer(bench, 1, listing, COMPARED_SERVER_ASKED);
    assert_true(comparison_begin(bench->worker, 2, 0, 0));
}

static void the_thread_does_the_same(void **state)
{
    Bench *bench = *state;
    ComparisonEvent event;
    ComparisonWorker *worker = comparison_worker_start(
        &bench->world->os, "/lane", bench->world->sync.origin, "demo:cents", &bench->events);
    assert_true(comparison_begin(worker, 1, 0, 0));
    assert_true(bounded_queue_wait(&bench->events, &event, 20000));
    reconcile_listing_free(event.listing);
    ComparisonAnswer *given = calloc(1, sizeof *given);
    *given = (ComparisonAnswer){.number = 1, .server = COMPARED_SERVER_UNREACHED};
    assert_true(comparison_answer(worker, given));
    free(given);
    assert_true(bounded_queue_wait(&bench->events, &event, 20000));
    assert_int_equal(event.comparison->agreeing_count, SALES);
    free(event.comparison);
    comparison_worker_stop(worker);
}

int main(void)
{
#define TEST_OF(name) cmocka_unit_test_setup_teardown(name, begin, end)
    const struct CMUnitTest tests[] = {
        TEST_OF(it_asks_and_compares),
        TEST_OF(what_looks_lost_is_asked_for_once_more),
        TEST_OF(without_the_server_the_rest_is_compared),
        TEST_OF(the_last_one_counts),
        TEST_OF(a_damaged_journal_is_compared_and_named),
        TEST_OF(a_folder_without_a_journal_is_told),
        TEST_OF(nothing_was_sold_for_this_server),
        TEST_OF(a_terminal_without_a_list),
        TEST_OF(an_end_with_work_left),
        TEST_OF(the_thread_does_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
