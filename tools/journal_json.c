#include "journal_json.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "domain/order_snapshot.h"
#include "journal/journal_digest.h"
#include "journal/journal_records.h"

void journal_json_time(int64_t unix_ms, char out[32])
{
    time_t seconds = (time_t)(unix_ms / 1000);
    struct tm parts;
    char date[24] = "?";
    if (gmtime_r(&seconds, &parts))
        strftime(date, sizeof date, "%Y-%m-%dT%H:%M:%S", &parts);
    snprintf(out, 32, "%s.%03dZ", date, (int)(unix_ms % 1000));
}

static void set_text(json_t *object, const char *key, const char *text)
{
    if (text[0])
        json_object_set_new(object, key, json_string(text));
}

static void hex_text(const uint8_t *bytes, size_t size, char *out)
{
    for (size_t i = 0; i < size; i++)
        snprintf(out + 2 * i, 3, "%02x", bytes[i]);
}

static void set_integer(json_t *object, const char *key, int64_t value)
{
    json_object_set_new(object, key, json_integer(value));
}

static void set_time(json_t *object, const char *key, int64_t unix_ms)
{
    char text[32];
    journal_json_time(unix_ms, text);
    if (unix_ms > 0)
        set_text(object, key, text);
}

// Digits with a point, as a text: no reader's double gets in between.
static void set_money(json_t *object, const char *key, Money money, const Currency *currency)
{
    char text[32];
    money_print(money, currency, text);
    set_text(object, key, text);
}

static void set_price(json_t *object, const char *key, UnitPrice price)
{
    char text[40];
    snprintf(text, sizeof text, "%.6f", unit_price_to_double(price));
    char *end = text + strlen(text) - 1;
    while (*end == '0' && end[-2] != '.')
        *end-- = 0;
    set_text(object, key, text);
}

static json_t *line_json(const OrderLine *line, const Currency *currency)
{
    char quantity[32];
    json_t *object = json_object();
    quantity_print(line->quantity, quantity);
    set_integer(object, "id", line->id);
    set_integer(object, "article_id", line->article_id);
    set_text(object, "uuid", line->uuid);
    set_text(object, "name", line->name);
    set_text(object, "barcode", line->barcode);
    set_text(object, "quantity", quantity);
    set_text(object, "unit", line->unit);
    set_price(object, "unit_price", line->unit_price);
    if (line->list_price.micro != line->unit_price.micro)
        set_price(object, "list_price", line->list_price);
    if (line->discount.hundredths != 0)
        set_integer(object, "discount_hundredths", line->discount.hundredths);
    json_t *taxes = json_array();
    for (int32_t i = 0; i < line->applied_count; i++)
        json_array_append_new(taxes, json_integer(line->applied[i].id));
    json_object_set_new(object, "tax_ids", taxes);
    if (line->choice_count > 0) {
        json_t *choices = json_array();
        for (int32_t i = 0; i < line->choice_count; i++)
            json_array_append_new(choices, json_integer(line->choices[i]));
        json_object_set_new(object, "choices", choices);
    }
    set_money(object, "subtotal", line->subtotal, currency);
    set_money(object, "subtotal_incl", line->subtotal_incl, currency);
    if (line->minimum_age > 0)
        set_integer(object, "minimum_age", line->minimum_age);
    if (line->parent_id != 0) {
        set_integer(object, "combo_parent_id", line->parent_id);
        set_integer(object, "combo_line_id", line->combo_line_id);
    }
    if (line->lot[0])
        set_text(object, "lot", line->lot);
    static const char *const flags[] = {"weighed",      "manual-price", "mergeable", "void",
                                        "age-approved", "combo",        "serial"};
    json_t *names = json_array();
    for (size_t i = 0; i < COUNT_OF(flags); i++)
        if (line->flags & 1u << i)
            json_array_append_new(names, json_string(flags[i]));
    json_object_set_new(object, "flags", names);
    return object;
}

static json_t *payment_json(const OrderPayment *payment, const Currency *currency)
{
    json_t *object = json_object();
    set_integer(object, "method_id", payment->method_id);
    set_text(object, "method", payment->method_name);
    set_money(object, "amount", payment->amount, currency);
    set_time(object, "paid", payment->paid_unix_ms);
    set_text(object, "transaction_id", payment->transaction_id);
    set_text(object, "card_type", payment->card_type);
    set_text(object, "intent_id", payment->intent_id);
    return object;
}

static json_t *tax_json(const OrderTaxTotal *tax, const Currency *currency)
{
    json_t *object = json_object();
    set_integer(object, "tax_id", tax->tax_id);
    set_text(object, "name", tax->name);
    set_money(object, "base", tax->base, currency);
    set_money(object, "amount", tax->amount, currency);
    return object;
}

