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

static void add_attribute(CatalogueBuilder *builder, int32_t id, const char *name, bool multiple,
                          const CatAttributeValue *values, const char *const *names, int32_t count)
{
    CatAttribute attribute = {.id = id,
                              .name = sample_text(builder, name),
                              .multiple = multiple,
                              .display_type = sample_text(builder, multiple ? "multi" : "radio")};
    catalogue_builder_add_attribute(builder, &attribute);
    for (int32_t i = 0; i < count; i++) {
        CatAttributeValue value = values[i];
        value.name = sample_text(builder, names[i]);
        catalogue_builder_add_attribute_value(builder, &value);
    }
}

static void add_choosable(CatalogueBuilder *builder, int32_t id, const char *name,
                          const char *barcode, const int32_t *attributes, int32_t count)
{
    Error error;
    CatArticle article = {.id = id,
                          .template_id = id,
                          .name = sample_text(builder, name),
                          .barcode = sample_text(builder, barcode),
                          .list_price = 6.9,
                          .unit = 1};
    assert_true(catalogue_builder_add_article(builder, &article, NULL, 0, NULL, 0, attributes,
                                              count, NULL, 0, &error));
}

// Coffee asks for a size and offers wrappings; a mug has one colour; a card wants a text typed.
static void add_choosables(CatalogueBuilder *builder)
{
    static const CatAttributeValue sizes[] = {{.id = SIZE_SMALL},
                                              {.id = SIZE_LARGE, .price_extra = 5.6},
                                              {.id = SIZE_TYPED, .is_custom = 1}};
    static const CatAttributeValue wraps[] = {{.id = WRAP_PAPER, .price_extra = 0.5},
                                              {.id = WRAP_BOW, .price_extra = 0.25}};
    static const CatAttributeValue one = {.id = MUG_BLUE, .price_extra = 0.1};
    static const CatAttributeValue typed = {.id = CARD_TEXT, .is_custom = 1};
    static const char *const words[] = {"250 g", "500 g", "Own"};
    static const char *const wrap_words[] = {"Paper", "Bow"};
    static const char *const blue = "Blue", *const text = "Text";
    add_attribute(builder, 40, "Size", false, sizes, words, 3);
    add_attribute(builder, 41, "Wrapping", true, wraps, wrap_words, 2);
    add_attribute(builder, 42, "Colour", false, &one, &blue, 1);
    add_attribute(builder, 43, "Text", false, &typed, &text, 1);
    add_choosable(builder, 4, "Coffee", COFFEE_CODE, (int32_t[]){40, 41}, 2);
    add_choosable(builder, 5, "Mug", MUG_CODE, (int32_t[]){42}, 1);
    add_choosable(builder, 6, "Card", CARD_CODE, (int32_t[]){43}, 1);
}

// A menu: coffee or a mug, and a juice or wine. A phone has a serial number, a cheese a lot.
static void add_menu_and_tracked(CatalogueBuilder *builder)
{
    Error error;
    static const CatComboLine lines[] = {
        {MENU_COFFEE, 4, 0}, {MENU_MUG, 5, 0.5}, {MENU_JUICE, 8, 0}, {MENU_WINE, 2, 1.2}};
    CatCombo first = {.id = 71, .name = sample_text(builder, "To take home"), .base_price = 6.9};
    CatCombo second = {.id = 72, .name = sample_text(builder, "Drink"), .base_price = 1.19};
    catalogue_builder_add_combo(builder, &first, (int32_t[]){MENU_COFFEE, MENU_MUG}, 2);
    catalogue_builder_add_combo(builder, &second, (int32_t[]){MENU_JUICE, MENU_WINE}, 2);
    for (size_t i = 0; i < COUNT_OF(lines); i++)
        catalogue_builder_add_combo_line(builder, &lines[i]);
    CatArticle menu = {.id = 9,
                       .template_id = 9,
                       .name = sample_text(builder, "Menu"),
                       .barcode = sample_text(builder, MENU_CODE),
                       .list_price = 8,
                       .unit = 1};
    assert_true(catalogue_builder_add_article(builder, &menu, NULL, 0, NULL, 0, NULL, 0,
                                              (int32_t[]){71, 72}, 2, &error));
    CatArticle phone = {.id = 10,
                        .template_id = 10,
                        .name = sample_text(builder, "Phone"),
                        .barcode = sample_text(builder, PHONE_CODE),
                        .list_price = 299,
                        .unit = 1,
                        .tracking = CAT_TRACKING_SERIAL};
    CatArticle cheese = phone;
    cheese.id = cheese.template_id = 11;
    cheese.name = sample_text(builder, "Cheese");
    cheese.barcode = sample_text(builder, CHEESE_CODE);
    cheese.list_price = 4.5;
    cheese.tracking = CAT_TRACKING_LOT;
    assert_true(
        catalogue_builder_add_article(builder, &phone, NULL, 0, NULL, 0, NULL, 0, NULL, 0, &error));
    assert_true(catalogue_builder_add_article(builder, &cheese, NULL, 0, NULL, 0, NULL, 0, NULL, 0,
                                              &error));
}

