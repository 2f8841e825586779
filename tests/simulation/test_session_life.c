/* Days of a lane, turned by hand: without a server, on another machine, closed by an attendant. */
#include <stdio.h>
#include <string.h>

#include "people.h"
#include "support/unit_test.h"

static LaneWorld *world;

static int begin(void **state)
{
    (void)state;
    world = world_create(7, PLANT_NONE);
    return world_start(world) ? 0 : -1;
}

static int end(void **state)
{
    (void)state;
    world_destroy(world);
    return 0;
}

static Lane *lane(void)
{
    return world->lane;
}

static void pass(int64_t ms)
{
    world_pass(world, ms);
    if (!world_is_well(world))
        fail_msg("%s", world_words(world));
}

static void post(CheckoutEvent event)
{
    world_post(world, event);
    pass(300);
}

static void sell(void)
{
    assert_int_equal(lane()->checkout.screen, SCREEN_WELCOME);
    int32_t paid = ledgers_paid_count(&world->ledgers);
    people_scan(world, 1);
    pass(300);
    post((CheckoutEvent){.kind = EVENT_PAY});
    pass(5000);
    assert_int_equal(lane()->checkout.screen, SCREEN_RECEIPT);
    post((CheckoutEvent){.kind = EVENT_RECEIPT_NONE});
    pass(CHECKOUT_THANKS_MS + 1000);
    assert_int_equal(ledgers_paid_count(&world->ledgers), paid + 1);
}

static void next_day(void)
{
    world_stop(world);
    fake_os_set_wall(world->disk, world->os.clock.unix_ms(world->os.clock.context) + 86400000);
    world->server.unix_ms += 86400000;
    assert_true(world_start(world));
    pass(2000);
}

static void attend(CheckoutEvent event)
{
    people_sign_in(world, false);
    assert_int_equal(lane()->checkout.screen, SCREEN_STAFF);
    post(event);
    post((CheckoutEvent){.kind = EVENT_STAFF_LEAVE});
}

static bool journal_has(const char *wanted)
{
    char path[64];
    Bytes bytes;
    for (int32_t segment = 1; segment < 9; segment++) {
        snprintf(path, sizeof path, "/lane/journal-%08d.wal", segment);
        if (fake_os_peek_durable(world->disk, path, &bytes) &&
            memmem(bytes.data, bytes.size, wanted, strlen(wanted)))
            return true;
    }
    return false;
}

static void several_days_without_a_server_and_a_session_that_was_closed_meanwhile(void **state)
{
    (void)state;
    pass(20000);
    sell();
    pass(20000);
    int32_t session_id = lane()->session.session_id;
    world->server.unreachable = true;
    for (int32_t day = 0; day < 3; day++) {
        next_day();
        assert_int_equal(lane()->session.session_id, session_id); // it is kept
        sell();
        sell();
    }
    assert_int_equal(lane_orders_waiting(lane()), 6);
    world->server.session_id = 0; // closed in the back office meanwhile
    world->server.unreachable = false;
    next_day();
    pass(120000);
    assert_int_equal(lane_orders_waiting(lane()), 0);
    assert_int_not_equal(lane()->session.session_id, session_id);
    assert_int_equal(lane()->around.rescue_count, 1);
    sell();
    // Told again at each start, until it is closed.
    next_day();
    pass(60000);
    assert_int_equal(lane()->around.rescue_count, 1);
    int32_t rescue_id = lane()->around.rescues[0].session_id;
    attend((CheckoutEvent){.kind = EVENT_RESCUE_CLOSE, .value_id = rescue_id});
    pass(60000);
    assert_int_equal(lane()->around.rescue_count, 0);
    assert_int_equal(world->server.rescue_closed_id, rescue_id);
    pass(120000);
    ledgers_check_end(&world->ledgers); // each number once, each order once
    assert_true(world_is_well(world));
}

static void the_day_is_closed_on_the_lane_and_the_next_one_is_opened(void **state)
{
    (void)state;
    pass(20000);
    sell();
    pass(20000);
    int32_t session_id = lane()->session.session_id;
    attend((CheckoutEvent){.kind = EVENT_DAY});
    assert_int_equal(lane()->day.state, LANE_DAY_FIGURES);
    assert_int_equal(lane()->day.figures.order_count, 1);
    attend((CheckoutEvent){.kind = EVENT_DAY_CLOSE});
    pass(10000);
    assert_int_equal(lane()->day.state, LANE_DAY_CLOSED);
    assert_int_equal(lane()->checkout.screen, SCREEN_CLOSED);
    assert_non_null(strstr(lane()->checkout.cause, "The day was closed"));
    assert_int_equal(world->server.closings, 1);
    assert_true(journal_has("day-close"));
    pass(200000);
    assert_int_equal(lane()->checkout.screen, SCREEN_CLOSED);
    next_day();
    pass(20000);
    assert_int_not_equal(lane()->session.session_id, session_id);
    sell();
    pass(60000);
    ledgers_check_end(&world->ledgers);
    assert_true(world_is_well(world));
}

// Paper is told of, never waited for.
static void a_closed_day_that_does_not_print_is_closed(void **state)
{
    (void)state;
    pass(20000);
    sell();
    pass(20000);
    world->no_printer = true;
    world_stop(world);
    assert_true(world_start(world));
    pass(20000);
    attend((CheckoutEvent){.kind = EVENT_DAY});
    attend((CheckoutEvent){.kind = EVENT_DAY_CLOSE});
    pass(10000);
    assert_int_equal(lane()->day.state, LANE_DAY_CLOSED);
    assert_int_equal(lane()->day.slip, DAY_SLIP_NO_PRINTER);
    assert_true(journal_has("day-close"));
}

