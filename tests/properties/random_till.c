#include "random_till.h"

#include <stdlib.h>

enum { NOW_UNIX_S = 1800000000, FIRST_TAX_ID = 11, FIRST_ARTICLE_ID = 101 };

Currency random_currency(uint64_t *seed)
{
    static const Currency currencies[] = {
        {"EUR", "€", false, 2, 0.01},  {"EUR", "€", false, 2, 0.01},
        {"JPY", "¥", true, 0, 1},      {"KWD", "KD", true, 3, 0.001},
        {"CHF", "CHF", true, 2, 0.05}, {"DKK", "kr.", false, 1, 0.5},
        {"ISK", "kr", false, 0, 5},    {"CLF", "UF", true, 4, 0.0001},
    };
    return currencies[random_below(seed, (int32_t)COUNT_OF(currencies))];
}

static double random_percent(uint64_t *seed)
{
    static const double usual[] = {21, 6, 12, 5.5, 19, 7.7, 8.875, 0, 20, 25, 2.1, 10};
    static const double odd[] = {-5, -21, 100, 150, 33.333333, 0.01, -100, 300};
    if (random_one_in(seed, 6))
        return odd[random_below(seed, (int32_t)COUNT_OF(odd))];
    if (random_one_in(seed, 4))
        return (double)random_between(seed, -100000, 1000000) / 10000.0;
    return usual[random_below(seed, (int32_t)COUNT_OF(usual))];
}

static double random_division(uint64_t *seed)
{
    static const double usual[] = {10, 20, 5, 50, 21, 0, -10, 100};
    if (random_one_in(seed, 4))
        return (double)random_between(seed, -100000, 600000) / 10000.0;
    return usual[random_below(seed, (int32_t)COUNT_OF(usual))];
}

static double random_fixed(uint64_t *seed)
{
    static const double usual[] = {0.25, 0.1, 1, 0.05, 0.15, 0.005, 0, -0.25, 3};
    if (random_one_in(seed, 4))
        return (double)random_between(seed, -10000, 100000) / 10000.0;
    return usual[random_below(seed, (int32_t)COUNT_OF(usual))];
}

Tax random_tax(uint64_t *seed, int32_t id)
{
    static const double factors[] = {1, 1, 1, 1, 1, 1, 1, 0.5, 0, 1.2, -1};
    Tax tax = {.id = id};
    int32_t kind = random_below(seed, 10);
    tax.kind = kind < 6 ? TAX_PERCENT : kind < 8 ? TAX_FIXED : TAX_DIVISION;
    tax.amount = tax.kind == TAX_FIXED      ? random_fixed(seed)
                 : tax.kind == TAX_DIVISION ? random_division(seed)
                                            : random_percent(seed);
    tax.repartition_factor = factors[random_below(seed, (int32_t)COUNT_OF(factors))];
    tax.price_include = random_one_in(seed, 2);
    tax.include_base_amount = random_one_in(seed, 3);
    tax.is_base_affected = !random_one_in(seed, 4);
    return tax;
}

static CatRange add_indexes(RandomTill *till, const uint32_t *indexes, uint32_t count)
{
    CatRange range = {till->index_count, count};
    CHECK(till->index_count + count <= TILL_INDEXES);
    for (uint32_t i = 0; i < count; i++)
        till->indexes[till->index_count++] = indexes[i];
    return range;
}

// `most` of the first `limit` tables' rows, in their order.
static uint32_t choose(uint64_t *seed, uint32_t limit, uint32_t most, uint32_t *out)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < limit && count < most; i++) {
        if (random_one_in(seed, 5))
            out[count++] = i;
    }
    return count;
}

static void make_taxes(RandomTill *till, uint64_t *seed)
{
    uint32_t plain[TILL_TAXES], plain_count = 0;
    for (int32_t i = 0; i < TILL_TAXES; i++) {
        Tax tax = random_tax(seed, FIRST_TAX_ID + i);
        CatTax *to = &till->taxes[i];
        *to = (CatTax){
            .id = tax.id,
            .kind = (int32_t)tax.kind,
            .amount = tax.amount,
            .repartition_factor = tax.repartition_factor,
            .price_include = tax.price_include,
            .include_base_amount = tax.include_base_amount,
            .is_base_affected = tax.is_base_affected,
        };
        if (plain_count > 0 && random_one_in(seed, 8)) {
            uint32_t children[3], count = 1 + (uint32_t)random_below(seed, 3);
            for (uint32_t child = 0; child < count; child++)
                children[child] = plain[random_below(seed, (int32_t)plain_count)];
            to->kind = TAX_GROUP;
            to->children = add_indexes(till, children, count);
        } else {
            plain[plain_count++] = (uint32_t)i;
        }
    }
}

