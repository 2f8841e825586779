/* What many lanes of one server must not do at the same time: what goes by a clock drifts apart,
 * a load that may wait is put off by a time of the lane's own, and a server that is too busy to
 * answer a load is not asked again at once. */
#include <stdio.h>
#include <string.h>

#include "support/unit_test.h"
#include "sync_case.h"

enum { SECOND_MS = 1000, MINUTE_MS = 60000, HOUR_MS = 3600000, LOOKS = 40 };

// When the lane asked this `count` times, to the second.
static void watch(const char *method, int32_t count, int64_t out_ms[LOOKS])
{
    int64_t end_ms = case_fake->now_ms + 24 * (int64_t)HOUR_MS;
    for (int32_t i = 0; i < count; i++) {
        int32_t asked = fake_backoffice_asked(case_fake, method);
        while (fake_backoffice_asked(case_fake, method) == asked) {
            assert_true(case_fake->now_ms < end_ms);
            case_turn(1);
        }
        out_ms[i] = case_fake->now_ms;
    }
}

static void check_drifting(const int64_t *times_ms, int32_t count, int64_t period_ms)
{
    int64_t least = INT64_MAX, most = 0;
    for (int32_t i = 1; i < count; i++) {
        int64_t between = times_ms[i] - times_ms[i - 1];
        least = between < least ? between : least;
        most = between > most ? between : most;
    }
    assert_true(most <= period_ms + 2 * SECOND_MS); // never later than is promised
    assert_true(least >= period_ms / 4 * 3);        // nor much more often
    assert_true(most - least > period_ms / 8);
}

static void looks_at_the_session_drift_apart(void **state)
{
    (void)state;
    int64_t times_ms[LOOKS];
    case_create(NULL, 0);
    case_turn_for(3 * MINUTE_MS);
    watch("search_read", LOOKS, times_ms);
    check_drifting(times_ms, LOOKS, MINUTE_MS);
}

static void looks_at_a_closed_session_drift_apart(void **state)
{
    (void)state;
    int64_t times_ms[LOOKS];
    case_config.reopen_closed_session = false;
    case_create(NULL, 0);
    case_turn_for(3 * MINUTE_MS);
    assert_int_equal(case_state(), SYNC_CLOSED);
    watch("search_read", LOOKS, times_ms);
    check_drifting(times_ms, LOOKS, MINUTE_MS);
}

static void looks_for_changes_drift_apart(void **state)
{
    (void)state;
    int64_t times_ms[LOOKS], firsts_ms[LOOKS];
    int32_t firsts = 0;
    case_config.refresh_minutes = 30;
    case_create(NULL, 0);
    case_turn_for(3 * MINUTE_MS);
    watch("search_count", LOOKS, times_ms); // several in each
    for (int32_t i = 0; i < LOOKS; i++)
        if (i > 0 && times_ms[i] - times_ms[i - 1] > MINUTE_MS)
            firsts_ms[firsts++] = times_ms[i];
    assert_true(firsts >= 8);
    check_drifting(firsts_ms, firsts, 30 * MINUTE_MS);
}

/* --- the load of a start --- */

static void start_again(void)
{
    sync_stop(case_sync);
    case_drain();
    case_forget_seen();
    case_fake->now_ms += HOUR_MS;
    case_create(NULL, 0);
}

static int32_t loads(void)
{
    return fake_backoffice_asked(case_fake, "load_pos_data");
}

static void a_start_without_a_catalogue_loads_at_once(void **state)
{
    (void)state;
    case_config.load_spread_minutes = 20;
    case_create(NULL, 0);
    case_turn_for(5 * SECOND_MS);
    assert_int_equal(loads(), 1);
    assert_int_equal(case_state(), SYNC_ONLINE);
}

static void a_start_with_one_loads_at_a_time_of_its_own(void **state)
{
    (void)state;
    int64_t times_ms[LOOKS], least = INT64_MAX, most = 0;
    case_config.load_spread_minutes = 20;
    case_create(NULL, 0);
    case_turn_for(5 * SECOND_MS);
    for (int32_t i = 0; i < 12; i++) {
        start_again();
        int64_t began_ms = case_fake->now_ms;
        watch("load_pos_data", 1, times_ms);
        int64_t after_ms = times_ms[0] - began_ms;
        assert_int_equal(case_index_of_state(SYNC_REFUSED), -1);
        assert_int_equal(case_index_of_state(SYNC_OFFLINE), -1);
        least = after_ms < least ? after_ms : least;
        most = after_ms > most ? after_ms : most;
        case_turn_for(5 * SECOND_MS);
        assert_int_equal(case_state(), SYNC_ONLINE);
        assert_int_equal(case_count_of(SYNC_EVENT_CATALOGUE), 1);
    }
    assert_true(most <= 20 * MINUTE_MS + 2 * SECOND_MS);
    assert_true(most - least > 5 * MINUTE_MS);
}

