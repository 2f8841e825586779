/* From the first scan to Pay: adding, changing, removing, asking for help, idling. */
#include <string.h>

#include "domain/checkout_parts.h"

void checkout_begin_sale(Step *step)
{
    Checkout *checkout = step->checkout;
    OrderPricing pricing = step_pricing(step);
    char uuid[ORDER_UUID_SIZE], token[ORDER_UUID_SIZE];
    step_uuid(step, uuid);
    step_uuid(step, token);
    order_begin(&checkout->order, &pricing, uuid, token, step->world->now_unix_ms,
                checkout->language);
    checkout->sale_open = true;
    checkout->payment = PAYMENT_NONE;
    checkout->intent_id[0] = 0;
}

void checkout_help(Step *step, HelpReason reason, int32_t line_id, const char *code)
{
    Checkout *checkout = step->checkout;
    if (checkout->screen != SCREEN_HELP && checkout->screen != SCREEN_IDLE)
        checkout->back_to = checkout->screen;
    checkout->help_reason = reason;
    checkout->help_line_id = line_id;
    checkout->help_since_ms = step->world->now_ms;
    step_copy_text(checkout->help_code, sizeof checkout->help_code, code);
    step_show(step, SCREEN_HELP);
    step_sound(step, SOUND_WAIT);
}

// The server knows an article by its number alone, as shops write it: without the zeros of a
// GTIN-14.
static const char *asked_for(const char *code, const BarcodeFound *found)
{
    int32_t zeros = (int32_t)strspn(found->gtin, "0");
    if (!found->gtin[0])
        return code;
    return found->gtin + (zeros >= 6 ? 6 : zeros > 0 ? 1 : 0);
}

static void unknown_code(Step *step, const char *code, const BarcodeFound *found)
{
    Checkout *checkout = step->checkout;
    const char *asked = asked_for(code, found);
    CheckoutEffect *effect = NULL;
    if (step->world->online && strlen(asked) < sizeof effect->text) {
        step_toast(step, TOAST_LOOKING_UP, asked);
        effect = step_effect(step, EFFECT_LOOK_UP);
        step_copy_text(effect->text, sizeof effect->text, asked);
        step_copy_text(checkout->asked_scan, sizeof checkout->asked_scan,
                       asked == code ? "" : code);
        return;
    }
    step_toast(step, TOAST_CANT_LOOK_UP, code);
    step_sound(step, SOUND_NOT_KNOWN);
}

static int32_t year_now(const Step *step)
{
    return gs1_year_of_days(step->world->local_minute / (24 * 60));
}

void checkout_scan(Step *step, const char *code)
{
    BarcodeFound found =
        barcode_look_up(step->world->catalogue, text_from_string(code), year_now(step));
    if (checkout_lot_scan(step, &found, code))
        return;
    switch (found.meaning) {
    case BARCODE_ARTICLE:
    case BARCODE_WEIGHED:
    case BARCODE_PRICED:
        if (catalogue_article_sellable(step->world->catalogue, found.article))
            checkout_add_found(step, &found, true);
        else
            unknown_code(step, code, &found);
        break;
    case BARCODE_STAFF:
        checkout_sign_in_verify(step, true);
        break;
    case BARCODE_UNKNOWN:
        unknown_code(step, code, &found);
        break;
    case BARCODE_CUSTOMER:
        checkout_customer_scan(step, found.partner, code);
        break;
    case BARCODE_DISCOUNT:
    case BARCODE_OTHER:
        step_toast(step, TOAST_REFUSED_SCAN, code);
        step_sound(step, SOUND_NOT_KNOWN);
        break;
    }
}

// What was scanned says more than the article's number that the server was asked for: how much of
// it, its date. Read again, now that the article is here.
static void complete_found(Step *step, BarcodeFound *found)
{
    Checkout *checkout = step->checkout;
    BarcodeFound scanned = barcode_look_up(step->world->catalogue,
                                           text_from_string(checkout->asked_scan), year_now(step));
    bool same = strcmp(asked_for("", &scanned), step->event->text) == 0;
    if (scanned.gtin[0] && same && scanned.article == found->article)
        *found = scanned;
    checkout->asked_scan[0] = 0;
}

