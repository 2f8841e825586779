/* From Pay to thanks. The order of things is the promise:
 *
 *     intent saved -> terminal asked -> approved -> order saved -> "approved" shown, sent to the
 * server, receipt offered
 *
 * A lost answer is never guessed: the terminal is asked by the intent's id until it says what
 * became of it, and after CHECKOUT_ASK_MAX questions a colleague decides. A late approval wins over
 * a cancel: the card was charged. When its order has changed since, or is not here any more, it is
 * a case for an attendant. */
#include <string.h>

#include "domain/checkout_parts.h"

int32_t checkout_methods(const CheckoutWorld *world, bool has_customer, int32_t out_methods[8])
{
    int32_t count = 0;
    const Catalogue *catalogue = world->catalogue;
    if (!catalogue)
        return 0;
    for (int32_t i = 0; i < catalogue->payment_method_count && count < 8; i++) {
        const CatPaymentMethod *method = &catalogue->payment_methods[i];
        // Only what the lane's terminal takes. Cash needs a device that this lane does not have; a
        // customer account moves no money, and a method that splits by customer without one keeps
        // the whole session from closing (FACTS2 32).
        if (method->type != CAT_PAYMENT_BANK || (method->split_transactions && !has_customer))
            continue;
        if (world->settings->card_method_id && method->id != world->settings->card_method_id)
            continue;
        out_methods[count++] = i;
    }
    return count;
}

// The total after cash rounding, when the shop rounds every method and not only cash.
static Money rounded_total(const Step *step, Money total)
{
    const CatShop *shop = step->world->catalogue ? step->world->catalogue->shop : NULL;
    if (!shop || shop->cash_rounding <= 0 || shop->cash_rounding_only_cash)
        return total;
    double exact = money_to_double(total, &shop->currency);
    if (exact < shop->cash_rounding)
        return total;
    Money rounded;
    double value =
        round_to_step(exact, shop->cash_rounding, (RoundingMethod)shop->cash_rounding_method);
    return money_from_double(value, &shop->currency, &rounded) ? rounded : total;
}

Money checkout_amount_due(const Checkout *checkout)
{
    return (Money){checkout->order.total.minor + checkout->order.rounding_applied.minor};
}

static void phase(Step *step, PaymentPhase payment)
{
    step->checkout->payment = payment;
    step->checkout->phase_since_ms = step->world->now_ms;
}

static void save_paid(Step *step)
{
    Checkout *checkout = step->checkout;
    checkout->order.paid_unix_ms = step->world->now_unix_ms;
    checkout->order.rounding_applied =
        (Money){rounded_total(step, checkout->order.total).minor - checkout->order.total.minor};
    checkout->order.change = (Money){0};
    phase(step, PAYMENT_SAVING_PAID);
    step_show(step, SCREEN_PAYMENT_PROGRESS);
    step_effect(step, EFFECT_SAVE_PAID)->ticket = step_ticket(step);
}

static void take_number(Step *step)
{
    if (step->checkout->order.number.counter == 0)
        step->checkout->order.number = step->world->next_number;
}

static void ask_terminal(Step *step)
{
    Checkout *checkout = step->checkout;
    phase(step, PAYMENT_ASKING);
    checkout->ask_count++;
    CheckoutEffect *effect = step_effect(step, EFFECT_ASK_TERMINAL);
    step_copy_text(effect->text, sizeof effect->text, checkout->intent_id);
}

static void begin_payment(Step *step, int32_t method_id)
{
    Checkout *checkout = step->checkout;
    checkout->method_id = method_id;
    checkout->card_refusal[0] = 0;
    checkout->ask_count = 0;
    take_number(step);
    step_uuid(step, checkout->intent_id);
    phase(step, PAYMENT_SAVING_INTENT);
    step_show(step, SCREEN_PAYMENT_PROGRESS);
    CheckoutEffect *effect = step_effect(step, EFFECT_SAVE_INTENT);
    effect->ticket = step_ticket(step);
    effect->amount = checkout->asked = checkout_amount_due(checkout);
    effect->method_id = method_id;
    step_copy_text(effect->text, sizeof effect->text, checkout->intent_id);
}

