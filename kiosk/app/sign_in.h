/* Who an attendant is: PINs and badges against their Argon2id strings, on a thread of its own
 * because each comparison takes tens of milliseconds and 16 MiB. What was typed is wiped as soon as
 * it was compared. */
#ifndef KIOSK_APP_SIGN_IN_H
#define KIOSK_APP_SIGN_IN_H

#include "app/config.h"
#include "base/bounded_queue.h"

typedef struct SignInEvent {
    bool ok, manager, by_badge;
    char name[48];
} SignInEvent;

typedef struct SignIn SignIn;

// `attendants` stay with the caller. Events (SignInEvent), one for each request.
SignIn *sign_in_start(const ConfigAttendant *attendants, int32_t count, BoundedQueue *events);
void sign_in_stop(SignIn *sign_in); // accepts NULL
MUST_USE bool sign_in_verify(SignIn *sign_in, const char *secret, bool is_badge);

#endif
