/* Closing the day and rescue sessions: each step, each answer lost, each no. */
#include <stdio.h>
#include <string.h>

#include "support/unit_test.h"
#include "sync_case.h"

static const Currency euro = {.code = "EUR", .decimals = 2, .rounding = 0.01};

static void begin(bool cash_control)
{
    case_fake->cash_control = cash_control;
    case_create(NULL, 0);
    case_turn(40);
    assert_int_equal(case_state(), SYNC_ONLINE);
    case_forget_seen();
}

static void sell(int32_t number)
{
    TestOrder order;
    case_make_order(&order, number);
    case_push_order(&order);
    case_turn_for(3000);
    case_check_once_paid(&order);
}

static SyncCloseWish wish(void)
{
    return (SyncCloseWish){.session_id = 5,
                           .session_name = "POS/00005",
                           .currency = euro,
                           .counted = case_fake->cash_control,
                           .cash = {1234}};
}

static const SyncEvent *close_with(const SyncCloseWish *wanted)
{
    case_forget_seen();
    assert_true(sync_close_session(case_sync, wanted));
    for (int32_t i = 0; i < 400 && case_index_of(SYNC_EVENT_DAY) < 0; i++)
        case_turn(1);
    assert_true(case_index_of(SYNC_EVENT_DAY) >= 0);
    return &case_seen[case_index_of(SYNC_EVENT_DAY)];
}

static const SyncEvent *close_day(void)
{
    SyncCloseWish wanted = wish();
    return close_with(&wanted);
}

static void figures_are_read_without_closing_anything(void **state)
{
    (void)state;
    begin(true);
    sell(1);
    SyncCloseWish wanted = wish();
    wanted.only_figures = true;
    const SyncEvent *day = close_with(&wanted);
    assert_int_equal(day->day_state, SYNC_DAY_FIGURES);
    assert_int_equal(day->day.order_count, 1);
    assert_int_equal(day->day.total.minor, 150);
    assert_true(day->day.counts_cash);
    assert_int_equal(day->day.cash_expected.minor, 1250);
    assert_int_equal(day->day.method_count, 2);
    assert_string_equal(day->day.methods[1].name, "Card");
    assert_string_equal(case_fake->session_state, "opened");
}

static void a_day_is_closed_once_and_in_order(void **state)
{
    (void)state;
    static const char *const way[] = {"read",
                                      "search_read",
                                      "get_closing_control_data",
                                      "post_closing_cash_details",
                                      "update_closing_control_state_session",
                                      "close_session_from_ui",
                                      "read"};
    begin(true);
    sell(1);
    int32_t from = case_fake->method_count;
    const SyncEvent *day = close_day();
    assert_int_equal(day->day_state, SYNC_DAY_CLOSED);
    assert_int_equal(day->day.total.minor, 150);
    size_t done = 0; // looks at catalogue and session go on beside it
    for (int32_t i = from; i < case_fake->method_count && done < COUNT_OF(way); i++)
        done += strcmp(case_fake->methods[i], way[done]) == 0;
    assert_int_equal(done, COUNT_OF(way));
    for (size_t i = 2; i < COUNT_OF(way) - 1; i++)
        assert_int_equal(fake_backoffice_asked(case_fake, way[i]), 1);
    assert_true(case_fake->counted_cash == 12.34);
    assert_int_equal(case_fake->closings, 1);
    case_turn_for(2000);
    assert_int_equal(case_state(), SYNC_CLOSED);
    assert_non_null(strstr(case_seen[case_index_of_state(SYNC_CLOSED)].words, "at this lane"));
    case_turn_for(130000); // nobody opens the next one but an attendant
    assert_int_equal(case_fake->opened_sessions, 1);
    assert_true(sync_reopen(case_sync));
    case_turn_for(2000);
    assert_int_equal(case_fake->opened_sessions, 2);
    assert_int_equal(case_state(), SYNC_ONLINE);
}

static void an_answer_that_is_lost_is_looked_after(void **state)
{
    (void)state;
    static const char *const calls[] = {"get_closing_control_data", "post_closing_cash_details",
                                        "update_closing_control_state_session",
                                        "close_session_from_ui"};
    begin(true);
    for (size_t i = 0; i < COUNT_OF(calls); i++)
        for (int32_t times = 1; times <= 2; times++) {
            case_fake->cut_method = calls[i];
            case_fake->cut_count = times;
            int32_t closings = case_fake->closings;
            SyncCloseWish wanted = wish();
            wanted.session_id = case_fake->session_id;
            const SyncEvent *day = close_with(&wanted);
            if (day->day_state != SYNC_DAY_CLOSED)
                fail_msg("%s lost %d times: %s", calls[i], times, day->words);
            assert_int_equal(case_fake->closings, closings + 1);
            case_turn_for(2000);
            assert_true(sync_reopen(case_sync));
            case_turn_for(3000);
            assert_int_equal(case_state(), SYNC_ONLINE);
        }
}

