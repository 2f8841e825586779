/* In two passes with whole numbers: the rows under a row of the result are added up, each with its
 * share, then the columns. The shares of a pixel sum up to exactly ONE, so white stays white. */
#include "ui/picture_scale.h"

#include <stdlib.h>
#include <string.h>

enum {
    SHARE_BITS = 12,
    ONE = 1 << SHARE_BITS, // 255 * ONE * ONE and a half fit into 32 bits
    CHANNELS = 4,
};

typedef struct Span { // of source pixels under one pixel of the result
    int32_t first, count;
    int32_t shares; // index of the first one's
} Span;

typedef struct Axis {
    Span *spans;
    uint16_t *shares;
} Axis;

static void axis_release(Axis *axis)
{
    free(axis->spans);
    free(axis->shares);
}

// `limit`: of the source. A sum of floats may end a hair behind it.
static void fill_span(Span *span, uint16_t *shares, float from, float to, int32_t limit)
{
    uint32_t sum = 0;
    int32_t largest = 0;
    span->first = (int32_t)from < limit ? (int32_t)from : limit - 1;
    span->count = 0;
    for (int32_t at = span->first; (float)at < to && at < limit; at++) {
        float begin = from > (float)at ? from : (float)at;
        float end = to < (float)(at + 1) ? to : (float)(at + 1);
        uint16_t share = (uint16_t)((end - begin) / (to - from) * ONE + 0.5f);
        shares[span->count] = share;
        if (share > shares[largest])
            largest = span->count;
        sum += share;
        span->count++;
    }
    shares[largest] = (uint16_t)(shares[largest] + ONE - sum); // what rounding left over
}

static bool axis_make(Axis *axis, float start, float length, int32_t limit, int32_t size)
{
    int32_t each_max = (int32_t)(length / (float)size) + 3, used = 0;
    *axis = (Axis){calloc((size_t)size, sizeof *axis->spans),
                   malloc((size_t)size * (size_t)each_max * sizeof *axis->shares)};
    if (!axis->spans || !axis->shares)
        return false;
    for (int32_t i = 0; i < size; i++) {
        Span *span = &axis->spans[i];
        span->shares = used;
        fill_span(span, axis->shares + used, start + length * (float)i / (float)size,
                  start + length * (float)(i + 1) / (float)size, limit);
        used += span->count;
    }
    return true;
}

// Adds a row of `count` channel values.
static void add_row(uint32_t *restrict sums, const uint8_t *restrict row, int32_t count,
                    uint32_t share)
{
    for (int32_t i = 0; i < count; i++)
        sums[i] += row[i] * share;
}

static uint32_t mixed(const uint32_t *sums, const uint16_t *shares, int32_t count)
{
    const uint32_t half = 1u << (2 * SHARE_BITS - 1);
    uint32_t out[CHANNELS] = {half, half, half, half}, pixel = 0;
    for (int32_t i = 0; i < count; i++)
        for (int32_t c = 0; c < CHANNELS; c++)
            out[c] += sums[i * CHANNELS + c] * shares[i];
    for (int32_t c = 0; c < CHANNELS; c++)
        pixel |= out[c] >> (2 * SHARE_BITS) << (8 * c);
    return pixel;
}

static void scale(const PicturePart *from, const Axis *across, const Axis *down, uint32_t *sums,
                  uint32_t *to, int32_t width, int32_t height)
{
    const Span *last = &across->spans[width - 1];
    int32_t left = across->spans[0].first, count = (last->first + last->count - left) * CHANNELS;
    for (int32_t y = 0; y < height; y++) {
        const Span *rows = &down->spans[y];
        memset(sums, 0, (size_t)count * sizeof *sums);
        for (int32_t i = 0; i < rows->count; i++) {
            const uint32_t *row =
                from->pixels + (size_t)(rows->first + i) * (size_t)from->columns + left;
            add_row(sums, (const uint8_t *)row, count, down->shares[rows->shares + i]);
        }
        for (int32_t x = 0; x < width; x++) {
            const Span *columns = &across->spans[x];
            to[(size_t)y * (size_t)width + (size_t)x] =
                mixed(sums + (columns->first - left) * CHANNELS, across->shares + columns->shares,
                      columns->count);
        }
    }
}

bool picture_scale(const PicturePart *from, uint32_t *to, int32_t width, int32_t height)
{
    Axis across = {0}, down = {0};
    uint32_t *sums = malloc(((size_t)from->width + 2) * CHANNELS * sizeof *sums);
    bool ok = sums && axis_make(&across, from->left, from->width, from->columns, width) &&
              axis_make(&down, from->top, from->height, from->rows, height);
    if (ok)
        scale(from, &across, &down, sums, to, width, height);
    axis_release(&across);
    axis_release(&down);
    free(sums);
    return ok;
}
