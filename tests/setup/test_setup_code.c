/* Settings come out of their codes as they went in, and no code that is wrong is taken for one that
 * is right. */
#include <stdio.h>
#include <string.h>

#include "base/checksum.h"
#include "setup/setup_encode.h"
#include "setup/setup_parts.h"
#include "support/test_seed.h"
#include "support/unit_test.h"

static uint8_t content[LANE_FILE_SIZE_MAX], file[LANE_FILE_SIZE_MAX], found[LANE_FILE_SIZE_MAX];
static SetupCodes codes, others;
static SetupParts parts;
static Error error;

static void draw_bytes(uint64_t *seed, uint8_t *out, size_t size)
{
    // Some compress well, some do not at all.
    int32_t letters = random_one_in(seed, 2) ? 95 : 1 + random_below(seed, 20);
    for (size_t i = 0; i < size; i++)
        out[i] = (uint8_t)(' ' + random_below(seed, letters));
}

// At most 60 codes: over 11,000 bytes of what can't be compressed are too many.
static size_t draw_file(uint64_t *seed)
{
    size_t ini = (size_t)random_below(seed, 5000), key = 1 + (size_t)random_below(seed, 199);
    size_t authority = (size_t)random_below(seed, 4000);
    draw_bytes(seed, content, ini);
    for (size_t i = 0; i < key; i++)
        content[ini + i] = (uint8_t)('!' + random_below(seed, 94));
    for (size_t i = 0; i < authority; i++)
        content[ini + key + i] = (uint8_t)random_below(seed, 256);
    LaneFile lane = {.ini = {content, ini},
                     .key = {(const char *)content + ini, (int32_t)key},
                     .authority = {content + ini + key, authority}};
    if (random_one_in(seed, 2))
        lane.machine = TEXT("10000000a1b2c3d4");
    return encode_lane_file(&lane, file);
}

static void make_codes(const char *ini, SetupCodes *out)
{
    LaneFile lane = {.ini = {(const uint8_t *)ini, strlen(ini)}, .key = TEXT("0123456789abcdef")};
    size_t size = encode_lane_file(&lane, file);
    encode_codes((Bytes){file, size}, out);
}

static SetupScan scan(const char *digits)
{
    return setup_parts_scan(&parts, text_from_string(digits));
}

static void shuffle(uint64_t *seed, int32_t *order, int32_t count)
{
    for (int32_t i = 0; i < count; i++) {
        int32_t other = random_below(seed, i + 1);
        order[i] = order[other];
        order[other] = i;
    }
}

static void random_settings_come_back_from_codes_in_any_order_and_twice(void **state)
{
    (void)state;
    for (int32_t i = 0; i < test_cases(300); i++) {
        uint64_t case_seed = test_seed() + (uint64_t)i, seed = case_seed;
        int32_t order[SETUP_PARTS_MAX];
        size_t size = draw_file(&seed), found_size = 0;
        LaneFile lane;
        encode_codes((Bytes){file, size}, &codes);
        shuffle(&seed, order, codes.count);
        memset(&parts, 0, sizeof parts);
        for (int32_t k = 0; k < codes.count; k++) {
            ASSERT_SEED(case_seed, !setup_parts_complete(&parts));
            ASSERT_SEED(case_seed, scan(codes.digits[order[k]]) == SETUP_SCAN_TAKEN);
            ASSERT_SEED(case_seed,
                        scan(codes.digits[order[random_below(&seed, k + 1)]]) == SETUP_SCAN_AGAIN);
        }
        ASSERT_SEED(case_seed, setup_parts_complete(&parts));
        ASSERT_SEED(case_seed, setup_parts_join(&parts, found, &found_size, &error));
        ASSERT_SEED(case_seed, found_size == size && memcmp(found, file, size) == 0);
        ASSERT_SEED(case_seed, lane_file_read((Bytes){found, found_size}, &lane, &error));
    }
}

static void every_wrong_digit_is_found(void **state)
{
    (void)state;
    make_codes("[server]\nurl = https://odoo.shop.example\n", &codes);
    memset(&parts, 0, sizeof parts);
    for (int32_t i = 0; i < codes.count; i++)
        for (char *digit = codes.digits[i]; *digit; digit++)
            for (char right = *digit, wrong = '0'; wrong <= '9'; wrong++) {
                *digit = wrong;
                SetupScan got = wrong == right ? SETUP_SCAN_DAMAGED : scan(codes.digits[i]);
                assert_int_equal(got, SETUP_SCAN_DAMAGED);
                *digit = right;
            }
    assert_int_equal(parts.taken, 0);
}

