/* Antialiased corners, made once for each size and kept.
 *
 * A mask is the top left quarter of a shape, `size` pixels square, whose last row and column go on
 * in the middle: with it a shape of any width and height is a nine-slice. Three shapes: filled
 * rounded rectangle, its border, and its blurred shadow. */
#ifndef KIOSK_UI_SHAPE_MASK_H
#define KIOSK_UI_SHAPE_MASK_H

#include <stdint.h>

typedef enum ShapeKind { SHAPE_FILL, SHAPE_BORDER, SHAPE_SHADOW } ShapeKind;

typedef struct ShapeMask {
    uint8_t *alpha; // size x size
    int32_t size;
    int32_t outside; // px by which the mask begins outside of the shape: a shadow's reach
    // What it was made of.
    ShapeKind kind;
    int32_t radius, extra;
    uint32_t used;
} ShapeMask;

enum { SHAPE_MASK_MAX = 64 };

typedef struct ShapeMasks {
    ShapeMask masks[SHAPE_MASK_MAX];
    uint32_t clock;
} ShapeMasks;

// `extra`: nothing, the border's width, or the shadow's blur (twice the deviation, as in CSS), in
// px. The mask stays until SHAPE_MASK_MAX others were asked for.
const ShapeMask *shape_mask_get(ShapeMasks *masks, ShapeKind kind, int32_t radius, int32_t extra);
void shape_masks_release(ShapeMasks *masks);

#endif
