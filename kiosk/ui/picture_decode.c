/* From a file's bytes to the pixels of a tile. The header of a file is read by hand first, so that
 * a picture which claims to be huge costs nothing. */
#include <SDL.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "ui/image_library.h"
#include "ui/picture.h"
#include "ui/picture_scale.h"

enum { SVG_BYTES_MAX = 512 * 1024 };

typedef enum FileKind { FILE_UNKNOWN, FILE_PNG, FILE_JPEG, FILE_SVG } FileKind;

static FileKind kind_of(Bytes file)
{
    static const uint8_t png[8] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    if (file.size >= 33 && memcmp(file.data, png, sizeof png) == 0)
        return FILE_PNG;
    if (file.size >= 4 && file.data[0] == 0xff && file.data[1] == 0xd8 && file.data[2] == 0xff)
        return FILE_JPEG;
    size_t head = file.size < 1024 ? file.size : 1024;
    if (head > 4 && memmem(file.data, head, "<svg", 4))
        return FILE_SVG;
    return FILE_UNKNOWN;
}

static uint32_t big_endian(const uint8_t *bytes, int32_t count)
{
    uint32_t value = 0;
    for (int32_t i = 0; i < count; i++)
        value = value << 8 | bytes[i];
    return value;
}

// Every chunk ends within the file, from IHDR to IEND. SDL2_image doesn't tell libpng that a file
// is over: one without an end is read for ever.
static bool png_is_whole(Bytes file)
{
    size_t at = 8;
    if (memcmp(file.data + at, "\0\0\0\rIHDR", 8) != 0)
        return false;
    while (file.size - at >= 12) {
        size_t size = big_endian(file.data + at, 4);
        if (size > file.size - at - 12)
            return false;
        if (memcmp(file.data + at + 4, "IEND", 4) == 0)
            return true;
        at += 12 + size;
    }
    return false;
}

// TEM and RST0 to RST7: two bytes alone. A reader that skipped a length behind them would see
// another frame header than the decoder does.
static bool jpeg_stands_alone(uint8_t marker)
{
    return marker == 0x01 || (marker >= 0xd0 && marker <= 0xd7);
}

// Width and height from the first frame header of a JPEG.
static bool jpeg_size(Bytes file, uint32_t *width, uint32_t *height)
{
    size_t at = 2;
    while (at + 9 < file.size) {
        if (file.data[at] != 0xff)
            return false;
        uint8_t marker = file.data[at + 1];
        if (marker == 0xff) {
            at++;
            continue;
        }
        if (jpeg_stands_alone(marker)) {
            at += 2;
            continue;
        }
        if (marker == 0 || marker == 0xd8 || marker == 0xd9 || marker == 0xda)
            return false; // data, another beginning, the end or the scan before a frame
        bool frame =
            marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
        if (frame) {
            *height = big_endian(file.data + at + 5, 2);
            *width = big_endian(file.data + at + 7, 2);
            return true;
        }
        at += 2 + big_endian(file.data + at + 2, 2);
    }
    return false;
}

static bool check_size(FileKind kind, Bytes file, Error *error)
{
    uint32_t width = 0, height = 0;
    if (kind == FILE_SVG) {
        if (file.size > SVG_BYTES_MAX)
            return error_set(error, ERROR_LIMIT, "the drawing has more than %d bytes",
                             SVG_BYTES_MAX);
        return true;
    }
    if (kind == FILE_PNG && !png_is_whole(file))
        return error_set(error, ERROR_CORRUPT, "the picture is cut off");
    if (kind == FILE_PNG) {
        width = big_endian(file.data + 16, 4);
        height = big_endian(file.data + 20, 4);
    } else if (!jpeg_size(file, &width, &height)) {
        return error_set(error, ERROR_CORRUPT, "the picture has no size");
    }
    if (width == 0 || height == 0)
        return error_set(error, ERROR_CORRUPT, "the picture has no size");
    if (width > PICTURE_SIDE_PX_MAX || height > PICTURE_SIDE_PX_MAX ||
        (uint64_t)width * height > PICTURE_AREA_PX_MAX)
        return error_set(error, ERROR_LIMIT, "the picture is too large, %u x %u", width, height);
    return true;
}

