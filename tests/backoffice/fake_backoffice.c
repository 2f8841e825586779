#include "fake_backoffice.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { READS_TAKE_MS = 15, WRITES_TAKE_MS = 40, GIVEN_UP_AFTER_MS = 30 };

// An invented shop of two articles, in the shape of load_pos_data (FACTS 5).
static const char shop[] =
    "{\"res.company\":{\"id\":1,\"currency_id\":[1,\"EUR\"],\"email\":false,\"website\":false,"
    "\"company_registry\":false,"
    "\"vat\":false,\"name\":\"Shop\",\"phone\":false,\"partner_id\":[1,\"Shop\"],\"country_id\":["
    "20,\"Belgium\"],"
    "\"state_id\":false,\"tax_calculation_rounding_method\":\"round_per_line\",\"nomenclature_id\":"
    "[1,\"Default\"],"
    "\"point_of_sale_use_ticket_qr_code\":false,\"point_of_sale_ticket_unique_code\":false,"
    "\"account_fiscal_country_id\":{\"id\":20,\"code\":\"BE\"},"
    "\"country\":{\"id\":20,\"name\":\"Belgium\",\"vat_label\":\"VAT\",\"code\":\"BE\"}},"
    "\"decimal.precision\":{\"Product Price\":2,\"Discount\":2,\"Product Unit of Measure\":2},"
    "\"uom.uom\":[{\"id\":1,\"name\":\"Units\",\"category_id\":[1,\"Unit\"],\"rounding\":0.01,\"is_"
    "pos_groupable\":true}],"
    "\"account.tax\":[{\"id\":1,\"name\":\"21%%\",\"price_include\":true,\"include_base_amount\":"
    "false,"
    "\"is_base_affected\":true,\"amount_type\":\"percent\",\"children_tax_ids\":[],\"amount\":21.0,"
    "\"company_id\":[1,\"Shop\"],\"sum_repartition_factor\":1.0}],"
    "\"pos.session\":{\"id\":5,\"name\":\"POS/"
    "00005\",\"user_id\":[8,\"Lane\"],\"config_id\":[3,\"Lane 1\"],"
    "\"start_at\":\"2026-11-23 08:00:00\",\"payment_method_ids\":[6],\"state\":\"opened\","
    "\"cash_register_balance_start\":0.0,\"access_token\":\"x\"},"
    "\"pos.config\":{\"id\":3,\"name\":\"Lane "
    "1\",\"company_id\":[1,\"Shop\"],\"currency_id\":[1,\"EUR\"],"
    "\"cash_control\":false,\"cash_rounding\":false,\"rounding_method\":false,\"only_round_cash_"
    "method\":false,"
    "\"payment_method_ids\":[6],\"use_pricelist\":false,\"pricelist_id\":false,\"available_"
    "pricelist_ids\":[],"
    "\"fiscal_position_ids\":[],\"default_fiscal_position_id\":false,\"iface_tax_included\":"
    "\"total\","
    "\"limit_categories\":false,\"iface_available_categ_ids\":[],\"receipt_header\":false,"
    "\"receipt_footer\":false,"
    "\"iface_tipproduct\":false,\"tip_product_id\":false},"
    "\"res.users\":{\"id\":8,\"name\":\"Lane\",\"partner_id\":[4,\"Lane\"],\"role\":\"cashier\"},"
    "\"product.product\":[%s,%s],"
    "\"product.pricelist\":[],"
    "\"res.currency\":{\"id\":1,\"name\":\"EUR\",\"symbol\":\"E\",\"position\":\"after\","
    "\"rounding\":0.01,\"rate\":1.0,"
    "\"decimal_places\":2},\"pos.category\":[],"
    "\"pos.payment.method\":[{\"id\":6,\"name\":\"Card\",\"is_cash_count\":false,\"use_payment_"
    "terminal\":false,"
    "\"split_transactions\":false,\"type\":\"bank\",\"image\":false,\"sequence\":1}],"
    "\"account.fiscal.position\":[],\"attributes_by_ptal_id\":{},\"base_url\":\"http://127.0.0.1\","
    "\"pos_special_products_ids\":[],\"open_orders\":[]}";

