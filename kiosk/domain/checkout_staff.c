/* Attendants: signing in, settling what a customer can't, pausing the lane. Each decision is an
 * effect that the journal keeps with who, what, when and why (promise P10). */
#include <stdio.h>
#include <string.h>

#include "domain/checkout_parts.h"

CheckoutEffect *checkout_staff_note(Step *step, const char *action, const char *reason)
{
    CheckoutEffect *effect = step_effect(step, EFFECT_SAVE_ATTENDANT);
    step_copy_text(effect->text, sizeof effect->text, action);
    step_copy_text(effect->words, sizeof effect->words, reason);
    // Name and order go with it: the same step may sign the attendant out or end the sale.
    step_copy_text(effect->attendant, sizeof effect->attendant, step->checkout->attendant.name);
    if (step->checkout->order.line_count > 0)
        step_copy_text(effect->order_uuid, sizeof effect->order_uuid, step->checkout->order.uuid);
    return effect;
}

static void open_sign_in(Step *step)
{
    Checkout *checkout = step->checkout;
    if (checkout->screen == SCREEN_STAFF_LOGIN || checkout->screen == SCREEN_STAFF)
        return;
    if (checkout->screen == SCREEN_PAYMENT_PROGRESS && checkout->payment != PAYMENT_UNKNOWN &&
        checkout->payment != PAYMENT_DECLINED)
        return; // nobody steps between a customer and a running payment
    if (checkout->screen != SCREEN_HELP && checkout->screen != SCREEN_IDLE)
        checkout->back_to = checkout->screen;
    checkout->help_open = checkout->screen == SCREEN_HELP;
    checkout->toast = TOAST_NONE; // it would lie over the keypad
    step_show(step, SCREEN_STAFF_LOGIN);
}

void checkout_staff_sign_out(Step *step)
{
    Checkout *checkout = step->checkout;
    // Somebody who came and settled nothing has not helped: the customer goes on waiting.
    bool help_waits = checkout->help_open &&
                      (checkout->screen == SCREEN_STAFF_LOGIN || step->event->kind == EVENT_TICK);
    if (checkout->attendant.signed_in)
        checkout_staff_note(step, "sign-out",
                            step->event->kind == EVENT_TICK ? "nobody touched the screen" : "left");
    checkout->attendant = (CheckoutAttendant){0};
    checkout->selected_line_id = 0;
    checkout->review = (CheckoutReview){0};
    checkout->stick = (CheckoutStick){0};
    checkout->help_open = false;
    if (checkout->toast == TOAST_REMOVED) // a line taken out by staff is not the customer's to undo
        checkout->toast = TOAST_NONE;
    checkout->undo.count = 0;
    CheckoutScreen back = checkout->back_to;
    bool payment_open =
        checkout->payment == PAYMENT_UNKNOWN || checkout->payment == PAYMENT_DECLINED;
    if (payment_open)
        back = SCREEN_PAYMENT_PROGRESS;
    else if (help_waits && !checkout->disk_failed)
        back = SCREEN_HELP;
    else if (back == SCREEN_RECEIPT || back == SCREEN_THANKS) {
        step_customer_gone(step);
        back = step_resting_screen(step);
    } else if (!checkout->sale_open || checkout->order.line_count == 0 || checkout->disk_failed)
        back = step_resting_screen(step);
    else if (back != SCREEN_BROWSE && back != SCREEN_SEARCH)
        back = SCREEN_BASKET;
    step_show(step, back);
    if (checkout->solved != TOAST_NONE && checkout_is_selling(checkout) && back != SCREEN_HELP)
        step_toast(step, checkout->solved, "");
    checkout->solved = TOAST_NONE;
}

static void signed_in(Step *step)
{
    Checkout *checkout = step->checkout;
    checkout->sign_in_busy = false;
    checkout_sign_in_right(step, step->event->flag2);
    bool payment_runs = checkout->screen == SCREEN_PAYMENT_PROGRESS &&
                        checkout->payment != PAYMENT_UNKNOWN &&
                        checkout->payment != PAYMENT_DECLINED;
    if (payment_runs)
        return;
    if (checkout->screen != SCREEN_STAFF_LOGIN && checkout->screen != SCREEN_STAFF &&
        checkout->screen != SCREEN_HELP && checkout->screen != SCREEN_IDLE)
        checkout->back_to = checkout->screen;
    if (checkout->screen != SCREEN_STAFF_LOGIN && checkout->screen != SCREEN_STAFF)
        checkout->help_open = checkout->screen == SCREEN_HELP;
    checkout->attendant = (CheckoutAttendant){
        .signed_in = true, .manager = step->event->flag, .by_badge = step->event->flag2};
    step_copy_text(checkout->attendant.name, sizeof checkout->attendant.name, step->event->text);
    checkout_staff_note(step, "sign-in", step->event->flag2 ? "badge" : "PIN");
    if (checkout->review.uuid[0]) // it asked for the PIN
        step_show(step, SCREEN_STAFF_ORDER);
    else if (checkout->payment == PAYMENT_DECLINED || !checkout_staff_sale_show(step))
        step_show(step, SCREEN_STAFF);
}

