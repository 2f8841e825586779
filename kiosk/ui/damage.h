/* Finds what differs between two frames, without comparing commands one by one.
 *
 * The screen is a grid of cells. Each command mixes its hash into the cells that its bounds touch;
 * a cell whose hash is not last frame's is damaged. Neighbouring damaged cells become few
 * rectangles. */
#ifndef KIOSK_UI_DAMAGE_H
#define KIOSK_UI_DAMAGE_H

#include "ui/draw_list.h"

enum {
    DAMAGE_CELL_PX = 64,
    DAMAGE_CELLS_MAX = 64 * 64, // 4096 x 4096 px
    DAMAGE_RECTS_MAX = 24,
};

typedef struct Damage {
    int32_t width_px, height_px, columns, rows;
    bool all; // the next frame is painted whole
    uint64_t now[DAMAGE_CELLS_MAX], before[DAMAGE_CELLS_MAX];
    PixelRect rects[DAMAGE_RECTS_MAX];
    int32_t rect_count;
} Damage;

// CHECKs that the screen fits.
void damage_init(Damage *damage, int32_t width_px, int32_t height_px);
void damage_invalidate(Damage *damage);
// The pixels differ from what the last frame said: their cells are painted in the next frame.
void damage_invalidate_rect(Damage *damage, PixelRect rect);
// Fills rects with what to paint; they don't overlap. Then `list` is the frame before.
void damage_compare(Damage *damage, const DrawList *list);

#endif
