#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/order_snapshot.h"
#include "random_order.h"
#include "support/unit_test.h"

enum { ORDERS = 1000 };

typedef struct Bench {
    OrderShop shop;
    OrderPricing pricing;
    Order order, back;
    Arena arena;
    Error error;
} Bench;

static int bench_create(void **state)
{
    Bench *bench = calloc(1, sizeof *bench);
    if (!bench)
        return -1;
    arena_create(&bench->arena, (size_t)8 << 20);
    order_shop_make(&bench->shop);
    bench->pricing = order_shop_pricing(&bench->shop);
    *state = bench;
    return 0;
}

static int bench_destroy(void **state)
{
    Bench *bench = *state;
    arena_destroy(&bench->arena);
    free(bench);
    return 0;
}

static Bytes encode(Bench *bench, const Order *order)
{
    Bytes bytes;
    if (!order_snapshot_encode(order, &bench->arena, &bytes, &bench->error))
        fail_msg("%s", bench->error.message);
    return bytes;
}

// The order of docs/order_snapshot.md.
static void begin_example(Bench *bench)
{
    order_begin(&bench->order, &bench->pricing, "3f2b8c1e-5a77-4a0e-9d5b-0c6f1e2d3a4b",
                "9a0c5d1f-0b1e-4f6a-8c3d-112233445566", 1800000000000, "en");
    OrderAdd add = {.article = SHOP_MILK,
                    .quantity = {2000},
                    .line_uuid = "b1946ac9-2492-4d23-8c62-35a4d2611184"};
    int32_t id;
    assert_int_equal(order_add(&bench->order, &bench->pricing, &add, &id), ORDER_OK);
}

static void the_bytes_of_the_document_are_written(void **state)
{
    Bench *bench = *state;
    begin_example(bench);
    Bytes bytes = encode(bench, &bench->order);
    static const char *const expected =
#include "order_snapshot_example.inc"
        ;
    char hex[2048] = "";
    assert_true(bytes.size * 2 < sizeof hex);
    for (size_t i = 0; i < bytes.size; i++)
        snprintf(hex + 2 * i, 3, "%02x", bytes.data[i]);
    assert_string_equal(hex, expected);
}

// Every field by its own (padding may differ); the encoder could forget the same field as the
// decoder.
static void assert_same_line(const OrderLine *a, const OrderLine *b)
{
    assert_int_equal(a->id, b->id);
    assert_int_equal(a->article_id, b->article_id);
    assert_string_equal(a->uuid, b->uuid);
    assert_string_equal(a->name, b->name);
    assert_string_equal(a->barcode, b->barcode);
    assert_string_equal(a->unit, b->unit);
    assert_int_equal(a->quantity.milli, b->quantity.milli);
    assert_int_equal(a->unit_price.micro, b->unit_price.micro);
    assert_int_equal(a->list_price.micro, b->list_price.micro);
    assert_true(a->price_extra == b->price_extra);
    assert_int_equal(a->discount.hundredths, b->discount.hundredths);
    assert_int_equal(a->taxes_count, b->taxes_count);
    assert_memory_equal(a->tax_ids, b->tax_ids, sizeof a->tax_ids);
    assert_int_equal(a->applied_count, b->applied_count);
    for (int32_t i = 0; i < a->applied_count; i++) {
        const Tax *x = &a->applied[i], *y = &b->applied[i];
        assert_true(x->id == y->id && x->kind == y->kind && x->amount == y->amount &&
                    x->repartition_factor == y->repartition_factor &&
                    x->price_include == y->price_include &&
                    x->include_base_amount == y->include_base_amount &&
                    x->is_base_affected == y->is_base_affected);
    }
    assert_int_equal(a->choice_count, b->choice_count);
    assert_memory_equal(a->choices, b->choices, sizeof a->choices);
    assert_int_equal(a->subtotal.minor, b->subtotal.minor);
    assert_int_equal(a->subtotal_incl.minor, b->subtotal_incl.minor);
    assert_int_equal(a->display_total.minor, b->display_total.minor);
    assert_int_equal(a->minimum_age, b->minimum_age);
    assert_int_equal(a->flags, b->flags);
    assert_int_equal(a->parent_id, b->parent_id);
    assert_int_equal(a->combo_line_id, b->combo_line_id);
    assert_string_equal(a->lot, b->lot);
}

