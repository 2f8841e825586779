/* Open fonts: one for each family, weight and size in use, a bounded number of them.
 *
 * Fonts are Debian's (fonts-inter, fonts-noto-core; fonts-noto-cjk when Chinese, Japanese or Korean
 * is to be shown). Inter is needed; of the others only what a text asks for is opened. */
#ifndef KIOSK_UI_FONT_STORE_H
#define KIOSK_UI_FONT_STORE_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "ui/type_style.h"

typedef enum FontFamily {
    FONT_INTER,
    FONT_INTER_DISPLAY, // from 54 u up
    FONT_ARABIC,
    FONT_HEBREW,
    FONT_DEVANAGARI,
    FONT_THAI,
    FONT_NOTO, // everything that Inter lacks
    FONT_CJK,
    FONT_FAMILY_COUNT
} FontFamily;

enum { FONT_STORE_MAX = 40 };

typedef struct OpenFont {
    struct _TTF_Font *font; // NULL: free
    FontFamily family;
    TypeWeight weight;
    int32_t half_px; // size in half pixels
    uint32_t used;
    int32_t digit_width;     // px of the widest digit; 0 until asked for
    int32_t ascent, descent; // px, descent positive
} OpenFont;

typedef struct FontFile {
    void *bytes; // mapped
    size_t size;
} FontFile;

typedef struct FontStore {
    OpenFont fonts[FONT_STORE_MAX];
    FontFile files[FONT_FAMILY_COUNT][3];
    bool missing[FONT_FAMILY_COUNT]; // asked for and not installed
    uint32_t clock;
} FontStore;

// Starts SDL_ttf and opens Inter once. An Error names the Debian package of what is missing.
MUST_USE bool font_store_init(FontStore *store, Error *error);
void font_store_release(FontStore *store);
// NULL when the family is not installed (logged once). Stays open for the next FONT_STORE_MAX - 1
// other ones.
const OpenFont *font_store_get(FontStore *store, FontFamily family, TypeWeight weight,
                               int32_t half_px);

// Width of the cell in which every digit of this font fits, px.
int32_t font_store_digit_width(FontStore *store, const OpenFont *open);

#endif
