#include <stdio.h>

#include "vectors.h"

// Amounts of a tax that came twice (a tax in two groups) are added; its base is that of the first.
static TaxAmount amount_of(const TaxResult *result, int32_t tax_id)
{
    TaxAmount sum = {0};
    for (int32_t i = 0; i < result->count; i++) {
        if (result->taxes[i].tax_id != tax_id)
            continue;
        if (sum.tax_id == 0)
            sum.base = result->taxes[i].base;
        sum.tax_id = tax_id;
        sum.amount += result->taxes[i].amount;
    }
    return sum;
}

void vectors_tax(const json_t *root, VectorRun *run)
{
    size_t i, j;
    json_t *vector, *tax;
    json_array_foreach(json_object_get(root, "cases"), i, vector)
    {
        vectors_case_begin(run, "tax %zu", i);
        bool globally = vectors_globally(vector);
        double step = vectors_number(json_object_get(vector, "currency"), "rounding");
        double tolerance = globally ? 1.1 * step * 1e-5 : 1e-6;
        double price = vectors_number(vector, "price_unit") *
                       (1.0 - vectors_number(vector, "discount") / 100.0);
        Tax taxes[TAX_LINE_MAX];
        int32_t count = vectors_taxes(json_object_get(vector, "taxes"), taxes);
        TaxResult result;
        tax_compute(taxes, count, price, vectors_number(vector, "qty"), step > 0 ? step : 0.01,
                    globally, &result);
        const json_t *expected = json_object_get(vector, "expected");
        vectors_expect_number(run, "total_excluded", result.total_excluded,
                              json_object_get(expected, "total_excluded"), 1e-6);
        vectors_expect_number(run, "total_included", result.total_included,
                              json_object_get(expected, "total_included"), 1e-6);
        json_array_foreach(json_object_get(expected, "taxes"), j, tax)
        {
            char what[48];
            TaxAmount got = amount_of(&result, vectors_id(tax, "id"));
            snprintf(what, sizeof what, "amount of tax %d", vectors_id(tax, "id"));
            vectors_expect_number(run, what, got.amount, json_object_get(tax, "amount"), tolerance);
            snprintf(what, sizeof what, "base of tax %d", vectors_id(tax, "id"));
            vectors_expect_number(run, what, got.base, json_object_get(tax, "base"), tolerance);
        }
        vectors_case_end(run);
    }
}
