/* More articles than the server sends, and what changes at the server afterwards: without a network
 * and without waiting. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/catalogue_image.h"
#include "support/unit_test.h"
#include "sync_case.h"

enum { MINUTE_MS = 60000, HOUR_MS = 3600000, LAST_ID = FAKE_SHOP_FIRST_ID + 24999 };

static FakeShop shop;

static int64_t now_s(void)
{
    return (1795443177000 + case_fake->now_ms) / 1000;
}

static int begin(void **state)
{
    int result = case_begin(state);
    fake_shop_init(&shop, 25000, 1795000000);
    case_fake->shop = &shop;
    return result;
}

static int end(void **state)
{
    int result = case_end(state);
    fake_shop_release(&shop);
    return result;
}

static int32_t catalogues(void)
{
    int32_t count = 0;
    for (int32_t i = 0; i < case_seen_count; i++)
        count += case_seen[i].kind == SYNC_EVENT_CATALOGUE;
    return count;
}

// Of the last event; good until what was seen is forgotten.
static Catalogue newest(void)
{
    Catalogue catalogue = {0};
    Error error;
    for (int32_t i = 0; i < case_seen_count; i++)
        if (case_seen[i].kind == SYNC_EVENT_CATALOGUE &&
            !catalogue_open(case_seen[i].catalogue_block, &catalogue, &error))
            fail_msg("%s", error.message);
    assert_non_null(catalogue.header);
    return catalogue;
}

static const CatArticle *by_code(const Catalogue *catalogue, int32_t code)
{
    char text[16];
    snprintf(text, sizeof text, "%d", code);
    int32_t index = catalogue_article_by_barcode(catalogue, text_from_string(text), NULL);
    return index == CATALOGUE_NONE ? NULL : &catalogue->articles[index];
}

static void turn_until_catalogues(int32_t count, int64_t at_most_ms)
{
    int64_t until = case_fake->now_ms + at_most_ms;
    while (catalogues() < count && case_fake->now_ms < until)
        case_turn(1);
    if (catalogues() < count)
        fail_msg("%d catalogues instead of %d", catalogues(), count);
}

static void start_with_all(void)
{
    case_create(NULL, 0);
    turn_until_catalogues(2, 10 * MINUTE_MS);
    assert_int_equal(newest().article_count, 25000);
}

/* --- pages --- */

static void the_lane_sells_while_the_rest_comes(void **state)
{
    (void)state;
    TestOrder order;
    shop.rule_article = LAST_ID;
    case_create(NULL, 0);
    turn_until_catalogues(1, MINUTE_MS);
    assert_int_equal(newest().article_count, 20000);
    case_make_order(&order, 1);
    case_push_order(&order);
    while (fake_backoffice_asked(case_fake, "create_from_ui") == 0)
        case_turn(1);
    assert_int_equal(case_state(), SYNC_ONLINE);
    assert_int_equal(catalogues(), 1); // the order went beside the pages
    turn_until_catalogues(2, MINUTE_MS);
    case_turn_for(1000);
    case_check_once_paid(&order);
    Catalogue all = newest();
    assert_int_equal(all.article_count, 25000);
    assert_int_equal(shop.articles_sent, 5000); // what is here is not fetched again
    const CatArticle *last = by_code(&all, LAST_ID);
    assert_non_null(last);
    assert_int_equal(last->id, LAST_ID);
    assert_int_equal(last->taxes.count, 1);
    assert_int_equal(all.pricelists[0].rules.count, 1);
    assert_int_equal(all.price_rules[0].template_id, LAST_ID);
    int32_t loading = 0;
    for (int32_t i = case_index_of_state(SYNC_ONLINE); i < case_seen_count; i++)
        loading += case_seen[i].kind == SYNC_EVENT_STATE && case_seen[i].state != SYNC_ONLINE;
    assert_int_equal(loading, 0);
    case_turn_for(3 * (int64_t)HOUR_MS); // refresh_minutes is 0: no more looks
    assert_int_equal(catalogues(), 2);
}

static void a_cut_page_is_asked_for_again(void **state)
{
    (void)state;
    case_fake->cut_method = "get_pos_ui_product_product_by_params";
    case_fake->cut_count = 3;
    case_create(NULL, 0);
    turn_until_catalogues(2, 10 * MINUTE_MS);
    assert_int_equal(case_fake->cut_count, 0);
    assert_int_equal(newest().article_count, 25000);
    for (int32_t id = FAKE_SHOP_FIRST_ID; id <= LAST_ID; id += 111) {
        Catalogue all = newest();
        assert_non_null(by_code(&all, id));
    }
}

