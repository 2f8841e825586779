#include "ui/theme.h"

#include <math.h>
#include <string.h>

#include "base/check.h"

// Columns: light, dark, contrast. The scrim's alpha is 58, 66 and 80 %.
static const uint32_t colours[COLOUR_COUNT][THEME_KIND_COUNT] = {
    [COLOUR_NONE] = {0, 0, 0},
    [COLOUR_BG] = {0xfff1f5f4, 0xff0e1514, 0xff000000},
    [COLOUR_SURFACE] = {0xffffffff, 0xff18211f, 0xff000000},
    [COLOUR_SUNKEN] = {0xffe6ecea, 0xff232f2c, 0xff1c1c1c},
    [COLOUR_LINE] = {0xffd5dddb, 0xff31403c, 0xffffffff},
    [COLOUR_OUTLINE] = {0xff6f7d7a, 0xff82948f, 0xffffffff},
    [COLOUR_TEXT] = {0xff14201f, 0xfff0f5f3, 0xffffffff},
    [COLOUR_TEXT_2] = {0xff485755, 0xffb6c4c0, 0xffffffff},
    [COLOUR_TEXT_OFF] = {0xff8a9794, 0xff6c7b77, 0xffa6a6a6},
    [COLOUR_ACCENT] = {0xff0b6670, 0xff5cc6ce, 0xffffe03a},
    [COLOUR_ACCENT_PRESS] = {0xff084d55, 0xff8adbe1, 0xfffff3a8},
    [COLOUR_ON_ACCENT] = {0xffffffff, 0xff04262a, 0xff000000},
    [COLOUR_ACCENT_SOFT] = {0xffdceeef, 0xff14393d, 0xff2b2600},
    [COLOUR_ON_ACCENT_SOFT] = {0xff084d55, 0xffa6e5e9, 0xffffe03a},
    [COLOUR_INK] = {0xff14201f, 0xfff0f5f3, 0xffffffff},
    [COLOUR_INK_PRESS] = {0xff33423f, 0xffc9d6d2, 0xffcfcfcf},
    [COLOUR_ON_INK] = {0xffffffff, 0xff14201f, 0xff000000},
    [COLOUR_STAFF] = {0xff22302e, 0xff2a3936, 0xff000000},
    [COLOUR_ON_STAFF] = {0xffffffff, 0xfff0f5f3, 0xffffffff},
    [COLOUR_STAFF_2] = {0xffb9c7c3, 0xffb9c7c3, 0xffffffff},
    [COLOUR_SUCCESS] = {0xff1a7040, 0xff6fcf97, 0xff7cff9e},
    [COLOUR_SUCCESS_SOFT] = {0xffdff1e5, 0xff173626, 0xff002b0e},
    [COLOUR_ON_SUCCESS_SOFT] = {0xff14572f, 0xffa5e5bf, 0xff7cff9e},
    [COLOUR_WARNING] = {0xff8a5200, 0xfff3be5a, 0xffffc35c},
    [COLOUR_WARNING_SOFT] = {0xfffdefd2, 0xff3a2e14, 0xff2e1d00},
    [COLOUR_ON_WARNING_SOFT] = {0xff6b3f00, 0xfffad899, 0xffffc35c},
    [COLOUR_WARNING_STRONG] = {0xfff0ae2e, 0xfff0ae2e, 0xffffc35c},
    [COLOUR_ON_WARNING_STRONG] = {0xff2b1b00, 0xff2b1b00, 0xff000000},
    [COLOUR_DANGER] = {0xffb3261e, 0xffff8a80, 0xffffa79f},
    [COLOUR_DANGER_SOFT] = {0xfffbe5e2, 0xff43211f, 0xff330400},
    [COLOUR_ON_DANGER_SOFT] = {0xff8c1d18, 0xffffc1ba, 0xffffa79f},
    [COLOUR_FOCUS] = {0xff14201f, 0xffffffff, 0xff00e5ff},
    [COLOUR_FOCUS_GAP] = {0xffffffff, 0xff0e1514, 0xff000000},
    [COLOUR_SCRIM] = {0x940e1817, 0xa8000000, 0xcc000000},
    [COLOUR_TINT_LEAF] = {0xffe4f0df, 0xff22352a, 0xffffffff},
    [COLOUR_TINT_MINT] = {0xffddf0ea, 0xff1d3633, 0xffffffff},
    [COLOUR_TINT_LEMON] = {0xfffaf0d0, 0xff3a3421, 0xffffffff},
    [COLOUR_TINT_PEACH] = {0xfffbe8da, 0xff3d2e24, 0xffffffff},
    [COLOUR_TINT_ROSE] = {0xfffae5e4, 0xff3d292c, 0xffffffff},
    [COLOUR_TINT_LILAC] = {0xffebe7f5, 0xff2d2a3e, 0xffffffff},
    [COLOUR_TINT_SKY] = {0xffdfedf6, 0xff20323f, 0xffffffff},
    [COLOUR_TINT_SAND] = {0xfff1eadd, 0xff353027, 0xffffffff},
    [COLOUR_WHITE] = {0xffffffff, 0xffffffff, 0xffffffff},
    [COLOUR_BLACK] = {0xff000000, 0xff000000, 0xff000000},
};

