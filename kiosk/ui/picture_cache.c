/* The cache lives on the main thread. The loader thread is sent a path and a size, and sends pixels
 * back; they share two queues and nothing else. */
#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bounded_queue.h"
#include "base/checksum.h"
#include "base/log.h"
#include "ui/image_library.h"
#include "ui/picture.h"

enum { REQUESTS_MAX = 64, PATH_BYTES = 512 };

typedef struct Request {
    bool stop;
    int32_t slot, width, height, inset;
    uint32_t generation;
    char path[PATH_BYTES];
} Request;

typedef struct Result {
    int32_t slot;
    uint32_t generation;
    bool good;
    DecodedPicture picture;
    Error error;
} Result;

typedef struct Slot {
    PictureKind kind; // PICTURE_NONE: free
    uint64_t id;
    int32_t width, height, inset;
    uint32_t generation;
    PictureState state;
    bool asked;    // the loader has it
    bool was_gone; // the file, when it was to be read
    DecodedPicture picture;
    uint32_t frame;
} Slot;

struct PictureCache {
    char assets_directory[PATH_BYTES];
    PictureSource source;
    Slot slots[PICTURE_SLOT_MAX];
    size_t bytes;
    uint32_t frame, generation;
    int32_t under_way; // requests whose result was not taken yet
    BoundedQueue requests, results;
    void (*bell)(void *);
    void *bell_context;
    pthread_t thread;
    atomic_bool stopping;
};

static void *loader_main(void *context)
{
    PictureCache *cache = context;
    log_thread_name("pictures");
    Error error;
    if (!image_library_open(&error)) // while the main thread opens fonts
        log_error("%s", error.message);
    for (;;) {
        Request request;
        if (!bounded_queue_wait(&cache->requests, &request, -1) || request.stop ||
            atomic_load(&cache->stopping))
            return NULL;
        Result result = {.slot = request.slot, .generation = request.generation};
        result.good =
            picture_decode_file(request.path, PICTURE_FROM_SERVER, request.width, request.height,
                                request.inset, &result.picture, &result.error);
        if (result.good && cache->source.used)
            cache->source.used(cache->source.context, request.path);
        // There is room: no more than REQUESTS_MAX requests are under way.
        bool pushed = bounded_queue_push(&cache->results, &result);
        CHECK(pushed);
        if (cache->bell)
            cache->bell(cache->bell_context);
    }
}

bool picture_cache_create(PictureCache **out_cache, const char *assets_directory,
                          PictureSource source, void (*bell)(void *), void *bell_context,
                          Error *error)
{
    PictureCache *cache = calloc(1, sizeof *cache);
    CHECK(cache);
    snprintf(cache->assets_directory, sizeof cache->assets_directory, "%s", assets_directory);
    cache->source = source;
    cache->bell = bell;
    cache->bell_context = bell_context;
    cache->frame = 2;
    bounded_queue_init(&cache->requests, sizeof(Request), REQUESTS_MAX);
    bounded_queue_init(&cache->results, sizeof(Result), REQUESTS_MAX + 2);
    int failed = pthread_create(&cache->thread, NULL, loader_main, cache);
    if (failed) {
        bounded_queue_release(&cache->requests);
        bounded_queue_release(&cache->results);
        free(cache);
        return error_set_errno(error, failed, "cannot start the picture loader");
    }
    *out_cache = cache;
    return true;
}

static size_t slot_bytes(const Slot *slot)
{
    return (size_t)slot->picture.width * (size_t)slot->picture.height * sizeof(uint32_t);
}

static void drop(PictureCache *cache, Slot *slot)
{
    if (slot->picture.pixels)
        cache->bytes -= slot_bytes(slot);
    free(slot->picture.pixels);
    memset(slot, 0, sizeof *slot);
}

void picture_cache_destroy(PictureCache *cache)
{
    if (!cache)
        return;
    atomic_store(&cache->stopping, true);
    Request stop = {.stop = true};
    if (!bounded_queue_push(&cache->requests, &stop)) {
        // Full: the loader sees `stopping` at its next request.
    }
    pthread_join(cache->thread, NULL);
    Result result;
    while (bounded_queue_pop(&cache->results, &result))
        free(result.picture.pixels);
    for (int32_t i = 0; i < PICTURE_SLOT_MAX; i++)
        drop(cache, &cache->slots[i]);
    bounded_queue_release(&cache->requests);
    bounded_queue_release(&cache->results);
    free(cache);
}

static void store(PictureCache *cache, Slot *slot, const DecodedPicture *picture)
{
    slot->picture = *picture;
    slot->state = PICTURE_READY;
    slot->generation = ++cache->generation; // what is drawn has changed
    cache->bytes += slot_bytes(slot);
}

// Old pictures make room; what the last two frames showed stays, even over the limit.
static void trim(PictureCache *cache)
{
    while (cache->bytes > PICTURE_CACHE_BYTES) {
        Slot *oldest = NULL;
        for (int32_t i = 0; i < PICTURE_SLOT_MAX; i++) {
            Slot *slot = &cache->slots[i];
            if (slot->picture.pixels && slot->frame + 1 < cache->frame &&
                (!oldest || slot->frame < oldest->frame))
                oldest = slot;
        }
        if (!oldest)
            return;
        drop(cache, oldest);
    }
}

