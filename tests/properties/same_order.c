#include "same_order.h"

#include <string.h>

// Field by field: what lies between the fields of a struct is anything.
#define DIFFERS(field)      (a->field != b->field)
#define DIFFERS_TEXT(field) (strcmp(a->field, b->field) != 0)
#define SAY(condition, name)                                                                       \
    if (condition)                                                                                 \
    return name

static bool same_tax(const Tax *a, const Tax *b)
{
    return a->id == b->id && a->kind == b->kind && a->amount == b->amount &&
           a->repartition_factor == b->repartition_factor && a->price_include == b->price_include &&
           a->include_base_amount == b->include_base_amount &&
           a->is_base_affected == b->is_base_affected;
}

static const char *line_difference(const OrderLine *a, const OrderLine *b)
{
    SAY(DIFFERS(id) || DIFFERS(article_id), "line's id");
    SAY(DIFFERS_TEXT(uuid), "line's uuid");
    SAY(DIFFERS_TEXT(name) || DIFFERS_TEXT(barcode) || DIFFERS_TEXT(unit), "line's texts");
    SAY(DIFFERS(quantity.milli), "line's quantity");
    SAY(DIFFERS(unit_price.micro), "line's unit price");
    SAY(DIFFERS(list_price.micro), "line's list price");
    SAY(DIFFERS(price_extra), "line's extra");
    SAY(DIFFERS(discount.hundredths), "line's discount");
    SAY(DIFFERS(subtotal.minor), "line's subtotal");
    SAY(DIFFERS(subtotal_incl.minor), "line's subtotal with tax");
    SAY(DIFFERS(display_total.minor), "line's shown total");
    SAY(DIFFERS(minimum_age), "line's age");
    SAY(DIFFERS(flags), "line's flags");
    SAY(DIFFERS(taxes_count) || DIFFERS(applied_count) || DIFFERS(choice_count), "line's counts");
    for (int32_t i = 0; i < a->taxes_count; i++)
        SAY(DIFFERS(tax_ids[i]), "line's taxes");
    for (int32_t i = 0; i < a->applied_count; i++)
        SAY(!same_tax(&a->applied[i], &b->applied[i]), "line's applied taxes");
    for (int32_t i = 0; i < a->choice_count; i++)
        SAY(DIFFERS(choices[i]), "line's choices");
    return NULL;
}

static const char *tax_total_difference(const OrderTaxTotal *a, const OrderTaxTotal *b)
{
    SAY(DIFFERS(tax_id) || DIFFERS(rate) || DIFFERS(fixed), "tax of a total");
    SAY(DIFFERS_TEXT(name), "name of a tax total");
    SAY(DIFFERS(amount.minor) || DIFFERS(base.minor), "tax total");
    return NULL;
}

static const char *payment_difference(const OrderPayment *a, const OrderPayment *b)
{
    SAY(DIFFERS(method_id) || DIFFERS_TEXT(method_name), "payment's method");
    SAY(DIFFERS(amount.minor) || DIFFERS(paid_unix_ms), "payment");
    SAY(DIFFERS_TEXT(transaction_id) || DIFFERS_TEXT(card_type) || DIFFERS_TEXT(intent_id),
        "payment's texts");
    return NULL;
}

static const char *head_difference(const Order *a, const Order *b)
{
    SAY(DIFFERS_TEXT(uuid) || DIFFERS_TEXT(access_token) || DIFFERS_TEXT(ticket_code), "names");
    SAY(DIFFERS(number.session_id) || DIFFERS(number.login_number) || DIFFERS(number.counter),
        "number");
    SAY(DIFFERS(config_id) || DIFFERS(user_id) || DIFFERS(partner_id), "ids");
    SAY(DIFFERS(pricelist_id) || DIFFERS(fiscal_position_id), "list or fiscal position");
    SAY(DIFFERS(started_unix_ms) || DIFFERS(paid_unix_ms) || DIFFERS_TEXT(language), "times");
    SAY(DIFFERS_TEXT(currency.code) || DIFFERS_TEXT(currency.symbol) ||
            DIFFERS(currency.symbol_before) || DIFFERS(currency.decimals) ||
            DIFFERS(currency.rounding),
        "currency");
    SAY(DIFFERS(price_digits) || DIFFERS(round_globally) || DIFFERS(show_tax_included), "rules");
    return NULL;
}

static const char *total_difference(const Order *a, const Order *b)
{
    SAY(DIFFERS(total.minor), "total");
    SAY(DIFFERS(total_tax.minor), "total tax");
    SAY(DIFFERS(total_untaxed.minor), "total without tax");
    SAY(DIFFERS(rounding_applied.minor) || DIFFERS(change.minor), "rounding or change");
    SAY(DIFFERS(tax_total_count), "number of tax totals");
    SAY(DIFFERS(payment_count), "number of payments");
    SAY(DIFFERS(line_count), "number of lines");
    return NULL;
}

const char *order_difference(const Order *a, const Order *b)
{
    const char *found = head_difference(a, b);
    if (!found)
        found = total_difference(a, b);
    for (int32_t i = 0; !found && i < a->line_count; i++)
        found = line_difference(&a->lines[i], &b->lines[i]);
    for (int32_t i = 0; !found && i < a->tax_total_count; i++)
        found = tax_total_difference(&a->tax_totals[i], &b->tax_totals[i]);
    for (int32_t i = 0; !found && i < a->payment_count; i++)
        found = payment_difference(&a->payments[i], &b->payments[i]);
    return found;
}