static const char article[] = "{\"id\":%d,\"display_name\":\"%s\",\"lst_price\":%d.5,\"standard_"
                              "price\":1.0,\"categ_id\":[1,\"All\"],"
                              "\"pos_categ_ids\":[],\"taxes_id\":[1],\"barcode\":\"%d\",\"default_"
                              "code\":false,\"to_weight\":false,"
                              "\"uom_id\":[1,\"Units\"],\"description_sale\":false,\"description\":"
                              "false,\"product_tmpl_id\":[%d,\"T\"],"
                              "\"tracking\":\"none\",\"write_date\":\"2026-11-23 "
                              "14:09:08\",\"available_in_pos\":true,\"attribute_line_ids\":[],"
                              "\"active\":true,\"image_128\":true,\"combo_ids\":[],\"categ\":{"
                              "\"id\":1,\"name\":\"All\",\"parent_id\":false,"
                              "\"parent\":null}}";

static uint32_t random_next(FakeBackoffice *fake)
{
    fake->seed = fake->seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(fake->seed >> 32);
}

static json_t *load_pos_data(const FakeBackoffice *fake)
{
    char one[1024], two[1024], whole[sizeof shop + 2048];
    snprintf(one, sizeof one, article, 11, "Milk", 1, 11, 11);
    snprintf(two, sizeof two, article, 12, "Bread", 2, 12, 12);
    snprintf(whole, sizeof whole, shop, one, two);
    json_t *result = json_loads(whole, 0, NULL);
    assert(result);
    if (fake->shop)
        fake_shop_fill_load(fake->shop, result);
    return result;
}

/* --- orders --- */

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text ? text : "";
}

static int32_t session_of(const FakeBackoffice *fake, const ModelRecord *record)
{
    if (fake->rescue_id)
        return fake->rescue_id;
    return record->session_id ? record->session_id : 5;
}

static json_t *order_record(const FakeBackoffice *fake, const ModelRecord *record)
{
    return json_pack("{s:i, s:s, s:s, s:f, s:f, s:f, s:s, s:[i], s:[i, s]}", "id", record->id,
                     "pos_reference", record->reference, "state", record->paid ? "paid" : "draft",
                     "amount_total", record->total, "amount_tax", 0.0, "amount_paid",
                     record->paid ? record->total : 0.0, "access_token", record->token, "lines", 1,
                     "session_id", session_of(fake, record), "POS/x");
}

static void add_orders(FakeBackoffice *fake, const char *reference, json_t *list)
{
    for (int32_t i = 0; i < fake->orders.record_count; i++) {
        const ModelRecord *record = &fake->orders.records[i];
        if (!record->gone && strcmp(record->reference, reference) == 0)
            json_array_append_new(list, order_record(fake, record));
    }
}

// All orders of some points of sale, after an id: what a page has room for.
static json_t *page_of_orders(FakeBackoffice *fake, const json_t *domain, const json_t *keywords)
{
    json_t *list = json_array();
    size_t limit = (size_t)json_integer_value(json_object_get(keywords, "limit"));
    json_int_t after = json_integer_value(json_array_get(json_array_get(domain, 2), 2));
    fake->pages++;
    for (int32_t i = 0; i < fake->orders.record_count && json_array_size(list) < limit; i++) {
        const ModelRecord *record = &fake->orders.records[i];
        if (record->gone || record->id <= after)
            continue;
        json_t *object = order_record(fake, record);
        if (fake->garbled_pages)
            json_object_del(object, "amount_total");
        json_array_append_new(list, object);
    }
    return list;
}

static json_t *search_orders(FakeBackoffice *fake, const char *reference)
{
    json_t *list = json_array();
    add_orders(fake, reference, list);
    return list;
}

// Of several references: a look at many, never before a push.
static json_t *search_many(FakeBackoffice *fake, const json_t *references)
{
    json_t *list = json_array(), *reference;
    size_t i;
    fake->looked_for += (int32_t)json_array_size(references);
    json_array_foreach(references, i, reference)
        add_orders(fake, json_string_value(reference), list);
    return list;
}

