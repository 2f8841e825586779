/* An attendant with a paid order that the server refused: sent again, repaired, or settled. The
 * journal keeps each decision with who, what, when, old and new, and why (promise P10).
 *
 * Sending again changes nothing, so that a badge is enough for it. A repair changes what the server
 * gets and needs the PIN. Settling takes a paid sale off the books and needs a manager, who signed
 * in or whose badge is scanned on this screen. */
#include <stdio.h>
#include <string.h>

#include "domain/checkout_parts.h"

// The order that is looked at, as long as something can be done with it.
static const CheckoutReviewed *reviewed(const Step *step)
{
    const CheckoutReviewed *order = step->world->reviewed;
    bool same = order && strcmp(order->uuid, step->checkout->review.uuid) == 0;
    return same && order->refused ? order : NULL;
}

static CheckoutEffect *note(Step *step, const char *action, const char *reason)
{
    CheckoutEffect *effect = checkout_staff_note(step, action, reason);
    step_copy_text(effect->order_uuid, sizeof effect->order_uuid, step->checkout->review.uuid);
    return effect;
}

static void open_review(Step *step)
{
    CheckoutReview *review = &step->checkout->review;
    *review = (CheckoutReview){0};
    step_copy_text(review->uuid, sizeof review->uuid, step->event->text);
    step->checkout->attendant.approved_by[0] = 0;
    step->checkout->toast = TOAST_NONE;
    step_show(step, SCREEN_STAFF_ORDER);
}

static void close_review(Step *step)
{
    step->checkout->review = (CheckoutReview){0};
    step->checkout->attendant.approved_by[0] = 0;
    step_show(step, SCREEN_STAFF);
}

static void send_again(Step *step)
{
    const CheckoutReviewed *order = reviewed(step);
    if (!order || order->elsewhere)
        return;
    note(step, "send-again", order->words);
    step_copy_text(step_effect(step, EFFECT_RETRY_ORDER)->text, 96, order->uuid);
}

// ---- Repairs

static const OrderLine *line_of_article(const CheckoutReviewed *order, int32_t article_id)
{
    for (int32_t i = 0; order->order && i < order->order->line_count; i++)
        if (order->order->lines[i].article_id == article_id)
            return &order->order->lines[i];
    return NULL;
}

static bool fits(const Step *step, const CheckoutReviewed *order, int32_t article_id)
{
    const OrderLine *line = line_of_article(order, article_id);
    return line && order_repair_fits_line(order->order, &order->repairs, order->about,
                                          step->world->catalogue, line);
}

static void replace_article(Step *step)
{
    const CheckoutReviewed *order = reviewed(step);
    CheckoutReview *review = &step->checkout->review;
    int32_t article_id = step->event->value_id;
    bool can = order && !step->checkout->attendant.by_badge && fits(step, order, article_id);
    review->replace_id = can ? article_id : 0;
    review->replacement_id = 0;
    int32_t usual =
        can ? checkout_replacement(order, step->world->settings, step->world->catalogue, article_id)
            : CATALOGUE_NONE;
    if (usual != CATALOGUE_NONE)
        review->replacement_id = step->world->catalogue->articles[usual].id;
}

int32_t checkout_replacement(const CheckoutReviewed *order, const CheckoutSettings *settings,
                             const Catalogue *catalogue, int32_t gone_id)
{
    if (!settings->replacement_barcode[0] || !catalogue || !order->order)
        return CATALOGUE_NONE;
    int32_t article = catalogue_article_by_barcode(
        catalogue, text_from_string(settings->replacement_barcode), NULL);
    return order_repair_takes(order->order, catalogue, gone_id, article) ? article : CATALOGUE_NONE;
}

static void scanned(Step *step)
{
    CheckoutReview *review = &step->checkout->review;
    const Catalogue *catalogue = step->world->catalogue;
    const CheckoutReviewed *order = reviewed(step);
    if (review->replace_id == 0 || !catalogue || !order || !order->order) {
        checkout_sign_in_verify(step, true);
        return;
    }
    BarcodeFound found = barcode_look_up(catalogue, text_from_string(step->event->text), 0);
    bool article = found.meaning == BARCODE_ARTICLE || found.meaning == BARCODE_WEIGHED ||
                   found.meaning == BARCODE_PRICED;
    if (!article ||
        !order_repair_takes(order->order, catalogue, review->replace_id, found.article)) {
        step_toast(step, TOAST_NO_REPLACEMENT, "");
        step_sound(step, SOUND_NOT_KNOWN);
        return;
    }
    review->replacement_id = catalogue->articles[found.article].id;
    step->checkout->toast = TOAST_NONE;
    step_sound(step, SOUND_ADDED);
}

