#include "ui/pixel_blend.h"

#include <string.h>

// Weights run from 0 to 256, so that 255 of 255 is exactly the colour and the division is a shift.
static inline uint32_t weight_of(uint32_t alpha)
{
    return alpha + (alpha >> 7);
}

static inline uint32_t mixed(uint32_t below, uint32_t colour, uint32_t weight)
{
    uint32_t rest = 256 - weight;
    uint32_t rb = ((colour & 0xff00ff) * weight + (below & 0xff00ff) * rest) >> 8 & 0xff00ff;
    uint32_t g = ((colour & 0x00ff00) * weight + (below & 0x00ff00) * rest) >> 8 & 0x00ff00;
    return 0xff000000 | rb | g;
}

static inline uint32_t times(uint32_t a, uint32_t b)
{
    uint32_t product = a * b + 128;
    return (product + (product >> 8)) >> 8;
}

void pixel_fill(uint32_t *row, int32_t count, uint32_t colour, uint32_t alpha)
{
    uint32_t weight = weight_of(times(colour >> 24, alpha));
    if (weight == 256) {
        uint32_t opaque = colour | 0xff000000;
        for (int32_t i = 0; i < count; i++)
            row[i] = opaque;
    } else if (weight > 0) {
        for (int32_t i = 0; i < count; i++)
            row[i] = mixed(row[i], colour, weight);
    }
}

void pixel_fill_masked(uint32_t *row, const uint8_t *mask, int32_t count, uint32_t colour,
                       uint32_t alpha)
{
    alpha = times(colour >> 24, alpha);
    int32_t i = 0;
    while (i < count) {
        // Most of a text's mask is empty: skip it eight at a time.
        uint64_t eight;
        while (i + 8 <= count && (memcpy(&eight, mask + i, 8), eight == 0))
            i += 8;
        int32_t end = i + 8 < count ? i + 8 : count;
        if (alpha == 255) {
            for (; i < end; i++)
                row[i] = mixed(row[i], colour, weight_of(mask[i]));
        } else {
            for (; i < end; i++)
                row[i] = mixed(row[i], colour, weight_of(times(mask[i], alpha)));
        }
    }
}

void pixel_fill_masked_reversed(uint32_t *row, const uint8_t *mask, int32_t count, uint32_t colour,
                                uint32_t alpha)
{
    alpha = times(colour >> 24, alpha);
    for (int32_t i = 0; i < count; i++)
        row[i] = mixed(row[i], colour, weight_of(times(mask[count - 1 - i], alpha)));
}

static inline uint32_t over(uint32_t below, uint32_t above)
{
    uint32_t rest = 256 - weight_of(above >> 24);
    uint32_t rb = (above & 0xff00ff) + ((below & 0xff00ff) * rest >> 8 & 0xff00ff);
    uint32_t g = (above & 0x00ff00) + ((below & 0x00ff00) * rest >> 8 & 0x00ff00);
    return 0xff000000 | (rb & 0xff00ff) | (g & 0x00ff00);
}

uint32_t pixel_over(uint32_t below, uint32_t premultiplied, uint32_t alpha)
{
    uint32_t weight = weight_of(alpha);
    uint32_t rb = (premultiplied & 0xff00ff) * weight >> 8 & 0xff00ff;
    uint32_t ag = ((premultiplied >> 8 & 0xff00ff) * weight) & 0xff00ff00;
    return over(below, rb | ag);
}

void pixel_blend_picture(uint32_t *row, const uint32_t *pixels, int32_t count, uint32_t alpha)
{
    if (alpha == 255) {
        for (int32_t i = 0; i < count; i++)
            row[i] = over(row[i], pixels[i]);
    } else {
        for (int32_t i = 0; i < count; i++)
            row[i] = pixel_over(row[i], pixels[i], alpha);
    }
}
