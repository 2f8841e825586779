/* What may be changed of an order that the server refused, and when. */
#include <string.h>

#include "domain/order_repair.h"
#include "order_shop.h"
#include "support/unit_test.h"

typedef struct Bench {
    OrderShop shop;
    OrderPricing pricing;
    Order order;
    OrderRepairs repairs;
} Bench;

enum { OPEN_SESSION = 21, SOLD_IN = 16, GONE = 9001 };

static int set_up(void **state)
{
    static Bench bench;
    bench.repairs = (OrderRepairs){0};
    order_shop_make(&bench.shop);
    bench.pricing = order_shop_pricing(&bench.shop);
    order_begin(&bench.order, &bench.pricing, "u", "t", 1800000000000, "en");
    bench.order.number = (OrderNumber){SOLD_IN, 1, 7};
    bench.order.partner_id = 14;
    order_shop_add(&bench.order, &bench.pricing, SHOP_MILK, 2000);
    order_shop_add(&bench.order, &bench.pricing, SHOP_APPLES, 1234);
    *state = &bench;
    return 0;
}

static void the_later_repair_of_an_id_counts(void **state)
{
    Bench *bench = *state;
    assert_int_equal(order_repaired(NULL, ORDER_REPAIR_ARTICLE, 5), 5);
    assert_true(order_repairs_add(
        &bench->repairs, &(OrderRepair){.kind = ORDER_REPAIR_ARTICLE, .old_id = 5, .new_id = 6}));
    assert_true(order_repairs_add(
        &bench->repairs, &(OrderRepair){.kind = ORDER_REPAIR_SESSION, .old_id = 5, .new_id = 7}));
    assert_true(order_repairs_add(
        &bench->repairs, &(OrderRepair){.kind = ORDER_REPAIR_ARTICLE, .old_id = 5, .new_id = 8}));
    assert_int_equal(bench->repairs.count, 2);
    assert_int_equal(order_repaired(&bench->repairs, ORDER_REPAIR_ARTICLE, 5), 8);
    assert_int_equal(order_repaired(&bench->repairs, ORDER_REPAIR_SESSION, 5), 7);
    assert_int_equal(order_repaired(&bench->repairs, ORDER_REPAIR_ARTICLE, 8), 8); // no chains
    for (int32_t i = 0; bench->repairs.count < ORDER_REPAIRS_MAX; i++)
        assert_true(order_repairs_add(
            &bench->repairs,
            &(OrderRepair){.kind = ORDER_REPAIR_ARTICLE, .old_id = 100 + i, .new_id = 9}));
    assert_false(order_repairs_add(
        &bench->repairs, &(OrderRepair){.kind = ORDER_REPAIR_ARTICLE, .old_id = 99, .new_id = 9}));
    assert_true(order_repairs_add(
        &bench->repairs, &(OrderRepair){.kind = ORDER_REPAIR_ARTICLE, .old_id = 5, .new_id = 9}));
}

static void only_what_makes_sense_is_a_repair(void **state)
{
    (void)state;
    assert_true(
        order_repair_valid(&(OrderRepair){.kind = ORDER_REPAIR_PARTNER, .old_id = 4, .new_id = 0}));
    assert_false(
        order_repair_valid(&(OrderRepair){.kind = ORDER_REPAIR_PARTNER, .old_id = 4, .new_id = 5}));
    assert_false(
        order_repair_valid(&(OrderRepair){.kind = ORDER_REPAIR_SESSION, .old_id = 4, .new_id = 0}));
    assert_false(
        order_repair_valid(&(OrderRepair){.kind = ORDER_REPAIR_ARTICLE, .old_id = 4, .new_id = 0}));
    assert_false(
        order_repair_valid(&(OrderRepair){.kind = ORDER_REPAIR_ARTICLE, .old_id = 0, .new_id = 4}));
    assert_false(order_repair_valid(
        &(OrderRepair){.kind = ORDER_REPAIR_REFERENCE, .old_id = 4, .new_id = 4}));
}

