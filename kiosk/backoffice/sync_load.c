/* The catalogue on its way: languages, the big reply decoded as it arrives, barcode rules, names in
 * the other languages, then the block, its image on disk, and the mapped image to the main thread.
 *
 * Small questions that the server refuses (a method it doesn't have, a right this user lacks) are
 * left out; one without an answer is asked again a few times, so that a short outage doesn't cost
 * the big load a second time. */
#include <stdio.h>
#include <string.h>

#include "backoffice/catalogue_file.h"
#include "backoffice/odoo17_barcodes.h"
#include "backoffice/sync_internal.h"
#include "base/log.h"

enum { REPORTS_LOGGED_MAX = 20 };
static const size_t block_max_bytes = (size_t)1 << 30; // address space, taken as it is used

void sync_load_report(void *context, const char *message)
{
    SyncThread *sync = context;
    if (sync->load.reports++ < REPORTS_LOGGED_MAX)
        log_warning("catalogue: %s", message);
}

void sync_load_drop(SyncThread *sync)
{
    SyncLoad *load = &sync->load;
    catalogue_decode_destroy(load->decode);
    catalogue_builder_destroy(load->builder);
    load->decode = NULL;
    load->builder = NULL;
    sync_ids_release(&load->on_sale);
}

// From the image of before the lane sells meanwhile.
static bool has_image(const SyncThread *sync)
{
    Bytes block;
    Catalogue catalogue;
    char words[240];
    Error error;
    bool found = catalogue_file_open(&sync->os, sync->config.data_directory, sync->config.origin,
                                     &block, &catalogue, words, &error);
    if (found)
        sync_release_catalogue(block);
    return found;
}

void sync_load_want(SyncThread *sync)
{
    uint32_t spread_ms = (uint32_t)sync->config.load_spread_minutes * 60000;
    bool waits = spread_ms > 0 && has_image(sync);
    sync->load.wanted = true;
    sync->load.not_before_ms = waits ? sync_now(sync) + sync_random(sync) % spread_ms : 0;
}

void sync_load_hurry(SyncThread *sync)
{
    sync->load.not_before_ms = 0;
    if (sync->session.step == SYNC_SESSION_WATCH)
        sync->session.not_before_ms = 0;
}

static int64_t delay_ms(SyncThread *sync, bool no_answer)
{
    SyncLoad *load = &sync->load;
    bool in_vain = no_answer && load->asked_ms > 0 &&
                   sync_now(sync) - load->asked_ms >= sync_limits_load.silence_ms;
    load->silences = in_vain ? load->silences + 1 : 0;
    if (in_vain)
        return sync_plan_load_delay_ms(load->silences, sync_random(sync));
    // A load costs a big shop's server 13 s each time: one that it refuses or that can't be used is
    // not asked for often.
    return no_answer || load->failures < 3
               ? sync_plan_delay_ms(load->failures + 1, sync_random(sync))
               : sync_period_ms(sync, SYNC_LOAD_REFUSED_MS);
}

// Later, and not sooner each time. A broken line is told by the session's words, a broken catalogue
// by its own.
void sync_load_failed(SyncThread *sync, const OdooError *refusal, const Error *error)
{
    SyncLoad *load = &sync->load;
    char words[200];
    if (refusal->present) {
        char said[240];
        odoo17_refusal_words(refusal, said);
        snprintf(words, sizeof words, "%.199s", said);
    } else {
        snprintf(words, sizeof words, "%.199s", error->message);
    }
    snprintf(load->words, sizeof load->words, "cannot load the catalogue: %s", words);
    load->failures++;
    if (load->failures == 1)
        log_warning("%s; trying on", load->words);
    bool no_answer = !refusal->present && error->kind == ERROR_NETWORK;
    load->not_before_ms = sync_now(sync) + delay_ms(sync, no_answer);
    load->asked_ms = 0;
    sync_load_drop(sync);
    sync->session.step = SYNC_SESSION_WATCH;
    if (no_answer)
        sync_session_failed(sync, refusal, error);
    else // the server talks: look at the session, then say the words
        sync->session.not_before_ms = 0;
}

static void load_failed_by(SyncThread *sync, const Error *error)
{
    sync_load_failed(sync, &(OdooError){0}, error);
}

SmallAnswer sync_load_small_result(SyncThread *sync, const HttpReply *reply, const char *what,
                                   json_t **out_result)
{
    SyncLoad *load = &sync->load;
    OdooError refusal;
    Error error;
    if (sync_result(reply, out_result, &refusal, &error)) {
        sync_session_succeeded(sync);
        sync_tell_state(sync, SYNC_LOADING, ""); // again, after an outage
        load->step_failures = 0;
        return SMALL_RESULT;
    }
    if (refusal.present && refusal.class_ != ODOO_ERROR_RETRY) {
        sync_session_succeeded(sync);
        log_warning("catalogue without %s: %s", what, error.message);
        return SMALL_LEFT_OUT;
    }
    if (++load->step_failures > SYNC_LOAD_STEP_RETRIES_MAX)
        sync_load_failed(sync, &refusal, &error);
    else
        sync_session_failed(sync, &refusal, &error); // the same step again after a while
    return SMALL_FAILED;
}

