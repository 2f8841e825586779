/* Pieces of the weigh screen. Only its own files include this. */
#ifndef KIOSK_SCREENS_WEIGH_PARTS_H
#define KIOSK_SCREENS_WEIGH_PARTS_H

#include "domain/checkout_weigh.h"
#include "screens/parts.h"

typedef struct WeighScene {
    Scene *scene;
    int32_t article_id;
    Text name, unit, price; // price: of one unit; may be empty
    Weighing weighing;
} WeighScene;

// Name and unit price, the weight, its state and what it costs. Returns the height; draws only
// when `draw` is true.
float weigh_reading(const WeighScene *weigh, Rect where, bool draw);
// "Packed in"; 0 when the shop has no packing to take off.
float weigh_packing(const WeighScene *weigh, Rect where, bool draw);

#endif
