/* The network as a table, so that a test or the simulator can stand in for it. The real one is
 * libcurl. */
#ifndef KIOSK_BACKOFFICE_HTTP_TRANSPORT_H
#define KIOSK_BACKOFFICE_HTTP_TRANSPORT_H

#include "base/error.h"
#include "base/text.h"
#include "os/os.h"

typedef struct HttpLimits {                   // set on every call
    int64_t connect_ms, total_ms, silence_ms; // silence: time without a byte
    uint64_t reply_max_bytes;
} HttpLimits;

// One call at a time each. A call on the write lane goes out once: nothing below repeats it by
// itself.
typedef enum HttpLane { HTTP_LANE_WRITE, HTTP_LANE_READ, HTTP_LANE_COUNT } HttpLane;

typedef struct HttpReply {
    int64_t call; // as given to start
    bool ok;      // an HTTP answer came whole; false: error says why (ERROR_NETWORK, ERROR_LIMIT,
                  // ERROR_REFUSED for TLS)
    int status;
    Bytes
        body; // empty when a sink took it; owned by the transport until the next call on this lane
    int64_t server_unix_ms; // of the Date header, 0 without
    Error error;
} HttpReply;

// Takes the body of a 200 answer in pieces instead of collecting it (another status is collected,
// cut at 64 KiB). False stops the transfer with that error.
typedef bool (*HttpSink)(void *context, Bytes piece, Error *error);

typedef struct HttpTransport {
    void *context;
    // Begins POST of `body` (JSON) to base url + path; body must live until the reply. The lane
    // must be free.
    void (*start)(void *context, HttpLane lane, int64_t call, const char *path, Bytes body,
                  const HttpLimits *limits, HttpSink sink, void *sink_context);
    // Waits up to `timeout_ms` for a finished call, a wake or a change of this machine's network;
    // true with the reply of one.
    bool (*wait)(void *context, int32_t timeout_ms, HttpReply *out);
    void (*wake)(void *context); // from any thread
    void (*cancel)(void *context, HttpLane lane);
    // Since the last question a cable, an address or a route came: what was out of reach may be
    // in reach. From the thread that waits.
    bool (*network_changed)(void *context);
} HttpTransport;

typedef struct HttpCurlConfig {
    OsClock clock;     // for the limits of wait
    char url[256];     // http only to loopback
    char ca_file[512]; // empty: the system's
} HttpCurlConfig;

MUST_USE bool http_transport_curl_create(const HttpCurlConfig *config, HttpTransport *out,
                                         Error *error);
void http_transport_curl_destroy(HttpTransport *transport);
// http:// only for 127.0.0.0/8, ::1 and localhost; https:// else. The message names the url's host.
MUST_USE bool http_url_allowed(const char *url, Error *error);

#endif
