/* One turn: answers, timers, steps, their effects, records, orders. Nothing in here waits for a
 * disk, a device or the network (promise P8). */
#include <string.h>

#include "base/log.h"
#include "lane/lane.h"

enum { DISK_BEHIND_MS = 20 }; // records that found no room are tried again

void lane_post(Lane *lane, CheckoutEvent event)
{
    if (lane->event_count == LANE_EVENTS_MAX) {
        // Only a child that hammers a hundred keys a frame gets here. Answers of threads are never
        // so many.
        CHECK(event.kind < EVENT_SCALE);
        log_warning("too many events at once, ignoring one of kind %d", (int)event.kind);
        return;
    }
    lane->events[(lane->event_first + lane->event_count) % LANE_EVENTS_MAX] = event;
    lane->event_count++;
}

static void step(Lane *lane, const CheckoutEvent *event, int64_t now_ms)
{
    CheckoutEffects effects;
    int64_t now_unix_ms = shop_time_unix_ms(&lane->time);
    CheckoutWorld world = {
        .catalogue = lane->has_catalogue ? &lane->catalogue : NULL,
        .settings = &lane->settings,
        .now_ms = now_ms,
        .now_unix_ms = now_unix_ms,
        .local_minute = shop_time_local_minute(now_unix_ms),
        .next_number = {lane->session.session_id, lane->session.login_number, lane->counter_next},
        .next_ticket = lane->next_ticket,
        .online = lane->sync_state == SYNC_ONLINE || lane->sync_state == SYNC_LOADING,
        .reviewed = lane_review(lane),
        .stick_busy = lane_stick_busy(lane),
    };
    lane->os.random.fill(lane->os.random.context, world.random, sizeof world.random);
    checkout_step(&lane->checkout, event, &world, &effects);
    lane->next_ticket++;
    if (lane->checkout.order.number.counter >= lane->counter_next)
        lane->counter_next = lane->checkout.order.number.counter + 1;
    lane_perform(lane, &effects);
    for (int32_t i = 0; i < effects.count; i++)
        if (effects.items[i].kind == EFFECT_VERIFY_PIN ||
            effects.items[i].kind == EFFECT_VERIFY_BADGE)
            explicit_bzero(&effects.items[i], sizeof effects.items[i]);
    lane->changed = true;
}

static void run_events(Lane *lane, int64_t now_ms)
{
    while (lane->event_count > 0) {
        CheckoutEvent *slot = &lane->events[lane->event_first], event = *slot;
        lane->event_first = (lane->event_first + 1) % LANE_EVENTS_MAX;
        lane->event_count--;
        explicit_bzero(slot, sizeof *slot); // a PIN or a badge, perhaps
        step(lane, &event, now_ms);
        explicit_bzero(event.text, sizeof event.text);
    }
}

void lane_step_posted(Lane *lane, int64_t now_ms)
{
    lane->scratch.used_bytes = 0;
    run_events(lane, now_ms);
}

bool lane_turn(Lane *lane, int64_t now_ms)
{
    lane->scratch.used_bytes = 0;
    lane_drain_inboxes(lane);
    if (now_ms >= checkout_next_tick_ms(&lane->checkout, &lane->settings))
        lane_post(lane, (CheckoutEvent){.kind = EVENT_TICK});
    run_events(lane, now_ms);
    lane_flush_records(lane);
    lane_orders_send(lane);
    lane_lost_turn(lane);
    lane_compare_turn(lane);
    lane_stick_turn(lane, now_ms);
    lane_upkeep(lane);
    bool changed = lane->changed;
    lane->changed = false;
    return changed;
}

int64_t lane_due_ms(const Lane *lane, int64_t now_ms)
{
    int64_t due_ms = checkout_next_tick_ms(&lane->checkout, &lane->settings);
    if (lane->event_count > 0)
        return now_ms;
    if (lane_stick_due_ms(lane) < due_ms)
        due_ms = lane_stick_due_ms(lane);
    if (lane->record_count > 0 && now_ms + DISK_BEHIND_MS < due_ms)
        return now_ms + DISK_BEHIND_MS;
    return due_ms;
}
