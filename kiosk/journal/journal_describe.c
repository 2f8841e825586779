/* What a payload is about. Kept apart from the encoders because only this needs the order's
 * decoder. */
#include <string.h>

#include "domain/order_snapshot.h"
#include "journal/journal_digest.h"
#include "journal/journal_records.h"

static bool describe_order(Bytes snapshot, Order *order, JournalSubject *out, Error *error)
{
    if (!order_snapshot_decode(snapshot, order, error))
        return false;
    if (order->number.counter < 0 || order->number.counter > JOURNAL_NUMBER_MAX)
        return error_set(error, ERROR_INVALID, "order number %lld is out of range",
                         (long long)order->number.counter);
    memcpy(out->order_uuid, order->uuid, ORDER_UUID_SIZE);
    out->counter = order->number.counter;
    return true;
}

static bool describe_imported(Bytes payload, Order *order, JournalSubject *out, Error *error)
{
    JournalImported imported;
    Bytes snapshot;
    if (!journal_decode_imported(payload, &imported, &snapshot, error) ||
        !describe_order(snapshot, order, out, error))
        return false;
    if (imported.use == JOURNAL_IMPORT_CASE)
        out->counter = 0; // a number of another server is none of this lane's
    return true;
}

static bool describe(JournalKind kind, Bytes payload, Order *order, JournalSubject *out,
                     Error *error)
{
    JournalSegmentStart start;
    JournalSession session;
    JournalIntent intent;
    JournalServerNote server;
    JournalAttendantNote attendant;
    JournalRepair repair;
    JournalDevice device;
    JournalDay day;
    Bytes snapshot;
    char how[32];
    JournalSignIn sign_in;
    int64_t time;
    switch (kind) {
    case JOURNAL_SEGMENT:
        return journal_decode_segment(payload, &start, error);
    case JOURNAL_SESSION:
        return journal_decode_session(payload, &session, error);
    case JOURNAL_BASKET:
        return payload.size == 0 || describe_order(payload, order, out, error);
    case JOURNAL_INTENT:
        return journal_decode_intent(payload, &intent, &snapshot, error) &&
               describe_order(snapshot, order, out, error);
    case JOURNAL_INTENT_RESULT:
        return journal_decode_intent_result(payload, &intent, out->order_uuid, error);
    case JOURNAL_PAID:
        return describe_order(payload, order, out, error);
    case JOURNAL_SERVER:
        if (!journal_decode_server(payload, &server, error))
            return false;
        memcpy(out->order_uuid, server.uuid, ORDER_UUID_SIZE);
        return true;
    case JOURNAL_ATTENDANT:
        if (!journal_decode_attendant(payload, &attendant, error))
            return false;
        memcpy(out->order_uuid, attendant.order_uuid, ORDER_UUID_SIZE);
        return true;
    case JOURNAL_RECEIPT:
        return journal_decode_receipt(payload, out->order_uuid, how, error);
    case JOURNAL_TIME:
        return journal_decode_time(payload, &time, error);
    case JOURNAL_REPAIR:
        if (!journal_decode_repair(payload, &repair, error))
            return false;
        memcpy(out->order_uuid, repair.order_uuid, ORDER_UUID_SIZE);
        if (repair.repair.kind == ORDER_REPAIR_REFERENCE) // a number is used for good
            out->counter = repair.repair.new_id;
        return true;
    case JOURNAL_DIGEST:
        return journal_check_digest(payload, error);
    case JOURNAL_IMPORTED:
        return describe_imported(payload, order, out, error);
    case JOURNAL_SIGN_IN:
        return journal_decode_sign_in(payload, &sign_in, error);
    case JOURNAL_DEVICE:
        return journal_decode_device(payload, &device, error);
    case JOURNAL_DAY:
        return journal_decode_day(payload, &day, error);
    }
    return error_set(error, ERROR_INVALID, "no such kind of record: %d", (int)kind);
}

bool journal_describe(JournalKind kind, Bytes payload, Order *order, JournalSubject *out,
                      Error *error)
{
    JournalSubject subject = {0};
    if (payload.size > JOURNAL_PAYLOAD_SIZE_MAX)
        return error_set(error, ERROR_LIMIT, "a %s record of %zu bytes is too large",
                         journal_kind_name(kind), payload.size);
    if (!describe(kind, payload, order, &subject, error))
        return error_prefix(error, "cannot journal a %s record", journal_kind_name(kind));
    for (const char *c = subject.order_uuid; *c; c++)
        if (*c < 0x20 || *c > 0x7e)
            return error_set(error, ERROR_INVALID, "an order's uuid has strange characters");
    *out = subject;
    return true;
}
