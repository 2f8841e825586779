/* An attendant compares: the comparison worker says what the server is to be asked, the sync thread
 * asks it, the worker compares. Before it does, all that the lane knew when the server's list came
 * must be on the disk. What is sold meanwhile is left out: neither is a difference. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "lane/lane.h"

enum { WEEK_DAYS = 7 };

static void fail(Lane *lane, const char *words)
{
    lane->compare.state = LANE_COMPARE_FAILED;
    snprintf(lane->compare.words, sizeof lane->compare.words, "%s", words);
    lane->changed = true;
}

static int64_t begins_unix_ms(int64_t now, ComparisonPeriod period)
{
    switch (period) {
    case COMPARISON_TODAY:
        return shop_time_day_begins(now, 0);
    case COMPARISON_WEEK:
        return shop_time_day_begins(now, WEEK_DAYS - 1);
    case COMPARISON_ALL:
    case COMPARISON_PERIOD_COUNT:
        break;
    }
    return 0;
}

// Intent and order of the sale that is being paid; empty: none is. One that is approved is on the
// disk; one that nobody knows the end of is a case, and shown.
static void note_sale(const Checkout *checkout, char out[2][ORDER_UUID_SIZE])
{
    out[0][0] = out[1][0] = 0;
    if (checkout->payment == PAYMENT_NONE || checkout->payment == PAYMENT_DECLINED ||
        checkout->payment == PAYMENT_APPROVED || checkout->payment == PAYMENT_UNKNOWN)
        return;
    memcpy(out[0], checkout->intent_id, ORDER_UUID_SIZE);
    memcpy(out[1], checkout->order.uuid, ORDER_UUID_SIZE);
}

void lane_compare_ask(Lane *lane, ComparisonPeriod period)
{
    LaneCompare *compare = &lane->compare;
    if (compare->state == LANE_COMPARE_ASKING && compare->period == period)
        return;
    reconcile_listing_free(compare->listing);
    free(compare->comparison);
    *compare = (LaneCompare){
        .state = LANE_COMPARE_ASKING, .period = period, .number = compare->number + 1};
    lane->changed = true;
}

// When the worker is busy with one that nobody waits for any more, a later turn begins.
static void begin(Lane *lane)
{
    LaneCompare *compare = &lane->compare;
    int64_t now = shop_time_unix_ms(&lane->time);
    note_sale(&lane->checkout, compare->paying);
    compare->begun = comparison_begin(lane->comparer, compare->number,
                                      begins_unix_ms(now, compare->period), now);
}

// The server has said what it says; `listing` is taken over.
static void heard(Lane *lane, ReconcileListing *listing, ComparedServer server, const char *words)
{
    LaneCompare *compare = &lane->compare;
    compare->heard = true;
    compare->listing = listing;
    compare->server = server;
    snprintf(compare->server_words, sizeof compare->server_words, "%s", words);
    compare->records_wanted = lane->records_given + lane->record_count;
}

static void ask_server(Lane *lane, ReconcileListing *listing)
{
    if (listing->complete) {
        reconcile_listing_free(listing);
        heard(lane, NULL, COMPARED_SERVER_NOTHING, "");
    } else if (!lane->sync || !sync_list_orders(lane->sync, listing)) {
        reconcile_listing_free(listing);
        heard(lane, NULL, COMPARED_SERVER_UNREACHED, "the sync thread takes no request now");
    }
}

void lane_compare_listed(Lane *lane, const SyncEvent *listed)
{
    static const ComparedServer servers[] = {
        [SYNC_LISTED_ALL] = COMPARED_SERVER_ASKED,
        [SYNC_LISTED_UNREACHED] = COMPARED_SERVER_UNREACHED,
        [SYNC_LISTED_REFUSED] = COMPARED_SERVER_REFUSED,
    };
    ReconcileListing *listing = listed->listing;
    bool current = lane->compare.state == LANE_COMPARE_ASKING && !lane->compare.heard &&
                   listing->number == lane->compare.number;
    if (!current || listed->listed != SYNC_LISTED_ALL) {
        reconcile_listing_free(listing);
        listing = NULL;
    }
    if (current)
        heard(lane, listing, servers[listed->listed], listed->words);
}

static void done(Lane *lane, Comparison *comparison)
{
    LaneCompare *compare = &lane->compare;
    compare->state = LANE_COMPARE_DONE;
    compare->comparison = comparison;
    // The button that sends them again is about what the sync thread has found.
    if (comparison->kinds[RECONCILE_LOST] > 0 && lane->lost_count == 0 && lane->sync &&
        !sync_look_for_lost(lane->sync))
        log_warning("the sync thread takes no request now, ignoring");
    lane->changed = true;
}

void lane_compare_answered(Lane *lane, const ComparisonEvent *answer)
{
    bool current = lane->compare.state == LANE_COMPARE_ASKING && !lane->compare.heard &&
                   answer->number == lane->compare.number;
    if (!current) {
        reconcile_listing_free(answer->listing);
        free(answer->comparison);
        return;
    }
    switch (answer->kind) {
    case COMPARISON_ASK:
        ask_server(lane, answer->listing);
        return;
    case COMPARISON_DONE:
        done(lane, answer->comparison);
        return;
    case COMPARISON_FAILED:
        fail(lane, answer->words);
        return;
    }
}

void lane_compare_turn(Lane *lane)
{
    LaneCompare *compare = &lane->compare;
    if (compare->state == LANE_COMPARE_ASKING && !compare->begun)
        begin(lane);
    if (!compare->heard || lane->records_answered < compare->records_wanted)
        return;
    ComparisonAnswer *answer = calloc(1, sizeof *answer);
    CHECK(answer != NULL);
    answer->number = compare->number;
    answer->listing = compare->listing;
    answer->server = compare->server;
    memcpy(answer->words, compare->server_words, sizeof answer->words);
    memcpy(answer->paying, compare->paying, sizeof compare->paying);
    note_sale(&lane->checkout, answer->paying + 2);
    if (comparison_answer(lane->comparer, answer)) {
        compare->heard = false;
        compare->listing = NULL;
    }
    free(answer);
}

void lane_compare_release(Lane *lane)
{
    ComparisonEvent left;
    comparison_worker_stop(lane->comparer);
    lane->comparer = NULL;
    while (lane->comparison_events.items && bounded_queue_pop(&lane->comparison_events, &left)) {
        reconcile_listing_free(left.listing);
        free(left.comparison);
    }
    reconcile_listing_free(lane->compare.listing);
    free(lane->compare.comparison);
    lane->compare = (LaneCompare){0};
}
