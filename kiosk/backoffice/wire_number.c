#include "backoffice/wire_number.h"

#include <locale.h>
#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { EXACT_DIGITS_MAX = 15, EXACT_POWER_MAX = 22, NUMBER_BYTES_MAX = 512 };

bool wire_number_integer(Text text, int64_t *out)
{
    int64_t value = 0;
    bool negative = text.size > 0 && text.data[0] == '-';
    for (int32_t i = negative; i < text.size; i++) {
        if (text.data[i] < '0' || text.data[i] > '9')
            return false;
        int64_t digit = text.data[i] - '0';
        if (__builtin_mul_overflow(value, 10, &value) ||
            __builtin_add_overflow(value, negative ? -digit : digit, &value))
            return false;
    }
    *out = value;
    return true;
}

// A whole number below 2^53 divided by a power of ten up to 10^22 are both exact doubles, so that
// one IEEE division gives the nearest double (Clinger 1990). Nearly every price is of this kind.
static bool exact_double(Text text, double *out)
{
    static const double powers[EXACT_POWER_MAX + 1] = {
        1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
        1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    int64_t value = 0;
    int32_t digits = 0, fraction = 0;
    bool negative = text.size > 0 && text.data[0] == '-', after_point = false;
    for (int32_t i = negative; i < text.size; i++) {
        char c = text.data[i];
        if (c == '.') {
            after_point = true;
            continue;
        }
        if (c < '0' || c > '9' || ++digits > EXACT_DIGITS_MAX)
            return false;
        value = value * 10 + (c - '0');
        fraction += after_point;
    }
    double result = (double)value / powers[fraction];
    *out = negative ? -result : result;
    return true;
}

static locale_t c_locale;

static void make_c_locale(void)
{
    c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    CHECK(c_locale != (locale_t)0);
}

bool wire_number_double(Text text, double *out)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    double value;
    if (!exact_double(text, &value)) {
        char copy[NUMBER_BYTES_MAX + 1];
        if (text.size > NUMBER_BYTES_MAX)
            return false;
        memcpy(copy, text.data, (size_t)text.size);
        copy[text.size] = 0;
        pthread_once(&once, make_c_locale);
        value = strtod_l(copy, NULL, c_locale);
    }
    if (!isfinite(value))
        return false;
    *out = value;
    return true;
}

static bool take_digits(Text text, int32_t from, int32_t count, int32_t *out)
{
    int32_t value = 0;
    for (int32_t i = from; i < from + count; i++) {
        if (text.data[i] < '0' || text.data[i] > '9')
            return false;
        value = value * 10 + (text.data[i] - '0');
    }
    *out = value;
    return true;
}

// Days from 1970-01-01 in the Gregorian calendar; the year begins in March, so that the leap day is
// its last.
static int64_t days_from_civil(int32_t year, int32_t month, int32_t day)
{
    int64_t y = month <= 2 ? year - 1 : year;
    int64_t era = y / 400;
    int64_t year_of_era = y - era * 400;
    int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

static int32_t days_in_month(int32_t year, int32_t month)
{
    static const int32_t days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

bool wire_date(Text text, int64_t *out_unix_s)
{
    int32_t year, month, day, hour, minute, second;
    if (text.size < 19 || text.data[4] != '-' || text.data[7] != '-' ||
        (text.data[10] != ' ' && text.data[10] != 'T') || text.data[13] != ':' ||
        text.data[16] != ':')
        return false;
    if (!take_digits(text, 0, 4, &year) || !take_digits(text, 5, 2, &month) ||
        !take_digits(text, 8, 2, &day) || !take_digits(text, 11, 2, &hour) ||
        !take_digits(text, 14, 2, &minute) || !take_digits(text, 17, 2, &second))
        return false;
    if (year < 1 || month < 1 || month > 12 || day < 1 || day > days_in_month(year, month) ||
        hour > 23 || minute > 59 || second > 59)
        return false;
    *out_unix_s = days_from_civil(year, month, day) * 86400 + hour * 3600 + minute * 60 + second;
    return true;
}