static void looked_up(Step *step)
{
    Checkout *checkout = step->checkout;
    bool sellable = step->event->article != CATALOGUE_NONE && checkout->has_catalogue &&
                    catalogue_article_sellable(step->world->catalogue, step->event->article);
    bool can_add = checkout_is_selling(checkout) || checkout->screen == SCREEN_WELCOME;
    if (checkout->toast == TOAST_LOOKING_UP)
        checkout->toast = TOAST_NONE;
    if (!can_add)
        return;
    if (sellable) {
        BarcodeFound found = {.meaning = BARCODE_ARTICLE,
                              .article = step->event->article,
                              .packaging = CATALOGUE_NONE,
                              .quantity = {1000}};
        if (checkout->asked_scan[0])
            complete_found(step, &found);
        checkout_add_found(step, &found, true);
        return;
    }
    step_toast(step, step->event->flag ? TOAST_UNKNOWN_CODE : TOAST_CANT_LOOK_UP,
               step->event->text);
    step_sound(step, SOUND_NOT_KNOWN);
}

static void remove_line(Step *step, int32_t line_id)
{
    Checkout *checkout = step->checkout;
    if (!order_copy_span(&checkout->order, line_id, &checkout->undo))
        return;
    if (order_remove_line(&checkout->order, line_id) != ORDER_OK)
        return;
    if (checkout->just_added_line_id == checkout->undo.lines[0].id)
        checkout->just_added_line_id = 0;
    step_toast(step, TOAST_REMOVED, checkout->undo.lines[0].name);
    step_save_basket(step);
    step_sound(step, SOUND_REMOVED);
}

static void change_quantity(Step *step, int64_t by_milli)
{
    Checkout *checkout = step->checkout;
    const OrderLine *line = order_line(&checkout->order, step->event->line_id);
    if (!line || (line->flags & (ORDER_LINE_WEIGHED | ORDER_LINE_VOID)))
        return;
    Quantity quantity = {line->quantity.milli + by_milli};
    if (quantity.milli <= 0) {
        remove_line(step, step->event->line_id);
        return;
    }
    if (by_milli > 0 && checkout_is_too_many(step, line->article_id, by_milli, line->name))
        return;
    OrderPricing pricing = step_pricing(step);
    bool outdated = order_line_outdated(&checkout->order, &pricing, line);
    if (order_set_quantity(&checkout->order, &pricing, line->id, quantity) != ORDER_OK) {
        step_sound(step, SOUND_NOT_KNOWN);
        return;
    }
    if (outdated)
        step_toast(step, TOAST_PRICE_CHANGED, "");
    step_save_basket(step);
}

static void undo(Step *step)
{
    Checkout *checkout = step->checkout;
    if (checkout->toast != TOAST_REMOVED || checkout->undo.count == 0 ||
        order_put_back(&checkout->order, &checkout->undo) != ORDER_OK)
        return;
    checkout->undo.count = 0;
    checkout->toast = TOAST_NONE;
    step_save_basket(step);
    step_sound(step, SOUND_ADDED);
}

static void drop_sale(Step *step)
{
    bool was_open = step->checkout->sale_open;
    step_customer_gone(step);
    if (was_open)
        step_save_basket(step);
    step_show(step, step_resting_screen(step));
}

// A scan where one can't be taken: payment runs, or the lane is closed.
static void refuse_scan(Step *step)
{
    step_toast(step, TOAST_NOT_NOW, "");
    step_sound(step, SOUND_NOT_KNOWN);
}

static void scanned(Step *step)
{
    Checkout *checkout = step->checkout;
    switch (checkout->screen) {
    case SCREEN_RECEIPT:
    case SCREEN_THANKS: // the next customer begins
        step_customer_gone(step);
        checkout->screen = step_resting_screen(step);
        if (checkout->screen == SCREEN_WELCOME)
            checkout_scan(step, step->event->text);
        else
            step_show(step, checkout->screen);
        break;
    case SCREEN_WELCOME:
    case SCREEN_BROWSE:
    case SCREEN_SEARCH:
    case SCREEN_BASKET:
    case SCREEN_HELP:
    case SCREEN_IDLE:
    case SCREEN_ARTICLE:
    case SCREEN_WEIGH:
        checkout_scan(step, step->event->text);
        break;
    case SCREEN_PAYMENT_CHOICE:
    case SCREEN_PAYMENT_PROGRESS:
        refuse_scan(step);
        break;
    case SCREEN_CLOSED:
    case SCREEN_OUT_OF_ORDER:
    case SCREEN_STAFF_LOGIN: // whatever is scanned here can only be a badge
        checkout_sign_in_verify(step, true);
        break;
    case SCREEN_STAFF:
    case SCREEN_STAFF_SALE:
    case SCREEN_STAFF_ORDER:
    case SCREEN_STAFF_COMPARE:
    case SCREEN_STAFF_STICK:
    case SCREEN_COUNT:
        break;
    }
}

