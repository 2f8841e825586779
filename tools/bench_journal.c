/* A record of a basket of 20 lines, appended and synced: from the message to the writer's answer,
 * one at a time. */
#include <stdio.h>

#include "bench.h"
#include "bench_shop.h"
#include "domain/order_snapshot.h"
#include "journal/journal.h"

enum { RECORDS = 500, LINES = 20, SHOP_ARTICLES = 20000, ANSWER_LIMIT_MS = 30000 };

static void append_all(Journal *journal, BoundedQueue *events, Bytes snapshot, double ms[RECORDS])
{
    for (int32_t i = 0; i < RECORDS; i++) {
        JournalEvent answer;
        int64_t start_ns = bench_now_ns();
        if (!journal_append(journal, JOURNAL_BASKET, snapshot, 1795442948000 + i, i + 1))
            bench_fail("the journal", "takes no record");
        if (!bounded_queue_wait(events, &answer, ANSWER_LIMIT_MS))
            bench_fail("the journal", "does not answer");
        ms[i] = bench_ms_since(start_ns);
        if (!answer.ok)
            bench_fail("the journal", answer.error.message);
    }
}

void bench_journal(Bench *bench, int32_t articles)
{
    static double ms[RECORDS];
    char folder[BENCH_PATH_MAX + 20];
    Arena arena;
    JournalRecovered recovered;
    Journal *journal;
    BoundedQueue events;
    Bytes snapshot;
    Error error;
    (void)articles;
    const BenchShop *shop = bench_shop_open(bench, SHOP_ARTICLES);
    arena_create(&arena, (size_t)64 << 20);
    Order *order = ARENA_NEW(&arena, Order, 1);
    bench_shop_fill_order(&shop->catalogue, LINES, order);
    bounded_queue_init(&events, sizeof(JournalEvent), JOURNAL_QUEUE_MAX);
    snprintf(folder, sizeof folder, "%s/journal", bench->folder);
    if (!order_snapshot_encode(order, &arena, &snapshot, &error) ||
        !journal_recover(&bench->os, folder, &arena, &recovered, &error) ||
        !journal_start(&bench->os, folder, &recovered, &events, &journal, &error))
        bench_fail("the journal", error.message);
    append_all(journal, &events, snapshot, ms);
    journal_stop(journal);
    bounded_queue_release(&events);
    arena_destroy(&arena);
    bench_value(bench, "journal_sync_p50_ms", 0, bench_percentile(ms, RECORDS, 0.5),
                (BenchNote){.runs = RECORDS});
    bench_value(bench, "journal_sync_p99_ms", 0, bench_percentile(ms, RECORDS, 0.99),
                (BenchNote){.runs = RECORDS});
}
