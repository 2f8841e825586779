/* What the server's records of one order reference mean for the order. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "backoffice/sync_internal.h"

// Equal to within half a step of the currency: the server keeps doubles.
static bool same_amount(Money a, Money b, const Currency *currency)
{
    double step = currency->rounding > 0 ? currency->rounding : pow(10, -currency->decimals);
    return fabs(money_to_double(a, currency) - money_to_double(b, currency)) < step / 2;
}

static SyncAnswer mismatch(SyncOrder *order, const char *what, int32_t server_id)
{
    snprintf(order->words, sizeof order->words, "%s (record %d)", what, server_id);
    return SYNC_ANSWER_MISMATCH;
}

static void note_extra(SyncOrder *order, int32_t id)
{
    if (order->extra_count < ODOO17_ORDER_RECORDS_MAX)
        order->extra_ids[order->extra_count++] = id;
}

SyncAnswer sync_order_judge(SyncOrder *order, const Odoo17OrderRecord *records, int32_t count)
{
    const Odoo17OrderRecord *paid = NULL, *draft = NULL;
    order->extra_count = 0;
    order->words[0] = 0;
    for (int32_t i = 0; i < count; i++) {
        const Odoo17OrderRecord *record = &records[i];
        if (record->state ==
            ODOO17_ORDER_CANCELLED) // a removed draft where self-ordering is installed
            continue;
        if (strcmp(record->access_token, order->access_token) != 0)
            return mismatch(order, ODOO_WORDS_OTHER_ORDER, record->id);
        if (record->state == ODOO17_ORDER_OTHER)
            return mismatch(order,
                            "the server has this order in a state this program does not know",
                            record->id);
        if (odoo17_order_is_paid(record->state)) {
            if (paid)
                return mismatch(order, "the server has this order as paid more than once",
                                record->id);
            paid = record;
        } else if (draft) {
            note_extra(order, record->id); // the oldest stays
        } else {
            draft = record;
        }
    }
    if (paid && !same_amount(paid->amount_total, order->total, &order->currency))
        return mismatch(order, "the server has this order with another total", paid->id);
    // Each draft of that name would become a sale of its own at the next push.
    if (draft && (paid || order->ended))
        note_extra(order, draft->id);
    if (paid || draft)
        order->server_id = paid ? paid->id : draft->id;
    if (paid && paid->session_id != order->session_id)
        order->rescue_id = paid->session_id;
    if (order->extra_count > 0)
        return SYNC_ANSWER_EXTRA_DRAFTS;
    return paid ? SYNC_ANSWER_PAID_THERE : draft ? SYNC_ANSWER_DRAFT_THERE : SYNC_ANSWER_NONE_THERE;
}