static json_t *order_json(const Order *order)
{
    char reference[ORDER_REFERENCE_SIZE] = "";
    json_t *object = json_object();
    const Currency *currency = &order->currency;
    if (order->number.counter > 0)
        order_reference(&order->number, reference);
    set_text(object, "reference", reference);
    set_text(object, "uuid", order->uuid);
    set_text(object, "ticket_code", order->ticket_code);
    set_integer(object, "counter", order->number.counter);
    set_integer(object, "session_id", order->number.session_id);
    set_integer(object, "login_number", order->number.login_number);
    set_integer(object, "config_id", order->config_id);
    set_integer(object, "user_id", order->user_id);
    set_integer(object, "pricelist_id", order->pricelist_id);
    set_integer(object, "fiscal_position_id", order->fiscal_position_id);
    set_integer(object, "partner_id", order->partner_id);
    set_time(object, "started", order->started_unix_ms);
    set_time(object, "paid", order->paid_unix_ms);
    set_text(object, "language", order->language);
    set_text(object, "currency", currency->code);
    set_money(object, "total", order->total, currency);
    set_money(object, "total_tax", order->total_tax, currency);
    set_money(object, "total_untaxed", order->total_untaxed, currency);
    set_money(object, "rounding_applied", order->rounding_applied, currency);
    set_money(object, "change", order->change, currency);
    json_t *lines = json_array(), *taxes = json_array(), *payments = json_array();
    for (int32_t i = 0; i < order->line_count; i++)
        json_array_append_new(lines, line_json(&order->lines[i], currency));
    for (int32_t i = 0; i < order->tax_total_count; i++)
        json_array_append_new(taxes, tax_json(&order->tax_totals[i], currency));
    for (int32_t i = 0; i < order->payment_count; i++)
        json_array_append_new(payments, payment_json(&order->payments[i], currency));
    json_object_set_new(object, "lines", lines);
    json_object_set_new(object, "taxes", taxes);
    json_object_set_new(object, "payments", payments);
    return object;
}

// Adds the order of a snapshot. Returns it, or NULL when it can't be read.
static const Order *set_order(json_t *object, Bytes snapshot, Order *order, Error *error)
{
    if (!order_snapshot_decode(snapshot, order, error))
        return NULL;
    json_object_set_new(object, "order", order_json(order));
    return order;
}

static void set_intent(json_t *object, const JournalIntent *intent, const Order *order)
{
    set_text(object, "intent_id", intent->intent_id);
    set_integer(object, "method_id", intent->method_id);
    set_integer(object, "amount_minor", intent->amount.minor);
    if (order)
        set_money(object, "amount", intent->amount, &order->currency);
    set_time(object, "asked", intent->asked_unix_ms);
    set_text(object, "state", journal_outcome_name(intent->outcome));
    set_text(object, "words", intent->words);
}

static void set_session(json_t *object, const JournalSession *session)
{
    set_integer(object, "session_id", session->session_id);
    set_integer(object, "login_number", session->login_number);
    set_integer(object, "config_id", session->config_id);
    set_integer(object, "user_id", session->user_id);
    set_text(object, "session", session->session_name);
    set_text(object, "origin", session->origin);
    set_time(object, "opened", session->opened_unix_ms);
}

static bool set_segment(json_t *object, Bytes payload, Error *error)
{
    JournalSegmentStart start;
    if (!journal_decode_segment(payload, &start, error))
        return false;
    set_integer(object, "previous_segment", start.previous_segment);
    set_integer(object, "first_needed", start.first_needed);
    set_integer(object, "counter_last", start.counter_last);
    set_time(object, "time_last", start.time_last_unix_ms);
    if (start.has_session)
        set_session(object, &start.session);
    return true;
}

static bool set_attendant(json_t *object, Bytes payload, Error *error)
{
    JournalAttendantNote note;
    if (!journal_decode_attendant(payload, &note, error))
        return false;
    set_text(object, "attendant", note.attendant);
    set_text(object, "action", note.action);
    if (note.line_id != 0)
        set_integer(object, "line_id", note.line_id);
    set_text(object, "old_value", note.old_value);
    set_text(object, "new_value", note.new_value);
    set_text(object, "reason", note.reason);
    set_time(object, "at", note.at_unix_ms);
    return true;
}

