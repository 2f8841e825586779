/* The state as screens may see it. */
#include <stdio.h>
#include <string.h>

#include "app/app.h"
#include "journal/journal_verify.h"

static void fill_devices(App *app, LaneView *view)
{
    const Lane *lane = &app->lane;
    LaneDevice *devices = view->devices;
    devices[0] = (LaneDevice){.name = TR_LATER("Card reader"),
                              .state = lane->terminal_ready ? DEVICE_READY : DEVICE_ATTENTION};
    snprintf(devices[0].words, sizeof devices[0].words, "%s", lane->terminal_words);
    devices[1] = (LaneDevice){.name = TR_LATER("Receipt printer"),
                              .state = !lane->printer         ? DEVICE_ABSENT
                                       : lane->printer_failed ? DEVICE_DOWN
                                                              : DEVICE_READY};
    snprintf(devices[1].words, sizeof devices[1].words, "%s", lane->printer_words);
    devices[2] = (LaneDevice){
        .name = TR_LATER("Scanner"),
        .state = strcmp(app->config.devices.scanner, "none") == 0 ? DEVICE_ABSENT : DEVICE_READY};
    devices[3] = (LaneDevice){.name = TR_LATER("Scale"),
                              .state = !lane->scale                           ? DEVICE_ABSENT
                                       : lane->checkout.scale == SCALE_ABSENT ? DEVICE_DOWN
                                                                              : DEVICE_READY};
    view->device_count = 4;
}

static LanePending pending_of(const LaneOrder *order)
{
    LanePending pending = {
        .total = order->total, .paid_unix_ms = order->paid_unix_ms, .refused = order->refused};
    memcpy(pending.uuid, order->uuid, sizeof pending.uuid);
    memcpy(pending.reference, order->reference, sizeof pending.reference);
    memcpy(pending.words, order->words, sizeof pending.words);
    return pending;
}

static void fill_pending(const Lane *lane, LaneView *view)
{
    int32_t count = 0;
    for (int32_t want_refused = 1; want_refused >= 0; want_refused--)
        for (int32_t i = 0; i < lane->order_count && count < LANE_PENDING_SHOWN_MAX; i++)
            if (lane->orders[i].refused == want_refused)
                view->pending[count++] = pending_of(&lane->orders[i]);
    view->pending_count = lane->order_count;
}

static void local_time(int64_t unix_ms, LaneTime *out)
{
    shop_time_local(unix_ms, &out->year, &out->month, &out->day, &out->hour, &out->minute);
}

static void fill_charges(const Lane *lane, LaneView *view)
{
    const JournalRecovered *found = &lane->recovered;
    view->charge_count = 0;
    for (int32_t i = 0; i < found->case_count && i < LANE_CHARGES_MAX; i++) {
        LaneCharge *charge = &view->charges[view->charge_count++];
        const JournalIntent *intent = &found->cases[i].intent;
        *charge = (LaneCharge){.amount = intent->amount,
                               .said_charged = intent->outcome == JOURNAL_INTENT_APPROVED};
        memcpy(charge->intent_id, intent->intent_id, sizeof charge->intent_id);
        memcpy(charge->words, intent->words, sizeof charge->words);
        local_time(intent->asked_unix_ms, &charge->asked);
    }
}

static void fill_review(Lane *lane, LaneReview *review)
{
    review->reviewed = lane_review(lane);
    const LaneOrder *order = review->reviewed ? lane_order(lane, review->reviewed->uuid) : NULL;
    if (!order) // confirmed meanwhile: what it was called stays on the screen
        return;
    review->total = order->total;
    memcpy(review->reference, order->reference, sizeof review->reference);
    memcpy(review->session_name, lane->session.session_name, sizeof review->session_name);
    local_time(order->paid_unix_ms, &review->paid);
}

static LaneDayStep day_step(LaneDayState state)
{
    switch (state) {
    case LANE_DAY_NONE:
        return DAY_OPEN;
    case LANE_DAY_ASKING:
        return DAY_ASKING;
    case LANE_DAY_FIGURES:
        return DAY_FIGURES;
    case LANE_DAY_CLOSING:
        return DAY_CLOSING;
    case LANE_DAY_REFUSED:
        return DAY_REFUSED;
    case LANE_DAY_UNREACHED:
        return DAY_UNREACHED;
    case LANE_DAY_CLOSED:
        return DAY_CLOSED;
    }
    return DAY_OPEN;
}

