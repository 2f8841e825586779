/* The bytes: docs/journal_format.md shows what the code writes, and payloads come back as they went
 * in. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "journal/journal_digest.h"
#include "journal/journal_fixture.h"
#include "journal/journal_records.h"

// Lines of "00001000  d1 4b 52 7e ..." for every 16 bytes that are not all zero.
static size_t print_hex(Bytes bytes, char *out)
{
    size_t used = 0;
    for (size_t at = 0; at < bytes.size; at += 16) {
        bool zero = true;
        for (size_t i = 0; i < 16; i++)
            zero = zero && bytes.data[at + i] == 0;
        if (zero)
            continue;
        used += (size_t)sprintf(out + used, "    %05zx ", at);
        for (size_t i = 0; i < 16; i++)
            used += (size_t)sprintf(out + used, " %02x", bytes.data[at + i]);
        used += (size_t)sprintf(out + used, "\n");
    }
    return used;
}

static void the_example_of_the_document_is_what_the_code_writes(void **state)
{
    (void)state;
    Fixture fixture;
    fixture_init(&fixture, fake_os_create(1));
    uint8_t key[JOURNAL_KEY_SIZE];
    for (size_t i = 0; i < sizeof key; i++)
        key[i] = (uint8_t)i;
    Error error;
    assert_true(fixture.os.files.make_directory(fixture.fake, FIXTURE_FOLDER, &error));
    fake_os_put(fixture.fake, FIXTURE_FOLDER "/device.key", (Bytes){key, sizeof key});
    fake_os_set_counting_random(fixture.fake, 0xa0);
    assert_true(fixture_start(&fixture));
    assert_true(
        fixture_append(&fixture, JOURNAL_TIME, journal_encode_time(1700000000123, &fixture.arena)));
    fixture_stop(&fixture);
    Bytes segment;
    assert_true(fake_os_peek(fixture.fake, FIXTURE_FOLDER "/journal-00000001.wal", &segment));
    static char wanted[16384];
    size_t size = print_hex(segment, wanted);
    const char *path = getenv("KIOSK_JOURNAL_DOCUMENT");
    if (!path) {
        fputs(wanted, stderr); // for whoever writes the document
        fixture_release(&fixture);
        skip();
    }
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    static char document[65536];
    document[fread(document, 1, sizeof document - 1, file)] = 0;
    fclose(file);
    assert_true(size > 300);
    if (!strstr(document, wanted))
        fail_msg("the example should be:\n%s", wanted);
    fixture_release(&fixture);
}

static Arena arena;
static Error error;

// Every shorter payload, and every payload with one byte changed, is refused or read: never more
// than it has.
static void decode_all(JournalKind kind, Bytes payload)
{
    static Order order;
    JournalSubject subject;
    for (size_t size = 0; size < payload.size; size++) {
        uint8_t *copy = malloc(size + 1); // exactly as large, for the address sanitizer
        assert_non_null(copy);
        memcpy(copy, payload.data, size);
        assert_false(journal_describe(kind, (Bytes){copy, size}, &order, &subject, &error));
        free(copy);
    }
    uint8_t *copy = malloc(payload.size);
    assert_non_null(copy);
    for (size_t at = 0; at < payload.size; at++)
        for (int32_t value = 0; value < 256; value++) {
            memcpy(copy, payload.data, payload.size);
            copy[at] = (uint8_t)value;
            (void)!journal_describe(kind, (Bytes){copy, payload.size}, &order, &subject, &error);
        }
    free(copy);
    assert_true(journal_describe(kind, payload, &order, &subject, &error));
}

static void payloads_come_back_as_they_went_in(void **state)
{
    (void)state;
    JournalSession session = {1, -2, 3, INT32_MAX, "POS/1", "https://a|b", 1700000000000},
                   session_back;
    Bytes payload = journal_encode_session(&session, &arena);
    assert_true(journal_decode_session(payload, &session_back, &error));
    assert_memory_equal(&session, &session_back, sizeof session);
    decode_all(JOURNAL_SESSION, payload);

    JournalIntent intent, intent_back;
    memset(&intent, 0, sizeof intent);
    intent.method_id = 5;
    intent.amount.minor = -123456789012;
    intent.asked_unix_ms = 77;
    intent.outcome = JOURNAL_INTENT_UNKNOWN;
    strcpy(intent.intent_id, "11111111-0000-4000-8000-00000000000a");
    strcpy(intent.words, "keine Antwort \xc3\xa4");
    char uuid[ORDER_UUID_SIZE];
    payload = journal_encode_intent_result(&intent, "aaaaaaaa-0000-4000-8000-000000000001", &arena);
    memset(&intent_back, 0, sizeof intent_back);
    assert_true(journal_decode_intent_result(payload, &intent_back, uuid, &error));
    assert_string_equal(uuid, "aaaaaaaa-0000-4000-8000-000000000001");
    assert_int_equal(intent_back.amount.minor, intent.amount.minor);
    assert_string_equal(intent_back.words, intent.words);
    assert_int_equal(intent_back.outcome, intent.outcome);
    decode_all(JOURNAL_INTENT_RESULT, payload);

    Bytes snapshot, order = fixture_order(&arena, uuid, 3, 1, NULL);
    payload = journal_encode_intent(&intent, order, &arena);
    assert_true(journal_decode_intent(payload, &intent_back, &snapshot, &error));
    assert_int_equal(snapshot.size, order.size);
    assert_memory_equal(snapshot.data, order.data, order.size);

    JournalAttendantNote note = {"Ada", "price", "", -7, "1.00", "0.50", "dented", 99}, note_back;
    payload = journal_encode_attendant(&note, &arena);
    assert_true(journal_decode_attendant(payload, &note_back, &error));
    assert_string_equal(note_back.reason, "dented");
    assert_int_equal(note_back.line_id, -7);
    decode_all(JOURNAL_ATTENDANT, payload);
    JournalRepair repair = {"aaaaaaaa-0000-4000-8000-000000000001",
                            {.kind = ORDER_REPAIR_ARTICLE, .old_id = 31, .new_id = 90},
                            "Ada",
                            "Constraint: product",
                            98},
                  repair_back;
    payload = journal_encode_repair(&repair, &arena);
    assert_true(journal_decode_repair(payload, &repair_back, &error));
    assert_memory_equal(&repair_back, &repair, sizeof repair);
    decode_all(JOURNAL_REPAIR, payload);
    repair.repair =
        (OrderRepair){.kind = ORDER_REPAIR_SESSION, .old_id = 5, .new_id = 0}; // into no session
    assert_false(
        journal_decode_repair(journal_encode_repair(&repair, &arena), &repair_back, &error));
    char how[32];
    payload = journal_encode_receipt(uuid, "printed", &arena);
    assert_true(journal_decode_receipt(payload, uuid, how, &error));
    assert_string_equal(how, "printed");
    decode_all(JOURNAL_RECEIPT, payload);
    decode_all(JOURNAL_TIME, journal_encode_time(1700000000000, &arena));
    JournalSignIn sign_in = {4, 2, true, 1700000000000}, sign_in_back;
    payload = journal_encode_sign_in(&sign_in, &arena);
    assert_true(journal_decode_sign_in(payload, &sign_in_back, &error));
    assert_memory_equal(&sign_in_back, &sign_in, sizeof sign_in);
    decode_all(JOURNAL_SIGN_IN, payload);
    JournalSegmentStart start = {.previous_segment = 3,
                                 .previous_chain = {1, 2},
                                 .first_needed = 2,
                                 .counter_last = 55,
                                 .time_last_unix_ms = 1700000000000,
                                 .has_session = true,
                                 .session = session},
                        start_back;
    payload = journal_encode_segment(&start, &arena);
    assert_true(journal_decode_segment(payload, &start_back, &error));
    assert_int_equal(start_back.counter_last, 55);
    assert_true(start_back.has_session);
    assert_false(start_back.has_device);
    decode_all(JOURNAL_SEGMENT, payload);
    start.has_device = true;
    start.device = (JournalDevice){{1, 2, 3}, JOURNAL_ADOPTED_ATTENDANT, "Ada", 99};
    payload = journal_encode_segment(&start, &arena);
    assert_true(journal_decode_segment(payload, &start_back, &error));
    assert_memory_equal(start_back.device.identity, start.device.identity, JOURNAL_IDENTITY_SIZE);
    assert_string_equal(start_back.device.attendant, "Ada");
    decode_all(JOURNAL_SEGMENT, payload);
}

static void a_closed_day_comes_back_as_it_went_in(void **state)
{
    (void)state;
    JournalDay day, back;
    memset(&day, 0, sizeof day);
    DayFigures *figures = &day.figures;
    figures->session_id = 12;
    strcpy(figures->session_name, "POS/00012");
    strcpy(figures->currency.code, "EUR");
    figures->currency.decimals = 2;
    figures->order_count = 41;
    figures->total.minor = 123456;
    figures->counts_cash = true;
    figures->cash_expected.minor = 10693;
    figures->method_count = DAY_METHODS_MAX;
    for (int32_t i = 0; i < figures->method_count; i++) {
        figures->methods[i].id = i + 1;
        strcpy(figures->methods[i].name, i == 0 ? "Cash" : "Card");
        figures->methods[i].taken.minor = 7716 - i;
        figures->methods[i].payments = i;
        figures->methods[i].is_cash = i == 0;
    }
    day.counted = true;
    day.cash_counted.minor = 10650;
    strcpy(day.attendant, "Ada");
    day.at_unix_ms = 1700000000000;
    memset(day.chain_head, 0xab, sizeof day.chain_head);
    Bytes payload = journal_encode_day(&day, &arena);
    assert_true(journal_decode_day(payload, &back, &error));
    assert_memory_equal(&back, &day, sizeof day);
    decode_all(JOURNAL_DAY, payload);
    JournalDevice device = {{9, 8, 7}, JOURNAL_ADOPTED_FIRST, "", 77};
    decode_all(JOURNAL_DEVICE, journal_encode_device(&device, &arena));
}

static void a_new_reference_is_kept_and_its_number_never_used_again(void **state)
{
    (void)state;
    JournalRepair repair = {.order_uuid = "aaaaaaaa-0000-4000-8000-000000000001",
                            .repair = {.kind = ORDER_REPAIR_REFERENCE,
                                       .old_id = 7,
                                       .new_id = 41,
                                       .session_id = 12,
                                       .login_number = 3},
                            .attendant = "Ada",
                            .reason = "another order",
                            .at_unix_ms = 98},
                  back;
    static Order order;
    JournalSubject subject;
    Bytes payload = journal_encode_repair(&repair, &arena);
    assert_true(journal_decode_repair(payload, &back, &error));
    assert_int_equal(back.repair.session_id, 12);
    assert_int_equal(back.repair.login_number, 3);
    assert_int_equal(back.repair.new_id, 41);
    assert_string_equal(back.reason, "another order");
    assert_true(journal_describe(JOURNAL_REPAIR, payload, &order, &subject, &error));
    assert_int_equal(subject.counter, 41);
    decode_all(JOURNAL_REPAIR, payload);
}

static void imported_orders_and_digests_come_back_as_they_went_in(void **state)
{
    (void)state;
    char uuid[ORDER_UUID_SIZE];
    fixture_uuid(1, 1, uuid);
    JournalImported imported = {.lane = "Lane 2",
                                .origin = "https://odoo.shop.example shop",
                                .device = "0123456789abcdef",
                                .use = JOURNAL_IMPORT_KEEP,
                                .state = JOURNAL_SERVER_SETTLED,
                                .server_id = 9,
                                .words = "paid back",
                                .at_unix_ms = 1700000000000},
                    imported_back;
    Bytes snapshot, order = fixture_order(&arena, uuid, 3, 1, NULL);
    Bytes payload = journal_encode_imported(&imported, order, &arena);
    assert_true(journal_decode_imported(payload, &imported_back, &snapshot, &error));
    assert_memory_equal(&imported, &imported_back, sizeof imported);
    assert_memory_equal(snapshot.data, order.data, order.size);
    decode_all(JOURNAL_IMPORTED, payload);

    JournalDigest digest = {.segment = 3,
                            .part = 1,
                            .part_count = 2,
                            .sequence_first = 100,
                            .sequence_last = 200,
                            .time_last_unix_ms = 1700000000000,
                            .order_count = 1,
                            .attendant_count = 4,
                            .currency = "EUR",
                            .decimals = 2,
                            .sum = {1234},
                            .entry_count = 2},
                  digest_back;
    JournalDigestOrder orders[2] = {{.here = true,
                                     .total = {1234},
                                     .paid_unix_ms = 1700000000000,
                                     .state = JOURNAL_SERVER_CONFIRMED,
                                     .server_id = 77},
                                    {.state = JOURNAL_SERVER_SETTLED}};
    memcpy(orders[0].uuid, uuid, sizeof uuid);
    fixture_uuid(2, 2, orders[1].uuid);
    strcpy(orders[0].reference, "Order 00016-001-0003");
    journal_digest_hash(order, orders[0].hash);
    memset(digest.chain_before, 1, sizeof digest.chain_before);
    memset(digest.chain_after, 2, sizeof digest.chain_after);
    payload = journal_encode_digest(&digest, orders, &arena);
    JournalUnpack rest;
    assert_true(journal_decode_digest(payload, &digest_back, &rest, &error));
    assert_memory_equal(&digest, &digest_back, sizeof digest);
    for (int32_t i = 0; i < 2; i++) {
        JournalDigestOrder back;
        assert_true(journal_decode_digest_order(&rest, &back, &error));
        assert_memory_equal(&orders[i], &back, sizeof back);
    }
    assert_true(journal_unpack_end(&rest));
    decode_all(JOURNAL_DIGEST, payload);
}

static void a_later_version_of_a_payload_is_refused(void **state)
{
    (void)state;
    int64_t time;
    assert_false(journal_decode_time((Bytes){(const uint8_t *)"\x92\x02\x05", 3}, &time, &error));
    // Values added behind those that are known are no later version.
    assert_true(
        journal_decode_time((Bytes){(const uint8_t *)"\x94\x01\x05\xa1x\xc0", 6}, &time, &error));
    assert_int_equal(time, 5);
}

int main(void)
{
    arena_create(&arena, (size_t)16 << 20);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_example_of_the_document_is_what_the_code_writes),
        cmocka_unit_test(payloads_come_back_as_they_went_in),
        cmocka_unit_test(imported_orders_and_digests_come_back_as_they_went_in),
        cmocka_unit_test(a_closed_day_comes_back_as_it_went_in),
        cmocka_unit_test(a_new_reference_is_kept_and_its_number_never_used_again),
        cmocka_unit_test(a_later_version_of_a_payload_is_refused),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_destroy(&arena);
    return failed;
}
