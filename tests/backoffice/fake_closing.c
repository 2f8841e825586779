/* Closing the day at the back office in memory, as FACTS 10 measured it. */
#include <stdio.h>
#include <string.h>

#include "fake_backoffice.h"

static int32_t session_of(const ModelRecord *record)
{
    return record->session_id ? record->session_id : 5;
}

static bool is_rescue_open(const FakeBackoffice *fake, int32_t id)
{
    return id != 0 && id != fake->rescue_closed_id;
}

// The rescue session that orders came into, 0: none.
static int32_t rescue_of(const FakeBackoffice *fake)
{
    if (fake->rescue_id)
        return fake->rescue_id;
    for (int32_t i = 0; i < fake->orders.record_count; i++)
        if (session_of(&fake->orders.records[i]) > FAKE_RESCUE_ID)
            return session_of(&fake->orders.records[i]);
    return 0;
}

const char *fake_session_state(const FakeBackoffice *fake, int32_t id)
{
    if (id == rescue_of(fake))
        return is_rescue_open(fake, id) ? "opened" : "closed";
    return id == fake->session_id ? fake->session_state : "closed";
}

static json_t *record(const FakeBackoffice *fake, int32_t id, bool rescue)
{
    char name[64];
    snprintf(name, sizeof name, rescue ? "POS/%05d (RESCUE FOR POS/00005)" : "POS/%05d", id);
    return json_pack("{s:i, s:s, s:s, s:b, s:i}", "id", id, "name", name, "state",
                     fake_session_state(fake, id), "rescue", rescue, "login_number",
                     fake->login_number);
}

static json_t *find_sessions(const FakeBackoffice *fake, const json_t *domain)
{
    json_t *list = json_array();
    int32_t own =
        (int32_t)json_integer_value(json_array_get(json_array_get(domain, 1), 2)); // "|", id, ...
    json_array_append_new(list, record(fake, own, false));
    if (is_rescue_open(fake, rescue_of(fake)))
        json_array_append_new(list, record(fake, rescue_of(fake), true));
    return list;
}

static json_t *find_drafts(const FakeBackoffice *fake, int32_t session_id)
{
    json_t *list = json_array();
    for (int32_t i = 0; i < fake->orders.record_count; i++) {
        const ModelRecord *order = &fake->orders.records[i];
        if (!order->gone && !order->paid && session_of(order) == session_id)
            json_array_append_new(
                list, json_pack("{s:i, s:s}", "id", order->id, "pos_reference", order->reference));
    }
    return list;
}

static json_t *figures(const FakeBackoffice *fake, int32_t session_id)
{
    double total = 0;
    int32_t count = 0;
    for (int32_t i = 0; i < fake->orders.record_count; i++) {
        const ModelRecord *order = &fake->orders.records[i];
        if (order->gone || !order->paid || session_of(order) != session_id)
            continue;
        total += order->total;
        count++;
    }
    json_t *cash = fake->cash_control
                       ? json_pack("{s:s, s:f, s:f, s:f, s:[], s:i}", "name", "Cash", "amount",
                                   12.5, "opening", 12.5, "payment_amount", 0.0, "moves", "id", 9)
                       : json_null();
    return json_pack("{s:{s:i, s:f}, s:s, s:o, s:[{s:s, s:f, s:i, s:i, s:s}], s:b, s:n}",
                     "orders_details", "quantity", count, "amount", total, "opening_notes", "",
                     "default_cash_details", cash, "other_payment_methods", "name", "Card",
                     "amount", total, "number", count, "id", 6, "type", "bank", "is_manager", 0,
                     "amount_authorized_diff");
}

static json_t *refusal(const FakeBackoffice *fake, int32_t session_id)
{
    if (strcmp(fake_session_state(fake, session_id), "closed") == 0)
        return json_pack("{s:b, s:s, s:s, s:s, s:b}", "successful", 0, "type", "alert", "title",
                         "Session already closed", "message",
                         "The session has been already closed by another User.", "redirect", 1);
    if (fake->unbalanced)
        return json_pack("{s:b, s:s, s:b}", "successful", 0, "message", "Force Close Session",
                         "redirect", 1);
    return NULL;
}

static json_t *close_session(FakeBackoffice *fake, int32_t session_id)
{
    json_t *no = refusal(fake, session_id);
    if (no) {
        if (session_id == fake->session_id)
            snprintf(fake->session_state, sizeof fake->session_state, "closing_control");
        return no;
    }
    fake->closings++;
    if (session_id == fake->session_id) {
        fake->session_id = 0;
        fake->session_state[0] = 0;
    } else
        fake->rescue_closed_id = session_id;
    return json_pack("{s:b}", "successful", 1);
}

json_t *fake_closing_method(FakeBackoffice *fake, const char *model, const char *name,
                            const json_t *arguments, const json_t *keywords)
{
    const json_t *first = json_array_get(arguments, 0);
    int32_t id = (int32_t)json_integer_value(json_array_get(first, 0));
    if (strcmp(model, "pos.session") != 0) {
        const json_t *rule = json_array_get(first, 0);
        const char *field = json_string_value(json_array_get(rule, 0));
        bool of_session = strcmp(model, "pos.order") == 0 && strcmp(name, "search_read") == 0 &&
                          field && strcmp(field, "session_id") == 0;
        return of_session ? find_drafts(fake, (int32_t)json_integer_value(json_array_get(rule, 2)))
                          : NULL;
    }
    if (strcmp(name, "search_read") == 0)
        return find_sessions(fake, first);
    if (strcmp(name, "get_closing_control_data") == 0)
        return figures(fake, id);
    if (strcmp(name, "post_closing_cash_details") == 0) {
        fake->counted_cash = json_number_value(json_object_get(keywords, "counted_cash"));
        return json_pack("{s:b}", "successful", 1);
    }
    if (strcmp(name, "update_closing_control_state_session") == 0) {
        if (id == fake->session_id)
            snprintf(fake->session_state, sizeof fake->session_state, "closing_control");
        return json_null();
    }
    return strcmp(name, "close_session_from_ui") == 0 ? close_session(fake, id) : NULL;
}
