/* The card terminal as the lane sees it: asked to charge an intent, asked again by the intent's id,
 * asked to cancel. It answers with events, from a thread of its own; the main thread never waits
 * for it. One charge at a time.
 *
 * The demo terminal is for the demo and for tests and keeps the same contract as a real one: it
 * appends each charge to `demo-terminal.jsonl` in the data folder and syncs it before it answers,
 * so that it can be asked after a crash.
 *
 *     demo:approve  approves everything
 *     demo:cents    by the last two digits of the amount: 91 declined, 92 no answer, 93 answers
 *                   late, 94 charged but the answer is lost, 95 a cancel comes too late: it is
 *                   charged all the same; else approved */
#ifndef KIOSK_DEVICES_CARD_TERMINAL_H
#define KIOSK_DEVICES_CARD_TERMINAL_H

#include "base/bounded_queue.h"
#include "domain/order.h"
#include "domain/terminal_charge.h"
#include "os/os.h"

typedef enum TerminalEventKind {
    TERMINAL_STARTED, // it took the request
    TERMINAL_WAITING, // for a card
    TERMINAL_PIN,
    TERMINAL_CHECKING,    // the bank is asked
    TERMINAL_APPROVED,    // charged
    TERMINAL_DECLINED,    // not charged
    TERMINAL_LOST,        // no answer in time: nobody knows yet
    TERMINAL_NEVER_HEARD, // it was asked and knows nothing of this intent: not charged
    TERMINAL_STATE,       // it came or went: `ready`, words
} TerminalEventKind;

typedef struct TerminalEvent {
    TerminalEventKind kind;
    char intent_id[ORDER_UUID_SIZE];
    char transaction[64]; // the terminal's number of it; never a card number
    char card_type[24];
    char words[160];
    bool ready;
} TerminalEvent;

typedef struct CardTerminal CardTerminal;

// `kind`: "demo:approve" or "demo:cents". Events (TerminalEvent) go to `events`.
MUST_USE bool card_terminal_start(const Os *os, const char *kind, const char *data_directory,
                                  BoundedQueue *events, CardTerminal **out, Error *error);
// The same without its thread: the owner turns it.
MUST_USE bool card_terminal_create(const Os *os, const char *kind, const char *data_directory,
                                   BoundedQueue *events, CardTerminal **out, Error *error);
void card_terminal_turn(CardTerminal *terminal); // takes what waits, does what is due
// When a turn is due though nothing was asked (monotonic), INT64_MAX: never.
int64_t card_terminal_due_ms(const CardTerminal *terminal);
// The intent that it is charging now, or "".
const char *card_terminal_charging(const CardTerminal *terminal);
void card_terminal_stop(CardTerminal *terminal); // accepts NULL, and one without a thread

// False: it is busy with a charge or the queue is full.
MUST_USE bool card_terminal_charge(CardTerminal *terminal, const char *intent_id, Money amount,
                                   const char *currency);
MUST_USE bool card_terminal_ask(CardTerminal *terminal, const char *intent_id);
MUST_USE bool card_terminal_cancel(CardTerminal *terminal, const char *intent_id);

// All charges that a terminal of that kind remembers, each intent once, the oldest first. Reads
// beside a terminal that charges. ERROR_IO: its list can't be read.
typedef struct TerminalCharges {
    bool has_list;         // false: it keeps none, or none yet
    TerminalCharge *items; // malloc'd
    int32_t count;
} TerminalCharges;
MUST_USE bool card_terminal_charges(const Os *os, const char *kind, const char *data_directory,
                                    TerminalCharges *out, Error *error);
void card_terminal_charges_release(TerminalCharges *charges); // accepts a zeroed one

#endif