bool picture_cache_poll(PictureCache *cache)
{
    cache->frame++;
    bool changed = false;
    Result result;
    while (bounded_queue_pop(&cache->results, &result)) {
        cache->under_way--;
        Slot *slot = &cache->slots[result.slot];
        if (slot->kind == PICTURE_NONE || slot->generation != result.generation) {
            free(result.picture.pixels); // forgotten meanwhile
            continue;
        }
        changed = true;
        if (result.good) {
            store(cache, slot, &result.picture);
        } else if (result.error.os_errno == ENOENT && !slot->was_gone) {
            slot->was_gone = true; // it made room for another: whoever knows the path may fetch it
            slot->asked = false;
        } else {
            slot->state = PICTURE_MISSING;
            // A picture that is simply not there is nothing to report.
            if (result.error.os_errno != ENOENT)
                log_warning("%s, ignoring", result.error.message);
        }
    }
    trim(cache);
    return changed;
}

static Slot *find(PictureCache *cache, PictureKind kind, uint64_t id, int32_t width, int32_t height,
                  int32_t inset)
{
    for (int32_t i = 0; i < PICTURE_SLOT_MAX; i++) {
        Slot *slot = &cache->slots[i];
        if (slot->kind == kind && slot->id == id && slot->width == width &&
            slot->height == height && slot->inset == inset)
            return slot;
    }
    return NULL;
}

static Slot *take_slot(PictureCache *cache)
{
    Slot *oldest = NULL;
    for (int32_t i = 0; i < PICTURE_SLOT_MAX; i++) {
        Slot *slot = &cache->slots[i];
        if (slot->kind == PICTURE_NONE)
            return slot;
        if (slot->frame + 1 < cache->frame && (!oldest || slot->frame < oldest->frame))
            oldest = slot;
    }
    CHECK(oldest); // five hundred pictures on one screen
    drop(cache, oldest);
    return oldest;
}

static Slot *slot_for(PictureCache *cache, PictureKind kind, uint64_t id, int32_t width,
                      int32_t height, int32_t inset, bool *out_new)
{
    Slot *slot = find(cache, kind, id, width, height, inset);
    *out_new = slot == NULL;
    if (!slot) {
        slot = take_slot(cache);
        *slot = (Slot){.kind = kind,
                       .id = id,
                       .width = width,
                       .height = height,
                       .inset = inset,
                       .generation = ++cache->generation};
    }
    slot->frame = cache->frame;
    return slot;
}

static Picture picture_of(const PictureCache *cache, const Slot *slot)
{
    return (Picture){.state = slot->state,
                     .slot = (int32_t)(slot - cache->slots),
                     .generation = slot->generation,
                     .width_px = slot->picture.width,
                     .height_px = slot->picture.height,
                     .covers = slot->picture.covers,
                     .tint = slot->picture.tint};
}

Picture picture_get(PictureCache *cache, PictureKind kind, uint64_t id, int32_t width_px,
                    int32_t height_px, int32_t inset_px)
{
    CHECK(kind == PICTURE_ARTICLE || kind == PICTURE_CATEGORY);
    bool is_new = false;
    Slot *slot = slot_for(cache, kind, id, width_px, height_px, inset_px, &is_new);
    // With too many under way the next frame asks again.
    if (slot->state == PICTURE_WAITING && !slot->asked && cache->under_way < REQUESTS_MAX) {
        Request request = {.slot = (int32_t)(slot - cache->slots),
                           .generation = slot->generation,
                           .width = width_px,
                           .height = height_px,
                           .inset = inset_px};
        if (!cache->source.path ||
            !cache->source.path(cache->source.context, kind, id, request.path, sizeof request.path))
            slot->state = PICTURE_MISSING;
        else
            slot->asked = bounded_queue_push(&cache->requests, &request);
        cache->under_way += slot->asked ? 1 : 0;
    }
    return picture_of(cache, slot);
}

Picture picture_get_art(PictureCache *cache, Text name, int32_t width_px, int32_t height_px)
{
    bool is_new = false;
    uint64_t id = checksum_xxh3(name.data, (size_t)name.size);
    Slot *slot = slot_for(cache, PICTURE_ART, id, width_px, height_px, 0, &is_new);
    if (is_new) {
        char path[PATH_BYTES * 2];
        snprintf(path, sizeof path, "%s/%.*s", cache->assets_directory, TEXT_PRINTF(name));
        DecodedPicture picture;
        Error error = {0};
        if (picture_decode_file(path, PICTURE_FROM_ASSETS, width_px, height_px, 0, &picture,
                                &error)) {
            store(cache, slot, &picture);
        } else {
            slot->state = PICTURE_MISSING;
            log_warning("%s, ignoring", error.message);
        }
    }
    return picture_of(cache, slot);
}

void picture_cache_forget(PictureCache *cache, PictureKind kind, uint64_t id)
{
    for (int32_t i = 0; i < PICTURE_SLOT_MAX; i++) {
        Slot *slot = &cache->slots[i];
        if (slot->kind == kind && (id == 0 || slot->id == id))
            drop(cache, slot);
    }
}

bool picture_cache_is_loading(const PictureCache *cache)
{
    return cache->under_way > 0;
}

size_t picture_cache_bytes(const PictureCache *cache)
{
    return cache->bytes;
}

PicturePixels picture_pixels(const PictureCache *cache, int32_t slot, uint32_t generation)
{
    if (!cache || slot < 0 || slot >= PICTURE_SLOT_MAX)
        return (PicturePixels){0};
    const Slot *held = &cache->slots[slot];
    if (held->generation != generation || !held->picture.pixels)
        return (PicturePixels){0};
    return (PicturePixels){held->picture.pixels, held->picture.width, held->picture.height};
}
