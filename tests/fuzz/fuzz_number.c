/* Any bytes as every kind of number that the kiosk reads from outside: of the server's JSON, money
 * that is typed, kiosk.ini, the command line, scripts, ports. What is taken is printed and read
 * again: the same number must come back, and the same text when that is printed. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "app/arguments.h"
#include "app/config_value.h"
#include "app/script_parse.h"
#include "backoffice/http_url.h"
#include "backoffice/json_number.h"
#include "backoffice/wire_number.h"
#include "domain/money.h"
#include "fuzz_target.h"

enum { TEXT_MAX = 600 };

static bool is_json_number(Text text)
{
    JsonNumber number = JSON_NUMBER_NOTHING;
    for (int32_t i = 0; i < text.size; i++) {
        if (!json_number_step(&number, (uint8_t)text.data[i]))
            return false;
    }
    return json_number_may_end(number);
}

static void use_money(double major, const Currency *currency)
{
    Money money, back;
    char text[32], again[32];
    if (!money_from_double(major, currency, &money))
        return;
    CHECK(money_print(money, currency, text) == (int32_t)strlen(text));
    CHECK(money_parse(text, currency, &back) && back.minor == money.minor);
    CHECK(money_from_double(money_to_double(money, currency), currency, &back));
    money_print(back, currency, again);
    CHECK(strcmp(text, again) == 0);
}

static void read_wire(const char *string)
{
    Text text = text_from_string(string);
    char printed[64];
    double value, back;
    int64_t integer, again;
    bool whole = !strpbrk(string, ".eE");
    if (!is_json_number(text))
        return;
    if (wire_number_integer(text, &integer)) {
        CHECK(whole);
        CHECK(integer == strtoll(string, NULL, 10));
        snprintf(printed, sizeof printed, "%" PRId64, integer);
        CHECK(wire_number_integer(text_from_string(printed), &again) && again == integer);
    }
    bool taken = wire_number_double(text, &value);
    CHECK(taken == (isfinite(strtod(string, NULL)) && text.size <= 512));
    if (!taken)
        return;
    CHECK(value == strtod(string, NULL));
    snprintf(printed, sizeof printed, "%.17g", value);
    CHECK(is_json_number(text_from_string(printed)));
    CHECK(wire_number_double(text_from_string(printed), &back) && back == value);
    for (int32_t decimals = 0; decimals <= 4; decimals++)
        use_money(value, &(Currency){.decimals = decimals, .rounding = 1});
    UnitPrice price, price_back;
    if (unit_price_from_double(value, &price) && fabs(value) <= 1e9)
        CHECK(unit_price_from_double(unit_price_to_double(price), &price_back) &&
              price_back.micro == price.micro);
    Quantity quantity, quantity_back;
    if (quantity_from_double(value, &quantity) && fabs(value) <= 1e9) {
        quantity_print(quantity, printed);
        CHECK(wire_number_double(text_from_string(printed), &back));
        CHECK(quantity_from_double(back, &quantity_back) && quantity_back.milli == quantity.milli);
    }
}

static void read_date(const char *string)
{
    int64_t unix_s, back;
    if (!wire_date(text_from_string(string), &unix_s))
        return;
    time_t seconds = (time_t)unix_s;
    struct tm parts;
    char printed[64];
    CHECK(gmtime_r(&seconds, &parts) != NULL);
    snprintf(printed, sizeof printed, "%04d-%02d-%02d %02d:%02d:%02d", parts.tm_year + 1900,
             parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec);
    CHECK(wire_date(text_from_string(printed), &back) && back == unix_s);
}

static void read_money(const char *string)
{
    for (int32_t decimals = 0; decimals <= 4; decimals++) {
        Currency currency = {.decimals = decimals};
        Money money, back;
        char printed[32];
        if (!money_parse(string, &currency, &money))
            continue;
        CHECK(strspn(string, "-.0123456789") == strlen(string));
        money_print(money, &currency, printed);
        CHECK(money_parse(printed, &currency, &back) && back.minor == money.minor);
    }
}

static void read_config(const char *string)
{
    int32_t number, back, count;
    Error error;
    char line[TEXT_MAX + 20];
    struct CheckoutAgeRule ages[8];
    struct CheckoutTare tares[3];
    bool taken = config_value_integer(string, -100000, 100000, &number, &error);
    if (taken) {
        snprintf(line, sizeof line, "%d", (int)number);
        CHECK(config_value_integer(line, -100000, 100000, &back, &error) && back == number);
    }
    if (strpbrk(string, ",: \t\r\n\v\f")) // of more than one part, or trimmed
        return;
    snprintf(line, sizeof line, "Beer:%s", string);
    if (config_value_ages(line, ages, &count, &error))
        CHECK(taken && count == 1 && ages[0].minimum_age == number);
    if (config_value_tares(line, tares, &count, &error))
        CHECK(taken && count == 1 && tares[0].grams == number);
}

static bool parse_step(const char *words, const char *string, ScriptStep *out)
{
    char line[TEXT_MAX + 20];
    bool empty = false;
    Error error;
    snprintf(line, sizeof line, "%s %s", words, string);
    return script_parse_line(line, 1, out, &empty, &error) && !empty;
}

static void read_script(const char *string)
{
    ScriptStep step, back;
    char printed[64];
    if (parse_step("sleep", string, &step)) {
        CHECK(step.time_ms >= 0 && step.time_ms <= 86400000);
        snprintf(printed, sizeof printed, "%" PRId64 "ms", step.time_ms);
        CHECK(parse_step("sleep", printed, &back) && back.time_ms == step.time_ms);
    }
    if (parse_step("weigh", string, &step) && step.target == TARGET_GRAMS) {
        snprintf(printed, sizeof printed, "%s%d.%03d", step.grams < 0 ? "-" : "",
                 abs(step.grams) / 1000, abs(step.grams) % 1000);
        CHECK(parse_step("weigh", printed, &back) && back.grams == step.grams);
    }
    if (parse_step("monkey", string, &step)) {
        snprintf(printed, sizeof printed, "%d %" PRIu64, (int)step.count, step.seed);
        CHECK(parse_step("monkey", printed, &back) && back.count == step.count &&
              back.seed == step.seed);
    }
}

static void read_others(char *string)
{
    char *words[] = {"kiosk", "--config", "kiosk.ini", "--window", string};
    char printed[64], url[TEXT_MAX + 20];
    Arguments arguments, arguments_back;
    HttpUrl address, address_back;
    Error error;
    if (arguments_parse(COUNT_OF(words), words, &arguments, &error)) {
        snprintf(printed, sizeof printed, "%dx%d", (int)arguments.window_width,
                 (int)arguments.window_height);
        words[4] = printed;
        CHECK(arguments_parse(COUNT_OF(words), words, &arguments_back, &error));
        CHECK(arguments_back.window_width == arguments.window_width &&
              arguments_back.window_height == arguments.window_height);
    }
    snprintf(url, sizeof url, "http://localhost:%s", string);
    if (http_url_parse(url, &address, &error)) {
        CHECK(address.port > 0 && address.port <= 65535);
        CHECK(http_url_parse(address.base, &address_back, &error));
        CHECK(address_back.port == address.port && strcmp(address_back.base, address.base) == 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char string[TEXT_MAX + 1];
    if (size > TEXT_MAX)
        return 0;
    if (size > 0)
        memcpy(string, data, size);
    string[size] = 0;
    read_wire(string);
    read_date(string);
    read_money(string);
    read_config(string);
    read_script(string);
    read_others(string);
    return 0;
}
