#include "ledgers.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/order_snapshot.h"

void ledgers_violated(Ledgers *ledgers, const char *format, ...)
{
    va_list arguments;
    if (ledgers->violation[0])
        return;
    va_start(arguments, format);
    vsnprintf(ledgers->violation, sizeof ledgers->violation, format, arguments);
    va_end(arguments);
}

void ledgers_init(Ledgers *ledgers, FakeOs *disk, const ModelServer *server,
                  const int32_t *closings)
{
    *ledgers = (Ledgers){.disk = disk, .server = server, .closings = closings, .syncs_seen = -1};
    ledgers->scratch = malloc(sizeof *ledgers->scratch);
    CHECK(ledgers->scratch != NULL);
}

void ledgers_release(Ledgers *ledgers)
{
    free(ledgers->scratch);
}

static LedgerOrder *order_by_uuid(Ledgers *ledgers, const char *uuid)
{
    for (int32_t i = ledgers->order_count - 1; i >= 0; i--)
        if (strcmp(ledgers->orders[i].uuid, uuid) == 0)
            return &ledgers->orders[i];
    return NULL;
}

static LedgerIntent *intent_by_id(Ledgers *ledgers, const char *id)
{
    for (int32_t i = ledgers->intent_count - 1; i >= 0; i--)
        if (strcmp(ledgers->intents[i].id, id) == 0)
            return &ledgers->intents[i];
    return NULL;
}

const LedgerCharge *ledgers_charge(const Ledgers *ledgers, const char *intent_id)
{
    for (int32_t i = ledgers->charge_count - 1; i >= 0; i--)
        if (strcmp(ledgers->charges[i].intent_id, intent_id) == 0)
            return &ledgers->charges[i];
    return NULL;
}

bool ledgers_knows_charge(const Ledgers *ledgers, const char *intent_id)
{
    for (int32_t i = 0; i < ledgers->intent_count; i++)
        if (strcmp(ledgers->intents[i].id, intent_id) == 0 &&
            (ledgers->intents[i].outcome == JOURNAL_INTENT_APPROVED ||
             ledgers->intents[i].outcome == JOURNAL_INTENT_SETTLED))
            return true;
    for (int32_t i = 0; i < ledgers->order_count; i++)
        if (ledgers->orders[i].paid && strcmp(ledgers->orders[i].intent_id, intent_id) == 0)
            return true;
    return false;
}

int32_t ledgers_paid_count(const Ledgers *ledgers)
{
    int32_t count = 0;
    for (int32_t i = 0; i < ledgers->order_count; i++)
        count += ledgers->orders[i].paid;
    return count;
}

/* --- the journal, as its durable bytes have it --- */

// P1: a number is one order's, for ever.
static LedgerOrder *numbered(Ledgers *ledgers, const Order *order)
{
    char reference[ORDER_REFERENCE_SIZE];
    order_reference(&order->number, reference);
    for (int32_t i = 0; i < ledgers->order_count; i++)
        if (strcmp(ledgers->orders[i].reference, reference) == 0 &&
            strcmp(ledgers->orders[i].uuid, order->uuid) != 0)
            ledgers_violated(ledgers, "P1: '%s' is two orders, %s and %s", reference,
                             ledgers->orders[i].uuid, order->uuid);
    LedgerOrder *known = order_by_uuid(ledgers, order->uuid);
    if (known && strcmp(known->reference, reference) != 0)
        ledgers_violated(ledgers, "P1: order %s is '%s' and '%s'", order->uuid, known->reference,
                         reference);
    if (known)
        return known;
    CHECK(ledgers->order_count < LEDGER_ORDERS_MAX);
    known = &ledgers->orders[ledgers->order_count++];
    *known = (LedgerOrder){0};
    memcpy(known->uuid, order->uuid, sizeof known->uuid);
    memcpy(known->token, order->access_token, sizeof known->token);
    memcpy(known->reference, reference, sizeof known->reference);
    return known;
}

static bool decode(Ledgers *ledgers, Bytes snapshot)
{
    Error error;
    if (order_snapshot_decode(snapshot, ledgers->scratch, &error))
        return true;
    ledgers_violated(ledgers, "an order in the journal can't be read: %s", error.message);
    return false;
}

