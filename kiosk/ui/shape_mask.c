#include "ui/shape_mask.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"

static float coverage(float distance_inside)
{
    float c = distance_inside + 0.5f;
    return c < 0 ? 0 : c > 1 ? 1 : c;
}

// How far the middle of pixel (x, y) lies inside of a quarter plane with a round corner at the
// origin.
static float inside_corner(float radius, int32_t x, int32_t y)
{
    float px = (float)x + 0.5f, py = (float)y + 0.5f;
    if (px < radius && py < radius)
        return radius - sqrtf((radius - px) * (radius - px) + (radius - py) * (radius - py));
    return fminf(px, py);
}

static void make_fill(ShapeMask *mask)
{
    mask->size = mask->radius + 1;
    mask->alpha = calloc((size_t)mask->size, (size_t)mask->size);
    CHECK(mask->alpha);
    for (int32_t y = 0; y < mask->size; y++)
        for (int32_t x = 0; x < mask->size; x++)
            mask->alpha[y * mask->size + x] =
                (uint8_t)lrintf(255.0f * coverage(inside_corner((float)mask->radius, x, y)));
}

static void make_border(ShapeMask *mask)
{
    int32_t corner = mask->radius > mask->extra ? mask->radius : mask->extra;
    mask->size = corner + 1;
    mask->alpha = calloc((size_t)mask->size, (size_t)mask->size);
    CHECK(mask->alpha);
    for (int32_t y = 0; y < mask->size; y++) {
        for (int32_t x = 0; x < mask->size; x++) {
            float inside = inside_corner((float)mask->radius, x, y);
            float c = coverage(inside) - coverage(inside - (float)mask->extra);
            mask->alpha[y * mask->size + x] = (uint8_t)lrintf(255.0f * fmaxf(c, 0));
        }
    }
}

// A moving average over `2 * reach + 1` values, zero outside. Three of them are nearly a Gaussian.
static void box_blur(const float *from, float *to, int32_t count, int32_t stride, int32_t reach)
{
    float sum = 0;
    for (int32_t i = 0; i < reach && i < count; i++)
        sum += from[i * stride];
    for (int32_t i = 0; i < count; i++) {
        if (i + reach < count)
            sum += from[(i + reach) * stride];
        if (i - reach - 1 >= 0)
            sum -= from[(i - reach - 1) * stride];
        to[i * stride] = sum / (float)(2 * reach + 1);
    }
}

static void make_shadow(ShapeMask *mask)
{
    int32_t blur = mask->extra;
    float deviation = (float)blur / 2.0f;
    int32_t reach = (int32_t)lrintf(deviation * 0.94f); // half the box of a three-pass Gaussian
    mask->outside = 3 * reach;
    int32_t corner = mask->radius > 3 * reach ? mask->radius : 3 * reach;
    mask->size = mask->outside + corner + 1;

    int32_t side = 2 * mask->size - 1;
    size_t area = (size_t)side * (size_t)side;
    float *a = calloc(area, sizeof *a), *b = calloc(area, sizeof *b);
    CHECK(a);
    CHECK(b);
    for (int32_t y = mask->outside; y < side - mask->outside; y++) {
        for (int32_t x = mask->outside; x < side - mask->outside; x++) {
            int32_t from_x = x < mask->size ? x : side - 1 - x;
            int32_t from_y = y < mask->size ? y : side - 1 - y;
            a[y * side + x] = coverage(
                inside_corner((float)mask->radius, from_x - mask->outside, from_y - mask->outside));
        }
    }
    for (int32_t pass = 0; pass < 3; pass++) {
        for (int32_t y = 0; y < side; y++)
            box_blur(a + y * side, b + y * side, side, 1, reach);
        for (int32_t x = 0; x < side; x++)
            box_blur(b + x, a + x, side, side, reach);
    }
    mask->alpha = calloc((size_t)mask->size, (size_t)mask->size);
    CHECK(mask->alpha);
    for (int32_t y = 0; y < mask->size; y++)
        for (int32_t x = 0; x < mask->size; x++)
            mask->alpha[y * mask->size + x] =
                (uint8_t)lrintf(255.0f * fminf(1, fmaxf(0, a[y * side + x])));
    free(a);
    free(b);
}

const ShapeMask *shape_mask_get(ShapeMasks *masks, ShapeKind kind, int32_t radius, int32_t extra)
{
    ShapeMask *oldest = &masks->masks[0];
    masks->clock++;
    for (int32_t i = 0; i < SHAPE_MASK_MAX; i++) {
        ShapeMask *mask = &masks->masks[i];
        if (mask->alpha && mask->kind == kind && mask->radius == radius && mask->extra == extra) {
            mask->used = masks->clock;
            return mask;
        }
        if (mask->used < oldest->used)
            oldest = mask;
    }
    free(oldest->alpha);
    *oldest = (ShapeMask){.kind = kind, .radius = radius, .extra = extra, .used = masks->clock};
    switch (kind) {
    case SHAPE_FILL:
        make_fill(oldest);
        break;
    case SHAPE_BORDER:
        make_border(oldest);
        break;
    case SHAPE_SHADOW:
        make_shadow(oldest);
        break;
    }
    return oldest;
}

void shape_masks_release(ShapeMasks *masks)
{
    for (int32_t i = 0; i < SHAPE_MASK_MAX; i++)
        free(masks->masks[i].alpha);
    memset(masks, 0, sizeof *masks);
}
