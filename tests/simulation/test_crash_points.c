/* Every call to the machine in a full day is a place to die, with every outcome for what was not
 * synced. After the restart and a quiet end no ledger is violated. */
#include "day_script.h"
#include "people.h"
#include "support/unit_test.h"

enum { STEP = 7 };

static const char *const outcome_names[] = {"kept", "lost", "torn", "reordered", "killed"};

static int32_t calls_of_the_day(void)
{
    LaneWorld *world = day_open();
    fake_os_set_fault(world->disk, FAKE_FAULT_NONE, 0);
    day_play(world);
    int32_t calls = fake_os_call_count(world->disk);
    assert_string_equal(world_words(world), "");
    assert_int_equal(ledgers_paid_count(&world->ledgers), day_sales());
    assert_true(world->ledgers.segment > 3);
    assert_true(world_start(world));
    assert_true(people_heal(world));
    ledgers_check_end(&world->ledgers);
    assert_string_equal(world_words(world), "");
    world_destroy(world);
    return calls;
}

static void die_at(int32_t call, FakeOutcome outcome)
{
    LaneWorld *world = day_open();
    fake_os_set_fault(world->disk, FAKE_FAULT_CRASH, call);
    day_play(world);
    if (!world_has_crashed(world) && world_is_well(world))
        fail_msg("call %d was never made", call);
    if (world_is_well(world)) {
        world_die(world, outcome);
        if (!world_start(world))
            ledgers_violated(&world->ledgers, "the next start fails");
        else if (!people_heal(world))
            ledgers_violated(&world->ledgers, "it does not get quiet");
    }
    if (world_is_well(world))
        ledgers_check_end(&world->ledgers);
    if (!world_is_well(world))
        fail_msg("call %d, %s: %s", call, outcome_names[outcome], world_words(world));
    world_destroy(world);
}

static void a_day_survives_a_power_cut_at_every_call(void **state)
{
    (void)state;
    int32_t calls = calls_of_the_day(), step = day_step(STEP);
    int32_t points = 0;
    for (int32_t call = 0; call < calls; call += step)
        for (FakeOutcome outcome = 0; outcome < FAKE_OUTCOME_COUNT; outcome++, points++)
            die_at(call, outcome);
    print_message("# %d calls, %d crash points, 0 violations\n", calls, points);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_day_survives_a_power_cut_at_every_call),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
