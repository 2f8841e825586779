/* What the parts of the sync thread share. One thread owns all of it; nothing here is for other
 * rooms.
 *
 * Two lanes of the transport: the write lane brings orders, one step at a time; the read lane signs
 * in, opens the session, loads, polls, and fetches pictures in what time is left. Look-ups take
 * whichever is free. A part begins a call with sync_call and goes on in the function it named when
 * the answer is there; between the two it holds no more than its own state below. Whether the
 * server can be reached is judged by the read lane alone (SyncLink). */
#ifndef KIOSK_BACKOFFICE_SYNC_INTERNAL_H
#define KIOSK_BACKOFFICE_SYNC_INTERNAL_H

#include <pthread.h>
#include <stdatomic.h>

#include "backoffice/catalogue_decode.h"
#include "backoffice/odoo17_names.h"
#include "backoffice/odoo17_order_record.h"
#include "backoffice/odoo17_reply.h"
#include "backoffice/odoo17_request.h"
#include "backoffice/picture_files.h"
#include "backoffice/sync_plan.h"
#include "backoffice/sync_refresh.h"
#include "backoffice/sync_thread.h"
#include "journal/journal_orders.h"

enum {
    SYNC_POLL_MS = 60000,        // of our session's state, at the latest (sync_period_ms)
    SYNC_STOPPED_MS = 60000,     // until a stopped queue tries one order
    SYNC_TIME_TOLD_MS = 3600000, // SYNC_EVENT_TIME at least once an hour
    SYNC_WAIT_MS_MAX = 60000,
    SYNC_OUTBOX_RETRY_MS = 50, // the main thread's queue is full
    SYNC_COMMANDS_MAX = 512,
    SYNC_LOOKUPS_MAX = 16,
    SYNC_LOOKUP_WAIT_MS = 5000, // no lane free for so long: can't be looked up now
    SYNC_UNKNOWN_MAX = 64,
    SYNC_UNKNOWN_KEPT_MS = 600000,
    SYNC_LOST_MAX = 200,  // confirmed orders that are looked for
    SYNC_STRAYS_MAX = 64, // drafts beside them
    SYNC_PICTURES_MAX = 4096,
    SYNC_PICTURES_BATCH = 20,
    SYNC_LOAD_REFUSED_MS = 300000,
    // After this machine's network changed: a cable is told of before its address, an address is of
    // use a little later, and lanes that were plugged in together don't ask together. At most one
    // try a second all the same.
    SYNC_NETWORK_SETTLES_MS = 250,
    SYNC_NETWORK_SPREAD_MS = 500,
    SYNC_LATE_LOOK_MS =
        SYNC_WRITE_LIVES_MS, // after a confirmed order, for what the server finished late
    SYNC_LOAD_STEP_RETRIES_MAX =
        3, // of one small question after the big load, before all is loaded anew
};

extern const HttpLimits sync_limits_load, sync_limits_push, sync_limits_read;

typedef void (*SyncAnswered)(SyncThread *sync, const HttpReply *reply);

typedef struct SyncCall { // what a lane is busy with
    bool busy;
    int64_t number;
    char *body; // holds the key: wiped when the answer is there
    SyncAnswered answered;
} SyncCall;

typedef enum SyncLink { SYNC_LINK_UNKNOWN, SYNC_LINK_UP, SYNC_LINK_DOWN } SyncLink;

typedef enum SyncSessionStep {
    SYNC_SESSION_AUTHENTICATE,
    SYNC_SESSION_FIND_CONFIG,
    SYNC_SESSION_LIST_CONFIGS, // only to say which there are
    SYNC_SESSION_OPEN,
    SYNC_SESSION_READ,
    SYNC_SESSION_LOGIN,
    SYNC_SESSION_CURRENCY, // only to say an opening count in major units
    SYNC_SESSION_CASHBOX,
    SYNC_SESSION_WATCH, // all is open: ask now and then
    SYNC_SESSION_LOAD,  // sync_load.c goes on by its own steps
} SyncSessionStep;

