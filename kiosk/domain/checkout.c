#include "domain/checkout.h"

#include <stdio.h>
#include <string.h>

#include "domain/checkout_parts.h"

static const char *const screen_names[SCREEN_COUNT] = {
    [SCREEN_CLOSED] = "closed",
    [SCREEN_OUT_OF_ORDER] = "out-of-order",
    [SCREEN_WELCOME] = "welcome",
    [SCREEN_BROWSE] = "browse",
    [SCREEN_SEARCH] = "search",
    [SCREEN_BASKET] = "basket",
    [SCREEN_PAYMENT_CHOICE] = "payment-choice",
    [SCREEN_PAYMENT_PROGRESS] = "payment-progress",
    [SCREEN_RECEIPT] = "receipt",
    [SCREEN_THANKS] = "thanks",
    [SCREEN_HELP] = "help",
    [SCREEN_IDLE] = "idle",
    [SCREEN_STAFF_LOGIN] = "staff-login",
    [SCREEN_STAFF] = "staff",
    [SCREEN_ARTICLE] = "article",
    [SCREEN_WEIGH] = "weigh",
    [SCREEN_STAFF_SALE] = "staff-sale",
    [SCREEN_STAFF_ORDER] = "staff-order",
    [SCREEN_STAFF_COMPARE] = "staff-compare",
    [SCREEN_STAFF_STICK] = "staff-stick",
};

const char *checkout_screen_name(CheckoutScreen screen)
{
    CHECK(screen < SCREEN_COUNT);
    return screen_names[screen];
}

void step_copy_text(char *out, size_t room, const char *text)
{
    text_copy_to_buffer(text_from_string(text), out, (int32_t)room);
}

CheckoutEffect *step_effect(Step *step, CheckoutEffectKind kind)
{
    CHECK(step->effects->count < CHECKOUT_EFFECTS_MAX);
    CheckoutEffect *effect = &step->effects->items[step->effects->count++];
    *effect = (CheckoutEffect){.kind = kind};
    return effect;
}

void step_sound(Step *step, CheckoutSound sound)
{
    step_effect(step, EFFECT_SOUND)->value = (int32_t)sound;
}

void step_show(Step *step, CheckoutScreen screen)
{
    step->checkout->screen = screen;
    step->checkout->phase_since_ms = step->world->now_ms;
}

void step_toast(Step *step, ToastKind toast, const char *text)
{
    step->checkout->toast = toast;
    step->checkout->toast_since_ms = step->world->now_ms;
    step_copy_text(step->checkout->toast_text, sizeof step->checkout->toast_text, text);
}

void step_uuid(Step *step, char out[ORDER_UUID_SIZE])
{
    // RFC 9562 version 4 from the random bits that came with the step, two words for each.
    CHECK(step->uuids_made < CHECKOUT_RANDOM_WORDS / 2);
    uint64_t high = step->world->random[step->uuids_made * 2];
    uint64_t low = step->world->random[step->uuids_made * 2 + 1];
    step->uuids_made++;
    high = (high & ~0xf000ull) | 0x4000;
    low = (low & ~(3ull << 62)) | 1ull << 63;
    snprintf(out, ORDER_UUID_SIZE, "%08x-%04x-%04x-%04x-%012llx", (unsigned)(high >> 32),
             (unsigned)(high >> 16 & 0xffff), (unsigned)(high & 0xffff), (unsigned)(low >> 48),
             (unsigned long long)(low & 0xffffffffffffull));
}

OrderPricing step_pricing(const Step *step)
{
    return checkout_pricing(step->checkout, step->world->catalogue, step->world->now_unix_ms);
}

int64_t step_ticket(Step *step)
{
    step->checkout->wait_ticket = step->world->next_ticket;
    return step->checkout->wait_ticket;
}

static bool lane_can_sell(const Checkout *checkout)
{
    return checkout->has_catalogue && checkout->has_session && !checkout->paused &&
           !checkout->disk_failed && !checkout->disk_full && !checkout->cause[0];
}

