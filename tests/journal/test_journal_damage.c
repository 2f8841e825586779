/* P10, P11: whatever is changed in the files is found, and everything else is recovered. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "journal/journal_fixture.h"
#include "journal/journal_segment.h"

#define SEGMENT_1 FIXTURE_FOLDER "/journal-00000001.wal"
#define SEGMENT_2 FIXTURE_FOLDER "/journal-00000002.wal"
#define SEGMENT_3 FIXTURE_FOLDER "/journal-00000003.wal"

enum { RECORDS_MAX = 64 };

typedef struct Places { // of the records in a segment
    size_t offset[RECORDS_MAX], size[RECORDS_MAX];
    int32_t count;
    size_t end;
} Places;

// A lane that paid for three small orders, and nothing else. Closed.
static void make_small_journal(Fixture *fixture)
{
    fixture_init(fixture, fake_os_create(7));
    assert_true(fixture_start(fixture));
    for (int32_t i = 1; i <= 3; i++) {
        char uuid[ORDER_UUID_SIZE];
        fixture_uuid(i, i, uuid);
        assert_true(fixture_append(fixture, JOURNAL_PAID,
                                   fixture_order(&fixture->arena, uuid, i, 1, NULL)));
    }
    fixture_stop(fixture);
}

static Places find_places(Fixture *fixture, const char *path)
{
    Places places = {0};
    Bytes bytes;
    assert_true(fake_os_peek(fixture->fake, path, &bytes));
    JournalSegment segment;
    JournalRecord record;
    JournalGap gap;
    journal_segment_from_bytes(bytes, &segment);
    while (journal_segment_next(&segment, &record, &gap) == JOURNAL_FOUND_RECORD) {
        places.offset[places.count] = record.offset;
        places.size[places.count++] = record.size;
    }
    places.end = segment.position;
    journal_segment_release(&segment);
    return places;
}

static void flip(Fixture *fixture, const char *path, size_t at, uint8_t mask)
{
    Bytes bytes;
    assert_true(fake_os_peek(fixture->fake, path, &bytes));
    uint8_t changed = bytes.data[at] ^ mask;
    fake_os_poke(fixture->fake, path, at, &changed, 1);
}

static Fixture copy_of(const Fixture *fixture)
{
    Fixture copy = *fixture;
    copy.fake = fake_os_clone(fixture->fake);
    copy.os = fake_os_table(copy.fake);
    arena_create(&copy.arena, (size_t)16 << 20);
    return copy;
}

static bool found(const JournalRecovered *recovered, int32_t i)
{
    char uuid[ORDER_UUID_SIZE];
    fixture_uuid(i, i, uuid);
    for (int32_t k = 0; k < recovered->pending_count; k++)
        if (strcmp(recovered->pending[k].uuid, uuid) == 0)
            return true;
    return false;
}

static void any_flipped_byte_costs_one_record_and_is_found(void **state)
{
    (void)state;
    Fixture fixture;
    make_small_journal(&fixture);
    Places places = find_places(&fixture, SEGMENT_1);
    assert_int_equal(places.count, 4);
    static const uint8_t masks[] = {0x01, 0x80, 0xff};
    for (size_t at = 0; at < places.end; at++) {
        uint8_t mask = masks[at % 3];
        if (at >= JOURNAL_HEADER_SIZE && at < JOURNAL_HEADER_COPY_AT && at % 64 != 0)
            continue; // zeros between the headers: some of them
        Fixture copy = copy_of(&fixture);
        flip(&copy, SEGMENT_1, at, mask);
        char what[160];
        int32_t records;
        if (fixture_verify(&copy, what, &records) == 0)
            fail_msg("a flip at %zu was not seen", at);
        if (!fixture_start(&copy))
            fail_msg("a flip at %zu stops the lane: %s", at, copy.error.message);
        assert_true(copy.recovered.damaged_records > 0);
        assert_true(copy.recovered.damage[0] != 0);
        assert_true(copy.recovered.counter_last >= 3);
        for (int32_t i = 1; i <= 3; i++) {
            bool hit = at >= places.offset[i] && at < places.offset[i] + places.size[i];
            if (found(&copy.recovered, i) == hit)
                fail_msg("after a flip at %zu order %d is %s", at, (int)i, hit ? "there" : "lost");
        }
        assert_true(fixture_sell(&copy));
        fixture_release(&copy);
    }
    fixture_release(&fixture);
}

static void zeros_after_the_end_may_hold_rubbish_and_nothing_is_lost(void **state)
{
    (void)state;
    Fixture fixture;
    make_small_journal(&fixture);
    Places places = find_places(&fixture, SEGMENT_1);
    for (size_t ahead = 0; ahead < 3000; ahead += 37) {
        Fixture copy = copy_of(&fixture);
        flip(&copy, SEGMENT_1, places.end + ahead, 0x5a);
        assert_true(fixture_start(&copy));
        assert_int_equal(copy.recovered.pending_count, 3);
        assert_true(fixture_sell(&copy));
        fixture_stop(&copy);
        assert_true(fixture_start(&copy));
        assert_int_equal(copy.recovered.torn_bytes, 0);
        fixture_release(&copy);
    }
    fixture_release(&fixture);
}

static void expect_finding(Fixture *fixture, const char *part)
{
    char what[160];
    int32_t records;
    assert_true(fixture_verify(fixture, what, &records) > 0);
    if (!strstr(what, part))
        fail_msg("'%s' does not say '%s'", what, part);
    assert_true(fixture_start(fixture));
    assert_true(strstr(fixture->recovered.damage, part) != NULL);
}

// Replaces the records of segment 1 by `count` of its records in the given order.
static void rearrange(Fixture *fixture, const int32_t *order, int32_t count)
{
    Bytes bytes;
    assert_true(fake_os_peek(fixture->fake, SEGMENT_1, &bytes));
    Places places = find_places(fixture, SEGMENT_1);
    uint8_t *copy = calloc(1, bytes.size);
    assert_non_null(copy);
    memcpy(copy, bytes.data, JOURNAL_RECORDS_AT);
    size_t at = JOURNAL_RECORDS_AT;
    for (int32_t i = 0; i < count; i++) {
        memcpy(copy + at, bytes.data + places.offset[order[i]], places.size[order[i]]);
        at += places.size[order[i]];
    }
    fake_os_put(fixture->fake, SEGMENT_1, (Bytes){copy, bytes.size});
    free(copy);
}

static void a_removed_record_is_named(void **state)
{
    (void)state;
    Fixture fixture;
    make_small_journal(&fixture);
    rearrange(&fixture, (int32_t[]){0, 1, 3}, 3);
    expect_finding(&fixture, "record 3 is missing before record 4");
    assert_int_equal(fixture.recovered.pending_count, 2);
    fixture_release(&fixture);
}

static void a_repeated_record_is_named_and_not_taken(void **state)
{
    (void)state;
    Fixture fixture;
    make_small_journal(&fixture);
    rearrange(&fixture, (int32_t[]){0, 1, 2, 1, 3}, 5);
    expect_finding(&fixture, "record 2 stands after record 3");
    assert_int_equal(fixture.recovered.pending_count, 3);
    fixture_release(&fixture);
}

static void swapped_records_are_named(void **state)
{
    (void)state;
    Fixture fixture;
    make_small_journal(&fixture);
    rearrange(&fixture, (int32_t[]){0, 2, 1, 3}, 4);
    expect_finding(&fixture, "record 2 is missing before record 3");
    fixture_release(&fixture);
}

// Somebody who knows the format, but not the key, writes a record of their own with a right CRC.
static void forge(Fixture *fixture, int32_t index, int64_t sequence, int64_t unix_ms, bool between)
{
    Bytes bytes;
    assert_true(fake_os_peek(fixture->fake, SEGMENT_1, &bytes));
    Places places = find_places(fixture, SEGMENT_1);
    JournalSegment segment;
    journal_segment_from_bytes(bytes, &segment);
    JournalRecord record;
    uint64_t work = 0;
    size_t at = places.offset[index], after = at + places.size[index];
    assert_true(
        journal_record_decode(bytes.data + at, bytes.size - at, segment.crc_seed, &record, &work));
    record.sequence = sequence;
    record.unix_ms = unix_ms;
    uint8_t *copy = calloc(1, bytes.size);
    assert_non_null(copy);
    memcpy(copy, bytes.data, bytes.size);
    if (between) {
        memmove(copy + after + places.size[index], copy + after, places.end - after);
        at = after;
    }
    journal_record_encode(&record, segment.crc_seed, copy + at);
    journal_segment_release(&segment);
    fake_os_put(fixture->fake, SEGMENT_1, (Bytes){copy, bytes.size});
    free(copy);
}

static void a_changed_record_with_a_right_crc_is_named(void **state)
{
    (void)state;
    Fixture fixture;
    make_small_journal(&fixture);
    forge(&fixture, 2, 3, 1234, false);
    expect_finding(&fixture, "record 3 in segment 1 was changed");
    assert_int_equal(fixture.recovered.pending_count, 3);
    fixture_release(&fixture);
}

static void an_inserted_record_with_a_right_crc_is_named(void **state)
{
    (void)state;
    Fixture fixture;
    make_small_journal(&fixture);
    forge(&fixture, 2, 4, 1234, true);
    expect_finding(&fixture, "record 4 in segment 1 was inserted");
    assert_int_equal(fixture.recovered.pending_count, 3); // the one that belongs there is taken
    fixture_release(&fixture);
}

static void records_of_another_lane_never_look_valid(void **state)
{
    (void)state;
    Fixture fixture, other;
    make_small_journal(&fixture);
    fixture_init(&other, fake_os_create(8));
    assert_true(fixture_start(&other));
    fixture_stop(&other);
    Bytes bytes;
    Places places = find_places(&fixture, SEGMENT_1), room = find_places(&other, SEGMENT_1);
    assert_true(fake_os_peek(fixture.fake, SEGMENT_1, &bytes));
    fake_os_poke(other.fake, SEGMENT_1, room.end, bytes.data + places.offset[1],
                 places.end - places.offset[1]);
    assert_true(fixture_start(&other));
    assert_int_equal(other.recovered.pending_count, 0);
    assert_true(other.recovered.damaged_records > 0);
    fixture_release(&other);
    fixture_release(&fixture);
}

static void a_garbled_segment_is_kept_aside_and_the_lane_goes_on(void **state)
{
    (void)state;
    for (int32_t way = 0; way < 4; way++) {
        Fixture fixture;
        make_small_journal(&fixture);
        uint8_t rubbish[5000];
        memset(rubbish, 0xa5, sizeof rubbish);
        if (way == 0)
            fake_os_put(fixture.fake, SEGMENT_1, (Bytes){rubbish, sizeof rubbish});
        else if (way == 1)
            fake_os_put(fixture.fake, SEGMENT_1, (Bytes){rubbish, 10});
        else if (way == 2)
            fake_os_put(fixture.fake, SEGMENT_1, (Bytes){rubbish, 0});
        else {
            Bytes bytes; // a good segment under another's name
            assert_true(fake_os_peek(fixture.fake, SEGMENT_1, &bytes));
            uint8_t *copy = malloc(bytes.size);
            assert_non_null(copy);
            memcpy(copy, bytes.data, bytes.size);
            fake_os_put(fixture.fake, SEGMENT_2, (Bytes){copy, bytes.size});
            free(copy);
        }
        assert_true(fixture_start(&fixture));
        assert_true(fixture.recovered.damaged_records > 0);
        assert_int_equal(fixture.recovered.pending_count, way == 3 ? 3 : 0);
        Bytes bytes;
        assert_true(fake_os_peek(fixture.fake, way == 3 ? SEGMENT_3 : SEGMENT_2, &bytes));
        assert_true(fake_os_peek(fixture.fake,
                                 way == 3 ? FIXTURE_FOLDER "/journal-00000002.damaged"
                                          : FIXTURE_FOLDER "/journal-00000001.damaged",
                                 &bytes));
        assert_true(fixture_sell(&fixture));
        fixture_stop(&fixture);
        assert_true(fixture_start(&fixture));
        // Told once when a start needs only the new segment; as long as orders of an older one wait
        // else.
        assert_int_equal(fixture.recovered.damaged_records, way == 3 ? 1 : 0);
        fixture_release(&fixture);
    }
}

static void a_lost_segment_is_reported(void **state)
{
    (void)state;
    Fixture fixture;
    fixture_init(&fixture, fake_os_create(3));
    fixture.segment_size_max = 8 << 10;
    assert_true(fixture_start(&fixture));
    for (int32_t i = 0; i < 4; i++)
        assert_true(fixture_sell(&fixture));
    fixture_stop(&fixture);
    fake_os_drop(fixture.fake, SEGMENT_2);
    char what[160];
    int32_t records;
    assert_true(fixture_verify(&fixture, what, &records) > 0);
    assert_string_equal(what, "segment 2 is missing");
    fixture_release(&fixture);
}

static void a_lost_key_is_reported_and_replaced(void **state)
{
    (void)state;
    Fixture fixture;
    make_small_journal(&fixture);
    fake_os_put(fixture.fake, FIXTURE_FOLDER "/device.key", (Bytes){(const uint8_t *)"short", 5});
    assert_true(fixture_start(&fixture));
    assert_int_equal(fixture.recovered.pending_count, 3);
    assert_true(strstr(fixture.recovered.damage, "device.key") != NULL);
    Bytes bytes;
    assert_true(fake_os_peek(fixture.fake, FIXTURE_FOLDER "/device.key", &bytes));
    assert_int_equal(bytes.size, 32);
    assert_true(fake_os_peek(fixture.fake, FIXTURE_FOLDER "/device.key.damaged", &bytes));
    assert_true(fixture_sell(&fixture));
    fixture_release(&fixture);
}

// A hole at the very end of a long journal: its order numbers are lost, so they must not come
// again.
static void numbers_in_lost_bytes_are_not_used_again(void **state)
{
    (void)state;
    Fixture fixture;
    make_small_journal(&fixture);
    Places places = find_places(&fixture, SEGMENT_1);
    for (size_t i = 0; i < 2; i++)
        flip(&fixture, SEGMENT_1, places.offset[2 + i] + 200, 0xff);
    assert_true(fixture_start(&fixture));
    assert_int_equal(fixture.recovered.pending_count, 1);
    assert_true(fixture.recovered.counter_last >= 3);
    fixture_release(&fixture);
}

static void a_newer_format_is_refused_not_damaged(void **state)
{
    (void)state;
    Fixture fixture;
    make_small_journal(&fixture);
    JournalHeader header = {.version = 2, .number = 1};
    uint8_t bytes[JOURNAL_HEADER_SIZE];
    journal_header_encode(&header, bytes);
    fake_os_poke(fixture.fake, SEGMENT_1, 0, bytes, sizeof bytes);
    assert_false(fixture_start(&fixture));
    assert_int_equal(fixture.error.kind, ERROR_CORRUPT);
    assert_true(strstr(fixture.error.message, "newer version") != NULL);
    fixture_release(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_flipped_byte_costs_one_record_and_is_found),
        cmocka_unit_test(zeros_after_the_end_may_hold_rubbish_and_nothing_is_lost),
        cmocka_unit_test(a_removed_record_is_named),
        cmocka_unit_test(a_repeated_record_is_named_and_not_taken),
        cmocka_unit_test(swapped_records_are_named),
        cmocka_unit_test(a_changed_record_with_a_right_crc_is_named),
        cmocka_unit_test(an_inserted_record_with_a_right_crc_is_named),
        cmocka_unit_test(records_of_another_lane_never_look_valid),
        cmocka_unit_test(a_garbled_segment_is_kept_aside_and_the_lane_goes_on),
        cmocka_unit_test(a_lost_segment_is_reported),
        cmocka_unit_test(a_lost_key_is_reported_and_replaced),
        cmocka_unit_test(numbers_in_lost_bytes_are_not_used_again),
        cmocka_unit_test(a_newer_format_is_refused_not_damaged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
