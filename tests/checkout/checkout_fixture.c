#include "checkout/checkout_fixture.h"

#include <stdio.h>
#include <string.h>

static void add(CatalogueBuilder *builder, int32_t id, const char *name, const char *barcode,
                double price, uint32_t flags, int32_t category)
{
    Error error;
    CatArticle article = {.id = id,
                          .template_id = id,
                          .name = sample_text(builder, name),
                          .barcode = sample_text(builder, barcode),
                          .list_price = price,
                          .unit = 1,
                          .flags = flags};
    assert_true(catalogue_builder_add_article(builder, &article, NULL, 0, &category,
                                              category ? 1 : 0, NULL, 0, NULL, 0, &error));
}

void lane_open(Lane *lane)
{
    memset(lane, 0, sizeof *lane);
    arena_create(&lane->arena, 64 << 20);
    CatalogueBuilder *builder = catalogue_builder_create(NULL, NULL);
    sample_add_basics(builder);
    CatCategory category = {.id = 9, .name = sample_text(builder, "Wine")};
    CatBarcodeRule rule = {.id = 1,
                           .sequence = 1,
                           .type = CAT_RULE_WEIGHT,
                           .encoding = CAT_ENCODING_EAN13,
                           .pattern = sample_text(builder, "21.....{NNDDD}")};
    catalogue_builder_add_category(builder, &category);
    catalogue_builder_add_barcode_rule(builder, &rule);
    add(builder, 1, "Milk", MILK_CODE, 1.19, 0, 0);
    add(builder, 2, "Wine", WINE_CODE, 7.95, 0, 9);
    add(builder, 3, "Bananas", SCALE_CODE, 1.79, CAT_ARTICLE_WEIGHED, 0);
    sample_finish(builder, &lane->arena, &lane->catalogue);
    catalogue_builder_destroy(builder);
    lane->settings = (CheckoutSettings){.offer_no_receipt = true,
                                        .idle_after_ms = 45000,
                                        .idle_countdown_ms = 20000,
                                        .receipt_ms = 20000,
                                        .thanks_ms = 8000,
                                        .age_rules = {{"Wine", 18}},
                                        .age_rule_count = 1};
    lane->now_ms = 1000;
    lane->next_ticket = 1;
    lane->counter_next = 7;
    lane->random = 1;
    checkout_init(&lane->checkout, "en");
    lane_event(lane, (CheckoutEvent){.kind = EVENT_CATALOGUE, .flag = true});
    lane_event(lane, (CheckoutEvent){.kind = EVENT_SESSION});
    assert_int_equal(lane->checkout.screen, SCREEN_WELCOME);
}

void lane_close(Lane *lane)
{
    arena_destroy(&lane->arena);
}

void lane_event(Lane *lane, CheckoutEvent event)
{
    CheckoutWorld world = {.catalogue = &lane->catalogue,
                           .settings = &lane->settings,
                           .now_ms = lane->now_ms,
                           .now_unix_ms = 1790000000000 + lane->now_ms,
                           .next_number = {16, 2, lane->counter_next},
                           .next_ticket = lane->next_ticket++,
                           .online = lane->online};
    for (size_t i = 0; i < COUNT_OF(world.random); i++)
        world.random[i] = lane->random =
            lane->random * 6364136223846793005ull + 1442695040888963407ull;
    checkout_step(&lane->checkout, &event, &world, &lane->effects);
    if (lane->checkout.order.number.counter >= lane->counter_next)
        lane->counter_next = lane->checkout.order.number.counter + 1;
}

void lane_do(Lane *lane, CheckoutEventKind kind)
{
    lane_event(lane, (CheckoutEvent){.kind = kind});
}

void lane_scan(Lane *lane, const char *code)
{
    CheckoutEvent event = {.kind = EVENT_SCAN};
    snprintf(event.text, sizeof event.text, "%s", code);
    lane_event(lane, event);
}

void lane_pass(Lane *lane, int64_t ms)
{
    int64_t until_ms = lane->now_ms + ms;
    for (;;) {
        int64_t tick_ms = checkout_next_tick_ms(&lane->checkout, &lane->settings);
        if (tick_ms > until_ms)
            break;
        lane->now_ms = tick_ms > lane->now_ms ? tick_ms : lane->now_ms;
        lane_do(lane, EVENT_TICK);
        assert_true(checkout_next_tick_ms(&lane->checkout, &lane->settings) >
                    lane->now_ms); // a tick moves things on
    }
    lane->now_ms = until_ms;
}

const CheckoutEffect *lane_effect(const Lane *lane, CheckoutEffectKind kind)
{
    for (int32_t i = 0; i < lane->effects.count; i++)
        if (lane->effects.items[i].kind == kind)
            return &lane->effects.items[i];
    return NULL;
}

void lane_saved(Lane *lane)
{
    lane_event(lane, (CheckoutEvent){.kind = EVENT_SAVED, .ticket = lane->checkout.wait_ticket});
}

void lane_terminal(Lane *lane, CheckoutEventKind kind)
{
    CheckoutEvent event = {.kind = kind, .transaction = "T1"};
    snprintf(event.text, sizeof event.text, "%s", lane->checkout.intent_id);
    lane_event(lane, event);
}

void lane_pay_until(Lane *lane, PaymentPhase phase)
{
    lane_scan(lane, MILK_CODE);
    lane_do(lane, EVENT_PAY);
    if (phase != PAYMENT_SAVING_INTENT) {
        lane_saved(lane);
        if (phase == PAYMENT_DECLINED)
            lane_terminal(lane, EVENT_TERMINAL_DECLINED);
        else if (phase == PAYMENT_ASKING)
            lane_terminal(lane, EVENT_TERMINAL_LOST);
        else if (phase != PAYMENT_STARTING)
            lane_terminal(lane, EVENT_TERMINAL_APPROVED);
        if (phase == PAYMENT_APPROVED)
            lane_saved(lane);
    }
    assert_int_equal(lane->checkout.payment, phase);
}
