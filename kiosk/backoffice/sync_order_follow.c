/* What becomes of a paid order after an answer of the server: the next step of the plan, confirmed,
 * set aside, or the look that comes late. */
#include <stdio.h>
#include <string.h>

#include "backoffice/sync_internal.h"
#include "base/log.h"

void sync_order_tell(SyncThread *sync, const SyncOrder *order, JournalServerState state,
                     const char *words)
{
    SyncEvent event = {.kind = SYNC_EVENT_ORDER,
                       .note = {.state = state,
                                .server_id = order->server_id,
                                .at_unix_ms = sync->os.clock.unix_ms(sync->os.clock.context)}};
    memcpy(event.note.uuid, order->uuid, sizeof event.note.uuid);
    snprintf(event.note.words, sizeof event.note.words, "%s", words);
    sync_tell(sync, &event);
}

// Once for the same words, however often it is tried whether they still hold.
static void stop_sending(SyncThread *sync, const char *words)
{
    SyncOrders *orders = &sync->orders;
    SyncEvent event = {.kind = SYNC_EVENT_QUEUE_STOPPED};
    orders->queue.stopped = true;
    orders->again_ms = sync_now(sync) + SYNC_STOPPED_MS;
    if (strcmp(orders->stopped_words, words) == 0)
        return;
    snprintf(orders->stopped_words, sizeof orders->stopped_words, "%s", words);
    snprintf(event.words, sizeof event.words, "%s", words);
    log_error("orders are no longer sent: %s", words);
    sync_tell(sync, &event);
}

static void tell_sending(SyncThread *sync)
{
    if (!sync->orders.stopped_words[0])
        return;
    sync->orders.stopped_words[0] = 0;
    log_info("orders are sent again");
    sync_tell(sync, &(SyncEvent){.kind = SYNC_EVENT_QUEUE_STOPPED});
}

/* --- refusals --- */

// Of the words without their numbers: "Order 00016-001-0002" and "... 0003" are refused for the
// same reason.
static uint32_t hash_words(const char *words)
{
    uint32_t hash = 2166136261u;
    for (; *words; words++)
        if (*words < '0' || *words > '9')
            hash = (hash ^ (uint8_t)*words) * 16777619u;
    return hash;
}

// The same answer to several orders isn't about them: those that were set aside for it wait again.
static void stop_queue(SyncThread *sync, uint32_t hash, const char *words)
{
    SyncOrders *orders = &sync->orders;
    for (int32_t i = 0; i < orders->count; i++) {
        SyncOrder *order = &orders->items[i];
        if (!order->counted || order->refusal_hash != hash)
            continue;
        if (order->set_aside)
            sync_order_tell(sync, order, JOURNAL_SERVER_WAITING, "");
        order->set_aside = order->aside_look = order->counted = false;
        order->plan = sync_plan_begin(true, sync_now(sync));
    }
    stop_sending(sync, words);
}

// A push that the server finishes long after we gave it up: a refused order is there after all, or
// a draft stands beside the paid one, and a session with drafts can't be closed.
void sync_order_look_late(SyncThread *sync, SyncOrder *order)
{
    order->plan = sync_plan_begin(false, sync_now(sync));
    order->plan.not_before_ms = sync_now(sync) + SYNC_LATE_LOOK_MS;
}

void sync_order_set_aside(SyncThread *sync, SyncOrder *order)
{
    SyncOrders *orders = &sync->orders;
    uint32_t hash = hash_words(order->words);
    bool keep = false;
    OrderRefusal about = odoo17_refusal_about(order->words);
    bool of_order = about == ORDER_REFUSED_SESSION || about == ORDER_REFUSED_ARTICLE ||
                    about == ORDER_REFUSED_PARTNER || about == ORDER_REFUSED_REFERENCE;
    // What names a record of the order is about the order, however many have it. An order that is
    // tried again counts once.
    if (!of_order && (!order->counted || order->refusal_hash != hash))
        orders->queue = sync_plan_refused(orders->queue, hash, &keep);
    order->counted = !of_order;
    order->refusal_hash = hash;
    if (keep) {
        char words[240];
        memcpy(words, order->words, sizeof words);
        stop_queue(sync, hash, words);
        return;
    }
    order->set_aside = true;
    order->aside_look = order->write_lost && order->reference[0];
    if (order->aside_look)
        sync_order_look_late(sync, order);
    log_error("%s is set aside: %s", order->reference[0] ? order->reference : order->uuid,
              order->words);
    sync_order_tell(sync, order, JOURNAL_SERVER_REFUSED, order->words);
}

/* --- orders of which nothing is pushed any more --- */

// An order of a closed session lands in a rescue session, and that one stays open until somebody
// closes it.
static void tell_confirmed(SyncThread *sync, const SyncOrder *order)
{
    char words[120] = "";
    if (order->rescue_id != 0) {
        snprintf(words, sizeof words,
                 "its session was closed: it is in rescue session %d, which the back office has to "
                 "close",
                 order->rescue_id);
        log_warning("%s: %s", order->reference, words);
        sync_session_look(sync);
    }
    sync_order_tell(sync, order, JOURNAL_SERVER_CONFIRMED, words);
}

