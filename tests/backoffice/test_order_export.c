/* An export and what reads it: the same orders in both forms, a file whole or not at all, and a
 * sentence for whatever is no export. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backoffice/json_msgpack.h"
#include "backoffice/odoo17_request.h"
#include "backoffice/order_export.h"
#include "backoffice/order_import.h"
#include "base/base64.h"
#include "domain/order_snapshot.h"
#include "journal/journal_fixture.h"
#include "journal/journal_orders.h"

#define SHOP      "https://odoo.shop.example shop"
#define FILE_PATH "/lane/export"

// Three sales, one of them drafted and not confirmed, an open charge and an open basket.
static void make_lane(Fixture *fixture, uint64_t seed)
{
    JournalSession session = {16, 1, 3, 5, "POS/16", SHOP, 1700000000000};
    fixture_init(fixture, fake_os_create(seed));
    assert_true(fixture_start(fixture));
    assert_true(fixture_append(fixture, JOURNAL_SESSION,
                               journal_encode_session(&session, &fixture->arena)));
    for (int32_t i = 0; i < 3; i++)
        assert_true(fixture_sell(fixture));
    char uuid[ORDER_UUID_SIZE];
    JournalIntent intent = {.method_id = 1, .amount = {700}, .asked_unix_ms = 1700000000000};
    fixture_uuid(0x700, 1, uuid);
    fixture_uuid(0x701, 1, intent.intent_id);
    Bytes order = fixture_order(&fixture->arena, uuid, 7, 2, NULL);
    assert_true(fixture_append(fixture, JOURNAL_INTENT,
                               journal_encode_intent(&intent, order, &fixture->arena)));
    fixture_uuid(0x700, 2, uuid);
    assert_true(
        fixture_append(fixture, JOURNAL_BASKET, fixture_order(&fixture->arena, uuid, 0, 3, NULL)));
    fixture_stop(fixture);
}

static Bytes export_file(Fixture *fixture, const OrderExportWish *wish, OrderExportCounts *out)
{
    Bytes bytes;
    Error error;
    if (!order_export_file(&fixture->os, FIXTURE_FOLDER, wish, FILE_PATH, out, &error))
        fail_msg("%s", error.message);
    assert_true(fake_os_peek(fixture->fake, FILE_PATH, &bytes));
    return bytes;
}

typedef struct Seen {
    int32_t paid, unpaid;
    JournalServerState states[8];
    OrderRepairs repairs[8];
    char references[8][ORDER_REFERENCE_SIZE], kinds[8][24];
    Order order;
} Seen;

static bool see_paid(void *context, const JournalImported *from, const OrderRepairs *repairs,
                     Bytes snapshot, Error *error)
{
    Seen *seen = context;
    assert_string_equal(from->origin, SHOP);
    assert_string_equal(from->lane, "Lane 1");
    assert_int_equal(strlen(from->device), 16);
    assert_true(order_snapshot_decode(snapshot, &seen->order, error));
    order_reference(&seen->order.number, seen->references[seen->paid]);
    seen->repairs[seen->paid] = *repairs;
    seen->states[seen->paid++] = from->state;
    return true;
}

static bool see_unpaid(void *context, const char *uuid, const char *kind, Error *error)
{
    Seen *seen = context;
    (void)error;
    assert_int_equal(strlen(uuid), ORDER_UUID_SIZE - 1);
    snprintf(seen->kinds[seen->unpaid++], 24, "%s", kind);
    return true;
}

static void both_forms_hold_the_same_orders(void **state)
{
    (void)state;
    for (int32_t msgpack = 0; msgpack < 2; msgpack++) {
        Fixture fixture;
        Seen *seen = calloc(1, sizeof *seen);
        Error error = {0};
        OrderExportCounts counts;
        OrderExportWish wish = {.paid = true, .unpaid = true, .msgpack = msgpack, .lane = "Lane 1"};
        assert_non_null(seen);
        make_lane(&fixture, 71);
        Bytes bytes = export_file(&fixture, &wish, &counts);
        assert_int_equal(counts.paid, 3);
        assert_int_equal(counts.unpaid, 2);
        if (!order_import_read(bytes, (OrderImportVisitor){see_paid, see_unpaid, seen}, &error))
            fail_msg("%s", error.message);
        assert_int_equal(seen->paid, 3);
        assert_int_equal(seen->unpaid, 2);
        assert_string_equal(seen->references[1], "Order 00016-001-0002");
        assert_int_equal(seen->states[0], JOURNAL_SERVER_CONFIRMED);
        assert_int_equal(seen->states[1], JOURNAL_SERVER_DRAFTED);
        assert_string_equal(seen->kinds[0], "charge");
        assert_string_equal(seen->kinds[1], "basket");
        free(seen);
        fixture_release(&fixture);
    }
}

static void repairs_and_the_head_of_the_chain_go_with_it(void **state)
{
    (void)state;
    for (int32_t msgpack = 0; msgpack < 2; msgpack++) {
        Fixture fixture;
        Error error = {0};
        OrderExportCounts counts;
        OrderExportWish wish = {.paid = true, .msgpack = msgpack, .lane = "Lane 1"};
        make_lane(&fixture, 76);
        assert_true(fixture_start(&fixture));
        JournalRepair repair = {.repair = {ORDER_REPAIR_REFERENCE, 2, 8, 16, 3},
                                .attendant = "Ada"};
        memcpy(repair.order_uuid, fixture.sales[1].uuid, sizeof repair.order_uuid);
        assert_true(fixture_append(&fixture, JOURNAL_REPAIR,
                                   journal_encode_repair(&repair, &fixture.arena)));
        fixture_stop(&fixture);
        Bytes bytes = export_file(&fixture, &wish, &counts);
        Seen *seen = calloc(1, sizeof *seen);
        assert_non_null(seen);
        assert_true(
            order_import_read(bytes, (OrderImportVisitor){see_paid, see_unpaid, seen}, &error));
        assert_int_equal(seen->repairs[0].count, 0);
        assert_int_equal(seen->repairs[1].count, 1);
        assert_memory_equal(&seen->repairs[1].items[0], &repair.repair, sizeof repair.repair);
        char head[65];
        JournalOrders orders;
        assert_true(journal_orders_read(&fixture.os, FIXTURE_FOLDER, &orders, &error));
        for (size_t i = 0; i < 32; i++)
            snprintf(head + 2 * i, 3, "%02x", orders.chain_head[i]);
        journal_orders_release(&orders);
        assert_non_null(memmem(bytes.data, bytes.size, head, 64));
        free(seen);
        fixture_release(&fixture);
    }
}

static void an_order_stands_as_the_lane_pushes_it(void **state)
{
    (void)state;
    Fixture fixture;
    OrderExportCounts counts;
    OrderExportWish wish = {.paid = true, .lane = ""};
    make_lane(&fixture, 72);
    Bytes bytes = export_file(&fixture, &wish, &counts);
    json_t *export = json_loadb((const char *)bytes.data, bytes.size, 0, NULL);
    assert_non_null(export);
    assert_int_equal(json_array_size(json_object_get(export, "unpaid")), 0);
    json_t *item = json_array_get(json_object_get(export, "orders"), 0);
    const char *text =
        json_string_value(json_object_get(json_object_get(item, "kiosk"), "snapshot"));
    assert_non_null(text);
    static uint8_t snapshot[ORDER_SNAPSHOT_SIZE_MAX];
    static Order order;
    Error error;
    size_t size = base64_decode(text_from_string(text), snapshot, sizeof snapshot);
    assert_true(order_snapshot_decode((Bytes){snapshot, size}, &order, &error));
    char *body = odoo17_request_order(&(Odoo17Login){"shop", 5, "secret-key"}, &order, NULL, false);
    JsonWriter writer = {0};
    odoo17_write_order(&writer, &order, NULL, false);
    char *alone = json_writer_take(&writer);
    assert_non_null(strstr(body, alone));
    assert_non_null(memmem(bytes.data, bytes.size, alone, strlen(alone)));
    free(alone);
    odoo17_request_destroy(body);
    json_decref(export);
    fixture_release(&fixture);
}

static void orders_of_before_are_left_out(void **state)
{
    (void)state;
    Fixture fixture;
    OrderExportCounts counts;
    OrderExportWish wish = {.paid = true, .since_unix_ms = 1700000000501, .lane = ""};
    make_lane(&fixture, 73);
    export_file(&fixture, &wish, &counts);
    assert_int_equal(counts.paid, 0);
    fixture_release(&fixture);
}

static void a_file_is_never_written_over_and_whole_or_not_there(void **state)
{
    (void)state;
    OrderExportWish wish = {.paid = true, .unpaid = true, .lane = "Lane 1"};
    OrderExportCounts counts;
    Error error;
    for (int32_t crash_at = 0;; crash_at++) {
        Fixture fixture;
        Bytes bytes;
        make_lane(&fixture, 74);
        fake_os_set_fault(fixture.fake, FAKE_FAULT_CRASH, crash_at);
        bool ok = order_export_file(&fixture.os, FIXTURE_FOLDER, &wish, FILE_PATH, &counts, &error);
        bool crashed = fake_os_fault_happened(fixture.fake);
        assert_true(ok != crashed);
        fake_os_restart(fixture.fake, (FakeOutcome)(crash_at % FAKE_OUTCOME_COUNT));
        if (fake_os_peek(fixture.fake, FILE_PATH, &bytes)) {
            Seen *seen = calloc(1, sizeof *seen);
            assert_non_null(seen);
            assert_true(
                order_import_read(bytes, (OrderImportVisitor){see_paid, see_unpaid, seen}, &error));
            assert_int_equal(seen->paid, 3);
            free(seen);
            assert_false(
                order_export_file(&fixture.os, FIXTURE_FOLDER, &wish, FILE_PATH, &counts, &error));
            assert_int_equal(error.kind, ERROR_INVALID);
        } else if (!order_export_file(&fixture.os, FIXTURE_FOLDER, &wish, FILE_PATH, &counts,
                                      &error))
            fail_msg("again: %s", error.message);
        fixture_release(&fixture);
        if (!crashed)
            break;
    }
}

static bool no_paid(void *context, const JournalImported *from, const OrderRepairs *repairs,
                    Bytes snapshot, Error *error)
{
    (void)repairs;
    (void)context;
    (void)from;
    (void)snapshot;
    (void)error;
    return true;
}

static bool no_unpaid(void *context, const char *uuid, const char *kind, Error *error)
{
    (void)context;
    (void)uuid;
    (void)kind;
    (void)error;
    return true;
}

static bool reads(Bytes bytes, Error *error)
{
    return order_import_read(bytes, (OrderImportVisitor){no_paid, no_unpaid, NULL}, error);
}

static void what_is_no_export_ends_in_a_sentence(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "x",
        "[]",
        "{}",
        "{\"kiosk_export\":1",
        "{\"kiosk_export\":2,\"orders\":[]}",
        "{\"kiosk_export\":0}",
        "{\"kiosk_export\":1e9}",
        "{\"kiosk_export\":99999999999999999999}",
        "{\"orders\":[],\"kiosk_export\":1}",
        "{\"kiosk_export\":1,\"orders\":{}}",
        "{\"kiosk_export\":1,\"orders\":[[]]}",
        "{\"kiosk_export\":1,\"orders\":[{}]}",
        "{\"kiosk_export\":1,\"orders\":[{\"kiosk\":{\"state\":\"paid\"}}]}",
        "{\"kiosk_export\":1,\"orders\":[{\"kiosk\":{\"state\":\"waiting\",\"snapshot\":\"*\"}}]}",
        "{\"kiosk_export\":1,\"orders\":[{\"kiosk\":{\"server_id\":1.5}}]}",
        "\x81\xa1",
        "\x81\xa1x",
        "\xdf\xff\xff\xff\xff",
        "\xc1",
        "\x80\x80",
        "\x81\x01\x01",
        "\x81\xacKiosk_export\xcb\x7f\xf8"};
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        Error error = {0};
        if (reads((Bytes){(const uint8_t *)bad[i], strlen(bad[i])}, &error))
            fail_msg("%s was read", bad[i]);
        assert_true(error.message[0] != 0);
    }
}

static void deep_and_cut_files_are_refused(void **state)
{
    (void)state;
    enum { DEEP = 1 << 20 };
    Error error;
    char *deep = malloc(DEEP);
    assert_non_null(deep);
    memset(deep, '[', DEEP);
    memcpy(deep, "{\"a\":", 5);
    assert_false(reads((Bytes){(const uint8_t *)deep, DEEP}, &error));
    memset(deep, '\x91', DEEP);
    memcpy(deep, "\x81\xa1x", 3);
    assert_false(reads((Bytes){(const uint8_t *)deep, DEEP}, &error));
    free(deep);
    for (int32_t msgpack = 0; msgpack < 2; msgpack++) {
        Fixture fixture;
        OrderExportCounts counts;
        OrderExportWish wish = {.paid = true, .unpaid = true, .msgpack = msgpack, .lane = ""};
        make_lane(&fixture, 75);
        Bytes bytes = export_file(&fixture, &wish, &counts);
        size_t end =
            msgpack ? bytes.size : bytes.size - 1; // without its last line's end it is whole
        for (size_t size = 0; size < end; size += 1 + size / 50) {
            uint8_t *copy = malloc(size + 1); // exactly as large, for the address sanitizer
            assert_non_null(copy);
            memcpy(copy, bytes.data, size);
            assert_false(reads((Bytes){copy, size}, &error));
            free(copy);
        }
        fixture_release(&fixture);
    }
}

static json_t *tree_of(const char *json)
{
    json_t *tree = json_loads(json, JSON_DECODE_ANY, NULL);
    assert_non_null(tree);
    return tree;
}

typedef struct Rebuilt {
    char text[4096];
    size_t size;
} Rebuilt;

// Events as one line each.
static bool rebuild(void *context, JsonEvent event, Text text, Error *error)
{
    Rebuilt *rebuilt = context;
    (void)error;
    rebuilt->size +=
        (size_t)snprintf(rebuilt->text + rebuilt->size, sizeof rebuilt->text - rebuilt->size,
                         "%d %.*s\n", (int)event, TEXT_PRINTF(text));
    return true;
}

static void msgpack_tells_what_json_tells(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "{}", "{\"a\":[1,-1,127,128,-32,-33,65536,-65536,4294967296,-4294967296]}",
        "{\"a\":{\"b\":{\"c\":[true,false,null,\"x\",[],{}]}}}",
        "{\"long text that needs a byte for its size.......\":\"\xc3\xa4\"}",
        "{\"a\":16.5,\"b\":-0.25}"};
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        Rebuilt from_json = {0}, from_msgpack = {0};
        Error error = {0};
        JsonStream *stream = json_stream_create(rebuild, &from_json, 1 << 20);
        assert_true(
            json_stream_feed(stream, (Bytes){(const uint8_t *)texts[i], strlen(texts[i])}, &error));
        assert_true(json_stream_finish(stream, &error));
        json_stream_destroy(stream);
        json_t *tree = tree_of(texts[i]);
        MsgpackText msgpack = {0};
        json_msgpack_write(&msgpack, tree);
        json_decref(tree);
        if (!json_msgpack_read((Bytes){msgpack.data, msgpack.size}, rebuild, &from_msgpack, &error))
            fail_msg("%s: %s", texts[i], error.message);
        assert_string_equal(from_json.text, from_msgpack.text);
        free(msgpack.data);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_forms_hold_the_same_orders),
        cmocka_unit_test(repairs_and_the_head_of_the_chain_go_with_it),
        cmocka_unit_test(an_order_stands_as_the_lane_pushes_it),
        cmocka_unit_test(orders_of_before_are_left_out),
        cmocka_unit_test(a_file_is_never_written_over_and_whole_or_not_there),
        cmocka_unit_test(what_is_no_export_ends_in_a_sentence),
        cmocka_unit_test(deep_and_cut_files_are_refused),
        cmocka_unit_test(msgpack_tells_what_json_tells),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