static void read_paid(Ledgers *ledgers, Bytes payload)
{
    if (!decode(ledgers, payload))
        return;
    const Order *order = ledgers->scratch;
    LedgerOrder *paid = numbered(ledgers, order);
    if (paid->paid && paid->total_minor != order->total.minor)
        ledgers_violated(ledgers, "'%s' was paid twice, with other totals", paid->reference);
    paid->paid = true;
    paid->total_minor = order->total.minor;
    paid->paid_minor = 0;
    for (int32_t i = 0; i < order->payment_count; i++)
        paid->paid_minor += order->payments[i].amount.minor;
    if (order->payment_count > 0) {
        memcpy(paid->intent_id, order->payments[0].intent_id, sizeof paid->intent_id);
        paid->by_attendant = strcmp(order->payments[0].transaction_id, "attendant") == 0;
    }
    if (strcmp(ledgers->basket_uuid, order->uuid) == 0)
        ledgers->basket_uuid[0] = 0;
}

static void read_basket(Ledgers *ledgers, Bytes payload)
{
    if (payload.size == 0) {
        ledgers->basket_uuid[0] = ledgers->basket_intent[0] = 0;
        return;
    }
    if (!decode(ledgers, payload))
        return;
    if (strcmp(ledgers->basket_uuid, ledgers->scratch->uuid) != 0)
        ledgers->basket_intent[0] = 0;
    memcpy(ledgers->basket_uuid, ledgers->scratch->uuid, sizeof ledgers->basket_uuid);
    ledgers->basket_lines = ledgers->scratch->line_count;
}

static void read_intent(Ledgers *ledgers, Bytes payload)
{
    JournalIntent intent;
    Bytes snapshot;
    Error error;
    if (!journal_decode_intent(payload, &intent, &snapshot, &error) || !decode(ledgers, snapshot))
        return;
    (void)numbered(ledgers, ledgers->scratch);
    memcpy(ledgers->basket_uuid, ledgers->scratch->uuid, sizeof ledgers->basket_uuid);
    ledgers->basket_lines = ledgers->scratch->line_count;
    memcpy(ledgers->basket_intent, intent.intent_id, sizeof ledgers->basket_intent);
    if (intent_by_id(ledgers, intent.intent_id))
        return;
    CHECK(ledgers->intent_count < LEDGER_CHARGES_MAX);
    LedgerIntent *known = &ledgers->intents[ledgers->intent_count++];
    *known = (LedgerIntent){.amount_minor = intent.amount.minor};
    memcpy(known->id, intent.intent_id, sizeof known->id);
    memcpy(known->order_uuid, ledgers->scratch->uuid, sizeof known->order_uuid);
}

static void read_intent_result(Ledgers *ledgers, Bytes payload)
{
    JournalIntent intent;
    char uuid[ORDER_UUID_SIZE];
    Error error;
    if (!journal_decode_intent_result(payload, &intent, uuid, &error))
        return;
    LedgerIntent *known = intent_by_id(ledgers, intent.intent_id);
    if (!known)
        return;
    known->outcome = intent.outcome;
    known->settled = intent.outcome == JOURNAL_INTENT_SETTLED && intent.words[0];
    if (intent.outcome == JOURNAL_INTENT_DECLINED || intent.outcome == JOURNAL_INTENT_SETTLED)
        if (strcmp(ledgers->basket_intent, intent.intent_id) == 0)
            ledgers->basket_intent[0] = 0;
}

static void read_server(Ledgers *ledgers, Bytes payload)
{
    JournalServerNote note;
    Error error;
    if (!journal_decode_server(payload, &note, &error))
        return;
    LedgerOrder *order = order_by_uuid(ledgers, note.uuid);
    if (!order || !order->paid) {
        ledgers_violated(ledgers, "the journal has a server's note about no paid order");
        return;
    }
    order->server_state = note.state;
    memcpy(order->server_words, note.words, sizeof order->server_words);
}