static const struct {
    float y, blur, alpha, alpha_dark;
} shadows[SHADOW_LEVEL_COUNT] = {
    [SHADOW_1] = {2.0f, 10.0f, 0.08f, 0.24f},
    [SHADOW_2] = {10.0f, 32.0f, 0.12f, 0.36f},
    [SHADOW_3] = {24.0f, 72.0f, 0.28f, 0.60f},
    [SHADOW_DOCK] = {-8.0f, 36.0f, 0.10f, 0.30f},
};

uint32_t theme_colour(ThemeKind theme, ThemeColour colour)
{
    CHECK((unsigned)theme < THEME_KIND_COUNT);
    CHECK((unsigned)colour < COLOUR_COUNT);
    return colours[colour][theme];
}

float theme_border(ThemeKind theme)
{
    return theme == THEME_CONTRAST ? 3.0f : 2.0f;
}

ThemeShadow theme_shadow(ThemeKind theme, ShadowLevel level)
{
    CHECK((unsigned)level < SHADOW_LEVEL_COUNT);
    ThemeShadow shadow = {.y = shadows[level].y, .blur = shadows[level].blur};
    if (theme == THEME_CONTRAST)
        return shadow;
    shadow.alpha = theme == THEME_DARK ? shadows[level].alpha_dark : shadows[level].alpha;
    shadow.colour = theme == THEME_DARK ? 0xff000000 : 0xff14201f;
    return shadow;
}

ThemeColour theme_tint_from_hash(uint64_t hash)
{
    // Ids are small numbers more often than hashes: spread them first.
    hash ^= hash >> 31;
    hash *= 0x9e3779b97f4a7c15u;
    return (ThemeColour)(COLOUR_TINT_LEAF + (hash >> 61));
}

ThemeColour theme_tint_near(uint32_t rgb)
{
    int32_t r = (int32_t)(rgb >> 16 & 255), g = (int32_t)(rgb >> 8 & 255), b = (int32_t)(rgb & 255);
    int32_t high = r > g ? r : g, low = r < g ? r : g;
    high = high > b ? high : b;
    low = low < b ? low : b;
    int32_t chroma = high - low;
    if (chroma * 6 < high || high < 24)
        return COLOUR_TINT_SAND;
    float hue;
    if (high == r)
        hue = 60.0f * (float)(g - b) / (float)chroma;
    else if (high == g)
        hue = 120.0f + 60.0f * (float)(b - r) / (float)chroma;
    else
        hue = 240.0f + 60.0f * (float)(r - g) / (float)chroma;
    if (hue < 0)
        hue += 360.0f;
    // Browns are dark oranges, and look best on sand.
    if (hue >= 12 && hue < 45 && high < 170)
        return COLOUR_TINT_SAND;
    static const struct {
        float until;
        ThemeColour tint;
    } hues[] = {
        {14, COLOUR_TINT_ROSE},   {40, COLOUR_TINT_PEACH}, {68, COLOUR_TINT_LEMON},
        {140, COLOUR_TINT_LEAF},  {182, COLOUR_TINT_MINT}, {245, COLOUR_TINT_SKY},
        {300, COLOUR_TINT_LILAC}, {361, COLOUR_TINT_ROSE},
    };
    for (size_t i = 0; i < COUNT_OF(hues); i++)
        if (hue < hues[i].until)
            return hues[i].tint;
    return COLOUR_TINT_SAND;
}

static double linear(uint32_t channel)
{
    double c = channel / 255.0;
    return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static double luminance(uint32_t rgb)
{
    return 0.2126 * linear(rgb >> 16 & 255) + 0.7152 * linear(rgb >> 8 & 255) +
           0.0722 * linear(rgb & 255);
}

double theme_contrast_ratio(uint32_t a, uint32_t b)
{
    double first = luminance(a), second = luminance(b);
    double light = first > second ? first : second, dark = first > second ? second : first;
    return (light + 0.05) / (dark + 0.05);
}

bool theme_from_name(const char *name, ThemeKind *out_theme)
{
    static const char *const names[THEME_KIND_COUNT] = {"light", "dark", "contrast"};
    for (int32_t i = 0; i < THEME_KIND_COUNT; i++) {
        if (strcmp(name, names[i]) == 0) {
            *out_theme = (ThemeKind)i;
            return true;
        }
    }
    return false;
}
