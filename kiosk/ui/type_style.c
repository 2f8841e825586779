#include "ui/type_style.h"

#include "base/check.h"

// At 100 % and at 200 %; what lies between is interpolated. Captions more than double, because 49
// px is what 0.7 degrees at arm's length asks for; headlines grow less, or they would fill the
// screen.
static const struct {
    float size, line, size_200, line_200;
    TypeWeight weight;
} styles[TYPE_STYLE_COUNT] = {
    [TYPE_BODY] = {28, 38, 56, 70, TYPE_MEDIUM},
    [TYPE_CAPTION] = {24, 32, 50, 62, TYPE_MEDIUM},
    [TYPE_LABEL] = {30, 38, 60, 72, TYPE_SEMIBOLD},
    [TYPE_TITLE] = {38, 46, 76, 88, TYPE_BOLD},
    [TYPE_HEADLINE] = {54, 62, 92, 102, TYPE_BOLD},
    [TYPE_TOTAL] = {64, 72, 112, 120, TYPE_BOLD},
    [TYPE_DISPLAY] = {80, 88, 120, 128, TYPE_BOLD},
    [TYPE_HERO] = {112, 116, 150, 156, TYPE_BOLD},
    [TYPE_BODY_STRONG] = {28, 38, 56, 70, TYPE_SEMIBOLD},
    [TYPE_TAG] = {24, 32, 50, 62, TYPE_SEMIBOLD},
    [TYPE_TILE_NAME] = {26, 32, 56, 70, TYPE_SEMIBOLD},
    [TYPE_PRICE] = {30, 38, 56, 70, TYPE_BOLD},
    [TYPE_AMOUNT] = {32, 40, 56, 70, TYPE_BOLD},
    [TYPE_WAS] = {24, 28, 50, 58, TYPE_MEDIUM},
    [TYPE_PAY] = {36, 44, 72, 84, TYPE_BOLD},
    [TYPE_BUTTON_BIG] = {38, 46, 72, 84, TYPE_SEMIBOLD},
    [TYPE_KEY] = {36, 44, 56, 64, TYPE_SEMIBOLD},
    [TYPE_KEYPAD] = {54, 62, 84, 94, TYPE_SEMIBOLD},
    [TYPE_BRAND] = {34, 40, 56, 64, TYPE_BOLD},
    [TYPE_HERO_WIDE] = {96, 102, 150, 156, TYPE_BOLD},
    [TYPE_LEAD] = {32, 44, 60, 72, TYPE_MEDIUM},
};

TypeMetrics type_metrics(TypeStyle style, int32_t text_percent, bool arabic)
{
    CHECK((unsigned)style < TYPE_STYLE_COUNT);
    int32_t percent = text_percent < 100 ? 100 : text_percent > 200 ? 200 : text_percent;
    float t = (float)(percent - 100) / 100.0f;
    TypeMetrics metrics = {
        .size = styles[style].size + (styles[style].size_200 - styles[style].size) * t,
        .line = styles[style].line + (styles[style].line_200 - styles[style].line) * t,
        .weight = styles[style].weight,
    };
    if (arabic)
        metrics.line *= 1.12f;
    return metrics;
}
