/* A network of this process's own, with nothing in it but a loopback that is down. */
#ifndef KIOSK_TESTS_SUPPORT_OWN_NETWORK_H
#define KIOSK_TESTS_SUPPORT_OWN_NETWORK_H

#include <stdbool.h>

// From now to the end of the process, which has one thread. False: this machine gives none (errno).
bool own_network_enter(void);
bool own_network_loopback(bool up);

#endif
