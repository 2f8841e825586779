#include "ui/text_format.h"

#include <stdio.h>
#include <string.h>

#include "ui/text_bidi.h"
#include "ui/translation.h"

#define MINUS        "\xe2\x88\x92" // U+2212
#define NO_BREAK     "\xc2\xa0"     // U+00A0
#define NARROW_SPACE "\xe2\x80\xaf" // U+202F
#define ISOLATE_LTR  "\xe2\x81\xa6" // U+2066
#define ISOLATE_ANY  "\xe2\x81\xa8" // U+2068
#define ISOLATE_END  "\xe2\x81\xa9" // U+2069

typedef struct Habits {
    const char *code;
    const char *point, *group;
    bool symbol_before;
    char
        date; // order and separator: 'd' 24/11/2026, '.' 24.11.2026, '-' 2026-11-24, 'm' 11/24/2026
} Habits;

static const Habits habits[] = {
    {"en", ".", ",", true, 'd'},           {"de", ",", ".", false, '.'},
    {"fr", ",", NARROW_SPACE, false, 'd'}, {"ar", ".", ",", true, 'd'},
    {"es", ",", ".", false, 'd'},          {"it", ",", ".", false, 'd'},
    {"nl", ",", ".", true, '-'},           {"pt", ",", ".", false, 'd'},
    {"pl", ",", NO_BREAK, false, '.'},     {"tr", ",", ".", true, '.'},
    {"uk", ",", NO_BREAK, false, '.'},     {"ru", ",", NO_BREAK, false, '.'},
    {"he", ".", ",", true, '.'},           {"el", ",", ".", false, 'd'},
};

static const Habits *habits_of(Text language)
{
    for (size_t i = 0; i < COUNT_OF(habits); i++)
        if (text_equal_string(language, habits[i].code))
            return &habits[i];
    return &habits[0];
}

enum { NUMBER_BYTES = 96 };

// Digits of `value` with `decimals` of them behind the point. `group` may be "".
static void write_number(char out[NUMBER_BYTES], uint64_t value, int32_t decimals,
                         const char *point, const char *group)
{
    char digits[32];
    int32_t count =
        snprintf(digits, sizeof digits, "%0*llu", (int)decimals + 1, (unsigned long long)value);
    int32_t whole = count - decimals, size = 0;
    for (int32_t i = 0; i < count; i++) {
        const char *before = "";
        if (i == whole)
            before = point;
        else if (i > 0 && i < whole && (whole - i) % 3 == 0)
            before = group;
        size += snprintf(out + size, (size_t)(NUMBER_BYTES - size), "%s%c", before, digits[i]);
    }
}

static uint64_t magnitude(int64_t value)
{
    return value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
}

Text format_isolate(Arena *arena, Text language, Text piece)
{
    if (!translation_is_right_to_left(language) || piece.size == 0)
        return piece;
    return text_format(arena, ISOLATE_LTR "%.*s" ISOLATE_END, TEXT_PRINTF(piece));
}

Text format_isolate_words(Arena *arena, Text language, Text piece)
{
    if (!translation_is_right_to_left(language))
        return piece;
    for (int32_t position = 0; position < piece.size;) {
        TextScript script = text_script_of(text_next_code_point(piece, &position));
        if (script != SCRIPT_COMMON && script != SCRIPT_ARABIC && script != SCRIPT_HEBREW)
            return text_format(arena, ISOLATE_ANY "%.*s" ISOLATE_END, TEXT_PRINTF(piece));
    }
    return piece;
}