static void fill_day(const Lane *lane, LaneDayView *out)
{
    const LaneDay *day = &lane->day;
    const uint8_t *head = day->state == LANE_DAY_CLOSED ? day->chain_head : lane->chain_head;
    char digits[JOURNAL_HEAD_DIGITS + 1];
    *out = (LaneDayView){.step = day_step(day->state),
                         .figures = day->figures,
                         .waiting_count = lane_orders_waiting(lane)};
    out->aside_count = lane->order_count - out->waiting_count;
    memcpy(out->words, day->words, sizeof out->words);
    out->slip = day->slip;
    memcpy(out->slip_words, day->slip_words, sizeof out->slip_words);
    journal_head_digits(head, digits);
    snprintf(out->chain_head, sizeof out->chain_head, "%.16s", digits);
}

static void fill_session(const Lane *lane, LaneView *view)
{
    const SyncAround *around = &lane->around;
    fill_day(lane, &view->day);
    view->day_is_over = lane->sync_state == SYNC_CLOSED || lane->day.state == LANE_DAY_CLOSED;
    view->rescue_count = around->rescue_count;
    for (int32_t i = 0; i < LANE_RESCUES_MAX && i < SYNC_RESCUES_MAX; i++) {
        view->rescues[i].session_id = around->rescues[i].session_id;
        memcpy(view->rescues[i].name, around->rescues[i].name, sizeof view->rescues[i].name);
    }
    view->rescue_closing = lane->day.rescue_id;
    memcpy(view->rescue_words, lane->day.rescue_words, sizeof view->rescue_words);
    view->other_device = around->other_login != 0;
    view->is_moved = lane->is_moved;
}

static void fill_compare(const Lane *lane, LaneCompareView *out)
{
    static const LaneCompareStep steps[] = {[LANE_COMPARE_NONE] = COMPARE_NONE,
                                            [LANE_COMPARE_ASKING] = COMPARE_ASKING,
                                            [LANE_COMPARE_DONE] = COMPARE_DONE,
                                            [LANE_COMPARE_FAILED] = COMPARE_FAILED};
    *out = (LaneCompareView){.step = steps[lane->compare.state],
                             .comparison = lane->compare.comparison,
                             .words = lane->compare.words};
}

static void fill_lane(App *app)
{
    Lane *lane = &app->lane;
    LaneView *view = &app->view;
    view->lane_name = lane->name;
    view->shop_name = lane->has_catalogue && lane->receipt_shop.company[0]
                          ? lane->receipt_shop.company
                          : lane->name;
    // Before the server was heard at all nobody is told "offline": a start takes a moment.
    view->online = !lane->sync_answered ||
                   (lane->sync_state != SYNC_OFFLINE && lane->sync_state != SYNC_REFUSED);
    int64_t now_unix_ms = shop_time_unix_ms(&lane->time);
    view->clock_unsure = lane->time.unsure;
    view->loses_grams = lane->loses_grams;
    memcpy(view->journal_words, lane->attendant_words, sizeof view->journal_words);
    local_time(now_unix_ms, &view->now);
    snprintf(view->server_words, sizeof view->server_words, "%s", lane->sync_words);
    view->queue_stopped = lane->queue_stopped;
    snprintf(view->queue_words, sizeof view->queue_words, "%s", lane->queue_words);
    fill_pending(lane, view);
    view->lost_count = lane->lost_count;
    view->lost_sending = lane->lost_sending;
    fill_charges(lane, view);
    fill_session(lane, view);
    view->key_came_openly = app->key_advice.came_openly;
    fill_review(lane, &view->review);
    fill_compare(lane, &view->compare);
    view->stick = lane->stick.status;
    fill_devices(app, view);
    view->article_count = lane->has_catalogue ? lane->catalogue.article_count : 0;
    view->sales_today = lane->sales_today;
    view->takings_today = lane->takings_today;
    receipt_qr(&lane->checkout.order, &lane->receipt_shop, view->receipt_qr);
}

void app_fill_view(App *app, ScreensView *out_view, int64_t now_ms)
{
    Lane *lane = &app->lane;
    fill_lane(app);
    const Catalogue *catalogue = lane->has_catalogue ? &lane->catalogue : NULL;
    app->pricing = checkout_pricing(&lane->checkout, catalogue, shop_time_unix_ms(&lane->time));
    *out_view = (ScreensView){
        .checkout = &lane->checkout,
        .catalogue = catalogue,
        .catalogue_language =
            catalogue ? catalogue_language(catalogue, lane->checkout.language) : 0,
        .pricing = &app->pricing,
        .settings = &lane->settings,
        .lane = &app->view,
        .now_ms = now_ms,
    };
}