static void an_outage_in_the_middle_costs_nothing_that_is_here(void **state)
{
    (void)state;
    case_create(NULL, 0);
    turn_until_catalogues(1, MINUTE_MS);
    while (shop.pages_asked < 2)
        case_turn(1);
    case_fake->unreachable = true;
    case_turn_for(20 * MINUTE_MS);
    assert_int_equal(case_state(), SYNC_OFFLINE);
    assert_int_equal(catalogues(), 1);
    case_fake->unreachable = false;
    turn_until_catalogues(2, 30 * MINUTE_MS);
    assert_int_equal(newest().article_count, 25000);
    assert_int_equal(case_state(), SYNC_ONLINE);
    assert_int_equal(fake_backoffice_asked(case_fake, "load_pos_data"), 1);
    assert_true(shop.articles_sent < 9500);
}

static void a_server_that_refuses_pages_is_not_asked_often(void **state)
{
    (void)state;
    case_fake->refuse_method = "get_pos_ui_product_product_by_params";
    case_fake->refuse_name = "odoo.exceptions.AccessError";
    case_fake->refuse_message = "not for you";
    case_fake->refuse_count = 1000;
    case_config.refresh_minutes = 10;
    case_create(NULL, 0);
    turn_until_catalogues(1, MINUTE_MS);
    case_turn_for(2 * (int64_t)HOUR_MS);
    assert_int_equal(case_state(), SYNC_ONLINE);
    assert_true(1000 - case_fake->refuse_count <= 17); // every seven and a half to ten minutes
    case_fake->refuse_count = 0;
    turn_until_catalogues(2, 11 * MINUTE_MS);
    assert_int_equal(newest().article_count, 25000);
}

static void names_in_other_languages_come_with_pages(void **state)
{
    (void)state;
    snprintf(case_config.languages[1], 8, "fr");
    case_config.language_count = 2;
    case_config.refresh_minutes = 10;
    start_with_all();
    Catalogue all = newest();
    assert_int_equal(all.header->language_count, 2);
    int32_t first = catalogue_article_by_id(&all, FAKE_SHOP_FIRST_ID);
    int32_t last = catalogue_article_by_id(&all, LAST_ID);
    assert_true(text_equal_string(catalogue_article_name(&all, first, 1), "FR Article 101"));
    assert_true(text_equal_string(catalogue_article_name(&all, last, 1), "FR Article 25100"));
    FakeArticle *changed = fake_shop_article(&shop, LAST_ID);
    snprintf(changed->name, sizeof changed->name, "Quince");
    changed->write_unix_s = now_s();
    case_forget_seen();
    turn_until_catalogues(1, 11 * MINUTE_MS);
    all = newest();
    assert_true(text_equal_string(catalogue_article_name(&all, last, 0), "Quince"));
    assert_true(text_equal_string(catalogue_article_name(&all, last, 1), "FR Quince"));
}

static void check_choices(const Catalogue *all)
{
    Text name = {0};
    double factor = 0;
    assert_int_equal(all->header->language_count, 3);
    assert_true(text_equal_string(catalogue_attribute_name(all, 0, 0), "Grind"));
    assert_true(text_equal_string(catalogue_attribute_name(all, 0, 1), "fr 8"));
    assert_true(text_equal_string(catalogue_attribute_name(all, 0, 2), "de 8"));
    assert_true(text_equal_string(catalogue_attribute_value_name(all, 0, 1), "fr 19"));
    assert_true(text_equal_string(catalogue_attribute_value_name(all, 1, 2), "de 20"));
    assert_true(text_equal_string(catalogue_combo_name(all, 0, 1), "Breakfast"));
    assert_true(catalogue_unit_base(all, all->unit_count - 1, &name, &factor));
    assert_true(text_equal_string(name, "κιλά"));
    assert_true(factor == 1000);
}

static void choices_have_names_in_other_languages_and_units_a_base(void **state)
{
    (void)state;
    snprintf(case_config.languages[1], 8, "fr");
    snprintf(case_config.languages[2], 8, "de");
    case_config.language_count = 3;
    case_config.refresh_minutes = 10;
    shop.has_choices = true;
    start_with_all();
    assert_int_equal(case_state(), SYNC_ONLINE);
    Catalogue all = newest();
    check_choices(&all);
    assert_int_equal(shop.combo_names_refused, 1); // not for each language
    fake_shop_article(&shop, LAST_ID)->write_unix_s = now_s();
    case_forget_seen();
    turn_until_catalogues(1, 11 * MINUTE_MS); // a block that was seeded with the one before
    all = newest();
    check_choices(&all);
    assert_int_equal(shop.combo_names_refused, 1);
}

