// kiosk-journal reconcile: journal, server and terminal side by side; what differs, each in a
// sentence.
#include "kiosk_journal_reconcile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "devices/card_terminal.h"
#include "journal/journal_send_again.h"
#include "journal_json.h"

typedef struct Reconciling {
    Tool *tool;
    int64_t since_unix_ms;
    bool has_config;
    Config config;
    char origin[200];
    JournalOrders journal;
    TerminalCharges charges;
    ReconcileServer server;
    ReconcileListing listing;
    Reconciled result;
    int32_t sent_again;
} Reconciling;

static Currency currency_of(const Reconciling *reconciling, const ReconcileRow *row)
{
    const JournalOrders *journal = &reconciling->journal;
    if (row->order)
        return row->order->currency;
    return journal->count > 0 ? journal->items[journal->count - 1].currency
                              : (Currency){.code = "", .decimals = 2};
}

/* --- asking --- */

static bool load_config(Reconciling *reconciling, Error *error)
{
    Config *config = &reconciling->config;
    const char *path = reconciling->tool->config;
    reconciling->has_config = path != NULL;
    if (!path)
        return true;
    if (!config_load(path, config, error))
        return false;
    snprintf(reconciling->origin, sizeof reconciling->origin, "%.100s %.90s", config->server.url,
             config->server.database);
    return true;
}

static bool read_journal(Reconciling *reconciling, Error *error)
{
    const Tool *tool = reconciling->tool;
    journal_orders_release(&reconciling->journal);
    return journal_orders_read(&tool->os, tool->directory, &reconciling->journal, error);
}

static bool has_orders(const Reconciling *reconciling)
{
    return reconciling->has_config && reconciling->journal.count > 0;
}

// Without a configuration: as the demo terminal.
static bool read_charges(const Reconciling *reconciling, TerminalCharges *out, Error *error)
{
    const char *kind =
        reconciling->has_config ? reconciling->config.devices.terminal : "demo:approve";
    return card_terminal_charges(&reconciling->tool->os, kind, reconciling->tool->directory, out,
                                 error);
}

static bool read_charges_again(Reconciling *reconciling, Error *error)
{
    TerminalCharges *before = &reconciling->charges, now;
    if (!read_charges(reconciling, &now, error))
        return false;
    now.count = reconcile_charges_known(&reconciling->journal, before->items, before->count,
                                        now.items, now.count);
    card_terminal_charges_release(before);
    *before = now;
    return true;
}

// A kiosk may be selling meanwhile: what the server has is in a journal that is read after it, and
// what the journal knows of was charged before the terminal is read again.
static bool ask_all(Reconciling *reconciling, Error *error)
{
    ReconcileListing *listing = &reconciling->listing;
    if (!read_journal(reconciling, error) ||
        !read_charges(reconciling, &reconciling->charges, error))
        return false;
    if (has_orders(reconciling) &&
        !(reconcile_server_open(&reconciling->config, &reconciling->server, error) &&
          reconcile_listing_begin(listing, &reconciling->journal, reconciling->origin,
                                  reconciling->since_unix_ms, error) &&
          reconcile_server_list(&reconciling->server, listing, error)))
        return false;
    return read_journal(reconciling, error) && read_charges_again(reconciling, error);
}

static void compare(Reconciling *reconciling)
{
    ReconcileInput input = {.journal = &reconciling->journal,
                            .since_unix_ms = reconciling->since_unix_ms,
                            .has_server = has_orders(reconciling),
                            .origin = reconciling->origin,
                            .server = reconciling->listing.items,
                            .server_count = reconciling->listing.count,
                            .has_terminal = reconciling->charges.has_list,
                            .charges = reconciling->charges.items,
                            .charge_count = reconciling->charges.count};
    reconciled_release(&reconciling->result);
    reconcile(&input, &reconciling->result);
}

static bool look_again(Reconciling *reconciling, Error *error)
{
    if (!reconcile_listing_look_again(&reconciling->listing, &reconciling->result))
        return true;
    if (!reconcile_server_list(&reconciling->server, &reconciling->listing, error))
        return false;
    compare(reconciling);
    return true;
}

