/* A load's steps for what the big reply doesn't tell: before it, the dates of prices, taxes and
 * categories, so that a later change is seen; after it, which articles are on sale at all.
 *
 * The server sends 20,000 articles at most. The others that the image of before has are carried
 * over, so that a lane never has fewer articles after a load than before; the rest is fetched in
 * pages when the lane sells (sync_pages.c), as is what changed in those carried over. */
#include <stdlib.h>

#include "backoffice/sync_internal.h"
#include "base/log.h"
#include "domain/id_map.h"

/* --- dates --- */

static void on_mark(SyncThread *sync, const HttpReply *reply)
{
    json_t *result = NULL;
    if (sync_load_small_result(sync, reply, "dates of prices and taxes", &result) == SMALL_FAILED)
        return;
    bool last = sync_marks_take(&sync->refresh.loaded, result);
    json_decref(result);
    sync_load_next(sync, last ? SYNC_LOAD_DATA : SYNC_LOAD_MARKS);
}

void sync_load_marks(SyncThread *sync)
{
    Odoo17Login login = sync_login(sync);
    sync_call(sync, HTTP_LANE_READ, sync_marks_request(&sync->refresh.loaded, &login),
              &sync_limits_read, on_mark);
}

/* --- what is on sale --- */

static void map_articles(const CatalogueBuilder *builder, IdMap *out)
{
    enum { AT_ONCE = 1000 };
    int32_t ids[AT_ONCE], at = 0, count;
    while ((count = catalogue_builder_article_ids(builder, at, ids, NULL, AT_ONCE)) > 0)
        for (int32_t i = 0; i < count; i++)
            id_map_put(out, ids[i], at++);
}

static void carry_over(SyncThread *sync)
{
    SyncLoad *load = &sync->load;
    SyncIds *wanted = &sync->refresh.pages.wanted;
    Bytes block = {0};
    Catalogue before;
    char words[240];
    Error error;
    IdMap here = {0};
    map_articles(load->builder, &here);
    bool has_before = catalogue_file_open(&sync->os, sync->config.data_directory,
                                          sync->config.origin, &block, &before, words, &error);
    wanted->count = 0;
    for (int32_t i = 0; i < load->on_sale.count; i++) {
        int32_t id = load->on_sale.items[i];
        if (id_map_find(&here, id) >= 0)
            continue;
        if (!has_before || !catalogue_builder_carry_article(load->builder, &before, id))
            sync_ids_add(wanted, id);
    }
    id_map_release(&here);
    int32_t carried = catalogue_builder_article_count(load->builder) - load->sent_count;
    if (carried > 0 && before.header->made_unix_ms < load->made_unix_ms)
        load->made_unix_ms = before.header->made_unix_ms;
    if (carried > 0 || wanted->count > 0)
        log_info("catalogue: the server sent %d articles of %d, %d are here from before",
                 load->sent_count, load->on_sale.count, carried);
    sync_release_catalogue(block);
    load->position = load->sent_count;
    bool needs_rules = carried > 0 && catalogue_builder_has_pricelists(load->builder);
    sync_load_next(sync, SYNC_LOAD_CARRIED_RULES);
    if (!needs_rules)
        sync_load_after_ids(sync);
}

static void on_ids(SyncThread *sync, const HttpReply *reply)
{
    SyncLoad *load = &sync->load;
    json_t *result = NULL;
    Error error;
    bool more = false;
    SmallAnswer answer = sync_load_small_result(sync, reply, "list of articles", &result);
    if (answer == SMALL_FAILED)
        return;
    bool ok = answer != SMALL_RESULT || sync_ids_take(&load->on_sale, result, &more, &error);
    json_decref(result);
    if (!ok) {
        log_warning("catalogue without list of articles: %s", error.message);
        load->on_sale.count = 0;
    }
    if (ok && more)
        sync_load_next(sync, SYNC_LOAD_IDS);
    else
        carry_over(sync);
}

void sync_load_ids(SyncThread *sync)
{
    const SyncIds *ids = &sync->load.on_sale, *categories = &sync->refresh.categories;
    Odoo17Login login = sync_login(sync);
    sync_call(sync, HTTP_LANE_READ,
              odoo17_request_article_ids(&login, categories->items, categories->count,
                                         ids->count > 0 ? ids->items[ids->count - 1] : 0),
              &sync_limits_read, on_ids);
}

/* --- price rules of what was carried over: the server sent those of its 20,000 --- */

static void on_rules_of(SyncThread *sync, const HttpReply *reply)
{
    SyncLoad *load = &sync->load;
    OdooError refusal = {0};
    Error error = reply->error;
    bool ok = reply->ok;
    if (ok && reply->status != 200)
        ok = error_set(&error, ERROR_NETWORK, "the server answers with HTTP status %d",
                       reply->status);
    ok = ok && catalogue_decode_finish(load->decode, &refusal, &error);
    catalogue_decode_destroy(load->decode);
    load->decode = NULL;
    if (!ok) { // never an article without its price
        sync_load_failed(sync, &refusal, &error);
        return;
    }
    load->position += ODOO17_PAGE_MAX;
    if (load->position < catalogue_builder_article_count(load->builder))
        sync_load_next(sync, SYNC_LOAD_CARRIED_RULES);
    else
        sync_load_after_ids(sync);
}

void sync_load_carried_rules(SyncThread *sync)
{
    SyncLoad *load = &sync->load;
    Odoo17Login login = sync_login(sync);
    int32_t ids[ODOO17_PAGE_MAX], templates[ODOO17_PAGE_MAX];
    int32_t count = catalogue_builder_article_ids(load->builder, load->position, ids, templates,
                                                  ODOO17_PAGE_MAX);
    load->decode = catalogue_decode_create_rules(load->builder, sync_load_report, sync);
    sync_call_streaming(
        sync, HTTP_LANE_READ,
        odoo17_request_rules_of(&login, sync->session.info.session_id, ids, templates, count),
        &sync_limits_load, sync_load_feed, sync, on_rules_of);
}
