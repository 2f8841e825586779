#include "ui/display.h"

#include <SDL.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/check.h"
#include "ui/image_library.h"
#include "ui/kms_output.h"
#include "ui/theme.h"

enum { HUGE_PAGE_BYTES = 2 << 20 };

// A surface is 2,000 small pages, and each is a fault when it is first painted: more than all other
// work of the first picture. In huge pages it is four. Memory of malloc's kind, for free().
static void *allocate(size_t size)
{
    if (size < HUGE_PAGE_BYTES)
        return malloc(size);
    size_t whole = (size + HUGE_PAGE_BYTES - 1) / HUGE_PAGE_BYTES * HUGE_PAGE_BYTES;
    void *memory = whole >= size ? aligned_alloc(HUGE_PAGE_BYTES, whole) : NULL;
    if (memory)
        (void)madvise(memory, whole, MADV_HUGEPAGE); // a kernel without them changes nothing
    return memory;
}

static bool driver_has_surfaces(void)
{
    const char *driver = SDL_GetCurrentVideoDriver();
    return driver && (strcmp(driver, "x11") == 0 || strcmp(driver, "dummy") == 0 ||
                      strcmp(driver, "offscreen") == 0);
}

static bool driver_shows_nothing(void)
{
    const char *driver = SDL_GetCurrentVideoDriver();
    return driver && strcmp(driver, "evdev") == 0;
}

static void set_hints(void)
{
    // Fingers come as fingers only, not as a second mouse; see touch.h.
    SDL_SetHint(SDL_HINT_TOUCH_MOUSE_EVENTS, "0");
    SDL_SetHint(SDL_HINT_MOUSE_TOUCH_EVENTS, "0");
    // Without this a window surface goes through a GL renderer: 100 MB more, five times slower.
    SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
    SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
    SDL_SetHint(SDL_HINT_RENDER_DRIVER, "opengles2");
    SDL_SetHint(SDL_HINT_VIDEO_X11_NET_WM_BYPASS_COMPOSITOR, "1");
}

static void own_surface(Display *display, int32_t width, int32_t height)
{
    free(display->own_pixels);
    size_t size = (size_t)width * (size_t)height * sizeof *display->own_pixels;
    display->own_pixels = allocate(size);
    CHECK(display->own_pixels);
    memset(display->own_pixels, 0, size);
    display->surface = (PaintSurface){display->own_pixels, width, width, height};
}

static bool use_texture(Display *display, Error *error)
{
    int width = 0, height = 0;
    if (!display->renderer)
        display->renderer = SDL_CreateRenderer(display->window, -1, SDL_RENDERER_PRESENTVSYNC);
    if (!display->renderer)
        return error_set(error, ERROR_IO, "cannot start the display's renderer: %s",
                         SDL_GetError());
    SDL_GetRendererOutputSize(display->renderer, &width, &height);
    if (display->texture)
        SDL_DestroyTexture(display->texture);
    display->texture = SDL_CreateTexture(display->renderer, SDL_PIXELFORMAT_ARGB8888,
                                         SDL_TEXTUREACCESS_STREAMING, width, height);
    if (!display->texture)
        return error_set(error, ERROR_IO, "cannot make the display's texture: %s", SDL_GetError());
    SDL_SetTextureBlendMode(display->texture, SDL_BLENDMODE_NONE);
    own_surface(display, width, height);
    return true;
}

// The window is then only what SDL's events are about.
static bool use_screen(Display *display, int32_t *out_width, int32_t *out_height, Error *error)
{
    // The console's own colour (platform/steps/splash-colour): a start has one.
    if (!kms_output_open(&display->kms, theme_colour(THEME_LIGHT, COLOUR_BG), error))
        return false;
    kms_output_size(display->kms, out_width, out_height);
    own_surface(display, *out_width, *out_height);
    return true;
}

static bool use_window_surface(Display *display, Error *error)
{
    SDL_Surface *surface = SDL_GetWindowSurface(display->window);
    if (!surface)
        return error_set(error, ERROR_IO, "cannot get the window's surface: %s", SDL_GetError());
    bool fits = (surface->format->format == SDL_PIXELFORMAT_RGB888 ||
                 surface->format->format == SDL_PIXELFORMAT_ARGB8888) &&
                !SDL_MUSTLOCK(surface);
    display->copies = !fits;
    if (!fits) {
        own_surface(display, surface->w, surface->h);
        return true;
    }
    free(display->own_pixels);
    display->own_pixels = NULL;
    display->surface = (PaintSurface){surface->pixels, surface->pitch / 4, surface->w, surface->h};
    return true;
}

void display_prepare(void)
{
    // SDL asks for the desktop's message bus, for its screen saver. Without an address libdbus
    // starts one: it forks and runs dbus-launch, and every page that was touched is copied.
    setenv("DBUS_SESSION_BUS_ADDRESS", "disabled:", 0);
}

