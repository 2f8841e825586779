#include "bench_shop.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backoffice/catalogue_decode.h"
#include "backoffice/catalogue_file.h"
#include "bench_folder.h"
#include "bench_pictures.h"
#include "bench_reply.h"
#include "domain/catalogue_image.h"
#include "domain/order_snapshot.h"
#include "journal/journal.h"

enum { PIECE_BYTES = 16384 };
static const size_t block_max_bytes = (size_t)1 << 30; // address space only
static const char url[] = "http://127.0.0.1:1",
                  database[] = "bench"; // nobody listens: the lane is offline
static const char origin[] = "http://127.0.0.1:1 bench";
static const int64_t made_unix_ms = 1795442948000;

static void need(bool ok, const char *what, const Error *error)
{
    if (!ok)
        bench_fail(what, error->message);
}

// A part of the rules that every Odoo comes with; the server sends them in a request of its own.
static void add_barcode_rules(CatalogueBuilder *builder)
{
    static const struct {
        CatRuleType type;
        CatRuleEncoding encoding;
        const char *pattern;
    } rules[] = {
        {CAT_RULE_CASHIER, CAT_ENCODING_ANY, "041"},
        {CAT_RULE_CLIENT, CAT_ENCODING_ANY, "042"},
        {CAT_RULE_DISCOUNT, CAT_ENCODING_ANY, "22{NN}"},
        {CAT_RULE_PRICE, CAT_ENCODING_EAN13, "23.....{NNNDD}"},
        {CAT_RULE_WEIGHT, CAT_ENCODING_EAN13, "21.....{NNDDD}"},
        {CAT_RULE_LOT, CAT_ENCODING_ANY, "10"},
        {CAT_RULE_PRODUCT, CAT_ENCODING_ANY, ".*"},
    };
    for (int32_t i = 0; i < (int32_t)COUNT_OF(rules); i++) {
        CatBarcodeRule rule = {
            .id = i + 1,
            .sequence = i + 1,
            .type = rules[i].type,
            .encoding = rules[i].encoding,
            .pattern = catalogue_builder_text(builder, text_from_string(rules[i].pattern))};
        catalogue_builder_add_barcode_rule(builder, &rule);
    }
}

static void left_out(void *context, const char *message)
{
    (void)context;
    bench_fail("the invented shop is not whole", message);
}

double bench_shop_decode(Bytes reply, BenchShop *out)
{
    Error error = {0};
    OdooError refusal;
    arena_create(&out->arena, block_max_bytes);
    int64_t start_ns = bench_now_ns();
    CatalogueBuilder *builder = catalogue_builder_create(left_out, NULL);
    CatalogueDecode *decode = catalogue_decode_create(builder, left_out, NULL);
    for (size_t at = 0; at < reply.size; at += PIECE_BYTES) {
        Bytes piece = {reply.data + at,
                       reply.size - at < PIECE_BYTES ? reply.size - at : PIECE_BYTES};
        need(catalogue_decode_feed(decode, piece, &error), "the invented reply", &error);
    }
    need(catalogue_decode_finish(decode, &refusal, &error), "the invented reply", &error);
    add_barcode_rules(builder);
    catalogue_decode_destroy(decode);
    need(catalogue_builder_finish(builder, origin, made_unix_ms, &out->arena, &out->block, &error),
         "the catalogue", &error);
    double ms = bench_ms_since(start_ns);
    catalogue_builder_destroy(builder);
    need(catalogue_open(out->block, &out->catalogue, &error), "the catalogue", &error);
    out->articles = out->catalogue.article_count;
    return ms;
}

static const BenchShop *open_shop(Bench *bench, int32_t articles, bool in_categories)
{
    if (bench->shop && bench->shop->articles == articles &&
        bench->shop->in_categories == in_categories)
        return bench->shop;
    bench_shop_close(bench);
    Arena arena;
    arena_create(&arena,
                 (size_t)articles * BENCH_REPLY_ARTICLE_BYTES_MAX + 2 * BENCH_REPLY_SHOP_BYTES_MAX);
    bench->shop = calloc(1, sizeof *bench->shop);
    CHECK(bench->shop != NULL);
    bench_shop_decode(bench_reply_make(articles, in_categories, &arena), bench->shop);
    arena_destroy(&arena);
    CHECK(bench->shop->articles == articles);
    bench->shop->in_categories = in_categories;
    return bench->shop;
}

const BenchShop *bench_shop_open(Bench *bench, int32_t articles)
{
    return open_shop(bench, articles, true);
}

void bench_shop_close(Bench *bench)
{
    if (!bench->shop)
        return;
    arena_destroy(&bench->shop->arena);
    free(bench->shop);
    bench->shop = NULL;
}

