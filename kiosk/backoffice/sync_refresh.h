/* The state of what keeps a loaded catalogue up to date; for the sync thread's own files.
 *
 * A run is: were prices, taxes or categories touched (then everything is loaded anew) - which
 * articles were written since - once an hour and after a load, which are on sale at all - the
 * records of those that are new or changed, in pages - a new block. What the load didn't send (the
 * server sends 20,000 articles at most) comes the same way. */
#ifndef KIOSK_BACKOFFICE_SYNC_REFRESH_H
#define KIOSK_BACKOFFICE_SYNC_REFRESH_H

#include "backoffice/catalogue_decode.h"
#include "backoffice/odoo17_pages.h"

enum {
    SYNC_REFRESH_IDS_EVERY_MS = 3600000,
    // A long transaction of the server's is seen late, with the time at which it began; clocks of
    // server and database may differ.
    SYNC_REFRESH_OVERLAP_S = 900,
    SYNC_REFRESH_SETTLED_S = 2, // younger: may have been written again in the same second
    SYNC_REFRESH_RETRIES_MAX = 8,
    SYNC_REFRESH_AGAIN_MS = 600000, // after a run that was given up
};

typedef struct SyncIds {
    int32_t *items;
    int32_t count, room;
} SyncIds;

void sync_ids_add(SyncIds *ids, int32_t id);
void sync_ids_sort(SyncIds *ids); // and leaves repeats out
bool sync_ids_have(const SyncIds *sorted, int32_t id);
void sync_ids_release(SyncIds *ids);
// One answer of odoo17_request_article_ids; *out_more: ask again for those above the last.
MUST_USE bool sync_ids_take(SyncIds *ids, const json_t *result, bool *out_more, Error *error);

typedef struct SyncMarks { // of the tables whose changes no article tells
    struct {
        char newest[24];
        int32_t count;
    } items[ODOO17_TABLE_COUNT];
    int32_t table;
    bool counting;
} SyncMarks;

char *sync_marks_request(const SyncMarks *marks, const Odoo17Login *login);
// `result` NULL: this user may not see it. True when that was the last answer.
bool sync_marks_take(SyncMarks *marks, const json_t *result);
bool sync_marks_equal(const SyncMarks *a, const SyncMarks *b);

typedef enum SyncPageStep {
    SYNC_PAGE_NONE,
    SYNC_PAGE_ARTICLES,
    SYNC_PAGE_RULES,
    SYNC_PAGE_PACKAGINGS,
    SYNC_PAGE_NAMES,
} SyncPageStep;

typedef struct SyncPages {
    SyncIds wanted, hidden; // of this run
    int32_t position;       // in wanted: those before it are here
    SyncPageStep step;
    bool urgent;                  // the page at hand is for a customer who waits
    int32_t ids[ODOO17_PAGE_MAX]; // the page at hand
    int32_t templates[ODOO17_PAGE_MAX];
    int32_t count, came, first; // first: of the builder's articles
    int32_t language;
    CatalogueBuilder *builder;
    CatalogueDecode *decode;
    SyncIds urgent_ids;
    SyncIds absent; // asked for and can't be sold here: sorted
} SyncPages;

typedef enum SyncRefreshStep {
    SYNC_REFRESH_REST,
    SYNC_REFRESH_MARKS,
    SYNC_REFRESH_CHANGES,
    SYNC_REFRESH_IDS,
    SYNC_REFRESH_PAGES,
} SyncRefreshStep;

typedef struct SyncRefresh {
    SyncRefreshStep step;
    int64_t due_ms, ids_due_ms, not_before_ms;
    int32_t failures;
    SyncMarks loaded, marks; // as of the load, as of now
    int64_t since_unix_s;    // what was written before is here
    int64_t settled_unix_s;
    int64_t began_unix_ms;      // the run, by the server's clock; 0: no answer yet, -1: of no use
    int64_t image_made_unix_ms; // of what the builder began with
    bool compared_ids;
    int32_t after_id;
    SyncIds on_sale; // all of the server's
    Bytes block;     // the image, while it is compared with what the server has
    Catalogue catalogue;
    SyncIds refused_taxes, categories; // as the load told them
    char refused[40];                  // what the server refused last: said once
    SyncPages pages;
} SyncRefresh;

#endif
