#include "fixture_order.h"

#include <stdio.h>
#include <string.h>

#include "fixture_parts.h"

#define PRODUCT_WORDS                                                                              \
    "ValidationError: The operation cannot be completed: another model requires the record being " \
    "deleted. If possible, archive it instead.  Model: Point of Sale Order Lines "                 \
    "(pos.order.line) Constraint: pos_order_line_product_id_fkey"

static Order reviewed_order;
static CheckoutReviewed reviewed;

static CheckoutReviewed *review(Fixture *fixture, OrderRefusal about, const char *words)
{
    Checkout *checkout = fixture_show(fixture, SCREEN_STAFF_ORDER);
    static const char uuid[] = "00000000-0000-4000-8000-0000000000a1";
    fixture_sign_in(fixture);
    order_copy(&reviewed_order, &checkout->order);
    checkout->order.line_count = 0;
    checkout->sale_open = false;
    reviewed_order.number = (OrderNumber){16, 3, 229};
    reviewed_order.partner_id = 14;
    reviewed = (CheckoutReviewed){
        .order = &reviewed_order, .about = about, .refused = true, .session_id = 17};
    memcpy(reviewed.uuid, uuid, sizeof uuid);
    memcpy(checkout->review.uuid, uuid, sizeof uuid);
    snprintf(reviewed.words, sizeof(reviewed.words), "%s", words);
    LaneReview *view = &fixture->lane.review;
    *view = (LaneReview){.reviewed = &reviewed,
                         .reference = "Order 00016-003-0229",
                         .total = reviewed_order.total,
                         .paid = {2026, 11, 23, 9, 5},
                         .session_name = "POS/00017"};
    return &reviewed;
}

// An article of the order was deleted in the back office.
void staff_order(Fixture *fixture)
{
    fixture_basket(fixture);
    review(fixture, ORDER_REFUSED_ARTICLE, PRODUCT_WORDS);
    reviewed_order.lines[2].article_id = 99999;
}

void staff_order_repaired(Fixture *fixture)
{
    staff_order(fixture);
    int32_t bag = fixture_article(fixture, "Wholemeal bread 750 g");
    OrderRepair repairs[] = {
        {.kind = ORDER_REPAIR_ARTICLE,
         .old_id = 99999,
         .new_id = fixture->catalogue.articles[bag].id},
        {.kind = ORDER_REPAIR_SESSION, .old_id = 16, .new_id = 17},
        {.kind = ORDER_REPAIR_PARTNER, .old_id = 14},
    };
    for (size_t i = 0; i < COUNT_OF(repairs); i++)
        CHECK(order_repairs_add(&reviewed.repairs, &repairs[i]));
}

// The server's words hide the cause: all that may help is there.
void staff_order_session(Fixture *fixture)
{
    fixture_basket(fixture);
    review(fixture, ORDER_REFUSED_HIDDEN,
           "InFailedSqlTransaction: current transaction is aborted, commands ignored until end of "
           "transaction block");
}

void staff_order_reference(Fixture *fixture)
{
    OrderRepair renamed = {.kind = ORDER_REPAIR_REFERENCE,
                           .old_id = 229,
                           .new_id = 260,
                           .session_id = 17,
                           .login_number = 2};
    fixture_basket(fixture);
    review(fixture, ORDER_REFUSED_REFERENCE, "another order of this name is at the server");
    CHECK(order_repairs_add(&reviewed.repairs, &renamed));
    reviewed.repairs.untried = false; // that one was taken, too
}

// The lane was given another server; the order goes to none but its own.
void staff_order_elsewhere(Fixture *fixture)
{
    fixture_basket(fixture);
    review(fixture, ORDER_REFUSED_OTHER,
           "it was sold for the server 'https://odoo.shop.example shop' and is not sent to "
           "'https://odoo.market.example market'")
        ->elsewhere = true;
}

void staff_order_badge(Fixture *fixture)
{
    staff_order_session(fixture);
    fixture->checkout.attendant.by_badge = true;
}

void staff_order_waits(Fixture *fixture)
{
    fixture_basket(fixture);
    review(fixture, ORDER_REFUSED_OTHER, "")->refused = false;
    fixture->lane.online = false;
}

void staff_order_done(Fixture *fixture)
{
    fixture_basket(fixture);
    review(fixture, ORDER_REFUSED_OTHER, "");
    fixture->lane.review.reviewed = NULL;
}

void staff_order_unreadable(Fixture *fixture)
{
    review(fixture, ORDER_REFUSED_OTHER, "its record cannot be read: lines is of a later version")
        ->order = NULL;
}

// All of a full order's articles may be the one that is gone.
void staff_order_long(Fixture *fixture)
{
    fixture_basket_long(fixture);
    review(fixture, ORDER_REFUSED_ARTICLE, PRODUCT_WORDS);
}

