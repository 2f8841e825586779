#include "journal/journal_records.h"

#include <msgpack.h>
#include <string.h>

#include "journal/journal_msgpack.h"

// Packing grows a malloc'd buffer; the arena gets a copy of the right size.
typedef struct Pack {
    msgpack_sbuffer buffer;
    msgpack_packer packer;
} Pack;

static void pack_begin(Pack *pack, size_t count)
{
    msgpack_sbuffer_init(&pack->buffer);
    msgpack_packer_init(&pack->packer, &pack->buffer, msgpack_sbuffer_write);
    msgpack_pack_array(&pack->packer, count);
    msgpack_pack_int64(&pack->packer, 1); // version of the payload
}

static void pack_integer(Pack *pack, int64_t value)
{
    msgpack_pack_int64(&pack->packer, value);
}

// Words of terminals and servers may be anything; a record must be readable, so bad bytes become
// '?'.
static void pack_text(Pack *pack, const char *text, size_t size_max)
{
    Text all = {text, (int32_t)strnlen(text, size_max - 1)};
    msgpack_pack_str(&pack->packer, (size_t)all.size);
    for (int32_t position = 0; position < all.size;) {
        int32_t start = position;
        uint32_t code_point = text_next_code_point(all, &position);
        bool bad = code_point == 0xfffd && position - start == 1;
        msgpack_pack_str_body(&pack->packer, bad ? "?" : text + start, (size_t)(position - start));
    }
}

static void pack_bytes(Pack *pack, const void *bytes, size_t size)
{
    msgpack_pack_bin(&pack->packer, size);
    if (size > 0)
        msgpack_pack_bin_body(&pack->packer, bytes, size);
}

static Bytes pack_end(Pack *pack, Arena *arena)
{
    uint8_t *copy = ARENA_NEW(arena, uint8_t, pack->buffer.size);
    memcpy(copy, pack->buffer.data, pack->buffer.size);
    Bytes bytes = {copy, pack->buffer.size};
    msgpack_sbuffer_destroy(&pack->buffer);
    return bytes;
}

#define PACK_TEXT(pack, field)     pack_text(pack, field, sizeof(field))
#define UNPACK_TEXT(unpack, field) journal_unpack_text(unpack, field, sizeof(field))

static int32_t unpack_id(JournalUnpack *unpack)
{
    return (int32_t)journal_unpack_integer(unpack, INT32_MIN, INT32_MAX);
}

static int64_t unpack_time(JournalUnpack *unpack)
{
    return journal_unpack_integer(unpack, 0, JOURNAL_NUMBER_MAX);
}

static int64_t clamp_time(int64_t unix_ms)
{
    return unix_ms < 0 ? 0 : unix_ms > JOURNAL_NUMBER_MAX ? JOURNAL_NUMBER_MAX : unix_ms;
}

static bool not_a(const char *what, Error *error)
{
    return error_set(error, ERROR_CORRUPT, "not %s record of a version we know", what);
}

Bytes journal_encode_segment(const JournalSegmentStart *start, Arena *arena)
{
    Pack pack;
    pack_begin(&pack, 7);
    pack_integer(&pack, start->previous_segment);
    pack_bytes(&pack, start->previous_chain, JOURNAL_CHAIN_SIZE);
    pack_integer(&pack, start->first_needed);
    pack_integer(&pack, start->counter_last);
    pack_integer(&pack, clamp_time(start->time_last_unix_ms));
    if (start->has_session) {
        Bytes session = journal_encode_session(&start->session, arena);
        pack_bytes(&pack, session.data, session.size);
    } else
        msgpack_pack_nil(&pack.packer);
    return pack_end(&pack, arena);
}

bool journal_decode_segment(Bytes payload, JournalSegmentStart *out, Error *error)
{
    JournalSegmentStart start = {0};
    JournalUnpack unpack = journal_unpack_begin(payload, 7, 1);
    start.previous_segment = (int32_t)journal_unpack_integer(&unpack, 0, INT32_MAX);
    Bytes chain = journal_unpack_bytes(&unpack);
    start.first_needed = (int32_t)journal_unpack_integer(&unpack, 1, INT32_MAX);
    start.counter_last = journal_unpack_integer(&unpack, 0, JOURNAL_NUMBER_MAX);
    start.time_last_unix_ms = unpack_time(&unpack);
    Bytes session = journal_unpack_bytes(&unpack);
    if (!journal_unpack_end(&unpack) || chain.size != JOURNAL_CHAIN_SIZE)
        return not_a("a segment", error);
    memcpy(start.previous_chain, chain.data, JOURNAL_CHAIN_SIZE);
    start.has_session = session.size > 0;
    if (start.has_session && !journal_decode_session(session, &start.session, error))
        return false;
    *out = start;
    return true;
}

