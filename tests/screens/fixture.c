#include "fixture.h"

#include <SDL2/SDL.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fixture_shop.h"

static void must(bool done, const Error *error)
{
    if (done)
        return;
    fprintf(stderr, "%s\n", error->message);
    abort();
}

static void fill_lane(LaneView *lane)
{
    *lane = (LaneView){
        .lane_name = "Lane 3",
        .shop_name = "Corner Market",
        .online = true,
        .stick = {.offered = true},
        .now = {2026, 11, 23, 14, 6},
        .scanner_side = SIDE_BELOW,
        .reader_side = SIDE_RIGHT,
        .printer_side = SIDE_BELOW,
        .article_count = 78,
        .version = "0.1.0",
        .receipt_qr = "https://shop.example/pos/ticket/validate?access_token=7d1f0c52-9b1e-4c6a",
        .sales_today = 41,
        .takings_today = {58230}};
    static const char *const languages[] = {"en", "fr", "ar", "de"};
    for (size_t i = 0; i < COUNT_OF(languages); i++)
        memcpy(lane->languages[lane->language_count++], languages[i], strlen(languages[i]) + 1);
    static const LaneDevice devices[] = {{"Scanner", DEVICE_READY, ""},
                                         {"Card reader", DEVICE_READY, ""},
                                         {"Receipt printer", DEVICE_ATTENTION, ""},
                                         {"Scale", DEVICE_ABSENT, ""}};
    memcpy(lane->devices, devices, sizeof(devices));
    lane->device_count = COUNT_OF(devices);
}

static void fill_settings(CheckoutSettings *settings)
{
    *settings = (CheckoutSettings){.cash = true,
                                   .offer_no_receipt = true,
                                   .tares = {{"Paper bag", 5}, {"Net bag", 9}},
                                   .tare_count = 2,
                                   .idle_after_ms = CHECKOUT_IDLE_AFTER_MS,
                                   .idle_countdown_ms = CHECKOUT_IDLE_COUNTDOWN_MS,
                                   .receipt_ms = CHECKOUT_RECEIPT_MS,
                                   .thanks_ms = CHECKOUT_THANKS_MS,
                                   .quantity_max = 99};
}

static void open_screen(Fixture *fixture, int32_t width, int32_t height, PictureSource pictures)
{
    Error error;
    display_open_memory(&fixture->display, width, height);
    UiSetup setup = {
        .display = &fixture->display, .assets_directory = FIXTURE_ASSETS, .pictures = pictures};
    must(ui_create(&fixture->ui, &setup, &error), &error);
    ui_set_currency(fixture->ui, (FormatCurrency){.symbol = TEXT("€"), .decimals = 2});
    fixture->screens = screens_create();
    fill_settings(&fixture->settings);
    fill_lane(&fixture->lane);
    fixture->now_ms = 1000000;
}

void fixture_open(Fixture *fixture, int32_t width, int32_t height, FixturePictures pictures)
{
    memset(fixture, 0, sizeof(*fixture));
    arena_create(&fixture->catalogue_arena, 8 * 1024 * 1024);
    fixture_build_catalogue(&fixture->catalogue_arena, &fixture->catalogue);
    fixture->pictures = pictures;
    open_screen(
        fixture, width, height,
        (PictureSource){.path = pictures == FIXTURE_PICTURES_LOADED ? fixture_picture_path : NULL});
}

void fixture_open_long(Fixture *fixture, int32_t width, int32_t height, int32_t articles,
                       PictureSource pictures)
{
    memset(fixture, 0, sizeof(*fixture));
    arena_create(&fixture->catalogue_arena, 8 * 1024 * 1024);
    fixture_build_long_catalogue(&fixture->catalogue_arena, articles, &fixture->catalogue);
    fixture->pictures = FIXTURE_PICTURES_LOADED;
    open_screen(fixture, width, height, pictures);
}

void fixture_close(Fixture *fixture)
{
    screens_destroy(fixture->screens);
    ui_destroy(fixture->ui);
    display_close(&fixture->display);
    arena_destroy(&fixture->catalogue_arena);
}

