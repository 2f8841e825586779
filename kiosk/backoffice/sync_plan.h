/* What to send next, and when: pure, plain values in and out. The thread (sync_thread.c) only
 * obeys.
 *
 * Each paid order goes: look up (is anything of this reference there?) -> draft without payments ->
 * read back (exactly one, ours)
 * -> paid -> read back (paid, our totals) -> confirmed. A step whose outcome is unknown leads back
 * to a look-up, never to a blind resend. One write in flight. A refusal sets the order aside and
 * the next goes on; a refusal that is about the lane (the same answer to three different orders, or
 * rights and keys) stops the queue and calls. */
#ifndef KIOSK_BACKOFFICE_SYNC_PLAN_H
#define KIOSK_BACKOFFICE_SYNC_PLAN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/check.h"

typedef enum SyncStep {
    SYNC_STEP_LOOKUP, // before the first send, after an unknown outcome
    SYNC_STEP_DRAFT,
    SYNC_STEP_CHECK_DRAFT,  // exactly one draft of that reference with our access_token
    SYNC_STEP_REMOVE_EXTRA, // stray drafts of ours
    SYNC_STEP_PAID,
    SYNC_STEP_CHECK_PAID, // exactly one, paid, our totals
    SYNC_STEP_DONE,
    SYNC_STEP_SET_ASIDE,
} SyncStep;

typedef enum SyncAnswer { // of one step
    SYNC_ANSWER_OK,
    SYNC_ANSWER_NONE_THERE,   // look-up: nothing of that reference
    SYNC_ANSWER_DRAFT_THERE,  // one draft, ours
    SYNC_ANSWER_EXTRA_DRAFTS, // more than one draft, ours
    SYNC_ANSWER_PAID_THERE,   // one paid record, ours, our totals
    SYNC_ANSWER_MISMATCH, // a record of that reference that is not ours, or other totals: a case
    SYNC_ANSWER_UNKNOWN,  // no answer, cut, time-out, not the server's words
    SYNC_ANSWER_RETRY,    // the server said: not now
    SYNC_ANSWER_REFUSED,  // the server said no, for good
    SYNC_ANSWER_LANE,     // the server said no to the lane
} SyncAnswer;

enum {
    SYNC_RETRY_DELAY_MS_MIN = 1000, // doubled each time, with jitter of a quarter
    SYNC_RETRY_DELAY_MS_MAX = 60000,
    SYNC_LOAD_DELAY_MS_MIN = 120000,
    SYNC_LOAD_DELAY_MS_MAX = 1800000,
    SYNC_RETRIES_OF_RETRY_MAX =
        5, // FACTS 7.1: a permanent fault can hide behind InFailedSqlTransaction
    // How long the server may still be busy with a push whose answer was lost: Odoo ends a request
    // that takes longer (limit_time_real, 120 s unless somebody changed it).
    SYNC_WRITE_LIVES_MS = 120000,
    SYNC_SAME_REFUSAL_MAX = 3, // the same words for this many different orders: it is the lane
};

typedef struct SyncOrderState {
    SyncStep step;
    int32_t attempts;       // writes in a row without an answer: sets the back-off
    int32_t server_retries; // RETRY answers (and steps back) so far
    int32_t looks_left; // look-ups that must agree before the next send: 2 after an unknown outcome
    int64_t not_before_ms; // monotonic
    int64_t
        strays_until_ms; // until then a draft push without an answer may still be stored; 0: none
    bool paid_unknown;   // a paid push had no answer
} SyncOrderState;

// A new order (`maybe_sent` false: never tried in this or an earlier life) or one from the journal.
SyncOrderState sync_plan_begin(bool maybe_sent, int64_t now_ms);
// What follows an answer. `random` is any 32 random bits (jitter).
SyncOrderState sync_plan_next(SyncOrderState state, SyncAnswer answer, int64_t now_ms,
                              uint32_t random);
int64_t sync_plan_delay_ms(int32_t attempts, uint32_t random);
// For what a lane does now and then: a period that is up to a quarter shorter each time, so that
// lanes that began in the same moment don't ask in the same moment for ever. `period_ms`: 0 to
// 2^31.
int64_t sync_plan_period_ms(int64_t period_ms, uint32_t random);
// Before a load is asked for again that the server let wait in vain, for the `failures`th time
// (from 1): each time twice as long, because a server that is too busy finishes what nobody waits
// for any more.
int64_t sync_plan_load_delay_ms(int32_t failures, uint32_t random);

typedef struct SyncQueueState {
    bool stopped; // a lane refusal: one order tries now and then
    int32_t same_refusals;
    uint32_t last_refusal_hash;
} SyncQueueState;
// After an order was set aside. May stop the queue (then the order is not set aside: *out_keep).
SyncQueueState sync_plan_refused(SyncQueueState queue, uint32_t refusal_hash, bool *out_keep);
// After an order was confirmed: the lane works, refusals are counted anew.
SyncQueueState sync_plan_confirmed(SyncQueueState queue);
// What the step asks of the server: true when it changes something there.
bool sync_plan_step_writes(SyncStep step);

#endif
