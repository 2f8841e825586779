/* Closing the day, or a rescue session, as a till does it (FACTS 10.1): on the write lane, a step
 * at a time.
 *
 * A step whose answer is lost leads back to a look at the session, never to a blind repeat: what it
 * says decides what is left to do. A no is told in the server's words, after a look too: it may
 * only say that the session is closed already. Drafts at the server are looked for before the state
 * changes, because a session in closing_control takes no orders any more and can't go back. */
#include <stdio.h>
#include <string.h>

#include "backoffice/odoo17_day.h"
#include "backoffice/odoo17_value.h"
#include "backoffice/sync_internal.h"
#include "base/log.h"

enum { CLOSE_FAILURES_MAX = 5, CLOSE_OVERTAKEN_MAX = 3, CLOSE_ROUNDS_MAX = 6, DRAFTS_NAMED = 3 };

static void end(SyncThread *sync, SyncDayState state, const char *words)
{
    SyncClose *close = &sync->close;
    SyncEvent event = {.kind = SYNC_EVENT_DAY,
                       .day_state = state,
                       .day_session_id = close->figures.session_id,
                       .day = close->figures};
    snprintf(event.words, sizeof event.words, "%s", words);
    close->step = SYNC_CLOSE_NONE;
    if (state == SYNC_DAY_CLOSED)
        log_info("session %d is closed", close->figures.session_id);
    else if (state != SYNC_DAY_FIGURES)
        log_warning("session %d is not closed: %s", close->figures.session_id, words);
    sync_tell(sync, &event);
    if (state == SYNC_DAY_CLOSED && close->is_rescue)
        sync_watch_rescue_closed(sync, close->figures.session_id);
    if (state != SYNC_DAY_FIGURES)
        sync_session_look(sync);
}

static void go(SyncThread *sync, SyncCloseStep step)
{
    sync->close.step = step;
    sync->close.not_before_ms = 0;
}

static void refused(SyncThread *sync, const char *words)
{
    SyncClose *close = &sync->close;
    if (close->only_figures || close->step == SYNC_CLOSE_LOOK) {
        end(sync, SYNC_DAY_REFUSED, words);
        return;
    }
    snprintf(close->refusal, sizeof close->refusal, "%s", words);
    go(sync, SYNC_CLOSE_LOOK);
}

static void lost(SyncThread *sync, const char *words)
{
    SyncClose *close = &sync->close;
    close->failures++;
    if (close->failures >= (close->only_figures ? 1 : CLOSE_FAILURES_MAX)) {
        end(sync, SYNC_DAY_UNREACHED, words);
        return;
    }
    log_warning("closing session %d: %s; looking how far it came", close->figures.session_id,
                words);
    go(sync, SYNC_CLOSE_LOOK);
    close->not_before_ms = sync_now(sync) + sync_plan_delay_ms(close->failures, sync_random(sync));
}

// Seen when ten sessions were closed at once by several worker processes: each takes the next name
// for its entry, and the slower one is told that it "already exists". The words are in the user's
// language, so any such refusal of the last step is tried again a few times.
static bool is_overtaken(const SyncClose *close, const OdooError *refusal)
{
    return close->step == SYNC_CLOSE_CLOSE &&
           strcmp(refusal->name, "odoo.exceptions.ValidationError") == 0 &&
           close->overtaken < CLOSE_OVERTAKEN_MAX;
}

// The result of a step, or what failing means here.
static bool result_of(SyncThread *sync, const HttpReply *reply, json_t **out_result)
{
    OdooError refusal;
    Error error;
    char words[ODOO_WORDS_SIZE];
    if (sync_result(reply, out_result, &refusal, &error))
        return true;
    if (!refusal.present) {
        sync_session_suspect(sync);
        lost(sync, error.message);
        return false;
    }
    odoo17_refusal_words(&refusal, words);
    bool overtaken = is_overtaken(&sync->close, &refusal);
    sync->close.overtaken += overtaken;
    if (refusal.class_ == ODOO_ERROR_RETRY || overtaken)
        lost(sync, words);
    else
        refused(sync, words);
    return false;
}

static SyncCloseStep first_write(const SyncClose *close)
{
    if (close->figures.counts_cash && !close->is_rescue)
        return SYNC_CLOSE_CASH;
    return close->closing || close->is_rescue ? SYNC_CLOSE_CLOSE : SYNC_CLOSE_STATE;
}

