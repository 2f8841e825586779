/* What records add up to, over restarts and segments. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "journal/journal_fixture.h"

static Fixture lane; // of the running test

static int setup(void **state)
{
    (void)state;
    fixture_init(&lane, fake_os_create(11));
    return fixture_start(&lane) ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    fixture_release(&lane);
    memset(&lane, 0, sizeof lane);
    return 0;
}

static const JournalRecovered *restart(void)
{
    fixture_stop(&lane);
    fake_os_restart(lane.fake, FAKE_OUTCOME_LOST);
    assert_true(fixture_start(&lane));
    assert_int_equal(lane.recovered.damaged_records, 0);
    return &lane.recovered;
}

static void put(JournalKind kind, Bytes payload)
{
    if (!fixture_append(&lane, kind, payload))
        fail_msg("%s", lane.error.message);
}

static Bytes order(const char *uuid, int64_t counter, const char *intent_id)
{
    return fixture_order(&lane.arena, uuid, counter, 2, intent_id);
}

static void put_intent(const char *uuid, int64_t counter, const char *intent_id)
{
    JournalIntent intent = {.method_id = 3, .amount = {250}};
    snprintf(intent.intent_id, sizeof intent.intent_id, "%s", intent_id);
    put(JOURNAL_INTENT, journal_encode_intent(&intent, order(uuid, counter, NULL), &lane.arena));
}

static void put_result(const char *uuid, const char *intent_id, JournalIntentOutcome outcome)
{
    JournalIntent intent = {.method_id = 3, .amount = {250}, .outcome = outcome};
    snprintf(intent.intent_id, sizeof intent.intent_id, "%s", intent_id);
    put(JOURNAL_INTENT_RESULT, journal_encode_intent_result(&intent, uuid, &lane.arena));
}

static void put_server(const char *uuid, JournalServerState state, int32_t server_id,
                       const char *words)
{
    JournalServerNote note = {.state = state, .server_id = server_id};
    snprintf(note.uuid, sizeof note.uuid, "%s", uuid);
    snprintf(note.words, sizeof note.words, "%s", words);
    put(JOURNAL_SERVER, journal_encode_server(&note, &lane.arena));
}

#define A        "aaaaaaaa-0000-4000-8000-000000000001"
#define B        "bbbbbbbb-0000-4000-8000-000000000002"
#define C        "cccccccc-0000-4000-8000-000000000003"
#define INTENT_1 "11111111-0000-4000-8000-00000000000a"
#define INTENT_2 "22222222-0000-4000-8000-00000000000b"

static void a_new_lane_is_empty(void **state)
{
    (void)state;
    assert_true(lane.recovered.empty);
    assert_true(restart()->empty);
    assert_int_equal(lane.recovered.counter_last, 0);
    put(JOURNAL_RECEIPT, journal_encode_receipt(A, "printed", &lane.arena));
    assert_false(restart()->empty);
}

static void the_last_basket_survives(void **state)
{
    (void)state;
    put(JOURNAL_BASKET, order(A, 0, NULL));
    put(JOURNAL_BASKET, fixture_order(&lane.arena, A, 0, 5, NULL));
    assert_true(restart()->has_basket);
    assert_int_equal(lane.recovered.basket->line_count, 5);
    put(JOURNAL_BASKET, (Bytes){0});
    assert_false(restart()->has_basket);
}

static void an_intent_keeps_the_order_with_its_number(void **state)
{
    (void)state;
    put(JOURNAL_BASKET, order(A, 0, NULL));
    put_intent(A, 41, INTENT_1);
    const JournalRecovered *found = restart();
    assert_true(found->has_basket && found->has_intent);
    assert_int_equal(found->basket->number.counter, 41);
    assert_int_equal(found->counter_last, 41);
    assert_string_equal(found->intent.intent_id, INTENT_1);
    assert_int_equal(found->intent.outcome, JOURNAL_INTENT_OPEN);
    put_result(A, INTENT_1, JOURNAL_INTENT_UNKNOWN);
    assert_int_equal(restart()->intent.outcome, JOURNAL_INTENT_UNKNOWN);
    put_result(A, INTENT_1, JOURNAL_INTENT_DECLINED);
    found = restart();
    assert_true(found->has_basket);
    assert_false(found->has_intent);
}

static void paid_ends_the_basket_of_that_order_only(void **state)
{
    (void)state;
    put_intent(A, 1, INTENT_1);
    put_result(A, INTENT_1, JOURNAL_INTENT_APPROVED);
    put(JOURNAL_PAID, order(B, 7, NULL));
    const JournalRecovered *found = restart();
    assert_true(found->has_basket && found->has_intent);
    assert_int_equal(found->pending_count, 1);
    put(JOURNAL_PAID, order(A, 1, INTENT_1));
    found = restart();
    assert_false(found->has_basket || found->has_intent);
    assert_int_equal(found->pending_count, 2);
    assert_string_equal(found->pending[1].uuid, A);
    assert_int_equal(found->pending[1].number.counter, 1);
    assert_int_equal(found->pending[1].total.minor, 100);
    assert_int_equal(found->counter_last, 7);
}

static void the_snapshot_is_kept_byte_for_byte(void **state)
{
    (void)state;
    Bytes paid = order(A, 1, INTENT_1);
    uint8_t copy[8192];
    assert_true(paid.size < sizeof copy);
    memcpy(copy, paid.data, paid.size);
    put(JOURNAL_PAID, paid);
    const JournalRecovered *found = restart();
    assert_int_equal(found->pending[0].snapshot.size, paid.size);
    assert_memory_equal(found->pending[0].snapshot.data, copy, found->pending[0].snapshot.size);
}

static void the_server_ends_or_marks_paid_orders(void **state)
{
    (void)state;
    put(JOURNAL_PAID, order(A, 1, NULL));
    put(JOURNAL_PAID, order(B, 2, NULL));
    put(JOURNAL_PAID, order(C, 3, NULL));
    put_server(A, JOURNAL_SERVER_CONFIRMED, 90, "");
    put_server(B, JOURNAL_SERVER_DRAFTED, 91, "");
    put_server(B, JOURNAL_SERVER_REFUSED, 0, "unknown product");
    const JournalRecovered *found = restart();
    assert_int_equal(found->pending_count, 2);
    assert_int_equal(found->pending[0].state, JOURNAL_SERVER_REFUSED);
    assert_int_equal(found->pending[0].server_id, 91);
    assert_string_equal(found->pending[0].words, "unknown product");
    assert_int_equal(found->pending[1].state, JOURNAL_SERVER_WAITING);
    put_server(B, JOURNAL_SERVER_SETTLED, 0, "by hand");
    assert_int_equal(restart()->pending_count, 1);
    assert_string_equal(lane.recovered.pending[0].uuid, C);
}

static void put_repair(const char *uuid, OrderRepairKind kind, int32_t old_id, int32_t new_id)
{
    JournalRepair repair = {.repair = {.kind = kind, .old_id = old_id, .new_id = new_id},
                            .at_unix_ms = 5};
    snprintf(repair.order_uuid, sizeof repair.order_uuid, "%s", uuid);
    snprintf(repair.attendant, sizeof repair.attendant, "Ada");
    snprintf(repair.reason, sizeof repair.reason, "deleted in the back office");
    put(JOURNAL_REPAIR, journal_encode_repair(&repair, &lane.arena));
}

// P5: what is sent again after a restart is the same, byte for byte.
static void repairs_survive_beside_an_unchanged_snapshot(void **state)
{
    (void)state;
    Bytes paid = order(B, 2, INTENT_1);
    put(JOURNAL_PAID, order(A, 1, NULL));
    put(JOURNAL_PAID, paid);
    put_server(B, JOURNAL_SERVER_REFUSED, 0, "unknown product");
    put_repair(B, ORDER_REPAIR_ARTICLE, 31, 90);
    put_repair(B, ORDER_REPAIR_PARTNER, 4, 0);
    put_repair(B, ORDER_REPAIR_ARTICLE, 31, 91); // the first choice is gone, too
    put_repair(C, ORDER_REPAIR_SESSION, 5, 6);   // of no order that waits
    assert_true(restart()->pending[1].repairs.untried);
    put_server(B, JOURNAL_SERVER_WAITING, 0, "");
    const JournalRecovered *found = restart();
    assert_false(found->pending[1].repairs.untried);
    assert_int_equal(found->pending_count, 2);
    assert_int_equal(found->pending[0].repairs.count, 0);
    const OrderRepairs *repairs = &found->pending[1].repairs;
    assert_int_equal(repairs->count, 2);
    assert_int_equal(order_repaired(repairs, ORDER_REPAIR_ARTICLE, 31), 91);
    assert_int_equal(order_repaired(repairs, ORDER_REPAIR_PARTNER, 4), 0);
    assert_int_equal(order_repaired(repairs, ORDER_REPAIR_SESSION, 5), 5);
    assert_int_equal(found->pending[1].state, JOURNAL_SERVER_WAITING);
    assert_int_equal(found->pending[1].snapshot.size, paid.size);
    put_server(B, JOURNAL_SERVER_CONFIRMED, 7, "");
    assert_int_equal(restart()->pending_count, 1);
}

// P3: the lane goes on while nobody knows what became of a charge.
static void a_charge_without_an_end_is_never_forgotten(void **state)
{
    (void)state;
    put_intent(A, 1, INTENT_1);
    put_result(A, INTENT_1, JOURNAL_INTENT_UNKNOWN);
    put(JOURNAL_BASKET, order(B, 0, NULL));
    put_intent(B, 2, INTENT_2);
    put(JOURNAL_BASKET, (Bytes){0});
    const JournalRecovered *found = restart();
    assert_false(found->has_basket);
    assert_int_equal(found->case_count, 2);
    assert_string_equal(found->cases[0].order_uuid, A);
    assert_int_equal(found->cases[0].intent.outcome, JOURNAL_INTENT_UNKNOWN);
    assert_true(found->cases[0].snapshot.size > 0);
    put_result(B, INTENT_2, JOURNAL_INTENT_DECLINED);
    assert_int_equal(restart()->case_count, 1);
    put(JOURNAL_PAID, order(A, 1, INTENT_1));
    found = restart();
    assert_int_equal(found->case_count, 0);
    assert_int_equal(found->pending_count, 1);
}

static void put_session(int32_t session_id, const char *origin)
{
    JournalSession session = {session_id, 1, 3, 5, "POS/16", "", 1700000000000};
    snprintf(session.origin, sizeof session.origin, "%s", origin);
    put(JOURNAL_SESSION, journal_encode_session(&session, &lane.arena));
}

static void check_origin(const JournalRecovered *found, int32_t index, const char *uuid,
                         const char *origin)
{
    assert_true(index < found->pending_count);
    assert_string_equal(found->pending[index].uuid, uuid);
    assert_string_equal(found->pending[index].origin, origin);
}

// Also where a start reads only the newest segments: each begins with the session.
static void an_order_belongs_to_the_server_of_its_session(void **state)
{
    (void)state;
    put(JOURNAL_PAID, order("dddddddd-0000-4000-8000-000000000004", 1, NULL));
    put_session(16, "https://one.example shop");
    put(JOURNAL_PAID, order(A, 2, INTENT_1));
    put_intent(B, 3, INTENT_2); // its number is of the first server's session
    put_session(4, "https://two.example shop");
    put(JOURNAL_BASKET, order(B, 3, NULL));
    put(JOURNAL_PAID, order(B, 3, INTENT_2));
    put(JOURNAL_PAID, order(C, 4, NULL));
    const JournalRecovered *found = restart();
    assert_int_equal(found->pending_count, 4);
    assert_null(found->pending[0].origin); // no session yet
    check_origin(found, 1, A, "https://one.example shop");
    check_origin(found, 2, B, "https://one.example shop");
    check_origin(found, 3, C, "https://two.example shop");
}

static void a_second_charge_does_not_hide_the_first(void **state)
{
    (void)state;
    put_intent(A, 1, INTENT_1);
    put_intent(A, 1, INTENT_2);
    put_result(A, INTENT_2, JOURNAL_INTENT_APPROVED);
    put(JOURNAL_PAID, order(A, 1, INTENT_2));
    const JournalRecovered *found = restart();
    assert_int_equal(found->pending_count, 1);
    assert_int_equal(found->case_count, 1);
    assert_string_equal(found->cases[0].intent.intent_id, INTENT_1);
    put_result(A, INTENT_1, JOURNAL_INTENT_SETTLED);
    assert_int_equal(restart()->case_count, 0);
}

// The terminal says after a cancel that the card was charged.
static void a_late_approval_is_a_case_or_a_payment(void **state)
{
    (void)state;
    put_intent(A, 1, INTENT_1);
    put_result(A, INTENT_1, JOURNAL_INTENT_DECLINED);
    put_result(A, INTENT_1, JOURNAL_INTENT_APPROVED); // A has changed since
    const JournalRecovered *found = restart();
    assert_true(found->has_basket);
    assert_false(found->has_intent);
    assert_int_equal(found->case_count, 1);
    assert_string_equal(found->cases[0].intent.intent_id, INTENT_1);
    put_intent(A, 1, INTENT_2);
    put_result(A, INTENT_2, JOURNAL_INTENT_DECLINED);
    put_result(A, INTENT_2, JOURNAL_INTENT_APPROVED);
    put(JOURNAL_PAID, order(A, 1, INTENT_2));
    found = restart();
    assert_int_equal(found->pending_count, 1);
    assert_int_equal(found->case_count, 1);
    assert_string_equal(found->cases[0].intent.intent_id, INTENT_1);
    put_result(A, INTENT_1, JOURNAL_INTENT_SETTLED);
    assert_int_equal(restart()->case_count, 0);
}

static void session_and_newest_time_survive(void **state)
{
    (void)state;
    JournalSession session = {
        .session_id = 16, .login_number = 3, .config_id = 2, .user_id = 9, .opened_unix_ms = 5};
    snprintf(session.session_name, sizeof session.session_name, "POS/00016");
    snprintf(session.origin, sizeof session.origin, "https://shop.example|shop");
    put(JOURNAL_SESSION, journal_encode_session(&session, &lane.arena));
    put(JOURNAL_TIME, journal_encode_time(1800000000000, &lane.arena));
    const JournalRecovered *found = restart();
    assert_true(found->has_session);
    assert_memory_equal(&found->session, &session, sizeof session);
    assert_int_equal(found->time_last_unix_ms, 1800000000000);
}

static void wrong_pins_survive_restarts_and_new_segments(void **state)
{
    (void)state;
    JournalSignIn wrong = {.failures = 5, .badge_failures = 1, .until_unix_ms = 1700000000000};
    lane.segment_size_max = 8 << 10;
    journal_writer_limit_segments(lane.writer, lane.segment_size_max);
    put(JOURNAL_SIGN_IN, journal_encode_sign_in(&wrong, &lane.arena));
    for (int32_t i = 0; i < 6; i++)
        assert_true(fixture_sell(&lane));
    for (int32_t i = 0; i < lane.sale_count; i++)
        put_server(lane.sales[i].uuid, JOURNAL_SERVER_SETTLED, 0, "by hand");
    for (int32_t i = 0; i < 60; i++)
        put(JOURNAL_TIME, journal_encode_time(1700000000000, &lane.arena));
    const JournalRecovered *found = restart();
    assert_true(found->tail.segment_next > 3);
    assert_int_equal(found->segments_read, 1);
    assert_memory_equal(&found->sign_in, &wrong, sizeof wrong);
    JournalSignIn right = {0};
    put(JOURNAL_SIGN_IN, journal_encode_sign_in(&right, &lane.arena));
    assert_memory_equal(&restart()->sign_in, &right, sizeof right);
    char what[160];
    int32_t records;
    assert_int_equal(fixture_verify(&lane, what, &records), 0);
}

static void a_start_reads_only_the_segments_with_something_open(void **state)
{
    (void)state;
    JournalSession session = {.session_id = 16, .login_number = 4};
    put(JOURNAL_SESSION, journal_encode_session(&session, &lane.arena));
    put(JOURNAL_TIME, journal_encode_time(1800000000000, &lane.arena));
    lane.segment_size_max = 8 << 10;
    journal_writer_limit_segments(lane.writer, lane.segment_size_max);
    put(JOURNAL_PAID, order(A, 1, NULL)); // refused for weeks
    put_server(A, JOURNAL_SERVER_REFUSED, 0, "no");
    for (int32_t i = 0; i < 12; i++)
        assert_true(fixture_sell(&lane));
    int32_t segments = lane.recovered.tail.segment_next;
    const JournalRecovered *found = restart();
    segments = found->tail.segment_next - 1;
    assert_true(segments > 3);
    assert_int_equal(found->segments_read, segments);
    put_server(A, JOURNAL_SERVER_SETTLED, 0, "by hand");
    for (int32_t i = 0; i < found->pending_count; i++)
        put_server(found->pending[i].uuid, JOURNAL_SERVER_CONFIRMED, i, "");
    int64_t counter = lane.counter_told;
    // The first segment that begins now says that nothing older is needed.
    for (int32_t i = 0; i < 2; i++) {
        assert_true(fixture_sell(&lane));
        put_server(lane.sales[lane.sale_count - 1].uuid, JOURNAL_SERVER_CONFIRMED, 1, "");
    }
    put(JOURNAL_BASKET, order(B, 0, NULL));
    int32_t opens = fake_os_opens_of(lane.fake, FIXTURE_FOLDER "/journal-00000001.wal");
    found = restart();
    assert_true(found->segments_read < found->tail.segment_next - 1);
    assert_int_equal(fake_os_opens_of(lane.fake, FIXTURE_FOLDER "/journal-00000001.wal"), opens);
    assert_int_equal(found->counter_last, counter + 2);
    assert_int_equal(found->time_last_unix_ms, 1800000000000);
    assert_int_equal(found->session.login_number, 4);
    assert_true(found->has_basket);
    assert_int_equal(found->pending_count, 0);
}

static void a_record_that_could_not_be_read_back_is_not_written(void **state)
{
    (void)state;
    assert_false(fixture_append(&lane, JOURNAL_PAID, (Bytes){(const uint8_t *)"\xc1rubbish", 8}));
    assert_false(fixture_append(&lane, JOURNAL_SERVER, (Bytes){0}));
    assert_false(fixture_append(&lane, JOURNAL_SEGMENT, (Bytes){0}));
    assert_false(fixture_append(&lane, (JournalKind)99, (Bytes){0}));
    uint8_t *large = calloc(1, JOURNAL_PAYLOAD_SIZE_MAX + 1);
    assert_non_null(large);
    assert_false(fixture_append(&lane, JOURNAL_PAID, (Bytes){large, JOURNAL_PAYLOAD_SIZE_MAX + 1}));
    assert_int_equal(lane.error.kind, ERROR_LIMIT);
    free(large);
    put(JOURNAL_PAID, order(A, 1, NULL)); // the journal goes on
    assert_int_equal(restart()->pending_count, 1);
}

static void words_of_the_outside_world_never_spoil_a_record(void **state)
{
    (void)state;
    put(JOURNAL_PAID, order(A, 1, NULL));
    put_server(A, JOURNAL_SERVER_REFUSED, 0, "caf\xe9 \xf0\x9f ok");
    assert_string_equal(restart()->pending[0].words, "caf? ?? ok");
}

static void a_small_arena_is_an_error_and_lets_go_of_the_folder(void **state)
{
    (void)state;
    put(JOURNAL_BASKET, order(A, 0, NULL));
    fixture_stop(&lane);
    Arena small;
    arena_create(&small, 4096);
    JournalRecovered found;
    assert_false(journal_recover(&lane.os, FIXTURE_FOLDER, &small, &found, &lane.error));
    assert_int_equal(lane.error.kind, ERROR_LIMIT);
    arena_destroy(&small);
    assert_true(fixture_start(&lane));
}

static int32_t told, calls_when_told;

static void note_what_was_read(void *context, const JournalRecovered *found)
{
    told++;
    calls_when_told = fake_os_call_count(context);
    assert_true(found->has_basket);
    assert_int_equal(found->basket->line_count, 5);
}

static void a_listener_hears_it_before_the_disk_is_waited_for(void **state)
{
    (void)state;
    put(JOURNAL_BASKET, fixture_order(&lane.arena, A, 0, 5, NULL));
    fixture_stop(&lane);
    JournalRecovered found;
    JournalListener listener = {note_what_was_read, lane.fake};
    told = 0;
    fake_os_set_fault(lane.fake, FAKE_FAULT_NONE, 0);
    assert_true(journal_recover_telling(&lane.os, FIXTURE_FOLDER, &lane.arena, listener, &found,
                                        &lane.error));
    assert_int_equal(told, 1);
    int32_t calls = fake_os_call_count(lane.fake);
    assert_true(calls_when_told > 0 && calls_when_told < calls);
    journal_abandon(&lane.os, &found);

    // What can't be made safe is heard, and the recovery fails all the same.
    fake_os_set_fault(lane.fake, FAKE_FAULT_EIO, calls_when_told);
    assert_false(journal_recover_telling(&lane.os, FIXTURE_FOLDER, &lane.arena, listener, &found,
                                         &lane.error));
    assert_true(fake_os_fault_happened(lane.fake));
    assert_int_equal(told, 2);

    // What can't be read is not.
    fake_os_set_fault(lane.fake, FAKE_FAULT_EIO, 0);
    assert_false(journal_recover_telling(&lane.os, FIXTURE_FOLDER, &lane.arena, listener, &found,
                                         &lane.error));
    assert_int_equal(told, 2);
    assert_true(fixture_start(&lane));
}

static void a_second_kiosk_is_told_that_the_folder_is_in_use(void **state)
{
    (void)state;
    JournalRecovered found;
    assert_false(journal_recover(&lane.os, FIXTURE_FOLDER, &lane.arena, &found, &lane.error));
    assert_int_equal(lane.error.kind, ERROR_BUSY);
    assert_true(strstr(lane.error.message, FIXTURE_FOLDER) != NULL);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

static void the_machine_is_known_over_segments_whatever_is_left_behind(void **state)
{
    (void)state;
    assert_false(lane.recovered.has_device);
    JournalDevice device = {{5, 6, 7}, JOURNAL_ADOPTED_SERVER, "", 99};
    put(JOURNAL_DEVICE, journal_encode_device(&device, &lane.arena));
    assert_true(restart()->has_device);
    lane.segment_size_max = 8 << 10;
    journal_writer_limit_segments(lane.writer, lane.segment_size_max);
    for (int32_t i = 0; i < 60; i++) {
        put(JOURNAL_PAID, order(A, i + 1, NULL));
        put_server(A, JOURNAL_SERVER_CONFIRMED, 7, "");
    }
    const JournalRecovered *found = restart();
    assert_true(found->segments_read < found->tail.segment_next - 1);
    assert_true(found->has_device);
    assert_memory_equal(found->device.identity, device.identity, sizeof device.identity);
    assert_int_equal(found->device.how, JOURNAL_ADOPTED_SERVER);
}

static void a_number_given_by_a_repair_is_used(void **state)
{
    (void)state;
    put(JOURNAL_PAID, order(A, 4, NULL));
    JournalRepair repair = {.repair = {.kind = ORDER_REPAIR_REFERENCE,
                                       .old_id = 4,
                                       .new_id = 9,
                                       .session_id = 12,
                                       .login_number = 3}};
    strcpy(repair.order_uuid, A);
    put(JOURNAL_REPAIR, journal_encode_repair(&repair, &lane.arena));
    const JournalRecovered *found = restart();
    assert_int_equal(found->counter_last, 9);
    OrderNumber number =
        order_repaired_number(&found->pending[0].repairs, &found->pending[0].number);
    assert_int_equal(number.session_id, 12);
    assert_int_equal(number.login_number, 3);
    assert_int_equal(number.counter, 9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_new_lane_is_empty),
        CASE(the_last_basket_survives),
        CASE(an_intent_keeps_the_order_with_its_number),
        CASE(paid_ends_the_basket_of_that_order_only),
        CASE(the_snapshot_is_kept_byte_for_byte),
        CASE(the_server_ends_or_marks_paid_orders),
        CASE(repairs_survive_beside_an_unchanged_snapshot),
        CASE(a_charge_without_an_end_is_never_forgotten),
        CASE(an_order_belongs_to_the_server_of_its_session),
        CASE(a_second_charge_does_not_hide_the_first),
        CASE(a_late_approval_is_a_case_or_a_payment),
        CASE(session_and_newest_time_survive),
        CASE(wrong_pins_survive_restarts_and_new_segments),
        CASE(the_machine_is_known_over_segments_whatever_is_left_behind),
        CASE(a_number_given_by_a_repair_is_used),
        CASE(a_start_reads_only_the_segments_with_something_open),
        CASE(a_record_that_could_not_be_read_back_is_not_written),
        CASE(words_of_the_outside_world_never_spoil_a_record),
        CASE(a_small_arena_is_an_error_and_lets_go_of_the_folder),
        CASE(a_listener_hears_it_before_the_disk_is_waited_for),
        CASE(a_second_kiosk_is_told_that_the_folder_is_in_use),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
