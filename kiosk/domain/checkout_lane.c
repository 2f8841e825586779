/* The lane itself: catalogue, session, causes that stand in the way of selling, the disk, what a
 * restart finds. */
#include <string.h>

#include "domain/checkout_parts.h"

// Nobody is in the middle of anything here: the screen follows the lane's state.
static bool is_resting(CheckoutScreen screen)
{
    return screen == SCREEN_CLOSED || screen == SCREEN_WELCOME || screen == SCREEN_OUT_OF_ORDER;
}

static void follow_lane(Step *step)
{
    Checkout *checkout = step->checkout;
    CheckoutScreen screen = step_resting_screen(step);
    if (is_resting(checkout->screen) && checkout->screen != screen)
        step_show(step, screen);
}

// Nothing new is begun on a full disk. A payment that runs is finished: its room was made before.
static void leave_for_room(Step *step)
{
    Checkout *checkout = step->checkout;
    checkout->disk_full = true;
    if (checkout_is_selling(checkout) || checkout->screen == SCREEN_PAYMENT_CHOICE)
        step_show(step, step_resting_screen(step));
}

static void disk_room(Step *step)
{
    Checkout *checkout = step->checkout;
    if (!step->event->flag) {
        leave_for_room(step);
        return;
    }
    checkout->disk_full = false;
    checkout->last_activity_ms = step->world->now_ms; // the customer's time begins again
}

// The intent is not on disk, so the terminal was not asked.
static void no_room_for_intent(Step *step)
{
    Checkout *checkout = step->checkout;
    if (checkout->payment != PAYMENT_SAVING_INTENT || step->event->ticket != checkout->wait_ticket)
        return;
    checkout->payment = PAYMENT_NONE;
    checkout->wait_ticket = 0;
    checkout->disk_full = true;
    step_show(step, step_resting_screen(step));
}

static void save_failed(Step *step)
{
    Checkout *checkout = step->checkout;
    if (step->event->flag) {
        no_room_for_intent(step);
        return;
    }
    checkout->disk_failed = true;
    step_copy_text(checkout->cause, sizeof checkout->cause, step->event->words);
    // An intent that was asked stays on disk: after a restart the terminal is asked what became of
    // it. One that is not on disk was never asked. In both cases nobody is told that anything was
    // paid.
    step_show(step, SCREEN_OUT_OF_ORDER);
}

static void restore(Step *step)
{
    Checkout *checkout = step->checkout;
    const Order *order = step->event->order;
    if (!order || order->line_count == 0)
        return;
    checkout->order = *order;
    checkout->sale_open = true;
    checkout->last_activity_ms = step->world->now_ms;
    if (order->language[0])
        step_copy_text(checkout->language, sizeof checkout->language, order->language);
    if (step->event->intent_outcome != 0)
        checkout_payment_restore(step);
    else
        follow_lane(step);
}

bool checkout_lane_event(Step *step)
{
    Checkout *checkout = step->checkout;
    const CheckoutEvent *event = step->event;
    if (event->kind == EVENT_CATALOGUE)
        checkout->has_catalogue = event->flag;
    else if (event->kind == EVENT_SESSION)
        checkout->has_session = true;
    else if (event->kind == EVENT_CAUSE && !checkout->disk_failed)
        step_copy_text(checkout->cause, sizeof checkout->cause, event->words);
    else if (event->kind == EVENT_DISK_ROOM)
        disk_room(step);
    else if (event->kind == EVENT_SAVE_FAILED)
        save_failed(step);
    else if (event->kind == EVENT_RESTORE)
        restore(step);
    else if (event->kind == EVENT_LANGUAGE) {
        step_copy_text(checkout->language, sizeof checkout->language, event->text);
        step_copy_text(checkout->order.language, sizeof checkout->order.language, event->text);
    } else
        return false;
    follow_lane(step);
    return true;
}