static bool send_again(Reconciling *reconciling, Error *error)
{
    const Reconciled *result = &reconciling->result;
    const Tool *tool = reconciling->tool;
    const char **uuids = calloc((size_t)result->kinds[RECONCILE_LOST] + 1, sizeof *uuids);
    int32_t count = 0;
    CHECK(uuids != NULL);
    for (int32_t i = 0; i < result->count; i++)
        if (reconcile_has(&result->rows[i], RECONCILE_LOST))
            uuids[count++] = result->rows[i].order->uuid;
    bool ok = count == 0 || journal_send_again(&tool->os, tool->directory, reconciling->origin,
                                               uuids, count, &reconciling->sent_again, error);
    free(uuids);
    return ok;
}

/* --- printing --- */

static const char *journal_state(const ReconcileRow *row)
{
    return row->order ? journal_server_state_name(row->order->state) : "";
}

static const char *server_state(const ReconcileRow *row)
{
    static const char *const names[] = {
        [RECONCILE_STATE_DRAFT] = "draft",
        [RECONCILE_STATE_PAID] = "paid",
        [RECONCILE_STATE_CANCELLED] = "cancelled",
        [RECONCILE_STATE_OTHER] = "other",
    };
    return row->server_id != 0 ? names[row->server_state] : "";
}

typedef struct Amounts {
    char own[32], server[32], charged[32];
} Amounts;

static Amounts amounts_of(const ReconcileRow *row, const Currency *currency)
{
    Amounts amounts = {0};
    if (row->order)
        money_print(row->order->total, currency, amounts.own);
    if (row->server_id != 0)
        money_print(row->server_total, currency, amounts.server);
    if (row->charge_count > 0)
        money_print(row->charged, currency, amounts.charged);
    return amounts;
}

static void print_row(const ReconcileRow *row, const Currency *currency)
{
    Amounts amounts = amounts_of(row, currency);
    printf("%c %-36s  %-9s %10s  %-9s %10s  %10s %s\n", row->differences ? '*' : ' ',
           row->reference[0] ? row->reference : row->intent_id, journal_state(row), amounts.own,
           row->elsewhere ? "elsewhere" : server_state(row), amounts.server, amounts.charged,
           currency->code);
}

static void print_row_json(const ReconcileRow *row, const Currency *currency)
{
    Amounts amounts = amounts_of(row, currency);
    json_t *differences = json_array();
    char words[400];
    for (int32_t kind = 0; kind < RECONCILE_KIND_COUNT; kind++)
        if (reconcile_has(row, (ReconcileKind)kind)) {
            reconcile_sentence(row, (ReconcileKind)kind, currency, words);
            json_array_append_new(differences, json_pack("{s:s, s:s}", "kind",
                                                         reconcile_kind_name((ReconcileKind)kind),
                                                         "words", words));
        }
    json_t *object = json_pack(
        "{s:s, s:s, s:s, s:s, s:s, s:b, s:i, s:i, s:s, s:s, s:s, s:s, s:o}", "reference",
        row->reference, "uuid", row->order ? row->order->uuid : "", "state", journal_state(row),
        "total", amounts.own, "currency", currency->code, "elsewhere", (int)row->elsewhere,
        "server_id", (int)row->server_id, "server_count", (int)row->server_count, "server_state",
        server_state(row), "server_total", amounts.server, "intent_id", row->intent_id, "charged",
        amounts.charged, "differences", differences);
    tool_print_json(object);
    json_decref(object);
}

static void print_sentences(const Reconciling *reconciling)
{
    char words[400];
    for (int32_t i = 0; i < reconciling->result.count; i++) {
        const ReconcileRow *row = &reconciling->result.rows[i];
        Currency currency = currency_of(reconciling, row);
        for (int32_t kind = 0; kind < RECONCILE_KIND_COUNT; kind++)
            if (reconcile_has(row, (ReconcileKind)kind)) {
                reconcile_sentence(row, (ReconcileKind)kind, &currency, words);
                printf("%s\n", words);
            }
    }
}

