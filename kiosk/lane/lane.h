/* The lane without its screen: everything between the answers of threads and the checkout, the
 * journal, the devices and the back office. One owner turns it; nothing in here draws, waits or
 * knows a window, and the machine, the network and the devices come from outside. So the program
 * turns it between two frames, and a test turns the very same lane by hand, with its journal, sync,
 * terminal and printer, on a machine that breaks. The files of this room:
 *
 *  - lane_start: from the journal to a lane that sells, and its end
 *  - lane_turn: one turn: answers, timers, steps and their effects, records, orders
 *  - lane_inbox: answers of threads -> checkout events
 *  - lane_effects: effects of a step -> threads
 *  - lane_records: what goes to the journal, in order
 *  - lane_orders: orders not yet confirmed
 *  - lane_review: the one that an attendant looks at, its repairs, its end
 *  - lane_charges: card charges without an order
 *  - lane_day: the day is closed, and rescue sessions
 *  - lane_slip: the closed day on paper
 *  - lane_device: the machine that the folder is on
 *  - lane_lost: confirmed orders that the server has lost
 *  - lane_compare: journal, server and card terminal side by side, with comparison_worker
 *  - lane_stick: the attendant's USB stick; stick_worker and stick_look are its thread's
 *  - lane_stick_take: orders of an export on it
 *  - lane_metrics: the lane in figures
 *  - lane_host: what a lane asks of its host when nobody is there
 *  - lane_upkeep: what is old is removed from the journal
 *  - lane_shop: the catalogue in use, swapped between customers
 *
 * A life of a lane: lane_init, journal_recover, lane_open (a first picture may be shown),
 * lane_begin (the threads are there), lane_turn again and again, lane_stop. */
#ifndef KIOSK_LANE_LANE_H
#define KIOSK_LANE_LANE_H

#include "backoffice/sync_thread.h"
#include "devices/card_terminal.h"
#include "devices/receipt_printer.h"
#include "devices/receipt_text.h"
#include "devices/weighing_scale.h"
#include "domain/checkout.h"
#include "journal/journal.h"
#include "lane/comparison_worker.h"
#include "lane/shop_time.h"
#include "lane/stick_worker.h"
#include "os/os_machine.h"

enum {
    LANE_EVENTS_MAX = 256, // checkout events that wait for their step
    LANE_RECORDS_MAX = 64, // journal records that wait for room in the writer's queue
    LANE_INTENTS_MAX = 32, // the last ones, should the terminal speak of them once more
    LANE_PATH_MAX = 900,
};

// What the lane asks of whoever has it, on the turning thread. All are there.
typedef struct LaneHost {
    void *context;
    // Is it an attendant's? Answered later by EVENT_SIGNED_IN or EVENT_SIGN_IN_FAILED; false: the
    // question was not taken.
    bool (*verify)(void *context, const char *secret, bool is_badge);
    void (*customer_gone)(void *context); // the next customer finds everything as new
    void (*catalogue_changed)(void *context, const Catalogue *catalogue);
    void (*picture_came)(void *context, bool is_category, int32_t id);
    void (*keep_key)(void *context, const char *manager); // it came openly, and stays
} LaneHost;

// For a lane without a screen: only attendants are asked about.
LaneHost lane_host_alone(void *context,
                         bool (*verify)(void *context, const char *secret, bool is_badge));

typedef struct LaneSetup { // copied
    const Os *os;
    LaneHost host;
    CheckoutSettings settings;
    const char *name, *language, *origin, *timezone;
    const char *data_directory; // shorter than LANE_PATH_MAX
    int32_t keep_days;          // of confirmed orders in the journal; 0: for ever
    const char *machine;        // os_machine_name; empty: nothing names this machine
    const char *sticks;         // where USB sticks are mounted; NULL or empty: none is offered
} LaneSetup;

// Who works for the lane. With `by_hand` nobody has a thread: the owner turns lane->journal,
// lane->sync, lane->terminal, lane->printer, lane->comparer and lane->stick.worker too.
typedef struct LaneWorkers {
    bool by_hand;
    void (*bell)(void *bell_context); // an answer is there; may be NULL by hand
    void *bell_context;
    const char *printer, *terminal, *scale; // their kinds
    const HttpTransport *transport;
    const SyncConfig *sync;
} LaneWorkers;

typedef struct LaneImage { // of the catalogue, mapped (catalogue_file_open)
    bool found;            // false: `error` says why
    Bytes block;
    Catalogue catalogue;
    char words[240]; // to be logged
    Error error;
} LaneImage;

