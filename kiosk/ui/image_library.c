#include "ui/image_library.h"

#include <dlfcn.h>
#include <pthread.h>
#include <string.h>

#define SONAME  "libSDL2_image-2.0.so.0"
#define PACKAGE "libsdl2-image-2.0-0"

static ImageLibrary library;
static Error failure;
static bool opened;

static bool take(void *handle, const char *name, void *out_call)
{
    void *found = dlsym(handle, name);
    if (!found)
        return error_set(&failure, ERROR_IO, "%s has no '%s': install the package %s anew", SONAME,
                         name, PACKAGE);
    memcpy(out_call, &found, sizeof found); // C has no cast from an object to a function
    return true;
}

static void open_once(void)
{
    void *handle = dlopen(SONAME, RTLD_NOW | RTLD_LOCAL);
    if (!handle) {
        (void)error_set(&failure, ERROR_IO, "cannot open %s: install the package %s", SONAME,
                        PACKAGE);
        return;
    }
    bool all = true;
#define CALL(name) all = all && take(handle, "IMG_" #name, &library.name);
    IMAGE_LIBRARY_CALLS(CALL)
#undef CALL
    if (!all)
        return;
    int wanted = IMG_INIT_PNG | IMG_INIT_JPG;
    opened = (library.Init(wanted) & wanted) == wanted;
    if (!opened)
        (void)error_set(&failure, ERROR_IO, "cannot start the picture library: %s", SDL_GetError());
}

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void *open_beside(void *context)
{
    (void)context;
    pthread_once(&once, open_once);
    return NULL;
}

void image_library_begin(void)
{
    pthread_t thread;
    // Without one the first caller loads it.
    if (pthread_create(&thread, NULL, open_beside, NULL) == 0)
        pthread_detach(thread);
}

const ImageLibrary *image_library_open(Error *error)
{
    pthread_once(&once, open_once);
    if (opened)
        return &library;
    *error = failure;
    return NULL;
}