static void put_into_session(FakeBackoffice *fake, int32_t id, int32_t session_id)
{
    bool open = session_id == fake->session_id && strcmp(fake->session_state, "opened") == 0;
    for (int32_t i = 0; i < fake->orders.record_count; i++)
        if (fake->orders.records[i].id == id)
            fake->orders.records[i].session_id = open ? session_id : session_id + FAKE_RESCUE_ID;
}

// What a blind lane does not ask: nothing is there, then its draft is; only the look after an
// answer to a paid order is real.
static json_t *invented_look(const FakeBackoffice *fake, const char *reference)
{
    if (strcmp(fake->blind_reference, reference) != 0)
        return json_array();
    return json_pack("[{s:i, s:s, s:s, s:f, s:f, s:f, s:s, s:[i], s:[i, s]}]", "id", 1,
                     "pos_reference", reference, "state", "draft", "amount_total",
                     fake->blind_total, "amount_tax", 0.0, "amount_paid", 0.0, "access_token",
                     fake->blind_token, "lines", 1, "session_id", fake->session_id, "POS/x");
}

static json_t *invented_draft(FakeBackoffice *fake, const char *name, const char *token,
                              double total)
{
    snprintf(fake->blind_reference, sizeof fake->blind_reference, "%s", name);
    snprintf(fake->blind_token, sizeof fake->blind_token, "%s", token);
    fake->blind_total = total;
    fake->blind_answered = false;
    return json_pack("{s:[{s:i, s:s, s:b}]}", "result", "id", 1, "pos_reference", name,
                     "account_move", 0);
}

static json_t *server_error(const char *name, const char *message)
{
    return json_pack("{s:{s:i, s:s, s:{s:s, s:s, s:s}}}", "error", "code", 200, "message",
                     "Odoo Server Error", "data", "name", name, "message", message, "debug",
                     "Traceback (most recent call last)");
}

// Promise P5: whatever is sent again is the same.
static void note_bytes(FakeBackoffice *fake, const char *reference, bool draft, const json_t *order)
{
    char *text = json_dumps(order, JSON_COMPACT | JSON_PRESERVE_ORDER);
    uint64_t hash = 14695981039346656037u;
    assert(text);
    for (const char *c = text; *c; c++)
        hash = (hash ^ (uint8_t)*c) * 1099511628211u;
    free(text);
    for (int32_t i = 0; i < fake->push_count && i < FAKE_PUSHES_MAX; i++) {
        const FakePush *push = &fake->pushes[i];
        if (push->draft != draft || strcmp(push->reference, reference) != 0)
            continue;
        if (push->hash != hash && !fake->other_bytes[0])
            snprintf(fake->other_bytes, sizeof fake->other_bytes, "%s", reference);
        return;
    }
    FakePush *push = &fake->pushes[fake->push_count++ % FAKE_PUSHES_MAX];
    *push = (FakePush){.draft = draft, .hash = hash};
    snprintf(push->reference, sizeof push->reference, "%s", reference);
}

// Sets *lost when the client gets no answer though the server did it, or is still about to.
static int64_t id_of(const json_t *record, const char *name)
{
    return json_integer_value(json_object_get(record, name));
}

// What an order names and the server no longer has, in the server's words; NULL: all is there.
static json_t *refuse_gone(const FakeBackoffice *fake, const json_t *order)
{
    const json_t *item;
    size_t i;
    json_array_foreach(json_object_get(order, "lines"), i, item) if (
        fake->gone_article_id != 0 &&
        id_of(json_array_get(item, 2), "product_id") ==
            fake->gone_article_id) return server_error("odoo.exceptions.ValidationError",
                                                       "The operation cannot be completed: another "
                                                       "model requires the record being "
                                                       "deleted. If possible, archive it "
                                                       "instead.\n\nModel: Point of Sale Order "
                                                       "Lines "
                                                       "(pos.order.line)\nConstraint: "
                                                       "pos_order_line_product_id_fkey\n");
    if (fake->gone_session_id != 0 && id_of(order, "pos_session_id") == fake->gone_session_id)
        return server_error("odoo.exceptions.MissingError",
                            "Record does not exist or has been deleted.\n(Record: "
                            "pos.session(5,), User: 8)");
    if (fake->gone_partner_id != 0 && id_of(order, "partner_id") == fake->gone_partner_id)
        return server_error("odoo.exceptions.MissingError",
                            "Record does not exist or has been deleted.\n(Record: "
                            "res.partner(14,), User: 8)");
    return NULL;
}

