/* Makes pictures smaller or larger by averages: each pixel of the result is the mean of the part of
 * the source that it covers. Enlarging repeats pixels softly enough for small thumbnails. */
#ifndef KIOSK_UI_PICTURE_SCALE_H
#define KIOSK_UI_PICTURE_SCALE_H

#include <stdint.h>

#include "base/error.h"

typedef struct PicturePart {
    const uint32_t *pixels; // premultiplied ARGB, row after row
    int32_t columns, rows;
    float left, top, width, height; // what of it is shown
} PicturePart;

// False when there is no memory; nothing is kept.
MUST_USE bool picture_scale(const PicturePart *from, uint32_t *to, int32_t width, int32_t height);

#endif