typedef struct SyncSession {
    SyncSessionStep step;
    int64_t not_before_ms;
    bool resting;   // the next step is only a look from time to time
    bool may_open;  // a session may be opened when there is none
    bool opened;    // open_ui was called in this round
    bool joined;    // `info` is ours: session and login number
    bool announced; // the main thread has it
    bool looked;    // around it (sync_watch.c), since then
    int32_t user_id, config_id, currency_id, currency_decimals;
    bool cash_control;
    int32_t found_id; // the session that the configuration shows
    bool opening_control;
    double balance_start;
    JournalSession info; // of the session that we joined last
    // a series of failures: the first and the last words, and how many
    int32_t failures;
    int32_t attempts; // of them, since this machine's network changed: sets the back-off
    int64_t failed_ms;
    char first_words[240], last_words[240];
} SyncSession;

typedef enum SyncLoadStep {
    SYNC_LOAD_LANGUAGES,
    SYNC_LOAD_MARKS,
    SYNC_LOAD_DATA,
    SYNC_LOAD_IDS,
    SYNC_LOAD_CARRIED_RULES,
    SYNC_LOAD_BASE_UNITS,
    SYNC_LOAD_NOMENCLATURE,
    SYNC_LOAD_RULES,
    SYNC_LOAD_FALLBACK, // of a GS1 nomenclature
    SYNC_LOAD_FALLBACK_RULES,
    SYNC_LOAD_NAMES,
} SyncLoadStep;

typedef struct SyncLoad {
    bool wanted;
    SyncLoadStep step;
    int64_t not_before_ms; // after a load that failed
    int64_t asked_ms;      // the big reply
    int32_t failures, step_failures, silences;
    CatalogueBuilder *builder;
    CatalogueDecode *decode;
    CatShop shop;
    int64_t made_unix_ms;
    char codes[CATALOGUE_LANGUAGES_MAX][16]; // the server's, of `languages`; "": its own
    char languages[CATALOGUE_LANGUAGES_MAX][8];
    int32_t language_count, language;
    int32_t sent_count;  // articles of the big reply; what is behind them is carried over
    int32_t fallback_id; // nomenclature beside a GS1 one, 0: none
    int32_t position;    // in the builder's records, while names or rules are asked for
    Odoo17Named named;   // whose names are asked for
    bool refused[ODOO17_NAMED_COUNT]; // these names: said once, not asked for in each language
    SyncIds on_sale;                  // all of the server's
    int32_t reports;                  // of what is left out: the log has the first ones
    char words[240];                  // why the last load failed
} SyncLoad;

typedef struct SyncOrder {
    char uuid[ORDER_UUID_SIZE], access_token[ORDER_UUID_SIZE];
    char reference[ORDER_REFERENCE_SIZE];
    Money total;
    Currency currency;
    Bytes snapshot; // owned
    OrderRepairs repairs;
    SyncOrderState plan;
    int32_t server_id, drafted_id;
    int32_t session_id, rescue_id; // the session it is sent into; where it is if that was closed
    int32_t extra_ids[ODOO17_ORDER_RECORDS_MAX], extra_count;
    bool set_aside, counted; // counted: among the queue's equal refusals
    bool ended;      // settled by an attendant, or confirmed: only its drafts are still removed
    bool confirmed;  // by the server
    bool aside_look; // set aside, and one more look is due: a push may have come through after all
    bool write_lost; // a push without an answer: the server may still be busy with it
    uint32_t refusal_hash;
    int32_t troubles; // steps without the answer that was hoped for
    char words[240];  // what was said last
    char trouble_words[240];
} SyncOrder;

typedef struct SyncOrders {
    SyncOrder *items; // oldest first
    int32_t count, room;
    int32_t in_flight; // index, -1
    SyncQueueState queue;
    int64_t again_ms;        // while it is stopped
    char stopped_words[240]; // told and not yet taken back, or empty
    bool lookup_was_last;    // on the write lane: then it is an order's turn
} SyncOrders;

typedef enum SyncCloseStep {
    SYNC_CLOSE_NONE,
    SYNC_CLOSE_LOOK, // how far it is
    SYNC_CLOSE_DRAFTS,
    SYNC_CLOSE_FIGURES,
    SYNC_CLOSE_CASH,
    SYNC_CLOSE_STATE,
    SYNC_CLOSE_CLOSE,
} SyncCloseStep;

