/* The lane in figures: each line is of the format, and says what holds. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lane/lane_metrics.h"
#include "people.h"
#include "support/unit_test.h"

static LaneWorld *world;
static Arena arena;

static int begin(void **state)
{
    (void)state;
    arena_create(&arena, 1 << 20);
    world = world_create(9, PLANT_NONE);
    return world_start(world) ? 0 : -1;
}

static int end(void **state)
{
    (void)state;
    world_destroy(world);
    arena_destroy(&arena);
    return 0;
}

static void pass(int64_t ms)
{
    world_pass(world, ms);
    if (!world_is_well(world))
        fail_msg("%s", world_words(world));
}

static Text figures(void)
{
    return lane_metrics(world->lane, &(LaneProgram){.version = "1.2", .drawn = true}, &arena);
}

// What stands behind the name with its labels; -1: no such line.
static int64_t figure(const char *name)
{
    Text text = figures();
    char line[512], *copy = malloc((size_t)text.size + 1);
    int64_t value = -1;
    assert_non_null(copy);
    memcpy(copy, text.data, (size_t)text.size);
    copy[text.size] = 0;
    snprintf(line, sizeof line, "\n%s ", name);
    const char *found = strstr(copy, line);
    if (found)
        value = strtoll(found + strlen(line), NULL, 10);
    free(copy);
    return value;
}

static void sell(void)
{
    people_scan(world, 1);
    pass(300);
    world_post(world, (CheckoutEvent){.kind = EVENT_PAY});
    pass(5000);
    world_post(world, (CheckoutEvent){.kind = EVENT_RECEIPT_NONE});
    pass(CHECKOUT_THANKS_MS + 1000);
}

static void what_the_lane_does_is_said(void **state)
{
    (void)state;
    assert_int_equal(figure("kiosk_state{state=\"closed\"}"), 1);
    assert_int_equal(figure("kiosk_proven{part=\"catalogue\"}"), 0);
    pass(20000);
    assert_int_equal(figure("kiosk_state{state=\"selling\"}"), 1);
    assert_int_equal(figure("kiosk_state{state=\"closed\"}"), 0);
    static const char *const parts[] = {"journal", "catalogue", "screen", "terminal", "printer"};
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        char name[64];
        snprintf(name, sizeof name, "kiosk_proven{part=\"%s\"}", parts[i]);
        assert_int_equal(figure(name), 1);
    }
    assert_int_equal(figure("kiosk_server_online"), 1);
    assert_int_equal(figure("kiosk_catalogue_articles"), world->lane->catalogue.article_count);
    people_sign_in(world, false);
    assert_int_equal(figure("kiosk_interventions_total"), 1);
    world_post(world, (CheckoutEvent){.kind = EVENT_LANE_PAUSE});
    pass(300);
    assert_int_equal(figure("kiosk_state{state=\"paused\"}"), 1);
    static const char undrawn[] = "kiosk_proven{part=\"screen\"} 0";
    Text before_a_picture = lane_metrics(world->lane, &(LaneProgram){.version = "1.2"}, &arena);
    assert_non_null(
        memmem(before_a_picture.data, (size_t)before_a_picture.size, undrawn, strlen(undrawn)));
    world->lane->checkout.disk_failed = true;
    assert_int_equal(figure("kiosk_state{state=\"out-of-order\"}"), 1);
    assert_int_equal(figure("kiosk_proven{part=\"journal\"}"), 0);
}

static void orders_that_wait_are_counted_and_their_age_is_said(void **state)
{
    (void)state;
    pass(20000);
    assert_int_equal(figure("kiosk_orders_waiting"), 0);
    assert_int_equal(figure("kiosk_oldest_unconfirmed_order_seconds"), 0);
    world->server.unreachable = true;
    sell();
    pass(60000);
    assert_int_equal(figure("kiosk_orders_waiting"), 1);
    assert_int_equal(figure("kiosk_sales_today"), 1);
    assert_int_equal(figure("kiosk_server_online"), 0);
    assert_true(figure("kiosk_oldest_unconfirmed_order_seconds") >= 60);
    assert_true(figure("kiosk_oldest_unconfirmed_order_seconds") < 120);
    world->server.unreachable = false;
    pass(120000);
    assert_int_equal(figure("kiosk_orders_waiting"), 0);
}

static void a_name_with_quotes_breaks_no_line(void **state)
{
    (void)state;
    snprintf(world->lane->name, sizeof world->lane->name, "Lane \"1\"\\\nA");
    assert_int_equal(figure("kiosk_info{version=\"1.2\",lane=\"Lane \\\"1\\\"\\\\\\nA\"}"), 1);
}

static void somebody_at_the_lane_is_said(void **state)
{
    (void)state;
    pass(20000);
    assert_int_equal(figure("kiosk_in_use"), 0);
    people_scan(world, 1);
    pass(300);
    assert_int_equal(figure("kiosk_in_use"), 1);
    world_post(world, (CheckoutEvent){.kind = EVENT_PAY});
    pass(5000);
    assert_int_equal(figure("kiosk_in_use"), 1);
    world_post(world, (CheckoutEvent){.kind = EVENT_RECEIPT_NONE});
    pass(CHECKOUT_THANKS_MS + 1000);
    assert_int_equal(figure("kiosk_in_use"), 0);
    people_sign_in(world, false);
    assert_int_equal(figure("kiosk_in_use"), 1);
}

// Every line is a comment or a name, labels and a number; each name has its help and its type.
static void every_line_is_of_the_format(void **state)
{
    (void)state;
    pass(20000);
    Text text = figures();
    int32_t at = 0, lines = 0, types = 0, helps = 0;
    assert_int_equal(text.data[text.size - 1], '\n');
    while (at < text.size) {
        const char *begin_of_line = text.data + at;
        const char *end_of_line = memchr(begin_of_line, '\n', (size_t)(text.size - at));
        int32_t size = (int32_t)(end_of_line - begin_of_line);
        Text line = {begin_of_line, size};
        if (size > 7 && memcmp(line.data, "# TYPE ", 7) == 0)
            types++;
        else if (size > 7 && memcmp(line.data, "# HELP ", 7) == 0)
            helps++;
        else {
            assert_memory_equal(line.data, "kiosk_", 6);
            char *rest;
            const char *space = memrchr(line.data, ' ', (size_t)size);
            assert_non_null(space);
            (void)strtoll(space + 1, &rest, 10);
            assert_ptr_equal(rest, end_of_line);
            lines++;
        }
        at += size + 1;
    }
    assert_int_equal(types, helps);
    assert_true(lines >= types);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(what_the_lane_does_is_said),
        CASE(orders_that_wait_are_counted_and_their_age_is_said),
        CASE(a_name_with_quotes_breaks_no_line),
        CASE(somebody_at_the_lane_is_said),
        CASE(every_line_is_of_the_format),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
