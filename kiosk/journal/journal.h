/* The lane's memory: an append-only journal of everything that must survive a power cut, and the
 * only source of truth about orders (docs/journal_format.md). Segments `journal-00000001.wal` ...
 * in the data folder, records of msgpack with CRC-32C and a keyed BLAKE2b chain.
 *
 * Use: journal_recover at start (reads what is there, cuts a torn tail, keeps damaged pieces
 * aside), then journal_start (the writer thread). The main thread appends by message and goes on;
 * when a record is on disk (written and synced) the writer answers with a JournalEvent. What is
 * waiting is grouped into one sync. A failed write or sync is final until the next start: every
 * later append is answered with the error.
 *
 * A full disk is not final. Room for what is under way is zeroed ahead: an intent is answered with
 * an error (journal_is_full) unless the result and the paid order that follow it have their room.
 * Other records wait until there is room again, in order. An event about room tells both. */
#ifndef KIOSK_JOURNAL_JOURNAL_H
#define KIOSK_JOURNAL_JOURNAL_H

#include "base/bounded_queue.h"
#include "base/text.h"
#include "domain/day_figures.h"
#include "domain/order.h"
#include "domain/order_repair.h"
#include "os/os.h"

typedef enum JournalKind { // numbers are in the file: never reuse one
    JOURNAL_SEGMENT =
        1, // first record of each segment: what a start needs from the segments before
    JOURNAL_SESSION = 2, // bound to a server session, new login number
    JOURNAL_BASKET = 3,  // the open order after a change; an empty payload: no open order
    JOURNAL_INTENT = 4,  // an order is about to be charged: snapshot, intent id, method, amount
    JOURNAL_INTENT_RESULT = 5, // what became of an intent
    JOURNAL_PAID = 6,          // snapshot of the paid order: from here on it is a sale
    JOURNAL_SERVER =
        7, // what the server said about a paid order: drafted, confirmed, refused, settled
    JOURNAL_ATTENDANT = 8, // sign-in, override: who, what, when, why
    JOURNAL_RECEIPT = 9,   // printed, shown, refused by the customer
    JOURNAL_TIME = 10,     // newest time heard from the server, or a clock that jumped
    JOURNAL_DIGEST = 11,   // what stays of a segment that was removed (journal_digest.h)
    JOURNAL_IMPORTED = 12, // a paid order of another journal; one to be sent: PAID follows
    JOURNAL_REPAIR = 13,   // what an attendant changed of a paid order so that the server takes it
    JOURNAL_DEVICE = 14,   // the machine that the lane is on, and who took it there
    JOURNAL_DAY = 15,      // the day was closed: figures, count, the head of the chain
    JOURNAL_SIGN_IN = 16,  // wrong PINs and badges in a row, and until when none is taken
} JournalKind;

typedef struct JournalSession {
    int32_t session_id, login_number, config_id, user_id;
    char session_name[32];
    char origin[200]; // url and database: an order goes back only to where it came from
    int64_t opened_unix_ms;
} JournalSession;

typedef enum JournalIntentOutcome {
    JOURNAL_INTENT_OPEN, // nothing known yet
    JOURNAL_INTENT_APPROVED,
    JOURNAL_INTENT_DECLINED, // nothing was charged
    JOURNAL_INTENT_UNKNOWN,  // the terminal can't tell: a case for an attendant
    JOURNAL_INTENT_SETTLED,  // an attendant decided, with a reason
} JournalIntentOutcome;

typedef struct JournalIntent {
    char intent_id[ORDER_UUID_SIZE]; // the terminal can be asked by it
    int32_t method_id;
    Money amount;
    int64_t asked_unix_ms;
    JournalIntentOutcome outcome;
    char words[160]; // the terminal's, for people
} JournalIntent;

typedef enum JournalServerState {
    JOURNAL_SERVER_WAITING,   // paid, not yet there
    JOURNAL_SERVER_DRAFTED,   // the draft is at the server: server_id
    JOURNAL_SERVER_CONFIRMED, // read back as paid with our totals: server_id
    JOURNAL_SERVER_REFUSED,   // set aside with the server's words
    JOURNAL_SERVER_SETTLED,   // an attendant ended it, with a reason
} JournalServerState;

