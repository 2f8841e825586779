/* Codes that the catalogue doesn't have, articles' and customers': one code is one question, each
 * scan has its answer, and what the server doesn't know is not asked again for a while. */
#include <stdio.h>
#include <string.h>

#include "backoffice/odoo17_lookup.h"
#include "support/unit_test.h"
#include "sync_case.h"

#define CUSTOMERS "get_pos_ui_res_partner_by_params"
#define ARTICLES  "find_product_by_barcode"

enum { UNKNOWN = 0, NOT_NOW = -1, MINUTE_MS = 60000 };

static FakeShop shop;

static int begin(void **state)
{
    int result = case_begin(state);
    fake_shop_init(&shop, 3, 1795000000);
    case_fake->shop = &shop;
    return result;
}

static int end(void **state)
{
    int result = case_end(state);
    fake_shop_release(&shop);
    return result;
}

static void start(void)
{
    case_create(NULL, 0);
    for (int32_t i = 0; i < 100 && case_state() != SYNC_ONLINE; i++)
        case_turn(1);
    assert_int_equal(case_state(), SYNC_ONLINE);
    case_turn(5);
    case_forget_seen();
}

static int32_t count_of(SyncEventKind kind)
{
    int32_t count = 0;
    for (int32_t i = 0; i < case_seen_count; i++)
        count += case_seen[i].kind == kind;
    return count;
}

static int32_t asked(const char *method)
{
    return fake_backoffice_asked(case_fake, method);
}

// The answer to one scan.
static const SyncEvent *ask(SyncEventKind kind, const char *barcode)
{
    case_forget_seen();
    assert_true(kind == SYNC_EVENT_LOOKUP ? sync_look_up(case_sync, barcode)
                                          : sync_look_up_customer(case_sync, barcode));
    for (int32_t i = 0; i < 3 && case_index_of(kind) < 0; i++)
        case_turn(1); // each may take as long as nothing happens
    int32_t at = case_index_of(kind);
    assert_true(at >= 0);
    assert_int_equal(count_of(kind), 1);
    assert_string_equal(case_seen[at].barcode, barcode);
    return &case_seen[at];
}

static void a_card_that_is_not_loaded_finds_its_customer(void **state)
{
    (void)state;
    start();
    const SyncEvent *answer = ask(SYNC_EVENT_CUSTOMER, FAKE_CUSTOMER_CARD);
    assert_int_equal(answer->customer_id, 77);
    assert_string_equal(answer->customer_name, "Ada Example");
    assert_int_equal(answer->customer_pricelist_id, 4);
    assert_int_equal(answer->customer_fiscal_position_id, 0);
    assert_int_equal(ask(SYNC_EVENT_CUSTOMER, "0420000000000")->customer_id, UNKNOWN);
    assert_int_equal(asked(ARTICLES), 0);
}

static void a_refusal_and_a_missing_answer_are_not_remembered(void **state)
{
    (void)state;
    start();
    case_fake->refuse_method = CUSTOMERS;
    case_fake->refuse_name = "odoo.exceptions.AccessError";
    case_fake->refuse_message = "You are not allowed to access 'Contact'";
    case_fake->refuse_count = 1;
    const SyncEvent *answer = ask(SYNC_EVENT_CUSTOMER, FAKE_CUSTOMER_CARD);
    assert_int_equal(answer->customer_id, NOT_NOW);
    assert_non_null(strstr(answer->words, "not allowed"));
    case_fake->cut_method = CUSTOMERS;
    case_fake->cut_count = 1;
    assert_int_equal(ask(SYNC_EVENT_CUSTOMER, FAKE_CUSTOMER_CARD)->customer_id, NOT_NOW);
    case_turn_for(MINUTE_MS); // the session is looked at after an answer that was none
    assert_int_equal(ask(SYNC_EVENT_CUSTOMER, FAKE_CUSTOMER_CARD)->customer_id, 77);
    assert_int_equal(asked(CUSTOMERS), 3);
}

static void without_a_server_only_what_is_remembered_is_known(void **state)
{
    (void)state;
    start();
    assert_int_equal(ask(SYNC_EVENT_CUSTOMER, "0420000000000")->customer_id, UNKNOWN);
    case_fake->unreachable = true;
    case_turn_for(2 * MINUTE_MS);
    assert_int_equal(ask(SYNC_EVENT_CUSTOMER, FAKE_CUSTOMER_CARD)->customer_id, NOT_NOW);
    assert_int_equal(ask(SYNC_EVENT_LOOKUP, "999")->lookup_article_id, NOT_NOW);
    assert_int_equal(ask(SYNC_EVENT_CUSTOMER, "0420000000000")->customer_id, UNKNOWN);
    case_fake->unreachable = false;
    case_turn_for(2 * MINUTE_MS);
    assert_int_equal(ask(SYNC_EVENT_LOOKUP, "999")->lookup_article_id, UNKNOWN);
}

