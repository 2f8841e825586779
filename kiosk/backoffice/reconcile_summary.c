// What reconcile found, as a screen needs it: sums, the differences, and some of what agrees.
#include <stdio.h>
#include <string.h>

#include "backoffice/reconcile.h"

static ComparedOrder order_state(const JournalPaidOrder *order)
{
    static const ComparedOrder states[] = {
        [JOURNAL_SERVER_WAITING] = COMPARED_WAITING,
        [JOURNAL_SERVER_DRAFTED] = COMPARED_DRAFTED,
        [JOURNAL_SERVER_CONFIRMED] = COMPARED_CONFIRMED,
        [JOURNAL_SERVER_REFUSED] = COMPARED_REFUSED,
        [JOURNAL_SERVER_SETTLED] = COMPARED_SETTLED,
    };
    return order ? states[order->state] : COMPARED_NOT_THERE;
}

static void add(ComparedSum *sum, int32_t count, Money amount)
{
    sum->count += count;
    (void)!money_add(sum->amount, amount, &sum->amount);
}

static void add_sums(Comparison *out, const ReconcileRow *row)
{
    bool counts = !row->elsewhere && order_state(row->order) != COMPARED_SETTLED;
    if (row->order && counts)
        add(&out->lane, 1, row->order->total);
    if (counts)
        add(&out->at_server, row->paid_count, row->paid_total);
    add(&out->charges, row->charge_count, row->charged);
    if (row->order && row->due_by_card.minor != 0)
        add(&out->by_card, 1, row->due_by_card);
}

static void add_row(Comparison *out, const ReconcileRow *row)
{
    ComparedRow *shown = &out->rows[out->row_count++];
    *shown = (ComparedRow){.order = order_state(row->order),
                           .elsewhere = row->elsewhere,
                           .server_id = row->server_id,
                           .server_count = row->server_count,
                           .server_state = row->server_state,
                           .server_total = row->server_total,
                           .charge_count = row->charge_count,
                           .charged = row->charged,
                           .due_by_card = row->due_by_card,
                           .differences = row->differences};
    memcpy(shown->reference, row->reference, sizeof shown->reference);
    memcpy(shown->intent_id, row->intent_id, sizeof shown->intent_id);
    if (!row->order)
        return;
    shown->total = row->order->total;
    shown->digested = row->order->digested;
    shown->confirmed_id = row->order->server_id;
    memcpy(shown->uuid, row->order->uuid, sizeof shown->uuid);
}

void reconciled_comparison(const Reconciled *result, bool has_terminal, Comparison *out)
{
    *out = (Comparison){.has_terminal = has_terminal,
                        .difference_count = result->difference_count,
                        .agreeing_count = result->count - result->difference_count,
                        .charges_not_matched = result->charges_not_matched};
    memcpy(out->kinds, result->kinds, sizeof out->kinds);
    for (int32_t i = 0; i < result->count; i++) {
        const ReconcileRow *row = &result->rows[i];
        add_sums(out, row);
        if (row->differences && out->row_count < COMPARED_DIFFERENCES_MAX)
            add_row(out, row);
    }
    int32_t agreeing = 0;
    for (int32_t i = result->count - 1; i >= 0 && agreeing < COMPARED_AGREEING_MAX; i--)
        if (!result->rows[i].differences) {
            add_row(out, &result->rows[i]);
            agreeing++;
        }
}