static void a_digit_that_is_missing_doubled_or_swapped_is_found(void **state)
{
    (void)state;
    make_codes("[server]\nurl = https://odoo.shop.example\n", &codes);
    memset(&parts, 0, sizeof parts);
    const char *code = codes.digits[0];
    int32_t size = (int32_t)strlen(code);
    for (int32_t i = 0; i < size; i++) {
        char wrong[SETUP_CODE_DIGITS_MAX + 3];
        snprintf(wrong, sizeof wrong, "%.*s%s", (int)i, code, code + i + 1);
        assert_int_equal(scan(wrong), SETUP_SCAN_DAMAGED);
        snprintf(wrong, sizeof wrong, "%.*s%c%s", (int)i, code, code[i], code + i);
        assert_int_equal(scan(wrong), SETUP_SCAN_DAMAGED);
        strcpy(wrong, code);
        if (i + 1 == size || code[i] == code[i + 1])
            continue;
        wrong[i] = code[i + 1];
        wrong[i + 1] = code[i];
        assert_int_equal(scan(wrong), SETUP_SCAN_DAMAGED);
    }
}

static void what_is_no_setup_code_is_told_from_a_damaged_one(void **state)
{
    (void)state;
    static const char *const articles[] = {"4006381333931",
                                           "7351000000006", // an article that begins as we do
                                           "73510006",
                                           "0104006381333931171312311010ABC",
                                           "340123450000000000",
                                           "https://id.example.com/01/09506000134352",
                                           "",
                                           "7351a"};
    memset(&parts, 0, sizeof parts);
    for (size_t i = 0; i < COUNT_OF(articles); i++)
        assert_int_equal(scan(articles[i]), SETUP_SCAN_NONE);
}

static void codes_of_another_set_are_refused_until_it_is_begun_anew(void **state)
{
    (void)state;
    make_codes("[server]\nurl = https://odoo.shop.example\n[lane]\nname = Lane 1\n", &codes);
    make_codes("[server]\nurl = https://odoo.shop.example\n[lane]\nname = Lane 2\n", &others);
    memset(&parts, 0, sizeof parts);
    assert_int_equal(scan(codes.digits[0]), SETUP_SCAN_TAKEN);
    for (int32_t i = 0; i < others.count; i++)
        assert_int_equal(scan(others.digits[i]), SETUP_SCAN_OTHER_SET);
    memset(&parts, 0, sizeof parts);
    assert_int_equal(scan(others.digits[0]), SETUP_SCAN_TAKEN);
}

static void a_code_of_a_newer_tool_is_told(void **state)
{
    (void)state;
    make_codes("[server]\n", &codes);
    memset(&parts, 0, sizeof parts);
    char *code = codes.digits[0];
    code[4] = '2';
    code[strlen(code) - SETUP_CHECK_DIGITS] = 0;
    encode_check(code);
    assert_int_equal(scan(code), SETUP_SCAN_NEWER);
}

static void numbers_that_cannot_be_are_refused(void **state)
{
    (void)state;
    static const char *const heads[] = {"735110001", "735110201", "735110100", "735110061",
                                        "735110199"};
    memset(&parts, 0, sizeof parts);
    for (size_t i = 0; i < COUNT_OF(heads); i++) {
        char code[64];
        snprintf(code, sizeof code, "%s%010u%s", heads[i], 7u, "255");
        encode_check(code);
        assert_int_equal(scan(code), SETUP_SCAN_DAMAGED);
    }
    // Not the last, and shorter than a part is; a group over its bytes; a checksum over 32 bits.
    static const char *const bodies[] = {"7351101020000000007255", "7351101010000000007256",
                                         "7351101014294967296255"};
    for (size_t i = 0; i < COUNT_OF(bodies); i++) {
        char code[64];
        snprintf(code, sizeof code, "%s", bodies[i]);
        encode_check(code);
        assert_int_equal(scan(code), SETUP_SCAN_DAMAGED);
    }
}

static void what_others_packed_is_refused_in_words(void **state)
{
    (void)state;
    static const uint8_t zeros[200] = {0};
    size_t size = 0;
    encode_packed((Bytes){zeros, sizeof zeros}, &codes);
    memset(&parts, 0, sizeof parts);
    for (int32_t i = 0; i < codes.count; i++)
        assert_int_equal(scan(codes.digits[i]), SETUP_SCAN_TAKEN);
    assert_false(setup_parts_join(&parts, found, &size, &error));
    assert_non_null(strstr(error.message, "not made by the settings tool"));
    parts.set++;
    assert_false(setup_parts_join(&parts, found, &size, &error));
    assert_non_null(strstr(error.message, "do not belong together"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_settings_come_back_from_codes_in_any_order_and_twice),
        cmocka_unit_test(every_wrong_digit_is_found),
        cmocka_unit_test(a_digit_that_is_missing_doubled_or_swapped_is_found),
        cmocka_unit_test(what_is_no_setup_code_is_told_from_a_damaged_one),
        cmocka_unit_test(codes_of_another_set_are_refused_until_it_is_begun_anew),
        cmocka_unit_test(a_code_of_a_newer_tool_is_told),
        cmocka_unit_test(numbers_that_cannot_be_are_refused),
        cmocka_unit_test(what_others_packed_is_refused_in_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
