/* Paints draw commands into pixels in memory, inside one rectangle at a time.
 *
 * Painting in software gives the same pixels on every machine and costs what changed, not what is
 * seen. Each pixel depends only on the commands, never on the rectangle in which it is painted. */
#ifndef KIOSK_UI_PAINTER_H
#define KIOSK_UI_PAINTER_H

#include "ui/draw_list.h"
#include "ui/icon_cache.h"
#include "ui/picture.h"
#include "ui/qr_cache.h"
#include "ui/shape_mask.h"
#include "ui/text_cache.h"

typedef struct PaintSurface {
    uint32_t *pixels; // 0xffRRGGBB
    int32_t stride;   // pixels from row to row
    int32_t width, height;
} PaintSurface;

typedef struct Painter {
    ShapeMasks shapes;
    TextCache *texts; // each may be NULL when no command names it
    const IconCache *icons;
    const PictureCache *pictures;
    const QrCache *codes;
    uint32_t *snapshot; // as large as the surface; NULL: none
    int32_t snapshot_width, snapshot_height;
} Painter;

void painter_release(Painter *painter);
void painter_paint(Painter *painter, PaintSurface surface, const DrawList *list, PixelRect inside);
// Keeps the surface as it is now, for DRAW_SNAPSHOT.
void painter_take_snapshot(Painter *painter, PaintSurface surface);
void painter_drop_snapshot(Painter *painter);

// Curves, in painter_curves.c. `inside` lies on the surface.
void painter_paint_arc(PaintSurface surface, const DrawCommand *command, PixelRect inside);
void painter_paint_check_mark(PaintSurface surface, const DrawCommand *command, PixelRect inside);

#endif
