/* The articles of a fake back office when two are not enough: as many as wanted, which can be
 * changed, archived, withdrawn and deleted, and what a lane may ask about them (FACTS 16, FACTS2
 * 30). */
#ifndef KIOSK_TESTS_BACKOFFICE_FAKE_SHOP_H
#define KIOSK_TESTS_BACKOFFICE_FAKE_SHOP_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

enum { FAKE_SHOP_FIRST_ID = 101, FAKE_SHOP_TABLES = 4 };

typedef struct FakeArticle {
    int32_t id;
    bool deleted, archived, withdrawn, not_for_sale;
    double price;
    char name[32];
    int64_t write_unix_s;
} FakeArticle;

typedef struct FakeShop {
    FakeArticle *articles; // ids from FAKE_SHOP_FIRST_ID on, no gaps; the barcode is the id
    int32_t count, room, load_limit;
    int32_t rule_article; // has a price of its own, 0: none
    char newest[24];      // of the price rules
    int32_t rule_count;
    int32_t pages_asked, articles_sent;
    bool has_choices; // an attribute, a combo and a kilogram of a Greek name
    int32_t combo_names_refused;
} FakeShop;

void fake_shop_init(FakeShop *shop, int32_t count, int64_t write_unix_s);
void fake_shop_release(FakeShop *shop);
FakeArticle *fake_shop_add(FakeShop *shop, int64_t write_unix_s);
FakeArticle *fake_shop_article(FakeShop *shop, int32_t id);
// Puts its articles and pricelist into a reply of load_pos_data.
void fake_shop_fill_load(FakeShop *shop, json_t *load);
// The `result` of a method, or NULL when it is none of the shop's.
json_t *fake_shop_method(FakeShop *shop, const char *model, const char *name,
                         const json_t *arguments, const json_t *keywords);

#endif
