#include "journal/journal_records.h"

#include <string.h>

#include "journal/journal_msgpack.h"
#include "journal/journal_pack.h"

#define PACK_TEXT(pack, field)     journal_pack_text(pack, field, sizeof(field))
#define UNPACK_TEXT(unpack, field) journal_unpack_text(unpack, field, sizeof(field))

static int32_t unpack_id(JournalUnpack *unpack)
{
    return (int32_t)journal_unpack_integer(unpack, INT32_MIN, INT32_MAX);
}

static int64_t unpack_time(JournalUnpack *unpack)
{
    return journal_unpack_integer(unpack, 0, JOURNAL_NUMBER_MAX);
}

static bool not_a(const char *what, Error *error)
{
    return error_set(error, ERROR_CORRUPT, "not %s record of a version we know", what);
}

Bytes journal_encode_segment(const JournalSegmentStart *start, Arena *arena)
{
    JournalPack pack;
    journal_pack_begin(&pack, start->has_device ? 8 : 7);
    journal_pack_integer(&pack, start->previous_segment);
    journal_pack_bytes(&pack, start->previous_chain, JOURNAL_CHAIN_SIZE);
    journal_pack_integer(&pack, start->first_needed);
    journal_pack_integer(&pack, start->counter_last);
    journal_pack_time(&pack, start->time_last_unix_ms);
    if (start->has_session) {
        Bytes session = journal_encode_session(&start->session, arena);
        journal_pack_bytes(&pack, session.data, session.size);
    } else
        journal_pack_nil(&pack);
    if (start->has_device) {
        Bytes device = journal_encode_device(&start->device, arena);
        journal_pack_bytes(&pack, device.data, device.size);
    }
    return journal_pack_end(&pack, arena);
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
    Bytes device = unpack.left > 0 ? journal_unpack_bytes(&unpack) : (Bytes){0};
    if (!journal_unpack_end(&unpack) || chain.size != JOURNAL_CHAIN_SIZE)
        return not_a("a segment", error);
    memcpy(start.previous_chain, chain.data, JOURNAL_CHAIN_SIZE);
    start.has_session = session.size > 0;
    start.has_device = device.size > 0;
    if ((start.has_session && !journal_decode_session(session, &start.session, error)) ||
        (start.has_device && !journal_decode_device(device, &start.device, error)))
        return false;
    *out = start;
    return true;
}

