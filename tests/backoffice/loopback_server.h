/* A small HTTP server on a loopback port, in a thread, that answers by path: well, slowly, half,
 * too much, elsewhere. */
#ifndef KIOSK_TESTS_BACKOFFICE_LOOPBACK_SERVER_H
#define KIOSK_TESTS_BACKOFFICE_LOOPBACK_SERVER_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>

typedef struct LoopbackServer {
    int listener;
    int32_t port;
    pthread_t thread;
    atomic_int requests;     // whole requests read
    atomic_int connections;  // accepted
    char last_request[4096]; // read it after an answer came: the thread is idle then
} LoopbackServer;

void loopback_server_start(LoopbackServer *server);
void loopback_server_stop(LoopbackServer *server);

#endif
