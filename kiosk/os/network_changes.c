#include "os/network_changes.h"

#include <errno.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <stdint.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MESSAGES_ROOM = 16384 }; // one read of the kernel's is never longer (netlink(7))

bool network_changes_open(int *out_descriptor, Error *error)
{
    int descriptor = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE);
    if (descriptor < 0)
        return error_set_errno(error, errno, "cannot ask the kernel about the network");
    struct sockaddr_nl address = {.nl_family = AF_NETLINK,
                                  .nl_groups = RTMGRP_LINK | RTMGRP_IPV4_IFADDR |
                                               RTMGRP_IPV6_IFADDR | RTMGRP_IPV4_ROUTE |
                                               RTMGRP_IPV6_ROUTE};
    if (bind(descriptor, (const struct sockaddr *)&address, sizeof address) != 0) {
        int failure = errno;
        close(descriptor);
        return error_set_errno(error, failure, "cannot listen to the kernel about the network");
    }
    *out_descriptor = descriptor;
    return true;
}

// Links are told of for other reasons too (a wireless one at each of its searches), and what
// changed is not always marked: one that can carry something counts.
static bool brings_something(const struct nlmsghdr *message)
{
    if (message->nlmsg_type == RTM_NEWADDR || message->nlmsg_type == RTM_NEWROUTE)
        return true;
    if (message->nlmsg_type != RTM_NEWLINK ||
        message->nlmsg_len < NLMSG_LENGTH(sizeof(struct ifinfomsg)))
        return false;
    const struct ifinfomsg *link = NLMSG_DATA(message);
    return (link->ifi_flags & IFF_RUNNING) != 0;
}

static bool any_brings_something(const uint8_t *bytes, size_t size)
{
    bool came = false;
    while (size >= sizeof(struct nlmsghdr)) {
        const struct nlmsghdr *message = (const struct nlmsghdr *)(const void *)bytes;
        if (message->nlmsg_len < sizeof *message || message->nlmsg_len > size)
            break;
        came = came || brings_something(message);
        size_t step = NLMSG_ALIGN((size_t)message->nlmsg_len);
        if (step >= size)
            break;
        bytes += step;
        size -= step;
    }
    return came;
}

bool network_changes_take(int descriptor)
{
    _Alignas(struct nlmsghdr) uint8_t bytes[MESSAGES_ROOM];
    bool came = false;
    for (;;) {
        struct sockaddr_nl from = {0};
        socklen_t from_size = sizeof from;
        ssize_t size =
            recvfrom(descriptor, bytes, sizeof bytes, 0, (struct sockaddr *)&from, &from_size);
        if (size < 0 && errno == EINTR)
            continue;
        if (size < 0 && errno == ENOBUFS) { // some were left out; the rest can be read
            came = true;
            continue;
        }
        if (size <= 0)
            return came;
        if (from_size != sizeof from || from.nl_pid != 0)
            continue; // another program's
        came = any_brings_something(bytes, (size_t)size) || came;
    }
}