static uint32_t premultiplied(uint32_t argb)
{
    uint32_t a = argb >> 24;
    if (a == 255 || argb == 0)
        return argb;
    uint32_t r = (argb >> 16 & 255) * a / 255, g = (argb >> 8 & 255) * a / 255,
             b = (argb & 255) * a / 255;
    return a << 24 | r << 16 | g << 8 | b;
}

// Pixels of any surface as premultiplied ARGB; *out_opaque when nothing shines through.
static uint32_t *pixels_of(SDL_Surface *surface, bool *out_opaque)
{
    SDL_Surface *argb = SDL_ConvertSurfaceFormat(surface, SDL_PIXELFORMAT_ARGB8888, 0);
    if (!argb)
        return NULL;
    uint32_t *pixels = malloc((size_t)argb->w * (size_t)argb->h * sizeof *pixels);
    if (pixels) {
        uint32_t all = 0xff000000;
        for (int32_t y = 0; y < argb->h; y++) {
            const uint32_t *row = (const uint32_t *)((uint8_t *)argb->pixels + y * argb->pitch);
            for (int32_t x = 0; x < argb->w; x++) {
                all &= row[x];
                pixels[(size_t)y * (size_t)argb->w + (size_t)x] = premultiplied(row[x]);
            }
        }
        *out_opaque = all == 0xff000000;
    }
    SDL_FreeSurface(argb);
    return pixels;
}

static ThemeColour tint_of(const DecodedPicture *picture)
{
    // Colours vote for their hue with their strength; the mean of the strongest sixth of the circle
    // wins.
    float votes[12] = {0}, sums[12][3] = {{0}};
    int32_t count = picture->width * picture->height;
    for (int32_t i = 0; i < count; i += 3) {
        uint32_t pixel = picture->pixels[i];
        if (pixel >> 24 < 128)
            continue;
        float r = (float)(pixel >> 16 & 255), g = (float)(pixel >> 8 & 255),
              b = (float)(pixel & 255);
        float high = SDL_max(r, SDL_max(g, b)), low = SDL_min(r, SDL_min(g, b));
        float chroma = high - low;
        if (chroma < 24)
            continue;
        float hue = high == r   ? (g - b) / chroma
                    : high == g ? 2 + (b - r) / chroma
                                : 4 + (r - g) / chroma;
        int32_t bin = ((int32_t)((hue + 6.25f) * 2.0f)) % 12;
        votes[bin] += chroma;
        sums[bin][0] += r * chroma;
        sums[bin][1] += g * chroma;
        sums[bin][2] += b * chroma;
    }
    int32_t best = 0;
    for (int32_t i = 1; i < 12; i++)
        best = votes[i] > votes[best] ? i : best;
    if (votes[best] <= 0)
        return COLOUR_TINT_SAND;
    uint32_t rgb = 0;
    for (int32_t c = 0; c < 3; c++)
        rgb = rgb << 8 | (uint32_t)(sums[best][c] / votes[best]);
    return theme_tint_near(rgb);
}

