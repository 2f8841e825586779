#include "ui/painter.h"

#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "ui/pixel_blend.h"

// One side of a row of a nine-slice: its mask's row, and how many pixels it has.
typedef struct Edge {
    const uint8_t *alpha;
    int32_t size;
} Edge;

static Edge edge_of(const ShapeMask *mask, int32_t from_end)
{
    int32_t row = from_end < mask->size - 1 ? from_end : mask->size - 1;
    return (Edge){mask->alpha + row * mask->size, mask->size};
}

// Paints pixels from `left` to `right` (on the surface) of a row whose shape begins at `x` and is
// `width` wide.
static void paint_sliced_row(uint32_t *row, int32_t x, int32_t width, Edge start, Edge end,
                             int32_t left, int32_t right, uint32_t colour, uint32_t alpha)
{
    // A row that is whole at its ends is whole: most rows of a filled shape, painted in one go.
    if (start.alpha[0] == 255 && start.alpha[start.size - 1] == 255 && end.alpha[0] == 255 &&
        end.alpha[end.size - 1] == 255) {
        int32_t from = left > x ? left : x, to = right < x + width ? right : x + width;
        if (from < to)
            pixel_fill(row + from, to - from, colour, alpha);
        return;
    }
    // In a narrow shape the two sides meet in the middle.
    int32_t start_size = start.size < (width + 1) / 2 ? start.size : (width + 1) / 2;
    int32_t end_size = end.size < width - start_size ? end.size : width - start_size;
    int32_t middle = x + start_size, last = x + width - end_size;

    int32_t from = left > x ? left : x, to = right < middle ? right : middle;
    if (from < to)
        pixel_fill_masked(row + from, start.alpha + (from - x), to - from, colour, alpha);
    from = left > middle ? left : middle;
    to = right < last ? right : last;
    if (from < to) {
        uint32_t a = start.alpha[start.size - 1];
        if (a > 0)
            pixel_fill(row + from, to - from, colour, a == 255 ? alpha : a * alpha / 255);
    }
    from = left > last ? left : last;
    to = right < x + width ? right : x + width;
    if (from < to)
        pixel_fill_masked_reversed(row + from, end.alpha + (x + width - to), to - from, colour,
                                   alpha);
}

static int32_t nearest_end(int32_t index, int32_t count)
{
    return index < count - 1 - index ? index : count - 1 - index;
}

static int32_t fitting_radius(const DrawCommand *command)
{
    int32_t side = command->rect.w < command->rect.h ? command->rect.w : command->rect.h;
    return command->radius < side / 2 ? command->radius : side / 2;
}

static void paint_shape(Painter *painter, PaintSurface surface, const DrawCommand *command,
                        PixelRect inside)
{
    ShapeKind kind = command->kind == DRAW_BORDER ? SHAPE_BORDER : SHAPE_FILL;
    int32_t extra = kind == SHAPE_BORDER ? command->a : 0;
    const ShapeMask *round = shape_mask_get(&painter->shapes, kind, fitting_radius(command), extra);
    const ShapeMask *square = round;
    if (command->square)
        square = shape_mask_get(&painter->shapes, kind, 0, extra);

    PixelRect rect = command->rect;
    inside = pixel_rect_intersect(inside, rect);
    for (int32_t y = inside.y; y < inside.y + inside.h; y++) {
        int32_t index = y - rect.y;
        bool bottom = index >= (rect.h + 1) / 2;
        int32_t from_end = nearest_end(index, rect.h);
        Edge start = edge_of(command->square & (bottom ? 4 : 1) ? square : round, from_end);
        Edge end = edge_of(command->square & (bottom ? 8 : 2) ? square : round, from_end);
        paint_sliced_row(surface.pixels + (size_t)y * (size_t)surface.stride, rect.x, rect.w, start,
                         end, inside.x, inside.x + inside.w, command->colour, command->opacity);
    }
}

