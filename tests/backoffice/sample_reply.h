/* A small shop as load_pos_data answers it, made up for the tests, and a decoder run over it. */
#ifndef KIOSK_TESTS_BACKOFFICE_SAMPLE_REPLY_H
#define KIOSK_TESTS_BACKOFFICE_SAMPLE_REPLY_H

#include "backoffice/catalogue_decode.h"
#include "domain/catalogue_image.h"

const char *sample_reply(void);
// The same as a tree: change it, then dump it. Owned by the caller.
json_t *sample_reply_tree(void);

enum { DECODED_REPORTS_MAX = 20 };

typedef struct Decoded {
    bool ok;
    Error error; // of feed or finish
    OdooError refusal;
    int32_t report_count;
    char reports[DECODED_REPORTS_MAX][300];
    int32_t page_count, page_last_id;
    CatalogueBuilder *builder; // with what was decoded; NULL after decoded_open
    Arena arena;
    Bytes block;
    Catalogue catalogue;
} Decoded;

// Feeds `reply` in pieces of `piece_bytes`.
void decoded_begin(Decoded *decoded, Bytes reply, size_t piece_bytes, bool is_page);
// Lays out the catalogue and opens it.
void decoded_open(Decoded *decoded);
void decoded_end(Decoded *decoded);
bool decoded_reports(const Decoded *decoded, const char *message); // that begins so

#endif
