/* The power goes, or the machine fails, at every call of an import: what was told as taken is
 * there, and a second import ends with each order there once. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "journal/journal_fixture.h"
#include "journal/journal_import.h"

#define OUR_SHOP "https://odoo.shop.example shop"

enum { ORDERS = 5, FIRST_NUMBER = 40, RENAMED_NUMBER = 90 };

static void make_lane(Fixture *fixture)
{
    JournalSession session = {16, 1, 3, 5, "POS/16", OUR_SHOP, 1700000000000};
    fixture_init(fixture, fake_os_create(61));
    assert_true(fixture_start(fixture));
    assert_true(fixture_append(fixture, JOURNAL_SESSION,
                               journal_encode_session(&session, &fixture->arena)));
    assert_true(fixture_sell(fixture));
    fixture_stop(fixture);
}

// Of the last order: it goes under another number.
static OrderRepairs repairs_of(int32_t order)
{
    OrderRepairs repairs = {0};
    if (order == ORDERS - 1)
        repairs = (OrderRepairs){
            .count = 1,
            .items = {{ORDER_REPAIR_REFERENCE, FIRST_NUMBER + order, RENAMED_NUMBER, 16, 2}}};
    return repairs;
}

// Takes the orders up until the machine fails. What was told is added to `told`.
static void import_all(Fixture *fixture, bool *told, int32_t *out_known)
{
    static const JournalServerState states[ORDERS] = {
        JOURNAL_SERVER_WAITING, JOURNAL_SERVER_REFUSED, JOURNAL_SERVER_DRAFTED,
        JOURNAL_SERVER_WAITING, JOURNAL_SERVER_DRAFTED};
    JournalImport *import = NULL;
    JournalImportWish wish = {0};
    *out_known = 0;
    if (!journal_import_open(&fixture->os, FIXTURE_FOLDER, &wish, &import, &fixture->error))
        return;
    for (int32_t i = 0; i < ORDERS; i++) {
        JournalImported from = {.lane = "Lane 2", .origin = OUR_SHOP, .state = states[i]};
        JournalImportResult result;
        char uuid[ORDER_UUID_SIZE];
        Arena scratch = fixture->arena;
        fixture_uuid(0x900, i, uuid);
        // So large that the sectors of a group are many.
        Bytes snapshot = fixture_order(&scratch, uuid, FIRST_NUMBER + i, 40,
                                       "11111111-0000-4000-8000-00000000000a");
        OrderRepairs repairs = repairs_of(i);
        if (!journal_import_order(import, &from, &repairs, snapshot, &result, &fixture->error))
            break;
        assert_true(result.end != JOURNAL_IMPORT_REFUSED);
        *out_known += result.end == JOURNAL_IMPORT_KNOWN;
        told[i] = true;
    }
    journal_import_close(import);
}

// How often each order waits.
static void count_pending(const JournalRecovered *found, int32_t count[ORDERS])
{
    memset(count, 0, ORDERS * sizeof *count);
    for (int32_t k = 0; k < found->pending_count; k++)
        for (int32_t i = 0; i < ORDERS; i++) {
            char uuid[ORDER_UUID_SIZE];
            fixture_uuid(0x900, i, uuid);
            if (strcmp(found->pending[k].uuid, uuid) != 0)
                continue;
            count[i]++;
            assert_non_null(found->pending[k].origin);
            // One that is sent without them could be at the server twice.
            assert_int_equal(found->pending[k].repairs.count, repairs_of(i).count);
            if (repairs_of(i).count > 0)
                assert_true(found->counter_last >= RENAMED_NUMBER);
        }
}

static void check_after(const Fixture *crashed, FakeOutcome outcome, const bool *told)
{
    Fixture fixture;
    bool all[ORDERS] = {0};
    int32_t count[ORDERS], known = 0;
    fixture_copy(crashed, &fixture);
    fake_os_restart(fixture.fake, outcome);
    if (!fixture_start(&fixture))
        fail_msg("the lane must start: %s", fixture.error.message);
    if (fixture.recovered.damaged_records > 0)
        fail_msg("no damage: %s", fixture.recovered.damage);
    count_pending(&fixture.recovered, count);
    for (int32_t i = 0; i < ORDERS; i++) {
        assert_true(count[i] <= 1);
        if (told[i]) {
            assert_int_equal(count[i], 1);
            assert_true(fixture.recovered.counter_last >= FIRST_NUMBER + i);
        }
    }
    fixture_stop(&fixture);
    import_all(&fixture, all, &known);
    for (int32_t i = 0; i < ORDERS; i++)
        assert_true(all[i]);
    import_all(&fixture, all, &known);
    assert_int_equal(known, ORDERS);
    fake_os_restart(fixture.fake, FAKE_OUTCOME_LOST);
    assert_true(fixture_start(&fixture));
    count_pending(&fixture.recovered, count);
    for (int32_t i = 0; i < ORDERS; i++)
        assert_int_equal(count[i], 1);
    char what[160];
    int32_t records;
    if (fixture_verify(&fixture, what, &records) != 0)
        fail_msg("verify: %s", what);
    fixture_release(&fixture);
}

static void power_cut_at_any_call_of_an_import(void **state)
{
    (void)state;
    Fixture lane;
    make_lane(&lane);
    for (int32_t crash_at = 0;; crash_at++) {
        Fixture fixture;
        bool told[ORDERS] = {0};
        int32_t known;
        fixture_copy(&lane, &fixture);
        fake_os_set_fault(fixture.fake, FAKE_FAULT_CRASH, crash_at);
        import_all(&fixture, told, &known);
        bool crashed = fake_os_fault_happened(fixture.fake);
        for (FakeOutcome outcome = 0; outcome < FAKE_OUTCOME_COUNT; outcome++)
            check_after(&fixture, outcome, told);
        fixture_release(&fixture);
        if (!crashed) {
            assert_true(crash_at > 20);
            print_message("# %d places to die\n", (int)crash_at);
            break;
        }
    }
    fixture_release(&lane);
}

static void any_fault_of_the_machine_in_an_import(void **state)
{
    (void)state;
    Fixture lane;
    make_lane(&lane);
    for (FakeFault fault = FAKE_FAULT_EIO; fault <= FAKE_FAULT_SHORT_WRITE; fault++)
        for (int32_t at = 0;; at++) {
            Fixture fixture;
            bool told[ORDERS] = {0};
            int32_t known;
            fixture_copy(&lane, &fixture);
            fake_os_set_fault(fixture.fake, fault, at);
            import_all(&fixture, told, &known);
            bool past_the_end = at >= fake_os_call_count(fixture.fake);
            check_after(&fixture, at % 2 ? FAKE_OUTCOME_LOST : FAKE_OUTCOME_REORDERED, told);
            fixture_release(&fixture);
            if (past_the_end)
                break;
        }
    fixture_release(&lane);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(power_cut_at_any_call_of_an_import),
        cmocka_unit_test(any_fault_of_the_machine_in_an_import),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