// Anna buys milk for 1.00; Ben has no list of his own. A third card only the server knows.
static void add_customers(CatalogueBuilder *builder)
{
    CatPricelist members = {.id = 61, .name = sample_text(builder, "Members"), .show_discount = 1};
    CatPriceRule milk = {.id = 62,
                         .article_id = 1,
                         .base_pricelist = CATALOGUE_NONE,
                         .compute = CAT_PRICE_FIXED,
                         .fixed_price = 1};
    CatPartner anna = {.id = 81,
                       .name = sample_text(builder, "Anna"),
                       .barcode = sample_text(builder, ANNA_CARD),
                       .pricelist_id = 61};
    CatPartner ben = {
        .id = 82, .name = sample_text(builder, "Ben"), .barcode = sample_text(builder, BEN_CARD)};
    CatBarcodeRule rule = {.id = 2,
                           .sequence = 2,
                           .type = CAT_RULE_CLIENT,
                           .encoding = CAT_ENCODING_ANY,
                           .pattern = sample_text(builder, "042")};
    catalogue_builder_add_pricelist(builder, &members);
    catalogue_builder_add_price_rule(builder, &milk);
    catalogue_builder_add_partner(builder, &anna);
    catalogue_builder_add_partner(builder, &ben);
    catalogue_builder_add_barcode_rule(builder, &rule);
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
    add_choosables(builder);
    add(builder, 7, "Paper bag", BAG_CODE, 0.2, 0, 0);
    add(builder, 8, "Juice", JUICE_CODE, 1.19, 0, 0);
    add_menu_and_tracked(builder);
    add_customers(builder);
    sample_finish(builder, &lane->arena, &lane->catalogue);
    lane->shop = *lane->catalogue.shop;
    lane->shop.use_lots = 1;
    lane->catalogue.shop = &lane->shop;
    catalogue_builder_destroy(builder);
    lane->settings = (CheckoutSettings){.offer_no_receipt = true,
                                        .idle_after_ms = 45000,
                                        .idle_countdown_ms = 20000,
                                        .receipt_ms = 20000,
                                        .thanks_ms = 8000,
                                        .age_rules = {{"Wine", 18}},
                                        .age_rule_count = 1};
    lane->now_ms = 1000;
    lane->local_minute = (20781 * 24 + 12) * 60;
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

int lane_set_up(void **state)
{
    static Lane lane;
    lane_open(&lane);
    *state = &lane;
    return 0;
}

int lane_tear_down(void **state)
{
    lane_close(*state);
    return 0;
}

void lane_event(Lane *lane, CheckoutEvent event)
{
    CheckoutWorld world = {.catalogue = &lane->catalogue,
                           .settings = &lane->settings,
                           .now_ms = lane->now_ms,
                           .now_unix_ms = 1790000000000 + lane->now_ms,
                           .local_minute = lane->local_minute,
                           .next_number = {16, 2, lane->counter_next},
                           .next_ticket = lane->next_ticket++,
                           .online = lane->online,
                           .reviewed = lane->reviewed};
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
