#include "ui/qr_cache.h"

#include <qrencode.h>

#include "base/checksum.h"

int32_t qr_cache_get(QrCache *cache, Text content, int32_t *out_side)
{
    if (content.size <= 0 || content.size > QR_CONTENT_BYTES_MAX)
        return -1;
    uint64_t key = checksum_xxh3(content.data, (size_t)content.size) | 1;
    int32_t oldest = 0;
    cache->clock++;
    for (int32_t i = 0; i < QR_CACHE_MAX; i++) {
        if (cache->codes[i].key == key) {
            cache->codes[i].used = cache->clock;
            *out_side = cache->codes[i].side;
            return i;
        }
        if (cache->codes[i].used < cache->codes[oldest].used)
            oldest = i;
    }
    // Level M mends 15 %: scratches and glare of a screen. qrencode grows the code as the content
    // needs.
    QRcode *made =
        QRcode_encodeData(content.size, (const unsigned char *)content.data, 0, QR_ECLEVEL_M);
    if (!made)
        return -1;
    QrCode *code = &cache->codes[oldest];
    if (made->width <= QR_SIDE_MAX) {
        code->key = key;
        code->side = made->width;
        code->used = cache->clock;
        for (int32_t i = 0; i < made->width * made->width; i++)
            code->modules[i] = made->data[i] & 1;
        *out_side = code->side;
    } else {
        oldest = -1;
    }
    QRcode_free(made);
    return oldest;
}

QrView qr_cache_view(const QrCache *cache, int32_t slot)
{
    if (!cache || slot < 0 || slot >= QR_CACHE_MAX || !cache->codes[slot].key)
        return (QrView){0};
    return (QrView){cache->codes[slot].modules, cache->codes[slot].side};
}
