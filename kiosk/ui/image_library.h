/* SDL2_image, loaded beside the start and not with the program: it brings the readers of more kinds
 * of pictures than the kiosk shows, and the first window, fonts and texts need none of them. Its
 * headers are used, its calls go through this table. */
#ifndef KIOSK_UI_IMAGE_LIBRARY_H
#define KIOSK_UI_IMAGE_LIBRARY_H

#include <SDL_image.h>

#include "base/error.h"

// Each call by its own name and type, without the prefix "IMG_".
#define IMAGE_LIBRARY_CALLS(CALL)                                                                  \
    CALL(Init)                                                                                     \
    CALL(LoadSizedSVG_RW)                                                                          \
    CALL(LoadPNG_RW)                                                                               \
    CALL(LoadJPG_RW)                                                                               \
    CALL(SavePNG)                                                                                  \
    CALL(SaveJPG)

typedef struct ImageLibrary {
#define CALL(name) __typeof__(IMG_##name) *name;
    IMAGE_LIBRARY_CALLS(CALL)
#undef CALL
} ImageLibrary;

// Begins to load it on a thread that nobody waits for, so that the first icon waits less.
void image_library_begin(void);
// Loads and starts the library at the first call; from any thread, others wait for it. It stays
// until the program ends. NULL when it is not there: the error names the package.
const ImageLibrary *image_library_open(Error *error);

#endif
