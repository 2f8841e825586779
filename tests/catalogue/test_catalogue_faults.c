/* One bad record is left out and told; the rest is loaded. */
#include <math.h>
#include <string.h>

#include "domain/catalogue_image.h"
#include "sample_catalogue.h"

typedef struct Shop {
    Arena arena;
    CatalogueBuilder *builder;
    Catalogue catalogue;
    Reports reports;
} Shop;

static void begin(Shop *shop)
{
    memset(shop, 0, sizeof *shop);
    arena_create(&shop->arena, (size_t)64 << 20);
    shop->builder = catalogue_builder_create(reports_take, &shop->reports);
    sample_add_basics(shop->builder);
}

static void finish(Shop *shop)
{
    sample_finish(shop->builder, &shop->arena, &shop->catalogue);
}

static void end(Shop *shop)
{
    catalogue_builder_destroy(shop->builder);
    arena_destroy(&shop->arena);
}

static void add(Shop *shop, CatArticle article)
{
    Error error;
    const int32_t combo = article.combos.count ? (int32_t)article.combos.first : 0;
    article.name = article.name.size ? article.name : sample_text(shop->builder, "Something");
    assert_true(catalogue_builder_add_article(shop->builder, &article, NULL, 0, NULL, 0, NULL, 0,
                                              &combo, (int32_t)article.combos.count, &error));
}

static void assert_reported(const Shop *shop, const char *words)
{
    if (!strstr(shop->reports.all, words))
        fail_msg("no '%s' in: %s", words, shop->reports.all);
}

static void faulty_articles_are_left_out_and_named(void **state)
{
    (void)state;
    Shop shop;
    Error error;
    begin(&shop);
    sample_add_article(shop.builder, 1, "Bread", "");
    add(&shop, (CatArticle){.id = 2, .unit = 99});
    add(&shop, (CatArticle){.id = 3, .unit = 1, .accounting_category = 98});
    add(&shop, (CatArticle){.id = 4, .unit = 1, .list_price = NAN});
    add(&shop, (CatArticle){.id = 5, .unit = 1, .cost = INFINITY});
    add(&shop, (CatArticle){.id = 0, .unit = 1});
    add(&shop, (CatArticle){.id = 6, .unit = 1, .tracking = 3});
    add(&shop, (CatArticle){.id = 7, .unit = 1, .combos = {97, 1}});
    CatArticle nameless = {.id = 8, .unit = 1};
    assert_true(catalogue_builder_add_article(shop.builder, &nameless, NULL, 0, NULL, 0, NULL, 0,
                                              NULL, 0, &error));
    catalogue_builder_leave_out(shop.builder, "product.product", 9, "lst_price is a text");
    finish(&shop);
    assert_int_equal(shop.catalogue.article_count, 1);
    assert_int_equal(shop.catalogue.header->left_out_count, 9);
    assert_int_equal(shop.reports.count, 9);
    assert_reported(&shop, "product.product 2: uom_id 99 is not known, left out\n");
    assert_reported(&shop, "product.product 3: categ_id 98 is not known, left out\n");
    assert_reported(&shop, "product.product 4: lst_price is not a number, left out\n");
    assert_reported(&shop, "product.product 5: standard_price is not a number, left out\n");
    assert_reported(&shop, "product.product 0: id is not a record's, left out\n");
    assert_reported(&shop, "product.product 6: tracking is not one that we know, left out\n");
    assert_reported(&shop, "product.product 7: combo_ids 97 is not known, left out\n");
    assert_reported(&shop, "product.product 8: display_name is empty, left out\n");
    assert_reported(&shop, "product.product 9: lst_price is a text, left out\n");
    end(&shop);
}

static void an_article_that_comes_again_is_the_newer_one(void **state)
{
    (void)state;
    Shop shop;
    begin(&shop);
    sample_add_article(shop.builder, 5, "Old bread", "111");
    sample_add_article(shop.builder, 3, "Rolls", "333");
    sample_add_article(shop.builder, 5, "New bread", "222");
    finish(&shop);
    assert_int_equal(shop.catalogue.article_count, 2);
    int32_t bread = catalogue_article_by_id(&shop.catalogue, 5);
    assert_true(text_equal_string(catalogue_article_name(&shop.catalogue, bread, 0), "New bread"));
    assert_int_equal(catalogue_article_by_barcode(&shop.catalogue, TEXT("111"), NULL),
                     CATALOGUE_NONE);
    assert_int_equal(catalogue_article_by_barcode(&shop.catalogue, TEXT("222"), NULL), bread);
    assert_int_equal(shop.catalogue.header->left_out_count, 0);
    assert_reported(&shop, "product.product: 1 came more than once");
    end(&shop);
}

