/* Into the basket: what was scanned, touched or chosen, or the person or screen that it needs
 * first.
 */
#include "domain/checkout_parts.h"

// What the lane can't sell without a person, or HELP_ASKED when it can.
static HelpReason needs_help(const Catalogue *catalogue, int32_t index, bool has_weight,
                             bool has_price)
{
    const CatArticle *article = &catalogue->articles[index];
    if (catalogue_article_needs_lot(catalogue, index) && has_price)
        return HELP_NEEDS_LOT; // a label with a price has no place for the number
    if ((article->flags & CAT_ARTICLE_COMBO) && !checkout_can_choose_combo(catalogue, index))
        return HELP_NEEDS_CHOICE;
    if ((article->flags & CAT_ARTICLE_CHOICES) &&
        (has_weight || has_price || !checkout_can_choose(catalogue, index)))
        return HELP_NEEDS_CHOICE; // a label doesn't say which
    if ((article->flags & CAT_ARTICLE_WEIGHED) && !has_weight && !has_price)
        return HELP_NEEDS_SCALE;
    return HELP_ASKED;
}

// Whether the label's price is what the weight costs here, to the cent that its own rounding may
// have made of it.
static bool is_label_right(const Step *step, const BarcodeFound *found)
{
    OrderPricing pricing = step_pricing(step);
    OrderAdd add = {.article = found->article, .quantity = found->quantity};
    OrderLine line;
    Money label;
    if (!money_from_double(found->price, &step->world->catalogue->shop->currency, &label) ||
        order_preview(&pricing, &add, &line) != ORDER_OK)
        return false;
    int64_t difference = line.display_total.minor - label.minor;
    return difference >= -1 && difference <= 1;
}

// What the label of this piece forbids, or HELP_ASKED.
static HelpReason label_forbids(const Step *step, const BarcodeFound *found)
{
    if (found->sell_until_minute != 0 && step->world->local_minute > found->sell_until_minute)
        return HELP_EXPIRED;
    if (found->foreign_price || (found->label_price && !is_label_right(step, found)))
        return HELP_LABEL;
    return HELP_ASKED;
}

CheckoutScreen checkout_shopping_screen(const Step *step, bool scanned)
{
    CheckoutScreen screen = step->checkout->screen;
    if (screen == SCREEN_HELP || screen == SCREEN_IDLE)
        screen = step->checkout->back_to;
    if (screen == SCREEN_ARTICLE || screen == SCREEN_WEIGH)
        screen = step->checkout->subject_from;
    if (screen != SCREEN_BROWSE && screen != SCREEN_SEARCH && screen != SCREEN_BASKET)
        screen = scanned ? SCREEN_BASKET : SCREEN_BROWSE;
    return screen;
}

// The screen on which an added article is seen.
static void show_added(Step *step, bool scanned)
{
    CheckoutScreen screen = checkout_shopping_screen(step, scanned);
    if (screen != step->checkout->screen)
        step_show(step, screen);
}

static void name_of(const Step *step, int32_t article, char out[ORDER_NAME_MAX])
{
    const Catalogue *catalogue = step->world->catalogue;
    text_copy_to_buffer(catalogue_text(catalogue, catalogue->articles[article].name), out,
                        ORDER_NAME_MAX);
}

bool checkout_is_too_many(Step *step, int32_t article_id, int64_t more_milli, const char *name)
{
    int64_t max_milli = step->world->settings->quantity_max * INT64_C(1000);
    const Order *order = &step->checkout->order;
    for (int32_t i = 0; i < order->line_count; i++)
        if (order->lines[i].article_id == article_id)
            more_milli += order->lines[i].quantity.milli;
    if (max_milli == 0 || more_milli <= max_milli)
        return false;
    checkout_help(step, HELP_TOO_MANY, 0, name);
    return true;
}

int32_t checkout_outdated_line(const Step *step, int32_t article)
{
    const Order *order = &step->checkout->order;
    OrderPricing pricing = step_pricing(step);
    int32_t article_id = pricing.catalogue->articles[article].id;
    for (int32_t i = order->line_count - 1; i >= 0; i--) {
        const OrderLine *line = &order->lines[i];
        if (line->article_id == article_id && (line->flags & ORDER_LINE_MERGEABLE) &&
            order_line_outdated(order, &pricing, line))
            return line->id;
    }
    return 0;
}

