/* Sign-in, session, load, look-ups, pictures: without a network and without waiting. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backoffice/catalogue_file.h"
#include "domain/catalogue_image.h"
#include "support/unit_test.h"
#include "sync_case.h"

/* --- sign-in and session --- */

static void a_start_goes_in_order(void **state)
{
    (void)state;
    static const char *const way[] = {
        "authenticate",  "search_read", "open_ui",      "search_read",  "read",
        "login",         "search_read", "search_read",  "search_count", "search_read",
        "search_count",  "search_read", "search_count", "search_read",  "search_count",
        "load_pos_data", "search"};
    case_create(NULL, 0);
    case_turn(30);
    for (size_t i = 0; i < COUNT_OF(way); i++)
        assert_string_equal(case_fake->methods[i], way[i]);
    assert_true(case_index_of(SYNC_EVENT_SESSION) >= 0);
    assert_true(case_index_of(SYNC_EVENT_SESSION) < case_index_of(SYNC_EVENT_CATALOGUE));
    assert_true(case_index_of(SYNC_EVENT_CATALOGUE) < case_index_of_state(SYNC_ONLINE));
    assert_true(case_index_of(SYNC_EVENT_TIME) >= 0);
    const JournalSession *session = &case_seen[case_index_of(SYNC_EVENT_SESSION)].session;
    assert_int_equal(session->session_id, 5);
    assert_int_equal(session->login_number, 1);
    assert_int_equal(session->user_id, 8);
    assert_int_equal(session->config_id, 3);
    assert_string_equal(session->origin, case_config.origin);
    assert_int_equal(session->opened_unix_ms, 1795420800000);
    assert_false(case_fake->key_seen_wrong);
    assert_int_equal(fake_backoffice_asked(case_fake, "set_cashbox_pos"), 0);
}

static void the_opening_count_is_sent_once_and_only_when_it_is_waited_for(void **state)
{
    (void)state;
    case_fake->cash_control = true;
    case_create(NULL, 0);
    case_turn(30);
    assert_int_equal(fake_backoffice_asked(case_fake, "set_cashbox_pos"), 1);
    assert_true(case_fake->cashbox == 12.5); // nothing of the lane's own: what the server expects
    sync_stop(case_sync);
    case_create(NULL, 0); // a second start joins the open session
    case_turn(30);
    assert_int_equal(fake_backoffice_asked(case_fake, "set_cashbox_pos"), 1);
    assert_int_equal(case_fake->login_number, 2);
    assert_int_equal(case_fake->opened_sessions, 1);
    sync_stop(case_sync);
    case_fake->session_id = 0;
    case_config.opening_cash = (Money){4550};
    case_create(NULL, 0);
    case_turn(40);
    assert_true(case_fake->cashbox == 45.5);
}

static void a_closed_session_is_opened_again_only_when_allowed(void **state)
{
    (void)state;
    TestOrder order;
    case_config.reopen_closed_session = false;
    case_create(NULL, 0);
    case_turn_for(300000);
    assert_int_equal(case_state(), SYNC_CLOSED);
    assert_int_equal(case_fake->opened_sessions, 0);
    assert_true(sync_reopen(case_sync));
    case_turn_for(2000);
    assert_int_equal(case_state(), SYNC_ONLINE);
    case_forget_seen();
    case_fake->session_id = 0; // somebody closes it in the back office
    case_turn_for(130000);
    assert_int_equal(case_state(), SYNC_CLOSED);
    assert_int_equal(case_fake->opened_sessions, 1);
    case_make_order(&order, 1); // a late order still goes out: the server makes a rescue session
    case_push_order(&order);
    case_turn_for(2000);
    case_check_once_paid(&order);
    assert_int_equal(case_notes_of(order.uuid, JOURNAL_SERVER_CONFIRMED), 1);
}

