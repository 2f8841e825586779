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

enum { SCRATCH_BYTES = 64 << 20 }; // address space: of one order at a time

typedef struct Export {
    const Os *os;
    const char *directory;
    const OrderExportWish *wish;
    OrderExportSink sink;
    JournalOrders orders;
    Arena scratch; // of one order
    Order *order;
    OrderExportCounts counts;
} Export;

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

static char *header(const Export *export)
{
    const JournalSession *session = newest_session(&export->orders);
    JsonWriter writer = {0};
    json_writer_raw(&writer, "{\"kiosk_export\":");
    json_writer_integer(&writer, ORDER_EXPORT_VERSION);
    write_time(&writer, "made", export->os->clock.unix_ms(export->os->clock.context));
    json_writer_string_member(&writer, "lane", export->wish->lane);
    json_writer_string_member(&writer, "device", export->orders.device);
    write_origin(&writer, session ? session->origin : "", session);
    json_writer_raw(&writer, "}");
    return json_writer_take(&writer);
}

// Imported before: it keeps where it comes from first.
static void write_where_from(const Export *export, JsonWriter *writer, const JournalPaidOrder *item)
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

static void write_paid_kiosk(const Export *export, JsonWriter *writer, const JournalPaidOrder *item,
                             Bytes snapshot)
{
    json_writer_raw(writer, ",\"kiosk\":{\"uuid\":");
    json_writer_string(writer, item->uuid);
    json_writer_string_member(writer, "reference", item->reference);
    write_where_from(export, writer, item);
    write_time(writer, "paid", item->paid_unix_ms);
    json_writer_string_member(writer, "state", journal_server_state_name(item->state));
    json_writer_integer_member(writer, "server_id", item->server_id);
    json_writer_string_member(writer, "words", item->words ? item->words : "");
    write_snapshot(writer, snapshot);
    json_writer_raw(writer, "}}");
}

// What an attendant changed of an order that still waits: it is sent with that.
static const OrderRepairs *repairs_of(const Export *export, const char *uuid)
{
    const JournalRecovered *open = &export->orders.open;
    for (int32_t i = 0; i < open->pending_count; i++)
        if (strcmp(open->pending[i].uuid, uuid) == 0)
            return &open->pending[i].repairs;
    return NULL;
}

static bool paid_json(Export *export, const JournalPaidOrder *item, char **out, Error *error)
{
    Bytes snapshot;
    export->scratch.used_bytes = 0;
    if (!journal_orders_snapshot(export->os, export->directory, item, &export->scratch, &snapshot,
                                 error) ||
        !order_snapshot_decode(snapshot, export->order, error))
        return false;
    JsonWriter writer = {0};
    json_writer_raw(&writer, "{\"order\":");
    odoo17_write_order(&writer, export->order, repairs_of(export, item->uuid), false);
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

static bool unpaid_json(Export *export, Bytes snapshot, const JournalIntent *intent, char **out,
                        Error *error)
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

static bool put(Export *export, const void *bytes, size_t size, Error *error)
{
    return export->sink.write(export->sink.context, bytes, size, error);
}

static bool put_msgpack(Export *export, MsgpackText *text, Error *error)
{
    bool ok = put(export, text->data, text->size, error);
    free(text->data);
    *text = (MsgpackText){0};
    return ok;
}

// Gives the text away. `first`: nothing stands before it in its list.
static bool put_item(Export *export, char *json, bool first, Error *error)
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
static bool put_header(Export *export, Error *error)
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

static bool begin_list(Export *export, const char *name, int32_t count, Error *error)
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

static bool end_list(Export *export, Error *error)
{
    return export->wish->msgpack || put(export, "]", 1, error);
}

static bool wanted(const Export *export, const JournalPaidOrder *item, bool digested)
{
    return export->wish->paid && item->digested == digested &&
           item->paid_unix_ms >= export->wish->since_unix_ms;
}

static bool put_paid(Export *export, bool digested, int32_t *out_count, Error *error)
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

static bool put_unpaid(Export *export, Error *error)
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

static bool write_all(Export *export, Error *error)
{
    return put_header(export, error) && put_paid(export, false, &export->counts.paid, error) &&
           put_paid(export, true, &export->counts.digested, error) && put_unpaid(export, error) &&
           (export->wish->msgpack || put(export, "\n}\n", 3, error));
}

bool order_export_write(const Os *os, const char *directory, const OrderExportWish *wish,
                        OrderExportSink sink, OrderExportCounts *out, Error *error)
{
    Export export = {.os = os, .directory = directory, .wish = wish, .sink = sink};
    if (!journal_orders_read(os, directory, &export.orders, error))
        return false;
    export.order = malloc(sizeof *export.order);
    CHECK(export.order != NULL);
    arena_create(&export.scratch, SCRATCH_BYTES);
    export.counts.break_count = export.orders.break_count;
    memcpy(export.counts.first_break, export.orders.first_break, sizeof export.counts.first_break);
    bool ok = write_all(&export, error);
    arena_destroy(&export.scratch);
    free(export.order);
    journal_orders_release(&export.orders);
    if (ok)
        *out = export.counts;
    return ok;
}

/* --- a file of its own --- */

typedef struct FileSink {
    const Os *os;
    OsFile *file;
    uint64_t size;
} FileSink;

static bool write_file(void *context, const void *bytes, size_t size, Error *error)
{
    FileSink *sink = context;
    if (!sink->os->files.write_at(sink->os->files.context, sink->file, sink->size, bytes, size,
                                  error))
        return false;
    sink->size += size;
    return true;
}

static bool is_free(const Os *os, const char *path, Error *error)
{
    return !os->files.exists(os->files.context, path) ||
           error_set(error, ERROR_INVALID, "'%s' is there: exports never write over a file", path);
}

static void folder_of(const char *path, char out[4096])
{
    snprintf(out, 4096, "%s", path);
    char *slash = strrchr(out, '/');
    if (slash == out)
        slash[1] = 0;
    else if (slash)
        *slash = 0;
    else
        snprintf(out, 4096, ".");
}

bool order_export_file(const Os *os, const char *directory, const OrderExportWish *wish,
                       const char *path, OrderExportCounts *out, Error *error)
{
    const OsFiles *files = &os->files;
    FileSink sink = {.os = os};
    char temporary[4096], folder[4096];
    if (snprintf(temporary, sizeof temporary, "%s.new", path) >= (int)sizeof temporary)
        return error_set(error, ERROR_LIMIT, "the path of the export is too long");
    folder_of(path, folder);
    if (!is_free(os, path, error))
        return false;
    if (files->exists(files->context, temporary) && // of an export that was cut short
        !files->remove(files->context, temporary, error))
        return false;
    if (!files->open(files->context, temporary, OS_OPEN_CREATE, &sink.file, error))
        return false;
    bool ok =
        order_export_write(os, directory, wish, (OrderExportSink){write_file, &sink}, out, error) &&
        files->sync(files->context, sink.file, error);
    files->close(files->context, sink.file);
    ok = ok && is_free(os, path, error) && files->rename(files->context, temporary, path, error);
    if (ok)
        return files->sync_directory(files->context, folder, error);
    Error ignored; // what failed first is told
    (void)!files->remove(files->context, temporary, &ignored);
    return false;
}
