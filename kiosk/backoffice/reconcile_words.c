// What reconcile found, in words: a name for programs, a sentence for people.
#include <stdio.h>

#include "backoffice/reconcile.h"

const char *reconcile_kind_name(ReconcileKind kind)
{
    static const char *const names[RECONCILE_KIND_COUNT] = {
        [RECONCILE_LOST] = "lost",
        [RECONCILE_CANCELLED] = "cancelled",
        [RECONCILE_TWICE] = "twice",
        [RECONCILE_AMOUNT] = "amount",
        [RECONCILE_DRAFT] = "draft",
        [RECONCILE_NOT_OURS] = "not-ours",
        [RECONCILE_UNKNOWN] = "unknown",
        [RECONCILE_UNSETTLED] = "unsettled",
        [RECONCILE_CHARGE_WITHOUT_ORDER] = "charge-without-order",
        [RECONCILE_ORDER_WITHOUT_CHARGE] = "order-without-charge",
        [RECONCILE_CHARGE_AMOUNT] = "charge-amount",
    };
    return names[kind];
}

static const char *waiting_words(const ReconcileRow *row)
{
    static const char *const words[] = {
        [JOURNAL_SERVER_WAITING] = "it waits to be sent",
        [JOURNAL_SERVER_DRAFTED] = "it is sent as a draft and waits for its payment",
        [JOURNAL_SERVER_REFUSED] = "the server refused it: an attendant has to see to it",
        [JOURNAL_SERVER_CONFIRMED] = "",
        [JOURNAL_SERVER_SETTLED] = "",
    };
    if (row->elsewhere)
        return "it belongs to another server and is kept: settle it, or export it to a lane there";
    return words[row->order->state];
}

static void say_lost(const ReconcileRow *row, char out[400])
{
    snprintf(out, 400, "%s: the server has lost it, it was confirmed there as record %d%s",
             row->reference, (int)row->order->server_id,
             row->order->digested ? "; only its digest is left here, it can't be sent again" : "");
}

static void say_unsettled(const ReconcileRow *row, const char *due, char out[400])
{
    if (row->order)
        snprintf(out, 400, "%s: %s", row->reference, waiting_words(row));
    else
        snprintf(out, 400, "charge %s: nobody has said yet what became of it (%s asked for)",
                 row->intent_id, due);
}

void reconcile_sentence(const ReconcileRow *row, ReconcileKind kind, const Currency *currency,
                        char out[400])
{
    char own[32] = "", theirs[32], charged[32], due[32];
    const char *name = row->reference;
    if (row->order)
        money_print(row->order->total, currency, own);
    money_print(row->server_total, currency, theirs);
    money_print(row->charged, currency, charged);
    money_print(row->due_by_card, currency, due);
    switch (kind) {
    case RECONCILE_LOST:
        say_lost(row, out);
        return;
    case RECONCILE_CANCELLED:
        snprintf(out, 400, "%s: it was cancelled at the server, record %d", name,
                 (int)row->order->server_id);
        return;
    case RECONCILE_TWICE:
        snprintf(out, 400, "%s: the server has it %d times", name, (int)row->server_count);
        return;
    case RECONCILE_AMOUNT:
        snprintf(out, 400, "%s: the journal says %s, the server's record %d says %s", name, own,
                 (int)row->server_id, theirs);
        return;
    case RECONCILE_DRAFT:
        snprintf(out, 400, "%s: the server has %s", name,
                 row->server_state == RECONCILE_STATE_DRAFT ? "only a draft of it"
                                                            : "a draft of it beside the paid one");
        return;
    case RECONCILE_NOT_OURS:
        snprintf(out, 400, "%s: the server's order of this number is not this lane's (record %d)",
                 name, (int)row->server_id);
        return;
    case RECONCILE_UNKNOWN:
        snprintf(out, 400,
                 "%s: the server has it (record %d, %s) and this journal doesn't know it: does a "
                 "copy of the lane's folder sell?",
                 name, (int)row->server_id, theirs);
        return;
    case RECONCILE_UNSETTLED:
        say_unsettled(row, due, out);
        return;
    case RECONCILE_CHARGE_WITHOUT_ORDER:
        snprintf(out, 400, "charge %s: the terminal charged %s, and no order was paid with it",
                 row->intent_id, charged);
        return;
    case RECONCILE_ORDER_WITHOUT_CHARGE:
    case RECONCILE_CHARGE_AMOUNT:
        snprintf(out, 400, "%s: %s were to be charged by card, the terminal charged %s", name, due,
                 charged);
        return;
    case RECONCILE_KIND_COUNT:
        break;
    }
    CHECK(false);
}
