/* A block taken apart and put together again: the same bytes, and what is changed in between. */
#include <string.h>

#include "sample_catalogue.h"

typedef struct Shop {
    CatalogueBuilder *builder;
    Arena arena;
    Bytes block;
    Catalogue catalogue;
} Shop;

static void begin(Shop *shop)
{
    *shop = (Shop){.builder = catalogue_builder_create(NULL, NULL)};
    arena_create(&shop->arena, (size_t)256 << 20);
}

static void finish(Shop *shop)
{
    shop->block = sample_finish(shop->builder, &shop->arena, &shop->catalogue);
}

static void begin_seeded(Shop *shop, const Shop *from)
{
    begin(shop);
    catalogue_builder_seed(shop->builder, &from->catalogue);
    assert_int_equal(catalogue_builder_added_count(shop->builder), 0);
}

static void end(Shop *shop)
{
    catalogue_builder_destroy(shop->builder);
    arena_destroy(&shop->arena);
}

static void check_round_trip(const Shop *one)
{
    Shop two;
    begin_seeded(&two, one);
    finish(&two);
    assert_int_equal(one->block.size, two.block.size);
    assert_int_equal(memcmp(one->block.data, two.block.data, one->block.size), 0);
    end(&two);
}

static void a_seeded_builder_makes_the_same_bytes(void **state)
{
    (void)state;
    Shop shop;
    begin(&shop);
    sample_add_shop(shop.builder);
    catalogue_builder_leave_out(shop.builder, "product.product", 4711, "of no use");
    finish(&shop);
    assert_int_equal(shop.catalogue.header->left_out_count, 1);
    check_round_trip(&shop);
    end(&shop);
    begin(&shop);
    sample_add_many(shop.builder, 5000);
    finish(&shop);
    check_round_trip(&shop);
    end(&shop);
}

static void add(Shop *shop, int32_t id, const char *name, const char *barcode)
{
    sample_add_article(shop->builder, id, name, barcode);
}

static void changes_keep_every_position(void **state)
{
    (void)state;
    Shop before, after;
    begin(&before);
    sample_add_shop(before.builder);
    finish(&before);
    begin_seeded(&after, &before);
    add(&after, 4000, "Rye bread", "4012345678901");
    add(&after, 100, "Sparkling water", "5449000000996");
    add(&after, 38, "Discount of the day", ""); // stays a special one
    catalogue_builder_translate(after.builder, CAT_TABLE_ARTICLES, 1, 100, TEXT("Sprudel"));
    catalogue_builder_hide_article(after.builder, 55);
    catalogue_builder_hide_article(after.builder, 123456); // never heard of
    assert_int_equal(catalogue_builder_added_count(after.builder), 3);
    finish(&after);
    const Catalogue *old = &before.catalogue, *new = &after.catalogue;
    assert_int_equal(new->article_count, old->article_count + 1);
    for (int32_t i = 0; i < old->article_count; i++)
        assert_int_equal(new->articles[i].id, old->articles[i].id);
    int32_t water = catalogue_article_by_id(new, 100);
    assert_true(text_equal_string(catalogue_article_name(new, water, 0), "Sparkling water"));
    assert_true(text_equal_string(catalogue_article_name(new, water, 1), "Sprudel"));
    assert_true(text_equal_string(catalogue_article_name(new, water, 2), "ماء ١ لتر"));
    assert_int_equal(new->articles[water].categories.count, 0);
    assert_int_equal(catalogue_article_by_barcode(new, TEXT("5449000000996"), NULL), water);
    int32_t packaging;
    assert_int_equal(catalogue_article_by_barcode(new, TEXT("5410000003096"), &packaging), water);
    assert_true(packaging >= 0);
    assert_int_equal(catalogue_article_by_barcode(new, TEXT("4012345678901"), NULL),
                     old->article_count);
    int32_t apple = catalogue_article_by_id(new, 55);
    assert_false(catalogue_article_sellable(new, apple));
    assert_int_equal(catalogue_article_by_barcode(new, TEXT("2100001000004"), NULL),
                     CATALOGUE_NONE);
    int32_t discount = catalogue_article_by_id(new, 38);
    assert_false(catalogue_article_sellable(new, discount));
    check_round_trip(&after);
    end(&after);
    end(&before);
}

static void articles_of_an_older_catalogue_are_carried_over(void **state)
{
    (void)state;
    static const char languages[2][8] = {"en", "ar"}; // "ar" is another place there
    Shop old, new;
    begin(&old);
    sample_add_shop(old.builder);
    finish(&old);
    begin(&new);
    sample_add_basics(new.builder);
    catalogue_builder_set_languages(new.builder, languages, 2);
    add(&new, 1, "Bread", "");
    assert_false(catalogue_builder_carry_article(new.builder, &old.catalogue, 100)); // no tax yet
    for (int32_t id = 10; id <= 15; id += 5)
        catalogue_builder_add_tax(
            new.builder,
            &(CatTax){.id = id, .kind = TAX_PERCENT, .amount = 7, .repartition_factor = 1}, NULL,
            0);
    assert_true(catalogue_builder_carry_article(new.builder, &old.catalogue, 100));
    assert_false(catalogue_builder_carry_article(new.builder, &old.catalogue, 57)); // hidden
    assert_false(catalogue_builder_carry_article(new.builder, &old.catalogue, 1));
    int32_t ids[4];
    assert_int_equal(catalogue_builder_article_ids(new.builder, 0, ids, NULL, 4), 2);
    assert_int_equal(catalogue_builder_article_ids(new.builder, 1, ids, NULL, 4), 1);
    assert_int_equal(ids[0], 100);
    finish(&new);
    int32_t water = catalogue_article_by_id(&new.catalogue, 100);
    assert_int_equal(water, 1);
    assert_true(
        text_equal_string(catalogue_article_name(&new.catalogue, water, 0), "Still water 1 l"));
    assert_true(text_equal_string(catalogue_article_name(&new.catalogue, water, 1), "ماء ١ لتر"));
    const CatArticle *article = &new.catalogue.articles[water];
    assert_int_equal(article->taxes.count, 2);
    int32_t accounting = article->accounting_category;
    assert_int_equal(new.catalogue.accounting_categories[accounting].id, 22);
    assert_int_equal(catalogue_article_by_barcode(&new.catalogue, TEXT("5449000000996"), NULL),
                     water);
    end(&new);
    end(&old);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_seeded_builder_makes_the_same_bytes),
        cmocka_unit_test(changes_keep_every_position),
        cmocka_unit_test(articles_of_an_older_catalogue_are_carried_over),
    };
    return cmocka_run_group_tests_name("catalogue_seed", tests, NULL, NULL);
}