void checkout_not_taken(Step *step, OrderResult result, const char *name)
{
    ToastKind toast = result == ORDER_FULL           ? TOAST_FULL
                      : result == ORDER_SERIAL_TWICE ? TOAST_SERIAL_TWICE
                                                     : TOAST_REFUSED_SCAN;
    step_toast(step, toast, name);
    step_sound(step, SOUND_NOT_KNOWN);
}

void checkout_added(Step *step, int32_t line_id)
{
    Checkout *checkout = step->checkout;
    bool age = order_line_age(&checkout->order, line_id) > 0;
    checkout->just_added_line_id = line_id;
    checkout->just_added_ms = step->world->now_ms;
    checkout->toast = TOAST_NONE;
    step_save_basket(step);
    step_sound(step, age ? SOUND_ATTENTION : SOUND_ADDED);
}

bool checkout_put(Step *step, OrderAdd add)
{
    Checkout *checkout = step->checkout;
    const Catalogue *catalogue = step->world->catalogue;
    OrderPricing pricing = step_pricing(step);
    char line_uuid[ORDER_UUID_SIZE];
    step_uuid(step, line_uuid);
    add.line_uuid = line_uuid;
    add.minimum_age = checkout_age_of(catalogue, step->world->settings, add.article);
    int32_t line_id = 0, old_line_id = checkout_outdated_line(step, add.article);
    OrderResult result = order_add(&checkout->order, &pricing, &add, &line_id);
    if (result != ORDER_OK) {
        char name[ORDER_NAME_MAX];
        name_of(step, add.article, name);
        checkout_not_taken(step, result, name);
        return false;
    }
    checkout_added(step, line_id);
    if (line_id == old_line_id)
        step_toast(step, TOAST_PRICE_CHANGED, "");
    return true;
}

void checkout_add(Step *step, const OrderAdd *add, bool scanned)
{
    const CatArticle *article = &step->world->catalogue->articles[add->article];
    char name[ORDER_NAME_MAX];
    name_of(step, add->article, name);
    if (!step->checkout->sale_open)
        checkout_begin_sale(step);
    if (!(article->flags & CAT_ARTICLE_WEIGHED) &&
        checkout_is_too_many(step, article->id, add->quantity.milli, name))
        return;
    (void)checkout_put(step, *add);
    show_added(step, scanned);
}

void checkout_add_found(Step *step, const BarcodeFound *found, bool scanned)
{
    Checkout *checkout = step->checkout;
    const Catalogue *catalogue = step->world->catalogue;
    bool has_weight = found->meaning == BARCODE_WEIGHED;
    bool has_price = found->meaning == BARCODE_PRICED;
    HelpReason reason = label_forbids(step, found);
    if (reason == HELP_ASKED)
        reason = needs_help(catalogue, found->article, has_weight, has_price);
    char name_text[ORDER_NAME_MAX];
    name_of(step, found->article, name_text);
    if (has_weight && found->quantity.milli <= 0) { // a label that was printed on an empty scale
        step_toast(step, TOAST_REFUSED_SCAN, name_text);
        step_sound(step, SOUND_NOT_KNOWN);
        return;
    }
    if (!checkout->sale_open)
        checkout_begin_sale(step);
    bool can_choose = reason == HELP_ASKED || reason == HELP_NEEDS_SCALE;
    const char *lot = checkout_lot_of(catalogue, found->article, found);
    bool no_lot = catalogue_article_needs_lot(catalogue, found->article) && !lot[0];
    uint32_t chosen = CAT_ARTICLE_CHOICES | CAT_ARTICLE_COMBO;
    if (can_choose && (no_lot || (catalogue->articles[found->article].flags & chosen))) {
        checkout_choose(step, found, scanned);
        return;
    }
    if (reason == HELP_NEEDS_SCALE && checkout_weigh_open(step, found->article, scanned))
        return;
    if (reason != HELP_ASKED) {
        if (checkout->screen == SCREEN_WELCOME)
            checkout->screen = scanned ? SCREEN_BASKET : SCREEN_BROWSE; // where help leads back to
        checkout_help(step, reason, 0, name_text);
        return;
    }
    OrderAdd add = {.article = found->article,
                    .quantity = found->quantity,
                    .has_price = has_price,
                    .price = found->price,
                    .lot = catalogue_article_needs_lot(catalogue, found->article) ? lot : NULL};
    checkout_add(step, &add, scanned);
}