static void one_code_is_one_question_with_an_answer_for_each_scan(void **state)
{
    (void)state;
    start();
    for (int32_t i = 0; i < 3; i++) {
        assert_true(sync_look_up(case_sync, "102"));
        assert_true(sync_look_up(case_sync, "999"));
        assert_true(sync_look_up_customer(case_sync, "102")); // another question
    }
    case_turn(8);
    assert_int_equal(count_of(SYNC_EVENT_LOOKUP), 6);
    assert_int_equal(count_of(SYNC_EVENT_CUSTOMER), 3);
    assert_int_equal(asked(ARTICLES), 2);
    assert_int_equal(asked(CUSTOMERS), 1);
}

static void a_scan_while_the_question_is_on_its_way_waits_for_its_answer(void **state)
{
    (void)state;
    start();
    sync_lookup_add(case_sync, SYNC_LOOKUP_ARTICLE, "102");
    assert_true(sync_lookup_turn(case_sync, HTTP_LANE_READ));
    assert_true(sync_look_up(case_sync, "102"));
    case_turn(3);
    assert_int_equal(count_of(SYNC_EVENT_LOOKUP), 2);
    assert_int_equal(asked(ARTICLES), 1);
}

static void a_scan_while_the_record_is_fetched_is_answered_with_it(void **state)
{
    (void)state;
    char code[16];
    start();
    int32_t id = fake_shop_add(&shop, 1796000000)->id;
    snprintf(code, sizeof code, "%d", id);
    assert_true(sync_look_up(case_sync, code));
    while (case_sync->lookups.waiting_count == 0)
        case_turn(1);
    assert_true(sync_look_up(case_sync, code));
    case_turn(10);
    assert_int_equal(count_of(SYNC_EVENT_LOOKUP), 2);
    for (int32_t i = 0; i < case_seen_count; i++)
        if (case_seen[i].kind == SYNC_EVENT_LOOKUP)
            assert_int_equal(case_seen[i].lookup_article_id, id);
    assert_int_equal(asked(ARTICLES), 1);
}

static void what_the_server_does_not_know_is_asked_again_after_ten_minutes(void **state)
{
    (void)state;
    start();
    int64_t until = case_fake->now_ms + 10 * MINUTE_MS;
    for (int32_t i = 0; i < 2; i++) {
        assert_int_equal(ask(SYNC_EVENT_LOOKUP, "999")->lookup_article_id, UNKNOWN);
        assert_int_equal(ask(SYNC_EVENT_CUSTOMER, "999")->customer_id, UNKNOWN);
    }
    assert_int_equal(asked(ARTICLES), 1);
    assert_int_equal(asked(CUSTOMERS), 1);
    case_turn_for(4 * MINUTE_MS); // a turn takes a minute when nothing happens
    assert_int_equal(ask(SYNC_EVENT_LOOKUP, "999")->lookup_article_id, UNKNOWN);
    assert_int_equal(asked(ARTICLES), 1);
    assert_true(case_fake->now_ms < until);
    case_turn_for(until + MINUTE_MS - case_fake->now_ms);
    assert_int_equal(ask(SYNC_EVENT_LOOKUP, "999")->lookup_article_id, UNKNOWN);
    assert_int_equal(asked(ARTICLES), 2);
}

static void a_catalogue_with_changes_ends_what_is_remembered(void **state)
{
    (void)state;
    start();
    int32_t id = FAKE_SHOP_FIRST_ID + shop.count;
    char code[16];
    snprintf(code, sizeof code, "%d", id);
    assert_int_equal(ask(SYNC_EVENT_LOOKUP, code)->lookup_article_id, UNKNOWN);
    assert_int_equal(fake_shop_add(&shop, 1796000000)->id, id);
    assert_int_equal(ask(SYNC_EVENT_LOOKUP, code)->lookup_article_id, UNKNOWN);
    case_forget_seen();
    assert_true(sync_reload(case_sync));
    while (case_index_of(SYNC_EVENT_CATALOGUE) < 0)
        case_turn(1);
    assert_int_equal(ask(SYNC_EVENT_LOOKUP, code)->lookup_article_id, id);
    assert_int_equal(asked(ARTICLES), 2);
}

