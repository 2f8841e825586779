/* Invented pictures of an invented shop, as files of a lane's data folder. */
#ifndef KIOSK_TOOLS_BENCH_PICTURES_H
#define KIOSK_TOOLS_BENCH_PICTURES_H

#include "bench.h"
#include "domain/catalogue.h"

enum { BENCH_LANE_PICTURES = 2000, BENCH_LIST_PICTURES = 5000, BENCH_DIFFERENT_PICTURES = 250 };

// For all categories and the first `articles` articles. Only `different` files are made, every
// second one a JPEG, each under the names of many: what pictures cost is decoding and memory.
void bench_pictures_write(const char *data, const Catalogue *catalogue, int32_t articles,
                          int32_t different);

#endif
