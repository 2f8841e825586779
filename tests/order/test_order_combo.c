/* Combos and serial numbers in an order: lines that belong together, pieces that exist once. */
#include <string.h>

#include "order_shop.h"
#include "support/unit_test.h"

typedef struct Bench {
    OrderShop shop;
    OrderPricing pricing;
    Order order;
} Bench;

static int set_up(void **state)
{
    static Bench bench;
    order_shop_make(&bench.shop);
    bench.pricing = order_shop_pricing(&bench.shop);
    order_begin(&bench.order, &bench.pricing, "u", "t", 1800000000000, "en");
    *state = &bench;
    return 0;
}

static OrderCombo menu_of(int32_t main_course, int32_t drink)
{
    OrderCombo menu = {.article = SHOP_MENU, .quantity = {1000}, .part_count = 2};
    menu.parts[0].line = main_course;
    menu.parts[1].line = drink;
    for (int32_t i = 0; i < 3; i++)
        menu.line_uuids[i][0] = (char)('a' + i);
    return menu;
}

static int32_t add_menu(Bench *bench, const OrderCombo *menu)
{
    int32_t id = 0;
    assert_int_equal(order_add_combo(&bench->order, &bench->pricing, menu, &id), ORDER_OK);
    return id;
}

static void a_menu_shares_its_price_over_what_was_chosen(void **state)
{
    Bench *bench = *state;
    static const int32_t ketchup[] = {SHOP_KETCHUP};
    OrderCombo menu = menu_of(SHOP_MENU_BURGER, SHOP_MENU_BEER);
    menu.parts[0].choices = ketchup;
    menu.parts[0].choice_count = 1;
    menu.parts[1].minimum_age = 16;
    int32_t id = add_menu(bench, &menu);
    const OrderLine *line = order_line(&bench->order, id);
    assert_int_equal(bench->order.line_count, 3);
    assert_int_equal(line->unit_price.micro, 0);
    assert_int_equal(line->flags, ORDER_LINE_COMBO | ORDER_LINE_MANUAL_PRICE);
    // 12.00 in the ratio of 8.00 and 1.21: 10.42 and 1.58; ketchup 0.30, beer in a menu 0.30
    assert_int_equal(line[1].unit_price.micro, 10720000);
    assert_int_equal(line[2].unit_price.micro, 1880000);
    assert_string_equal(line[1].name, "Burger (Ketchup)");
    assert_int_equal(line[1].parent_id, id);
    assert_int_equal(line[2].parent_id, id);
    assert_int_equal(line[1].combo_line_id, 61);
    assert_int_equal(line[2].combo_line_id, 64);
    assert_int_equal(line[2].minimum_age, 16);
    assert_string_equal(line[2].uuid, "c");
    assert_int_equal(bench->order.total.minor, 1072 + 188 + 25); // and a deposit on top
    assert_int_equal(order_line_shown(&bench->order, line).minor, 1285);
    assert_int_equal(order_item_count(&bench->order), 1);
    Money shown;
    assert_int_equal(order_preview_combo(&bench->pricing, &menu, &shown), ORDER_OK);
    assert_int_equal(shown.minor, 1285);
}

static void lines_of_a_menu_are_changed_and_go_together(void **state)
{
    Bench *bench = *state;
    OrderCombo menu = menu_of(SHOP_MENU_BREAD, SHOP_MENU_MILK);
    int32_t milk = order_shop_add(&bench->order, &bench->pricing, SHOP_MILK, 1000);
    int32_t id = add_menu(bench, &menu);
    int32_t pen = order_shop_add(&bench->order, &bench->pricing, SHOP_PEN, 1000);
    Order before;
    order_copy(&before, &bench->order);
    assert_int_equal(order_set_quantity(&bench->order, &bench->pricing, id, (Quantity){3000}),
                     ORDER_OK);
    for (int32_t i = 1; i <= 3; i++)
        assert_int_equal(bench->order.lines[i].quantity.milli, 3000);
    assert_int_equal(order_set_quantity(&bench->order, &bench->pricing, id + 1, (Quantity){2000}),
                     ORDER_PART_OF_COMBO);
    assert_int_equal(order_set_unit_price(&bench->order, id, (UnitPrice){1000000}),
                     ORDER_PART_OF_COMBO);
    assert_int_equal(order_set_unit_price(&bench->order, id + 2, (UnitPrice){1000000}),
                     ORDER_PART_OF_COMBO);
    assert_int_equal(order_set_quantity(&bench->order, &bench->pricing, id, (Quantity){1000}),
                     ORDER_OK);
    assert_int_equal(bench->order.total.minor, before.total.minor);

    OrderSpan span;
    assert_true(order_copy_span(&bench->order, id, &span));
    assert_int_equal(span.count, 3);
    assert_int_equal(order_remove_line(&bench->order, id), ORDER_OK);
    assert_int_equal(bench->order.line_count, 2);
    assert_int_equal(bench->order.lines[0].id, milk);
    assert_int_equal(bench->order.lines[1].id, pen);
    assert_int_equal(order_put_back(&bench->order, &span), ORDER_OK);
    assert_memory_equal(bench->order.lines, before.lines, 5 * sizeof before.lines[0]);
    assert_int_equal(bench->order.total.minor, before.total.minor);

    assert_int_equal(order_void_line(&bench->order, id + 2),
                     ORDER_OK); // a part takes the menu along
    for (int32_t i = 1; i <= 3; i++)
        assert_true(bench->order.lines[i].flags & ORDER_LINE_VOID);
    assert_int_equal(bench->order.total.minor, 121 + 100);
    assert_int_equal(order_put_back(&bench->order, &span), ORDER_OK);
    assert_memory_equal(bench->order.lines, before.lines, 5 * sizeof before.lines[0]);
}