static void looked(SyncThread *sync, const char *state)
{
    SyncClose *close = &sync->close;
    bool closed = strcmp(state, "closed") == 0;
    close->closing = strcmp(state, "closing_control") == 0;
    if (closed && close->asked) { // by what we sent, though the answer was lost or strange
        close->closed_id = close->figures.session_id;
        end(sync, SYNC_DAY_CLOSED, "");
    } else if (closed)
        end(sync, SYNC_DAY_REFUSED, "the session was closed in the back office meanwhile");
    else if (close->refusal[0])
        end(sync, SYNC_DAY_REFUSED, close->refusal);
    else if (strcmp(state, "opening_control") == 0)
        end(sync, SYNC_DAY_REFUSED, "the session is not open yet");
    else if (close->rounds++ == CLOSE_ROUNDS_MAX)
        end(sync, SYNC_DAY_UNREACHED, "the session is still open after several tries");
    else
        go(sync, SYNC_CLOSE_DRAFTS);
}

static void on_look(SyncThread *sync, const HttpReply *reply)
{
    json_t *result;
    if (!result_of(sync, reply, &result))
        return;
    const char *state = json_string_value(json_object_get(json_array_get(result, 0), "state"));
    if (state)
        looked(sync, state);
    else
        end(sync, SYNC_DAY_REFUSED, "the server has no such session any more");
    json_decref(result);
}

static void on_drafts(SyncThread *sync, const HttpReply *reply)
{
    json_t *result, *each;
    size_t i;
    char names[160] = "", words[240];
    if (!result_of(sync, reply, &result))
        return;
    size_t count = json_array_size(result);
    json_array_foreach(result, i, each)
    {
        const char *name = json_string_value(json_object_get(each, "pos_reference"));
        size_t used = strlen(names);
        if (name && i < DRAFTS_NAMED)
            snprintf(names + used, sizeof names - used, "%s%.40s", used ? ", " : "", name);
    }
    json_decref(result);
    if (count == 0) {
        go(sync, SYNC_CLOSE_FIGURES);
        return;
    }
    snprintf(words, sizeof words, "the server has %zu order%s that %s not paid: %.150s%s", count,
             count == 1 ? "" : "s", count == 1 ? "is" : "are", names,
             count > DRAFTS_NAMED ? " ..." : "");
    end(sync, SYNC_DAY_REFUSED, words);
}

static void on_figures(SyncThread *sync, const HttpReply *reply)
{
    SyncClose *close = &sync->close;
    json_t *result;
    Error error;
    if (!result_of(sync, reply, &result))
        return;
    bool ok = odoo17_day_figures(result, &close->figures, &error);
    json_decref(result);
    if (!ok)
        end(sync, SYNC_DAY_REFUSED, error.message);
    else if (close->only_figures)
        end(sync, SYNC_DAY_FIGURES, "");
    else if (close->figures.counts_cash && !close->is_rescue && !close->counted)
        end(sync, SYNC_DAY_REFUSED, "the cash has to be counted first");
    else
        go(sync, first_write(close));
}

static void on_step(SyncThread *sync, const HttpReply *reply)
{
    SyncClose *close = &sync->close;
    json_t *result;
    char words[240];
    if (!result_of(sync, reply, &result))
        return;
    bool done = odoo17_day_step_done(result, words);
    json_decref(result);
    if (!done) {
        refused(sync, words);
        return;
    }
    switch (close->step) {
    case SYNC_CLOSE_CASH:
        go(sync, close->closing ? SYNC_CLOSE_CLOSE : SYNC_CLOSE_STATE);
        break;
    case SYNC_CLOSE_STATE:
        close->closing = true;
        go(sync, SYNC_CLOSE_CLOSE);
        break;
    case SYNC_CLOSE_CLOSE:
    case SYNC_CLOSE_NONE:
    case SYNC_CLOSE_LOOK:
    case SYNC_CLOSE_DRAFTS:
    case SYNC_CLOSE_FIGURES:
        go(sync, SYNC_CLOSE_LOOK); // closed is what the server says when it is read
        break;
    }
}

/* --- questions --- */

static void ask(SyncThread *sync, const char *model, const char *method, json_t *arguments,
                json_t *keywords, const HttpLimits *limits, SyncAnswered answered)
{
    Odoo17Login login = sync_login(sync);
    CHECK(arguments != NULL);
    sync_call(sync, HTTP_LANE_WRITE,
              odoo17_request_call(&login, model, method, arguments, keywords), limits, answered);
}

