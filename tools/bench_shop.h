/* The invented shop as a catalogue in memory, and as the data folder of a lane that sold from it
 * before: image, journal with a session, pictures, configuration. Made through the libraries of the
 * kiosk, so no network is needed. */
#ifndef KIOSK_TOOLS_BENCH_SHOP_H
#define KIOSK_TOOLS_BENCH_SHOP_H

#include "bench.h"
#include "domain/catalogue.h"
#include "domain/order.h"

struct BenchShop {
    int32_t articles;
    bool in_categories;
    Arena arena;
    Bytes block;
    Catalogue catalogue;
};

typedef struct LaneFolder { // of a lane
    char config[BENCH_PATH_MAX], data[BENCH_PATH_MAX];
} LaneFolder;

// The shop of that size; good until one of another size is asked for.
const BenchShop *bench_shop_open(Bench *bench, int32_t articles);
void bench_shop_close(Bench *bench); // accepts that there is none
// Decodes a reply in pieces of 16 KiB, builds and opens the catalogue. Returns the milliseconds of
// decoding and building.
double bench_shop_decode(Bytes reply, BenchShop *out);

typedef enum BenchFolderKind {
    BENCH_FOLDER_LANE,
    BENCH_FOLDER_BASKET, // an open basket of six lines waits in its journal
    BENCH_FOLDER_LIST,   // no categories: all articles are in one list, 5,000 with pictures
} BenchFolderKind;

// A folder with the image, made once a size.
LaneFolder bench_shop_folder(Bench *bench, int32_t articles, BenchFolderKind kind);
// `line_count` articles in a basket.
void bench_shop_fill_order(const Catalogue *catalogue, int32_t line_count, Order *out);

#endif