static void paint_shadow(Painter *painter, PaintSurface surface, const DrawCommand *command,
                         PixelRect inside)
{
    int32_t radius = fitting_radius(command);
    const ShapeMask *mask = shape_mask_get(&painter->shapes, SHAPE_SHADOW, radius, command->a);
    PixelRect caster = command->rect;
    PixelRect rect = pixel_rect_grow(caster, mask->outside);
    rect.y += command->b;
    inside = pixel_rect_intersect(inside, rect);
    for (int32_t y = inside.y; y < inside.y + inside.h; y++) {
        uint32_t *row = surface.pixels + (size_t)y * (size_t)surface.stride;
        Edge edge = edge_of(mask, nearest_end(y - rect.y, rect.h));
        int32_t left = inside.x, right = inside.x + inside.w;
        // What the caster will cover is left out: it is most of the area.
        int32_t in_caster = nearest_end(y - caster.y, caster.h);
        if (in_caster >= 0) {
            int32_t cut = in_caster >= radius ? 0 : radius;
            int32_t skip_from = caster.x + cut, skip_to = caster.x + caster.w - cut;
            int32_t first_right = right < skip_from ? right : skip_from;
            if (left < first_right)
                paint_sliced_row(row, rect.x, rect.w, edge, edge, left, first_right,
                                 command->colour, command->opacity);
            left = left > skip_to ? left : skip_to;
        }
        if (left < right)
            paint_sliced_row(row, rect.x, rect.w, edge, edge, left, right, command->colour,
                             command->opacity);
    }
}

static void paint_mask(PaintSurface surface, const DrawCommand *command, MaskView mask,
                       PixelRect inside)
{
    if (!mask.alpha)
        return;
    PixelRect rect = {command->rect.x, command->rect.y, mask.width, mask.height};
    inside = pixel_rect_intersect(inside, rect);
    bool flipped = command->flags & DRAW_FLAG_FLIPPED;
    for (int32_t y = inside.y; y < inside.y + inside.h; y++) {
        uint32_t *row = surface.pixels + (size_t)y * (size_t)surface.stride + inside.x;
        const uint8_t *alpha = mask.alpha + (size_t)(y - rect.y) * (size_t)mask.width;
        if (flipped)
            pixel_fill_masked_reversed(row, alpha + (rect.x + rect.w - inside.x - inside.w),
                                       inside.w, command->colour, command->opacity);
        else
            pixel_fill_masked(row, alpha + (inside.x - rect.x), inside.w, command->colour,
                              command->opacity);
    }
}

static void paint_picture(Painter *painter, PaintSurface surface, const DrawCommand *command,
                          PixelRect inside)
{
    PicturePixels picture = picture_pixels(painter->pictures, command->slot, command->generation);
    if (!picture.pixels)
        return;
    PixelRect rect = {command->rect.x, command->rect.y, picture.width, picture.height};
    inside = pixel_rect_intersect(inside, rect);
    int32_t side = rect.w < rect.h ? rect.w : rect.h;
    int32_t radius = command->radius < side / 2 ? command->radius : side / 2;
    const ShapeMask *mask = shape_mask_get(&painter->shapes, SHAPE_FILL, radius, 0);
    for (int32_t y = inside.y; y < inside.y + inside.h; y++) {
        uint32_t *row = surface.pixels + (size_t)y * (size_t)surface.stride;
        const uint32_t *pixels = picture.pixels + (size_t)(y - rect.y) * (size_t)picture.width;
        int32_t from_end = nearest_end(y - rect.y, rect.h);
        int32_t corner = from_end < radius ? radius : 0;
        const uint8_t *alpha = edge_of(mask, from_end).alpha;
        int32_t x = inside.x, right = inside.x + inside.w;
        for (; x < right && x - rect.x < corner; x++)
            row[x] = pixel_over(row[x], pixels[x - rect.x],
                                (uint32_t)alpha[x - rect.x] * command->opacity / 255);
        int32_t middle = right < rect.x + rect.w - corner ? right : rect.x + rect.w - corner;
        if (x < middle) {
            pixel_blend_picture(row + x, pixels + (x - rect.x), middle - x, command->opacity);
            x = middle;
        }
        for (; x < right; x++)
            row[x] = pixel_over(row[x], pixels[x - rect.x],
                                (uint32_t)alpha[rect.x + rect.w - 1 - x] * command->opacity / 255);
    }
}