static void pay(Step *step)
{
    Checkout *checkout = step->checkout;
    if (!checkout->sale_open || !checkout_has_lines(checkout) || checkout->payment != PAYMENT_NONE)
        return;
    const OrderLine *age_line = checkout_age_line(checkout);
    if (age_line) {
        checkout_help(step, HELP_AGE, age_line->id, age_line->name);
        return;
    }
    if (order_total(&checkout->order) != ORDER_OK || checkout->order.total.minor < 0) {
        checkout_help(step, HELP_TOO_MUCH, 0, "");
        return;
    }
    checkout->toast = TOAST_NONE;
    checkout->order.rounding_applied =
        (Money){rounded_total(step, checkout->order.total).minor - checkout->order.total.minor};
    if (checkout->order.total.minor == 0) { // nothing to charge: it is a sale all the same
        take_number(step);
        save_paid(step);
        return;
    }
    int32_t methods[8];
    int32_t count = checkout_methods(step->world, step->checkout->order.partner_id != 0, methods);
    if (count == 0)
        checkout_help(step, HELP_NO_METHOD, 0, "");
    else if (count == 1)
        begin_payment(step, step->world->catalogue->payment_methods[methods[0]].id);
    else
        step_show(step, SCREEN_PAYMENT_CHOICE);
}

static void choose_method(Step *step)
{
    if (step->checkout->screen != SCREEN_PAYMENT_CHOICE)
        return;
    int32_t methods[8];
    int32_t count = checkout_methods(step->world, step->checkout->order.partner_id != 0, methods);
    for (int32_t i = 0; i < count; i++)
        if (step->world->catalogue->payment_methods[methods[i]].id == step->event->method_id)
            begin_payment(step, step->event->method_id);
}

static void saved(Step *step)
{
    Checkout *checkout = step->checkout;
    if (step->event->ticket != checkout->wait_ticket || checkout->wait_ticket == 0)
        return;
    checkout->wait_ticket = 0;
    if (checkout->payment == PAYMENT_SAVING_INTENT) {
        phase(step, PAYMENT_STARTING);
        CheckoutEffect *effect = step_effect(step, EFFECT_CHARGE);
        effect->amount = checkout_amount_due(checkout);
        effect->method_id = checkout->method_id;
        step_copy_text(effect->text, sizeof effect->text, checkout->intent_id);
    } else if (checkout->payment == PAYMENT_SAVING_PAID) {
        phase(step, PAYMENT_APPROVED);
        checkout->sale_open = false;
        step_effect(step, EFFECT_SEND_ORDER);
        step_sound(step, SOUND_PAID);
    }
}

static void intent_result(Step *step, int32_t outcome, const char *words)
{
    CheckoutEffect *effect = step_effect(step, EFFECT_SAVE_INTENT_RESULT);
    effect->value = outcome;
    effect->amount = checkout_amount_due(step->checkout);
    effect->method_id = step->checkout->method_id;
    step_copy_text(effect->text, sizeof effect->text, step->checkout->intent_id);
    step_copy_text(effect->words, sizeof effect->words, words);
}

static void approved(Step *step)
{
    Checkout *checkout = step->checkout;
    Order *order = &checkout->order;
    OrderPayment *payment = &order->payments[0];
    *payment = (OrderPayment){.method_id = checkout->method_id,
                              .amount = checkout_amount_due(checkout),
                              .paid_unix_ms = step->world->now_unix_ms};
    const Catalogue *catalogue = step->world->catalogue;
    for (int32_t i = 0; catalogue && i < catalogue->payment_method_count; i++)
        if (catalogue->payment_methods[i].id == checkout->method_id)
            text_copy_to_buffer(catalogue_text(catalogue, catalogue->payment_methods[i].name),
                                payment->method_name, sizeof payment->method_name);
    step_copy_text(payment->transaction_id, sizeof payment->transaction_id,
                   step->event->transaction);
    step_copy_text(payment->card_type, sizeof payment->card_type, step->event->card_type);
    step_copy_text(payment->intent_id, sizeof payment->intent_id, checkout->intent_id);
    order->payment_count = 1;
    intent_result(step, 1, step->event->transaction);
    save_paid(step);
}

static void declined(Step *step, const char *words)
{
    Checkout *checkout = step->checkout;
    step_copy_text(checkout->card_refusal, sizeof checkout->card_refusal, words);
    intent_result(step, 2, words);
    phase(step, PAYMENT_DECLINED);
    checkout->last_activity_ms = step->world->now_ms;
    step_sound(step, SOUND_REFUSED);
}

static void back_to_basket(Step *step)
{
    phase(step, PAYMENT_NONE);
    step->checkout->last_activity_ms = step->world->now_ms;
    step_show(step, SCREEN_BASKET);
}

static bool asked_by_terminal(PaymentPhase payment)
{
    return payment == PAYMENT_STARTING || payment == PAYMENT_WAITING || payment == PAYMENT_PIN ||
           payment == PAYMENT_CHECKING || payment == PAYMENT_CANCELLING ||
           payment == PAYMENT_ASKING;
}

