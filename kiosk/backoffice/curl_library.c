#include "backoffice/curl_library.h"

#include <dlfcn.h>
#include <pthread.h>
#include <string.h>

#define SONAME "libcurl.so.4"

static CurlLibrary library;
static Error failure;
static bool opened;

static bool take(void *handle, const char *name, void *out_call)
{
    void *found = dlsym(handle, name);
    if (!found)
        return error_set(&failure, ERROR_IO, "%s has no '%s': install the package libcurl4 anew",
                         SONAME, name);
    memcpy(out_call, &found, sizeof found); // C has no cast from an object to a function
    return true;
}

static void open_once(void)
{
    void *handle = dlopen(SONAME, RTLD_NOW | RTLD_LOCAL);
    if (!handle) {
        (void)error_set(&failure, ERROR_IO, "cannot open %s: install the package libcurl4", SONAME);
        return;
    }
    bool all = true;
#define CALL(name) all = all && take(handle, "curl_" #name, &library.name);
    CURL_LIBRARY_CALLS(CALL)
#undef CALL
    if (!all)
        return;
    CURLcode code = library.global_init(CURL_GLOBAL_DEFAULT);
    if (code != CURLE_OK)
        (void)error_set(&failure, ERROR_IO, "%s does not start: %s", SONAME,
                        library.easy_strerror(code));
    opened = code == CURLE_OK;
}

const CurlLibrary *curl_library_open(Error *error)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, open_once);
    if (opened)
        return &library;
    *error = failure;
    return NULL;
}