static void make_units(RandomTill *till)
{
    static const double steps[TILL_UNITS] = {0.01, 1, 0.001, 0.1};
    for (int32_t i = 0; i < TILL_UNITS; i++)
        till->units[i] = (CatUnit){.id = 1 + i, .rounding = steps[i], .groupable = i < 2};
}

// Most as on a shelf, some with more decimals than a price has, some a million.
static double random_price(uint64_t *seed)
{
    int32_t kind = random_below(seed, 12);
    if (kind < 8)
        return (double)random_between(seed, 0, 20000) / 100.0;
    if (kind < 10)
        return (double)random_between(seed, 0, 100000000) / 1000000.0;
    if (kind == 10)
        return (double)random_between(seed, -5000, 0) / 100.0;
    return (double)random_size(seed, 100000000) / 100.0;
}

static void make_articles(RandomTill *till, uint64_t *seed)
{
    for (int32_t i = 0; i < TILL_ARTICLES; i++) {
        uint32_t taxes[4];
        uint32_t count = choose(seed, TILL_TAXES, 1 + (uint32_t)random_below(seed, 4), taxes);
        CatArticle *article = &till->articles[i];
        *article = (CatArticle){
            .id = FIRST_ARTICLE_ID + i,
            .template_id = FIRST_ARTICLE_ID + i,
            .accounting_category = CATALOGUE_NONE,
            .taxes = add_indexes(till, taxes, count),
        };
        article->list_price = random_price(seed);
        article->cost = random_price(seed);
        article->unit = random_below(seed, TILL_UNITS);
        article->flags = random_one_in(seed, 4) ? CAT_ARTICLE_WEIGHED : 0;
        till->id_index[i] = (uint32_t)i;
    }
}

static void make_positions(RandomTill *till, uint64_t *seed)
{
    for (uint32_t i = 0; i < TILL_POSITIONS; i++) {
        uint32_t first = i * (TILL_MAPPINGS / TILL_POSITIONS);
        uint32_t count = (uint32_t)random_below(seed, TILL_MAPPINGS / TILL_POSITIONS + 1);
        till->positions[i] = (CatFiscalPosition){.id = 51 + (int32_t)i, .mappings = {first, count}};
        for (uint32_t row = first; row < first + count; row++) {
            int32_t from = random_below(seed, TILL_TAXES);
            int32_t to = random_below(seed, TILL_TAXES + 4); // beyond the taxes: archived
            till->mappings[row] = (CatTaxMapping){
                .source_tax_id = FIRST_TAX_ID + from,
                .destination_tax_id = random_one_in(seed, 4) ? 0 : FIRST_TAX_ID + to,
            };
        }
    }
}

static CatPriceRule random_rule(uint64_t *seed, int32_t id, int32_t list)
{
    static const double rounds[] = {0, 0, 0.05, 0.1, 1, 0.01};
    CatPriceRule rule = {.id = id};
    if (!random_one_in(seed, 4))
        rule.article_id = FIRST_ARTICLE_ID + random_below(seed, TILL_ARTICLES);
    if (random_one_in(seed, 2))
        rule.min_quantity = random_below(seed, 5);
    if (random_one_in(seed, 6))
        rule.start_unix_s = NOW_UNIX_S + random_below(seed, 3) - 1;
    if (random_one_in(seed, 6))
        rule.end_unix_s = NOW_UNIX_S + random_below(seed, 3) - 1;
    rule.base = random_below(seed, 3);
    rule.base_pricelist = random_below(seed, list + 1) - 1; // a list before it, or none
    rule.compute = random_below(seed, 3);
    rule.fixed_price = random_price(seed);
    rule.percent = (double)random_between(seed, -2000, 10000) / 100.0;
    rule.discount = (double)random_between(seed, -2000, 10000) / 100.0;
    rule.round = rounds[random_below(seed, (int32_t)COUNT_OF(rounds))];
    if (random_one_in(seed, 2))
        rule.surcharge = (double)random_between(seed, -100, 100) / 100.0;
    if (random_one_in(seed, 4))
        rule.min_margin = (double)random_between(seed, 0, 100) / 100.0;
    if (random_one_in(seed, 4))
        rule.max_margin = (double)random_between(seed, 100, 900) / 100.0;
    return rule;
}

static void make_pricelists(RandomTill *till, uint64_t *seed)
{
    for (int32_t i = 0; i < TILL_LISTS; i++) {
        uint32_t first = (uint32_t)i * (TILL_RULES / TILL_LISTS);
        uint32_t count = (uint32_t)random_below(seed, TILL_RULES / TILL_LISTS + 1);
        till->pricelists[i] = (CatPricelist){.id = 41 + i, .rules = {first, count}};
        for (uint32_t rule = first; rule < first + count; rule++)
            till->rules[rule] = random_rule(seed, 1 + (int32_t)rule, i);
    }
}