static void assert_same_order(const Order *a, const Order *b)
{
    assert_memory_equal(a, b, offsetof(Order, currency)); // texts, ids and times
    assert_string_equal(a->currency.code, b->currency.code);
    assert_string_equal(a->currency.symbol, b->currency.symbol);
    assert_true(a->currency.symbol_before == b->currency.symbol_before &&
                a->currency.decimals == b->currency.decimals &&
                a->currency.rounding == b->currency.rounding);
    assert_true(a->round_globally == b->round_globally &&
                a->show_tax_included == b->show_tax_included);
    assert_int_equal(a->next_line_id, b->next_line_id);
    assert_int_equal(a->line_count, b->line_count);
    for (int32_t i = 0; i < a->line_count; i++)
        assert_same_line(&a->lines[i], &b->lines[i]);
    assert_int_equal(a->tax_total_count, b->tax_total_count);
    for (int32_t i = 0; i < a->tax_total_count; i++) {
        const OrderTaxTotal *x = &a->tax_totals[i], *y = &b->tax_totals[i];
        assert_string_equal(x->name, y->name);
        assert_true(x->tax_id == y->tax_id && x->rate == y->rate && x->fixed == y->fixed &&
                    x->amount.minor == y->amount.minor && x->base.minor == y->base.minor);
    }
    assert_int_equal(a->total.minor, b->total.minor);
    assert_int_equal(a->total_tax.minor, b->total_tax.minor);
    assert_int_equal(a->total_untaxed.minor, b->total_untaxed.minor);
    assert_int_equal(a->rounding_applied.minor, b->rounding_applied.minor);
    assert_int_equal(a->change.minor, b->change.minor);
    assert_int_equal(a->payment_count, b->payment_count);
    assert_memory_equal(a->payments, b->payments, sizeof a->payments);
}

static void an_order_comes_back_as_it_was(void **state)
{
    Bench *bench = *state;
    for (uint64_t i = 0; i < ORDERS; i++) {
        uint64_t seed = i;
        random_shop(&bench->shop, &seed);
        bench->pricing = order_shop_pricing(&bench->shop);
        random_order(&bench->order, &bench->pricing, &seed, random_below(&seed, 40));
        arena_clear(&bench->arena);
        Bytes bytes = encode(bench, &bench->order);
        if (!order_snapshot_decode(bytes, &bench->back, &bench->error))
            fail_msg("seed %d: %s", (int)i, bench->error.message);
        Bytes again = encode(bench, &bench->back);
        assert_int_equal(bytes.size, again.size);
        assert_true(memcmp(bytes.data, again.data, bytes.size) == 0);
        assert_same_order(&bench->order, &bench->back);
    }
}

static void twenty_lines_fit_into_three_kilobytes(void **state)
{
    Bench *bench = *state;
    order_begin(&bench->order, &bench->pricing, "3f2b8c1e-5a77-4a0e-9d5b-0c6f1e2d3a4b", "t", 0,
                "en");
    for (int32_t i = 0; i < 20; i++) {
        OrderAdd add = {.article = SHOP_APPLES,
                        .quantity = {730},
                        .line_uuid = "b1946ac9-2492-4d23-8c62-35a4d2611184"};
        int32_t id;
        assert_int_equal(order_add(&bench->order, &bench->pricing, &add, &id), ORDER_OK);
    }
    assert_true(encode(bench, &bench->order).size < 3000);
}

