#include "lane/shop_time.h"

#include <stdlib.h>
#include <time.h>

#include "domain/gs1.h"

void shop_time_init(ShopTime *shop_time, const OsClock *clock, const char *zone)
{
    setenv("TZ", zone, 1);
    tzset();
    *shop_time = (ShopTime){.clock = *clock};
}

void shop_time_heard(ShopTime *shop_time, int64_t unix_ms)
{
    if (unix_ms <= shop_time_unix_ms(shop_time) && shop_time->floor_unix_ms != 0)
        return;
    shop_time->floor_unix_ms = unix_ms;
    shop_time->floor_monotonic_ms = shop_time->clock.monotonic_ms(shop_time->clock.context);
}

int64_t shop_time_unix_ms(ShopTime *shop_time)
{
    const OsClock *clock = &shop_time->clock;
    int64_t wall_ms = clock->unix_ms(clock->context);
    int64_t heard_ms = shop_time->floor_unix_ms == 0
                           ? 0
                           : shop_time->floor_unix_ms + clock->monotonic_ms(clock->context) -
                                 shop_time->floor_monotonic_ms;
    shop_time->unsure = heard_ms - wall_ms > SHOP_TIME_UNSURE_MS;
    if (wall_ms <= heard_ms)
        return heard_ms;
    // What was said once is heard too: a clock that is set back changes nothing.
    shop_time->floor_unix_ms = wall_ms;
    shop_time->floor_monotonic_ms = clock->monotonic_ms(clock->context);
    return wall_ms;
}

void shop_time_local(int64_t unix_ms, int32_t *year, int32_t *month, int32_t *day, int32_t *hour,
                     int32_t *minute)
{
    time_t seconds = (time_t)(unix_ms / 1000);
    struct tm local;
    localtime_r(&seconds, &local);
    *year = local.tm_year + 1900;
    *month = local.tm_mon + 1;
    *day = local.tm_mday;
    *hour = local.tm_hour;
    *minute = local.tm_min;
}

int64_t shop_time_day_begin_unix_ms(int64_t unix_ms)
{
    time_t seconds = (time_t)(unix_ms / 1000);
    struct tm local;
    localtime_r(&seconds, &local);
    local.tm_hour = local.tm_min = local.tm_sec = 0;
    local.tm_isdst = -1;
    return (int64_t)mktime(&local) * 1000;
}

int64_t shop_time_local_minute(int64_t unix_ms)
{
    Gs1Date date;
    int32_t hour, minute;
    shop_time_local(unix_ms, &date.year, &date.month, &date.day, &hour, &minute);
    return gs1_date_days(date) * 24 * 60 + hour * 60 + minute;
}