void fixture_set_language(Fixture *fixture, const char *language)
{
    Error error;
    must(ui_set_language(fixture->ui, text_from_string(language), &error), &error);
    fixture->view.catalogue_language = catalogue_language(&fixture->catalogue, language);
}

void fixture_set_text(Fixture *fixture, int32_t percent, ThemeKind theme)
{
    ui_set_settings(fixture->ui, (UiSettings){.theme = theme, .text_percent = percent});
}

void fixture_frame(Fixture *fixture, int64_t after_ms)
{
    fixture->now_ms += after_ms;
    fixture->out.count = 0;
    ScreensView *view = &fixture->view;
    view->checkout = &fixture->checkout;
    view->catalogue = &fixture->catalogue;
    view->pricing = &fixture->pricing;
    view->settings = &fixture->settings;
    view->lane = &fixture->lane;
    view->now_ms = fixture->now_ms;
    const char *name = checkout_screen_name(fixture->checkout.screen);
    ui_begin(fixture->ui, fixture->now_ms, text_from_string(name));
    screens_draw(fixture->screens, fixture->ui, view, &fixture->out);
    fixture->presented = ui_end(fixture->ui);
    (void)screens_apply_settings(fixture->screens, fixture->ui);
}

void fixture_settle(Fixture *fixture)
{
    for (int32_t i = 0; i < 6; i++) // the longest motion is 300 ms
        fixture_frame(fixture, 100);
    int64_t bytes = -1;
    for (int32_t same = 0; same < 15 && fixture->pictures == FIXTURE_PICTURES_LOADED;) {
        SDL_Delay(2);
        fixture_frame(fixture, 0);
        int64_t now = ui_frame_stats(fixture->ui).picture_bytes;
        same = now == bytes ? same + 1 : 0;
        bytes = now;
    }
}

void fixture_enter(Fixture *fixture, const FixtureState *state)
{
    UiSettings settings = ui_settings(fixture->ui);
    screens_customer_gone(fixture->screens, fixture->ui);
    ui_set_settings(fixture->ui, settings);
    memset(&fixture->checkout, 0, sizeof(fixture->checkout));
    fill_settings(&fixture->settings);
    fill_lane((memset(&fixture->lane, 0, sizeof(fixture->lane)), &fixture->lane));
    fixture->pricing =
        (OrderPricing){&fixture->catalogue, fixture->catalogue.shop->pricelist, CATALOGUE_NONE, 1};
    fixture->now_ms += 5000;
    fixture->view.setup = NULL;
    fixture->view.trouble = NULL;
    Checkout *checkout = &fixture->checkout;
    checkout_init(checkout, "en");
    checkout->has_catalogue = checkout->has_session = true;
    checkout->phase_since_ms = checkout->last_activity_ms = fixture->now_ms;
    state->enter(fixture);
    fixture_frame(fixture, 0);
    fixture_settle(fixture);
    if (state->touch) {
        state->touch(fixture);
        fixture_settle(fixture);
    }
}

static void finger(Fixture *fixture, uint32_t type, const AccessNode *node)
{
    SDL_Event event = {.type = type};
    event.button.button = SDL_BUTTON_LEFT;
    event.button.x = node->seen.x + node->seen.w / 2;
    event.button.y = node->seen.y + node->seen.h / 2;
    ui_handle_event(fixture->ui, &event, fixture->now_ms);
}

static bool press(Fixture *fixture, const char *id, int64_t for_ms)
{
    const AccessTree *tree = ui_access_tree(fixture->ui);
    const AccessNode *found = access_tree_find_id(tree, text_from_string(id));
    if (!found || !access_node_is_reachable(tree, found))
        return false;
    AccessNode node = *found;
    finger(fixture, SDL_MOUSEBUTTONDOWN, &node);
    fixture_frame(fixture, for_ms);
    EventOut held = fixture->out;
    finger(fixture, SDL_MOUSEBUTTONUP, &node);
    fixture_frame(fixture, 20);
    if (fixture->out.count == 0)
        fixture->out = held;
    return true;
}

bool fixture_tap(Fixture *fixture, const char *id)
{
    return press(fixture, id, 50);
}