Bytes journal_encode_session(const JournalSession *session, Arena *arena)
{
    Pack pack;
    pack_begin(&pack, 8);
    pack_integer(&pack, session->session_id);
    pack_integer(&pack, session->login_number);
    pack_integer(&pack, session->config_id);
    pack_integer(&pack, session->user_id);
    PACK_TEXT(&pack, session->session_name);
    PACK_TEXT(&pack, session->origin);
    pack_integer(&pack, clamp_time(session->opened_unix_ms));
    return pack_end(&pack, arena);
}

bool journal_decode_session(Bytes payload, JournalSession *out, Error *error)
{
    JournalSession session = {0};
    JournalUnpack unpack = journal_unpack_begin(payload, 8, 1);
    session.session_id = unpack_id(&unpack);
    session.login_number = unpack_id(&unpack);
    session.config_id = unpack_id(&unpack);
    session.user_id = unpack_id(&unpack);
    UNPACK_TEXT(&unpack, session.session_name);
    UNPACK_TEXT(&unpack, session.origin);
    session.opened_unix_ms = unpack_time(&unpack);
    if (!journal_unpack_end(&unpack))
        return not_a("a session", error);
    *out = session;
    return true;
}

// The five fields that an intent and its result share.
static void pack_intent(Pack *pack, const JournalIntent *intent)
{
    PACK_TEXT(pack, intent->intent_id);
    pack_integer(pack, intent->method_id);
    pack_integer(pack, intent->amount.minor);
    pack_integer(pack, clamp_time(intent->asked_unix_ms));
    pack_integer(pack, intent->outcome);
    PACK_TEXT(pack, intent->words);
}

static void unpack_intent(JournalUnpack *unpack, JournalIntent *out)
{
    UNPACK_TEXT(unpack, out->intent_id);
    out->method_id = unpack_id(unpack);
    out->amount.minor = journal_unpack_integer(unpack, INT64_MIN, INT64_MAX);
    out->asked_unix_ms = unpack_time(unpack);
    out->outcome = (JournalIntentOutcome)journal_unpack_integer(unpack, JOURNAL_INTENT_OPEN,
                                                                JOURNAL_INTENT_SETTLED);
    UNPACK_TEXT(unpack, out->words);
}

Bytes journal_encode_intent(const JournalIntent *intent, Bytes order_snapshot, Arena *arena)
{
    Pack pack;
    pack_begin(&pack, 8);
    pack_intent(&pack, intent);
    pack_bytes(&pack, order_snapshot.data, order_snapshot.size);
    return pack_end(&pack, arena);
}

bool journal_decode_intent(Bytes payload, JournalIntent *out, Bytes *out_order_snapshot,
                           Error *error)
{
    JournalIntent intent = {0};
    JournalUnpack unpack = journal_unpack_begin(payload, 8, 1);
    unpack_intent(&unpack, &intent);
    Bytes snapshot = journal_unpack_bytes(&unpack);
    if (!journal_unpack_end(&unpack))
        return not_a("an intent", error);
    *out = intent;
    *out_order_snapshot = snapshot;
    return true;
}

Bytes journal_encode_intent_result(const JournalIntent *intent, const char *order_uuid,
                                   Arena *arena)
{
    Pack pack;
    pack_begin(&pack, 8);
    pack_text(&pack, order_uuid, ORDER_UUID_SIZE);
    pack_intent(&pack, intent);
    return pack_end(&pack, arena);
}

bool journal_decode_intent_result(Bytes payload, JournalIntent *out,
                                  char out_order_uuid[ORDER_UUID_SIZE], Error *error)
{
    JournalIntent intent = {0};
    char uuid[ORDER_UUID_SIZE];
    JournalUnpack unpack = journal_unpack_begin(payload, 8, 1);
    UNPACK_TEXT(&unpack, uuid);
    unpack_intent(&unpack, &intent);
    if (!journal_unpack_end(&unpack))
        return not_a("an intent result", error);
    *out = intent;
    memcpy(out_order_uuid, uuid, ORDER_UUID_SIZE);
    return true;
}

Bytes journal_encode_server(const JournalServerNote *note, Arena *arena)
{
    Pack pack;
    pack_begin(&pack, 6);
    PACK_TEXT(&pack, note->uuid);
    pack_integer(&pack, note->state);
    pack_integer(&pack, note->server_id);
    pack_integer(&pack, clamp_time(note->at_unix_ms));
    PACK_TEXT(&pack, note->words);
    return pack_end(&pack, arena);
}

bool journal_decode_server(Bytes payload, JournalServerNote *out, Error *error)
{
    JournalServerNote note = {0};
    JournalUnpack unpack = journal_unpack_begin(payload, 6, 1);
    UNPACK_TEXT(&unpack, note.uuid);
    note.state = (JournalServerState)journal_unpack_integer(&unpack, JOURNAL_SERVER_WAITING,
                                                            JOURNAL_SERVER_SETTLED);
    note.server_id = unpack_id(&unpack);
    note.at_unix_ms = unpack_time(&unpack);
    UNPACK_TEXT(&unpack, note.words);
    if (!journal_unpack_end(&unpack))
        return not_a("a server", error);
    *out = note;
    return true;
}

