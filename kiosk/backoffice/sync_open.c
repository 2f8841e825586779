/* From a signed-in lane to an open session: the point of sale by name or id, its session, a login
 * number of our own, the opening count (FACTS 4).
 *
 * Each step is a question (sync_open_*) and the function for its answer, which names the next step.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "backoffice/odoo17_value.h"
#include "backoffice/sync_internal.h"

static void judge_config(SyncThread *sync, const char *session_state)
{
    SyncSession *session = &sync->session;
    if (session->found_id == 0 && session->opened) {
        session->opened = false;
        sync_session_refuse(sync, "the server opened no session for '%.100s'",
                            sync->config.pos_config);
    } else if (session->found_id == 0 && session->may_open) {
        sync_session_go(sync, SYNC_SESSION_OPEN);
    } else if (session->found_id == 0) {
        sync_session_closed(sync, "no session is open for this lane: an attendant can open one");
    } else if (strcmp(session_state, "closing_control") == 0) {
        sync_session_rest(sync, SYNC_SESSION_FIND_CONFIG, sync_period_ms(sync, SYNC_POLL_MS));
        sync_tell_state(sync, SYNC_STUCK, "the session waits to be closed in the back office");
    } else if (session->announced && session->info.session_id == session->found_id) {
        session->may_open = false;
        sync_session_go(sync, SYNC_SESSION_WATCH);
    } else {
        sync_session_go(sync, SYNC_SESSION_READ);
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
    json_array_foreach(result, i, each)
    { // a name that looks like another one's id: the name is meant
        const char *name = json_string_value(json_object_get(each, "name"));
        if (name && strcmp(name, sync->config.pos_config) == 0)
            config = each;
    }
    if (!config) {
        sync_session_go(sync, SYNC_SESSION_LIST_CONFIGS);
    } else if (!odoo17_value_id(json_object_get(config, "id"), &session->config_id) ||
               !odoo17_value_reference(json_object_get(config, "current_session_id"),
                                       &session->found_id)) {
        sync_session_refuse(sync, "the server's record of '%.100s' has no id or session",
                            sync->config.pos_config);
    } else {
        const char *state = json_string_value(json_object_get(config, "current_session_state"));
        session->cash_control = json_is_true(json_object_get(config, "cash_control"));
        if (!odoo17_value_reference(json_object_get(config, "currency_id"), &session->currency_id))
            session->currency_id = 0;
        judge_config(sync, state ? state : "");
    }
    json_decref(result);
}

void sync_open_find_config(SyncThread *sync)
{
    const char *name = sync->config.pos_config;
    char *end;
    long id = strtol(name, &end, 10);
    bool is_id = name[0] && *end == 0 && id > 0 && id <= INT32_MAX;
    json_t *arguments =
        is_id ? json_pack("[[s, [s, s, i], [s, s, s]]]", "|", "id", "=", (int)id, "name", "=", name)
              : json_pack("[[[s, s, s]]]", "name", "=", name);
    sync_session_ask(sync, "pos.config", "search_read", arguments,
                     json_pack("{s: [s, s, s, s, s]}", "fields", "name", "current_session_id",
                               "current_session_state", "cash_control", "currency_id"),
                     on_find_config);
}

static void on_list_configs(SyncThread *sync, const HttpReply *reply)
{
    json_t *result, *each;
    size_t i;
    char names[140] = "";
    if (!sync_session_result(sync, reply, &result))
        return;
    json_array_foreach(result, i, each)
    {
        const char *name = json_string_value(json_object_get(each, "name"));
        size_t used = strlen(names);
        if (name && used < sizeof names - 1)
            snprintf(names + used, sizeof names - used, "%s'%s'", used ? ", " : "", name);
    }
    json_decref(result);
    sync_session_refuse(sync, "the server has no point of sale '%.60s'; it has %.130s",
                        sync->config.pos_config, names[0] ? names : "none that this user may see");
}

void sync_open_list_configs(SyncThread *sync)
{
    sync_session_ask(sync, "pos.config", "search_read", json_pack("[[]]"),
                     json_pack("{s: [s], s: i}", "fields", "name", "limit", 20), on_list_configs);
}

static void on_open(SyncThread *sync, const HttpReply *reply)
{
    json_t *result;
    if (!sync_session_result(sync, reply, &result))
        return;
    json_decref(result); // the address of the web till
    sync->session.opened = true;
    sync_session_go(sync, SYNC_SESSION_FIND_CONFIG);
}

void sync_open_open(SyncThread *sync)
{
    sync_session_ask(sync, "pos.config", "open_ui",
                     json_pack("[[i]]", (int)sync->session.config_id), NULL, on_open);
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
        sync_session_go(sync, sync->config.opening_cash.minor > 0 ? SYNC_SESSION_CURRENCY
                                                                  : SYNC_SESSION_CASHBOX);
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
        sync_session_go(sync, SYNC_SESSION_FIND_CONFIG); // gone since the configuration was read
        session->not_before_ms = sync_now(sync) + SYNC_RETRY_DELAY_MS_MIN;
    } else if (json_is_true(json_object_get(record, "rescue"))) {
        sync_session_closed(sync,
                            "the open session is a rescue session: close it in the back office");
    } else {
        session->opening_control = strcmp(state, "opening_control") == 0;
        if (!odoo17_value_number(json_object_get(record, "cash_register_balance_start"),
                                 &session->balance_start))
            session->balance_start = 0;
        if (session->joined && session->info.session_id == session->found_id) {
            joined(sync); // an earlier try got its login number and was cut off after it
        } else {
            int64_t opened_ms =
                parse_utc_ms(json_string_value(json_object_get(record, "start_at")));
            session->joined = session->announced = false;
            session->info = (JournalSession){
                .session_id = session->found_id,
                .config_id = session->config_id,
                .user_id = session->user_id,
                .opened_unix_ms =
                    opened_ms ? opened_ms : sync->os.clock.unix_ms(sync->os.clock.context)};
            snprintf(session->info.origin, sizeof session->info.origin, "%s", sync->config.origin);
            text_copy_to_buffer(text_from_string(name), session->info.session_name,
                                sizeof session->info.session_name);
            sync_session_go(sync, SYNC_SESSION_LOGIN);
        }
    }
    json_decref(result);
}

void sync_open_read(SyncThread *sync)
{
    sync_session_ask(sync, "pos.session", "read",
                     json_pack("[[i], [s, s, s, s, s]]", (int)sync->session.found_id, "name",
                               "state", "rescue", "start_at", "cash_register_balance_start"),
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
        sync_session_refuse(sync, "the server gave no login number for session '%s'",
                            session->info.session_name);
        return;
    }
    session->joined = true;
    joined(sync);
}

void sync_open_login(SyncThread *sync)
{
    sync_session_ask(sync, "pos.session", "login", json_pack("[[i]]", (int)sync->session.found_id),
                     NULL, on_login);
}

static void on_currency(SyncThread *sync, const HttpReply *reply)
{
    SyncSession *session = &sync->session;
    json_t *result;
    if (!sync_session_result(sync, reply, &result))
        return;
    const json_t *digits = json_object_get(json_array_get(result, 0), "decimal_places");
    bool ok = odoo17_value_integer(digits, &session->currency_decimals) &&
              session->currency_decimals >= 0 && session->currency_decimals <= 4;
    json_decref(result);
    if (ok)
        sync_session_go(sync, SYNC_SESSION_CASHBOX);
    else
        sync_session_refuse(sync, "the server does not say how many decimals its currency has");
}

void sync_open_currency(SyncThread *sync)
{
    sync_session_ask(sync, "res.currency", "read",
                     json_pack("[[i], [s]]", (int)sync->session.currency_id, "decimal_places"),
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

void sync_open_cashbox(SyncThread *sync)
{
    // No count of the lane's own: what the server expects from the last closing.
    double amount = sync->session.balance_start;
    Currency currency = {.decimals = sync->session.currency_decimals};
    if (sync->config.opening_cash.minor > 0)
        amount = money_to_double(sync->config.opening_cash, &currency);
    sync_session_ask(sync, "pos.session", "set_cashbox_pos",
                     json_pack("[[i], f, s]", (int)sync->session.info.session_id, amount, ""), NULL,
                     on_cashbox);
}