typedef struct LaneOrder { // paid, not confirmed
    char uuid[ORDER_UUID_SIZE];
    char reference[ORDER_REFERENCE_SIZE];
    Money total;
    int64_t paid_unix_ms;
    bool refused;   // set aside: needs a person
    bool elsewhere; // it belongs to another server: kept, and never sent from here
    char words[240];
    uint8_t *snapshot; // bytes as journalled; owned
    size_t snapshot_bytes;
    OrderRepairs repairs;  // those that are on disk
    OrderRepair saving;    // one on its way there
    int64_t saving_ticket; // 0: none is
    bool resend;           // when it is there
    bool sent;             // the sync thread has it
    bool imported;         // in this life: the sync thread takes it with what follows
    JournalServerState state;
    int32_t server_id;
} LaneOrder;

typedef struct LaneIntent { // a charge that the terminal was asked for
    JournalIntent intent;
    char order_uuid[ORDER_UUID_SIZE];
    bool paid; // it pays that order
} LaneIntent;

typedef enum LaneDayState {
    LANE_DAY_NONE,
    LANE_DAY_ASKING, // for its figures
    LANE_DAY_FIGURES,
    LANE_DAY_CLOSING,
    LANE_DAY_REFUSED,   // words: why; the session is open, or waits in closing_control
    LANE_DAY_UNREACHED, // words: the server didn't answer to the end
    LANE_DAY_CLOSED,    // until there is a new session
} LaneDayState;

typedef struct LaneDay {
    LaneDayState state;
    DayFigures figures; // from FIGURES on
    bool counted;
    Money cash;
    char attendant[48], words[240];
    int64_t closed_unix_ms;
    uint8_t chain_head[32]; // of CLOSED, as journalled
    DaySlipState slip;      // of CLOSED
    char slip_words[160];
    int32_t rescue_id;      // the rescue session that is being closed, 0: none
    char rescue_words[240]; // why the last one wasn't
} LaneDay;

typedef enum LaneCompareState {
    LANE_COMPARE_NONE,
    LANE_COMPARE_ASKING,
    LANE_COMPARE_DONE,   // comparison
    LANE_COMPARE_FAILED, // words
} LaneCompareState;

typedef struct LaneCompare {
    LaneCompareState state;
    ComparisonPeriod period;
    int64_t number;
    bool begun;                      // by the worker
    char paying[2][ORDER_UUID_SIZE]; // when it was begun
    Comparison *comparison;          // owned
    char words[240];
    bool heard;                // from the server, and the worker doesn't know it yet
    ReconcileListing *listing; // owned, NULL: why not
    ComparedServer server;
    char server_words[240];
    int64_t records_wanted; // so many must be on disk before the journal is read
} LaneCompare;

typedef struct LaneRecord {
    JournalKind kind;
    uint8_t *payload; // owned
    size_t payload_bytes;
    int64_t unix_ms, ticket;
} LaneRecord;

typedef struct LaneStick {
    StickWorker *worker;
    BoundedQueue events;
    char folder[512]; // of sticks, empty: none is offered
    StickStatus status;
    int32_t job; // whose answer counts
    bool looking;
    int64_t look_at_ms;
    bool wants_next; // order to take up
    // The order whose records are on their way to the disk; ticket 0: none is.
    int64_t ticket;
    JournalImported imported;
    OrderRepairs repairs;
    Bytes snapshot; // malloc'd
} LaneStick;

typedef struct Lane {
    Os os;
    LaneHost host;
    CheckoutSettings settings;
    Arena scratch; // cleared at each turn
    Arena boot;    // what the journal held
    char name[48], language[8], origin[200], data_directory[LANE_PATH_MAX];
    ShopTime time;

    // workers and their answers
    BoundedQueue journal_events, sync_events, terminal_events, printer_events, scale_events,
        comparison_events;
    JournalRecovered recovered;
    Journal *journal;
    SyncThread *sync;
    CardTerminal *terminal;
    ReceiptPrinter *printer; // NULL: none is configured
    WeighingScale *scale;    // NULL: none is configured
    ComparisonWorker *comparer;

    // the shop
    Bytes block, next_block; // mapped; next: waits for the customer to go
    Catalogue catalogue;
    bool has_catalogue, has_next;
    bool pictures_missed; // wanted before the sync thread was there
    bool loses_grams;     // weighed articles are sold in steps of more than a gram
    ReceiptShop receipt_shop;

    // selling
    Checkout checkout;
    CheckoutEvent events[LANE_EVENTS_MAX];
    int32_t event_first, event_count;
    int64_t next_ticket, counter_next;
    JournalSession session;
    bool has_session;
    char machine[OS_MACHINE_SIZE];
    uint8_t identity[JOURNAL_IDENTITY_SIZE]; // of this machine
    bool has_identity, is_moved;             // moved: the folder is another machine's
    bool has_restored;                       // the basket that the start found was taken up
    uint8_t chain_head[32];                  // of the newest record that is on disk
    LaneDay day;
    LaneStick stick;
    uint8_t *paid_snapshot; // of the order in SAVING_PAID
    size_t paid_snapshot_bytes;
    int64_t paid_ticket;
    LaneRecord records[LANE_RECORDS_MAX];
    int32_t record_first, record_count;
    int64_t records_given, records_answered; // to and by the journal's writer, in this life
    LaneIntent intents[LANE_INTENTS_MAX];    // a ring
    int32_t intent_next;
    LaneOrder *orders;
    int32_t order_count, order_room, repairs_saving;
    CheckoutReviewed reviewed; // what an attendant looks at; lane_review
    Order *reviewed_order;     // its snapshot, decoded; NULL: none was looked at yet
    int32_t interventions;     // attendants who signed in, since the start
    int32_t sales_today;
    Money takings_today;
    int32_t today;
    bool changed; // something that screens show, since lane_turn said so

    // the back office and the devices, as far as the lane knows
    SyncState sync_state;
    char sync_words[240];
    SyncAround around;
    bool queue_stopped;
    char queue_words[240]; // why
    bool sync_answered;    // it said anything yet
    bool printer_failed, terminal_ready;
    char terminal_words[80], printer_words[80];
    int32_t keep_days;
    int64_t server_unix_ms;        // as the server said last, in this life; 0: not yet
    int32_t lost_count;            // confirmed orders that the server has no more
    bool lost_sending, lost_asked; // they are sent again; the sync thread was asked for one
    int64_t lost_day;              // the last one on which they were looked for
    int64_t kept_day;              // the last one on which old orders were looked for
    LaneCompare compare;
    char attendant_words[200]; // what was found at the start, for the attendant; empty: nothing
} Lane;

