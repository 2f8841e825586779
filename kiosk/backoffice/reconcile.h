/* A lane's journal, the server's orders and the card terminal's charges, side by side: by reference
 * and amount, each difference with a name. Pure: whoever calls has asked all three. O(n log n).
 *
 * What is compared: every paid order of the journal (a digested one without its charges), every
 * record of the server whose reference is of one of the lane's logins, every charge that the
 * terminal approved. What an attendant settled has been decided: it is no difference. */
#ifndef KIOSK_BACKOFFICE_RECONCILE_H
#define KIOSK_BACKOFFICE_RECONCILE_H

#include "domain/comparison.h"
#include "domain/terminal_charge.h"
#include "journal/journal_orders.h"

typedef struct ReconcileServerOrder {
    int32_t id;
    ReconcileState state;
    Money total;
    char reference[ORDER_REFERENCE_SIZE], access_token[ORDER_UUID_SIZE];
} ReconcileServerOrder;

typedef struct ReconcileInput { // all borrowed
    const JournalOrders *journal;
    int64_t since_unix_ms; // orders paid and charges asked for before are left out; 0: none
    int64_t until_unix_ms; // and those at that time or later; 0: none
    bool has_server;
    const char *origin; // of the server: orders that belong elsewhere aren't looked for there
    const ReconcileServerOrder *server;
    int32_t server_count;
    bool has_terminal;
    const TerminalCharge *charges; // each intent once, the oldest first
    int32_t charge_count;
    // Orders and intents of the sale that is being paid at that time: they have no rows.
    const char (*under_way)[ORDER_UUID_SIZE];
    int32_t under_way_count;
} ReconcileInput;

typedef struct ReconcileRow {
    char reference[ORDER_REFERENCE_SIZE]; // empty: of a charge without an order
    const JournalPaidOrder *order;        // NULL: not in the journal
    bool elsewhere;                       // it belongs to another server
    int32_t server_id, server_count;      // the record that fits best, 0: none; all but cancelled
    ReconcileState server_state;          // of that record
    Money server_total;
    int32_t paid_count; // records that are paid, and ours
    Money paid_total;
    char intent_id[ORDER_UUID_SIZE]; // of a charge of its own row
    int32_t charge_count;            // approved ones that belong here
    Money charged, due_by_card;      // their sum; what the order's card payments are
    uint32_t differences;            // a bit for each ReconcileKind
} ReconcileRow;

typedef struct Reconciled {
    ReconcileRow *rows; // malloc'd: the journal's orders as they were paid, then the server's, then
                        // charges
    int32_t count, room;
    int32_t kinds[RECONCILE_KIND_COUNT];
    int32_t difference_count;    // rows with one
    int32_t charges_not_matched; // older than what the journal keeps whole: not compared
} Reconciled;

// A terminal goes on charging: of what it says after the journal was read, all that it said
// `before` counts, and what the journal knows of. Moved together in `after`; returns how many.
int32_t reconcile_charges_known(const JournalOrders *journal, const TerminalCharge *before,
                                int32_t before_count, TerminalCharge *after, int32_t after_count);
void reconcile(const ReconcileInput *input, Reconciled *out);
void reconciled_release(Reconciled *result);
bool reconcile_has(const ReconcileRow *row, ReconcileKind kind);
const char *reconcile_kind_name(ReconcileKind kind); // "lost", "twice" ...: for programs
// All of it as a screen needs it. The caller fills in why the server was not asked, and the
// journal's damage.
void reconciled_comparison(const Reconciled *result, bool has_terminal, Comparison *out);
// One difference of a row, a sentence without its amounts' currency.
void reconcile_sentence(const ReconcileRow *row, ReconcileKind kind, const Currency *currency,
                        char out[400]);

#endif
