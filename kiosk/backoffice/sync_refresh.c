/* What changed at the server since the catalogue was loaded: which records to fetch, which to hide,
 * or that all must be loaded anew. Fetching them is sync_pages.c. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backoffice/sync_internal.h"
#include "base/log.h"

static int64_t period_ms(const SyncThread *sync)
{
    return (int64_t)sync->config.refresh_minutes * 60000;
}

static bool can_run(const SyncThread *sync)
{
    return sync->session.announced && sync->session.step == SYNC_SESSION_WATCH &&
           sync->link == SYNC_LINK_UP && !sync->load.wanted;
}

static bool is_busy(const SyncRefresh *refresh)
{
    return refresh->step != SYNC_REFRESH_REST || refresh->pages.step != SYNC_PAGE_NONE ||
           refresh->pages.urgent_ids.count > 0;
}

static void close_image(SyncRefresh *refresh)
{
    sync_release_catalogue(refresh->block);
    refresh->block = (Bytes){0};
}

static void rest(SyncThread *sync, int64_t in_ms)
{
    SyncRefresh *refresh = &sync->refresh;
    close_image(refresh);
    sync_ids_release(&refresh->on_sale);
    refresh->step = SYNC_REFRESH_REST;
    refresh->due_ms = sync_now(sync) + sync_period_ms(sync, in_ms);
    refresh->failures = 0;
    refresh->not_before_ms = 0;
}

void sync_refresh_drop(SyncThread *sync)
{
    sync_pages_drop(sync);
    sync->refresh.pages.absent.count = 0;
    rest(sync, period_ms(sync));
}

static void give_up(SyncThread *sync, const char *why)
{
    log_warning("the catalogue is not brought up to date now: %s", why);
    sync_pages_drop(sync);
    rest(sync, period_ms(sync) > SYNC_REFRESH_AGAIN_MS ? period_ms(sync) : SYNC_REFRESH_AGAIN_MS);
    sync->refresh.ids_due_ms = 0; // the run that follows begins with everything
}

void sync_refresh_failed(SyncThread *sync, const OdooError *refusal, const Error *error)
{
    SyncRefresh *refresh = &sync->refresh;
    bool again =
        refusal->present ? refusal->class_ == ODOO_ERROR_RETRY : error->kind == ERROR_NETWORK;
    if (!again || ++refresh->failures > SYNC_REFRESH_RETRIES_MAX) {
        give_up(sync, error->message);
        return;
    }
    refresh->not_before_ms =
        sync_now(sync) + sync_plan_delay_ms(refresh->failures, sync_random(sync));
    if (!refusal->present)
        sync_session_suspect(sync);
}

SyncRefreshAnswer sync_refresh_result(SyncThread *sync, const HttpReply *reply, const char *what,
                                      json_t **out_result)
{
    OdooError refusal;
    Error error;
    *out_result = NULL;
    if (sync_result(reply, out_result, &refusal, &error)) {
        sync->refresh.failures = 0;
        return SYNC_REFRESH_RESULT;
    }
    if (refusal.present && refusal.class_ != ODOO_ERROR_RETRY) {
        if (strcmp(sync->refresh.refused, what) != 0)
            log_warning("catalogue without %s: %s", what, error.message);
        snprintf(sync->refresh.refused, sizeof sync->refresh.refused, "%s", what);
        return SYNC_REFRESH_LEFT_OUT;
    }
    sync_refresh_failed(sync, &refusal, &error);
    return SYNC_REFRESH_FAILED;
}

/* --- what to do about the differences --- */

void sync_refresh_run_done(SyncThread *sync)
{
    SyncRefresh *refresh = &sync->refresh;
    if (refresh->began_unix_ms > 0) {
        refresh->since_unix_s = refresh->began_unix_ms / 1000 - SYNC_REFRESH_OVERLAP_S;
        refresh->settled_unix_s = refresh->began_unix_ms / 1000 - SYNC_REFRESH_SETTLED_S;
    }
    if (refresh->compared_ids)
        refresh->ids_due_ms = sync_now(sync) + SYNC_REFRESH_IDS_EVERY_MS;
    rest(sync, period_ms(sync));
}

static void decide(SyncThread *sync)
{
    SyncRefresh *refresh = &sync->refresh;
    SyncPages *pages = &refresh->pages;
    sync_ids_sort(&pages->wanted);
    pages->position = 0;
    close_image(refresh);
    sync_ids_release(&refresh->on_sale);
    if (pages->wanted.count == 0 && pages->hidden.count == 0) {
        sync_refresh_run_done(sync);
        return;
    }
    log_info("catalogue: %d articles to fetch, %d no longer sold", pages->wanted.count,
             pages->hidden.count);
    refresh->step = SYNC_REFRESH_PAGES;
}

