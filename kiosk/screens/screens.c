/* Which screen is drawn, and what is kept for them between frames. */
#include <stdlib.h>
#include <string.h>

#include "screens/parts.h"

enum {
    TAKE_TIME_TOUCH_MS = 15000, // how often a customer who takes their time counts as active
    TAKE_TIME_LIMIT_MS = 10 * 60 * 1000, // a basket that nobody touched for so long is left behind
};

void event_out_push(EventOut *out, CheckoutEvent event)
{
    if (out->count < EVENT_OUT_MAX)
        out->events[out->count++] = event;
}

void scene_emit(Scene *scene, CheckoutEventKind kind)
{
    event_out_push(scene->out, (CheckoutEvent){.kind = kind});
}

void scene_emit_line(Scene *scene, CheckoutEventKind kind, int32_t line_id)
{
    event_out_push(scene->out, (CheckoutEvent){.kind = kind, .line_id = line_id});
}

void scene_emit_text(Scene *scene, CheckoutEventKind kind, Text text)
{
    CheckoutEvent event = {.kind = kind};
    text_copy_to_buffer(text, event.text, sizeof(event.text));
    event_out_push(scene->out, event);
}

void scene_open_sheet(Scene *scene, SheetKind sheet)
{
    scene->state->sheet = sheet;
    scene->state->sheet_closing = false;
    scene->state->entry_size = scene->state->reason = 0;
    ui_wake_at(scene->ui, ui_now_ms(scene->ui));
}

bool scene_has_sale(const Scene *scene)
{
    return checkout_has_lines(scene->checkout);
}

ScreensState *screens_create(void)
{
    ScreensState *state = calloc(1, sizeof(*state));
    CHECK(state);
    return state;
}

void screens_destroy(ScreensState *state)
{
    if (!state)
        return;
    article_list_release(&state->list);
    explicit_bzero(state->pin, sizeof(state->pin));
    free(state);
}

void screens_customer_gone(ScreensState *state, Ui *ui)
{
    ArticleList list = state->list;
    UiSettings home = state->home;
    bool home_known = state->home_known;
    CheckoutScreen screen = state->screen;
    int64_t screen_since_ms = state->screen_since_ms;

    explicit_bzero(state->pin, sizeof(state->pin));
    memset(state, 0, sizeof(*state));
    state->list = list;
    state->home = home;
    state->home_known = home_known;
    state->screen = screen;
    state->screen_since_ms = screen_since_ms;
    state->drawn = true;
    if (home_known)
        ui_set_settings(ui, home);
    ui_scroll_to(ui, TEXT("products"), 0, 0);
    ui_scroll_to(ui, TEXT("categories"), 0, 0);
    ui_scroll_to(ui, TEXT("lines"), 0, 0);
}

bool screens_apply_settings(ScreensState *state, Ui *ui)
{
    if (!state->wants_settings)
        return false;
    state->wants_settings = false;
    ui_set_settings(ui, state->wanted);
    return true;
}

bool screens_takes_time(const ScreensState *state)
{
    return state->take_time;
}

static void forget_typed(ScreensState *state)
{
    explicit_bzero(state->pin, sizeof(state->pin));
    state->pin_size = 0;
}

void screens_type(ScreensState *state, Text typed)
{
    if (state->screen == SCREEN_SEARCH)
        search_type(state, typed);
    if (state->sheet == SHEET_LOT)
        lot_type(state, typed);
    if (state->screen != SCREEN_STAFF_LOGIN)
        return;
    for (int32_t i = 0; i < typed.size; i++) {
        char letter = typed.data[i];
        if (letter == '\b' && state->pin_size > 0)
            state->pin[--state->pin_size] = 0;
        else if (letter >= '0' && letter <= '9' &&
                 state->pin_size + 1 < (int32_t)sizeof(state->pin))
            state->pin[state->pin_size++] = letter;
    }
}

static void note_screen(ScreensState *state, const ScreensView *view)
{
    CheckoutScreen screen = view->checkout->screen;
    if (state->drawn && state->screen == screen)
        return;
    state->drawn = true;
    state->screen = screen;
    state->screen_since_ms = view->now_ms;
    state->sheet = SHEET_NONE;
    state->sheet_closing = false;
    state->entry_size = state->reason = 0;
    state->lot[0] = 0;
    forget_typed(state);
    state->low_page = 0;
    state->low_categories = false;
    if (screen == SCREEN_BROWSE || screen == SCREEN_BASKET) { // each search begins anew
        state->query_size = 0;
        state->found_valid = state->keys_hidden = state->keys_shifted = false;
    }
}

