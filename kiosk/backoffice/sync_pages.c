/* Records of single articles, page by page, added to what is there: the articles, the price rules
 * that are for them alone, their packages, their names in the other languages; then a new block.
 *
 * A page that was cut is asked for again: what came of it is replaced. An article that a customer
 * waits for goes before the next page, and the block is made with what is there by then. */
#include <stdlib.h>
#include <string.h>

#include "backoffice/sync_internal.h"
#include "base/log.h"

static void drop_builder(SyncPages *pages)
{
    catalogue_decode_destroy(pages->decode);
    catalogue_builder_destroy(pages->builder);
    pages->decode = NULL;
    pages->builder = NULL;
}

void sync_pages_drop(SyncThread *sync)
{
    SyncPages *pages = &sync->refresh.pages;
    drop_builder(pages);
    pages->step = SYNC_PAGE_NONE;
    pages->count = 0;
    pages->wanted.count = pages->hidden.count = pages->position = 0;
    pages->urgent_ids.count = 0;
    sync_lookup_fetched(sync, false);
}

static bool begin_builder(SyncThread *sync, Error *error)
{
    SyncPages *pages = &sync->refresh.pages;
    Bytes block;
    Catalogue catalogue;
    char words[240];
    if (pages->builder)
        return true;
    if (!catalogue_file_open(&sync->os, sync->config.data_directory, sync->config.origin, &block,
                             &catalogue, words, error))
        return false;
    sync->load.reports = 0;
    pages->builder = catalogue_builder_create(sync_load_report, sync);
    catalogue_builder_seed(pages->builder, &catalogue);
    for (int32_t i = 0; i < pages->hidden.count; i++)
        catalogue_builder_hide_article(pages->builder, pages->hidden.items[i]);
    sync->refresh.image_made_unix_ms = catalogue.header->made_unix_ms;
    sync_release_catalogue(block);
    return true;
}

/* --- the block --- */

// What was asked for and isn't sold in the new catalogue is not asked for each time.
static void note_absent(SyncPages *pages, const Catalogue *catalogue, const int32_t *ids,
                        int32_t count)
{
    for (int32_t i = 0; i < count; i++) {
        int32_t index = catalogue_article_by_id(catalogue, ids[i]);
        if (index == CATALOGUE_NONE || !catalogue_article_sellable(catalogue, index))
            sync_ids_add(&pages->absent, ids[i]);
    }
    sync_ids_sort(&pages->absent);
}

static bool publish(SyncThread *sync, bool whole_run, Error *error)
{
    SyncRefresh *refresh = &sync->refresh;
    SyncPages *pages = &refresh->pages;
    Catalogue catalogue;
    SyncEvent event;
    int64_t made = whole_run && refresh->began_unix_ms > 0 ? refresh->began_unix_ms
                                                           : refresh->image_made_unix_ms;
    if (!sync_load_build(sync, pages->builder, made, &event, &catalogue, error))
        return false;
    if (whole_run) // before the catalogue is the main thread's
        note_absent(pages, &catalogue, pages->wanted.items, pages->wanted.count);
    pages->hidden.count = 0;
    sync_tell(sync, &event);
    return true;
}

static void run_done(SyncThread *sync)
{
    SyncPages *pages = &sync->refresh.pages;
    Error error;
    bool ok = begin_builder(sync, &error); // when articles are only to be hidden
    bool changed =
        ok && (catalogue_builder_added_count(pages->builder) > 0 || pages->hidden.count > 0);
    if (changed)
        ok = publish(sync, true, &error);
    drop_builder(pages);
    if (!ok) {
        sync_refresh_failed(sync, &(OdooError){0}, &error);
        return;
    }
    sync_ids_release(&pages->wanted);
    pages->hidden.count = pages->position = 0;
    sync_refresh_run_done(sync);
}

/* --- one page after the other --- */

static void page_done(SyncThread *sync)
{
    SyncPages *pages = &sync->refresh.pages;
    pages->step = SYNC_PAGE_NONE;
    if (!pages->urgent) {
        pages->position += pages->count;
        return;
    }
    Error error;
    pages->urgent_ids.count = 0;
    if (pages->came > 0 && !publish(sync, false, &error))
        log_warning("an article that was looked up can't be added: %s", error.message);
    drop_builder(pages); // the next page begins with the new image
    sync_lookup_fetched(sync, true);
}

static void next_step(SyncThread *sync)
{
    SyncPages *pages = &sync->refresh.pages;
    if (pages->step == SYNC_PAGE_ARTICLES) {
        pages->came = catalogue_builder_article_ids(pages->builder, pages->first, pages->ids,
                                                    pages->templates, ODOO17_PAGE_MAX);
        pages->step = SYNC_PAGE_RULES;
        if (catalogue_builder_has_pricelists(pages->builder) && pages->came > 0)
            return;
    }
    if (pages->step == SYNC_PAGE_RULES) {
        pages->step = SYNC_PAGE_PACKAGINGS;
        if (pages->came > 0)
            return;
    }
    pages->language = pages->step == SYNC_PAGE_NAMES ? pages->language + 1 : 1;
    pages->step = SYNC_PAGE_NAMES;
    if (pages->came == 0 || pages->language >= sync->load.language_count)
        page_done(sync);
}

static bool feed(void *context, Bytes piece, Error *error)
{
    SyncThread *sync = context;
    if (atomic_load(&sync->stopping))
        return error_set(error, ERROR_BUSY, "the program stops");
    return catalogue_decode_feed(sync->refresh.pages.decode, piece, error);
}

