#include "backoffice/order_import.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backoffice/json_msgpack.h"
#include "backoffice/json_stream.h"
#include "backoffice/order_export.h"
#include "base/base64.h"
#include "domain/order_snapshot.h"
#include "journal/journal_format.h"

// Depths: 1 the file, 2 a list of it, 3 an entry, 4 its "kiosk", 5 the "origin" or the list of
// "repairs" in that, 6 a repair.
enum { DEPTH_FILE = 1, DEPTH_LIST, DEPTH_ENTRY, DEPTH_KIOSK, DEPTH_ORIGIN, DEPTH_REPAIR };
enum { KEY_MAX = 24 };

typedef enum List { LIST_NONE, LIST_ORDERS, LIST_UNPAID } List;

typedef struct Reader {
    OrderImportVisitor visitor;
    int32_t depth;
    char key[KEY_MAX];     // the last one, cut
    char part[2][KEY_MAX]; // the keys that led to depth 4 and 5
    List list;
    bool has_version;
    int32_t count;
    // the entry
    bool has_state, has_snapshot, in_repairs;
    OrderRepairs repairs;
    OrderRepair repair;
    JournalImported from;
    char url[120], database[120], uuid[ORDER_UUID_SIZE], kind[KEY_MAX], state[KEY_MAX];
    uint8_t *snapshot; // room for the largest
    size_t snapshot_size;
} Reader;

static bool not_ours(Error *error, const char *what)
{
    return error_set(error, ERROR_CORRUPT, "this is no export of a kiosk: %s", what);
}

static bool in_kiosk(const Reader *reader)
{
    return reader->list != LIST_NONE && reader->depth == DEPTH_KIOSK &&
           strcmp(reader->part[0], "kiosk") == 0;
}

static bool in_origin(const Reader *reader)
{
    return reader->list != LIST_NONE && reader->depth == DEPTH_ORIGIN &&
           strcmp(reader->part[0], "kiosk") == 0 && strcmp(reader->part[1], "origin") == 0;
}

static void begin_entry(Reader *reader)
{
    reader->has_state = reader->has_snapshot = reader->in_repairs = false;
    reader->repairs = (OrderRepairs){0};
    reader->from = (JournalImported){0};
    reader->url[0] = reader->database[0] = reader->uuid[0] = reader->kind[0] = 0;
    reader->snapshot_size = 0;
}

static bool take_state(Reader *reader, Error *error)
{
    if (!journal_server_state_of_name(reader->state, &reader->from.state))
        return not_ours(error, "an order's state is none");
    reader->has_state = true;
    return true;
}

static bool end_entry(Reader *reader, Error *error)
{
    if (++reader->count > ORDER_IMPORT_ORDERS_MAX)
        return error_set(error, ERROR_LIMIT, "the export has more than %d orders",
                         ORDER_IMPORT_ORDERS_MAX);
    if (reader->list == LIST_UNPAID)
        return reader->visitor.unpaid(reader->visitor.context, reader->uuid, reader->kind, error);
    if (!reader->has_snapshot || !reader->has_state)
        return not_ours(error, "an order has no snapshot or no state");
    if (snprintf(reader->from.origin, sizeof reader->from.origin, "%s %s", reader->url,
                 reader->database) >= (int)sizeof reader->from.origin)
        return error_set(error, ERROR_LIMIT, "an order's origin is too long");
    return reader->visitor.paid(reader->visitor.context, &reader->from, &reader->repairs,
                                (Bytes){reader->snapshot, reader->snapshot_size}, error);
}

