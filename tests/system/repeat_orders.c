/* repeat-orders DIR COUNT [POISONED]: the one paid order that waits in the journal of DIR is sold
 * COUNT times more, with numbers and ids of their own, by the real writer. The POISONED-th of them
 * (from 1) names an article that no server has. */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/order_snapshot.h"
#include "journal/journal_write.h"

enum { ARENA_BYTES = 256 << 20, NOBODYS_ARTICLE = 987654 };

static int fail(const char *words)
{
    fprintf(stderr, "repeat-orders: %s\n", words);
    return 1;
}

static void new_uuid(char out[ORDER_UUID_SIZE])
{
    unsigned char bytes[16];
    char hex[33];
    randombytes_buf(bytes, sizeof bytes);
    bytes[6] = (unsigned char)((bytes[6] & 0x0f) | 0x40);
    bytes[8] = (unsigned char)((bytes[8] & 0x3f) | 0x80);
    sodium_bin2hex(hex, sizeof hex, bytes, sizeof bytes);
    snprintf(out, ORDER_UUID_SIZE, "%.8s-%.4s-%.4s-%.4s-%.12s", hex, hex + 8, hex + 12, hex + 16,
             hex + 20);
}

static bool append(JournalWriter *writer, const Order *order, Arena scratch, Error *error)
{
    JournalEntry entry = {.kind = JOURNAL_PAID, .unix_ms = order->paid_unix_ms};
    if (!order_snapshot_encode(order, &scratch, &entry.payload, error))
        return false;
    journal_writer_append(writer, &entry, 1);
    *error = entry.result.error;
    return entry.result.ok;
}

static bool repeat(JournalWriter *writer, Order *order, int64_t counter, int32_t count,
                   int32_t poisoned, Arena *scratch, Error *error)
{
    int32_t article = order->lines[0].article_id;
    for (int32_t i = 1; i <= count; i++) {
        new_uuid(order->uuid);
        new_uuid(order->access_token);
        new_uuid(order->payments[0].intent_id);
        for (int32_t k = 0; k < order->line_count; k++)
            new_uuid(order->lines[k].uuid);
        order->number.counter = counter + i;
        order->paid_unix_ms += 1000;
        order->payments[0].paid_unix_ms = order->paid_unix_ms;
        order->lines[0].article_id = i == poisoned ? NOBODYS_ARTICLE : article;
        if (!append(writer, order, *scratch, error))
            return false;
    }
    return true;
}

int main(int count, char **words)
{
    if (count < 3 || sodium_init() < 0)
        return fail("usage: repeat-orders DIR COUNT [POISONED]");
    Os os = os_linux();
    Arena arena;
    Error error = {0};
    JournalRecovered found;
    JournalWriter *writer = NULL;
    static Order order;
    arena_create(&arena, ARENA_BYTES);
    if (!journal_recover(&os, words[1], &arena, &found, &error))
        return fail(error.message);
    if (found.pending_count != 1 ||
        !order_snapshot_decode(found.pending[0].snapshot, &order, &error))
        return fail("one paid order must wait in the journal");
    if (!journal_writer_open(&os, words[1], &found, &writer, &error) ||
        !repeat(writer, &order, found.counter_last, atoi(words[2]), count > 3 ? atoi(words[3]) : 0,
                &arena, &error))
        return fail(error.message);
    journal_writer_close(writer);
    arena_destroy(&arena);
    return 0;
}
