/* Shared by the files of the checkout; nobody else includes it. */
#ifndef KIOSK_DOMAIN_CHECKOUT_PARTS_H
#define KIOSK_DOMAIN_CHECKOUT_PARTS_H

#include "domain/checkout.h"

typedef struct Step { // one call of checkout_step
    Checkout *checkout;
    const CheckoutEvent *event;
    const CheckoutWorld *world;
    CheckoutEffects *effects;
    int32_t uuids_made;
} Step;

// Adds an effect; the caller fills what else it carries.
CheckoutEffect *step_effect(Step *step, CheckoutEffectKind kind);
void step_sound(Step *step, CheckoutSound sound);
void step_show(Step *step, CheckoutScreen screen);
void step_toast(Step *step, ToastKind toast, const char *text);
void step_uuid(Step *step, char out[ORDER_UUID_SIZE]);
OrderPricing step_pricing(const Step *step);
int64_t step_ticket(Step *step); // the ticket that EVENT_SAVED will carry; waited for
void step_copy_text(char *out, size_t room, const char *text);

// Where the lane rests when no customer is on a screen: welcome, closed, out of order, or an open
// basket.
CheckoutScreen step_resting_screen(const Step *step);
// The sale is over: forgets the order, tells the app that the customer is gone.
void step_customer_gone(Step *step);
void step_save_basket(Step *step);

// checkout_sale.c
bool checkout_sale_event(Step *step);
void checkout_scan(Step *step, const char *code);
void checkout_help(Step *step, HelpReason reason, int32_t line_id, const char *code);
void checkout_begin_sale(Step *step);
// checkout_add.c
// What a barcode or a touched tile named: into the basket, or to the screen where it is chosen,
// weighed or seen to.
void checkout_add_found(Step *step, const BarcodeFound *found, bool scanned);
// Into the basket, up to the limit of pieces, and back to where one shops. `add` without uuid and
// age.
void checkout_add(Step *step, const OrderAdd *add, bool scanned);
// Where one shops, below help, idle, article and weigh.
CheckoutScreen checkout_shopping_screen(const Step *step, bool scanned);
// The line of this article whose price is no longer the shop's and which a scan of it would change;
// 0: none.
int32_t checkout_outdated_line(const Step *step, int32_t article);
// Puts an article into the order as "just added", with its age rule and a fresh uuid. False: it
// was told why not.
bool checkout_put(Step *step, OrderAdd add);
// A line came in or grew: saved, shown as "just added", heard.
void checkout_added(Step *step, int32_t line_id);
// It was not taken: says why.
void checkout_not_taken(Step *step, OrderResult result, const char *name);
// More pieces of an article than a customer may take alone: a colleague is called.
bool checkout_is_too_many(Step *step, int32_t article_id, int64_t more_milli, const char *name);
// checkout_payment.c
bool checkout_payment_event(Step *step);
void checkout_payment_restore(Step *step);
void checkout_payment_tick(Step *step);
// checkout_staff.c
bool checkout_staff_event(Step *step);
void checkout_staff_tick(Step *step);
void checkout_staff_sign_out(Step *step);
// What the journal keeps of an attendant's decision; the caller adds line, old and new value.
CheckoutEffect *checkout_staff_note(Step *step, const char *action, const char *reason);
// With a badge one looks; signs in anew with the PIN.
void checkout_staff_ask_pin(Step *step);
// The answer about a badge that was scanned beside the attendant who is signed in; false: it is
// none.
bool checkout_staff_badge_event(Step *step);
// checkout_review.c
bool checkout_review_event(Step *step);
// checkout_sign_in.c
// Asks the app who it is that the event's text names, unless there were too many wrong ones.
void checkout_sign_in_verify(Step *step, bool is_badge);
// Nobody's PIN or badge, where only an attendant has something to type or to scan.
void checkout_sign_in_wrong(Step *step);
void checkout_sign_in_right(Step *step, bool by_badge);
void checkout_sign_in_restore(Step *step);
// checkout_article.c, checkout_weigh.c, checkout_staff_sale.c: true when the event was theirs
bool checkout_article_event(Step *step);
bool checkout_weigh_event(Step *step);
// Opens the weigh screen for an article; the choices of the article screen stay. False: no scale.
bool checkout_weigh_open(Step *step, int32_t article, bool scanned);
void checkout_weigh_tick(Step *step);
int64_t checkout_weigh_due_ms(const Checkout *checkout); // of that tick
bool checkout_staff_sale_event(Step *step);
// Shows the customer's sale to the attendant who is signed in, with the line that needs a look
// selected. False: there is no sale to show.
bool checkout_staff_sale_show(Step *step);
// checkout_article.c
// The touched value replaces what its attribute had, or is added to it; kept in the order of the
// attributes, so that equal choices are equal lines. False: there is no room for more.
bool checkout_choose_value(const Catalogue *catalogue, int32_t article, CheckoutChosen *chosen,
                           int32_t value_id);
// Chooses what needs no choosing. True: something is left to ask.
bool checkout_begin_choices(const Catalogue *catalogue, int32_t article, CheckoutChosen *chosen);
// Every choice that must be made can be asked here.
bool checkout_can_choose(const Catalogue *catalogue, int32_t article);
// Opens the article screen, or adds it when there is nothing to ask.
void checkout_choose(Step *step, const BarcodeFound *found, bool scanned);
// A tile was touched. What has an age rule is looked at before it is added.
void checkout_touch(Step *step, int32_t article);
// checkout_customer.c
bool checkout_customer_event(Step *step);
// A customer's card was scanned. `partner`: catalogue index or CATALOGUE_NONE: only the server may
// know it.
void checkout_customer_scan(Step *step, int32_t partner, const char *card);
// checkout_combo.c
bool checkout_combo_event(Step *step);
// Every combo of the article has something to choose here.
bool checkout_can_choose_combo(const Catalogue *catalogue, int32_t article);
// The parts of a combo, chosen where there is nothing to choose. True: something is left.
bool checkout_begin_parts(const Catalogue *catalogue, CheckoutSubject *subject);
void checkout_add_combo(Step *step);
// checkout_lot.c
bool checkout_lot_event(Step *step);
// On the article screen: what was scanned is its lot or serial number. False: it isn't.
bool checkout_lot_scan(Step *step, const BarcodeFound *found, const char *code);
// Of what a label says, the number by which this article is tracked; empty: it says none.
const char *checkout_lot_of(const Catalogue *catalogue, int32_t article, const BarcodeFound *found);
// checkout_day.c
bool checkout_day_event(Step *step);

// checkout_compare.c
bool checkout_compare_event(Step *step);
void checkout_staff_send_lost(Step *step); // checkout_staff.c
// checkout_stick.c
bool checkout_stick_event(Step *step);
// checkout_lane.c
bool checkout_lane_event(Step *step);

#endif
