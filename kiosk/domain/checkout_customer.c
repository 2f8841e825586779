/* A customer's card: its pricelist and fiscal position hold for the whole basket at once, as the
 * server's own till does it (FACTS2 23). The lane keeps the name for the screen while the sale is
 * open; the order keeps the server's id alone. */
#include <string.h>

#include "domain/checkout_parts.h"

static int32_t pricelist_of(const Catalogue *catalogue, int32_t pricelist_id)
{
    for (int32_t i = 0; i < catalogue->pricelist_count && pricelist_id != 0; i++)
        if (catalogue->pricelists[i].id == pricelist_id)
            return i;
    return catalogue->shop->pricelist;
}

// One that the lane's configuration doesn't have counts as none.
static int32_t fiscal_position_of(const Catalogue *catalogue, int32_t position_id)
{
    for (int32_t i = 0; i < catalogue->fiscal_position_count && position_id != 0; i++)
        if (catalogue->fiscal_positions[i].id == position_id)
            return i;
    return CATALOGUE_NONE;
}

OrderPricing checkout_pricing(const Checkout *checkout, const Catalogue *catalogue,
                              int64_t now_unix_ms)
{
    OrderPricing pricing = {.catalogue = catalogue,
                            .pricelist = CATALOGUE_NONE,
                            .fiscal_position = CATALOGUE_NONE,
                            .now_unix_s = now_unix_ms / 1000};
    if (!catalogue)
        return pricing;
    pricing.pricelist = catalogue->shop->pricelist;
    pricing.fiscal_position = catalogue->shop->default_fiscal_position;
    if (!checkout->sale_open || checkout->order.partner_id == 0)
        return pricing;
    pricing.pricelist = pricelist_of(catalogue, checkout->order.pricelist_id);
    pricing.fiscal_position = fiscal_position_of(catalogue, checkout->order.fiscal_position_id);
    return pricing;
}

static void refuse(Step *step, ToastKind toast)
{
    step_toast(step, toast, "");
    step_sound(step, SOUND_NOT_KNOWN);
}

static void take(Step *step, const CatPartner *partner, const char *name)
{
    Checkout *checkout = step->checkout;
    const Catalogue *catalogue = step->world->catalogue;
    if (!checkout->sale_open)
        checkout_begin_sale(step);
    if (checkout->order.partner_id == partner->id) {
        step_toast(step, TOAST_CUSTOMER_ALREADY, checkout->customer_name);
        return;
    }
    OrderPricing pricing = {
        .catalogue = catalogue,
        .pricelist = pricelist_of(catalogue, partner->pricelist_id),
        .fiscal_position = partner->fiscal_position_id
                               ? fiscal_position_of(catalogue, partner->fiscal_position_id)
                               : catalogue->shop->default_fiscal_position,
        .now_unix_s = step->world->now_unix_ms / 1000,
    };
    if (order_reprice(&checkout->order, &pricing) != ORDER_OK) {
        refuse(step, TOAST_REFUSED_SCAN);
        return;
    }
    checkout->order.partner_id = partner->id;
    step_copy_text(checkout->customer_name, sizeof checkout->customer_name, name);
    if (checkout->screen == SCREEN_WELCOME)
        step_show(step, SCREEN_BROWSE);
    else if (checkout->screen == SCREEN_HELP || checkout->screen == SCREEN_IDLE)
        step_show(step, checkout_shopping_screen(step, true));
    step_toast(step, TOAST_CUSTOMER, name);
    step_sound(step, SOUND_ADDED);
    step_save_basket(step);
}

void checkout_customer_scan(Step *step, int32_t partner, const char *card)
{
    Checkout *checkout = step->checkout;
    const Catalogue *catalogue = step->world->catalogue;
    if (partner != CATALOGUE_NONE) {
        char name[48];
        text_copy_to_buffer(catalogue_text(catalogue, catalogue->partners[partner].name), name,
                            sizeof name);
        take(step, &catalogue->partners[partner], name);
        return;
    }
    if (!step->world->online || strlen(card) >= sizeof checkout->asked_card) {
        refuse(step, TOAST_CUSTOMER_CANT_LOOK_UP);
        return;
    }
    step_copy_text(checkout->asked_card, sizeof checkout->asked_card, card);
    step_toast(step, TOAST_LOOKING_UP, card);
    step_copy_text(step_effect(step, EFFECT_LOOK_UP_CUSTOMER)->text,
                   sizeof step->effects->items[0].text, card);
}

// The answer counts while the customer who asked is here and still shops.
static void looked_up(Step *step)
{
    Checkout *checkout = step->checkout;
    const CheckoutEvent *event = step->event;
    bool shops = checkout_is_selling(checkout) || checkout->screen == SCREEN_WELCOME;
    bool asked = checkout->asked_card[0] && strcmp(checkout->asked_card, event->text) == 0;
    if (!asked)
        return;
    checkout->asked_card[0] = 0;
    if (checkout->toast == TOAST_LOOKING_UP)
        checkout->toast = TOAST_NONE;
    if (!shops || !step->world->catalogue)
        return;
    if (event->partner_id > 0) {
        CatPartner partner = {.id = event->partner_id,
                              .pricelist_id = event->pricelist_id,
                              .fiscal_position_id = event->fiscal_position_id};
        take(step, &partner, event->words);
    } else {
        refuse(step, event->flag ? TOAST_CUSTOMER_UNKNOWN : TOAST_CUSTOMER_CANT_LOOK_UP);
    }
}

bool checkout_customer_event(Step *step)
{
    if (step->event->kind != EVENT_CUSTOMER)
        return false;
    looked_up(step);
    return true;
}