static bool fit(SDL_Surface *surface, int32_t width, int32_t height, int32_t inset,
                DecodedPicture *out, Error *error)
{
    bool opaque = false;
    uint32_t *pixels = pixels_of(surface, &opaque);
    if (!pixels)
        return error_set(error, ERROR_LIMIT, "no memory for the picture");
    float w = (float)surface->w, h = (float)surface->h, left = 0, top = 0;
    DecodedPicture made = {.covers = opaque, .width = width, .height = height};
    if (opaque) { // cut to the tile's shape
        if (w * (float)height > h * (float)width) {
            left = (w - h * (float)width / (float)height) / 2;
            w = h * (float)width / (float)height;
        } else {
            top = (h - w * (float)height / (float)width) / 2;
            h = w * (float)height / (float)width;
        }
    } else {
        float room_w = (float)SDL_max(1, width - 2 * inset);
        float room_h = (float)SDL_max(1, height - 2 * inset);
        float scale = SDL_min(room_w / w, room_h / h);
        made.width = SDL_max(1, (int32_t)(w * scale + 0.5f));
        made.height = SDL_max(1, (int32_t)(h * scale + 0.5f));
    }
    if (made.width == surface->w && made.height == surface->h) {
        made.pixels = pixels;
    } else {
        made.pixels = malloc((size_t)made.width * (size_t)made.height * sizeof *made.pixels);
        PicturePart part = {pixels, surface->w, surface->h, left, top, w, h};
        bool scaled = made.pixels && picture_scale(&part, made.pixels, made.width, made.height);
        free(pixels);
        if (!scaled) {
            free(made.pixels);
            return error_set(error, ERROR_LIMIT, "no memory for the picture");
        }
    }
    made.tint = tint_of(&made);
    *out = made;
    return true;
}

bool picture_decode(Bytes file, PictureFrom from, int32_t width_px, int32_t height_px,
                    int32_t inset_px, DecodedPicture *out_picture, Error *error)
{
    FileKind kind = kind_of(file);
    if (kind == FILE_UNKNOWN)
        return error_set(error, ERROR_CORRUPT, "not an SVG, PNG or JPEG picture");
    if (kind == FILE_SVG && from == PICTURE_FROM_SERVER)
        return error_set(error, ERROR_CORRUPT, "a drawing: the server's pictures are PNG or JPEG");
    if (!check_size(kind, file, error))
        return false;
    const ImageLibrary *images = image_library_open(error);
    if (!images)
        return false;
    SDL_RWops *memory = SDL_RWFromConstMem(file.data, (int)file.size);
    SDL_Surface *surface = NULL;
    if (memory && kind == FILE_SVG)
        surface = images->LoadSizedSVG_RW(memory, SDL_max(1, width_px - 2 * inset_px),
                                          SDL_max(1, height_px - 2 * inset_px));
    else if (memory && kind == FILE_PNG)
        surface = images->LoadPNG_RW(memory);
    else if (memory)
        surface = images->LoadJPG_RW(memory);
    if (memory)
        SDL_RWclose(memory);
    if (!surface)
        return error_set(error, ERROR_CORRUPT, "cannot decode the picture: %s", SDL_GetError());
    bool done = fit(surface, width_px, height_px, inset_px, out_picture, error);
    SDL_FreeSurface(surface);
    return done;
}

bool picture_decode_file(const char *path, PictureFrom from, int32_t width_px, int32_t height_px,
                         int32_t inset_px, DecodedPicture *out_picture, Error *error)
{
    FILE *file = fopen(path, "rbe");
    if (!file)
        return error_set_errno(error, errno, "cannot open picture '%s'", path);
    // One byte more than there is: a file that grows meanwhile is told from one that ended.
    struct stat status = {0};
    size_t room = fstat(fileno(file), &status) == 0 && status.st_size >= 0 &&
                          status.st_size < PICTURE_FILE_BYTES_MAX
                      ? (size_t)status.st_size + 1
                      : PICTURE_FILE_BYTES_MAX + 1;
    uint8_t *bytes = malloc(room);
    size_t size = bytes ? fread(bytes, 1, room, file) : 0;
    fclose(file);
    bool done = false;
    if (!bytes)
        (void)error_set(error, ERROR_LIMIT, "no memory for the file");
    else if (size > PICTURE_FILE_BYTES_MAX)
        (void)error_set(error, ERROR_LIMIT, "more than %d bytes", PICTURE_FILE_BYTES_MAX);
    else
        done = picture_decode((Bytes){bytes, size}, from, width_px, height_px, inset_px,
                              out_picture, error);
    free(bytes);
    return done || error_prefix(error, "cannot show '%s'", path);
}