static void begin_step(SyncThread *sync)
{
    SyncClose *close = &sync->close;
    int id = close->figures.session_id;
    switch (close->step) {
    case SYNC_CLOSE_LOOK:
        ask(sync, "pos.session", "read", json_pack("[[i], [s]]", id, "state"), NULL,
            &sync_limits_read, on_look);
        break;
    case SYNC_CLOSE_DRAFTS:
        ask(sync, "pos.order", "search_read",
            json_pack("[[[s, s, i], [s, s, s]]]", "session_id", "=", id, "state", "=", "draft"),
            json_pack("{s: [s], s: s, s: i}", "fields", "pos_reference", "order", "id", "limit",
                      20),
            &sync_limits_read, on_drafts);
        break;
    case SYNC_CLOSE_FIGURES:
        ask(sync, "pos.session", "get_closing_control_data", json_pack("[[i]]", id), NULL,
            &sync_limits_read, on_figures);
        break;
    case SYNC_CLOSE_CASH:
        ask(sync, "pos.session", "post_closing_cash_details", json_pack("[[i]]", id),
            json_pack("{s: f}", "counted_cash",
                      money_to_double(close->cash, &close->figures.currency)),
            &sync_limits_push, on_step);
        break;
    case SYNC_CLOSE_STATE:
        ask(sync, "pos.session", "update_closing_control_state_session",
            json_pack("[[i], s]", id, ""), NULL, &sync_limits_push, on_step);
        break;
    case SYNC_CLOSE_CLOSE:
        close->asked = true;
        ask(sync, "pos.session", "close_session_from_ui", json_pack("[[i], []]", id), NULL,
            &sync_limits_load, on_step); // posting a long day takes the server its time
        break;
    case SYNC_CLOSE_NONE:
        break;
    }
}

bool sync_close_turn(SyncThread *sync)
{
    SyncClose *close = &sync->close;
    if (close->step == SYNC_CLOSE_NONE || sync_now(sync) < close->not_before_ms)
        return false;
    begin_step(sync);
    return true;
}

int64_t sync_close_due_ms(const SyncThread *sync)
{
    bool waits = sync->close.step != SYNC_CLOSE_NONE && sync_lane_free(sync, HTTP_LANE_WRITE);
    return waits ? sync->close.not_before_ms : INT64_MAX;
}

// What must be at the server before the day ends, or settled by an attendant.
static bool orders_left(SyncThread *sync, char words[240])
{
    int32_t waiting = 0, aside = 0;
    for (int32_t i = 0; i < sync->orders.count; i++) {
        const SyncOrder *order = &sync->orders.items[i];
        aside += order->set_aside;
        waiting += !order->set_aside && !order->ended;
    }
    if (waiting > 0)
        snprintf(words, 240, "%d order%s not confirmed yet", waiting,
                 waiting == 1 ? " is" : "s are");
    else if (aside > 0)
        snprintf(words, 240, "%d order%s set aside and not settled", aside,
                 aside == 1 ? " is" : "s are");
    return waiting + aside > 0;
}

void sync_close_begin(SyncThread *sync, const SyncCloseWish *wish)
{
    SyncClose *close = &sync->close;
    char words[240];
    if (close->step != SYNC_CLOSE_NONE) {
        log_warning("a session is being closed already, ignoring");
        return;
    }
    int32_t closed_id = close->closed_id;
    *close = (SyncClose){.step = wish->only_figures ? SYNC_CLOSE_FIGURES : SYNC_CLOSE_LOOK,
                         .only_figures = wish->only_figures,
                         .is_rescue = wish->is_rescue,
                         .counted = wish->counted,
                         .cash = wish->cash,
                         .closed_id = closed_id,
                         .figures = {.session_id = wish->session_id, .currency = wish->currency}};
    memcpy(close->figures.session_name, wish->session_name, sizeof close->figures.session_name);
    if (sync->session.user_id == 0 || sync->link == SYNC_LINK_DOWN)
        end(sync, SYNC_DAY_UNREACHED, "the server can't be reached now");
    else if (!wish->only_figures && !wish->is_rescue && orders_left(sync, words))
        end(sync, SYNC_DAY_REFUSED, words);
}
