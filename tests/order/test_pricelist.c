#include <math.h>

#include "domain/pricelist.h"
#include "support/unit_test.h"

// One article (list price 10, cost 4) in the category 5 whose parent is 4; two lists.
typedef struct World {
    Catalogue catalogue;
    CatArticle article;
    CatAccountingCategory categories[2];
    CatPricelist lists[2];
    CatPriceRule rules[4];
} World;

static void world_make(World *world)
{
    *world = (World){
        .article = {.id = 1, .template_id = 2, .list_price = 10, .cost = 4},
        .categories = {{5, 1}, {4, CATALOGUE_NONE}},
        .lists = {{.id = 1, .rules = {0, 2}}, {.id = 2, .rules = {2, 2}}},
    };
    for (size_t i = 0; i < COUNT_OF(world->rules); i++)
        world->rules[i] = (CatPriceRule){.id = 100 + (int32_t)i,
                                         .article_id = 999, // nobody's
                                         .base_pricelist = CATALOGUE_NONE};
    world->catalogue = (Catalogue){
        .articles = &world->article,
        .article_count = 1,
        .accounting_categories = world->categories,
        .accounting_category_count = 2,
        .pricelists = world->lists,
        .pricelist_count = 2,
        .price_rules = world->rules,
    };
}

static double price(const World *world, int32_t list, double quantity, double extra, int64_t now)
{
    return pricelist_price(&world->catalogue, list, 0, quantity, extra, now, NULL);
}

static void assert_near(double got, double expected)
{
    if (!(fabs(got - expected) < 1e-9))
        fail_msg("%.12g is not %.12g", got, expected);
}

static void without_a_rule_the_list_price_and_extras_apply(void **state)
{
    (void)state;
    World world;
    int32_t rule_id = 5;
    world_make(&world);
    assert_near(price(&world, CATALOGUE_NONE, 1, 0, 0), 10);
    assert_near(pricelist_price(&world.catalogue, 0, 0, 1, 1.5, 0, &rule_id), 11.5);
    assert_int_equal(rule_id, 0);
}

static void the_first_rule_that_fits_decides(void **state)
{
    (void)state;
    World world;
    int32_t rule_id;
    world_make(&world);
    world.rules[0] = (CatPriceRule){.id = 100, .min_quantity = 3, .fixed_price = 7};
    world.rules[1] = (CatPriceRule){.id = 101, .fixed_price = 9};
    assert_near(price(&world, 0, 2.99, 0, 0), 9);
    assert_near(price(&world, 0, 3, 0, 0), 7);
    pricelist_price(&world.catalogue, 0, 0, 3, 0, 0, &rule_id);
    assert_int_equal(rule_id, 100);
}

static void a_rule_for_a_category_holds_for_its_children(void **state)
{
    (void)state;
    World world;
    world_make(&world);
    world.rules[0] = (CatPriceRule){.id = 1, .accounting_category_id = 4, .fixed_price = 6};
    assert_near(price(&world, 0, 1, 0, 0), 6);
    world.rules[0].accounting_category_id = 9;
    assert_near(price(&world, 0, 1, 0, 0), 10);
    world.rules[0].accounting_category_id = 9; // a circle of categories ends
    world.categories[1].parent = 0;
    assert_near(price(&world, 0, 1, 0, 0), 10);
}

static void both_ends_of_a_dated_rule_belong_to_it(void **state)
{
    (void)state;
    World world;
    world_make(&world);
    world.rules[0] =
        (CatPriceRule){.id = 1, .start_unix_s = 1000, .end_unix_s = 2000, .fixed_price = 5};
    assert_near(price(&world, 0, 1, 0, 999), 10);
    assert_near(price(&world, 0, 1, 0, 1000), 5);
    assert_near(price(&world, 0, 1, 0, 2000), 5);
    assert_near(price(&world, 0, 1, 0, 2001), 10);
}

static void a_formula_rounds_then_adds_then_is_held_by_margins(void **state)
{
    (void)state;
    World world;
    world_make(&world);
    world.rules[0] = (CatPriceRule){
        .id = 1, .compute = CAT_PRICE_FORMULA, .discount = 23, .round = 0.5, .surcharge = -0.01};
    assert_near(price(&world, 0, 1, 0, 0), 7.49); // 7.70 to 7.50, minus 0.01
    world.rules[0].min_margin = -2;
    assert_near(price(&world, 0, 1, 0, 0), 8); // at least 10 - 2
    world.rules[0].base = CAT_BASE_COST;
    world.rules[0].discount = -100; // twice the cost: 8.00, minus 0.01
    world.rules[0].max_margin = 3;
    assert_near(price(&world, 0, 1, 0, 0), 7); // at most 4 + 3
}

static void another_list_as_base_is_not_rounded_and_knows_no_extras(void **state)
{
    (void)state;
    World world;
    world_make(&world);
    world.rules[0] = (CatPriceRule){.id = 1,
                                    .base = CAT_BASE_PRICELIST,
                                    .base_pricelist = 1,
                                    .compute = CAT_PRICE_PERCENTAGE,
                                    .percent = 50};
    world.rules[2] = (CatPriceRule){.id = 2, .compute = CAT_PRICE_PERCENTAGE, .percent = 0.05};
    assert_near(price(&world, 0, 1, 3, 0), 4.9975);  // 9.995 / 2
    assert_near(price(&world, 1, 1, 3, 0), 12.9935); // an own rule sees the extras: 13 - 0.0065
}

static void lists_that_refer_to_each_other_end(void **state)
{
    (void)state;
    World world;
    world_make(&world);
    CatPriceRule other = {.id = 1, .base = CAT_BASE_PRICELIST, .compute = CAT_PRICE_PERCENTAGE};
    world.rules[0] = other;
    world.rules[0].base_pricelist = 1;
    world.rules[2] = other;
    world.rules[2].base_pricelist = 0;
    assert_near(price(&world, 0, 1, 0, 0), 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_a_rule_the_list_price_and_extras_apply),
        cmocka_unit_test(the_first_rule_that_fits_decides),
        cmocka_unit_test(a_rule_for_a_category_holds_for_its_children),
        cmocka_unit_test(both_ends_of_a_dated_rule_belong_to_it),
        cmocka_unit_test(a_formula_rounds_then_adds_then_is_held_by_margins),
        cmocka_unit_test(another_list_as_base_is_not_rounded_and_knows_no_extras),
        cmocka_unit_test(lists_that_refer_to_each_other_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