static void a_closed_day_is_printed_once_more_when_asked(void **state)
{
    (void)state;
    pass(20000);
    sell();
    pass(20000);
    attend((CheckoutEvent){.kind = EVENT_DAY});
    attend((CheckoutEvent){.kind = EVENT_DAY_CLOSE});
    pass(10000);
    assert_int_equal(lane()->day.slip, DAY_SLIP_PRINTED);
    lane_slip_print(lane());
    assert_int_equal(lane()->day.slip, DAY_SLIP_PRINTING);
    PrinterEvent out_of_paper = {.kind = PRINT_DAY_SLIP, .words = "the printer has no paper"};
    lane_slip_answered(lane(), &out_of_paper);
    assert_int_equal(lane()->day.slip, DAY_SLIP_FAILED);
    assert_string_equal(lane()->day.slip_words, "the printer has no paper");
    pass(1000); // the job's own answer comes: it is not asked for any more
    attend((CheckoutEvent){.kind = EVENT_DAY_PRINT});
    pass(1000);
    assert_int_equal(lane()->day.slip, DAY_SLIP_PRINTED);
    assert_int_equal(lane()->checkout.screen, SCREEN_CLOSED);
    assert_int_equal(world->server.closings, 1);
}

static void a_day_is_not_closed_over_an_order_that_waits(void **state)
{
    (void)state;
    pass(20000);
    world->server.unreachable = true;
    sell();
    assert_int_equal(lane_orders_waiting(lane()), 1);
    attend((CheckoutEvent){.kind = EVENT_DAY_CLOSE});
    assert_int_equal(lane()->day.state, LANE_DAY_REFUSED);
    assert_int_equal(world->server.closings, 0);
    world->server.unreachable = false;
    pass(120000);
    assert_int_equal(lane_orders_waiting(lane()), 0);
    attend((CheckoutEvent){.kind = EVENT_DAY_CLOSE});
    pass(10000);
    assert_int_equal(world->server.closings, 1);
}

static void a_badge_alone_closes_nothing(void **state)
{
    (void)state;
    pass(20000);
    lane()->checkout.screen = SCREEN_STAFF;
    lane()->checkout.attendant = (CheckoutAttendant){.signed_in = true, .by_badge = true};
    post((CheckoutEvent){.kind = EVENT_DAY_CLOSE});
    pass(10000);
    assert_int_equal(world->server.closings, 0);
}

static void move_folder(void)
{
    world_stop(world);
    world->machine = "machine two";
    assert_true(world_start(world));
    pass(2000);
}

static void a_folder_on_another_machine_sells_nothing_before_it_is_adopted(void **state)
{
    (void)state;
    pass(20000);
    sell();
    pass(20000);
    people_scan(world, 1); // somebody's basket is open
    pass(1000);
    world->server.unreachable = true;
    move_folder();
    assert_int_equal(lane()->checkout.screen, SCREEN_CLOSED);
    assert_non_null(strstr(lane()->checkout.cause, "another machine"));
    assert_false(lane()->checkout.sale_open);
    people_scan(world, 1);
    pass(600000);
    assert_int_equal(lane()->checkout.screen, SCREEN_CLOSED);
    attend((CheckoutEvent){.kind = EVENT_LANE_ADOPT});
    assert_true(journal_has("lane-adopted"));
    assert_int_equal(lane()->checkout.order.line_count, 1); // the basket was kept
    next_day();
    assert_int_not_equal(lane()->checkout.screen, SCREEN_CLOSED); // adopted for good
    world->machine = "machine one";                               // and back again
    world_stop(world);
    assert_true(world_start(world));
    pass(2000);
    assert_int_equal(lane()->checkout.screen, SCREEN_CLOSED);
}

static void a_login_number_is_enough_to_sell_on_another_machine(void **state)
{
    (void)state;
    pass(20000);
    sell();
    pass(20000);
    int32_t login_number = lane()->session.login_number;
    move_folder();
    pass(20000);
    assert_int_equal(lane()->session.login_number, login_number + 1);
    sell();
    world->server.unreachable = true;
    next_day(); // it is this machine's now
    sell();
    world->server.unreachable = false;
    pass(120000);
    ledgers_check_end(&world->ledgers);
    assert_true(world_is_well(world));
}

static void a_machine_that_nothing_names_is_as_before(void **state)
{
    (void)state;
    pass(20000);
    sell();
    pass(20000);
    world->server.unreachable = true;
    world_stop(world);
    world->machine = "";
    assert_true(world_start(world));
    pass(2000);
    sell();
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(several_days_without_a_server_and_a_session_that_was_closed_meanwhile),
        CASE(the_day_is_closed_on_the_lane_and_the_next_one_is_opened),
        CASE(a_closed_day_that_does_not_print_is_closed),
        CASE(a_closed_day_is_printed_once_more_when_asked),
        CASE(a_day_is_not_closed_over_an_order_that_waits),
        CASE(a_badge_alone_closes_nothing),
        CASE(a_folder_on_another_machine_sells_nothing_before_it_is_adopted),
        CASE(a_login_number_is_enough_to_sell_on_another_machine),
        CASE(a_machine_that_nothing_names_is_as_before),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
