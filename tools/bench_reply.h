/* An invented shop in the shape in which Odoo 17 answers load_pos_data: the same numbers give the
 * same bytes. An article takes about as many bytes as a real one (700). */
#ifndef KIOSK_TOOLS_BENCH_REPLY_H
#define KIOSK_TOOLS_BENCH_REPLY_H

#include "base/text.h"

enum {
    BENCH_REPLY_ARTICLE_BYTES_MAX = 1200,
    BENCH_REPLY_SHOP_BYTES_MAX = 1 << 20,
    BENCH_TOP_CATEGORIES = 20
};

// Without categories the browse screen shows all articles in one list.
Bytes bench_reply_make(int32_t articles, bool in_categories, Arena *result);
// The code of article `number`, from 1 on.
void bench_reply_barcode(int32_t number, char out[14]);
// A code of the same form that no article has.
void bench_reply_unknown_barcode(int32_t number, char out[14]);

#endif