static json_t *push(FakeBackoffice *fake, const json_t *arguments, bool *lost)
{
    const json_t *order = json_object_get(json_array_get(json_array_get(arguments, 0), 0), "data");
    json_t *gone = refuse_gone(fake, order);
    if (gone)
        return gone;
    bool draft = json_is_true(json_array_get(arguments, 1));
    double total = json_number_value(json_object_get(order, "amount_total"));
    const char *name = text_of(order, "name"), *token = text_of(order, "access_token");
    uint32_t fault = fake->faulty ? random_next(fake) % 12 : 99;
    int32_t id;
    int32_t session_id = (int32_t)json_integer_value(json_object_get(order, "pos_session_id"));
    if (draft)
        assert(json_array_size(json_object_get(order, "statement_ids")) == 0);
    if (fake->blind && draft)
        return invented_draft(fake, name, token, total);
    fake->blind_answered = fault >= 7;
    note_bytes(fake, name, draft, order);
    if (fault < 2) { // before anything was done
        *lost = fault == 0;
        return server_error("psycopg2.errors.SerializationFailure", "could not serialize access");
    }
    if (fault < 5) {
        model_push_slowly(&fake->orders, name, token, total, draft,
                          fake->now_ms +
                              (int64_t)(random_next(fake) % (uint64_t)fake->slow_ms_max));
        *lost = true;
        return NULL;
    }
    ModelResult result = model_push(&fake->orders, name, token, total, draft, &id);
    if (result == MODEL_STORED)
        put_into_session(fake, id, session_id);
    *lost = fault < 7;
    if (result == MODEL_SERIALIZATION)
        return server_error("psycopg2.errors.InFailedSqlTransaction",
                            "current transaction is aborted");
    if (result == MODEL_ALREADY_THERE)
        return json_pack("{s:[]}", "result");
    return json_pack("{s:[{s:i, s:s, s:b}]}", "result", "id", id, "pos_reference", name,
                     "account_move", 0);
}

static json_t *remove_orders(FakeBackoffice *fake, const json_t *arguments)
{
    const json_t *each;
    size_t i;
    json_array_foreach(json_array_get(arguments, 0), i, each)
        model_remove_draft(&fake->orders, (int32_t)json_integer_value(each));
    return json_pack("{s:[]}", "result");
}

/* --- the rest --- */

static json_t *config_record(const FakeBackoffice *fake)
{
    json_t *session =
        fake->session_id ? json_pack("[i, s]", fake->session_id, "POS/x") : json_false();
    return json_pack("{s:[{s:i, s:s, s:o, s:s, s:b, s:[i, s]}]}", "result", "id", 3, "name",
                     "Lane 1", "current_session_id", session, "current_session_state",
                     fake->session_state, "cash_control", fake->cash_control, "currency_id", 1,
                     "EUR");
}

static json_t *session_record(const FakeBackoffice *fake, int32_t id)
{
    char name[24];
    snprintf(name, sizeof name, "POS/%05d", id);
    return json_pack("{s:[{s:i, s:s, s:s, s:b, s:s, s:f}]}", "result", "id", id, "name", name,
                     "state", fake_session_state(fake, id), "rescue", 0, "start_at",
                     "2026-11-23 08:00:00", "cash_register_balance_start", 12.5);
}

static void open_session(FakeBackoffice *fake)
{
    if (fake->session_id)
        return;
    fake->session_id = 5 + fake->opened_sessions++;
    snprintf(fake->session_state, sizeof fake->session_state, "%s",
             fake->cash_control ? "opening_control" : "opened");
}

static json_t *read_pictures(const json_t *arguments)
{
    json_t *list = json_array(), *each;
    size_t i;
    json_array_foreach(json_array_get(arguments, 0), i, each) json_array_append_new(
        list, json_pack("{s:O, s:s}", "id", each, "image_128",
                        json_integer_value(each) == 11 ? "iVBORw0KGgo=" : "?"));
    return json_pack("{s:o}", "result", list);
}