static void ask(SyncThread *sync, SyncLoadStep step, char *body, SyncAnswered answered)
{
    sync->load.step = step;
    sync_call(sync, HTTP_LANE_READ, body, &sync_limits_read, answered);
}

void sync_load_next(SyncThread *sync, SyncLoadStep step)
{
    sync->load.step = step;
    sync->session.not_before_ms = 0;
}

/* --- the end: block, image, event --- */

static bool build(SyncThread *sync, CatalogueBuilder *builder, int64_t made_unix_ms, Error *error)
{
    Arena arena;
    Bytes block;
    arena_create(&arena, block_max_bytes);
    bool ok = catalogue_builder_finish(builder, sync->config.origin, made_unix_ms, &arena, &block,
                                       error) &&
              catalogue_file_write(&sync->os, sync->config.data_directory, block, error);
    arena_destroy(&arena);
    return ok;
}

bool sync_load_build(SyncThread *sync, CatalogueBuilder *builder, int64_t made_unix_ms,
                     SyncEvent *out_event, Catalogue *out, Error *error)
{
    *out_event = (SyncEvent){.kind = SYNC_EVENT_CATALOGUE};
    if (!build(sync, builder, made_unix_ms, error) ||
        !catalogue_file_open(&sync->os, sync->config.data_directory, sync->config.origin,
                             &out_event->catalogue_block, out, out_event->words, error))
        return false;
    sync_lookup_forget_unknown(sync);
    log_info("catalogue: %d articles, %d left out, %zu bytes", out->article_count,
             out->header->left_out_count, out_event->catalogue_block.size);
    return true;
}

static void finish(SyncThread *sync)
{
    SyncLoad *load = &sync->load;
    SyncEvent event;
    Catalogue catalogue;
    Error error;
    bool carried = catalogue_builder_article_count(load->builder) > load->sent_count;
    if (!sync_load_build(sync, load->builder, load->made_unix_ms, &event, &catalogue, &error)) {
        load_failed_by(sync, &error);
        return;
    }
    sync_load_drop(sync);
    sync_refresh_loaded(sync, load->made_unix_ms, carried);
    load->wanted = false;
    load->failures = load->silences = 0;
    load->words[0] = 0;
    sync_tell(sync, &event);
    sync_session_watch(sync, 0);
}

/* --- names in the other languages --- */

// The next page of names. Articles that are carried over have theirs. 0: no more of this kind.
static int32_t ids_for_names(const SyncLoad *load, int32_t ids[ODOO17_NAMES_PAGE_MAX])
{
    int32_t room = ODOO17_NAMES_PAGE_MAX;
    if (load->named == ODOO17_NAMED_ARTICLES && load->sent_count - load->position < room)
        room = load->sent_count - load->position;
    return load->refused[load->named]
               ? 0
               : odoo17_named_ids(load->named, load->builder, load->position, ids, room);
}

static void begin_names(SyncThread *sync)
{
    SyncLoad *load = &sync->load;
    load->language = 1;
    load->named = ODOO17_NAMED_ARTICLES;
    load->position = 0;
    memset(load->refused, 0, sizeof load->refused);
    sync_load_next(sync, SYNC_LOAD_NAMES);
}

static void on_names(SyncThread *sync, const HttpReply *reply)
{
    SyncLoad *load = &sync->load;
    json_t *result = NULL;
    Error error;
    char what[48];
    snprintf(what, sizeof what, "translated %s", odoo17_named_words(load->named));
    SmallAnswer answer = sync_load_small_result(sync, reply, what, &result);
    if (answer == SMALL_FAILED)
        return;
    load->refused[load->named] |= answer == SMALL_LEFT_OUT;
    if (answer == SMALL_RESULT &&
        !odoo17_names(result, load->named, load->builder, load->language, &error))
        log_warning("catalogue without %s in '%s': %s", odoo17_named_words(load->named),
                    load->languages[load->language], error.message);
    json_decref(result);
    load->position += ODOO17_NAMES_PAGE_MAX;
    sync_load_next(sync, SYNC_LOAD_NAMES);
}

// One kind after the other in one language after the other.
static void ask_names(SyncThread *sync)
{
    SyncLoad *load = &sync->load;
    Odoo17Login login = sync_login(sync);
    int32_t ids[ODOO17_NAMES_PAGE_MAX];
    while (load->language < load->language_count) {
        int32_t count = ids_for_names(load, ids);
        if (count > 0) {
            ask(sync, SYNC_LOAD_NAMES,
                odoo17_request_names(&login, load->named, load->codes[load->language], ids, count),
                on_names);
            return;
        }
        load->position = 0;
        load->named++;
        if (load->named == ODOO17_NAMED_COUNT) {
            load->named = ODOO17_NAMED_ARTICLES;
            load->language++;
        }
    }
    finish(sync);
}