static void a_session_is_offered_until_it_is_the_one_that_is_sent(void **state)
{
    Bench *bench = *state;
    const Order *order = &bench->order;
    OrderRepairs *repairs = &bench->repairs;
    assert_true(order_repair_fits_session(order, repairs, ORDER_REFUSED_SESSION, OPEN_SESSION));
    assert_true(order_repair_fits_session(order, repairs, ORDER_REFUSED_HIDDEN, OPEN_SESSION));
    assert_false(order_repair_fits_session(order, repairs, ORDER_REFUSED_OTHER, OPEN_SESSION));
    assert_false(order_repair_fits_session(order, repairs, ORDER_REFUSED_SESSION, 0));
    assert_false(order_repair_fits_session(order, repairs, ORDER_REFUSED_SESSION, SOLD_IN));
    assert_true(order_repairs_add(
        repairs,
        &(OrderRepair){.kind = ORDER_REPAIR_SESSION, .old_id = SOLD_IN, .new_id = OPEN_SESSION}));
    assert_false(order_repair_fits_session(order, repairs, ORDER_REFUSED_SESSION, OPEN_SESSION));
    assert_true(order_repair_fits_session(order, repairs, ORDER_REFUSED_SESSION, 22));
}

static void a_customer_is_left_out_once(void **state)
{
    Bench *bench = *state;
    assert_true(order_repair_fits_partner(&bench->order, &bench->repairs, ORDER_REFUSED_PARTNER));
    assert_false(order_repair_fits_partner(&bench->order, &bench->repairs, ORDER_REFUSED_ARTICLE));
    assert_true(order_repairs_add(
        &bench->repairs, &(OrderRepair){.kind = ORDER_REPAIR_PARTNER, .old_id = 14, .new_id = 0}));
    assert_false(order_repair_fits_partner(&bench->order, &bench->repairs, ORDER_REFUSED_PARTNER));
    bench->order.partner_id = 0;
    bench->repairs.count = 0;
    assert_false(order_repair_fits_partner(&bench->order, &bench->repairs, ORDER_REFUSED_PARTNER));
}

static bool fits(Bench *bench, OrderRefusal refusal, int32_t line)
{
    return order_repair_fits_line(&bench->order, &bench->repairs, refusal, &bench->shop.catalogue,
                                  &bench->order.lines[line]);
}

static void the_line_whose_article_the_lane_misses_is_offered(void **state)
{
    Bench *bench = *state;
    // The lane's catalogue is older than the deletion: it may be any of them.
    assert_true(fits(bench, ORDER_REFUSED_ARTICLE, 0) && fits(bench, ORDER_REFUSED_ARTICLE, 1));
    assert_false(fits(bench, ORDER_REFUSED_HIDDEN, 0));
    assert_false(fits(bench, ORDER_REFUSED_OTHER, 0));
    bench->order.lines[1].article_id = GONE;
    assert_false(fits(bench, ORDER_REFUSED_ARTICLE, 0));
    assert_true(fits(bench, ORDER_REFUSED_ARTICLE, 1));
    assert_true(fits(bench, ORDER_REFUSED_HIDDEN, 1));
    assert_false(fits(bench, ORDER_REFUSED_OTHER, 1));
    int32_t bread = bench->shop.articles[SHOP_BREAD].id;
    assert_true(order_repairs_add(
        &bench->repairs,
        &(OrderRepair){.kind = ORDER_REPAIR_ARTICLE, .old_id = GONE, .new_id = bread}));
    assert_false(fits(bench, ORDER_REFUSED_HIDDEN, 1));
    // None is missing now: whether another one is, is known when the order was sent.
    assert_false(fits(bench, ORDER_REFUSED_ARTICLE, 0));
    bench->repairs.untried = false;
    assert_true(fits(bench, ORDER_REFUSED_ARTICLE, 0) && fits(bench, ORDER_REFUSED_ARTICLE, 1));
    bench->order.lines[0].article_id = GONE;
    bench->repairs.count = 0;
    bench->order.lines[0].flags |= ORDER_LINE_VOID; // not sent
    assert_false(fits(bench, ORDER_REFUSED_ARTICLE, 0));
    // Archived is gone, too.
    bench->order.lines[1].article_id = bench->shop.articles[SHOP_APPLES].id;
    bench->shop.articles[SHOP_APPLES].flags |= CAT_ARTICLE_HIDDEN;
    assert_true(fits(bench, ORDER_REFUSED_HIDDEN, 1));
}

