/* An attendant closes the day, a rescue session, takes a lane to the machine that it is on, or
 * keeps a key that others may have seen. Each needs the PIN: a badge can be photographed. Closing
 * needs no manager: whoever may sell and refund may end the day, and the server keeps what was
 * counted. */
#include <string.h>

#include "domain/checkout_parts.h"

static bool sale_is_open(const Checkout *checkout)
{
    return (checkout->sale_open && checkout->order.line_count > 0) ||
           checkout->payment == PAYMENT_UNKNOWN || checkout->payment == PAYMENT_DECLINED;
}

static CheckoutEffect *effect_of_attendant(Step *step, CheckoutEffectKind kind)
{
    CheckoutEffect *effect = step_effect(step, kind);
    step_copy_text(effect->attendant, sizeof effect->attendant, step->checkout->attendant.name);
    return effect;
}

static void close_day(Step *step)
{
    const CheckoutEvent *event = step->event;
    if (sale_is_open(step->checkout)) {
        step_sound(step, SOUND_NOT_KNOWN);
        return;
    }
    checkout_staff_note(step, "day-close", event->flag ? "cash was counted" : "");
    CheckoutEffect *effect = effect_of_attendant(step, EFFECT_CLOSE_DAY);
    effect->value = event->flag;
    effect->amount = event->amount;
}

static void adopt(Step *step)
{
    checkout_staff_note(step, "lane-adopted", "it was on another machine");
    effect_of_attendant(step, EFFECT_ADOPT_LANE);
}

// Whose risk it is decides: a manager. Not among the journal's records, for no sale hangs on it.
static void keep_key(Step *step)
{
    if (step->checkout->attendant.manager)
        effect_of_attendant(step, EFFECT_KEEP_KEY);
}

bool checkout_day_event(Step *step)
{
    const Checkout *checkout = step->checkout;
    CheckoutEventKind kind = step->event->kind;
    if (kind != EVENT_DAY && kind != EVENT_DAY_CLOSE && kind != EVENT_DAY_PRINT &&
        kind != EVENT_RESCUE_CLOSE && kind != EVENT_LANE_ADOPT && kind != EVENT_KEY_KEEP)
        return false;
    if (checkout->screen != SCREEN_STAFF || !checkout->attendant.signed_in ||
        checkout->attendant.by_badge)
        return true;
    if (kind == EVENT_DAY)
        step_effect(step, EFFECT_ASK_DAY);
    else if (kind == EVENT_DAY_CLOSE)
        close_day(step);
    else if (kind == EVENT_DAY_PRINT)
        step_effect(step, EFFECT_PRINT_DAY);
    else if (kind == EVENT_LANE_ADOPT)
        adopt(step);
    else if (kind == EVENT_KEY_KEEP)
        keep_key(step);
    else {
        checkout_staff_note(step, "rescue-close", "");
        step_effect(step, EFFECT_CLOSE_RESCUE)->value = step->event->value_id;
    }
    return true;
}
