/* libcurl as an HttpTransport: one multi handle, one easy handle for each lane, kept between calls.
 * The library is loaded by the first call or wait, on the thread that makes it; only `wake` may
 * come from another thread, and before that.
 *
 * The write lane opens a connection for each call. On a kept connection libcurl sends a POST a
 * second time by itself when the server closed it without an answer; a write must never go out
 * twice without our asking. */
#include "backoffice/http_transport.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

#include "backoffice/curl_library.h"
#include "backoffice/http_url.h"
#include "base/log.h"
#include "os/network_changes.h"

enum {
    HTTP_OTHER_BODY_MAX_BYTES = 64 << 10, // of an answer that is not 200, when a sink waits for one
    HTTP_BODY_KEPT_MAX_BYTES = 1 << 20,
    HTTP_NO_LIBRARY_WAIT_MS = 20, // without libcurl a wait looks so often whether it was woken
};

typedef struct CurlLane {
    const CurlLibrary *curl;
    CURL *easy;
    bool active;  // added to the multi handle
    bool failed;  // could not even begin: the next wait tells
    bool to_sink; // this answer's body goes to the sink
    int64_t call;
    HttpLimits limits;
    HttpSink sink;
    void *sink_context;
    uint8_t *body;
    size_t body_size, body_room;
    uint64_t received;
    bool stopped; // by us, within a callback: `error` says why
    Error error;
    int64_t server_unix_ms;
    char words[CURL_ERROR_SIZE];
} CurlLane;

typedef struct CurlTransport {
    OsClock clock;
    const CurlLibrary *curl; // NULL: not open yet, or not there
    CURLM *multi;
    CurlLane lanes[HTTP_LANE_COUNT];
    struct curl_slist *headers;
    HttpUrl url;
    char ca_file[512];
    atomic_bool woken, ready; // ready: `multi` can be woken
    int changes;              // network_changes_open's, -1: this machine does not tell
    bool changed;             // told and not yet asked for
} CurlTransport;

static bool lane_collect(CurlLane *lane, const char *data, size_t size)
{
    if (size > lane->body_room - lane->body_size) {
        size_t room = lane->body_room ? lane->body_room : 16384;
        while (room < lane->body_size + size)
            room *= 2;
        uint8_t *grown = realloc(lane->body, room);
        if (!grown)
            return error_set(&lane->error, ERROR_LIMIT, "no memory for an answer of %zu bytes",
                             room);
        lane->body = grown;
        lane->body_room = room;
    }
    memcpy(lane->body + lane->body_size, data, size);
    lane->body_size += size;
    return true;
}

static size_t on_body(char *data, size_t item, size_t count, void *context)
{
    CurlLane *lane = context;
    size_t size = item * count;
    if (lane->received == 0) {
        long status = 0;
        lane->curl->easy_getinfo(lane->easy, CURLINFO_RESPONSE_CODE, &status);
        lane->to_sink = lane->sink && status == 200;
    }
    lane->received += size;
    uint64_t limit = lane->limits.reply_max_bytes;
    if (lane->sink && !lane->to_sink && limit > HTTP_OTHER_BODY_MAX_BYTES)
        limit = HTTP_OTHER_BODY_MAX_BYTES;
    bool ok;
    if (lane->received > limit)
        ok = error_set(&lane->error, ERROR_LIMIT, "the answer has more than the %llu bytes allowed",
                       (unsigned long long)limit);
    else if (lane->to_sink)
        ok = lane->sink(lane->sink_context, (Bytes){(const uint8_t *)data, size}, &lane->error);
    else
        ok = lane_collect(lane, data, size);
    lane->stopped = !ok;
    return ok ? size : 0; // fewer bytes than given end the transfer
}

static size_t on_header(char *data, size_t item, size_t count, void *context)
{
    CurlLane *lane = context;
    size_t size = item * count;
    char value[64];
    if (size > 5 && size < sizeof value && strncasecmp(data, "date:", 5) == 0) {
        memcpy(value, data + 5, size - 5);
        value[size - 5] = 0;
        time_t seconds = lane->curl->getdate(value, NULL);
        if (seconds > 0)
            lane->server_unix_ms = (int64_t)seconds * 1000;
    }
    return size;
}

