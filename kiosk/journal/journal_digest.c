#include "journal/journal_digest.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "journal/journal_pack.h"

enum { HEADER_VALUES = 15, ORDER_VALUES = 7 };

static bool not_a_digest(Error *error)
{
    return error_set(error, ERROR_CORRUPT, "not a digest record of a version we know");
}

static void pack_order(JournalPack *pack, const JournalDigestOrder *order)
{
    journal_pack_text(pack, order->uuid, sizeof order->uuid);
    journal_pack_text(pack, order->reference, sizeof order->reference);
    journal_pack_integer(pack, order->total.minor);
    journal_pack_time(pack, order->paid_unix_ms);
    journal_pack_integer(pack, order->state);
    journal_pack_integer(pack, order->server_id);
    if (order->here)
        journal_pack_bytes(pack, order->hash, sizeof order->hash);
    else
        journal_pack_nil(pack);
}

Bytes journal_encode_digest(const JournalDigest *digest, const JournalDigestOrder *orders,
                            Arena *arena)
{
    JournalPack pack;
    journal_pack_begin(&pack, HEADER_VALUES + (size_t)digest->entry_count * ORDER_VALUES);
    journal_pack_integer(&pack, digest->segment);
    journal_pack_integer(&pack, digest->part);
    journal_pack_integer(&pack, digest->part_count);
    journal_pack_integer(&pack, digest->sequence_first);
    journal_pack_integer(&pack, digest->sequence_last);
    journal_pack_time(&pack, digest->time_last_unix_ms);
    journal_pack_bytes(&pack, digest->chain_before, JOURNAL_CHAIN_SIZE);
    journal_pack_bytes(&pack, digest->chain_after, JOURNAL_CHAIN_SIZE);
    journal_pack_integer(&pack, digest->order_count);
    journal_pack_integer(&pack, digest->attendant_count);
    journal_pack_text(&pack, digest->currency, sizeof digest->currency);
    journal_pack_integer(&pack, digest->decimals);
    journal_pack_integer(&pack, digest->sum.minor);
    journal_pack_integer(&pack, digest->entry_count);
    for (int32_t i = 0; i < digest->entry_count; i++)
        pack_order(&pack, &orders[i]);
    return journal_pack_end(&pack, arena);
}

static void unpack_chain(JournalUnpack *unpack, uint8_t out[JOURNAL_CHAIN_SIZE])
{
    Bytes chain = journal_unpack_bytes(unpack);
    if (chain.size == JOURNAL_CHAIN_SIZE)
        memcpy(out, chain.data, JOURNAL_CHAIN_SIZE);
    else
        unpack->failed = true;
}

static int32_t unpack_count(JournalUnpack *unpack, int32_t min, int32_t max)
{
    return (int32_t)journal_unpack_integer(unpack, min, max);
}

bool journal_decode_digest(Bytes payload, JournalDigest *out, JournalUnpack *out_rest, Error *error)
{
    JournalDigest digest = {0};
    JournalUnpack unpack = journal_unpack_begin(payload, HEADER_VALUES, 1);
    digest.segment = unpack_count(&unpack, 1, INT32_MAX);
    digest.part = unpack_count(&unpack, 0, JOURNAL_DIGEST_PARTS_MAX - 1);
    digest.part_count = unpack_count(&unpack, 1, JOURNAL_DIGEST_PARTS_MAX);
    digest.sequence_first = journal_unpack_integer(&unpack, 1, JOURNAL_NUMBER_MAX);
    digest.sequence_last =
        journal_unpack_integer(&unpack, digest.sequence_first, JOURNAL_NUMBER_MAX);
    digest.time_last_unix_ms = journal_unpack_integer(&unpack, 0, JOURNAL_NUMBER_MAX);
    unpack_chain(&unpack, digest.chain_before);
    unpack_chain(&unpack, digest.chain_after);
    digest.order_count = unpack_count(&unpack, 0, INT32_MAX);
    digest.attendant_count = unpack_count(&unpack, 0, INT32_MAX);
    journal_unpack_text(&unpack, digest.currency, sizeof digest.currency);
    digest.decimals = unpack_count(&unpack, 0, 6);
    digest.sum.minor = journal_unpack_integer(&unpack, INT64_MIN, INT64_MAX);
    digest.entry_count = unpack_count(&unpack, 0, JOURNAL_DIGEST_ORDERS_MAX);
    if (unpack.failed || digest.part >= digest.part_count ||
        unpack.left < digest.entry_count * ORDER_VALUES)
        return not_a_digest(error);
    *out = digest;
    *out_rest = unpack;
    return true;
}