// "Take your time": as long as a person was here lately, the idle warning is kept away.
static void keep_time(Scene *scene)
{
    if (!scene->state->take_time || !checkout_is_selling(scene->checkout))
        return;
    int64_t now_ms = scene->view->now_ms;
    if (now_ms - ui_last_input_ms(scene->ui) > TAKE_TIME_LIMIT_MS)
        return;
    if (now_ms - scene->checkout->last_activity_ms >= TAKE_TIME_TOUCH_MS)
        scene_emit(scene, EVENT_TOUCHED);
    ui_wake_at(scene->ui, now_ms + TAKE_TIME_TOUCH_MS);
}

static void draw_screen(Scene *scene)
{
    if (scene->view->setup) {
        screen_setup(scene);
        return;
    }
    switch (scene->checkout->screen) {
    case SCREEN_CLOSED:
        screen_closed(scene);
        return;
    case SCREEN_OUT_OF_ORDER:
        screen_out_of_order(scene);
        return;
    case SCREEN_WELCOME:
        screen_welcome(scene);
        return;
    case SCREEN_BROWSE:
        screen_browse(scene);
        return;
    case SCREEN_SEARCH:
        screen_search(scene);
        return;
    case SCREEN_BASKET:
        screen_basket(scene);
        return;
    case SCREEN_PAYMENT_CHOICE:
        screen_payment_choice(scene);
        return;
    case SCREEN_PAYMENT_PROGRESS:
        screen_payment_progress(scene);
        return;
    case SCREEN_RECEIPT:
        screen_receipt(scene);
        return;
    case SCREEN_THANKS:
        screen_thanks(scene);
        return;
    case SCREEN_HELP:
        screen_help(scene);
        return;
    case SCREEN_IDLE:
        screen_idle(scene);
        return;
    case SCREEN_STAFF_LOGIN:
        screen_staff_login(scene);
        return;
    case SCREEN_STAFF:
        screen_staff(scene);
        return;
    case SCREEN_ARTICLE:
        screen_article(scene);
        return;
    case SCREEN_WEIGH:
        screen_weigh(scene);
        return;
    case SCREEN_STAFF_SALE:
        screen_staff_sale(scene);
        return;
    case SCREEN_STAFF_ORDER:
        screen_staff_order(scene);
        return;
    case SCREEN_STAFF_COMPARE:
        screen_staff_compare(scene);
        return;
    case SCREEN_STAFF_STICK:
        screen_staff_stick(scene);
        return;
    case SCREEN_COUNT:
        break;
    }
    CHECK(false);
}

static void draw_sheet(Scene *scene)
{
    switch (scene->state->sheet) {
    case SHEET_NONE:
        return;
    case SHEET_LANGUAGE:
        sheet_language(scene);
        return;
    case SHEET_ACCESS:
        sheet_access(scene);
        return;
    case SHEET_CANCEL_SALE:
        sheet_cancel_sale(scene);
        return;
    case SHEET_REPLACE:
        sheet_replace(scene);
        return;
    case SHEET_SETTLE:
        sheet_settle(scene);
        return;
    case SHEET_PRICE:
        sheet_price(scene);
        return;
    case SHEET_QUANTITY:
        sheet_quantity(scene);
        return;
    case SHEET_SOLVED:
        sheet_solved(scene);
        return;
    case SHEET_CHARGE:
        sheet_charge(scene);
        return;
    case SHEET_DAY:
        sheet_day(scene);
        return;
    case SHEET_DAY_COUNT:
        sheet_day_count(scene);
        return;
    case SHEET_KEY:
        sheet_key(scene);
        return;
    case SHEET_ADOPT:
        sheet_adopt(scene);
        return;
    case SHEET_STICK_TAKE:
        sheet_stick_take(scene);
        return;
    case SHEET_LOT:
        sheet_lot(scene);
        return;
    }
}

void screens_draw(ScreensState *state, Ui *ui, const ScreensView *view, EventOut *out)
{
    if (!state->home_known) {
        state->home = ui_settings(ui);
        state->home_known = true;
    }
    note_screen(state, view);
    Scene scene = {.state = state,
                   .ui = ui,
                   .view = view,
                   .checkout = view->checkout,
                   .order = &view->checkout->order,
                   .lane = view->lane,
                   .out = out};
    ui_box(ui, ui_screen_rect(ui), (UiBox){.fill = COLOUR_BG});
    draw_screen(&scene);
    draw_sheet(&scene);
    keep_time(&scene);
}
