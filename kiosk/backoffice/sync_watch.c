/* The look at our session now and then, in one question: its state, and what else is at the point
 * of sale. A rescue session (FACTS 9) has to be closed by somebody; a login number that is higher
 * than ours is another device in our session (FACTS2 31). */
#include <stdio.h>
#include <string.h>

#include "backoffice/odoo17_value.h"
#include "backoffice/sync_internal.h"
#include "base/log.h"

static void tell_around(SyncThread *sync, const SyncAround *around)
{
    if (memcmp(around, &sync->around, sizeof *around) == 0)
        return;
    if (around->rescue_count > sync->around.rescue_count)
        log_warning("rescue session '%s' is open: somebody has to close it, too",
                    around->rescues[0].name);
    if (around->other_login != 0 && sync->around.other_login == 0)
        log_warning("another device signed in to session %d with login number %d; ours is %d",
                    sync->session.info.session_id, around->other_login,
                    sync->session.info.login_number);
    sync->around = *around;
    sync_tell(sync, &(SyncEvent){.kind = SYNC_EVENT_AROUND, .around = *around});
}

void sync_watch_rescue_closed(SyncThread *sync, int32_t session_id)
{
    SyncAround around = sync->around;
    int32_t shown = around.rescue_count < SYNC_RESCUES_MAX ? around.rescue_count : SYNC_RESCUES_MAX;
    for (int32_t i = 0; i < shown; i++) {
        if (around.rescues[i].session_id != session_id)
            continue;
        memmove(&around.rescues[i], &around.rescues[i + 1],
                (size_t)(SYNC_RESCUES_MAX - i - 1) * sizeof around.rescues[0]);
        memset(&around.rescues[SYNC_RESCUES_MAX - 1], 0, sizeof around.rescues[0]);
        around.rescue_count--;
        break;
    }
    tell_around(sync, &around);
}

static void note_rescue(SyncAround *around, int32_t id, const json_t *record)
{
    Text name = {0};
    if (around->rescue_count++ >= SYNC_RESCUES_MAX)
        return;
    SyncRescue *rescue = &around->rescues[around->rescue_count - 1];
    rescue->session_id = id;
    if (odoo17_value_text(json_object_get(record, "name"), &name))
        text_copy_to_buffer(name, rescue->name, sizeof rescue->name);
}

// Returns the record of our own session, NULL when it is gone.
static const json_t *look_around(SyncThread *sync, const json_t *result)
{
    const json_t *record, *ours = NULL;
    SyncAround around;
    size_t i;
    memset(&around, 0, sizeof around); // compared as bytes
    json_array_foreach(result, i, record)
    {
        int32_t id, login_number;
        if (!odoo17_value_id(json_object_get(record, "id"), &id))
            continue;
        if (id != sync->session.info.session_id) {
            note_rescue(&around, id, record);
            continue;
        }
        ours = record;
        if (odoo17_value_integer(json_object_get(record, "login_number"), &login_number) &&
            login_number > sync->session.info.login_number)
            around.other_login = login_number;
    }
    tell_around(sync, &around);
    return ours;
}

static void on_watch(SyncThread *sync, const HttpReply *reply)
{
    json_t *result;
    if (!sync_session_result(sync, reply, &result))
        return;
    sync->session.looked = true;
    const char *state = json_string_value(json_object_get(look_around(sync, result), "state"));
    const char *name = sync->session.info.session_name;
    char words[240];
    if (!state || strcmp(state, "closed") == 0) {
        snprintf(words, sizeof words, "session '%s' was closed %s", name,
                 sync->close.closed_id == sync->session.info.session_id ? "at this lane"
                                                                        : "in the back office");
        sync_session_closed(sync, words);
    } else if (strcmp(state, "closing_control") == 0) {
        sync_session_rest(sync, SYNC_SESSION_WATCH, sync_period_ms(sync, SYNC_POLL_MS));
        snprintf(words, sizeof words, "session '%s' waits to be closed in the back office", name);
        sync_tell_state(sync, SYNC_STUCK, words);
    } else {
        sync_session_watch(sync, 0);
    }
    json_decref(result);
}

void sync_watch(SyncThread *sync)
{
    sync_session_ask(
        sync, "pos.session", "search_read",
        json_pack("[[s, [s, s, i], s, s, [s, s, i], [s, s, b], [s, s, s]]]", "|", "id", "=",
                  (int)sync->session.info.session_id, "&", "&", "config_id", "=",
                  (int)sync->session.info.config_id, "rescue", "=", 1, "state", "!=", "closed"),
        json_pack("{s: [s, s, s, s]}", "fields", "name", "state", "rescue", "login_number"),
        on_watch);
}