static void random_customer(RandomTill *till, uint64_t *seed)
{
    till->pricing.pricelist = random_below(seed, TILL_LISTS + 1) - 1;
    till->pricing.fiscal_position = random_below(seed, TILL_POSITIONS + 1) - 1;
}

static OrderCashRounding random_cash(uint64_t *seed)
{
    static const double steps[] = {0, 0, 0.05, 0.1, 0.5, 1, 5};
    OrderCashRounding cash;
    cash.step = steps[random_below(seed, (int32_t)COUNT_OF(steps))];
    cash.method = (RoundingMethod)random_below(seed, 3);
    cash.only_cash = random_one_in(seed, 2);
    return cash;
}

void random_till_make(RandomTill *till, uint64_t *seed)
{
    *till = (RandomTill){0};
    till->shop = (CatShop){
        .config_id = 3,
        .user_id = 8,
        .pricelist = CATALOGUE_NONE,
        .default_fiscal_position = CATALOGUE_NONE,
    };
    till->shop.currency = random_currency(seed);
    till->shop.price_digits = random_below(seed, 7);
    till->shop.quantity_digits = random_one_in(seed, 2) ? 2 : random_below(seed, 4);
    till->shop.round_globally = random_below(seed, 2);
    till->shop.show_tax_included = random_below(seed, 2);
    make_taxes(till, seed);
    make_units(till);
    make_articles(till, seed);
    make_positions(till, seed);
    make_pricelists(till, seed);
    till->catalogue = (Catalogue){
        .text = "",
        .indexes = till->indexes,
        .shop = &till->shop,
        .articles = till->articles,
        .article_count = TILL_ARTICLES,
        .units = till->units,
        .unit_count = TILL_UNITS,
        .taxes = till->taxes,
        .tax_count = TILL_TAXES,
        .pricelists = till->pricelists,
        .pricelist_count = TILL_LISTS,
        .price_rules = till->rules,
        .fiscal_positions = till->positions,
        .fiscal_position_count = TILL_POSITIONS,
        .tax_mappings = till->mappings,
        .id_index = till->id_index,
    };
    till->pricing.catalogue = &till->catalogue;
    till->pricing.now_unix_s = NOW_UNIX_S;
    till->cash = random_cash(seed);
    random_customer(till, seed);
}

void random_till_begin(const RandomTill *till, Order *order)
{
    order_begin(order, &till->pricing, "3f2b8c1e-5a77-4a0e-9d5b-0c6f1e2d3a4b", "token",
                INT64_C(1800000000000), "en");
}

static Quantity random_quantity(uint64_t *seed)
{
    int32_t kind = random_below(seed, 12);
    if (kind < 6)
        return (Quantity){random_between(seed, 1, 6) * 1000};
    if (kind < 9)
        return (Quantity){random_between(seed, 1, 5000)};
    if (kind < 11)
        return (Quantity){-random_between(seed, 1, 4000)};
    return (Quantity){random_size(seed, ORDER_QUANTITY_MAX * INT64_C(1100))};
}

OrderAdd random_till_draw(uint64_t *seed)
{
    OrderAdd add = {.line_uuid = "0c6f1e2d-0000-4000-8000-000000000001"};
    add.article = random_below(seed, TILL_ARTICLES);
    add.quantity = random_quantity(seed);
    add.has_price = random_one_in(seed, 6);
    add.price = random_price(seed);
    return add;
}

OrderResult random_till_touch(RandomTill *till, Order *order, uint64_t *seed)
{
    int32_t line = order->line_count ? order->lines[random_below(seed, order->line_count)].id : 1;
    switch (random_below(seed, 16)) {
    case 0:
        return order_set_quantity(order, &till->pricing, line, random_quantity(seed));
    case 1:
        return order_remove_line(order, line);
    case 2: {
        UnitPrice price = {(int64_t)(random_price(seed) * 1e6)};
        return order_set_unit_price(order, line, price);
    }
    case 3:
        return order_set_discount(order, line, (Discount){random_below(seed, 10001)});
    case 4:
        return order_void_line(order, line);
    case 5: {
        OrderPricing before = till->pricing;
        random_customer(till, seed);
        OrderResult answer = order_reprice(order, &till->pricing);
        if (answer != ORDER_OK)
            till->pricing = before;
        return answer;
    }
    default: {
        OrderAdd add = random_till_draw(seed);
        int32_t id;
        return order_add(order, &till->pricing, &add, &id);
    }
    }
}

void random_till_order(RandomTill *till, Order *order, uint64_t *seed, int32_t touches)
{
    random_till_begin(till, order);
    for (int32_t i = 0; i < touches; i++) {
        OrderResult ignored = random_till_touch(till, order, seed);
        (void)ignored;
    }
}
