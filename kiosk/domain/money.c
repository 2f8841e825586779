#include "domain/money.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "domain/rounding.h"

enum { MICRO = 1000000, MILLI = 1000, DECIMALS_MAX = 4 };

static int64_t power_of_ten(int32_t exponent)
{
    static const int64_t powers[] = {1, 10, 100, 1000, 10000};
    CHECK(exponent >= 0);
    CHECK(exponent <= DECIMALS_MAX);
    return powers[exponent];
}

// Rounds as the server rounds to this many decimals, then takes the integer that the noise
// surrounds. What is an integer but for noise is that integer: the server's rounding says the same
// up to MONEY_ROUNDED_MAX, and beyond (unit prices in millionths) would move it.
static bool scaled_from_double(double value, double step, int64_t most, int64_t *out)
{
    static const double noise = 0x1p-51; // two to four units in the last place
    if (!isfinite(value))
        return false;
    double steps = value / step, scaled = round(steps);
    if (!(fabs(steps - scaled) <= fabs(steps) * noise))
        scaled = round(round_to_step(value, step, ROUNDING_HALF_UP) / step);
    if (!(fabs(scaled) <= (double)most))
        return false;
    *out = (int64_t)scaled;
    return true;
}

bool money_add(Money a, Money b, Money *out)
{
    int64_t sum;
    if (__builtin_add_overflow(a.minor, b.minor, &sum))
        return false;
    out->minor = sum;
    return true;
}

bool money_from_double(double major, const Currency *currency, Money *out)
{
    return scaled_from_double(major, rounding_step_of_digits(currency->decimals), MONEY_ROUNDED_MAX,
                              &out->minor);
}

double money_to_double(Money money, const Currency *currency)
{
    return (double)money.minor / (double)power_of_ten(currency->decimals);
}

bool unit_price_from_double(double major, UnitPrice *out)
{
    return scaled_from_double(major, 1e-6, MONEY_MINOR_MAX, &out->micro);
}

double unit_price_to_double(UnitPrice price)
{
    return (double)price.micro / MICRO;
}

bool quantity_from_double(double value, Quantity *out)
{
    return scaled_from_double(value, 0.001, MONEY_MINOR_MAX, &out->milli);
}

double quantity_to_double(Quantity quantity)
{
    return (double)quantity.milli / MILLI;
}

int64_t divide_round_half_away(int64_t value, int64_t divisor)
{
    CHECK(divisor > 0);
    int64_t quotient = value / divisor;
    int64_t rest = value % divisor;
    uint64_t rest_size = rest < 0 ? (uint64_t)-rest : (uint64_t)rest;
    if (rest_size >= (uint64_t)divisor - rest_size)
        quotient += value < 0 ? -1 : 1;
    return quotient;
}

int32_t money_print(Money money, const Currency *currency, char out[32])
{
    const char *sign = money.minor < 0 ? "-" : "";
    uint64_t size = money.minor < 0 ? 0 - (uint64_t)money.minor : (uint64_t)money.minor;
    if (currency->decimals == 0)
        return snprintf(out, 32, "%s%" PRIu64, sign, size);
    uint64_t unit = (uint64_t)power_of_ten(currency->decimals);
    return snprintf(out, 32, "%s%" PRIu64 ".%0*" PRIu64, sign, size / unit, currency->decimals,
                    size % unit);
}

bool money_parse(const char *string, const Currency *currency, Money *out)
{
    const char *at = string;
    bool negative = *at == '-';
    if (negative)
        at++;
    int64_t value = 0;
    int32_t places = -1; // after the point; -1 before it
    int32_t digits = 0;
    for (; *at; at++) {
        if (*at == '.') {
            if (places >= 0 || digits == 0)
                return false;
            places = 0;
            continue;
        }
        if (*at < '0' || *at > '9')
            return false;
        if (places >= 0 && ++places > currency->decimals)
            return false;
        if (__builtin_mul_overflow(value, (int64_t)10, &value) ||
            __builtin_add_overflow(value, (int64_t)(negative ? '0' - *at : *at - '0'), &value))
            return false;
        digits++;
    }
    if (digits == 0 || places == 0)
        return false;
    for (int32_t i = places < 0 ? 0 : places; i < currency->decimals; i++) {
        if (__builtin_mul_overflow(value, (int64_t)10, &value))
            return false;
    }
    out->minor = value;
    return true;
}

int32_t quantity_print(Quantity quantity, char out[32])
{
    const char *sign = quantity.milli < 0 ? "-" : "";
    uint64_t size = quantity.milli < 0 ? 0 - (uint64_t)quantity.milli : (uint64_t)quantity.milli;
    uint64_t fraction = size % MILLI;
    if (fraction == 0)
        return snprintf(out, 32, "%s%" PRIu64, sign, size / MILLI);
    int32_t places = 3;
    for (; fraction % 10 == 0; fraction /= 10)
        places--;
    return snprintf(out, 32, "%s%" PRIu64 ".%0*" PRIu64, sign, size / MILLI, places, fraction);
}
