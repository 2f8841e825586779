/* Icons rasterised at exact pixel sizes. The strokes scale with the size, so no size is made from
 * another. */
#ifndef KIOSK_UI_ICON_CACHE_H
#define KIOSK_UI_ICON_CACHE_H

#include "ui/icon.h"
#include "ui/mask_view.h"

enum { ICON_CACHE_MAX = 256, ICON_SIDE_PX_MAX = 1024 };

typedef struct IconEntry {
    uint8_t *alpha; // side x side; NULL with side > 0: the file is missing or bad
    UiIcon icon;
    int32_t side;
    uint32_t used;
} IconEntry;

typedef struct IconCache {
    char directory[512]; // assets/icons
    IconEntry entries[ICON_CACHE_MAX];
    uint32_t clock;
} IconCache;

void icon_cache_init(IconCache *cache, const char *assets_directory);
void icon_cache_release(IconCache *cache);
// The slot of the icon in `side` x `side` px; it stays for the next ICON_CACHE_MAX / 2 other ones.
// A file that is missing or bad is logged once and leaves an empty place.
int32_t icon_cache_get(IconCache *cache, UiIcon icon, int32_t side);
MaskView icon_cache_mask(const IconCache *cache, int32_t slot);

#endif
