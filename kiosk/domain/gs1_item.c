#include "domain/gs1_item.h"

#include <math.h>
#include <string.h>

enum { MINUTES_A_DAY = 24 * 60 };

static int64_t number(Text digits)
{
    int64_t value = 0;
    for (int32_t i = 0; i < digits.size; i++)
        value = value * 10 + digits.data[i] - '0';
    return value;
}

static bool copy(Text from, char *out, int32_t room)
{
    if (from.size >= room)
        return false;
    if (from.size > 0)
        memcpy(out, from.data, (size_t)from.size);
    out[from.size] = 0;
    return true;
}

static void sell_until(Gs1Item *item, int64_t minute)
{
    if (item->sell_until_minute == 0 || minute < item->sell_until_minute)
        item->sell_until_minute = minute;
}

static bool read_day(Text value, int32_t year_now, Gs1Item *item)
{
    Gs1Date date;
    if (!gs1_date_read(value, year_now, &date))
        return false;
    sell_until(item, (gs1_date_days(date) + 1) * MINUTES_A_DAY - 1);
    return true;
}

static bool read_minute(Text value, int32_t year_now, Gs1Item *item)
{
    Gs1Date date;
    if (value.size != 10 || !gs1_is_digits(value) ||
        !gs1_date_read(text_slice(value, 0, 6), year_now, &date))
        return false;
    int64_t hour = number(text_slice(value, 6, 8)), minute = number(text_slice(value, 8, 10));
    if (hour > 23 || minute > 59)
        return false;
    sell_until(item, gs1_date_days(date) * MINUTES_A_DAY + hour * 60 + minute);
    return true;
}

// 31nn, 32nn, 35nn and 36nn of trade items; those of logistic units say nothing about what is sold.
static bool is_trade_measure(Text ai)
{
    static const char *const logistic[] = {"353", "354", "355", "362", "363", "367", "368", "369"};
    if (ai.size != 4 || ai.data[0] != '3' || !strchr("1256", ai.data[1]))
        return false;
    for (size_t i = 0; i < COUNT_OF(logistic); i++) {
        if (memcmp(ai.data, logistic[i], 3) == 0)
            return false;
    }
    return true;
}

static bool read_measure(Text ai, Text value, Gs1Item *item)
{
    int32_t decimals = ai.data[3] - '0';
    if (value.size != 6 || !gs1_is_digits(value) || decimals < 0 || decimals > 5)
        return false;
    int64_t micro = number(value);
    for (int32_t i = decimals; i < 6; i++)
        micro *= 10;
    item->measure = (int32_t)number(text_slice(ai, 0, 3));
    item->measure_micro = micro;
    return true;
}

static bool read_price(Text ai, Text value, Gs1Item *item)
{
    bool with_currency = ai.data[2] == '3';
    Text amount = text_slice(value, with_currency ? 3 : 0, value.size);
    if (!gs1_is_digits(value) || amount.size < 1 || amount.size > 15 || ai.data[3] < '0' ||
        ai.data[3] > '9')
        return false;
    item->has_price = true;
    item->price = (double)number(amount) / pow(10, ai.data[3] - '0');
    item->currency = with_currency ? (int32_t)number(text_slice(value, 0, 3)) : 0;
    return true;
}

static bool read_element(const Gs1Element *element, int32_t year_now, Gs1Item *item)
{
    Text ai = element->ai, value = element->value;
    if (text_equal_string(ai, "01"))
        return value.size == GS1_GTIN_DIGITS && gs1_check_digit_ok(value) &&
               copy(value, item->gtin, sizeof item->gtin);
    if (text_equal_string(ai, "10"))
        return copy(value, item->lot, sizeof item->lot);
    if (text_equal_string(ai, "30")) {
        if (!gs1_is_digits(value) || value.size > 8)
            return false;
        item->count = (int32_t)number(value);
        return true;
    }
    if (text_equal_string(ai, "15") || text_equal_string(ai, "16") || text_equal_string(ai, "17"))
        return read_day(value, year_now, item);
    if (text_equal_string(ai, "7003"))
        return read_minute(value, year_now, item);
    if (is_trade_measure(ai))
        return read_measure(ai, value, item);
    if (ai.size == 4 && (text_starts_with(ai, TEXT("392")) || text_starts_with(ai, TEXT("393"))))
        return read_price(ai, value, item);
    return true;
}

