/* QR codes as squares of modules; a few, since a screen shows one. */
#ifndef KIOSK_UI_QR_CACHE_H
#define KIOSK_UI_QR_CACHE_H

#include "base/text.h"

enum { QR_CACHE_MAX = 4, QR_SIDE_MAX = 177, QR_CONTENT_BYTES_MAX = 1024 };

typedef struct QrCode {
    uint64_t key; // hash of the content, 0: free
    int32_t side;
    uint32_t used;
    uint8_t modules[QR_SIDE_MAX * QR_SIDE_MAX]; // 1 is dark
} QrCode;

typedef struct QrCache {
    QrCode codes[QR_CACHE_MAX];
    uint32_t clock;
} QrCache;

typedef struct QrView {
    const uint8_t *modules;
    int32_t side;
} QrView;

// The slot of the code, or -1 when the content does not fit. `out_side` counts modules without
// quiet zone.
int32_t qr_cache_get(QrCache *cache, Text content, int32_t *out_side);
QrView qr_cache_view(const QrCache *cache, int32_t slot);

#endif
