#include "backoffice/reconcile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Login {
    int32_t session_id, login_number;
} Login;

typedef struct Comparing {
    const ReconcileInput *input;
    Reconciled *out;
    const ReconcileServerOrder **server; // by reference, then id
    bool *server_used;                   // by position in that
    const TerminalCharge **charges;      // by intent
    int32_t *row_of;                     // of each order of the journal, -1: it has none
    Login *logins;                       // sorted
    int32_t login_count;
} Comparing;

static void *make_array(int32_t count, size_t size)
{
    void *items = calloc((size_t)count + 1, size);
    CHECK(items != NULL);
    return items;
}

bool reconcile_has(const ReconcileRow *row, ReconcileKind kind)
{
    return (row->differences & (1u << kind)) != 0;
}

static void differs(ReconcileRow *row, ReconcileKind kind)
{
    row->differences |= 1u << kind;
}

static ReconcileRow *add_row(Reconciled *out, const char *reference)
{
    if (out->count == out->room) {
        out->room = out->room ? out->room * 2 : 256;
        out->rows = realloc(out->rows, (size_t)out->room * sizeof *out->rows);
        CHECK(out->rows != NULL);
    }
    ReconcileRow *row = &out->rows[out->count++];
    *row = (ReconcileRow){0};
    snprintf(row->reference, sizeof row->reference, "%s", reference);
    return row;
}

/* --- sorted, to be found --- */

static int by_reference(const void *a, const void *b)
{
    const ReconcileServerOrder *left = *(const ReconcileServerOrder *const *)a;
    const ReconcileServerOrder *right = *(const ReconcileServerOrder *const *)b;
    int order = strcmp(left->reference, right->reference);
    return order ? order : (left->id > right->id) - (left->id < right->id);
}

static int by_intent(const void *a, const void *b)
{
    const TerminalCharge *left = *(const TerminalCharge *const *)a;
    const TerminalCharge *right = *(const TerminalCharge *const *)b;
    return strcmp(left->intent_id, right->intent_id);
}

static int by_login(const void *a, const void *b)
{
    const Login *left = a, *right = b;
    if (left->session_id != right->session_id)
        return left->session_id < right->session_id ? -1 : 1;
    return (left->login_number > right->login_number) - (left->login_number < right->login_number);
}

static void sort_all(Comparing *comparing)
{
    const ReconcileInput *input = comparing->input;
    for (int32_t i = 0; i < input->server_count; i++)
        comparing->server[i] = &input->server[i];
    for (int32_t i = 0; i < input->charge_count; i++)
        comparing->charges[i] = &input->charges[i];
    for (int32_t i = 0; i < input->journal->session_count; i++) {
        const JournalSession *session = &input->journal->sessions[i];
        if (!input->has_server || strcmp(session->origin, input->origin) == 0)
            comparing->logins[comparing->login_count++] =
                (Login){session->session_id, session->login_number};
    }
    qsort(comparing->server, (size_t)input->server_count, sizeof *comparing->server, by_reference);
    qsort(comparing->charges, (size_t)input->charge_count, sizeof *comparing->charges, by_intent);
    qsort(comparing->logins, (size_t)comparing->login_count, sizeof *comparing->logins, by_login);
}

