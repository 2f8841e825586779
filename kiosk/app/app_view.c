/* The state as screens may see it. */
#include <stdio.h>
#include <string.h>

#include "app/app.h"

static void fill_devices(App *app, LaneView *lane)
{
    LaneDevice *devices = lane->devices;
    devices[0] = (LaneDevice){.name = TR_LATER("Card reader"),
                              .state = app->terminal_ready ? DEVICE_READY : DEVICE_ATTENTION};
    snprintf(devices[0].words, sizeof devices[0].words, "%s", app->terminal_words);
    devices[1] = (LaneDevice){.name = TR_LATER("Receipt printer"),
                              .state = !app->printer         ? DEVICE_ABSENT
                                       : app->printer_failed ? DEVICE_DOWN
                                                             : DEVICE_READY};
    snprintf(devices[1].words, sizeof devices[1].words, "%s", app->printer_words);
    devices[2] = (LaneDevice){
        .name = TR_LATER("Scanner"),
        .state = strcmp(app->config.devices.scanner, "none") == 0 ? DEVICE_ABSENT : DEVICE_READY};
    devices[3] = (LaneDevice){.name = TR_LATER("Scale"),
                              .state = !app->scale                           ? DEVICE_ABSENT
                                       : app->checkout.scale == SCALE_ABSENT ? DEVICE_DOWN
                                                                             : DEVICE_READY};
    lane->device_count = 4;
}

static void fill_pending(const App *app, LaneView *lane)
{
    int32_t count = 0;
    for (int32_t want_refused = 1; want_refused >= 0; want_refused--)
        for (int32_t i = 0; i < app->order_count && count < LANE_PENDING_SHOWN_MAX; i++)
            if (app->orders[i].shown.refused == want_refused)
                lane->pending[count++] = app->orders[i].shown;
    lane->pending_count = app->order_count;
}

static void fill_charges(const App *app, LaneView *lane)
{
    const JournalRecovered *found = &app->recovered;
    lane->charge_count = 0;
    for (int32_t i = 0; i < found->case_count && i < LANE_CHARGES_MAX; i++) {
        LaneCharge *charge = &lane->charges[lane->charge_count++];
        const JournalIntent *intent = &found->cases[i].intent;
        *charge = (LaneCharge){.amount = intent->amount, .asked_unix_ms = intent->asked_unix_ms};
        memcpy(charge->intent_id, intent->intent_id, sizeof charge->intent_id);
    }
}

static void fill_lane(App *app)
{
    LaneView *lane = &app->lane;
    lane->lane_name = app->config.lane.name;
    lane->shop_name = app->has_catalogue && app->receipt_shop.company[0] ? app->receipt_shop.company
                                                                         : app->config.lane.name;
    // Before the server was heard at all nobody is told "offline": a start takes a moment.
    lane->online =
        !app->sync_answered || (app->sync_state != SYNC_OFFLINE && app->sync_state != SYNC_REFUSED);
    int64_t now_unix_ms = shop_time_unix_ms(&app->time);
    lane->clock_unsure = app->time.unsure;
    shop_time_local(now_unix_ms, &lane->now.year, &lane->now.month, &lane->now.day, &lane->now.hour,
                    &lane->now.minute);
    snprintf(lane->server_words, sizeof lane->server_words, "%s", app->sync_words);
    lane->queue_stopped = app->queue_stopped;
    fill_pending(app, lane);
    fill_charges(app, lane);
    fill_devices(app, lane);
    lane->article_count = app->has_catalogue ? app->catalogue.article_count : 0;
    lane->sales_today = app->sales_today;
    lane->takings_today = app->takings_today;
    receipt_qr(&app->checkout.order, &app->receipt_shop, lane->receipt_qr);
}

void app_fill_view(App *app, ScreensView *out_view, int64_t now_ms)
{
    fill_lane(app);
    const Catalogue *catalogue = app->has_catalogue ? &app->catalogue : NULL;
    app->pricing = checkout_pricing(&app->checkout, catalogue, shop_time_unix_ms(&app->time));
    *out_view = (ScreensView){
        .checkout = &app->checkout,
        .catalogue = catalogue,
        .catalogue_language = catalogue ? catalogue_language(catalogue, app->checkout.language) : 0,
        .pricing = &app->pricing,
        .settings = &app->settings,
        .lane = &app->lane,
        .now_ms = now_ms,
    };
}
