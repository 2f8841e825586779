/* Confirmed orders stay [lane] keep_days, then the journal keeps a digest of them. Once a day, and
 * only while no customer is here. Days are counted by the server's time alone: a clock of the lane
 * that runs ahead would take young orders away. */
#include "lane/lane.h"

#define DAY_MS (INT64_C(24) * 60 * 60 * 1000)

void lane_upkeep(Lane *lane)
{
    bool idle = !lane->checkout.sale_open && lane->record_count == 0;
    int64_t day = lane->server_unix_ms / DAY_MS;
    if (lane->keep_days <= 0 || lane->server_unix_ms <= 0 || !lane->journal || !idle)
        return;
    if (day > lane->kept_day &&
        journal_compact(lane->journal, lane->server_unix_ms - lane->keep_days * DAY_MS))
        lane->kept_day = day;
}
