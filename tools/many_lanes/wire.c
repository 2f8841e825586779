#include "wire.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

int64_t wire_now_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

void wire_init(Wire *wire)
{
    *wire = (Wire){.began_us = wire_now_us()};
    pthread_mutex_init(&wire->lock, NULL);
    pthread_cond_init(&wire->opened, NULL);
}

void wire_hold(Wire *wire, bool held)
{
    pthread_mutex_lock(&wire->lock);
    wire->held = held;
    pthread_cond_broadcast(&wire->opened);
    pthread_mutex_unlock(&wire->lock);
}

void wire_begin(Wire *wire)
{
    pthread_mutex_lock(&wire->lock);
    for (int32_t i = 0; i < wire->kind_count; i++) { // calls under way keep their kind's place
        samples_clear(&wire->kinds[i].took_us);
        wire->kinds[i].failed = wire->kinds[i].sent_bytes = wire->kinds[i].received_bytes = 0;
    }
    memset(wire->begun_in_second, 0, sizeof wire->begun_in_second);
    wire->began_us = wire_now_us();
    wire->under_way_max = wire->under_way;
    wire->back_us = 0;
    pthread_mutex_unlock(&wire->lock);
}

void wire_server_back(Wire *wire)
{
    pthread_mutex_lock(&wire->lock);
    wire->back_us = wire_now_us();
    pthread_mutex_unlock(&wire->lock);
}

/* --- what a call is --- */

// "pos.order create_from_ui paid", "authenticate". The wire is read as the server reads it.
static void name_of(Bytes body, char out[64])
{
    json_t *request = json_loadb((const char *)body.data, body.size, 0, NULL);
    const json_t *params = json_object_get(request, "params");
    const json_t *args = json_object_get(params, "args");
    const char *model = json_string_value(json_array_get(args, 3));
    const char *method = json_string_value(json_array_get(args, 4));
    const char *service = json_string_value(json_object_get(params, "method"));
    if (!model || !method)
        snprintf(out, 64, "%s", service ? service : "?");
    else if (strcmp(method, "create_from_ui") == 0)
        snprintf(out, 64, "%s %s %s", model, method,
                 json_is_true(json_array_get(json_array_get(args, 5), 1)) ? "draft" : "paid");
    else
        snprintf(out, 64, "%s %s", model, method);
    json_decref(request);
}

static int32_t kind_of(Wire *wire, const char *name)
{
    for (int32_t i = 0; i < wire->kind_count; i++)
        if (strcmp(wire->kinds[i].name, name) == 0)
            return i;
    CHECK(wire->kind_count < WIRE_KINDS_MAX);
    snprintf(wire->kinds[wire->kind_count].name, sizeof wire->kinds[0].name, "%s", name);
    return wire->kind_count++;
}

/* --- between the sync thread and libcurl --- */

static bool count_and_sink(void *context, Bytes piece, Error *error)
{
    WireCall *call = context;
    call->sunk_bytes += piece.size;
    return call->sink(call->sink_context, piece, error);
}

static void note_begin(WireLane *lane, WireCall *call, Bytes body)
{
    Wire *wire = lane->wire;
    char name[64];
    name_of(body, name);
    pthread_mutex_lock(&wire->lock);
    while (wire->held)
        pthread_cond_wait(&wire->opened, &wire->lock);
    call->kind = kind_of(wire, name);
    call->began_us = wire_now_us();
    wire->kinds[call->kind].sent_bytes += (int64_t)body.size;
    int64_t second = (call->began_us - wire->began_us) / 1000000;
    if (second >= 0 && second < WIRE_SECONDS_MAX)
        wire->begun_in_second[second]++;
    if (++wire->under_way > wire->under_way_max)
        wire->under_way_max = wire->under_way;
    pthread_mutex_unlock(&wire->lock);
}

static void start(void *context, HttpLane which, int64_t number, const char *path, Bytes body,
                  const HttpLimits *limits, HttpSink sink, void *sink_context)
{
    WireLane *lane = context;
    WireCall *call = &lane->calls[which];
    *call = (WireCall){.sink = sink, .sink_context = sink_context};
    lane->calls_numbers[which] = number;
    note_begin(lane, call, body);
    lane->inner.start(lane->inner.context, which, number, path, body, limits,
                      sink ? count_and_sink : NULL, sink ? call : NULL);
}

static void note_end(WireLane *lane, const WireCall *call, const HttpReply *reply)
{
    Wire *wire = lane->wire;
    int64_t now = wire_now_us();
    pthread_mutex_lock(&wire->lock);
    WireKind *kind = &wire->kinds[call->kind];
    samples_add(&kind->took_us, now - call->began_us);
    kind->failed += !reply->ok || reply->status != 200;
    kind->received_bytes += (int64_t)(call->sunk_bytes + reply->body.size);
    wire->under_way--;
    if (reply->ok && wire->back_us > 0 && lane->answered_us < wire->back_us)
        lane->answered_us = now;
    pthread_mutex_unlock(&wire->lock);
}

static bool wait_for(void *context, int32_t timeout_ms, HttpReply *out)
{
    WireLane *lane = context;
    if (!lane->inner.wait(lane->inner.context, timeout_ms, out))
        return false;
    for (int32_t i = 0; i < HTTP_LANE_COUNT; i++)
        if (lane->calls_numbers[i] == out->call)
            note_end(lane, &lane->calls[i], out);
    return true;
}

static void wake(void *context)
{
    WireLane *lane = context;
    lane->inner.wake(lane->inner.context);
}

static void cancel(void *context, HttpLane which)
{
    WireLane *lane = context;
    lane->inner.cancel(lane->inner.context, which);
    pthread_mutex_lock(&lane->wire->lock);
    lane->wire->under_way--;
    pthread_mutex_unlock(&lane->wire->lock);
}

static bool network_changed(void *context)
{
    WireLane *lane = context;
    return lane->inner.network_changed(lane->inner.context);
}

bool wire_lane_open(WireLane *lane, Wire *wire, const HttpCurlConfig *config, HttpTransport *out,
                    Error *error)
{
    *lane = (WireLane){.wire = wire, .calls_numbers = {-1, -1}};
    if (!http_transport_curl_create(config, &lane->inner, error))
        return false;
    *out = (HttpTransport){lane, start, wait_for, wake, cancel, network_changed};
    return true;
}

void wire_lane_close(WireLane *lane)
{
    http_transport_curl_destroy(&lane->inner);
}

bool wire_lane_is_back(WireLane *lane, int64_t *out_after_us)
{
    pthread_mutex_lock(&lane->wire->lock); // the lane's thread notes it
    int64_t after_us = lane->answered_us - lane->wire->back_us;
    pthread_mutex_unlock(&lane->wire->lock);
    if (after_us >= 0)
        *out_after_us = after_us;
    return after_us >= 0;
}
