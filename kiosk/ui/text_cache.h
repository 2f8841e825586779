/* Texts as pictures: a whole block of lines is shaped once, drawn when it is first painted, kept as
 * an alpha mask, and tinted. So a text costs its shaping once, a theme change costs none, and the
 * same text in another colour is the same picture. Bounded in bytes; what the last two frames
 * showed is never dropped. */
#ifndef KIOSK_UI_TEXT_CACHE_H
#define KIOSK_UI_TEXT_CACHE_H

#include "ui/mask_view.h"
#include "ui/text_wrap.h"

enum { TEXT_CACHE_MAX = 1024, TEXT_CACHE_BYTES = 12 * 1024 * 1024 };

typedef struct TextSpec {
    Text text;
    Text mark; // first occurrence is bold and in a mask of its own
    TypeWeight weight;
    int32_t half_px;   // size of letters in half pixels
    int32_t line_px;   // from line to line
    int32_t width_px;  // to wrap and cut at; 0: as wide as it is
    int32_t max_lines; // at least 1
    int32_t align;     // lines among themselves: 0 left, 1 middle, 2 right
    bool display, right_to_left, number, struck;
} TextSpec;

typedef struct TextBlock {
    int32_t slot;
    uint32_t generation;
    int32_t width, height; // px: the widest line, and lines times their height
    int32_t mask_width, mask_height;
    int32_t pad_x, pad_y; // the mask begins so far left of and above the block
    int32_t lines;
    bool cut, marked;
    bool broken; // a line ends inside a word
} TextBlock;

typedef struct TextCache TextCache;

TextCache *text_cache_create(FontStore *fonts);
void text_cache_destroy(TextCache *cache); // accepts NULL
void text_cache_begin_frame(TextCache *cache);
TextBlock text_cache_get(TextCache *cache, const TextSpec *spec);
// The block's letters, or only the marked ones. Empty when the slot holds another text by now.
MaskView text_cache_mask(TextCache *cache, int32_t slot, uint32_t generation, bool marked);
int64_t text_cache_bytes(const TextCache *cache);

#endif
