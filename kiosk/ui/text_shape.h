/* One line of text: its pieces, each of one font, direction and script, measured and drawn with
 * SDL_ttf. */
#ifndef KIOSK_UI_TEXT_SHAPE_H
#define KIOSK_UI_TEXT_SHAPE_H

#include "ui/font_store.h"
#include "ui/text_bidi.h"

enum { TEXT_PIECES_MAX = 128 };

typedef struct TextFace {
    FontStore *fonts;
    TypeWeight weight;
    int32_t half_px;    // size in half pixels
    bool display;       // Inter Display
    bool right_to_left; // direction of the paragraph
    bool number;        // left-to-right always, digits in cells of one width
} TextFace;

typedef struct TextPiece {
    int32_t from, to; // bytes of the line
    FontFamily family;
    TypeWeight weight;
    TextScript script;
    bool right_to_left;
    bool marked;
    bool digit; // one digit, in the middle of its cell
    // Cut inside an Arabic word, where the letters must still join.
    bool joins_before, joins_after;
    int32_t width; // px
} TextPiece;

typedef struct TextMark {
    int32_t from, to; // bytes of the line; empty: none. Marked text is bold
} TextMark;

// Pieces in the order seen from left to right; returns how many. *out_width is their sum in px.
int32_t text_shape_line(const TextFace *face, Text line, TextMark mark,
                        TextPiece pieces[TEXT_PIECES_MAX], int32_t *out_width);
int32_t text_shape_width(const TextFace *face, Text line);

typedef struct TextCanvas {
    uint8_t *alpha;
    int32_t width, height;
} TextCanvas;
// Draws one piece with its left end at x and on the baseline; what lies outside is cut.
void text_shape_draw(const TextFace *face, Text line, const TextPiece *piece, TextCanvas canvas,
                     int32_t x, int32_t baseline);

#endif