// What the event asks for, of the order as it is now. False: it doesn't fit (any more).
static bool make_repair(const Step *step, const CheckoutReviewed *order, OrderRepair *out)
{
    const Checkout *checkout = step->checkout;
    const Catalogue *catalogue = step->world->catalogue;
    if (!order->order)
        return false;
    switch (step->event->repair) {
    case ORDER_REPAIR_SESSION:
        *out = (OrderRepair){.kind = ORDER_REPAIR_SESSION,
                             .old_id = order->order->number.session_id,
                             .new_id = order->session_id};
        return order_repair_fits_session(order->order, &order->repairs, order->about,
                                         order->session_id);
    case ORDER_REPAIR_ARTICLE:
        *out = (OrderRepair){.kind = ORDER_REPAIR_ARTICLE,
                             .old_id = checkout->review.replace_id,
                             .new_id = checkout->review.replacement_id};
        return out->old_id != 0 && out->new_id != 0 && fits(step, order, out->old_id) &&
               order_repair_takes(order->order, catalogue, out->old_id,
                                  catalogue_article_by_id(catalogue, out->new_id));
    case ORDER_REPAIR_PARTNER:
        *out = (OrderRepair){
            .kind = ORDER_REPAIR_PARTNER, .old_id = order->order->partner_id, .new_id = 0};
        return order_repair_fits_partner(order->order, &order->repairs, order->about);
    case ORDER_REPAIR_REFERENCE: {
        const OrderNumber *next = &step->world->next_number;
        if (!order_repair_fits_reference(order->order, &order->repairs, order->about, next))
            return false;
        *out = (OrderRepair){.kind = ORDER_REPAIR_REFERENCE,
                             .old_id = (int32_t)order->order->number.counter,
                             .new_id = (int32_t)next->counter,
                             .session_id = next->session_id,
                             .login_number = next->login_number};
        return true;
    }
    }
    return false;
}

static void repair(Step *step)
{
    const CheckoutReviewed *order = reviewed(step);
    CheckoutReview *review = &step->checkout->review;
    OrderRepair wanted;
    if (!order || order->elsewhere || step->checkout->attendant.by_badge ||
        !make_repair(step, order, &wanted)) {
        step_sound(step, SOUND_NOT_KNOWN);
        return;
    }
    CheckoutEffect *effect = step_effect(step, EFFECT_REPAIR_ORDER);
    step_copy_text(effect->text, sizeof effect->text, order->uuid);
    step_copy_text(effect->attendant, sizeof effect->attendant, step->checkout->attendant.name);
    effect->repair = wanted;
    review->replace_id = review->replacement_id = 0;
    step_sound(step, SOUND_ADDED);
}

// ---- Settling

bool checkout_may_settle(const CheckoutAttendant *attendant)
{
    return !attendant->by_badge && (attendant->manager || attendant->approved_by[0]);
}

static void settle(Step *step)
{
    Checkout *checkout = step->checkout;
    const CheckoutReviewed *order = reviewed(step);
    if (!order || !step->event->words[0])
        return;
    if (!checkout_may_settle(&checkout->attendant)) {
        note(step, "order-settle-refused", "needs a manager");
        step_sound(step, SOUND_NOT_KNOWN);
        return;
    }
    const char *manager = checkout->attendant.approved_by;
    char reason[160];
    snprintf(reason, sizeof reason, "%.70s%s%s", step->event->words,
             manager[0] ? ", approved by " : "", manager);
    CheckoutEffect *effect = note(step, "order-settled", reason);
    if (order->order)
        money_print(order->order->total, &order->order->currency, effect->old_value);
    step_copy_text(effect->new_value, sizeof effect->new_value, "settled");
    effect = step_effect(step, EFFECT_SETTLE_ORDER);
    step_copy_text(effect->text, sizeof effect->text, order->uuid);
    snprintf(effect->words, sizeof effect->words, "%.105s (%s)", reason, checkout->attendant.name);
    close_review(step);
}

static bool on_order(Step *step)
{
    switch ((int)step->event->kind) {
    case EVENT_STAFF_HOME:
        close_review(step);
        return true;
    case EVENT_BACK: // from the replacement to the order, from the order home
        if (step->checkout->review.replace_id != 0)
            step->checkout->review.replace_id = step->checkout->review.replacement_id = 0;
        else
            close_review(step);
        return true;
    case EVENT_STAFF_LEAVE:
        checkout_staff_sign_out(step);
        return true;
    case EVENT_STAFF: // the PIN opens repairs
        checkout_staff_ask_pin(step);
        return true;
    case EVENT_RETRY_ORDER:
        send_again(step);
        return true;
    case EVENT_REPLACE_ARTICLE:
        replace_article(step);
        return true;
    case EVENT_REPAIR_ORDER:
        repair(step);
        return true;
    case EVENT_SETTLE_ORDER:
        settle(step);
        return true;
    case EVENT_SCAN: // an article for the one that is gone, or a manager's badge
        scanned(step);
        return true;
    default:
        return checkout_staff_badge_event(step);
    }
}

bool checkout_review_event(Step *step)
{
    if (step->checkout->screen == SCREEN_STAFF_ORDER)
        return on_order(step);
    bool is_home =
        step->checkout->screen == SCREEN_STAFF || step->checkout->screen == SCREEN_STAFF_COMPARE;
    if (!is_home || step->event->kind != EVENT_REVIEW_ORDER)
        return false;
    open_review(step);
    return true;
}
