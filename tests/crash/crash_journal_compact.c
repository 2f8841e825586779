/* P10, P11: the power goes, or the machine fails, at every call of a compaction. Nothing is lost,
 * nothing waits again that had ended, and the journal stays whole. */
#include <stdlib.h>
#include <string.h>

#include "journal/journal_fixture.h"

static void sell_and_confirm(Fixture *fixture, int32_t count)
{
    for (int32_t i = 0; i < count; i++)
        assert_true(fixture_sell(fixture));
    assert_true(fixture_confirm_all(fixture));
}

// Confirmed sales in small segments, then one more. What is old holds the digests of what was older
// still.
static void make_old_journal(Fixture *fixture)
{
    fixture_init(fixture, fake_os_create(21));
    fixture->segment_size_max = 8 << 10;
    assert_true(fixture_start(fixture));
    sell_and_confirm(fixture, 3);
    assert_true(fixture_sell(fixture));
    assert_true(fixture_compact(fixture));
    sell_and_confirm(fixture, 4);
    assert_true(fixture_sell(fixture));
    fixture_stop(fixture);
}

static void expect_whole(Fixture *fixture)
{
    char what[160];
    int32_t records;
    if (fixture_verify(fixture, what, &records) != 0)
        fail_msg("verify: %s", what);
    fixture_check_known(fixture);
}

static void restart_and_check(const Fixture *crashed, FakeOutcome outcome, int32_t segments_whole)
{
    Fixture fixture;
    fixture_copy(crashed, &fixture);
    fake_os_restart(fixture.fake, outcome);
    if (!fixture_start(&fixture))
        fail_msg("the lane must start: %s", fixture.error.message);
    if (fixture.recovered.damaged_records > 0)
        fail_msg("no damage: %s", fixture.recovered.damage);
    fixture_check_recovered(&fixture, &fixture.recovered);
    expect_whole(&fixture);
    assert_true(fixture_compact(&fixture)); // the rest of it
    assert_true(fixture_segment_count(&fixture) < segments_whole / 2);
    assert_true(fixture_sell(&fixture));
    fixture_stop(&fixture);
    fake_os_restart(fixture.fake, FAKE_OUTCOME_LOST);
    assert_true(fixture_start(&fixture));
    assert_int_equal(fixture.recovered.damaged_records, 0);
    fixture_check_recovered(&fixture, &fixture.recovered);
    expect_whole(&fixture);
    fixture_release(&fixture);
}

static void power_cut_at_any_call_of_a_compaction(void **state)
{
    (void)state;
    Fixture old;
    make_old_journal(&old);
    int32_t whole = fixture_segment_count(&old), points = 0;
    for (int32_t crash_at = 0;; crash_at++) {
        Fixture fixture;
        fixture_copy(&old, &fixture);
        assert_true(fixture_start(&fixture));
        fake_os_set_fault(fixture.fake, FAKE_FAULT_CRASH, crash_at);
        (void)fixture_compact(&fixture);
        fixture_stop(&fixture);
        bool crashed = fake_os_fault_happened(fixture.fake);
        for (FakeOutcome outcome = 0; outcome < FAKE_OUTCOME_COUNT; outcome++, points++)
            restart_and_check(&fixture, outcome, whole);
        fixture_release(&fixture);
        if (!crashed) {
            assert_true(crash_at > 40);
            print_message("# %d places to die, %d ends checked\n", (int)crash_at, (int)points);
            break;
        }
    }
    fixture_release(&old);
}

static void any_fault_of_the_machine_in_a_compaction(void **state)
{
    (void)state;
    Fixture old;
    make_old_journal(&old);
    int32_t whole = fixture_segment_count(&old);
    for (FakeFault fault = FAKE_FAULT_EIO; fault <= FAKE_FAULT_SHORT_WRITE; fault++)
        for (int32_t at = 0;; at++) {
            Fixture fixture;
            fixture_copy(&old, &fixture);
            assert_true(fixture_start(&fixture));
            fake_os_set_fault(fixture.fake, fault, at);
            bool ok = fixture_compact(&fixture);
            if (!ok)
                assert_true(fixture.error.kind == ERROR_IO);
            // A file that can't be read or removed costs no sale.
            if (!ok && !journal_writer_failure(fixture.writer) &&
                (fault == FAKE_FAULT_EIO || fault == FAKE_FAULT_SHORT_WRITE))
                assert_true(fixture_sell(&fixture));
            fixture_stop(&fixture);
            bool past_the_end = at >= fake_os_call_count(fixture.fake);
            restart_and_check(&fixture, at % 2 ? FAKE_OUTCOME_LOST : FAKE_OUTCOME_TORN, whole);
            fixture_release(&fixture);
            if (past_the_end)
                break;
        }
    fixture_release(&old);
}

// Between the digest and the removal both are there: the next start removes the file.
static void a_start_ends_what_was_cut_short(void **state)
{
    (void)state;
    Fixture old;
    make_old_journal(&old);
    int32_t ended = 0;
    for (int32_t crash_at = 0;; crash_at++) {
        Fixture fixture;
        fixture_copy(&old, &fixture);
        assert_true(fixture_start(&fixture));
        fake_os_set_fault(fixture.fake, FAKE_FAULT_CRASH, crash_at);
        (void)fixture_compact(&fixture);
        fixture_stop(&fixture);
        bool crashed = fake_os_fault_happened(fixture.fake);
        fake_os_restart(fixture.fake, FAKE_OUTCOME_KEPT);
        int32_t before = fixture_segment_count(&fixture);
        assert_true(fixture_start(&fixture));
        ended += fixture_segment_count(&fixture) < before;
        fixture_release(&fixture);
        if (!crashed)
            break;
    }
    assert_true(ended > 0);
    fixture_release(&old);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(power_cut_at_any_call_of_a_compaction),
        cmocka_unit_test(any_fault_of_the_machine_in_a_compaction),
        cmocka_unit_test(a_start_ends_what_was_cut_short),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
