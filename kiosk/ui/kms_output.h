/* The screen itself, without a display server and without a graphics library: the kernel's mode
 * setting (KMS) shows one buffer in memory, and what changed is copied into it. On the appliance
 * this is half of the start and most of the memory that a renderer would take. The first connected
 * screen is used, in the mode it prefers; it is not looked for again. */
#ifndef KIOSK_UI_KMS_OUTPUT_H
#define KIOSK_UI_KMS_OUTPUT_H

#include "base/error.h"
#include "ui/painter.h"

typedef struct KmsOutput KmsOutput;

// Takes the first card below /dev/dri that has a connected screen, and shows this colour
// (0xaarrggbb) on all of it until the first picture. The caller closes it.
MUST_USE bool kms_output_open(KmsOutput **out_kms, uint32_t colour, Error *error);
void kms_output_close(KmsOutput *kms); // accepts NULL
void kms_output_size(const KmsOutput *kms, int32_t *out_width, int32_t *out_height);
// Shows these parts of a surface of that size.
void kms_output_show(KmsOutput *kms, const PaintSurface *surface, const PixelRect *rects,
                     int32_t rect_count);

#endif
