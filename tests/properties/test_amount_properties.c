/* What prints an amount and what reads it agree: in the domain, on the wire and on the screen. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "backoffice/json_writer.h"
#include "backoffice/wire_number.h"
#include "random_till.h"
#include "support/test_seed.h"
#include "ui/text_format.h"

enum { CASES = 20000 };

// Near nothing, near the limit, and all between.
static int64_t random_minor(uint64_t *seed, int64_t limit)
{
    int64_t size = random_size(seed, limit);
    if (random_one_in(seed, 8))
        size = size < 0 ? -limit - (size % 1000) : limit - (size % 1000);
    return size;
}

static int64_t stepped(int64_t minor, const Currency *currency)
{
    double unit = money_to_double((Money){1}, currency);
    int64_t step = llround(currency->rounding / unit);
    return minor / step * step;
}

static void money_reads_what_it_prints(void **state)
{
    (void)state;
    for (int32_t i = 0; i < test_cases(CASES); i++) {
        uint64_t seed = test_seed() + (uint64_t)i, draw = seed;
        Currency currency = random_currency(&draw);
        int64_t minor = random_one_in(&draw, 16) ? INT64_MIN + random_below(&draw, 3)
                                                 : random_size(&draw, INT64_MAX);
        char text[32];
        Money back;
        ASSERT_SEED(seed, money_print((Money){minor}, &currency, text) == (int32_t)strlen(text));
        if (!money_parse(text, &currency, &back) || back.minor != minor)
            FAIL_SEED(seed, "'%s' of %" PRId64 " with %d decimals", text, minor, currency.decimals);
    }
}

static void quantities_print_what_they_are(void **state)
{
    (void)state;
    for (int32_t i = 0; i < test_cases(CASES); i++) {
        uint64_t seed = test_seed() + (uint64_t)i, draw = seed;
        Quantity quantity = {random_minor(&draw, ORDER_QUANTITY_MAX * INT64_C(1000))}, back;
        char text[32];
        quantity_print(quantity, text);
        if (!quantity_from_double(strtod(text, NULL), &back) || back.milli != quantity.milli)
            FAIL_SEED(seed, "'%s' of %" PRId64, text, quantity.milli);
    }
}

static void doubles_are_left_where_they_are(void **state)
{
    (void)state;
    for (int32_t i = 0; i < test_cases(CASES); i++) {
        uint64_t seed = test_seed() + (uint64_t)i, draw = seed;
        Currency currency = random_currency(&draw);
        Money money = {stepped(random_minor(&draw, MONEY_ROUNDED_MAX - 1000), &currency)}, stays;
        UnitPrice price = {random_minor(&draw, ORDER_PRICE_MAX * INT64_C(1000000))}, price_stays;
        Quantity quantity = {random_minor(&draw, ORDER_QUANTITY_MAX * INT64_C(1000))},
                 quantity_stays;
        double major = money_to_double(money, &currency);
        ASSERT_SEED(seed,
                    money_from_double(major, &currency, &stays) && stays.minor == money.minor);
        // The engine's own results: so many steps times the step, noise included.
        double noisy = round_to_step(major, currency.rounding, ROUNDING_HALF_UP);
        ASSERT_SEED(seed,
                    money_from_double(noisy, &currency, &stays) && stays.minor == money.minor);
        ASSERT_SEED(seed, unit_price_from_double(unit_price_to_double(price), &price_stays) &&
                              price_stays.micro == price.micro);
        ASSERT_SEED(seed, quantity_from_double(quantity_to_double(quantity), &quantity_stays) &&
                              quantity_stays.milli == quantity.milli);
    }
}

// Rounded to whole minor units as the server does.
static void other_doubles_are_rounded_as_the_server_does(void **state)
{
    (void)state;
    for (int32_t i = 0; i < test_cases(CASES); i++) {
        uint64_t seed = test_seed() + (uint64_t)i, draw = seed;
        Currency currency = random_currency(&draw);
        double step = rounding_step_of_digits(currency.decimals);
        double value = (double)random_minor(&draw, MONEY_ROUNDED_MAX - 1000) * step;
        value += (double)random_between(&draw, -5, 5) * step / 10;
        for (int32_t away = random_below(&draw, 7) - 3; away != 0; away -= away > 0 ? 1 : -1)
            value = nextafter(value, away > 0 ? INFINITY : -INFINITY);
        Money got;
        double expected = round(round_to_step(value, step, ROUNDING_HALF_UP) / step);
        ASSERT_SEED(seed, money_from_double(value, &currency, &got));
        if (got.minor != (int64_t)expected)
            FAIL_SEED(seed, "%.17g is %" PRId64 ", expected %.0f", value, got.minor, expected);
    }
}

// As an order's amounts are written, and as amounts of an answer are read.
static void the_wire_carries_every_amount(void **state)
{
    (void)state;
    for (int32_t i = 0; i < test_cases(CASES); i++) {
        uint64_t seed = test_seed() + (uint64_t)i, draw = seed;
        int32_t decimals = random_below(&draw, 7);
        int64_t value = random_minor(&draw, MONEY_MINOR_MAX);
        JsonWriter writer = {0};
        json_writer_decimal(&writer, value, decimals);
        char *text = json_writer_take(&writer);
        double back;
        bool read = wire_number_double(text_from_string(text), &back);
        // 2^53 and powers of ten up to 10^22 are exact: the division gives the nearest double.
        double unit = 1;
        for (int32_t d = 0; d < decimals; d++)
            unit *= 10;
        bool same = read && back == (double)value / unit && back == strtod(text, NULL);
        if (!same)
            FAIL_SEED(seed, "'%s' of %" PRId64 " with %d decimals is %.17g", text, value, decimals,
                      back);
        free(text);
    }
}

static void the_wire_carries_every_integer(void **state)
{
    (void)state;
    for (int32_t i = 0; i < test_cases(CASES); i++) {
        uint64_t seed = test_seed() + (uint64_t)i, draw = seed;
        int64_t value = random_one_in(&draw, 16) ? INT64_MIN + random_below(&draw, 3)
                                                 : random_size(&draw, INT64_MAX);
        int64_t back = 0;
        JsonWriter writer = {0};
        json_writer_integer(&writer, value);
        char *text = json_writer_take(&writer);
        if (!wire_number_integer(text_from_string(text), &back) || back != value)
            FAIL_SEED(seed, "'%s' of %" PRId64, text, value);
        free(text);
    }
}

typedef struct Back { // a text read from its end
    const char *start, *end;
    uint64_t value, place;
} Back;

static int32_t take_digits(Back *back, int32_t most)
{
    int32_t count = 0;
    for (; count < most && back->end > back->start && back->end[-1] >= '0' && back->end[-1] <= '9';
         count++) {
        back->value += back->place * (uint64_t)(*--back->end - '0');
        back->place *= 10;
    }
    return count;
}

// The sign between two groups of digits; 0 when there is none.
static uint32_t take_separator(Back *back)
{
    const char *at = back->end;
    if (at == back->start)
        return 0;
    do
        at--;
    while (at > back->start && ((uint8_t)*at & 0xc0) == 0x80);
    int32_t position = 0;
    Text text = {at, (int32_t)(back->end - at)};
    back->end = at;
    return text_next_code_point(text, &position);
}

// The number between what is no digit: false when its point or its groups are wrong.
static bool read_shown(Text shown, int32_t decimals, bool grouped, uint64_t *out)
{
    int32_t first = 0, last = shown.size;
    while (first < last && (shown.data[first] < '0' || shown.data[first] > '9'))
        first++;
    while (last > first && (shown.data[last - 1] < '0' || shown.data[last - 1] > '9'))
        last--;
    Back back = {shown.data + first, shown.data + last, 0, 1};
    uint32_t point = 0, group = 0;
    if (decimals > 0 &&
        (take_digits(&back, decimals) != decimals || !(point = take_separator(&back))))
        return false;
    int32_t digits = take_digits(&back, grouped ? 3 : 20);
    while (back.end > back.start) {
        uint32_t separator = take_separator(&back);
        if (digits != 3 || separator == point || (group && separator != group))
            return false;
        group = separator;
        digits = take_digits(&back, 3);
    }
    *out = back.value;
    return digits > 0;
}

static const char *const languages[] = {"en", "de", "fr", "ar", "es", "it", "nl", "pt",
                                        "pl", "tr", "uk", "ru", "he", "el", "xx"};

static void every_language_shows_the_amount(void **state)
{
    (void)state;
    Arena arena;
    arena_create(&arena, 1 << 20);
    for (int32_t i = 0; i < test_cases(CASES); i++) {
        uint64_t seed = test_seed() + (uint64_t)i, draw = seed, value;
        Currency currency = random_currency(&draw);
        Text language = text_from_string(languages[random_below(&draw, COUNT_OF(languages))]);
        int64_t minor = random_minor(&draw, MONEY_MINOR_MAX);
        FormatCurrency how = {text_from_string(currency.symbol), currency.decimals,
                              (SymbolPlace)random_below(&draw, 3)};
        uint64_t size = minor < 0 ? 0 - (uint64_t)minor : (uint64_t)minor;
        Text shown = format_money(&arena, language, how, minor);
        Text plain = format_money_plain(&arena, currency.decimals, minor);
        bool minus = memmem(shown.data, (size_t)shown.size, "\xe2\x88\x92", 3) != NULL;
        if (!read_shown(shown, currency.decimals, true, &value) || value != size ||
            minus != (minor < 0))
            FAIL_SEED(seed, "'%.*s' of %" PRId64 " in %.*s", TEXT_PRINTF(shown), minor,
                      TEXT_PRINTF(language));
        Money back;
        char copy[40];
        text_copy_to_buffer(plain, copy, sizeof copy);
        ASSERT_SEED(seed, money_parse(copy, &currency, &back) && back.minor == minor);
        arena_clear(&arena);
    }
    arena_destroy(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(money_reads_what_it_prints),
        cmocka_unit_test(quantities_print_what_they_are),
        cmocka_unit_test(doubles_are_left_where_they_are),
        cmocka_unit_test(other_doubles_are_rounded_as_the_server_does),
        cmocka_unit_test(the_wire_carries_every_amount),
        cmocka_unit_test(the_wire_carries_every_integer),
        cmocka_unit_test(every_language_shows_the_amount),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
