/* The paid order that an attendant looks at, its repairs, and its end without the server.
 *
 * A repair is sent only when its record is on disk: else a power cut in between could send the
 * order in two forms (promise P5). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "domain/order_snapshot.h"
#include "lane/lane.h"

static const Order *decode(Lane *lane, const LaneOrder *order)
{
    Error error;
    if (!lane->reviewed_order)
        lane->reviewed_order = malloc(sizeof *lane->reviewed_order);
    CHECK(lane->reviewed_order != NULL);
    if (order_snapshot_decode((Bytes){order->snapshot, order->snapshot_bytes}, lane->reviewed_order,
                              &error))
        return lane->reviewed_order;
    log_error("%s: %s", order->uuid, error.message);
    return NULL;
}

const CheckoutReviewed *lane_review(Lane *lane)
{
    const char *uuid = lane->checkout.review.uuid;
    const LaneOrder *order = uuid[0] ? lane_order(lane, uuid) : NULL;
    CheckoutReviewed *reviewed = &lane->reviewed;
    if (!order) {
        reviewed->uuid[0] = 0;
        return NULL;
    }
    if (strcmp(reviewed->uuid, uuid) != 0) { // its snapshot never changes
        memcpy(reviewed->uuid, order->uuid, sizeof reviewed->uuid);
        reviewed->order = decode(lane, order);
    }
    reviewed->repairs = order->repairs;
    reviewed->about = sync_refusal_about(order->words);
    reviewed->refused = order->refused && !order->resend;
    reviewed->elsewhere = order->elsewhere;
    memcpy(reviewed->words, order->words, sizeof reviewed->words);
    bool online = lane->sync_state == SYNC_ONLINE || lane->sync_state == SYNC_LOADING;
    reviewed->session_id = lane->has_session && online ? lane->session.session_id : 0;
    return reviewed;
}

void lane_review_repair(Lane *lane, const CheckoutEffect *effect)
{
    LaneOrder *order = lane_order(lane, effect->text);
    if (!order || !order->refused || order->elsewhere || order->saving_ticket != 0)
        return; // touched twice
    Arena scratch = lane->scratch;
    JournalRepair repair = {.repair = effect->repair, .at_unix_ms = shop_time_unix_ms(&lane->time)};
    memcpy(repair.order_uuid, order->uuid, sizeof repair.order_uuid);
    memcpy(repair.attendant, effect->attendant, sizeof repair.attendant);
    snprintf(repair.reason, sizeof repair.reason, "%s", order->words);
    order->saving = effect->repair;
    order->saving_ticket = lane->next_ticket++;
    if (repair.repair.kind == ORDER_REPAIR_REFERENCE && repair.repair.new_id >= lane->counter_next)
        lane->counter_next = (int64_t)repair.repair.new_id + 1;
    lane->repairs_saving++;
    log_info("'%s' is repaired: %d becomes %d", order->reference, effect->repair.old_id,
             effect->repair.new_id);
    lane_record(lane, JOURNAL_REPAIR, journal_encode_repair(&repair, &scratch),
                order->saving_ticket);
}

static void resend(Lane *lane, LaneOrder *order)
{
    order->resend = false;
    if (!lane->sync || !sync_resend_order(lane->sync, order->uuid, &order->repairs)) {
        log_warning("the sync thread takes no request now, ignoring");
        return;
    }
    order->refused = false; // from here on it may be at the server: nobody settles it meanwhile
    order->repairs.untried = false;
}

void lane_review_saved(Lane *lane, int64_t ticket)
{
    for (int32_t i = 0; lane->repairs_saving > 0 && i < lane->order_count; i++) {
        LaneOrder *order = &lane->orders[i];
        if (order->saving_ticket != ticket)
            continue;
        lane->repairs_saving--;
        order->saving_ticket = 0;
        CHECK(
            order_repairs_add(&order->repairs, &order->saving)); // offered only while there is room
        if (order->saving.kind == ORDER_REPAIR_REFERENCE)
            order_reference(&(OrderNumber){order->saving.session_id, order->saving.login_number,
                                           order->saving.new_id},
                            order->reference);
        if (order->resend)
            resend(lane, order);
        return;
    }
}

void lane_review_resend(Lane *lane, const char *uuid)
{
    LaneOrder *order = lane_order(lane, uuid);
    if (!order || !order->refused || order->elsewhere)
        return;
    if (order->saving_ticket != 0)
        order->resend = true; // with the repair, when that is on disk
    else
        resend(lane, order);
}

void lane_review_settle(Lane *lane, const CheckoutEffect *effect)
{
    LaneOrder *order = lane_order(lane, effect->text);
    if (!order || !order->refused)
        return;
    if (!order->elsewhere && lane->sync && !sync_forget_order(lane->sync, order->uuid))
        log_warning("the sync thread takes no request now: a draft may be left at the server");
    JournalServerNote note = {.state = JOURNAL_SERVER_SETTLED,
                              .at_unix_ms = shop_time_unix_ms(&lane->time)};
    memcpy(note.uuid, order->uuid, sizeof note.uuid);
    snprintf(note.words, sizeof note.words, "%s", effect->words);
    lane_orders_note(lane, &note);
}
