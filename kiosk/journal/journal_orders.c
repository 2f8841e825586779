#include "journal/journal_orders.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/order_snapshot.h"
#include "journal/journal_fold.h"

enum { OPEN_BYTES = 1 << 30 }; // address space; pages are taken as they are used

typedef struct Learning {
    JournalOrders *orders;
    JournalFold fold; // for what is open
    Order *order;     // room to decode into
    int32_t session, imported;
} Learning;

void journal_device_name(const uint8_t key[JOURNAL_KEY_SIZE], char out[17])
{
    static const uint8_t what[] = "device";
    uint8_t hash[crypto_generichash_BYTES_MIN];
    crypto_generichash(hash, sizeof hash, what, sizeof what, key, JOURNAL_KEY_SIZE);
    for (size_t i = 0; i < 8; i++)
        snprintf(out + 2 * i, 3, "%02x", hash[i]);
}

const JournalPaidOrder *journal_orders_find(const JournalOrders *orders, const char *uuid)
{
    uint64_t tag = journal_index_tag(uuid);
    int32_t cursor = 0, i;
    while ((i = journal_index_next(&orders->by_uuid, tag, &cursor)) >= 0)
        if (strcmp(orders->items[i].uuid, uuid) == 0)
            return &orders->items[i];
    return NULL;
}

const JournalPaidOrder *journal_orders_find_reference(const JournalOrders *orders,
                                                      const char *reference)
{
    uint64_t tag = journal_index_tag(reference);
    int32_t cursor = 0, i;
    while ((i = journal_index_next(&orders->by_reference, tag, &cursor)) >= 0)
        if (strcmp(orders->items[i].reference, reference) == 0)
            return &orders->items[i];
    return NULL;
}

const char *journal_orders_origin(const JournalOrders *orders, const JournalPaidOrder *order)
{
    if (order->imported >= 0)
        return orders->imported[order->imported].origin;
    return order->session >= 0 ? orders->sessions[order->session].origin : "";
}

static JournalPaidOrder *add(JournalOrders *orders, const char *uuid)
{
    if (orders->count == orders->room) {
        orders->room = orders->room ? orders->room * 2 : 256;
        orders->items = realloc(orders->items, (size_t)orders->room * sizeof *orders->items);
        CHECK(orders->items != NULL);
    }
    JournalPaidOrder *order = &orders->items[orders->count++];
    *order = (JournalPaidOrder){.session = -1, .imported = -1};
    snprintf(order->uuid, sizeof order->uuid, "%s", uuid);
    journal_index_add(&orders->by_uuid, journal_index_tag(uuid), orders->count - 1);
    return order;
}

static JournalPaidOrder *find_or_add(JournalOrders *orders, const char *uuid)
{
    const JournalPaidOrder *known = journal_orders_find(orders, uuid);
    return known ? &orders->items[known - orders->items] : add(orders, uuid);
}

static void set_reference(JournalOrders *orders, JournalPaidOrder *order, const char *reference)
{
    if (strcmp(order->reference, reference) == 0)
        return;
    snprintf(order->reference, sizeof order->reference, "%s", reference);
    journal_index_add(&orders->by_reference, journal_index_tag(reference),
                      (int32_t)(order - orders->items));
}

void journal_orders_add(JournalOrders *orders, const char *uuid, const char *reference)
{
    set_reference(orders, find_or_add(orders, uuid), reference);
}

/* --- charges --- */

static JournalOrderCharge *find_or_add_charge(JournalOrders *orders, const char *intent_id)
{
    uint64_t tag = journal_index_tag(intent_id);
    int32_t cursor = 0, i;
    while ((i = journal_index_next(&orders->by_intent, tag, &cursor)) >= 0)
        if (strcmp(orders->charges[i].intent_id, intent_id) == 0)
            return &orders->charges[i];
    if (orders->charge_count == orders->charge_room) {
        orders->charge_room = orders->charge_room ? orders->charge_room * 2 : 256;
        orders->charges =
            realloc(orders->charges, (size_t)orders->charge_room * sizeof *orders->charges);
        CHECK(orders->charges != NULL);
    }
    JournalOrderCharge *charge = &orders->charges[orders->charge_count++];
    *charge = (JournalOrderCharge){.order = -1};
    snprintf(charge->intent_id, sizeof charge->intent_id, "%s", intent_id);
    journal_index_add(&orders->by_intent, tag, orders->charge_count - 1);
    return charge;
}