// The first record of a reference, or where it would be.
static int32_t find_server(const Comparing *comparing, const char *reference)
{
    int32_t low = 0, high = comparing->input->server_count;
    while (low < high) {
        int32_t middle = low + (high - low) / 2;
        if (strcmp(comparing->server[middle]->reference, reference) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static const TerminalCharge *find_charge(const Comparing *comparing, const char *intent_id)
{
    TerminalCharge wanted;
    const TerminalCharge *key = &wanted;
    snprintf(wanted.intent_id, sizeof wanted.intent_id, "%s", intent_id);
    const TerminalCharge **found =
        bsearch(&key, comparing->charges, (size_t)comparing->input->charge_count,
                sizeof *comparing->charges, by_intent);
    return found ? *found : NULL;
}

// A few at most.
static bool is_under_way(const ReconcileInput *input, const char *id)
{
    for (int32_t i = 0; i < input->under_way_count; i++)
        if (id[0] && strcmp(input->under_way[i], id) == 0)
            return true;
    return false;
}

static bool is_in_time(const ReconcileInput *input, int64_t unix_ms)
{
    return unix_ms >= input->since_unix_ms &&
           (input->until_unix_ms == 0 || unix_ms < input->until_unix_ms);
}

static void add_paid(ReconcileRow *row, Money amount)
{
    row->paid_count++;
    (void)!money_add(row->paid_total, amount, &row->paid_total);
}

/* --- the journal's orders --- */

static bool has_ended(const JournalPaidOrder *order)
{
    return order->state == JOURNAL_SERVER_CONFIRMED || order->state == JOURNAL_SERVER_SETTLED;
}

static void note_record(ReconcileRow *row, const ReconcileServerOrder *record)
{
    row->server_id = record->id;
    row->server_state = record->state;
    row->server_total = record->total;
}

static void judge(ReconcileRow *row, int32_t paid, int32_t drafts, int32_t strange, bool cancelled)
{
    const JournalPaidOrder *order = row->order;
    bool settled = order->state == JOURNAL_SERVER_SETTLED;
    if (settled)
        return;
    if (strange > 0)
        differs(row, RECONCILE_NOT_OURS);
    if (paid > 1)
        differs(row, RECONCILE_TWICE);
    if (drafts > 0)
        differs(row, RECONCILE_DRAFT);
    if (paid > 0 && row->server_total.minor != order->total.minor)
        differs(row, RECONCILE_AMOUNT);
    if (paid + drafts + strange == 0 && order->state == JOURNAL_SERVER_CONFIRMED)
        differs(row, cancelled ? RECONCILE_CANCELLED : RECONCILE_LOST);
}

static void compare_server(Comparing *comparing, ReconcileRow *row)
{
    const ReconcileInput *input = comparing->input;
    const JournalPaidOrder *order = row->order;
    int32_t paid = 0, drafts = 0, strange = 0;
    bool cancelled = false;
    for (int32_t i = find_server(comparing, order->reference);
         i < input->server_count && strcmp(comparing->server[i]->reference, order->reference) == 0;
         i++) {
        const ReconcileServerOrder *record = comparing->server[i];
        comparing->server_used[i] = true;
        if (record->state == RECONCILE_STATE_CANCELLED) { // else a draft of it that was removed
            cancelled = cancelled || record->id == order->server_id;
            continue;
        }
        row->server_count++;
        bool ours =
            !order->access_token[0] || strcmp(record->access_token, order->access_token) == 0;
        bool is_paid = record->state == RECONCILE_STATE_PAID;
        if (row->server_id == 0 || (ours && is_paid && paid == 0))
            note_record(row, record);
        if (ours && is_paid)
            add_paid(row, record->total);
        paid += ours && is_paid;
        drafts += ours && record->state == RECONCILE_STATE_DRAFT;
        strange += !ours || record->state == RECONCILE_STATE_OTHER;
    }
    judge(row, paid, drafts, strange, cancelled);
}

static void compare_orders(Comparing *comparing)
{
    const ReconcileInput *input = comparing->input;
    for (int32_t i = 0; i < input->journal->count; i++) {
        const JournalPaidOrder *order = &input->journal->items[i];
        comparing->row_of[i] = -1;
        if (!is_in_time(input, order->paid_unix_ms) || is_under_way(input, order->uuid))
            continue;
        comparing->row_of[i] = comparing->out->count;
        ReconcileRow *row = add_row(comparing->out, order->reference);
        const char *origin = journal_orders_origin(input->journal, order);
        row->order = order;
        row->elsewhere = input->has_server && origin[0] && strcmp(origin, input->origin) != 0;
        if (!has_ended(order))
            differs(row, RECONCILE_UNSETTLED);
        if (input->has_server && !row->elsewhere)
            compare_server(comparing, row);
    }
}

/* --- what else the server has --- */

static bool is_of_lane(const Comparing *comparing, const char *reference)
{
    Login login;
    int end = 0;
    if (sscanf(reference, "Order %9d-%9d-%*9[0-9]%n", &login.session_id, &login.login_number,
               &end) != 2 ||
        end == 0 || reference[end] != 0)
        return false;
    return bsearch(&login, comparing->logins, (size_t)comparing->login_count, sizeof login,
                   by_login) != NULL;
}

static void add_unknown(Comparing *comparing)
{
    const ReconcileInput *input = comparing->input;
    ReconcileRow *row = NULL;
    for (int32_t i = 0; i < input->server_count; i++) {
        const ReconcileServerOrder *record = comparing->server[i];
        const JournalPaidOrder *known =
            journal_orders_find_reference(input->journal, record->reference);
        if (comparing->server_used[i] || record->state == RECONCILE_STATE_CANCELLED || known ||
            !is_of_lane(comparing, record->reference))
            continue;
        if (!row || strcmp(row->reference, record->reference) != 0) {
            row = add_row(comparing->out, record->reference);
            note_record(row, record);
            differs(row, RECONCILE_UNKNOWN);
        } else
            differs(row, RECONCILE_TWICE);
        if (record->state == RECONCILE_STATE_PAID)
            add_paid(row, record->total);
        row->server_count++;
    }
}

/* --- charges --- */

static bool is_open(const JournalOrderCharge *charge)
{
    return charge->outcome == JOURNAL_INTENT_OPEN || charge->outcome == JOURNAL_INTENT_APPROVED ||
           charge->outcome == JOURNAL_INTENT_UNKNOWN;
}

static void add_charge(ReconcileRow *row, Money amount)
{
    row->charge_count++;
    if (!money_add(row->charged, amount, &row->charged))
        differs(row, RECONCILE_CHARGE_AMOUNT);
}

// A card payment of an order of the journal.
static void compare_payment(const Comparing *comparing, const JournalOrderCharge *payment)
{
    int32_t at = comparing->row_of[payment->order];
    if (at < 0 || payment->by_attendant)
        return;
    ReconcileRow *row = &comparing->out->rows[at];
    (void)!money_add(row->due_by_card, payment->amount, &row->due_by_card);
    const TerminalCharge *charge = find_charge(comparing, payment->intent_id);
    if (!charge || !charge->approved) {
        differs(row, RECONCILE_ORDER_WITHOUT_CHARGE);
        return;
    }
    add_charge(row, charge->amount);
    if (charge->amount.minor != payment->amount.minor)
        differs(row, RECONCILE_CHARGE_AMOUNT);
}

static void add_charge_row(Comparing *comparing, const char *intent_id,
                           const TerminalCharge *charge, Money due, bool open)
{
    ReconcileRow *row = add_row(comparing->out, "");
    snprintf(row->intent_id, sizeof row->intent_id, "%s", intent_id);
    row->due_by_card = due;
    if (charge) {
        add_charge(row, charge->amount);
        differs(row, RECONCILE_CHARGE_WITHOUT_ORDER);
    }
    if (open)
        differs(row, RECONCILE_UNSETTLED);
}

// An intent that became no payment.
static void compare_intent(Comparing *comparing, const JournalOrderCharge *intent)
{
    if (intent->outcome == JOURNAL_INTENT_SETTLED ||
        !is_in_time(comparing->input, intent->asked_unix_ms) ||
        is_under_way(comparing->input, intent->intent_id))
        return;
    const TerminalCharge *charge = find_charge(comparing, intent->intent_id);
    bool charged = charge && charge->approved;
    if (charged || is_open(intent))
        add_charge_row(comparing, intent->intent_id, charged ? charge : NULL, intent->amount,
                       is_open(intent));
}

static const JournalOrderCharge *find_intent(const JournalOrders *journal, const char *intent_id)
{
    uint64_t tag = journal_index_tag(intent_id);
    int32_t cursor = 0, i;
    while ((i = journal_index_next(&journal->by_intent, tag, &cursor)) >= 0)
        if (strcmp(journal->charges[i].intent_id, intent_id) == 0)
            return &journal->charges[i];
    return NULL;
}

// The terminal tells no times: what it charged before the first intent that the journal still has
// may be of an order of which only a digest stays, or of a day that is left out.
static void compare_unknown_charges(Comparing *comparing)
{
    const ReconcileInput *input = comparing->input;
    bool older = input->since_unix_ms > 0;
    for (int32_t i = 0; !older && i < input->journal->count; i++)
        older = input->journal->items[i].digested;
    for (int32_t i = 0; i < input->charge_count; i++) {
        const TerminalCharge *charge = &input->charges[i];
        const JournalOrderCharge *known = find_intent(input->journal, charge->intent_id);
        if (known)
            older = older && known->asked_unix_ms < input->since_unix_ms;
        else if (charge->approved && is_under_way(input, charge->intent_id))
            continue;
        else if (charge->approved && older)
            comparing->out->charges_not_matched++;
        else if (charge->approved)
            add_charge_row(comparing, charge->intent_id, charge, (Money){0}, false);
    }
}

static void compare_charges(Comparing *comparing)
{
    const JournalOrders *journal = comparing->input->journal;
    for (int32_t i = 0; i < journal->charge_count; i++)
        if (journal->charges[i].order >= 0 && comparing->input->has_terminal)
            compare_payment(comparing, &journal->charges[i]);
    for (int32_t i = 0; i < journal->charge_count; i++)
        if (journal->charges[i].order < 0)
            compare_intent(comparing, &journal->charges[i]);
    if (comparing->input->has_terminal)
        compare_unknown_charges(comparing);
}

void reconcile(const ReconcileInput *input, Reconciled *out)
{
    *out = (Reconciled){0};
    Comparing comparing = {.input = input, .out = out};
    comparing.server = make_array(input->server_count, sizeof *comparing.server);
    comparing.server_used = make_array(input->server_count, sizeof *comparing.server_used);
    comparing.charges = make_array(input->charge_count, sizeof *comparing.charges);
    comparing.row_of = make_array(input->journal->count, sizeof *comparing.row_of);
    comparing.logins = make_array(input->journal->session_count, sizeof *comparing.logins);
    sort_all(&comparing);
    compare_orders(&comparing);
    if (input->has_server)
        add_unknown(&comparing);
    compare_charges(&comparing);
    for (int32_t i = 0; i < out->count; i++) {
        out->difference_count += out->rows[i].differences != 0;
        for (int32_t kind = 0; kind < RECONCILE_KIND_COUNT; kind++)
            out->kinds[kind] += reconcile_has(&out->rows[i], (ReconcileKind)kind);
    }
    free(comparing.server);
    free(comparing.server_used);
    free(comparing.charges);
    free(comparing.row_of);
    free(comparing.logins);
}

void reconciled_release(Reconciled *result)
{
    free(result->rows);
    *result = (Reconciled){0};
}
