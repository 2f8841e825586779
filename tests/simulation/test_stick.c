/* Orders of another lane on a USB stick: an attendant takes them up while the lane runs, and
 * wherever its power goes, each is at the server once in the end. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "people.h"
#include "support/unit_test.h"

#define STICK "/media/OFFICE"
#define ROOM  (1 << 20)

enum { SALES = 3, ROUNDS_MAX = 4 };

static CheckoutEvent about(CheckoutEventKind kind, const char *text)
{
    CheckoutEvent event = {.kind = kind};
    snprintf(event.text, sizeof event.text, "%s", text);
    return event;
}

static void post(LaneWorld *world, CheckoutEvent event)
{
    world_post(world, event);
    world_pass(world, 300);
}

static void well(const LaneWorld *world)
{
    if (!world_is_well(world))
        fail_msg("%s", world_words(world));
}

static void to_stick(LaneWorld *world, bool manager)
{
    people_sign_in(world, manager);
    post(world, (CheckoutEvent){.kind = EVENT_STICK});
    world_pass(world, 1500); // it is looked for
    post(world, about(EVENT_STICK_CHOOSE, "OFFICE"));
}

static void sell(LaneWorld *world)
{
    people_scan(world, 1);
    world_pass(world, 300);
    post(world, (CheckoutEvent){.kind = EVENT_PAY});
    world_pass(world, 5000);
    post(world, (CheckoutEvent){.kind = EVENT_RECEIPT_NONE});
    world_pass(world, CHECKOUT_THANKS_MS + 1000);
}

static LaneWorld *open_world(uint64_t seed)
{
    LaneWorld *world = world_create(seed, PLANT_NONE);
    assert_true(world_start(world));
    world_pass(world, 20000);
    fake_os_plug(world->disk, STICK, ROOM, false);
    well(world);
    return world;
}

typedef struct Foreign { // what another lane had saved
    uint8_t *bytes;
    size_t size;
} Foreign;

static bool journal_has(const LaneWorld *world, const char *wanted)
{
    Bytes bytes;
    return fake_os_peek_durable(world->disk, "/lane/journal-00000001.wal", &bytes) &&
           memmem(bytes.data, bytes.size, wanted, strlen(wanted));
}

// A lane that sold without a server saves what is not confirmed, by its own screen.
static void make_foreign(Foreign *out)
{
    LaneWorld *world = open_world(71);
    Bytes bytes;
    char path[256];
    world->lane->session.login_number = 9; // numbers of its own
    world->server.unreachable = true;
    for (int32_t i = 0; i < SALES; i++)
        sell(world);
    assert_int_equal(lane_orders_waiting(world->lane), SALES);
    to_stick(world, false);
    assert_int_equal(world->lane->checkout.screen, SCREEN_STAFF_STICK);
    post(world, (CheckoutEvent){.kind = EVENT_STICK_SAVE, .value_id = STICK_UNCONFIRMED});
    world_pass(world, 1000);
    const StickStatus *status = &world->lane->stick.status;
    assert_int_equal(status->task, STICK_SAVED);
    assert_int_equal(status->paid, SALES);
    assert_true(strncmp(status->saved, "orders-Lane-1-20", 16) == 0);
    assert_true(journal_has(world, "stick-export"));
    assert_true(journal_has(world, status->saved));
    snprintf(path, sizeof path, STICK "/%s.json", status->saved);
    assert_true(fake_os_peek(world->disk, path, &bytes));
    out->size = bytes.size;
    out->bytes = malloc(bytes.size);
    assert_non_null(out->bytes);
    memcpy(out->bytes, bytes.data, bytes.size);
    // Taken up where they come from, nothing changes.
    post(world, (CheckoutEvent){.kind = EVENT_BACK});
    post(world, about(EVENT_STICK_CHOOSE, "OFFICE"));
    snprintf(path, sizeof path, "%s.json", status->saved);
    post(world, about(EVENT_STICK_FILE, path));
    assert_int_equal(status->task, STICK_READ);
    assert_int_equal(status->sum.known, SALES);
    assert_int_equal(status->sum.taken, 0);
    well(world);
    world_destroy(world);
}

// The other lane, with the file on its stick.
static LaneWorld *open_other(const Foreign *foreign)
{
    LaneWorld *world = open_world(72);
    sell(world);
    world_pass(world, 20000);
    assert_int_equal(world_paid_at_server(world), 1);
    fake_os_put(world->disk, STICK "/other.json", (Bytes){foreign->bytes, foreign->size});
    return world;
}

static void take(LaneWorld *world)
{
    to_stick(world, true);
    if (world_has_crashed(world))
        return;
    post(world, about(EVENT_STICK_FILE, "other.json"));
    post(world, (CheckoutEvent){.kind = EVENT_STICK_TAKE});
}

static void orders_are_taken_up_once_and_sent(void **state)
{
    (void)state;
    Foreign foreign = {0};
    make_foreign(&foreign);
    LaneWorld *world = open_other(&foreign);
    int64_t counter = world->lane->counter_next;
    const StickStatus *status = &world->lane->stick.status;
    to_stick(world, false);
    post(world, about(EVENT_STICK_FILE, "other.json"));
    assert_int_equal(status->task, STICK_READ);
    assert_int_equal(status->sum.taken, SALES);
    post(world, (CheckoutEvent){.kind = EVENT_STICK_TAKE}); // no manager
    world_pass(world, 1000);
    assert_int_equal(status->task, STICK_READ);
    assert_true(journal_has(world, "stick-import-refused"));
    post(world, (CheckoutEvent){.kind = EVENT_STAFF_LEAVE});
    take(world);
    world_pass(world, 3000);
    assert_int_equal(status->task, STICK_TAKEN);
    assert_int_equal(status->sum.taken, SALES);
    assert_true(journal_has(world, "stick-imported"));
    assert_true(world->lane->counter_next > counter + 1); // their numbers are used
    post(world, (CheckoutEvent){.kind = EVENT_BACK});
    post(world, about(EVENT_STICK_FILE, "other.json"));
    assert_int_equal(status->sum.known, SALES);
    post(world, (CheckoutEvent){.kind = EVENT_STICK_TAKE});
    world_pass(world, 1000);
    assert_int_equal(status->task, STICK_TAKEN);
    assert_int_equal(status->sum.taken, 0);
    post(world, (CheckoutEvent){.kind = EVENT_STAFF_LEAVE});
    world_pass(world, 240000);
    assert_int_equal(world_paid_at_server(world), 1 + SALES);
    assert_int_equal(world->lane->order_count, 0);
    sell(world);
    world_pass(world, 60000);
    assert_int_equal(world_paid_at_server(world), 2 + SALES);
    well(world);
    world_destroy(world);
    free(foreign.bytes);
}

static void wherever_the_power_goes_each_is_there_once(void **state)
{
    (void)state;
    Foreign foreign = {0};
    make_foreign(&foreign);
    for (int32_t at = 0;; at++) {
        LaneWorld *world = open_other(&foreign);
        to_stick(world, true);
        post(world, about(EVENT_STICK_FILE, "other.json"));
        fake_os_set_fault(world->disk, FAKE_FAULT_CRASH, at);
        world_post(world, (CheckoutEvent){.kind = EVENT_STICK_TAKE});
        world_pass(world, 400);
        bool crashed = world_has_crashed(world);
        if (!crashed)
            assert_int_equal(world->lane->stick.status.task, STICK_TAKEN);
        for (int32_t round = 0; round < ROUNDS_MAX; round++) {
            world_die(world, (FakeOutcome)(at % FAKE_OUTCOME_COUNT));
            assert_true(world_start(world));
            world_pass(world, 2000);
            take(world);
            world_pass(world, 240000);
            well(world);
            if (world_paid_at_server(world) == 1 + SALES)
                break;
        }
        assert_int_equal(world_paid_at_server(world), 1 + SALES);
        assert_int_equal(world->server.orders.record_count, 1 + SALES);
        assert_int_equal(world->lane->order_count, 0);
        world_destroy(world);
        if (!crashed) {
            assert_true(at > 10);
            print_message("# %d places to die\n", (int)at);
            break;
        }
    }
    free(foreign.bytes);
}

static void nobody_is_signed_out_while_orders_are_taken(void **state)
{
    (void)state;
    Foreign foreign = {0};
    make_foreign(&foreign);
    LaneWorld *world = open_other(&foreign);
    to_stick(world, true);
    post(world, about(EVENT_STICK_FILE, "other.json"));
    world->journal_stuck_until_ms =
        world->os.clock.monotonic_ms(world->os.clock.context) + 3 * CHECKOUT_STAFF_IDLE_MS;
    post(world, (CheckoutEvent){.kind = EVENT_STICK_TAKE});
    world_pass(world, 2 * CHECKOUT_STAFF_IDLE_MS);
    assert_int_equal(world->lane->stick.status.task, STICK_TAKING);
    post(world, (CheckoutEvent){.kind = EVENT_STAFF_LEAVE});
    assert_int_equal(world->lane->checkout.screen, SCREEN_STAFF_STICK);
    world_pass(world, CHECKOUT_STAFF_IDLE_MS + 5000);
    assert_int_equal(world->lane->stick.status.task, STICK_TAKEN);
    world_pass(world, CHECKOUT_STAFF_IDLE_MS + 1000);
    assert_int_equal(world->lane->checkout.screen, SCREEN_WELCOME); // by itself
    well(world);
    world_destroy(world);
    free(foreign.bytes);
}

static void a_full_disk_takes_none(void **state)
{
    (void)state;
    Foreign foreign = {0};
    make_foreign(&foreign);
    LaneWorld *world = open_other(&foreign);
    const StickStatus *status = &world->lane->stick.status;
    to_stick(world, true);
    post(world, about(EVENT_STICK_FILE, "other.json"));
    world->lane->checkout.disk_full = true;
    post(world, (CheckoutEvent){.kind = EVENT_STICK_TAKE});
    assert_int_equal(status->task, STICK_FAILED);
    assert_int_equal(status->trouble, STICK_LANE);
    world->lane->checkout.disk_full = false;
    // In the middle of it: the order on its way is taken when there is room, the others are not.
    post(world, (CheckoutEvent){.kind = EVENT_BACK});
    post(world, about(EVENT_STICK_FILE, "other.json"));
    world->journal_stuck_until_ms = world->os.clock.monotonic_ms(world->os.clock.context) + 5000;
    post(world, (CheckoutEvent){.kind = EVENT_STICK_TAKE});
    JournalEvent no_room = {.about_room = true};
    assert_true(bounded_queue_push(&world->lane->journal_events, &no_room));
    world_pass(world, 300);
    assert_int_equal(status->task, STICK_FAILED);
    assert_int_equal(world->lane->order_count, 0);
    world_pass(world, 6000);
    assert_int_equal(world->lane->order_count, 1);
    JournalEvent room = {.about_room = true, .ok = true};
    assert_true(bounded_queue_push(&world->lane->journal_events, &room));
    world_pass(world, 240000);
    assert_int_equal(world_paid_at_server(world), 2);
    take(world);
    world_pass(world, 240000);
    assert_int_equal(world_paid_at_server(world), 1 + SALES);
    well(world);
    world_destroy(world);
    free(foreign.bytes);
}

static void a_badge_is_asked_for_the_pin(void **state)
{
    (void)state;
    LaneWorld *world = open_world(73);
    world->lane->checkout.screen = SCREEN_STAFF;
    world->lane->checkout.attendant = (CheckoutAttendant){.signed_in = true, .by_badge = true};
    post(world, (CheckoutEvent){.kind = EVENT_STICK});
    assert_int_equal(world->lane->checkout.screen, SCREEN_STAFF_LOGIN);
    world_destroy(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(orders_are_taken_up_once_and_sent),
        cmocka_unit_test(wherever_the_power_goes_each_is_there_once),
        cmocka_unit_test(nobody_is_signed_out_while_orders_are_taken),
        cmocka_unit_test(a_full_disk_takes_none),
        cmocka_unit_test(a_badge_is_asked_for_the_pin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
