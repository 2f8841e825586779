/* Digital Links: what the GS1 Syntax Engine makes of them, but for what a lane tolerates. */
#include <stdio.h>
#include <string.h>

#include "domain/gs1_digital_link.h"
#include "gs1/gs1_expect.h"
#include "support/unit_test.h"

static void expect(Text uri, Gs1Reason reason, const char *expected)
{
    static Gs1Elements elements;
    static Gs1LinkText text;
    Gs1Reason got = gs1_digital_link_parse(uri, &text, &elements);
    gs1_expect(uri, got, &elements, reason, expected);
}

static void links_are_taken_apart(void **state)
{
    (void)state;
    static const Gs1Case cases[] = {
        {"https://id.gs1.org/01/09521234543213", GS1_OK, "(01)09521234543213"},
        {"https://example.com/shop/01/09521234543213?3103=000195&3922=0299", GS1_OK,
         "(01)09521234543213(3103)000195(3922)0299"},
        {"https://example.com/01/09521234543213/10/AB1/21/S9?17=261231", GS1_OK,
         "(01)09521234543213(10)AB1(21)S9(17)261231"},
        {"https://example.com/01/09521234543213/22/V/10/L/21/S", GS1_OK,
         "(01)09521234543213(22)V(10)L(21)S"},
        {"https://example.com/01/09521234543213/21/S1/10/L1", GS1_QUALIFIER_ORDER, ""},
        {"https://example.com/01/09521234543213?10=L1", GS1_QUALIFIER_IN_QUERY, ""},
        {"https://example.com/01/09521234543213/235/TPX", GS1_OK, "(01)09521234543213(235)TPX"},
        {"https://example.com/01/09521234543213/10/A%2FB%2d1", GS1_OK,
         "(01)09521234543213(10)A/B-1"},
        {"https://example.com/01/09521234543213/10/A+B", GS1_OK, "(01)09521234543213(10)A+B"},
        {"https://example.com/01/09521234543213?99=A%2BB", GS1_OK, "(01)09521234543213(99)A+B"},
        {"https://example.com/01/09521234543213?99=A+B", GS1_BAD_CHARACTER, ""},
        {"https://example.com/01/09521234543213?17=261231&utm_source=x&lang=de", GS1_OK,
         "(01)09521234543213(17)261231"},
        {"https://example.com/01/09521234543213?&&17=261231&&flag", GS1_OK,
         "(01)09521234543213(17)261231"},
        {"https://example.com/01/09521234543213?999=1", GS1_UNKNOWN_AI, ""},
        {"https://example.com/01/09521234543213?17=", GS1_EMPTY, ""},
        {"https://example.com/01/09521234543213?17=261231;10=A", GS1_TOO_LONG, ""},
        {"https://example.com/01/09521234543213#top", GS1_OK, "(01)09521234543213"},
        {"HTTPS://EXAMPLE.COM/01/09521234543213", GS1_OK, "(01)09521234543213"},
        {"HtTps://example.com/01/09521234543213", GS1_OK, "(01)09521234543213"},
        {"https://example.com/01/4006381333931", GS1_OK, "(01)04006381333931"},
        {"https://example.com/01/09521234543213/", GS1_NOT_A_LINK, ""},
        {"https://example.com/gtin/09521234543213", GS1_NOT_A_LINK, ""},
        {"https://example.com/products/4711", GS1_NOT_A_LINK, ""},
        {"https://example.com/01/09521234543214", GS1_CHECK_DIGIT, ""},
        {"https://example.com/01/09521234543213?01=09521234543213", GS1_CONFLICT, ""},
        {"https://example.com/01/09521234543213?8200=http", GS1_NOT_AN_ATTRIBUTE, ""},
        {"https://example.com/01/09521234543213/10/A%00B", GS1_BAD_ESCAPE, ""},
        {"https://example.com/00/106141411234567897?02=09521234543213&37=24", GS1_OK,
         "(00)106141411234567897(02)09521234543213(37)24"},
        {"https://example.com/414/9521234543213/254/12", GS1_OK, "(414)9521234543213(254)12"},
        {"https://example.com/255/9521234543213123", GS1_OK, "(255)9521234543213123"},
        {"https://example.com/8006/095212345432130102/10/L", GS1_OK,
         "(8006)095212345432130102(10)L"},
        {"ftp://example.com/01/09521234543213", GS1_NOT_A_LINK, ""},
        {"https://example.com/01/96385074/10/L", GS1_OK, "(01)00000096385074(10)L"},
        {"https://example.com/01/036000291452", GS1_OK, "(01)00036000291452"},
        {"http://[::1]:8080/2026/11/01/09521234543213", GS1_OK, "(01)09521234543213"},
        {"https://example.com/01/09521234543213/17/261231", GS1_QUALIFIER_ORDER, ""},
        {"https://example.com/01/09521234543213/10/A/10/A", GS1_CONFLICT, ""},
        {"https://example.com/01/09521234543213/10/A/235/B", GS1_QUALIFIER_ORDER, ""},
        {"https://example.com/01/09521234543213/10/%4", GS1_BAD_ESCAPE, ""},
        {"https://example.com/01/09521234543213/10/%zz", GS1_BAD_ESCAPE, ""},
        {"https://example.com/01/09521234543213/10/", GS1_NOT_A_LINK, ""},
        {"https://example.com//01/09521234543213", GS1_OK, "(01)09521234543213"},
        {"https://user@example.com/01/09521234543213", GS1_NOT_A_LINK, ""},
        {"https:///01/09521234543213", GS1_NOT_A_LINK, ""},
        {"https://", GS1_NOT_A_LINK, ""},
        {"https://example.com", GS1_NOT_A_LINK, ""},
        {"https://example.com/01/0952123454321 3", GS1_NOT_A_LINK, ""},
        {"https://example.com/01", GS1_NOT_A_LINK, ""},
        {"", GS1_NOT_A_LINK, ""},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        expect(text_from_string(cases[i].code), cases[i].reason, cases[i].elements);
}

static void overlong_links_are_refused(void **state)
{
    (void)state;
    char uri[GS1_SIZE_MAX + 1];
    memset(uri, 'a', sizeof uri);
    memcpy(uri, "https://", 8);
    expect((Text){uri, GS1_SIZE_MAX + 1}, GS1_TOO_LONG, "");
    // The longest, whose GTIN even grows.
    static const char end[] = "/01/96385074?99=";
    uri[100] = '/';
    memcpy(uri + 120, end, sizeof end - 1);
    memset(uri + 136, 'A', 90);
    char expected[140];
    snprintf(expected, sizeof expected, "(01)00000096385074(99)%.*s", 90, uri + 136);
    memset(uri + 226, '&', GS1_SIZE_MAX - 226);
    expect((Text){uri, GS1_SIZE_MAX}, GS1_OK, expected);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(links_are_taken_apart),
        cmocka_unit_test(overlong_links_are_refused),
    };
    return cmocka_run_group_tests_name("gs1_link", tests, NULL, NULL);
}
