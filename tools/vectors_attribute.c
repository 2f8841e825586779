/* Configurable articles, sold by order_add as a customer chooses them. */
#include <stdio.h>
#include <stdlib.h>

#include "vectors.h"

static void compare(const Order *order, const json_t *vector, VectorRun *run)
{
    const OrderLine *line = &order->lines[order->line_count - 1];
    const json_t *expected = json_object_get(vector, "expected");
    vectors_expect_number(run, "price_unit", unit_price_to_double(line->unit_price),
                          json_object_get(expected, "price_unit"), 1e-6);
    vectors_expect_number(run, "price_extra", line->price_extra,
                          json_object_get(expected, "price_extra"), 1e-6);
    vectors_expect_number(run, "price_subtotal", money_to_double(line->subtotal, &order->currency),
                          json_object_get(expected, "price_subtotal"), 1e-6);
    vectors_expect_number(run, "price_subtotal_incl",
                          money_to_double(line->subtotal_incl, &order->currency),
                          json_object_get(expected, "price_subtotal_incl"), 1e-6);
    vectors_expect_text(run, "full_product_name", line->name,
                        vectors_string(expected, "full_product_name"));
    const json_t *ids = json_object_get(expected, "attribute_value_ids");
    bool same = line->choice_count == (int32_t)json_array_size(ids);
    for (int32_t i = 0; same && i < line->choice_count; i++)
        same = line->choices[i] == json_integer_value(json_array_get(ids, (size_t)i));
    if (!same)
        vectors_differs(run, "attribute_value_ids differ");
}

static void run_case(const json_t *root, const json_t *vector, Order *order, VectorRun *run)
{
    Currency currency = vectors_currency(0.01);
    VectorShop shop;
    vector_shop_create(&shop, &currency, false, 2);
    vector_shop_add_taxes(&shop, json_object_get(root, "taxes"));
    vector_shop_add_pricelists(&shop, json_object_get(vector, "pricelists"));
    int32_t article = vector_shop_add_article(&shop, json_object_get(vector, "product"));
    vector_shop_add_attributes(&shop, article, json_object_get(vector, "attributes"));

    int32_t choices[ORDER_LINE_CHOICES_MAX];
    const char *texts[ORDER_LINE_CHOICES_MAX];
    const json_t *chosen = json_object_get(vector, "chosen");
    size_t count = json_array_size(chosen);
    for (size_t i = 0; i < count && i < COUNT_OF(choices); i++) {
        char key[16];
        choices[i] = (int32_t)json_integer_value(json_array_get(chosen, i));
        snprintf(key, sizeof key, "%d", choices[i]);
        texts[i] = vectors_string(json_object_get(vector, "custom"), key);
    }
    OrderPricing pricing = {
        .catalogue = &shop.catalogue,
        .pricelist = vector_shop_pricelist(&shop, vectors_id(vector, "pricelist_id")),
        .fiscal_position = CATALOGUE_NONE,
    };
    OrderAdd add = {
        .article = article,
        .choices = choices,
        .choice_count = (int32_t)count,
        .choice_texts = texts,
    };
    int32_t line_id;
    order_begin(order, &pricing, "", "", 0, "");
    if (!quantity_from_double(vectors_number(vector, "qty"), &add.quantity) ||
        order_add(order, &pricing, &add, &line_id) != ORDER_OK)
        vectors_differs(run, "the lane does not sell it");
    else
        compare(order, vector, run);
    vector_shop_destroy(&shop);
}

void vectors_attribute(const json_t *root, VectorRun *run)
{
    Order *order = calloc(1, sizeof *order);
    size_t i;
    json_t *vector;
    if (!order)
        vectors_stop("out of memory");
    json_array_foreach(json_object_get(root, "cases"), i, vector)
    {
        vectors_case_begin(run, "attribute %zu", i);
        run_case(root, vector, order, run);
        vectors_case_end(run);
    }
    free(order);
}
