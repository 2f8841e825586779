/* Pictures of articles, categories and the project's own art, decoded at the exact size on the
 * screen.
 *
 * Article and category pictures are read and decoded by a loader thread; until one is ready, and
 * when it is missing or bad, the tile shows its tint and the article's initials. The bytes decide
 * what a file is, not its name. The cache is bounded in bytes; what is on the screen is never
 * dropped. */
#ifndef KIOSK_UI_PICTURE_H
#define KIOSK_UI_PICTURE_H

#include <stddef.h>

#include "base/error.h"
#include "base/text.h"
#include "ui/theme.h"

typedef enum PictureKind {
    PICTURE_NONE,
    PICTURE_ART,     // a file below the assets directory, decoded at once
    PICTURE_ARTICLE, // by id, on the loader thread
    PICTURE_CATEGORY,
} PictureKind;

typedef enum PictureState {
    PICTURE_WAITING, // asked for; a bell rings when that changes
    PICTURE_READY,
    PICTURE_MISSING, // there is no file, or it is bad, or too large; logged once
} PictureState;

// Where article and category pictures are. Called on the main thread; writes a path and says true,
// or false when there is no picture. The file is read on the loader thread, which says so there.
// One that went away between the two is asked for once more.
typedef struct PictureSource {
    bool (*path)(void *context, PictureKind kind, uint64_t id, char *out_path, size_t room);
    void (*used)(void *context, const char *path); // on the loader thread; may be NULL
    void *context;
} PictureSource;

enum {
    PICTURE_FILE_BYTES_MAX = 2 * 1024 * 1024,
    PICTURE_SIDE_PX_MAX = 4096,            // of the file
    PICTURE_AREA_PX_MAX = 4 * 1024 * 1024, // the server's largest is 1920 x 1920
    PICTURE_CACHE_BYTES = 16 * 1024 * 1024,
    PICTURE_SLOT_MAX = 512,
};

typedef struct Picture {
    PictureState state;
    int32_t slot; // for the draw list
    uint32_t generation;
    int32_t width_px, height_px;
    bool covers;      // a photo without transparency: fills its tile
    ThemeColour tint; // nearest to its colours; valid when READY
} Picture;

typedef struct PictureCache PictureCache;

// `bell` is rung on the loader thread when a picture became ready (may be NULL: then poll).
MUST_USE bool picture_cache_create(PictureCache **out_cache, const char *assets_directory,
                                   PictureSource source, void (*bell)(void *), void *bell_context,
                                   Error *error);
void picture_cache_destroy(PictureCache *cache); // stops the thread; accepts NULL

// Takes what the loader finished; true when something changed. Call once a frame.
bool picture_cache_poll(PictureCache *cache);
// Asks for a picture for a tile of w x h px: a photo fills the tile (and is cut), a transparent
// picture fits into it less `inset_px` on each side. Starts loading when it is new.
Picture picture_get(PictureCache *cache, PictureKind kind, uint64_t id, int32_t width_px,
                    int32_t height_px, int32_t inset_px);
// Art by name below assets/: "art/terminal.svg".
Picture picture_get_art(PictureCache *cache, Text name, int32_t width_px, int32_t height_px);
// Forgets one article's or category's picture (a new file came), or all of them with id 0.
void picture_cache_forget(PictureCache *cache, PictureKind kind, uint64_t id);
size_t picture_cache_bytes(const PictureCache *cache);
// Pictures that were asked for are still being read.
bool picture_cache_is_loading(const PictureCache *cache);

// A decoded picture, premultiplied ARGB, in memory of malloc. What picture_decode makes.
typedef struct DecodedPicture {
    uint32_t *pixels;
    int32_t width, height;
    bool covers;
    ThemeColour tint;
} DecodedPicture;

// Whose bytes they are.
typedef enum PictureFrom {
    PICTURE_FROM_ASSETS, // ours: drawings (SVG), too
    PICTURE_FROM_SERVER, // anybody's: PNG and JPEG only
} PictureFrom;

// Decodes a file for such a tile; its first bytes say what it is, its claimed size is looked at
// first. Knows nothing of the cache; any thread.
MUST_USE bool picture_decode(Bytes file, PictureFrom from, int32_t width_px, int32_t height_px,
                             int32_t inset_px, DecodedPicture *out_picture, Error *error);
// Reads a file of at most PICTURE_FILE_BYTES_MAX and decodes it.
MUST_USE bool picture_decode_file(const char *path, PictureFrom from, int32_t width_px,
                                  int32_t height_px, int32_t inset_px, DecodedPicture *out_picture,
                                  Error *error);

typedef struct PicturePixels {
    const uint32_t *pixels; // premultiplied ARGB; NULL when the slot was used anew
    int32_t width, height;
} PicturePixels;
PicturePixels picture_pixels(const PictureCache *cache, int32_t slot, uint32_t generation);

#endif
