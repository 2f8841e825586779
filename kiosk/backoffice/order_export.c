#include "backoffice/order_export.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "backoffice/json_msgpack.h"
#include "backoffice/odoo17_request.h"
#include "base/base64.h"
#include "domain/order_snapshot.h"
#include "journal/journal_orders.h"
#include "journal/journal_verify.h"

enum { SCRATCH_BYTES = 64 << 20 }; // address space: of one order at a time

struct OrderExport {
    const Os *os;
    const char *directory;
    const OrderExportWish *wish;
    OrderExportSink sink;
    JournalOrders orders;
    Arena scratch; // of one order
    Order *order;
    OrderExportCounts counts;
};

/* --- pieces of JSON --- */

static void write_time(JsonWriter *writer, const char *name, int64_t unix_ms)
{
    time_t seconds = (time_t)(unix_ms / 1000);
    struct tm parts;
    char text[64] = "";
    if (unix_ms > 0 && gmtime_r(&seconds, &parts)) {
        size_t size = strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &parts);
        snprintf(text + size, sizeof text - size, ".%03dZ", (int)(unix_ms % 1000));
    }
    json_writer_string_member(writer, name, text);
}

static void write_snapshot(JsonWriter *writer, Bytes snapshot)
{
    size_t size = base64_size(snapshot.size);
    char *text = malloc(size + 1);
    CHECK(text != NULL);
    base64_encode(snapshot, text);
    json_writer_key(writer, "snapshot");
    json_writer_text(writer, (Text){text, (int32_t)size});
    free(text);
}

// The journal's origin is "URL DATABASE"; a URL has no space.
static void write_origin(JsonWriter *writer, const char *origin, const JournalSession *session)
{
    const char *space = strchr(origin, ' ');
    size_t url_size = space ? (size_t)(space - origin) : strlen(origin);
    json_writer_key(writer, "origin");
    json_writer_raw(writer, "{\"url\":");
    json_writer_text(writer, (Text){origin, (int32_t)url_size});
    json_writer_string_member(writer, "database", space ? space + 1 : "");
    if (session) {
        json_writer_integer_member(writer, "config_id", session->config_id);
        json_writer_integer_member(writer, "session_id", session->session_id);
        json_writer_string_member(writer, "session", session->session_name);
        json_writer_integer_member(writer, "login_number", session->login_number);
    }
    json_writer_raw(writer, "}");
}

static const JournalSession *newest_session(const JournalOrders *orders)
{
    return orders->session_count > 0 ? &orders->sessions[orders->session_count - 1] : NULL;
}

static char *header(const OrderExport *export)
{
    const JournalSession *session = newest_session(&export->orders);
    char head[JOURNAL_HEAD_DIGITS + 1];
    JsonWriter writer = {0};
    json_writer_raw(&writer, "{\"kiosk_export\":");
    json_writer_integer(&writer, ORDER_EXPORT_VERSION);
    write_time(&writer, "made", export->os->clock.unix_ms(export->os->clock.context));
    json_writer_string_member(&writer, "lane", export->wish->lane);
    json_writer_string_member(&writer, "device", export->orders.device);
    journal_head_digits(export->orders.chain_head, head);
    json_writer_string_member(&writer, "head", head);
    write_origin(&writer, session ? session->origin : "", session);
    json_writer_raw(&writer, "}");
    return json_writer_take(&writer);
}

// Imported before: it keeps where it comes from first.
static void write_where_from(const OrderExport *export, JsonWriter *writer,
                             const JournalPaidOrder *item)
{
    const JournalOrders *orders = &export->orders;
    const JournalSession *session = item->session >= 0 ? &orders->sessions[item->session] : NULL;
    const JournalImported *imported =
        item->imported >= 0 ? &orders->imported[item->imported] : NULL;
    json_writer_string_member(writer, "lane", imported ? imported->lane : export->wish->lane);
    json_writer_string_member(writer, "device", imported ? imported->device : orders->device);
    write_origin(writer,
                 imported  ? imported->origin
                 : session ? session->origin
                           : "",
                 imported ? NULL : session);
}

// What an attendant changed of it: `order` above has it already.
static void write_repairs(JsonWriter *writer, const OrderRepairs *repairs)
{
    if (repairs->count == 0)
        return;
    json_writer_key(writer, "repairs");
    json_writer_raw(writer, "[");
    for (int32_t i = 0; i < repairs->count; i++) {
        const OrderRepair *repair = &repairs->items[i];
        json_writer_raw(writer, i == 0 ? "{\"what\":" : ",{\"what\":");
        json_writer_integer(writer, repair->kind);
        json_writer_integer_member(writer, "old_id", repair->old_id);
        json_writer_integer_member(writer, "new_id", repair->new_id);
        json_writer_integer_member(writer, "session_id", repair->session_id);
        json_writer_integer_member(writer, "login_number", repair->login_number);
        json_writer_raw(writer, "}");
    }
    json_writer_raw(writer, "]");
}