bool journal_decode_digest_order(JournalUnpack *rest, JournalDigestOrder *out, Error *error)
{
    JournalDigestOrder order = {0};
    journal_unpack_text(rest, order.uuid, sizeof order.uuid);
    journal_unpack_text(rest, order.reference, sizeof order.reference);
    order.total.minor = journal_unpack_integer(rest, INT64_MIN, INT64_MAX);
    order.paid_unix_ms = journal_unpack_integer(rest, 0, JOURNAL_NUMBER_MAX);
    order.state = (JournalServerState)journal_unpack_integer(rest, JOURNAL_SERVER_CONFIRMED,
                                                             JOURNAL_SERVER_SETTLED);
    order.server_id = (int32_t)journal_unpack_integer(rest, INT32_MIN, INT32_MAX);
    Bytes hash = journal_unpack_bytes(rest);
    order.here = hash.size > 0;
    if (rest->failed || order.state == JOURNAL_SERVER_REFUSED ||
        (order.here && hash.size != JOURNAL_DIGEST_HASH_SIZE))
        return not_a_digest(error);
    if (order.here)
        memcpy(order.hash, hash.data, hash.size);
    *out = order;
    return true;
}

bool journal_check_digest(Bytes payload, Error *error)
{
    JournalDigest digest;
    JournalDigestOrder order;
    JournalUnpack rest;
    if (!journal_decode_digest(payload, &digest, &rest, error))
        return false;
    for (int32_t i = 0; i < digest.entry_count; i++)
        if (!journal_decode_digest_order(&rest, &order, error))
            return false;
    return journal_unpack_end(&rest) || not_a_digest(error);
}

void journal_digest_hash(Bytes snapshot, uint8_t out[JOURNAL_DIGEST_HASH_SIZE])
{
    crypto_generichash(out, JOURNAL_DIGEST_HASH_SIZE, snapshot.data, snapshot.size, NULL, 0);
}

// The same segment, said the same way: parts of one digest, or of the same digest written twice.
static bool same_digest(const JournalDigest *a, const JournalDigest *b)
{
    return a->segment == b->segment && a->part_count == b->part_count &&
           a->sequence_first == b->sequence_first && a->sequence_last == b->sequence_last &&
           memcmp(a->chain_before, b->chain_before, JOURNAL_CHAIN_SIZE) == 0 &&
           memcmp(a->chain_after, b->chain_after, JOURNAL_CHAIN_SIZE) == 0;
}

void journal_digest_set_add(JournalDigestSet *set, const JournalDigest *digest)
{
    int32_t i = 0;
    while (i < set->count && !same_digest(&set->items[i].digest, digest))
        i++;
    if (i == set->count) {
        if (set->count == set->room) {
            set->room = set->room ? set->room * 2 : 16;
            set->items = realloc(set->items, (size_t)set->room * sizeof *set->items);
            CHECK(set->items != NULL);
        }
        set->items[set->count++] = (struct JournalDigestKnown){.digest = *digest};
    }
    set->items[i].parts |= (uint64_t)1 << digest->part;
}

const JournalDigest *journal_digest_set_find(const JournalDigestSet *set, int32_t segment)
{
    for (int32_t i = 0; i < set->count; i++) {
        const JournalDigest *digest = &set->items[i].digest;
        uint64_t all = UINT64_MAX >> (64 - digest->part_count);
        if (digest->segment == segment && set->items[i].parts == all)
            return digest;
    }
    return NULL;
}

void journal_digest_set_release(JournalDigestSet *set)
{
    free(set->items);
    *set = (JournalDigestSet){0};
}
