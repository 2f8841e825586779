/* The order of steps and the waiting between them; sync_plan.h has the rules.
 *
 * Two things carry the promise "once, never twice":
 *  - what the last write did is either known (an answer) or unknown. After an unknown one the order
 * is looked up, and only when two look-ups with a wait between them agree is anything sent again:
 * the server may still be busy with the first request (FACTS 7.1 stored four orders from four
 * requests at once).
 *  - the paid push only follows a read that found exactly one draft of ours: the server turns each
 * draft of that name into a sale of its own.
 *
 * Both together: a draft push and later a paid push had no answer. The server may finish both
 * between our look and the next paid push, which would then turn the late draft into a second sale.
 * So a paid push is sent again only after a look at a time when no late draft can come any more. */
#include "backoffice/sync_plan.h"

enum { LOOKS_KNOWN = 1, LOOKS_UNKNOWN = 2 };

int64_t sync_plan_delay_ms(int32_t attempts, uint32_t random)
{
    // The jitter is added, up to a quarter, so the base stops at four fifths of the longest wait.
    const int64_t base_max = SYNC_RETRY_DELAY_MS_MAX / 5 * 4;
    int64_t base = SYNC_RETRY_DELAY_MS_MIN;
    for (int32_t i = 1; i < attempts && base < base_max; i++)
        base *= 2;
    if (base > base_max)
        base = base_max;
    return base + (int64_t)(random % (uint32_t)(base / 4 + 1));
}

int64_t sync_plan_period_ms(int64_t period_ms, uint32_t random)
{
    return period_ms - (int64_t)(random % (uint32_t)(period_ms / 4 + 1));
}

int64_t sync_plan_load_delay_ms(int32_t failures, uint32_t random)
{
    int64_t delay = SYNC_LOAD_DELAY_MS_MIN;
    for (int32_t i = 1; i < failures && delay < SYNC_LOAD_DELAY_MS_MAX; i++)
        delay *= 2;
    if (delay > SYNC_LOAD_DELAY_MS_MAX)
        delay = SYNC_LOAD_DELAY_MS_MAX;
    return delay - (int64_t)(random % (uint32_t)(delay / 2 + 1));
}

bool sync_plan_step_writes(SyncStep step)
{
    return step == SYNC_STEP_DRAFT || step == SYNC_STEP_REMOVE_EXTRA || step == SYNC_STEP_PAID;
}

SyncOrderState sync_plan_begin(bool maybe_sent, int64_t now_ms)
{
    return (SyncOrderState){.step = SYNC_STEP_LOOKUP,
                            .looks_left = maybe_sent ? LOOKS_UNKNOWN : LOOKS_KNOWN,
                            .strays_until_ms = maybe_sent ? now_ms + SYNC_WRITE_LIVES_MS : 0};
}

static SyncOrderState go(SyncOrderState state, SyncStep step)
{
    state.step = step;
    state.not_before_ms = 0;
    return state;
}

static SyncOrderState wait_then(SyncOrderState state, SyncStep step, int64_t now_ms,
                                int32_t attempts, uint32_t random)
{
    state.step = step;
    state.not_before_ms = now_ms + sync_plan_delay_ms(attempts, random);
    return state;
}

static SyncOrderState unknown(SyncOrderState state, int64_t now_ms, uint32_t random)
{
    state.attempts++;
    if (!sync_plan_step_writes(state.step)) // a question without an answer: ask it again
        return wait_then(state, state.step, now_ms, state.attempts, random);
    state.looks_left = LOOKS_UNKNOWN;
    if (state.step == SYNC_STEP_DRAFT)
        state.strays_until_ms = now_ms + SYNC_WRITE_LIVES_MS;
    state.paid_unknown = state.paid_unknown || state.step == SYNC_STEP_PAID;
    return wait_then(state, SYNC_STEP_LOOKUP, now_ms, state.attempts, random);
}

// Exactly one draft is there.
static SyncOrderState pay(SyncOrderState state, int64_t now_ms)
{
    if (!state.paid_unknown || now_ms >= state.strays_until_ms)
        return go(state, SYNC_STEP_PAID);
    state.step = SYNC_STEP_LOOKUP;
    state.looks_left = LOOKS_KNOWN;
    state.not_before_ms = state.strays_until_ms;
    return state;
}

// A known outcome that didn't bring the order on: look again, but not for ever.
static SyncOrderState step_back(SyncOrderState state, SyncStep step, int64_t now_ms,
                                uint32_t random)
{
    state.server_retries++;
    if (state.server_retries > SYNC_RETRIES_OF_RETRY_MAX)
        return go(state, SYNC_STEP_SET_ASIDE);
    if (state.looks_left < LOOKS_KNOWN)
        state.looks_left = LOOKS_KNOWN;
    return wait_then(state, step, now_ms, state.server_retries, random);
}