static void of_equal_barcodes_the_article_then_the_lowest_id_wins(void **state)
{
    (void)state;
    Shop shop;
    begin(&shop);
    sample_add_article(shop.builder, 9, "Nine", "777");
    sample_add_article(shop.builder, 4, "Four", "777");
    sample_add_article(shop.builder, 6, "Six", "666");
    const CatText code = sample_text(shop.builder, "888");
    const CatText taken = sample_text(shop.builder, "666");
    catalogue_builder_add_packaging(shop.builder, &(CatPackaging){3, 9, code, {0, 0}, 12});
    catalogue_builder_add_packaging(shop.builder, &(CatPackaging){2, 6, code, {0, 0}, 6});
    catalogue_builder_add_packaging(shop.builder, &(CatPackaging){1, 9, taken, {0, 0}, 24});
    catalogue_builder_add_packaging(shop.builder, &(CatPackaging){5, 99, code, {0, 0}, 24});
    finish(&shop);
    const Catalogue *c = &shop.catalogue;
    int32_t packaging = 0;
    assert_int_equal(c->articles[catalogue_article_by_barcode(c, TEXT("777"), &packaging)].id, 4);
    assert_int_equal(packaging, CATALOGUE_NONE);
    assert_int_equal(c->articles[catalogue_article_by_barcode(c, TEXT("666"), &packaging)].id, 6);
    assert_int_equal(packaging, CATALOGUE_NONE);
    assert_int_equal(c->articles[catalogue_article_by_barcode(c, TEXT("888"), &packaging)].id, 6);
    assert_int_equal(c->packagings[packaging].id, 2);
    assert_int_equal(c->packaging_count, 3); // that of an article which never came is dropped
    assert_reported(&shop, "product.product 9: barcode '777' is already that of 4, ignored\n");
    assert_reported(&shop, "product.packaging 3: barcode '888' is already that of article 6");
    assert_reported(&shop, "product.packaging 1: barcode '666' is already that of article 6");
    assert_int_equal(shop.reports.count, 3);
    end(&shop);
}

static void circles_of_categories_are_cut_and_told(void **state)
{
    (void)state;
    Shop shop;
    begin(&shop);
    sample_add_article(shop.builder, 1, "Bread", "");
    const int32_t parents[] = {0, 3, 4, 2, 5, 1}; // 2 -> 3 -> 4 -> 2, 5 -> 5, 6 -> 1
    for (int32_t i = 1; i <= 6; i++) {
        CatCategory category = {.id = i, .parent = parents[i - 1]};
        catalogue_builder_add_category(shop.builder, &category);
        catalogue_builder_add_accounting_category(shop.builder, i, parents[i - 1]);
    }
    finish(&shop); // opens, so no chain is endless
    const CatCategory *categories = shop.catalogue.categories;
    int32_t tops = 0;
    for (int32_t i = 0; i < 6; i++)
        tops += categories[i].parent == CATALOGUE_NONE;
    assert_int_equal(tops, 3);
    assert_int_equal(categories[5].depth, 1);
    assert_int_equal(shop.reports.count, 4); // two circles in each tree
    assert_reported(&shop, "pos.category 5: parent_id goes in a circle, taken as a top one\n");
    assert_reported(&shop, "product.category 5: parent_id goes in a circle");
    end(&shop);
}

static void groups_of_taxes_that_contain_themselves_are_empty(void **state)
{
    (void)state;
    Shop shop;
    Error error;
    Tax taxes[TAX_LINE_MAX];
    begin(&shop);
    const int32_t to_two[] = {2, 3};
    const int32_t to_one[] = {1};
    CatTax group = {.id = 1, .kind = TAX_GROUP};
    catalogue_builder_add_tax(shop.builder, &group, to_two, 2);
    group.id = 2;
    catalogue_builder_add_tax(shop.builder, &group, to_one, 1);
    CatTax tax = {.id = 3, .kind = TAX_PERCENT, .amount = 7, .repartition_factor = 1};
    catalogue_builder_add_tax(shop.builder, &tax, NULL, 0);
    CatArticle article = {.id = 1, .name = sample_text(shop.builder, "Bread"), .unit = 1};
    assert_true(catalogue_builder_add_article(shop.builder, &article, to_one, 1, NULL, 0, NULL, 0,
                                              NULL, 0, &error));
    finish(&shop);
    assert_int_equal(catalogue_article_taxes(&shop.catalogue, 0, taxes), 0);
    assert_reported(&shop, "account.tax 1: children_tax_ids are too many or contain the group");
    end(&shop);
}