static void a_restart_begins_with_all(void **state)
{
    (void)state;
    shop.rule_article = LAST_ID;
    start_with_all();
    sync_stop(case_sync);
    case_drain();
    case_forget_seen();
    case_fake->now_ms += HOUR_MS;
    fake_shop_article(&shop, LAST_ID)->price = 9.75; // changed and deleted meanwhile
    fake_shop_article(&shop, LAST_ID)->write_unix_s = now_s();
    fake_shop_article(&shop, LAST_ID - 1)->deleted = true;
    case_fake->now_ms += HOUR_MS;
    shop.articles_sent = 0;
    case_create(NULL, 0);
    turn_until_catalogues(1, MINUTE_MS);
    Catalogue all = newest();
    assert_int_equal(all.article_count, 24999);
    assert_null(by_code(&all, LAST_ID - 1));
    assert_int_equal(all.pricelists[0].rules.count, 1); // not without its price
    turn_until_catalogues(2, MINUTE_MS);
    all = newest();
    assert_true(by_code(&all, LAST_ID)->list_price == 9.75);
    assert_int_equal(shop.articles_sent, 1);
}

/* --- changes --- */

static void what_changes_is_fetched_and_nothing_else(void **state)
{
    (void)state;
    case_config.refresh_minutes = 10;
    start_with_all();
    case_turn_for(HOUR_MS / 2);
    assert_int_equal(catalogues(), 2); // nothing changed: no new block
    int32_t ids[] = {300, 301, 302, 303, LAST_ID};
    for (size_t i = 0; i < COUNT_OF(ids); i++)
        fake_shop_article(&shop, ids[i])->write_unix_s = now_s();
    fake_shop_article(&shop, 300)->price = 7.25;
    fake_shop_article(&shop, 301)->archived = true;
    fake_shop_article(&shop, 302)->withdrawn = true;
    fake_shop_article(&shop, 303)->not_for_sale = true;
    fake_shop_article(&shop, LAST_ID)->price = 8.5;
    int32_t added = fake_shop_add(&shop, now_s())->id;
    FakeArticle *never_offered = fake_shop_add(&shop, now_s());
    never_offered->withdrawn = true;
    shop.articles_sent = 0;
    Catalogue before = newest();
    int32_t place = catalogue_article_by_id(&before, 300);
    case_turn_for(11 * MINUTE_MS);
    assert_int_equal(catalogues(), 3);
    Catalogue all = newest();
    assert_true(by_code(&all, 300)->list_price == 7.25);
    assert_true(by_code(&all, LAST_ID)->list_price == 8.5);
    assert_int_equal(catalogue_article_by_id(&all, 300), place);
    assert_null(by_code(&all, 301));
    assert_null(by_code(&all, 302));
    assert_null(by_code(&all, 303));
    assert_non_null(by_code(&all, added));
    assert_int_equal(catalogue_article_by_id(&all, never_offered->id), CATALOGUE_NONE);
    assert_int_equal(shop.articles_sent, 3);
    fake_shop_article(&shop, 302)->withdrawn = false; // back again
    fake_shop_article(&shop, 302)->write_unix_s = now_s();
    case_turn_for(11 * MINUTE_MS);
    assert_int_equal(catalogues(), 4);
    all = newest();
    assert_non_null(by_code(&all, 302));
    int32_t asked = shop.articles_sent;
    case_turn_for(2 * (int64_t)HOUR_MS);
    assert_int_equal(catalogues(), 4);
    assert_int_equal(shop.articles_sent, asked);
    assert_int_equal(fake_backoffice_asked(case_fake, "load_pos_data"), 1);
}

static void two_changes_in_one_second_are_both_seen(void **state)
{
    (void)state;
    case_config.refresh_minutes = 10;
    start_with_all();
    FakeArticle *article = fake_shop_article(&shop, 300);
    article->price = 2;
    // In the second of the look.
    article->write_unix_s = now_s() + (case_sync->refresh.due_ms - case_fake->now_ms) / 1000;
    while (shop.articles_sent == 5000)
        case_turn(1);
    article->price = 3; // and again, after it
    article->write_unix_s = now_s();
    case_turn_for(25 * MINUTE_MS);
    Catalogue all = newest();
    assert_true(by_code(&all, 300)->list_price == 3);
}

static void deleted_articles_go_within_the_hour(void **state)
{
    (void)state;
    case_config.refresh_minutes = 10;
    start_with_all();
    fake_shop_article(&shop, 300)->deleted = true;
    fake_shop_article(&shop, LAST_ID)->deleted = true;
    case_turn_for(HOUR_MS + 11 * MINUTE_MS);
    assert_int_equal(catalogues(), 3);
    Catalogue all = newest();
    assert_null(by_code(&all, 300));
    assert_null(by_code(&all, LAST_ID));
    assert_non_null(by_code(&all, 301));
    case_turn_for(3 * (int64_t)HOUR_MS);
    assert_int_equal(catalogues(), 3);
}