bool display_open_window(Display *display, const char *title, int32_t width, int32_t height,
                         Error *error)
{
    memset(display, 0, sizeof *display);
    SDL_SetMemoryFunctions(allocate, calloc, realloc, free); // for the window's surface
    set_hints();
    if (SDL_InitSubSystem(SDL_INIT_VIDEO) != 0)
        return error_set(error, ERROR_IO, "cannot open the display: %s", SDL_GetError());
    uint32_t flags = width > 0 || driver_shows_nothing() ? 0 : SDL_WINDOW_FULLSCREEN_DESKTOP;
    if (driver_shows_nothing() && !use_screen(display, &width, &height, error)) {
        display_close(display);
        return false;
    }
    display->window = SDL_CreateWindow(title, SDL_WINDOWPOS_UNDEFINED, SDL_WINDOWPOS_UNDEFINED,
                                       width > 0 ? width : 1080, width > 0 ? height : 1920, flags);
    if (!display->window) {
        (void)error_set(error, ERROR_IO, "cannot open the window: %s", SDL_GetError());
        display_close(display);
        return false;
    }
    if (width <= 0)
        SDL_ShowCursor(SDL_DISABLE);
    bool done = display->kms            ? true
                : driver_has_surfaces() ? use_window_surface(display, error)
                                        : use_texture(display, error);
    if (!done)
        display_close(display);
    return done;
}

void display_open_memory(Display *display, int32_t width, int32_t height)
{
    memset(display, 0, sizeof *display);
    own_surface(display, width, height);
}

void display_close(Display *display)
{
    bool had_video = display->window || SDL_WasInit(SDL_INIT_VIDEO);
    if (display->texture)
        SDL_DestroyTexture(display->texture);
    if (display->renderer)
        SDL_DestroyRenderer(display->renderer);
    if (display->window)
        SDL_DestroyWindow(display->window);
    kms_output_close(display->kms);
    free(display->own_pixels);
    memset(display, 0, sizeof *display);
    if (had_video)
        SDL_QuitSubSystem(SDL_INIT_VIDEO);
}

bool display_refresh(Display *display, bool *out_changed, Error *error)
{
    *out_changed = false;
    if (!display->window || display->kms)
        return true;
    PaintSurface before = display->surface;
    if (display->renderer) {
        int width = 0, height = 0;
        SDL_GetRendererOutputSize(display->renderer, &width, &height);
        if (width != before.width || height != before.height)
            if (!use_texture(display, error))
                return false;
    } else if (!use_window_surface(display, error)) {
        return false;
    }
    *out_changed = display->surface.pixels != before.pixels ||
                   display->surface.width != before.width ||
                   display->surface.height != before.height;
    return true;
}

static void copy_to_window(Display *display, const PixelRect *rects, int32_t rect_count)
{
    SDL_Surface *to = SDL_GetWindowSurface(display->window);
    SDL_Surface *from = SDL_CreateRGBSurfaceWithFormatFrom(
        display->own_pixels, display->surface.width, display->surface.height, 32,
        display->surface.stride * 4, SDL_PIXELFORMAT_RGB888);
    for (int32_t i = 0; to && from && i < rect_count; i++) {
        SDL_Rect rect = {rects[i].x, rects[i].y, rects[i].w, rects[i].h}, place = rect;
        SDL_BlitSurface(from, &rect, to, &place);
    }
    SDL_FreeSurface(from);
}

void display_present(Display *display, const PixelRect *rects, int32_t rect_count)
{
    if (!display->window || rect_count == 0)
        return;
    if (display->kms) {
        kms_output_show(display->kms, &display->surface, rects, rect_count);
        return;
    }
    if (display->renderer) {
        const PaintSurface *surface = &display->surface;
        for (int32_t i = 0; i < rect_count; i++) {
            SDL_Rect rect = {rects[i].x, rects[i].y, rects[i].w, rects[i].h};
            SDL_UpdateTexture(display->texture, &rect,
                              surface->pixels + (size_t)rect.y * (size_t)surface->stride + rect.x,
                              surface->stride * 4);
        }
        // What was on the back buffer is undefined after a present: the whole texture is shown
        // again.
        SDL_RenderCopy(display->renderer, display->texture, NULL, NULL);
        SDL_RenderPresent(display->renderer);
        return;
    }
    if (display->copies)
        copy_to_window(display, rects, rect_count);
    SDL_Rect shown[64];
    int32_t count = rect_count < 64 ? rect_count : 64;
    for (int32_t i = 0; i < count; i++)
        shown[i] = (SDL_Rect){rects[i].x, rects[i].y, rects[i].w, rects[i].h};
    SDL_UpdateWindowSurfaceRects(display->window, shown, count);
}

bool display_write_png(const Display *display, const char *path, Error *error)
{
    const PaintSurface *surface = &display->surface;
    const ImageLibrary *images = image_library_open(error);
    if (!images)
        return error_prefix(error, "cannot write picture '%s'", path);
    SDL_Surface *view =
        SDL_CreateRGBSurfaceWithFormatFrom(surface->pixels, surface->width, surface->height, 32,
                                           surface->stride * 4, SDL_PIXELFORMAT_RGB888);
    // PNG files of 24 bits: the fourth byte of a pixel is not a picture's business.
    SDL_Surface *plain = view ? SDL_ConvertSurfaceFormat(view, SDL_PIXELFORMAT_RGB24, 0) : NULL;
    bool done = plain && images->SavePNG(plain, path) == 0;
    SDL_FreeSurface(plain);
    SDL_FreeSurface(view);
    if (!done)
        return error_set(error, ERROR_IO, "cannot write picture '%s': %s", path, SDL_GetError());
    return true;
}
