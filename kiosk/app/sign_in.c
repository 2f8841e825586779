#include "app/sign_in.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/job_thread.h"
#include "base/log.h"

enum { REQUESTS_MAX = 4 };

typedef struct SignInRequest {
    char secret[64];
    bool is_badge;
} SignInRequest;

struct SignIn {
    const ConfigAttendant *attendants;
    int32_t count;
    JobThread thread;
    BoundedQueue *events;
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

static void work(void *owner, void *request)
{
    const SignIn *sign_in = owner;
    SignInEvent event = compare(sign_in, request);
    sodium_memzero(request, sizeof(SignInRequest));
    if (!bounded_queue_push(sign_in->events, &event))
        log_error("an answer to a sign-in found no room");
}

SignIn *sign_in_start(const ConfigAttendant *attendants, int32_t count, BoundedQueue *events)
{
    SignIn *sign_in = calloc(1, sizeof *sign_in);
    CHECK(sign_in != NULL);
    *sign_in = (SignIn){.attendants = attendants, .count = count, .events = events};
    job_thread_init(&sign_in->thread, "sign-in", sizeof(SignInRequest), REQUESTS_MAX, work,
                    sign_in);
    job_thread_start(&sign_in->thread);
    return sign_in;
}

void sign_in_stop(SignIn *sign_in)
{
    if (!sign_in)
        return;
    job_thread_stop(&sign_in->thread);
    job_thread_wipe(&sign_in->thread);
    job_thread_release(&sign_in->thread);
    free(sign_in);
}

bool sign_in_verify(SignIn *sign_in, const char *secret, bool is_badge)
{
    SignInRequest request = {.is_badge = is_badge};
    size_t size = strlen(secret);
    bool ok = size > 0 && size < sizeof request.secret;
    if (ok) {
        memcpy(request.secret, secret, size);
        ok = job_thread_give(&sign_in->thread, &request);
    }
    sodium_memzero(&request, sizeof request);
    return ok;
}
