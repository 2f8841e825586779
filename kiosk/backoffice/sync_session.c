/* Sign-in, the lane's point of sale, its session, and a look at it now and then (FACTS 4).
 *
 * Each step is a question and a function for its answer, which names the next step. A question without an answer is asked
 * again after a while; from the middle of opening it goes back to reading the configuration, because the opening count
 * must never be sent to a session that was not just read as waiting for it: the server would open a closed one. */
#include "backoffice/odoo17_value.h"
#include "backoffice/sync_internal.h"
#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void go(SyncThread *sync, SyncSessionStep step)
{
    sync->session.step = step;
    sync->session.not_before_ms = 0;
    sync->session.resting = false;
}

static void rest(SyncThread *sync, SyncSessionStep step, int64_t in_ms)
{
    sync->session.step = step;
    sync->session.not_before_ms = sync_now(sync) + in_ms;
    sync->session.resting = true;
}

/* --- what went wrong --- */

// A person has to mend it; it is tried again all the same, as they may mend it at the server.
PRINTF_LIKE(2, 3) static void refuse(SyncThread *sync, const char *format, ...)
{
    char words[240];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(words, sizeof words, format, arguments);
    va_end(arguments);
    rest(sync, SYNC_SESSION_AUTHENTICATE, SYNC_POLL_MS);
    sync_tell_state(sync, SYNC_REFUSED, words);
}

void sync_session_succeeded(SyncThread *sync)
{
    SyncSession *session = &sync->session;
    if (session->failures > 0)
        log_info("the server answers again after %d tries; the first: %s; the last: %s", session->failures,
                 session->first_words, session->last_words);
    session->failures = 0;
    sync->link = SYNC_LINK_UP;
}

static void no_answer(SyncThread *sync, const char *words)
{
    SyncSession *session = &sync->session;
    session->failures++;
    snprintf(session->last_words, sizeof session->last_words, "%s", words);
    if (session->failures == 1) {
        memcpy(session->first_words, session->last_words, sizeof session->first_words);
        log_warning("no answer from the server: %s; trying on", words);
    }
    sync->link = SYNC_LINK_DOWN;
    bool opening = session->step > SYNC_SESSION_FIND_CONFIG && session->step < SYNC_SESSION_WATCH;
    rest(sync, opening ? SYNC_SESSION_FIND_CONFIG : session->step,
         sync_plan_delay_ms(session->failures, sync_random(sync)));
    sync_tell_state(sync, SYNC_OFFLINE, words);
}

