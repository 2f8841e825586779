/* The demo scale tells what a real one does: moving first, then at rest, and only what changed. */
#include <string.h>

#include "devices/weighing_scale.h"
#include "support/unit_test.h"

typedef struct Bench {
    BoundedQueue events;
    WeighingScale *scale;
} Bench;

static int setup(void **state)
{
    static Bench bench;
    Error error;
    bounded_queue_init(&bench.events, sizeof(ScaleEvent), 4);
    assert_true(weighing_scale_start("demo", &bench.events, &bench.scale, &error));
    *state = &bench;
    return 0;
}

static int teardown(void **state)
{
    Bench *bench = *state;
    weighing_scale_stop(bench->scale);
    bounded_queue_release(&bench->events);
    return 0;
}

static void put(Bench *bench, int32_t grams)
{
    assert_true(weighing_scale_demo_put(bench->scale, SCALE_DEMO_PUT, grams));
}

static void tells(Bench *bench, ScaleState state, int32_t grams)
{
    ScaleEvent event;
    assert_true(bounded_queue_wait(&bench->events, &event, 20000));
    assert_int_equal(event.state, state);
    assert_int_equal(event.grams, grams);
}

static void a_weight_moves_before_it_is_steady(void **state)
{
    Bench *bench = *state;
    tells(bench, SCALE_EMPTY, 0);
    put(bench, 642);
    tells(bench, SCALE_MOVING, 321);
    tells(bench, SCALE_STEADY, 642);
    put(bench, 0);
    tells(bench, SCALE_MOVING, 321);
    tells(bench, SCALE_EMPTY, 0);
}

static void what_is_out_of_range_is_never_steady(void **state)
{
    Bench *bench = *state;
    static const struct {
        int32_t grams;
        ScaleState state;
    } weights[] = {{WEIGHING_DEMO_GRAMS_MIN, SCALE_STEADY},
                   {WEIGHING_DEMO_GRAMS_MIN - 1, SCALE_UNDER},
                   {WEIGHING_DEMO_GRAMS_MAX, SCALE_STEADY},
                   {WEIGHING_DEMO_GRAMS_MAX + 1, SCALE_OVER},
                   {-10, SCALE_UNDER}};
    int32_t before = 0;
    tells(bench, SCALE_EMPTY, 0);
    for (size_t i = 0; i < COUNT_OF(weights); i++) {
        put(bench, weights[i].grams);
        tells(bench, SCALE_MOVING, (before + weights[i].grams) / 2);
        tells(bench, weights[i].state, weights[i].grams);
        before = weights[i].grams;
    }
}

static void a_second_weight_before_the_first_is_steady_counts_alone(void **state)
{
    Bench *bench = *state;
    tells(bench, SCALE_EMPTY, 0);
    put(bench, 200);
    put(bench, 600);
    tells(bench, SCALE_MOVING, 100);
    tells(bench, SCALE_MOVING, 350);
    tells(bench, SCALE_STEADY, 600);
}

static void a_shaken_scale_moves_until_something_is_put(void **state)
{
    Bench *bench = *state;
    ScaleEvent event;
    tells(bench, SCALE_EMPTY, 0);
    assert_true(weighing_scale_demo_put(bench->scale, SCALE_DEMO_SHAKE, 0));
    tells(bench, SCALE_MOVING, 0);
    assert_false(bounded_queue_wait(&bench->events, &event, 2 * WEIGHING_DEMO_SETTLE_MS));
    put(bench, 0);
    tells(bench, SCALE_EMPTY, 0);
}

static void a_scale_that_is_off_comes_back_with_what_lies_on_it(void **state)
{
    Bench *bench = *state;
    tells(bench, SCALE_EMPTY, 0);
    assert_true(weighing_scale_demo_put(bench->scale, SCALE_DEMO_OFF, 0));
    tells(bench, SCALE_ABSENT, 0);
    put(bench, 500);
    tells(bench, SCALE_MOVING, 250);
    tells(bench, SCALE_STEADY, 500);
}

static void nothing_is_lost_when_nobody_reads_for_a_while(void **state)
{
    Bench *bench = *state;
    for (int32_t i = 1; i <= 8; i++)
        put(bench, i * 100); // nine events, of which four have room
    tells(bench, SCALE_EMPTY, 0);
    int32_t before = 0;
    for (int32_t i = 1; i <= 8; i++) {
        before = (before + i * 100) / 2;
        tells(bench, SCALE_MOVING, before);
    }
    tells(bench, SCALE_STEADY, 800);
}

static void it_stops_while_nobody_reads(void **state)
{
    Bench *bench = *state;
    for (int32_t i = 1; i <= 8; i++)
        put(bench, i * 100);
    // teardown joins the thread
}

static void kinds_are_none_and_demo(void **state)
{
    (void)state;
    Error error;
    WeighingScale *scale = (WeighingScale *)&error;
    assert_true(weighing_scale_start("none", NULL, &scale, &error));
    assert_null(scale);
    assert_false(weighing_scale_demo_put(scale, SCALE_DEMO_PUT, 100));
    weighing_scale_stop(scale);
    assert_false(weighing_scale_start("8217", NULL, &scale, &error));
    assert_non_null(strstr(error.message, "8217"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST_OF(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        TEST_OF(a_weight_moves_before_it_is_steady),
        TEST_OF(what_is_out_of_range_is_never_steady),
        TEST_OF(a_second_weight_before_the_first_is_steady_counts_alone),
        TEST_OF(a_shaken_scale_moves_until_something_is_put),
        TEST_OF(a_scale_that_is_off_comes_back_with_what_lies_on_it),
        TEST_OF(nothing_is_lost_when_nobody_reads_for_a_while),
        TEST_OF(it_stops_while_nobody_reads),
        cmocka_unit_test(kinds_are_none_and_demo),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