static void learn_intent(JournalOrders *orders, const JournalIntent *intent, const char *order_uuid)
{
    JournalOrderCharge *charge = find_or_add_charge(orders, intent->intent_id);
    snprintf(charge->order_uuid, sizeof charge->order_uuid, "%s", order_uuid);
    charge->amount = intent->amount;
    charge->outcome = intent->outcome;
    if (intent->asked_unix_ms != 0)
        charge->asked_unix_ms = intent->asked_unix_ms;
}

// An order of another journal was charged at another terminal.
static void learn_payments(JournalOrders *orders, const JournalPaidOrder *order, const Order *paid)
{
    for (int32_t i = 0; order->imported < 0 && i < paid->payment_count; i++) {
        const OrderPayment *payment = &paid->payments[i];
        if (!payment->intent_id[0])
            continue;
        JournalOrderCharge *charge = find_or_add_charge(orders, payment->intent_id);
        memcpy(charge->order_uuid, order->uuid, sizeof charge->order_uuid);
        charge->amount = payment->amount;
        charge->order = (int32_t)(order - orders->items);
        charge->by_attendant = strcmp(payment->transaction_id, "attendant") == 0;
        if (charge->asked_unix_ms == 0)
            charge->asked_unix_ms = payment->paid_unix_ms;
    }
}

/* --- records --- */

static void set_words(JournalPaidOrder *order, const char *words)
{
    free(order->words);
    order->words = words[0] ? strdup(words) : NULL;
}

// Imports, and orders that are sent again, say once more what an order is; the newest counts, and
// it stays an order of the session that it was sold in.
static void learn_snapshot(Learning *learning, const JournalRecord *record, Bytes snapshot,
                           JournalServerState state)
{
    JournalOrders *orders = learning->orders;
    char reference[ORDER_REFERENCE_SIZE];
    Error ignored;
    if (!order_snapshot_decode(snapshot, learning->order, &ignored))
        return; // the fold tells of it
    JournalPaidOrder *order = find_or_add(orders, record->order_uuid);
    if (strcmp(learning->fold.imported_uuid, record->order_uuid) == 0 && order->segment == 0)
        order->repairs = learning->fold.imported_repairs; // they stand before it
    OrderNumber number = order_repaired_number(&order->repairs, &learning->order->number);
    order_reference(&number, reference);
    set_reference(orders, order, reference);
    memcpy(order->access_token, learning->order->access_token, sizeof order->access_token);
    order->total = learning->order->total;
    order->currency = learning->order->currency;
    order->paid_unix_ms = learning->order->paid_unix_ms;
    order->digested = false;
    order->state = state > order->state ? state : order->state;
    if (order->session < 0)
        order->session = learning->session;
    order->segment = record->segment;
    order->offset = record->offset;
    order->size = record->size;
    const JournalImported *last =
        learning->imported >= 0 ? &orders->imported[learning->imported] : NULL;
    if (last && strcmp(learning->fold.imported_uuid, record->order_uuid) == 0)
        order->imported = learning->imported;
    learn_payments(orders, order, learning->order);
}

static void learn_session(Learning *learning, const JournalSession *session)
{
    JournalOrders *orders = learning->orders;
    const JournalSession *last =
        orders->session_count > 0 ? &orders->sessions[orders->session_count - 1] : NULL;
    if (!last || memcmp(last, session, sizeof *session) != 0) {
        size_t size = (size_t)(orders->session_count + 1) * sizeof *orders->sessions;
        orders->sessions = realloc(orders->sessions, size);
        CHECK(orders->sessions != NULL);
        orders->sessions[orders->session_count++] = *session;
    }
    learning->session = orders->session_count - 1;
}