static void sign_in_failed(Step *step)
{
    Checkout *checkout = step->checkout;
    checkout->sign_in_busy = false;
    if (checkout->screen != SCREEN_STAFF_LOGIN) { // a stray badge on a customer's screen
        step_toast(step, TOAST_REFUSED_SCAN, "");
        step_sound(step, SOUND_NOT_KNOWN);
        return;
    }
    checkout_sign_in_wrong(step);
    step_sound(step, SOUND_NOT_KNOWN);
}

// A second badge is about what the attendant has before them: a line of the sale, or a paid order.
static CheckoutEffect *note_second(Step *step, const char *action, const char *reason)
{
    const Checkout *checkout = step->checkout;
    CheckoutEffect *effect = checkout_staff_note(step, action, reason);
    effect->line_id = checkout->selected_line_id;
    if (checkout->review.uuid[0])
        step_copy_text(effect->order_uuid, sizeof effect->order_uuid, checkout->review.uuid);
    return effect;
}

void checkout_staff_ask_pin(Step *step)
{
    if (!step->checkout->attendant.by_badge)
        return;
    step->checkout->attendant = (CheckoutAttendant){0};
    step_show(step, SCREEN_STAFF_LOGIN);
}

static void second_badge(Step *step)
{
    Checkout *checkout = step->checkout;
    CheckoutAttendant *attendant = &checkout->attendant;
    checkout->sign_in_busy = false;
    if (!step->event->flag) {
        char words[160];
        snprintf(words, sizeof words, "the badge of %.95s is not a manager's", step->event->text);
        note_second(step, "manager-refused", words);
        step_toast(step, TOAST_REFUSED_SCAN, "");
        step_sound(step, SOUND_NOT_KNOWN);
        return;
    }
    step_copy_text(attendant->approved_by, sizeof attendant->approved_by, step->event->text);
    CheckoutEffect *effect = note_second(step, "manager-approved", "beyond the attendant's limit");
    step_copy_text(effect->attendant, sizeof effect->attendant, step->event->text);
    step_copy_text(effect->new_value, sizeof effect->new_value, attendant->name);
    step_sound(step, SOUND_ADDED);
}

static void unknown_badge(Step *step)
{
    Checkout *checkout = step->checkout;
    checkout->sign_in_busy = false;
    note_second(step, "manager-refused", "nobody's badge");
    checkout_sign_in_wrong(step);
    step_toast(step, TOAST_REFUSED_SCAN, "");
    step_sound(step, SOUND_NOT_KNOWN);
}

bool checkout_staff_badge_event(Step *step)
{
    if (step->event->kind == EVENT_SIGNED_IN)
        second_badge(step);
    else if (step->event->kind == EVENT_SIGN_IN_FAILED)
        unknown_badge(step);
    else
        return false;
    return true;
}

static void settle_payment(Step *step, bool charged)
{
    Checkout *checkout = step->checkout;
    if (checkout->payment != PAYMENT_UNKNOWN)
        return;
    char reason[160];
    snprintf(reason, sizeof reason, "looked at the card terminal, charge %s", checkout->intent_id);
    CheckoutEffect *effect =
        checkout_staff_note(step, charged ? "payment-charged" : "payment-not-charged", reason);
    Money due = checkout_amount_due(checkout);
    step_copy_text(effect->old_value, sizeof effect->old_value, "unknown");
    money_print(charged ? due : (Money){0}, &checkout->order.currency, effect->new_value);
    checkout->attendant = (CheckoutAttendant){0};
    CheckoutEvent event = {.kind = charged ? EVENT_TERMINAL_APPROVED : EVENT_TERMINAL_NEVER_HEARD};
    step_copy_text(event.text, sizeof event.text, checkout->intent_id);
    step_copy_text(event.transaction, sizeof event.transaction, "attendant");
    const CheckoutEvent *settled = step->event;
    step->event = &event;
    checkout->payment = PAYMENT_ASKING;
    step_show(step, SCREEN_PAYMENT_PROGRESS);
    checkout_payment_event(step);
    step->event = settled;
}

static void cancel_sale(Step *step)
{
    Checkout *checkout = step->checkout;
    if (!checkout->sale_open || checkout->payment == PAYMENT_UNKNOWN)
        return;
    CheckoutEffect *effect = checkout_staff_note(step, "cancel-sale", "cancelled by an attendant");
    money_print(checkout->order.total, &checkout->order.currency, effect->old_value);
    money_print((Money){0}, &checkout->order.currency, effect->new_value);
    step_customer_gone(step);
    step_save_basket(step);
    checkout->help_open = false;
    step_show(step, SCREEN_STAFF);
}

