/* A menu on the article screen, and pieces that are tracked by a number. */
#include <stdio.h>
#include <string.h>

#include "checkout/checkout_fixture.h"

static void choose_part(Lane *lane, int32_t part, int32_t line_id)
{
    lane_event(lane, (CheckoutEvent){.kind = EVENT_CHOOSE_PART, .part = part, .value_id = line_id});
}

static void choose_value(Lane *lane, int32_t part, int32_t value_id)
{
    lane_event(lane,
               (CheckoutEvent){.kind = EVENT_CHOOSE_VALUE, .part = part, .value_id = value_id});
}

static CheckoutMissing missing(const Lane *lane)
{
    return checkout_missing(&lane->catalogue, &lane->checkout.subject);
}

// Coffee of 500 g and wine.
static void choose_menu(Lane *lane)
{
    lane_scan(lane, MENU_CODE);
    choose_part(lane, 1, MENU_COFFEE);
    choose_value(lane, 1, SIZE_LARGE);
    choose_part(lane, 2, MENU_WINE);
}

static void a_menu_asks_for_each_part_and_its_choices(void **state)
{
    Lane *lane = *state;
    lane_scan(lane, MENU_CODE);
    assert_int_equal(lane->checkout.screen, SCREEN_ARTICLE);
    assert_int_equal(lane->checkout.subject.part_count, 2);
    assert_int_equal(missing(lane).kind, MISSING_PART);
    lane_do(lane, EVENT_ADD_CHOSEN);
    assert_int_equal(lane->checkout.order.line_count, 0);
    choose_part(lane, 1, MENU_COFFEE);
    assert_int_equal(missing(lane).kind, MISSING_VALUE); // its size
    choose_value(lane, 1, SIZE_LARGE);
    assert_int_equal(missing(lane).kind, MISSING_PART);
    choose_part(lane, 1, MENU_JUICE); // belongs to the other part
    assert_int_equal(lane->catalogue.combo_lines[lane->checkout.subject.parts[0].line].id,
                     MENU_COFFEE);
    choose_part(lane, 2, MENU_WINE);
    assert_int_equal(missing(lane).kind, MISSING_NOTHING);
    choose_part(lane, 1, MENU_MUG); // another one: what was chosen of the first is forgotten
    assert_int_equal(missing(lane).kind, MISSING_NOTHING); // it has one colour
    choose_part(lane, 1, MENU_COFFEE);
    assert_int_equal(missing(lane).kind, MISSING_VALUE);
}

static void a_menu_is_one_thing_in_the_basket(void **state)
{
    Lane *lane = *state;
    const Order *order = &lane->checkout.order;
    choose_menu(lane);
    lane_do(lane, EVENT_ADD_CHOSEN);
    assert_int_equal(lane->checkout.screen, SCREEN_BASKET);
    assert_int_equal(order->line_count, 3);
    assert_int_equal(order_item_count(order), 1);
    // 8.00 in the ratio of 6.90 and 1.19: 6.82 and 1.18; the size 5.60, wine in a menu 1.20
    assert_int_equal(order->lines[1].unit_price.micro, 12420000);
    assert_int_equal(order->lines[2].unit_price.micro, 2380000);
    assert_int_equal(order->lines[2].minimum_age, 18);
    assert_int_equal(lane->checkout.just_added_line_id, order->lines[0].id);
    assert_string_not_equal(order->lines[1].uuid, order->lines[2].uuid);
    assert_non_null(checkout_age_line(&lane->checkout));
    lane_event(lane, (CheckoutEvent){.kind = EVENT_LINE_PLUS, .line_id = order->lines[0].id});
    assert_int_equal(order->lines[2].quantity.milli, 2000);
    Money total = order->total;
    lane_event(lane, (CheckoutEvent){.kind = EVENT_LINE_REMOVE, .line_id = order->lines[0].id});
    assert_int_equal(order->line_count, 0);
    lane_do(lane, EVENT_UNDO);
    assert_int_equal(order->line_count, 3);
    assert_int_equal(order->total.minor, total.minor);
    lane_do(lane, EVENT_UNDO); // once
    assert_int_equal(order->line_count, 3);
}

static void an_age_that_is_refused_takes_the_whole_menu(void **state)
{
    Lane *lane = *state;
    choose_menu(lane);
    lane_do(lane, EVENT_ADD_CHOSEN);
    lane_scan(lane, MILK_CODE);
    lane_do(lane, EVENT_STAFF);
    CheckoutEvent signed_in = {.kind = EVENT_SIGNED_IN, .text = "Maya"};
    lane_event(lane, signed_in);
    lane_do(lane, EVENT_STAFF_SALE);
    assert_int_equal(lane->checkout.screen, SCREEN_STAFF_SALE);
    assert_int_equal(lane->checkout.selected_line_id, lane->checkout.order.lines[0].id);
    lane_do(lane, EVENT_AGE_REFUSE);
    for (int32_t i = 0; i < 3; i++)
        assert_true(lane->checkout.order.lines[i].flags & ORDER_LINE_VOID);
    assert_int_equal(lane->checkout.order.total.minor, 119);
}

