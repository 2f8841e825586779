/* The ground: text, arena, checksum, queue, log. */
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/bounded_queue.h"
#include "base/checksum.h"
#include "base/error.h"
#include "base/job_thread.h"
#include "base/log.h"
#include "base/text.h"
#include "support/unit_test.h"

static Text folded(const char *string, char *room)
{
    return (Text){room, text_fold(text_from_string(string), room, 200)};
}

static void folding_finds_what_the_shop_wrote_with_any_keyboard(void **state)
{
    (void)state;
    char a[200], b[200];
    static const char *const same[][2] = {
        {"Käse", "kase"},      {"KÄSE", "käse"},  {"Crème brûlée", "creme brulee"},
        {"Straße", "STRASSE"}, {"Œufs", "oeufs"}, {"ΛΆΔΙ", "λΆδι"},
        {"أحمر", "احمر"},      {"مُرَبَّى", "مربي"},  {"٢٥٠ غ", "250 غ"},
        {"Łódź", "lodz"},
    };
    for (size_t i = 0; i < COUNT_OF(same); i++)
        if (!text_equal(folded(same[i][0], a), folded(same[i][1], b)))
            fail_msg("%s and %s differ", same[i][0], same[i][1]);
    assert_false(text_equal(folded("Käse", a), folded("Kuse", b)));
}

static void a_fold_stops_at_its_room(void **state)
{
    (void)state;
    char room[4] = "xxx";
    assert_int_equal(text_fold(TEXT("aßß"), room, 3), 3); // a, ss; the second ß has no room
    assert_memory_equal(room, "ass", 3);
}

static void bad_utf8_is_seen_and_read_past(void **state)
{
    (void)state;
    static const char *const bad[] = {"\xff",         "\xc0\x80",         "\xe2\x82",
                                      "\xed\xa0\x80", "\xf4\x90\x80\x80", "a\x80"};
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        Text text = text_from_string(bad[i]);
        assert_false(text_is_valid_utf8(text));
        int32_t turns = 0;
        for (int32_t position = 0; position < text.size; turns++)
            text_next_code_point(text, &position);
        assert_true(turns <= text.size);
    }
    assert_true(text_is_valid_utf8(TEXT("Käse 鮭 🧀")));
}

static void a_buffer_never_ends_in_half_a_letter(void **state)
{
    (void)state;
    char buffer[6];
    assert_int_equal(text_copy_to_buffer(TEXT("Käsé"), buffer, sizeof buffer),
                     4); // the é would not fit whole
    assert_string_equal(buffer, "Käs");
}

static uint32_t crc_bytewise(const uint8_t *bytes, size_t size)
{
    uint32_t crc = ~0u;
    for (size_t i = 0; i < size; i++) {
        crc ^= bytes[i];
        for (int bit = 0; bit < 8; bit++)
            crc = (crc >> 1) ^ (crc & 1 ? 0x82f63b78u : 0);
    }
    return ~crc;
}

static void crc32c_is_castagnolis(void **state)
{
    (void)state;
    uint8_t bytes[100];
    assert_int_equal(checksum_crc32c(0, "123456789", 9),
                     0xe3069283u); // the check value of the polynomial
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)(i * 37 + 11);
    for (size_t size = 0; size <= sizeof bytes; size++) {
        assert_int_equal(checksum_crc32c(0, bytes, size), crc_bytewise(bytes, size));
        size_t half = size / 3; // continued from a seed
        assert_int_equal(
            checksum_crc32c(checksum_crc32c(0, bytes, half), bytes + half, size - half),
            crc_bytewise(bytes, size));
    }
}

static void an_arena_gives_zeroed_memory_and_knows_its_end(void **state)
{
    (void)state;
    Arena arena;
    arena_create(&arena, 4096);
    int64_t *numbers = ARENA_NEW(&arena, int64_t, 100);
    assert_int_equal((uintptr_t)numbers % sizeof *numbers, 0);
    assert_int_equal(numbers[99], 0);
    numbers[99] = 7;
    assert_null(arena_try_alloc(&arena, 1, 1, 4096));
    assert_null(arena_try_alloc(&arena, SIZE_MAX, 1, 3)); // size times count overflows
    Arena scratch = arena;                                // a copy's scraps are gone with it
    ARENA_NEW(&scratch, char, 1000);
    assert_int_equal(arena.used_bytes, 800);
    arena_clear(&arena);
    assert_int_equal(ARENA_NEW(&arena, int64_t, 100)[99], 0);
    arena_destroy(&arena);
    arena_destroy(&arena);
}