static void leave_help(Step *step)
{
    Checkout *checkout = step->checkout;
    if (checkout->screen != SCREEN_HELP && checkout->screen != SCREEN_IDLE)
        return;
    CheckoutScreen back = checkout->back_to;
    if (back == SCREEN_WEIGH && checkout->scale == SCALE_ABSENT)
        back = checkout->subject_from;
    if (back != SCREEN_BROWSE && back != SCREEN_SEARCH && back != SCREEN_BASKET &&
        back != SCREEN_WEIGH && back != SCREEN_ARTICLE)
        back = checkout->sale_open ? SCREEN_BASKET : step_resting_screen(step);
    step_show(step, back);
}

bool checkout_sale_event(Step *step)
{
    Checkout *checkout = step->checkout;
    bool selling = checkout_is_selling(checkout);
    switch ((int)step->event->kind) {
    case EVENT_SCAN:
        scanned(step);
        return true;
    case EVENT_LOOKED_UP:
        looked_up(step);
        return true;
    case EVENT_START:
        if (checkout->screen == SCREEN_THANKS || checkout->screen == SCREEN_RECEIPT) {
            step_customer_gone(step);
            step_show(step, step_resting_screen(step));
        }
        if (checkout->screen == SCREEN_WELCOME)
            step_show(step, SCREEN_BROWSE);
        return true;
    case EVENT_ADD_ARTICLE:
        if (selling && checkout->has_catalogue && step->event->article >= 0 &&
            step->event->article < step->world->catalogue->article_count &&
            catalogue_article_sellable(step->world->catalogue, step->event->article))
            checkout_touch(step, step->event->article);
        return true;
    case EVENT_LINE_PLUS:
    case EVENT_LINE_MINUS:
        if (selling)
            change_quantity(step, step->event->kind == EVENT_LINE_PLUS ? 1000 : -1000);
        return true;
    case EVENT_LINE_REMOVE:
        if (selling)
            remove_line(step, step->event->line_id);
        return true;
    case EVENT_UNDO:
        if (selling)
            undo(step);
        return true;
    case EVENT_SHOW_BROWSE:
    case EVENT_SHOW_SEARCH:
    case EVENT_SHOW_BASKET:
        if (selling || checkout->screen == SCREEN_PAYMENT_CHOICE)
            step_show(step, step->event->kind == EVENT_SHOW_BROWSE   ? SCREEN_BROWSE
                            : step->event->kind == EVENT_SHOW_SEARCH ? SCREEN_SEARCH
                                                                     : SCREEN_BASKET);
        return true;
    case EVENT_HELP:
        if (selling || checkout->screen == SCREEN_WELCOME ||
            checkout->screen == SCREEN_PAYMENT_CHOICE)
            checkout_help(step, HELP_ASKED, 0, "");
        return true;
    case EVENT_KEEP_ADDING:
    case EVENT_STILL_HERE:
        leave_help(step);
        return true;
    case EVENT_BACK:
        if (checkout->screen == SCREEN_HELP || checkout->screen == SCREEN_IDLE)
            leave_help(step);
        else if (checkout->screen == SCREEN_SEARCH)
            step_show(step, SCREEN_BROWSE);
        else if (checkout->screen == SCREEN_BASKET)
            step_show(step, SCREEN_BROWSE);
        else if (checkout->screen == SCREEN_BROWSE && !checkout_has_lines(checkout))
            drop_sale(step);
        return true;
    case EVENT_REMOVE_CAUSE:
        if (checkout->screen == SCREEN_HELP && checkout->help_line_id != 0) {
            remove_line(step, checkout->help_line_id);
            leave_help(step);
        }
        return true;
    case EVENT_START_OVER:
        if (selling)
            drop_sale(step);
        return true;
    case EVENT_TOUCH_OFFLINE:
        step_toast(step, TOAST_OFFLINE, "");
        return true;
    case EVENT_TOUCHED:
        if (checkout->screen == SCREEN_IDLE)
            leave_help(step);
        return true;
    default:
        return false;
    }
}
