/* A code that the catalogue doesn't have, an article's or a customer card's: the server is asked
 * while the customer waits. Nobody's name and no card gets into the log.
 *
 * One code is one question, however often it is scanned meanwhile, and each scan has its answer.
 * What the server doesn't know is not asked again for a while. */
#include <stdio.h>
#include <string.h>

#include "backoffice/odoo17_lookup.h"
#include "backoffice/sync_internal.h"

enum { LOOKUP_UNKNOWN = 0, LOOKUP_NOT_NOW = -1 };

static void tell(SyncThread *sync, const SyncLookup *lookup, const Odoo17Customer *found,
                 const char *words)
{
    SyncEvent event = {0};
    if (lookup->kind == SYNC_LOOKUP_ARTICLE) {
        event.kind = SYNC_EVENT_LOOKUP;
        event.lookup_article_id = found->id;
    } else {
        event.kind = SYNC_EVENT_CUSTOMER;
        event.customer_id = found->id;
        event.customer_pricelist_id = found->pricelist_id;
        event.customer_fiscal_position_id = found->fiscal_position_id;
        snprintf(event.customer_name, sizeof event.customer_name, "%s", found->name);
    }
    memcpy(event.barcode, lookup->barcode, sizeof event.barcode);
    snprintf(event.words, sizeof event.words, "%s", words);
    for (int32_t i = 0; i < lookup->askers; i++)
        sync_tell(sync, &event);
}

static void tell_id(SyncThread *sync, const SyncLookup *lookup, int32_t id, const char *words)
{
    tell(sync, lookup, &(Odoo17Customer){.id = id}, words);
}

static void take_first(SyncLookup *lookups, int32_t *count)
{
    (*count)--;
    memmove(lookups, lookups + 1, (size_t)*count * sizeof *lookups);
}

static bool can_ask(const SyncThread *sync)
{
    return sync->link == SYNC_LINK_UP && sync->session.user_id != 0 &&
           sync->session.info.session_id != 0;
}

/* --- what was asked already --- */

static bool is_of(const SyncLookup *lookup, SyncLookupKind kind, const char *barcode)
{
    return lookup->kind == kind && strcmp(lookup->barcode, barcode) == 0;
}

static SyncLookup *find(SyncLookup *lookups, int32_t count, SyncLookupKind kind,
                        const char *barcode)
{
    for (int32_t i = 0; i < count; i++)
        if (is_of(&lookups[i], kind, barcode))
            return &lookups[i];
    return NULL;
}

static bool is_known_not_to_be(const SyncThread *sync, SyncLookupKind kind, const char *barcode)
{
    const SyncLookups *lookups = &sync->lookups;
    bool found = false;
    for (int32_t i = 0; i < SYNC_UNKNOWN_MAX; i++)
        found |= lookups->unknown[i].until_ms > sync_now(sync) &&
                 is_of(&lookups->unknown[i], kind, barcode);
    return found;
}

static void remember_unknown(SyncThread *sync, const SyncLookup *lookup)
{
    SyncLookups *lookups = &sync->lookups;
    lookups->unknown[lookups->unknown_next] = *lookup;
    lookups->unknown[lookups->unknown_next].until_ms = sync_now(sync) + SYNC_UNKNOWN_KEPT_MS;
    lookups->unknown_next = (lookups->unknown_next + 1) % SYNC_UNKNOWN_MAX;
}

void sync_lookup_forget_unknown(SyncThread *sync)
{
    memset(sync->lookups.unknown, 0, sizeof sync->lookups.unknown);
}

void sync_lookup_add(SyncThread *sync, SyncLookupKind kind, const char *barcode)
{
    SyncLookups *lookups = &sync->lookups;
    SyncLookup *same = find(lookups->queue, lookups->count, kind, barcode);
    if (!same)
        same = find(lookups->waiting, lookups->waiting_count, kind, barcode);
    if (same) {
        same->askers++;
        return;
    }
    SyncLookup asked = {.kind = kind, .askers = 1};
    asked.until_ms = sync_now(sync) + SYNC_LOOKUP_WAIT_MS;
    snprintf(asked.barcode, sizeof asked.barcode, "%s", barcode);
    if (is_known_not_to_be(sync, kind, barcode))
        tell_id(sync, &asked, LOOKUP_UNKNOWN, "");
    else if (!can_ask(sync) || lookups->count == SYNC_LOOKUPS_MAX)
        tell_id(sync, &asked, LOOKUP_NOT_NOW, sync->state_words);
    else
        lookups->queue[lookups->count++] = asked;
}