// One sentence a technician can act on. A certificate that isn't accepted is a refusal, not a
// passing fault.
static void describe(const CurlTransport *transport, const CurlLane *lane, CURLcode code,
                     Error *error)
{
    const char *host = transport->url.host;
    int port = transport->url.port;
    curl_off_t connected_us = 0, total_us = 0;
    lane->curl->easy_getinfo(lane->easy, CURLINFO_CONNECT_TIME_T, &connected_us);
    lane->curl->easy_getinfo(lane->easy, CURLINFO_TOTAL_TIME_T, &total_us);
    long system_errno = 0;
    lane->curl->easy_getinfo(lane->easy, CURLINFO_OS_ERRNO, &system_errno);
    const char *why = lane->words[0] ? lane->words : transport->curl->easy_strerror(code);
    switch ((int)code) {
    case CURLE_COULDNT_RESOLVE_HOST:
        error_set(error, ERROR_NETWORK, "the name of the server '%s' is not known", host);
        return;
    case CURLE_COULDNT_CONNECT:
        error_set(error, ERROR_NETWORK, "cannot connect to '%s' port %d: %s", host, port,
                  system_errno == ECONNREFUSED ? "connection refused"
                  : system_errno               ? strerrordesc_np((int)system_errno)
                                               : why);
        return;
    case CURLE_OPERATION_TIMEDOUT:
        if (connected_us == 0)
            error_set(error, ERROR_NETWORK, "cannot connect to '%s' port %d within %lld s", host,
                      port, (long long)(lane->limits.connect_ms / 1000));
        else if (total_us / 1000 >= lane->limits.total_ms)
            error_set(error, ERROR_NETWORK, "'%s' did not finish its answer within %lld s", host,
                      (long long)(lane->limits.total_ms / 1000));
        else
            error_set(error, ERROR_NETWORK, "'%s' was silent for %lld s", host,
                      (long long)(lane->limits.silence_ms / 1000));
        return;
    case CURLE_PEER_FAILED_VERIFICATION:
        if (strstr(why, "subject name") || strstr(why, "target host"))
            error_set(error, ERROR_REFUSED, "the certificate of '%s' is for another host", host);
        else
            error_set(error, ERROR_REFUSED, "the certificate of '%s' is not accepted: %s", host,
                      why);
        return;
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_CRL_BADFILE:
        error_set(error, ERROR_REFUSED, "cannot read the trusted certificates '%s'",
                  transport->ca_file[0] ? transport->ca_file : "of the system");
        return;
    case CURLE_PARTIAL_FILE:
    case CURLE_RECV_ERROR:
    case CURLE_BAD_CONTENT_ENCODING:
        error_set(error, ERROR_NETWORK, "the answer of '%s' was cut off", host);
        return;
    case CURLE_GOT_NOTHING:
        error_set(error, ERROR_NETWORK, "'%s' closed the connection without an answer", host);
        return;
    default:
        error_set(error, ERROR_NETWORK, "no answer from '%s' port %d: %s", host, port, why);
        return;
    }
}

static void set_options(CurlTransport *transport, CurlLane *lane, HttpLane which)
{
    const CurlLibrary *curl = transport->curl;
    CURL *easy = lane->easy;
    curl->easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl->easy_setopt(easy, CURLOPT_PROTOCOLS_STR, transport->url.secure ? "https" : "http");
    curl->easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L); // a redirect would carry the key elsewhere
    curl->easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl->easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "");
    curl->easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
    curl->easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
    curl->easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (transport->ca_file[0]) {
        curl->easy_setopt(easy, CURLOPT_CAINFO, transport->ca_file);
        curl->easy_setopt(easy, CURLOPT_CAPATH,
                          NULL); // that file alone, not the system's beside it
    }
    if (transport->url.loopback)
        curl->easy_setopt(easy, CURLOPT_PROXY, "");
    curl->easy_setopt(easy, CURLOPT_USERAGENT, "kiosk");
    curl->easy_setopt(easy, CURLOPT_HTTPHEADER, transport->headers);
    curl->easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
    curl->easy_setopt(easy, CURLOPT_WRITEDATA, lane);
    curl->easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
    curl->easy_setopt(easy, CURLOPT_HEADERDATA, lane);
    curl->easy_setopt(easy, CURLOPT_ERRORBUFFER, lane->words);
    curl->easy_setopt(easy, CURLOPT_PRIVATE, lane);
    curl->easy_setopt(easy, CURLOPT_FORBID_REUSE, which == HTTP_LANE_WRITE ? 1L : 0L);
    curl->easy_setopt(easy, CURLOPT_FRESH_CONNECT, which == HTTP_LANE_WRITE ? 1L : 0L);