static void errors_name_what_failed_and_keep_the_first_words(void **state)
{
    (void)state;
    Error error = {0};
    assert_false(error_set_errno(&error, ENOSPC, "cannot write '%s'", "x"));
    assert_false(error_prefix(&error, "order '%s'", "7"));
    assert_int_equal(error.kind, ERROR_IO);
    assert_string_equal(error.message, "order '7': cannot write 'x': No space left on device");
}

static void *push_thousand(void *context)
{
    BoundedQueue *queue = context;
    for (int32_t i = 0; i < 1000; i++)
        while (!bounded_queue_push(queue, &i))
            usleep(10);
    return NULL;
}

static void a_queue_keeps_order_and_loses_nothing(void **state)
{
    (void)state;
    BoundedQueue queue;
    pthread_t thread;
    int32_t got;
    bounded_queue_init(&queue, sizeof(int32_t), 4);
    assert_false(bounded_queue_pop(&queue, &got));
    assert_false(bounded_queue_wait(&queue, &got, 1));
    assert_int_equal(pthread_create(&thread, NULL, push_thousand, &queue), 0);
    for (int32_t i = 0; i < 1000; i++) {
        assert_true(bounded_queue_wait(&queue, &got, 5000));
        assert_int_equal(got, i);
    }
    pthread_join(thread, NULL);
    bounded_queue_release(&queue);
    bounded_queue_release(&queue);
}

static void a_full_queue_overwrites_nothing(void **state)
{
    (void)state;
    BoundedQueue queue;
    int32_t got;
    bounded_queue_init(&queue, sizeof(int32_t), 2);
    for (int32_t i = 1; i <= 2; i++)
        assert_true(bounded_queue_push(&queue, &i));
    got = 3;
    assert_false(bounded_queue_push(&queue, &got));
    assert_true(bounded_queue_pop(&queue, &got));
    assert_int_equal(got, 1);
    bounded_queue_release(&queue);
}

static void add_up(void *sum, void *job)
{
    struct timespec slow = {.tv_nsec = 1000000};
    nanosleep(&slow, NULL);
    *(int32_t *)sum = *(int32_t *)sum * 10 + *(int32_t *)job;
}

static void a_job_thread_finishes_what_it_was_given(void **state)
{
    (void)state;
    for (int32_t by_hand = 0; by_hand < 2; by_hand++) {
        JobThread thread;
        int32_t sum = 0, late = 9;
        job_thread_init(&thread, "sum", sizeof(int32_t), 4, add_up, &sum);
        for (int32_t i = 1; i <= 4; i++)
            assert_true(job_thread_give(&thread, &i));
        assert_false(job_thread_give(&thread, &late));
        if (by_hand)
            while (job_thread_turn(&thread))
                continue;
        else
            job_thread_start(&thread);
        job_thread_stop(&thread);
        assert_int_equal(sum, 1234);
        if (!by_hand)
            assert_false(job_thread_give(&thread, &late));
        job_thread_release(&thread);
    }
}

static void a_servers_words_can_not_forge_a_line_of_the_log(void **state)
{
    (void)state;
    char path[] = "/tmp/kiosk-log-XXXXXX", line[700];
    Error error;
    int made = mkstemp(path);
    assert_true(made >= 0);
    close(made);
    assert_true(log_open(path, &error));
    log_info("said: %s", "fine\n2026-01-01 info main: forged");
    log_close();
    log_info("nobody hears this");
    FILE *file = fopen(path, "r");
    assert_non_null(fgets(line, sizeof line, file));
    assert_non_null(strstr(line, "fine 2026"));
    assert_null(fgets(line, sizeof line, file));
    fclose(file);
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folding_finds_what_the_shop_wrote_with_any_keyboard),
        cmocka_unit_test(a_fold_stops_at_its_room),
        cmocka_unit_test(bad_utf8_is_seen_and_read_past),
        cmocka_unit_test(a_buffer_never_ends_in_half_a_letter),
        cmocka_unit_test(crc32c_is_castagnolis),
        cmocka_unit_test(an_arena_gives_zeroed_memory_and_knows_its_end),
        cmocka_unit_test(errors_name_what_failed_and_keep_the_first_words),
        cmocka_unit_test(a_queue_keeps_order_and_loses_nothing),
        cmocka_unit_test(a_full_queue_overwrites_nothing),
        cmocka_unit_test(a_job_thread_finishes_what_it_was_given),
        cmocka_unit_test(a_servers_words_can_not_forge_a_line_of_the_log),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
