/* The thread that talks to the back office: signs in, opens or resumes the session, loads the
 * catalogue and writes its image, fetches pictures, answers look-ups, and brings paid orders to the
 * server one at a time (sync_plan.h). It shares nothing with the main thread but two queues. It
 * never gives up: with no network it tries again. */
#ifndef KIOSK_BACKOFFICE_SYNC_THREAD_H
#define KIOSK_BACKOFFICE_SYNC_THREAD_H

#include "backoffice/http_transport.h"
#include "backoffice/reconcile_listing.h"
#include "base/bounded_queue.h"
#include "domain/catalogue.h"
#include "domain/day_figures.h"
#include "journal/journal.h"
#include "os/os.h"

enum { SYNC_BARCODE_SIZE = 96 }; // with its zero

typedef struct SyncConfig {
    char database[128], login[128];
    char key[256];        // the API key: wiped at stop
    char pos_config[128]; // name or id
    char origin[200];     // url and database, in the image's header
    char data_directory[512];
    char languages[CATALOGUE_LANGUAGES_MAX][8]; // the lane's; the first is the catalogue's own
    int32_t language_count;
    Money opening_cash; // sent only in opening_control when cash is controlled; 0: what the server
                        // expects there
    bool reopen_closed_session; // at a start within opening hours
    bool want_pictures;
    int32_t pictures_mb;     // what their files may take; 0: PICTURE_FILES_MB
    int32_t refresh_minutes; // between looks for changed articles and prices; 0: never
    // Within these the load of a start begins, at a time of the lane's own, when it has a catalogue
    // to sell from; 0: at once
    int32_t load_spread_minutes;
} SyncConfig;

typedef enum SyncState {
    SYNC_STARTING, // nothing tried yet
    SYNC_OFFLINE,  // can't reach the server: words say why
    SYNC_OPENING,  // signing in, opening the session
    SYNC_LOADING,  // catalogue on the way
    SYNC_ONLINE,   // session open, catalogue here
    SYNC_CLOSED,   // somebody closed the session in the back office
    SYNC_STUCK,    // session in closing_control: a person must finish it there
    SYNC_REFUSED,  // wrong key, database, configuration, rights: words say what to mend
} SyncState;

typedef enum SyncEventKind {
    SYNC_EVENT_STATE,     // state, words
    SYNC_EVENT_SESSION,   // session: journal it, number orders with it from now on
    SYNC_EVENT_CATALOGUE, // block (malloc/mmap'ed and checked, its image is on disk); hand back by
                          // sync_release_catalogue
    SYNC_EVENT_ORDER,     // note: what became of an order; journal it
    SYNC_EVENT_QUEUE_STOPPED, // words: a refusal about the lane; empty: orders are sent again
    SYNC_EVENT_LOOKUP,        // barcode, found, words; comes after the catalogue that has it
    SYNC_EVENT_CUSTOMER,      // barcode, customer_*, words
    SYNC_EVENT_PICTURE,       // picture_*: a file in images/ is there now
    SYNC_EVENT_TIME,          // server_unix_ms
    SYNC_EVENT_AROUND,        // around, when it changed
    SYNC_EVENT_DAY,           // day_*, words: what became of sync_ask_day or a closing
    SYNC_EVENT_LOST,          // lost_count: confirmed orders that the server has no more
    SYNC_EVENT_LOST_ORDER,    // one to be sent again: note.uuid, snapshot (to be freed, empty: it
                              // can't be read), lost_count are left
    SYNC_EVENT_LISTED,        // listing (the taker's to release and free), listed, words
} SyncEventKind;

// What else is at our point of sale.
enum { SYNC_RESCUES_MAX = 4 };
typedef struct SyncRescue {
    int32_t session_id;
    char name[64];
} SyncRescue;
typedef struct SyncAround {
    int32_t rescue_count; // open rescue sessions; the first SYNC_RESCUES_MAX are here
    SyncRescue rescues[SYNC_RESCUES_MAX];
    int32_t other_login; // the newest login number of our session when it isn't ours, 0: it is
} SyncAround;

typedef enum SyncDayState {
    SYNC_DAY_FIGURES,   // day: what the session took up to now
    SYNC_DAY_REFUSED,   // words: the server's, or what is in the way
    SYNC_DAY_UNREACHED, // words: it may be half closed, a look at it tells
    SYNC_DAY_CLOSED,    // day: what it took; read back as closed
} SyncDayState;

typedef enum SyncListed {
    SYNC_LISTED_ALL,       // the list is complete
    SYNC_LISTED_UNREACHED, // words: why the server doesn't answer
    SYNC_LISTED_REFUSED,   // words: the server's, or what is wrong with its answer
} SyncListed;

