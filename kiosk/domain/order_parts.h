/* What the order's own files share; nobody else includes it. */
#ifndef KIOSK_DOMAIN_ORDER_PARTS_H
#define KIOSK_DOMAIN_ORDER_PARTS_H

#include "domain/order.h"

// How the shop computes, out of an order or a catalogue.
typedef struct OrderRules {
    Currency currency;
    int32_t price_digits;
    bool round_globally, show_tax_included;
} OrderRules;

OrderRules order_rules(const Order *order);
OrderRules order_rules_of_shop(const Catalogue *catalogue);

// Copies what a line takes from its article: id, name, code, unit, tax ids, flags.
// ORDER_NOT_SELLABLE when the lane can't sell it.
MUST_USE OrderResult order_line_article(const Catalogue *catalogue, int32_t article,
                                        OrderLine *line);
// The same of any article: a combo, or one that is hidden from the lane and sold as a combo's part.
MUST_USE OrderResult order_line_any_article(const Catalogue *catalogue, int32_t article,
                                            OrderLine *line);
// Adds the chosen attribute values: their ids, extras, and "(Ketchup, Gift: for Ann)" to the name.
// A typed text goes into the name only: a till's user may not send it in the field that the server
// has for it.
MUST_USE OrderResult order_line_choices(const Catalogue *catalogue, const OrderAdd *add,
                                        OrderLine *line);
// Rounded to the article's step. ORDER_NOT_SELLABLE when nothing is left of it.
MUST_USE OrderResult order_round_quantity(const Catalogue *catalogue, int32_t article,
                                          Quantity wanted, Quantity *out);
// Puts `changed` in place of `line` when the totals take it.
MUST_USE OrderResult order_replace_line(Order *order, OrderLine *line, const OrderLine *changed);
void order_follow_pricing(Order *order, const OrderPricing *pricing);
// The line and, of a combo, its parts: how many lines from *out_first on; 0 when it is gone. Of a
// part the whole combo's.
int32_t order_span(const Order *order, int32_t line_id, int32_t *out_first);

// Unit price, list price and taxes of `line` (quantity, choices and extras are set) as the shop
// sells now.
MUST_USE OrderResult order_line_price(const OrderRules *rules, const OrderPricing *pricing,
                                      int32_t article, OrderLine *line);
// A price from a label or of a combo's part, converted for the fiscal position and rounded; the
// line becomes manual.
MUST_USE OrderResult order_line_label_price(const OrderRules *rules, const OrderPricing *pricing,
                                            double price, OrderLine *line);
// The taxes that apply to line->tax_ids under the pricing's fiscal position.
MUST_USE OrderResult order_line_taxes(const OrderPricing *pricing, OrderLine *line);

// Subtotals of a line from its unit price, discount, quantity and taxes. `result` gets the taxes.
MUST_USE OrderResult order_line_amounts(const OrderRules *rules, OrderLine *line,
                                        TaxResult *result);

// Totals while lines are added to them; nothing of the order changes until order_totals_take.
typedef struct OrderTotals {
    Money untaxed;
    int32_t count;
    OrderTaxTotal taxes[ORDER_TAX_TOTALS_MAX]; // amounts: where the shop rounds by line
    double bases[ORDER_TAX_TOTALS_MAX];
    // Where it rounds globally: of lines that are sold, and of those that give money back.
    double sold[ORDER_TAX_TOTALS_MAX], returned[ORDER_TAX_TOTALS_MAX];
} OrderTotals;

// False: more taxes than there is room for, or a part of one beyond ORDER_LINE_AMOUNT_MAX.
MUST_USE bool order_totals_add(OrderTotals *totals, const OrderRules *rules, const OrderLine *line,
                               const TaxResult *result);
MUST_USE OrderResult order_totals_take(Order *order, OrderTotals *totals);
// Names of the tax totals, which lines don't carry.
void order_name_tax_totals(Order *order, const Catalogue *catalogue);

#endif