CheckoutScreen step_resting_screen(const Step *step)
{
    const Checkout *checkout = step->checkout;
    if (checkout->disk_failed)
        return SCREEN_OUT_OF_ORDER;
    if (checkout->sale_open && checkout->has_catalogue && !checkout->disk_full)
        return SCREEN_BASKET; // a sale that was begun is finished, whatever the server says
                              // meanwhile
    return lane_can_sell(checkout) ? SCREEN_WELCOME : SCREEN_CLOSED;
}

void step_save_basket(Step *step)
{
    step_effect(step, EFFECT_SAVE_BASKET);
}

void step_customer_gone(Step *step)
{
    Checkout *checkout = step->checkout;
    checkout->sale_open = false;
    checkout->order.line_count = 0;
    checkout->order.payment_count = 0;
    checkout->order.tax_total_count = 0;
    checkout->order.total = checkout->order.total_tax = checkout->order.total_untaxed = (Money){0};
    checkout->order.rounding_applied = checkout->order.change = (Money){0};
    checkout->order.number = (OrderNumber){0};
    checkout->payment = PAYMENT_NONE;
    checkout->method_id = 0;
    checkout->intent_id[0] = 0;
    checkout->toast = TOAST_NONE;
    checkout->undo.count = 0;
    checkout->customer_name[0] = checkout->asked_card[0] = 0;
    checkout->just_added_line_id = 0;
    checkout->help_line_id = 0;
    checkout->solved = TOAST_NONE;
    checkout->subject = (CheckoutSubject){.article = CATALOGUE_NONE};
    checkout->printing = checkout->print_failed = checkout->printed = false;
    step_effect(step, EFFECT_CUSTOMER_GONE);
}

void checkout_init(Checkout *checkout, const char *language)
{
    memset(checkout, 0, sizeof *checkout);
    checkout->screen = SCREEN_CLOSED;
    step_copy_text(checkout->language, sizeof checkout->language, language);
}

CheckoutLaneState checkout_lane_state(const Checkout *checkout)
{
    if (checkout->disk_failed)
        return LANE_IS_OUT_OF_ORDER;
    if (checkout->paused)
        return LANE_IS_PAUSED;
    if (!checkout->has_catalogue || !checkout->has_session || checkout->cause[0])
        return LANE_IS_CLOSED;
    return LANE_IS_OPEN;
}

bool checkout_is_selling(const Checkout *checkout)
{
    switch (checkout->screen) {
    case SCREEN_BROWSE:
    case SCREEN_SEARCH:
    case SCREEN_BASKET:
    case SCREEN_HELP:
    case SCREEN_IDLE:
    case SCREEN_ARTICLE:
    case SCREEN_WEIGH:
        return true;
    case SCREEN_CLOSED:
    case SCREEN_OUT_OF_ORDER:
    case SCREEN_WELCOME:
    case SCREEN_PAYMENT_CHOICE:
    case SCREEN_PAYMENT_PROGRESS:
    case SCREEN_RECEIPT:
    case SCREEN_THANKS:
    case SCREEN_STAFF_LOGIN:
    case SCREEN_STAFF:
    case SCREEN_STAFF_SALE:
    case SCREEN_STAFF_ORDER:
    case SCREEN_STAFF_COMPARE:
    case SCREEN_STAFF_STICK:
    case SCREEN_COUNT:
        break;
    }
    return false;
}

const OrderLine *checkout_age_line(const Checkout *checkout)
{
    for (int32_t i = 0; i < checkout->order.line_count; i++) {
        const OrderLine *line = &checkout->order.lines[i];
        if (line->minimum_age > 0 && !(line->flags & (ORDER_LINE_AGE_APPROVED | ORDER_LINE_VOID)))
            return line;
    }
    return NULL;
}

static bool is_activity(CheckoutEventKind kind)
{
    return kind < EVENT_SCALE;
}

static int64_t toast_ms(const Checkout *checkout)
{
    bool solved = checkout->toast == TOAST_SOLVED || checkout->toast == TOAST_AGE_CHECKED;
    return solved ? CHECKOUT_SOLVED_MS : CHECKOUT_TOAST_MS;
}