typedef struct SyncEvent {
    SyncEventKind kind;
    SyncState state;
    char words[240];
    JournalSession session;
    JournalServerNote note;
    Bytes catalogue_block; // mapped; stays good until sync_release_catalogue
    char barcode[SYNC_BARCODE_SIZE];
    int32_t lookup_article_id; // 0: not known there either; -1: can't be looked up now
    int32_t customer_id;       // the same
    char customer_name[128];   // for the screen only: in no log
    int32_t customer_pricelist_id, customer_fiscal_position_id; // 0: none
    char picture_path[512];
    bool picture_is_category;
    int32_t picture_id;
    int64_t picture_write_unix_s;
    int64_t server_unix_ms;
    SyncAround around;
    SyncDayState day_state;
    int32_t day_session_id;
    DayFigures day;
    int32_t lost_count;
    Bytes snapshot;
    OrderRepairs repairs; // of LOST_ORDER
    ReconcileListing *listing;
    SyncListed listed;
} SyncEvent;

typedef struct SyncThread SyncThread;

// `pending`: what the journal knows to be unconfirmed; copied. What belongs to another server than
// config->origin is left out: it is never sent from here. Events (of SyncEvent) go to
// `events`.
MUST_USE bool sync_start(const Os *os, const HttpTransport *transport, const SyncConfig *config,
                         const JournalPending *pending, int32_t pending_count, BoundedQueue *events,
                         SyncThread **out, Error *error);
// The same without its thread: the owner turns it.
MUST_USE bool sync_create(const Os *os, const HttpTransport *transport, const SyncConfig *config,
                          const JournalPending *pending, int32_t pending_count,
                          BoundedQueue *events, SyncThread **out, Error *error);
void sync_turn(SyncThread *sync); // one wait (of the transport), at most one answer
// Stops within a second: what is in flight is left to the next start, which looks before it sends.
// Accepts NULL, and one without a thread.
void sync_stop(SyncThread *sync);

// From the main thread; copied. False: the queue is full, try again. An order that is known is not
// taken twice.
// `repairs`: what is sent in other words than it was sold (NULL: nothing).
MUST_USE bool sync_send_order(SyncThread *sync, const char *uuid, Bytes snapshot,
                              const OrderRepairs *repairs);
// One that was taken up from another lane, as a start would take it: what was set aside there stays
// so, and what may be at the server is looked for.
MUST_USE bool sync_take_order(SyncThread *sync, const JournalPending *pending);
// By an attendant, one that was set aside: it begins anew with all the repairs it has by now, which
// are on disk. Told as JOURNAL_SERVER_WAITING.
MUST_USE bool sync_resend_order(SyncThread *sync, const char *uuid, const OrderRepairs *repairs);
// By an attendant, one that was set aside and is settled: it is sent no more. A draft that it left
// at the server is removed there, as it would keep the day from closing.
MUST_USE bool sync_forget_order(SyncThread *sync, const char *uuid);
// What an order was refused for, as far as the words of its note tell.
OrderRefusal sync_refusal_about(const char *words);
// An article, or the customer of a card, that the catalogue doesn't have. Each call has one answer;
// what the server doesn't know is answered without asking again until a catalogue brings changes,
// or for ten minutes.
MUST_USE bool sync_look_up(SyncThread *sync, const char *barcode);
MUST_USE bool sync_look_up_customer(SyncThread *sync, const char *barcode);
MUST_USE bool sync_reload(SyncThread *sync); // whole catalogue, by an attendant
// By an attendant: open a session again, retry a refused start or load, go on with a stopped queue.
MUST_USE bool sync_reopen(SyncThread *sync);
// Which session to close, and how; answered by one SYNC_EVENT_DAY.
typedef struct SyncCloseWish {
    bool only_figures; // close nothing
    bool is_rescue;    // a rescue session: nothing is counted
    int32_t session_id;
    char session_name[64];
    Currency currency;
    bool counted; // cash
    Money cash;
} SyncCloseWish;
MUST_USE bool sync_close_session(SyncThread *sync, const SyncCloseWish *wish);

// Looks whether the newest confirmed orders are still there, as after each sign-in.
MUST_USE bool sync_look_for_lost(SyncThread *sync);
// By an attendant: the next one that is gone, answered with SYNC_EVENT_LOST_ORDER. Nothing is sent:
// it is journalled first.
MUST_USE bool sync_send_lost_order(SyncThread *sync);
// Fills a list for a comparison and gives it back by one SYNC_EVENT_LISTED; one that is asked for
// while another is on its way takes its place, and the other is never answered. Takes `listing`
// (malloc'd) over, unless it returns false.
MUST_USE bool sync_list_orders(SyncThread *sync, ReconcileListing *listing);
MUST_USE bool sync_want_picture(SyncThread *sync, bool is_category, int32_t id,
                                int64_t write_unix_s);
void sync_release_catalogue(Bytes block);

// The image file of a data folder, mapped. ERROR_IO when there is none; a bad one falls back to the
// last good one (catalogue.img.old) and *out_words says so for the attendant.
MUST_USE bool catalogue_file_open(const Os *os, const char *data_directory, const char *origin,
                                  Bytes *out_block, Catalogue *out, char out_words[240],
                                  Error *error);

#endif
