/* Reading and comparing, for all kinds. */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vectors.h"

void vectors_stop(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fputs("kiosk-vectors: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    exit(1);
}

void vectors_case_begin(VectorRun *run, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(run->name, sizeof run->name, format, arguments);
    va_end(arguments);
    run->case_differs = false;
}

void vectors_case_end(VectorRun *run)
{
    if (run->case_differs)
        run->failed++;
    else
        run->passed++;
}

void vectors_differs(VectorRun *run, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    printf("%s: ", run->name);
    vprintf(format, arguments);
    putchar('\n');
    va_end(arguments);
    run->case_differs = true;
}

void vectors_expect_number(VectorRun *run, const char *what, double got, const json_t *expected,
                           double tolerance)
{
    double wanted = json_number_value(expected);
    if (run->print_results)
        printf("%s: %s is %a\n", run->name, what, got);
    if (!json_is_number(expected))
        vectors_differs(run, "the file has no %s", what);
    else if (!(fabs(got - wanted) <= tolerance))
        vectors_differs(run, "%s is %.17g, expected %.17g", what, got, wanted);
}

void vectors_expect_text(VectorRun *run, const char *what, const char *got, const char *expected)
{
    if (run->print_results)
        printf("%s: %s is '%s'\n", run->name, what, got);
    if (strcmp(got, expected) != 0)
        vectors_differs(run, "%s is '%s', expected '%s'", what, got, expected);
}

double vectors_number(const json_t *object, const char *key)
{
    return json_number_value(json_object_get(object, key));
}

int32_t vectors_id(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    if (json_is_array(value))
        value = json_array_get(value, 0);
    return (int32_t)json_integer_value(value);
}

bool vectors_flag(const json_t *object, const char *key)
{
    return json_is_true(json_object_get(object, key));
}

const char *vectors_string(const json_t *object, const char *key)
{
    const char *value = json_string_value(json_object_get(object, key));
    return value ? value : "";
}

static int by_sequence(const void *a, const void *b)
{
    const json_t *left = *(json_t *const *)a, *right = *(json_t *const *)b;
    double difference = vectors_number(left, "sequence") - vectors_number(right, "sequence");
    if (difference == 0)
        difference = vectors_id(left, "id") - vectors_id(right, "id");
    return difference < 0 ? -1 : difference > 0;
}

size_t vectors_sorted(const json_t *list, const json_t **out, size_t most)
{
    size_t count = json_array_size(list);
    if (count > most)
        vectors_stop("a list in the file has more items than this program takes");
    for (size_t i = 0; i < count; i++)
        out[i] = json_array_get(list, i);
    qsort(out, count, sizeof out[0], by_sequence);
    return count;
}

bool vectors_globally(const json_t *object)
{
    return strcmp(vectors_string(object, "rounding_method"), "round_globally") == 0;
}

Currency vectors_currency(double rounding)
{
    Currency currency = {.rounding = rounding > 0 ? rounding : 0.01};
    while (currency.decimals < 4 &&
           rounding_step_of_digits(currency.decimals) > currency.rounding * 1.0000001)
        currency.decimals++;
    return currency;
}

static TaxKind tax_kind(const char *name)
{
    if (strcmp(name, "fixed") == 0)
        return TAX_FIXED;
    if (strcmp(name, "division") == 0)
        return TAX_DIVISION;
    return strcmp(name, "group") == 0 ? TAX_GROUP : TAX_PERCENT;
}

static bool evaluated_before(const json_t *a, const json_t *b)
{
    double sequence_a = vectors_number(a, "sequence"), sequence_b = vectors_number(b, "sequence");
    if (!json_object_get(a, "sequence") || !json_object_get(b, "sequence"))
        return false; // keep the list's order
    return sequence_a < sequence_b ||
           (sequence_a == sequence_b && vectors_id(a, "id") < vectors_id(b, "id"));
}

Tax vectors_one_tax(const json_t *tax)
{
    const json_t *factor = json_object_get(tax, "sum_repartition_factor");
    return (Tax){
        .id = vectors_id(tax, "id"),
        .kind = tax_kind(vectors_string(tax, "amount_type")),
        .amount = vectors_number(tax, "amount"),
        .repartition_factor = factor ? json_number_value(factor) : 1.0,
        .price_include = vectors_flag(tax, "price_include"),
        .include_base_amount = vectors_flag(tax, "include_base_amount"),
        .is_base_affected = vectors_flag(tax, "is_base_affected"),
    };
}

static void flatten(const json_t *taxes, Tax out[TAX_LINE_MAX], int32_t *count, int32_t depth)
{
    enum { SIBLINGS_MAX = TAX_LINE_MAX };
    const json_t *sorted[SIBLINGS_MAX];
    size_t size = json_array_size(taxes);
    if (size > SIBLINGS_MAX || depth > 4)
        vectors_stop("too many taxes on one line");
    for (size_t i = 0; i < size; i++) {
        size_t at = i;
        const json_t *tax = json_array_get(taxes, i);
        for (; at > 0 && evaluated_before(tax, sorted[at - 1]); at--)
            sorted[at] = sorted[at - 1];
        sorted[at] = tax;
    }
    for (size_t i = 0; i < size; i++) {
        const json_t *tax = sorted[i];
        if (tax_kind(vectors_string(tax, "amount_type")) == TAX_GROUP) {
            flatten(json_object_get(tax, "children_tax_ids"), out, count, depth + 1);
            continue;
        }
        if (*count == TAX_LINE_MAX)
            vectors_stop("too many taxes on one line");
        out[(*count)++] = vectors_one_tax(tax);
    }
}

int32_t vectors_taxes(const json_t *taxes, Tax out[TAX_LINE_MAX])
{
    int32_t count = 0;
    flatten(taxes, out, &count, 0);
    return count;
}