static const CatArticle *article_here(const SyncRefresh *refresh, int32_t id, bool *out_sold)
{
    int32_t index = catalogue_article_by_id(&refresh->catalogue, id);
    *out_sold = index != CATALOGUE_NONE && catalogue_article_sellable(&refresh->catalogue, index);
    return index == CATALOGUE_NONE ? NULL : &refresh->catalogue.articles[index];
}

/* --- which are on sale --- */

static void compare_ids(SyncRefresh *refresh)
{
    SyncPages *pages = &refresh->pages;
    const SyncIds *on_sale = &refresh->on_sale;
    const Catalogue *catalogue = &refresh->catalogue;
    int32_t at = 0;
    for (int32_t i = 0; i < catalogue->article_count; i++) { // both rise
        int32_t index = (int32_t)catalogue->id_index[i];
        const CatArticle *article = &catalogue->articles[index];
        while (at < on_sale->count && on_sale->items[at] < article->id) {
            if (!sync_ids_have(&pages->absent, on_sale->items[at]))
                sync_ids_add(&pages->wanted, on_sale->items[at]);
            at++;
        }
        bool there = at < on_sale->count && on_sale->items[at] == article->id;
        at += there;
        if (there && (article->flags & CAT_ARTICLE_HIDDEN) &&
            !sync_ids_have(&pages->absent, article->id))
            sync_ids_add(&pages->wanted, article->id);
        if (!there && catalogue_article_sellable(catalogue, index))
            sync_ids_add(&pages->hidden, article->id);
    }
    for (; at < on_sale->count; at++)
        if (!sync_ids_have(&pages->absent, on_sale->items[at]))
            sync_ids_add(&pages->wanted, on_sale->items[at]);
}

static void on_ids(SyncThread *sync, const HttpReply *reply)
{
    SyncRefresh *refresh = &sync->refresh;
    json_t *result;
    Error error;
    bool more = false;
    SyncRefreshAnswer answer = sync_refresh_result(sync, reply, "list of articles", &result);
    if (answer == SYNC_REFRESH_FAILED)
        return;
    bool ok =
        answer == SYNC_REFRESH_RESULT && sync_ids_take(&refresh->on_sale, result, &more, &error);
    if (ok && refresh->on_sale.count == 0) // a right that was taken away, not an empty shop
        ok = error_set(&error, ERROR_CORRUPT, "it is empty");
    json_decref(result);
    if (ok && more)
        return; // the same step again
    if (ok)
        compare_ids(refresh);
    else if (answer == SYNC_REFRESH_RESULT)
        log_warning("catalogue without list of articles: %s", error.message);
    refresh->compared_ids = true;
    decide(sync);
}

/* --- which were written --- */

static void take_change(SyncRefresh *refresh, const Odoo17Change *change)
{
    SyncPages *pages = &refresh->pages;
    bool sold;
    const CatArticle *here = article_here(refresh, change->id, &sold);
    bool fresh = change->write_unix_s >= refresh->settled_unix_s;
    if (!change->on_sale) {
        if (sold)
            sync_ids_add(&pages->hidden, change->id);
        return;
    }
    if (!fresh && sync_ids_have(&pages->absent, change->id))
        return;
    if (fresh || !here || (here->flags & CAT_ARTICLE_HIDDEN) ||
        here->write_unix_s != change->write_unix_s)
        sync_ids_add(&pages->wanted, change->id);
}

static void on_changes(SyncThread *sync, const HttpReply *reply)
{
    SyncRefresh *refresh = &sync->refresh;
    json_t *result;
    Error error;
    int32_t count = 0;
    SyncRefreshAnswer answer = sync_refresh_result(sync, reply, "changes", &result);
    if (answer == SYNC_REFRESH_FAILED)
        return;
    if (refresh->began_unix_ms == 0)
        refresh->began_unix_ms = reply->server_unix_ms
                                     ? reply->server_unix_ms
                                     : sync->os.clock.unix_ms(sync->os.clock.context);
    Odoo17Change *changes = calloc(ODOO17_CHANGES_MAX, sizeof *changes);
    CHECK(changes != NULL);
    if (answer == SYNC_REFRESH_LEFT_OUT)
        refresh->began_unix_ms = -1;
    else if (!odoo17_changes(result, refresh->categories.items, refresh->categories.count,
                             refresh->after_id, changes, &count, &error)) {
        log_warning("catalogue without changes: %s", error.message);
        refresh->began_unix_ms = -1;
        count = 0;
    }
    json_decref(result);
    for (int32_t i = 0; i < count; i++)
        take_change(refresh, &changes[i]);
    if (count > 0)
        refresh->after_id = changes[count - 1].id;
    free(changes);
    if (count == ODOO17_CHANGES_MAX)
        return; // the same step again
    if (refresh->ids_due_ms <= sync_now(sync))
        refresh->step = SYNC_REFRESH_IDS;
    else
        decide(sync);
}

