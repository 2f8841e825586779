/* The demo terminal turned by hand on a machine that breaks: what it says of a charge stays true
 * through a power cut, and it keeps what it is asked while it charges. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "devices/card_terminal.h"
#include "support/fake_os.h"
#include "support/unit_test.h"

#define FILE_PATH "/lane/demo-terminal.jsonl"

typedef struct Desk {
    FakeOs *machine;
    Os os;
    BoundedQueue events;
    CardTerminal *terminal;
} Desk;

static void start(Desk *desk)
{
    Error error;
    assert_true(card_terminal_create(&desk->os, "demo:cents", "/lane", &desk->events,
                                     &desk->terminal, &error));
}

static void stop(Desk *desk)
{
    TerminalEvent event;
    card_terminal_stop(desk->terminal);
    desk->terminal = NULL;
    while (bounded_queue_pop(&desk->events, &event))
        continue;
}

static int set_up(void **state)
{
    Desk *desk = calloc(1, sizeof *desk);
    desk->machine = fake_os_create(1);
    desk->os = fake_os_table(desk->machine);
    bounded_queue_init(&desk->events, sizeof(TerminalEvent), 32);
    start(desk);
    *state = desk;
    return 0;
}

static int tear_down(void **state)
{
    Desk *desk = *state;
    stop(desk);
    bounded_queue_release(&desk->events);
    fake_os_destroy(desk->machine);
    free(desk);
    return 0;
}

// Lets time pass until it has said how a request ended.
static TerminalEvent answer(Desk *desk)
{
    TerminalEvent event;
    for (int32_t i = 0; i < 1000; i++) {
        card_terminal_turn(desk->terminal);
        while (bounded_queue_pop(&desk->events, &event))
            if (event.kind >= TERMINAL_APPROVED)
                return event;
        fake_os_pass(desk->machine, 10);
    }
    fail_msg("no answer");
    return event;
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
    TerminalEvent event = answer(desk);
    assert_string_equal(event.intent_id, id);
    return event.kind;
}

static void a_torn_line_is_neither_continued_nor_completed(void **state)
{
    Desk *desk = *state;
    static const char torn[] =
        "{\"id\":\"torn\",\"amount\":1,\"currency\":\"EUR\",\"state\":\"approved\"}";
    fake_os_put(desk->machine, FILE_PATH, (Bytes){(const uint8_t *)torn, sizeof torn - 1});
    assert_int_equal(ask(desk, "torn"), TERMINAL_NEVER_HEARD); // never answered: not charged
    assert_int_equal(charge(desk, "next", 100), TERMINAL_APPROVED);
    assert_int_equal(ask(desk, "torn"), TERMINAL_NEVER_HEARD);
    assert_int_equal(ask(desk, "next"), TERMINAL_APPROVED);
}

// The program is killed at each call of a charge, between its write and its sync too; the machine
// goes on. What it answers then, a power cut doesn't change.
static void what_a_killed_program_left_is_safe_before_it_is_told(void **state)
{
    Desk *desk = *state;
    int32_t approved = 0, call = 0;
    for (bool crashed = true; crashed; call++) {
        char id[24];
        snprintf(id, sizeof id, "charge-%d", call);
        fake_os_set_fault(desk->machine, FAKE_FAULT_CRASH, call);
        assert_true(card_terminal_charge(desk->terminal, id, (Money){100}, "EUR"));
        for (int32_t i = 0; i < 100; i++) {
            card_terminal_turn(desk->terminal);
            fake_os_pass(desk->machine, 10);
        }
        crashed = fake_os_has_crashed(desk->machine);
        stop(desk);
        fake_os_restart(desk->machine, FAKE_OUTCOME_KILLED);
        start(desk);
        TerminalEventKind told = ask(desk, id);
        approved += told == TERMINAL_APPROVED;
        stop(desk);
        fake_os_restart(desk->machine, FAKE_OUTCOME_LOST);
        start(desk);
        assert_int_equal(ask(desk, id), told);
    }
    assert_true(call > 8);
    assert_true(approved > 1);
}

static void what_the_disk_did_not_take_was_never_charged(void **state)
{
    Desk *desk = *state;
    assert_int_equal(charge(desk, "first", 100), TERMINAL_APPROVED);
    for (int32_t call = 0; call < 12; call++) {
        char id[24];
        snprintf(id, sizeof id, "charge-%d", call);
        fake_os_set_fault(desk->machine, FAKE_FAULT_EIO, call);
        TerminalEventKind told = charge(desk, id, 100);
        fake_os_set_fault(desk->machine, FAKE_FAULT_NONE, 0);
        if (told == TERMINAL_LOST)
            told = ask(desk, id);
        stop(desk);
        fake_os_restart(desk->machine, FAKE_OUTCOME_LOST);
        start(desk);
        assert_int_equal(ask(desk, id), told);
    }
}

static void a_question_during_a_charge_waits_for_its_end(void **state)
{
    Desk *desk = *state;
    assert_true(card_terminal_charge(desk->terminal, "one", (Money){100}, "EUR"));
    card_terminal_turn(desk->terminal);
    assert_string_equal(card_terminal_charging(desk->terminal), "one");
    assert_true(card_terminal_ask(desk->terminal, "other"));
    assert_true(card_terminal_charge(desk->terminal, "two", (Money){200}, "EUR"));
    assert_int_equal(answer(desk).kind, TERMINAL_APPROVED);
    TerminalEvent event = answer(desk);
    assert_string_equal(event.intent_id, "other");
    assert_int_equal(event.kind, TERMINAL_NEVER_HEARD);
    event = answer(desk);
    assert_string_equal(event.intent_id, "two");
    assert_int_equal(event.kind, TERMINAL_APPROVED);
}

static void a_cancel_that_comes_too_late_is_a_charge(void **state)
{
    Desk *desk = *state;
    assert_true(card_terminal_charge(desk->terminal, "one", (Money){195}, "EUR"));
    assert_true(card_terminal_cancel(desk->terminal, "one"));
    assert_int_equal(answer(desk).kind, TERMINAL_APPROVED);
    assert_true(card_terminal_charge(desk->terminal, "two", (Money){100}, "EUR"));
    assert_true(card_terminal_cancel(desk->terminal, "two"));
    TerminalEvent event = answer(desk); // or once more of the first: it was asked by its cancel
    if (strcmp(event.intent_id, "one") == 0)
        event = answer(desk);
    assert_string_equal(event.intent_id, "two");
    assert_int_equal(event.kind, TERMINAL_DECLINED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST_OF(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST_OF(a_torn_line_is_neither_continued_nor_completed),
        TEST_OF(what_a_killed_program_left_is_safe_before_it_is_told),
        TEST_OF(what_the_disk_did_not_take_was_never_charged),
        TEST_OF(a_question_during_a_charge_waits_for_its_end),
        TEST_OF(a_cancel_that_comes_too_late_is_a_charge),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