static void the_lane_is_online_while_the_load_is_put_off(void **state)
{
    (void)state;
    case_config.load_spread_minutes = 600;
    case_create(NULL, 0);
    case_turn_for(5 * SECOND_MS);
    start_again();
    case_turn_for(5 * SECOND_MS);
    assert_int_equal(loads(), 1);
    assert_int_equal(case_state(), SYNC_ONLINE);
    assert_true(sync_reload(case_sync)); // an attendant doesn't wait
    case_turn_for(5 * SECOND_MS);
    assert_int_equal(loads(), 2);
}

static void a_look_up_of_what_is_new_does_not_wait_for_it(void **state)
{
    (void)state;
    FakeShop shop;
    char code[16];
    fake_shop_init(&shop, 3, 1795000000);
    case_fake->shop = &shop;
    case_config.load_spread_minutes = 600;
    case_create(NULL, 0);
    case_turn_for(5 * SECOND_MS);
    start_again();
    case_turn_for(5 * SECOND_MS);
    assert_int_equal(loads(), 1);
    snprintf(code, sizeof code, "%d", (int)fake_shop_add(&shop, 1796000000)->id);
    assert_true(sync_look_up(case_sync, code)); // the server has it, the image hasn't
    case_turn_for(5 * SECOND_MS);
    assert_int_equal(loads(), 2);
    case_fake->shop = NULL;
    fake_shop_release(&shop);
}

static void a_look_up_does_not_hurry_a_load_that_failed(void **state)
{
    (void)state;
    FakeShop shop;
    char code[16];
    fake_shop_init(&shop, 3, 1795000000);
    case_fake->shop = &shop;
    case_create(NULL, 0);
    case_turn_for(5 * SECOND_MS);
    case_fake->no_catalogue = true;
    start_again();
    case_turn_for(MINUTE_MS);
    int32_t before = loads();
    assert_true(before > 2);
    snprintf(code, sizeof code, "%d", (int)fake_shop_add(&shop, 1796000000)->id);
    assert_true(sync_look_up(case_sync, code));
    case_turn_for(5 * SECOND_MS);
    assert_int_equal(loads(), before);
    case_fake->shop = NULL;
    fake_shop_release(&shop);
}

/* --- a server that is too busy --- */

static void a_load_that_is_waited_for_in_vain_is_asked_for_less_and_less(void **state)
{
    (void)state;
    case_fake->load_takes_ms = HOUR_MS;
    case_fake->patience_counts = true;
    case_create(NULL, 0);
    case_turn_for(4 * (int64_t)HOUR_MS);
    assert_true(loads() >= 5);
    assert_true(loads() <= 14); // every three minutes it would be 80
    case_fake->load_takes_ms = 100;
    case_turn_for(35 * MINUTE_MS);
    assert_int_equal(case_state(), SYNC_ONLINE);
}

static void after_a_short_trouble_a_load_goes_on_soon(void **state)
{
    (void)state;
    case_fake->cut_method = "load_pos_data";
    case_fake->cut_count = 2;
    case_create(NULL, 0);
    case_turn_for(30 * SECOND_MS);
    assert_int_equal(loads(), 3);
    assert_int_equal(case_state(), SYNC_ONLINE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(looks_at_the_session_drift_apart),
        CASE(looks_at_a_closed_session_drift_apart),
        CASE(looks_for_changes_drift_apart),
        CASE(a_start_without_a_catalogue_loads_at_once),
        CASE(a_start_with_one_loads_at_a_time_of_its_own),
        CASE(the_lane_is_online_while_the_load_is_put_off),
        CASE(a_look_up_of_what_is_new_does_not_wait_for_it),
        CASE(a_look_up_does_not_hurry_a_load_that_failed),
        CASE(a_load_that_is_waited_for_in_vain_is_asked_for_less_and_less),
        CASE(after_a_short_trouble_a_load_goes_on_soon),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