static void print_sum(const Reconciling *reconciling)
{
    const Reconciled *result = &reconciling->result;
    bool asked = has_orders(reconciling);
    printf("%d row(s), %d differ(s)", (int)result->count, (int)result->difference_count);
    if (asked)
        printf("; the server '%s' was asked\n", reconciling->origin);
    else if (reconciling->has_config)
        printf("; the server was not asked: the journal has no orders\n");
    else
        printf("; the server was not asked: give --config\n");
    if (!reconciling->charges.has_list)
        printf("there is no memory of a card terminal in the folder: no charge was compared\n");
    if (result->charges_not_matched > 0)
        printf("%d charge(s) are older than what was compared\n", (int)result->charges_not_matched);
    if (reconciling->sent_again > 0)
        printf("%d order(s) wait to be sent again: the next start of the kiosk sends them\n",
               (int)reconciling->sent_again);
    else if (result->kinds[RECONCILE_LOST] > 0)
        printf("the server has lost %d confirmed order(s): was it restored from a backup? With the "
               "kiosk stopped, --send-again sends them again\n",
               (int)result->kinds[RECONCILE_LOST]);
}

static void print_sum_json(const Reconciling *reconciling)
{
    const Reconciled *result = &reconciling->result;
    json_t *kinds = json_object();
    for (int32_t kind = 0; kind < RECONCILE_KIND_COUNT; kind++)
        json_object_set_new(kinds, reconcile_kind_name((ReconcileKind)kind),
                            json_integer(result->kinds[kind]));
    json_t *sum =
        json_pack("{s:i, s:i, s:b, s:b, s:i, s:i, s:o}", "rows", (int)result->count, "differ",
                  (int)result->difference_count, "server_asked", (int)has_orders(reconciling),
                  "terminal_found", (int)reconciling->charges.has_list, "charges_not_matched",
                  (int)result->charges_not_matched, "sent_again", (int)reconciling->sent_again,
                  "kinds", kinds);
    tool_print_json(sum);
    json_decref(sum);
}

static void print_all(const Reconciling *reconciling)
{
    bool json = reconciling->tool->json;
    if (!json)
        printf("  %-36s  %-20s  %-20s  %10s\n", "order or charge", "journal", "server", "card");
    for (int32_t i = 0; i < reconciling->result.count; i++) {
        const ReconcileRow *row = &reconciling->result.rows[i];
        Currency currency = currency_of(reconciling, row);
        (json ? print_row_json : print_row)(row, &currency);
    }
    if (!json)
        print_sentences(reconciling);
    (json ? print_sum_json : print_sum)(reconciling);
}

static bool run(Reconciling *reconciling, Error *error)
{
    const Tool *tool = reconciling->tool;
    if (tool->since && !tool_read_date(tool->since, &reconciling->since_unix_ms, error))
        return false;
    if (tool->send_again && !tool->config)
        return error_set(error, ERROR_INVALID,
                         "--send-again needs --config: the server has to be asked what it has");
    if (!load_config(reconciling, error) || !ask_all(reconciling, error))
        return false;
    compare(reconciling);
    if (has_orders(reconciling) && !look_again(reconciling, error))
        return false;
    bool ok = !tool->send_again || send_again(reconciling, error);
    print_all(reconciling);
    const JournalOrders *journal = &reconciling->journal;
    if (ok && journal->break_count > 0)
        ok = error_set(error, ERROR_CORRUPT,
                       "compared what can be read, but the journal is not as it was written: %s",
                       journal->first_break);
    return ok;
}

int32_t tool_reconcile(Tool *tool, Error *error)
{
    Reconciling *reconciling = calloc(1, sizeof *reconciling);
    CHECK(reconciling != NULL);
    reconciling->tool = tool;
    bool ok = run(reconciling, error);
    int32_t differ = reconciling->result.difference_count;
    if (ok && differ > 0)
        ok = error_set(error, ERROR_INVALID, "%d row(s) differ", (int)differ);
    reconcile_server_close(&reconciling->server);
    card_terminal_charges_release(&reconciling->charges);
    reconcile_listing_release(&reconciling->listing);
    reconciled_release(&reconciling->result);
    journal_orders_release(&reconciling->journal);
    free(reconciling);
    return ok ? 0 : 1;
}