static bool begin(Reader *reader, bool object, Error *error)
{
    if (reader->depth == 0 && !object)
        return not_ours(error, "it is a list");
    if (reader->depth == DEPTH_FILE) {
        bool orders = strcmp(reader->key, "orders") == 0;
        bool unpaid = strcmp(reader->key, "unpaid") == 0;
        reader->list = orders && !object   ? LIST_ORDERS
                       : unpaid && !object ? LIST_UNPAID
                                           : LIST_NONE;
        if ((orders || unpaid) && object)
            return not_ours(error, "its orders are no list");
        if (reader->list != LIST_NONE && !reader->has_version)
            return not_ours(error, "it doesn't say so before its orders");
    }
    if (reader->depth == DEPTH_LIST && reader->list != LIST_NONE) {
        if (!object)
            return not_ours(error, "an order is a list");
        begin_entry(reader);
    }
    if (in_kiosk(reader) && !object && strcmp(reader->key, "repairs") == 0)
        reader->in_repairs = true;
    reader->repair = (OrderRepair){0};
    if (reader->depth >= DEPTH_ENTRY && reader->depth < DEPTH_ORIGIN)
        snprintf(reader->part[reader->depth - DEPTH_ENTRY], KEY_MAX, "%s",
                 object ? reader->key : "");
    reader->key[0] = 0;
    reader->depth++;
    return true;
}

static bool end_repair(Reader *reader, Error *error)
{
    return (order_repair_valid(&reader->repair) &&
            order_repairs_add(&reader->repairs, &reader->repair)) ||
           not_ours(error, "an order's repairs are none");
}

static bool end(Reader *reader, Error *error)
{
    reader->depth--;
    if (reader->in_repairs && reader->depth == DEPTH_ORIGIN)
        return end_repair(reader, error);
    reader->in_repairs = reader->in_repairs && reader->depth >= DEPTH_ORIGIN;
    return reader->depth != DEPTH_LIST || reader->list == LIST_NONE || end_entry(reader, error);
}

static bool copy(Text text, char *out, size_t room, Error *error)
{
    if ((size_t)text.size >= room || memchr(text.data, 0, (size_t)text.size))
        return not_ours(error, "a text in it is too long");
    memcpy(out, text.data, (size_t)text.size);
    out[text.size] = 0;
    return true;
}

static bool take_snapshot(Reader *reader, Text text, Error *error)
{
    reader->snapshot_size = base64_decode(text, reader->snapshot, ORDER_SNAPSHOT_SIZE_MAX);
    reader->has_snapshot = reader->snapshot_size > 0;
    return reader->has_snapshot || not_ours(error, "an order's snapshot is no base64");
}

static bool take_string(Reader *reader, Text text, Error *error)
{
    const struct {
        const char *name;
        char *out;
        size_t room;
        bool origin;
    } fields[] = {
        {"lane", reader->from.lane, sizeof reader->from.lane, false},
        {"device", reader->from.device, sizeof reader->from.device, false},
        {"words", reader->from.words, sizeof reader->from.words, false},
        {"state", reader->state, sizeof reader->state, false},
        {"uuid", reader->uuid, sizeof reader->uuid, false},
        {"kind", reader->kind, sizeof reader->kind, false},
        {"url", reader->url, sizeof reader->url, true},
        {"database", reader->database, sizeof reader->database, true},
    };
    bool origin = in_origin(reader);
    if (!origin && !in_kiosk(reader))
        return true;
    if (!origin && strcmp(reader->key, "snapshot") == 0)
        return take_snapshot(reader, text, error);
    for (size_t i = 0; i < COUNT_OF(fields); i++)
        if (fields[i].origin == origin && strcmp(fields[i].name, reader->key) == 0)
            return copy(text, fields[i].out, fields[i].room, error) &&
                   (strcmp(reader->key, "state") != 0 || take_state(reader, error));
    return true;
}

// Where the number of this key goes, NULL: it is no part of what is read.
static int32_t *number_room(Reader *reader)
{
    const struct {
        const char *name;
        int32_t *out;
    } fields[] = {
        {"old_id", &reader->repair.old_id},
        {"new_id", &reader->repair.new_id},
        {"session_id", &reader->repair.session_id},
        {"login_number", &reader->repair.login_number},
    };
    if (in_kiosk(reader) && strcmp(reader->key, "server_id") == 0)
        return &reader->from.server_id;
    if (!reader->in_repairs || reader->depth != DEPTH_REPAIR)
        return NULL;
    for (size_t i = 0; i < COUNT_OF(fields); i++)
        if (strcmp(fields[i].name, reader->key) == 0)
            return fields[i].out;
    return NULL;
}