typedef struct SyncClose {
    SyncCloseStep step;
    bool only_figures, is_rescue, counted;
    bool closing; // seen in closing_control
    bool asked;   // close_session_from_ui was sent
    Money cash;
    int64_t not_before_ms;
    int32_t failures, rounds, overtaken;
    char refusal[240]; // a no, until a look says what it means
    int32_t closed_id; // the session that was closed here last
    DayFigures figures;
} SyncClose;

typedef enum SyncLookupKind { SYNC_LOOKUP_ARTICLE, SYNC_LOOKUP_CUSTOMER } SyncLookupKind;

typedef struct SyncLookup {
    SyncLookupKind kind;
    char barcode[SYNC_BARCODE_SIZE];
    int32_t askers;     // an answer for each
    int32_t article_id; // of `waiting`
    int64_t until_ms;
} SyncLookup;

typedef struct SyncLookups {
    SyncLookup queue[SYNC_LOOKUPS_MAX];
    int32_t count;
    bool in_flight;                       // the first one
    SyncLookup waiting[SYNC_LOOKUPS_MAX]; // known at the server: its record is being fetched
    int32_t waiting_count;
    SyncLookup unknown[SYNC_UNKNOWN_MAX]; // a ring of what the server said it doesn't know
    int32_t unknown_next;
} SyncLookups;

typedef struct SyncPicture {
    bool is_category, asked;
    int32_t id;
    int64_t write_unix_s;
} SyncPicture;

typedef struct SyncPictures {
    SyncPicture items[SYNC_PICTURES_MAX];
    int32_t count;
    int64_t not_before_ms;
    int32_t failures;
    bool told; // one line in the log, not one for each picture
    PictureFiles *files;
    bool folder_seen; // what is over the limits was removed
} SyncPictures;

typedef struct SyncLost { // confirmed orders that are looked for, then those that are gone
    bool wanted, looking, sending;
    int64_t not_before_ms, looked_ms;
    int32_t newest_id;                     // of the records that were confirmed in this life
    JournalPaidOrder items[SYNC_LOST_MAX]; // newest first
    bool found[SYNC_LOST_MAX];
    int32_t count, asked, told_count;
    int32_t strays[SYNC_STRAYS_MAX], stray_count; // drafts of ours beside a paid one: removed
} SyncLost;

typedef struct SyncListing {  // of orders for a comparison
    ReconcileListing *orders; // owned; NULL: nobody asks
    bool asked;               // a page is on its way
    bool stale;               // and it is of a list that nobody waits for any more
    int64_t not_before_ms, patient_until_ms;
    int32_t failures; // of this page
} SyncListing;

struct SyncThread {
    Os os;
    HttpTransport transport;
    SyncConfig config;
    BoundedQueue *events;
    BoundedQueue commands;
    pthread_t thread;
    bool has_thread;
    atomic_bool stopping;
    SyncEvent *outbox; // what didn't fit into the main thread's queue, in order
    int32_t outbox_count, outbox_room;
    SyncState state;
    char state_words[240];
    SyncLink link;
    SyncCall calls[HTTP_LANE_COUNT];
    int64_t call_number;
    int64_t time_told_ms;
    bool time_told;
    SyncSession session;
    SyncLoad load;
    SyncRefresh refresh;
    SyncOrders orders;
    SyncClose close;
    SyncAround around; // as told
    SyncLookups lookups;
    SyncPictures pictures;
    SyncLost lost;
    SyncListing listing;
    Order *scratch; // one decoded order at a time
};

// sync_thread.c
int64_t sync_now(const SyncThread *sync);
uint32_t sync_random(const SyncThread *sync);
int64_t sync_period_ms(const SyncThread *sync, int64_t period_ms); // sync_plan_period_ms
void sync_tell(SyncThread *sync, const SyncEvent *event);
void sync_tell_state(SyncThread *sync, SyncState state, const char *words);
Odoo17Login sync_login(const SyncThread *sync);
bool sync_lane_free(const SyncThread *sync, HttpLane lane);
// Takes over `body` (odoo17_request_*).
void sync_call(SyncThread *sync, HttpLane lane, char *body, const HttpLimits *limits,
               SyncAnswered answered);
void sync_call_streaming(SyncThread *sync, HttpLane lane, char *body, const HttpLimits *limits,
                         HttpSink sink, void *sink_context, SyncAnswered answered);
