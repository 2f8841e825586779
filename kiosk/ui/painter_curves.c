#include <math.h>

#include "ui/painter.h"
#include "ui/pixel_blend.h"

static float coverage(float distance_inside)
{
    float c = distance_inside + 0.5f;
    return c < 0 ? 0 : c > 1 ? 1 : c;
}

static void blend_pixel(PaintSurface surface, int32_t x, int32_t y, const DrawCommand *command,
                        float amount)
{
    uint32_t alpha = (uint32_t)lrintf(amount * (float)command->opacity);
    if (alpha > 0)
        pixel_fill(surface.pixels + (size_t)y * (size_t)surface.stride + x, 1, command->colour,
                   alpha);
}

// An arc of a ring, with its round ends.
typedef struct Arc {
    float centre_x, centre_y, outer, inner, stroke;
    float from, to;                   // turns, clockwise from the top
    float from_x, from_y, to_x, to_y; // middles of the ends
} Arc;

static float arc_coverage(const Arc *arc, float dx, float dy)
{
    float distance = sqrtf(dx * dx + dy * dy);
    float ring = fminf(coverage(arc->outer - distance), coverage(distance - arc->inner));
    if (arc->to - arc->from >= 1.0f)
        return ring;
    float turn = atan2f(dx, -dy) / 6.2831853f;
    if (turn < 0)
        turn += 1.0f;
    if (turn >= arc->from && turn <= arc->to)
        return ring;
    if (turn + 1.0f >= arc->from && turn + 1.0f <= arc->to)
        return ring; // an arc over the top
    float half = arc->stroke / 2;
    float first = coverage(half - hypotf(dx - arc->from_x, dy - arc->from_y));
    float last = coverage(half - hypotf(dx - arc->to_x, dy - arc->to_y));
    return fmaxf(first, last);
}

void painter_paint_arc(PaintSurface surface, const DrawCommand *command, PixelRect inside)
{
    Arc arc = {.stroke = (float)command->a / 16.0f,
               .from = (float)command->b / 65536.0f,
               .to = (float)command->c / 65536.0f};
    if (arc.to <= arc.from)
        return;
    arc.outer = (float)command->rect.w / 2.0f;
    arc.inner = arc.outer - arc.stroke;
    arc.centre_x = (float)command->rect.x + arc.outer;
    arc.centre_y = (float)command->rect.y + arc.outer;
    float middle = arc.outer - arc.stroke / 2;
    arc.from_x = sinf(arc.from * 6.2831853f) * middle;
    arc.from_y = -cosf(arc.from * 6.2831853f) * middle;
    arc.to_x = sinf(arc.to * 6.2831853f) * middle;
    arc.to_y = -cosf(arc.to * 6.2831853f) * middle;

    for (int32_t y = inside.y; y < inside.y + inside.h; y++) {
        float dy = (float)y + 0.5f - arc.centre_y;
        // The hole of the ring is skipped: a large ring is mostly hole.
        float hole_reach = arc.inner - 1.0f;
        float hole = hole_reach > fabsf(dy) ? sqrtf(hole_reach * hole_reach - dy * dy) : 0;
        int32_t hole_from = (int32_t)ceilf(arc.centre_x - hole);
        int32_t hole_to = (int32_t)floorf(arc.centre_x + hole);
        for (int32_t x = inside.x; x < inside.x + inside.w; x++) {
            if (x >= hole_from && x < hole_to) {
                x = hole_to - 1;
                continue;
            }
            blend_pixel(surface, x, y, command,
                        arc_coverage(&arc, (float)x + 0.5f - arc.centre_x, dy));
        }
    }
}

static float distance_to_segment(float px, float py, float ax, float ay, float bx, float by)
{
    float dx = bx - ax, dy = by - ay, length = dx * dx + dy * dy;
    float t = length > 0 ? ((px - ax) * dx + (py - ay) * dy) / length : 0;
    t = t < 0 ? 0 : t > 1 ? 1 : t;
    return hypotf(px - ax - dx * t, py - ay - dy * t);
}

void painter_paint_check_mark(PaintSurface surface, const DrawCommand *command, PixelRect inside)
{
    // The strokes of the check icon, on its grid of 24.
    static const float points[3][2] = {{4.5f, 12.5f}, {9.5f, 17.5f}, {19.5f, 7.0f}};
    float unit = (float)command->rect.w / 24.0f, half = (float)command->a / 32.0f;
    float p[3][2];
    for (int32_t i = 0; i < 3; i++) {
        p[i][0] = (float)command->rect.x + points[i][0] * unit;
        p[i][1] = (float)command->rect.y + points[i][1] * unit;
    }
    float first = hypotf(p[1][0] - p[0][0], p[1][1] - p[0][1]);
    float second = hypotf(p[2][0] - p[1][0], p[2][1] - p[1][1]);
    float drawn = (float)command->b / 65536.0f * (first + second);
    if (drawn <= 0)
        return;
    float t1 = fminf(1, drawn / first), t2 = fmaxf(0, fminf(1, (drawn - first) / second));
    float knee_x = p[0][0] + (p[1][0] - p[0][0]) * t1, knee_y = p[0][1] + (p[1][1] - p[0][1]) * t1;
    float end_x = knee_x + (p[2][0] - p[1][0]) * t2, end_y = knee_y + (p[2][1] - p[1][1]) * t2;
    for (int32_t y = inside.y; y < inside.y + inside.h; y++) {
        for (int32_t x = inside.x; x < inside.x + inside.w; x++) {
            float px = (float)x + 0.5f, py = (float)y + 0.5f;
            float d = fminf(distance_to_segment(px, py, p[0][0], p[0][1], knee_x, knee_y),
                            distance_to_segment(px, py, knee_x, knee_y, end_x, end_y));
            blend_pixel(surface, x, y, command, coverage(half - d));
        }
    }
}
