#include "app/service_manager.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/log.h"

static bool tell(ServiceManager *manager, const char *text)
{
    // Never waits: a manager that is busy misses one of many.
    return manager->socket < 0 || send(manager->socket, text, strlen(text),
                                       MSG_NOSIGNAL | MSG_DONTWAIT) == (ssize_t)strlen(text);
}

// "@name" is a socket without a file.
static bool connect_to(ServiceManager *manager, const char *name)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    size_t size = strlen(name);
    if ((name[0] != '/' && name[0] != '@') || size >= sizeof address.sun_path) {
        errno = EINVAL;
        return false;
    }
    memcpy(address.sun_path, name, size);
    if (name[0] == '@')
        address.sun_path[0] = 0;
    manager->socket = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    return manager->socket >= 0 &&
           connect(manager->socket, (struct sockaddr *)&address,
                   (socklen_t)(offsetof(struct sockaddr_un, sun_path) + size)) == 0;
}

static int64_t watchdog_ms(void)
{
    const char *given = getenv("WATCHDOG_USEC"), *process = getenv("WATCHDOG_PID");
    if (!given || (process && strtol(process, NULL, 10) != getpid()))
        return 0;
    return strtoll(given, NULL, 10) / 1000;
}

void service_manager_open(ServiceManager *manager)
{
    const char *name = getenv("NOTIFY_SOCKET");
    *manager = (ServiceManager){.socket = -1};
    if (!name || !name[0])
        return;
    if (connect_to(manager, name))
        manager->alive_every_ms = watchdog_ms() / 2;
    else {
        log_warning("the service manager at '%s' can't be told anything: %s", name,
                    strerror(errno));
        if (manager->socket >= 0)
            close(manager->socket);
        manager->socket = -1;
    }
    unsetenv("NOTIFY_SOCKET");
    unsetenv("WATCHDOG_USEC");
    unsetenv("WATCHDOG_PID");
}

bool service_manager_listens(const ServiceManager *manager)
{
    return manager->socket >= 0;
}

void service_manager_close(ServiceManager *manager)
{
    if (manager->socket <= 0)
        return;
    (void)tell(manager, "STOPPING=1");
    close(manager->socket);
    manager->socket = -1;
}

void service_manager_ready(ServiceManager *manager)
{
    if (!manager->ready)
        manager->ready = tell(manager, "READY=1");
}

void service_manager_status(ServiceManager *manager, const char *words)
{
    char text[200];
    if (manager->socket < 0 || strcmp(manager->status, words) == 0)
        return;
    snprintf(text, sizeof text, "STATUS=%.159s", words);
    if (tell(manager, text))
        snprintf(manager->status, sizeof manager->status, "%s", words);
}

void service_manager_alive(ServiceManager *manager, int64_t now_ms)
{
    if (manager->socket < 0 || manager->alive_every_ms == 0 || now_ms < manager->alive_due_ms)
        return;
    manager->alive_due_ms = now_ms + (tell(manager, "WATCHDOG=1") ? manager->alive_every_ms : 100);
}

int64_t service_manager_due_ms(const ServiceManager *manager)
{
    return manager->socket >= 0 && manager->alive_every_ms > 0 ? manager->alive_due_ms : INT64_MAX;
}