typedef struct JournalServerNote {
    char uuid[ORDER_UUID_SIZE]; // the order's
    JournalServerState state;
    int32_t server_id;
    int64_t at_unix_ms;
    char words[240]; // the server's or the attendant's
} JournalServerNote;

typedef struct JournalAttendantNote {
    char attendant[48];
    char action[32]; // "sign-in", "void", "price", "age", "settle", "open", "close" ...
    char order_uuid[ORDER_UUID_SIZE];
    int32_t line_id;
    char old_value[64], new_value[64], reason[120];
    int64_t at_unix_ms;
} JournalAttendantNote;

typedef struct JournalRepair {
    char order_uuid[ORDER_UUID_SIZE];
    OrderRepair repair;
    char attendant[48], reason[240]; // why: what the server said
    int64_t at_unix_ms;
} JournalRepair;

typedef enum JournalImportUse {
    JOURNAL_IMPORT_SEND, // PAID follows: it is sent, after a look whether the server has it
    JOURNAL_IMPORT_KEEP, // the server had confirmed it, or an attendant had ended it: to know of it
    JOURNAL_IMPORT_CASE, // of another server: never sent from here, a case for an attendant
} JournalImportUse;

typedef struct JournalImported {
    char lane[64];    // where it was sold, for people
    char origin[200]; // url and database that it belongs to, as of a session
    char device[17];  // of the journal that it comes from (journal_device_name)
    JournalImportUse use;
    JournalServerState state; // as it was there
    int32_t server_id;
    char words[240];
    int64_t at_unix_ms; // of the import
} JournalImported;

// Where a series of wrong PINs and badges stands; all zeros: there is none.
typedef struct JournalSignIn {
    int32_t failures;       // in a row
    int32_t badge_failures; // of badges, while no PIN is taken
    bool ended_by_badge;    // somebody's badge ended a wait of this series
    int64_t until_unix_ms;  // no PIN is taken before
} JournalSignIn;

// Which machine the folder sells on. Nobody can be told from it: a keyed hash of what names the
// machine.
enum { JOURNAL_IDENTITY_SIZE = 16 };
typedef enum JournalAdoption {
    JOURNAL_ADOPTED_FIRST,    // the folder had no machine yet: new, or of an older program
    JOURNAL_ADOPTED_SERVER,   // the server gave this machine a login number
    JOURNAL_ADOPTED_ATTENDANT // somebody decided that the other machine no longer sells
} JournalAdoption;
typedef struct JournalDevice {
    uint8_t identity[JOURNAL_IDENTITY_SIZE];
    JournalAdoption how;
    char attendant[48]; // empty: nobody
    int64_t at_unix_ms;
} JournalDevice;

typedef struct JournalDay {
    DayFigures figures;
    bool counted;       // cash
    Money cash_counted; // in figures.currency
    char attendant[48];
    int64_t at_unix_ms;
    uint8_t chain_head[32]; // of a record shortly before this one, as the attendant was shown it
} JournalDay;

// A paid order that the server has not confirmed. The snapshot is what was journalled, byte for
// byte; it is sent with its repairs.
typedef struct JournalPending {
    char uuid[ORDER_UUID_SIZE];
    OrderNumber number;
    Money total;
    int64_t paid_unix_ms;
    JournalServerState state; // WAITING, DRAFTED or REFUSED
    int32_t server_id;
    char words[240];
    Bytes snapshot;
    OrderRepairs repairs;
    int32_t segment; // where its record is
    // The url and database that it belongs to: of the session it was sold in, or as it was
    // imported. NULL: it was sold before there was any session.
    const char *origin;
} JournalPending;

// An order whose charge has no end yet (OPEN, APPROVED or UNKNOWN) while the lane went on with
// another one: for the attendant's screen until an INTENT_RESULT (declined, settled) or a PAID with
// that intent among its payments.
typedef struct JournalCase {
    char order_uuid[ORDER_UUID_SIZE];
    JournalIntent intent;
    Bytes snapshot;
    int32_t segment;
} JournalCase;

