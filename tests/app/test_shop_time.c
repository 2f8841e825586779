#include "lane/shop_time.h"
#include "support/unit_test.h"

static int64_t wall_ms, steady_ms;

static int64_t read_wall(void *context)
{
    (void)context;
    return wall_ms;
}

static int64_t read_steady(void *context)
{
    (void)context;
    return steady_ms;
}

static void time_never_runs_back_behind_what_was_heard(void **state)
{
    (void)state;
    OsClock clock = {.unix_ms = read_wall, .monotonic_ms = read_steady};
    ShopTime time;
    wall_ms = 1000; // a Pi without a battery wakes up in 1970
    shop_time_init(&time, &clock, "Europe/Brussels");
    assert_int_equal(shop_time_unix_ms(&time), 1000);
    shop_time_heard(&time, 1790000000000);
    assert_int_equal(shop_time_unix_ms(&time), 1790000000000);
    assert_true(time.unsure);
    steady_ms += 5000; // and goes on from there
    assert_int_equal(shop_time_unix_ms(&time), 1790000005000);
    shop_time_heard(&time, 1600000000000); // an older record changes nothing
    assert_int_equal(shop_time_unix_ms(&time), 1790000005000);
    wall_ms = 1790000100000; // the network has set the clock
    assert_int_equal(shop_time_unix_ms(&time), 1790000100000);
    assert_false(time.unsure);
}

static void a_clock_that_is_set_back_changes_nothing(void **state)
{
    (void)state;
    OsClock clock = {.unix_ms = read_wall, .monotonic_ms = read_steady};
    ShopTime time;
    wall_ms = 1790000000000;
    shop_time_init(&time, &clock, "Europe/Brussels");
    assert_int_equal(shop_time_unix_ms(&time), 1790000000000);
    wall_ms -= 3600 * 1000;
    steady_ms += 250;
    assert_int_equal(shop_time_unix_ms(&time), 1790000000250);
    assert_true(time.unsure);
}

static void days_are_the_shops(void **state)
{
    (void)state;
    OsClock clock = {.unix_ms = read_wall, .monotonic_ms = read_steady};
    ShopTime time;
    int32_t year, month, day, hour, minute;
    shop_time_init(&time, &clock, "Europe/Brussels");
    shop_time_local(1782856800000, &year, &month, &day, &hour, &minute); // 2026-06-30 22:00 UTC
    assert_int_equal(month, 7);
    assert_int_equal(day, 1);
    assert_int_equal(hour, 0);
    // The last minute of a day that Greenwich has not left yet.
    assert_int_equal(shop_time_local_minute(1782856800000) % (24 * 60), 0);
    assert_int_equal(shop_time_local_minute(1782856800000) - shop_time_local_minute(1782856799000),
                     1);
    assert_int_equal(shop_time_local_minute(1782856800000), 1782856800 / 60 + 2 * 60);
}

static void a_day_begins_at_the_shops_midnight(void **state)
{
    (void)state;
    OsClock clock = {.unix_ms = read_wall, .monotonic_ms = read_steady};
    ShopTime time;
    shop_time_init(&time, &clock, "Europe/Brussels");
    int64_t first_of_july = 1782856800000; // 2026-06-30 22:00 UTC
    assert_int_equal(shop_time_day_begins(first_of_july, 0), first_of_july);
    assert_int_equal(shop_time_day_begins(first_of_july + 86399999, 0), first_of_july);
    assert_int_equal(shop_time_day_begins(first_of_july - 1, 0), first_of_july - 86400000);
    // 2026-10-25 had 25 hours.
    int64_t monday = 1792969200000; // 2026-10-26 00:00 there
    assert_int_equal(shop_time_day_begins(monday, 0), monday);
    assert_int_equal(shop_time_day_begins(monday + 1, 1), monday - 25 * INT64_C(3600000));
    assert_int_equal(shop_time_day_begins(monday + 3600000, 6),
                     monday - (6 * 24 + 1) * INT64_C(3600000));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(time_never_runs_back_behind_what_was_heard),
        cmocka_unit_test(a_clock_that_is_set_back_changes_nothing),
        cmocka_unit_test(days_are_the_shops),
        cmocka_unit_test(a_day_begins_at_the_shops_midnight),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
