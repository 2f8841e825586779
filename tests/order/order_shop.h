/* A small shop by hand, whose prices and taxes the tests work out on paper. Per-line rounding to
 * 0.01, prices shown with tax; a test changes `shop` and the tables as it likes before it begins an
 * order. */
#ifndef KIOSK_TESTS_ORDER_SHOP_H
#define KIOSK_TESTS_ORDER_SHOP_H

#include "domain/order.h"

typedef enum ShopArticle {
    SHOP_MILK,   // 1.21 with 21 % inside
    SHOP_BREAD,  // 2.50, 6 % on top
    SHOP_APPLES, // 2.99 a kilogram, weighed, 6 % inside
    SHOP_BEER,   // 1.50 with 21 % inside, and a deposit of 0.25 on top
    SHOP_BURGER, // 8.00, 12 % inside, sauces to choose
    SHOP_PEN,    // 1.00 with 21 % inside; 0.80 from three pieces in the list "Offers"
    SHOP_MENU,   // a combo for 12.00: a main course (burger or bread), a drink (milk or beer)
    SHOP_TIP,    // special
    SHOP_PHONE,  // 299.00, tracked by serial number, 21 % inside
    SHOP_PAPER,  // 0.333, group of 6 % and 2 % on top
    SHOP_ARTICLES,
} ShopArticle;

enum { SHOP_OFFERS, SHOP_LISTS }; // pricelists
enum {
    SHOP_TAKE_AWAY,
    SHOP_EXPORT,
    SHOP_POSITIONS
}; // 21 inside becomes 6 inside; 21 inside falls away
enum {
    SHOP_KETCHUP = 501,
    SHOP_TRUFFLE = 502,
    SHOP_CARD = 503
}; // 0.30, 2.40, 0.00 and a typed text
enum {
    TAX_21 = 11,
    TAX_6_ON_TOP = 12,
    TAX_6 = 13,
    TAX_DEPOSIT = 14,
    TAX_12 = 15,
    TAX_GROUP_8 = 16,
    TAX_2_ON_TOP = 17
};

// Lines of the menu's combos, as catalogue indexes; the server's ids are 61 and on.
enum { SHOP_MENU_BURGER, SHOP_MENU_BREAD, SHOP_MENU_MILK, SHOP_MENU_BEER, SHOP_MENU_LINES };

typedef struct OrderShop {
    Catalogue catalogue;
    CatShop shop;
    CatArticle articles[SHOP_ARTICLES];
    CatTax taxes[7];
    CatUnit units[2];
    CatPricelist pricelists[SHOP_LISTS];
    CatPriceRule rules[2];
    CatFiscalPosition positions[SHOP_POSITIONS];
    CatTaxMapping mappings[2];
    CatAttribute attribute;
    CatAttributeValue values[3];
    CatCombo combos[2];
    CatComboLine combo_lines[SHOP_MENU_LINES];
    uint32_t indexes[34], id_index[SHOP_ARTICLES], index_count;
    char text[1024];
    uint32_t text_size;
} OrderShop;

void order_shop_make(OrderShop *shop);
OrderPricing order_shop_pricing(const OrderShop *shop);
// Adds and asserts that it was taken; returns the line's id.
int32_t order_shop_add(Order *order, const OrderPricing *pricing, ShopArticle article,
                       int64_t milli);

#endif