static void a_menu_is_priced_once(void **state)
{
    Bench *bench = *state;
    OrderCombo menu = menu_of(SHOP_MENU_BURGER, SHOP_MENU_MILK);
    int32_t id = add_menu(bench, &menu);
    int64_t price = order_line(&bench->order, id)[1].unit_price.micro;
    bench->pricing.pricelist = SHOP_OFFERS; // 10 % off burgers, elsewhere
    bench->pricing.fiscal_position = SHOP_TAKE_AWAY;
    assert_int_equal(order_reprice(&bench->order, &bench->pricing), ORDER_OK);
    const OrderLine *line = order_line(&bench->order, id);
    assert_int_equal(line[1].unit_price.micro, price);
    assert_int_equal(line[2].applied[0].id, TAX_6); // the milk's 21 % became 6 %
}

static void a_menu_needs_one_choice_of_each_combo(void **state)
{
    Bench *bench = *state;
    int32_t id;
    OrderCombo menu = menu_of(SHOP_MENU_BURGER, SHOP_MENU_MILK);
    menu.part_count = 1;
    assert_int_equal(order_add_combo(&bench->order, &bench->pricing, &menu, &id),
                     ORDER_NOT_SELLABLE);
    menu = menu_of(SHOP_MENU_BURGER, SHOP_MENU_BREAD); // no drink
    assert_int_equal(order_add_combo(&bench->order, &bench->pricing, &menu, &id),
                     ORDER_NOT_SELLABLE);
    menu = menu_of(-1, SHOP_MENU_MILK);
    assert_int_equal(order_add_combo(&bench->order, &bench->pricing, &menu, &id),
                     ORDER_NOT_SELLABLE);
    menu = menu_of(SHOP_MENU_BREAD, SHOP_MENU_MILK);
    menu.article = SHOP_MILK;
    assert_int_equal(order_add_combo(&bench->order, &bench->pricing, &menu, &id),
                     ORDER_NOT_SELLABLE);
    assert_int_equal(bench->order.line_count, 0);
    OrderAdd alone = {.article = SHOP_MENU, .quantity = {1000}};
    assert_int_equal(order_add(&bench->order, &bench->pricing, &alone, &id), ORDER_NOT_SELLABLE);
}

static void a_menu_that_has_no_room_changes_nothing(void **state)
{
    Bench *bench = *state;
    for (int32_t i = 0; i < ORDER_LINES_MAX - 2; i++)
        order_shop_add(&bench->order, &bench->pricing, SHOP_APPLES, 1000);
    OrderCombo menu = menu_of(SHOP_MENU_BURGER, SHOP_MENU_MILK);
    int32_t id;
    assert_int_equal(order_add_combo(&bench->order, &bench->pricing, &menu, &id), ORDER_FULL);
    assert_int_equal(bench->order.line_count, ORDER_LINES_MAX - 2);
}

static void a_serial_number_is_one_piece_and_is_sold_once(void **state)
{
    Bench *bench = *state;
    int32_t id, other;
    OrderAdd phone = {.article = SHOP_PHONE, .quantity = {1000}, .lot = "SN1"};
    assert_int_equal(order_add(&bench->order, &bench->pricing, &phone, &id), ORDER_OK);
    assert_string_equal(order_line(&bench->order, id)->lot, "SN1");
    assert_int_equal(order_add(&bench->order, &bench->pricing, &phone, &other), ORDER_SERIAL_TWICE);
    assert_int_equal(order_set_quantity(&bench->order, &bench->pricing, id, (Quantity){2000}),
                     ORDER_NOT_SELLABLE);
    phone.lot = "SN2";
    assert_int_equal(order_add(&bench->order, &bench->pricing, &phone, &other), ORDER_OK);
    assert_int_not_equal(id, other); // never one line of two
    phone.quantity.milli = 2000;
    phone.lot = "SN3";
    assert_int_equal(order_add(&bench->order, &bench->pricing, &phone, &other), ORDER_NOT_SELLABLE);
    assert_int_equal(order_void_line(&bench->order, id), ORDER_OK);
    phone.quantity.milli = 1000;
    phone.lot = "SN1"; // put back on the shelf, and taken again
    assert_int_equal(order_add(&bench->order, &bench->pricing, &phone, &other), ORDER_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_menu_shares_its_price_over_what_was_chosen, set_up),
        cmocka_unit_test_setup(lines_of_a_menu_are_changed_and_go_together, set_up),
        cmocka_unit_test_setup(a_menu_is_priced_once, set_up),
        cmocka_unit_test_setup(a_menu_needs_one_choice_of_each_combo, set_up),
        cmocka_unit_test_setup(a_menu_that_has_no_room_changes_nothing, set_up),
        cmocka_unit_test_setup(a_serial_number_is_one_piece_and_is_sold_once, set_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
