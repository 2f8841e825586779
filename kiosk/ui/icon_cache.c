#include "ui/icon_cache.h"

#include <SDL.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/log.h"
#include "ui/image_library.h"

void icon_cache_init(IconCache *cache, const char *assets_directory)
{
    memset(cache, 0, sizeof *cache);
    snprintf(cache->directory, sizeof cache->directory, "%s/icons", assets_directory);
}

void icon_cache_release(IconCache *cache)
{
    for (int32_t i = 0; i < ICON_CACHE_MAX; i++)
        free(cache->entries[i].alpha);
    memset(cache->entries, 0, sizeof cache->entries);
}

// Only the alpha of the drawing counts: icons are drawn in black and tinted when painted.
static uint8_t *rasterise(const char *path, int32_t side)
{
    Error ignored; // the picture loader tells it
    const ImageLibrary *images = image_library_open(&ignored);
    SDL_RWops *file = images ? SDL_RWFromFile(path, "rb") : NULL;
    SDL_Surface *drawn = file ? images->LoadSizedSVG_RW(file, side, side) : NULL;
    if (file)
        SDL_RWclose(file);
    SDL_Surface *argb = drawn ? SDL_ConvertSurfaceFormat(drawn, SDL_PIXELFORMAT_ARGB8888, 0) : NULL;
    SDL_FreeSurface(drawn);
    if (!argb)
        return NULL;
    uint8_t *alpha = calloc((size_t)side, (size_t)side);
    CHECK(alpha);
    for (int32_t y = 0; y < side && y < argb->h; y++) {
        const uint32_t *row = (const uint32_t *)((uint8_t *)argb->pixels + y * argb->pitch);
        for (int32_t x = 0; x < side && x < argb->w; x++)
            alpha[y * side + x] = (uint8_t)(row[x] >> 24);
    }
    SDL_FreeSurface(argb);
    return alpha;
}

int32_t icon_cache_get(IconCache *cache, UiIcon icon, int32_t side)
{
    side = side < 1 ? 1 : side > ICON_SIDE_PX_MAX ? ICON_SIDE_PX_MAX : side;
    int32_t oldest = 0;
    cache->clock++;
    for (int32_t i = 0; i < ICON_CACHE_MAX; i++) {
        IconEntry *entry = &cache->entries[i];
        if (entry->icon == icon && entry->side == side) {
            entry->used = cache->clock;
            return i;
        }
        if (entry->used < cache->entries[oldest].used)
            oldest = i;
    }
    IconEntry *entry = &cache->entries[oldest];
    free(entry->alpha);
    *entry = (IconEntry){.icon = icon, .side = side, .used = cache->clock};
    char path[640];
    snprintf(path, sizeof path, "%s/%s.svg", cache->directory, icon_name(icon));
    entry->alpha = rasterise(path, side);
    if (!entry->alpha)
        log_warning("cannot read icon '%s', ignoring", path);
    return oldest;
}

MaskView icon_cache_mask(const IconCache *cache, int32_t slot)
{
    if (!cache || slot < 0 || slot >= ICON_CACHE_MAX)
        return (MaskView){0};
    const IconEntry *entry = &cache->entries[slot];
    return (MaskView){entry->alpha, entry->side, entry->side};
}
