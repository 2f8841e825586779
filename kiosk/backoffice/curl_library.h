/* libcurl, loaded when the first connection is needed and not with the program: it and the twenty
 * libraries it needs cost a start as much as drawing the first picture does, and nothing of the
 * first picture needs them. For http_transport.c alone; its headers are used, its calls go through
 * this table. */
#ifndef KIOSK_BACKOFFICE_CURL_LIBRARY_H
#define KIOSK_BACKOFFICE_CURL_LIBRARY_H

#include <curl/curl.h>

#include "base/error.h"

// Each call by its own name and type, without the prefix "curl_".
#define CURL_LIBRARY_CALLS(CALL)                                                                   \
    CALL(global_init)                                                                              \
    CALL(getdate)                                                                                  \
    CALL(slist_append)                                                                             \
    CALL(slist_free_all)                                                                           \
    CALL(easy_init)                                                                                \
    CALL(easy_setopt)                                                                              \
    CALL(easy_getinfo)                                                                             \
    CALL(easy_strerror)                                                                            \
    CALL(easy_cleanup)                                                                             \
    CALL(multi_init)                                                                               \
    CALL(multi_add_handle)                                                                         \
    CALL(multi_remove_handle)                                                                      \
    CALL(multi_perform)                                                                            \
    CALL(multi_poll)                                                                               \
    CALL(multi_wakeup)                                                                             \
    CALL(multi_info_read)                                                                          \
    CALL(multi_cleanup)

typedef struct CurlLibrary {
#define CALL(name) __typeof__(curl_##name) *name;
    CURL_LIBRARY_CALLS(CALL)
#undef CALL
} CurlLibrary;

// Loads and starts the library at the first call, from any thread; it stays until the program ends.
// NULL when it is not there: the error names the package.
const CurlLibrary *curl_library_open(Error *error);

#endif