static void a_full_order_fits(void **state)
{
    Bench *bench = *state;
    order_begin(&bench->order, &bench->pricing, "u", "t", 0, "en");
    for (int32_t i = 0; i < ORDER_LINES_MAX; i++) {
        order_shop_add(&bench->order, &bench->pricing, SHOP_APPLES, 730);
        memset(bench->order.lines[i].name, 'x', ORDER_NAME_MAX - 1);
    }
    Bytes bytes = encode(bench, &bench->order);
    assert_true(order_snapshot_decode(bytes, &bench->back, &bench->error));
    assert_int_equal(bench->back.line_count, ORDER_LINES_MAX);
    assert_int_equal(bench->back.total.minor, bench->order.total.minor);
}

static void cut_bytes_are_refused_and_leave_the_order_alone(void **state)
{
    Bench *bench = *state;
    begin_example(bench);
    Bytes bytes = encode(bench, &bench->order);
    bench->back.line_count = 77;
    for (size_t size = 0; size < bytes.size; size++) {
        uint8_t *exact = malloc(size ? size : 1); // so that a read too far is seen
        assert_non_null(exact);
        memcpy(exact, bytes.data, size);
        assert_false(order_snapshot_decode((Bytes){exact, size}, &bench->back, &bench->error));
        free(exact);
    }
    assert_int_equal(bench->back.line_count, 77);
    uint8_t longer[2048] = {0};
    memcpy(longer, bytes.data, bytes.size);
    assert_false(
        order_snapshot_decode((Bytes){longer, bytes.size + 1}, &bench->back, &bench->error));
    assert_non_null(strstr(bench->error.message, "bytes behind it"));
}

static bool within(int64_t value, int64_t limit)
{
    return value >= -limit && value <= limit;
}

static void assert_order_in_range(const Order *order)
{
    assert_in_set((unsigned long)order->currency.decimals, ((unsigned long[]){0, 1, 2, 3, 4}), 5);
    assert_true(order->line_count >= 0 && order->line_count <= ORDER_LINES_MAX);
    assert_true(order->payment_count >= 0 && order->payment_count <= ORDER_PAYMENTS_MAX);
    assert_true(order->tax_total_count >= 0 && order->tax_total_count <= ORDER_TAX_TOTALS_MAX);
    for (int32_t i = 0; i < order->line_count; i++) {
        const OrderLine *line = &order->lines[i];
        assert_true(line->applied_count >= 0 &&
                    line->applied_count <= (int32_t)COUNT_OF(line->applied));
        for (int32_t t = 0; t < line->applied_count; t++)
            assert_true(line->applied[t].kind < TAX_GROUP);
        assert_true(line->taxes_count >= 0 && line->taxes_count <= ORDER_LINE_TAXES_MAX);
        assert_true(line->choice_count >= 0 && line->choice_count <= ORDER_LINE_CHOICES_MAX);
        assert_true(within(line->quantity.milli, ORDER_QUANTITY_MAX * INT64_C(1000)));
        assert_true(within(line->subtotal.minor, ORDER_LINE_AMOUNT_MAX));
        assert_true(line->discount.hundredths >= 0 && line->discount.hundredths <= 10000);
        assert_true(text_is_valid_utf8(text_from_string(line->name)));
    }
}

static void changed_bytes_never_give_an_order_out_of_range(void **state)
{
    Bench *bench = *state;
    for (uint64_t i = 0; i < 8; i++) {
        uint64_t seed = i;
        random_order(&bench->order, &bench->pricing, &seed, 12);
        arena_clear(&bench->arena);
        Bytes bytes = encode(bench, &bench->order);
        uint8_t *changed = malloc(bytes.size);
        assert_non_null(changed);
        for (size_t at = 0; at < bytes.size; at++) {
            memcpy(changed, bytes.data, bytes.size);
            changed[at] ^= (uint8_t)(1 << random_below(&seed, 8));
            if (at % 3 == 0) // and somewhere else
                changed[random_below(&seed, (int32_t)bytes.size)] = (uint8_t)random_next(&seed);
            if (!order_snapshot_decode((Bytes){changed, bytes.size}, &bench->back, &bench->error))
                continue;
            assert_order_in_range(&bench->back);
            OrderResult ignored = order_total(&bench->back); // whatever it says, it says it
            (void)ignored;
        }
        free(changed);
    }
}

