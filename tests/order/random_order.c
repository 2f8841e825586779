#include "random_order.h"

#include <stdio.h>
#include <string.h>

#include "support/unit_test.h"

void random_shop(OrderShop *shop, uint64_t *seed)
{
    static const Currency currencies[] = {
        {"EUR", "€", false, 2, 0.01},
        {"JPY", "¥", true, 0, 1},
        {"KWD", "KD", true, 3, 0.001},
        {"CHF", "Fr.", true, 2, 0.05},
    };
    order_shop_make(shop);
    shop->shop.currency = currencies[random_below(seed, (int32_t)COUNT_OF(currencies))];
    shop->shop.round_globally = random_below(seed, 2);
    shop->shop.show_tax_included = random_below(seed, 2);
    shop->shop.price_digits = 2 + random_below(seed, 3);
    for (int32_t i = 0; i < SHOP_ARTICLES; i++)
        shop->articles[i].list_price = random_below(seed, 200000) / 1000.0;
}

static void random_menu(Order *order, const OrderPricing *pricing, uint64_t *seed)
{
    static const int32_t choices[] = {SHOP_KETCHUP, SHOP_TRUFFLE};
    OrderCombo menu = {.article = SHOP_MENU,
                       .quantity = {(1 + random_below(seed, 3)) * INT64_C(1000)},
                       .part_count = 2};
    menu.parts[0] = (OrderComboPart){.line = random_below(seed, 2) + SHOP_MENU_BURGER};
    menu.parts[1] = (OrderComboPart){.line = random_below(seed, 2) + SHOP_MENU_MILK,
                                     .minimum_age = random_below(seed, 2) * 16};
    if (menu.parts[0].line == SHOP_MENU_BURGER) {
        menu.parts[0].choices = choices;
        menu.parts[0].choice_count = random_below(seed, 3);
    }
    for (int32_t i = 0; i < 3; i++)
        snprintf(menu.line_uuids[i], ORDER_UUID_SIZE, "%08x-0000-4000-8000-%012x",
                 (unsigned)random_next(seed) & 0xffffffffu,
                 (unsigned)random_next(seed) & 0xffffffffu);
    int32_t id;
    OrderResult ignored = order_add_combo(order, pricing, &menu, &id);
    (void)ignored;
}

static int32_t random_line(const Order *order, uint64_t *seed)
{
    return order->line_count ? order->lines[random_below(seed, order->line_count)].id : 1;
}

static void random_add(Order *order, const OrderPricing *pricing, uint64_t *seed)
{
    static const int32_t choices[] = {SHOP_KETCHUP, SHOP_TRUFFLE, SHOP_CARD};
    char uuid[ORDER_UUID_SIZE];
    snprintf(uuid, sizeof uuid, "%08x-0000-4000-8000-%012x",
             (unsigned)random_next(seed) & 0xffffffffu, (unsigned)random_next(seed) & 0xffffffffu);
    OrderAdd add = {
        .article = random_below(seed, SHOP_ARTICLES),
        .quantity = {random_below(seed, 4) ? (1 + random_below(seed, 6)) * INT64_C(1000)
                                           : random_below(seed, 5000) - 500},
        .has_price = random_below(seed, 8) == 0,
        .price = random_below(seed, 100000) / 1000.0,
        .minimum_age = random_below(seed, 10) ? 0 : 18,
        .line_uuid = uuid,
    };
    char lot[8];
    snprintf(lot, sizeof lot, "SN%d", random_below(seed, 40));
    if (add.article == SHOP_PHONE)
        add.lot = lot;
    if (add.article == SHOP_MENU) {
        random_menu(order, pricing, seed);
        return;
    }
    if (add.article == SHOP_BURGER) {
        add.choices = choices;
        add.choice_count = random_below(seed, 4);
    }
    int32_t id;
    OrderResult ignored = order_add(order, pricing, &add, &id);
    (void)ignored;
}

void random_step(Order *order, OrderPricing *pricing, uint64_t *seed)
{
    int32_t line = random_line(order, seed);
    OrderResult answer = ORDER_OK;
    switch (random_below(seed, 16)) {
    case 0:
        answer =
            order_set_quantity(order, pricing, line, (Quantity){random_below(seed, 9000) - 500});
        break;
    case 1:
        answer = order_remove_line(order, line);
        break;
    case 2:
        answer = order_set_unit_price(order, line, (UnitPrice){random_below(seed, 50000000)});
        break;
    case 3:
        answer = order_set_discount(order, line, (Discount){random_below(seed, 10001)});
        break;
    case 4:
        answer = order_void_line(order, line);
        break;
    case 5:
        pricing->pricelist = random_below(seed, SHOP_LISTS + 1) - 1;
        pricing->fiscal_position = random_below(seed, SHOP_POSITIONS + 1) - 1;
        answer = order_reprice(order, pricing);
        assert_int_equal(answer, ORDER_OK);
        break;
    default:
        random_add(order, pricing, seed);
    }
    (void)answer;
}

void random_order(Order *order, OrderPricing *pricing, uint64_t *seed, int32_t steps)
{
    order_begin(order, pricing, "3f2b8c1e-5a77-4a0e-9d5b-0c6f1e2d3a4b", "token", 1800000000000,
                "fr");
    for (int32_t i = 0; i < steps; i++)
        random_step(order, pricing, seed);
    if (random_below(seed, 2) == 0)
        return;
    order->number = (OrderNumber){16, 2, 1 + random_below(seed, 100000)};
    memcpy(order->ticket_code, "a1b2c", 6);
    order->paid_unix_ms = 1800000100000 + random_below(seed, 100000);
    order->payment_count = 1 + random_below(seed, 2);
    for (int32_t i = 0; i < order->payment_count; i++) {
        OrderPayment *payment = &order->payments[i];
        *payment = (OrderPayment){.method_id = 1 + i, .paid_unix_ms = order->paid_unix_ms};
        memcpy(payment->method_name, "Card", 5);
        payment->amount.minor = order->total.minor / 2 + random_below(seed, 100);
        snprintf(payment->transaction_id, sizeof payment->transaction_id, "T%d",
                 random_below(seed, 1000000));
    }
}