Text format_money(Arena *arena, Text language, FormatCurrency currency, int64_t minor)
{
    CHECK(currency.decimals >= 0 && currency.decimals <= 4);
    const Habits *h = habits_of(language);
    char number[NUMBER_BYTES];
    write_number(number, magnitude(minor), currency.decimals, h->point, h->group);
    const char *sign = minor < 0 ? MINUS : "";
    bool before =
        currency.place == SYMBOL_BY_LANGUAGE ? h->symbol_before : currency.place == SYMBOL_BEFORE;
    Text text;
    if (currency.symbol.size == 0)
        text = text_format(arena, "%s%s", sign, number);
    else if (!before)
        text =
            text_format(arena, "%s%s" NO_BREAK "%.*s", sign, number, TEXT_PRINTF(currency.symbol));
    else // signs of one letter stand at the number, codes such as CHF apart
        text = text_format(arena, "%s%.*s%s%s", sign, TEXT_PRINTF(currency.symbol),
                           currency.symbol.size > 3 || (currency.symbol.size == 3 &&
                                                        (uint8_t)currency.symbol.data[0] < 0x80)
                               ? NO_BREAK
                               : "",
                           number);
    return format_isolate(arena, language, text);
}

Text format_money_plain(Arena *arena, int32_t decimals, int64_t minor)
{
    char number[NUMBER_BYTES];
    write_number(number, magnitude(minor), decimals, ".", "");
    return text_format(arena, "%s%s", minor < 0 ? "-" : "", number);
}

Text format_milli(Arena *arena, Text language, int64_t milli, int32_t decimals_min,
                  int32_t decimals)
{
    CHECK(decimals >= decimals_min && decimals_min >= 0 && decimals <= 3);
    const Habits *h = habits_of(language);
    static const uint64_t powers[4] = {1000, 100, 10, 1};
    uint64_t value = magnitude(milli);
    uint64_t step = powers[decimals];
    value = value / step + (value % step * 2 >= step ? 1 : 0); // half away from zero
    while (decimals > decimals_min && value % 10 == 0) {
        value /= 10;
        decimals--;
    }
    char number[NUMBER_BYTES];
    write_number(number, value, decimals, h->point, h->group);
    return format_isolate(arena, language,
                          text_format(arena, "%s%s", milli < 0 && value > 0 ? MINUS : "", number));
}

Text format_integer(Arena *arena, Text language, int64_t number)
{
    const Habits *h = habits_of(language);
    char digits[NUMBER_BYTES];
    write_number(digits, magnitude(number), 0, h->point, h->group);
    return format_isolate(arena, language,
                          text_format(arena, "%s%s", number < 0 ? MINUS : "", digits));
}

Text format_date(Arena *arena, Text language, int32_t year, int32_t month, int32_t day)
{
    Text text;
    switch (habits_of(language)->date) {
    case '.':
        text = text_format(arena, "%02d.%02d.%d", day, month, year);
        break;
    case '-':
        text = text_format(arena, "%02d-%02d-%d", day, month, year);
        break;
    default:
        text = text_format(arena, "%02d/%02d/%d", day, month, year);
        break;
    }
    return format_isolate(arena, language, text);
}

Text format_time_of_day(Arena *arena, int32_t hour, int32_t minute)
{
    return text_format(arena, "%02d:%02d", hour, minute);
}

Text format_fill(Arena *arena, Text pattern, const FormatPart *parts, int32_t part_count)
{
    // First the size, then the text: pieces are never longer than what was measured.
    char *out = NULL;
    int32_t size = 0;
    for (int32_t pass = 0; pass < 2; pass++) {
        size = 0;
        for (int32_t i = 0; i < pattern.size;) {
            const FormatPart *found = NULL;
            int32_t name_size = 0;
            for (int32_t p = 0; pattern.data[i] == '{' && p < part_count && !found; p++) {
                name_size = (int32_t)strlen(parts[p].name);
                int32_t end = i + 1 + name_size;
                if (end < pattern.size && pattern.data[end] == '}' &&
                    memcmp(pattern.data + i + 1, parts[p].name, (size_t)name_size) == 0)
                    found = &parts[p];
            }
            const char *piece = found ? found->text.data : pattern.data + i;
            int32_t piece_size = found ? found->text.size : 1;
            if (out && piece_size > 0)
                memcpy(out + size, piece, (size_t)piece_size);
            size += piece_size;
            i += found ? name_size + 2 : 1;
        }
        if (!out)
            out = ARENA_NEW(arena, char, (size_t)size + 1);
    }
    return (Text){out, size};
}
