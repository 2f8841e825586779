/* What the machine's service manager is told: that the lane is up, what it does, and that its loop
 * turns. systemd's protocol (man 3 sd_notify): datagrams of text to the socket that NOTIFY_SOCKET
 * names. A dozen lines of our own instead of libsystemd, which would bring five libraries more into
 * the process that holds the key; systemd documents the protocol as stable for this.
 *
 * Without NOTIFY_SOCKET nothing is told, and nothing is due. */
#ifndef KIOSK_APP_SERVICE_MANAGER_H
#define KIOSK_APP_SERVICE_MANAGER_H

#include <stdbool.h>
#include <stdint.h>

typedef struct ServiceManager {
    int socket;             // -1: nobody listens
    int64_t alive_every_ms; // half of what systemd waits (WATCHDOG_USEC); 0: it doesn't
    int64_t alive_due_ms;   // monotonic
    bool ready;
    char status[160];
} ServiceManager;

// Takes the variables out of the environment: no child is meant. A socket that can't be reached is
// logged, once.
void service_manager_open(ServiceManager *manager);
bool service_manager_listens(const ServiceManager *manager);
void service_manager_close(ServiceManager *manager); // says that the lane stops; accepts {0}
// Once, when the first picture is shown and the workers are there.
void service_manager_ready(ServiceManager *manager);
// What the lane does, for people who ask systemd; the same words are told once.
void service_manager_status(ServiceManager *manager, const char *words);
// From the main loop alone, after a turn: what no longer turns is killed and started again.
void service_manager_alive(ServiceManager *manager, int64_t now_ms);
int64_t service_manager_due_ms(const ServiceManager *manager); // INT64_MAX: never

#endif