static void a_session_that_hangs_in_closing_is_told(void **state)
{
    (void)state;
    case_fake->session_id = 5;
    snprintf(case_fake->session_state, sizeof case_fake->session_state, "closing_control");
    case_create(NULL, 0);
    case_turn_for(1000);
    assert_int_equal(case_state(), SYNC_STUCK);
    assert_int_equal(fake_backoffice_asked(case_fake, "login"), 0);
    case_fake->session_id = 0; // finished by a person; this start may open the next one
    case_turn_for(130000);
    assert_int_equal(case_state(), SYNC_ONLINE);
    snprintf(case_fake->session_state, sizeof case_fake->session_state, "closing_control");
    case_turn_for(130000);
    assert_int_equal(case_state(), SYNC_STUCK);
}

static void what_a_person_must_mend_is_said(void **state)
{
    (void)state;
    snprintf(case_config.key, sizeof case_config.key, "another");
    case_create(NULL, 0);
    case_turn_for(600000);
    assert_int_equal(case_state(), SYNC_REFUSED);
    int32_t at = case_index_of_state(SYNC_REFUSED);
    assert_string_equal(case_seen[at].words,
                        "the server does not accept login 'lane' with this key: check key_file");
    assert_int_equal(case_index_of(SYNC_EVENT_SESSION), -1);
    int32_t told = 0;
    for (int32_t i = 0; i < case_seen_count; i++)
        told += case_seen[i].kind == SYNC_EVENT_STATE;
    assert_true(told <= 2); // the same words are told once
    assert_true(fake_backoffice_asked(case_fake, "authenticate") <= 12);
}

/* --- no server --- */

static void without_a_server_it_tries_on_and_on_but_not_often(void **state)
{
    (void)state;
    case_fake->unreachable = true;
    case_create(NULL, 0);
    int64_t began = case_fake->now_ms;
    case_turn_for(3600000);
    assert_int_equal(case_state(), SYNC_OFFLINE);
    assert_int_equal(case_fake->now_ms - began >= 3600000, 1);
    assert_true(case_sync->session.failures >= 59 && case_sync->session.failures < 90);
    case_fake->unreachable = false;
    case_turn_for(62000);
    assert_int_equal(case_state(), SYNC_ONLINE);
    assert_true(case_index_of(SYNC_EVENT_SESSION) > case_index_of_state(SYNC_OFFLINE));
}

static int32_t tries_within(int64_t ms)
{
    int32_t before = case_sync->session.failures;
    case_turn_for(ms);
    return case_sync->session.failures - before;
}

static void a_network_that_comes_is_tried_at_once(void **state)
{
    (void)state;
    case_fake->unreachable = true;
    case_create(NULL, 0);
    case_turn_for(3600000);
    assert_int_equal(case_state(), SYNC_OFFLINE);
    case_fake->unreachable = false;
    case_fake->network_changed = true;
    case_turn_for(3000); // two short questions and a settling network
    assert_true(case_index_of(SYNC_EVENT_SESSION) >= 0);
    // It answers: what the network does is not the lane's business.
    case_turn_for(10000);
    int32_t asked = case_fake->method_count;
    for (int32_t i = 0; i < 100; i++) {
        case_fake->network_changed = true;
        case_turn(1);
    }
    assert_true(case_fake->method_count <= asked + 1); // one was due
}

static void a_network_that_comes_without_a_server_is_tried_often_for_a_while(void **state)
{
    (void)state;
    case_fake->unreachable = true;
    case_create(NULL, 0);
    case_turn_for(3600000);
    case_fake->network_changed = true;
    assert_true(tries_within(8000) >= 3); // the name server comes a little later
    case_turn_for(600000);
    assert_true(tries_within(120000) <= 3);
    // One that flaps is no reason to hammer.
    int64_t began_ms = case_fake->now_ms;
    int32_t tries = case_sync->session.failures;
    while (case_fake->now_ms < began_ms + 60000) {
        case_fake->network_changed = true;
        case_turn(1);
        case_turn_for(100);
    }
    tries = case_sync->session.failures - tries;
    assert_true(tries >= 30 && tries <= 60);
}

