/* parity SEED CASES: prints what the arithmetic of money makes of cases drawn from a seed, every
 * number to its last bit. Two builds are alike when they print the same bytes; which of them is
 * right is the business of tests/properties and of the server's vectors. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/barcode.h"
#include "domain/combo.h"
#include "domain/fiscal.h"
#include "domain/gs1_digital_link.h"
#include "domain/gs1_element_string.h"
#include "domain/gs1_item.h"
#include "domain/gs1_rules.h"
#include "domain/pricelist.h"
#include "random_till.h"

enum { TOUCHES_MAX = 20, CODE_MAX = 40, CHOICES_MAX = 6, YEAR = 2026 };

static void print_rounding(uint64_t *seed)
{
    static const double steps[] = {0.01, 1, 0.05, 1e-7, 0.001};
    double step = steps[random_below(seed, (int32_t)COUNT_OF(steps))];
    double value = (double)random_size(seed, INT64_C(1) << 53);
    value *= random_one_in(seed, 2) ? step : 1.0 / 1048576;
    if (random_one_in(seed, 2))
        value += step / 2;
    for (int32_t method = 0; method < 3; method++)
        printf("round %a %a\n", value, round_to_step(value, step, (RoundingMethod)method));
}

static void print_amounts(uint64_t *seed)
{
    Currency currency = random_currency(seed);
    double value = (double)random_size(seed, INT64_C(1) << 53) / 4096;
    char text[32];
    Money money = {0};
    UnitPrice price = {0};
    Quantity quantity = {0};
    bool taken = money_from_double(value, &currency, &money);
    money_print(money, &currency, text);
    printf("money %d %" PRId64 " %s %a\n", taken, money.minor, text,
           money_to_double(money, &currency));
    taken = unit_price_from_double(value, &price) && quantity_from_double(value, &quantity);
    quantity_print(quantity, text);
    printf("price %d %" PRId64 " %a quantity %s %a\n", taken, price.micro,
           unit_price_to_double(price), text, quantity_to_double(quantity));
}

static void print_prices(const RandomTill *till, uint64_t *seed)
{
    int32_t article = random_below(seed, TILL_ARTICLES);
    double quantity = (double)random_between(seed, -5000, 9000) / 1000.0;
    double extra = (double)random_between(seed, 0, 500) / 100.0;
    for (int32_t list = CATALOGUE_NONE; list < TILL_LISTS; list++) {
        int32_t rule;
        double price = pricelist_price(&till->catalogue, list, article, quantity, extra,
                                       till->pricing.now_unix_s, &rule);
        printf("list %d %a by %d\n", list, price, rule);
    }
    int32_t ids[ORDER_LINE_TAXES_MAX];
    CatRange taxes = till->articles[article].taxes;
    for (uint32_t i = 0; i < taxes.count; i++)
        ids[i] = till->taxes[till->indexes[taxes.first + i]].id;
    for (int32_t position = CATALOGUE_NONE; position < TILL_POSITIONS; position++)
        printf("position %d %a\n", position,
               fiscal_unit_price(&till->catalogue, position, ids, (int32_t)taxes.count,
                                 till->articles[article].list_price));
}

static void print_combo(uint64_t *seed)
{
    ComboChoice choices[CHOICES_MAX];
    double prices[CHOICES_MAX];
    int32_t count = 1 + random_below(seed, CHOICES_MAX);
    for (int32_t i = 0; i < count; i++) {
        choices[i].base_price = (double)random_between(seed, 0, 2000) / 100.0;
        choices[i].combo_price = (double)random_between(seed, 0, 300) / 100.0;
        choices[i].extras = (double)random_between(seed, 0, 300) / 100.0;
    }
    double price = (double)random_between(seed, 0, 5000) / 100.0;
    combo_split(price, choices, count, random_below(seed, 5), prices);
    for (int32_t i = 0; i < count; i++)
        printf("combo %a\n", prices[i]);
}

static void print_line(const Order *order, const OrderLine *line)
{
    TaxResult result;
    double discount = line->discount.hundredths / 100.0;
    tax_compute(line->applied, line->applied_count,
                unit_price_to_double(line->unit_price) * (1.0 - discount / 100.0),
                quantity_to_double(line->quantity), order->currency.rounding, order->round_globally,
                &result);
    printf("line %d %" PRId64 " x %" PRId64 " %" PRId64 " %" PRId64 " %a %a\n", line->id,
           line->quantity.milli, line->unit_price.micro, line->subtotal.minor,
           line->subtotal_incl.minor, result.total_excluded, result.total_included);
    for (int32_t i = 0; i < result.count; i++)
        printf("tax %d %a of %a\n", result.taxes[i].tax_id, result.taxes[i].amount,
               result.taxes[i].base);
}

static void print_order(RandomTill *till, Order *order, uint64_t *seed)
{
    int32_t touches = 1 + random_below(seed, TOUCHES_MAX);
    random_till_order(till, order, seed, touches);
    for (int32_t i = 0; i < order->line_count; i++)
        print_line(order, &order->lines[i]);
    for (int32_t i = 0; i < order->tax_total_count; i++)
        printf("of tax %d %" PRId64 " %" PRId64 "\n", order->tax_totals[i].tax_id,
               order->tax_totals[i].amount.minor, order->tax_totals[i].base.minor);
    order->payment_count = 1;
    order->payments[0].amount.minor = random_size(seed, INT64_C(100000));
    OrderDue due = {{0}, {0}, {0}};
    OrderResult answer = order_due(order, &till->cash, true, &due);
    printf("total %" PRId64 " due %d %" PRId64 " %" PRId64 " %" PRId64 "\n", order->total.minor,
           answer, due.due.minor, due.change.minor, due.rounding_applied.minor);
}

static Text draw_code(uint64_t *seed, char out[CODE_MAX])
{
    static const char *const starts[] = {"21", "23", "22", "01", "3103", "3922", "]C1", "042", ""};
    const char *start = starts[random_below(seed, (int32_t)COUNT_OF(starts))];
    int32_t size = (int32_t)strlen(start), most = 8 + random_below(seed, 24);
    memcpy(out, start, (size_t)size);
    while (size < most)
        out[size++] = (char)('0' + random_below(seed, 10));
    return (Text){out, size};
}

static void compile_rules(BarcodeRules *out, Gs1Rules *out_gs1)
{
    const BarcodeRule rules[] = {
        {CAT_RULE_PRICE, CAT_ENCODING_ANY, TEXT("23.....{NNNDD}")},
        {CAT_RULE_DISCOUNT, CAT_ENCODING_ANY, TEXT("22{NN}")},
        {CAT_RULE_WEIGHT, CAT_ENCODING_ANY, TEXT("21.....{NNDDD}")},
        {CAT_RULE_PRODUCT, CAT_ENCODING_ANY, TEXT(".*")},
    };
    const Gs1Rule gs1_rules[] = {
        {0, GS1_CONTENT_IDENTIFIER, false, TEXT("(01)(\\d{14})")},
        {1, GS1_CONTENT_MEASURE, true, TEXT("(310[0-5])(\\d{6})")},
        {2, GS1_CONTENT_MEASURE, true, TEXT("(392[0-9])(\\d{1,15})")},
        {3, GS1_CONTENT_ALPHA, false, TEXT("(\\d\\d)(.{0,20})")},
    };
    barcode_rules_compile(rules, COUNT_OF(rules), 0, out);
    gs1_rules_compile(gs1_rules, COUNT_OF(gs1_rules), TEXT("\x1d"), out_gs1);
}

static void print_codes(uint64_t *seed)
{
    static BarcodeRules rules;
    static Gs1Rules compiled;
    static Gs1Parts parts;
    static bool made;
    char bytes[CODE_MAX];
    if (!made) {
        compile_rules(&rules, &compiled);
        made = true;
    }
    Text code = draw_code(seed, bytes);
    BarcodeParsed parsed;
    barcode_parse(&rules, code, &parsed);
    printf("code %.*s %d %s %a\n", TEXT_PRINTF(code), parsed.matched, parsed.base_code,
           parsed.value);
    Gs1RulesResult taken = gs1_rules_parse(&compiled, code, YEAR, &parts);
    for (int32_t i = 0; i < parts.count; i++)
        printf("part %d %.*s %a\n", taken, TEXT_PRINTF(parts.items[i].text), parts.items[i].value);
    Gs1Elements elements;
    Gs1Item item;
    if (gs1_element_string_parse(code, &elements) == GS1_OK &&
        gs1_item_read(&elements, YEAR, &item))
        printf("item %" PRId64 " %a\n", item.measure_micro, item.price);
}

int main(int count, char **words)
{
    static RandomTill till;
    static Order order;
    if (count != 3) {
        fputs("usage: parity SEED CASES\n", stderr);
        return 2;
    }
    uint64_t first = strtoull(words[1], NULL, 10);
    int32_t cases = (int32_t)strtol(words[2], NULL, 10);
    for (int32_t i = 0; i < cases; i++) {
        uint64_t seed = first + (uint64_t)i;
        printf("case %" PRIu64 "\n", seed);
        random_till_make(&till, &seed);
        print_order(&till, &order, &seed);
        print_prices(&till, &seed);
        print_combo(&seed);
        for (int32_t again = 0; again < 4; again++) {
            print_rounding(&seed);
            print_amounts(&seed);
            print_codes(&seed);
        }
    }
    return 0;
}
