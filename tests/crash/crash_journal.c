/* P1, P2, P3: at every call of the machine the power goes, with every outcome for what was not
 * synced. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "journal/journal_fixture.h"

enum { SALES = 3 };

// A machine on which the lane starts for the first time and sells three orders. Small segments: it
// rotates often.
static void sell_three_orders(Fixture *fixture)
{
    fixture->segment_size_max = 8 << 10;
    if (fixture_start(fixture))
        for (int32_t i = 0; i < SALES && fixture_sell(fixture); i++)
            ;
    fixture_stop(fixture);
}

// The same story continued on a copy of the crashed machine.
static void continue_on_copy(const Fixture *crashed, Fixture *out)
{
    *out = *crashed;
    out->fake = fake_os_clone(crashed->fake);
    out->os = fake_os_table(out->fake);
    out->writer = NULL;
    arena_create(&out->arena, (size_t)64 << 20);
}

static void restart_and_check(Fixture *fixture, FakeOutcome outcome)
{
    fake_os_restart(fixture->fake, outcome);
    if (!fixture_start(fixture))
        fail_msg("a crash must not stop the lane: %s", fixture->error.message);
    if (fixture->recovered.damaged_records > 0)
        fail_msg("a crash is no damage: %s", fixture->recovered.damage);
    fixture_check_recovered(fixture, &fixture->recovered);
}

static void check_outcome(const Fixture *crashed, FakeOutcome outcome)
{
    Fixture fixture;
    continue_on_copy(crashed, &fixture);
    restart_and_check(&fixture, outcome);
    // The lane goes on, and what it had found stays found whatever happens next.
    assert_true(fixture_sell(&fixture));
    fixture_stop(&fixture);
    restart_and_check(&fixture, FAKE_OUTCOME_LOST);
    fixture_stop(&fixture);
    char what[160];
    int32_t records;
    if (fixture_verify(&fixture, what, &records) != 0)
        fail_msg("verify: %s", what);
    fixture_release(&fixture);
}

static void power_cut_at_any_call_loses_and_invents_nothing(void **state)
{
    (void)state;
    for (int32_t crash_at = 0;; crash_at++) {
        Fixture fixture;
        fixture_init(&fixture, fake_os_create((uint64_t)crash_at + 1));
        fake_os_set_fault(fixture.fake, FAKE_FAULT_CRASH, crash_at);
        sell_three_orders(&fixture);
        bool crashed = fake_os_fault_happened(fixture.fake);
        for (FakeOutcome outcome = 0; outcome < FAKE_OUTCOME_COUNT; outcome++)
            check_outcome(&fixture, outcome);
        fixture_release(&fixture);
        if (!crashed) {
            assert_true(crash_at > 60); // rotations included
            return;
        }
    }
}

// What a start found and told is durable: the next power cut, even in the middle of the start,
// can't take it back.
static void power_cut_during_a_start_loses_nothing(void **state)
{
    (void)state;
    for (int32_t crash_at = 10; crash_at < 75; crash_at += 4) {
        Fixture fixture;
        fixture_init(&fixture, fake_os_create((uint64_t)crash_at + 1000));
        fake_os_set_fault(fixture.fake, FAKE_FAULT_CRASH, crash_at);
        sell_three_orders(&fixture);
        for (int32_t again_at = 0; again_at < 12; again_at++) {
            Fixture second;
            FakeOutcome outcome = (FakeOutcome)(again_at % FAKE_OUTCOME_COUNT);
            continue_on_copy(&fixture, &second);
            fake_os_restart(second.fake, outcome);
            fake_os_set_fault(second.fake, FAKE_FAULT_CRASH, again_at);
            if (fixture_start(&second))
                fixture_stop(&second);
            check_outcome(&second, (FakeOutcome)(again_at / 2 % FAKE_OUTCOME_COUNT));
            fixture_release(&second);
        }
        fixture_release(&fixture);
    }
}

// After a kill the records are only in the system's memory. The start makes them durable before it
// tells of them.
static void what_a_start_tells_after_a_kill_survives_a_power_cut(void **state)
{
    (void)state;
    for (int32_t crash_at = 0; crash_at < 75; crash_at++) {
        Fixture fixture;
        fixture_init(&fixture, fake_os_create((uint64_t)crash_at));
        fake_os_set_fault(fixture.fake, FAKE_FAULT_CRASH, crash_at);
        sell_three_orders(&fixture);
        restart_and_check(&fixture, FAKE_OUTCOME_KILLED);
        int64_t sequence = fixture.recovered.sequence_last,
                counter = fixture.recovered.counter_last;
        int32_t pending = fixture.recovered.pending_count;
        fixture_stop(&fixture);
        restart_and_check(&fixture, FAKE_OUTCOME_LOST);
        assert_true(fixture.recovered.sequence_last >= sequence);
        assert_int_equal(fixture.recovered.counter_last, counter);
        assert_int_equal(fixture.recovered.pending_count, pending);
        fixture_release(&fixture);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(power_cut_at_any_call_loses_and_invents_nothing),
        cmocka_unit_test(power_cut_during_a_start_loses_nothing),
        cmocka_unit_test(what_a_start_tells_after_a_kill_survives_a_power_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
