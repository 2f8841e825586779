/* The server's orders for a comparison: they come whole or not at all, and orders that wait go
 * first. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/unit_test.h"
#include "sync_case.h"

enum { MINUTE_MS = 60000 };

static ReconcileListing *make_listing(int64_t number)
{
    ReconcileListing *listing = calloc(1, sizeof *listing);
    assert_non_null(listing);
    *listing = (ReconcileListing){.number = number,
                                  .currency = {.code = "EUR", .decimals = 2, .rounding = 0.01},
                                  .config_ids = {3},
                                  .config_count = 1};
    return listing;
}

static void ask(int64_t number)
{
    assert_true(sync_list_orders(case_sync, make_listing(number)));
}

// The only answer so far.
static const SyncEvent *listed(void)
{
    const SyncEvent *found = NULL;
    for (int32_t i = 0; i < case_seen_count; i++)
        if (case_seen[i].kind == SYNC_EVENT_LISTED) {
            assert_null(found);
            found = &case_seen[i];
        }
    return found;
}

static void sign_in(void)
{
    case_create(NULL, 0);
    case_turn(40);
    assert_int_equal(case_state(), SYNC_ONLINE);
}

static void fill_server(int32_t count)
{
    char reference[48], token[40];
    int32_t id;
    for (int32_t i = 0; i < count; i++) {
        snprintf(reference, sizeof reference, "Order 00005-001-%04d", i + 1);
        snprintf(token, sizeof token, "token-%d", i + 1);
        (void)model_push(&case_fake->orders, reference, token, 1.5, false, &id);
    }
}

static void all_of_them_come_in_pages(void **state)
{
    (void)state;
    fill_server(MODEL_RECORDS_MAX); // more than one page holds
    sign_in();
    ask(7);
    case_turn_for(MINUTE_MS);
    const SyncEvent *answer = listed();
    assert_non_null(answer);
    assert_int_equal(answer->listed, SYNC_LISTED_ALL);
    assert_int_equal(answer->listing->number, 7);
    assert_true(answer->listing->complete);
    assert_int_equal(answer->listing->count, MODEL_RECORDS_MAX);
    assert_int_equal(case_fake->pages, 2);
    assert_string_equal(answer->listing->items[0].reference, "Order 00005-001-0001");
    assert_int_equal(answer->listing->items[511].total.minor, 150);
}

static void orders_go_first(void **state)
{
    (void)state;
    TestOrder order;
    case_make_order(&order, 1);
    sign_in();
    ask(1);
    case_push_order(&order);
    case_turn_for(MINUTE_MS);
    assert_int_equal(listed()->listed, SYNC_LISTED_ALL);
    assert_int_equal(listed()->listing->count, 1); // it was there when they were listed
    case_check_once_paid(&order);
}

// One that the server keeps answering with a passing fault doesn't hold the attendant up for ever.
static void an_order_that_does_not_end_is_not_waited_for(void **state)
{
    (void)state;
    TestOrder order;
    case_make_order(&order, 1);
    sign_in();
    case_fake->refuse_method = "create_from_ui";
    case_fake->refuse_name = "psycopg2.errors.SerializationFailure";
    case_fake->refuse_message = "could not serialize access";
    case_fake->refuse_count = 1000;
    case_push_order(&order);
    ask(1);
    case_turn_for(MINUTE_MS / 2);
    assert_int_equal(listed()->listed, SYNC_LISTED_ALL);
    assert_int_equal(case_notes_of(NULL, JOURNAL_SERVER_REFUSED), 0); // it still waits
    case_fake->refuse_count = 0;
    case_turn_for(5 * MINUTE_MS);
    case_check_once_paid(&order);
}

static void a_page_that_is_cut_is_asked_for_again(void **state)
{
    (void)state;
    fill_server(3);
    sign_in();
    case_fake->cut_method = "search_read";
    case_fake->fault_model = "pos.order";
    case_fake->cut_count = 2;
    ask(1);
    case_turn_for(MINUTE_MS);
    assert_int_equal(listed()->listed, SYNC_LISTED_ALL);
    assert_int_equal(listed()->listing->count, 3);
    assert_int_equal(case_fake->pages, 3);
}

static void no_answer_is_told(void **state)
{
    (void)state;
    sign_in();
    case_fake->unreachable = true;
    ask(1);
    case_turn_for(5 * MINUTE_MS);
    assert_int_equal(listed()->listed, SYNC_LISTED_UNREACHED);
    assert_true(listed()->words[0] != 0);
    // Known to be away: at once.
    case_forget_seen();
    ask(2);
    case_turn(2);
    assert_int_equal(listed()->listed, SYNC_LISTED_UNREACHED);
    assert_int_equal(listed()->listing->number, 2);
}

static void a_refusal_is_told_in_the_servers_words(void **state)
{
    (void)state;
    sign_in();
    case_fake->refuse_method = "search_read";
    case_fake->fault_model = "pos.order";
    case_fake->refuse_name = "odoo.exceptions.AccessError";
    case_fake->refuse_message = "You are not allowed to access 'Point of Sale Orders' (pos.order)";
    case_fake->refuse_count = 1;
    ask(1);
    case_turn_for(MINUTE_MS);
    assert_int_equal(listed()->listed, SYNC_LISTED_REFUSED);
    assert_non_null(strstr(listed()->words, "You are not allowed"));
    assert_int_equal(case_state(), SYNC_ONLINE);
}

static void without_a_sign_in_nothing_is_asked(void **state)
{
    (void)state;
    snprintf(case_config.key, sizeof case_config.key, "somebody else's");
    case_create(NULL, 0);
    case_turn(10);
    assert_int_equal(case_state(), SYNC_REFUSED);
    ask(1);
    case_turn(2);
    assert_int_equal(listed()->listed, SYNC_LISTED_REFUSED);
    assert_true(listed()->words[0] != 0);
    assert_int_equal(case_fake->pages, 0);
}

// The day was closed: then an attendant compares.
static void after_the_session_was_closed_it_is_asked_all_the_same(void **state)
{
    (void)state;
    fill_server(2);
    sign_in();
    snprintf(case_fake->session_state, sizeof case_fake->session_state, "closed");
    case_fake->session_id = 0;
    case_turn_for(3 * MINUTE_MS);
    assert_int_equal(case_state(), SYNC_CLOSED);
    ask(1);
    case_turn_for(MINUTE_MS);
    assert_int_equal(listed()->listed, SYNC_LISTED_ALL);
    assert_int_equal(listed()->listing->count, 2);
}

static void garbage_is_told(void **state)
{
    (void)state;
    fill_server(2);
    sign_in();
    case_fake->garbled_pages = true;
    ask(1);
    case_turn_for(MINUTE_MS);
    assert_int_equal(listed()->listed, SYNC_LISTED_REFUSED);
    assert_non_null(strstr(listed()->words, "amount_total"));
}

static void the_last_wish_counts(void **state)
{
    (void)state;
    fill_server(2);
    sign_in();
    ask(1);
    ask(2);
    case_fake->held = true; // its page is on the way
    case_turn(1);
    assert_true(case_fake->calls[HTTP_LANE_READ].busy);
    case_fake->held = false;
    ask(3);
    case_turn_for(MINUTE_MS);
    assert_int_equal(listed()->listing->number, 3);
    assert_int_equal(listed()->listing->count, 2);
}

// A wish that the end of the thread finds on its way is let go of.
static void an_end_meanwhile(void **state)
{
    (void)state;
    fill_server(2);
    sign_in();
    ask(1);
    case_fake->held = true;
    case_turn(1);
    assert_true(case_fake->calls[HTTP_LANE_READ].busy);
    ask(2);
}

static void lost_ones_are_looked_for_by_reference(void **state)
{
    (void)state;
    enum { MANY = 150 };
    fill_server(MANY);
    sign_in();
    int32_t before = case_fake->looked_for;
    ReconcileListing *listing = make_listing(1);
    listing->references = calloc(MANY, sizeof *listing->references);
    listing->reference_count = MANY;
    for (int32_t i = 0; i < MANY; i++)
        snprintf(listing->references[i], ORDER_REFERENCE_SIZE, "Order 00005-001-%04d", i + 2);
    assert_true(sync_list_orders(case_sync, listing));
    case_turn_for(MINUTE_MS);
    assert_int_equal(listed()->listed, SYNC_LISTED_ALL);
    assert_int_equal(listed()->listing->count, MANY - 1);
    assert_int_equal(case_fake->looked_for - before, MANY);
    assert_int_equal(case_fake->pages, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(all_of_them_come_in_pages),
        CASE(orders_go_first),
        CASE(an_order_that_does_not_end_is_not_waited_for),
        CASE(a_page_that_is_cut_is_asked_for_again),
        CASE(no_answer_is_told),
        CASE(a_refusal_is_told_in_the_servers_words),
        CASE(without_a_sign_in_nothing_is_asked),
        CASE(after_the_session_was_closed_it_is_asked_all_the_same),
        CASE(garbage_is_told),
        CASE(the_last_wish_counts),
        CASE(an_end_meanwhile),
        CASE(lost_ones_are_looked_for_by_reference),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
