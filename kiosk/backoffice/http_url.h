/* The back office's address, taken apart and judged: what the lane may talk to, before any name is
 * resolved. */
#ifndef KIOSK_BACKOFFICE_HTTP_URL_H
#define KIOSK_BACKOFFICE_HTTP_URL_H

#include <stdint.h>

#include "base/error.h"

typedef struct HttpUrl {
    bool secure;    // https
    bool loopback;  // the host is this machine by its spelling: 127.0.0.0/8, ::1, localhost
    char host[254]; // without the brackets of an IPv6 address
    int32_t port;   // as written, else 80 or 443
    char base[300]; // scheme, host and port, no slash at the end: a path can be added
} HttpUrl;

// ERROR_INVALID unless it is http:// or https://, a host, perhaps a port, and nothing else but one
// slash.
MUST_USE bool http_url_parse(const char *url, HttpUrl *out, Error *error);

#endif