// The image on disk is what the main thread has, or is about to get.
static bool open_image(SyncThread *sync)
{
    SyncRefresh *refresh = &sync->refresh;
    char words[240];
    Error error;
    if (refresh->block.data)
        return true;
    if (catalogue_file_open(&sync->os, sync->config.data_directory, sync->config.origin,
                            &refresh->block, &refresh->catalogue, words, &error))
        return true;
    log_warning("%s; loading again", error.message);
    sync_refresh_load_all(sync);
    return false;
}

/* --- what no article tells --- */

void sync_refresh_load_all(SyncThread *sync)
{
    sync_refresh_drop(sync);
    sync->load.wanted = true;
    sync_load_hurry(sync);
}

static void on_mark(SyncThread *sync, const HttpReply *reply)
{
    SyncRefresh *refresh = &sync->refresh;
    json_t *result;
    if (sync_refresh_result(sync, reply, "dates of prices and taxes", &result) ==
        SYNC_REFRESH_FAILED)
        return;
    bool last = sync_marks_take(&refresh->marks, result);
    json_decref(result);
    if (!last)
        return;
    if (sync_marks_equal(&refresh->loaded, &refresh->marks)) {
        refresh->step = SYNC_REFRESH_CHANGES;
    } else {
        log_info("prices, taxes or categories changed at the server: loading again");
        sync_refresh_load_all(sync);
    }
}

/* --- when --- */

static void begin_run(SyncRefresh *refresh, SyncRefreshStep step)
{
    refresh->step = step;
    refresh->marks = (SyncMarks){0};
    refresh->after_id = 0;
    refresh->began_unix_ms = 0;
    refresh->compared_ids = false;
}

void sync_refresh_loaded(SyncThread *sync, int64_t made_unix_ms, bool carried)
{
    SyncRefresh *refresh = &sync->refresh;
    rest(sync, period_ms(sync));
    refresh->since_unix_s = made_unix_ms / 1000 - SYNC_REFRESH_OVERLAP_S;
    refresh->settled_unix_s = made_unix_ms / 1000 - SYNC_REFRESH_SETTLED_S;
    refresh->ids_due_ms = sync_now(sync) + SYNC_REFRESH_IDS_EVERY_MS; // the load compared them
    if (carried || refresh->pages.wanted.count > 0)
        begin_run(refresh, SYNC_REFRESH_CHANGES);
}

bool sync_refresh_turn(SyncThread *sync)
{
    SyncRefresh *refresh = &sync->refresh;
    if (!can_run(sync) || sync_now(sync) < refresh->not_before_ms)
        return false;
    if (sync_pages_turn(sync))
        return true;
    if (refresh->step == SYNC_REFRESH_PAGES)
        return false;
    if (refresh->step == SYNC_REFRESH_REST) {
        if (period_ms(sync) == 0 || sync_now(sync) < refresh->due_ms)
            return false;
        begin_run(refresh, SYNC_REFRESH_MARKS);
    }
    if (refresh->step != SYNC_REFRESH_MARKS && !open_image(sync))
        return false;
    Odoo17Login login = sync_login(sync);
    int32_t last =
        refresh->on_sale.count > 0 ? refresh->on_sale.items[refresh->on_sale.count - 1] : 0;
    switch (refresh->step) {
    case SYNC_REFRESH_MARKS:
        sync_call(sync, HTTP_LANE_READ, sync_marks_request(&refresh->marks, &login),
                  &sync_limits_read, on_mark);
        return true;
    case SYNC_REFRESH_CHANGES:
        sync_call(sync, HTTP_LANE_READ,
                  odoo17_request_changes(&login, refresh->since_unix_s, refresh->after_id),
                  &sync_limits_read, on_changes);
        return true;
    case SYNC_REFRESH_IDS:
        sync_call(sync, HTTP_LANE_READ,
                  odoo17_request_article_ids(&login, refresh->categories.items,
                                             refresh->categories.count, last),
                  &sync_limits_read, on_ids);
        return true;
    case SYNC_REFRESH_REST:
    case SYNC_REFRESH_PAGES: // sync_pages_turn
        break;
    }
    return false;
}

int64_t sync_refresh_due_ms(const SyncThread *sync)
{
    const SyncRefresh *refresh = &sync->refresh;
    if (!can_run(sync) || !sync_lane_free(sync, HTTP_LANE_READ))
        return INT64_MAX;
    if (is_busy(refresh))
        return refresh->not_before_ms;
    return period_ms(sync) > 0 ? refresh->due_ms : INT64_MAX;
}

void sync_refresh_release(SyncThread *sync)
{
    SyncRefresh *refresh = &sync->refresh;
    sync_refresh_drop(sync);
    sync_ids_release(&refresh->refused_taxes);
    sync_ids_release(&refresh->categories);
    sync_ids_release(&refresh->pages.wanted);
    sync_ids_release(&refresh->pages.hidden);
    sync_ids_release(&refresh->pages.absent);
    sync_ids_release(&refresh->pages.urgent_ids);
}
