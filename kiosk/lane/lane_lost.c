/* Confirmed orders that the server has lost. The sync thread looks for them; an attendant decides
 * that they are sent again. Then each of them stands in the journal once more as paid, one after
 * the other, as fast as the journal takes them, and goes the way of every paid order. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "domain/order_snapshot.h"
#include "journal/journal_send_again.h"
#include "lane/lane.h"

#define DAY_MS (INT64_C(24) * 60 * 60 * 1000)

static void ask_next(Lane *lane)
{
    lane->lost_asked = lane->sync && sync_send_lost_order(lane->sync);
}

void lane_lost_send_again(Lane *lane)
{
    if (lane->lost_count > 0)
        lane->lost_sending = true;
}

void lane_lost_found(Lane *lane, int32_t count)
{
    lane->lost_count = count;
    lane->changed = true;
}

// The paid record begins anew without repairs: they follow it.
static void record_again(Lane *lane, const SyncEvent *lost)
{
    Arena scratch = lane->scratch;
    JournalServerNote note = {.state = JOURNAL_SERVER_WAITING,
                              .at_unix_ms = shop_time_unix_ms(&lane->time)};
    memcpy(note.uuid, lost->note.uuid, sizeof note.uuid);
    snprintf(note.words, sizeof note.words, "%s", JOURNAL_SENT_AGAIN_WORDS);
    lane_record(lane, JOURNAL_PAID, lost->snapshot, 0);
    for (int32_t i = 0; i < lost->repairs.count; i++) {
        JournalRepair repair =
            journal_repair_again(note.uuid, &lost->repairs.items[i], note.at_unix_ms);
        lane_record(lane, JOURNAL_REPAIR, journal_encode_repair(&repair, &scratch), 0);
    }
    lane_record(lane, JOURNAL_SERVER, journal_encode_server(&note, &scratch), 0);
}

void lane_lost_order(Lane *lane, const SyncEvent *lost)
{
    Error error;
    Order *order = malloc(sizeof *order);
    CHECK(order != NULL);
    lane->lost_asked = false;
    lane->lost_count = lost->lost_count;
    lane->lost_sending = lane->lost_sending && lost->lost_count > 0;
    if (lost->snapshot.size > 0 && !lane_order(lane, lost->note.uuid)) {
        if (order_snapshot_decode(lost->snapshot, order, &error)) {
            record_again(lane, lost);
            lane_orders_add_again(lane, order, lost->snapshot, &lost->repairs,
                                  JOURNAL_SENT_AGAIN_WORDS);
        } else
            log_error("%s can't be sent again: %s", lost->note.uuid, error.message);
    }
    free(order);
    lane->changed = true;
}

void lane_lost_turn(Lane *lane)
{
    bool idle = !lane->checkout.sale_open && lane->record_count == 0;
    int64_t day = lane->server_unix_ms / DAY_MS;
    if (lane->lost_sending && !lane->lost_asked && lane->record_count == 0)
        ask_next(lane);
    // The first look of a day's first session is the sync thread's own.
    if (lane->lost_day == 0)
        lane->lost_day = day;
    if (idle && lane->sync && day > lane->lost_day && sync_look_for_lost(lane->sync))
        lane->lost_day = day;
}