static void note_pause(Step *step, bool paused)
{
    CheckoutEffect *effect = checkout_staff_note(step, paused ? "lane-paused" : "lane-opened", "");
    step_copy_text(effect->old_value, sizeof effect->old_value,
                   step->checkout->paused ? "paused" : "open");
    step_copy_text(effect->new_value, sizeof effect->new_value, paused ? "paused" : "open");
    step->checkout->paused = paused;
}

static void settle_charge(Step *step)
{
    CheckoutEffect *effect = checkout_staff_note(step, "charge-settled", step->event->words);
    step_copy_text(effect->old_value, sizeof effect->old_value, step->event->text);
    if (step->world->catalogue) // else nobody knows its decimals
        money_print(step->event->amount, &step->world->catalogue->shop->currency,
                    effect->new_value);
    effect->order_uuid[0] = 0; // it was an order of before: the charge names it
    effect = step_effect(step, EFFECT_SETTLE_CHARGE);
    step_copy_text(effect->text, sizeof effect->text, step->event->text);
    step_copy_text(effect->words, sizeof effect->words, step->event->words);
}

void checkout_staff_send_lost(Step *step)
{
    checkout_staff_note(step, "send-lost", "the server had lost confirmed orders");
    step_effect(step, EFFECT_SEND_LOST);
}

static bool signed_in_event(Step *step)
{
    Checkout *checkout = step->checkout;
    bool money_allowed = !checkout->attendant.by_badge;
    switch ((int)step->event->kind) {
    case EVENT_STAFF_LEAVE:
    case EVENT_BACK:
        checkout_staff_sign_out(step);
        return true;
    case EVENT_PAYMENT_WAS_CHARGED:
    case EVENT_PAYMENT_NOT_CHARGED:
        if (money_allowed)
            settle_payment(step, step->event->kind == EVENT_PAYMENT_WAS_CHARGED);
        return true;
    case EVENT_CANCEL_SALE:
        cancel_sale(step);
        return true;
    case EVENT_SETTLE_CHARGE:
        if (money_allowed && step->event->words[0])
            settle_charge(step);
        return true;
    case EVENT_ASK_CHARGE:
        checkout_staff_note(step, "ask-terminal", step->event->text)->order_uuid[0] = 0;
        step_copy_text(step_effect(step, EFFECT_ASK_TERMINAL)->text, 96, step->event->text);
        return true;
    case EVENT_LANE_PAUSE:
        note_pause(step, true);
        return true;
    case EVENT_LANE_OPEN:
        note_pause(step, false);
        return true;
    case EVENT_SEND_LOST:
        checkout_staff_send_lost(step);
        return true;
    case EVENT_ASK_SERVER_AGAIN:
        checkout_staff_note(step, "ask-server-again", "");
        step_effect(step, EFFECT_ASK_SERVER_AGAIN);
        return true;
    default:
        return false;
    }
}

bool checkout_staff_event(Step *step)
{
    Checkout *checkout = step->checkout;
    switch ((int)step->event->kind) {
    case EVENT_STAFF:
        open_sign_in(step);
        return true;
    case EVENT_PIN:
        if (checkout->screen == SCREEN_STAFF_LOGIN)
            checkout_sign_in_verify(step, false);
        return true;
    case EVENT_BADGE:
        checkout_sign_in_verify(step, true);
        return true;
    case EVENT_RESTORE_SIGN_IN:
        checkout_sign_in_restore(step);
        return true;
    case EVENT_SIGNED_IN:
        signed_in(step);
        return true;
    case EVENT_SIGN_IN_FAILED:
        sign_in_failed(step);
        return true;
    default:
        break;
    }
    if (checkout->screen == SCREEN_STAFF_LOGIN &&
        (step->event->kind == EVENT_BACK || step->event->kind == EVENT_STAFF_LEAVE)) {
        checkout_staff_sign_out(step);
        return true;
    }
    if (checkout->screen == SCREEN_STAFF_SALE && step->event->kind == EVENT_CANCEL_SALE) {
        cancel_sale(step);
        return true;
    }
    return checkout->screen == SCREEN_STAFF && signed_in_event(step);
}

void checkout_staff_tick(Step *step)
{
    Checkout *checkout = step->checkout;
    if (checkout->screen == SCREEN_STAFF_STICK && step->world->stick_busy)
        checkout->last_activity_ms = step->world->now_ms; // not in the middle of it
    if ((checkout->screen == SCREEN_STAFF || checkout->screen == SCREEN_STAFF_SALE ||
         checkout->screen == SCREEN_STAFF_ORDER || checkout->screen == SCREEN_STAFF_COMPARE ||
         checkout->screen == SCREEN_STAFF_STICK || checkout->screen == SCREEN_STAFF_LOGIN) &&
        step->world->now_ms - checkout->last_activity_ms >= CHECKOUT_STAFF_IDLE_MS) {
        checkout_staff_sign_out(step);
        checkout->last_activity_ms = step->world->now_ms; // the customer's own time begins
    }
}
