/* What the catalogue costs: decoding a reply, opening the image, codes, search. Nothing is drawn.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backoffice/sync_thread.h"
#include "bench.h"
#include "bench_reply.h"
#include "bench_shop.h"
#include "domain/barcode.h"
#include "domain/catalogue_search.h"

enum {
    DECODE_RUNS = 5,
    IMAGE_RUNS = 21,
    LOOK_UPS = 200000,
    CODES = 4096,
    SEARCH_RESULTS = 60,
    SEARCH_WORDS = 60,
    SEARCH_TRIES = 3
};

void bench_decode(Bench *bench, int32_t articles)
{
    double ms[DECODE_RUNS];
    Arena arena;
    arena_create(&arena,
                 (size_t)articles * BENCH_REPLY_ARTICLE_BYTES_MAX + 2 * BENCH_REPLY_SHOP_BYTES_MAX);
    Bytes reply = bench_reply_make(articles, true, &arena);
    for (int32_t i = 0; i < DECODE_RUNS; i++) {
        BenchShop shop = {0};
        ms[i] = bench_shop_decode(reply, &shop);
        arena_destroy(&shop.arena);
    }
    arena_destroy(&arena);
    BenchNote note = {.runs = DECODE_RUNS, .best = bench_percentile(ms, DECODE_RUNS, 0)};
    bench_value(bench, "decode_ms", articles, bench_percentile(ms, DECODE_RUNS, 0.5), note);
}

void bench_image(Bench *bench, int32_t articles)
{
    double ms[IMAGE_RUNS];
    LaneFolder folder = bench_shop_folder(bench, articles, BENCH_FOLDER_LANE);
    const BenchShop *shop = bench_shop_open(bench, articles);
    for (int32_t i = 0; i < IMAGE_RUNS; i++) {
        Bytes block;
        Catalogue catalogue;
        char words[240];
        Error error;
        const Os machine = os_linux();
        int64_t start_ns = bench_now_ns();
        if (!catalogue_file_open(&machine, folder.data, shop->catalogue.header->origin, &block,
                                 &catalogue, words, &error))
            bench_fail("the image", error.message);
        ms[i] = bench_ms_since(start_ns);
        sync_release_catalogue(block);
    }
    bench_value(bench, "image_open_ms", articles, bench_percentile(ms, IMAGE_RUNS, 0.5),
                (BenchNote){.runs = IMAGE_RUNS});
}

static double look_up_ns(const Catalogue *catalogue, char codes[CODES][14], bool known)
{
    int32_t found = 0;
    int64_t start_ns = bench_now_ns();
    for (int32_t i = 0; i < LOOK_UPS; i++)
        found += barcode_look_up(catalogue, text_from_string(codes[i % CODES]), 2026).meaning ==
                 BARCODE_ARTICLE;
    double ns = (double)(bench_now_ns() - start_ns) / LOOK_UPS;
    if (found != (known ? LOOK_UPS : 0))
        bench_fail("barcodes", "are not what they should be");
    return ns;
}

void bench_barcodes(Bench *bench, int32_t articles)
{
    static char codes[CODES][14];
    const BenchShop *shop = bench_shop_open(bench, articles);
    for (int32_t i = 0; i < CODES; i++) // spread over the whole shop: no two share a cache line
        bench_reply_barcode((int32_t)((int64_t)i * 7919 % articles) + 1, codes[i]);
    bench_value(bench, "barcode_known_ns", articles, look_up_ns(&shop->catalogue, codes, true),
                (BenchNote){.runs = LOOK_UPS});
    for (int32_t i = 0; i < CODES; i++)
        bench_reply_unknown_barcode((int32_t)((int64_t)i * 7919 % articles) + 1, codes[i]);
    bench_value(bench, "barcode_unknown_ns", articles, look_up_ns(&shop->catalogue, codes, false),
                (BenchNote){.runs = LOOK_UPS});
}

// Words as people type them: some of a name, two words, letters with and without accents, a number,
// what nobody has.
static int32_t make_queries(const Catalogue *catalogue, char queries[SEARCH_WORDS][64])
{
    static const char *const typed[] = {"choc",  "milk",       "organic app", "creme",  "Øster tea",
                                        "grüne", "coffee 500", "no. 1234",    "no. 99", "water 1.5",
                                        "zzz",   "A0012",      "bread",       "sal",    "5410"};
    int32_t count = 0;
    for (; count < (int32_t)COUNT_OF(typed); count++)
        snprintf(queries[count], 64, "%s", typed[count]);
    for (; count < SEARCH_WORDS; count++) {
        Text name = catalogue_article_name(catalogue, count * 331 % catalogue->article_count, 0);
        text_copy_to_buffer(text_slice(name, 0, 14), queries[count], 64);
    }
    return count;
}

void bench_search(Bench *bench, int32_t articles)
{
    static char queries[SEARCH_WORDS][64];
    static double ms[SEARCH_WORDS * 64];
    const BenchShop *shop = bench_shop_open(bench, articles);
    int32_t found[SEARCH_RESULTS], total, keys = 0;
    int32_t count = make_queries(&shop->catalogue, queries);
    for (int32_t i = 0; i < count; i++) {
        Text query = text_from_string(queries[i]);
        for (int32_t size = 0; size < query.size;) { // a key at a time
            text_next_code_point(query, &size);
            double tries_ms[SEARCH_TRIES]; // the best: the slowest words are looked for, not the
            for (int32_t j = 0; j < SEARCH_TRIES; j++) { // moments when another had the core
                int64_t start_ns = bench_now_ns();
                (void)catalogue_search(&shop->catalogue, text_slice(query, 0, size), found,
                                       SEARCH_RESULTS, &total);
                tries_ms[j] = bench_ms_since(start_ns);
            }
            ms[keys++] = bench_percentile(tries_ms, SEARCH_TRIES, 0);
        }
    }
    bench_value(bench, "search_p50_ms", articles, bench_percentile(ms, keys, 0.5),
                (BenchNote){.runs = keys});
    bench_value(bench, "search_p99_ms", articles, bench_percentile(ms, keys, 0.99),
                (BenchNote){.runs = keys});
}
