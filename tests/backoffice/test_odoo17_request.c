/* Requests are the bytes that the server takes: exact decimals, the same at each retry. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backoffice/odoo17_barcodes.h"
#include "backoffice/odoo17_names.h"
#include "backoffice/odoo17_request.h"
#include "shared_files.h"
#include "support/unit_test.h"

static const Odoo17Login login = {"shop", 8, "k\"ey"};
static Order order; // too big for a stack

static void fill_order(void)
{
    memset(&order, 0, sizeof order);
    strcpy(order.uuid, "0cbc90f9-5a0a-4c87-b41c-33d9957a2463");
    strcpy(order.access_token, "6fa7682b-7ad2-4919-922e-a86f5f52d638");
    strcpy(order.ticket_code, "9zw6e");
    order.number = (OrderNumber){16, 2, 17};
    order.user_id = 8;
    order.pricelist_id = 3;
    order.started_unix_ms = 1795442948123;
    order.paid_unix_ms = 1795443058999;
    order.currency = (Currency){"EUR", "\xe2\x82\xac", false, 2, 0.01};
    order.line_count = 4;
    order.lines[0] = (OrderLine){.id = 1,
                                 .article_id = 76,
                                 .uuid = "aa9cff20-5c61-4f26-a69c-82118da5b7e6",
                                 .name = "B\xc3\xa4r \"x\"\\",
                                 .quantity = {734},
                                 .unit_price = {1990000},
                                 .price_extra = 0.1 + 0.2,
                                 .discount = {1250},
                                 .taxes_count = 2,
                                 .tax_ids = {7, 5},
                                 .choice_count = 2,
                                 .choices = {20, 21},
                                 .subtotal = {110},
                                 .subtotal_incl = {130}};
    order.lines[1] =
        (OrderLine){.id = 2, .article_id = 77, .quantity = {1000}, .flags = ORDER_LINE_VOID};
    order.lines[2] = (OrderLine){.id = 3, .article_id = 78, .quantity = {0}};
    order.lines[3] = (OrderLine){.id = 4,
                                 .article_id = 79,
                                 .name = "Milk",
                                 .quantity = {2000},
                                 .unit_price = {1150000},
                                 .subtotal = {209},
                                 .subtotal_incl = {230},
                                 .flags = ORDER_LINE_MANUAL_PRICE};
    order.total = (Money){360};
    order.total_tax = (Money){41};
    order.change = (Money){140};
    order.payment_count = 2;
    order.payments[0] = (OrderPayment){.method_id = 6,
                                       .amount = {300},
                                       .paid_unix_ms = 1795443057000,
                                       .transaction_id = "T-1",
                                       .card_type = "VISA"};
    order.payments[1] =
        (OrderPayment){.method_id = 5, .amount = {200}, .paid_unix_ms = 1795443058000};
}

static const char lines[] =
    "\"lines\":[[0,0,{\"id\":1,\"uuid\":\"aa9cff20-5c61-4f26-a69c-82118da5b7e6\",\"product_id\":76,"
    "\"full_product_name\":\"B\xc3\xa4r "
    "\\\"x\\\"\\\\\",\"qty\":0.734,\"price_unit\":1.99,\"price_extra\":0.3,"
    "\"discount\":12.5,\"price_subtotal\":1.1,\"price_subtotal_incl\":1.3,\"tax_ids\":[[6,false,[7,"
    "5]]],"
    "\"attribute_value_ids\":[20,21],\"custom_attribute_value_ids\":[],\"pack_lot_ids\":[],"
    "\"customer_note\":\"\",\"price_type\":\"original\",\"skip_change\":false}],"
    "[0,0,{\"id\":4,\"uuid\":\"\",\"product_id\":79,\"full_product_name\":\"Milk\",\"qty\":2,"
    "\"price_unit\":1.15,"
    "\"price_extra\":0,\"discount\":0,\"price_subtotal\":2.09,\"price_subtotal_incl\":2.3,"
    "\"tax_ids\":[[6,false,[]]],\"attribute_value_ids\":[],\"custom_attribute_value_ids\":[],"
    "\"pack_lot_ids\":[],\"customer_note\":\"\",\"price_type\":\"manual\",\"skip_change\":false}]]";

static void assert_contains(const char *body, const char *part)
{
    if (!strstr(body, part))
        fail_msg("no '%s' in '%s'", part, body);
}

static void a_paid_order_is_written_exactly(void **state)
{
    (void)state;
    fill_order();
    char *body = odoo17_request_order(&login, &order, NULL, false);
    assert_contains(
        body,
        "{\"jsonrpc\":\"2.0\",\"method\":\"call\",\"id\":1,\"params\":{\"service\":\"object\","
        "\"method\":\"execute_kw\",\"args\":[\"shop\",8,\"k\\\"ey\",\"pos.order\","
        "\"create_from_ui\",[[{\"id\":\"00016-002-0017\",\"data\":{\"name\":\"Order "
        "00016-002-0017\",\"uid\":\"00016-002-0017\",");
    assert_contains(
        body, "\"sequence_number\":17,\"pos_session_id\":16,\"user_id\":8,\"partner_id\":false,"
              "\"pricelist_id\":3,\"fiscal_position_id\":false,"
              "\"date_order\":\"2026-11-23 14:10:58\",\"amount_total\":3.6,\"amount_tax\":0.41,"
              "\"amount_paid\":3.6,\"amount_return\":1.4,");
    assert_contains(body, lines);
    assert_contains(
        body, ",\"statement_ids\":[[0,0,{\"payment_method_id\":6,\"name\":\"2026-11-23 14:10:57\","
              "\"amount\":3,\"payment_status\":\"done\",\"transaction_id\":\"T-1\","
              "\"card_type\":\"VISA\",\"cardholder_name\":\"\",\"ticket\":\"\"}],"
              "[0,0,{\"payment_method_id\":5,\"name\":\"2026-11-23 14:10:58\",\"amount\":2,");
    assert_contains(
        body, "\"access_token\":\"6fa7682b-7ad2-4919-922e-a86f5f52d638\",\"ticket_code\":\"9zw6e\","
              "\"server_id\":false,\"to_invoice\":false,");
    assert_contains(body,
                    "\"to_invoice\":false}],false],{\"context\":{\"is_receipt_printed\":true}}]}}");
    odoo17_request_destroy(body);
}

static void a_draft_has_the_same_lines_and_no_payment(void **state)
{
    (void)state;
    fill_order();
    char *body = odoo17_request_order(&login, &order, NULL, true);
    assert_contains(body, lines);
    assert_contains(
        body, "\"date_order\":\"2026-11-23 14:10:58\",\"amount_total\":3.6,\"amount_tax\":0.41,"
              "\"amount_paid\":0,\"amount_return\":0,");
    assert_contains(body, ",\"statement_ids\":[],");
    assert_contains(body, "}],true],{\"context\":");
    odoo17_request_destroy(body);
}

static void the_same_order_gives_the_same_bytes(void **state)
{
    (void)state;
    fill_order();
    for (int32_t draft = 0; draft < 2; draft++) {
        char *first = odoo17_request_order(&login, &order, NULL, draft);
        char *second = odoo17_request_order(&login, &order, NULL, draft);
        assert_string_equal(first, second);
        odoo17_request_destroy(first);
        odoo17_request_destroy(second);
    }
}

static void a_repair_changes_what_is_meant_and_nothing_else(void **state)
{
    (void)state;
    fill_order();
    order.partner_id = 14;
    OrderRepairs repairs = {0};
    assert_true(order_repairs_add(
        &repairs, &(OrderRepair){.kind = ORDER_REPAIR_SESSION, .old_id = 16, .new_id = 21}));
    assert_true(order_repairs_add(
        &repairs, &(OrderRepair){.kind = ORDER_REPAIR_ARTICLE, .old_id = 76, .new_id = 90}));
    assert_true(order_repairs_add(
        &repairs, &(OrderRepair){.kind = ORDER_REPAIR_PARTNER, .old_id = 14, .new_id = 0}));
    char *before = odoo17_request_order(&login, &order, NULL, false);
    char *after = odoo17_request_order(&login, &order, &repairs, false);
    char *again = odoo17_request_order(&login, &order, &repairs, false);
    assert_string_equal(after, again);
    // The reference stays: the server knows the order by it.
    assert_contains(after, "\"name\":\"Order 00016-002-0017\"");
    static const char *const changes[][2] = {
        {"\"pos_session_id\":16,", "\"pos_session_id\":21,"},
        {"\"partner_id\":14,", "\"partner_id\":false,"},
        {"\"product_id\":76,", "\"product_id\":90,"},
        // The article that is gone took its values along.
        {"\"attribute_value_ids\":[20,21],", "\"attribute_value_ids\":[],"},
    };
    // What is left when the changes are taken out of both is the same, byte for byte.
    for (size_t i = 0; i < COUNT_OF(changes); i++) {
        char *old = strstr(before, changes[i][0]), *new = strstr(after, changes[i][1]);
        assert_non_null(old);
        assert_non_null(new);
        assert_int_equal(old - before, new - after);
        memmove(old, old + strlen(changes[i][0]), strlen(old + strlen(changes[i][0])) + 1);
        memmove(new, new + strlen(changes[i][1]), strlen(new + strlen(changes[i][1])) + 1);
    }
    assert_string_equal(before, after);
    odoo17_request_destroy(before);
    odoo17_request_destroy(after);
    odoo17_request_destroy(again);
}

static void no_pricelist_is_false(void **state)
{
    (void)state;
    fill_order();
    order.pricelist_id = 0;
    order.partner_id = 14;
    order.fiscal_position_id = 2;
    char *body = odoo17_request_order(&login, &order, NULL, false);
    assert_contains(body, "\"partner_id\":14,\"pricelist_id\":false,\"fiscal_position_id\":2,");
    odoo17_request_destroy(body);
}

static void currencies_keep_their_decimals(void **state)
{
    (void)state;
    static const struct {
        int32_t decimals;
        int64_t minor;
        const char *text;
    } cases[] = {{0, 1999, "\"amount_total\":1999,"},
                 {3, 1999, "\"amount_total\":1.999,"},
                 {2, -5, "\"amount_total\":-0.05,"},
                 {2, 0, "\"amount_total\":0,"},
                 {2, 100000000007, "\"amount_total\":1000000000.07,"}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        fill_order();
        order.currency.decimals = cases[i].decimals;
        order.total = (Money){cases[i].minor};
        char *body = odoo17_request_order(&login, &order, NULL, false);
        assert_contains(body, cases[i].text);
        odoo17_request_destroy(body);
    }
}

static json_t *parse(char *body)
{
    json_error_t where;
    json_t *tree = json_loads(body, 0, &where);
    if (!tree)
        fail_msg("%s: %s", where.text, body);
    odoo17_request_destroy(body);
    return tree;
}

static json_t *call_arguments(const json_t *request)
{
    return json_object_get(json_object_get(request, "params"), "args");
}

static void calls_are_what_the_server_takes(void **state)
{
    (void)state;
    json_t *request =
        parse(odoo17_request_call(&login, "pos.session", "load_pos_data", json_pack("[[i]]", 16),
                                  json_pack("{s: {s: s}}", "context", "lang", "fr_FR")));
    json_t *expected = json_pack(
        "{s: s, s: s, s: i, s: {s: s, s: s, s: [s, i, s, s, s, [[i]], {s: {s: s}}]}}", "jsonrpc",
        "2.0", "method", "call", "id", 1, "params", "service", "object", "method", "execute_kw",
        "args", "shop", 8, "k\"ey", "pos.session", "load_pos_data", 16, "context", "lang", "fr_FR");
    assert_true(json_equal(request, expected));
    json_decref(request);
    json_decref(expected);
    request =
        parse(odoo17_request_call(&login, "pos.session", "login", json_pack("[[i]]", 16), NULL));
    assert_int_equal(json_object_size(json_array_get(call_arguments(request), 6)), 0);
    json_decref(request);
    char *amount = odoo17_request_call(&login, "pos.session", "set_cashbox_pos",
                                       json_pack("[i, f, s]", 16, 100.1, ""), NULL);
    assert_contains(amount, "[16,100.1,\"\"]");
    odoo17_request_destroy(amount);
}

static void authenticate_version_and_lookup_are_whole(void **state)
{
    (void)state;
    char *body = odoo17_request_authenticate("shop", "lane1", "key");
    assert_string_equal(
        body,
        "{\"jsonrpc\":\"2.0\",\"method\":\"call\",\"id\":1,\"params\":{\"service\":\"common\","
        "\"method\":\"authenticate\",\"args\":[\"shop\",\"lane1\",\"key\",{}]}}");
    odoo17_request_destroy(body);
    json_decref(parse(odoo17_request_version()));
    json_t *request = parse(odoo17_request_order_lookup(&login, "Order 00016-002-0017"));
    json_t *domain = json_pack("[[[s, s, s]]]", "pos_reference", "=", "Order 00016-002-0017");
    assert_true(json_equal(json_array_get(call_arguments(request), 5), domain));
    json_decref(domain);
    json_decref(request);
    json_decref(parse(odoo17_request_nomenclature(&login, 1)));
    json_decref(parse(odoo17_request_fallback_nomenclature(&login)));
    json_decref(parse(odoo17_request_barcode_rules(&login, 1)));
    json_decref(parse(odoo17_request_languages(&login)));
    for (int named = 0; named < ODOO17_NAMED_COUNT; named++)
        json_decref(parse(
            odoo17_request_names(&login, (Odoo17Named)named, "fr_FR", (int32_t[]){11, 4711}, 2)));
    json_decref(parse(odoo17_request_base_units(&login)));
}

// Every member of a real till's order is there, with a value of the same kind; numbers may be whole
// or not.
static void assert_same_shape(const json_t *theirs, const json_t *ours, const char *name)
{
    if (!ours)
        fail_msg("no member %s", name);
    if (json_is_object(theirs)) {
        const char *key;
        json_t *value;
        json_object_foreach((json_t *)(uintptr_t)theirs, key, value)
        {
            assert_same_shape(value, json_object_get(ours, key), key);
        }
    } else if (json_is_array(theirs)) {
        assert_true(json_is_array(ours));
        if (json_array_size(theirs) > 0 && json_array_size(ours) > 0)
            for (size_t i = 0; i < json_array_size(theirs) && i < json_array_size(ours); i++)
                assert_same_shape(json_array_get(theirs, i), json_array_get(ours, i), name);
    } else if (json_is_boolean(theirs)) {
        assert_true(json_is_boolean(ours) || json_is_integer(ours)); // an id or false
    } else if (json_is_number(theirs)) {
        assert_true(json_is_number(ours) || json_is_false(ours));
    } else if (json_typeof(theirs) != json_typeof(ours)) {
        fail_msg("member %s is of another kind", name);
    }
}

static void the_order_has_the_shape_of_a_real_tills(void **state)
{
    (void)state;
    static const char *const files[] = {"odoo17/recorded/orders/sample_order.json",
                                        "odoo17/recorded/orders/sample_order_2.json"};
    fill_order();
    json_t *request = parse(odoo17_request_order(&login, &order, NULL, false));
    json_t *ours = json_array_get(json_array_get(json_array_get(call_arguments(request), 5), 0), 0);
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        json_t *theirs = shared_json(files[i]);
        if (!theirs) {
            print_message("# the recordings are not beside the project: nothing to compare\n");
            json_decref(request);
            return;
        }
        assert_same_shape(theirs, ours, "order");
        json_decref(theirs);
    }
    json_decref(request);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_paid_order_is_written_exactly),
        cmocka_unit_test(a_draft_has_the_same_lines_and_no_payment),
        cmocka_unit_test(the_same_order_gives_the_same_bytes),
        cmocka_unit_test(a_repair_changes_what_is_meant_and_nothing_else),
        cmocka_unit_test(no_pricelist_is_false),
        cmocka_unit_test(currencies_keep_their_decimals),
        cmocka_unit_test(calls_are_what_the_server_takes),
        cmocka_unit_test(authenticate_version_and_lookup_are_whole),
        cmocka_unit_test(the_order_has_the_shape_of_a_real_tills),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