static void write_paid_kiosk(const OrderExport *export, JsonWriter *writer,
                             const JournalPaidOrder *item, Bytes snapshot)
{
    json_writer_raw(writer, ",\"kiosk\":{\"uuid\":");
    json_writer_string(writer, item->uuid);
    json_writer_string_member(writer, "reference", item->reference);
    write_where_from(export, writer, item);
    write_time(writer, "paid", item->paid_unix_ms);
    json_writer_string_member(writer, "state", journal_server_state_name(item->state));
    json_writer_integer_member(writer, "server_id", item->server_id);
    json_writer_string_member(writer, "words", item->words ? item->words : "");
    write_repairs(writer, &item->repairs);
    write_snapshot(writer, snapshot);
    json_writer_raw(writer, "}}");
}

static bool paid_json(OrderExport *export, const JournalPaidOrder *item, char **out, Error *error)
{
    Bytes snapshot;
    export->scratch.used_bytes = 0;
    if (!journal_orders_snapshot(export->os, export->directory, item, &export->scratch, &snapshot,
                                 error) ||
        !order_snapshot_decode(snapshot, export->order, error))
        return false;
    JsonWriter writer = {0};
    json_writer_raw(&writer, "{\"order\":");
    odoo17_write_order(&writer, export->order, &item->repairs, false);
    write_paid_kiosk(export, &writer, item, snapshot);
    *out = json_writer_take(&writer);
    return true;
}

static char *digested_json(const JournalPaidOrder *item)
{
    JsonWriter writer = {0};
    json_writer_raw(&writer, "{\"uuid\":");
    json_writer_string(&writer, item->uuid);
    json_writer_string_member(&writer, "reference", item->reference);
    write_time(&writer, "paid", item->paid_unix_ms);
    json_writer_string_member(&writer, "state", journal_server_state_name(item->state));
    json_writer_integer_member(&writer, "server_id", item->server_id);
    json_writer_raw(&writer, "}");
    return json_writer_take(&writer);
}

static bool unpaid_json(OrderExport *export, Bytes snapshot, const JournalIntent *intent,
                        char **out, Error *error)
{
    if (!order_snapshot_decode(snapshot, export->order, error))
        return false;
    JsonWriter writer = {0};
    json_writer_raw(&writer, "{\"order\":");
    odoo17_write_order(&writer, export->order, NULL, true);
    json_writer_raw(&writer, ",\"kiosk\":{\"uuid\":");
    json_writer_string(&writer, export->order->uuid);
    json_writer_string_member(&writer, "kind", intent ? "charge" : "basket");
    write_time(&writer, "started", export->order->started_unix_ms);
    if (intent) {
        json_writer_string_member(&writer, "intent_id", intent->intent_id);
        json_writer_integer_member(&writer, "method_id", intent->method_id);
        json_writer_key(&writer, "amount");
        json_writer_decimal(&writer, intent->amount.minor, export->order->currency.decimals);
        write_time(&writer, "asked", intent->asked_unix_ms);
        json_writer_string_member(&writer, "outcome", journal_outcome_name(intent->outcome));
        json_writer_string_member(&writer, "words", intent->words);
    }
    write_snapshot(&writer, snapshot);
    json_writer_raw(&writer, "}}");
    *out = json_writer_take(&writer);
    return true;
}

/* --- the file --- */

static bool put(OrderExport *export, const void *bytes, size_t size, Error *error)
{
    return export->sink.write(export->sink.context, bytes, size, error);
}

static bool put_msgpack(OrderExport *export, MsgpackText *text, Error *error)
{
    bool ok = put(export, text->data, text->size, error);
    free(text->data);
    *text = (MsgpackText){0};
    return ok;
}

// Gives the text away. `first`: nothing stands before it in its list.
static bool put_item(OrderExport *export, char *json, bool first, Error *error)
{
    bool ok;
    if (export->wish->msgpack) {
        MsgpackText text = {0};
        json_t *value = json_loads(json, 0, NULL);
        CHECK(value != NULL);
        json_msgpack_write(&text, value);
        json_decref(value);
        ok = put_msgpack(export, &text, error);
    } else
        ok = put(export, first ? "\n" : ",\n", first ? 1 : 2, error) &&
             put(export, json, strlen(json), error);
    free(json);
    return ok;
}

// The header's members, and that three lists follow.
static bool put_header(OrderExport *export, Error *error)
{
    char *json = header(export);
    bool ok;
    if (export->wish->msgpack) {
        MsgpackText text = {0};
        const char *key;
        json_t *member, *value = json_loads(json, 0, NULL);
        CHECK(value != NULL);
        json_msgpack_write_map(&text, (uint32_t)json_object_size(value) + 3);
        json_object_foreach(value, key, member)
        {
            json_msgpack_write_text(&text, key);
            json_msgpack_write(&text, member);
        }
        json_decref(value);
        ok = put_msgpack(export, &text, error);
    } else
        ok = put(export, json, strlen(json) - 1, error); // without its last bracket
    free(json);
    return ok;
}

