/* Every line of a full order priced and taxed anew, as when a customer's card brings another price
 * list: 1,000 lines, or as many as an order has room for, with five taxes on each. */
#include "bench.h"
#include "domain/order.h"

enum {
    LINES = ORDER_LINES_MAX < 1000 ? ORDER_LINES_MAX : 1000,
    ARTICLES = 50,
    TAXES = 5,
    RUNS = 101
};

typedef struct Shop {
    Catalogue catalogue;
    CatShop shop;
    CatArticle articles[ARTICLES];
    CatUnit unit;
    CatTax taxes[TAXES];
    CatPricelist pricelist;
    CatPriceRule rule;
    uint32_t indexes[TAXES], id_index[ARTICLES];
    Order order;
} Shop;

// Inside and on top, in percent and fixed, one that the next are levied on.
static void make_taxes(Shop *shop)
{
    static const CatTax taxes[TAXES] = {
        {.id = 1, .kind = TAX_FIXED, .amount = 0.1, .price_include = 1, .include_base_amount = 1},
        {.id = 2, .kind = TAX_PERCENT, .amount = 21, .price_include = 1, .is_base_affected = 1},
        {.id = 3, .kind = TAX_PERCENT, .amount = 5.5, .is_base_affected = 1},
        {.id = 4, .kind = TAX_DIVISION, .amount = 2, .is_base_affected = 1},
        {.id = 5, .kind = TAX_FIXED, .amount = 0.25, .is_base_affected = 1},
    };
    for (uint32_t i = 0; i < TAXES; i++) {
        shop->taxes[i] = taxes[i];
        shop->taxes[i].repartition_factor = 1;
        shop->indexes[i] = i;
    }
}

static void make_shop(Shop *shop)
{
    *shop = (Shop){
        .shop = {.currency = {"EUR", "€", false, 2, 0.01},
                 .price_digits = 2,
                 .quantity_digits = 3,
                 .round_globally = 1,
                 .show_tax_included = 1},
        .unit = {.id = 1, .rounding = 0.001},
        .pricelist = {.id = 1, .rules = {0, 1}},
        .rule = {.id = 1, .compute = CAT_PRICE_PERCENTAGE, .percent = 7.5},
    };
    make_taxes(shop);
    for (int32_t i = 0; i < ARTICLES; i++) {
        shop->id_index[i] = (uint32_t)i;
        shop->articles[i] = (CatArticle){.id = i + 1,
                                         .list_price = 0.99 + i * 0.37,
                                         .accounting_category = CATALOGUE_NONE,
                                         .taxes = {0, TAXES},
                                         .flags = CAT_ARTICLE_WEIGHED};
    }
    shop->catalogue = (Catalogue){.text = "",
                                  .indexes = shop->indexes,
                                  .shop = &shop->shop,
                                  .articles = shop->articles,
                                  .article_count = ARTICLES,
                                  .units = &shop->unit,
                                  .unit_count = 1,
                                  .taxes = shop->taxes,
                                  .tax_count = TAXES,
                                  .pricelists = &shop->pricelist,
                                  .pricelist_count = 1,
                                  .price_rules = &shop->rule,
                                  .id_index = shop->id_index};
}

static void fill_order(Shop *shop, const OrderPricing *pricing)
{
    order_begin(&shop->order, pricing, "", "", 1800000000000, "en");
    for (int32_t i = 0; i < LINES; i++) {
        OrderAdd add = {.article = i % ARTICLES, .quantity = {200 + i % 1000 * 7}, .line_uuid = ""};
        int32_t id;
        if (order_add(&shop->order, pricing, &add, &id) != ORDER_OK)
            bench_fail("the full order", "does not take a line");
    }
}

void bench_reprice(Bench *bench, int32_t articles)
{
    static Shop shop;
    static double ms[RUNS];
    (void)articles;
    make_shop(&shop);
    OrderPricing pricing = {&shop.catalogue, CATALOGUE_NONE, CATALOGUE_NONE, 1800000000};
    fill_order(&shop, &pricing);
    for (int32_t i = 0; i < RUNS; i++) {
        pricing.pricelist = i % 2 ? CATALOGUE_NONE : 0;
        int64_t start_ns = bench_now_ns();
        OrderResult answer = order_reprice(&shop.order, &pricing);
        ms[i] = bench_ms_since(start_ns);
        if (answer != ORDER_OK)
            bench_fail("the full order", "can't be priced anew");
    }
    double median = bench_percentile(ms, RUNS, 0.5);
    bench_value(bench, "reprice_full_order_ms", 0, median,
                (BenchNote){.runs = RUNS, .best = ms[0]});
}