static SyncOrderState server_retry(SyncOrderState state, int64_t now_ms, uint32_t random)
{
    if (sync_plan_step_writes(state.step))
        return step_back(state, SYNC_STEP_LOOKUP, now_ms, random);
    // Reading can't be the order's fault: the server has trouble of its own (its database
    // restarts).
    state.attempts++;
    return wait_then(state, state.step, now_ms, state.attempts, random);
}

static SyncOrderState looked_up(SyncOrderState state, SyncStep step, int64_t now_ms,
                                uint32_t random)
{
    state.looks_left--;
    if (state.looks_left > 0) // the same question once more after a wait
        return wait_then(state, SYNC_STEP_LOOKUP, now_ms, state.attempts, random);
    state.looks_left = 0;
    return step == SYNC_STEP_PAID ? pay(state, now_ms) : go(state, step);
}

static SyncOrderState found_none(SyncOrderState state, int64_t now_ms, uint32_t random)
{
    if (state.step == SYNC_STEP_LOOKUP)
        return looked_up(state, SYNC_STEP_DRAFT, now_ms, random);
    return step_back(state, SYNC_STEP_LOOKUP, now_ms, random);
}

static SyncOrderState found_draft(SyncOrderState state, int64_t now_ms, uint32_t random)
{
    switch (state.step) {
    case SYNC_STEP_LOOKUP:
        return looked_up(state, SYNC_STEP_PAID, now_ms, random);
    case SYNC_STEP_CHECK_DRAFT:
        return pay(state, now_ms);
    case SYNC_STEP_CHECK_PAID: // the server took the paid order as a draft: it does that when
                               // amounts don't fit
    case SYNC_STEP_DRAFT:
    case SYNC_STEP_REMOVE_EXTRA:
    case SYNC_STEP_PAID:
        return step_back(state, SYNC_STEP_LOOKUP, now_ms, random);
    case SYNC_STEP_DONE:
    case SYNC_STEP_SET_ASIDE:
        return state;
    }
    return state;
}

static SyncOrderState answered(SyncOrderState state, int64_t now_ms, uint32_t random)
{
    if (sync_plan_step_writes(state.step))
        state.attempts = 0;
    switch (state.step) {
    case SYNC_STEP_DRAFT:
    case SYNC_STEP_REMOVE_EXTRA:
        return go(state, SYNC_STEP_CHECK_DRAFT);
    case SYNC_STEP_PAID:
        return go(state, SYNC_STEP_CHECK_PAID);
    case SYNC_STEP_LOOKUP: // a question is never just "ok": treat it as no answer
    case SYNC_STEP_CHECK_DRAFT:
    case SYNC_STEP_CHECK_PAID:
        return unknown(state, now_ms, random);
    case SYNC_STEP_DONE:
    case SYNC_STEP_SET_ASIDE:
        return state;
    }
    return state;
}

SyncOrderState sync_plan_next(SyncOrderState state, SyncAnswer answer, int64_t now_ms,
                              uint32_t random)
{
    if (state.step == SYNC_STEP_DONE || state.step == SYNC_STEP_SET_ASIDE)
        return state;
    switch (answer) {
    case SYNC_ANSWER_OK:
        return answered(state, now_ms, random);
    case SYNC_ANSWER_NONE_THERE:
        return found_none(state, now_ms, random);
    case SYNC_ANSWER_DRAFT_THERE:
        return found_draft(state, now_ms, random);
    case SYNC_ANSWER_EXTRA_DRAFTS:
        state = step_back(state, SYNC_STEP_REMOVE_EXTRA, now_ms, random);
        return state.step == SYNC_STEP_SET_ASIDE ? state : go(state, SYNC_STEP_REMOVE_EXTRA);
    case SYNC_ANSWER_PAID_THERE:
        return go(state, SYNC_STEP_DONE);
    case SYNC_ANSWER_MISMATCH:
    case SYNC_ANSWER_REFUSED:
        return go(state, SYNC_STEP_SET_ASIDE);
    case SYNC_ANSWER_UNKNOWN:
        return unknown(state, now_ms, random);
    case SYNC_ANSWER_RETRY:
        return server_retry(state, now_ms, random);
    case SYNC_ANSWER_LANE: // nothing is held against the order; it begins anew when the lane works
                           // again
        state.looks_left = LOOKS_UNKNOWN;
        return wait_then(state, SYNC_STEP_LOOKUP, now_ms, state.attempts, random);
    }
    return state;
}

SyncQueueState sync_plan_refused(SyncQueueState queue, uint32_t refusal_hash, bool *out_keep)
{
    bool same = queue.same_refusals > 0 && queue.last_refusal_hash == refusal_hash;
    queue.same_refusals = same ? queue.same_refusals + 1 : 1;
    queue.last_refusal_hash = refusal_hash;
    *out_keep = queue.same_refusals >= SYNC_SAME_REFUSAL_MAX;
    if (*out_keep)
        queue.stopped = true;
    return queue;
}

SyncQueueState sync_plan_confirmed(SyncQueueState queue)
{
    queue.same_refusals = 0;
    return queue;
}