/* --- answers --- */

// The article is on sale but not in the catalogue: its record is fetched before it is told.
static bool wait_for_record(SyncThread *sync, const SyncLookup *lookup, int32_t article_id)
{
    SyncLookups *lookups = &sync->lookups;
    if (lookups->waiting_count == SYNC_LOOKUPS_MAX || !sync_pages_need(sync, article_id))
        return false;
    SyncLookup *waiting = &lookups->waiting[lookups->waiting_count++];
    *waiting = *lookup;
    waiting->article_id = article_id;
    waiting->until_ms = sync_now(sync) + SYNC_LOOKUP_WAIT_MS;
    return true;
}

static bool read_answer(const SyncLookup *lookup, const json_t *result, Odoo17Customer *out,
                        Error *error)
{
    return lookup->kind == SYNC_LOOKUP_ARTICLE ? odoo17_found_article(result, &out->id, error)
                                               : odoo17_found_customer(result, out, error);
}

static void on_found(SyncThread *sync, const HttpReply *reply)
{
    SyncLookups *lookups = &sync->lookups;
    const SyncLookup lookup = lookups->queue[0];
    Odoo17Customer found = {.id = LOOKUP_NOT_NOW};
    json_t *result = NULL;
    OdooError refusal;
    Error error = {0};
    lookups->in_flight = false;
    take_first(lookups->queue, &lookups->count);
    if (sync_result(reply, &result, &refusal, &error)) {
        if (read_answer(&lookup, result, &found, &error) && found.id == LOOKUP_UNKNOWN)
            remember_unknown(sync, &lookup);
        json_decref(result);
    } else if (!refusal.present) {
        sync_session_suspect(sync);
    }
    if (lookup.kind == SYNC_LOOKUP_ARTICLE && found.id > 0 &&
        wait_for_record(sync, &lookup, found.id))
        return;
    tell(sync, &lookup, &found, error.message);
}

void sync_lookup_fetched(SyncThread *sync, bool ok)
{
    SyncLookups *lookups = &sync->lookups;
    for (int32_t i = 0; i < lookups->waiting_count; i++)
        tell_id(sync, &lookups->waiting[i], ok ? lookups->waiting[i].article_id : LOOKUP_NOT_NOW,
                "");
    lookups->waiting_count = 0;
}

/* --- turns --- */

// The record is still taken when it comes: for the next customer.
static void end_waiting(SyncThread *sync)
{
    SyncLookups *lookups = &sync->lookups;
    while (lookups->waiting_count > 0 && lookups->waiting[0].until_ms <= sync_now(sync)) {
        tell_id(sync, &lookups->waiting[0], LOOKUP_NOT_NOW, sync->state_words);
        take_first(lookups->waiting, &lookups->waiting_count);
    }
}

static char *request(const SyncThread *sync, const SyncLookup *lookup)
{
    Odoo17Login login = sync_login(sync);
    int32_t session_id = sync->session.info.session_id;
    return lookup->kind == SYNC_LOOKUP_ARTICLE
               ? odoo17_request_find_article(&login, session_id, lookup->barcode)
               : odoo17_request_find_customer(&login, session_id, lookup->barcode);
}

bool sync_lookup_turn(SyncThread *sync, HttpLane lane)
{
    SyncLookups *lookups = &sync->lookups;
    end_waiting(sync);
    if (lookups->in_flight)
        return false;
    while (lookups->count > 0 && (!can_ask(sync) || lookups->queue[0].until_ms <= sync_now(sync))) {
        tell_id(sync, &lookups->queue[0], LOOKUP_NOT_NOW, sync->state_words);
        take_first(lookups->queue, &lookups->count);
    }
    if (lookups->count == 0)
        return false;
    char *body = request(sync, &lookups->queue[0]);
    if (!body) { // a scanner's bytes that are no UTF-8
        tell_id(sync, &lookups->queue[0], LOOKUP_UNKNOWN, "");
        take_first(lookups->queue, &lookups->count);
        return false;
    }
    lookups->in_flight = true;
    sync_call(sync, lane, body, &sync_limits_read, on_found);
    return true;
}

int64_t sync_lookup_due_ms(const SyncThread *sync)
{
    const SyncLookups *lookups = &sync->lookups;
    int64_t due =
        lookups->count > 0 && !lookups->in_flight ? lookups->queue[0].until_ms : INT64_MAX;
    int64_t waiting = lookups->waiting_count > 0 ? lookups->waiting[0].until_ms : INT64_MAX;
    return due < waiting ? due : waiting;
}