/* --- barcodes --- */

static void on_rules(SyncThread *sync, const HttpReply *reply)
{
    SyncLoad *load = &sync->load;
    json_t *result = NULL;
    Error error;
    SmallAnswer answer = sync_load_small_result(sync, reply, "barcode rules", &result);
    if (answer == SMALL_FAILED)
        return;
    bool ok = answer != SMALL_RESULT || odoo17_barcode_rules(result, load->builder, &error);
    bool falls_back = load->shop.gs1 && load->step == SYNC_LOAD_RULES;
    json_decref(result);
    if (!ok)
        load_failed_by(sync, &error);
    else if (falls_back)
        sync_load_next(sync, SYNC_LOAD_FALLBACK);
    else
        begin_names(sync);
}

static void on_fallback(SyncThread *sync, const HttpReply *reply)
{
    SyncLoad *load = &sync->load;
    json_t *result = NULL;
    Error error;
    SmallAnswer answer = sync_load_small_result(sync, reply, "second nomenclature", &result);
    if (answer == SMALL_FAILED)
        return;
    load->fallback_id = 0;
    bool ok = answer != SMALL_RESULT ||
              odoo17_fallback_nomenclature(result, &load->shop, &load->fallback_id, &error);
    json_decref(result);
    if (!ok) {
        load_failed_by(sync, &error);
        return;
    }
    catalogue_builder_set_shop(load->builder, &load->shop);
    if (load->fallback_id > 0)
        sync_load_next(sync, SYNC_LOAD_FALLBACK_RULES);
    else
        begin_names(sync);
}

static void on_nomenclature(SyncThread *sync, const HttpReply *reply)
{
    SyncLoad *load = &sync->load;
    json_t *result = NULL;
    Error error;
    SmallAnswer answer = sync_load_small_result(sync, reply, "barcode nomenclature", &result);
    if (answer == SMALL_FAILED)
        return;
    bool ok =
        answer != SMALL_RESULT || odoo17_nomenclature(result, load->builder, &load->shop, &error);
    json_decref(result);
    if (!ok) {
        load_failed_by(sync, &error);
        return;
    }
    catalogue_builder_set_shop(load->builder, &load->shop);
    sync_load_next(sync, SYNC_LOAD_RULES);
}

/* --- the big reply --- */

bool sync_load_feed(void *context, Bytes piece, Error *error)
{
    SyncThread *sync = context;
    if (atomic_load(&sync->stopping))
        return error_set(error, ERROR_BUSY, "the program stops");
    return catalogue_decode_feed(sync->load.decode, piece, error);
}

// Records that come by themselves later are judged by the same rules.
static void keep_for_pages(SyncThread *sync)
{
    SyncRefresh *refresh = &sync->refresh;
    int32_t count;
    const int32_t *taxes = catalogue_decode_refused_taxes(sync->load.decode, &count);
    refresh->refused_taxes.count = refresh->categories.count = 0;
    for (int32_t i = 0; i < count; i++)
        sync_ids_add(&refresh->refused_taxes, taxes[i]);
    const int32_t *categories = catalogue_decode_shown_categories(sync->load.decode, &count);
    for (int32_t i = 0; i < count; i++)
        sync_ids_add(&refresh->categories, categories[i]);
}

static void on_data(SyncThread *sync, const HttpReply *reply)
{
    SyncLoad *load = &sync->load;
    OdooError refusal = {0};
    Error error = reply->error;
    if (reply->ok && reply->status != 200)
        error_set(&error, ERROR_NETWORK, "the server answers with HTTP status %d", reply->status);
    if (!reply->ok || reply->status != 200 ||
        !catalogue_decode_finish(load->decode, &refusal, &error)) {
        if (reply->ok)
            sync_load_failed(sync, &refusal, &error);
        else // a sink's error is about the catalogue, the transport's about the line
            load_failed_by(sync, &error);
        return;
    }
    sync_session_succeeded(sync);
    load->asked_ms = 0;
    load->shop = *catalogue_decode_shop(load->decode);
    keep_for_pages(sync);
    catalogue_decode_destroy(load->decode);
    load->decode = NULL;
    load->made_unix_ms = reply->server_unix_ms ? reply->server_unix_ms
                                               : sync->os.clock.unix_ms(sync->os.clock.context);
    load->sent_count = catalogue_builder_article_count(load->builder);
    sync_load_next(sync, SYNC_LOAD_IDS);
}

/* --- units, in whatever language they have their names --- */

