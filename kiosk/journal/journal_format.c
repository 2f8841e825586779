#include "journal/journal_format.h"

#include <sodium.h>
#include <string.h>

#include "base/checksum.h"

static const uint8_t record_marker[4] = {0xd1, 0x4b, 0x52, 0x7e};
static const uint8_t record_end_mark[JOURNAL_END_MARK_SIZE] = {0xe7, 0x45, 0x4e, 0x44};

static void put_number(uint8_t *out, uint64_t value, int bytes)
{
    for (int i = 0; i < bytes; i++)
        out[i] = (uint8_t)(value >> (8 * i));
}

static uint64_t get_number(const uint8_t *in, int bytes)
{
    uint64_t value = 0;
    for (int i = 0; i < bytes; i++)
        value |= (uint64_t)in[i] << (8 * i);
    return value;
}

void journal_header_encode(const JournalHeader *header, uint8_t out[JOURNAL_HEADER_SIZE])
{
    memset(out, 0, JOURNAL_HEADER_SIZE);
    memcpy(out, JOURNAL_MAGIC, 8);
    put_number(out + 8, header->version, 4);
    put_number(out + 12, header->number, 4);
    memcpy(out + 16, header->salt, JOURNAL_SALT_SIZE);
    put_number(out + 32, (uint64_t)header->made_unix_ms, 8);
    put_number(out + 60, checksum_crc32c(0, out, 60), 4);
}

JournalHeaderState journal_header_decode(const uint8_t bytes[JOURNAL_HEADER_SIZE],
                                         JournalHeader *out)
{
    if (memcmp(bytes, JOURNAL_MAGIC, 8) != 0 ||
        get_number(bytes + 60, 4) != checksum_crc32c(0, bytes, 60))
        return JOURNAL_HEADER_BAD;
    out->version = (uint32_t)get_number(bytes + 8, 4);
    out->number = (uint32_t)get_number(bytes + 12, 4);
    memcpy(out->salt, bytes + 16, JOURNAL_SALT_SIZE);
    out->made_unix_ms = (int64_t)get_number(bytes + 32, 8);
    if (out->version == JOURNAL_FORMAT_VERSION)
        return JOURNAL_HEADER_GOOD;
    return out->version > JOURNAL_FORMAT_VERSION ? JOURNAL_HEADER_NEWER : JOURNAL_HEADER_BAD;
}

uint32_t journal_crc_seed(const JournalHeader *header)
{
    uint8_t number[4];
    put_number(number, header->number, 4);
    uint32_t seed = checksum_crc32c(0, header->salt, JOURNAL_SALT_SIZE);
    return checksum_crc32c(seed, number, sizeof number);
}

// Bytes 8 to 75: what the chain and the CRC cover of the header, before the chain itself.
static void encode_fields(const JournalRecord *record, uint8_t out[68])
{
    put_number(out, record->payload.size, 4);
    put_number(out + 4, (uint64_t)record->kind, 2);
    put_number(out + 6, (uint64_t)record->group_position, 2);
    put_number(out + 8, (uint64_t)record->sequence, 8);
    put_number(out + 16, (uint64_t)record->unix_ms, 8);
    put_number(out + 24, (uint64_t)record->counter, 8);
    memset(out + 32, 0, 36);
    memcpy(out + 32, record->order_uuid, strlen(record->order_uuid));
}

void journal_chain_next(const uint8_t key[JOURNAL_KEY_SIZE],
                        const uint8_t previous[JOURNAL_CHAIN_SIZE], const JournalRecord *record,
                        uint8_t out[JOURNAL_CHAIN_SIZE])
{
    uint8_t fields[68];
    encode_fields(record, fields);
    crypto_generichash_state state;
    crypto_generichash_init(&state, key, JOURNAL_KEY_SIZE, JOURNAL_CHAIN_SIZE);
    crypto_generichash_update(&state, previous, JOURNAL_CHAIN_SIZE);
    crypto_generichash_update(&state, fields, sizeof fields);
    crypto_generichash_update(&state, record->payload.data, record->payload.size);
    crypto_generichash_final(&state, out, JOURNAL_CHAIN_SIZE);
}

size_t journal_record_encode(JournalRecord *record, uint32_t crc_seed, uint8_t *out)
{
    size_t payload_size = record->payload.size;
    memcpy(out, record_marker, 4);
    encode_fields(record, out + 8);
    memcpy(out + 76, record->chain, JOURNAL_CHAIN_SIZE);
    if (payload_size > 0)
        memcpy(out + JOURNAL_RECORD_HEADER_SIZE, record->payload.data, payload_size);
    memcpy(out + JOURNAL_RECORD_HEADER_SIZE + payload_size, record_end_mark, JOURNAL_END_MARK_SIZE);
    size_t size = JOURNAL_RECORD_OVERHEAD + payload_size;
    put_number(out + 4, checksum_crc32c(crc_seed, out + 8, size - 8), 4);
    record->size = (uint32_t)size;
    return size;
}

size_t journal_record_claimed_size(const uint8_t *bytes, size_t size)
{
    if (size < JOURNAL_RECORD_OVERHEAD)
        return 0;
    size_t payload_size = (size_t)get_number(bytes + 8, 4);
    return payload_size > JOURNAL_PAYLOAD_SIZE_MAX ? 0 : JOURNAL_RECORD_OVERHEAD + payload_size;
}

