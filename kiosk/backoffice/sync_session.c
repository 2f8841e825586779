/* The read lane's main business: sign-in, the way to an open session (sync_open.c), a load when one
 * is wanted (sync_load.c), a look at the session now and then (sync_watch.c); and what is told and
 * tried when an answer is missing or is a no.
 *
 * A question without an answer is asked again after a while; from the middle of opening it goes
 * back to reading the configuration, because the opening count must never be sent to a session that
 * was not just read as waiting for it: the server would open a closed one. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "backoffice/key_binding.h"
#include "backoffice/odoo17_value.h"
#include "backoffice/sync_internal.h"
#include "base/log.h"

void sync_session_go(SyncThread *sync, SyncSessionStep step)
{
    sync->session.step = step;
    sync->session.not_before_ms = 0;
    sync->session.resting = false;
}

void sync_session_rest(SyncThread *sync, SyncSessionStep step, int64_t in_ms)
{
    sync->session.step = step;
    sync->session.not_before_ms = sync_now(sync) + in_ms;
    sync->session.resting = true;
}

/* --- what went wrong --- */

void sync_session_refuse(SyncThread *sync, const char *format, ...)
{
    char words[240];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(words, sizeof words, format, arguments);
    va_end(arguments);
    sync_session_rest(sync, SYNC_SESSION_AUTHENTICATE, sync_period_ms(sync, SYNC_POLL_MS));
    sync_tell_state(sync, SYNC_REFUSED, words);
}

void sync_session_succeeded(SyncThread *sync)
{
    SyncSession *session = &sync->session;
    if (session->failures > 0) {
        log_info("the server answers again after %d tries; the first: %s; the last: %s",
                 session->failures, session->first_words, session->last_words);
        sync_lost_link_up(sync);
    }
    session->failures = session->attempts = 0;
    if (sync->link == SYNC_LINK_DOWN)
        sync_orders_link_up(sync);
    sync->link = SYNC_LINK_UP;
}

static void link_down(SyncThread *sync)
{
    sync->link = SYNC_LINK_DOWN;
    sync->session.failed_ms = sync_now(sync);
}

static void no_answer(SyncThread *sync, const char *words)
{
    SyncSession *session = &sync->session;
    session->failures++;
    session->attempts++;
    snprintf(session->last_words, sizeof session->last_words, "%s", words);
    if (session->failures == 1) {
        memcpy(session->first_words, session->last_words, sizeof session->first_words);
        log_warning("no answer from the server: %s; trying on", words);
    }
    link_down(sync);
    bool opening = session->step > SYNC_SESSION_FIND_CONFIG && session->step < SYNC_SESSION_WATCH;
    sync_session_rest(sync, opening ? SYNC_SESSION_FIND_CONFIG : session->step,
                      sync_plan_delay_ms(session->attempts, sync_random(sync)));
    sync_tell_state(sync, SYNC_OFFLINE, words);
}

void sync_session_failed(SyncThread *sync, const OdooError *refusal, const Error *error)
{
    char words[240];
    if (refusal->present)
        odoo17_refusal_words(refusal, words);
    else
        snprintf(words, sizeof words, "%.239s", error->message);
    if (refusal->present && refusal->class_ != ODOO_ERROR_RETRY) {
        sync_session_succeeded(sync); // it does answer
        sync_session_refuse(sync, "the server refuses: %.200s", words);
    } else if (!refusal->present && error->kind == ERROR_REFUSED) { // its certificate
        link_down(sync);
        sync_session_refuse(sync, "%s", words);
    } else {
        no_answer(sync, words);
    }
}

bool sync_session_result(SyncThread *sync, const HttpReply *reply, json_t **out_result)
{
    OdooError refusal;
    Error error;
    if (sync_result(reply, out_result, &refusal, &error)) {
        sync_session_succeeded(sync);
        return true;
    }
    sync_session_failed(sync, &refusal, &error);
    return false;
}

void sync_session_suspect(SyncThread *sync)
{
    if (sync->link != SYNC_LINK_UP || !sync->session.resting)
        return; // known to be down, or a question is under way whose answer will tell
    sync->link = SYNC_LINK_UNKNOWN;
    sync->session.not_before_ms = sync_now(sync);
}

void sync_session_network_changed(SyncThread *sync)
{
    SyncSession *session = &sync->session;
    if (sync->link != SYNC_LINK_DOWN)
        return;
    session->attempts = 0;
    if (!session->resting)
        return; // it is being tried
    int64_t soon_ms = sync_now(sync);
    if (soon_ms < session->failed_ms + SYNC_RETRY_DELAY_MS_MIN)
        soon_ms = session->failed_ms + SYNC_RETRY_DELAY_MS_MIN;
    soon_ms += SYNC_NETWORK_SETTLES_MS + sync_random(sync) % SYNC_NETWORK_SPREAD_MS;
    if (soon_ms < session->not_before_ms)
        session->not_before_ms = soon_ms;
}

void sync_session_look(SyncThread *sync)
{
    if (sync->session.resting && sync->session.step == SYNC_SESSION_WATCH)
        sync->session.not_before_ms = 0;
}

/* --- questions --- */

static void ask(SyncThread *sync, char *body, SyncAnswered answered)
{
    sync_call(sync, HTTP_LANE_READ, body, &sync_limits_read, answered);
}

void sync_session_ask(SyncThread *sync, const char *model, const char *method, json_t *arguments,
                      json_t *keywords, SyncAnswered answered)
{
    Odoo17Login login = sync_login(sync);
    CHECK(arguments != NULL);
    ask(sync, odoo17_request_call(&login, model, method, arguments, keywords), answered);
}

