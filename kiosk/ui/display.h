/* Where pixels go: a window, or only memory (tests, pictures of screens).
 *
 * The screen is painted in memory and only what changed is shown. On X11 and without a display that
 * memory is the window's own surface. With SDL's driver `evdev`, which hears keys and fingers but
 * shows nothing, it goes to the screen itself (kms_output.h): that is the appliance. Where SDL has
 * no surface (Wayland, KMSDRM) it is a texture of the opengles2 renderer: on KMSDRM the `opengl`
 * and `software` renderers show nothing. */
#ifndef KIOSK_UI_DISPLAY_H
#define KIOSK_UI_DISPLAY_H

#include "base/error.h"
#include "ui/layout.h"
#include "ui/painter.h"

typedef struct Display {
    struct SDL_Window *window;
    struct KmsOutput *kms;         // NULL with a window that is shown
    struct SDL_Renderer *renderer; // NULL with a window surface
    struct SDL_Texture *texture;
    uint32_t *own_pixels; // NULL when the window surface is painted directly
    PaintSurface surface;
    bool copies; // own pixels are copied into a window surface of another format
} Display;

// What SDL is to find in the environment. Before the first thread: others may read it meanwhile.
void display_prepare(void);
// Starts SDL video and opens a window of that size, or full screen when `width` is 0.
MUST_USE bool display_open_window(Display *display, const char *title, int32_t width,
                                  int32_t height, Error *error);
void display_open_memory(Display *display, int32_t width, int32_t height);
void display_close(Display *display); // accepts a zeroed one

// After the window's size changed. True when the surface is another one: everything must be
// painted.
MUST_USE bool display_refresh(Display *display, bool *out_changed, Error *error);
// Shows these parts of the surface.
void display_present(Display *display, const PixelRect *rects, int32_t rect_count);
MUST_USE bool display_write_png(const Display *display, const char *path, Error *error);

#endif