#if LIBCURL_VERSION_NUM >= 0x075700
    curl->easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L); // cancel doesn't wait for a name server
#endif
}

// The library, its handles and their options. Again at each call while the library is not there.
static bool prepare(CurlTransport *transport, Error *error)
{
    if (transport->curl)
        return true;
    const CurlLibrary *curl = curl_library_open(error);
    if (!curl)
        return false;
    transport->curl = curl;
    transport->multi = curl->multi_init();
    CHECK(transport->multi != NULL);
    // "Expect:" empty: no round trip before a body; the server answers 100 to nothing.
    transport->headers = curl->slist_append(NULL, "Content-Type: application/json");
    transport->headers = curl->slist_append(transport->headers, "Expect:");
    for (int i = 0; i < HTTP_LANE_COUNT; i++) {
        CurlLane *lane = &transport->lanes[i];
        lane->curl = curl;
        lane->easy = curl->easy_init();
        CHECK(lane->easy != NULL);
        set_options(transport, lane, (HttpLane)i);
    }
    atomic_store(&transport->ready, true);
    return true;
}

static void curl_start(void *context, HttpLane which, int64_t call, const char *path, Bytes body,
                       const HttpLimits *limits, HttpSink sink, void *sink_context)
{
    CurlTransport *transport = context;
    CurlLane *lane = &transport->lanes[which];
    CHECK(!lane->active && !lane->failed);
    CHECK(limits->connect_ms > 0 && limits->total_ms > 0 && limits->silence_ms > 0);
    CHECK(limits->reply_max_bytes > 0);
    char url[sizeof transport->url.base + 128];
    CHECK(snprintf(url, sizeof url, "%s%s", transport->url.base, path) < (int)sizeof url);
    lane->call = call;
    lane->limits = *limits;
    lane->sink = sink;
    lane->sink_context = sink_context;
    lane->to_sink = lane->stopped = false;
    lane->body_size = 0;
    if (lane->body_room > HTTP_BODY_KEPT_MAX_BYTES) { // a rare big answer is not kept for ever
        free(lane->body);
        lane->body = NULL;
        lane->body_room = 0;
    }
    lane->received = 0;
    lane->server_unix_ms = 0;
    lane->words[0] = 0;
    lane->error = (Error){0};
    if (!prepare(transport, &lane->error)) {
        lane->failed = true;
        return;
    }
    const CurlLibrary *curl = transport->curl;
    CURL *easy = lane->easy;
    curl->easy_setopt(easy, CURLOPT_URL, url);
    curl->easy_setopt(easy, CURLOPT_POST, 1L);
    curl->easy_setopt(easy, CURLOPT_POSTFIELDS, (const char *)body.data);
    curl->easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)body.size);
    curl->easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)limits->connect_ms);
    curl->easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)limits->total_ms);
    curl->easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl->easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, (long)((limits->silence_ms + 999) / 1000));
    curl->easy_setopt(easy, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)limits->reply_max_bytes);
    lane->active = curl->multi_add_handle(transport->multi, easy) == CURLM_OK;
    lane->failed = !lane->active;
}

static void finish(CurlTransport *transport, CurlLane *lane, CURLcode code, HttpReply *out)
{
    long status = 0;
    lane->curl->easy_getinfo(lane->easy, CURLINFO_RESPONSE_CODE, &status);
    *out = (HttpReply){
        .call = lane->call, .status = (int)status, .server_unix_ms = lane->server_unix_ms};
    if (lane->stopped)
        out->error = lane->error;
    else if (code == CURLE_FILESIZE_EXCEEDED)
        error_set(&out->error, ERROR_LIMIT, "the answer has more than the %llu bytes allowed",
                  (unsigned long long)lane->limits.reply_max_bytes);
    else if (code != CURLE_OK)
        describe(transport, lane, code, &out->error);
    else
        out->ok = true;
    if (out->ok && !lane->to_sink)
        out->body = (Bytes){lane->body, lane->body_size};
    transport->curl->multi_remove_handle(transport->multi, lane->easy);
    lane->active = false;
}

