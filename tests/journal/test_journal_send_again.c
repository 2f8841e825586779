/* A server that was restored from a backup: confirmed orders wait again, as they were, and neither
 * a power cut nor what is cleared away later takes one of them back. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "journal/journal_fixture.h"
#include "journal/journal_orders.h"
#include "journal/journal_send_again.h"

#define OUR_SHOP "https://odoo.shop.example shop"

enum { SALES = 6, LOST = 3 }; // the last ones are lost

static const char *lost[LOST];

static void make_lane(Fixture *fixture)
{
    JournalSession session = {16, 1, 3, 5, "POS/16", OUR_SHOP, 1700000000000};
    fixture_init(fixture, fake_os_create(67));
    fixture->segment_size_max = 8 << 10;
    assert_true(fixture_start(fixture));
    assert_true(fixture_append(fixture, JOURNAL_SESSION,
                               journal_encode_session(&session, &fixture->arena)));
    for (int32_t i = 0; i < SALES; i++)
        assert_true(fixture_sell(fixture));
    assert_true(fixture_confirm_all(fixture));
    fixture_stop(fixture);
    for (int32_t i = 0; i < LOST; i++)
        lost[i] = fixture->sales[SALES - LOST + i].uuid;
}

static int32_t send_again(Fixture *fixture)
{
    int32_t done = 0;
    if (!journal_send_again(&fixture->os, FIXTURE_FOLDER, OUR_SHOP, lost, LOST, &done,
                            &fixture->error))
        return -1;
    return done;
}

static void expect_waiting(Fixture *fixture, int32_t count)
{
    assert_true(fixture_start(fixture));
    const JournalRecovered *found = &fixture->recovered;
    assert_int_equal(found->damaged_records, 0);
    assert_int_equal(found->pending_count, count);
    for (int32_t i = 0; i < count; i++) {
        assert_string_equal(found->pending[i].uuid, lost[LOST - count + i]);
        assert_string_equal(found->pending[i].origin, OUR_SHOP);
        assert_string_equal(found->pending[i].words, JOURNAL_SENT_AGAIN_WORDS);
        assert_int_equal(found->pending[i].state, JOURNAL_SERVER_WAITING);
        assert_true(found->pending[i].snapshot.size > 0);
    }
}

static void expect_states(Fixture *fixture, JournalServerState of_lost)
{
    JournalOrders orders;
    assert_true(journal_orders_read(&fixture->os, FIXTURE_FOLDER, &orders, &fixture->error));
    assert_int_equal(orders.break_count, 0);
    assert_int_equal(orders.count, SALES);
    for (int32_t i = 0; i < SALES; i++) {
        const JournalPaidOrder *order = journal_orders_find(&orders, fixture->sales[i].uuid);
        assert_non_null(order);
        assert_int_equal(order->state, i < SALES - LOST ? JOURNAL_SERVER_CONFIRMED : of_lost);
    }
    journal_orders_release(&orders);
}

// Else it would be looked for by a name that another order has, and sent a second time.
static void a_repaired_order_keeps_its_new_name(void **state)
{
    (void)state;
    Fixture fixture;
    JournalOrders orders;
    char reference[ORDER_REFERENCE_SIZE];
    make_lane(&fixture);
    assert_true(journal_orders_read(&fixture.os, FIXTURE_FOLDER, &orders, &fixture.error));
    const JournalPaidOrder *order = journal_orders_find(&orders, lost[0]);
    int32_t counter = atoi(strrchr(order->reference, '-') + 1);
    journal_orders_release(&orders);
    JournalRepair renamed = {.repair = {.kind = ORDER_REPAIR_REFERENCE,
                                        .old_id = counter,
                                        .new_id = 900,
                                        .session_id = 17,
                                        .login_number = 2},
                             .at_unix_ms = 1700000000000};
    memcpy(renamed.order_uuid, lost[0], sizeof renamed.order_uuid);
    assert_true(fixture_start(&fixture));
    assert_true(
        fixture_append(&fixture, JOURNAL_REPAIR, journal_encode_repair(&renamed, &fixture.arena)));
    fixture_stop(&fixture);
    assert_int_equal(send_again(&fixture), LOST);
    expect_waiting(&fixture, LOST);
    const JournalPending *pending = &fixture.recovered.pending[0];
    OrderNumber number = order_repaired_number(&pending->repairs, &pending->number);
    order_reference(&number, reference);
    assert_string_equal(reference, "Order 00017-002-0900");
    fixture_stop(&fixture);
    assert_true(journal_orders_read(&fixture.os, FIXTURE_FOLDER, &orders, &fixture.error));
    order = journal_orders_find(&orders, lost[0]);
    assert_string_equal(order->reference, "Order 00017-002-0900");
    assert_ptr_equal(journal_orders_find_reference(&orders, "Order 00017-002-0900"), order);
    journal_orders_release(&orders);
    fixture_release(&fixture);
}

static void lost_orders_wait_again_as_they_were(void **state)
{
    (void)state;
    Fixture fixture;
    JournalOrders orders;
    Bytes before, after;
    make_lane(&fixture);
    assert_true(journal_orders_read(&fixture.os, FIXTURE_FOLDER, &orders, &fixture.error));
    assert_true(journal_orders_snapshot(&fixture.os, FIXTURE_FOLDER,
                                        journal_orders_find(&orders, lost[0]), &fixture.arena,
                                        &before, &fixture.error));
    journal_orders_release(&orders);
    assert_int_equal(send_again(&fixture), LOST);
    assert_int_equal(send_again(&fixture), 0); // they wait already
    expect_states(&fixture, JOURNAL_SERVER_WAITING);
    expect_waiting(&fixture, LOST);
    after = fixture.recovered.pending[0].snapshot;
    assert_int_equal(after.size, before.size);
    assert_memory_equal(after.data, before.data, before.size);
    fixture_release(&fixture);
}

// The segments in which they were confirmed go, with digests that say so.
static void what_is_cleared_away_does_not_end_them(void **state)
{
    (void)state;
    Fixture fixture;
    make_lane(&fixture);
    assert_int_equal(send_again(&fixture), LOST);
    expect_waiting(&fixture, LOST);
    int32_t before = fixture_segment_count(&fixture);
    assert_true(fixture_compact(&fixture));
    assert_true(fixture_segment_count(&fixture) < before);
    fixture_stop(&fixture);
    expect_states(&fixture, JOURNAL_SERVER_WAITING);
    expect_waiting(&fixture, LOST);
    JournalServerNote note = {.state = JOURNAL_SERVER_CONFIRMED, .server_id = 900};
    memcpy(note.uuid, lost[0], sizeof note.uuid);
    assert_true(
        fixture_append(&fixture, JOURNAL_SERVER, journal_encode_server(&note, &fixture.arena)));
    assert_true(fixture_compact(&fixture));
    fixture_stop(&fixture);
    expect_waiting(&fixture, LOST - 1);
    fixture_release(&fixture);
}

static void only_the_server_they_were_sold_for_gets_them(void **state)
{
    (void)state;
    Fixture fixture;
    int32_t done;
    make_lane(&fixture);
    assert_false(journal_send_again(&fixture.os, FIXTURE_FOLDER, "https://other.example shop", lost,
                                    LOST, &done, &fixture.error));
    assert_int_equal(fixture.error.kind, ERROR_INVALID);
    assert_non_null(strstr(fixture.error.message, OUR_SHOP));
    expect_waiting(&fixture, 0);
    // A kiosk runs on the folder now.
    assert_int_equal(send_again(&fixture), -1);
    assert_int_equal(fixture.error.kind, ERROR_BUSY);
    fixture_release(&fixture);
}

static void check_after(const Fixture *crashed, FakeOutcome outcome, int32_t told)
{
    Fixture fixture;
    char what[160];
    int32_t records;
    fixture_copy(crashed, &fixture);
    fake_os_restart(fixture.fake, outcome);
    assert_true(fixture_start(&fixture));
    assert_int_equal(fixture.recovered.damaged_records, 0);
    assert_true(fixture.recovered.pending_count >= (told > 0 ? told : 0));
    fixture_stop(&fixture);
    assert_true(send_again(&fixture) >= 0);
    assert_true(fixture_start(&fixture));
    assert_int_equal(fixture.recovered.pending_count, LOST);
    fixture_stop(&fixture);
    if (fixture_verify(&fixture, what, &records) != 0)
        fail_msg("verify: %s", what);
    fixture_release(&fixture);
}

static void power_cut_at_any_call(void **state)
{
    (void)state;
    Fixture lane;
    make_lane(&lane);
    for (int32_t crash_at = 0;; crash_at++) {
        Fixture fixture;
        fixture_copy(&lane, &fixture);
        fake_os_set_fault(fixture.fake, FAKE_FAULT_CRASH, crash_at);
        int32_t told = send_again(&fixture);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lost_orders_wait_again_as_they_were),
        cmocka_unit_test(a_repaired_order_keeps_its_new_name),
        cmocka_unit_test(what_is_cleared_away_does_not_end_them),
        cmocka_unit_test(only_the_server_they_were_sold_for_gets_them),
        cmocka_unit_test(power_cut_at_any_call),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