void checkout_step(Checkout *checkout, const CheckoutEvent *event, const CheckoutWorld *world,
                   CheckoutEffects *out_effects)
{
    out_effects->count = 0;
    Step step = {checkout, event, world, out_effects, 0};
    if (is_activity(event->kind))
        checkout->last_activity_ms = world->now_ms;
    if (event->kind == EVENT_TICK) {
        if (checkout->toast != TOAST_NONE &&
            world->now_ms - checkout->toast_since_ms >= toast_ms(checkout))
            checkout->toast = TOAST_NONE;
        checkout_payment_tick(&step);
        checkout_staff_tick(&step);
        checkout_weigh_tick(&step);
        return;
    }
    // Each event belongs to one of the checkout_*.c files; what none of them takes on this screen
    // changes nothing.
    if (checkout_lane_event(&step) || checkout_customer_event(&step) || checkout_day_event(&step) ||
        checkout_stick_event(&step) || checkout_review_event(&step) ||
        checkout_compare_event(&step) || checkout_staff_sale_event(&step) ||
        checkout_staff_event(&step) || checkout_combo_event(&step) || checkout_lot_event(&step) ||
        checkout_article_event(&step) || checkout_weigh_event(&step) ||
        checkout_payment_event(&step))
        return;
    checkout_sale_event(&step);
}

static void earlier(int64_t *at_ms, int64_t other_ms)
{
    if (other_ms < *at_ms)
        *at_ms = other_ms;
}

int64_t checkout_next_tick_ms(const Checkout *checkout, const CheckoutSettings *settings)
{
    int64_t next = INT64_MAX;
    if (checkout->toast != TOAST_NONE)
        earlier(&next, checkout->toast_since_ms + toast_ms(checkout));
    switch (checkout->screen) {
    case SCREEN_BROWSE:
    case SCREEN_SEARCH:
    case SCREEN_BASKET:
    case SCREEN_ARTICLE:
    case SCREEN_PAYMENT_CHOICE:
        earlier(&next, checkout->last_activity_ms + settings->idle_after_ms);
        break;
    case SCREEN_WEIGH:
        earlier(&next, checkout->last_activity_ms + settings->idle_after_ms);
        earlier(&next, checkout_weigh_due_ms(checkout));
        break;
    case SCREEN_IDLE:
        earlier(&next, checkout->phase_since_ms + settings->idle_countdown_ms);
        break;
    case SCREEN_PAYMENT_PROGRESS:
        if (checkout->payment == PAYMENT_APPROVED)
            earlier(&next, checkout->phase_since_ms + CHECKOUT_APPROVED_MS);
        if (checkout->payment == PAYMENT_ASKING)
            earlier(&next, checkout->phase_since_ms + CHECKOUT_ASK_AGAIN_MS);
        if (checkout->payment == PAYMENT_DECLINED)
            earlier(&next, checkout->last_activity_ms + settings->idle_after_ms);
        break;
    case SCREEN_RECEIPT:
        if (!checkout->printing)
            earlier(&next, checkout->phase_since_ms + settings->receipt_ms);
        break;
    case SCREEN_THANKS:
        earlier(&next, checkout->phase_since_ms + settings->thanks_ms);
        break;
    case SCREEN_STAFF_LOGIN:
    case SCREEN_STAFF:
    case SCREEN_STAFF_SALE:
    case SCREEN_STAFF_ORDER:
    case SCREEN_STAFF_COMPARE:
    case SCREEN_STAFF_STICK:
        earlier(&next, checkout->last_activity_ms + CHECKOUT_STAFF_IDLE_MS);
        break;
    case SCREEN_HELP:
        if (!checkout->sale_open)
            earlier(&next, checkout->last_activity_ms + settings->idle_after_ms);
        break;
    case SCREEN_CLOSED:
    case SCREEN_OUT_OF_ORDER:
    case SCREEN_WELCOME:
    case SCREEN_COUNT:
        break;
    }
    return next;
}