static void learn_imported(Learning *learning, const JournalRecord *record)
{
    JournalOrders *orders = learning->orders;
    JournalImported imported;
    Bytes snapshot;
    Error ignored;
    if (!journal_decode_imported(record->payload, &imported, &snapshot, &ignored))
        return;
    size_t size = (size_t)(orders->imported_count + 1) * sizeof *orders->imported;
    orders->imported = realloc(orders->imported, size);
    CHECK(orders->imported != NULL);
    orders->imported[orders->imported_count] = imported;
    learning->imported = orders->imported_count++;
    if (imported.use == JOURNAL_IMPORT_SEND)
        return; // its paid record follows, or it was not taken up
    bool keep = imported.use == JOURNAL_IMPORT_KEEP;
    learn_snapshot(learning, record, snapshot, keep ? imported.state : JOURNAL_SERVER_WAITING);
    const JournalPaidOrder *known = journal_orders_find(orders, record->order_uuid);
    if (!known)
        return;
    JournalPaidOrder *order = &orders->items[known - orders->items];
    order->server_id = imported.server_id;
    set_words(order, imported.words);
}

static void learn_server(Learning *learning, const JournalRecord *record)
{
    JournalServerNote note;
    Error ignored;
    if (!journal_decode_server(record->payload, &note, &ignored))
        return;
    const JournalPaidOrder *known = journal_orders_find(learning->orders, note.uuid);
    if (!known)
        return;
    JournalPaidOrder *order = &learning->orders->items[known - learning->orders->items];
    order->state = note.state;
    if (note.server_id != 0)
        order->server_id = note.server_id;
    set_words(order, note.words);
}

static void learn_repair(Learning *learning, const JournalRecord *record)
{
    JournalRepair repair;
    char reference[ORDER_REFERENCE_SIZE];
    Error ignored;
    if (!journal_decode_repair(record->payload, &repair, &ignored))
        return;
    const JournalPaidOrder *known = journal_orders_find(learning->orders, repair.order_uuid);
    if (!known)
        return;
    JournalPaidOrder *order = &learning->orders->items[known - learning->orders->items];
    if (!order_repairs_add(&order->repairs, &repair.repair))
        return; // the fold tells of it
    if (repair.repair.kind != ORDER_REPAIR_REFERENCE)
        return;
    OrderNumber number = {repair.repair.session_id, repair.repair.login_number,
                          repair.repair.new_id};
    order_reference(&number, reference);
    set_reference(learning->orders, order, reference);
}

static void take_digested(JournalOrders *orders, JournalPaidOrder *order,
                          const JournalDigest *digest, const JournalDigestOrder *entry)
{
    set_reference(orders, order, entry->reference);
    order->paid_unix_ms = entry->paid_unix_ms;
    order->total = entry->total;
    order->currency.decimals = digest->decimals;
    snprintf(order->currency.code, sizeof order->currency.code, "%.3s", digest->currency);
    order->digested = true;
}

static void learn_digest(Learning *learning, const JournalRecord *record)
{
    JournalDigest digest;
    JournalDigestOrder entry;
    JournalUnpack rest;
    Error ignored;
    if (!journal_decode_digest(record->payload, &digest, &rest, &ignored))
        return;
    for (int32_t i = 0; i < digest.entry_count; i++) {
        if (!journal_decode_digest_order(&rest, &entry, &ignored))
            return;
        const JournalPaidOrder *known = journal_orders_find(learning->orders, entry.uuid);
        if (!known && !entry.here)
            continue;
        JournalPaidOrder *order = find_or_add(learning->orders, entry.uuid);
        if (!known)
            take_digested(learning->orders, order, &digest, &entry);
        else if (order->segment > digest.segment)
            continue; // it was sent again since
        order->state = entry.state;
        order->server_id = entry.server_id;
    }
}