Bytes journal_encode_attendant(const JournalAttendantNote *note, Arena *arena)
{
    Pack pack;
    pack_begin(&pack, 9);
    PACK_TEXT(&pack, note->attendant);
    PACK_TEXT(&pack, note->action);
    PACK_TEXT(&pack, note->order_uuid);
    pack_integer(&pack, note->line_id);
    PACK_TEXT(&pack, note->old_value);
    PACK_TEXT(&pack, note->new_value);
    PACK_TEXT(&pack, note->reason);
    pack_integer(&pack, clamp_time(note->at_unix_ms));
    return pack_end(&pack, arena);
}

bool journal_decode_attendant(Bytes payload, JournalAttendantNote *out, Error *error)
{
    JournalAttendantNote note = {0};
    JournalUnpack unpack = journal_unpack_begin(payload, 9, 1);
    UNPACK_TEXT(&unpack, note.attendant);
    UNPACK_TEXT(&unpack, note.action);
    UNPACK_TEXT(&unpack, note.order_uuid);
    note.line_id = unpack_id(&unpack);
    UNPACK_TEXT(&unpack, note.old_value);
    UNPACK_TEXT(&unpack, note.new_value);
    UNPACK_TEXT(&unpack, note.reason);
    note.at_unix_ms = unpack_time(&unpack);
    if (!journal_unpack_end(&unpack))
        return not_a("an attendant", error);
    *out = note;
    return true;
}

Bytes journal_encode_receipt(const char *order_uuid, const char *how, Arena *arena)
{
    Pack pack;
    pack_begin(&pack, 3);
    pack_text(&pack, order_uuid, ORDER_UUID_SIZE);
    pack_text(&pack, how, 32);
    return pack_end(&pack, arena);
}

bool journal_decode_receipt(Bytes payload, char out_order_uuid[ORDER_UUID_SIZE], char out_how[32],
                            Error *error)
{
    char uuid[ORDER_UUID_SIZE], how[32];
    JournalUnpack unpack = journal_unpack_begin(payload, 3, 1);
    UNPACK_TEXT(&unpack, uuid);
    UNPACK_TEXT(&unpack, how);
    if (!journal_unpack_end(&unpack))
        return not_a("a receipt", error);
    memcpy(out_order_uuid, uuid, sizeof uuid);
    memcpy(out_how, how, sizeof how);
    return true;
}

Bytes journal_encode_time(int64_t server_unix_ms, Arena *arena)
{
    Pack pack;
    pack_begin(&pack, 2);
    pack_integer(&pack, clamp_time(server_unix_ms));
    return pack_end(&pack, arena);
}

bool journal_decode_time(Bytes payload, int64_t *out_server_unix_ms, Error *error)
{
    JournalUnpack unpack = journal_unpack_begin(payload, 2, 1);
    int64_t time = unpack_time(&unpack);
    if (!journal_unpack_end(&unpack))
        return not_a("a time", error);
    *out_server_unix_ms = time;
    return true;
}

Bytes journal_encode_repair(const JournalRepair *repair, Arena *arena)
{
    Pack pack;
    pack_begin(&pack, 8);
    PACK_TEXT(&pack, repair->order_uuid);
    pack_integer(&pack, repair->repair.kind);
    pack_integer(&pack, repair->repair.old_id);
    pack_integer(&pack, repair->repair.new_id);
    PACK_TEXT(&pack, repair->attendant);
    PACK_TEXT(&pack, repair->reason);
    pack_integer(&pack, clamp_time(repair->at_unix_ms));
    return pack_end(&pack, arena);
}

bool journal_decode_repair(Bytes payload, JournalRepair *out, Error *error)
{
    JournalRepair repair = {0};
    JournalUnpack unpack = journal_unpack_begin(payload, 8, 1);
    UNPACK_TEXT(&unpack, repair.order_uuid);
    repair.repair.kind = (OrderRepairKind)journal_unpack_integer(&unpack, ORDER_REPAIR_SESSION,
                                                                 ORDER_REPAIR_PARTNER);
    repair.repair.old_id = unpack_id(&unpack);
    repair.repair.new_id = unpack_id(&unpack);
    UNPACK_TEXT(&unpack, repair.attendant);
    UNPACK_TEXT(&unpack, repair.reason);
    repair.at_unix_ms = unpack_time(&unpack);
    if (!journal_unpack_end(&unpack) || !order_repair_valid(&repair.repair))
        return not_a("a repair", error);
    *out = repair;
    return true;
}