static void version_1_is_read_and_compared_in_its_own_form(void **state)
{
    Bench *bench = *state;
    static const char *const hex =
#include "order_snapshot_version1.inc"
        ;
    uint8_t bytes[256];
    size_t size = strlen(hex) / 2;
    assert_true(size <= sizeof bytes);
    for (size_t i = 0; i < size; i++) {
        unsigned byte;
        assert_int_equal(sscanf(hex + 2 * i, "%2x", &byte), 1);
        bytes[i] = (uint8_t)byte;
    }
    if (!order_snapshot_decode((Bytes){bytes, size}, &bench->back, &bench->error))
        fail_msg("%s", bench->error.message);
    begin_example(bench);
    assert_same_order(&bench->order, &bench->back);
    bytes[3] = 2; // a line of version 1 is no line of version 2
    assert_false(order_snapshot_decode((Bytes){bytes, size}, &bench->back, &bench->error));
}

static void a_menu_and_a_serial_number_come_back(void **state)
{
    Bench *bench = *state;
    begin_example(bench);
    OrderCombo menu = {.article = SHOP_MENU, .quantity = {1000}, .part_count = 2};
    menu.parts[0].line = SHOP_MENU_BREAD;
    menu.parts[1].line = SHOP_MENU_BEER;
    OrderAdd phone = {.article = SHOP_PHONE, .quantity = {1000}, .lot = "SN 0001/ä"};
    int32_t id;
    assert_int_equal(order_add_combo(&bench->order, &bench->pricing, &menu, &id), ORDER_OK);
    assert_int_equal(order_add(&bench->order, &bench->pricing, &phone, &id), ORDER_OK);
    Bytes bytes = encode(bench, &bench->order);
    assert_true(order_snapshot_decode(bytes, &bench->back, &bench->error));
    assert_same_order(&bench->order, &bench->back);
}

static void parts_that_don_t_follow_their_combo_are_refused(void **state)
{
    Bench *bench = *state;
    begin_example(bench);
    OrderCombo menu = {.article = SHOP_MENU, .quantity = {1000}, .part_count = 2};
    menu.parts[0].line = SHOP_MENU_BREAD;
    menu.parts[1].line = SHOP_MENU_BEER;
    int32_t id;
    Bytes bytes;
    assert_int_equal(order_add_combo(&bench->order, &bench->pricing, &menu, &id), ORDER_OK);
    OrderLine *lines = bench->order.lines; // milk, the menu, its parts
    lines[3].parent_id = lines[0].id;
    assert_false(order_snapshot_encode(&bench->order, &bench->arena, &bytes, &bench->error));
    lines[3].parent_id = lines[1].id;
    lines[1].flags &= ~(uint32_t)ORDER_LINE_COMBO;
    assert_false(order_snapshot_encode(&bench->order, &bench->arena, &bytes, &bench->error));
    lines[1].flags |= ORDER_LINE_COMBO;
    lines[2].parent_id = 0;
    assert_false(order_snapshot_encode(&bench->order, &bench->arena, &bytes, &bench->error));
    assert_non_null(strstr(bench->error.message, "combo of a line"));
}

static void another_version_is_named(void **state)
{
    Bench *bench = *state;
    begin_example(bench);
    Bytes bytes = encode(bench, &bench->order);
    uint8_t changed[2048];
    memcpy(changed, bytes.data, bytes.size);
    assert_int_equal(changed[3], 2); // behind the list's own three bytes
    changed[3] = 3;
    assert_false(order_snapshot_decode((Bytes){changed, bytes.size}, &bench->back, &bench->error));
    assert_int_equal(bench->error.kind, ERROR_INVALID);
    assert_non_null(strstr(bench->error.message, "version 3"));
}

