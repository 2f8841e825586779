/* Combos: the split prices go into an order as manual prices, as a till sends them, and are
 * compared there. */
#include <stdio.h>
#include <stdlib.h>

#include "domain/combo.h"
#include "domain/pricelist.h"
#include "vectors.h"

enum { CHOICES_MAX = 32 };

// The file's taxes, a map from id, as a list in the order of evaluation.
static json_t *ordered_taxes(const json_t *root)
{
    json_t *taxes = json_array(), *id;
    size_t i;
    json_array_foreach(json_object_get(root, "all_tax_order"), i, id)
    {
        char key[24];
        snprintf(key, sizeof key, "%d", (int)json_integer_value(id));
        json_t *tax = json_object_get(json_object_get(root, "taxes_by_id"), key);
        if (tax)
            json_array_append(taxes, tax);
    }
    return taxes;
}

static void split(VectorShop *shop, int32_t parent, const json_t *vector, double *out_prices)
{
    const json_t *chosen = json_object_get(vector, "chosen");
    ComboChoice choices[CHOICES_MAX];
    size_t count = json_array_size(chosen), i, j;
    json_t *choice, *extra;
    if (count > CHOICES_MAX)
        vectors_stop("a combo has more choices than this program takes");
    json_array_foreach(chosen, i, choice)
    {
        choices[i] = (ComboChoice){
            .base_price = vectors_number(choice, "base_price"),
            .combo_price = vectors_number(choice, "combo_price"),
        };
        json_array_foreach(json_object_get(choice, "attribute_price_extras"), j, extra) choices[i]
            .extras += json_number_value(extra);
    }
    double price =
        pricelist_price(&shop->catalogue, vector_shop_pricelist(shop, 1), parent, 1, 0, 0, NULL);
    combo_split(price, choices, (int32_t)count, shop->shop.price_digits, out_prices);
}

static bool sell(Order *order, const OrderPricing *pricing, int32_t article, double price,
                 double quantity, const json_t *expected, VectorRun *run)
{
    OrderAdd add = {.article = article, .has_price = true, .price = price};
    int32_t id;
    if (!quantity_from_double(quantity, &add.quantity) ||
        order_add(order, pricing, &add, &id) != ORDER_OK)
        return false;
    const OrderLine *line = order_line(order, id);
    vectors_expect_number(run, "price_unit", unit_price_to_double(line->unit_price),
                          json_object_get(expected, "price_unit"), 1e-6);
    vectors_expect_number(run, "qty", quantity_to_double(line->quantity),
                          json_object_get(expected, "qty"), 1e-6);
    vectors_expect_number(run, "price_subtotal", money_to_double(line->subtotal, &order->currency),
                          json_object_get(expected, "price_subtotal"), 1e-6);
    vectors_expect_number(run, "price_subtotal_incl",
                          money_to_double(line->subtotal_incl, &order->currency),
                          json_object_get(expected, "price_subtotal_incl"), 1e-6);
    return true;
}

static void run_case(const json_t *root, const json_t *taxes, const json_t *vector, Order *order,
                     VectorRun *run)
{
    Currency currency =
        vectors_currency(vectors_number(json_object_get(vector, "currency"), "rounding"));
    VectorShop shop;
    vector_shop_create(&shop, &currency, vectors_globally(vector),
                       (int32_t)vectors_number(vector, "price_digits"));
    vector_shop_add_taxes(&shop, taxes);
    vector_shop_add_fiscal_positions(&shop, json_object_get(root, "fiscal_positions"), false);
    vector_shop_add_pricelist(&shop, 1, json_object_get(vector, "pricelist_items"));

    const json_t *expected = json_object_get(vector, "expected");
    const json_t *chosen = json_object_get(vector, "chosen");
    int32_t parent = vector_shop_add_article(&shop, json_object_get(vector, "parent"));
    double prices[CHOICES_MAX], quantity = vectors_number(vector, "qty");
    split(&shop, parent, vector, prices);
    OrderPricing pricing = {
        .catalogue = &shop.catalogue,
        .pricelist = CATALOGUE_NONE,
        .fiscal_position =
            vector_shop_fiscal_position(&shop, vectors_id(vector, "fiscal_position_id")),
    };
    order_begin(order, &pricing, "", "", 0, "");
    bool sold =
        sell(order, &pricing, parent, 0, quantity, json_object_get(expected, "parent"), run);
    for (size_t i = 0; sold && i < json_array_size(chosen); i++) {
        int32_t child = vector_shop_add_article(&shop, json_array_get(chosen, i));
        sold = sell(order, &pricing, child, prices[i], quantity,
                    json_array_get(json_object_get(expected, "children"), i), run);
    }
    if (!sold)
        vectors_differs(run, "the lane does not sell it");
    vectors_expect_number(run, "amount_total", money_to_double(order->total, &currency),
                          json_object_get(expected, "amount_total"), 1e-6);
    vectors_expect_number(run, "amount_tax", money_to_double(order->total_tax, &currency),
                          json_object_get(expected, "amount_tax"), 1e-6);
    vector_shop_destroy(&shop);
}

void vectors_combo(const json_t *root, VectorRun *run)
{
    Order *order = calloc(1, sizeof *order);
    json_t *taxes = ordered_taxes(root), *vector;
    size_t i;
    if (!order)
        vectors_stop("out of memory");
    json_array_foreach(json_object_get(root, "cases"), i, vector)
    {
        vectors_case_begin(run, "combo %zu", i);
        run_case(root, taxes, vector, order, run);
        vectors_case_end(run);
    }
    json_decref(taxes);
    free(order);
}
