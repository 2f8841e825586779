/* Orders of another journal: each is taken up once, keeps where it comes from, and never what it
 * must not be. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "journal/journal_fixture.h"
#include "journal/journal_import.h"
#include "journal/journal_orders.h"

#define OUR_SHOP   "https://odoo.shop.example shop"
#define OTHER_SHOP "https://odoo.shop.example training"
#define SEGMENT_1  FIXTURE_FOLDER "/journal-00000001.wal"

// A lane with a session that sold once. Closed.
static void make_lane(Fixture *fixture)
{
    JournalSession session = {16, 1, 3, 5, "POS/16", OUR_SHOP, 1700000000000};
    fixture_init(fixture, fake_os_create(51));
    assert_true(fixture_start(fixture));
    assert_true(fixture_append(fixture, JOURNAL_SESSION,
                               journal_encode_session(&session, &fixture->arena)));
    assert_true(fixture_sell(fixture));
    fixture_stop(fixture);
}

static JournalImported from_shop(const char *origin, JournalServerState state)
{
    JournalImported from = {.lane = "Lane 2", .device = "0123456789abcdef", .state = state};
    snprintf(from.origin, sizeof from.origin, "%s", origin);
    if (state == JOURNAL_SERVER_REFUSED)
        snprintf(from.words, sizeof from.words, "no such article");
    from.server_id = state == JOURNAL_SERVER_WAITING ? 0 : 77;
    return from;
}

static JournalImport *open_import(Fixture *fixture, bool dry_run, bool other_origin)
{
    JournalImport *import = NULL;
    JournalImportWish wish = {dry_run, other_origin};
    if (!journal_import_open(&fixture->os, FIXTURE_FOLDER, &wish, &import, &fixture->error))
        fail_msg("%s", fixture->error.message);
    return import;
}

static JournalImportResult import_bytes(Fixture *fixture, JournalImport *import,
                                        const JournalImported *from, Bytes snapshot)
{
    JournalImportResult result;
    if (!journal_import_order(import, from, &(OrderRepairs){0}, snapshot, &result, &fixture->error))
        fail_msg("%s", fixture->error.message);
    return result;
}

// Order number `number` of another lane, paid.
static JournalImportResult import_one(Fixture *fixture, JournalImport *import,
                                      const JournalImported *from, int64_t number)
{
    char uuid[ORDER_UUID_SIZE];
    fixture_uuid(0x900, number, uuid);
    Arena scratch = fixture->arena;
    Bytes snapshot =
        fixture_order(&scratch, uuid, number, 2, "11111111-0000-4000-8000-00000000000a");
    return import_bytes(fixture, import, from, snapshot);
}

static void start(Fixture *fixture)
{
    if (!fixture_start(fixture))
        fail_msg("%s", fixture->error.message);
    assert_int_equal(fixture->recovered.damaged_records, 0);
}

static void an_order_is_taken_once_and_waits_with_its_origin(void **state)
{
    (void)state;
    Fixture fixture;
    make_lane(&fixture);
    JournalImported waiting = from_shop(OUR_SHOP, JOURNAL_SERVER_WAITING);
    JournalImported refused = from_shop(OUR_SHOP, JOURNAL_SERVER_REFUSED);
    JournalImport *import = open_import(&fixture, false, false);
    assert_int_equal(import_one(&fixture, import, &waiting, 40).end, JOURNAL_IMPORT_TAKEN);
    assert_int_equal(import_one(&fixture, import, &refused, 41).end, JOURNAL_IMPORT_TAKEN_REFUSED);
    assert_int_equal(import_one(&fixture, import, &waiting, 40).end, JOURNAL_IMPORT_KNOWN);
    journal_import_close(import);
    import = open_import(&fixture, false, false);
    assert_int_equal(import_one(&fixture, import, &waiting, 40).end, JOURNAL_IMPORT_KNOWN);
    assert_int_equal(import_one(&fixture, import, &waiting, 41).end, JOURNAL_IMPORT_KNOWN);
    journal_import_close(import);
    start(&fixture);
    const JournalRecovered *found = &fixture.recovered;
    assert_int_equal(found->pending_count, 2); // the lane's own sale was confirmed
    assert_string_equal(found->pending[0].origin, OUR_SHOP);
    assert_int_equal(found->pending[0].state, JOURNAL_SERVER_WAITING);
    assert_int_equal(found->pending[0].number.counter, 40);
    assert_int_equal(found->pending[1].state, JOURNAL_SERVER_REFUSED);
    assert_string_equal(found->pending[1].words, "no such article");
    assert_int_equal(found->pending[1].server_id, 77);
    assert_int_equal(found->counter_last, 41); // no number of theirs comes again
    // Its own sales belong to the server of the session.
    assert_true(fixture_sell(&fixture));
    assert_true(fixture_sell(&fixture));
    fixture_stop(&fixture);
    start(&fixture);
    assert_true(found->pending_count > 2);
    for (int32_t i = 0; i < found->pending_count; i++)
        assert_string_equal(found->pending[i].origin, OUR_SHOP);
    fixture_release(&fixture);
}

static void an_order_keeps_its_repairs(void **state)
{
    (void)state;
    Fixture fixture;
    JournalOrders orders;
    make_lane(&fixture);
    OrderRepairs repairs = {
        .count = 2,
        .items = {{ORDER_REPAIR_REFERENCE, 40, 90, 16, 2}, {ORDER_REPAIR_SESSION, 16, 17, 0, 0}}};
    JournalImportResult result;
    JournalImported from = from_shop(OUR_SHOP, JOURNAL_SERVER_REFUSED);
    char uuid[ORDER_UUID_SIZE];
    fixture_uuid(0x900, 40, uuid);
    Arena scratch = fixture.arena;
    Bytes snapshot = fixture_order(&scratch, uuid, 40, 2, "11111111-0000-4000-8000-00000000000a");
    JournalImport *import = open_import(&fixture, false, false);
    assert_true(journal_import_order(import, &from, &repairs, snapshot, &result, &fixture.error));
    assert_int_equal(result.end, JOURNAL_IMPORT_TAKEN_REFUSED);
    assert_string_equal(result.reference, "Order 00016-002-0090");
    // Another one that has either number is not taken for it.
    assert_int_equal(import_one(&fixture, import, &from, 40).end, JOURNAL_IMPORT_KNOWN);
    journal_import_close(import);
    start(&fixture);
    assert_int_equal(fixture.recovered.pending_count, 1);
    const JournalPending *pending = &fixture.recovered.pending[0];
    assert_int_equal(pending->repairs.count, 2);
    assert_int_equal(order_repaired(&pending->repairs, ORDER_REPAIR_SESSION, 16), 17);
    assert_int_equal(fixture.recovered.counter_last, 90);
    assert_true(journal_orders_read(&fixture.os, FIXTURE_FOLDER, &orders, &fixture.error));
    const JournalPaidOrder *order = journal_orders_find(&orders, uuid);
    assert_non_null(order);
    assert_string_equal(order->reference, "Order 00016-002-0090");
    assert_int_equal(order->repairs.count, 2);
    journal_orders_release(&orders);
    assert_true(fixture_confirm_all(&fixture));
    fixture_release(&fixture);
}

static void what_had_ended_is_kept_and_not_sent(void **state)
{
    (void)state;
    Fixture fixture;
    make_lane(&fixture);
    JournalImported confirmed = from_shop(OUR_SHOP, JOURNAL_SERVER_CONFIRMED);
    JournalImported settled = from_shop(OUR_SHOP, JOURNAL_SERVER_SETTLED);
    JournalImport *import = open_import(&fixture, false, false);
    assert_int_equal(import_one(&fixture, import, &confirmed, 50).end, JOURNAL_IMPORT_KEPT);
    assert_int_equal(import_one(&fixture, import, &settled, 51).end, JOURNAL_IMPORT_KEPT);
    journal_import_close(import);
    start(&fixture);
    assert_int_equal(fixture.recovered.pending_count, 0);
    assert_int_equal(fixture.recovered.case_count, 0);
    assert_int_equal(fixture.recovered.counter_last, 51);
    fixture_stop(&fixture);
    import = open_import(&fixture, false, false);
    assert_int_equal(import_one(&fixture, import, &confirmed, 50).end, JOURNAL_IMPORT_KNOWN);
    journal_import_close(import);
    fixture_release(&fixture);
}

static void an_order_of_another_server_is_refused_or_a_case(void **state)
{
    (void)state;
    Fixture fixture;
    make_lane(&fixture);
    JournalImported other = from_shop(OTHER_SHOP, JOURNAL_SERVER_WAITING);
    JournalImport *import = open_import(&fixture, false, false);
    JournalImportResult result = import_one(&fixture, import, &other, 60);
    assert_int_equal(result.end, JOURNAL_IMPORT_REFUSED);
    assert_non_null(strstr(result.words, "training"));
    journal_import_close(import);
    import = open_import(&fixture, false, true);
    assert_int_equal(import_one(&fixture, import, &other, 60).end, JOURNAL_IMPORT_TAKEN_AS_CASE);
    assert_int_equal(import_one(&fixture, import, &other, 60).end, JOURNAL_IMPORT_KNOWN);
    journal_import_close(import);
    start(&fixture);
    assert_int_equal(fixture.recovered.pending_count, 0);
    assert_int_equal(fixture.recovered.case_count, 1);
    assert_true(fixture.recovered.counter_last < 60); // a number of another server's
    JournalCase open = fixture.recovered.cases[0];
    assert_int_equal(open.intent.amount.minor, 6000);
    assert_non_null(strstr(open.intent.words, "training"));
    open.intent.outcome = JOURNAL_INTENT_SETTLED; // as an attendant does it
    assert_true(fixture_append(
        &fixture, JOURNAL_INTENT_RESULT,
        journal_encode_intent_result(&open.intent, open.order_uuid, &fixture.arena)));
    fixture_stop(&fixture);
    start(&fixture);
    assert_int_equal(fixture.recovered.case_count, 0);
    fixture_release(&fixture);
}

static void expect_refused(Fixture *fixture, JournalImport *import, Bytes snapshot,
                           const char *words)
{
    JournalImported from = from_shop(OUR_SHOP, JOURNAL_SERVER_WAITING);
    JournalImportResult result = import_bytes(fixture, import, &from, snapshot);
    assert_int_equal(result.end, JOURNAL_IMPORT_REFUSED);
    if (!strstr(result.words, words))
        fail_msg("'%s' does not say '%s'", result.words, words);
}

static void what_is_no_paid_order_is_refused(void **state)
{
    (void)state;
    Fixture fixture;
    make_lane(&fixture);
    JournalImport *import = open_import(&fixture, false, false);
    char uuid[ORDER_UUID_SIZE];
    const char *intent = "11111111-0000-4000-8000-00000000000a";
    fixture_uuid(0x900, 1, uuid);
    expect_refused(&fixture, import, (Bytes){(const uint8_t *)"rubbish", 7}, "");
    expect_refused(&fixture, import, (Bytes){0}, "");
    expect_refused(&fixture, import, fixture_order(&fixture.arena, uuid, 70, 1, NULL), "not paid");
    expect_refused(&fixture, import, fixture_order(&fixture.arena, uuid, 0, 1, intent), "not paid");
    expect_refused(&fixture, import, fixture_order(&fixture.arena, uuid, 20000000, 1, intent),
                   "far beyond");
    expect_refused(&fixture, import,
                   fixture_order(&fixture.arena, uuid, (int64_t)INT32_MAX + 1, 1, intent),
                   "far beyond");
    // The number of an order that this lane sold, under another uuid.
    expect_refused(&fixture, import, fixture_order(&fixture.arena, uuid, 1, 1, intent),
                   "another order");
    journal_import_close(import);
    start(&fixture);
    assert_int_equal(fixture.recovered.pending_count, 0);
    fixture_release(&fixture);
}

static void a_dry_run_changes_nothing_even_beside_a_kiosk(void **state)
{
    (void)state;
    Fixture fixture;
    make_lane(&fixture);
    start(&fixture); // a kiosk runs
    Bytes bytes;
    assert_true(fake_os_peek(fixture.fake, SEGMENT_1, &bytes));
    uint8_t *before = malloc(bytes.size);
    assert_non_null(before);
    memcpy(before, bytes.data, bytes.size);
    JournalImported waiting = from_shop(OUR_SHOP, JOURNAL_SERVER_WAITING);
    JournalImport *import = open_import(&fixture, true, false);
    assert_int_equal(import_one(&fixture, import, &waiting, 40).end, JOURNAL_IMPORT_TAKEN);
    assert_int_equal(import_one(&fixture, import, &waiting, 40).end, JOURNAL_IMPORT_KNOWN);
    journal_import_close(import);
    assert_true(fake_os_peek(fixture.fake, SEGMENT_1, &bytes));
    assert_memory_equal(bytes.data, before, bytes.size);
    free(before);
    JournalImportWish wish = {0};
    assert_false(journal_import_open(&fixture.os, FIXTURE_FOLDER, &wish, &import, &fixture.error));
    assert_int_equal(fixture.error.kind, ERROR_BUSY);
    fixture_release(&fixture);
}

static void a_folder_without_journal_or_session_is_told(void **state)
{
    (void)state;
    Fixture fixture;
    JournalImport *import = NULL;
    JournalImportWish wish = {0};
    fixture_init(&fixture, fake_os_create(52));
    assert_false(journal_import_open(&fixture.os, FIXTURE_FOLDER, &wish, &import, &fixture.error));
    assert_true(fixture_start(&fixture));
    fixture_stop(&fixture);
    assert_false(journal_import_open(&fixture.os, FIXTURE_FOLDER, &wish, &import, &fixture.error));
    assert_int_equal(fixture.error.kind, ERROR_INVALID);
    assert_non_null(strstr(fixture.error.message, "session"));
    start(&fixture); // its lock was let go of
    fixture_release(&fixture);
}

static void an_order_of_which_a_digest_stays_is_known(void **state)
{
    (void)state;
    Fixture fixture;
    JournalSession session = {16, 1, 3, 5, "POS/16", OUR_SHOP, 1700000000000};
    fixture_init(&fixture, fake_os_create(53));
    fixture.segment_size_max = 8 << 10;
    assert_true(fixture_start(&fixture));
    assert_true(fixture_append(&fixture, JOURNAL_SESSION,
                               journal_encode_session(&session, &fixture.arena)));
    for (int32_t i = 0; i < 4; i++)
        assert_true(fixture_sell(&fixture));
    assert_true(fixture_confirm_all(&fixture));
    assert_true(fixture_sell(&fixture));
    assert_true(fixture_compact(&fixture));
    fixture_stop(&fixture);
    JournalImported waiting = from_shop(OUR_SHOP, JOURNAL_SERVER_WAITING);
    JournalImport *import = open_import(&fixture, false, false);
    Bytes again = fixture_order(&fixture.arena, fixture.sales[0].uuid, fixture.sales[0].counter, 1,
                                fixture.sales[0].intent_id);
    assert_int_equal(import_bytes(&fixture, import, &waiting, again).end, JOURNAL_IMPORT_KNOWN);
    journal_import_close(import);
    fixture_release(&fixture);
}

// Imported orders end like others: confirmed, then removed with a digest.
static void imported_orders_are_digested_in_their_time(void **state)
{
    (void)state;
    Fixture fixture;
    make_lane(&fixture);
    JournalImported waiting = from_shop(OUR_SHOP, JOURNAL_SERVER_WAITING);
    JournalImported confirmed = from_shop(OUR_SHOP, JOURNAL_SERVER_CONFIRMED);
    JournalImport *import = open_import(&fixture, false, false);
    import_one(&fixture, import, &waiting, 40);
    import_one(&fixture, import, &confirmed, 41);
    journal_import_close(import);
    start(&fixture);
    JournalServerNote note = {.state = JOURNAL_SERVER_CONFIRMED, .server_id = 90};
    fixture_uuid(0x900, 40, note.uuid);
    assert_true(
        fixture_append(&fixture, JOURNAL_SERVER, journal_encode_server(&note, &fixture.arena)));
    journal_writer_limit_segments(fixture.writer, 8 << 10);
    assert_true(fixture_sell(&fixture)); // begins a segment
    assert_true(fixture_compact(&fixture));
    Bytes bytes;
    assert_false(fake_os_peek(fixture.fake, SEGMENT_1, &bytes));
    JournalOrders orders;
    assert_true(journal_orders_read(&fixture.os, FIXTURE_FOLDER, &orders, &fixture.error));
    for (int64_t number = 40; number <= 41; number++) {
        char uuid[ORDER_UUID_SIZE];
        fixture_uuid(0x900, number, uuid);
        const JournalPaidOrder *order = journal_orders_find(&orders, uuid);
        assert_non_null(order);
        assert_true(order->digested);
        assert_int_equal(order->state, JOURNAL_SERVER_CONFIRMED);
        assert_int_equal(order->server_id, number == 40 ? 90 : 77);
    }
    journal_orders_release(&orders);
    fixture_release(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_order_is_taken_once_and_waits_with_its_origin),
        cmocka_unit_test(an_order_keeps_its_repairs),
        cmocka_unit_test(what_had_ended_is_kept_and_not_sent),
        cmocka_unit_test(an_order_of_another_server_is_refused_or_a_case),
        cmocka_unit_test(what_is_no_paid_order_is_refused),
        cmocka_unit_test(a_dry_run_changes_nothing_even_beside_a_kiosk),
        cmocka_unit_test(a_folder_without_journal_or_session_is_told),
        cmocka_unit_test(an_order_of_which_a_digest_stays_is_known),
        cmocka_unit_test(imported_orders_are_digested_in_their_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
