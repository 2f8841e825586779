/* Fiscal positions. A row whose destination is archived is absent for the server, which taxes the
 * order, and "no tax" for the till that made the expected unit prices; so prices are compared in a
 * shop that reads such rows as the till, taxes and totals in one that reads them as the server and
 * as the lane does. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "domain/fiscal.h"
#include "vectors.h"

typedef struct World {
    VectorShop lane, till;
    int32_t price_digits;
    bool globally;
    double step;
} World;

static int32_t read_ids(const json_t *array, int32_t *out, int32_t room)
{
    int32_t count = (int32_t)json_array_size(array);
    if (count > room)
        vectors_stop("too many taxes on one article");
    for (int32_t i = 0; i < count; i++)
        out[i] = (int32_t)json_integer_value(json_array_get(array, (size_t)i));
    return count;
}

static void compare_taxes(const World *world, const json_t *expected, const Tax *applied,
                          int32_t applied_count, double price, double quantity, VectorRun *run)
{
    TaxResult result;
    tax_compute(applied, applied_count, price, quantity, world->step, world->globally, &result);
    vectors_expect_number(run, "price_subtotal", result.total_excluded,
                          json_object_get(expected, "price_subtotal"), 1e-6);
    vectors_expect_number(run, "price_subtotal_incl", result.total_included,
                          json_object_get(expected, "price_subtotal_incl"), 1e-6);
    double tolerance = world->globally ? 1.1 * world->step * 1e-5 : 1e-6;
    const char *key;
    json_t *amount;
    json_object_foreach(json_object_get(expected, "taxes"), key, amount)
    {
        double got = 0;
        for (int32_t i = 0; i < result.count; i++)
            got += result.taxes[i].tax_id == atoi(key) ? result.taxes[i].amount : 0;
        char what[48];
        snprintf(what, sizeof what, "amount of tax %.16s", key);
        vectors_expect_number(run, what, got, amount, tolerance);
    }
}

static void run_case(const World *world, const json_t *vector, VectorRun *run)
{
    const json_t *expected = json_object_get(vector, "expected");
    const Catalogue *lane = &world->lane.catalogue;
    int32_t ids[ORDER_LINE_TAXES_MAX], wanted[FISCAL_MAPPED_MAX], mapped[FISCAL_MAPPED_MAX];
    int32_t count =
        read_ids(json_object_get(vector, "product_taxes_id"), ids, ORDER_LINE_TAXES_MAX);
    int32_t position_id = vectors_id(vector, "fiscal_position_id");
    int32_t position = vector_shop_fiscal_position(&world->lane, position_id);

    double digits_step = rounding_step_of_digits(world->price_digits);
    double price = fiscal_unit_price(&world->till.catalogue,
                                     vector_shop_fiscal_position(&world->till, position_id), ids,
                                     count, vectors_number(vector, "price"));
    UnitPrice unit_price;
    Quantity quantity;
    if (!unit_price_from_double(round_to_step(price, digits_step, ROUNDING_HALF_UP), &unit_price) ||
        !quantity_from_double(round_to_step(vectors_number(vector, "qty"), 0.01, ROUNDING_HALF_UP),
                              &quantity))
        vectors_stop("%s: price or quantity is beyond what a lane sells", run->name);
    vectors_expect_number(run, "price_unit", unit_price_to_double(unit_price),
                          json_object_get(expected, "price_unit"), 1e-6);

    int32_t mapped_count = fiscal_map_taxes(lane, position, ids, count, mapped);
    int32_t wanted_count =
        read_ids(json_object_get(expected, "mapped_tax_ids"), wanted, FISCAL_MAPPED_MAX);
    bool same = mapped_count == wanted_count;
    for (int32_t i = 0; same && i < mapped_count; i++)
        same = lane->taxes[mapped[i]].id == wanted[i];
    if (!same)
        vectors_differs(run, "mapped taxes differ");

    Tax applied[TAX_LINE_MAX];
    int32_t applied_count = fiscal_applied_taxes(lane, position, ids, count, applied, TAX_LINE_MAX);
    double discount = vectors_number(vector, "discount");
    if (applied_count < 0)
        vectors_differs(run, "too many taxes");
    else
        compare_taxes(world, expected, applied, applied_count,
                      unit_price_to_double(unit_price) * (1.0 - discount / 100.0),
                      quantity_to_double(quantity), run);
}

void vectors_fiscal(const json_t *root, VectorRun *run)
{
    size_t i, j;
    json_t *from, *vector;
    json_array_foreach(json_object_get(root, "worlds"), i, from)
    {
        World world = {
            .price_digits = (int32_t)vectors_number(from, "price_digits"),
            .globally = vectors_globally(from),
            .step = vectors_number(json_object_get(from, "currency"), "rounding"),
        };
        Currency currency = vectors_currency(world.step);
        VectorShop *shops[] = {&world.lane, &world.till};
        for (size_t s = 0; s < COUNT_OF(shops); s++) {
            vector_shop_create(shops[s], &currency, world.globally, world.price_digits);
            vector_shop_add_taxes(shops[s], json_object_get(from, "taxes"));
            vector_shop_add_fiscal_positions(shops[s], json_object_get(from, "fiscal_positions"),
                                             shops[s] == &world.till);
        }
        json_array_foreach(json_object_get(from, "cases"), j, vector)
        {
            vectors_case_begin(run, "fiscal world %zu case %zu", i, j);
            run_case(&world, vector, run);
            vectors_case_end(run);
        }
        vector_shop_destroy(&world.lane);
        vector_shop_destroy(&world.till);
    }
}
