/* Tells when this machine's own network changes: a cable is plugged in, an address or a route
 * comes (rtnetlink(7)). What it is isn't told: who waits for a network tries again. */
#ifndef KIOSK_OS_NETWORK_CHANGES_H
#define KIOSK_OS_NETWORK_CHANGES_H

#include "base/error.h"

// A descriptor that poll(2) calls readable after a change; close(2) ends it. ERROR_IO: this machine
// does not tell.
MUST_USE bool network_changes_open(int *out_descriptor, Error *error);
// Reads what was told, without waiting. True: something came since the last call, or so much that
// the kernel left some out. What only went away is no news.
bool network_changes_take(int descriptor);

#endif