void staff_order_replace(Fixture *fixture)
{
    staff_order(fixture);
    fixture->checkout.review.replace_id = 99999;
}

void staff_order_chosen(Fixture *fixture)
{
    staff_order_replace(fixture);
    int32_t bread = fixture_article(fixture, "Wholemeal bread 750 g");
    fixture->checkout.review.replacement_id = fixture->catalogue.articles[bread].id;
}

void staff_order_not_this(Fixture *fixture)
{
    staff_order_replace(fixture);
    fixture->checkout.toast = TOAST_NO_REPLACEMENT;
    fixture->checkout.toast_since_ms = fixture->now_ms;
}

void staff_order_manager(Fixture *fixture)
{
    staff_order_session(fixture);
    fixture->checkout.attendant.manager = true;
}

void touch_order_settle(Fixture *fixture)
{
    fixture_frame(fixture, 500);
    fixture_tap(fixture, "order-settle");
}

// The attendant came for the age check of the wine.
void staff_sale(Fixture *fixture)
{
    fixture_basket(fixture);
    Checkout *checkout = fixture_show(fixture, SCREEN_STAFF_SALE);
    fixture_sign_in(fixture);
    checkout->help_open = true;
    checkout->help_reason = HELP_AGE;
    checkout->help_line_id = checkout->selected_line_id = checkout->order.lines[5].id;
    checkout->help_since_ms = fixture->now_ms - 23400;
}

void staff_sale_none(Fixture *fixture)
{
    staff_sale(fixture);
    Checkout *checkout = &fixture->checkout;
    checkout->order.lines[5].flags |= ORDER_LINE_AGE_APPROVED;
    checkout->help_open = false;
    checkout->selected_line_id = 0;
}

void staff_sale_help(Fixture *fixture)
{
    staff_sale_none(fixture);
    Checkout *checkout = &fixture->checkout;
    checkout->help_open = true;
    checkout->help_reason = HELP_NEEDS_SCALE;
    checkout->help_line_id = 0;
    snprintf(checkout->help_code, sizeof(checkout->help_code), "Seedless grapes");
}

void staff_sale_empty(Fixture *fixture)
{
    fixture_show(fixture, SCREEN_STAFF_SALE)->help_open = true;
    fixture_sign_in(fixture);
    fixture->checkout.attendant.by_badge = true;
    fixture->checkout.help_since_ms = fixture->now_ms - 4400;
}

void staff_sale_removed(Fixture *fixture)
{
    staff_sale_none(fixture);
    Checkout *checkout = &fixture->checkout;
    if (!order_copy_span(&checkout->order, checkout->order.lines[3].id, &checkout->undo) ||
        order_void_line(&checkout->order, checkout->undo.lines[0].id) != ORDER_OK)
        return;
    checkout->toast = TOAST_REMOVED;
    checkout->toast_since_ms = fixture->now_ms;
}

void staff_sale_cheese(Fixture *fixture)
{
    staff_sale_none(fixture);
    fixture->settings.price_change_percent = 20;
    fixture->checkout.selected_line_id = fixture->checkout.order.lines[2].id;
}

static void tap_in_turn(Fixture *fixture, const char *const *ids, int32_t count)
{
    for (int32_t i = 0; i < count; i++) {
        fixture_settle(fixture);
        fixture_tap(fixture, ids[i]);
    }
}

void type_price(Fixture *fixture)
{
    static const char *const ids[] = {"staff-price", "price-4", "price-point",
                                      "price-9",     "price-0", "reason-1"};
    tap_in_turn(fixture, ids, COUNT_OF(ids));
}

void type_low_price(Fixture *fixture)
{
    static const char *const ids[] = {"staff-price", "price-3", "price-point", "price-8",
                                      "reason-1"};
    tap_in_turn(fixture, ids, COUNT_OF(ids));
}

void type_quantity(Fixture *fixture)
{
    static const char *const ids[] = {"staff-quantity", "quantity-1", "quantity-2"};
    tap_in_turn(fixture, ids, COUNT_OF(ids));
}

void type_serial(Fixture *fixture)
{
    static const char *const ids[] = {"type-lot",    "lot-key-s", "lot-key-n",
                                      "lot-key-123", "lot-key-4", "lot-key-7"};
    tap_in_turn(fixture, ids, COUNT_OF(ids));
}

void touch_solved(Fixture *fixture)
{
    static const char *const ids[] = {"help-solved"};
    tap_in_turn(fixture, ids, COUNT_OF(ids));
}

void touch_cancel_sale(Fixture *fixture)
{
    fixture_frame(fixture, 500);
    fixture_tap(fixture, "cancel-sale");
}
