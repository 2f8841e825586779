/* Orders that were paid and are not yet confirmed: from the journal at the start, from the
 * checkout, to the sync thread, and off the list when the server has confirmed them. The journal is
 * the truth; this is its table of contents. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "base/log.h"

static AppOrder *find(App *app, const char *uuid)
{
    for (int32_t i = 0; i < app->order_count; i++)
        if (strcmp(app->orders[i].shown.uuid, uuid) == 0)
            return &app->orders[i];
    return NULL;
}

static AppOrder *add(App *app, const char *uuid, const OrderNumber *number, Money total,
                     int64_t paid_unix_ms, Bytes snapshot)
{
    if (app->order_count == app->order_room) {
        app->order_room = app->order_room ? app->order_room * 2 : 64;
        app->orders = realloc(app->orders, (size_t)app->order_room * sizeof *app->orders);
        CHECK(app->orders != NULL);
    }
    AppOrder *order = &app->orders[app->order_count++];
    *order = (AppOrder){.shown = {.total = total, .paid_unix_ms = paid_unix_ms},
                        .snapshot = malloc(snapshot.size + 1),
                        .snapshot_bytes = snapshot.size};
    CHECK(order->snapshot != NULL);
    memcpy(order->snapshot, snapshot.data, snapshot.size);
    snprintf(order->shown.uuid, sizeof order->shown.uuid, "%s", uuid);
    order_reference(number, order->shown.reference);
    return order;
}

void app_orders_load(App *app)
{
    for (int32_t i = 0; i < app->recovered.pending_count; i++) {
        const JournalPending *pending = &app->recovered.pending[i];
        AppOrder *order = add(app, pending->uuid, &pending->number, pending->total,
                              pending->paid_unix_ms, pending->snapshot);
        order->sent = true; // given to the sync thread at its start
        order->repairs = pending->repairs;
        order->shown.refused = pending->state == JOURNAL_SERVER_REFUSED;
        snprintf(order->shown.words, sizeof order->shown.words, "%s", pending->words);
    }
}

void app_orders_add_paid(App *app, const Order *order, const uint8_t *snapshot,
                         size_t snapshot_bytes)
{
    if (find(app, order->uuid))
        return;
    add(app, order->uuid, &order->number, order->total, order->paid_unix_ms,
        (Bytes){snapshot, snapshot_bytes});
    int32_t year, month, day, hour, minute;
    shop_time_local(order->paid_unix_ms, &year, &month, &day, &hour, &minute);
    int32_t today = year * 10000 + month * 100 + day;
    if (today != app->today) {
        app->today = today;
        app->sales_today = 0;
        app->takings_today = (Money){0};
    }
    app->sales_today++;
    if (!money_add(app->takings_today, order->total, &app->takings_today))
        log_warning("the day's takings are too large to show, ignoring");
}

void app_orders_send(App *app)
{
    for (int32_t i = 0; app->sync && i < app->order_count; i++) {
        AppOrder *order = &app->orders[i];
        if (!order->sent && sync_send_order(app->sync, order->shown.uuid,
                                            (Bytes){order->snapshot, order->snapshot_bytes}))
            order->sent = true;
    }
}

void app_orders_resend(App *app, const char *uuid)
{
    const AppOrder *order = find(app, uuid);
    if (order && order->shown.refused &&
        (!app->sync || !sync_resend_order(app->sync, uuid, &order->repairs)))
        log_warning("the sync thread takes no request now, ignoring");
}

void app_orders_note(App *app, const JournalServerNote *note)
{
    Arena scratch = app->scratch;
    app_record(app, JOURNAL_SERVER, journal_encode_server(note, &scratch), 0);
    AppOrder *order = find(app, note->uuid);
    if (!order)
        return;
    snprintf(order->shown.words, sizeof order->shown.words, "%s", note->words);
    order->shown.refused = note->state == JOURNAL_SERVER_REFUSED;
    if (note->state == JOURNAL_SERVER_CONFIRMED || note->state == JOURNAL_SERVER_SETTLED) {
        log_info("'%s' is confirmed by the server as %d", order->shown.reference, note->server_id);
        free(order->snapshot);
        size_t behind = (size_t)(&app->orders[app->order_count] - (order + 1));
        memmove(order, order + 1, behind * sizeof *order);
        app->order_count--;
    } else if (order->shown.refused)
        log_error("'%s' was refused by the server: %s", order->shown.reference, note->words);
}

int32_t app_orders_waiting(const App *app)
{
    int32_t count = 0;
    for (int32_t i = 0; i < app->order_count; i++)
        count += !app->orders[i].shown.refused;
    return count;
}

void app_orders_release(App *app)
{
    for (int32_t i = 0; i < app->order_count; i++)
        free(app->orders[i].snapshot);
    free(app->orders);
    app->orders = NULL;
    app->order_count = app->order_room = 0;
}
