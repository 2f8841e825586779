#include "order_shop.h"

#include <string.h>

#include "support/unit_test.h"

static CatText text(OrderShop *shop, const char *string)
{
    uint32_t size = (uint32_t)strlen(string);
    assert_true(shop->text_size + size < sizeof shop->text);
    memcpy(shop->text + shop->text_size, string, size);
    shop->text_size += size;
    return (CatText){shop->text_size - size, size};
}

static CatRange one_index(OrderShop *shop, uint32_t index)
{
    shop->indexes[shop->index_count++] = index;
    return (CatRange){shop->index_count - 1, 1};
}

static void make_taxes(OrderShop *shop)
{
    CatTax percent = {
        .kind = TAX_PERCENT, .repartition_factor = 1, .price_include = 1, .is_base_affected = 1};
    for (size_t i = 0; i < COUNT_OF(shop->taxes); i++) {
        shop->taxes[i] = percent;
        shop->taxes[i].id = TAX_21 + (int32_t)i;
    }
    shop->taxes[0].amount = 21;
    shop->taxes[0].name = text(shop, "VAT 21 %");
    shop->taxes[1].amount = 6;
    shop->taxes[1].price_include = 0;
    shop->taxes[1].name = text(shop, "6 % on top");
    shop->taxes[2].amount = 6;
    shop->taxes[2].name = text(shop, "VAT 6 %");
    shop->taxes[3].kind = TAX_FIXED;
    shop->taxes[3].amount = 0.25;
    shop->taxes[3].price_include = 0;
    shop->taxes[3].name = text(shop, "Deposit");
    shop->taxes[4].amount = 12;
    shop->taxes[4].name = text(shop, "VAT 12 %");
    shop->taxes[5].kind = TAX_GROUP;
    shop->taxes[5].children = (CatRange){shop->index_count, 2};
    shop->indexes[shop->index_count++] = 1;
    shop->indexes[shop->index_count++] = 6;
    shop->taxes[6].amount = 2;
    shop->taxes[6].price_include = 0;
    shop->taxes[6].name = text(shop, "2 % on top");
}

static void make_article(OrderShop *shop, ShopArticle at, const char *name, double price,
                         uint32_t tax, uint32_t flags)
{
    shop->articles[at] = (CatArticle){
        .id = 101 + (int32_t)at,
        .template_id = 201 + (int32_t)at,
        .name = text(shop, name),
        .barcode = text(shop, "5449000000996"),
        .list_price = price,
        .cost = price / 2,
        .unit = flags & CAT_ARTICLE_WEIGHED ? 1 : 0,
        .accounting_category = CATALOGUE_NONE,
        .taxes = one_index(shop, tax),
        .flags = flags,
    };
    shop->id_index[at] = at;
}

static void make_articles(OrderShop *shop)
{
    make_article(shop, SHOP_MILK, "Whole milk", 1.21, 0, 0);
    make_article(shop, SHOP_BREAD, "Bread", 2.5, 1, 0);
    make_article(shop, SHOP_APPLES, "Äpfel", 2.99, 2, CAT_ARTICLE_WEIGHED);
    make_article(shop, SHOP_BEER, "Beer", 1.5, 0, 0);
    one_index(shop, 3);
    shop->articles[SHOP_BEER].taxes.count = 2;
    make_article(shop, SHOP_BURGER, "Burger", 8, 4, CAT_ARTICLE_CHOICES);
    make_article(shop, SHOP_PEN, "Pen", 1, 0, 0);
    make_article(shop, SHOP_MENU, "Menu", 12, 4, CAT_ARTICLE_COMBO);
    make_article(shop, SHOP_TIP, "Tip", 1, 0, CAT_ARTICLE_SPECIAL);
    make_article(shop, SHOP_PHONE, "Phone", 299, 0, CAT_ARTICLE_TRACKED);
    shop->articles[SHOP_PHONE].tracking = CAT_TRACKING_SERIAL;
    make_article(shop, SHOP_PAPER, "Paper", 0.333, 5, 0);
    shop->values[0] = (CatAttributeValue){SHOP_KETCHUP, text(shop, "Ketchup"), 0.3, 0, {0, 0}};
    shop->values[1] = (CatAttributeValue){SHOP_TRUFFLE, text(shop, "Truffle"), 2.4, 0, {0, 0}};
    shop->values[2] = (CatAttributeValue){SHOP_CARD, text(shop, "Card"), 0, 1, {0, 0}};
    shop->attribute = (CatAttribute){.id = 7, .multiple = 1, .values = {0, 3}};
    shop->articles[SHOP_BURGER].attributes = one_index(shop, 0);
}