static bool take_version(Reader *reader, long value, Error *error)
{
    if (value > ORDER_EXPORT_VERSION)
        return error_set(error, ERROR_CORRUPT,
                         "the export was written by a newer version of this program");
    if (value < 1)
        return not_ours(error, "its version is none");
    reader->has_version = true;
    return true;
}

// A whole number of 32 bits; other numbers are no part of what is read.
static bool take_number(Reader *reader, Text text, Error *error)
{
    char digits[16], *rest;
    bool version = reader->depth == DEPTH_FILE && strcmp(reader->key, "kiosk_export") == 0;
    bool what =
        reader->in_repairs && reader->depth == DEPTH_REPAIR && strcmp(reader->key, "what") == 0;
    int32_t *room = number_room(reader);
    if (!version && !what && !room)
        return true;
    if (!copy(text, digits, sizeof digits, error))
        return false;
    long value = strtol(digits, &rest, 10);
    if (*rest || value < INT32_MIN || value > INT32_MAX)
        return not_ours(error, "a number in it is none");
    if (room)
        *room = (int32_t)value;
    else if (what && (value < ORDER_REPAIR_SESSION || value > ORDER_REPAIR_REFERENCE))
        return not_ours(error, "an order's repairs are none");
    else if (what)
        reader->repair.kind = (OrderRepairKind)value;
    return !version || take_version(reader, value, error);
}

static bool on_event(void *context, JsonEvent event, Text text, Error *error)
{
    Reader *reader = context;
    switch (event) {
    case JSON_EVENT_OBJECT_BEGIN:
    case JSON_EVENT_ARRAY_BEGIN:
        return begin(reader, event == JSON_EVENT_OBJECT_BEGIN, error);
    case JSON_EVENT_OBJECT_END:
    case JSON_EVENT_ARRAY_END:
        return end(reader, error);
    case JSON_EVENT_KEY:
        text_copy_to_buffer(text, reader->key, sizeof reader->key);
        return true;
    case JSON_EVENT_STRING:
        return take_string(reader, text, error);
    case JSON_EVENT_NUMBER:
        return take_number(reader, text, error);
    case JSON_EVENT_TRUE:
    case JSON_EVENT_FALSE:
    case JSON_EVENT_NULL:
        return true;
    }
    return true;
}

static bool read_json(Bytes file, Reader *reader, Error *error)
{
    enum { PIECE = 64 << 10 };
    JsonStream *stream = json_stream_create(on_event, reader, ORDER_IMPORT_FILE_BYTES_MAX);
    bool ok = true;
    for (size_t at = 0; ok && at < file.size; at += PIECE) {
        size_t left = file.size - at;
        ok = json_stream_feed(stream, (Bytes){file.data + at, left < PIECE ? left : PIECE}, error);
    }
    ok = ok && json_stream_finish(stream, error);
    json_stream_destroy(stream);
    return ok;
}

bool order_import_read(Bytes file, OrderImportVisitor visitor, Error *error)
{
    if (file.size == 0)
        return not_ours(error, "it is empty");
    if (file.size > ORDER_IMPORT_FILE_BYTES_MAX)
        return error_set(error, ERROR_LIMIT, "the export has more than %d MiB",
                         ORDER_IMPORT_FILE_BYTES_MAX >> 20);
    Reader *reader = calloc(1, sizeof *reader);
    CHECK(reader != NULL);
    reader->visitor = visitor;
    reader->snapshot = malloc(ORDER_SNAPSHOT_SIZE_MAX);
    CHECK(reader->snapshot != NULL);
    bool msgpack = (file.data[0] & 0xf0) == 0x80 || file.data[0] >= 0xde;
    bool ok =
        msgpack ? json_msgpack_read(file, on_event, reader, error) : read_json(file, reader, error);
    if (ok && !reader->has_version)
        ok = not_ours(error, "nothing in it says so");
    free(reader->snapshot);
    free(reader);
    return ok;
}
