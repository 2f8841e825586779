#include "contact_sheet.h"

#include <SDL.h>
#include <SDL_image.h>
#include <SDL_ttf.h>
#include <stdio.h>
#include <stdlib.h>

#include "ui/font_store.h"

enum { PICTURES = 12, GAP = 16, CAPTION = 28, LETTERS_HALF_PX = 36 };

struct ContactSheet {
    const char *directory;
    char name[80];
    int32_t number; // of the sheet
    FontStore fonts;
    SDL_Surface *paper; // NULL: nothing is on it yet
    int32_t shrink, columns;
    int32_t width, height; // of a small picture
    int32_t count;         // pictures on the paper
};

bool contact_sheet_create(const char *directory, ContactSheet **out, Error *error)
{
    ContactSheet *sheet = calloc(1, sizeof *sheet);
    CHECK(sheet);
    sheet->directory = directory;
    if (!font_store_init(&sheet->fonts, error)) {
        free(sheet);
        return false;
    }
    *out = sheet;
    return true;
}

void contact_sheet_destroy(ContactSheet *sheet)
{
    if (!sheet)
        return;
    SDL_FreeSurface(sheet->paper);
    font_store_release(&sheet->fonts);
    free(sheet);
}

void contact_sheet_begin(ContactSheet *sheet, const char *name)
{
    CHECK(!sheet->paper);
    snprintf(sheet->name, sizeof sheet->name, "%s", name);
    sheet->number = 1;
}

static bool begin_paper(ContactSheet *sheet, PaintSurface picture, Error *error)
{
    bool tall = picture.height > picture.width;
    sheet->shrink = picture.width > 1000 ? 4 : 2;
    sheet->columns = tall ? 6 : 4;
    sheet->width = picture.width / sheet->shrink;
    sheet->height = picture.height / sheet->shrink;
    int32_t rows = PICTURES / sheet->columns;
    sheet->count = 0;
    sheet->paper = SDL_CreateRGBSurfaceWithFormat(0, GAP + sheet->columns * (sheet->width + GAP),
                                                  GAP + rows * (sheet->height + CAPTION + GAP), 32,
                                                  SDL_PIXELFORMAT_RGB888);
    if (!sheet->paper)
        return error_set(error, ERROR_LIMIT, "no memory for a sheet: %s", SDL_GetError());
    return SDL_FillRect(sheet->paper, NULL, 0x9aa5a2) == 0;
}

// The mean of the pixels that become one.
static uint32_t mean_of(PaintSurface picture, int32_t x, int32_t y, int32_t side)
{
    uint32_t red = 0, green = 0, blue = 0, count = (uint32_t)(side * side);
    for (int32_t v = 0; v < side; v++) {
        const uint32_t *row = picture.pixels + (y * side + v) * picture.stride + x * side;
        for (int32_t u = 0; u < side; u++) {
            red += row[u] >> 16 & 255;
            green += row[u] >> 8 & 255;
            blue += row[u] & 255;
        }
    }
    return red / count << 16 | green / count << 8 | blue / count;
}

static void draw_small(ContactSheet *sheet, PaintSurface picture, int32_t left, int32_t top)
{
    for (int32_t y = 0; y < sheet->height; y++) {
        uint32_t *row =
            (uint32_t *)((uint8_t *)sheet->paper->pixels + (top + y) * sheet->paper->pitch) + left;
        for (int32_t x = 0; x < sheet->width; x++)
            row[x] = mean_of(picture, x, y, sheet->shrink);
    }
}

static void draw_caption(ContactSheet *sheet, const char *caption, int32_t left, int32_t top)
{
    const OpenFont *open =
        font_store_get(&sheet->fonts, FONT_INTER, TYPE_SEMIBOLD, LETTERS_HALF_PX);
    SDL_Surface *words =
        open ? TTF_RenderUTF8_Blended(open->font, caption, (SDL_Color){20, 32, 31, 255}) : NULL;
    if (!words)
        return;
    SDL_Rect from = {0, 0, words->w < sheet->width ? words->w : sheet->width, words->h};
    SDL_Rect to = {left, top, from.w, from.h};
    SDL_BlitSurface(words, &from, sheet->paper, &to);
    SDL_FreeSurface(words);
}

bool contact_sheet_add(ContactSheet *sheet, PaintSurface picture, const char *caption, Error *error)
{
    if (!sheet->paper && !begin_paper(sheet, picture, error))
        return false;
    int32_t left = GAP + sheet->count % sheet->columns * (sheet->width + GAP);
    int32_t top = GAP + sheet->count / sheet->columns * (sheet->height + CAPTION + GAP);
    draw_small(sheet, picture, left, top);
    draw_caption(sheet, caption, left, top + sheet->height + 4);
    sheet->count++;
    return sheet->count < PICTURES || contact_sheet_end(sheet, error);
}

bool contact_sheet_end(ContactSheet *sheet, Error *error)
{
    char path[600];
    if (!sheet->paper)
        return true;
    snprintf(path, sizeof path, "%s/%s-%d.png", sheet->directory, sheet->name, sheet->number++);
    bool written = IMG_SavePNG(sheet->paper, path) == 0;
    SDL_FreeSurface(sheet->paper);
    sheet->paper = NULL;
    return written ||
           error_set(error, ERROR_IO, "cannot write sheet '%s': %s", path, SDL_GetError());
}
