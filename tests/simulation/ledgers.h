/* What must agree: what the customer was told, what is durable in the journal, what the server
 * holds, what the terminal charged. Each ledger is read from the outside (the durable bytes of the
 * disk, the server's records, the terminal's file), with no word from the lane about itself. The
 * first thing that does not agree is a violation; it stays. */
#ifndef KIOSK_TESTS_SIMULATION_LEDGERS_H
#define KIOSK_TESTS_SIMULATION_LEDGERS_H

#include "backoffice/model_server.h"
#include "domain/checkout.h"
#include "journal/journal_format.h"
#include "support/fake_os.h"

enum { LEDGER_ORDERS_MAX = 256, LEDGER_CHARGES_MAX = 512 };

typedef struct LedgerOrder {
    char uuid[ORDER_UUID_SIZE], token[ORDER_UUID_SIZE], reference[ORDER_REFERENCE_SIZE];
    char intent_id[ORDER_UUID_SIZE]; // of its payment; empty: nothing was to be paid
    int64_t total_minor, paid_minor;
    bool by_attendant;  // its payment is an attendant's word
    bool paid;          // a paid record is durable; else only its number is taken, by an intent
    bool told, printed; // the customer saw approved, receipt or thanks; paper
    JournalServerState server_state;
    char server_words[240];
} LedgerOrder;

typedef struct LedgerIntent {
    char id[ORDER_UUID_SIZE], order_uuid[ORDER_UUID_SIZE];
    int64_t amount_minor;
    JournalIntentOutcome outcome;
    bool settled; // an attendant ended it, with words
} LedgerIntent;

typedef struct LedgerCharge {
    char intent_id[ORDER_UUID_SIZE];
    int64_t amount_minor;
} LedgerCharge;

typedef struct Ledgers {
    FakeOs *disk;
    const ModelServer *server;
    const int32_t *closings; // of its sessions, so far
    LedgerOrder orders[LEDGER_ORDERS_MAX];
    int32_t order_count;
    LedgerIntent intents[LEDGER_CHARGES_MAX];
    int32_t intent_count;
    LedgerCharge charges[LEDGER_CHARGES_MAX];
    int32_t charge_count;
    // the open order as the journal has it
    char basket_uuid[ORDER_UUID_SIZE]; // empty: none
    int32_t basket_lines;
    char basket_intent[ORDER_UUID_SIZE]; // its last charge without an end
    // how far the disk was read
    int64_t syncs_seen, server_changes_seen, time_last_unix_ms, sequence_last;
    int32_t segment, receipts_seen;
    size_t offset, charges_offset;
    Order *scratch;
    CheckoutScreen told_screen;
    PaymentPhase told_phase;
    char told_uuid[ORDER_UUID_SIZE];
    bool lies; // the disk may lie about a sync: what is readable counts, not what is durable
    char violation[400]; // empty: all agree
} Ledgers;

void ledgers_init(Ledgers *ledgers, FakeOs *disk, const ModelServer *server,
                  const int32_t *closings);
void ledgers_release(Ledgers *ledgers);
// Reads the journal anew, after a start has mended it.
void ledgers_read_again(Ledgers *ledgers);
// What became durable or changed since the last call, and what `checkout` shows now (NULL: there is
// no power). `charging`: the intent that the terminal works on, or "".
void ledgers_check(Ledgers *ledgers, const Checkout *checkout, const char *charging);
// At the end: all is healed and quiet.
void ledgers_check_end(Ledgers *ledgers);
PRINTF_LIKE(2, 3) void ledgers_violated(Ledgers *ledgers, const char *format, ...);
const LedgerCharge *ledgers_charge(const Ledgers *ledgers, const char *intent_id);
// The journal has it as approved, as settled, or as a payment.
bool ledgers_knows_charge(const Ledgers *ledgers, const char *intent_id);
int32_t ledgers_paid_count(const Ledgers *ledgers);

#endif