static void begin_barcodes(SyncThread *sync)
{
    if (sync->load.shop.nomenclature_id > 0)
        sync_load_next(sync, SYNC_LOAD_NOMENCLATURE);
    else
        begin_names(sync);
}

static void on_base_units(SyncThread *sync, const HttpReply *reply)
{
    json_t *result = NULL;
    if (sync_load_small_result(sync, reply, "units to compare prices by", &result) == SMALL_FAILED)
        return;
    odoo17_base_units(result, sync->load.builder);
    json_decref(result);
    begin_barcodes(sync);
}

void sync_load_after_ids(SyncThread *sync)
{
    enum { BASE_UNITS = 2 }; // kg and litre
    if (catalogue_builder_base_unit_count(sync->load.builder) < BASE_UNITS)
        sync_load_next(sync, SYNC_LOAD_BASE_UNITS);
    else
        begin_barcodes(sync);
}

static void begin_data(SyncThread *sync)
{
    SyncLoad *load = &sync->load;
    Odoo17Login login = sync_login(sync);
    sync_load_drop(sync);
    load->reports = 0;
    load->asked_ms = sync_now(sync);
    load->builder = catalogue_builder_create(sync_load_report, sync);
    load->decode = catalogue_decode_create(load->builder, sync_load_report, sync);
    catalogue_builder_set_languages(load->builder, (const char(*)[8])load->languages,
                                    load->language_count);
    json_t *keywords =
        load->codes[0][0] ? json_pack("{s: {s: s}}", "context", "lang", load->codes[0]) : NULL;
    json_t *arguments = json_pack("[[i]]", (int)sync->session.info.session_id);
    CHECK(arguments != NULL);
    sync_call_streaming(
        sync, HTTP_LANE_READ,
        odoo17_request_call(&login, "pos.session", "load_pos_data", arguments, keywords),
        &sync_limits_load, sync_load_feed, sync, on_data);
}

/* --- languages --- */

static void on_languages(SyncThread *sync, const HttpReply *reply)
{
    SyncLoad *load = &sync->load;
    json_t *result = NULL;
    SmallAnswer answer = sync_load_small_result(sync, reply, "other languages", &result);
    if (answer == SMALL_FAILED)
        return;
    load->language_count = 0;
    for (int32_t i = 0; i < sync->config.language_count; i++) {
        const char *language = sync->config.languages[i];
        char code[16] = "";
        bool there = result && odoo17_pick_language(result, language, code);
        if (!there && i > 0) {
            log_info("catalogue: language '%s' is not installed at the server", language);
            continue;
        }
        memcpy(load->codes[load->language_count], code, sizeof code);
        memcpy(load->languages[load->language_count], language, sizeof load->languages[0]);
        load->language_count++;
    }
    json_decref(result);
    sync->refresh.loaded = (SyncMarks){0};
    sync_load_next(sync, SYNC_LOAD_MARKS);
}

void sync_load_begin(SyncThread *sync)
{
    SyncLoad *load = &sync->load;
    sync_load_drop(sync);
    sync_refresh_drop(sync);
    load->step = SYNC_LOAD_LANGUAGES;
    load->step_failures = 0;
    sync_tell_state(sync, SYNC_LOADING, "");
}

void sync_load_step(SyncThread *sync)
{
    SyncLoad *load = &sync->load;
    Odoo17Login login = sync_login(sync);
    switch (load->step) {
    case SYNC_LOAD_LANGUAGES:
        ask(sync, load->step, odoo17_request_languages(&login), on_languages);
        return;
    case SYNC_LOAD_MARKS:
        sync_load_marks(sync);
        return;
    case SYNC_LOAD_DATA:
        begin_data(sync);
        return;
    case SYNC_LOAD_IDS:
        sync_load_ids(sync);
        return;
    case SYNC_LOAD_CARRIED_RULES:
        sync_load_carried_rules(sync);
        return;
    case SYNC_LOAD_BASE_UNITS:
        ask(sync, load->step, odoo17_request_base_units(&login), on_base_units);
        return;
    case SYNC_LOAD_NOMENCLATURE:
        ask(sync, load->step, odoo17_request_nomenclature(&login, load->shop.nomenclature_id),
            on_nomenclature);
        return;
    case SYNC_LOAD_RULES:
        ask(sync, load->step, odoo17_request_barcode_rules(&login, load->shop.nomenclature_id),
            on_rules);
        return;
    case SYNC_LOAD_FALLBACK:
        ask(sync, load->step, odoo17_request_fallback_nomenclature(&login), on_fallback);
        return;
    case SYNC_LOAD_FALLBACK_RULES:
        ask(sync, load->step, odoo17_request_barcode_rules(&login, load->fallback_id), on_rules);
        return;
    case SYNC_LOAD_NAMES:
        ask_names(sync);
        return;
    }
}
