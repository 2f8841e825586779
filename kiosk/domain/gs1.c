#include "domain/gs1.h"

bool gs1_is_digits(Text text)
{
    for (int32_t i = 0; i < text.size; i++) {
        if (text.data[i] < '0' || text.data[i] > '9')
            return false;
    }
    return text.size > 0;
}

bool gs1_check_digit_ok(Text digits)
{
    int32_t sum = 0;
    if (digits.size < 2 || !gs1_is_digits(digits))
        return false;
    for (int32_t i = 0; i < digits.size; i++)
        sum += (digits.data[digits.size - 1 - i] - '0') * (i % 2 ? 3 : 1);
    return sum % 10 == 0;
}

static int32_t two_digits(const char *digits)
{
    return (digits[0] - '0') * 10 + digits[1] - '0';
}

static int32_t days_of_month(int32_t year, int32_t month)
{
    static const int8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (leap && month == 2);
}

bool gs1_date_read(Text digits, int32_t year_now, Gs1Date *out)
{
    if (digits.size != 6 || !gs1_is_digits(digits))
        return false;
    int32_t year = two_digits(digits.data);
    int32_t ahead = year - year_now % 100;
    int32_t century = year_now / 100 + (ahead >= 51 ? -1 : ahead <= -50 ? 1 : 0);
    Gs1Date date = {century * 100 + year, two_digits(digits.data + 2), two_digits(digits.data + 4)};
    if (date.month < 1 || date.month > 12)
        return false;
    int32_t last = days_of_month(date.year, date.month);
    if (date.day == 0)
        date.day = last;
    if (date.day > last)
        return false;
    *out = date;
    return true;
}

int64_t gs1_date_days(Gs1Date date)
{
    // Years begin in March, so that the leap day is the last of its year.
    int64_t year = date.month > 2 ? date.year : date.year - 1;
    int64_t month = date.month > 2 ? date.month - 3 : date.month + 9;
    int64_t day_of_year = (153 * month + 2) / 5 + date.day - 1;
    return year * 365 + year / 4 - year / 100 + year / 400 + day_of_year - 719468;
}

int32_t gs1_year_of_days(int64_t days)
{
    int32_t year = (int32_t)(1970 + days / 366); // never too late, less than one in 1000 too early
    while (gs1_date_days((Gs1Date){year + 1, 1, 1}) <= days)
        year++;
    return year;
}

int32_t gs1_symbology_size(Text code)
{
    static const char *const identifiers[] = {"]C1", "]e0", "]d2", "]Q3", "]J1"};
    for (size_t i = 0; i < COUNT_OF(identifiers); i++) {
        if (text_starts_with(code, text_from_string(identifiers[i])))
            return 3;
    }
    return 0;
}
