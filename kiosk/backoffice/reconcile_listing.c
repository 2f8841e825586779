#include "backoffice/reconcile_listing.h"

#include <stdlib.h>
#include <string.h>

#include "backoffice/odoo17_order_list.h"
#include "backoffice/odoo17_order_record.h"

#define DAY_MS (INT64_C(24) * 60 * 60 * 1000)

/* --- what is asked for --- */

static void find_configs(ReconcileListing *listing, const JournalOrders *journal,
                         const char *origin)
{
    for (int32_t i = 0; i < journal->session_count; i++) {
        const JournalSession *session = &journal->sessions[i];
        bool known = strcmp(session->origin, origin) != 0;
        for (int32_t k = 0; k < listing->config_count; k++)
            known = known || listing->config_ids[k] == session->config_id;
        if (!known && listing->config_count < RECONCILE_CONFIGS_MAX)
            listing->config_ids[listing->config_count++] = session->config_id;
    }
}

bool reconcile_listing_begin(ReconcileListing *listing, const JournalOrders *journal,
                             const char *origin, int64_t since_unix_ms, Error *error)
{
    *listing = (ReconcileListing){.number = listing->number};
    find_configs(listing, journal, origin);
    if (listing->config_count == 0)
        return error_set(error, ERROR_INVALID,
                         "this lane never had a session at '%.150s': is it the right --config?",
                         origin);
    int64_t from = INT64_MAX;
    for (int32_t i = 0; i < journal->count; i++)
        if (journal->items[i].paid_unix_ms - DAY_MS < from)
            from = journal->items[i].paid_unix_ms - DAY_MS;
    listing->since_unix_s = (from < since_unix_ms ? since_unix_ms : from) / 1000;
    listing->currency = journal->items[journal->count - 1].currency;
    return true;
}

bool reconcile_listing_look_again(ReconcileListing *listing, const Reconciled *result)
{
    int32_t lost = result->kinds[RECONCILE_LOST];
    if (lost == 0)
        return false;
    free(listing->references);
    listing->references = calloc((size_t)lost, sizeof *listing->references);
    CHECK(listing->references != NULL);
    listing->reference_count = listing->asked_count = 0;
    for (int32_t i = 0; i < result->count; i++)
        if (reconcile_has(&result->rows[i], RECONCILE_LOST))
            memcpy(listing->references[listing->reference_count++], result->rows[i].reference,
                   ORDER_REFERENCE_SIZE);
    listing->complete = false;
    return true;
}

static int32_t references_left(const ReconcileListing *listing)
{
    int32_t left = listing->reference_count - listing->asked_count;
    return left < ODOO17_ORDER_REFERENCES_MAX ? left : ODOO17_ORDER_REFERENCES_MAX;
}

char *reconcile_listing_question(const ReconcileListing *listing, const Odoo17Login *login)
{
    CHECK(!listing->complete);
    if (!listing->references)
        return odoo17_request_order_page(login, listing->config_ids, listing->config_count,
                                         listing->since_unix_s, listing->last_id);
    const char *references[ODOO17_ORDER_REFERENCES_MAX];
    int32_t count = references_left(listing);
    for (int32_t i = 0; i < count; i++)
        references[i] = listing->references[listing->asked_count + i];
    return odoo17_request_orders_of(login, references, count);
}

/* --- what came --- */

static ReconcileState state_of(Odoo17OrderState state)
{
    if (odoo17_order_is_paid(state))
        return RECONCILE_STATE_PAID;
    return state == ODOO17_ORDER_DRAFT       ? RECONCILE_STATE_DRAFT
           : state == ODOO17_ORDER_CANCELLED ? RECONCILE_STATE_CANCELLED
                                             : RECONCILE_STATE_OTHER;
}

static void add(ReconcileListing *listing, const Odoo17OrderRecord *record)
{
    if (listing->count == listing->room) {
        listing->room = listing->room ? listing->room * 2 : 512;
        listing->items = realloc(listing->items, (size_t)listing->room * sizeof *listing->items);
        CHECK(listing->items != NULL);
    }
    ReconcileServerOrder *order = &listing->items[listing->count++];
    *order = (ReconcileServerOrder){
        .id = record->id, .state = state_of(record->state), .total = record->amount_total};
    memcpy(order->reference, record->reference, sizeof order->reference);
    memcpy(order->access_token, record->access_token, sizeof order->access_token);
}

static bool add_all(ReconcileListing *listing, const Odoo17OrderRecord *records, int32_t count,
                    Error *error)
{
    int32_t last = listing->references ? 0 : listing->last_id;
    if (listing->count + count > RECONCILE_ORDERS_MAX)
        return error_set(error, ERROR_LIMIT,
                         "the server has more than %d orders of that time: choose a shorter one",
                         RECONCILE_ORDERS_MAX);
    for (int32_t i = 0; i < count; i++) {
        if (records[i].id <= last)
            return error_set(error, ERROR_CORRUPT, "pos.order: ids are not in order");
        last = records[i].id;
    }
    for (int32_t i = 0; i < count; i++)
        add(listing, &records[i]);
    listing->last_id = last;
    return true;
}

bool reconcile_listing_take(ReconcileListing *listing, const json_t *result, Error *error)
{
    int32_t count = 0;
    Odoo17OrderRecord *records = calloc(ODOO17_ORDER_PAGE_MAX, sizeof *records);
    CHECK(records != NULL);
    bool ok = odoo17_order_records(result, &listing->currency, records, ODOO17_ORDER_PAGE_MAX,
                                   &count, error) &&
              add_all(listing, records, count, error);
    free(records);
    if (!ok)
        return false;
    if (listing->references) {
        listing->asked_count += references_left(listing);
        listing->complete = listing->asked_count == listing->reference_count;
    } else
        listing->complete = count < ODOO17_ORDER_PAGE_MAX;
    return true;
}

void reconcile_listing_release(ReconcileListing *listing)
{
    free(listing->references);
    free(listing->items);
    *listing = (ReconcileListing){0};
}

void reconcile_listing_free(ReconcileListing *listing)
{
    if (listing)
        reconcile_listing_release(listing);
    free(listing);
}
