#include <time.h>

#include "domain/pricelist.h"
#include "vectors.h"

static int64_t unix_seconds(const char *date)
{
    struct tm tm = {0};
    if (!strptime(date, "%Y-%m-%d %H:%M:%S", &tm))
        vectors_stop("'%s' is no date", date);
    return timegm(&tm);
}

static void run_world(const json_t *world, size_t world_index, VectorRun *run)
{
    Currency currency = vectors_currency(0.01);
    VectorShop shop;
    vector_shop_create(&shop, &currency, false, 2);
    size_t i;
    json_t *product, *vector;
    json_array_foreach(json_object_get(world, "products"), i, product)
        vector_shop_add_article(&shop, product);
    vector_shop_add_pricelists(&shop, json_object_get(world, "pricelists"));
    json_array_foreach(json_object_get(world, "cases"), i, vector)
    {
        vectors_case_begin(run, "pricelist world %zu case %zu", world_index, i);
        int32_t article =
            catalogue_article_by_id(&shop.catalogue, vectors_id(vector, "product_id"));
        if (article < 0)
            vectors_stop("%s: article %d is not in the world", run->name,
                         vectors_id(vector, "product_id"));
        int32_t rule_id;
        double price = pricelist_price(
            &shop.catalogue, vector_shop_pricelist(&shop, vectors_id(vector, "pricelist_id")),
            article, vectors_number(vector, "qty"), 0,
            unix_seconds(vectors_string(vector, "date_utc")), &rule_id);
        vectors_expect_number(run, "price", price, json_object_get(vector, "expected_price"), 1e-9);
        const json_t *expected_rule = json_object_get(vector, "expected_rule_id");
        if (expected_rule && rule_id != vectors_id(vector, "expected_rule_id"))
            vectors_differs(run, "rule is %d, expected %d", rule_id,
                            vectors_id(vector, "expected_rule_id"));
        vectors_case_end(run);
    }
    vector_shop_destroy(&shop);
}

void vectors_pricelist(const json_t *root, VectorRun *run)
{
    size_t i;
    json_t *world;
    json_array_foreach(json_object_get(root, "worlds"), i, world) run_world(world, i, run);
}
