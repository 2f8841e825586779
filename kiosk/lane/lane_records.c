/* Records go to the journal in the order in which things happened. When the writer's queue is full
 * (a disk that hangs) they wait here; when even that is full the lane stops selling, for what can't
 * be kept must not be sold. */
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "lane/lane.h"

void lane_flush_records(Lane *lane)
{
    while (lane->record_count > 0) {
        LaneRecord *record = &lane->records[lane->record_first];
        if (!journal_append(lane->journal, record->kind,
                            (Bytes){record->payload, record->payload_bytes}, record->unix_ms,
                            record->ticket))
            return;
        free(record->payload);
        lane->records_given++;
        lane->record_first = (lane->record_first + 1) % LANE_RECORDS_MAX;
        lane->record_count--;
    }
}

void lane_record(Lane *lane, JournalKind kind, Bytes payload, int64_t ticket)
{
    if (lane->record_count == LANE_RECORDS_MAX) {
        log_error("the disk does not take records any more");
        CheckoutEvent event = {.kind = EVENT_SAVE_FAILED, .ticket = ticket};
        strcpy(event.words, "the disk does not take records any more");
        lane_post(lane, event);
        return;
    }
    int32_t slot = (lane->record_first + lane->record_count) % LANE_RECORDS_MAX;
    LaneRecord *record = &lane->records[slot];
    *record = (LaneRecord){.kind = kind,
                           .payload = malloc(payload.size + 1),
                           .payload_bytes = payload.size,
                           .unix_ms = shop_time_unix_ms(&lane->time),
                           .ticket = ticket};
    CHECK(record->payload != NULL);
    if (payload.size > 0)
        memcpy(record->payload, payload.data, payload.size);
    lane->record_count++;
    lane_flush_records(lane);
}
