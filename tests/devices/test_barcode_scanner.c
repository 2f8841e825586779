#include <string.h>

#include "devices/barcode_scanner.h"
#include "support/unit_test.h"

static ScannerResult feed(BarcodeScanner *scanner, const char *code, int64_t *now_ms,
                          int64_t gap_ms, char *out)
{
    for (const char *c = code; *c; c++, *now_ms += gap_ms)
        if (barcode_scanner_character(scanner, (uint8_t)*c, *now_ms, out) == SCANNER_TYPING)
            return SCANNER_TYPING;
    return barcode_scanner_enter(scanner, *now_ms, out);
}

static void a_fast_run_ended_by_enter_is_a_scan(void **state)
{
    (void)state;
    BarcodeScanner scanner = {0};
    char code[SCANNER_SIZE_MAX + 1];
    int64_t now_ms = 100;
    assert_int_equal(feed(&scanner, "5449000000996", &now_ms, 15, code), SCANNER_SCAN);
    assert_string_equal(code, "5449000000996");
    assert_int_equal(barcode_scanner_due_ms(&scanner), INT64_MAX); // nothing is left over
}

static void slow_keys_are_a_persons(void **state)
{
    (void)state;
    BarcodeScanner scanner = {0};
    char code[SCANNER_SIZE_MAX + 1];
    int64_t now_ms = 100;
    assert_int_equal(feed(&scanner, "milk", &now_ms, 120, code), SCANNER_TYPING);
    assert_string_equal(code, "m"); // given out as soon as it can't be a scan
}

static void a_persons_enter_is_not_swallowed(void **state)
{
    (void)state;
    BarcodeScanner scanner = {0};
    char code[SCANNER_SIZE_MAX + 1];
    assert_int_equal(barcode_scanner_enter(&scanner, 100, code), SCANNER_TYPING);
    assert_string_equal(code, "");
}

static void two_fast_letters_are_no_scan(void **state)
{
    (void)state;
    BarcodeScanner scanner = {0};
    char code[SCANNER_SIZE_MAX + 1];
    int64_t now_ms = 100;
    assert_int_equal(feed(&scanner, "12", &now_ms, 10, code), SCANNER_TYPING);
    assert_string_equal(code, "12");
}

static void a_run_without_enter_becomes_typing_when_it_is_over(void **state)
{
    (void)state;
    BarcodeScanner scanner = {0};
    char typed[SCANNER_SIZE_MAX + 1];
    assert_int_equal(barcode_scanner_character(&scanner, 'a', 100, typed), SCANNER_HELD);
    assert_false(barcode_scanner_take_typing(&scanner, 100 + SCANNER_KEY_GAP_MS, typed));
    assert_int_equal(barcode_scanner_due_ms(&scanner), 100 + SCANNER_KEY_GAP_MS + 1);
    assert_true(barcode_scanner_take_typing(&scanner, 100 + SCANNER_KEY_GAP_MS + 1, typed));
    assert_string_equal(typed, "a");
}

static void a_code_longer_than_any_is_dropped_whole(void **state)
{
    (void)state;
    BarcodeScanner scanner = {0};
    char long_code[300], code[SCANNER_SIZE_MAX + 1];
    int64_t now_ms = 100;
    memset(long_code, '7', sizeof long_code - 1);
    long_code[sizeof long_code - 1] = 0;
    assert_int_equal(feed(&scanner, long_code, &now_ms, 1, code), SCANNER_TOO_LONG);
    assert_int_equal(feed(&scanner, "5449000000996", &now_ms, 1, code), SCANNER_SCAN);
    assert_string_equal(code, "5449000000996"); // nothing of the long one is in it
}

static void the_group_separator_of_gs1_stays_in_the_code(void **state)
{
    (void)state;
    BarcodeScanner scanner = {0};
    char code[SCANNER_SIZE_MAX + 1];
    int64_t now_ms = 100;
    assert_int_equal(feed(&scanner,
                          "10LOT\x1d"
                          "17261231",
                          &now_ms, 5, code),
                     SCANNER_SCAN);
    assert_string_equal(code, "10LOT\x1d"
                              "17261231");
}

// The first character is painted, which takes long on a slow machine; the others came meanwhile.
static void a_slow_picture_does_not_tear_a_scan(void **state)
{
    (void)state;
    BarcodeScanner scanner = {0};
    char code[SCANNER_SIZE_MAX + 1];
    int64_t now_ms = 100;
    assert_int_equal(barcode_scanner_character(&scanner, '5', now_ms, code), SCANNER_HELD);
    barcode_scanner_not_seen(&scanner, 400);
    now_ms += 400 + SCANNER_KEY_GAP_MS;
    assert_int_equal(feed(&scanner, "449000000996", &now_ms, 0, code), SCANNER_SCAN);
    assert_string_equal(code, "5449000000996");
    barcode_scanner_not_seen(&scanner, 400);
    assert_int_equal(barcode_scanner_due_ms(&scanner), INT64_MAX); // nothing was held
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_fast_run_ended_by_enter_is_a_scan),
        cmocka_unit_test(slow_keys_are_a_persons),
        cmocka_unit_test(a_persons_enter_is_not_swallowed),
        cmocka_unit_test(two_fast_letters_are_no_scan),
        cmocka_unit_test(a_run_without_enter_becomes_typing_when_it_is_over),
        cmocka_unit_test(a_code_longer_than_any_is_dropped_whole),
        cmocka_unit_test(a_slow_picture_does_not_tear_a_scan),
        cmocka_unit_test(the_group_separator_of_gs1_stays_in_the_code),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
