/* An attendant in the customer's sale: age checks, taking lines out, quantities, prices, and what
 * help was called for. The journal keeps each decision with who, old and new value, and why
 * (promise P10).
 *
 * Taking out and counting is what customers may do by themselves, so that a badge is enough for it.
 * A price needs the PIN (badges can be photographed), and further from the shop's price than [sale]
 * price_change_percent a manager, who signed in or whose badge is scanned on this screen. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/checkout_parts.h"

// ---- What is asked of the sale

static bool needs_age(const OrderLine *line)
{
    return line->minimum_age > 0 && !(line->flags & (ORDER_LINE_AGE_APPROVED | ORDER_LINE_VOID));
}

const OrderLine *checkout_age_case(const Checkout *checkout)
{
    const OrderLine *strictest = NULL;
    for (int32_t i = 0; i < checkout->order.line_count; i++) {
        const OrderLine *line = &checkout->order.lines[i];
        if (!needs_age(line))
            continue;
        if (line->id == checkout->selected_line_id ||
            (line->parent_id != 0 && line->parent_id == checkout->selected_line_id))
            return line;
        if (!strictest || line->minimum_age > strictest->minimum_age)
            strictest = line;
    }
    return strictest;
}

bool checkout_has_lines(const Checkout *checkout)
{
    for (int32_t i = 0; i < checkout->order.line_count; i++)
        if (!(checkout->order.lines[i].flags & ORDER_LINE_VOID))
            return true;
    return false;
}

bool checkout_price_needs_manager(const CheckoutSettings *settings, const OrderLine *line,
                                  UnitPrice price)
{
    // A second change counts from the list price: many small steps are no way around the limit.
    int64_t from =
        line->flags & ORDER_LINE_MANUAL_PRICE ? line->list_price.micro : line->unit_price.micro;
    return llabs(price.micro - from) * 100 > from * settings->price_change_percent;
}

static OrderLine *line_of(Step *step, int32_t line_id)
{
    Order *order = &step->checkout->order;
    for (int32_t i = 0; i < order->line_count; i++)
        if (order->lines[i].id == line_id && !(order->lines[i].flags & ORDER_LINE_VOID))
            return &order->lines[i];
    return NULL;
}

static const char *help_name(HelpReason reason)
{
    switch (reason) {
    case HELP_ASKED:
        return "help asked for";
    case HELP_UNKNOWN_CODE:
        return "unknown code";
    case HELP_NEEDS_SCALE:
        return "needs a scale";
    case HELP_NEEDS_CHOICE:
        return "needs a choice";
    case HELP_NEEDS_LOT:
        return "needs a lot number";
    case HELP_AGE:
        return "age check";
    case HELP_PAYMENT_UNKNOWN:
        return "payment unknown";
    case HELP_NO_METHOD:
        return "no way to pay";
    case HELP_TOO_MUCH:
        return "basket too large";
    case HELP_TOO_MANY:
        return "too many of one article";
    case HELP_WEIGHT:
        return "weight differs";
    case HELP_EXPIRED:
        return "past its date";
    case HELP_LABEL:
        return "label's price is wrong";
    }
    return "";
}

// ---- The screen

static void select_line(Step *step, int32_t line_id)
{
    const OrderLine *line = line_of(step, line_id); // a combo is selected as a whole
    step->checkout->selected_line_id = !line                  ? 0
                                       : line->parent_id != 0 ? line->parent_id
                                                              : line->id;
    step->checkout->attendant.approved_by[0] = 0; // a manager looked at one price
}

bool checkout_staff_sale_show(Step *step)
{
    Checkout *checkout = step->checkout;
    bool sale = checkout->sale_open && checkout->order.line_count > 0;
    if (!sale && !checkout->help_open)
        return false;
    if (checkout->payment == PAYMENT_DECLINED) // as when the customer goes back to the basket
        checkout->payment = PAYMENT_NONE;
    if (checkout->payment != PAYMENT_NONE)
        return false;
    checkout->undo.count = 0;
    checkout->toast = checkout->solved = TOAST_NONE;
    checkout->selected_line_id = 0;
    const OrderLine *age = checkout_age_case(checkout);
    select_line(step, checkout->help_open && checkout->help_line_id ? checkout->help_line_id
                      : age                                         ? age->id
                                                                    : 0);
    step_show(step, SCREEN_STAFF_SALE);
    return true;
}

// ---- Changes

static CheckoutEffect *note_line(Step *step, const char *action, const char *reason,
                                 int32_t line_id)
{
    CheckoutEffect *effect = checkout_staff_note(step, action, reason);
    effect->line_id = line_id;
    return effect;
}

// Without words of its own a change is part of the help that was called for.
static const char *reason_or_case(const Step *step)
{
    if (step->event->text[0])
        return step->event->text;
    return step->checkout->help_open ? help_name(step->checkout->help_reason)
                                     : "asked for by the customer";
}

static void print_amount(const Step *step, Money amount, char out[64])
{
    char digits[32];
    money_print(amount, &step->checkout->order.currency, digits);
    snprintf(out, 64, "%s", digits);
}

static void void_line(Step *step)
{
    Checkout *checkout = step->checkout;
    OrderLine *line = line_of(step, step->event->line_id);
    if (!line)
        return;
    if (!order_copy_span(&checkout->order, line->id, &checkout->undo))
        return;
    const OrderLine *first = order_line(&checkout->order, checkout->undo.lines[0].id);
    Money before = order_line_shown(&checkout->order, first);
    if (order_void_line(&checkout->order, first->id) != ORDER_OK)
        return;
    CheckoutEffect *effect = note_line(step, "void", reason_or_case(step), first->id);
    print_amount(step, before, effect->old_value);
    print_amount(step, (Money){0}, effect->new_value);
    select_line(step, 0);
    step_toast(step, TOAST_REMOVED, first->name);
    step_save_basket(step);
    step_sound(step, SOUND_REMOVED);
}

static void undo_void(Step *step)
{
    Checkout *checkout = step->checkout;
    if (checkout->toast != TOAST_REMOVED || checkout->undo.count == 0)
        return;
    const OrderLine *line = order_line(&checkout->order, checkout->undo.lines[0].id);
    if (!line || !(line->flags & ORDER_LINE_VOID) ||
        order_put_back(&checkout->order, &checkout->undo) != ORDER_OK)
        return;
    CheckoutEffect *effect = note_line(step, "void-undone", "undone at once", line->id);
    print_amount(step, (Money){0}, effect->old_value);
    print_amount(step, order_line_shown(&checkout->order, line), effect->new_value);
    checkout->undo.count = 0;
    checkout->toast = TOAST_NONE;
    select_line(step, line->id);
    step_save_basket(step);
    step_sound(step, SOUND_ADDED);
}

static void set_quantity(Step *step)
{
    OrderLine *line = line_of(step, step->event->line_id);
    int32_t pieces = step->event->pieces;
    if (!line || (line->flags & ORDER_LINE_WEIGHED) || pieces <= 0 || pieces > ORDER_QUANTITY_MAX)
        return;
    Quantity before = line->quantity, wanted = {pieces * INT64_C(1000)};
    OrderPricing pricing = step_pricing(step);
    if (before.milli == wanted.milli)
        return;
    if (order_set_quantity(&step->checkout->order, &pricing, line->id, wanted) != ORDER_OK) {
        step_sound(step, SOUND_NOT_KNOWN);
        return;
    }
    CheckoutEffect *effect = note_line(step, "quantity", reason_or_case(step), line->id);
    quantity_print(before, effect->old_value);
    quantity_print(line->quantity, effect->new_value);
    step_save_basket(step);
}

// Why the attendant may not set this price; NULL: may.
static const char *price_refusal(const Step *step, const OrderLine *line, UnitPrice price)
{
    const CheckoutAttendant *attendant = &step->checkout->attendant;
    if (attendant->by_badge)
        return "needs the PIN";
    if (!attendant->manager && !attendant->approved_by[0] &&
        checkout_price_needs_manager(step->world->settings, line, price))
        return "needs a manager";
    return NULL;
}

static void set_price(Step *step)
{
    Checkout *checkout = step->checkout;
    OrderLine *line = line_of(step, step->event->line_id);
    UnitPrice before, wanted = {step->event->price_micro};
    Money shown;
    if (!line || !step->event->text[0] || wanted.micro < 0)
        return;
    before = line->unit_price;
    const char *refusal = price_refusal(step, line, wanted);
    // No more is promised by an approval than the one change it was given for.
    char reason[160];
    snprintf(reason, sizeof reason, "%.95s%s%s", step->event->text,
             checkout->attendant.approved_by[0] ? ", approved by " : "",
             checkout->attendant.approved_by);
    OrderResult result =
        refusal ? ORDER_OK : order_set_unit_price(&checkout->order, line->id, wanted);
    if (result != ORDER_OK)
        refusal = result == ORDER_PART_OF_COMBO ? "a combo's price is split over its parts"
                                                : "beyond what the lane sells";
    CheckoutEffect *effect =
        note_line(step, refusal ? "price-refused" : "price", refusal ? refusal : reason, line->id);
    if (order_line_shown_price(&checkout->order, line, before, &shown))
        print_amount(step, shown, effect->old_value);
    if (order_line_shown_price(&checkout->order, line, refusal ? wanted : line->unit_price, &shown))
        print_amount(step, shown, effect->new_value);
    if (refusal) {
        step_sound(step, SOUND_NOT_KNOWN);
        return;
    }
    checkout->attendant.approved_by[0] = 0;
    step_save_basket(step);
}

// ---- Cases

// One look at the ID decides for every line that asks for no more (approved) or no less (refused).
static void decide_age(Step *step, bool approve)
{
    Checkout *checkout = step->checkout;
    const OrderLine *asked = checkout_age_case(checkout);
    if (!asked)
        return;
    int32_t age = asked->minimum_age, asked_id = asked->id, more = 0;
    char words[160], name[64];
    step_copy_text(name, sizeof name, asked->name);
    for (int32_t i = 0; i < checkout->order.line_count; i++) {
        OrderLine *line = &checkout->order.lines[i];
        if (!needs_age(line) || (approve ? line->minimum_age > age : line->minimum_age < age))
            continue;
        if (approve)
            line->flags |= ORDER_LINE_AGE_APPROVED;
        else if (order_void_line(&checkout->order, line->id) != ORDER_OK)
            continue;
        more += line->id != asked_id;
    }
    snprintf(words, sizeof words, "%s%s: looked at the ID", name, more > 0 ? " and others" : "");
    CheckoutEffect *effect =
        note_line(step, approve ? "age-approved" : "age-refused", words, asked_id);
    snprintf(effect->new_value, sizeof effect->new_value, "%s %d",
             approve ? "born on or before the day that makes" : "under", age);
    if (checkout->help_open && checkout->help_reason == HELP_AGE && !checkout_age_line(checkout))
        checkout->help_open = false;
    checkout->help_line_id = 0;
    checkout->solved = approve && !checkout_age_line(checkout) ? TOAST_AGE_CHECKED : TOAST_NONE;
    select_line(step, checkout->selected_line_id);
    step_save_basket(step);
    step_sound(step, approve ? SOUND_ADDED : SOUND_REMOVED);
}

static void help_solved(Step *step)
{
    Checkout *checkout = step->checkout;
    if (!checkout->help_open || !step->event->text[0])
        return;
    CheckoutEffect *effect =
        note_line(step, "help-solved", step->event->text, checkout->help_line_id);
    snprintf(effect->old_value, sizeof effect->old_value, "%s%s%.30s",
             help_name(checkout->help_reason), checkout->help_code[0] ? ": " : "",
             checkout->help_code);
    step_copy_text(effect->new_value, sizeof effect->new_value, "solved");
    checkout->solved = TOAST_SOLVED;
    checkout->help_open = false;
    checkout->help_line_id = 0;
}

static bool on_either_screen(Step *step)
{
    switch ((int)step->event->kind) {
    case EVENT_AGE_APPROVE:
    case EVENT_AGE_REFUSE:
        decide_age(step, step->event->kind == EVENT_AGE_APPROVE);
        return true;
    case EVENT_HELP_SOLVED:
        help_solved(step);
        return true;
    default:
        return false;
    }
}

static bool on_sale(Step *step)
{
    switch ((int)step->event->kind) {
    case EVENT_STAFF_HOME:
        step_show(step, SCREEN_STAFF);
        return true;
    case EVENT_STAFF: // the PIN opens prices
        checkout_staff_ask_pin(step);
        return true;
    case EVENT_STAFF_LEAVE:
    case EVENT_BACK:
        checkout_staff_sign_out(step);
        return true;
    case EVENT_SELECT_LINE:
        select_line(step, step->event->line_id);
        return true;
    case EVENT_STAFF_VOID:
        void_line(step);
        return true;
    case EVENT_UNDO:
        undo_void(step);
        return true;
    case EVENT_STAFF_QUANTITY:
        set_quantity(step);
        return true;
    case EVENT_STAFF_PRICE:
        set_price(step);
        return true;
    case EVENT_SCAN: // whatever is scanned here can only be a badge
        checkout_sign_in_verify(step, true);
        return true;
    default:
        return checkout_staff_badge_event(step) || on_either_screen(step);
    }
}

bool checkout_staff_sale_event(Step *step)
{
    if (step->checkout->screen == SCREEN_STAFF_SALE)
        return on_sale(step);
    if (step->checkout->screen != SCREEN_STAFF)
        return false;
    if (step->event->kind == EVENT_STAFF_SALE) {
        checkout_staff_sale_show(step);
        return true;
    }
    return on_either_screen(step);
}