void sync_session_failed(SyncThread *sync, const OdooError *refusal, const Error *error)
{
    char words[240];
    if (refusal->present)
        sync_refusal_words(refusal, words);
    else
        snprintf(words, sizeof words, "%.239s", error->message);
    if (refusal->present && refusal->class_ != ODOO_ERROR_RETRY) {
        sync_session_succeeded(sync); // it does answer
        refuse(sync, "the server refuses: %.200s", words);
    } else if (!refusal->present && error->kind == ERROR_REFUSED) { // its certificate
        sync->link = SYNC_LINK_DOWN;
        refuse(sync, "%s", words);
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

/* --- questions --- */

static void ask(SyncThread *sync, char *body, SyncAnswered answered)
{
    sync_call(sync, HTTP_LANE_READ, body, &sync_limits_read, answered);
}

static void ask_model(SyncThread *sync, const char *model, const char *method, json_t *arguments, json_t *keywords,
                      SyncAnswered answered)
{
    Odoo17Login login = sync_login(sync);
    CHECK(arguments != NULL);
    ask(sync, odoo17_request_call(&login, model, method, arguments, keywords), answered);
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
        refuse(sync, "the server does not accept login '%.60s' with this key: check key_file", sync->config.login);
        return;
    }
    sync->session.user_id = user_id;
    go(sync, SYNC_SESSION_FIND_CONFIG);
    if (sync->state == SYNC_STARTING || sync->state == SYNC_OFFLINE) // a refusal is shown until it is mended
        sync_tell_state(sync, SYNC_OPENING, "");
}

static void begin_authenticate(SyncThread *sync)
{
    ask(sync, odoo17_request_authenticate(sync->config.database, sync->config.login, sync->config.key),
        on_authenticate);
}

static void closed(SyncThread *sync, const char *words)
{
    sync->session.joined = sync->session.announced = sync->session.opened = false;
    sync_load_drop(sync);
    sync->load.wanted = false;
    rest(sync, SYNC_SESSION_FIND_CONFIG, SYNC_POLL_MS); // somebody may open the next one at the server
    sync_tell_state(sync, SYNC_CLOSED, words);
}

static void judge_config(SyncThread *sync, const char *session_state)
{
    SyncSession *session = &sync->session;
    if (session->found_id == 0 && session->opened) {
        session->opened = false;
        refuse(sync, "the server opened no session for '%.100s'", sync->config.pos_config);
    } else if (session->found_id == 0 && session->may_open) {
        go(sync, SYNC_SESSION_OPEN);
    } else if (session->found_id == 0) {
        closed(sync, "no session is open for this lane: an attendant can open one");
    } else if (strcmp(session_state, "closing_control") == 0) {
        rest(sync, SYNC_SESSION_FIND_CONFIG, SYNC_POLL_MS);
        sync_tell_state(sync, SYNC_STUCK, "the session waits to be closed in the back office");
    } else if (session->announced && session->info.session_id == session->found_id) {
        session->may_open = false;
        go(sync, SYNC_SESSION_WATCH);
    } else {
        go(sync, SYNC_SESSION_READ);
    }
}

static void on_find_config(SyncThread *sync, const HttpReply *reply)
{
    SyncSession *session = &sync->session;
    json_t *result;
    if (!sync_session_result(sync, reply, &result))
        return;
    const json_t *config = json_array_get(result, 0), *each;
    size_t i;
    json_array_foreach (result, i, each) { // a name that looks like another one's id: the name is meant
        const char *name = json_string_value(json_object_get(each, "name"));
        if (name && strcmp(name, sync->config.pos_config) == 0)
            config = each;
    }
    if (!config) {
        go(sync, SYNC_SESSION_LIST_CONFIGS);
    } else if (!odoo17_value_id(json_object_get(config, "id"), &session->config_id) ||
               !odoo17_value_reference(json_object_get(config, "current_session_id"), &session->found_id)) {
        refuse(sync, "the server's record of '%.100s' has no id or session", sync->config.pos_config);
    } else {
        const char *state = json_string_value(json_object_get(config, "current_session_state"));
        session->cash_control = json_is_true(json_object_get(config, "cash_control"));
        if (!odoo17_value_reference(json_object_get(config, "currency_id"), &session->currency_id))
            session->currency_id = 0;
        judge_config(sync, state ? state : "");
    }
    json_decref(result);
}

static void begin_find_config(SyncThread *sync)
{
    const char *name = sync->config.pos_config;
    char *end;
    long id = strtol(name, &end, 10);
    bool is_id = name[0] && *end == 0 && id > 0 && id <= INT32_MAX;
    json_t *arguments = is_id ? json_pack("[[s, [s, s, i], [s, s, s]]]", "|", "id", "=", (int)id, "name", "=", name)
                              : json_pack("[[[s, s, s]]]", "name", "=", name);
    ask_model(sync, "pos.config", "search_read", arguments,
              json_pack("{s: [s, s, s, s, s]}", "fields", "name", "current_session_id", "current_session_state",
                        "cash_control", "currency_id"),
              on_find_config);
}

static void on_list_configs(SyncThread *sync, const HttpReply *reply)
{
    json_t *result, *each;
    size_t i;
    char names[140] = "";
    if (!sync_session_result(sync, reply, &result))
        return;
    json_array_foreach (result, i, each) {
        const char *name = json_string_value(json_object_get(each, "name"));
        size_t used = strlen(names);
        if (name && used < sizeof names - 1)
            snprintf(names + used, sizeof names - used, "%s'%s'", used ? ", " : "", name);
    }
    json_decref(result);
    refuse(sync, "the server has no point of sale '%.60s'; it has %.130s", sync->config.pos_config,
           names[0] ? names : "none that this user may see");
}

static void begin_list_configs(SyncThread *sync)
{
    ask_model(sync, "pos.config", "search_read", json_pack("[[]]"),
              json_pack("{s: [s], s: i}", "fields", "name", "limit", 20), on_list_configs);
}

static void on_open(SyncThread *sync, const HttpReply *reply)
{
    json_t *result;
    if (!sync_session_result(sync, reply, &result))
        return;
    json_decref(result); // the address of the web till
    sync->session.opened = true;
    go(sync, SYNC_SESSION_FIND_CONFIG);
}

static void begin_open(SyncThread *sync)
{
    ask_model(sync, "pos.config", "open_ui", json_pack("[[i]]", (int)sync->session.config_id), NULL, on_open);
}

static int64_t parse_utc_ms(const char *text)
{
    struct tm utc = {0};
    const char *end = text ? strptime(text, "%Y-%m-%d %H:%M:%S", &utc) : NULL;
    return end ? (int64_t)timegm(&utc) * 1000 : 0;
}

static void joined(SyncThread *sync)
{
    SyncSession *session = &sync->session;
    if (session->opening_control && session->cash_control)
        go(sync, sync->config.opening_cash.minor > 0 ? SYNC_SESSION_CURRENCY : SYNC_SESSION_CASHBOX);
    else
        sync_session_watch(sync, 0);
}

static void on_read(SyncThread *sync, const HttpReply *reply)
{
    SyncSession *session = &sync->session;
    json_t *result;
    if (!sync_session_result(sync, reply, &result))
        return;
    const json_t *record = json_array_get(result, 0);
    const char *state = json_string_value(json_object_get(record, "state"));
    const char *name = json_string_value(json_object_get(record, "name"));
    if (!record || !state || !name) {
        go(sync, SYNC_SESSION_FIND_CONFIG); // gone since the configuration was read
        session->not_before_ms = sync_now(sync) + SYNC_RETRY_DELAY_MS_MIN;
    } else if (json_is_true(json_object_get(record, "rescue"))) {
        closed(sync, "the open session is a rescue session: close it in the back office");
    } else {
        session->opening_control = strcmp(state, "opening_control") == 0;
        if (!odoo17_value_number(json_object_get(record, "cash_register_balance_start"), &session->balance_start))
            session->balance_start = 0;
        if (session->joined && session->info.session_id == session->found_id) {
            joined(sync); // an earlier try got its login number and was cut off after it
        } else {
            int64_t opened_ms = parse_utc_ms(json_string_value(json_object_get(record, "start_at")));
            session->joined = session->announced = false;
            session->info = (JournalSession){
                .session_id = session->found_id,
                .config_id = session->config_id,
                .user_id = session->user_id,
                .opened_unix_ms = opened_ms ? opened_ms : sync->os.clock.unix_ms(sync->os.clock.context)};
            snprintf(session->info.origin, sizeof session->info.origin, "%s", sync->config.origin);
            text_copy_to_buffer(text_from_string(name), session->info.session_name, sizeof session->info.session_name);
            go(sync, SYNC_SESSION_LOGIN);
        }
    }
    json_decref(result);
}

static void begin_read(SyncThread *sync)
{
    ask_model(sync, "pos.session", "read",
              json_pack("[[i], [s, s, s, s, s]]", (int)sync->session.found_id, "name", "state", "rescue", "start_at",
                        "cash_register_balance_start"),
              NULL, on_read);
}

static void on_login(SyncThread *sync, const HttpReply *reply)
{
    SyncSession *session = &sync->session;
    json_t *result;
    if (!sync_session_result(sync, reply, &result))
        return;
    bool ok = odoo17_value_id(result, &session->info.login_number);
    json_decref(result);
    if (!ok) {
        refuse(sync, "the server gave no login number for session '%s'", session->info.session_name);
        return;
    }
    session->joined = true;
    joined(sync);
}

static void begin_login(SyncThread *sync)
{
    ask_model(sync, "pos.session", "login", json_pack("[[i]]", (int)sync->session.found_id), NULL, on_login);
}

static void on_currency(SyncThread *sync, const HttpReply *reply)
{
    SyncSession *session = &sync->session;
    json_t *result;
    if (!sync_session_result(sync, reply, &result))
        return;
    const json_t *digits = json_object_get(json_array_get(result, 0), "decimal_places");
    bool ok = odoo17_value_integer(digits, &session->currency_decimals) && session->currency_decimals >= 0 &&
              session->currency_decimals <= 4;
    json_decref(result);
    if (ok)
        go(sync, SYNC_SESSION_CASHBOX);
    else
        refuse(sync, "the server does not say how many decimals its currency has");
}

static void begin_currency(SyncThread *sync)
{
    ask_model(sync, "res.currency", "read", json_pack("[[i], [s]]", (int)sync->session.currency_id, "decimal_places"),
              NULL, on_currency);
}

static void on_cashbox(SyncThread *sync, const HttpReply *reply)
{
    json_t *result;
    if (!sync_session_result(sync, reply, &result))
        return;
    json_decref(result);
    sync_session_watch(sync, 0);
}

static void begin_cashbox(SyncThread *sync)
{
    // No count of the lane's own: what the server expects from the last closing.
    double amount = sync->session.balance_start;
    Currency currency = {.decimals = sync->session.currency_decimals};
    if (sync->config.opening_cash.minor > 0)
        amount = money_to_double(sync->config.opening_cash, &currency);
    ask_model(sync, "pos.session", "set_cashbox_pos",
              json_pack("[[i], f, s]", (int)sync->session.info.session_id, amount, ""), NULL, on_cashbox);
}

/* --- the session is open --- */

static void announce(SyncThread *sync)
{
    SyncSession *session = &sync->session;
    if (session->announced)
        return;
    session->announced = true;
    session->may_open = session->opened = false;
    sync_tell(sync, &(SyncEvent){.kind = SYNC_EVENT_SESSION, .session = session->info});
    log_info("session '%s' (%d), login number %d", session->info.session_name, session->info.session_id,
             session->info.login_number);
    sync->load.wanted = true; // a new session: everything is read anew
    sync->load.not_before_ms = 0;
}

// From here to a load when one is wanted and due, else to the next look.
static void settle(SyncThread *sync)
{
    int64_t now = sync_now(sync), next = SYNC_POLL_MS;
    announce(sync);
    if (sync->load.wanted && sync->load.not_before_ms <= now) {
        go(sync, SYNC_SESSION_LOAD);
        sync_load_begin(sync);
        return;
    }
    if (sync->load.wanted && sync->load.not_before_ms - now < next)
        next = sync->load.not_before_ms - now;
    rest(sync, SYNC_SESSION_WATCH, next);
    if (sync->load.wanted)
        sync_tell_state(sync, SYNC_REFUSED, sync->load.words);
    else
        sync_tell_state(sync, SYNC_ONLINE, "");
}

void sync_session_watch(SyncThread *sync, int64_t in_ms)
{
    if (in_ms > 0)
        rest(sync, SYNC_SESSION_WATCH, in_ms);
    else
        settle(sync);
}

static void on_watch(SyncThread *sync, const HttpReply *reply)
{
    json_t *result;
    if (!sync_session_result(sync, reply, &result))
        return;
    const char *state = json_string_value(json_object_get(json_array_get(result, 0), "state"));
    char words[240];
    if (!state || strcmp(state, "closed") == 0) {
        snprintf(words, sizeof words, "session '%s' was closed in the back office", sync->session.info.session_name);
        closed(sync, words);
    } else if (strcmp(state, "closing_control") == 0) {
        rest(sync, SYNC_SESSION_WATCH, SYNC_POLL_MS);
        snprintf(words, sizeof words, "session '%s' waits to be closed in the back office",
                 sync->session.info.session_name);
        sync_tell_state(sync, SYNC_STUCK, words);
    } else {
        settle(sync);
    }
    json_decref(result);
}

static void begin_watch(SyncThread *sync)
{
    ask_model(sync, "pos.session", "read", json_pack("[[i], [s]]", (int)sync->session.info.session_id, "state"), NULL,
              on_watch);
}

/* --- the read lane --- */

void sync_session_begin(SyncThread *sync, bool may_open)
{
    sync->session.may_open = may_open;
    go(sync, SYNC_SESSION_AUTHENTICATE);
}

void sync_session_reopen(SyncThread *sync)
{
    SyncSession *session = &sync->session;
    if (session->announced && !session->resting)
        return; // open, and busy loading: nothing to open
    session->may_open = true;
    sync->load.not_before_ms = 0;
    if (session->resting)
        go(sync, session->user_id == 0 || sync->state == SYNC_REFUSED ? SYNC_SESSION_AUTHENTICATE
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
        begin_find_config(sync);
        return true;
    case SYNC_SESSION_LIST_CONFIGS:
        begin_list_configs(sync);
        return true;
    case SYNC_SESSION_OPEN:
        begin_open(sync);
        return true;
    case SYNC_SESSION_READ:
        begin_read(sync);
        return true;
    case SYNC_SESSION_LOGIN:
        begin_login(sync);
        return true;
    case SYNC_SESSION_CURRENCY:
        begin_currency(sync);
        return true;
    case SYNC_SESSION_CASHBOX:
        begin_cashbox(sync);
        return true;
    case SYNC_SESSION_WATCH:
        begin_watch(sync);
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