static void a_lost_answer_never_closes_the_next_session(void **state)
{
    (void)state;
    begin(false);
    case_fake->cut_method = "close_session_from_ui";
    case_fake->cut_count = 1;
    assert_int_equal(close_day()->day_state, SYNC_DAY_CLOSED);
    assert_int_equal(fake_backoffice_asked(case_fake, "close_session_from_ui"), 1);
    assert_int_equal(fake_backoffice_asked(case_fake, "post_closing_cash_details"), 0);
}

static void a_server_that_stays_away_is_told_and_can_be_asked_again(void **state)
{
    (void)state;
    begin(false);
    case_fake->cut_method = "read";
    case_fake->cut_count = 100;
    const SyncEvent *day = close_day();
    assert_int_equal(day->day_state, SYNC_DAY_UNREACHED);
    assert_int_equal(case_fake->closings, 0);
    // Half closed by a till that was switched off: the lane can finish it.
    snprintf(case_fake->session_state, sizeof case_fake->session_state, "closing_control");
    case_fake->cut_count = 0;
    case_turn_for(5000);
    assert_int_equal(close_day()->day_state, SYNC_DAY_CLOSED);
    assert_int_equal(case_fake->closings, 1);
}

static void orders_that_are_not_there_yet_keep_the_day_open(void **state)
{
    (void)state;
    TestOrder order;
    begin(false);
    case_make_order(&order, 1);
    case_fake->unreachable = true;
    case_push_order(&order);
    case_turn_for(1000);
    const SyncEvent *day = close_day();
    assert_int_equal(day->day_state, SYNC_DAY_UNREACHED);
    case_fake->unreachable = false;
    case_push_order(&order); // still on its way
    assert_true(sync_close_session(case_sync, &(SyncCloseWish){.session_id = 5}));
    case_turn_for(70000);
    assert_int_equal(case_fake->closings, 0);
}

static void an_order_that_was_set_aside_keeps_the_day_open(void **state)
{
    (void)state;
    TestOrder order;
    begin(false);
    case_make_order(&order, 1);
    case_fake->refuse_method = "create_from_ui";
    case_fake->refuse_name = "odoo.exceptions.UserError";
    case_fake->refuse_message = "no";
    case_fake->refuse_count = 1;
    case_push_order(&order);
    case_turn_for(3000);
    const SyncEvent *day = close_day();
    assert_int_equal(day->day_state, SYNC_DAY_REFUSED);
    assert_string_equal(day->words, "1 order is set aside and not settled");
    assert_string_equal(case_fake->session_state, "opened");
}

static void drafts_at_the_server_are_named_before_anything_changes(void **state)
{
    (void)state;
    int32_t id;
    begin(false);
    (void)model_push(&case_fake->orders, "Order 00005-009-0001", "t", 1.0, true, &id);
    const SyncEvent *day = close_day();
    assert_int_equal(day->day_state, SYNC_DAY_REFUSED);
    assert_non_null(strstr(day->words, "Order 00005-009-0001"));
    assert_string_equal(case_fake->session_state, "opened");
    assert_int_equal(fake_backoffice_asked(case_fake, "update_closing_control_state_session"), 0);
}

static void the_server_s_no_is_told_in_its_words(void **state)
{
    (void)state;
    begin(true);
    case_fake->refuse_method = "post_closing_cash_details";
    case_fake->refuse_name = "odoo.exceptions.UserError";
    case_fake->refuse_message =
        "Unable to send message, please configure the sender's email address.";
    case_fake->refuse_count = 1;
    const SyncEvent *day = close_day();
    assert_int_equal(day->day_state, SYNC_DAY_REFUSED);
    assert_non_null(strstr(day->words, "Unable to send message"));
    case_fake->unbalanced = true;
    day = close_day();
    assert_int_equal(day->day_state, SYNC_DAY_REFUSED);
    assert_non_null(strstr(day->words, "accounting rights"));
    case_turn_for(70000);
    assert_int_equal(case_state(), SYNC_STUCK);
    case_fake->unbalanced = false; // somebody mended it: the lane can finish
    assert_int_equal(close_day()->day_state, SYNC_DAY_CLOSED);
}

