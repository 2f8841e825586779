/* A barcode that the catalogue doesn't have: the server is asked while the customer waits. */
#include <stdio.h>
#include <string.h>

#include "backoffice/odoo17_value.h"
#include "backoffice/sync_internal.h"

enum { LOOKUP_UNKNOWN = 0, LOOKUP_NOT_NOW = -1 };

static void tell(SyncThread *sync, const char *barcode, int32_t article_id, const char *words)
{
    SyncEvent event = {.kind = SYNC_EVENT_LOOKUP, .lookup_article_id = article_id};
    snprintf(event.barcode, sizeof event.barcode, "%s", barcode);
    snprintf(event.words, sizeof event.words, "%s", words);
    sync_tell(sync, &event);
}

static void take_first(SyncLookups *lookups)
{
    lookups->count--;
    memmove(lookups->barcodes, lookups->barcodes + 1,
            (size_t)lookups->count * sizeof lookups->barcodes[0]);
    memmove(lookups->until_ms, lookups->until_ms + 1,
            (size_t)lookups->count * sizeof lookups->until_ms[0]);
}

static bool can_ask(const SyncThread *sync)
{
    return sync->link == SYNC_LINK_UP && sync->session.user_id != 0 &&
           sync->session.info.session_id != 0;
}

void sync_lookup_add(SyncThread *sync, const char *barcode)
{
    SyncLookups *lookups = &sync->lookups;
    if (!can_ask(sync) || lookups->count == SYNC_LOOKUPS_MAX) {
        tell(sync, barcode, LOOKUP_NOT_NOW, sync->state_words);
        return;
    }
    snprintf(lookups->barcodes[lookups->count], sizeof lookups->barcodes[0], "%s", barcode);
    lookups->until_ms[lookups->count] = sync_now(sync) + SYNC_LOOKUP_WAIT_MS;
    lookups->count++;
}

// The article is on sale but not in the catalogue: its record is fetched before it is told.
static bool wait_for_record(SyncThread *sync, int32_t article_id)
{
    SyncLookups *lookups = &sync->lookups;
    int32_t at = lookups->waiting_count;
    if (at == SYNC_LOOKUPS_MAX || !sync_pages_need(sync, article_id))
        return false;
    memcpy(lookups->waiting[at].barcode, lookups->barcodes[0], sizeof lookups->barcodes[0]);
    lookups->waiting[at].article_id = article_id;
    lookups->waiting[at].until_ms = sync_now(sync) + SYNC_LOOKUP_WAIT_MS;
    lookups->waiting_count++;
    return true;
}

static void on_found(SyncThread *sync, const HttpReply *reply)
{
    SyncLookups *lookups = &sync->lookups;
    json_t *result = NULL;
    OdooError refusal;
    Error error;
    int32_t article_id = LOOKUP_NOT_NOW;
    char words[240] = "";
    lookups->in_flight = false;
    if (sync_result(reply, &result, &refusal, &error)) {
        const json_t *ids = json_object_get(result, "product_id");
        if (!ids || !odoo17_value_id(json_array_get(ids, 0), &article_id))
            article_id = LOOKUP_UNKNOWN; // {} where the server knows nothing
        json_decref(result);
    } else {
        snprintf(words, sizeof words, "%.239s", error.message);
        if (!refusal.present)
            sync_session_suspect(sync);
    }
    if (article_id > 0 && wait_for_record(sync, article_id)) {
        take_first(lookups);
        return;
    }
    tell(sync, lookups->barcodes[0], article_id, words);
    take_first(lookups);
}

void sync_lookup_fetched(SyncThread *sync, bool ok)
{
    SyncLookups *lookups = &sync->lookups;
    for (int32_t i = 0; i < lookups->waiting_count; i++)
        tell(sync, lookups->waiting[i].barcode,
             ok ? lookups->waiting[i].article_id : LOOKUP_NOT_NOW, "");
    lookups->waiting_count = 0;
}

// The record is still taken when it comes: for the next customer.
static void end_waiting(SyncThread *sync)
{
    SyncLookups *lookups = &sync->lookups;
    while (lookups->waiting_count > 0 && lookups->waiting[0].until_ms <= sync_now(sync)) {
        tell(sync, lookups->waiting[0].barcode, LOOKUP_NOT_NOW, sync->state_words);
        lookups->waiting_count--;
        memmove(&lookups->waiting[0], &lookups->waiting[1],
                (size_t)lookups->waiting_count * sizeof lookups->waiting[0]);
    }
}

bool sync_lookup_turn(SyncThread *sync, HttpLane lane)
{
    SyncLookups *lookups = &sync->lookups;
    end_waiting(sync);
    if (lookups->in_flight)
        return false;
    while (lookups->count > 0 && (!can_ask(sync) || lookups->until_ms[0] <= sync_now(sync))) {
        tell(sync, lookups->barcodes[0], LOOKUP_NOT_NOW, sync->state_words);
        take_first(lookups);
    }
    if (lookups->count == 0)
        return false;
    Odoo17Login login = sync_login(sync);
    json_t *arguments =
        json_pack("[[i], s]", (int)sync->session.info.session_id, lookups->barcodes[0]);
    if (!arguments) { // a scanner's bytes that are no UTF-8
        tell(sync, lookups->barcodes[0], LOOKUP_UNKNOWN, "");
        take_first(lookups);
        return false;
    }
    lookups->in_flight = true;
    sync_call(
        sync, lane,
        odoo17_request_call(&login, "pos.session", "find_product_by_barcode", arguments, NULL),
        &sync_limits_read, on_found);
    return true;
}

int64_t sync_lookup_due_ms(const SyncThread *sync)
{
    const SyncLookups *lookups = &sync->lookups;
    int64_t due = lookups->count > 0 && !lookups->in_flight ? lookups->until_ms[0] : INT64_MAX;
    int64_t waiting = lookups->waiting_count > 0 ? lookups->waiting[0].until_ms : INT64_MAX;
    return due < waiting ? due : waiting;
}
