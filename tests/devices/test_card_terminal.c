/* The demo terminal keeps the contract of a real one: it can be asked after a crash, it never
 * charges an intent twice, and what it charged is on disk before it says so. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "devices/card_terminal.h"
#include "support/unit_test.h"

typedef struct Desk {
    char folder[64];
    Os os;
    BoundedQueue events;
    CardTerminal *terminal;
} Desk;

static void start(Desk *desk, const char *kind)
{
    Error error;
    assert_true(
        card_terminal_start(&desk->os, kind, desk->folder, &desk->events, &desk->terminal, &error));
}

static int setup(void **state)
{
    Desk *desk = calloc(1, sizeof *desk);
    strcpy(desk->folder, "/tmp/kiosk-terminal-XXXXXX");
    assert_non_null(mkdtemp(desk->folder));
    desk->os = os_linux();
    bounded_queue_init(&desk->events, sizeof(TerminalEvent), 32);
    *state = desk;
    return 0;
}

static int teardown(void **state)
{
    Desk *desk = *state;
    char path[100];
    card_terminal_stop(desk->terminal);
    bounded_queue_release(&desk->events);
    snprintf(path, sizeof path, "%s/demo-terminal.jsonl", desk->folder);
    unlink(path);
    rmdir(desk->folder);
    free(desk);
    return 0;
}

// The next event that ends a request, skipping what a customer sees on the way.
static TerminalEvent answer(Desk *desk)
{
    TerminalEvent event;
    for (;;) {
        assert_true(bounded_queue_wait(&desk->events, &event, 20000));
        if (event.kind >= TERMINAL_APPROVED)
            return event;
    }
}

static TerminalEventKind charge(Desk *desk, const char *id, int64_t minor)
{
    assert_true(card_terminal_charge(desk->terminal, id, (Money){minor}, "EUR"));
    TerminalEvent event = answer(desk);
    assert_string_equal(event.intent_id, id);
    return event.kind;
}

static TerminalEventKind ask(Desk *desk, const char *id)
{
    assert_true(card_terminal_ask(desk->terminal, id));
    return answer(desk).kind;
}

static void a_charge_is_remembered_by_a_terminal_that_was_restarted(void **state)
{
    Desk *desk = *state;
    start(desk, "demo:approve");
    assert_int_equal(charge(desk, "one", 119), TERMINAL_APPROVED);
    card_terminal_stop(desk->terminal);
    start(desk, "demo:approve");
    assert_int_equal(ask(desk, "one"), TERMINAL_APPROVED);
    assert_int_equal(ask(desk, "never"), TERMINAL_NEVER_HEARD);
}

static int32_t lines_in_file(const Desk *desk)
{
    char path[100], line[400];
    int32_t count = 0;
    snprintf(path, sizeof path, "%s/demo-terminal.jsonl", desk->folder);
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof line, file))
        count++;
    if (file)
        fclose(file);
    return count;
}

static void the_same_intent_is_charged_once(void **state)
{
    Desk *desk = *state;
    start(desk, "demo:approve");
    assert_int_equal(charge(desk, "one", 119), TERMINAL_APPROVED);
    assert_int_equal(charge(desk, "one", 119), TERMINAL_APPROVED);
    assert_int_equal(lines_in_file(desk), 1);
}

static void cents_decide_what_becomes_of_it(void **state)
{
    Desk *desk = *state;
    start(desk, "demo:cents");
    assert_int_equal(charge(desk, "declined", 191), TERMINAL_DECLINED);
    assert_int_equal(charge(desk, "lost", 194), TERMINAL_LOST);
    assert_int_equal(ask(desk, "lost"), TERMINAL_APPROVED); // it was charged all the same
    assert_int_equal(charge(desk, "dead", 192), TERMINAL_LOST);
    assert_int_equal(ask(desk, "dead"), TERMINAL_NEVER_HEARD);
    assert_int_equal(charge(desk, "fine", 100), TERMINAL_APPROVED);
}

static void a_cancel_before_the_card_charges_nothing(void **state)
{
    Desk *desk = *state;
    start(desk, "demo:approve");
    assert_true(card_terminal_charge(desk->terminal, "one", (Money){119}, "EUR"));
    assert_true(card_terminal_cancel(desk->terminal, "one"));
    assert_int_equal(answer(desk).kind, TERMINAL_DECLINED);
    assert_int_equal(lines_in_file(desk), 0);
}

static void an_unknown_kind_is_an_error(void **state)
{
    Desk *desk = *state;
    Error error;
    assert_false(card_terminal_start(&desk->os, "zvt:9600", desk->folder, &desk->events,
                                     &desk->terminal, &error));
    assert_non_null(strstr(error.message, "zvt:9600"));
}

static void write_file(const Desk *desk, const char *text)
{
    char path[100];
    snprintf(path, sizeof path, "%s/demo-terminal.jsonl", desk->folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void all_charges_can_be_listed(void **state)
{
    Desk *desk = *state;
    TerminalCharges charges;
    Error error;
    assert_true(card_terminal_charges(&desk->os, "demo:approve", desk->folder, &charges, &error));
    assert_false(charges.has_list); // nothing was charged yet
    start(desk, "demo:cents");
    assert_int_equal(charge(desk, "declined", 191), TERMINAL_DECLINED);
    assert_int_equal(charge(desk, "fine", 100), TERMINAL_APPROVED);
    assert_true(card_terminal_charges(&desk->os, "demo:cents", desk->folder, &charges, &error));
    assert_true(charges.has_list);
    const TerminalCharge *last = &charges.items[charges.count - 1];
    assert_string_equal(last->intent_id, "fine");
    assert_string_equal(last->currency, "EUR");
    assert_int_equal(last->amount.minor, 100);
    assert_true(last->approved);
    card_terminal_charges_release(&charges);
}

// The last word of an intent counts, in the place of the first; what is torn was never said.
static void the_last_word_of_a_charge_counts(void **state)
{
    Desk *desk = *state;
    TerminalCharges charges;
    Error error;
    write_file(desk, "{\"id\":\"b\",\"amount\":5,\"currency\":\"EUR\",\"state\":\"asked\"}\n"
                     "{\"id\":\"a\",\"amount\":7,\"currency\":\"EUR\",\"state\":\"declined\"}\n"
                     "!\n"
                     "{\"id\":\"b\",\"amount\":6,\"currency\":\"EUR\",\"state\":\"approved\"}\n"
                     "{\"id\":\"a\",\"amount\":7,\"currency\":\"EUR\",\"state\":\"appr");
    assert_true(card_terminal_charges(&desk->os, "demo:cents", desk->folder, &charges, &error));
    assert_int_equal(charges.count, 2);
    assert_string_equal(charges.items[0].intent_id, "b");
    assert_int_equal(charges.items[0].amount.minor, 6);
    assert_true(charges.items[0].approved);
    assert_string_equal(charges.items[1].intent_id, "a");
    assert_false(charges.items[1].approved);
    card_terminal_charges_release(&charges);
    assert_true(card_terminal_charges(&desk->os, "zvt:9600", desk->folder, &charges, &error));
    assert_false(charges.has_list); // another kind keeps none here
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST_OF(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        TEST_OF(a_charge_is_remembered_by_a_terminal_that_was_restarted),
        TEST_OF(the_same_intent_is_charged_once),
        TEST_OF(cents_decide_what_becomes_of_it),
        TEST_OF(a_cancel_before_the_card_charges_nothing),
        TEST_OF(an_unknown_kind_is_an_error),
        TEST_OF(all_charges_can_be_listed),
        TEST_OF(the_last_word_of_a_charge_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