// Two sessions that are closed at the same moment may want the same name for their entries: the
// server says no to one of them, and has nothing against it a little later.
static void a_closing_that_another_one_got_ahead_of_is_tried_again(void **state)
{
    (void)state;
    begin(false);
    sell(1);
    case_fake->refuse_method = "close_session_from_ui";
    case_fake->refuse_name = "odoo.exceptions.ValidationError";
    case_fake->refuse_message =
        "The operation cannot be completed: Another entry with the same name already exists.";
    case_fake->refuse_count = 2;
    assert_int_equal(close_day()->day_state, SYNC_DAY_CLOSED);
    assert_int_equal(case_fake->closings, 1);
}

static void a_closing_that_can_t_be_is_not_tried_for_long(void **state)
{
    (void)state;
    begin(false);
    case_fake->refuse_method = "close_session_from_ui";
    case_fake->refuse_name = "odoo.exceptions.ValidationError";
    case_fake->refuse_message = "The entry does not balance.";
    case_fake->refuse_count = 1000;
    int64_t began_ms = case_fake->now_ms;
    const SyncEvent *day = close_day();
    assert_int_equal(day->day_state, SYNC_DAY_REFUSED);
    assert_non_null(strstr(day->words, "does not balance"));
    assert_true(case_fake->now_ms - began_ms < 30000);
    assert_true(fake_backoffice_asked(case_fake, "close_session_from_ui") <= 4);
}

static void a_session_that_somebody_closed_first_is_told(void **state)
{
    (void)state;
    begin(false);
    case_fake->session_id = 0;
    const SyncEvent *day = close_day();
    assert_int_equal(day->day_state, SYNC_DAY_REFUSED);
    assert_non_null(strstr(day->words, "closed in the back office"));
    assert_int_equal(case_fake->closings, 0);
}

static void a_rescue_session_is_told_until_it_is_closed(void **state)
{
    (void)state;
    begin(true);
    case_fake->session_id = 0; // closed in the back office; the next one is opened there
    case_turn_for(130000);
    case_fake->session_id = 6;
    snprintf(case_fake->session_state, sizeof case_fake->session_state, "opened");
    case_turn_for(130000);
    assert_int_equal(case_state(), SYNC_ONLINE);
    case_forget_seen();
    sell(1); // of session 5
    case_turn_for(2000);
    int32_t at = case_index_of(SYNC_EVENT_AROUND);
    assert_true(at >= 0);
    assert_int_equal(case_seen[at].around.rescue_count, 1);
    SyncCloseWish wanted = {.session_id = case_seen[at].around.rescues[0].session_id,
                            .is_rescue = true,
                            .currency = euro};
    const SyncEvent *day = close_with(&wanted);
    assert_int_equal(day->day_state, SYNC_DAY_CLOSED);
    assert_int_equal(day->day_session_id, wanted.session_id);
    assert_true(case_fake->counted_cash == -1);
    at = case_index_of(SYNC_EVENT_AROUND);
    assert_true(at >= 0);
    assert_int_equal(case_seen[at].around.rescue_count, 0);
    assert_int_equal(case_fake->session_id, 6); // the day goes on
}

static void another_device_in_the_session_is_told_and_nothing_is_lost(void **state)
{
    (void)state;
    begin(false);
    sell(1);
    assert_int_equal(case_index_of(SYNC_EVENT_AROUND), -1);
    case_fake->login_number++; // somebody's web till, or a second lane by mistake
    case_turn_for(130000);
    int32_t at = case_index_of(SYNC_EVENT_AROUND);
    assert_true(at >= 0);
    assert_int_equal(case_seen[at].around.other_login, 2);
    sell(2);
    case_forget_seen();
    case_turn_for(130000);
    assert_int_equal(case_index_of(SYNC_EVENT_AROUND), -1); // told once
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(figures_are_read_without_closing_anything),
        CASE(a_day_is_closed_once_and_in_order),
        CASE(an_answer_that_is_lost_is_looked_after),
        CASE(a_lost_answer_never_closes_the_next_session),
        CASE(a_server_that_stays_away_is_told_and_can_be_asked_again),
        CASE(orders_that_are_not_there_yet_keep_the_day_open),
        CASE(an_order_that_was_set_aside_keeps_the_day_open),
        CASE(drafts_at_the_server_are_named_before_anything_changes),
        CASE(the_server_s_no_is_told_in_its_words),
        CASE(a_closing_that_another_one_got_ahead_of_is_tried_again),
        CASE(a_closing_that_can_t_be_is_not_tried_for_long),
        CASE(a_session_that_somebody_closed_first_is_told),
        CASE(a_rescue_session_is_told_until_it_is_closed),
        CASE(another_device_in_the_session_is_told_and_nothing_is_lost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
