/* When a lane removes what is old from its journal: by the server's days, and never while a
 * customer is there. */
#include <stdlib.h>
#include <string.h>

#include "journal/journal_fixture.h"
#include "lane/lane.h"

#define DAY_MS  (INT64_C(24) * 60 * 60 * 1000)
#define SOLD_MS INT64_C(1700000000000) // when the fixture's sales were

typedef struct Case {
    Fixture fixture;
    Lane *lane;
    BoundedQueue events;
} Case;

// A lane with confirmed sales in small segments, turned by hand. Days count from those sales.
static void open_case(Case *test)
{
    Fixture *fixture = &test->fixture;
    fixture_init(fixture, fake_os_create(81));
    fixture->segment_size_max = 8 << 10;
    assert_true(fixture_start(fixture));
    for (int32_t i = 0; i < 6; i++)
        assert_true(fixture_sell(fixture));
    assert_true(fixture_confirm_all(fixture));
    assert_true(fixture_sell(fixture));
    fixture_stop(fixture);
    arena_clear(&fixture->arena);
    assert_true(journal_recover(&fixture->os, FIXTURE_FOLDER, &fixture->arena, &fixture->recovered,
                                &fixture->error));
    test->lane = calloc(1, sizeof *test->lane);
    assert_non_null(test->lane);
    test->lane->keep_days = 30;
    bounded_queue_init(&test->events, sizeof(JournalEvent), JOURNAL_QUEUE_MAX);
    assert_true(journal_create(&fixture->os, FIXTURE_FOLDER, &fixture->recovered, &test->events,
                               &test->lane->journal, &fixture->error));
}

// One look at the clock, and all that the journal has to do. Returns how many segments went.
static int32_t upkeep(Case *test)
{
    int32_t before = fixture_segment_count(&test->fixture);
    lane_upkeep(test->lane);
    while (journal_turn(test->lane->journal))
        continue;
    return before - fixture_segment_count(&test->fixture);
}

static void close_case(Case *test)
{
    journal_stop(test->lane->journal);
    free(test->lane);
    bounded_queue_release(&test->events);
    char what[160];
    int32_t records;
    if (fixture_verify(&test->fixture, what, &records) != 0)
        fail_msg("%s", what);
    fixture_check_known(&test->fixture);
    fixture_release(&test->fixture);
}

static void old_orders_go_when_the_server_says_that_they_are_old(void **state)
{
    (void)state;
    Case test;
    open_case(&test);
    assert_int_equal(upkeep(&test), 0); // nobody said what day it is
    test.lane->server_unix_ms = SOLD_MS + 29 * DAY_MS;
    assert_int_equal(upkeep(&test), 0);
    test.lane->server_unix_ms = SOLD_MS + 31 * DAY_MS;
    assert_true(upkeep(&test) > 0);
    close_case(&test);
}

static void nothing_goes_while_a_customer_is_there(void **state)
{
    (void)state;
    Case test;
    open_case(&test);
    test.lane->server_unix_ms = SOLD_MS + 31 * DAY_MS;
    test.lane->checkout.sale_open = true;
    assert_int_equal(upkeep(&test), 0);
    test.lane->checkout.sale_open = false;
    assert_true(upkeep(&test) > 0);
    close_case(&test);
}

static void it_is_looked_for_once_a_day(void **state)
{
    (void)state;
    Case test;
    open_case(&test);
    test.lane->server_unix_ms = SOLD_MS + 29 * DAY_MS;
    assert_int_equal(upkeep(&test), 0);
    test.lane->keep_days = 1; // would go now
    assert_int_equal(upkeep(&test), 0);
    test.lane->server_unix_ms += DAY_MS;
    assert_true(upkeep(&test) > 0);
    close_case(&test);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(old_orders_go_when_the_server_says_that_they_are_old),
        cmocka_unit_test(nothing_goes_while_a_customer_is_there),
        cmocka_unit_test(it_is_looked_for_once_a_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