static void orders_of_an_offline_start_go_before_a_long_load(void **state)
{
    (void)state;
    TestOrder orders[3];
    JournalPending pending[3] = {0};
    for (int32_t i = 0; i < 3; i++) {
        case_make_order(&orders[i], 1 + i);
        memcpy(pending[i].uuid, orders[i].uuid, sizeof pending[i].uuid);
        pending[i].snapshot = orders[i].snapshot;
    }
    case_fake->load_takes_ms = 300000;
    case_create(pending, 3);
    case_turn_for(20000);
    for (int32_t i = 0; i < 3; i++)
        case_check_once_paid(&orders[i]);
    assert_int_equal(case_notes_of(NULL, JOURNAL_SERVER_CONFIRMED), 3);
    assert_int_equal(case_state(), SYNC_LOADING);
    assert_true(sync_look_up(case_sync, "12")); // nor does a customer wait for it
    case_turn_for(1000);
    assert_true(case_index_of(SYNC_EVENT_LOOKUP) >= 0);
    assert_int_equal(case_seen[case_index_of(SYNC_EVENT_LOOKUP)].lookup_article_id, 12);
    assert_int_equal(case_index_of(SYNC_EVENT_CATALOGUE), -1);
    case_turn_for(300000);
    assert_int_equal(case_state(), SYNC_ONLINE);
    assert_true(case_fake->write_calls_while_loading > 0);
}

static void look_ups_without_a_server_are_answered_at_once(void **state)
{
    (void)state;
    case_fake->unreachable = true;
    case_create(NULL, 0);
    case_turn(3);
    assert_true(sync_look_up(case_sync, "4006381333931"));
    case_turn(1);
    int32_t at = case_index_of(SYNC_EVENT_LOOKUP);
    assert_true(at >= 0);
    assert_int_equal(case_seen[at].lookup_article_id, -1);
    assert_string_equal(case_seen[at].barcode, "4006381333931");
}

/* --- pictures, catalogue file, a full queue --- */

static void pictures_become_files(void **state)
{
    (void)state;
    case_create(NULL, 0);
    case_turn(30);
    case_forget_seen();
    assert_true(sync_want_picture(case_sync, false, 11, 100));
    assert_true(sync_want_picture(case_sync, false, 12, 100)); // no base64: dropped
    case_turn(6);
    int32_t at = case_index_of(SYNC_EVENT_PICTURE);
    assert_true(at >= 0);
    assert_int_equal(case_seen[at].picture_id, 11);
    FILE *file = fopen(case_seen[at].picture_path, "r");
    char bytes[16];
    assert_non_null(file);
    assert_int_equal(fread(bytes, 1, sizeof bytes, file), 8);
    assert_memory_equal(bytes, "\x89PNG\r\n\x1a\n", 8);
    fclose(file);
    case_forget_seen();
    case_fake->unreachable = true; // from the file
    assert_true(sync_want_picture(case_sync, false, 11, 100));
    case_turn(1);
    assert_true(case_index_of(SYNC_EVENT_PICTURE) >= 0);
    assert_int_equal(case_sync->pictures.count, 0);
}

static bool has_picture(int32_t id, int64_t write_unix_s)
{
    char path[PICTURE_FILES_PATH_SIZE];
    picture_files_path(case_folder, (PictureName){false, id, write_unix_s}, path);
    return access(path, F_OK) == 0;
}