static bool take_finished(CurlTransport *transport, HttpReply *out)
{
    for (int i = 0; i < HTTP_LANE_COUNT; i++) {
        CurlLane *lane = &transport->lanes[i];
        if (!lane->failed)
            continue;
        lane->failed = false;
        *out = (HttpReply){.call = lane->call};
        if (lane->error.message[0])
            out->error = lane->error;
        else
            error_set(&out->error, ERROR_NETWORK, "cannot begin a call");
        return true;
    }
    CURLMsg *message;
    int left;
    while (transport->curl &&
           (message = transport->curl->multi_info_read(transport->multi, &left))) {
        if (message->msg != CURLMSG_DONE)
            continue;
        CURLcode code = message->data.result;
        char *private = NULL;
        transport->curl->easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &private);
        finish(transport, (CurlLane *)(void *)private, code, out);
        return true;
    }
    return false;
}

static int64_t now_ms(const CurlTransport *transport)
{
    return transport->clock.monotonic_ms(transport->clock.context);
}

static void wait_without_library(int64_t left_ms)
{
    int64_t ms = left_ms < HTTP_NO_LIBRARY_WAIT_MS ? left_ms : HTTP_NO_LIBRARY_WAIT_MS;
    nanosleep(&(struct timespec){.tv_nsec = (long)ms * 1000000}, NULL);
}

static bool curl_wait(void *context, int32_t timeout_ms, HttpReply *out)
{
    CurlTransport *transport = context;
    Error ignored; // a call tells it
    bool ready = prepare(transport, &ignored);
    int64_t until = now_ms(transport) + (timeout_ms > 0 ? timeout_ms : 0);
    struct curl_waitfd changes = {.fd = transport->changes, .events = CURL_WAIT_POLLIN};
    unsigned changes_count = transport->changes >= 0;
    for (;;) {
        int running;
        if (ready)
            transport->curl->multi_perform(transport->multi, &running);
        if (take_finished(transport, out))
            return true;
        if (atomic_exchange(&transport->woken, false))
            return false;
        if (changes.revents && network_changes_take(transport->changes)) {
            transport->changed = true;
            return false;
        }
        int64_t left = until - now_ms(transport);
        if (left <= 0)
            return false;
        if (ready)
            transport->curl->multi_poll(transport->multi, &changes, changes_count, (int)left, NULL);
        else
            wait_without_library(left);
    }
}

static void curl_wake(void *context)
{
    CurlTransport *transport = context;
    atomic_store(&transport->woken, true);
    // Not ready: the thread that makes it so looks at `woken` afterwards, before it waits.
    if (atomic_load(&transport->ready))
        transport->curl->multi_wakeup(transport->multi);
}

static void curl_cancel(void *context, HttpLane which)
{
    CurlTransport *transport = context;
    CurlLane *lane = &transport->lanes[which];
    if (lane->active)
        transport->curl->multi_remove_handle(transport->multi, lane->easy);
    lane->active = lane->failed = false;
}

static bool curl_network_changed(void *context)
{
    CurlTransport *transport = context;
    bool changed = transport->changed;
    transport->changed = false;
    return changed;
}

bool http_transport_curl_create(const HttpCurlConfig *config, HttpTransport *out, Error *error)
{
    HttpUrl url;
    if (!http_url_allowed(config->url, error) || !http_url_parse(config->url, &url, error))
        return false;
    CurlTransport *transport = calloc(1, sizeof *transport);
    CHECK(transport != NULL);
    transport->url = url;
    transport->clock = config->clock;
    snprintf(transport->ca_file, sizeof transport->ca_file, "%s", config->ca_file);
    Error untold;
    if (!network_changes_open(&transport->changes, &untold)) {
        log_warning("%s; a network that comes back is found by trying, ignoring", untold.message);
        transport->changes = -1;
    }
    *out = (HttpTransport){.context = transport,
                           .start = curl_start,
                           .wait = curl_wait,
                           .wake = curl_wake,
                           .cancel = curl_cancel,
                           .network_changed = curl_network_changed};
    return true;
}

void http_transport_curl_destroy(HttpTransport *transport)
{
    CurlTransport *made = transport->context;
    if (!made)
        return;
    for (int i = 0; i < HTTP_LANE_COUNT && made->curl; i++) {
        curl_cancel(made, (HttpLane)i);
        made->curl->easy_cleanup(made->lanes[i].easy);
        free(made->lanes[i].body);
    }
    if (made->curl) {
        made->curl->multi_cleanup(made->multi);
        made->curl->slist_free_all(made->headers);
    }
    if (made->changes >= 0)
        close(made->changes);
    free(made);
    *transport = (HttpTransport){0};
}
