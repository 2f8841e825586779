/* The push tokenizer: what it accepts, that pieces don't matter, and that Jansson agrees. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backoffice/json_stream.h"
#include "json_tree.h"
#include "support/unit_test.h"

enum { LOG_BYTES = 1 << 16 };

typedef struct EventLog {
    char text[LOG_BYTES];
    size_t size;
    int32_t events, stop_after;
} EventLog;

static void log_text(EventLog *log, const char *name, Text text)
{
    int more = snprintf(log->text + log->size, LOG_BYTES - log->size, "%s(%.*s) ", name,
                        TEXT_PRINTF(text));
    assert_true(more > 0);
    log->size += (size_t)more;
    assert_true(log->size < LOG_BYTES);
}

static bool take_event(void *context, JsonEvent event, Text text, Error *error)
{
    static const char *const names[] = {"{",      "}",      "[",    "]",     "key",
                                        "string", "number", "true", "false", "null"};
    EventLog *log = context;
    if (log->stop_after > 0 && ++log->events == log->stop_after)
        return error_set(error, ERROR_LIMIT, "enough");
    log_text(log, names[event], text);
    return true;
}

static bool run(Bytes document, size_t piece_bytes, EventLog *log, Error *error)
{
    log->size = 0;
    log->text[0] = 0;
    JsonStream *stream = json_stream_create(take_event, log, 1 << 30);
    bool ok = true;
    for (size_t at = 0; ok && at < document.size; at += piece_bytes) {
        size_t size = document.size - at < piece_bytes ? document.size - at : piece_bytes;
        // A copy of exactly this size: a look beyond it is found by the sanitizer.
        uint8_t *piece = malloc(size);
        memcpy(piece, document.data + at, size);
        ok = json_stream_feed(stream, (Bytes){piece, size}, error);
        free(piece);
    }
    ok = ok && json_stream_finish(stream, error);
    json_stream_destroy(stream);
    return ok;
}

static Bytes bytes_of(const char *string)
{
    return (Bytes){(const uint8_t *)string, strlen(string)};
}

static void assert_events(const char *document, const char *events)
{
    static EventLog log;
    Error error = {0};
    log.stop_after = 0;
    for (size_t piece = 1; piece < 40; piece++) {
        assert_true(run(bytes_of(document), piece, &log, &error));
        assert_string_equal(log.text, events);
    }
}

static void a_document_gives_its_events(void **state)
{
    (void)state;
    assert_events(
        "{\"a\": [1, -2.5e3, true], \"b\": {\"c\": null, \"d\": false}, \"e\": \"x\"}",
        "{() key(a) [() number(1) number(-2.5e3) true() ]() key(b) {() key(c) null() key(d) "
        "false() }() key(e) string(x) }() ");
    assert_events("[]", "[() ]() ");
    assert_events(" 12 ", "number(12) ");
    assert_events("-0.5", "number(-0.5) ");
    assert_events("\"\"", "string() ");
}

static void escapes_become_their_characters(void **state)
{
    (void)state;
    assert_events("[\"a\\\"b\\\\c\\/d\\n\\u0041\\u00e9\\u20AC\\ud83d\\ude00z\"]",
                  "[() string(a\"b\\c/d\n"
                  "A\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80z) ]() ");
    assert_events("{\"\\u0061\":1}", "{() key(a) number(1) }() ");
}

static void raw_utf8_is_kept_when_split(void **state)
{
    (void)state;
    assert_events("[\"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\"]",
                  "[() string(\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80) ]() ");
}

static void a_zero_character_is_a_character(void **state)
{
    (void)state;
    static EventLog log;
    Error error;
    assert_true(run(bytes_of("[\"a\\u0000b\"]"), 3, &log, &error));
}

static void handler_can_stop_with_its_error(void **state)
{
    (void)state;
    static EventLog log;
    Error error = {0};
    log = (EventLog){.stop_after = 3};
    assert_false(run(bytes_of("[1, 2, 3]"), 2, &log, &error));
    assert_int_equal(error.kind, ERROR_LIMIT);
    assert_string_equal(error.message, "enough");
    log.stop_after = 0;
}

static void nesting_ends_at_its_limit(void **state)
{
    (void)state;
    static EventLog log;
    char document[2 * (JSON_DEPTH_MAX + 1) + 1];
    Error error = {0};
    for (int32_t depth = JSON_DEPTH_MAX; depth <= JSON_DEPTH_MAX + 1; depth++) {
        memset(document, '[', (size_t)depth);
        memset(document + depth, ']', (size_t)depth);
        document[2 * depth] = 0;
        bool ok = run(bytes_of(document), 7, &log, &error);
        assert_int_equal(ok, depth == JSON_DEPTH_MAX);
    }
    assert_int_equal(error.kind, ERROR_LIMIT);
    assert_non_null(strstr(error.message, "deeper than 64"));
}

static bool count_bytes(void *context, JsonEvent event, Text text, Error *error)
{
    (void)error;
    if (event == JSON_EVENT_STRING)
        *(int32_t *)context = text.size;
    return true;
}

static bool feed_string_of(size_t size, size_t piece_bytes, int32_t *out_size, Error *error)
{
    char *document = malloc(size + 2);
    memset(document, 'x', size + 2);
    document[0] = document[size + 1] = '"';
    JsonStream *stream = json_stream_create(count_bytes, out_size, 1 << 30);
    bool ok = true;
    for (size_t at = 0; ok && at < size + 2; at += piece_bytes) {
        size_t left = size + 2 - at;
        ok = json_stream_feed(
            stream, (Bytes){(uint8_t *)document + at, left < piece_bytes ? left : piece_bytes},
            error);
    }
    ok = ok && json_stream_finish(stream, error);
    json_stream_destroy(stream);
    free(document);
    return ok;
}

static void a_string_ends_at_its_limit(void **state)
{
    (void)state;
    Error error = {0};
    int32_t size = 0;
    size_t pieces[] = {16384, (size_t)1 << 30};
    for (size_t i = 0; i < COUNT_OF(pieces); i++) {
        assert_true(feed_string_of(JSON_STRING_MAX_BYTES, pieces[i], &size, &error));
        assert_int_equal(size, JSON_STRING_MAX_BYTES);
        assert_false(feed_string_of(JSON_STRING_MAX_BYTES + 1, pieces[i], &size, &error));
        assert_int_equal(error.kind, ERROR_LIMIT);
    }
}

static void the_whole_ends_at_its_limit(void **state)
{
    (void)state;
    static EventLog log;
    Error error = {0};
    JsonStream *stream = json_stream_create(take_event, &log, 10);
    assert_true(json_stream_feed(stream, bytes_of("[1, 2,"), &error));
    assert_false(json_stream_feed(stream, bytes_of(" 345]"), &error));
    assert_int_equal(error.kind, ERROR_LIMIT);
    assert_string_equal(error.message, "the reply is larger than 10 bytes");
    json_stream_destroy(stream);
}

static void what_is_cut_says_after_how_many_bytes(void **state)
{
    (void)state;
    static EventLog log;
    Error error = {0};
    assert_false(run(bytes_of("{\"a\": [1, 2"), 4, &log, &error));
    assert_int_equal(error.kind, ERROR_NETWORK);
    assert_string_equal(error.message, "the reply ends in the middle after 11 bytes");
}

static void a_fault_names_its_byte(void **state)
{
    (void)state;
    static EventLog log;
    Error error = {0};
    for (size_t piece = 1; piece < 12; piece++) {
        assert_false(run(bytes_of("{\"a\": 1,}"), piece, &log, &error));
        assert_int_equal(error.kind, ERROR_CORRUPT);
        assert_string_equal(error.message, "not JSON at byte 8: a key must come here");
    }
    assert_false(run(bytes_of("<!DOCTYPE html>"), 100, &log, &error));
    assert_string_equal(error.message, "not JSON at byte 0: a value must come here");
}

// --- against Jansson ---

static bool is_deliberate_difference(const json_error_t *error)
{
    enum json_error_code code = json_error_code(error);
    // Numbers stay text here, and a zero byte is a character in a key too.
    return code == json_error_numeric_overflow || code == json_error_null_byte_in_key ||
           code == json_error_null_character;
}

static void compare_with_jansson(Bytes document, size_t piece_bytes)
{
    json_error_t where;
    json_t *theirs = json_loadb((const char *)document.data, document.size,
                                JSON_DECODE_ANY | JSON_ALLOW_NUL, &where);
    Error error = {0};
    json_t *ours = json_tree_load(document, piece_bytes, &error);
    bool skip =
        (!theirs && is_deliberate_difference(&where)) || (!ours && error.kind == ERROR_LIMIT);
    if (!skip && (!ours != !theirs || (ours && !json_equal(ours, theirs))))
        fail_msg("'%.*s': here %s, Jansson %s", (int)document.size, (const char *)document.data,
                 ours ? "taken" : error.message, theirs ? "taken" : where.text);
    json_decref(ours);
    json_decref(theirs);
}

static Bytes read_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    uint8_t *data = malloc(1 << 16);
    size_t size = fread(data, 1, 1 << 16, file);
    fclose(file);
    return (Bytes){data, size};
}

static void for_corpus(void (*each)(const char *name, Bytes document))
{
    const char *directory = KIOSK_SOURCE_ROOT "/tests/corpus/json_stream";
    DIR *listing = opendir(directory);
    assert_non_null(listing);
    int32_t count = 0;
    for (struct dirent *entry; (entry = readdir(listing)) != NULL;) {
        if (!strstr(entry->d_name, ".json"))
            continue;
        char path[1024];
        snprintf(path, sizeof path, "%s/%s", directory, entry->d_name);
        Bytes document = read_file(path);
        each(entry->d_name, document);
        free((void *)(uintptr_t)document.data);
        count++;
    }
    closedir(listing);
    assert_true(count > 20);
}

static void check_corpus_file(const char *name, Bytes document)
{
    static const size_t pieces[] = {1, 2, 3, 7, 64, 16384};
    static EventLog whole, cut;
    Error error = {0};
    bool ok = run(document, 1 << 16, &whole, &error);
    if (ok != (name[0] == 'y'))
        fail_msg("%s: %s", name, ok ? "was taken" : error.message);
    for (size_t i = 0; i < COUNT_OF(pieces); i++) {
        Error again = {0};
        assert_int_equal(run(document, pieces[i], &cut, &again), ok);
        assert_string_equal(cut.text, whole.text);
        if (!ok)
            assert_string_equal(again.message, error.message);
        compare_with_jansson(document, pieces[i]);
    }
}

static void corpus_is_taken_and_refused_as_named(void **state)
{
    (void)state;
    for_corpus(check_corpus_file);
}

static void check_cuts(const char *name, Bytes document)
{
    static EventLog log;
    for (size_t size = 0; name[0] == 'y' && size < document.size; size++) {
        Error error = {0};
        bool ok = run((Bytes){document.data, size}, 5, &log, &error);
        // Only white space may be missing.
        for (size_t i = size; ok && i < document.size; i++)
            assert_true(document.data[i] <= ' ');
    }
}

static void a_cut_document_is_never_complete(void **state)
{
    (void)state;
    for_corpus(check_cuts);
}

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

static void mutate(uint8_t *bytes, size_t size, uint32_t *seed)
{
    static const char interesting[] = "{}[]\",:\\/u0e+-.19tfn \t\x01\x7f\x80\xc3\xe2\xf0\xff";
    uint32_t changes = 1 + next_random(seed) % 3;
    for (uint32_t i = 0; i < changes; i++) {
        uint8_t byte = (uint8_t)interesting[next_random(seed) % (sizeof interesting - 1)];
        bytes[next_random(seed) % size] = next_random(seed) % 8 ? byte : (uint8_t)next_random(seed);
    }
}

static void check_mutations(const char *name, Bytes document)
{
    uint32_t seed = (uint32_t)document.size + (uint8_t)name[2];
    if (document.size == 0)
        return;
    uint8_t *copy = malloc(document.size);
    for (int32_t round = 0; round < 1500; round++) {
        memcpy(copy, document.data, document.size);
        mutate(copy, document.size, &seed);
        compare_with_jansson((Bytes){copy, document.size}, 1 + next_random(&seed) % 19);
    }
    free(copy);
}

static void jansson_agrees_on_mutated_documents(void **state)
{
    (void)state;
    for_corpus(check_mutations);
}

static void deliberate_differences_from_jansson(void **state)
{
    (void)state;
    static EventLog log;
    Error error;
    const char *taken[] = {"[123456789012345678901234567890]", "[1e999]", "{\"a\\u0000\": 1}"};
    for (size_t i = 0; i < COUNT_OF(taken); i++) {
        json_error_t where;
        assert_true(run(bytes_of(taken[i]), 4, &log, &error));
        assert_null(json_loads(taken[i], JSON_ALLOW_NUL, &where));
        assert_true(is_deliberate_difference(&where));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_document_gives_its_events),
        cmocka_unit_test(escapes_become_their_characters),
        cmocka_unit_test(raw_utf8_is_kept_when_split),
        cmocka_unit_test(a_zero_character_is_a_character),
        cmocka_unit_test(handler_can_stop_with_its_error),
        cmocka_unit_test(nesting_ends_at_its_limit),
        cmocka_unit_test(a_string_ends_at_its_limit),
        cmocka_unit_test(the_whole_ends_at_its_limit),
        cmocka_unit_test(what_is_cut_says_after_how_many_bytes),
        cmocka_unit_test(a_fault_names_its_byte),
        cmocka_unit_test(corpus_is_taken_and_refused_as_named),
        cmocka_unit_test(a_cut_document_is_never_complete),
        cmocka_unit_test(jansson_agrees_on_mutated_documents),
        cmocka_unit_test(deliberate_differences_from_jansson),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