// The main course's cheapest article stands for 8.00 of the menu's price, the drink's for 1.21.
static void make_combos(OrderShop *shop)
{
    shop->combo_lines[SHOP_MENU_BURGER] = (CatComboLine){61, SHOP_BURGER, 0};
    shop->combo_lines[SHOP_MENU_BREAD] = (CatComboLine){62, SHOP_BREAD, 0.5};
    shop->combo_lines[SHOP_MENU_MILK] = (CatComboLine){63, SHOP_MILK, 0};
    shop->combo_lines[SHOP_MENU_BEER] = (CatComboLine){64, SHOP_BEER, 0.3};
    shop->combos[0] = (CatCombo){
        .id = 71, .name = text(shop, "Main"), .base_price = 8, .lines = {SHOP_MENU_BURGER, 2}};
    shop->combos[1] = (CatCombo){
        .id = 72, .name = text(shop, "Drink"), .base_price = 1.21, .lines = {SHOP_MENU_MILK, 2}};
    shop->articles[SHOP_MENU].combos = one_index(shop, 0);
    one_index(shop, 1);
    shop->articles[SHOP_MENU].combos.count = 2;
}

static void make_prices(OrderShop *shop)
{
    shop->rules[0] = (CatPriceRule){
        .id = 31,
        .article_id = 101 + SHOP_PEN,
        .min_quantity = 3,
        .base_pricelist = CATALOGUE_NONE,
        .compute = CAT_PRICE_FIXED,
        .fixed_price = 0.8,
    };
    shop->rules[1] = (CatPriceRule){
        .id = 32,
        .article_id = 101 + SHOP_BURGER,
        .base_pricelist = CATALOGUE_NONE,
        .compute = CAT_PRICE_PERCENTAGE,
        .percent = 10,
    };
    shop->pricelists[SHOP_OFFERS] = (CatPricelist){41, text(shop, "Offers"), 1, {0, 2}};
    shop->mappings[0] = (CatTaxMapping){TAX_21, TAX_6};
    shop->mappings[1] = (CatTaxMapping){TAX_21, 0};
    shop->positions[SHOP_TAKE_AWAY] = (CatFiscalPosition){51, text(shop, "Take away"), {0, 1}};
    shop->positions[SHOP_EXPORT] = (CatFiscalPosition){52, text(shop, "Export"), {1, 1}};
}

void order_shop_make(OrderShop *shop)
{
    *shop = (OrderShop){0};
    shop->shop = (CatShop){
        .currency = {"EUR", "€", false, 2, 0.01},
        .config_id = 3,
        .user_id = 8,
        .pricelist = CATALOGUE_NONE,
        .default_fiscal_position = CATALOGUE_NONE,
        .price_digits = 2,
        .quantity_digits = 2,
        .show_tax_included = 1,
    };
    shop->units[0] =
        (CatUnit){.id = 1, .name = text(shop, "Units"), .rounding = 0.01, .groupable = 1};
    shop->units[1] = (CatUnit){.id = 2, .name = text(shop, "kg"), .rounding = 0.01};
    make_taxes(shop);
    make_articles(shop);
    make_combos(shop);
    make_prices(shop);
    shop->catalogue = (Catalogue){
        .text = shop->text,
        .indexes = shop->indexes,
        .shop = &shop->shop,
        .articles = shop->articles,
        .article_count = SHOP_ARTICLES,
        .units = shop->units,
        .unit_count = 2,
        .taxes = shop->taxes,
        .tax_count = (int32_t)COUNT_OF(shop->taxes),
        .pricelists = shop->pricelists,
        .pricelist_count = SHOP_LISTS,
        .price_rules = shop->rules,
        .fiscal_positions = shop->positions,
        .fiscal_position_count = SHOP_POSITIONS,
        .tax_mappings = shop->mappings,
        .attributes = &shop->attribute,
        .attribute_count = 1,
        .attribute_values = shop->values,
        .attribute_value_count = 3,
        .combos = shop->combos,
        .combo_count = 2,
        .combo_lines = shop->combo_lines,
        .combo_line_count = SHOP_MENU_LINES,
        .id_index = shop->id_index,
    };
}

OrderPricing order_shop_pricing(const OrderShop *shop)
{
    return (OrderPricing){&shop->catalogue, CATALOGUE_NONE, CATALOGUE_NONE, 1800000000};
}

int32_t order_shop_add(Order *order, const OrderPricing *pricing, ShopArticle article,
                       int64_t milli)
{
    OrderAdd add = {.article = (int32_t)article, .quantity = {milli}};
    int32_t line_id = 0;
    assert_int_equal(order_add(order, pricing, &add, &line_id), ORDER_OK);
    return line_id;
}
