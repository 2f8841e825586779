/* The machine fails at each call in turn, in every way: nothing is told as saved that is not. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "journal/journal_fixture.h"

// Nothing was charged that has no room: an intent that was told takes its result and the paid order
// with it. What still fits is told as saved and is.
static void check_full_disk(Fixture *fixture)
{
    for (int32_t i = 0; i < fixture->sale_count; i++)
        assert_true(fixture->sales[i].paid_told || !fixture->sales[i].intent_told);
    (void)fixture_append(fixture, JOURNAL_TIME, journal_encode_time(1, &fixture->arena));
}

// Sells until something is refused, then insists: nothing may be told as saved any more.
static void sell_and_insist(Fixture *fixture)
{
    fixture->segment_size_max = 16 << 10; // room for a whole sale
    if (!fixture_start(fixture)) {
        assert_true(fixture->error.kind == ERROR_IO);
        return;
    }
    bool sold = true;
    for (int32_t i = 0; i < 3 && sold; i++)
        sold = fixture_sell(fixture);
    if (!sold && journal_is_full(&fixture->error))
        check_full_disk(fixture);
    else if (!sold) {
        assert_true(fixture->error.kind == ERROR_IO);
        for (int32_t i = 0; i < 3; i++)
            assert_false(
                fixture_append(fixture, JOURNAL_TIME, journal_encode_time(1, &fixture->arena)));
        assert_true(fixture->error.message[0] != 0);
    }
    fixture_stop(fixture);
}

static void check_after(Fixture *fixture, FakeOutcome outcome)
{
    fake_os_restart(fixture->fake, outcome);
    if (!fixture_start(fixture))
        fail_msg("the lane must start on a mended machine: %s", fixture->error.message);
    if (fixture->recovered.damaged_records > 0)
        fail_msg("a fault is no damage: %s", fixture->recovered.damage);
    fixture_check_recovered(fixture, &fixture->recovered);
    assert_true(fixture_sell(fixture));
    fixture_stop(fixture);
    char what[160];
    int32_t records;
    assert_int_equal(fixture_verify(fixture, what, &records), 0);
}

static void no_fault_makes_a_false_saved(void **state)
{
    (void)state;
    for (FakeFault fault = FAKE_FAULT_EIO; fault <= FAKE_FAULT_SHORT_WRITE; fault++)
        for (int32_t at = 0;; at++) {
            Fixture fixture;
            fixture_init(&fixture, fake_os_create((uint64_t)at));
            fake_os_set_fault(fixture.fake, fault, at);
            sell_and_insist(&fixture);
            bool past_the_end = at >= fake_os_call_count(fixture.fake);
            check_after(&fixture, at % 2 ? FAKE_OUTCOME_LOST : FAKE_OUTCOME_TORN);
            fixture_release(&fixture);
            if (past_the_end)
                break;
        }
}

static void a_fault_during_a_start_is_an_error_or_harmless(void **state)
{
    (void)state;
    for (FakeFault fault = FAKE_FAULT_EIO; fault <= FAKE_FAULT_SHORT_WRITE; fault++)
        for (int32_t at = 0; at < 25; at++) {
            Fixture fixture;
            fixture_init(&fixture, fake_os_create((uint64_t)at));
            fixture.segment_size_max = 8 << 10;
            assert_true(fixture_start(&fixture));
            assert_true(fixture_sell(&fixture));
            assert_true(fixture_sell(&fixture));
            fixture_stop(&fixture);
            fake_os_restart(fixture.fake, FAKE_OUTCOME_LOST);
            fake_os_set_fault(fixture.fake, fault, at);
            if (fixture_start(&fixture)) {
                fixture_check_recovered(&fixture, &fixture.recovered);
                (void)fixture_sell(&fixture);
                fixture_stop(&fixture);
            } else
                assert_true(fixture.error.kind == ERROR_IO);
            check_after(&fixture, FAKE_OUTCOME_LOST);
            fixture_release(&fixture);
        }
}

// The system forgets what a failed sync should have written, and still shows it to readers. A start
// after that must write again what it tells of.
static void what_a_start_tells_after_a_failed_sync_survives_a_power_cut(void **state)
{
    (void)state;
    int32_t failed = 0;
    for (int32_t at = 0; at < 75; at++) {
        Fixture fixture;
        fixture_init(&fixture, fake_os_create((uint64_t)at));
        fake_os_set_fault(fixture.fake, FAKE_FAULT_EIO, at);
        sell_and_insist(&fixture);
        failed += fake_os_fault_happened(fixture.fake);
        fake_os_restart(fixture.fake, FAKE_OUTCOME_KILLED);
        assert_true(fixture_start(&fixture));
        int64_t sequence = fixture.recovered.sequence_last;
        int32_t pending = fixture.recovered.pending_count;
        fixture_stop(&fixture);
        fake_os_restart(fixture.fake, FAKE_OUTCOME_LOST);
        assert_true(fixture_start(&fixture));
        assert_true(fixture.recovered.sequence_last >= sequence);
        assert_int_equal(fixture.recovered.pending_count, pending);
        fixture_release(&fixture);
    }
    assert_true(failed > 50);
}

// What no program can see: a disk that says "synced" and forgets. The start still works, invents
// nothing, and when something later survived, the hole is reported.
static void a_lying_sync_is_found_when_anything_later_survives(void **state)
{
    (void)state;
    int32_t reported = 0, silent = 0;
    for (int32_t at = 0; at < 80; at++) {
        Fixture fixture;
        fixture_init(&fixture, fake_os_create((uint64_t)at));
        fake_os_set_fault(fixture.fake, FAKE_FAULT_LIE, at);
        fixture.segment_size_max = 8 << 10;
        assert_true(fixture_start(&fixture));
        int32_t lied_in = -1;
        for (int32_t i = 0; i < 3; i++) {
            assert_true(fixture_sell(&fixture));
            if (lied_in < 0 && fake_os_fault_happened(fixture.fake))
                lied_in = i;
        }
        fixture_stop(&fixture);
        fake_os_restart(fixture.fake, FAKE_OUTCOME_LOST);
        assert_true(fixture_start(&fixture));
        bool all = fixture.recovered.counter_last == fixture.counter_told;
        if (fixture.recovered.damaged_records > 0)
            reported++;
        else if (!all)
            silent++;
        if (lied_in < 0) {
            assert_int_equal(fixture.recovered.damaged_records, 0);
            fixture_check_recovered(&fixture, &fixture.recovered);
        }
        for (int32_t i = 0; i < fixture.recovered.pending_count; i++) {
            bool known = false;
            for (int32_t k = 0; k < fixture.sale_count; k++)
                known =
                    known || strcmp(fixture.sales[k].uuid, fixture.recovered.pending[i].uuid) == 0;
            assert_true(known);
        }
        fixture_release(&fixture);
    }
    assert_true(reported > 0);
    print_message("# %d holes reported, %d lost tails that nobody can see\n", (int)reported,
                  (int)silent);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_fault_makes_a_false_saved),
        cmocka_unit_test(a_fault_during_a_start_is_an_error_or_harmless),
        cmocka_unit_test(what_a_start_tells_after_a_failed_sync_survives_a_power_cut),
        cmocka_unit_test(a_lying_sync_is_found_when_anything_later_survives),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
