#include "model_server.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

// The server looks for a draft of that name before it looks for an equal paid order.
static int32_t find(const ModelServer *server, const char *reference, bool paid)
{
    for (int32_t i = 0; i < server->record_count; i++) {
        const ModelRecord *record = &server->records[i];
        if (!record->gone && record->paid == paid && strcmp(record->reference, reference) == 0)
            return i;
    }
    return -1;
}

static ModelRunning begin(const ModelServer *server, const char *reference, const char *token,
                          double total, bool draft)
{
    ModelRunning push = {
        .total = total, .draft = draft, .saw_record = find(server, reference, false)};
    snprintf(push.reference, sizeof push.reference, "%s", reference);
    snprintf(push.token, sizeof push.token, "%s", token);
    if (push.saw_record >= 0)
        push.saw_version = server->records[push.saw_record].version;
    else
        push.saw_paid = find(server, reference, true) >= 0;
    return push;
}

static ModelResult commit(ModelServer *server, const ModelRunning *push, int32_t *out_id)
{
    ModelRecord *record;
    *out_id = 0;
    if (push->saw_record >= 0) {
        record = &server->records[push->saw_record];
        if (record->version != push->saw_version || record->gone)
            return MODEL_SERIALIZATION;
    } else if (push->saw_paid) {
        return MODEL_ALREADY_THERE;
    } else {
        assert(server->record_count < MODEL_RECORDS_MAX);
        record = &server->records[server->record_count++];
        *record = (ModelRecord){.id = ++server->next_id};
        memcpy(record->reference, push->reference, sizeof record->reference);
        memcpy(record->token, push->token, sizeof record->token);
    }
    server->changes++;
    record->version++;
    record->total = push->total;
    record->paid = !push->draft;
    *out_id = record->id;
    return MODEL_STORED;
}

ModelResult model_push(ModelServer *server, const char *reference, const char *token, double total,
                       bool draft, int32_t *out_id)
{
    ModelRunning push = begin(server, reference, token, total, draft);
    return commit(server, &push, out_id);
}

void model_push_slowly(ModelServer *server, const char *reference, const char *token, double total,
                       bool draft, int64_t commit_ms)
{
    assert(server->running_count < MODEL_RUNNING_MAX);
    ModelRunning push = begin(server, reference, token, total, draft);
    push.commit_ms = commit_ms;
    server->running[server->running_count++] = push;
}

void model_advance(ModelServer *server, int64_t now_ms)
{
    int32_t kept = 0;
    for (int32_t i = 0; i < server->running_count; i++) {
        int32_t id;
        if (server->running[i].commit_ms <= now_ms)
            (void)commit(server, &server->running[i], &id);
        else
            server->running[kept++] = server->running[i];
    }
    server->running_count = kept;
}

void model_remove_draft(ModelServer *server, int32_t id)
{
    for (int32_t i = 0; i < server->record_count; i++)
        if (server->records[i].id == id && !server->records[i].paid) {
            server->records[i].gone = true;
            server->changes++;
            server->records[i].version++;
        }
}

int32_t model_count(const ModelServer *server, const char *reference, bool paid)
{
    int32_t count = 0;
    for (int32_t i = 0; i < server->record_count; i++)
        count += !server->records[i].gone && server->records[i].paid == paid &&
                 strcmp(server->records[i].reference, reference) == 0;
    return count;
}
