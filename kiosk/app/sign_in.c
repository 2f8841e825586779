#include "app/sign_in.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"

typedef struct SignInRequest {
    char secret[64];
    bool is_badge, stop;
} SignInRequest;

struct SignIn {
    const ConfigAttendant *attendants;
    int32_t count;
    BoundedQueue requests;
    BoundedQueue *events;
    pthread_t thread;
};

static SignInEvent compare(const SignIn *sign_in, const SignInRequest *request)
{
    SignInEvent event = {.by_badge = request->is_badge};
    // All attendants are compared, also after a match: how long it takes tells nobody which one it
    // was.
    for (int32_t i = 0; i < sign_in->count; i++) {
        const ConfigAttendant *attendant = &sign_in->attendants[i];
        const char *hash = request->is_badge ? attendant->badge_hash : attendant->pin_hash;
        if (hash[0] &&
            crypto_pwhash_str_verify(hash, request->secret, strlen(request->secret)) == 0) {
            event.ok = true;
            event.manager = attendant->manager;
            memcpy(event.name, attendant->name, sizeof event.name);
        }
    }
    return event;
}

static void *run(void *context)
{
    SignIn *sign_in = context;
    log_thread_name("sign-in");
    SignInRequest request;
    while (bounded_queue_wait(&sign_in->requests, &request, -1) && !request.stop) {
        SignInEvent event = compare(sign_in, &request);
        sodium_memzero(&request, sizeof request);
        if (!bounded_queue_push(sign_in->events, &event))
            log_error("an answer to a sign-in found no room");
    }
    sodium_memzero(&request, sizeof request);
    return NULL;
}

SignIn *sign_in_start(const ConfigAttendant *attendants, int32_t count, BoundedQueue *events)
{
    SignIn *sign_in = calloc(1, sizeof *sign_in);
    CHECK(sign_in != NULL);
    *sign_in = (SignIn){.attendants = attendants, .count = count, .events = events};
    bounded_queue_init(&sign_in->requests, sizeof(SignInRequest), 4);
    CHECK(pthread_create(&sign_in->thread, NULL, run, sign_in) == 0);
    return sign_in;
}

void sign_in_stop(SignIn *sign_in)
{
    if (!sign_in)
        return;
    SignInRequest stop = {.stop = true}, dropped;
    while (!bounded_queue_push(&sign_in->requests, &stop))
        if (!bounded_queue_pop(&sign_in->requests, &dropped))
            break;
    pthread_join(sign_in->thread, NULL);
    sodium_memzero(sign_in->requests.items,
                   (size_t)sign_in->requests.capacity * sign_in->requests.item_bytes);
    bounded_queue_release(&sign_in->requests);
    free(sign_in);
}

bool sign_in_verify(SignIn *sign_in, const char *secret, bool is_badge)
{
    SignInRequest request = {.is_badge = is_badge};
    size_t size = strlen(secret);
    bool ok = size > 0 && size < sizeof request.secret;
    if (ok) {
        memcpy(request.secret, secret, size);
        ok = bounded_queue_push(&sign_in->requests, &request);
    }
    sodium_memzero(&request, sizeof request);
    return ok;
}
