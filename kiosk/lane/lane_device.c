/* The machine that the folder is on. A folder that wakes on another one (a card that was moved, or
 * copied) would go on with order references that the first machine may be using too. So it sells
 * nothing before the server has given this machine a login number of its own, or an attendant has
 * said that the other one no longer sells. Orders that were paid are sent all the same: the server
 * tells them by their access_token. */
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "lane/lane.h"

static bool same_machine(const Lane *lane)
{
    return memcmp(lane->recovered.device.identity, lane->identity, sizeof lane->identity) == 0;
}

void lane_device_open(Lane *lane)
{
    if (!lane->machine[0])
        return;
    journal_device_identity(lane->machine, lane->identity);
    lane->has_identity = true;
    lane->is_moved = lane->recovered.has_device && !same_machine(lane);
    if (lane->is_moved)
        log_warning("this data folder was on another machine: waiting for the server or for an "
                    "attendant");
}

static void adopt(Lane *lane, JournalAdoption how, const char *attendant)
{
    Arena scratch = lane->scratch;
    JournalDevice device = {.how = how, .at_unix_ms = shop_time_unix_ms(&lane->time)};
    memcpy(device.identity, lane->identity, sizeof device.identity);
    snprintf(device.attendant, sizeof device.attendant, "%s", attendant);
    lane_record(lane, JOURNAL_DEVICE, journal_encode_device(&device, &scratch), 0);
    lane->recovered.has_device = true;
    lane->recovered.device = device;
    if (!lane->is_moved)
        return;
    lane->is_moved = false;
    lane_shop_post_cause(lane);
    lane_restore(lane);
}

void lane_device_begin(Lane *lane)
{
    if (lane->has_identity && !lane->recovered.has_device)
        adopt(lane, JOURNAL_ADOPTED_FIRST, "");
}

void lane_device_session(Lane *lane)
{
    if (lane->is_moved)
        adopt(lane, JOURNAL_ADOPTED_SERVER, "");
}

void lane_device_adopt(Lane *lane, const char *attendant)
{
    if (lane->is_moved)
        adopt(lane, JOURNAL_ADOPTED_ATTENDANT, attendant);
}
