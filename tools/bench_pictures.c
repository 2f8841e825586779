#include "bench_pictures.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backoffice/picture_files.h"
#include "ui/image_library.h"

enum { PICTURE_PIXELS = 128, JPEG_QUALITY = 85 };

// Smooth colours with a grain, as a photo has; a PNG ends at a disc, as a picture cut out does.
static uint32_t colour_at(int32_t number, int32_t x, int32_t y, bool cut_out)
{
    uint32_t grain = (uint32_t)(number * 131071 + y * PICTURE_PIXELS + x) * 2654435761u >> 28;
    uint32_t red = (uint32_t)(x * y / 64 + number * 37) & 255, green = (uint32_t)(x * 2) & 255;
    uint32_t blue = (uint32_t)(y * 2 + number * 11) & 255;
    int32_t from_x = x - PICTURE_PIXELS / 2, from_y = y - PICTURE_PIXELS / 2;
    bool outside = from_x * from_x + from_y * from_y > PICTURE_PIXELS * PICTURE_PIXELS / 4;
    uint32_t alpha = cut_out && outside ? 0 : 255;
    return alpha << 24 | (blue ^ grain) << 16 | (green ^ grain) << 8 | (red ^ grain);
}

static void write_one(const ImageLibrary *images, const char *path, int32_t number)
{
    bool jpeg = number % 2 != 0;
    SDL_Surface *surface = SDL_CreateRGBSurfaceWithFormat(0, PICTURE_PIXELS, PICTURE_PIXELS, 32,
                                                          SDL_PIXELFORMAT_RGBA32);
    CHECK(surface != NULL);
    for (int32_t y = 0; y < PICTURE_PIXELS; y++)
        for (int32_t x = 0; x < PICTURE_PIXELS; x++) {
            uint32_t value = colour_at(number, x, y, !jpeg);
            memcpy((uint8_t *)surface->pixels + y * surface->pitch + x * 4, &value, sizeof value);
        }
    int failed =
        jpeg ? images->SaveJPG(surface, path, JPEG_QUALITY) : images->SavePNG(surface, path);
    if (failed)
        bench_fail(path, SDL_GetError());
    SDL_FreeSurface(surface);
}

void bench_pictures_write(const char *data, const Catalogue *catalogue, int32_t articles,
                          int32_t different)
{
    char first[BENCH_PATH_MAX + 80], path[BENCH_PATH_MAX + 80], file[PICTURE_FILES_PATH_SIZE];
    Error error;
    const ImageLibrary *images = image_library_open(&error);
    if (!images)
        bench_fail("pictures", error.message);
    snprintf(path, sizeof path, "%s/images", data);
    (void)mkdir(path, 0700);
    for (int32_t i = 0; i < different; i++) {
        snprintf(first, sizeof first, "%s/images/made-%d", data, (int)i);
        write_one(images, first, i);
    }
    for (int32_t i = 0; i < catalogue->category_count + articles; i++) {
        bool is_category = i < catalogue->category_count;
        const CatCategory *category = &catalogue->categories[is_category ? i : 0];
        const CatArticle *article =
            &catalogue->articles[is_category ? 0 : i - catalogue->category_count];
        snprintf(first, sizeof first, "%s/images/made-%d", data, (int)(i % different));
        picture_files_path(
            data,
            (PictureName){is_category, is_category ? category->id : article->id,
                          is_category ? category->write_unix_s : article->write_unix_s},
            file);
        if (link(first, file) != 0)
            bench_fail(file, "cannot be linked");
    }
}