bool fixture_hold(Fixture *fixture, const char *id)
{
    return press(fixture, id, 700);
}

int32_t fixture_article(const Fixture *fixture, const char *name)
{
    return catalogue_article_by_id(&fixture->catalogue, fixture_article_id(name));
}

static void begin_sale(Fixture *fixture)
{
    Checkout *checkout = &fixture->checkout;
    if (checkout->sale_open)
        return;
    order_begin(&checkout->order, &fixture->pricing, "00000000-0000-4000-8000-000000000001",
                "00000000-0000-4000-8000-000000000002", 1, "en");
    checkout->sale_open = true;
}

static void next_uuid(Fixture *fixture, char out[ORDER_UUID_SIZE])
{
    snprintf(out, ORDER_UUID_SIZE, "00000000-0000-4000-9000-%012d", (int)++fixture->line_count);
}

static void must_add(Fixture *fixture, OrderResult added, const char *name)
{
    if (added == ORDER_OK && order_total(&fixture->checkout.order) == ORDER_OK)
        return;
    fprintf(stderr, "can't add '%s'\n", name);
    abort();
}

static void add_line(Fixture *fixture, const char *name, int32_t pieces, OrderAdd add)
{
    char uuid[ORDER_UUID_SIZE];
    int32_t line = 0;
    begin_sale(fixture);
    next_uuid(fixture, uuid);
    add.article = fixture_article(fixture, name);
    bool weighed = fixture->catalogue.articles[add.article].flags & CAT_ARTICLE_WEIGHED;
    add.quantity.milli = weighed ? pieces : pieces * 1000;
    add.minimum_age = strstr(name, "wine") ? 18 : 0;
    add.line_uuid = uuid;
    must_add(fixture, order_add(&fixture->checkout.order, &fixture->pricing, &add, &line), name);
}

void fixture_add(Fixture *fixture, const char *name, int32_t pieces)
{
    add_line(fixture, name, pieces, (OrderAdd){0});
}

void fixture_add_chosen(Fixture *fixture, const char *name, int32_t pieces, const int32_t *values,
                        int32_t value_count)
{
    add_line(fixture, name, pieces, (OrderAdd){.choices = values, .choice_count = value_count});
}

void fixture_add_piece(Fixture *fixture, const char *name, const char *serial)
{
    add_line(fixture, name, 1, (OrderAdd){.lot = serial});
}

void fixture_choose_part(Fixture *fixture, int32_t number, const char *name, int32_t value)
{
    const Catalogue *catalogue = &fixture->catalogue;
    CheckoutSubject *subject = &fixture->checkout.subject;
    const CatCombo *combo = checkout_combo(catalogue, subject->article, number);
    int32_t article = fixture_article(fixture, name);
    CheckoutPart *part = &subject->parts[number];
    for (uint32_t i = 0; i < combo->lines.count; i++)
        if (catalogue->combo_lines[combo->lines.first + i].article == article)
            part->line = (int32_t)(combo->lines.first + i);
    part->chosen = (CheckoutChosen){.count = value > 0, .values = {value}};
}

void fixture_add_menu(Fixture *fixture)
{
    OrderCombo combo;
    int32_t line = 0;
    bool chosen = checkout_combo_chosen(&fixture->catalogue, &fixture->checkout.subject,
                                        &fixture->settings, &combo);
    begin_sale(fixture);
    for (int32_t i = 0; chosen && i <= combo.part_count; i++)
        next_uuid(fixture, combo.line_uuids[i]);
    must_add(fixture,
             chosen ? order_add_combo(&fixture->checkout.order, &fixture->pricing, &combo, &line)
                    : ORDER_NOT_SELLABLE,
             "the menu");
}

void fixture_fill_basket(Fixture *fixture)
{
    fixture_add(fixture, "Wholemeal bread 750 g", 1);
    fixture_add(fixture, "Bananas", 642);
    fixture_add(fixture, "Mountain cheese, aged 12 months", 1);
    fixture_add(fixture, "Whole milk 1 L", 2);
    fixture_add(fixture, "Dark chocolate 70 %", 3);
    fixture_add(fixture, "Red wine, Valley Estate 0.75 L", 1);
}
