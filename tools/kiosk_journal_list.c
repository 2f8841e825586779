// kiosk-journal list: a line for each sale and event: time, kind, reference, total, state.
#include <stdio.h>
#include <string.h>

#include "journal_json.h"
#include "kiosk_journal_tool.h"

static json_t *known_order(Tool *tool, const char *uuid)
{
    json_t *known = uuid && uuid[0] ? json_object_get(tool->orders, uuid) : NULL;
    if (!known && uuid && uuid[0]) {
        known = json_object();
        json_object_set_new(tool->orders, uuid, known);
    }
    return known;
}

// First pass of list: what the later records say of an order.
static void learn_step(Tool *tool, const JournalStep *step, void *context)
{
    (void)context;
    JournalKind kind = step->record.kind;
    if (step->kind != JOURNAL_STEP_RECORD)
        return;
    json_t *known = known_order(tool, step->record.order_uuid);
    if (!known || (kind != JOURNAL_INTENT && kind != JOURNAL_PAID && kind != JOURNAL_SERVER &&
                   kind != JOURNAL_IMPORTED))
        return;
    json_t *object = journal_json_record(&step->record, tool->order),
           *order = json_object_get(object, "order");
    if (order) {
        json_object_set(known, "reference", json_object_get(order, "reference"));
        json_object_set(known, "total", json_object_get(order, "total"));
        json_object_set(known, "currency", json_object_get(order, "currency"));
    }
    if (kind == JOURNAL_PAID)
        json_object_set_new(known, "state", json_string("waiting"));
    if (kind == JOURNAL_SERVER || kind == JOURNAL_IMPORTED)
        json_object_set(known, "state", json_object_get(object, "state"));
    json_decref(object);
}

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text ? text : "";
}

// The orders of a segment that was removed, each as the sale that it was.
static void list_digest(const Tool *tool, const JournalRecord *record)
{
    JournalDigest digest;
    JournalDigestOrder order;
    JournalUnpack rest;
    Error ignored;
    if (!journal_decode_digest(record->payload, &digest, &rest, &ignored))
        return;
    Currency currency = {.decimals = digest.decimals};
    for (int32_t i = 0; i < digest.entry_count; i++) {
        char total[32], time[32];
        if (!journal_decode_digest_order(&rest, &order, &ignored))
            return;
        if (!order.here)
            continue;
        money_print(order.total, &currency, total);
        journal_json_time(order.paid_unix_ms, time);
        if (tool->json) {
            json_t *row =
                json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:I}", "time", time, "kind",
                          "digest", "reference", order.reference, "total", total, "currency",
                          digest.currency, "state", journal_server_state_name(order.state), "uuid",
                          order.uuid, "sequence", (json_int_t)record->sequence);
            tool_print_json(row);
            json_decref(row);
        } else
            printf("%s  %-13s  %-24s  %10s %-3s  %s\n", time, "digest", order.reference, total,
                   digest.currency, journal_server_state_name(order.state));
    }
}

static void list_step(Tool *tool, const JournalStep *step, void *context)
{
    (void)context;
    JournalKind kind = step->record.kind;
    if (step->kind != JOURNAL_STEP_RECORD) {
        tool_print_gap(tool, step);
        return;
    }
    if (kind == JOURNAL_SEGMENT || kind == JOURNAL_BASKET)
        return; // steps on the way; `show` has them
    if (kind == JOURNAL_DIGEST) {
        list_digest(tool, &step->record);
        return;
    }
    json_t *object = journal_json_record(&step->record, tool->order);
    const json_t *known = known_order(tool, step->record.order_uuid);
    const char *state = kind == JOURNAL_PAID ? text_of(known, "state") : text_of(object, "state");
    if (kind == JOURNAL_ATTENDANT)
        state = text_of(object, "action");
    if (kind == JOURNAL_REPAIR)
        state = text_of(object, "repair");
    if (kind == JOURNAL_SESSION)
        state = text_of(object, "session");
    char time[32];
    journal_json_time(step->record.unix_ms, time);
    if (tool->json) {
        json_t *row = json_pack(
            "{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:I}", "time", time, "kind",
            journal_kind_name(kind), "reference", text_of(known, "reference"), "total",
            text_of(known, "total"), "currency", text_of(known, "currency"), "state", state, "uuid",
            step->record.order_uuid, "sequence", (json_int_t)step->record.sequence);
        tool_print_json(row);
        json_decref(row);
    } else
        printf("%s  %-13s  %-24s  %10s %-3s  %s\n", time, journal_kind_name(kind),
               text_of(known, "reference"), text_of(known, "total"), text_of(known, "currency"),
               state);
    json_decref(object);
}

int32_t tool_list(Tool *tool, Error *error)
{
    return tool_walk(tool, learn_step, NULL, error) && tool_walk(tool, list_step, NULL, error) ? 0
                                                                                               : 1;
}