bool journal_ends_with_mark(const uint8_t *bytes, size_t end)
{
    return end >= JOURNAL_END_MARK_SIZE &&
           memcmp(bytes + end - JOURNAL_END_MARK_SIZE, record_end_mark, JOURNAL_END_MARK_SIZE) == 0;
}

// A uuid field is text without control characters, then only zeros.
static bool decode_uuid(const uint8_t *in, char out[ORDER_UUID_SIZE])
{
    size_t size = strnlen((const char *)in, ORDER_UUID_SIZE - 1);
    for (size_t i = 0; i < ORDER_UUID_SIZE - 1; i++)
        if (i < size ? in[i] < 0x20 || in[i] > 0x7e : in[i] != 0)
            return false;
    memset(out, 0, ORDER_UUID_SIZE);
    memcpy(out, in, size);
    return true;
}

bool journal_record_decode(const uint8_t *bytes, size_t size, uint32_t crc_seed, JournalRecord *out,
                           uint64_t *work_bytes)
{
    size_t record_size = journal_record_claimed_size(bytes, size);
    if (record_size == 0 || record_size > size || memcmp(bytes, record_marker, 4) != 0 ||
        !journal_ends_with_mark(bytes, record_size))
        return false;
    *work_bytes += record_size;
    if (get_number(bytes + 4, 4) != checksum_crc32c(crc_seed, bytes + 8, record_size - 8))
        return false;
    uint64_t kind = get_number(bytes + 12, 2), group = get_number(bytes + 14, 2);
    uint64_t sequence = get_number(bytes + 16, 8), time = get_number(bytes + 24, 8);
    uint64_t counter = get_number(bytes + 32, 8);
    JournalRecord record = {
        .kind = (JournalKind)kind,
        .group_position = (int32_t)group,
        .sequence = (int64_t)sequence,
        .unix_ms = (int64_t)time,
        .counter = (int64_t)counter,
        .payload = {bytes + JOURNAL_RECORD_HEADER_SIZE, record_size - JOURNAL_RECORD_OVERHEAD},
        .size = (uint32_t)record_size};
    // A right CRC over absurd numbers was not written by us.
    if (kind == 0 || group >= JOURNAL_GROUP_RECORDS_MAX || sequence == 0 || group >= sequence ||
        sequence > JOURNAL_NUMBER_MAX || time > JOURNAL_NUMBER_MAX ||
        counter > JOURNAL_NUMBER_MAX || !decode_uuid(bytes + 40, record.order_uuid))
        return false;
    memcpy(record.chain, bytes + 76, JOURNAL_CHAIN_SIZE);
    *out = record;
    return true;
}

size_t journal_find_marker(const uint8_t *bytes, size_t from, size_t size)
{
    if (from >= size)
        return size;
    const uint8_t *found = memmem(bytes + from, size - from, record_marker, sizeof record_marker);
    return found ? (size_t)(found - bytes) : size;
}

const char *journal_kind_name(JournalKind kind)
{
    static const char *const names[] = {
        [JOURNAL_SEGMENT] = "segment",
        [JOURNAL_SESSION] = "session",
        [JOURNAL_BASKET] = "basket",
        [JOURNAL_INTENT] = "intent",
        [JOURNAL_INTENT_RESULT] = "intent-result",
        [JOURNAL_PAID] = "paid",
        [JOURNAL_SERVER] = "server",
        [JOURNAL_ATTENDANT] = "attendant",
        [JOURNAL_RECEIPT] = "receipt",
        [JOURNAL_TIME] = "time",
        [JOURNAL_REPAIR] = "repair",
        [JOURNAL_DIGEST] = "digest",
        [JOURNAL_IMPORTED] = "imported",
        [JOURNAL_SIGN_IN] = "sign-in",
        [JOURNAL_DEVICE] = "device",
        [JOURNAL_DAY] = "day",
    };
    return (size_t)kind < COUNT_OF(names) && names[kind] ? names[kind] : "unknown";
}

static const char *const state_names[] = {
    [JOURNAL_SERVER_WAITING] = "waiting",     [JOURNAL_SERVER_DRAFTED] = "drafted",
    [JOURNAL_SERVER_CONFIRMED] = "confirmed", [JOURNAL_SERVER_REFUSED] = "refused",
    [JOURNAL_SERVER_SETTLED] = "settled",
};

const char *journal_server_state_name(JournalServerState state)
{
    return state_names[state];
}

bool journal_server_state_of_name(const char *name, JournalServerState *out)
{
    for (size_t i = 0; i < COUNT_OF(state_names); i++)
        if (strcmp(name, state_names[i]) == 0) {
            *out = (JournalServerState)i;
            return true;
        }
    return false;
}

const char *journal_outcome_name(JournalIntentOutcome outcome)
{
    static const char *const names[] = {
        [JOURNAL_INTENT_OPEN] = "open",         [JOURNAL_INTENT_APPROVED] = "approved",
        [JOURNAL_INTENT_DECLINED] = "declined", [JOURNAL_INTENT_UNKNOWN] = "unknown",
        [JOURNAL_INTENT_SETTLED] = "settled",
    };
    return names[outcome];
}