// A disk that doesn't take it leaves the key as free as it was.
static void bind_key(const SyncThread *sync)
{
    Error error;
    const SyncConfig *config = &sync->config;
    if (!key_binding_keep(&sync->os, config->data_directory, config->key, config->origin, &error))
        log_warning("cannot bind the key to its server: %s, ignoring", error.message);
}

static void on_authenticate(SyncThread *sync, const HttpReply *reply)
{
    json_t *result;
    if (!sync_session_result(sync, reply, &result))
        return;
    int32_t user_id;
    bool known = odoo17_value_id(result, &user_id);
    json_decref(result);
    if (!known) { // false, without an error member
        sync_session_refuse(
            sync, "the server does not accept login '%.60s' with this key: check key_file",
            sync->config.login);
        return;
    }
    sync->session.user_id = user_id;
    bind_key(sync);
    sync_session_go(sync, SYNC_SESSION_FIND_CONFIG);
    if (sync->state == SYNC_STARTING ||
        sync->state == SYNC_OFFLINE) // a refusal is shown until it is mended
        sync_tell_state(sync, SYNC_OPENING, "");
}

static void begin_authenticate(SyncThread *sync)
{
    ask(sync,
        odoo17_request_authenticate(sync->config.database, sync->config.login, sync->config.key),
        on_authenticate);
}

void sync_session_closed(SyncThread *sync, const char *words)
{
    sync->session.joined = sync->session.announced = sync->session.opened = false;
    sync_load_drop(sync);
    sync_refresh_drop(sync);
    sync->load.wanted = false;
    // Somebody may open the next one at the server.
    sync_session_rest(sync, SYNC_SESSION_FIND_CONFIG, sync_period_ms(sync, SYNC_POLL_MS));
    sync_tell_state(sync, SYNC_CLOSED, words);
}

/* --- the session is open --- */

static void announce(SyncThread *sync)
{
    SyncSession *session = &sync->session;
    if (session->announced)
        return;
    session->announced = true;
    session->looked = false;
    session->may_open = session->opened = false;
    sync_tell(sync, &(SyncEvent){.kind = SYNC_EVENT_SESSION, .session = session->info});
    log_info("session '%s' (%d), login number %d", session->info.session_name,
             session->info.session_id, session->info.login_number);
    sync_lost_want(sync);
    sync_load_want(sync);
}

// From here to a load when one is wanted and due, else to the next look.
static void settle(SyncThread *sync)
{
    int64_t now = sync_now(sync);
    announce(sync);
    int64_t next = sync->session.looked ? sync_period_ms(sync, SYNC_POLL_MS) : 0;
    if (sync->load.wanted && sync->load.not_before_ms <= now) {
        sync_session_go(sync, SYNC_SESSION_LOAD);
        sync_load_begin(sync);
        return;
    }
    if (sync->load.wanted && sync->load.not_before_ms - now < next)
        next = sync->load.not_before_ms - now;
    sync_session_rest(sync, SYNC_SESSION_WATCH, next);
    if (sync->load.wanted && sync->load.failures > 0)
        sync_tell_state(sync, SYNC_REFUSED, sync->load.words);
    else
        sync_tell_state(sync, SYNC_ONLINE, "");
}

void sync_session_watch(SyncThread *sync, int64_t in_ms)
{
    if (in_ms > 0)
        sync_session_rest(sync, SYNC_SESSION_WATCH, in_ms);
    else
        settle(sync);
}

/* --- the read lane --- */

void sync_session_begin(SyncThread *sync, bool may_open)
{
    sync->session.may_open = may_open;
    sync_session_go(sync, SYNC_SESSION_AUTHENTICATE);
}

void sync_session_reopen(SyncThread *sync)
{
    SyncSession *session = &sync->session;
    if (session->announced && !session->resting)
        return; // open, and busy loading: nothing to open
    session->may_open = true;
    sync->load.not_before_ms = 0;
    if (session->resting)
        sync_session_go(sync, session->user_id == 0 || sync->state == SYNC_REFUSED
                                  ? SYNC_SESSION_AUTHENTICATE
                                  : SYNC_SESSION_FIND_CONFIG);
}

bool sync_session_turn(SyncThread *sync)
{
    if (sync_now(sync) < sync->session.not_before_ms)
        return false;
    sync->session.resting = false;
    switch (sync->session.step) {
    case SYNC_SESSION_AUTHENTICATE:
        begin_authenticate(sync);
        return true;
    case SYNC_SESSION_FIND_CONFIG:
        sync_open_find_config(sync);
        return true;
    case SYNC_SESSION_LIST_CONFIGS:
        sync_open_list_configs(sync);
        return true;
    case SYNC_SESSION_OPEN:
        sync_open_open(sync);
        return true;
    case SYNC_SESSION_READ:
        sync_open_read(sync);
        return true;
    case SYNC_SESSION_LOGIN:
        sync_open_login(sync);
        return true;
    case SYNC_SESSION_CURRENCY:
        sync_open_currency(sync);
        return true;
    case SYNC_SESSION_CASHBOX:
        sync_open_cashbox(sync);
        return true;
    case SYNC_SESSION_WATCH:
        sync_watch(sync);
        return true;
    case SYNC_SESSION_LOAD:
        sync_load_step(sync);
        return true;
    }
    return false;
}

int64_t sync_session_due_ms(const SyncThread *sync)
{
    return sync_lane_free(sync, HTTP_LANE_READ) ? sync->session.not_before_ms : INT64_MAX;
}
