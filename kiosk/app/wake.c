#include "app/wake.h"

#include <SDL.h>
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum { PUMP_BUSY_MS = 8, PUMP_REST_MS = 16 };

bool wake_open(Wake *wake, Error *error)
{
    const char *driver = SDL_GetCurrentVideoDriver();
    *wake = (Wake){.event_fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)};
    if (wake->event_fd < 0)
        return error_set_errno(error, errno, "cannot make an event counter");
    wake->sdl_waits = driver && (strcmp(driver, "x11") == 0 || strcmp(driver, "wayland") == 0);
    // Without a display nothing is typed or touched: only bells and timers end the sleep.
    wake->polls = !wake->sdl_waits && driver && strcmp(driver, "offscreen") != 0 &&
                  strcmp(driver, "dummy") != 0;
    wake->sdl_event_type = SDL_RegisterEvents(1);
    return true;
}

void wake_close(Wake *wake)
{
    if (wake->event_fd > 0)
        close(wake->event_fd);
    wake->event_fd = -1;
}

void wake_ring(void *context)
{
    Wake *wake = context;
    uint64_t one = 1;
    ssize_t ignored = write(wake->event_fd, &one, sizeof one); // full: it has been rung already
    (void)ignored;
    if (wake->sdl_waits) {
        SDL_Event event = {.type = wake->sdl_event_type};
        SDL_PushEvent(&event);
    }
}

static void wait_in_sdl(int64_t timeout_ms)
{
    if (timeout_ms < 0)
        SDL_WaitEvent(NULL);
    else
        SDL_WaitEventTimeout(NULL, timeout_ms > INT32_MAX ? INT32_MAX : (int)timeout_ms);
}

void wake_wait(Wake *wake, int64_t timeout_ms, bool busy)
{
    uint64_t count;
    if (wake->sdl_waits) {
        wait_in_sdl(timeout_ms);
        ssize_t ignored = read(wake->event_fd, &count, sizeof count);
        (void)ignored;
        return;
    }
    int64_t pump_ms = busy ? PUMP_BUSY_MS : PUMP_REST_MS;
    if (wake->polls && (timeout_ms < 0 || timeout_ms > pump_ms))
        timeout_ms = pump_ms;
    struct pollfd bell = {.fd = wake->event_fd, .events = POLLIN};
    int limit = timeout_ms < 0 ? -1 : timeout_ms > INT32_MAX ? INT32_MAX : (int)timeout_ms;
    if (poll(&bell, 1, limit) > 0) {
        ssize_t ignored = read(wake->event_fd, &count, sizeof count);
        (void)ignored;
    }
}