Bytes journal_encode_session(const JournalSession *session, Arena *arena)
{
    JournalPack pack;
    journal_pack_begin(&pack, 8);
    journal_pack_integer(&pack, session->session_id);
    journal_pack_integer(&pack, session->login_number);
    journal_pack_integer(&pack, session->config_id);
    journal_pack_integer(&pack, session->user_id);
    PACK_TEXT(&pack, session->session_name);
    PACK_TEXT(&pack, session->origin);
    journal_pack_time(&pack, session->opened_unix_ms);
    return journal_pack_end(&pack, arena);
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
static void pack_intent(JournalPack *pack, const JournalIntent *intent)
{
    PACK_TEXT(pack, intent->intent_id);
    journal_pack_integer(pack, intent->method_id);
    journal_pack_integer(pack, intent->amount.minor);
    journal_pack_time(pack, intent->asked_unix_ms);
    journal_pack_integer(pack, intent->outcome);
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
    JournalPack pack;
    journal_pack_begin(&pack, 8);
    pack_intent(&pack, intent);
    journal_pack_bytes(&pack, order_snapshot.data, order_snapshot.size);
    return journal_pack_end(&pack, arena);
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
    JournalPack pack;
    journal_pack_begin(&pack, 8);
    journal_pack_text(&pack, order_uuid, ORDER_UUID_SIZE);
    pack_intent(&pack, intent);
    return journal_pack_end(&pack, arena);
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
    JournalPack pack;
    journal_pack_begin(&pack, 6);
    PACK_TEXT(&pack, note->uuid);
    journal_pack_integer(&pack, note->state);
    journal_pack_integer(&pack, note->server_id);
    journal_pack_time(&pack, note->at_unix_ms);
    PACK_TEXT(&pack, note->words);
    return journal_pack_end(&pack, arena);
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
    JournalPack pack;
    journal_pack_begin(&pack, 9);
    PACK_TEXT(&pack, note->attendant);
    PACK_TEXT(&pack, note->action);
    PACK_TEXT(&pack, note->order_uuid);
    journal_pack_integer(&pack, note->line_id);
    PACK_TEXT(&pack, note->old_value);
    PACK_TEXT(&pack, note->new_value);
    PACK_TEXT(&pack, note->reason);
    journal_pack_time(&pack, note->at_unix_ms);
    return journal_pack_end(&pack, arena);
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
    JournalPack pack;
    journal_pack_begin(&pack, 3);
    journal_pack_text(&pack, order_uuid, ORDER_UUID_SIZE);
    journal_pack_text(&pack, how, 32);
    return journal_pack_end(&pack, arena);
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
    JournalPack pack;
    journal_pack_begin(&pack, 2);
    journal_pack_time(&pack, server_unix_ms);
    return journal_pack_end(&pack, arena);
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
    bool renamed = repair->repair.kind == ORDER_REPAIR_REFERENCE;
    JournalPack pack;
    journal_pack_begin(&pack, renamed ? 10 : 8);
    PACK_TEXT(&pack, repair->order_uuid);
    journal_pack_integer(&pack, repair->repair.kind);
    journal_pack_integer(&pack, repair->repair.old_id);
    journal_pack_integer(&pack, repair->repair.new_id);
    PACK_TEXT(&pack, repair->attendant);
    PACK_TEXT(&pack, repair->reason);
    journal_pack_time(&pack, repair->at_unix_ms);
    if (renamed) {
        journal_pack_integer(&pack, repair->repair.session_id);
        journal_pack_integer(&pack, repair->repair.login_number);
    }
    return journal_pack_end(&pack, arena);
}

bool journal_decode_repair(Bytes payload, JournalRepair *out, Error *error)
{
    JournalRepair repair = {0};
    JournalUnpack unpack = journal_unpack_begin(payload, 8, 1);
    UNPACK_TEXT(&unpack, repair.order_uuid);
    repair.repair.kind = (OrderRepairKind)journal_unpack_integer(&unpack, ORDER_REPAIR_SESSION,
                                                                 ORDER_REPAIR_REFERENCE);
    repair.repair.old_id = unpack_id(&unpack);
    repair.repair.new_id = unpack_id(&unpack);
    UNPACK_TEXT(&unpack, repair.attendant);
    UNPACK_TEXT(&unpack, repair.reason);
    repair.at_unix_ms = unpack_time(&unpack);
    if (repair.repair.kind == ORDER_REPAIR_REFERENCE) {
        repair.repair.session_id = unpack_id(&unpack);
        repair.repair.login_number = unpack_id(&unpack);
    }
    if (!journal_unpack_end(&unpack) || !order_repair_valid(&repair.repair))
        return not_a("a repair", error);
    *out = repair;
    return true;
}

Bytes journal_encode_imported(const JournalImported *imported, Bytes order_snapshot, Arena *arena)
{
    JournalPack pack;
    journal_pack_begin(&pack, 10);
    PACK_TEXT(&pack, imported->lane);
    PACK_TEXT(&pack, imported->origin);
    PACK_TEXT(&pack, imported->device);
    journal_pack_integer(&pack, imported->use);
    journal_pack_integer(&pack, imported->state);
    journal_pack_integer(&pack, imported->server_id);
    PACK_TEXT(&pack, imported->words);
    journal_pack_time(&pack, imported->at_unix_ms);
    journal_pack_bytes(&pack, order_snapshot.data, order_snapshot.size);
    return journal_pack_end(&pack, arena);
}

bool journal_decode_imported(Bytes payload, JournalImported *out, Bytes *out_order_snapshot,
                             Error *error)
{
    JournalImported imported = {0};
    JournalUnpack unpack = journal_unpack_begin(payload, 10, 1);
    UNPACK_TEXT(&unpack, imported.lane);
    UNPACK_TEXT(&unpack, imported.origin);
    UNPACK_TEXT(&unpack, imported.device);
    imported.use =
        (JournalImportUse)journal_unpack_integer(&unpack, JOURNAL_IMPORT_SEND, JOURNAL_IMPORT_CASE);
    imported.state = (JournalServerState)journal_unpack_integer(&unpack, JOURNAL_SERVER_WAITING,
                                                                JOURNAL_SERVER_SETTLED);
    imported.server_id = unpack_id(&unpack);
    UNPACK_TEXT(&unpack, imported.words);
    imported.at_unix_ms = unpack_time(&unpack);
    Bytes snapshot = journal_unpack_bytes(&unpack);
    if (!journal_unpack_end(&unpack))
        return not_a("an imported", error);
    *out = imported;
    *out_order_snapshot = snapshot;
    return true;
}

Bytes journal_encode_sign_in(const JournalSignIn *sign_in, Arena *arena)
{
    JournalPack pack;
    journal_pack_begin(&pack, 5);
    journal_pack_integer(&pack, sign_in->failures);
    journal_pack_integer(&pack, sign_in->badge_failures);
    journal_pack_integer(&pack, sign_in->ended_by_badge);
    journal_pack_time(&pack, sign_in->until_unix_ms);
    return journal_pack_end(&pack, arena);
}

bool journal_decode_sign_in(Bytes payload, JournalSignIn *out, Error *error)
{
    JournalSignIn sign_in = {0};
    JournalUnpack unpack = journal_unpack_begin(payload, 5, 1);
    sign_in.failures = (int32_t)journal_unpack_integer(&unpack, 0, INT32_MAX);
    sign_in.badge_failures = (int32_t)journal_unpack_integer(&unpack, 0, INT32_MAX);
    sign_in.ended_by_badge = journal_unpack_integer(&unpack, 0, 1) == 1;
    sign_in.until_unix_ms = unpack_time(&unpack);
    if (!journal_unpack_end(&unpack))
        return not_a("a sign-in", error);
    *out = sign_in;
    return true;
}

Bytes journal_encode_device(const JournalDevice *device, Arena *arena)
{
    JournalPack pack;
    journal_pack_begin(&pack, 5);
    journal_pack_bytes(&pack, device->identity, sizeof device->identity);
    journal_pack_integer(&pack, device->how);
    PACK_TEXT(&pack, device->attendant);
    journal_pack_time(&pack, device->at_unix_ms);
    return journal_pack_end(&pack, arena);
}

bool journal_decode_device(Bytes payload, JournalDevice *out, Error *error)
{
    JournalDevice device = {0};
    JournalUnpack unpack = journal_unpack_begin(payload, 5, 1);
    Bytes identity = journal_unpack_bytes(&unpack);
    device.how = (JournalAdoption)journal_unpack_integer(&unpack, JOURNAL_ADOPTED_FIRST,
                                                         JOURNAL_ADOPTED_ATTENDANT);
    UNPACK_TEXT(&unpack, device.attendant);
    device.at_unix_ms = unpack_time(&unpack);
    if (!journal_unpack_end(&unpack) || identity.size != sizeof device.identity)
        return not_a("a device", error);
    memcpy(device.identity, identity.data, identity.size);
    *out = device;
    return true;
}

enum { DAY_VALUES = 15, DAY_METHOD_VALUES = 5 };

Bytes journal_encode_day(const JournalDay *day, Arena *arena)
{
    const DayFigures *figures = &day->figures;
    JournalPack pack;
    journal_pack_begin(&pack, DAY_VALUES + (size_t)figures->method_count * DAY_METHOD_VALUES);
    journal_pack_integer(&pack, figures->session_id);
    PACK_TEXT(&pack, figures->session_name);
    PACK_TEXT(&pack, day->attendant);
    journal_pack_time(&pack, day->at_unix_ms);
    journal_pack_bytes(&pack, day->chain_head, sizeof day->chain_head);
    PACK_TEXT(&pack, figures->currency.code);
    journal_pack_integer(&pack, figures->currency.decimals);
    journal_pack_integer(&pack, figures->order_count);
    journal_pack_integer(&pack, figures->total.minor);
    journal_pack_integer(&pack, figures->counts_cash);
    journal_pack_integer(&pack, figures->cash_expected.minor);
    journal_pack_integer(&pack, day->counted);
    journal_pack_integer(&pack, day->cash_counted.minor);
    journal_pack_integer(&pack, figures->method_count);
    for (int32_t i = 0; i < figures->method_count; i++) {
        const DayMethod *method = &figures->methods[i];
        journal_pack_integer(&pack, method->id);
        PACK_TEXT(&pack, method->name);
        journal_pack_integer(&pack, method->taken.minor);
        journal_pack_integer(&pack, method->payments);
        journal_pack_integer(&pack, method->is_cash);
    }
    return journal_pack_end(&pack, arena);
}

static Money unpack_money(JournalUnpack *unpack)
{
    return (Money){journal_unpack_integer(unpack, INT64_MIN, INT64_MAX)};
}

static bool unpack_yes(JournalUnpack *unpack)
{
    return journal_unpack_integer(unpack, 0, 1) != 0;
}

static void unpack_day_method(JournalUnpack *unpack, DayMethod *out)
{
    out->id = unpack_id(unpack);
    UNPACK_TEXT(unpack, out->name);
    out->taken = unpack_money(unpack);
    out->payments = (int32_t)journal_unpack_integer(unpack, 0, INT32_MAX);
    out->is_cash = unpack_yes(unpack);
}

bool journal_decode_day(Bytes payload, JournalDay *out, Error *error)
{
    JournalDay day = {0};
    DayFigures *figures = &day.figures;
    JournalUnpack unpack = journal_unpack_begin(payload, DAY_VALUES, 1);
    figures->session_id = unpack_id(&unpack);
    UNPACK_TEXT(&unpack, figures->session_name);
    UNPACK_TEXT(&unpack, day.attendant);
    day.at_unix_ms = unpack_time(&unpack);
    Bytes head = journal_unpack_bytes(&unpack);
    UNPACK_TEXT(&unpack, figures->currency.code);
    figures->currency.decimals = (int32_t)journal_unpack_integer(&unpack, 0, 4);
    figures->order_count = (int32_t)journal_unpack_integer(&unpack, 0, INT32_MAX);
    figures->total = unpack_money(&unpack);
    figures->counts_cash = unpack_yes(&unpack);
    figures->cash_expected = unpack_money(&unpack);
    day.counted = unpack_yes(&unpack);
    day.cash_counted = unpack_money(&unpack);
    figures->method_count = (int32_t)journal_unpack_integer(&unpack, 0, DAY_METHODS_MAX);
    for (int32_t i = 0; i < figures->method_count; i++)
        unpack_day_method(&unpack, &figures->methods[i]);
    if (!journal_unpack_end(&unpack) || head.size != sizeof day.chain_head)
        return not_a("a day", error);
    memcpy(day.chain_head, head.data, head.size);
    *out = day;
    return true;
}