// One customer; only what the lane may know of a person is asked for.
static json_t *find_customers(const json_t *params)
{
    const json_t *rule = json_array_get(json_object_get(params, "domain"), 0);
    const char *barcode = json_string_value(json_array_get(rule, 2));
    json_t *allowed = json_pack("[s, s, s]", "name", "property_product_pricelist",
                                "property_account_position_id");
    assert(json_equal(json_object_get(params, "fields"), allowed));
    assert(json_integer_value(json_object_get(params, "limit")) == 1);
    json_decref(allowed);
    if (strcmp(text_of(params, "order"), "id") != 0 || strcmp(barcode, FAKE_CUSTOMER_CARD) != 0)
        return json_pack("{s:[]}", "result");
    return json_pack("{s:[{s:i, s:s, s:[i, s], s:b}]}", "result", "id", 77, "name", "Ada\nExample",
                     "property_product_pricelist", 4, "Members", "property_account_position_id", 0);
}

static json_t *method(FakeBackoffice *fake, const char *model, const char *name,
                      const json_t *arguments, const json_t *keywords, bool *lost)
{
    json_t *of_shop =
        fake->shop ? fake_shop_method(fake->shop, model, name, arguments, keywords) : NULL;
    if (of_shop)
        return json_pack("{s:o}", "result", of_shop);
    json_t *of_closing = fake_closing_method(fake, model, name, arguments, keywords);
    if (of_closing)
        return json_pack("{s:o}", "result", of_closing);
    if (strcmp(name, "create_from_ui") == 0)
        return push(fake, arguments, lost);
    if (strcmp(name, "remove_from_ui") == 0)
        return remove_orders(fake, arguments);
    if (strcmp(name, "search_read") == 0 && strcmp(model, "pos.order") == 0) {
        const json_t *rule = json_array_get(json_array_get(arguments, 0), 0);
        *lost = fake->faulty && random_next(fake) % 6 == 0;
        if (strcmp(json_string_value(json_array_get(rule, 0)), "config_id") == 0)
            return json_pack("{s:o}", "result",
                             page_of_orders(fake, json_array_get(arguments, 0), keywords));
        if (json_is_array(json_array_get(rule, 2)))
            return json_pack("{s:o}", "result", search_many(fake, json_array_get(rule, 2)));
        const char *reference = json_string_value(json_array_get(rule, 2));
        bool invented =
            fake->blind && !(fake->blind_answered && strcmp(fake->blind_reference, reference) == 0);
        return json_pack("{s:o}", "result",
                         invented ? invented_look(fake, reference)
                                  : search_orders(fake, reference));
    }
    if (strcmp(name, "search_read") == 0 && strcmp(model, "pos.config") == 0)
        return config_record(fake);
    if (strcmp(name, "open_ui") == 0) {
        open_session(fake);
        return json_pack("{s:{s:s}}", "result", "url", "/pos/ui");
    }
    if (strcmp(name, "read") == 0 && strcmp(model, "pos.session") == 0)
        return session_record(
            fake, (int32_t)json_integer_value(json_array_get(json_array_get(arguments, 0), 0)));
    if (strcmp(name, "read") == 0 && strcmp(model, "product.product") == 0)
        return read_pictures(arguments);
    if (strcmp(name, "read") == 0 && strcmp(model, "res.currency") == 0)
        return json_pack("{s:[{s:i, s:i}]}", "result", "id", 1, "decimal_places", 2);
    if (strcmp(name, "login") == 0)
        return json_pack("{s:i}", "result", ++fake->login_number);
    if (strcmp(name, "set_cashbox_pos") == 0) {
        fake->cashbox = json_number_value(json_array_get(arguments, 1));
        snprintf(fake->session_state, sizeof fake->session_state, "opened");
        return json_object(); // None: no result member
    }
    if (strcmp(name, "load_pos_data") == 0)
        return fake->no_catalogue ? server_error("odoo.exceptions.UserError", "no catalogue today")
                                  : json_pack("{s:o}", "result", load_pos_data(fake));
    if (strcmp(name, "find_product_by_barcode") == 0)
        return json_pack("{s:{s:[i]}}", "result", "product_id", 12);
    if (strcmp(name, "get_pos_ui_res_partner_by_params") == 0)
        return find_customers(json_array_get(arguments, 1));
    return server_error("builtins.KeyError",
                        "no such method here"); // languages, nomenclature: left out
}