static void paint_code(Painter *painter, PaintSurface surface, const DrawCommand *command,
                       PixelRect inside)
{
    QrView code = qr_cache_view(painter->codes, command->slot);
    if (!code.modules || command->a < 1)
        return;
    inside = pixel_rect_intersect(inside, command->rect);
    for (int32_t y = inside.y; y < inside.y + inside.h; y++) {
        uint32_t *row = surface.pixels + (size_t)y * (size_t)surface.stride;
        int32_t module_y = (y - command->rect.y) / command->a;
        for (int32_t x = inside.x; x < inside.x + inside.w; x++) {
            int32_t module_x = (x - command->rect.x) / command->a;
            if (module_x < code.side && module_y < code.side &&
                code.modules[module_y * code.side + module_x])
                pixel_fill(row + x, 1, command->colour, command->opacity);
        }
    }
}

static void paint_snapshot(Painter *painter, PaintSurface surface, const DrawCommand *command,
                           PixelRect inside)
{
    if (!painter->snapshot || painter->snapshot_width != surface.width ||
        painter->snapshot_height != surface.height)
        return;
    for (int32_t y = inside.y; y < inside.y + inside.h; y++)
        pixel_blend_picture(surface.pixels + (size_t)y * (size_t)surface.stride + inside.x,
                            painter->snapshot + (size_t)y * (size_t)surface.width + inside.x,
                            inside.w, command->opacity);
}

static void paint_command(Painter *painter, PaintSurface surface, const DrawCommand *command,
                          PixelRect inside)
{
    switch ((DrawKind)command->kind) {
    case DRAW_FILL:
    case DRAW_BORDER:
        paint_shape(painter, surface, command, inside);
        break;
    case DRAW_SHADOW:
        paint_shadow(painter, surface, command, inside);
        break;
    case DRAW_TEXT:
        paint_mask(
            surface, command,
            text_cache_mask(painter->texts, command->slot, command->generation, command->a == 1),
            inside);
        break;
    case DRAW_ICON:
        paint_mask(surface, command, icon_cache_mask(painter->icons, command->slot), inside);
        break;
    case DRAW_PICTURE:
        paint_picture(painter, surface, command, inside);
        break;
    case DRAW_ARC:
        painter_paint_arc(surface, command, inside);
        break;
    case DRAW_QR:
        paint_code(painter, surface, command, inside);
        break;
    case DRAW_SNAPSHOT:
        paint_snapshot(painter, surface, command, inside);
        break;
    case DRAW_CHECK_MARK:
        painter_paint_check_mark(surface, command, inside);
        break;
    }
}

void painter_paint(Painter *painter, PaintSurface surface, const DrawList *list, PixelRect inside)
{
    inside = pixel_rect_intersect(inside, (PixelRect){0, 0, surface.width, surface.height});
    for (int32_t i = 0; i < list->count; i++) {
        const DrawCommand *command = &list->commands[i];
        PixelRect part = pixel_rect_intersect(command->bounds, inside);
        if (!pixel_rect_is_empty(part) && command->opacity > 0)
            paint_command(painter, surface, command, part);
    }
}

void painter_take_snapshot(Painter *painter, PaintSurface surface)
{
    if (painter->snapshot_width != surface.width || painter->snapshot_height != surface.height)
        painter_drop_snapshot(painter);
    size_t row_bytes = (size_t)surface.width * sizeof(uint32_t);
    if (!painter->snapshot)
        painter->snapshot = malloc(row_bytes * (size_t)surface.height);
    CHECK(painter->snapshot);
    painter->snapshot_width = surface.width;
    painter->snapshot_height = surface.height;
    for (int32_t y = 0; y < surface.height; y++) {
        uint32_t *to = painter->snapshot + (size_t)y * (size_t)surface.width;
        const uint32_t *from = surface.pixels + (size_t)y * (size_t)surface.stride;
        for (int32_t x = 0; x < surface.width; x++)
            to[x] = from[x] | 0xff000000;
    }
}

void painter_drop_snapshot(Painter *painter)
{
    free(painter->snapshot);
    painter->snapshot = NULL;
    painter->snapshot_width = painter->snapshot_height = 0;
}

void painter_release(Painter *painter)
{
    painter_drop_snapshot(painter);
    shape_masks_release(&painter->shapes);
}