// Of an order of which nothing is pushed any more: its drafts beside what it should be are removed
// until none is left. True: another step follows.
static bool clears(SyncThread *sync, SyncOrder *order, SyncAnswer answer)
{
    if (answer == SYNC_ANSWER_OK) { // removed: look
        order->plan.step = SYNC_STEP_LOOKUP;
        return true;
    }
    if (answer == SYNC_ANSWER_EXTRA_DRAFTS &&
        order->plan.server_retries++ < SYNC_RETRIES_OF_RETRY_MAX) { // else the server keeps them
        order->plan.step = SYNC_STEP_REMOVE_EXTRA;
        return true;
    }
    if (answer != SYNC_ANSWER_UNKNOWN && answer != SYNC_ANSWER_RETRY)
        return false;
    order->plan.step = SYNC_STEP_LOOKUP;
    order->plan.not_before_ms =
        sync_now(sync) + sync_plan_delay_ms(++order->plan.attempts, sync_random(sync));
    return true;
}

// An order that was set aside after a push without an answer. It may be there after all: then there
// is nothing left to decide. Its refusal's words stay.
static void follow_aside(SyncThread *sync, int32_t index, SyncAnswer answer, const char words[240])
{
    SyncOrder *order = &sync->orders.items[index];
    memcpy(order->words, words, sizeof order->words);
    if (clears(sync, order, answer))
        return;
    order->aside_look = false;
    if (answer != SYNC_ANSWER_PAID_THERE)
        return;
    log_info("%s was refused, and a push before it came through", order->reference);
    sync->orders.queue = sync_plan_confirmed(sync->orders.queue);
    tell_sending(sync);
    tell_confirmed(sync, order);
    sync_orders_remove(&sync->orders, index);
}

// An order that was settled or confirmed. What the server has of it beside drafts is not touched,
// and nobody is told.
static void follow_ended(SyncThread *sync, int32_t index, SyncAnswer answer)
{
    SyncOrder *order = &sync->orders.items[index];
    if (clears(sync, order, answer))
        return;
    if (answer == SYNC_ANSWER_NONE_THERE ||
        (answer == SYNC_ANSWER_PAID_THERE && order->confirmed)) {
        sync_orders_remove(&sync->orders, index);
        return;
    }
    log_warning("%s is %s, and the server keeps record %d of it: %s", order->reference,
                order->confirmed ? "confirmed" : "settled", order->server_id, order->words);
    sync_orders_remove(&sync->orders, index);
}

/* --- the plan --- */

// What the plan made of an answer, told to the main thread.
static void follow(SyncThread *sync, int32_t index, SyncAnswer answer)
{
    SyncOrders *orders = &sync->orders;
    SyncOrder *order = &orders->items[index];
    SyncStep before = order->plan.step;
    order->plan = sync_plan_next(order->plan, answer, sync_now(sync), sync_random(sync));
    if (order->plan.step == SYNC_STEP_DONE) {
        if (order->troubles > 0)
            log_info("%s: confirmed after %d answers that failed, the last: %s", order->reference,
                     order->troubles, order->trouble_words);
        orders->queue = sync_plan_confirmed(orders->queue);
        tell_sending(sync);
        sync_lost_confirmed(sync, order->server_id);
        tell_confirmed(sync, order);
        if (order->write_lost) {
            order->ended = order->confirmed = true;
            sync_order_look_late(sync, order);
        } else
            sync_orders_remove(orders, index);
        return;
    }
    if (answer == SYNC_ANSWER_DRAFT_THERE && order->drafted_id != order->server_id) {
        order->drafted_id = order->server_id;
        // Kept for the next life: a paid push may follow at once, and the power may go.
        sync_order_tell(sync, order, JOURNAL_SERVER_DRAFTED,
                        sync_now(sync) < order->plan.strays_until_ms
                            ? "an answer was lost before: the server may still be busy with it"
                            : "");
    }
    if (answer == SYNC_ANSWER_LANE) {
        stop_sending(sync, order->words);
        sync_session_suspect(sync);
        return;
    }
    if (order->plan.step != SYNC_STEP_SET_ASIDE)
        return;
    if (answer == SYNC_ANSWER_DRAFT_THERE && before == SYNC_STEP_CHECK_PAID)
        snprintf(order->words, sizeof order->words,
                 "the server keeps it as a draft: its payments don't fit its total");
    else if (!order->words[0])
        snprintf(order->words, sizeof order->words,
                 "the server's records of it don't settle after several tries");
    sync_order_set_aside(sync, order);
}

// The log has the first one of a series, and the last one when it ends.
static void note_trouble(SyncOrder *order)
{
    memcpy(order->trouble_words, order->words, sizeof order->trouble_words);
    if (order->troubles++ == 0)
        log_warning("%s: %s; looking before anything is sent again", order->reference,
                    order->words);
}

void sync_order_follow(SyncThread *sync, int32_t index, SyncAnswer answer, const char words[240])
{
    SyncOrder *order = &sync->orders.items[index];
    if (order->ended) {
        follow_ended(sync, index, answer);
        return;
    }
    if (order->set_aside) {
        follow_aside(sync, index, answer, words);
        return;
    }
    if (answer == SYNC_ANSWER_UNKNOWN || answer == SYNC_ANSWER_RETRY)
        note_trouble(order);
    if (answer == SYNC_ANSWER_UNKNOWN && sync_plan_step_writes(order->plan.step))
        order->write_lost = true;
    follow(sync, index, answer);
}