static void a_second_form_of_the_same_order_is_refused(void **state)
{
    Bench *bench = *state;
    begin_example(bench);
    Bytes bytes = encode(bench, &bench->order);
    uint8_t longer[2048];
    memcpy(longer, bytes.data, 3);
    longer[3] = 0xcc; // 2 in two bytes instead of one
    longer[4] = 2;
    memcpy(longer + 5, bytes.data + 4, bytes.size - 4);
    assert_false(
        order_snapshot_decode((Bytes){longer, bytes.size + 1}, &bench->back, &bench->error));
    assert_non_null(strstr(bench->error.message, "one form"));
}

static void what_could_not_be_read_back_is_not_written(void **state)
{
    Bench *bench = *state;
    Bytes bytes = {0};
    size_t used = bench->arena.used_bytes;
    begin_example(bench);
    bench->order.lines[0].name[0] = (char)0xff;
    assert_false(order_snapshot_encode(&bench->order, &bench->arena, &bytes, &bench->error));
    assert_non_null(strstr(bench->error.message, "name of a line"));
    begin_example(bench);
    bench->order.line_count = ORDER_LINES_MAX + 1;
    assert_false(order_snapshot_encode(&bench->order, &bench->arena, &bytes, &bench->error));
    begin_example(bench);
    memset(bench->order.lines[0].unit, 'x',
           sizeof bench->order.lines[0].unit); // no zero at its end
    assert_false(order_snapshot_encode(&bench->order, &bench->arena, &bytes, &bench->error));
    assert_int_equal(bench->arena.used_bytes, used);
    assert_null(bytes.data);
}

static void announced_sizes_cost_nothing(void **state)
{
    Bench *bench = *state;
    static const uint8_t hostile[][8] = {
        {0xdd, 0xff, 0xff, 0xff, 0xff, 1},                // 4 billion items
        {0xdc, 0x00, 0x10, 0x01, 0xdb, 0xff, 0xff, 0xff}, // 4 GB of text
        {0xdc, 0x00, 0x10, 0x01, 0xc6, 0xff, 0xff, 0xff},
        {0x91, 0x91, 0x91, 0x91, 0x91, 0x91, 0x91, 0x91},
        {0xc1, 0xc1, 0xc1, 0xc1, 0xc1, 0xc1, 0xc1, 0xc1},
    };
    for (size_t i = 0; i < COUNT_OF(hostile); i++)
        assert_false(order_snapshot_decode((Bytes){hostile[i], 8}, &bench->back, &bench->error));
    assert_false(order_snapshot_decode((Bytes){NULL, 0}, &bench->back, &bench->error));
    assert_false(order_snapshot_decode((Bytes){hostile[0], ORDER_SNAPSHOT_SIZE_MAX + 1},
                                       &bench->back, &bench->error));
    assert_int_equal(bench->error.kind, ERROR_LIMIT);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, bench_create, bench_destroy)
    const struct CMUnitTest tests[] = {
        TEST(the_bytes_of_the_document_are_written),
        TEST(an_order_comes_back_as_it_was),
        TEST(twenty_lines_fit_into_three_kilobytes),
        TEST(a_full_order_fits),
        TEST(cut_bytes_are_refused_and_leave_the_order_alone),
        TEST(changed_bytes_never_give_an_order_out_of_range),
        TEST(version_1_is_read_and_compared_in_its_own_form),
        TEST(a_menu_and_a_serial_number_come_back),
        TEST(parts_that_don_t_follow_their_combo_are_refused),
        TEST(another_version_is_named),
        TEST(a_second_form_of_the_same_order_is_refused),
        TEST(what_could_not_be_read_back_is_not_written),
        TEST(announced_sizes_cost_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