// lane_start.c
void lane_init(Lane *lane, const LaneSetup *setup); // sets TZ: before any thread
// Takes what the journal held (lane->recovered, in lane->boot) and the image, whose block belongs
// to the lane then. Nothing is written, sent or charged.
void lane_open(Lane *lane, const LaneImage *image);
// Once all of lane->recovered is safe on the disk: makes the workers, takes the basket up again.
MUST_USE bool lane_begin(Lane *lane, const LaneWorkers *workers, Error *error);
// What the workers said last is kept. Accepts a lane that never began.
void lane_stop(Lane *lane);
// Takes the basket up that the start found, once, when the lane may sell on this machine.
void lane_restore(Lane *lane);

// lane_turn.c
void lane_post(Lane *lane, CheckoutEvent event); // a step follows in the next turn
// True when something that screens show may have changed.
bool lane_turn(Lane *lane, int64_t now_ms);
// Only what was posted: before the workers are there. No event may ask anything of them.
void lane_step_posted(Lane *lane, int64_t now_ms);
// When the next turn is due though nobody rings (monotonic), INT64_MAX: never.
int64_t lane_due_ms(const Lane *lane, int64_t now_ms);

void lane_drain_inboxes(Lane *lane);                           // lane_inbox.c
void lane_perform(Lane *lane, const CheckoutEffects *effects); // lane_effects.c

// lane_records.c: copies the payload and gives it to the journal's writer, in order, now or when it
// has room.
void lane_record(Lane *lane, JournalKind kind, Bytes payload, int64_t ticket);
void lane_flush_records(Lane *lane);

// lane_orders.c
void lane_orders_load(Lane *lane);
void lane_orders_add_paid(Lane *lane, const Order *order, const uint8_t *snapshot,
                          size_t snapshot_bytes);
void lane_orders_note(Lane *lane, const JournalServerNote *note);
LaneOrder *lane_order(Lane *lane, const char *uuid); // NULL: not among those that wait
void lane_orders_send(Lane *lane);                   // those that the sync thread doesn't have yet
// One that was confirmed and waits again.
void lane_orders_add_again(Lane *lane, const Order *order, Bytes snapshot,
                           const OrderRepairs *repairs, const char *words);
// One of another lane; its records are on the disk.
void lane_orders_add_imported(Lane *lane, const JournalImported *imported, Bytes snapshot,
                              const OrderRepairs *repairs);
int32_t lane_orders_waiting(const Lane *lane); // neither confirmed nor set aside
void lane_orders_release(Lane *lane);

