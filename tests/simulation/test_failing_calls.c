/* Each call to the machine in a full day fails once, or from then on, in each way that a disk can.
 * Nothing that was thanked for is lost and nothing is doubled: the lane goes on, or closes itself
 * and goes on after the next start. A sync that lies is only a fault as long as the power stays:
 * what a disk lies about a power cut takes, and that nobody can promise. */
#include "day_script.h"
#include "people.h"
#include "support/unit_test.h"

enum { STEP = 7 };

static const FakeFault faults[] = {FAKE_FAULT_EIO, FAKE_FAULT_ENOSPC, FAKE_FAULT_EROFS,
                                   FAKE_FAULT_SHORT_WRITE, FAKE_FAULT_LIE};
static const char *const fault_names[] = {"EIO", "ENOSPC", "EROFS", "short write", "lying sync"};

static int32_t calls_of_the_day(void)
{
    LaneWorld *world = day_open();
    day_play(world);
    int32_t calls = fake_os_call_count(world->disk);
    world_destroy(world);
    return calls;
}

// The room is there again, the disk is writable again: by the next start.
static void start_mended(LaneWorld *world)
{
    if (world->lane)
        world_stop(world);
    fake_os_set_fault(world->disk, FAKE_FAULT_NONE, 0);
    if (!world_start(world))
        ledgers_violated(&world->ledgers, "the next start fails");
    else if (!people_heal(world))
        ledgers_violated(&world->ledgers, "it does not get quiet");
}

static bool fail_at(int32_t call, size_t which)
{
    LaneWorld *world = day_open();
    world->ledgers.lies = faults[which] == FAKE_FAULT_LIE;
    fake_os_set_fault(world->disk, faults[which], call);
    day_play(world);
    bool happened = fake_os_fault_happened(world->disk);
    if (world_is_well(world))
        start_mended(world);
    if (world_is_well(world))
        ledgers_check_end(&world->ledgers);
    if (!world_is_well(world))
        fail_msg("call %d, %s: %s", call, fault_names[which], world_words(world));
    world_destroy(world);
    return happened;
}

static void a_day_survives_a_failure_at_every_call(void **state)
{
    (void)state;
    int32_t calls = calls_of_the_day(), step = day_step(STEP);
    int32_t points = 0;
    for (int32_t call = 0; call < calls; call += step)
        for (size_t which = 0; which < COUNT_OF(faults); which++)
            points += fail_at(call, which);
    print_message("# %d calls, %d of them failed in some way, 0 violations\n", calls, points);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_day_survives_a_failure_at_every_call),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
