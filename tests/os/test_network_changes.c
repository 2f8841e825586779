// In a network of its own, which the test changes; where no user may have one it says so.
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "os/network_changes.h"
#include "support/own_network.h"
#include "support/unit_test.h"

enum { PATIENCE_MS = 20000 };

static int listen_to_the_kernel(void)
{
    int descriptor;
    Error error;
    if (!network_changes_open(&descriptor, &error))
        fail_msg("%s", error.message);
    return descriptor;
}

static bool told(int descriptor)
{
    struct pollfd readable = {.fd = descriptor, .events = POLLIN};
    return poll(&readable, 1, PATIENCE_MS) == 1;
}

static void what_comes_is_told_once(void **state)
{
    (void)state;
    int descriptor = listen_to_the_kernel();
    assert_false(network_changes_take(descriptor)); // and does not wait
    assert_true(own_network_loopback(true));
    assert_true(told(descriptor));
    assert_true(network_changes_take(descriptor));
    assert_false(network_changes_take(descriptor));
    close(descriptor);
}

static void what_goes_is_no_news(void **state)
{
    (void)state;
    assert_true(own_network_loopback(true));
    int descriptor = listen_to_the_kernel();
    (void)network_changes_take(descriptor);
    assert_true(own_network_loopback(false));
    assert_true(told(descriptor));
    assert_false(network_changes_take(descriptor));
    close(descriptor);
}

static void more_than_the_kernel_keeps_is_told(void **state)
{
    (void)state;
    assert_true(own_network_loopback(false));
    int descriptor = listen_to_the_kernel();
    int room = 1; // the kernel makes it its least
    assert_int_equal(setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &room, sizeof room), 0);
    for (int i = 0; i < 100; i++) {
        assert_true(own_network_loopback(true));
        assert_true(own_network_loopback(false));
    }
    assert_true(told(descriptor));
    assert_true(network_changes_take(descriptor));
    assert_false(network_changes_take(descriptor));
    close(descriptor);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_comes_is_told_once),
        cmocka_unit_test(what_goes_is_no_news),
        cmocka_unit_test(more_than_the_kernel_keeps_is_told),
    };
    if (!own_network_enter()) {
        printf("1..0 # SKIP this machine gives no network to play with: %s\n", strerror(errno));
        return 0;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
