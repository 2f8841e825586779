/* A lane's journal, the server's orders and the card terminal's charges, side by side: by reference
 * and amount, each difference with a name. Pure: whoever calls has asked all three. O(n log n).
 *
 * What is compared: every paid order of the journal (a digested one without its charges), every
 * record of the server whose reference is of one of the lane's logins, every charge that the
 * terminal approved. What an attendant settled has been decided: it is no difference. */
#ifndef KIOSK_BACKOFFICE_RECONCILE_H
#define KIOSK_BACKOFFICE_RECONCILE_H

#include "journal/journal_orders.h"

typedef enum ReconcileKind {
    RECONCILE_LOST,      // the server had confirmed it and has it no more
    RECONCILE_CANCELLED, // somebody cancelled it there after it had been confirmed
    RECONCILE_TWICE,     // paid more than once at the server
    RECONCILE_AMOUNT,    // another total at the server
    RECONCILE_DRAFT,     // a draft at the server, alone or beside the paid one
    RECONCILE_NOT_OURS,  // the server's order of that number is another lane's
    RECONCILE_UNKNOWN,   // at the server with a reference of this lane, not in the journal
    RECONCILE_UNSETTLED, // an order or a charge that has no end yet
    RECONCILE_CHARGE_WITHOUT_ORDER,
    RECONCILE_ORDER_WITHOUT_CHARGE,
    RECONCILE_CHARGE_AMOUNT, // the terminal charged another amount
    RECONCILE_KIND_COUNT,
} ReconcileKind;

typedef enum ReconcileState {
    RECONCILE_STATE_DRAFT,
    RECONCILE_STATE_PAID, // done and invoiced too
    RECONCILE_STATE_CANCELLED,
    RECONCILE_STATE_OTHER,
} ReconcileState;

typedef struct ReconcileServerOrder {
    int32_t id;
    ReconcileState state;
    Money total;
    char reference[ORDER_REFERENCE_SIZE], access_token[ORDER_UUID_SIZE];
} ReconcileServerOrder;

typedef struct ReconcileCharge { // the last word of the terminal about an intent
    char intent_id[ORDER_UUID_SIZE];
    Money amount;
    char currency[4];
    bool approved;
} ReconcileCharge;

typedef struct ReconcileInput { // all borrowed
    const JournalOrders *journal;
    int64_t since_unix_ms; // orders paid and charges asked for before are left out; 0: none
    bool has_server;
    const char *origin; // of the server: orders that belong elsewhere aren't looked for there
    const ReconcileServerOrder *server;
    int32_t server_count;
    bool has_terminal;
    const ReconcileCharge *charges; // each intent once, the oldest first
    int32_t charge_count;
} ReconcileInput;

typedef struct ReconcileRow {
    char reference[ORDER_REFERENCE_SIZE]; // empty: of a charge without an order
    const JournalPaidOrder *order;        // NULL: not in the journal
    bool elsewhere;                       // it belongs to another server
    int32_t server_id, server_count;      // the record that fits best, 0: none; all but cancelled
    ReconcileState server_state;          // of that record
    Money server_total;
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

void reconcile(const ReconcileInput *input, Reconciled *out);
void reconciled_release(Reconciled *result);
bool reconcile_has(const ReconcileRow *row, ReconcileKind kind);
const char *reconcile_kind_name(ReconcileKind kind); // "lost", "twice" ...: for programs
// One difference of a row, a sentence without its amounts' currency.
void reconcile_sentence(const ReconcileRow *row, ReconcileKind kind, const Currency *currency,
                        char out[400]);

#endif