static void changed_prices_load_everything_anew(void **state)
{
    (void)state;
    case_config.refresh_minutes = 10;
    start_with_all();
    snprintf(shop.newest, sizeof shop.newest, "2026-11-24 09:00:00");
    case_turn_for(11 * MINUTE_MS);
    assert_int_equal(fake_backoffice_asked(case_fake, "load_pos_data"), 2);
    shop.rule_count++; // deleted or new with an old date
    case_turn_for(11 * MINUTE_MS);
    assert_int_equal(fake_backoffice_asked(case_fake, "load_pos_data"), 3);
    assert_int_equal(newest().article_count, 25000);
    case_turn_for(HOUR_MS);
    assert_int_equal(fake_backoffice_asked(case_fake, "load_pos_data"), 3);
}

/* --- a customer waits --- */

static void check_looked_up(int32_t id)
{
    int32_t at = case_index_of(SYNC_EVENT_LOOKUP), catalogue = case_index_of(SYNC_EVENT_CATALOGUE);
    assert_true(at >= 0);
    assert_int_equal(case_seen[at].lookup_article_id, id);
    assert_true(catalogue >= 0 && catalogue < at);
    Catalogue all = newest();
    assert_non_null(by_code(&all, id));
}

static void an_article_that_is_looked_up_is_added_at_once(void **state)
{
    (void)state;
    char code[16];
    start_with_all();
    int32_t id = fake_shop_add(&shop, now_s())->id;
    snprintf(code, sizeof code, "%d", id);
    case_forget_seen();
    int64_t began = case_fake->now_ms;
    assert_true(sync_look_up(case_sync, code));
    while (case_index_of(SYNC_EVENT_LOOKUP) < 0)
        case_turn(1);
    check_looked_up(id);
    assert_true(case_fake->now_ms - began < 1000);
    assert_int_equal(newest().article_count, 25001);
    case_forget_seen();
    assert_true(sync_look_up(case_sync, "300")); // is here: no new block
    case_turn(5);
    assert_int_equal(case_seen[case_index_of(SYNC_EVENT_LOOKUP)].lookup_article_id, 300);
    assert_int_equal(catalogues(), 0);
}

static void a_look_up_goes_before_the_next_page(void **state)
{
    (void)state;
    char code[16];
    case_create(NULL, 0);
    turn_until_catalogues(1, MINUTE_MS);
    while (shop.pages_asked < 1)
        case_turn(1);
    case_forget_seen();
    snprintf(code, sizeof code, "%d", LAST_ID);
    assert_true(sync_look_up(case_sync, code));
    case_turn(8);
    check_looked_up(LAST_ID);
    assert_int_equal(newest().article_count, 22001);
    turn_until_catalogues(2, MINUTE_MS);
    assert_int_equal(newest().article_count, 25000);
}

static void a_look_up_waits_five_seconds_at_most(void **state)
{
    (void)state;
    char code[16];
    start_with_all();
    snprintf(code, sizeof code, "%d", fake_shop_add(&shop, now_s())->id);
    case_forget_seen();
    case_fake->cut_method = "get_pos_ui_product_product_by_params";
    case_fake->cut_count = 1000;
    assert_true(sync_look_up(case_sync, code));
    case_turn_for(6000);
    int32_t at = case_index_of(SYNC_EVENT_LOOKUP);
    assert_true(at >= 0);
    assert_int_equal(case_seen[at].lookup_article_id, -1);
    case_fake->cut_count = 0; // for the next customer
    turn_until_catalogues(1, 10 * MINUTE_MS);
}

#define PAGES_CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        PAGES_CASE(the_lane_sells_while_the_rest_comes),
        PAGES_CASE(a_cut_page_is_asked_for_again),
        PAGES_CASE(an_outage_in_the_middle_costs_nothing_that_is_here),
        PAGES_CASE(a_server_that_refuses_pages_is_not_asked_often),
        PAGES_CASE(names_in_other_languages_come_with_pages),
        PAGES_CASE(choices_have_names_in_other_languages_and_units_a_base),
        PAGES_CASE(a_restart_begins_with_all),
        PAGES_CASE(what_changes_is_fetched_and_nothing_else),
        PAGES_CASE(two_changes_in_one_second_are_both_seen),
        PAGES_CASE(deleted_articles_go_within_the_hour),
        PAGES_CASE(changed_prices_load_everything_anew),
        PAGES_CASE(an_article_that_is_looked_up_is_added_at_once),
        PAGES_CASE(a_look_up_goes_before_the_next_page),
        PAGES_CASE(a_look_up_waits_five_seconds_at_most),
    };
    return cmocka_run_group_tests_name("sync_pages", tests, NULL, NULL);
}
