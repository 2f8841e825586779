/* P10: whatever was changed, removed, inserted or cut is found, and the first place is named. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "journal/journal_fixture.h"
#include "journal/journal_verify.h"

#define SEGMENT_1 FIXTURE_FOLDER "/journal-00000001.wal"
#define SEGMENT_2 FIXTURE_FOLDER "/journal-00000002.wal"
#define KEY       FIXTURE_FOLDER "/device.key"

enum { RECORDS_MAX = 16 };

typedef struct Kept { // a copy of a file
    uint8_t *bytes;
    size_t size;
} Kept;

static Kept keep(Fixture *fixture, const char *path)
{
    Bytes bytes;
    assert_true(fake_os_peek(fixture->fake, path, &bytes));
    Kept kept = {malloc(bytes.size + 1), bytes.size};
    assert_non_null(kept.bytes);
    memcpy(kept.bytes, bytes.data, bytes.size);
    return kept;
}

static void put_back(Fixture *fixture, const char *path, Kept *kept)
{
    fake_os_put(fixture->fake, path, (Bytes){kept->bytes, kept->size});
    free(kept->bytes);
}

// Segment record, then five paid orders at 1,700,000,000,000 and the milliseconds after.
static void make_journal(Fixture *fixture, uint64_t seed)
{
    fixture_init(fixture, fake_os_create(seed));
    assert_true(fixture_start(fixture));
    for (int32_t i = 1; i <= 5; i++) {
        char uuid[ORDER_UUID_SIZE];
        fixture_uuid(i, i, uuid);
        assert_true(fixture_append(fixture, JOURNAL_PAID,
                                   fixture_order(&fixture->arena, uuid, i, 1, NULL)));
    }
    fixture_stop(fixture);
}

static JournalVerdict verify(Fixture *fixture, const char *head)
{
    JournalVerdict verdict;
    if (!journal_verify(&fixture->os, FIXTURE_FOLDER, head, &verdict, &fixture->error))
        fail_msg("%s", fixture->error.message);
    return verdict;
}

static void expect_first(Fixture *fixture, const char *broken, int64_t sequence, const char *kind)
{
    JournalVerdict verdict = verify(fixture, NULL);
    assert_true(verdict.break_count > 0);
    if (strcmp(verdict.first.broken, broken) != 0 || verdict.first.sequence != sequence ||
        strcmp(verdict.first.kind, kind) != 0)
        fail_msg("%s %s at record %lld: %s", verdict.first.broken, verdict.first.kind,
                 (long long)verdict.first.sequence, verdict.first.what);
    fixture_release(fixture);
}

typedef struct Places {
    size_t offset[RECORDS_MAX], size[RECORDS_MAX];
    int32_t count;
} Places;

static Places find_places(const Kept *file)
{
    Places places = {0};
    JournalSegment segment;
    JournalRecord record;
    JournalGap gap;
    journal_segment_from_bytes((Bytes){file->bytes, file->size}, &segment);
    while (journal_segment_next(&segment, &record, &gap) == JOURNAL_FOUND_RECORD) {
        places.offset[places.count] = record.offset;
        places.size[places.count++] = record.size;
    }
    journal_segment_release(&segment);
    return places;
}

// The records of segment 1 in another order, some twice, some not.
static void rearrange(Fixture *fixture, const int32_t *order, int32_t count)
{
    Kept from = keep(fixture, SEGMENT_1);
    Kept to = {calloc(1, from.size), from.size};
    assert_non_null(to.bytes);
    Places places = find_places(&from);
    memcpy(to.bytes, from.bytes, JOURNAL_RECORDS_AT);
    size_t at = JOURNAL_RECORDS_AT;
    for (int32_t i = 0; i < count; i++) {
        memcpy(to.bytes + at, from.bytes + places.offset[order[i]], places.size[order[i]]);
        at += places.size[order[i]];
    }
    put_back(fixture, SEGMENT_1, &to);
    free(from.bytes);
}

// Writes a record of the same form over record `index`, or before it, with a right CRC.
static void forge(Fixture *fixture, int32_t index, bool insert)
{
    Kept file = keep(fixture, SEGMENT_1);
    Places places = find_places(&file);
    JournalSegment segment;
    JournalRecord record;
    uint64_t work = 0;
    size_t at = places.offset[index], size = places.size[index];
    journal_segment_from_bytes((Bytes){file.bytes, file.size}, &segment);
    assert_true(journal_record_decode(segment.bytes + at, file.size - at, segment.crc_seed, &record,
                                      &work));
    record.unix_ms = 1234;
    if (insert)
        memmove(file.bytes + at + size, file.bytes + at, file.size - at - size);
    journal_record_encode(&record, segment.crc_seed, file.bytes + at);
    journal_segment_release(&segment);
    put_back(fixture, SEGMENT_1, &file);
}

static void a_whole_journal_is_whole(void **state)
{
    (void)state;
    Fixture fixture;
    make_journal(&fixture, 31);
    JournalVerdict verdict = verify(&fixture, NULL);
    assert_int_equal(verdict.break_count, 0);
    assert_int_equal(verdict.records, 6);
    assert_true(verdict.head_found);
    JournalHead head;
    assert_true(journal_head(&fixture.os, FIXTURE_FOLDER, &head, &fixture.error));
    assert_string_equal(head.digits, verdict.head.digits);
    assert_int_equal(head.sequence, 6);
    fixture_release(&fixture);
}

static void a_flipped_bit_is_named(void **state)
{
    (void)state;
    Fixture fixture;
    make_journal(&fixture, 32);
    Kept file = keep(&fixture, SEGMENT_1);
    size_t at = find_places(&file).offset[3];
    file.bytes[at + 150] ^= 0x10;
    put_back(&fixture, SEGMENT_1, &file);
    JournalVerdict verdict = verify(&fixture, NULL);
    assert_int_equal(verdict.first.offset, at);
    assert_int_equal(verdict.first.segment, 1);
    expect_first(&fixture, "unreadable", 4, "");
}

static void a_changed_record_is_named_with_kind_and_time(void **state)
{
    (void)state;
    Fixture fixture;
    make_journal(&fixture, 33);
    forge(&fixture, 2, false);
    assert_int_equal(verify(&fixture, NULL).first.unix_ms, 1234);
    assert_int_equal(verify(&fixture, NULL).break_count, 1);
    expect_first(&fixture, "changed", 3, "paid");
}

static void a_removed_record_is_named(void **state)
{
    (void)state;
    Fixture fixture;
    make_journal(&fixture, 34);
    rearrange(&fixture, (int32_t[]){0, 1, 2, 4, 5}, 5);
    assert_non_null(strstr(verify(&fixture, NULL).first.what, "record 4 is missing"));
    expect_first(&fixture, "removed", 5, "paid");
}

static void an_inserted_record_is_named(void **state)
{
    (void)state;
    Fixture fixture;
    make_journal(&fixture, 35);
    forge(&fixture, 3, true);
    assert_int_equal(verify(&fixture, NULL).break_count, 1);
    expect_first(&fixture, "inserted", 4, "paid");
    make_journal(&fixture, 35);
    rearrange(&fixture, (int32_t[]){0, 1, 2, 3, 2, 4, 5}, 7); // one of its own, again
    expect_first(&fixture, "inserted", 3, "paid");
}

static void swapped_and_reordered_records_are_named(void **state)
{
    (void)state;
    Fixture fixture;
    make_journal(&fixture, 36);
    rearrange(&fixture, (int32_t[]){0, 1, 3, 2, 4, 5}, 6);
    expect_first(&fixture, "removed", 4, "paid");
    make_journal(&fixture, 36);
    rearrange(&fixture, (int32_t[]){0, 5, 4, 3, 2, 1}, 6);
    expect_first(&fixture, "removed", 6, "paid");
    make_journal(&fixture, 36);
    rearrange(&fixture, (int32_t[]){1, 0, 2, 3, 4, 5}, 6);
    assert_true(verify(&fixture, NULL).break_count > 0);
    fixture_release(&fixture);
}

static void a_cut_tail_is_found_by_a_head_that_was_kept(void **state)
{
    (void)state;
    Fixture fixture;
    make_journal(&fixture, 37);
    JournalHead head;
    assert_true(journal_head(&fixture.os, FIXTURE_FOLDER, &head, &fixture.error));
    head.digits[JOURNAL_HEAD_DIGITS_MIN] = 0; // as many as are printed
    assert_true(verify(&fixture, head.digits).head_found);
    char typed[JOURNAL_HEAD_DIGITS_MIN + 4];
    snprintf(typed, sizeof typed, "%.4s %.4s %.4s %.4s", head.digits, head.digits + 4,
             head.digits + 8, head.digits + 12);
    assert_true(verify(&fixture, typed).head_found);
    rearrange(&fixture, (int32_t[]){0, 1, 2, 3}, 4);
    JournalVerdict verdict = verify(&fixture, head.digits);
    assert_int_equal(verdict.break_count, 0); // nothing in the files tells
    assert_false(verdict.head_found);
    assert_false(journal_verify(&fixture.os, FIXTURE_FOLDER, "12", &verdict, &fixture.error));
    assert_int_equal(fixture.error.kind, ERROR_INVALID);
    assert_false(journal_verify(&fixture.os, FIXTURE_FOLDER, "0123 4567 89ab cdeg", &verdict,
                                &fixture.error));
    assert_int_equal(fixture.error.kind, ERROR_INVALID);
    fixture_release(&fixture);
}

static void a_torn_tail_is_no_break(void **state)
{
    (void)state;
    Fixture fixture;
    make_journal(&fixture, 38);
    Kept file = keep(&fixture, SEGMENT_1);
    Places places = find_places(&file);
    size_t last = places.offset[5];
    memset(file.bytes + last + 40, 0, places.size[5] - 40);
    put_back(&fixture, SEGMENT_1, &file);
    JournalVerdict verdict = verify(&fixture, NULL);
    assert_int_equal(verdict.break_count, 0);
    assert_true(verdict.torn_bytes > 0);
    fixture_release(&fixture);
}

static void sell(Fixture *fixture, int32_t count)
{
    for (int32_t i = 0; i < count; i++)
        assert_true(fixture_sell(fixture));
}

static void a_segment_from_an_older_copy_is_named(void **state)
{
    (void)state;
    Fixture fixture;
    fixture_init(&fixture, fake_os_create(39));
    assert_true(fixture_start(&fixture));
    sell(&fixture, 1);
    Kept older = keep(&fixture, SEGMENT_1); // a backup of the folder while segment 1 was the newest
    JournalHead head;
    assert_true(journal_head(&fixture.os, FIXTURE_FOLDER, &head, &fixture.error));
    sell(&fixture, 1);
    journal_writer_limit_segments(fixture.writer, 8 << 10);
    sell(&fixture, 2);
    fixture_stop(&fixture);
    assert_int_equal(verify(&fixture, head.digits).break_count, 0);
    put_back(&fixture, SEGMENT_1, &older);
    JournalVerdict verdict = verify(&fixture, NULL);
    assert_int_equal(verdict.first.segment, 2);
    assert_string_equal(verdict.first.broken, "removed");
    assert_int_equal(verdict.first.offset, JOURNAL_RECORDS_AT);
    fixture_release(&fixture);
}

static void a_segment_of_another_folder_is_named(void **state)
{
    (void)state;
    Fixture fixture, other;
    for (int32_t i = 0; i < 2; i++) { // the same lane with another past
        Fixture *lane = i ? &other : &fixture;
        fixture_init(lane, fake_os_create(40));
        lane->unix_ms += i * 1000;
        assert_true(fixture_start(lane));
        sell(lane, 1);
        journal_writer_limit_segments(lane->writer, 8 << 10);
        sell(lane, 2);
        fixture_stop(lane);
    }
    Kept file = keep(&other, SEGMENT_2);
    put_back(&fixture, SEGMENT_2, &file);
    JournalVerdict verdict = verify(&fixture, NULL);
    assert_int_equal(verdict.first.segment, 2);
    assert_string_equal(verdict.first.broken, "replaced");
    assert_string_equal(verdict.first.kind, "segment");
    fixture_release(&other);
    fixture_release(&fixture);
}

static void the_key_of_another_device_is_named(void **state)
{
    (void)state;
    Fixture fixture, other;
    make_journal(&fixture, 41);
    make_journal(&other, 42);
    Kept key = keep(&other, KEY);
    put_back(&fixture, KEY, &key);
    assert_int_equal(verify(&fixture, NULL).break_count, 1);
    // A start takes the orders, says so, and goes on in a segment of its own.
    assert_true(fixture_start(&fixture));
    assert_int_equal(fixture.recovered.pending_count, 5);
    assert_non_null(strstr(fixture.recovered.damage, "device.key"));
    assert_int_equal(fixture.recovered.tail.segment_next, 2);
    assert_int_equal(fixture.recovered.tail.segment, 0);
    sell(&fixture, 1);
    fixture_stop(&fixture);
    expect_first(&fixture, "key", 1, "segment");
    fixture_release(&other);
}

static void a_head_inside_and_behind_a_digest(void **state)
{
    (void)state;
    Fixture fixture;
    fixture_init(&fixture, fake_os_create(43));
    fixture.segment_size_max = 8 << 10;
    assert_true(fixture_start(&fixture));
    sell(&fixture, 4);
    assert_true(fixture_confirm_all(&fixture));
    sell(&fixture, 2);
    assert_true(fixture_compact(&fixture));
    JournalVerdict verdict = verify(&fixture, NULL);
    assert_int_equal(verdict.break_count, 0);
    assert_true(verdict.digested > 0);
    assert_true(verify(&fixture, verdict.head.digits).head_found);
    assert_false(verify(&fixture, "0123456789abcdef").head_found);
    fixture_release(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_whole_journal_is_whole),
        cmocka_unit_test(a_flipped_bit_is_named),
        cmocka_unit_test(a_changed_record_is_named_with_kind_and_time),
        cmocka_unit_test(a_removed_record_is_named),
        cmocka_unit_test(an_inserted_record_is_named),
        cmocka_unit_test(swapped_and_reordered_records_are_named),
        cmocka_unit_test(a_cut_tail_is_found_by_a_head_that_was_kept),
        cmocka_unit_test(a_torn_tail_is_no_break),
        cmocka_unit_test(a_segment_from_an_older_copy_is_named),
        cmocka_unit_test(a_segment_of_another_folder_is_named),
        cmocka_unit_test(the_key_of_another_device_is_named),
        cmocka_unit_test(a_head_inside_and_behind_a_digest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
