#include "loopback_server.h"

#include <arpa/inet.h>
#include <assert.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static bool send_text(int connection, const char *text)
{
    size_t size = strlen(text);
    return send(connection, text, size, MSG_NOSIGNAL) == (ssize_t)size;
}

// Reads one request with its body. False when the client closed.
static bool read_request(int connection, char *buffer, size_t room)
{
    size_t used = 0;
    for (;;) {
        ssize_t count = recv(connection, buffer + used, room - 1 - used, 0);
        if (count <= 0)
            return false;
        used += (size_t)count;
        buffer[used] = 0;
        const char *end = strstr(buffer, "\r\n\r\n");
        const char *length = strcasestr(buffer, "content-length:");
        if (end && length && used >= (size_t)(end + 4 - buffer) + strtoul(length + 15, NULL, 10))
            return true;
    }
}

static void wait_for_client(int connection)
{
    char byte;
    while (recv(connection, &byte, 1, 0) > 0)
        ;
}

static bool answer(LoopbackServer *server, int connection, const char *path)
{
    static char much[65536];
    (void)server;
    if (strcmp(path, "/ok") == 0)
        return send_text(
            connection,
            "HTTP/1.1 200 OK\r\nDate: Mon, 23 Nov 2026 14:12:57 GMT\r\nContent-Length: 13\r\n"
            "\r\n{\"result\": 1}");
    if (strcmp(path, "/cut") == 0)
        send_text(connection, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"result\"");
    if (strcmp(path, "/half-header") == 0)
        send_text(connection, "HTTP/1.1 200 OK\r\nContent-Le");
    if (strcmp(path, "/redirect") == 0)
        return send_text(connection,
                         "HTTP/1.1 302 Found\r\nLocation: /stolen\r\nContent-Length: 0\r\n\r\n");
    if (strcmp(path, "/html") == 0)
        return send_text(connection, "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 6\r\n\r\n<html>");
    if (strcmp(path, "/hang") == 0)
        wait_for_client(connection);
    if (strcmp(path, "/silent") == 0) {
        send_text(connection, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{");
        wait_for_client(connection);
    }
    if (strcmp(path, "/huge") == 0) {
        send_text(connection, "HTTP/1.1 200 OK\r\n\r\n");
        while (send(connection, much, sizeof much, MSG_NOSIGNAL) > 0)
            ;
    }
    if (strcmp(path, "/announced") == 0)
        send_text(connection, "HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n{");
    return false;
}

static void *serve(void *context)
{
    LoopbackServer *server = context;
    for (;;) {
        int connection = accept(server->listener, NULL, NULL);
        if (connection < 0)
            return NULL;
        atomic_fetch_add(&server->connections, 1);
        char path[64];
        while (read_request(connection, server->last_request, sizeof server->last_request)) {
            atomic_fetch_add(&server->requests, 1);
            if (sscanf(server->last_request, "POST %63s", path) != 1 ||
                !answer(server, connection, path))
                break;
        }
        close(connection);
    }
}

void loopback_server_start(LoopbackServer *server)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    *server = (LoopbackServer){.listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    assert(server->listener >= 0);
    assert(bind(server->listener, (struct sockaddr *)&address, sizeof address) == 0);
    assert(listen(server->listener, 8) == 0);
    assert(getsockname(server->listener, (struct sockaddr *)&address, &size) == 0);
    server->port = ntohs(address.sin_port);
    assert(pthread_create(&server->thread, NULL, serve, server) == 0);
}

void loopback_server_stop(LoopbackServer *server)
{
    shutdown(server->listener, SHUT_RDWR);
    pthread_join(server->thread, NULL);
    close(server->listener);
}
