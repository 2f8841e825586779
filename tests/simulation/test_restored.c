/* A server that was restored from a backup, and a lane that may lose its power while it fills it
 * again: every order is there once in the end. */
#include <stdio.h>
#include <string.h>

#include "people.h"
#include "support/unit_test.h"

enum { SALES = 3, LOST = 2, ROUNDS_MAX = 5 };

static void sell(LaneWorld *world, int32_t article)
{
    people_scan(world, article);
    world_post(world, (CheckoutEvent){.kind = EVENT_PAY});
    world_pass(world, 5000);
    world_pass(world, 60000); // the receipt, the thanks, and the way to the server
}

// The last sales are gone from the server, and the lane has found it out.
static LaneWorld *world_with_a_restored_server(void)
{
    LaneWorld *world = world_create(7, PLANT_NONE);
    assert_true(world_start(world));
    world_pass(world, 60000);
    for (int32_t i = 0; i < SALES; i++)
        sell(world, i % 2);
    assert_int_equal(world_paid_at_server(world), SALES);
    for (int32_t i = SALES - LOST; i < SALES; i++)
        world->server.orders.records[i].gone = true;
    world_die(world, FAKE_OUTCOME_LOST);
    assert_true(world_start(world));
    world_pass(world, 120000);
    assert_int_equal(world->lane->lost_count, LOST);
    assert_int_equal(world_paid_at_server(world), SALES - LOST); // nobody has decided yet
    return world;
}

static void touch_send_again(LaneWorld *world)
{
    people_sign_in(world, false);
    if (!world_has_crashed(world))
        world_post(world, (CheckoutEvent){.kind = EVENT_SEND_LOST});
}

static void an_attendant_fills_it_wherever_the_power_goes(void **state)
{
    (void)state;
    static const int32_t after_ms[] = {0, 1, 2, 5, 30, 120, 400, 1500, 9000};
    for (int32_t outcome = 0; outcome < FAKE_OUTCOME_COUNT; outcome++)
        for (size_t i = 0; i < COUNT_OF(after_ms); i++) {
            LaneWorld *world = world_with_a_restored_server();
            touch_send_again(world);
            world_pass(world, after_ms[i]);
            for (int32_t round = 0; round < ROUNDS_MAX; round++) {
                world_die(world, (FakeOutcome)outcome);
                assert_true(world_start(world));
                world_pass(world, 240000);
                if (world->lane->lost_count == 0 && world_paid_at_server(world) == SALES)
                    break;
                touch_send_again(world);
                world_pass(world, 240000);
            }
            assert_int_equal(world->lane->lost_count, 0);
            assert_int_equal(world->lane->order_count, 0);
            assert_int_equal(world_paid_at_server(world), SALES);
            if (!world_is_well(world))
                fail_msg("%s", world_words(world));
            world_destroy(world);
        }
}

// Sent again by hand at the server, or restored anew from a better copy.
static void what_came_back_is_not_sent(void **state)
{
    (void)state;
    LaneWorld *world = world_with_a_restored_server();
    for (int32_t i = SALES - LOST; i < SALES; i++)
        world->server.orders.records[i].gone = false;
    touch_send_again(world); // it was still told as lost
    world_pass(world, 240000);
    assert_int_equal(world->lane->order_count, 0);
    assert_int_equal(world_paid_at_server(world), SALES);
    assert_int_equal(world->server.orders.record_count, SALES);
    if (!world_is_well(world))
        fail_msg("%s", world_words(world));
    world_destroy(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_attendant_fills_it_wherever_the_power_goes),
        cmocka_unit_test(what_came_back_is_not_sent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