static bool begin_list(OrderExport *export, const char *name, int32_t count, Error *error)
{
    if (export->wish->msgpack) {
        MsgpackText text = {0};
        json_msgpack_write_text(&text, name);
        json_msgpack_write_array(&text, (uint32_t)count);
        return put_msgpack(export, &text, error);
    }
    char text[64];
    int size = snprintf(text, sizeof text, ",\n\"%s\":[", name);
    return put(export, text, (size_t)size, error);
}

static bool end_list(OrderExport *export, Error *error)
{
    return export->wish->msgpack || put(export, "]", 1, error);
}

static bool wanted(const OrderExport *export, const JournalPaidOrder *item, bool digested)
{
    bool ended = digested || item->state == JOURNAL_SERVER_CONFIRMED ||
                 item->state == JOURNAL_SERVER_SETTLED;
    return export->wish->paid && item->digested == digested &&
           item->paid_unix_ms >= export->wish->since_unix_ms &&
           !(export->wish->unconfirmed && ended);
}

static bool put_paid(OrderExport *export, bool digested, int32_t *out_count, Error *error)
{
    int32_t count = 0;
    for (int32_t i = 0; i < export->orders.count; i++)
        count += wanted(export, &export->orders.items[i], digested);
    if (!begin_list(export, digested ? "digests" : "orders", count, error))
        return false;
    *out_count = 0;
    for (int32_t i = 0; i < export->orders.count; i++) {
        const JournalPaidOrder *item = &export->orders.items[i];
        char *json = NULL;
        if (!wanted(export, item, digested))
            continue;
        if (digested)
            json = digested_json(item);
        else if (!paid_json(export, item, &json, error))
            return error_prefix(error, "cannot export '%s'", item->reference);
        if (!put_item(export, json, (*out_count)++ == 0, error))
            return false;
    }
    return end_list(export, error);
}

static bool put_unpaid(OrderExport *export, Error *error)
{
    const JournalRecovered *open = &export->orders.open;
    int32_t case_count = export->wish->unpaid ? open->case_count : 0;
    bool basket = export->wish->unpaid && open->has_basket;
    if (!begin_list(export, "unpaid", case_count + basket, error))
        return false;
    for (int32_t i = 0; i < case_count + basket; i++) {
        Bytes snapshot;
        char *json = NULL;
        const JournalIntent *intent = i < case_count     ? &open->cases[i].intent
                                      : open->has_intent ? &open->intent
                                                         : NULL;
        export->scratch.used_bytes = 0;
        if (i < case_count)
            snapshot = open->cases[i].snapshot;
        else if (!order_snapshot_encode(open->basket, &export->scratch, &snapshot, error))
            return false;
        if (!unpaid_json(export, snapshot, intent, &json, error))
            return error_prefix(error, "cannot export an unpaid order");
        if (!put_item(export, json, i == 0, error))
            return false;
        export->counts.unpaid++;
    }
    return end_list(export, error);
}

static bool write_all(OrderExport *export, Error *error)
{
    return put_header(export, error) && put_paid(export, false, &export->counts.paid, error) &&
           put_paid(export, true, &export->counts.digested, error) && put_unpaid(export, error) &&
           (export->wish->msgpack || put(export, "\n}\n", 3, error));
}

bool order_export_open(const Os *os, const char *directory, OrderExport **out, Error *error)
{
    OrderExport *export = calloc(1, sizeof *export);
    CHECK(export != NULL);
    export->os = os;
    export->directory = directory;
    if (!journal_orders_read(os, directory, &export->orders, error)) {
        free(export);
        return false;
    }
    export->order = malloc(sizeof *export->order);
    CHECK(export->order != NULL);
    arena_create(&export->scratch, SCRATCH_BYTES);
    *out = export;
    return true;
}

void order_export_close(OrderExport *export)
{
    if (!export)
        return;
    arena_destroy(&export->scratch);
    free(export->order);
    journal_orders_release(&export->orders);
    free(export);
}

bool order_export_put(OrderExport *export, const OrderExportWish *wish, OrderExportSink sink,
                      OrderExportCounts *out, Error *error)
{
    const JournalOrders *orders = &export->orders;
    export->wish = wish;
    export->sink = sink;
    export->counts = (OrderExportCounts){.break_count = orders->break_count};
    memcpy(export->counts.first_break, orders->first_break, sizeof export->counts.first_break);
    if (!write_all(export, error))
        return false;
    *out = export->counts;
    return true;
}

bool order_export_write(const Os *os, const char *directory, const OrderExportWish *wish,
                        OrderExportSink sink, OrderExportCounts *out, Error *error)
{
    OrderExport *export;
    if (!order_export_open(os, directory, &export, error))
        return false;
    bool ok = order_export_put(export, wish, sink, out, error);
    order_export_close(export);
    return ok;
}
