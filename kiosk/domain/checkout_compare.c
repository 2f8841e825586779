/* An attendant compares journal, server and card terminal. It only looks; it shows what all sales
 * of the lane came to, so that it needs the PIN. */
#include "domain/checkout_parts.h"

static void compare(Step *step)
{
    int32_t period = step->event->value_id;
    if (period < 0 || period >= COMPARISON_PERIOD_COUNT || step->checkout->attendant.by_badge)
        return;
    step->checkout->compare_period = (ComparisonPeriod)period;
    step_effect(step, EFFECT_COMPARE)->value = period;
    if (step->checkout->screen != SCREEN_STAFF_COMPARE) {
        step->checkout->toast = TOAST_NONE;
        step_show(step, SCREEN_STAFF_COMPARE);
    }
}

static bool on_comparison(Step *step)
{
    switch ((int)step->event->kind) {
    case EVENT_STAFF_HOME:
    case EVENT_BACK:
        step_show(step, SCREEN_STAFF);
        return true;
    case EVENT_STAFF_LEAVE:
        checkout_staff_sign_out(step);
        return true;
    case EVENT_SEND_LOST:
        checkout_staff_send_lost(step);
        return true;
    case EVENT_COMPARE:
        compare(step);
        return true;
    default:
        return false;
    }
}

bool checkout_compare_event(Step *step)
{
    if (step->checkout->screen == SCREEN_STAFF_COMPARE)
        return on_comparison(step);
    if (step->event->kind != EVENT_COMPARE)
        return false;
    if (step->checkout->screen == SCREEN_STAFF && step->checkout->attendant.signed_in)
        compare(step);
    return true;
}
