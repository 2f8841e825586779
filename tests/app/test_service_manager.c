/* A service manager on a socket of the test: what it hears, and when. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "app/service_manager.h"
#include "base/check.h"
#include "support/unit_test.h"

static int listener;
static char name[64];

static int begin(void **state)
{
    (void)state;
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(name, sizeof name, "/tmp/kiosk-notify-%d", (int)getpid());
    memcpy(address.sun_path, name, strlen(name));
    unlink(name);
    listener = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(listener, (struct sockaddr *)&address, sizeof address), 0);
    setenv("NOTIFY_SOCKET", name, 1);
    return 0;
}

static int end(void **state)
{
    (void)state;
    close(listener);
    unlink(name);
    unsetenv("NOTIFY_SOCKET");
    unsetenv("WATCHDOG_USEC");
    unsetenv("WATCHDOG_PID");
    return 0;
}

static void hears(const char *wanted)
{
    char text[256] = "";
    ssize_t size = recv(listener, text, sizeof text - 1, 0);
    if (!wanted) {
        assert_int_equal(size, -1);
        return;
    }
    assert_true(size > 0);
    assert_string_equal(text, wanted);
}

static void each_thing_is_said_once(void **state)
{
    (void)state;
    ServiceManager manager;
    service_manager_open(&manager);
    assert_null(getenv("NOTIFY_SOCKET")); // no child is meant
    service_manager_status(&manager, "closed: no catalogue yet");
    service_manager_ready(&manager);
    service_manager_ready(&manager);
    service_manager_status(&manager, "closed: no catalogue yet");
    service_manager_status(&manager, "selling");
    hears("STATUS=closed: no catalogue yet");
    hears("READY=1");
    hears("STATUS=selling");
    hears(NULL);
    service_manager_close(&manager);
    hears("STOPPING=1");
}

static void it_says_that_it_lives_twice_as_often_as_is_asked(void **state)
{
    (void)state;
    ServiceManager manager;
    char process[24];
    snprintf(process, sizeof process, "%d", (int)getpid());
    setenv("WATCHDOG_USEC", "10000000", 1);
    setenv("WATCHDOG_PID", process, 1);
    service_manager_open(&manager);
    service_manager_alive(&manager, 1000);
    hears("WATCHDOG=1");
    assert_int_equal(service_manager_due_ms(&manager), 6000);
    service_manager_alive(&manager, 5999);
    hears(NULL);
    service_manager_alive(&manager, 6000);
    hears("WATCHDOG=1");
    service_manager_close(&manager);
}

static void a_watchdog_of_another_process_is_none(void **state)
{
    (void)state;
    ServiceManager manager;
    setenv("WATCHDOG_USEC", "10000000", 1);
    setenv("WATCHDOG_PID", "1", 1);
    service_manager_open(&manager);
    assert_int_equal(service_manager_due_ms(&manager), INT64_MAX);
    service_manager_alive(&manager, 1000);
    hears(NULL);
    service_manager_close(&manager);
}

static void without_a_manager_nothing_is_due(void **state)
{
    (void)state;
    static const char *const names[] = {"", "relative", "/tmp/there-is-no-such-socket"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        ServiceManager manager;
        setenv("NOTIFY_SOCKET", names[i], 1);
        setenv("WATCHDOG_USEC", "10000000", 1);
        service_manager_open(&manager);
        assert_int_equal(service_manager_due_ms(&manager), INT64_MAX);
        service_manager_ready(&manager);
        service_manager_alive(&manager, 1000);
        service_manager_close(&manager);
    }
    hears(NULL);
}

// A manager that reads nothing for a while stops nobody, and hears of the lane later.
static void a_busy_manager_is_not_waited_for(void **state)
{
    (void)state;
    ServiceManager manager;
    setenv("WATCHDOG_USEC", "2000000", 1);
    service_manager_open(&manager);
    for (int64_t now = 0; now < 2000000; now += 1000)
        service_manager_alive(&manager, now);
    service_manager_ready(&manager);
    assert_false(manager.ready);
    char text[256];
    while (recv(listener, text, sizeof text, 0) > 0)
        continue;
    service_manager_ready(&manager);
    hears("READY=1");
    service_manager_close(&manager);
}

#define CASE(each) cmocka_unit_test_setup_teardown(each, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(each_thing_is_said_once),
        CASE(it_says_that_it_lives_twice_as_often_as_is_asked),
        CASE(a_watchdog_of_another_process_is_none),
        CASE(without_a_manager_nothing_is_due),
        CASE(a_busy_manager_is_not_waited_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
