/* Colours, radii, borders, shadows, motion and timers of the three themes, by name.
 *
 * The values are the design's tokens, kept as one table in theme.c; nobody else writes a colour.
 * Lengths are in u (one pixel of a 1080 x 1920 screen, see layout.h), times in milliseconds. */
#ifndef KIOSK_UI_THEME_H
#define KIOSK_UI_THEME_H

#include <stdbool.h>
#include <stdint.h>

typedef enum ThemeKind { THEME_LIGHT, THEME_DARK, THEME_CONTRAST, THEME_KIND_COUNT } ThemeKind;

typedef enum ThemeColour {
    COLOUR_NONE, // nothing is drawn
    COLOUR_BG,
    COLOUR_SURFACE,
    COLOUR_SUNKEN,
    COLOUR_LINE,    // decorative dividers
    COLOUR_OUTLINE, // borders of controls, 3:1
    COLOUR_TEXT,
    COLOUR_TEXT_2,
    COLOUR_TEXT_OFF,
    COLOUR_ACCENT, // only the one main action of a screen, links to act, live progress
    COLOUR_ACCENT_PRESS,
    COLOUR_ON_ACCENT,
    COLOUR_ACCENT_SOFT,
    COLOUR_ON_ACCENT_SOFT,
    COLOUR_INK, // the selected state, count badges
    COLOUR_INK_PRESS,
    COLOUR_ON_INK,
    COLOUR_STAFF, // the attendant's bar only
    COLOUR_ON_STAFF,
    COLOUR_STAFF_2,
    COLOUR_SUCCESS,
    COLOUR_SUCCESS_SOFT,
    COLOUR_ON_SUCCESS_SOFT,
    COLOUR_WARNING,
    COLOUR_WARNING_SOFT,
    COLOUR_ON_WARNING_SOFT,
    COLOUR_WARNING_STRONG,
    COLOUR_ON_WARNING_STRONG,
    COLOUR_DANGER,
    COLOUR_DANGER_SOFT,
    COLOUR_ON_DANGER_SOFT,
    COLOUR_FOCUS,
    COLOUR_FOCUS_GAP,
    COLOUR_SCRIM,
    COLOUR_TINT_LEAF, // the eight grounds of pictures, see theme_tint_from_hash
    COLOUR_TINT_MINT,
    COLOUR_TINT_LEMON,
    COLOUR_TINT_PEACH,
    COLOUR_TINT_ROSE,
    COLOUR_TINT_LILAC,
    COLOUR_TINT_SKY,
    COLOUR_TINT_SAND,
    COLOUR_WHITE, // the quiet zone of a QR code and what is printed: white in every theme
    COLOUR_BLACK,
    COLOUR_COUNT
} ThemeColour;

enum { THEME_TINT_COUNT = 8 };

#define RADIUS_S  12.0f
#define RADIUS_M  20.0f
#define RADIUS_L  28.0f
#define RADIUS_XL 40.0f

#define SPACE_1 8.0f
#define SPACE_2 16.0f
#define SPACE_3 24.0f
#define SPACE_4 32.0f
#define SPACE_5 40.0f
#define SPACE_6 48.0f
#define SPACE_7 64.0f
#define SPACE_8 80.0f

typedef enum ShadowLevel {
    SHADOW_NONE,
    SHADOW_1, // tiles, cards, lifted buttons
    SHADOW_2,
    SHADOW_3,    // dialogs and sheets over the scrim
    SHADOW_DOCK, // cast upwards
    SHADOW_LEVEL_COUNT
} ShadowLevel;

typedef struct ThemeShadow {
    float y, blur; // u
    float alpha;   // 0 to 1; 0 in the contrast theme, which has no shadows
    uint32_t colour;
} ThemeShadow;

enum {
    MOTION_PRESS_MS = 80,
    MOTION_RELEASE_MS = 120,
    MOTION_FADE_MS = 160,
    MOTION_SCREEN_MS = 240,
    MOTION_SHEET_IN_MS = 280,
    MOTION_SHEET_OUT_MS = 200,
    MOTION_LINE_IN_MS = 240,
    MOTION_COUNT_MS = 300,
    MOTION_PULSE_MS = 1600,
    MOTION_REDUCED_MS = 120, // fades with motion off
    TOAST_MS = 2600,
    TOUCH_GUARD_MS = 350, // after a screen change
    TOUCH_HOLD_MS = 500,
    TIMER_IDLE_WARNING_S = 45,
    TIMER_IDLE_COUNTDOWN_S = 20,
    TIMER_RECEIPT_CHOICE_S = 20,
    TIMER_THANKS_S = 8,
    TIMER_STAFF_IDLE_S = 60,
};

// 0xAARRGGBB. The alpha is 0xff except for COLOUR_NONE (0) and COLOUR_SCRIM (58, 66 or 80 %).
uint32_t theme_colour(ThemeKind theme, ThemeColour colour);
// Width of a control's border in u: 2, or 3 in the contrast theme.
float theme_border(ThemeKind theme);
ThemeShadow theme_shadow(ThemeKind theme, ShadowLevel level);

// One of the eight tints, always the same for one hash (of an article's or category's id).
ThemeColour theme_tint_from_hash(uint64_t hash);
// The tint whose hue is nearest to the picture's colour 0xRRGGBB; sand for greys.
ThemeColour theme_tint_near(uint32_t rgb);

// WCAG 2 contrast ratio of two opaque colours, 1 to 21.
double theme_contrast_ratio(uint32_t a, uint32_t b);

// For configuration files: "light", "dark", "contrast". False for another word.
bool theme_from_name(const char *name, ThemeKind *out_theme);

#endif