void bench_shop_fill_order(const Catalogue *catalogue, int32_t line_count, Order *out)
{
    OrderPricing pricing = {catalogue, catalogue->shop->pricelist,
                            catalogue->shop->default_fiscal_position, made_unix_ms / 1000};
    order_begin(out, &pricing, "00000000-0000-4000-8000-000000000001",
                "00000000-0000-4000-8000-000000000002", made_unix_ms, "en");
    for (int32_t i = 0; i < line_count; i++) {
        char uuid[ORDER_UUID_SIZE];
        int32_t line_id;
        snprintf(uuid, sizeof uuid, "00000000-0000-4000-9000-%012d", (int)i + 1);
        OrderAdd add = {.article = i * 7, .quantity = {1000}, .line_uuid = uuid};
        if (order_add(out, &pricing, &add, &line_id) != ORDER_OK)
            bench_fail("the basket", "an article can't be added");
    }
    if (order_total(out) != ORDER_OK)
        bench_fail("the basket", "has no total");
}

static void write_journal(Bench *bench, const char *data, const Catalogue *catalogue,
                          bool with_basket)
{
    Error error = {0};
    Arena arena;
    JournalRecovered recovered;
    Journal *journal;
    BoundedQueue events;
    JournalSession session = {.session_id = 16,
                              .login_number = 1,
                              .config_id = 3,
                              .user_id = 8,
                              .session_name = "POS/00016",
                              .opened_unix_ms = made_unix_ms};
    strcpy(session.origin, origin);
    arena_create(&arena, (size_t)64 << 20);
    bounded_queue_init(&events, sizeof(JournalEvent), JOURNAL_QUEUE_MAX);
    need(journal_recover(&bench->os, data, &arena, &recovered, &error), "the journal", &error);
    need(journal_start(&bench->os, data, &recovered, &events, &journal, &error), "the journal",
         &error);
    bool ok = journal_append(journal, JOURNAL_SESSION, journal_encode_session(&session, &arena),
                             made_unix_ms, 0);
    if (with_basket) {
        Bytes snapshot;
        Order *order = ARENA_NEW(&arena, Order, 1);
        bench_shop_fill_order(catalogue, 6, order);
        need(order_snapshot_encode(order, &arena, &snapshot, &error), "the basket", &error);
        ok = ok && journal_append(journal, JOURNAL_BASKET, snapshot, made_unix_ms, 0);
    }
    journal_stop(journal);
    if (!ok)
        bench_fail("the journal", "takes no record");
    bounded_queue_release(&events);
    arena_destroy(&arena);
}

static void write_configuration(const char *folder, const char *config)
{
    char path[BENCH_PATH_MAX + 20], content[1000];
    snprintf(path, sizeof path, "%s/lane.key", folder);
    bench_write_file(path, "0123456789abcdef\n", 0600);
    snprintf(content, sizeof content,
             "[server]\nurl = %s\ndatabase = %s\nlogin = lane\nkey_file = lane.key\npos_config = "
             "Lane 1\n\n"
             "[lane]\nname = Lane 1\ntimezone = Europe/Brussels\nlanguages = en, fr, de, ar\n\n"
             "[devices]\nprinter = file\nterminal = demo:approve\n",
             url, database);
    bench_write_file(config, content, 0644);
}

LaneFolder bench_shop_folder(Bench *bench, int32_t articles, BenchFolderKind kind)
{
    static const char *const names[] = {[BENCH_FOLDER_LANE] = "lane",
                                        [BENCH_FOLDER_BASKET] = "basket",
                                        [BENCH_FOLDER_LIST] = "list"};
    LaneFolder out;
    char folder[BENCH_PATH_MAX - 32];
    snprintf(folder, sizeof folder, "%.400s/%s-%d", bench->folder, names[kind], (int)articles);
    snprintf(out.config, sizeof out.config, "%s/kiosk.ini", folder);
    snprintf(out.data, sizeof out.data, "%s/data", folder);
    if (access(out.config, R_OK) == 0)
        return out;
    Error error;
    const BenchShop *shop = open_shop(bench, articles, kind != BENCH_FOLDER_LIST);
    if (mkdir(folder, 0700) != 0 || mkdir(out.data, 0700) != 0)
        bench_fail(folder, "cannot be made");
    need(catalogue_file_write(&bench->os, out.data, shop->block, &error), "the image", &error);
    write_journal(bench, out.data, &shop->catalogue, kind == BENCH_FOLDER_BASKET);
    bench_pictures_write(out.data, &shop->catalogue,
                         kind == BENCH_FOLDER_LIST ? BENCH_LIST_PICTURES : BENCH_LANE_PICTURES,
                         kind == BENCH_FOLDER_LIST ? BENCH_DIFFERENT_PICTURES : 1);
    write_configuration(folder, out.config);
    return out;
}