// An answer's result. False: `refusal->present` when the server said no, else no answer of the
// server's came.
MUST_USE bool sync_result(const HttpReply *reply, json_t **out_result, OdooError *refusal,
                          Error *error);

// sync_session.c
void sync_session_begin(SyncThread *sync, bool may_open);
bool sync_session_turn(SyncThread *sync); // true when it took the read lane
int64_t sync_session_due_ms(const SyncThread *sync);
void sync_session_reopen(SyncThread *sync);
void sync_session_suspect(SyncThread *sync); // an answer is missing elsewhere: look at the line now
void sync_session_network_changed(SyncThread *sync); // try a server that was out of reach soon
void sync_session_look(SyncThread *sync);            // somebody may have closed it: look now
void sync_session_go(SyncThread *sync, SyncSessionStep step); // at once
void sync_session_rest(SyncThread *sync, SyncSessionStep step,
                       int64_t in_ms); // only a look from time to time
// A person has to mend it; it is tried again all the same, as they may mend it at the server.
void sync_session_refuse(SyncThread *sync, const char *format, ...) PRINTF_LIKE(2, 3);
void sync_session_closed(SyncThread *sync, const char *words);
// Takes over arguments and keywords (NULL: none).
void sync_session_ask(SyncThread *sync, const char *model, const char *method, json_t *arguments,
                      json_t *keywords, SyncAnswered answered);
// For the other steps: one answer of the session's lane, with what failing means there.
bool sync_session_result(SyncThread *sync, const HttpReply *reply, json_t **out_result);
void sync_session_failed(SyncThread *sync, const OdooError *refusal, const Error *error);
void sync_session_succeeded(SyncThread *sync);
void sync_session_watch(SyncThread *sync, int64_t in_ms);

// sync_open.c: the steps from FIND_CONFIG to CASHBOX
void sync_open_find_config(SyncThread *sync);
void sync_open_list_configs(SyncThread *sync);
void sync_open_open(SyncThread *sync);
void sync_open_read(SyncThread *sync);
void sync_open_login(SyncThread *sync);
void sync_open_currency(SyncThread *sync);
void sync_open_cashbox(SyncThread *sync);

// sync_load.c
// A new session: everything is read anew, at once or within config.load_spread_minutes.
void sync_load_want(SyncThread *sync);
void sync_load_hurry(SyncThread *sync); // one that was put off
void sync_load_begin(SyncThread *sync); // the read lane is free and the session open
void sync_load_step(SyncThread *sync);
void sync_load_drop(SyncThread *sync);
// What a small question of the load brought.
typedef enum SmallAnswer { SMALL_RESULT, SMALL_LEFT_OUT, SMALL_FAILED } SmallAnswer;
SmallAnswer sync_load_small_result(SyncThread *sync, const HttpReply *reply, const char *what,
                                   json_t **out_result);
void sync_load_next(SyncThread *sync, SyncLoadStep step);
void sync_load_failed(SyncThread *sync, const OdooError *refusal, const Error *error);
bool sync_load_feed(void *sync, Bytes piece, Error *error); // a sink, into load.decode
void sync_load_report(void *sync, const char *message); // a CatalogueReport: the log has the first
// Block, image, mapping: the event is ready to be told. The catalogue is good until then.
MUST_USE bool sync_load_build(SyncThread *sync, CatalogueBuilder *builder, int64_t made_unix_ms,
                              SyncEvent *out_event, Catalogue *out, Error *error);

// sync_load_rest.c: the steps MARKS, IDS and CARRIED_RULES, for what the big reply doesn't tell.
void sync_load_marks(SyncThread *sync);
void sync_load_ids(SyncThread *sync);
void sync_load_carried_rules(SyncThread *sync);
void sync_load_after_ids(SyncThread *sync); // back in sync_load.c

// sync_refresh.c
typedef enum SyncRefreshAnswer {
    SYNC_REFRESH_RESULT,
    SYNC_REFRESH_LEFT_OUT, // refused: go on without
    SYNC_REFRESH_FAILED,   // asked again later
} SyncRefreshAnswer;
SyncRefreshAnswer sync_refresh_result(SyncThread *sync, const HttpReply *reply, const char *what,
                                      json_t **out_result);