static void read_record(Ledgers *ledgers, const JournalRecord *record)
{
    if (record->unix_ms < ledgers->time_last_unix_ms)
        ledgers_violated(ledgers, "P12: record %lld is of %lld, the one before of %lld",
                         (long long)record->sequence, (long long)record->unix_ms,
                         (long long)ledgers->time_last_unix_ms);
    ledgers->time_last_unix_ms = record->unix_ms;
    ledgers->sequence_last = record->sequence;
    switch ((int)record->kind) {
    case JOURNAL_BASKET:
        read_basket(ledgers, record->payload);
        break;
    case JOURNAL_INTENT:
        read_intent(ledgers, record->payload);
        break;
    case JOURNAL_INTENT_RESULT:
        read_intent_result(ledgers, record->payload);
        break;
    case JOURNAL_PAID:
        read_paid(ledgers, record->payload);
        break;
    case JOURNAL_SERVER:
        read_server(ledgers, record->payload);
        break;
    default:
        break;
    }
}

static bool segment_bytes(const Ledgers *ledgers, int32_t number, Bytes *out, uint32_t *out_seed)
{
    char path[64];
    JournalHeader header;
    snprintf(path, sizeof path, "/lane/journal-%08d.wal", number);
    if (!(ledgers->lies ? fake_os_peek : fake_os_peek_durable)(ledgers->disk, path, out) ||
        out->size < JOURNAL_RECORDS_AT)
        return false;
    if (journal_header_decode(out->data, &header) != JOURNAL_HEADER_GOOD &&
        journal_header_decode(out->data + JOURNAL_HEADER_COPY_AT, &header) != JOURNAL_HEADER_GOOD)
        return false;
    *out_seed = journal_crc_seed(&header);
    return true;
}

static void read_journal(Ledgers *ledgers)
{
    for (;;) {
        Bytes bytes;
        uint32_t seed;
        JournalRecord record;
        uint64_t work = 0;
        if (!segment_bytes(ledgers, ledgers->segment, &bytes, &seed))
            return;
        while (ledgers->offset < bytes.size &&
               journal_record_decode(bytes.data + ledgers->offset, bytes.size - ledgers->offset,
                                     seed, &record, &work)) {
            read_record(ledgers, &record);
            ledgers->offset += record.size;
        }
        if (!segment_bytes(ledgers, ledgers->segment + 1, &bytes, &seed))
            return;
        ledgers->segment++;
        ledgers->offset = JOURNAL_RECORDS_AT;
    }
}

void ledgers_read_again(Ledgers *ledgers)
{
    ledgers->segment = 1;
    ledgers->offset = JOURNAL_RECORDS_AT;
    ledgers->time_last_unix_ms = ledgers->sequence_last = 0;
    ledgers->basket_uuid[0] = ledgers->basket_intent[0] = 0;
    for (int32_t i = 0; i < ledgers->order_count; i++)
        ledgers->orders[i].paid = false;
    for (int32_t i = 0; i < ledgers->intent_count; i++) {
        ledgers->intents[i].outcome = JOURNAL_INTENT_OPEN;
        ledgers->intents[i].settled = false;
    }
    read_journal(ledgers);
    for (int32_t i = 0; i < ledgers->order_count; i++) {
        const LedgerOrder *order = &ledgers->orders[i];
        if ((order->told || order->printed) && !order->paid)
            ledgers_violated(ledgers, "P2: '%s' was thanked for and is not in the journal any more",
                             order->reference);
    }
    ledgers->syncs_seen = fake_os_syncs(ledgers->disk);
}

/* --- the terminal, as its own memory has it --- */

static void read_charge(Ledgers *ledgers, const char *line)
{
    LedgerCharge charge = {0};
    long long amount;
    const char *id = strstr(line, "\"id\":\""), *at = strstr(line, "\"amount\":");
    if (line[0] == 0 || line[strlen(line) - 1] != '}' || !id || !at ||
        !strstr(line, "\"state\":\"approved\"") ||
        sscanf(id, "\"id\":\"%36[^\"]", charge.intent_id) != 1 ||
        sscanf(at, "\"amount\":%lld", &amount) != 1)
        return;
    charge.amount_minor = amount;
    if (ledgers_charge(ledgers, charge.intent_id))
        return;
    if (getenv("KIOSK_TEST_TRACE"))
        printf("#     charged %s %lld\n", charge.intent_id, amount);
    CHECK(ledgers->charge_count < LEDGER_CHARGES_MAX);
    ledgers->charges[ledgers->charge_count++] = charge;
    if (!intent_by_id(ledgers, charge.intent_id))
        ledgers_violated(ledgers, "P3: %s was charged and is not in the journal", charge.intent_id);
}

