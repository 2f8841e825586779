/* A lane without devices for tests of the checkout: a small shop, a clock that is moved by hand,
 * and what the effects of the last step were. */
#ifndef TESTS_CHECKOUT_CHECKOUT_FIXTURE_H
#define TESTS_CHECKOUT_CHECKOUT_FIXTURE_H

#include "catalogue/sample_catalogue.h"
#include "domain/checkout.h"

typedef struct Lane {
    Arena arena;
    Catalogue catalogue;
    CatShop shop; // the catalogue's, as the lane is open
    CheckoutSettings settings;
    Checkout checkout;
    CheckoutEffects effects; // of the last step
    int64_t now_ms, next_ticket, counter_next;
    int64_t local_minute; // noon of 24 November 2026, until a test says otherwise
    uint64_t random;
    bool online;
    const CheckoutReviewed *reviewed; // by an attendant; NULL: nothing
} Lane;

#define MILK_CODE  "5410000000016" // 1.19
#define WINE_CODE  "5410000000023" // category 9, from 18
#define SCALE_CODE "2100001000004" // sold by weight
#define LABEL_CODE "2100001006426" // 0.642 kg of it

#define COFFEE_CODE "5410000000030" // from 6.90: a size must be chosen, wrappings may be
#define MUG_CODE    "5410000000047" // one colour only
#define CARD_CODE   "5410000000054" // wants a text typed
#define BAG_CODE    "5410000000061"
#define JUICE_CODE  "5410000001016" // its check digit is right, so GS1 labels may have it
#define MENU_CODE   "5410000000078" // 8.00: one of two things, and a drink
#define PHONE_CODE  "5410000000088" // tracked by serial number
#define CHEESE_CODE "5410000000095" // tracked by lot
#define ANNA_CARD   "0420000000018" // milk for 1.00
#define BEN_CARD    "0420000000025" // no pricelist
#define FAR_CARD    "0420000000032" // beyond those that were loaded
enum { MENU_COFFEE = 91, MENU_MUG, MENU_JUICE, MENU_WINE };
enum { SIZE_SMALL = 400, SIZE_LARGE, SIZE_TYPED, WRAP_PAPER, WRAP_BOW, MUG_BLUE, CARD_TEXT };

// A test that has a lane of its own in *state.
int lane_set_up(void **state);
int lane_tear_down(void **state);
#define LANE_TEST(name) cmocka_unit_test_setup_teardown(name, lane_set_up, lane_tear_down)

void lane_open(Lane *lane); // has catalogue and session: shows welcome
void lane_close(Lane *lane);
void lane_do(Lane *lane, CheckoutEventKind kind);
void lane_scan(Lane *lane, const char *code);
void lane_event(Lane *lane, CheckoutEvent event);
void lane_pass(Lane *lane, int64_t ms); // time goes by, with its ticks
const CheckoutEffect *lane_effect(const Lane *lane,
                                  CheckoutEffectKind kind); // of the last step, NULL: none
// Scans milk, pays, answers for disk and terminal up to the phase.
void lane_pay_until(Lane *lane, PaymentPhase phase);
void lane_saved(Lane *lane);
void lane_terminal(Lane *lane, CheckoutEventKind kind);

#endif