static bool set_repair(json_t *object, Bytes payload, Error *error)
{
    static const char *const names[] = {[ORDER_REPAIR_SESSION] = "session",
                                        [ORDER_REPAIR_ARTICLE] = "article",
                                        [ORDER_REPAIR_PARTNER] = "partner",
                                        [ORDER_REPAIR_REFERENCE] = "reference"};
    JournalRepair repair;
    if (!journal_decode_repair(payload, &repair, error))
        return false;
    set_text(object, "repair", names[repair.repair.kind]);
    set_integer(object, "old_id", repair.repair.old_id);
    set_integer(object, "new_id", repair.repair.new_id);
    if (repair.repair.kind == ORDER_REPAIR_REFERENCE) {
        char reference[ORDER_REFERENCE_SIZE];
        order_reference(&(OrderNumber){repair.repair.session_id, repair.repair.login_number,
                                       repair.repair.new_id},
                        reference);
        set_text(object, "new_reference", reference);
    }
    set_text(object, "attendant", repair.attendant);
    set_text(object, "reason", repair.reason);
    set_time(object, "at", repair.at_unix_ms);
    return true;
}

static bool set_server(json_t *object, Bytes payload, Error *error)
{
    JournalServerNote note;
    if (!journal_decode_server(payload, &note, error))
        return false;
    set_text(object, "state", journal_server_state_name(note.state));
    if (note.server_id != 0)
        set_integer(object, "server_id", note.server_id);
    set_text(object, "words", note.words);
    set_time(object, "at", note.at_unix_ms);
    return true;
}

static json_t *digest_order_json(const JournalDigestOrder *entry, const Currency *currency)
{
    json_t *object = json_object();
    char hash[2 * JOURNAL_DIGEST_HASH_SIZE + 1];
    set_text(object, "uuid", entry->uuid);
    set_text(object, "reference", entry->reference);
    if (entry->here) {
        set_money(object, "total", entry->total, currency);
        hex_text(entry->hash, sizeof entry->hash, hash);
        set_text(object, "snapshot_blake2b", hash);
    }
    set_time(object, "paid", entry->paid_unix_ms);
    set_text(object, "state", journal_server_state_name(entry->state));
    if (entry->server_id != 0)
        set_integer(object, "server_id", entry->server_id);
    return object;
}

static bool set_digest(json_t *object, Bytes payload, Error *error)
{
    JournalDigest digest;
    JournalDigestOrder entry;
    JournalUnpack rest;
    char chain[2 * JOURNAL_CHAIN_SIZE + 1];
    if (!journal_decode_digest(payload, &digest, &rest, error))
        return false;
    Currency currency = {.decimals = digest.decimals};
    set_integer(object, "digest_of", digest.segment);
    set_integer(object, "part", digest.part + 1);
    set_integer(object, "parts", digest.part_count);
    set_integer(object, "sequence_first", digest.sequence_first);
    set_integer(object, "sequence_last", digest.sequence_last);
    set_time(object, "time_last", digest.time_last_unix_ms);
    hex_text(digest.chain_before, JOURNAL_CHAIN_SIZE, chain);
    set_text(object, "chain_before", chain);
    hex_text(digest.chain_after, JOURNAL_CHAIN_SIZE, chain);
    set_text(object, "chain_after", chain);
    set_integer(object, "order_count", digest.order_count);
    set_integer(object, "attendant_notes", digest.attendant_count);
    set_text(object, "currency", digest.currency);
    set_money(object, "sum", digest.sum, &currency);
    json_t *orders = json_array();
    for (int32_t i = 0; i < digest.entry_count; i++) {
        if (!journal_decode_digest_order(&rest, &entry, error)) {
            json_decref(orders);
            return false;
        }
        json_array_append_new(orders, digest_order_json(&entry, &currency));
    }
    json_object_set_new(object, "orders", orders);
    return true;
}

static bool set_imported(json_t *object, Bytes payload, Order *order, Error *error)
{
    static const char *const uses[] = {"send", "keep", "case"};
    JournalImported imported;
    Bytes snapshot;
    if (!journal_decode_imported(payload, &imported, &snapshot, error))
        return false;
    set_text(object, "lane", imported.lane);
    set_text(object, "origin", imported.origin);
    set_text(object, "device", imported.device);
    set_text(object, "use", uses[imported.use]);
    set_text(object, "state", journal_server_state_name(imported.state));
    if (imported.server_id != 0)
        set_integer(object, "server_id", imported.server_id);
    set_text(object, "words", imported.words);
    set_time(object, "at", imported.at_unix_ms);
    return set_order(object, snapshot, order, error) != NULL;
}

static void set_hex(json_t *object, const char *key, const uint8_t *bytes, size_t size)
{
    char text[65];
    hex_text(bytes, size, text);
    set_text(object, key, text);
}

static bool set_device(json_t *object, Bytes payload, Error *error)
{
    static const char *const names[] = {"first", "server", "attendant"};
    JournalDevice device;
    if (!journal_decode_device(payload, &device, error))
        return false;
    set_hex(object, "identity", device.identity, sizeof device.identity);
    set_text(object, "adopted", names[device.how]);
    set_text(object, "attendant", device.attendant);
    set_time(object, "at", device.at_unix_ms);
    return true;
}

