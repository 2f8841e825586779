/* What another program wrote is shown as one clean sentence, or not at all. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/sentence.h"
#include "base/text.h"
#include "support/unit_test.h"

static char out[SENTENCE_SIZE];
static Error error;

static bool read_bytes(const char *bytes, size_t size)
{
    char path[] = "/tmp/kiosk-sentence-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, size), size);
    close(fd);
    bool read = sentence_read(path, out, &error);
    unlink(path);
    return read;
}

static void it_is_the_first_line_without_its_full_stop(void **state)
{
    (void)state;
    static const char bytes[] = "  It fell over.\r\nmore\n";
    assert_true(read_bytes(bytes, sizeof bytes - 1));
    assert_string_equal(out, "It fell over");
}

static void control_characters_are_spaces_and_bad_bytes_are_marked(void **state)
{
    (void)state;
    static const char bytes[] = "\033a\tb\x7f\xc2\x9b"
                                "c\xff";
    assert_true(read_bytes(bytes, sizeof bytes - 1));
    assert_string_equal(out, "a b  c\xef\xbf\xbd");
}

static void what_is_too_long_is_cut_between_letters(void **state)
{
    (void)state;
    char bytes[5001] = {0};
    for (int32_t shift = 0; shift < 3; shift++) {
        memset(bytes, 'x', (size_t)shift);
        for (size_t i = (size_t)shift; i + 3 <= sizeof bytes; i += 3)
            memcpy(bytes + i, "\xe2\x82\xac", 3); // the euro sign
        assert_true(read_bytes(bytes, sizeof bytes - 3));
        Text text = text_from_string(out);
        assert_in_range(text.size, SENTENCE_SIZE - 4, SENTENCE_SIZE - 1);
        assert_null(strstr(out, "\xef\xbf\xbd"));
        assert_true(text_is_valid_utf8(text));
    }
}

static void nothing_is_no_sentence(void **state)
{
    (void)state;
    snprintf(out, sizeof out, "untouched");
    assert_false(read_bytes("", 0));
    assert_false(read_bytes(" ..\n", 4));
    assert_int_equal(error.os_errno, 0);
    assert_false(sentence_read("/tmp/kiosk-sentence-none", out, &error));
    assert_int_equal(error.os_errno, ENOENT);
    assert_false(sentence_read("/tmp", out, &error));
    assert_int_equal(error.os_errno, EISDIR);
    assert_string_equal(out, "untouched");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_the_first_line_without_its_full_stop),
        cmocka_unit_test(control_characters_are_spaces_and_bad_bytes_are_marked),
        cmocka_unit_test(what_is_too_long_is_cut_between_letters),
        cmocka_unit_test(nothing_is_no_sentence),
    };
    return cmocka_run_group_tests_name("sentence", tests, NULL, NULL);
}
