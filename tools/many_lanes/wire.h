/* The network of all lanes: libcurl for each, with a count of what goes over it. */
#ifndef KIOSK_TOOLS_MANY_LANES_WIRE_H
#define KIOSK_TOOLS_MANY_LANES_WIRE_H

#include <pthread.h>
#include <stdbool.h>

#include "backoffice/http_transport.h"
#include "samples.h"

enum { WIRE_KINDS_MAX = 64, WIRE_SECONDS_MAX = 7200 };

typedef struct WireKind { // a method of the server's
    char name[64];
    int64_t failed, sent_bytes, received_bytes;
    Samples took_us; // of all calls
} WireKind;

typedef struct Wire {
    pthread_mutex_t lock; // of all that follows
    pthread_cond_t opened;
    bool held; // calls wait, so that all lanes begin in the same moment
    WireKind kinds[WIRE_KINDS_MAX];
    int32_t kind_count;
    int64_t began_us;
    int32_t begun_in_second[WIRE_SECONDS_MAX]; // calls, by second since `began_us`
    int32_t under_way, under_way_max;
    int64_t back_us; // when the server was there again, 0: it was not away
} Wire;

typedef struct WireCall {
    int32_t kind;
    int64_t began_us;
    uint64_t sunk_bytes;
    HttpSink sink;
    void *sink_context;
} WireCall;

typedef struct WireLane { // of one lane of the shop
    Wire *wire;
    HttpTransport inner;
    WireCall calls[HTTP_LANE_COUNT];
    int64_t calls_numbers[HTTP_LANE_COUNT];
    int64_t answered_us; // first answer since `back_us`, 0: none yet
} WireLane;

int64_t wire_now_us(void);
void wire_init(Wire *wire);
void wire_hold(Wire *wire, bool held);
void wire_begin(Wire *wire);       // all figures from 0
void wire_server_back(Wire *wire); // and the lanes' first answers are looked for
MUST_USE bool wire_lane_open(WireLane *lane, Wire *wire, const HttpCurlConfig *config,
                             HttpTransport *out, Error *error);
void wire_lane_close(WireLane *lane);
// How long after wire_server_back the lane had its first answer. False: it has none yet.
bool wire_lane_is_back(WireLane *lane, int64_t *out_after_us);

#endif
