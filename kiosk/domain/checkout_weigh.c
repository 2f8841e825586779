/* The scale: what lies on it, what it is packed in, and adding it. */
#include "domain/checkout_weigh.h"

#include "domain/checkout_parts.h"
#include "domain/rounding.h"

static WeighingState weighing_state(const Checkout *checkout)
{
    switch (checkout->scale) {
    case SCALE_ABSENT:
    case SCALE_UNDER:
    case SCALE_OVER:
        return WEIGHING_OUT;
    case SCALE_EMPTY:
        return WEIGHING_EMPTY;
    case SCALE_MOVING:
        return checkout->scale_to_empty ? WEIGHING_TO_EMPTY : WEIGHING_MOVING;
    case SCALE_STEADY:
        return checkout->scale_to_empty ? WEIGHING_TO_EMPTY : WEIGHING_STEADY;
    }
    return WEIGHING_OUT;
}

static OrderAdd subject_add(const CheckoutSubject *subject, Quantity quantity)
{
    return (OrderAdd){.article = subject->article,
                      .quantity = quantity,
                      .choices = subject->chosen.count > 0 ? subject->chosen.values : NULL,
                      .choice_count = subject->chosen.count,
                      .lot = subject->lot};
}

Weighing checkout_weighing(const Checkout *checkout, const OrderPricing *pricing)
{
    const CheckoutSubject *subject = &checkout->subject;
    Weighing weighing = {.state = weighing_state(checkout)};
    int64_t grams = (int64_t)checkout->scale_grams - subject->tare_grams;
    if (weighing.state == WEIGHING_EMPTY || grams <= 0)
        return weighing;
    double step = order_quantity_step(pricing->catalogue, subject->article);
    double rounded = round_to_step((double)grams / 1000, step, ROUNDING_HALF_UP);
    if (!quantity_from_double(rounded, &weighing.net) || weighing.state != WEIGHING_STEADY)
        return weighing;
    OrderAdd add = subject_add(subject, weighing.net);
    OrderLine line;
    if (order_preview(pricing, &add, &line) != ORDER_OK)
        return weighing; // so little that it rounds to nothing
    weighing.net = line.quantity;
    weighing.amount = line.display_total;
    weighing.can_add = true;
    return weighing;
}

bool checkout_weigh_open(Step *step, int32_t article, bool scanned)
{
    Checkout *checkout = step->checkout;
    bool has_choices = checkout->screen == SCREEN_ARTICLE && checkout->subject.article == article;
    if (checkout->scale == SCALE_ABSENT)
        return false;
    checkout->subject_from = checkout_shopping_screen(step, scanned);
    if (!has_choices)
        checkout->subject = (CheckoutSubject){.article = article, .pieces = 1};
    checkout->subject.tare_grams = checkout->subject.tare_number = 0;
    checkout->toast = TOAST_NONE;
    step_show(step, SCREEN_WEIGH);
    return true;
}

// A colleague weighs it: help leads back to where the customer came from.
static void call_for_scale(Step *step)
{
    Checkout *checkout = step->checkout;
    const Catalogue *catalogue = step->world->catalogue;
    char name[ORDER_NAME_MAX];
    text_copy_to_buffer(
        catalogue_text(catalogue, catalogue->articles[checkout->subject.article].name), name,
        sizeof name);
    checkout->screen = checkout->subject_from;
    checkout_help(step, HELP_WEIGHT, 0, name);
}

static void scale_changed(Step *step)
{
    Checkout *checkout = step->checkout;
    ScaleState before = checkout->scale;
    checkout->scale = step->event->scale;
    checkout->scale_grams = step->event->grams;
    if (before != checkout->scale)
        checkout->scale_since_ms = step->world->now_ms;
    if (checkout->scale == SCALE_EMPTY)
        checkout->scale_to_empty = false;
    if (checkout->screen != SCREEN_WEIGH)
        return;
    checkout->last_activity_ms = step->world->now_ms; // somebody is at the scale
    if (checkout->scale == SCALE_ABSENT) {
        call_for_scale(step);
    } else if (checkout->scale == SCALE_STEADY && before != SCALE_STEADY) {
        OrderPricing pricing = step_pricing(step);
        if (checkout_weighing(checkout, &pricing).can_add)
            step_sound(step, SOUND_ATTENTION);
    }
}

static void choose_tare(Step *step)
{
    const CheckoutSettings *settings = step->world->settings;
    int32_t number = step->event->tare_number;
    if (number < 0 || number > settings->tare_count)
        return;
    step->checkout->subject.tare_grams = number > 0 ? settings->tares[number - 1].grams : 0;
    step->checkout->subject.tare_number = number;
}

static void add_weighed(Step *step)
{
    Checkout *checkout = step->checkout;
    OrderPricing pricing = step_pricing(step);
    Weighing weighing = checkout_weighing(checkout, &pricing);
    if (!weighing.can_add || weighing.net.milli != step->event->grams)
        return; // the scale moved on between the picture and the finger
    if (!checkout_put(step, subject_add(&checkout->subject, weighing.net)))
        return;
    checkout->scale_to_empty = true;
    step_show(step, checkout->subject_from);
}

bool checkout_weigh_event(Step *step)
{
    Checkout *checkout = step->checkout;
    if (step->event->kind == EVENT_SCALE) {
        scale_changed(step);
        return true;
    }
    if (checkout->screen != SCREEN_WEIGH)
        return false;
    switch ((int)step->event->kind) {
    case EVENT_TARE:
        choose_tare(step);
        return true;
    case EVENT_ADD_WEIGHED:
        add_weighed(step);
        return true;
    case EVENT_BACK:
        step_show(step, checkout->subject_from);
        return true;
    default:
        return false;
    }
}

int64_t checkout_weigh_due_ms(const Checkout *checkout)
{
    bool trouble = checkout->scale == SCALE_UNDER || checkout->scale == SCALE_OVER;
    if (checkout->screen != SCREEN_WEIGH || !trouble)
        return INT64_MAX;
    int64_t since_ms = checkout->phase_since_ms > checkout->scale_since_ms
                           ? checkout->phase_since_ms
                           : checkout->scale_since_ms;
    return since_ms + CHECKOUT_SCALE_TROUBLE_MS;
}

void checkout_weigh_tick(Step *step)
{
    if (step->world->now_ms >= checkout_weigh_due_ms(step->checkout))
        call_for_scale(step);
}