static void on_streamed(SyncThread *sync, const HttpReply *reply)
{
    SyncPages *pages = &sync->refresh.pages;
    OdooError refusal = {0};
    Error error = reply->error;
    bool ok = reply->ok;
    if (ok && reply->status != 200)
        ok = error_set(&error, ERROR_NETWORK, "the server answers with HTTP status %d",
                       reply->status);
    ok = ok && catalogue_decode_finish(pages->decode, &refusal, &error);
    catalogue_decode_destroy(pages->decode);
    pages->decode = NULL;
    if (!ok) {
        pages->step = SYNC_PAGE_NONE; // the whole page again
        sync_refresh_failed(sync, &refusal, &error);
        return;
    }
    sync->refresh.failures = 0;
    next_step(sync);
}

static void stream(SyncThread *sync, char *body)
{
    sync_call_streaming(sync, HTTP_LANE_READ, body, &sync_limits_load, feed, sync, on_streamed);
}

static void on_packagings(SyncThread *sync, const HttpReply *reply)
{
    SyncPages *pages = &sync->refresh.pages;
    json_t *result;
    Error error;
    SyncRefreshAnswer answer = sync_refresh_result(sync, reply, "packages", &result);
    if (answer == SYNC_REFRESH_FAILED)
        return;
    if (answer == SYNC_REFRESH_RESULT && !odoo17_packagings(result, pages->builder, &error))
        log_warning("catalogue without packages: %s", error.message);
    json_decref(result);
    next_step(sync);
}

static void on_names(SyncThread *sync, const HttpReply *reply)
{
    SyncPages *pages = &sync->refresh.pages;
    json_t *result;
    Error error;
    SyncRefreshAnswer answer = sync_refresh_result(sync, reply, "translated articles", &result);
    if (answer == SYNC_REFRESH_FAILED)
        return;
    if (answer == SYNC_REFRESH_RESULT &&
        !odoo17_names(result, ODOO17_NAMED_ARTICLES, pages->builder, pages->language, &error))
        log_warning("catalogue without articles in '%s': %s", sync->load.languages[pages->language],
                    error.message);
    json_decref(result);
    next_step(sync);
}

static void begin_articles(SyncThread *sync, const Odoo17Login *login)
{
    SyncPages *pages = &sync->refresh.pages;
    const SyncIds *refused = &sync->refresh.refused_taxes;
    const SyncIds *from = pages->urgent ? &pages->urgent_ids : &pages->wanted;
    int32_t at = pages->urgent ? 0 : pages->position, left = from->count - at;
    pages->count = left < ODOO17_PAGE_MAX ? left : ODOO17_PAGE_MAX;
    memcpy(pages->ids, from->items + at, (size_t)pages->count * sizeof *pages->ids);
    pages->first = catalogue_builder_article_count(pages->builder);
    pages->came = 0;
    pages->decode = catalogue_decode_create_page(pages->builder, sync_load_report, sync);
    catalogue_decode_refuse_taxes(pages->decode, refused->items, refused->count);
    stream(sync, odoo17_request_page(login, sync->session.info.session_id, sync->load.codes[0],
                                     pages->ids, pages->count));
}

// What the next page is. False: none.
static bool choose_page(SyncThread *sync)
{
    SyncRefresh *refresh = &sync->refresh;
    SyncPages *pages = &refresh->pages;
    Error error;
    pages->urgent = pages->urgent_ids.count > 0;
    if (!pages->urgent && refresh->step != SYNC_REFRESH_PAGES)
        return false;
    if (!pages->urgent && pages->position == pages->wanted.count) {
        run_done(sync);
        return false;
    }
    if (!begin_builder(sync, &error)) {
        sync_refresh_failed(sync, &(OdooError){0}, &error);
        return false;
    }
    pages->step = SYNC_PAGE_ARTICLES;
    return true;
}

bool sync_pages_turn(SyncThread *sync)
{
    SyncPages *pages = &sync->refresh.pages;
    Odoo17Login login = sync_login(sync);
    if (pages->step == SYNC_PAGE_NONE && !choose_page(sync))
        return false;
    switch (pages->step) {
    case SYNC_PAGE_NONE:
        return false;
    case SYNC_PAGE_ARTICLES:
        begin_articles(sync, &login);
        return true;
    case SYNC_PAGE_RULES:
        pages->decode = catalogue_decode_create_rules(pages->builder, sync_load_report, sync);
        stream(sync, odoo17_request_rules_of(&login, sync->session.info.session_id, pages->ids,
                                             pages->templates, pages->came));
        return true;
    case SYNC_PAGE_PACKAGINGS:
        sync_call(sync, HTTP_LANE_READ,
                  odoo17_request_packagings(&login, sync->load.codes[0], pages->ids, pages->came),
                  &sync_limits_read, on_packagings);
        return true;
    case SYNC_PAGE_NAMES:
        sync_call(sync, HTTP_LANE_READ,
                  odoo17_request_names(&login, ODOO17_NAMED_ARTICLES,
                                       sync->load.codes[pages->language], pages->ids, pages->came),
                  &sync_limits_read, on_names);
        return true;
    }
    return false;
}

bool sync_pages_need(SyncThread *sync, int32_t article_id)
{
    Bytes block;
    Catalogue catalogue;
    char words[240];
    Error error;
    if (!catalogue_file_open(&sync->os, sync->config.data_directory, sync->config.origin, &block,
                             &catalogue, words, &error))
        return false;
    int32_t index = catalogue_article_by_id(&catalogue, article_id);
    bool here = index != CATALOGUE_NONE && !(catalogue.articles[index].flags & CAT_ARTICLE_HIDDEN);
    sync_release_catalogue(block);
    if (!here && sync->load.wanted && sync->load.failures == 0)
        sync_load_hurry(sync);
    if (here || sync->load.wanted || sync->session.step != SYNC_SESSION_WATCH)
        return false;
    sync_ids_add(&sync->refresh.pages.urgent_ids, article_id);
    return true;
}
