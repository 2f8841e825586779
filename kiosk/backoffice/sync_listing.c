/* The server's orders for a comparison, a page at a time on the read lane, behind all that sells:
 * while an order can still be sent it is sent first. A page whose answer was lost is asked for
 * again, a few times; the list comes whole or not at all, with the words why not. */
#include <stdio.h>

#include "backoffice/sync_internal.h"
#include "base/log.h"

enum {
    LISTING_PATIENCE_MS = 10000, // for orders on their way, which have a lane of their own, and for
                                 // a server that went away meanwhile
    LISTING_AGAIN_MS = 1000,
    LISTING_TRIES_MAX = 3, // of a page
};

static void end(SyncThread *sync, SyncListed how, const char *words)
{
    SyncEvent event = {.kind = SYNC_EVENT_LISTED, .listing = sync->listing.orders, .listed = how};
    snprintf(event.words, sizeof event.words, "%s", words);
    sync->listing.orders = NULL;
    if (how != SYNC_LISTED_ALL)
        log_warning("the server's orders can't be compared: %s", words);
    sync_tell(sync, &event);
}

void sync_listing_begin(SyncThread *sync, ReconcileListing *orders)
{
    SyncListing *listing = &sync->listing;
    reconcile_listing_free(listing->orders); // nobody waits for it any more
    listing->stale = listing->asked;
    listing->orders = orders;
    listing->failures = 0;
    listing->not_before_ms = 0;
    listing->patient_until_ms = sync_now(sync) + LISTING_PATIENCE_MS;
    if (sync->link == SYNC_LINK_DOWN)
        end(sync, SYNC_LISTED_UNREACHED, sync->state_words);
    else if (sync->state == SYNC_REFUSED && sync->session.user_id == 0)
        end(sync, SYNC_LISTED_REFUSED, sync->state_words);
}

static void lost_answer(SyncThread *sync, const char *words)
{
    SyncListing *listing = &sync->listing;
    sync_session_suspect(sync);
    listing->failures++;
    listing->not_before_ms = sync_now(sync) + LISTING_AGAIN_MS;
    if (listing->failures >= LISTING_TRIES_MAX)
        end(sync, SYNC_LISTED_UNREACHED, words);
}

static void on_page(SyncThread *sync, const HttpReply *reply)
{
    SyncListing *listing = &sync->listing;
    json_t *result = NULL;
    OdooError refusal;
    Error error;
    bool stale = listing->stale;
    listing->asked = listing->stale = false;
    bool ok = sync_result(reply, &result, &refusal, &error);
    if (stale || !listing->orders) {
        json_decref(result);
        return;
    }
    if (!ok && refusal.present && refusal.class_ != ODOO_ERROR_RETRY)
        end(sync, SYNC_LISTED_REFUSED, error.message);
    else if (!ok)
        lost_answer(sync, error.message);
    else if (!reconcile_listing_take(listing->orders, result, &error))
        end(sync, SYNC_LISTED_REFUSED, error.message);
    else
        listing->failures = 0;
    json_decref(result);
    if (listing->orders && listing->orders->complete)
        end(sync, SYNC_LISTED_ALL, "");
}

static bool orders_wait(const SyncThread *sync)
{
    const SyncOrders *orders = &sync->orders;
    if (orders->queue.stopped)
        return false;
    for (int32_t i = 0; i < orders->count; i++)
        if (!orders->items[i].set_aside && !orders->items[i].ended)
            return true;
    return false;
}

static bool is_reached(const SyncThread *sync)
{
    return sync->link == SYNC_LINK_UP && sync->session.user_id != 0;
}

static int64_t begins_ms(const SyncThread *sync)
{
    const SyncListing *listing = &sync->listing;
    bool waits = orders_wait(sync) || !is_reached(sync);
    int64_t at = listing->not_before_ms;
    return waits && at < listing->patient_until_ms ? listing->patient_until_ms : at;
}

bool sync_listing_turn(SyncThread *sync)
{
    SyncListing *listing = &sync->listing;
    if (!listing->orders || listing->asked)
        return false;
    if (sync_now(sync) < begins_ms(sync))
        return false;
    if (!is_reached(sync)) {
        end(sync, SYNC_LISTED_UNREACHED, sync->state_words);
        return false;
    }
    Odoo17Login login = sync_login(sync);
    listing->asked = true;
    sync_call(sync, HTTP_LANE_READ, reconcile_listing_question(listing->orders, &login),
              &sync_limits_read, on_page);
    return true;
}

int64_t sync_listing_due_ms(const SyncThread *sync)
{
    const SyncListing *listing = &sync->listing;
    bool can_ask = listing->orders && !listing->asked && sync_lane_free(sync, HTTP_LANE_READ);
    return can_ask ? begins_ms(sync) : INT64_MAX;
}

void sync_listing_release(SyncThread *sync)
{
    reconcile_listing_free(sync->listing.orders);
}