static void texts_that_are_not_utf8_are_mended(void **state)
{
    (void)state;
    Shop shop;
    begin(&shop);
    sample_add_article(shop.builder, 1, "Br\xf6tchen\xff", "");
    finish(&shop);
    Text name = catalogue_article_name(&shop.catalogue, 0, 0);
    assert_true(text_is_valid_utf8(name));
    assert_true(text_equal_string(name, "Br\xef\xbf\xbdtchen\xef\xbf\xbd"));
    end(&shop);
}

static void equal_texts_are_kept_once(void **state)
{
    (void)state;
    Shop shop;
    begin(&shop);
    CatText one = sample_text(shop.builder, "From the hills");
    CatText two = sample_text(shop.builder, "From the hills");
    assert_int_equal(one.offset, two.offset);
    assert_int_equal(sample_text(shop.builder, "").size, 0);
    end(&shop);
}

static void assert_impossible(Shop *shop, const char *words)
{
    Error error = {0};
    Bytes block;
    size_t before = shop->arena.used_bytes;
    assert_false(catalogue_builder_finish(shop->builder, "o", 1, &shop->arena, &block, &error));
    if (!strstr(error.message, words))
        fail_msg("'%s' instead of '%s'", error.message, words);
    assert_int_equal(shop->arena.used_bytes, before); // nothing is left behind
    end(shop);
}

static void what_makes_selling_impossible_is_an_error(void **state)
{
    (void)state;
    Shop shop;
    begin(&shop);
    assert_impossible(&shop, "no article");

    begin(&shop);
    const int32_t special[] = {1};
    sample_add_article(shop.builder, 1, "Only a tip", "");
    catalogue_builder_set_special_articles(shop.builder, special, 1);
    assert_impossible(&shop, "no article");

    begin(&shop);
    sample_add_article(shop.builder, 1, "Bread", "");
    catalogue_builder_set_shop(shop.builder, &(CatShop){.config_id = 1});
    assert_impossible(&shop, "no currency");

    begin(&shop);
    const int32_t others[] = {7};
    sample_add_article(shop.builder, 1, "Bread", "");
    catalogue_builder_keep_payment_methods(shop.builder, others, 1);
    assert_impossible(&shop, "no payment method");

    begin(&shop);
    sample_add_article(shop.builder, 1, "Bread", "");
    arena_destroy(&shop.arena);
    arena_create(&shop.arena, 1024);
    assert_impossible(&shop, "does not fit");
}

static void only_the_lanes_payment_methods_are_kept(void **state)
{
    (void)state;
    Shop shop;
    begin(&shop);
    sample_add_article(shop.builder, 1, "Bread", "");
    const int32_t kept[] = {3, 1};
    for (int32_t id = 2; id <= 4; id++)
        catalogue_builder_add_payment_method(
            shop.builder,
            &(CatPaymentMethod){id, CAT_PAYMENT_CASH, sample_text(shop.builder, "Cash"), 0, id});
    catalogue_builder_keep_payment_methods(shop.builder, kept, 2);
    finish(&shop);
    assert_int_equal(shop.catalogue.payment_method_count, 2);
    assert_int_equal(shop.catalogue.payment_methods[0].id, 1);
    assert_int_equal(shop.catalogue.payment_methods[1].id, 3);
    end(&shop);
}

static void a_pattern_that_is_not_understood_is_told(void **state)
{
    (void)state;
    Shop shop;
    begin(&shop);
    sample_add_article(shop.builder, 1, "Bread", "");
    CatBarcodeRule rule = {
        5, 1, CAT_RULE_LOT, CAT_ENCODING_ANY, sample_text(shop.builder, "(?=1)1"), {0, 0}, 0, 0};
    catalogue_builder_add_barcode_rule(shop.builder, &rule);
    finish(&shop);
    assert_reported(&shop, "barcode.rule 5: pattern '(?=1)1' is not understood, ignoring it\n");
    end(&shop);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(faulty_articles_are_left_out_and_named),
        cmocka_unit_test(an_article_that_comes_again_is_the_newer_one),
        cmocka_unit_test(of_equal_barcodes_the_article_then_the_lowest_id_wins),
        cmocka_unit_test(circles_of_categories_are_cut_and_told),
        cmocka_unit_test(groups_of_taxes_that_contain_themselves_are_empty),
        cmocka_unit_test(texts_that_are_not_utf8_are_mended),
        cmocka_unit_test(equal_texts_are_kept_once),
        cmocka_unit_test(what_makes_selling_impossible_is_an_error),
        cmocka_unit_test(only_the_lanes_payment_methods_are_kept),
        cmocka_unit_test(a_pattern_that_is_not_understood_is_told),
    };
    return cmocka_run_group_tests_name("catalogue_faults", tests, NULL, NULL);
}
