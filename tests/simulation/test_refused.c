/* Orders and charges that an attendant sees to, on a lane that may lose its power at any moment. */
#include <stdio.h>
#include <string.h>

#include "people.h"
#include "support/unit_test.h"

static void post(LaneWorld *world, CheckoutEvent event)
{
    if (!world_has_crashed(world))
        world_post(world, event);
}

static void post_text(LaneWorld *world, CheckoutEventKind kind, const char *text)
{
    CheckoutEvent event = {.kind = kind};
    snprintf(event.text, sizeof event.text, "%s", text);
    post(world, event);
}

static void sell(LaneWorld *world, int32_t article)
{
    people_scan(world, article);
    post(world, (CheckoutEvent){.kind = EVENT_PAY});
    world_pass(world, 5000);
    world_pass(world, 60000); // the receipt, the thanks, and the way to the server
}

static LaneOrder *waiting(LaneWorld *world, int32_t index)
{
    assert_true(index < world->lane->order_count);
    return &world->lane->orders[index];
}

// Opens the review of the first order that was refused; false: there is none.
static bool review(LaneWorld *world)
{
    if (world->lane->checkout.screen == SCREEN_WELCOME ||
        world->lane->checkout.screen == SCREEN_CLOSED)
        people_sign_in(world, true);
    for (int32_t i = 0; i < world->lane->order_count; i++)
        if (world->lane->orders[i].refused) {
            post_text(world, EVENT_REVIEW_ORDER, waiting(world, i)->uuid);
            return true;
        }
    return false;
}

static void repair_and_send(LaneWorld *world)
{
    char code[16];
    snprintf(code, sizeof code, "%d", FAKE_SHOP_FIRST_ID + 1);
    post(world, (CheckoutEvent){.kind = EVENT_REPLACE_ARTICLE, .value_id = FAKE_SHOP_FIRST_ID});
    post_text(world, EVENT_SCAN, code);
    post(world, (CheckoutEvent){.kind = EVENT_REPAIR_ORDER, .repair = ORDER_REPAIR_ARTICLE});
    post(world, (CheckoutEvent){.kind = EVENT_RETRY_ORDER}); // before the repair is on disk
}

static LaneWorld *world_with_a_refused_order(void)
{
    LaneWorld *world = world_create(7, PLANT_NONE);
    assert_true(world_start(world));
    world_pass(world, 60000);
    world->server.gone_article_id = FAKE_SHOP_FIRST_ID; // deleted; the lane doesn't know yet
    sell(world, 0);
    sell(world, 1);
    assert_int_equal(world_paid_at_server(world), 1); // the good one flowed past
    assert_int_equal(world->lane->order_count, 1);
    assert_true(waiting(world, 0)->refused);
    assert_true(review(world));
    return world;
}

static void a_repair_is_sent_once_wherever_the_power_goes(void **state)
{
    (void)state;
    static const int32_t after_ms[] = {0, 1, 3, 30, 120, 400, 1500, 9000};
    for (int32_t outcome = 0; outcome < FAKE_OUTCOME_COUNT; outcome++)
        for (size_t i = 0; i < COUNT_OF(after_ms); i++) {
            LaneWorld *world = world_with_a_refused_order();
            repair_and_send(world);
            world_pass(world, after_ms[i]);
            world_die(world, (FakeOutcome)outcome);
            assert_true(world_start(world));
            world_pass(world, 120000);
            if (world->lane->order_count > 0 && review(world)) { // nothing of it came to the disk
                if (waiting(world, 0)->repairs.count == 0)
                    repair_and_send(world);
                else
                    post(world, (CheckoutEvent){.kind = EVENT_RETRY_ORDER});
            }
            world_pass(world, 120000);
            assert_int_equal(world->lane->order_count, 0);
            assert_int_equal(world_paid_at_server(world), 2);
            if (!world_is_well(world))
                fail_msg("%s", world_words(world));
            world_destroy(world);
        }
}

static void a_settled_order_is_sent_no_more(void **state)
{
    (void)state;
    LaneWorld *world = world_with_a_refused_order();
    world->lane->checkout.attendant.manager = true;
    post(world, (CheckoutEvent){.kind = EVENT_SETTLE_ORDER, .words = "Sold again at the desk"});
    assert_int_equal(world->lane->checkout.screen, SCREEN_STAFF);
    world_pass(world, 5000);
    assert_int_equal(world->lane->order_count, 0);
    world->server.gone_article_id = 0;
    world_die(world, FAKE_OUTCOME_LOST);
    assert_true(world_start(world));
    world_pass(world, 120000);
    assert_int_equal(world->lane->order_count, 0);
    assert_int_equal(world_paid_at_server(world), 1);
    world_destroy(world);
}

static void move_to(LaneWorld *world, const char *origin)
{
    world_die(world, FAKE_OUTCOME_LOST);
    snprintf(world->sync.origin, sizeof world->sync.origin, "%s", origin);
    assert_true(world_start(world));
    world->server.unreachable = false;
    world_pass(world, 120000);
}

// Another server may have an order of that number, or take the sale for one of its own.
static void an_order_goes_to_no_server_but_its_own(void **state)
{
    (void)state;
    LaneWorld *world = world_create(7, PLANT_NONE);
    char own[200];
    snprintf(own, sizeof own, "%s", world->sync.origin);
    assert_true(world_start(world));
    world_pass(world, 60000);
    world->server.unreachable = true;
    sell(world, 0);
    assert_int_equal(world->lane->order_count, 1);
    move_to(world, "https://other.example shop");
    assert_int_equal(world->server.orders.record_count, 0);
    assert_int_equal(world->lane->order_count, 1);
    assert_true(waiting(world, 0)->refused);
    assert_non_null(strstr(waiting(world, 0)->words, own));
    assert_true(review(world));
    post(world, (CheckoutEvent){.kind = EVENT_RETRY_ORDER}); // nobody can make it go
    world_pass(world, 60000);
    assert_int_equal(world->server.orders.record_count, 0);
    assert_true(waiting(world, 0)->refused);
    move_to(world, own);
    assert_int_equal(world->lane->order_count, 0);
    assert_int_equal(world_paid_at_server(world), 1);
    if (!world_is_well(world))
        fail_msg("%s", world_words(world));
    world_destroy(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_repair_is_sent_once_wherever_the_power_goes),
        cmocka_unit_test(a_settled_order_is_sent_no_more),
        cmocka_unit_test(an_order_goes_to_no_server_but_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
