/* Records go to the journal in the order in which things happened. When the writer's queue is full
 * (a disk that hangs) they wait here; when even that is full the lane stops selling, for what can't
 * be kept must not be sold. */
#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "base/log.h"

void app_flush_records(App *app)
{
    while (app->record_count > 0) {
        AppRecord *record = &app->records[app->record_first];
        if (!journal_append(app->journal, record->kind,
                            (Bytes){record->payload, record->payload_bytes}, record->unix_ms,
                            record->ticket))
            return;
        free(record->payload);
        app->record_first = (app->record_first + 1) % APP_RECORDS_MAX;
        app->record_count--;
    }
}

void app_record(App *app, JournalKind kind, Bytes payload, int64_t ticket)
{
    if (app->record_count == APP_RECORDS_MAX) {
        log_error("the disk does not take records any more");
        CheckoutEvent event = {.kind = EVENT_SAVE_FAILED, .ticket = ticket};
        strcpy(event.words, "the disk does not take records any more");
        app_post(app, event);
        return;
    }
    int32_t slot = (app->record_first + app->record_count) % APP_RECORDS_MAX;
    AppRecord *record = &app->records[slot];
    *record = (AppRecord){.kind = kind,
                          .payload = malloc(payload.size + 1),
                          .payload_bytes = payload.size,
                          .unix_ms = shop_time_unix_ms(&app->time),
                          .ticket = ticket};
    CHECK(record->payload != NULL);
    if (payload.size > 0)
        memcpy(record->payload, payload.data, payload.size);
    app->record_count++;
    app_flush_records(app);
}
