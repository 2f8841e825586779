/* The inner loops of painting: one row of opaque XRGB pixels under a colour, a mask or a picture.
 * Plain C that the compiler turns into vectors; the same pixels on every machine. */
#ifndef KIOSK_UI_PIXEL_BLEND_H
#define KIOSK_UI_PIXEL_BLEND_H

#include <stdint.h>

// A colour 0xAARRGGBB over `count` pixels, its alpha times `alpha` of 255.
void pixel_fill(uint32_t *row, int32_t count, uint32_t colour, uint32_t alpha);
// The same through a mask of `count` bytes.
void pixel_fill_masked(uint32_t *row, const uint8_t *mask, int32_t count, uint32_t colour,
                       uint32_t alpha);
// The mask is read from its end: mask[count - 1] first.
void pixel_fill_masked_reversed(uint32_t *row, const uint8_t *mask, int32_t count, uint32_t colour,
                                uint32_t alpha);
// Premultiplied ARGB pixels over the row, all times `alpha` of 255.
void pixel_blend_picture(uint32_t *row, const uint32_t *pixels, int32_t count, uint32_t alpha);
// One pixel of it, for rounded corners.
uint32_t pixel_over(uint32_t below, uint32_t premultiplied, uint32_t alpha);

#endif
