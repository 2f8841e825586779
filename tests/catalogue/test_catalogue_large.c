/* A big shop: everything is found, and memory is the catalogue once and a little more. */
#include <string.h>

#include "domain/catalogue_search.h"
#include "sample_catalogue.h"

enum { ARTICLES = 300000 };

static void three_hundred_thousand_articles_are_built_and_found(void **state)
{
    (void)state;
    Arena arena;
    Catalogue catalogue;
    char barcode[14];
    arena_create(&arena, (size_t)1 << 30);
    CatalogueBuilder *builder = catalogue_builder_create(NULL, NULL);
    sample_add_many(builder, ARTICLES);
    Bytes block = sample_finish(builder, &arena, &catalogue);
    assert_int_equal(catalogue.article_count, ARTICLES);
    assert_in_range(block.size, 0, 120u << 20);
    for (int32_t id = 1; id <= ARTICLES; id++) {
        int32_t index = catalogue_article_by_id(&catalogue, id);
        sample_ean13(400000000000 + (int64_t)id * 977, barcode);
        int32_t scanned = catalogue_article_by_barcode(&catalogue, (Text){barcode, 13}, NULL);
        bool tip = id == catalogue.shop->tip_article_id; // never scanned
        if (index != id - 1 || scanned != (tip ? CATALOGUE_NONE : index))
            fail_msg("article %d", (int)id);
    }
    assert_int_equal(catalogue_article_by_id(&catalogue, ARTICLES + 1), CATALOGUE_NONE);
    int32_t found[10];
    int32_t total;
    assert_int_equal(catalogue_search(&catalogue, TEXT("A299999"), found, 10, &total), 1);
    assert_int_equal(catalogue.articles[found[0]].id, 299999);
    catalogue_builder_destroy(builder);
    arena_destroy(&arena);
}

static void a_million_articles_is_the_limit(void **state)
{
    (void)state;
    Error error = {0};
    CatalogueBuilder *builder = catalogue_builder_create(NULL, NULL);
    sample_add_basics(builder);
    CatArticle article = {.name = sample_text(builder, "Bread"), .unit = 1};
    for (article.id = 1; article.id <= CATALOGUE_ARTICLES_MAX; article.id++) {
        if (!catalogue_builder_add_article(builder, &article, NULL, 0, NULL, 0, NULL, 0, NULL, 0,
                                           &error))
            fail_msg("article %d", (int)article.id);
    }
    assert_false(catalogue_builder_add_article(builder, &article, NULL, 0, NULL, 0, NULL, 0, NULL,
                                               0, &error));
    assert_int_equal(error.kind, ERROR_LIMIT);
    catalogue_builder_destroy(builder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(three_hundred_thousand_articles_are_built_and_found),
        cmocka_unit_test(a_million_articles_is_the_limit),
    };
    return cmocka_run_group_tests_name("catalogue_large", tests, NULL, NULL);
}
