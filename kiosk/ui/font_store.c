#include "ui/font_store.h"

#include <SDL_ttf.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/check.h"
#include "base/log.h"

// Noto's static fonts have two weights in Debian: medium text takes the regular one.
static const struct {
    const char *medium, *semibold, *bold;
    const char *package;
} files[FONT_FAMILY_COUNT] = {
#define INTER "/usr/share/fonts/opentype/inter/"
#define NOTO  "/usr/share/fonts/truetype/noto/"
#define CJK   "/usr/share/fonts/opentype/noto/"
#define TWO(directory, name, end)                                                                  \
    directory name "-Regular" end, directory name "-Bold" end, directory name "-Bold" end
    [FONT_INTER] = {INTER "Inter-Medium.otf", INTER "Inter-SemiBold.otf", INTER "Inter-Bold.otf",
                    "fonts-inter"},
    [FONT_INTER_DISPLAY] = {INTER "InterDisplay-Medium.otf", INTER "InterDisplay-SemiBold.otf",
                            INTER "InterDisplay-Bold.otf", "fonts-inter"},
    [FONT_ARABIC] = {TWO(NOTO, "NotoSansArabic", ".ttf"), "fonts-noto-core"},
    [FONT_HEBREW] = {TWO(NOTO, "NotoSansHebrew", ".ttf"), "fonts-noto-core"},
    [FONT_DEVANAGARI] = {TWO(NOTO, "NotoSansDevanagari", ".ttf"), "fonts-noto-core"},
    [FONT_THAI] = {TWO(NOTO, "NotoSansThai", ".ttf"), "fonts-noto-core"},
    [FONT_NOTO] = {TWO(NOTO, "NotoSans", ".ttf"), "fonts-noto-core"},
    [FONT_CJK] = {TWO(CJK, "NotoSansCJK", ".ttc"), "fonts-noto-cjk"},
#undef TWO
#undef CJK
#undef NOTO
#undef INTER
};

static const char *file_of(FontFamily family, TypeWeight weight)
{
    if (weight == TYPE_BOLD)
        return files[family].bold;
    return weight == TYPE_SEMIBOLD ? files[family].semibold : files[family].medium;
}

// Files are mapped, once for all sizes: FreeType reads glyphs piece by piece, and each piece of a
// file that is not in memory is two system calls.
static const FontFile *map_file(FontStore *store, FontFamily family, TypeWeight weight)
{
    FontFile *file = &store->files[family][weight - TYPE_MEDIUM];
    if (file->bytes)
        return file;
    int handle = open(file_of(family, weight), O_RDONLY | O_CLOEXEC);
    if (handle < 0)
        return NULL;
    struct stat status;
    if (fstat(handle, &status) == 0 && status.st_size > 0 && status.st_size < INT32_MAX) {
        void *bytes = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, handle, 0);
        if (bytes != MAP_FAILED) {
            file->bytes = bytes;
            file->size = (size_t)status.st_size;
        }
    }
    close(handle);
    return file->bytes ? file : NULL;
}

static TTF_Font *open_font(FontStore *store, FontFamily family, TypeWeight weight, int32_t half_px)
{
    const FontFile *file = map_file(store, family, weight);
    SDL_RWops *reader = file ? SDL_RWFromConstMem(file->bytes, (int)file->size) : NULL;
    if (!reader)
        return NULL;
    // At 36 dpi a point is half a pixel: the way to sizes between whole pixels.
    TTF_Font *font = TTF_OpenFontDPIRW(reader, 1, half_px, 36, 36);
    if (font) {
        TTF_SetFontHinting(font, TTF_HINTING_LIGHT_SUBPIXEL);
        TTF_SetFontKerning(font, 1);
    }
    return font;
}

static int32_t widest_digit(TTF_Font *font)
{
    int32_t widest = 0;
    TTF_SetFontDirection(font, TTF_DIRECTION_LTR);
    TTF_SetFontScriptName(font, "Latn");
    for (char digit = '0'; digit <= '9'; digit++) {
        // Ten of them: the width of one is rounded up, which in small letters is much.
        int width = 0;
        char text[11] = {0};
        memset(text, digit, 10);
        if (TTF_SizeUTF8(font, text, &width, NULL) == 0 && width > widest)
            widest = width;
    }
    return (widest + 5) / 10;
}

bool font_store_init(FontStore *store, Error *error)
{
    memset(store, 0, sizeof *store);
    if (TTF_Init() != 0)
        return error_set(error, ERROR_IO, "cannot start the font library: %s", TTF_GetError());
    static const FontFamily needed[] = {FONT_INTER, FONT_INTER_DISPLAY};
    for (size_t i = 0; i < COUNT_OF(needed); i++) {
        TTF_Font *font = open_font(store, needed[i], TYPE_BOLD, 48);
        if (!font) {
            TTF_Quit();
            return error_set(error, ERROR_IO, "cannot open font '%s': install the package %s",
                             file_of(needed[i], TYPE_BOLD), files[needed[i]].package);
        }
        TTF_CloseFont(font);
    }
    return true;
}

void font_store_release(FontStore *store)
{
    for (int32_t i = 0; i < FONT_STORE_MAX; i++)
        if (store->fonts[i].font)
            TTF_CloseFont(store->fonts[i].font);
    for (int32_t family = 0; family < FONT_FAMILY_COUNT; family++)
        for (int32_t weight = 0; weight < 3; weight++)
            if (store->files[family][weight].bytes)
                munmap(store->files[family][weight].bytes, store->files[family][weight].size);
    memset(store, 0, sizeof *store);
    TTF_Quit();
}

const OpenFont *font_store_get(FontStore *store, FontFamily family, TypeWeight weight,
                               int32_t half_px)
{
    CHECK((unsigned)family < FONT_FAMILY_COUNT);
    CHECK(weight >= TYPE_MEDIUM && weight <= TYPE_BOLD);
    if (store->missing[family])
        return NULL;
    OpenFont *oldest = &store->fonts[0];
    store->clock++;
    for (int32_t i = 0; i < FONT_STORE_MAX; i++) {
        OpenFont *open = &store->fonts[i];
        if (open->font && open->family == family && open->weight == weight &&
            open->half_px == half_px) {
            open->used = store->clock;
            return open;
        }
        if (open->used < oldest->used)
            oldest = open;
    }
    TTF_Font *font = open_font(store, family, weight, half_px);
    if (!font) {
        store->missing[family] = true;
        log_warning("cannot open font '%s', ignoring: install the package %s",
                    file_of(family, weight), files[family].package);
        return NULL;
    }
    if (oldest->font)
        TTF_CloseFont(oldest->font);
    *oldest = (OpenFont){.font = font,
                         .family = family,
                         .weight = weight,
                         .half_px = half_px,
                         .used = store->clock,
                         .ascent = TTF_FontAscent(font),
                         .descent = -TTF_FontDescent(font)};
    return oldest;
}

int32_t font_store_digit_width(FontStore *store, const OpenFont *open)
{
    OpenFont *kept = &store->fonts[open - store->fonts];
    if (kept->digit_width == 0)
        kept->digit_width = widest_digit(kept->font);
    return kept->digit_width;
}