static void learn_charge(Learning *learning, const JournalRecord *record)
{
    JournalIntent intent;
    char uuid[ORDER_UUID_SIZE];
    Bytes snapshot;
    Error ignored;
    bool asked = record->kind == JOURNAL_INTENT;
    if (asked ? journal_decode_intent(record->payload, &intent, &snapshot, &ignored)
              : journal_decode_intent_result(record->payload, &intent, uuid, &ignored))
        learn_intent(learning->orders, &intent, asked ? record->order_uuid : uuid);
}

static void learn(Learning *learning, const JournalRecord *record)
{
    JournalSegmentStart start;
    JournalSession session;
    Error ignored;
    (void)!journal_fold_record(&learning->fold, record, &ignored);
    switch (record->kind) {
    case JOURNAL_SEGMENT:
        if (journal_decode_segment(record->payload, &start, &ignored) && start.has_session)
            learn_session(learning, &start.session);
        return;
    case JOURNAL_SESSION:
        if (journal_decode_session(record->payload, &session, &ignored))
            learn_session(learning, &session);
        return;
    case JOURNAL_PAID:
        learn_snapshot(learning, record, record->payload, JOURNAL_SERVER_WAITING);
        return;
    case JOURNAL_SERVER:
        learn_server(learning, record);
        return;
    case JOURNAL_DIGEST:
        learn_digest(learning, record);
        return;
    case JOURNAL_IMPORTED:
        learn_imported(learning, record);
        return;
    case JOURNAL_REPAIR:
        learn_repair(learning, record);
        return;
    case JOURNAL_INTENT:
    case JOURNAL_INTENT_RESULT:
        learn_charge(learning, record);
        return;
    case JOURNAL_BASKET:
    case JOURNAL_ATTENDANT:
    case JOURNAL_RECEIPT:
    case JOURNAL_TIME:
    case JOURNAL_SIGN_IN:
    case JOURNAL_DEVICE:
    case JOURNAL_DAY:
        return;
    }
}

static bool walk(Learning *learning, JournalReader *reader, Error *error)
{
    JournalOrders *orders = learning->orders;
    JournalStep step;
    do {
        if (!journal_reader_next(reader, &step, error))
            return false;
        if (step.kind == JOURNAL_STEP_RECORD)
            learn(learning, &step.record);
        else if (journal_step_is_damage(step.kind) && orders->break_count++ == 0)
            memcpy(orders->first_break, step.what, sizeof orders->first_break);
    } while (step.kind != JOURNAL_STEP_END);
    memcpy(orders->chain_head, reader->chain, sizeof orders->chain_head);
    return journal_fold_finish(&learning->fold, &orders->arena, &orders->open, error);
}

static bool read_from(const Os *os, const char *directory, int32_t first, JournalOrders *out,
                      Error *error)
{
    JournalOrders orders = {0};
    uint8_t key[JOURNAL_KEY_SIZE];
    JournalKeyState state = JOURNAL_KEY_MISSING;
    if (!journal_key_load(os, directory, key, &state, error))
        return false;
    JournalReader *reader = malloc(sizeof *reader);
    Learning learning = {.orders = &orders, .session = -1, .imported = -1};
    learning.order = malloc(sizeof *learning.order);
    CHECK(reader != NULL);
    CHECK(learning.order != NULL);
    arena_create(&orders.arena, OPEN_BYTES);
    journal_fold_init(&learning.fold, true);
    bool has_key = state == JOURNAL_KEY_FOUND;
    if (has_key)
        journal_device_name(key, orders.device);
    bool ok = journal_reader_open(os, directory, has_key ? key : NULL, first, reader, error);
    if (ok && reader->list.count == 0)
        ok = error_set(error, ERROR_INVALID, "there is no journal in '%s'", directory);
    ok = ok && walk(&learning, reader, error);
    journal_reader_close(reader);
    free(reader);
    free(learning.order);
    journal_fold_release(&learning.fold);
    if (!ok) {
        journal_orders_release(&orders);
        return false;
    }
    *out = orders;
    return true;
}