static void the_codes_remembered_longest_make_room(void **state)
{
    (void)state;
    char code[16];
    start();
    for (int32_t i = 0; i <= SYNC_UNKNOWN_MAX; i++) {
        snprintf(code, sizeof code, "%d", 9000 + i);
        assert_int_equal(ask(SYNC_EVENT_LOOKUP, code)->lookup_article_id, UNKNOWN);
    }
    int32_t before = asked(ARTICLES);
    assert_int_equal(before, SYNC_UNKNOWN_MAX + 1);
    (void)ask(SYNC_EVENT_LOOKUP, "9001");
    assert_int_equal(asked(ARTICLES), before);
    (void)ask(SYNC_EVENT_LOOKUP, "9000");
    assert_int_equal(asked(ARTICLES), before + 1);
}

static void more_codes_than_can_wait_are_answered_at_once(void **state)
{
    (void)state;
    char code[16];
    start();
    for (int32_t i = 0; i < SYNC_LOOKUPS_MAX + 2; i++) {
        snprintf(code, sizeof code, "042%d", i);
        assert_true(sync_look_up_customer(case_sync, code));
    }
    case_turn(1);
    assert_true(count_of(SYNC_EVENT_CUSTOMER) >= 2);
    for (int32_t i = 0; i < 2; i++)
        assert_int_equal(case_seen[i].customer_id, NOT_NOW);
    case_turn(2 * SYNC_LOOKUPS_MAX);
    assert_int_equal(count_of(SYNC_EVENT_CUSTOMER), SYNC_LOOKUPS_MAX + 2);
    assert_int_equal(asked(CUSTOMERS), SYNC_LOOKUPS_MAX);
}

static void a_code_is_asked_for_as_a_whole_or_not_at_all(void **state)
{
    (void)state;
    char longest[SYNC_BARCODE_SIZE];
    start();
    memset(longest, '7', sizeof longest);
    longest[sizeof longest - 1] = 0;
    assert_int_equal(ask(SYNC_EVENT_CUSTOMER, longest)->customer_id, UNKNOWN);
    assert_int_equal(asked(CUSTOMERS), 1);
    assert_int_equal(ask(SYNC_EVENT_CUSTOMER, "042\xff")->customer_id, UNKNOWN); // no UTF-8
    assert_int_equal(ask(SYNC_EVENT_LOOKUP, "42\xff")->lookup_article_id, UNKNOWN);
    assert_int_equal(asked(CUSTOMERS), 1);
    assert_int_equal(asked(ARTICLES), 0);
}

static void an_answer_of_another_shape_is_nobody_s(void **state)
{
    (void)state;
    static const char *const answers[] = {
        "{}",
        "[{}]",
        "[{\"id\":0,\"name\":\"A\"}]",
        "[{\"id\":7,\"name\":7,\"property_product_pricelist\":false,"
        "\"property_account_position_id\":false}]",
        "[{\"id\":7,\"name\":\"A\",\"property_product_pricelist\":\"x\","
        "\"property_account_position_id\":false}]",
        "[{\"id\":7,\"name\":\"A\",\"property_product_pricelist\":false}]",
    };
    Odoo17Customer customer = {.id = 5};
    Error error;
    for (size_t i = 0; i < COUNT_OF(answers); i++) {
        json_t *result = json_loads(answers[i], 0, NULL);
        assert_false(odoo17_found_customer(result, &customer, &error));
        assert_int_equal(error.kind, ERROR_CORRUPT);
        json_decref(result);
    }
    assert_int_equal(customer.id, 5);
    json_t *result = json_loads("[]", 0, NULL);
    int32_t article = 5;
    assert_true(odoo17_found_customer(result, &customer, &error));
    assert_int_equal(customer.id, 0);
    assert_false(odoo17_found_article(result, &article, &error));
    assert_int_equal(article, 5);
    json_decref(result);
}

#define LOOKUP_CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOOKUP_CASE(a_card_that_is_not_loaded_finds_its_customer),
        LOOKUP_CASE(a_refusal_and_a_missing_answer_are_not_remembered),
        LOOKUP_CASE(without_a_server_only_what_is_remembered_is_known),
        LOOKUP_CASE(one_code_is_one_question_with_an_answer_for_each_scan),
        LOOKUP_CASE(a_scan_while_the_question_is_on_its_way_waits_for_its_answer),
        LOOKUP_CASE(a_scan_while_the_record_is_fetched_is_answered_with_it),
        LOOKUP_CASE(what_the_server_does_not_know_is_asked_again_after_ten_minutes),
        LOOKUP_CASE(a_catalogue_with_changes_ends_what_is_remembered),
        LOOKUP_CASE(the_codes_remembered_longest_make_room),
        LOOKUP_CASE(more_codes_than_can_wait_are_answered_at_once),
        LOOKUP_CASE(a_code_is_asked_for_as_a_whole_or_not_at_all),
        cmocka_unit_test(an_answer_of_another_shape_is_nobody_s),
    };
    return cmocka_run_group_tests_name("sync_lookup", tests, NULL, NULL);
}
