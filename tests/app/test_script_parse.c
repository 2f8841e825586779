#include <string.h>

#include "app/script_parse.h"
#include "support/unit_test.h"

static ScriptStep parsed;
static Error error;

static bool parse(const char *line)
{
    bool empty;
    memset(&parsed, 0, sizeof parsed);
    return script_parse_line(line, 3, &parsed, &empty, &error);
}

static void every_step_of_the_document_is_read(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "scan 5449000000996",
        "badge 0410000000001",
        "key TAB",
        "tap id=pay",
        "tap \"Pay\"",
        "hold id=help 3s",
        "type \"milk\"",
        "swipe id=products up",
        "wait screen=thanks 10s",
        "wait id=line-1 2s",
        "wait \"Thank you\" 5s",
        "wait idle 2s",
        "wait sent 30s",
        "expect total 12.34",
        "expect screen=basket",
        "expect \"Whole milk\"",
        "expect no \"Pay\"",
        "shot basket.png",
        "tree basket.json",
        "sleep 500ms",
        "weigh 0.642",
        "weigh 0",
        "weigh moving",
        "weigh off",
        "monkey 3000 7",
        "monkey 3000 7 0410000000001",
        "quit",
        "try tap id=basket",
        "  tap   id=pay   # and so on",
    };
    for (size_t i = 0; i < COUNT_OF(lines); i++)
        if (!parse(lines[i]))
            fail_msg("%s: %s", lines[i], error.message);
}

static void quotes_and_times_are_taken_apart(void **state)
{
    (void)state;
    assert_true(parse("wait \"say \\\"yes\\\"\" 1.5s"));
    assert_string_equal(parsed.text, "say \"yes\"");
    assert_int_equal(parsed.time_ms, 1500);
    assert_true(parse("try tap id=line-1"));
    assert_true(parsed.optional);
    assert_string_equal(parsed.text, "line-1");
    assert_true(parse("weigh 0.642"));
    assert_int_equal(parsed.target, TARGET_GRAMS);
    assert_int_equal(parsed.grams, 642);
    assert_true(parse("weigh -0.01"));
    assert_int_equal(parsed.grams, -10);
    bool empty = false;
    assert_true(script_parse_line("   # only words", 1, &parsed, &empty, &error));
    assert_true(empty);
}

static void mistakes_name_the_line(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "dance",
        "tap pay",
        "tap",
        "wait idle",
        "wait total 1.00 2s",
        "expect idle",
        "sleep 5",
        "sleep 5h",
        "sleep nans",
        "type milk",
        "tap \"Pay",
        "swipe id=x sideways",
        "quit now",
        "hold id=help",
        "try",
        "scan",
        "weigh",
        "weigh heavy",
        "weigh 1kg",
        "monkey",
        "monkey 10",
        "monkey ten 1",
        "monkey 0 1",
        "monkey 1 2 3 4",
    };
    for (size_t i = 0; i < COUNT_OF(lines); i++) {
        if (parse(lines[i]))
            fail_msg("'%s' was taken", lines[i]);
        assert_non_null(strstr(error.message, "line 3"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_step_of_the_document_is_read),
        cmocka_unit_test(quotes_and_times_are_taken_apart),
        cmocka_unit_test(mistakes_name_the_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