static bool set_day(json_t *object, Bytes payload, Error *error)
{
    JournalDay day;
    if (!journal_decode_day(payload, &day, error))
        return false;
    const DayFigures *figures = &day.figures;
    json_t *methods = json_array();
    for (int32_t i = 0; i < figures->method_count; i++) {
        const DayMethod *method = &figures->methods[i];
        json_t *item = json_object();
        set_integer(item, "method_id", method->id);
        set_text(item, "method", method->name);
        set_money(item, "amount", method->taken, &figures->currency);
        if (!method->is_cash)
            set_integer(item, "payments", method->payments);
        json_array_append_new(methods, item);
    }
    set_integer(object, "session_id", figures->session_id);
    set_text(object, "session", figures->session_name);
    set_text(object, "attendant", day.attendant);
    set_time(object, "at", day.at_unix_ms);
    set_text(object, "currency", figures->currency.code);
    set_integer(object, "orders", figures->order_count);
    set_money(object, "total", figures->total, &figures->currency);
    if (figures->counts_cash)
        set_money(object, "cash_expected", figures->cash_expected, &figures->currency);
    if (day.counted)
        set_money(object, "cash_counted", day.cash_counted, &figures->currency);
    json_object_set_new(object, "methods", methods);
    set_hex(object, "chain_head", day.chain_head, sizeof day.chain_head);
    return true;
}

static bool set_payload(json_t *object, const JournalRecord *record, Order *order, Error *error)
{
    JournalSession session;
    JournalIntent intent;
    Bytes snapshot;
    char uuid[ORDER_UUID_SIZE], how[32];
    JournalSignIn sign_in;
    int64_t time;
    switch (record->kind) {
    case JOURNAL_SEGMENT:
        return set_segment(object, record->payload, error);
    case JOURNAL_SESSION:
        if (!journal_decode_session(record->payload, &session, error))
            return false;
        set_session(object, &session);
        return true;
    case JOURNAL_BASKET:
        return record->payload.size == 0 ||
               set_order(object, record->payload, order, error) != NULL;
    case JOURNAL_INTENT: {
        if (!journal_decode_intent(record->payload, &intent, &snapshot, error))
            return false;
        const Order *read = set_order(object, snapshot, order, error);
        set_intent(object, &intent, read);
        return read != NULL;
    }
    case JOURNAL_INTENT_RESULT:
        if (!journal_decode_intent_result(record->payload, &intent, uuid, error))
            return false;
        set_intent(object, &intent, NULL);
        return true;
    case JOURNAL_PAID:
        return set_order(object, record->payload, order, error) != NULL;
    case JOURNAL_SERVER:
        return set_server(object, record->payload, error);
    case JOURNAL_ATTENDANT:
        return set_attendant(object, record->payload, error);
    case JOURNAL_RECEIPT:
        if (!journal_decode_receipt(record->payload, uuid, how, error))
            return false;
        set_text(object, "state", how);
        return true;
    case JOURNAL_TIME:
        if (!journal_decode_time(record->payload, &time, error))
            return false;
        set_time(object, "server_time", time);
        return true;
    case JOURNAL_REPAIR:
        return set_repair(object, record->payload, error);
    case JOURNAL_DIGEST:
        return set_digest(object, record->payload, error);
    case JOURNAL_IMPORTED:
        return set_imported(object, record->payload, order, error);
    case JOURNAL_SIGN_IN:
        if (!journal_decode_sign_in(record->payload, &sign_in, error))
            return false;
        set_integer(object, "failures", sign_in.failures);
        set_integer(object, "badge_failures", sign_in.badge_failures);
        set_integer(object, "ended_by_badge", sign_in.ended_by_badge);
        set_time(object, "until", sign_in.until_unix_ms);
        return true;
    case JOURNAL_DEVICE:
        return set_device(object, record->payload, error);
    case JOURNAL_DAY:
        return set_day(object, record->payload, error);
    }
    return error_set(error, ERROR_CORRUPT, "a kind of record that this version does not know");
}

json_t *journal_json_record(const JournalRecord *record, Order *order)
{
    json_t *object = json_object();
    Error error = {0};
    char chain[2 * JOURNAL_CHAIN_SIZE + 1];
    hex_text(record->chain, JOURNAL_CHAIN_SIZE, chain);
    set_integer(object, "sequence", record->sequence);
    set_time(object, "time", record->unix_ms);
    set_text(object, "kind", journal_kind_name(record->kind));
    set_integer(object, "segment", record->segment);
    set_integer(object, "offset", record->offset);
    set_text(object, "uuid", record->order_uuid);
    if (!set_payload(object, record, order, &error))
        set_text(object, "unreadable", error.message);
    set_text(object, "chain", chain);
    return object;
}
