/* A lane's journal, the shop server's orders and the card terminal's charges, side by side, as far
 * as an attendant is shown them. Values only: the back office compares, a screen shows. What the
 * kinds mean is in docs/reconcile.md. */
#ifndef KIOSK_DOMAIN_COMPARISON_H
#define KIOSK_DOMAIN_COMPARISON_H

#include "domain/order.h"

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

typedef enum ReconcileState { // of the server's record
    RECONCILE_STATE_DRAFT,
    RECONCILE_STATE_PAID, // done and invoiced too
    RECONCILE_STATE_CANCELLED,
    RECONCILE_STATE_OTHER,
} ReconcileState;

typedef enum ComparisonPeriod { // the shop's days
    COMPARISON_TODAY,
    COMPARISON_WEEK, // today and the six days before
    COMPARISON_ALL,  // all that the journal keeps
    COMPARISON_PERIOD_COUNT,
} ComparisonPeriod;

enum {
    COMPARED_DIFFERENCES_MAX = 200, // rows that are shown; all are counted
    COMPARED_AGREEING_MAX = 60,
};

typedef enum ComparedOrder { // what the journal says of it
    COMPARED_NOT_THERE,
    COMPARED_WAITING,
    COMPARED_DRAFTED,
    COMPARED_REFUSED,
    COMPARED_CONFIRMED,
    COMPARED_SETTLED,
} ComparedOrder;

typedef struct ComparedRow {
    char reference[ORDER_REFERENCE_SIZE]; // empty: of a charge without an order
    char uuid[ORDER_UUID_SIZE];           // of the journal's order
    ComparedOrder order;
    bool digested;  // only its digest is left
    bool elsewhere; // it belongs to another server
    Money total;
    int32_t confirmed_id;            // the server's record when it was confirmed, 0: none
    int32_t server_id, server_count; // the record that fits best, 0: none; all but cancelled
    ReconcileState server_state;
    Money server_total;
    char intent_id[ORDER_UUID_SIZE]; // of a charge of its own row
    int32_t charge_count;
    Money charged, due_by_card;
    uint32_t differences; // a bit for each ReconcileKind
} ComparedRow;

typedef struct ComparedSum {
    int32_t count;
    Money amount;
} ComparedSum;

typedef enum ComparedServer {
    COMPARED_SERVER_ASKED,
    COMPARED_SERVER_NOTHING,   // nothing was sold that it could have
    COMPARED_SERVER_UNREACHED, // words
    COMPARED_SERVER_REFUSED,   // words: the server's
} ComparedServer;

typedef struct Comparison {
    ComparedServer server;
    char server_words[240];
    bool has_terminal; // false: it keeps no list of its charges
    // Paid orders of this server that nobody settled; of those, what the server has as paid, and
    // other orders with this lane's numbers there. Approved charges, and what the orders say was
    // paid by card.
    ComparedSum lane, at_server, charges, by_card;
    int32_t kinds[RECONCILE_KIND_COUNT];
    int32_t difference_count, agreeing_count; // rows, all of them
    int32_t charges_not_matched;              // older than what was compared
    char journal_break[160];                  // the first record that is not as written; empty
    int32_t row_count; // differences first, the oldest first; then those that agree, newest first
    ComparedRow rows[COMPARED_DIFFERENCES_MAX + COMPARED_AGREEING_MAX];
} Comparison;

#endif