static bool is_faulty_model(const FakeBackoffice *fake, const char *model)
{
    return !fake->fault_model || (model && strcmp(fake->fault_model, model) == 0);
}

static json_t *process(FakeBackoffice *fake, const json_t *parameters, const char **out_name,
                       bool *lost)
{
    const json_t *arguments = json_object_get(parameters, "args");
    const char *key = json_string_value(json_array_get(arguments, 2));
    fake->key_seen_wrong |= !key || strcmp(key, "0123456789secret") != 0;
    if (strcmp(text_of(parameters, "method"), "authenticate") == 0) {
        *out_name = "authenticate";
        return json_pack("{s:o}", "result", fake->key_seen_wrong ? json_false() : json_integer(8));
    }
    *out_name = json_string_value(json_array_get(arguments, 4));
    const char *model = json_string_value(json_array_get(arguments, 3));
    if (fake->refuse_method && fake->refuse_count > 0 && is_faulty_model(fake, model) &&
        strcmp(fake->refuse_method, *out_name) == 0) {
        fake->refuse_count--;
        return server_error(fake->refuse_name, fake->refuse_message);
    }
    return method(fake, model, *out_name, json_array_get(arguments, 5),
                  json_array_get(arguments, 6), lost);
}

static void start(void *context, HttpLane lane, int64_t number, const char *path, Bytes body,
                  const HttpLimits *limits, HttpSink sink, void *sink_context)
{
    FakeBackoffice *fake = context;
    FakeCall *call = &fake->calls[lane];
    assert(!call->busy && strcmp(path, "/jsonrpc") == 0 && limits->total_ms > 0);
    *call = (FakeCall){
        .busy = true, .number = number, .status = 200, .sink = sink, .sink_context = sink_context};
    call->ready_ms = fake->now_ms + (lane == HTTP_LANE_WRITE ? WRITES_TAKE_MS : READS_TAKE_MS);
    if (fake->unreachable)
        return;
    model_advance(&fake->orders, fake->now_ms);
    json_t *request = json_loadb((const char *)body.data, body.size, 0, NULL);
    assert(request);
    bool lost = false;
    const char *name = "";
    json_t *reply = process(fake, json_object_get(request, "params"), &name, &lost);
    snprintf(fake->methods[fake->method_count++ % FAKE_CALLS_MAX], sizeof fake->methods[0], "%s",
             name);
    if (strcmp(name, "load_pos_data") == 0 && reply && json_object_get(reply, "result"))
        call->ready_ms = fake->now_ms + fake->load_takes_ms;
    if (fake->patience_counts && call->ready_ms - fake->now_ms > limits->silence_ms) {
        call->ready_ms = fake->now_ms + limits->silence_ms;
        lost = true;
    }
    if (lane == HTTP_LANE_WRITE && fake->calls[HTTP_LANE_READ].busy &&
        fake->calls[HTTP_LANE_READ].sink)
        fake->write_calls_while_loading++;
    if (lost && fake->patience_counts) {
        // nothing comes
    } else if (lost) {
        call->ready_ms = fake->now_ms + GIVEN_UP_AFTER_MS;
        if (random_next(fake) % 3 == 0)
            call->reply = strdup("<html>Bad Gateway</html>");
    } else {
        json_object_set_new(reply, "jsonrpc", json_string("2.0"));
        call->reply = json_dumps(reply, JSON_COMPACT);
        const json_t *parameters = json_object_get(request, "params");
        const char *model =
            json_string_value(json_array_get(json_object_get(parameters, "args"), 3));
        if (fake->cut_method && fake->cut_count > 0 && strcmp(name, fake->cut_method) == 0 &&
            is_faulty_model(fake, model)) {
            fake->cut_count--;
            call->reply[strlen(call->reply) / 2] = 0;
        }
    }
    json_decref(reply);
    json_decref(request);
}