// lane_review.c
// The order of checkout.review, as it is now; NULL: none, or no longer among those that wait.
const CheckoutReviewed *lane_review(Lane *lane);
void lane_review_repair(Lane *lane, const CheckoutEffect *effect);
void lane_review_saved(Lane *lane, int64_t ticket); // a record is on disk: perhaps a repair
void lane_review_resend(Lane *lane, const char *uuid);
void lane_review_settle(Lane *lane, const CheckoutEffect *effect);
// lane_charges.c. Those without an end are lane->recovered.cases, oldest first.
void lane_charges_asked(Lane *lane, const JournalIntent *intent, const char *order_uuid);
void lane_charges_paid(Lane *lane, const Order *order); // its charges are its payments
// The terminal says that it charged an intent that we had given up: a case, once.
void lane_charges_late(Lane *lane, const char *intent_id, const char *transaction);
void lane_charges_settle(Lane *lane, const char *intent_id, const char *words);
void lane_charges_ask(Lane *lane); // the terminal, about those without an end, at the start
// What it says of one of them; of other charges nothing changes.
void lane_charges_answer(Lane *lane, const TerminalEvent *answer);
// lane_lost.c
void lane_lost_found(Lane *lane, int32_t count);
void lane_lost_send_again(Lane *lane); // an attendant's decision
// One of them; `snapshot` is borrowed, empty when it can't be read.
void lane_lost_order(Lane *lane, const SyncEvent *lost);
void lane_lost_turn(Lane *lane);
// lane_compare.c
void lane_compare_ask(Lane *lane, ComparisonPeriod period);
void lane_compare_listed(Lane *lane, const SyncEvent *listed);         // takes its listing over
void lane_compare_answered(Lane *lane, const ComparisonEvent *answer); // and what is in it
void lane_compare_turn(Lane *lane);
void lane_compare_release(Lane *lane); // stops the worker
// lane_stick.c
void lane_stick_save(Lane *lane, const CheckoutEffect *effect);
void lane_stick_read(Lane *lane, const CheckoutEffect *effect);
void lane_stick_take(Lane *lane, const CheckoutEffect *effect);
void lane_stick_clear(Lane *lane);      // what was done last is no longer shown
bool lane_stick_busy(const Lane *lane); // a stick is written, or orders are taken up
void lane_stick_drain(Lane *lane);      // the worker's answers
void lane_stick_turn(Lane *lane, int64_t now_ms);
int64_t lane_stick_due_ms(const Lane *lane); // of a look at the sticks
// A record is on the disk, or can't be written: perhaps an order's that is taken up.
void lane_stick_recorded(Lane *lane, int64_t ticket);
void lane_stick_record_failed(Lane *lane, const char *words);
void lane_stick_disk_full(Lane *lane);
void lane_stick_release(Lane *lane); // after the worker has stopped
void lane_stick_fail(Lane *lane, StickTrouble trouble, const char *words); // what is being done
// For the journal: how it ended. The attendant is still there, as long as it is busy.
void lane_stick_post_end(Lane *lane, const char *action, const char *words);
// lane_stick_take.c
void lane_stick_begin_taking(Lane *lane, const StickStatus *found);
void lane_stick_take_order(Lane *lane, const StickEvent *event); // its snapshot is the lane's then
void lane_stick_end_taking(Lane *lane);
void lane_stick_give_next(Lane *lane); // asks for the next order, when it is wanted and may come
void lane_stick_forget_taking(LaneStick *stick);
// lane_upkeep.c: between customers, once a day
void lane_upkeep(Lane *lane);

// lane_day.c
void lane_day_ask(Lane *lane); // its figures
void lane_day_close(Lane *lane, const CheckoutEffect *effect);
void lane_day_close_rescue(Lane *lane, int32_t session_id);
void lane_day_answered(Lane *lane, const SyncEvent *answer);
void lane_day_stale(Lane *lane);   // an order changed: the figures are old
void lane_day_session(Lane *lane); // a new session is open

// lane_slip.c
void lane_slip_print(Lane *lane); // of the closed day; again, when it was printed before
void lane_slip_answered(Lane *lane, const PrinterEvent *answer);

// lane_device.c
void lane_device_open(Lane *lane);    // compares; nothing is written
void lane_device_begin(Lane *lane);   // a folder without a machine takes this one
void lane_device_session(Lane *lane); // a login number came for this machine
void lane_device_adopt(Lane *lane, const char *attendant);

// lane_shop.c
void lane_shop_take_image(Lane *lane, const LaneImage *image); // at the start
void lane_shop_take(Lane *lane, Bytes block);                  // from the sync thread
void lane_shop_customer_gone(Lane *lane);
// An article that the server knows, as an index or CATALOGUE_NONE. A catalogue that waits for the
// customer to go is used at once when it has the article and every index means the same in it;
// *out_later when it has it and waits all the same.
int32_t lane_shop_find(Lane *lane, int32_t article_id, bool *out_later);
void lane_shop_release(Lane *lane);
// Where an article's or category's picture is. False: it has none, or the file is not here; then
// the sync thread is asked for it.
bool lane_shop_picture(Lane *lane, bool is_category, int32_t id, char *out_path, size_t room);
// Tells the checkout whether anything stands in the way of selling.
void lane_shop_post_cause(Lane *lane);
// Why the lane can't sell, in words for the attendant; empty when nothing stands in the way.
void lane_shop_cause(const Lane *lane, char out[240]);

#endif