static void read_charges(Ledgers *ledgers)
{
    Bytes bytes;
    if (!(ledgers->lies ? fake_os_peek : fake_os_peek_durable)(ledgers->disk,
                                                               "/lane/demo-terminal.jsonl", &bytes))
        return;
    if (bytes.size < ledgers->charges_offset)
        ledgers->charges_offset = 0;
    while (ledgers->charges_offset < bytes.size) {
        const char *begin = (const char *)bytes.data + ledgers->charges_offset;
        const char *end = memchr(begin, '\n', bytes.size - ledgers->charges_offset);
        char line[400];
        if (!end)
            return;
        snprintf(line, sizeof line, "%.*s", (int)(end - begin), begin);
        // Else torn: the terminal can't read it either.
        if (end > begin && end[-1] == '}' && strlen(line) == (size_t)(end - begin))
            read_charge(ledgers, line);
        ledgers->charges_offset += (size_t)(end - begin) + 1;
    }
}

/* --- the server --- */

static void check_record(Ledgers *ledgers, const ModelRecord *record)
{
    const LedgerOrder *order = NULL;
    for (int32_t i = 0; i < ledgers->order_count && !order; i++)
        if (strcmp(ledgers->orders[i].token, record->token) == 0)
            order = &ledgers->orders[i];
    if (!order || !order->paid)
        ledgers_violated(ledgers, "the server has '%s', which is not paid in the journal",
                         record->reference);
    else if (strcmp(order->reference, record->reference) != 0)
        ledgers_violated(ledgers, "P1: the server has order %s as '%s', the journal as '%s'",
                         order->uuid, record->reference, order->reference);
    else if (llround(record->total * 100) != order->total_minor)
        ledgers_violated(ledgers, "P6: '%s' is %.2f at the server and %lld cents here",
                         record->reference, record->total, (long long)order->total_minor);
    if (record->paid && model_count(ledgers->server, record->reference, true) > 1)
        ledgers_violated(ledgers, "P4: '%s' is at the server more than once", record->reference);
}

static void read_server_records(Ledgers *ledgers)
{
    if (ledgers->server->changes == ledgers->server_changes_seen)
        return;
    ledgers->server_changes_seen = ledgers->server->changes;
    for (int32_t i = 0; i < ledgers->server->record_count; i++)
        if (!ledgers->server->records[i].gone)
            check_record(ledgers, &ledgers->server->records[i]);
}

/* --- what the customer was told --- */

static void check_told(Ledgers *ledgers, const Checkout *checkout)
{
    bool tells =
        checkout->screen == SCREEN_RECEIPT || checkout->screen == SCREEN_THANKS ||
        (checkout->screen == SCREEN_PAYMENT_PROGRESS && checkout->payment == PAYMENT_APPROVED);
    if (!tells || strcmp(ledgers->told_uuid, checkout->order.uuid) == 0)
        return;
    memcpy(ledgers->told_uuid, checkout->order.uuid, sizeof ledgers->told_uuid);
    LedgerOrder *order = order_by_uuid(ledgers, checkout->order.uuid);
    if (!order || !order->paid) {
        ledgers_violated(ledgers,
                         "P2: the customer of %s is told that it is paid, the disk knows "
                         "nothing of it",
                         checkout->order.uuid);
        return;
    }
    order->told = true;
    if (order->total_minor != checkout->order.total.minor)
        ledgers_violated(ledgers, "P6: the screen says %lld, the journal %lld",
                         (long long)checkout->order.total.minor, (long long)order->total_minor);
}