static void late_charge(Step *step)
{
    CheckoutEffect *effect = step_effect(step, EFFECT_LATE_CHARGE);
    step_copy_text(effect->text, sizeof effect->text, step->event->text);
    step_copy_text(effect->words, sizeof effect->words, step->event->transaction);
}

// Also after a cancel, a decline on our side or a colleague's doubt: the card was charged.
static void charged(Step *step)
{
    Checkout *checkout = step->checkout;
    PaymentPhase now = checkout->payment;
    bool given_up = now == PAYMENT_DECLINED || (now == PAYMENT_NONE && checkout->sale_open);
    if (asked_by_terminal(now) || now == PAYMENT_UNKNOWN ||
        (given_up && checkout->asked.minor == checkout_amount_due(checkout).minor))
        approved(step);
    else if (given_up)
        late_charge(step);
    // else it is the payment of the order that is shown: said twice
}

static void terminal_event(Step *step)
{
    Checkout *checkout = step->checkout;
    CheckoutEventKind kind = step->event->kind;
    if (strcmp(step->event->text, checkout->intent_id) != 0 || !checkout->intent_id[0]) {
        if (kind == EVENT_TERMINAL_APPROVED) // its own case, never this order's payment
            late_charge(step);
        return;
    }
    PaymentPhase now = checkout->payment;
    if (kind == EVENT_TERMINAL_APPROVED) {
        charged(step);
        return;
    }
    if (!asked_by_terminal(now))
        return;
    if (kind == EVENT_TERMINAL_DECLINED && now == PAYMENT_CANCELLING) {
        intent_result(step, 2, "cancelled");
        back_to_basket(step);
    } else if (kind == EVENT_TERMINAL_DECLINED || kind == EVENT_TERMINAL_NEVER_HEARD)
        declined(step, step->event->words);
    else if (kind == EVENT_TERMINAL_LOST && now != PAYMENT_ASKING)
        ask_terminal(step);
    else if (kind == EVENT_TERMINAL_WAITING && now == PAYMENT_STARTING)
        phase(step, PAYMENT_WAITING);
    else if (kind == EVENT_TERMINAL_PIN && (now == PAYMENT_STARTING || now == PAYMENT_WAITING))
        phase(step, PAYMENT_PIN);
    else if (kind == EVENT_TERMINAL_CHECKING && now != PAYMENT_CANCELLING && now != PAYMENT_ASKING)
        phase(step, PAYMENT_CHECKING);
}

static void show_thanks(Step *step, const char *how)
{
    step_copy_text(step_effect(step, EFFECT_SAVE_RECEIPT)->text, 96, how);
    step->checkout->printing = false;
    step_show(step, SCREEN_THANKS);
}

static void receipt_event(Step *step)
{
    Checkout *checkout = step->checkout;
    CheckoutEventKind kind = step->event->kind;
    if (checkout->screen != SCREEN_RECEIPT)
        return;
    if (kind == EVENT_RECEIPT_PRINT && !checkout->printing) {
        checkout->printing = true;
        checkout->print_failed = false;
        step_effect(step, EFFECT_PRINT);
    } else if (kind == EVENT_PRINTED && checkout->printing) {
        checkout->printed = true;
        show_thanks(step, "printed");
    } else if (kind == EVENT_PRINT_FAILED && checkout->printing) {
        checkout->printing = false;
        checkout->print_failed = true;
        checkout->phase_since_ms = step->world->now_ms; // time to take the code instead
        step_sound(step, SOUND_REFUSED);
    } else if (kind == EVENT_RECEIPT_QR && !checkout->printing)
        show_thanks(step, "shown");
    else if (kind == EVENT_RECEIPT_NONE && !checkout->printing)
        show_thanks(step, "none");
}

void checkout_payment_restore(Step *step)
{
    Checkout *checkout = step->checkout;
    step_copy_text(checkout->intent_id, sizeof checkout->intent_id, step->event->text);
    checkout->method_id = step->event->method_id;
    checkout->asked = checkout_amount_due(checkout);
    checkout->ask_count = 0;
    ask_terminal(step);
    step_show(step, SCREEN_PAYMENT_PROGRESS);
}

