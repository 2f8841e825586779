#include "day_script.h"

#include <stdio.h>
#include <stdlib.h>

#include "people.h"

enum { MORNING_SALES = 12, EVENING_SALES = 8, DAY_SEED = 5 };

static bool goes_on(const LaneWorld *world)
{
    return world->lane && world_is_well(world) && !world_has_crashed(world);
}

static void post(LaneWorld *world, CheckoutEvent event, int64_t then_ms)
{
    if (!goes_on(world))
        return;
    world_post(world, event);
    world_pass(world, then_ms);
}

static void scan(LaneWorld *world, int32_t article)
{
    if (!goes_on(world))
        return;
    people_scan(world, article);
    world_pass(world, 200);
}

static void pay(LaneWorld *world)
{
    post(world, (CheckoutEvent){.kind = EVENT_PAY}, 4000);
}

static void take_receipt(LaneWorld *world, int32_t number)
{
    post(world, (CheckoutEvent){.kind = number % 2 ? EVENT_RECEIPT_PRINT : EVENT_RECEIPT_NONE},
         500);
    post(world, (CheckoutEvent){.kind = EVENT_START}, 200);
}

static void sell(LaneWorld *world, int32_t number)
{
    scan(world, 0);
    for (int32_t i = 0; i < number % 3; i++)
        scan(world, 7);
    if (number % 5 == 4)
        scan(world, 5); // the terminal's answer is lost
    pay(world);
    if (number % 5 == 4 && goes_on(world))
        world_pass(world, 8000);
    take_receipt(world, number);
}

// .91 is declined; then the customer takes one thing more and pays.
static void sell_after_a_decline(LaneWorld *world)
{
    scan(world, 2);
    pay(world);
    post(world, (CheckoutEvent){.kind = EVENT_BACK}, 200);
    scan(world, 7);
    scan(world, 8);
    post(world, (CheckoutEvent){.kind = EVENT_LINE_REMOVE, .line_id = 1}, 200);
    post(world, (CheckoutEvent){.kind = EVENT_PAY}, 200);
    post(world, (CheckoutEvent){.kind = EVENT_CANCEL_PAYMENT}, 1500);
    pay(world);
    take_receipt(world, 1);
}

static void sell_with_an_override(LaneWorld *world)
{
    CheckoutEvent price = {.kind = EVENT_STAFF_PRICE, .line_id = 1, .price_micro = 900000};
    snprintf(price.text, sizeof price.text, "damaged");
    scan(world, 0);
    scan(world, 1);
    if (goes_on(world))
        people_sign_in(world, true);
    post(world, (CheckoutEvent){.kind = EVENT_STAFF_SALE}, 200);
    post(world, price, 200);
    post(world, (CheckoutEvent){.kind = EVENT_STAFF_VOID, .line_id = 2}, 200);
    post(world, (CheckoutEvent){.kind = EVENT_STAFF_LEAVE}, 200);
    pay(world);
    take_receipt(world, 0);
}

static void change_a_price(LaneWorld *world)
{
    FakeArticle *article = &world->shop.articles[7];
    article->price = 6.00;
    article->write_unix_s = world->server.unix_ms / 1000;
    if (goes_on(world))
        world_pass(world, 400000); // until the lane looks
}

static void close_the_session(LaneWorld *world)
{
    world->server.session_id = 0;
    if (!goes_on(world))
        return;
    world_pass(world, 70000);
    if (goes_on(world))
        people_attend(world);
    if (goes_on(world))
        world_pass(world, 20000);
}

LaneWorld *day_open(void)
{
    LaneWorld *world = world_create(DAY_SEED, PLANT_NONE);
    world->segment_size_max = 12 << 10;
    return world;
}

int32_t day_step(int32_t usual)
{
    const char *given = getenv("KIOSK_TEST_EVERY_CRASH");
    int32_t step = given ? (int32_t)strtol(given, NULL, 10) : usual;
    CHECK(step > 0);
    return step;
}

int32_t day_sales(void)
{
    return MORNING_SALES + EVENING_SALES + 2;
}

void day_play(LaneWorld *world)
{
    if (!world_start(world))
        return;
    world_pass(world, 3000);
    for (int32_t i = 0; i < MORNING_SALES; i++)
        sell(world, i);
    sell_after_a_decline(world);
    sell_with_an_override(world);
    change_a_price(world);
    if (!goes_on(world))
        return;
    world_stop(world);
    if (world_has_crashed(world) || !world_start(world))
        return;
    world_pass(world, 3000);
    for (int32_t i = 0; i < EVENING_SALES; i++)
        sell(world, i);
    close_the_session(world);
    if (goes_on(world))
        world_stop(world);
}