static void check_receipts(Ledgers *ledgers)
{
    const char *name;
    for (int32_t k = 0; (name = fake_os_name(ledgers->disk, "/lane/receipts", k)); k++) {
        bool known = strstr(name, ".txt") == NULL || strstr(name, ".txt.") != NULL;
        if (strncmp(name, "Day-", 4) == 0) // of a session that was closed
            known = known || *ledgers->closings > 0;
        for (int32_t i = 0; i < ledgers->order_count && !known; i++) {
            LedgerOrder *order = &ledgers->orders[i];
            char expected[ORDER_REFERENCE_SIZE + 8];
            snprintf(expected, sizeof expected, "%s.txt", order->reference);
            for (char *c = expected; *c; c++)
                *c = *c == ' ' ? '-' : *c;
            known = order->paid && strcmp(expected, name) == 0;
            order->printed = order->printed || known;
        }
        if (!known)
            ledgers_violated(ledgers, "P2: '%s' was printed and is not paid in the journal", name);
    }
}

void ledgers_check(Ledgers *ledgers, const Checkout *checkout, const char *charging)
{
    if (fake_os_syncs(ledgers->disk) != ledgers->syncs_seen) {
        ledgers->syncs_seen = fake_os_syncs(ledgers->disk);
        read_journal(ledgers);
        read_charges(ledgers);
        check_receipts(ledgers);
    }
    read_server_records(ledgers);
    if (charging[0] && !intent_by_id(ledgers, charging))
        ledgers_violated(ledgers, "P3: the terminal charges %s, which is not on the disk",
                         charging);
    if (checkout)
        check_told(ledgers, checkout);
}

/* --- the end --- */

static void check_order_ended(Ledgers *ledgers, const LedgerOrder *order)
{
    int32_t paid = model_count(ledgers->server, order->reference, true);
    int32_t drafts = model_count(ledgers->server, order->reference, false);
    bool set_aside = order->server_state == JOURNAL_SERVER_REFUSED && order->server_words[0];
    if (paid == 0 && !set_aside)
        ledgers_violated(ledgers, "P4: '%s' is neither at the server nor set aside with words",
                         order->reference);
    if (paid == 1 && drafts > 0)
        ledgers_violated(ledgers, "P4: '%s' is at the server paid and as a draft",
                         order->reference);
    if (paid == 1 && order->server_state != JOURNAL_SERVER_CONFIRMED && !set_aside)
        ledgers_violated(ledgers, "P4: '%s' is at the server, and the journal doesn't say so",
                         order->reference);
    const LedgerCharge *charge = ledgers_charge(ledgers, order->intent_id);
    if (order->paid_minor != order->total_minor)
        ledgers_violated(ledgers, "'%s' costs %lld and was paid with %lld", order->reference,
                         (long long)order->total_minor, (long long)order->paid_minor);
    else if (order->total_minor > 0 && !charge && !order->by_attendant)
        ledgers_violated(ledgers, "P3: '%s' is paid and nothing was charged", order->reference);
    else if (charge && charge->amount_minor != order->total_minor)
        ledgers_violated(ledgers, "P3: '%s' costs %lld and %lld were charged", order->reference,
                         (long long)order->total_minor, (long long)charge->amount_minor);
}

static void check_charge_ended(Ledgers *ledgers, const LedgerCharge *charge)
{
    int32_t orders = 0;
    for (int32_t i = 0; i < ledgers->order_count; i++)
        orders +=
            ledgers->orders[i].paid && strcmp(ledgers->orders[i].intent_id, charge->intent_id) == 0;
    const LedgerIntent *intent = intent_by_id(ledgers, charge->intent_id);
    bool settled = intent && intent->settled;
    if (orders > 1 || (orders == 1 && settled))
        ledgers_violated(ledgers, "P3: charge %s is %d orders and %d cases", charge->intent_id,
                         orders, settled);
    if (orders == 0 && !settled)
        ledgers_violated(ledgers, "P3: charge %s has neither an order nor a case (its outcome: %d)",
                         charge->intent_id, intent ? (int)intent->outcome : -1);
}

void ledgers_check_end(Ledgers *ledgers)
{
    for (int32_t i = 0; i < ledgers->order_count; i++)
        if (ledgers->orders[i].paid)
            check_order_ended(ledgers, &ledgers->orders[i]);
    for (int32_t i = 0; i < ledgers->charge_count; i++)
        check_charge_ended(ledgers, &ledgers->charges[i]);
}
