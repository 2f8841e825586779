/* Who buys: scans 1 to 15 articles, now and then one that nobody knows, pays by card, wants no
 * receipt and goes. As slow as people are, unless so many are to come that they must hurry. */
#include <stdio.h>
#include <string.h>

#include "many_lanes.h"

enum {
    LINES_MAX = 15,
    ACT_MS_MAX = 3000,
    ACT_MS_MIN = 10,
    UNKNOWN_ONE_IN = 250,
    TRIES = 200, // to find an article that needs no more than a scan
};

static uint64_t draw(ManyLane *lane) // xorshift64*
{
    lane->random ^= lane->random >> 12;
    lane->random ^= lane->random << 25;
    lane->random ^= lane->random >> 27;
    return lane->random * UINT64_C(2685821657736338717);
}

static int32_t below(ManyLane *lane, int32_t limit)
{
    return (int32_t)((draw(lane) >> 33) % (uint64_t)limit);
}

static int64_t period_ms(const Many *many)
{
    return 3600000 / many->orders_per_hour;
}

// So that a customer of eight articles takes half of what is there for one.
static int64_t act_ms(const Many *many)
{
    int64_t ms = period_ms(many) / 24;
    return ms > ACT_MS_MAX ? ACT_MS_MAX : ms < ACT_MS_MIN ? ACT_MS_MIN : ms;
}

static void post(ManyLane *lane, CheckoutEventKind kind)
{
    lane_post(&lane->lane, (CheckoutEvent){.kind = kind});
}

static bool is_plain(const Catalogue *catalogue, int32_t article)
{
    const CatArticle *found = &catalogue->articles[article];
    return catalogue_article_sellable(catalogue, article) && found->barcode.size > 0 &&
           (found->flags & ~(uint32_t)CAT_ARTICLE_HAS_IMAGE) == 0;
}

static void scan(Many *many, ManyLane *lane)
{
    const Catalogue *catalogue = &lane->lane.catalogue;
    CheckoutEvent event = {.kind = EVENT_SCAN};
    if (below(lane, UNKNOWN_ONE_IN) == 0) {
        snprintf(event.text, sizeof event.text, "99%08d", below(lane, 100000000));
        many->lookups++;
        lane_post(&lane->lane, event);
        return;
    }
    for (int32_t i = 0; i < TRIES && catalogue->article_count > 0; i++) {
        int32_t article = below(lane, catalogue->article_count);
        if (!is_plain(catalogue, article))
            continue;
        text_copy_to_buffer(catalogue_text(catalogue, catalogue->articles[article].barcode),
                            event.text, sizeof event.text);
        lane_post(&lane->lane, event);
        lane->lines_left--;
        return;
    }
}

static void choose_method(ManyLane *lane)
{
    const Catalogue *catalogue = &lane->lane.catalogue;
    for (int32_t i = 0; i < catalogue->payment_method_count; i++)
        if (catalogue->payment_methods[i].type == CAT_PAYMENT_BANK) {
            lane_post(&lane->lane, (CheckoutEvent){.kind = EVENT_CHOOSE_METHOD,
                                                   .method_id = catalogue->payment_methods[i].id});
            return;
        }
}

static void act(Many *many, ManyLane *lane)
{
    const Checkout *checkout = &lane->lane.checkout;
    switch ((int)checkout->screen) {
    case SCREEN_WELCOME:
        if (lane->lines_left > 0)
            scan(many, lane);
        else
            lane->is_buying = false;
        break;
    case SCREEN_BROWSE:
    case SCREEN_SEARCH:
    case SCREEN_BASKET:
        if (lane->lines_left > 0)
            scan(many, lane);
        else if (checkout->order.line_count > 0)
            post(lane, EVENT_PAY);
        else
            lane->lines_left = 1; // all that was scanned was unknown
        break;
    case SCREEN_PAYMENT_CHOICE:
        choose_method(lane);
        break;
    case SCREEN_PAYMENT_PROGRESS:
        if (checkout->payment == PAYMENT_DECLINED)
            post(lane, EVENT_TRY_AGAIN);
        break;
    case SCREEN_RECEIPT:
        post(lane, EVENT_RECEIPT_NONE);
        break;
    case SCREEN_THANKS:
        lane->is_buying = false;
        break;
    case SCREEN_HELP:
        post(lane, EVENT_KEEP_ADDING);
        break;
    case SCREEN_ARTICLE:
    case SCREEN_WEIGH:
        post(lane, EVENT_BACK);
        break;
    case SCREEN_IDLE:
        post(lane, EVENT_STILL_HERE);
        break;
    default:
        break; // closed: waits
    }
}

bool customer_is_gone(const ManyLane *lane)
{
    const Checkout *checkout = &lane->lane.checkout;
    return !lane->is_buying && checkout->order.line_count == 0;
}

int64_t customer_due_ms(const Many *many, const ManyLane *lane)
{
    if (lane->is_buying)
        return lane->next_act_ms;
    return many->sells ? lane->next_customer_ms : INT64_MAX;
}

void customer_turn(Many *many, ManyLane *lane, int64_t now_ms)
{
    if (many->sells && lane->next_customer_ms == 0) // the first ones don't come all at once
        lane->next_customer_ms = now_ms + below(lane, (int32_t)period_ms(many));
    if (!lane->is_buying) {
        bool free = lane->lane.checkout.screen == SCREEN_WELCOME;
        if (!many->sells || now_ms < lane->next_customer_ms || !free)
            return;
        lane->is_buying = true;
        lane->lines_left = 1 + below(lane, LINES_MAX);
        lane->next_customer_ms =
            now_ms + period_ms(many) / 2 + below(lane, (int32_t)period_ms(many));
        lane->next_act_ms = now_ms;
    }
    if (now_ms < lane->next_act_ms)
        return;
    act(many, lane);
    lane->next_act_ms = now_ms + act_ms(many) / 2 + below(lane, (int32_t)act_ms(many));
}
