/* Sizes and rectangles: how logical units become pixels, and cutting rectangles into parts.
 *
 * Screens place everything in u, floats, left-to-right, the origin at the top left; `Ui` mirrors
 * and scales when it records (ui.h). One u is one pixel of a 1080 x 1920 (or 1920 x 1080) screen.
 */
#ifndef KIOSK_UI_LAYOUT_H
#define KIOSK_UI_LAYOUT_H

#include <stdbool.h>
#include <stdint.h>

typedef struct Rect {
    float x, y, w, h; // u
} Rect;

typedef struct PixelRect {
    int32_t x, y, w, h; // device pixels
} PixelRect;

#define RECT(x_, y_, w_, h_) ((Rect){(float)(x_), (float)(y_), (float)(w_), (float)(h_)})

typedef enum LayoutKind {
    LAYOUT_PORTRAIT,
    LAYOUT_LANDSCAPE, // logical width 1600 or more
    LAYOUT_COMPACT,   // landscape below that, such as 800 x 480
} LayoutKind;

typedef struct Layout {
    LayoutKind kind;
    float scale;         // device pixels for 1 u, 0.625 to 2
    float width, height; // the screen in u
    int32_t width_px, height_px;
    float margin, gutter; // u: 40 and 20, compact 24 and 16
    float touch_min;      // smallest side of a control, u: 56 or 9 mm, whichever is larger
    float caption_floor;  // smallest size of a letter, u: 15 px or 2.8 mm
} Layout;

// `dpi` 0 means unknown: 92 is taken when the short side has 1080 px or more, else 133.
Layout layout_compute(int32_t width_px, int32_t height_px, float dpi);

// Rounds edges (not sizes), so that neighbours stay neighbours.
PixelRect layout_to_pixels(Rect rect, float scale);
// The same rectangle seen in a mirror as wide as the screen.
Rect layout_mirror(Rect rect, float screen_width);

bool pixel_rect_is_empty(PixelRect rect);
bool pixel_rect_contains(PixelRect rect, int32_t x, int32_t y);
bool pixel_rect_equal(PixelRect a, PixelRect b);
bool pixel_rects_overlap(PixelRect a, PixelRect b);
PixelRect pixel_rect_intersect(PixelRect a, PixelRect b); // empty (w = h = 0) when apart
PixelRect pixel_rect_union(PixelRect a, PixelRect b);     // an empty one adds nothing
PixelRect pixel_rect_grow(PixelRect rect, int32_t px);

Rect rect_inset(Rect rect, float dx, float dy);
Rect rect_offset(Rect rect, float dx, float dy);
// A w x h rectangle in the middle of `outer`.
Rect rect_centred(Rect outer, float w, float h);

// Cut a piece off one side; what is left stays in *rest. A cut larger than the rest takes all of
// it.
Rect rect_cut_top(Rect *rest, float h);
Rect rect_cut_bottom(Rect *rest, float h);
Rect rect_cut_start(Rect *rest, float w); // left in left-to-right
Rect rect_cut_end(Rect *rest, float w);

// Cell `index` of `count` equal columns or rows with `gap` between.
Rect rect_column(Rect rect, int32_t count, float gap, int32_t index);
Rect rect_row(Rect rect, int32_t count, float gap, int32_t index);
// Cell `index` of a grid whose rows are `row_height` high; goes on below the rectangle.
Rect rect_grid_cell(Rect rect, int32_t columns, float row_height, float gap, int32_t index);
// Height of such a grid of `count` cells.
float rect_grid_height(int32_t columns, float row_height, float gap, int32_t count);

#endif