static void put_picture(const char *name)
{
    char path[160];
    snprintf(path, sizeof path, "%s/images/%s", case_folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fclose(file);
}

static void pictures_that_changed_take_the_place_of_the_older(void **state)
{
    (void)state;
    case_create(NULL, 0);
    put_picture("p-11-98.img");
    put_picture("p-11-99.img");
    put_picture("p-12-7.img.new");
    case_turn(30); // at rest the folder is tidied up, whether pictures are wanted or not
    assert_false(has_picture(11, 98));
    assert_true(has_picture(11, 99));
    assert_int_equal(picture_files_count(case_sync->pictures.files), 1);
    assert_true(sync_want_picture(case_sync, false, 11, 100));
    case_turn(6);
    assert_true(has_picture(11, 100));
    assert_false(has_picture(11, 99));
}

static void a_damaged_image_falls_back_to_the_one_before(void **state)
{
    (void)state;
    case_create(NULL, 0);
    case_turn(30);
    assert_true(sync_reload(case_sync));
    case_turn(30);
    Bytes block;
    Catalogue catalogue;
    char words[240], path[96];
    Error error;
    const Os machine = os_linux();
    assert_true(catalogue_file_open(&machine, case_folder, case_config.origin, &block, &catalogue,
                                    words, &error));
    assert_string_equal(words, "");
    assert_int_equal(catalogue.article_count, 2);
    sync_release_catalogue(block);
    assert_false(catalogue_file_open(&machine, case_folder, "https://another.example shop", &block,
                                     &catalogue, words, &error));
    assert_int_equal(error.kind, ERROR_INVALID);
    snprintf(path, sizeof path, "%s/catalogue.img", case_folder);
    FILE *file = fopen(path, "r+");
    fseek(file, -9, SEEK_END);
    fputc(0x55, file);
    fclose(file);
    assert_true(catalogue_file_open(&machine, case_folder, case_config.origin, &block, &catalogue,
                                    words, &error));
    assert_non_null(strstr(words, "the catalogue before the last one is used"));
    sync_release_catalogue(block);
    assert_int_equal(truncate(path, 100), 0);
    assert_true(catalogue_file_open(&machine, case_folder, case_config.origin, &block, &catalogue,
                                    words, &error));
    sync_release_catalogue(block);
    snprintf(path, sizeof path, "%s/catalogue.img.old", case_folder);
    assert_int_equal(truncate(path, 0), 0);
    assert_false(catalogue_file_open(&machine, case_folder, case_config.origin, &block, &catalogue,
                                     words, &error));
    assert_int_equal(error.kind, ERROR_CORRUPT);
    assert_int_equal(unlink(path), 0);
    snprintf(path, sizeof path, "%s/catalogue.img", case_folder);
    assert_int_equal(unlink(path), 0);
    assert_false(catalogue_file_open(&machine, case_folder, case_config.origin, &block, &catalogue,
                                     words, &error));
    assert_int_equal(error.kind, ERROR_IO);
}

static void nothing_is_lost_when_the_main_thread_is_slow(void **state)
{
    (void)state;
    TestOrder orders[6];
    case_create(NULL, 0);
    for (int32_t i = 0; i < 6; i++) {
        case_make_order(&orders[i], 1 + i);
        case_push_order(&orders[i]);
    }
    for (int32_t i = 0; i < 2000; i++) {
        sync_turn(case_sync);
        if (i % 100 == 99 &&
            bounded_queue_pop(&case_events, &case_seen[case_seen_count])) // the queue holds four
            case_seen_count++;
    }
    case_turn(30);
    assert_int_equal(case_notes_of(NULL, JOURNAL_SERVER_DRAFTED), 6);
    assert_int_equal(case_notes_of(NULL, JOURNAL_SERVER_CONFIRMED), 6);
    assert_true(case_index_of(SYNC_EVENT_SESSION) < case_index_of(SYNC_EVENT_CATALOGUE));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_start_goes_in_order),
        CASE(the_opening_count_is_sent_once_and_only_when_it_is_waited_for),
        CASE(a_closed_session_is_opened_again_only_when_allowed),
        CASE(a_session_that_hangs_in_closing_is_told),
        CASE(what_a_person_must_mend_is_said),
        CASE(without_a_server_it_tries_on_and_on_but_not_often),
        CASE(a_network_that_comes_is_tried_at_once),
        CASE(a_network_that_comes_without_a_server_is_tried_often_for_a_while),
        CASE(orders_of_an_offline_start_go_before_a_long_load),
        CASE(look_ups_without_a_server_are_answered_at_once),
        CASE(pictures_become_files),
        CASE(pictures_that_changed_take_the_place_of_the_older),
        CASE(a_damaged_image_falls_back_to_the_one_before),
        CASE(nothing_is_lost_when_the_main_thread_is_slow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
