#include "ui/layout.h"

#include <math.h>

static float clamped(float low, float value, float high)
{
    return value < low ? low : value > high ? high : value;
}

Layout layout_compute(int32_t width_px, int32_t height_px, float dpi)
{
    bool portrait = height_px > width_px;
    float reference_w = portrait ? 1080.0f : 1920.0f, reference_h = portrait ? 1920.0f : 1080.0f;
    float width = (float)width_px, height = (float)height_px;
    float fit = fminf(width / reference_w, height / reference_h);
    float scale = clamped(0.625f, fit, 2.0f);

    Layout layout = {.scale = scale, .width_px = width_px, .height_px = height_px};
    layout.width = width / scale;
    layout.height = height / scale;
    if (portrait)
        layout.kind = LAYOUT_PORTRAIT;
    else
        layout.kind = layout.width >= 1599.5f ? LAYOUT_LANDSCAPE : LAYOUT_COMPACT;
    layout.margin = layout.kind == LAYOUT_COMPACT ? 24.0f : 40.0f;
    layout.gutter = layout.kind == LAYOUT_COMPACT ? 16.0f : 20.0f;

    int32_t short_side = width_px < height_px ? width_px : height_px;
    if (dpi <= 0)
        dpi = short_side >= 1080 ? 92.0f : 133.0f;
    float touch_px = fmaxf(roundf(56.0f * scale), ceilf(9.0f * dpi / 25.4f));
    layout.touch_min = touch_px / scale;
    layout.caption_floor = fmaxf(15.0f, 2.8f * dpi / 25.4f) / scale;
    return layout;
}

PixelRect layout_to_pixels(Rect rect, float scale)
{
    int32_t left = (int32_t)floorf(rect.x * scale + 0.5f);
    int32_t top = (int32_t)floorf(rect.y * scale + 0.5f);
    int32_t right = (int32_t)floorf((rect.x + rect.w) * scale + 0.5f);
    int32_t bottom = (int32_t)floorf((rect.y + rect.h) * scale + 0.5f);
    return (PixelRect){left, top, right > left ? right - left : 0, bottom > top ? bottom - top : 0};
}

Rect layout_mirror(Rect rect, float screen_width)
{
    rect.x = screen_width - rect.x - rect.w;
    return rect;
}

bool pixel_rect_is_empty(PixelRect rect)
{
    return rect.w <= 0 || rect.h <= 0;
}

bool pixel_rect_contains(PixelRect rect, int32_t x, int32_t y)
{
    return x >= rect.x && y >= rect.y && x < rect.x + rect.w && y < rect.y + rect.h;
}

bool pixel_rect_equal(PixelRect a, PixelRect b)
{
    return a.x == b.x && a.y == b.y && a.w == b.w && a.h == b.h;
}

bool pixel_rects_overlap(PixelRect a, PixelRect b)
{
    return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

PixelRect pixel_rect_intersect(PixelRect a, PixelRect b)
{
    int32_t left = a.x > b.x ? a.x : b.x, top = a.y > b.y ? a.y : b.y;
    int32_t right = a.x + a.w < b.x + b.w ? a.x + a.w : b.x + b.w;
    int32_t bottom = a.y + a.h < b.y + b.h ? a.y + a.h : b.y + b.h;
    if (right <= left || bottom <= top)
        return (PixelRect){left, top, 0, 0};
    return (PixelRect){left, top, right - left, bottom - top};
}

PixelRect pixel_rect_union(PixelRect a, PixelRect b)
{
    if (pixel_rect_is_empty(a))
        return b;
    if (pixel_rect_is_empty(b))
        return a;
    int32_t left = a.x < b.x ? a.x : b.x, top = a.y < b.y ? a.y : b.y;
    int32_t right = a.x + a.w > b.x + b.w ? a.x + a.w : b.x + b.w;
    int32_t bottom = a.y + a.h > b.y + b.h ? a.y + a.h : b.y + b.h;
    return (PixelRect){left, top, right - left, bottom - top};
}

PixelRect pixel_rect_grow(PixelRect rect, int32_t px)
{
    return (PixelRect){rect.x - px, rect.y - px, rect.w + 2 * px, rect.h + 2 * px};
}

Rect rect_inset(Rect rect, float dx, float dy)
{
    rect = (Rect){rect.x + dx, rect.y + dy, rect.w - 2 * dx, rect.h - 2 * dy};
    rect.w = fmaxf(rect.w, 0);
    rect.h = fmaxf(rect.h, 0);
    return rect;
}

Rect rect_offset(Rect rect, float dx, float dy)
{
    return (Rect){rect.x + dx, rect.y + dy, rect.w, rect.h};
}

Rect rect_centred(Rect outer, float w, float h)
{
    return (Rect){outer.x + (outer.w - w) / 2, outer.y + (outer.h - h) / 2, w, h};
}

Rect rect_cut_top(Rect *rest, float h)
{
    h = clamped(0, h, rest->h);
    Rect cut = {rest->x, rest->y, rest->w, h};
    rest->y += h;
    rest->h -= h;
    return cut;
}

Rect rect_cut_bottom(Rect *rest, float h)
{
    h = clamped(0, h, rest->h);
    rest->h -= h;
    return (Rect){rest->x, rest->y + rest->h, rest->w, h};
}

Rect rect_cut_start(Rect *rest, float w)
{
    w = clamped(0, w, rest->w);
    Rect cut = {rest->x, rest->y, w, rest->h};
    rest->x += w;
    rest->w -= w;
    return cut;
}

Rect rect_cut_end(Rect *rest, float w)
{
    w = clamped(0, w, rest->w);
    rest->w -= w;
    return (Rect){rest->x + rest->w, rest->y, w, rest->h};
}

Rect rect_column(Rect rect, int32_t count, float gap, int32_t index)
{
    float w = (rect.w - gap * (float)(count - 1)) / (float)count;
    return (Rect){rect.x + (w + gap) * (float)index, rect.y, w, rect.h};
}

Rect rect_row(Rect rect, int32_t count, float gap, int32_t index)
{
    float h = (rect.h - gap * (float)(count - 1)) / (float)count;
    return (Rect){rect.x, rect.y + (h + gap) * (float)index, rect.w, h};
}

Rect rect_grid_cell(Rect rect, int32_t columns, float row_height, float gap, int32_t index)
{
    Rect cell = rect_column(rect, columns, gap, index % columns);
    cell.y = rect.y + (row_height + gap) * (float)(index / columns);
    cell.h = row_height;
    return cell;
}

float rect_grid_height(int32_t columns, float row_height, float gap, int32_t count)
{
    if (count <= 0)
        return 0;
    int32_t rows = (count + columns - 1) / columns;
    return row_height * (float)rows + gap * (float)(rows - 1);
}