static bool takes(Bench *bench, int32_t line, ShopArticle article)
{
    return order_repair_takes(&bench->order, &bench->shop.catalogue,
                              bench->order.lines[line].article_id, article);
}

static void a_replacement_is_sold_as_it_is_and_in_such_quantities(void **state)
{
    Bench *bench = *state;
    assert_true(takes(bench, 0, SHOP_BREAD));
    assert_false(takes(bench, 0, SHOP_MILK)); // itself
    assert_false(takes(bench, 0, SHOP_MENU)); // a combo has parts
    bench->shop.shop.use_lots = true;
    assert_false(takes(bench, 0, SHOP_PHONE)); // its serial number is not known
    assert_false(takes(bench, 0, SHOP_TIP));
    assert_false(order_repair_takes(&bench->order, &bench->shop.catalogue, 1, CATALOGUE_NONE));
    assert_true(takes(bench, 0, SHOP_APPLES)); // 2 kg are 2
    bench->shop.units[0].rounding = 1;
    assert_false(takes(bench, 1, SHOP_BREAD)); // 1.234 pieces: the day would not close
}

static void a_new_number_is_offered_once_each_time_it_is_taken(void **state)
{
    (void)state;
    static Order order;
    static OrderRepairs repairs;
    order = (Order){.number = {12, 3, 7}};
    repairs = (OrderRepairs){0};
    OrderNumber next = {14, 1, 41}, none = {0};
    assert_false(order_repair_fits_reference(&order, &repairs, ORDER_REFUSED_OTHER, &next));
    assert_false(order_repair_fits_reference(&order, &repairs, ORDER_REFUSED_REFERENCE, &none));
    assert_true(order_repair_fits_reference(&order, &repairs, ORDER_REFUSED_REFERENCE, &next));
    OrderRepair renamed = {.kind = ORDER_REPAIR_REFERENCE,
                           .old_id = 7,
                           .new_id = 41,
                           .session_id = 14,
                           .login_number = 1};
    assert_true(order_repairs_add(&repairs, &renamed));
    next.counter = 42;
    assert_false(order_repair_fits_reference(&order, &repairs, ORDER_REFUSED_REFERENCE, &next));
    repairs.untried = false; // sent, and taken as well
    assert_true(order_repair_fits_reference(&order, &repairs, ORDER_REFUSED_REFERENCE, &next));
    renamed.new_id = 42;
    assert_true(order_repairs_add(&repairs, &renamed));
    assert_int_equal(repairs.count, 1);
    OrderNumber number = order_repaired_number(&repairs, &order.number);
    assert_int_equal(number.session_id, 14);
    assert_int_equal(number.login_number, 1);
    assert_int_equal(number.counter, 42);
    assert_int_equal(order_repaired_number(NULL, &order.number).counter, 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(the_later_repair_of_an_id_counts, set_up),
        cmocka_unit_test_setup(only_what_makes_sense_is_a_repair, set_up),
        cmocka_unit_test_setup(a_new_number_is_offered_once_each_time_it_is_taken, set_up),
        cmocka_unit_test_setup(a_session_is_offered_until_it_is_the_one_that_is_sent, set_up),
        cmocka_unit_test_setup(a_customer_is_left_out_once, set_up),
        cmocka_unit_test_setup(the_line_whose_article_the_lane_misses_is_offered, set_up),
        cmocka_unit_test_setup(a_replacement_is_sold_as_it_is_and_in_such_quantities, set_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