void sync_refresh_failed(SyncThread *sync, const OdooError *refusal, const Error *error);
// A load is complete; load_rest filled pages.wanted with what it didn't bring.
void sync_refresh_loaded(SyncThread *sync, int64_t made_unix_ms, bool carried);
void sync_refresh_load_all(SyncThread *sync); // instead
void sync_refresh_run_done(SyncThread *sync);
bool sync_refresh_turn(SyncThread *sync); // true when it took the read lane
int64_t sync_refresh_due_ms(const SyncThread *sync);
void sync_refresh_drop(SyncThread *sync); // what is under way
void sync_refresh_release(SyncThread *sync);

// sync_pages.c
bool sync_pages_turn(SyncThread *sync);
void sync_pages_drop(SyncThread *sync);
// For a customer who waits. False: it is in the newest catalogue, or can't be fetched now.
bool sync_pages_need(SyncThread *sync, int32_t article_id);

// sync_orders.c
void sync_orders_add(SyncThread *sync, const char *uuid, Bytes snapshot,
                     const OrderRepairs *repairs, bool maybe_sent);
void sync_orders_add_pending(SyncThread *sync, const JournalPending *pending);
void sync_orders_resend(SyncThread *sync, const char *uuid, const OrderRepairs *repairs);
void sync_orders_forget(SyncThread *sync, const char *uuid);
void sync_orders_go_on(SyncThread *sync); // a stopped queue
bool sync_orders_turn(SyncThread *sync);  // true when it took the write lane
int64_t sync_orders_due_ms(const SyncThread *sync);
void sync_orders_link_up(SyncThread *sync); // the outage is over
void sync_orders_release(SyncThread *sync);
void sync_orders_remove(SyncOrders *orders, int32_t index);
// sync_order_look.c: what the records of an order's reference mean; fills server_id, extra_ids and
// words. All drafts of a settled order are extra.
SyncAnswer sync_order_judge(SyncOrder *order, const Odoo17OrderRecord *records, int32_t count);

// sync_order_follow.c
void sync_order_tell(SyncThread *sync, const SyncOrder *order, JournalServerState state,
                     const char *words);
void sync_order_set_aside(SyncThread *sync, SyncOrder *order); // for order->words
void sync_order_look_late(SyncThread *sync, SyncOrder *order); // only plans it
// `words`: the order's before this answer. The order may be gone afterwards.
void sync_order_follow(SyncThread *sync, int32_t index, SyncAnswer answer, const char words[240]);

// sync_watch.c
void sync_watch(SyncThread *sync); // the step WATCH
void sync_watch_rescue_closed(SyncThread *sync, int32_t session_id);

// sync_close.c
void sync_close_begin(SyncThread *sync, const SyncCloseWish *wish);
bool sync_close_turn(SyncThread *sync); // true when it took the write lane
int64_t sync_close_due_ms(const SyncThread *sync);

// sync_lookup.c
void sync_lookup_add(SyncThread *sync, SyncLookupKind kind, const char *barcode);
bool sync_lookup_turn(SyncThread *sync, HttpLane lane);
void sync_lookup_fetched(SyncThread *sync, bool ok); // those that waited for their records
void sync_lookup_forget_unknown(SyncThread *sync);
int64_t sync_lookup_due_ms(const SyncThread *sync);

// sync_lost.c
// The server's numbers only rise, unless it was restored from a backup.
void sync_lost_confirmed(SyncThread *sync, int32_t server_id);
void sync_lost_link_up(SyncThread *sync); // it was away: perhaps for that
void sync_lost_want(SyncThread *sync);
bool sync_lost_turn(SyncThread *sync);       // true when it took the read lane
bool sync_lost_clear_turn(SyncThread *sync); // true when it took the write lane
int64_t sync_lost_due_ms(const SyncThread *sync);
void sync_lost_send_next(SyncThread *sync);

// sync_listing.c
void sync_listing_begin(SyncThread *sync, ReconcileListing *orders); // takes it over
bool sync_listing_turn(SyncThread *sync); // true when it took the read lane
int64_t sync_listing_due_ms(const SyncThread *sync);
void sync_listing_release(SyncThread *sync);

// sync_pictures.c
void sync_pictures_want(SyncThread *sync, bool is_category, int32_t id, int64_t write_unix_s);
bool sync_pictures_turn(SyncThread *sync);
int64_t sync_pictures_due_ms(const SyncThread *sync);

#endif
