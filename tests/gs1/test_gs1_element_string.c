/* Element strings: what the GS1 Syntax Engine makes of them, but for what a lane tolerates. */
#include <stdio.h>
#include <string.h>

#include "domain/gs1_element_string.h"
#include "gs1/gs1_expect.h"
#include "support/unit_test.h"

static void expect(Text code, Gs1Reason reason, const char *expected)
{
    static Gs1Elements elements;
    Gs1Reason got = gs1_element_string_parse(code, &elements);
    gs1_expect(code, got, &elements, reason, expected);
}

static void element_strings_are_taken_apart(void **state)
{
    (void)state;
    static const Gs1Case cases[] = {
        {"]e00109521234543213", GS1_OK, "(01)09521234543213"},
        {"]e001995212345432163103001234", GS1_OK, "(01)99521234543216(3103)001234"},
        {"]e0019952123454321631030012343922599", GS1_OK, "(01)99521234543216(3103)001234(3922)599"},
        {"]e001995212345432163103001234393297800599", GS1_OK,
         "(01)99521234543216(3103)001234(3932)97800599"},
        {"]C101095212345432131726123110ABC123", GS1_OK, "(01)09521234543213(17)261231(10)ABC123"},
        {"]C1010952123454321310ABC123\x1d"
         "17261231",
         GS1_OK, "(01)09521234543213(10)ABC123(17)261231"},
        {"]C1010952123454321310ABC12317261231", GS1_OK, "(01)09521234543213(10)ABC12317261231"},
        {"]C1010952123454321317261231\x1d"
         "10ABC123",
         GS1_OK, "(01)09521234543213(17)261231(10)ABC123"},
        {"]C1010952123454321310ABC123\x1d", GS1_OK, "(01)09521234543213(10)ABC123"},
        {"]C1\x1d"
         "0109521234543213",
         GS1_OK, "(01)09521234543213"},
        {"]d2010952123454321321SER1\x1d"
         "1726123110L7",
         GS1_OK, "(01)09521234543213(21)SER1(17)261231(10)L7"},
        {"]Q301095212345432131523070110L7", GS1_OK, "(01)09521234543213(15)230701(10)L7"},
        {"]J10109521234543213", GS1_OK, "(01)09521234543213"},
        {"]C100106141411234567897", GS1_OK, "(00)106141411234567897"},
        {"]C10010614141123456789702095212345432133724", GS1_OK,
         "(00)106141411234567897(02)09521234543213(37)24"},
        {"]C101095212345432133012", GS1_OK, "(01)09521234543213(30)12"},
        {"]C1010952123454321330123456789", GS1_TOO_LONG, ""},
        {"]C1010952123454321330", GS1_EMPTY, ""},
        {"]C101095212345432132007", GS1_OK, "(01)09521234543213(20)07"},
        {"]C10109521234543213207", GS1_TOO_SHORT, ""},
        {"]C1010952123454321320AB", GS1_NON_DIGIT, ""},
        {"]C1010952123454321310ABCDEFGHIJKLMNOPQRST", GS1_OK,
         "(01)09521234543213(10)ABCDEFGHIJKLMNOPQRST"},
        {"]C1010952123454321310ABCDEFGHIJKLMNOPQRSTU", GS1_TOO_LONG, ""},
        {"]C1010952123454321310A-B/C_D%E", GS1_OK, "(01)09521234543213(10)A-B/C_D%E"},
        {"]C1010952123454321310AB~C", GS1_BAD_CHARACTER, ""},
        {"]C1010952123454321310AB C", GS1_BAD_CHARACTER, ""},
        {"]C1010952123454321321a1B2", GS1_OK, "(01)09521234543213(21)a1B2"},
        {"]C10109521234543213235TPX9", GS1_OK, "(01)09521234543213(235)TPX9"},
        {"]C10109521234543213235TPX9\x1d"
         "21S",
         GS1_CONFLICT, ""},
        {"]C1400ORDER-77", GS1_OK, "(400)ORDER-77"},
        {"]C14109521234543213", GS1_OK, "(410)9521234543213"},
        {"]C1414952123454321325410", GS1_OK, "(414)9521234543213(254)10"},
        {"]C1255952123454321312345\x1d"
         "3902500",
         GS1_OK, "(255)952123454321312345(3902)500"},
        {"]C125595212345432133902500", GS1_OK, "(255)95212345432133902500"},
        {"]C101095212345432138200https://example.com/x", GS1_OK,
         "(01)09521234543213(8200)https://example.com/x"},
        {"]C101095212345432138005000599", GS1_OK, "(01)09521234543213(8005)000599"},
        {"]C101095212345432139912345", GS1_OK, "(01)09521234543213(99)12345"},
        {"]C18110106141416543213150110000310123196000", GS1_OK,
         "(8110)106141416543213150110000310123196000"},
        {"]C1010952123454321317261231", GS1_OK, "(01)09521234543213(17)261231"},
        {"]C1010952123454321317261200", GS1_OK, "(01)09521234543213(17)261200"},
        {"]C1010952123454321315240200", GS1_OK, "(01)09521234543213(15)240200"},
        {"]C1010952123454321317240229", GS1_OK, "(01)09521234543213(17)240229"},
        {"]C1010952123454321317250229", GS1_BAD_DATE, ""},
        {"]C1010952123454321317260230", GS1_BAD_DATE, ""},
        {"]C1010952123454321317261300", GS1_BAD_DATE, ""},
        {"]C1010952123454321317260031", GS1_BAD_DATE, ""},
        {"]C101095212345432131726123", GS1_TOO_SHORT, ""},
        {"]C1010952123454321370032612311530", GS1_OK, "(01)09521234543213(7003)2612311530"},
        {"]C1010952123454321370032612002359", GS1_BAD_DATE, ""},
        {"]C1010952123454321370032612312460", GS1_BAD_DATE, ""},
        {"]C10109521234543214", GS1_CHECK_DIGIT, ""},
        {"]C10109521234543", GS1_TOO_SHORT, ""},
        {"]C1010952123454321X", GS1_NON_DIGIT, ""},
        {"]C101095212345432133106001234", GS1_UNKNOWN_AI, ""},
        {"]C1019952123454321631030012343103001234", GS1_OK, "(01)99521234543216(3103)001234"},
        {"]C1019952123454321631030012343103001235", GS1_CONFLICT, ""},
        {"]C1019952123454321631030012343102000123", GS1_CONFLICT, ""},
        {"]C1019952123454321631030012343922599\x1d"
         "3932978599",
         GS1_CONFLICT, ""},
        {"]C1019952123454321631030012343932999599", GS1_OK,
         "(01)99521234543216(3103)001234(3932)999599"},
        {"]C101995212345432163103001234392212345678901234567", GS1_TOO_LONG, ""},
        {"]C101095212345432133702", GS1_CONFLICT, ""},
        {"]C189ABC", GS1_UNKNOWN_AI, ""},
        {"]C10", GS1_UNKNOWN_AI, ""},
        {"]C1", GS1_EMPTY, ""},
        // Without an identifier, in any order, with values that need no separator and have one.
        {"0109521234543213", GS1_OK, "(01)09521234543213"},
        {"31030012340199521234543216", GS1_OK, "(3103)001234(01)99521234543216"},
        {"\x1d"
         "0109521234543213",
         GS1_OK, "(01)09521234543213"},
        // Nobody sends the printed form.
        {"(01)09521234543213", GS1_UNKNOWN_AI, ""},
        {"5410000001016", GS1_UNKNOWN_AI, ""},
        {"]C1]C10109521234543213", GS1_UNKNOWN_AI, ""},
        {"]C10109521234543213\x1d\x1d"
         "10A",
         GS1_UNKNOWN_AI, ""},
        {"70072612312701312", GS1_TOO_LONG, ""},
        {"7007261231", GS1_OK, "(7007)261231"},
        {"7007261231270131", GS1_OK, "(7007)261231270131"},
        {"701126123123", GS1_TOO_SHORT, ""},
        {"70112612312360", GS1_BAD_DATE, ""},
        {"80036952123454321312", GS1_CHECK_DIGIT, ""},
        {"8003095212345432131A", GS1_OK, "(8003)095212345432131A"},
        {"8010AB#1-/", GS1_OK, "(8010)AB#1-/"},
        {"8010ab", GS1_BAD_CHARACTER, ""},
        {"42212", GS1_TOO_SHORT, ""},
        {"4221234", GS1_TOO_LONG, ""},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        expect(text_from_string(cases[i].code), cases[i].reason, cases[i].elements);
}

static void overlong_and_odd_bytes_are_refused(void **state)
{
    (void)state;
    char code[GS1_SIZE_MAX + 2];
    memset(code, '0', sizeof code);
    expect((Text){code, GS1_SIZE_MAX + 1}, GS1_TOO_LONG, "");
    expect((Text){code, GS1_SIZE_MAX}, GS1_TOO_SHORT, ""); // the last of thirteen
    expect((Text){code, 240}, GS1_OK, "(00)000000000000000000");
    expect((Text){"10A\0B", 5}, GS1_BAD_CHARACTER, "");
    expect((Text){"10\xc3\xa4", 4}, GS1_BAD_CHARACTER, "");
    expect((Text){0}, GS1_EMPTY, "");
    // More elements than one scan has: fixed lengths, no two alike.
    int32_t size = 0;
    for (int32_t i = 0; i < 40; i++) {
        char element[12];
        snprintf(element, sizeof element, "9%d%c\x1d", i % 9 + 1, 'A');
        memcpy(code + size, element, strlen(element));
        size += (int32_t)strlen(element);
    }
    expect((Text){code, size}, GS1_OK, "(91)A(92)A(93)A(94)A(95)A(96)A(97)A(98)A(99)A");
}

static void every_ai_is_found(void **state)
{
    (void)state;
    int32_t found = 0;
    for (int32_t number = 0; number < 10000; number++) {
        char digits[5];
        snprintf(digits, sizeof digits, "%04d", (int)number);
        const Gs1Ai *ai = gs1_ai_at(text_from_string(digits));
        if (!ai)
            continue;
        int32_t size = gs1_ai_digits(ai);
        assert_true(memcmp(digits, ai->first, (size_t)size) >= 0);
        assert_true(memcmp(digits, ai->last, (size_t)size) <= 0);
        found += size == 4 || (size == 3 && digits[3] == '0') ||
                 (size == 2 && digits[2] == '0' && digits[3] == '0');
    }
    assert_int_equal(found, 535); // as many as the dictionary has, and those since
}

static void dates_follow_the_century_that_is_near(void **state)
{
    (void)state;
    static const struct {
        const char *digits;
        int32_t year_now, year, month, day; // year 0: no such day
    } cases[] = {
        {"261231", 2026, 2026, 12, 31}, {"760101", 2026, 2076, 1, 1},
        {"770101", 2026, 1977, 1, 1},   {"000229", 2026, 2000, 2, 29},
        {"240200", 2026, 2024, 2, 29},  {"250200", 2026, 2025, 2, 28},
        {"010101", 2051, 2101, 1, 1},   {"000229", 2051, 0, 0, 0},
        {"990101", 2049, 2099, 1, 1},   {"261301", 2026, 0, 0, 0},
        {"260001", 2026, 0, 0, 0},      {"260431", 2026, 0, 0, 0},
        {"2601", 2026, 0, 0, 0},        {"26010a", 2026, 0, 0, 0},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Gs1Date date = {0, 0, 0};
        bool ok = gs1_date_read(text_from_string(cases[i].digits), cases[i].year_now, &date);
        if (ok != (cases[i].year != 0) || date.year != cases[i].year ||
            date.month != cases[i].month || date.day != cases[i].day)
            fail_msg("%s in %d is %d-%d-%d", cases[i].digits, (int)cases[i].year_now,
                     (int)date.year, (int)date.month, (int)date.day);
    }
    assert_int_equal(gs1_date_days((Gs1Date){1970, 1, 1}), 0);
    assert_int_equal(gs1_date_days((Gs1Date){2026, 11, 24}), 20781);
    assert_int_equal(gs1_year_of_days(20781), 2026);
    assert_int_equal(gs1_year_of_days(gs1_date_days((Gs1Date){2027, 1, 1}) - 1), 2026);
    assert_int_equal(gs1_year_of_days(gs1_date_days((Gs1Date){2028, 1, 1})), 2028);
    assert_int_equal(gs1_year_of_days(0), 1970);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(element_strings_are_taken_apart),
        cmocka_unit_test(overlong_and_odd_bytes_are_refused),
        cmocka_unit_test(every_ai_is_found),
        cmocka_unit_test(dates_follow_the_century_that_is_near),
    };
    return cmocka_run_group_tests_name("gs1_element_string", tests, NULL, NULL);
}