// In two pieces, as a network would.
static void give_to_sink(FakeCall *call, HttpReply *out)
{
    size_t size = strlen(call->reply), half = size / 2;
    const uint8_t *bytes = (const uint8_t *)call->reply;
    out->ok = call->sink(call->sink_context, (Bytes){bytes, half}, &out->error) &&
              call->sink(call->sink_context, (Bytes){bytes + half, size - half}, &out->error);
}

static bool wait_for(void *context, int32_t timeout_ms, HttpReply *out)
{
    static char *last[HTTP_LANE_COUNT]; // bodies live until the lane's next call
    FakeBackoffice *fake = context;
    if (fake->network_changed)
        return false;
    int32_t first = -1;
    for (int32_t lane = 0; lane < HTTP_LANE_COUNT; lane++)
        if (fake->calls[lane].busy &&
            (first < 0 || fake->calls[lane].ready_ms < fake->calls[first].ready_ms))
            first = lane;
    int64_t until_ms = fake->now_ms + (fake->held ? 0 : timeout_ms);
    if (first < 0 || fake->calls[first].ready_ms > until_ms) {
        fake->wake_ms = fake->now_ms + timeout_ms;
        if (first >= 0 && fake->calls[first].ready_ms < fake->wake_ms)
            fake->wake_ms = fake->calls[first].ready_ms;
        fake->now_ms = until_ms;
        return false;
    }
    fake->wake_ms = fake->now_ms;
    FakeCall *call = &fake->calls[first];
    if (call->ready_ms > fake->now_ms)
        fake->now_ms = call->ready_ms;
    *out = (HttpReply){.call = call->number,
                       .status = call->status,
                       .server_unix_ms = fake->held ? fake->unix_ms : 1795443177000 + fake->now_ms};
    free(last[first]);
    last[first] = call->reply;
    call->busy = false;
    if (!call->reply)
        error_set(&out->error, ERROR_NETWORK, "cannot connect to 'fake'");
    else if (call->sink)
        give_to_sink(call, out);
    else {
        out->ok = true;
        out->body = (Bytes){(const uint8_t *)call->reply, strlen(call->reply)};
    }
    call->reply = NULL;
    return true;
}

static void wake(void *context)
{
    FakeBackoffice *fake = context;
    fake->wake_ms = fake->now_ms;
}

static void cancel(void *context, HttpLane lane)
{
    FakeBackoffice *fake = context;
    free(fake->calls[lane].reply);
    fake->calls[lane] = (FakeCall){0};
}

static bool network_changed(void *context)
{
    FakeBackoffice *fake = context;
    bool changed = fake->network_changed;
    fake->network_changed = false;
    return changed;
}

void fake_backoffice_init(FakeBackoffice *fake, uint64_t seed)
{
    *fake = (FakeBackoffice){
        .seed = seed, .cashbox = -1, .counted_cash = -1, .load_takes_ms = 100, .slow_ms_max = 1900};
}

void fake_backoffice_release(FakeBackoffice *fake)
{
    for (int lane = 0; lane < HTTP_LANE_COUNT; lane++)
        cancel(fake, (HttpLane)lane);
}

HttpTransport fake_backoffice_transport(FakeBackoffice *fake)
{
    return (HttpTransport){fake, start, wait_for, wake, cancel, network_changed};
}

static int64_t monotonic_ms(void *context)
{
    return ((FakeBackoffice *)context)->now_ms;
}

static int64_t unix_ms(void *context)
{
    return 1795443177000 + ((FakeBackoffice *)context)->now_ms;
}

static void fill(void *context, void *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        ((uint8_t *)bytes)[i] = (uint8_t)random_next(context);
}

Os fake_backoffice_os(FakeBackoffice *fake)
{
    Os os = os_linux();
    os.clock = (OsClock){.context = fake, .monotonic_ms = monotonic_ms, .unix_ms = unix_ms};
    os.random = (OsRandom){.context = fake, .fill = fill};
    return os;
}

int32_t fake_backoffice_asked(const FakeBackoffice *fake, const char *name)
{
    int32_t count = 0;
    for (int32_t i = 0; i < fake->method_count && i < FAKE_CALLS_MAX; i++)
        count += strcmp(fake->methods[i], name) == 0;
    return count;
}
