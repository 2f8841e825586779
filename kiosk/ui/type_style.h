/* The type scale: sizes, line heights and weights, at 100 to 200 % text. */
#ifndef KIOSK_UI_TYPE_STYLE_H
#define KIOSK_UI_TYPE_STYLE_H

#include <stdbool.h>
#include <stdint.h>

typedef enum TypeStyle {
    TYPE_BODY,     // 28/38 500; the zero value
    TYPE_CAPTION,  // 24/32 500
    TYPE_LABEL,    // 30/38 600
    TYPE_TITLE,    // 38/46 700
    TYPE_HEADLINE, // 54/62 700
    TYPE_TOTAL,    // 64/72 700
    TYPE_DISPLAY,  // 80/88 700
    TYPE_HERO,     // 112/116 700
    // Sizes of single components.
    TYPE_BODY_STRONG, // 28/38 600: banners, chips
    TYPE_TAG,         // 24/32 600
    TYPE_TILE_NAME,   // 26/32 600
    TYPE_PRICE,       // 30/38 700
    TYPE_AMOUNT,      // 32/40 700: amount of a basket line, number of a stepper
    TYPE_WAS,         // 24/28 500: the old price
    TYPE_PAY,         // 36/44 700
    TYPE_BUTTON_BIG,  // 38/46 600: the welcome button
    TYPE_KEY,         // 36/44 600
    TYPE_KEYPAD,      // 54/62 600
    TYPE_BRAND,       // 34/40 700
    TYPE_HERO_WIDE,   // 96/102 700: beside the wall instead of under it
    TYPE_LEAD,        // 32/44 500: the sentence under a headline
    TYPE_STYLE_COUNT
} TypeStyle;

typedef enum TypeWeight {
    TYPE_WEIGHT_OF_STYLE,
    TYPE_MEDIUM,   // 500
    TYPE_SEMIBOLD, // 600
    TYPE_BOLD,     // 700
} TypeWeight;

typedef struct TypeMetrics {
    float size, line; // u
    TypeWeight weight;
} TypeMetrics;

// `text_percent` 100 to 200 (clamped); `arabic` adds 12 % to the line height.
TypeMetrics type_metrics(TypeStyle style, int32_t text_percent, bool arabic);

#endif