bool gs1_item_read(const Gs1Elements *elements, int32_t year_now, Gs1Item *out)
{
    Gs1Item item = {.gtin = ""};
    for (int32_t i = 0; i < elements->count; i++) {
        if (!read_element(&elements->items[i], year_now, &item))
            return false;
    }
    if (!copy(gs1_elements_value(elements, "21"), item.serial, sizeof item.serial))
        return false;
    *out = item;
    return true;
}

// Which unit a measure is of, and how many of the shop's that are.
static const struct {
    int32_t measure;
    const char *unit;
    double factor;
} units[] = {
    {310, "kg", 1},  {310, "g", 1000}, {310, "t", 0.001}, {320, "lb", 1},    {320, "lbs", 1},
    {320, "oz", 16}, {311, "m", 1},    {311, "cm", 100},  {311, "mm", 1000}, {314, "m²", 1},
    {315, "L", 1},   {315, "l", 1},    {315, "ml", 1000}, {315, "mL", 1000}, {315, "cl", 100},
    {316, "m³", 1},  {321, "in", 1},   {322, "ft", 1},    {323, "yd", 1},    {351, "ft²", 1},
};

bool gs1_item_quantity(const Gs1Item *item, Text unit, bool weighed, Quantity *out)
{
    double amount = (double)item->measure_micro / 1e6;
    bool known = false;
    if (item->measure == 0)
        return false;
    for (size_t i = 0; i < COUNT_OF(units); i++) {
        bool is_unit = text_equal_string(unit, units[i].unit);
        known |= is_unit;
        if (is_unit && units[i].measure == item->measure)
            return quantity_from_double(amount * units[i].factor, out);
    }
    return !known && weighed && item->measure == 310 && quantity_from_double(amount, out);
}

bool gs1_item_currency_is(const Gs1Item *item, const char *code)
{
    static const struct {
        const char *code;
        int32_t number;
    } currencies[] = {
        {"AED", 784}, {"AUD", 36},  {"BGN", 975}, {"BHD", 48},  {"BRL", 986}, {"CAD", 124},
        {"CHF", 756}, {"CNY", 156}, {"CZK", 203}, {"DKK", 208}, {"DZD", 12},  {"EGP", 818},
        {"EUR", 978}, {"GBP", 826}, {"HKD", 344}, {"HUF", 348}, {"IDR", 360}, {"ILS", 376},
        {"INR", 356}, {"IQD", 368}, {"ISK", 352}, {"JOD", 400}, {"JPY", 392}, {"KRW", 410},
        {"KWD", 414}, {"LBP", 422}, {"LYD", 434}, {"MAD", 504}, {"MXN", 484}, {"MYR", 458},
        {"NOK", 578}, {"NZD", 554}, {"OMR", 512}, {"PHP", 608}, {"PLN", 985}, {"QAR", 634},
        {"RON", 946}, {"RSD", 941}, {"SAR", 682}, {"SEK", 752}, {"SGD", 702}, {"THB", 764},
        {"TND", 788}, {"TRY", 949}, {"UAH", 980}, {"USD", 840}, {"XAF", 950}, {"XOF", 952},
        {"ZAR", 710},
    };
    if (item->currency == 0)
        return true;
    for (size_t i = 0; i < COUNT_OF(currencies); i++) {
        if (strcmp(currencies[i].code, code) == 0)
            return currencies[i].number == item->currency;
    }
    return false;
}
