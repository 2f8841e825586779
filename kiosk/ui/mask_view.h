/* An alpha mask that belongs to a cache: one byte a pixel, `width` bytes a row. */
#ifndef KIOSK_UI_MASK_VIEW_H
#define KIOSK_UI_MASK_VIEW_H

#include <stdint.h>

typedef struct MaskView {
    const uint8_t *alpha; // NULL: nothing to paint
    int32_t width, height;
} MaskView;

#endif