// Where the writer goes on: from journal_recover to journal_start, nobody else looks inside.
typedef struct JournalTail {
    OsFile *lock;    // of the data folder
    int32_t segment; // to append to; 0: begin a new one
    int32_t segment_next;
    int32_t basket_segment;
    uint64_t end, zeroed_end; // in that segment
    uint32_t crc_seed;
    uint8_t key[32];
} JournalTail;

typedef struct JournalRecovered {
    bool empty;           // no record at all: a new lane
    int64_t counter_last; // highest order counter ever journalled; the next order takes one more
    int64_t sequence_last;
    int64_t time_last_unix_ms; // newest time in any record: time never runs back behind it
    bool has_session;
    JournalSession session; // the last one
    JournalSignIn sign_in;
    bool has_device;
    JournalDevice device; // the last one
    bool has_basket;      // an open order, perhaps with an open intent
    Order *basket;
    bool has_intent; // the open order's last intent, when its outcome is OPEN, APPROVED or UNKNOWN
    JournalIntent intent;
    int32_t pending_count; // oldest first
    JournalPending *pending;
    int32_t torn_bytes;      // cut from the tail: normal after a power cut
    int32_t damaged_records; // damage in the middle, kept aside in files `journal-*.damaged`
    char damage[200];        // one sentence for the attendant, empty when all is well
    uint8_t chain_head[32];
    int32_t case_count; // oldest first
    JournalCase *cases;
    int32_t
        segments_read; // of the segments in the folder: the newest and those with something open
    JournalTail tail;
} JournalRecovered;

// Reads the journal in `directory` (made when missing), repairs the tail, and leaves it ready to
// append. The device key `device.key` is made when missing. Memory belongs to `result`. Fails only
// when the machine does (ERROR_IO), another kiosk holds the folder (ERROR_BUSY), a newer program
// wrote it (ERROR_CORRUPT) or `result` is too small for what is open (ERROR_LIMIT). Holds the
// folder's lock until journal_stop, or journal_abandon when nothing is started.
MUST_USE bool journal_recover(const Os *os, const char *directory, Arena *result,
                              JournalRecovered *out, Error *error);

// Who wants to know what was read before the mending waits for the disk: called once on the
// recovering thread, or never when it fails. All of `found` is set but its tail. Nothing may rest
// on it before journal_recover_telling returned true: until then a power cut can take it back.
typedef struct JournalListener {
    void (*read)(void *context, const JournalRecovered *found);
    void *context;
} JournalListener;
MUST_USE bool journal_recover_telling(const Os *os, const char *directory, Arena *result,
                                      JournalListener listener, JournalRecovered *out,
                                      Error *error);

// Lets go of the folder when journal_start is not called or failed. Nothing else is lost.
void journal_abandon(const Os *os, JournalRecovered *recovered);

typedef struct Journal Journal; // the writer and its thread

typedef struct JournalEvent {
    int64_t ticket;  // as given to append
    bool about_room; // of no record: `ok` is whether there is room for another sale
    bool ok;
    Error error;
    int64_t sequence;       // of the record, when ok
    uint8_t chain_head[32]; // after the record, when ok: kept outside it shows later that the tail
                            // is whole
} JournalEvent;

// The disk, or what we may use of it, is full.
bool journal_is_full(const Error *error);

// Starts the writer after journal_recover on the same folder, and takes over its lock. Events go to
// `events` (of JournalEvent, room for JOURNAL_QUEUE_MAX so that the writer never waits for the main
// thread). `recovered` may be given up afterwards.
MUST_USE bool journal_start(const Os *os, const char *directory, const JournalRecovered *recovered,
                            BoundedQueue *events, Journal **out, Error *error);
// The same without its thread: the owner turns it.
MUST_USE bool journal_create(const Os *os, const char *directory, const JournalRecovered *recovered,
                             BoundedQueue *events, Journal **out, Error *error);