// 0: all.
static bool first_of_newest(const Os *os, const char *directory, int32_t segment_count,
                            int32_t *out_first, Error *error)
{
    JournalSegmentList list;
    if (!journal_folder_list(os, directory, &list, error))
        return false;
    *out_first = list.count > segment_count ? list.numbers[list.count - segment_count] : 0;
    journal_folder_list_release(&list);
    return true;
}

bool journal_orders_read(const Os *os, const char *directory, JournalOrders *out, Error *error)
{
    return read_from(os, directory, 0, out, error);
}

bool journal_orders_read_newest(const Os *os, const char *directory, int32_t segment_count,
                                JournalOrders *out, Error *error)
{
    int32_t first;
    return first_of_newest(os, directory, segment_count, &first, error) &&
           read_from(os, directory, first, out, error);
}

void journal_orders_release(JournalOrders *orders)
{
    for (int32_t i = 0; i < orders->count; i++)
        free(orders->items[i].words);
    free(orders->items);
    free(orders->sessions);
    free(orders->imported);
    free(orders->charges);
    journal_index_release(&orders->by_uuid);
    journal_index_release(&orders->by_reference);
    journal_index_release(&orders->by_intent);
    arena_destroy(&orders->arena);
    memset(orders, 0, sizeof *orders);
}

static bool read_record(const Os *os, const char *path, const JournalPaidOrder *order,
                        uint8_t header[JOURNAL_HEADER_SIZE], uint8_t *record, Error *error)
{
    const OsFiles *files = &os->files;
    OsFile *file = NULL;
    size_t header_count = 0, count = 0;
    if (!files->open(files->context, path, OS_OPEN_READ, &file, error))
        return false;
    JournalHeader ignored;
    bool ok =
        files->read_at(files->context, file, 0, header, JOURNAL_HEADER_SIZE, &header_count, error);
    if (ok && journal_header_decode(header, &ignored) == JOURNAL_HEADER_BAD)
        ok = files->read_at(files->context, file, JOURNAL_HEADER_COPY_AT, header,
                            JOURNAL_HEADER_SIZE, &header_count, error);
    ok = ok &&
         files->read_at(files->context, file, order->offset, record, order->size, &count, error);
    files->close(files->context, file);
    if (ok && (header_count < JOURNAL_HEADER_SIZE || count < order->size))
        ok = error_set(error, ERROR_CORRUPT, "'%s' became shorter", path);
    return ok;
}

bool journal_orders_snapshot(const Os *os, const char *directory, const JournalPaidOrder *order,
                             Arena *result, Bytes *out, Error *error)
{
    char path[JOURNAL_PATH_SIZE];
    uint8_t header_bytes[JOURNAL_HEADER_SIZE] = {0};
    JournalHeader header;
    JournalRecord record;
    JournalImported imported;
    uint64_t work = 0;
    CHECK(!order->digested);
    uint8_t *bytes = arena_try_alloc(result, 1, 1, order->size);
    if (!bytes)
        return error_set(error, ERROR_LIMIT, "no memory for '%s'", order->reference);
    if (!journal_segment_path(directory, order->segment, ".wal", path, error) ||
        !read_record(os, path, order, header_bytes, bytes, error))
        return false;
    if (journal_header_decode(header_bytes, &header) != JOURNAL_HEADER_GOOD ||
        !journal_record_decode(bytes, order->size, journal_crc_seed(&header), &record, &work))
        return error_set(error, ERROR_CORRUPT, "the record of '%s' in '%s' can't be read",
                         order->reference, path);
    *out = record.payload;
    return record.kind != JOURNAL_IMPORTED ||
           journal_decode_imported(record.payload, &imported, out, error);
}
