/* Time as the shop has it: never behind the newest time in journal, image and server answers
 * (promise P12), nor behind what it said before, and in the shop's time zone for people. */
#ifndef KIOSK_APP_SHOP_TIME_H
#define KIOSK_APP_SHOP_TIME_H

#include "base/error.h"
#include "os/os.h"

enum { SHOP_TIME_UNSURE_MS = 5 * 60 * 1000 }; // further behind than this: the attendant is told

typedef struct ShopTime {
    OsClock clock;
    int64_t floor_unix_ms, floor_monotonic_ms; // newest time heard, and when
    bool unsure;
} ShopTime;

void shop_time_init(ShopTime *time, const OsClock *clock,
                    const char *zone);                 // sets TZ: before any thread
void shop_time_heard(ShopTime *time, int64_t unix_ms); // of a record, an image, a server
int64_t shop_time_unix_ms(ShopTime *time);
int64_t shop_time_day_begin_unix_ms(int64_t unix_ms); // the midnight before
int64_t
shop_time_local_minute(int64_t unix_ms); // since 1970-01-01 00:00, as the shop's clocks show it
void shop_time_local(int64_t unix_ms, int32_t *year, int32_t *month, int32_t *day, int32_t *hour,
                     int32_t *minute);

#endif