// Appends one group of what waits and answers it, or does a piece of journal_compact; `events` must
// have room. False: nothing waited.
bool journal_turn(Journal *journal);
// Begins a new segment earlier than usual: before the first turn.
void journal_limit_segments(Journal *journal, uint64_t size_max);
// Writes what is queued, syncs, joins the thread, lets go of the folder. Events that found no room
// are dropped. Accepts NULL, and one without a thread.
void journal_stop(Journal *journal);

enum { JOURNAL_QUEUE_MAX = 256 };

// Queues a record; payload is copied. A payload that can't be read back (not an order, too large)
// is answered with ERROR_INVALID, ERROR_CORRUPT or ERROR_LIMIT and not written; the journal goes
// on. JOURNAL_SEGMENT and JOURNAL_DIGEST are the writer's own. `ticket` comes back in the event
// once the record is durable. False when the queue is full (the disk hangs): the caller shows it
// and tries again; nothing is lost or reordered.
MUST_USE bool journal_append(Journal *journal, JournalKind kind, Bytes payload, int64_t unix_ms,
                             int64_t ticket);

// Removes what is older than that and done: of a segment whose newest record is before
// `before_unix_ms`, whose orders are all confirmed or settled and which holds nothing that a start
// needs, a digest stays. The writer's thread does it piece by piece when no record waits; what goes
// wrong is logged, and tried again at the next call. False when the queue is full.
MUST_USE bool journal_compact(Journal *journal, int64_t before_unix_ms);

// Payloads (journal_records.c). Encoded bytes belong to `arena`; decoding checks everything.
Bytes journal_encode_session(const JournalSession *session, Arena *arena);
Bytes journal_encode_intent(const JournalIntent *intent, Bytes order_snapshot, Arena *arena);
Bytes journal_encode_intent_result(const JournalIntent *intent, const char *order_uuid,
                                   Arena *arena);
Bytes journal_encode_server(const JournalServerNote *note, Arena *arena);
Bytes journal_encode_attendant(const JournalAttendantNote *note, Arena *arena);
Bytes journal_encode_receipt(const char *order_uuid, const char *how, Arena *arena);
Bytes journal_encode_time(int64_t server_unix_ms, Arena *arena);
Bytes journal_encode_repair(const JournalRepair *repair, Arena *arena);
Bytes journal_encode_imported(const JournalImported *imported, Bytes order_snapshot, Arena *arena);
Bytes journal_encode_sign_in(const JournalSignIn *sign_in, Arena *arena);
// What is kept of a machine's name (os_machine_name).
void journal_device_identity(const char *machine, uint8_t out[JOURNAL_IDENTITY_SIZE]);
Bytes journal_encode_device(const JournalDevice *device, Arena *arena);
Bytes journal_encode_day(const JournalDay *day, Arena *arena);
MUST_USE bool journal_decode_session(Bytes payload, JournalSession *out, Error *error);
MUST_USE bool journal_decode_intent(Bytes payload, JournalIntent *out, Bytes *out_order_snapshot,
                                    Error *error);
MUST_USE bool journal_decode_intent_result(Bytes payload, JournalIntent *out,
                                           char out_order_uuid[ORDER_UUID_SIZE], Error *error);
MUST_USE bool journal_decode_server(Bytes payload, JournalServerNote *out, Error *error);
MUST_USE bool journal_decode_attendant(Bytes payload, JournalAttendantNote *out, Error *error);
MUST_USE bool journal_decode_receipt(Bytes payload, char out_order_uuid[ORDER_UUID_SIZE],
                                     char out_how[32], Error *error);
MUST_USE bool journal_decode_time(Bytes payload, int64_t *out_server_unix_ms, Error *error);
MUST_USE bool journal_decode_repair(Bytes payload, JournalRepair *out, Error *error);
MUST_USE bool journal_decode_imported(Bytes payload, JournalImported *out,
                                      Bytes *out_order_snapshot, Error *error);
MUST_USE bool journal_decode_sign_in(Bytes payload, JournalSignIn *out, Error *error);
MUST_USE bool journal_decode_device(Bytes payload, JournalDevice *out, Error *error);
MUST_USE bool journal_decode_day(Bytes payload, JournalDay *out, Error *error);

#endif