bool checkout_payment_event(Step *step)
{
    Checkout *checkout = step->checkout;
    switch ((int)step->event->kind) {
    case EVENT_PAY:
        if (checkout_is_selling(checkout))
            pay(step);
        return true;
    case EVENT_CHOOSE_METHOD:
        choose_method(step);
        return true;
    case EVENT_CANCEL_PAYMENT:
        if (checkout->payment == PAYMENT_STARTING || checkout->payment == PAYMENT_WAITING ||
            checkout->payment == PAYMENT_PIN) {
            phase(step, PAYMENT_CANCELLING);
            step_copy_text(step_effect(step, EFFECT_CANCEL_CHARGE)->text, 96, checkout->intent_id);
        }
        return true;
    case EVENT_TRY_AGAIN:
        if (checkout->payment == PAYMENT_DECLINED)
            begin_payment(step, checkout->method_id);
        return true;
    case EVENT_SAVED:
        saved(step);
        return true;
    case EVENT_TERMINAL_STARTED:
    case EVENT_TERMINAL_WAITING:
    case EVENT_TERMINAL_PIN:
    case EVENT_TERMINAL_CHECKING:
    case EVENT_TERMINAL_APPROVED:
    case EVENT_TERMINAL_DECLINED:
    case EVENT_TERMINAL_LOST:
    case EVENT_TERMINAL_NEVER_HEARD:
        terminal_event(step);
        return true;
    case EVENT_RECEIPT_PRINT:
    case EVENT_RECEIPT_QR:
    case EVENT_RECEIPT_NONE:
    case EVENT_PRINTED:
    case EVENT_PRINT_FAILED:
        receipt_event(step);
        return true;
    case EVENT_BACK:
    case EVENT_SHOW_BASKET:
        if (checkout->screen == SCREEN_PAYMENT_PROGRESS) {
            if (checkout->payment == PAYMENT_DECLINED)
                back_to_basket(step);
            return true;
        }
        if (checkout->screen == SCREEN_PAYMENT_CHOICE) {
            step_show(step, SCREEN_BASKET);
            return true;
        }
        return false;
    default:
        return false;
    }
}

static void idle_tick(Step *step)
{
    Checkout *checkout = step->checkout;
    const CheckoutSettings *settings = step->world->settings;
    int64_t now_ms = step->world->now_ms;
    bool quiet = now_ms - checkout->last_activity_ms >= settings->idle_after_ms;
    bool can_idle =
        checkout->screen == SCREEN_BROWSE || checkout->screen == SCREEN_SEARCH ||
        checkout->screen == SCREEN_BASKET || checkout->screen == SCREEN_PAYMENT_CHOICE ||
        checkout->screen == SCREEN_ARTICLE || checkout->screen == SCREEN_WEIGH ||
        (checkout->screen == SCREEN_HELP && !checkout->sale_open) ||
        (checkout->screen == SCREEN_PAYMENT_PROGRESS && checkout->payment == PAYMENT_DECLINED);
    if (checkout->screen == SCREEN_IDLE) {
        if (now_ms - checkout->phase_since_ms >= settings->idle_countdown_ms) {
            bool was_open = checkout->sale_open;
            step_customer_gone(step);
            if (was_open)
                step_save_basket(step);
            step_show(step, step_resting_screen(step));
        }
    } else if (can_idle && quiet) {
        if (checkout->screen == SCREEN_PAYMENT_PROGRESS)
            back_to_basket(step);
        if (checkout->order.line_count == 0 || !checkout->sale_open) {
            bool was_open = checkout->sale_open;
            step_customer_gone(step);
            if (was_open)
                step_save_basket(step);
            step_show(step, step_resting_screen(step));
        } else {
            checkout->back_to = checkout->screen;
            step_show(step, SCREEN_IDLE);
        }
    }
}

void checkout_payment_tick(Step *step)
{
    Checkout *checkout = step->checkout;
    int64_t in_phase_ms = step->world->now_ms - checkout->phase_since_ms;
    if (checkout->payment == PAYMENT_APPROVED && checkout->screen == SCREEN_PAYMENT_PROGRESS &&
        in_phase_ms >= CHECKOUT_APPROVED_MS) {
        checkout->payment = PAYMENT_NONE;
        checkout->print_failed = checkout->printed = checkout->printing = false;
        step_show(step, SCREEN_RECEIPT);
    } else if (checkout->payment == PAYMENT_ASKING && in_phase_ms >= CHECKOUT_ASK_AGAIN_MS) {
        if (checkout->ask_count < CHECKOUT_ASK_MAX)
            ask_terminal(step);
        else {
            intent_result(step, 3, "the card terminal does not answer");
            phase(step, PAYMENT_UNKNOWN);
            step_sound(step, SOUND_WAIT);
        }
    } else if (checkout->screen == SCREEN_RECEIPT && !checkout->printing &&
               in_phase_ms >= step->world->settings->receipt_ms) {
        if (step->world->settings->print_at_end && !checkout->print_failed) {
            checkout->printing = true;
            step_effect(step, EFFECT_PRINT);
        } else
            show_thanks(step, "none");
    } else if (checkout->screen == SCREEN_THANKS &&
               in_phase_ms >= step->world->settings->thanks_ms) {
        step_customer_gone(step);
        step_show(step, step_resting_screen(step));
    } else
        idle_tick(step);
}
