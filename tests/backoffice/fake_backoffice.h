/* A back office behind an HttpTransport, without a network and without waiting: time passes in
 * wait(), answers come when they are due, and what goes wrong is scripted or drawn from a seed.
 * Orders are kept as model_server.h has it. */
#ifndef KIOSK_TESTS_BACKOFFICE_FAKE_BACKOFFICE_H
#define KIOSK_TESTS_BACKOFFICE_FAKE_BACKOFFICE_H

#include <jansson.h>

#include "backoffice/http_transport.h"
#include "fake_shop.h"
#include "model_server.h"
#include "os/os.h"

enum { FAKE_CALLS_MAX = 4096, FAKE_RESCUE_ID = 1000, FAKE_PUSHES_MAX = 512 };
#define FAKE_CUSTOMER_CARD "0421234567890" // of partner 77, with pricelist 4

typedef struct FakeCall { // in flight
    bool busy;
    int64_t number, ready_ms;
    char *reply; // NULL: no answer came
    int status;
    HttpSink sink;
    void *sink_context;
} FakeCall;

typedef struct FakePush { // what was sent for an order, as a hash of the bytes
    char reference[48];
    bool draft;
    uint64_t hash;
} FakePush;

typedef struct FakeBackoffice {
    int64_t now_ms;
    bool held;       // time is somebody else's: wait() never waits, now_ms is set from outside
    int64_t unix_ms; // held: the server's clock
    int64_t wake_ms; // held: when the lane wants to be turned again
    uint64_t seed;
    FakeCall calls[HTTP_LANE_COUNT];
    ModelServer orders;
    // the lane's configuration
    int32_t session_id; // 0: none open
    char session_state[24];
    int32_t login_number, opened_sessions;
    int32_t rescue_id; // the session that has all orders; 0: the one they were sent for, or a
                       // rescue session of FAKE_RESCUE_ID and more when that is closed
    bool cash_control;
    double cashbox; // as set, -1: never
    // closing: what was counted, -1: nothing; how often a session became closed
    double counted_cash;
    int32_t closings;
    int32_t rescue_closed_id;
    bool unbalanced; // the server can't close it
    // what goes wrong
    bool unreachable;
    bool network_changed; // the lane's own: ends a wait and is told once
    bool faulty;          // orders' calls lose answers, fail, and are slow, by the seed
    int64_t slow_ms_max;  // how long a push may go on after its client has given up
    const char *refuse_method, *refuse_name, *refuse_message; // an error member for this method
    int32_t refuse_count;
    const char *fault_model; // what is refused or cut: only of this one; NULL: of any
    int32_t gone_article_id, gone_session_id, gone_partner_id; // an order that names it is refused
    const char *cut_method;                                    // its answer ends in the middle
    int32_t cut_count;
    int64_t load_takes_ms;
    bool patience_counts; // a load that takes longer than its client waits has no answer
    // A lane that sends paid orders at once, and again when no answer came, asking nobody: stands
    // between the lane and the server, for a test of tests.
    bool blind;
    char blind_reference[48], blind_token[40];
    double blind_total;
    bool blind_answered;
    bool no_catalogue;  // load_pos_data is refused
    bool garbled_pages; // of orders: records without their fields
    int32_t write_calls_while_loading;
    FakeShop *shop; // NULL: two articles
    // what was asked
    char methods[FAKE_CALLS_MAX][48];
    int32_t method_count;
    int32_t looked_for; // references in questions about several
    int32_t pages;      // of all orders
    bool key_seen_wrong;
    FakePush pushes[FAKE_PUSHES_MAX];
    int32_t push_count;
    char other_bytes[48]; // the first order that was sent in two forms; empty: none
} FakeBackoffice;

void fake_backoffice_init(FakeBackoffice *fake, uint64_t seed);
void fake_backoffice_release(FakeBackoffice *fake);
HttpTransport fake_backoffice_transport(FakeBackoffice *fake);
// The real files, the fake's clock, random numbers from its seed.
Os fake_backoffice_os(FakeBackoffice *fake);
// fake_closing.c: the result of a call about closing, NULL: it is none.
json_t *fake_closing_method(FakeBackoffice *fake, const char *model, const char *name,
                            const json_t *arguments, const json_t *keywords);
const char *fake_session_state(const FakeBackoffice *fake, int32_t id);
int32_t fake_backoffice_asked(const FakeBackoffice *fake, const char *method);

#endif
