/* P10: what is old and done goes, its digest stays, and whoever reads the journal can tell that it
 * went rightly. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "journal/journal_compact.h"
#include "journal/journal_fixture.h"
#include "journal/journal_orders.h"
#include "journal/journal_read.h"

#define SEGMENT_1 FIXTURE_FOLDER "/journal-00000001.wal"
#define SEGMENT_2 FIXTURE_FOLDER "/journal-00000002.wal"

static void sell(Fixture *fixture, int32_t count)
{
    for (int32_t i = 0; i < count; i++)
        if (!fixture_sell(fixture))
            fail_msg("%s", fixture->error.message);
}

// Six sales, all confirmed, in small segments; a seventh begins a segment that needs none of them.
static void make_old_journal(Fixture *fixture)
{
    fixture_init(fixture, fake_os_create(11));
    fixture->segment_size_max = 8 << 10;
    assert_true(fixture_start(fixture));
    sell(fixture, 6);
    assert_true(fixture_confirm_all(fixture));
    sell(fixture, 2);
}

static void expect_clean(Fixture *fixture)
{
    char what[160];
    int32_t records;
    if (fixture_verify(fixture, what, &records) != 0)
        fail_msg("verify: %s", what);
}

static void old_segments_go_and_their_digests_stay(void **state)
{
    (void)state;
    Fixture fixture;
    make_old_journal(&fixture);
    int32_t before = fixture_segment_count(&fixture);
    assert_true(fixture_compact(&fixture));
    assert_true(fixture_segment_count(&fixture) < before / 2);
    Bytes bytes;
    assert_false(fake_os_peek(fixture.fake, SEGMENT_1, &bytes));
    expect_clean(&fixture);
    fixture_check_known(&fixture);
    // The digests may have begun a segment, and a second run finds one more: then nothing is left.
    assert_true(fixture_compact(&fixture));
    expect_clean(&fixture);
    sell(&fixture, 1);
    fixture_stop(&fixture);
    assert_true(fixture_start(&fixture));
    assert_int_equal(fixture.recovered.damaged_records, 0);
    fixture_check_recovered(&fixture, &fixture.recovered);
    fixture_release(&fixture);
}

static void digests_of_removed_segments_move_on(void **state)
{
    (void)state;
    Fixture fixture;
    make_old_journal(&fixture);
    for (int32_t round = 0; round < 4; round++) {
        assert_true(fixture_compact(&fixture));
        expect_clean(&fixture);
        fixture_check_known(&fixture);
        sell(&fixture, 2);
        assert_true(fixture_confirm_all(&fixture));
        sell(&fixture, 2);
    }
    assert_true(fixture_compact(&fixture));
    fixture_stop(&fixture);
    assert_true(fixture_start(&fixture));
    assert_int_equal(fixture.recovered.damaged_records, 0);
    expect_clean(&fixture);
    fixture_check_known(&fixture);
    fixture_release(&fixture);
}

// Its paid record goes, its new name stands in a segment that stays.
static void an_order_that_got_a_new_number_later_is_digested_under_it(void **state)
{
    (void)state;
    Fixture fixture;
    JournalOrders orders;
    fixture_init(&fixture, fake_os_create(14));
    fixture.segment_size_max = 8 << 10;
    assert_true(fixture_start(&fixture));
    sell(&fixture, 6); // the second one is drafted, not confirmed
    assert_true(fixture_segment_count(&fixture) > 2);
    JournalRepair repair = {.repair = {.kind = ORDER_REPAIR_REFERENCE,
                                       .old_id = 2,
                                       .session_id = 9,
                                       .login_number = 8,
                                       .new_id = 77},
                            .attendant = "Maya K.",
                            .at_unix_ms = fixture.unix_ms};
    snprintf(repair.order_uuid, sizeof repair.order_uuid, "%s", fixture.sales[1].uuid);
    if (!fixture_append(&fixture, JOURNAL_REPAIR, journal_encode_repair(&repair, &fixture.arena)))
        fail_msg("%s", fixture.error.message);
    assert_true(fixture_confirm_all(&fixture));
    sell(&fixture, 2);
    assert_true(fixture_compact(&fixture));
    Bytes bytes;
    assert_false(fake_os_peek(fixture.fake, SEGMENT_1, &bytes));
    assert_true(journal_orders_read(&fixture.os, FIXTURE_FOLDER, &orders, &fixture.error));
    const JournalPaidOrder *order = journal_orders_find(&orders, fixture.sales[1].uuid);
    assert_non_null(order);
    assert_true(order->digested);
    assert_string_equal(order->reference, "Order 00009-008-0077");
    journal_orders_release(&orders);
    fixture_release(&fixture);
}

static void what_waits_or_is_young_stays(void **state)
{
    (void)state;
    Fixture fixture;
    fixture_init(&fixture, fake_os_create(12));
    fixture.segment_size_max = 8 << 10;
    assert_true(fixture_start(&fixture));
    sell(&fixture, 6); // the second one is drafted, not confirmed
    int32_t count = fixture_segment_count(&fixture);
    assert_true(fixture_compact(&fixture));
    assert_true(fixture_segment_count(&fixture) >= count - 2);
    assert_true(fixture_confirm_all(&fixture));
    sell(&fixture, 1);
    count = fixture_segment_count(&fixture);
    JournalCompact *compact = journal_compact_create();
    journal_compact_begin(compact, 1700000000000); // older than every record
    while (journal_compact_is_busy(compact))
        assert_true(journal_compact_step(compact, fixture.writer, &fixture.error));
    journal_compact_destroy(compact);
    assert_int_equal(fixture_segment_count(&fixture), count);
    fixture_release(&fixture);
}

static void a_segment_with_anything_wrong_in_it_stays(void **state)
{
    (void)state;
    Fixture fixture;
    make_old_journal(&fixture);
    uint8_t changed = 0x5a;
    fake_os_poke(fixture.fake, SEGMENT_1, JOURNAL_RECORDS_AT + 300, &changed, 1);
    assert_true(fixture_compact(&fixture));
    Bytes bytes;
    assert_true(fake_os_peek(fixture.fake, SEGMENT_1, &bytes));
    assert_false(fake_os_peek(fixture.fake, SEGMENT_2, &bytes)); // those behind it go
    char what[160];
    int32_t records;
    assert_true(fixture_verify(&fixture, what, &records) > 0);
    if (!strstr(what, "in segment 1 can't be read"))
        fail_msg("%s", what);
    fixture_release(&fixture);
}

static void a_missing_segment_without_a_digest_is_still_reported(void **state)
{
    (void)state;
    Fixture fixture;
    make_old_journal(&fixture);
    assert_true(fixture_compact(&fixture));
    sell(&fixture, 1);
    assert_true(fixture_confirm_all(&fixture));
    fixture_stop(&fixture);
    JournalSegmentList list;
    assert_true(journal_folder_list(&fixture.os, FIXTURE_FOLDER, &list, &fixture.error));
    assert_true(list.count >= 2);
    char path[JOURNAL_PATH_SIZE], what[160], wanted[160];
    int32_t records;
    assert_true(
        journal_segment_path(FIXTURE_FOLDER, list.numbers[0], ".wal", path, &fixture.error));
    fake_os_drop(fixture.fake, path);
    snprintf(wanted, sizeof wanted, "segment %d is missing", (int)list.numbers[0]);
    assert_true(fixture_verify(&fixture, what, &records) > 0);
    assert_string_equal(what, wanted);
    journal_folder_list_release(&list);
    fixture_release(&fixture);
}

// An old copy of a removed segment, put back, is read again: and must fit.
static void the_chain_leads_through_a_digest(void **state)
{
    (void)state;
    Fixture fixture, other;
    make_old_journal(&fixture);
    fixture_init(&other, fake_os_create(13)); // another lane's first segment
    assert_true(fixture_start(&other));
    sell(&other, 1);
    fixture_stop(&other);
    Bytes bytes;
    assert_true(fake_os_peek(fixture.fake, SEGMENT_1, &bytes));
    uint8_t *own = malloc(bytes.size);
    assert_non_null(own);
    memcpy(own, bytes.data, bytes.size);
    size_t size = bytes.size;
    assert_true(fixture_compact(&fixture));
    fake_os_put(fixture.fake, SEGMENT_1, (Bytes){own, size});
    expect_clean(&fixture);
    free(own);
    assert_true(fake_os_peek(other.fake, SEGMENT_1, &bytes));
    fake_os_put(fixture.fake, SEGMENT_1, bytes);
    char what[160];
    int32_t records;
    assert_true(fixture_verify(&fixture, what, &records) > 0);
    fixture_release(&other);
    fixture_release(&fixture);
}

static void a_digest_from_outside_is_not_taken(void **state)
{
    (void)state;
    Fixture fixture;
    make_old_journal(&fixture);
    JournalDigest digest = {.segment = 1, .part_count = 1, .sequence_first = 1, .sequence_last = 9};
    assert_false(fixture_append(&fixture, JOURNAL_DIGEST,
                                journal_encode_digest(&digest, NULL, &fixture.arena)));
    assert_int_equal(fixture.error.kind, ERROR_INVALID);
    sell(&fixture, 1);
    fixture_release(&fixture);
}

// Somebody who knows the format, but not the key, wants a segment to be removed.
static void a_forged_digest_removes_nothing(void **state)
{
    (void)state;
    Fixture fixture;
    make_old_journal(&fixture);
    fixture_stop(&fixture);
    JournalSegmentList list;
    JournalSegment segment;
    JournalRecord record = {0}, last = {0};
    JournalGap gap;
    char path[JOURNAL_PATH_SIZE];
    Bytes bytes;
    assert_true(journal_folder_list(&fixture.os, FIXTURE_FOLDER, &list, &fixture.error));
    assert_true(journal_segment_path(FIXTURE_FOLDER, list.numbers[list.count - 1], ".wal", path,
                                     &fixture.error));
    assert_true(fake_os_peek(fixture.fake, path, &bytes));
    journal_segment_from_bytes(bytes, &segment);
    while (journal_segment_next(&segment, &record, &gap) == JOURNAL_FOUND_RECORD)
        last = record;
    JournalDigest digest = {.segment = 1, .part_count = 1, .sequence_first = 1, .sequence_last = 9};
    JournalRecord forged = {.kind = JOURNAL_DIGEST,
                            .sequence = last.sequence + 1,
                            .counter = last.counter,
                            .payload = journal_encode_digest(&digest, NULL, &fixture.arena)};
    uint8_t room[1024];
    size_t size = journal_record_encode(&forged, segment.crc_seed, room);
    fake_os_poke(fixture.fake, path, segment.position, room, size);
    journal_segment_release(&segment);
    journal_folder_list_release(&list);
    assert_true(fixture_start(&fixture));
    assert_true(fixture.recovered.damaged_records > 0);
    assert_true(fake_os_peek(fixture.fake, SEGMENT_1, &bytes));
    fake_os_drop(fixture.fake, SEGMENT_1);
    char what[160];
    int32_t records;
    assert_true(fixture_verify(&fixture, what, &records) > 0);
    fixture_release(&fixture);
}

static void a_digest_is_split_by_currency_and_size_and_put_together(void **state)
{
    (void)state;
    JournalDigestSet set = {0};
    JournalDigest digest = {.segment = 7, .part_count = 3, .sequence_first = 5, .sequence_last = 9};
    for (int32_t part = 0; part < 3; part++) {
        assert_null(journal_digest_set_find(&set, 7));
        digest.part = 2 - part;
        journal_digest_set_add(&set, &digest);
    }
    assert_non_null(journal_digest_set_find(&set, 7));
    assert_null(journal_digest_set_find(&set, 8));
    journal_digest_set_release(&set);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(old_segments_go_and_their_digests_stay),
        cmocka_unit_test(digests_of_removed_segments_move_on),
        cmocka_unit_test(an_order_that_got_a_new_number_later_is_digested_under_it),
        cmocka_unit_test(what_waits_or_is_young_stays),
        cmocka_unit_test(a_segment_with_anything_wrong_in_it_stays),
        cmocka_unit_test(a_missing_segment_without_a_digest_is_still_reported),
        cmocka_unit_test(the_chain_leads_through_a_digest),
        cmocka_unit_test(a_digest_from_outside_is_not_taken),
        cmocka_unit_test(a_forged_digest_removes_nothing),
        cmocka_unit_test(a_digest_is_split_by_currency_and_size_and_put_together),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