static void an_attendant_takes_a_menu_out_and_puts_it_back(void **state)
{
    Lane *lane = *state;
    choose_menu(lane);
    lane_do(lane, EVENT_ADD_CHOSEN);
    Money total = lane->checkout.order.total;
    int32_t menu = lane->checkout.order.lines[0].id;
    lane_do(lane, EVENT_STAFF);
    CheckoutEvent signed_in = {.kind = EVENT_SIGNED_IN, .text = "Maya"};
    lane_event(lane, signed_in);
    lane_do(lane, EVENT_STAFF_SALE);
    CheckoutEvent price = {
        .kind = EVENT_STAFF_PRICE, .line_id = menu, .price_micro = 1000000, .text = "damaged"};
    lane_event(lane, price);
    const CheckoutEffect *noted = lane_effect(lane, EFFECT_SAVE_ATTENDANT);
    assert_non_null(noted);
    assert_string_equal(noted->text, "price-refused");
    lane_event(lane, (CheckoutEvent){.kind = EVENT_STAFF_VOID, .line_id = menu});
    noted = lane_effect(lane, EFFECT_SAVE_ATTENDANT);
    assert_non_null(noted);
    assert_string_equal(noted->old_value, "14.80"); // what the menu came to, not its line's nothing
    assert_int_equal(lane->checkout.order.total.minor, 0);
    lane_do(lane, EVENT_UNDO);
    assert_int_equal(lane->checkout.order.total.minor, total.minor);
}

// ---- Numbers

static void a_phone_asks_for_its_serial_number(void **state)
{
    Lane *lane = *state;
    lane_scan(lane, PHONE_CODE);
    assert_int_equal(lane->checkout.screen, SCREEN_ARTICLE);
    assert_int_equal(missing(lane).kind, MISSING_LOT);
    lane_scan(lane, PHONE_CODE); // the article's own code is no number
    assert_int_equal(missing(lane).kind, MISSING_LOT);
    lane_event(lane, (CheckoutEvent){.kind = EVENT_PIECES, .pieces = 3});
    assert_int_equal(lane->checkout.subject.pieces, 1);
    lane_scan(lane, "SN-0001");
    assert_string_equal(lane->checkout.subject.lot, "SN-0001");
    assert_null(lane_effect(lane, EFFECT_LOOK_UP)); // the server isn't asked for it
    lane_do(lane, EVENT_ADD_CHOSEN);
    assert_string_equal(lane->checkout.order.lines[0].lot, "SN-0001");
    lane_event(lane, (CheckoutEvent){.kind = EVENT_LINE_PLUS,
                                     .line_id = lane->checkout.order.lines[0].id});
    assert_int_equal(lane->checkout.order.lines[0].quantity.milli, 1000);
}

static void the_same_piece_is_not_added_twice(void **state)
{
    Lane *lane = *state;
    for (int32_t i = 0; i < 2; i++) {
        lane_scan(lane, PHONE_CODE);
        lane_event(lane, (CheckoutEvent){.kind = EVENT_LOT, .text = " SN-0001 "});
        lane_do(lane, EVENT_ADD_CHOSEN);
    }
    assert_int_equal(lane->checkout.order.line_count, 1);
    assert_int_equal(lane->checkout.toast, TOAST_SERIAL_TWICE);
}

static void a_typed_number_can_be_typed_again(void **state)
{
    Lane *lane = *state;
    lane_scan(lane, CHEESE_CODE);
    lane_event(lane, (CheckoutEvent){.kind = EVENT_LOT, .text = "   "});
    assert_int_equal(missing(lane).kind, MISSING_LOT);
    CheckoutEvent typed = {.kind = EVENT_LOT};
    memset(typed.text, '7', ORDER_LOT_SIZE); // longer than any number that is kept
    lane_event(lane, typed);
    assert_int_equal(missing(lane).kind, MISSING_LOT);
    lane_event(lane, (CheckoutEvent){.kind = EVENT_LOT, .text = "L17"});
    lane_event(lane, (CheckoutEvent){.kind = EVENT_LOT, .text = "L18"});
    lane_event(lane, (CheckoutEvent){.kind = EVENT_PIECES, .pieces = 3});
    lane_do(lane, EVENT_ADD_CHOSEN);
    assert_string_equal(lane->checkout.order.lines[0].lot, "L18");
    assert_int_equal(lane->checkout.order.lines[0].quantity.milli, 3000);
}

static void a_gs1_code_brings_the_number_along(void **state)
{
    Lane *lane = *state;
    lane_scan(lane, "]C10105410000000088"
                    "10L5\x1d"
                    "21SN-7"); // lot and serial number
    assert_int_equal(lane->checkout.order.line_count, 1);
    assert_string_equal(lane->checkout.order.lines[0].lot, "SN-7"); // a phone is one of its kind
    lane_scan(lane, "]C10105410000000095"
                    "10L5\x1d"
                    "21SN-7");
    assert_int_equal(lane->checkout.order.line_count, 2);
    assert_string_equal(lane->checkout.order.lines[1].lot, "L5"); // a cheese one of its batch
}

static void another_article_is_not_taken_for_a_number(void **state)
{
    Lane *lane = *state;
    lane_scan(lane, CHEESE_CODE);
    lane_scan(lane, MILK_CODE);
    assert_int_equal(lane->checkout.order.line_count, 1);
    assert_int_equal(lane->checkout.order.lines[0].article_id, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LANE_TEST(a_menu_asks_for_each_part_and_its_choices),
        LANE_TEST(a_menu_is_one_thing_in_the_basket),
        LANE_TEST(an_age_that_is_refused_takes_the_whole_menu),
        LANE_TEST(an_attendant_takes_a_menu_out_and_puts_it_back),
        LANE_TEST(a_phone_asks_for_its_serial_number),
        LANE_TEST(the_same_piece_is_not_added_twice),
        LANE_TEST(a_typed_number_can_be_typed_again),
        LANE_TEST(a_gs1_code_brings_the_number_along),
        LANE_TEST(another_article_is_not_taken_for_a_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
