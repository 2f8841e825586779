/* What the server said, and what it means: success, a refusal of which class, or not the server at
 * all. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backoffice/odoo17_barcodes.h"
#include "backoffice/odoo17_names.h"
#include "backoffice/odoo17_order_record.h"
#include "backoffice/odoo17_reply.h"
#include "sample_reply.h"
#include "shared_files.h"
#include "support/unit_test.h"

static Bytes bytes_of(const char *string)
{
    return (Bytes){(const uint8_t *)string, strlen(string)};
}

static void a_result_is_handed_over(void **state)
{
    (void)state;
    json_t *result = NULL;
    OdooError refusal;
    Error error;
    assert_true(odoo17_reply(
        200, bytes_of("{\"jsonrpc\": \"2.0\", \"id\": 1, \"result\": [1, \"\\u0000\"]}"), &result,
        &refusal, &error));
    assert_false(refusal.present);
    assert_int_equal(json_array_size(result), 2);
    json_decref(result);
    assert_true(odoo17_reply(200, bytes_of("{\"jsonrpc\": \"2.0\", \"id\": 8, \"result\": false}"),
                             &result, &refusal, &error));
    assert_true(json_is_false(result));
    json_decref(result);
}

static void no_result_member_is_null(void **state)
{
    (void)state;
    json_t *result = NULL;
    OdooError refusal;
    Error error;
    assert_true(odoo17_reply(200, bytes_of("{\"jsonrpc\": \"2.0\", \"id\": 52}"), &result, &refusal,
                             &error));
    assert_true(json_is_null(result));
    json_decref(result);
}

static void assert_not_the_server(int status, const char *body)
{
    json_t *result = NULL;
    OdooError refusal = {.present = true};
    Error error = {0};
    assert_false(odoo17_reply(status, bytes_of(body), &result, &refusal, &error));
    assert_false(refusal.present);
    assert_int_equal(error.kind, ERROR_NETWORK);
    assert_null(result);
}

static void what_is_not_the_servers_is_network_trouble(void **state)
{
    (void)state;
    assert_not_the_server(502, "<html>Bad Gateway</html>");
    assert_not_the_server(404, "{\"jsonrpc\": \"2.0\", \"result\": 1}");
    assert_not_the_server(200, "<html></html>");
    assert_not_the_server(200, "");
    assert_not_the_server(200, "[]");
    assert_not_the_server(200, "{\"status\": \"pass\"}");
    assert_not_the_server(200, "{\"jsonrpc\": \"2.0\", \"id\": 1, \"result\": [1, 2");
    assert_not_the_server(200, "{\"jsonrpc\": \"2.0\", \"error\": \"no\"}");
}

typedef struct Refusal {
    const char *name, *message;
    int64_t code;
    OdooErrorClass class_;
} Refusal;

static const Refusal refusals[] = {
    {"odoo.http.SessionExpiredException", "Session expired", 100, ODOO_ERROR_RETRY},
    {"", "", 100, ODOO_ERROR_RETRY},
    {"psycopg2.errors.InFailedSqlTransaction", "current transaction is aborted", 200,
     ODOO_ERROR_RETRY},
    {"psycopg2.errors.SerializationFailure", "could not serialize access", 200, ODOO_ERROR_RETRY},
    {"psycopg2.errors.LockNotAvailable", "could not obtain lock", 200, ODOO_ERROR_RETRY},
    {"psycopg2.errors.DeadlockDetected", "deadlock detected", 200, ODOO_ERROR_RETRY},
    {"psycopg2.OperationalError", "server closed the connection unexpectedly", 200,
     ODOO_ERROR_RETRY},
    {"psycopg2.OperationalError", "FATAL:  database \"nodb\" does not exist\n", 200,
     ODOO_ERROR_LANE},
    {"odoo.exceptions.AccessDenied", "Access Denied", 200, ODOO_ERROR_LANE},
    {"odoo.exceptions.AccessError", "You are not allowed to access", 200, ODOO_ERROR_LANE},
    {"odoo.exceptions.AccessError",
     "You are not allowed to access 'Point of Sale Orders' (pos.order) records.", 200,
     ODOO_ERROR_LANE},
    // Of what this order has in it (FACTS2 21): others pass.
    {"odoo.exceptions.AccessError",
     "You are not allowed to create 'Product Attribute Custom Value' "
     "(product.attribute.custom.value) records. (by design)",
     200, ODOO_ERROR_PERMANENT},
    {"odoo.exceptions.MissingError",
     "Record does not exist or has been deleted.\n(Record: res.users(9,), User: 9)", 200,
     ODOO_ERROR_LANE},
    {"odoo.exceptions.MissingError", "(Record: pos.session(999999,), User: 8)", 200,
     ODOO_ERROR_PERMANENT},
    {"odoo.exceptions.ValidationError", "a mandatory field is not set", 200, ODOO_ERROR_PERMANENT},
    {"odoo.exceptions.UserError", "the period is locked", 200, ODOO_ERROR_PERMANENT},
    {"builtins.KeyError", "name", 200, ODOO_ERROR_PERMANENT},
    {"builtins.TypeError", "string indices", 200, ODOO_ERROR_PERMANENT},
    {"psycopg2.errors.InvalidDatetimeFormat", "invalid input syntax", 200, ODOO_ERROR_PERMANENT},
    {"something.New", "?", 200, ODOO_ERROR_PERMANENT},
};

static void refusals_are_classed_by_name(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(refusals); i++) {
        OdooError refusal;
        odoo17_classify(refusals[i].name, refusals[i].message, refusals[i].code, &refusal);
        assert_true(refusal.present);
        if (refusal.class_ != refusals[i].class_)
            fail_msg("%s: class %d", refusals[i].name, refusal.class_);
        Error error = {0};
        assert_false(odoo17_refusal_error(&refusal, &error));
        assert_int_equal(error.kind,
                         refusal.class_ == ODOO_ERROR_RETRY ? ERROR_NETWORK : ERROR_REFUSED);
    }
    OdooError refusal;
    odoo17_classify(NULL, NULL, 0, &refusal);
    assert_int_equal(refusal.class_, ODOO_ERROR_PERMANENT);
}

static void a_refusal_keeps_the_words_and_not_the_traceback(void **state)
{
    (void)state;
    json_t *result = NULL;
    OdooError refusal;
    Error error;
    assert_false(odoo17_reply(
        200,
        bytes_of(
            "{\"jsonrpc\": \"2.0\", \"id\": 5, \"error\": {\"code\": 200, \"message\": \"Odoo "
            "Server "
            "Error\", \"data\": {\"name\": \"odoo.exceptions.UserError\", \"message\": "
            "\"No.\\nAsk a\\u0007 manager\", \"debug\": \"Traceback (most recent call last)\"}}}"),
        &result, &refusal, &error));
    assert_true(refusal.present);
    assert_string_equal(refusal.name, "odoo.exceptions.UserError");
    assert_string_equal(refusal.message, "No. Ask a  manager");
    assert_int_equal(error.kind, ERROR_REFUSED);
    assert_string_equal(error.message, "the server says: No. Ask a  manager");
}

typedef struct Recorded { // a whole answer of the real server
    const char *file;
    OdooErrorClass class_;
    OrderRefusal about;
} Recorded;

static const Recorded recorded[] = {
    // an outage: again later
    {"destroyed_session", ODOO_ERROR_RETRY, ORDER_REFUSED_OTHER},
    // about the lane: the queue stops, no order is held against
    {"auth_bad_password", ODOO_ERROR_LANE, ORDER_REFUSED_OTHER},
    {"auth_unknown_user", ODOO_ERROR_LANE, ORDER_REFUSED_OTHER},
    {"auth_wrong_db", ODOO_ERROR_LANE, ORDER_REFUSED_OTHER},
    {"norights_create_from_ui", ODOO_ERROR_LANE, ORDER_REFUSED_OTHER},
    {"norights_load_pos_data", ODOO_ERROR_LANE, ORDER_REFUSED_OTHER},
    {"norights_open_ui", ODOO_ERROR_LANE, ORDER_REFUSED_OTHER},
    // about the order, with what is gone
    {"bad_product_id", ODOO_ERROR_PERMANENT, ORDER_REFUSED_ARTICLE},
    {"bad_product_id_receipt_printed", ODOO_ERROR_PERMANENT, ORDER_REFUSED_ARTICLE},
    {"bad_session_id", ODOO_ERROR_PERMANENT, ORDER_REFUSED_SESSION},
    // about the order, unless three in a row are refused for it
    {"bad_date", ODOO_ERROR_PERMANENT, ORDER_REFUSED_OTHER},
    {"bad_payment_date", ODOO_ERROR_PERMANENT, ORDER_REFUSED_OTHER},
    {"bad_payment_method_id", ODOO_ERROR_PERMANENT, ORDER_REFUSED_OTHER},
    {"bad_pricelist", ODOO_ERROR_PERMANENT, ORDER_REFUSED_OTHER},
    {"bad_tax_id", ODOO_ERROR_PERMANENT, ORDER_REFUSED_OTHER},
    {"bad_user_id", ODOO_ERROR_PERMANENT, ORDER_REFUSED_OTHER},
    {"missing_field_amount_paid", ODOO_ERROR_PERMANENT, ORDER_REFUSED_OTHER},
    {"missing_name", ODOO_ERROR_PERMANENT, ORDER_REFUSED_OTHER},
    {"orders_is_string", ODOO_ERROR_PERMANENT, ORDER_REFUSED_OTHER},
    {"payment_method_of_other_config", ODOO_ERROR_PERMANENT, ORDER_REFUSED_SESSION},
    {"qty_string", ODOO_ERROR_PERMANENT, ORDER_REFUSED_OTHER},
    {"set_cashbox_pos_user_without_email", ODOO_ERROR_PERMANENT, ORDER_REFUSED_OTHER},
    {"to_invoice_without_partner", ODOO_ERROR_PERMANENT, ORDER_REFUSED_OTHER},
    {"unknown_field", ODOO_ERROR_PERMANENT, ORDER_REFUSED_OTHER},
    {"unknown_method", ODOO_ERROR_PERMANENT, ORDER_REFUSED_OTHER},
    {"unknown_model", ODOO_ERROR_PERMANENT, ORDER_REFUSED_OTHER},
    {"wrong_arg_count", ODOO_ERROR_PERMANENT, ORDER_REFUSED_OTHER},
};

static void recorded_refusals_are_told_apart(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(recorded); i++) {
        char name[128], words[ODOO_WORDS_SIZE];
        snprintf(name, sizeof name, "odoo17/recorded/errors/%s.json", recorded[i].file);
        char *text = shared_response(name);
        if (!text) {
            print_message("# the recordings are not beside the project: nothing to compare\n");
            return;
        }
        json_t *result = NULL;
        OdooError refusal;
        Error error;
        if (odoo17_reply(200, bytes_of(text), &result, &refusal, &error))
            fail_msg("%s is no refusal", recorded[i].file);
        assert_true(refusal.present);
        odoo17_refusal_words(&refusal, words);
        if (refusal.class_ != recorded[i].class_ ||
            odoo17_refusal_about(words) != recorded[i].about)
            fail_msg("%s: class %d, about %d: %s", recorded[i].file, refusal.class_,
                     odoo17_refusal_about(words), words);
        free(text);
    }
}

static void cut_words_keep_what_was_broken(void **state)
{
    (void)state;
    static const char broken[] = "Constraint: pos_order_line_product_id_fkey";
    char message[400], words[ODOO_WORDS_SIZE];
    for (int32_t size = 1; size < 190; size++) {
        memset(message, 'x', (size_t)size);
        snprintf(message + size, sizeof message - (size_t)size, "\n%s\n", broken);
        OdooError refusal;
        odoo17_classify("odoo.exceptions.ValidationError", message, 200, &refusal);
        odoo17_refusal_words(&refusal, words);
        assert_non_null(strstr(words, broken));
        assert_int_equal(odoo17_refusal_about(words), ORDER_REFUSED_ARTICLE);
    }
    assert_int_equal(odoo17_refusal_about("InFailedSqlTransaction: current transaction is aborted"),
                     ORDER_REFUSED_HIDDEN);
    assert_int_equal(odoo17_refusal_about(""), ORDER_REFUSED_OTHER);
}

// --- order records ---

static const Currency euro = {"EUR", "\xe2\x82\xac", false, 2, 0.01};

static json_t *load(const char *text)
{
    json_error_t where;
    json_t *tree = json_loads(text, JSON_DECODE_ANY, &where);
    if (!tree)
        fail_msg("%s", where.text);
    return tree;
}

#define RECORD(id, state, token)                                                                   \
    "{\"id\": " id ", \"pos_reference\": \"Order 00016-001-0001\", \"state\": \"" state            \
    "\", \"amount_total\": "                                                                       \
    "16.540000000000003, \"amount_tax\": 2.46, \"amount_paid\": 0.0, \"access_token\": " token     \
    ", \"lines\": [7, 8], \"session_id\": [16, \"POS/00016\"]}"

static void order_records_are_read(void **state)
{
    (void)state;
    json_t *result =
        load("[" RECORD("24", "draft", "\"6fa7682b-7ad2-4919-922e-a86f5f52d638\"") ", " RECORD(
            "25", "invoiced", "false") ", " RECORD("26", "odd", "false") "]");
    Odoo17OrderRecord records[ODOO17_ORDER_RECORDS_MAX];
    int32_t count = 0;
    Error error;
    assert_true(odoo17_order_records(result, &euro, records, COUNT_OF(records), &count, &error));
    assert_int_equal(count, 3);
    assert_int_equal(records[0].id, 24);
    assert_int_equal(records[0].state, ODOO17_ORDER_DRAFT);
    assert_string_equal(records[0].state_name, "draft");
    assert_string_equal(records[0].reference, "Order 00016-001-0001");
    assert_string_equal(records[0].access_token, "6fa7682b-7ad2-4919-922e-a86f5f52d638");
    assert_int_equal(records[0].amount_total.minor, 1654);
    assert_int_equal(records[0].amount_tax.minor, 246);
    assert_int_equal(records[0].amount_paid.minor, 0);
    assert_int_equal(records[0].line_count, 2);
    assert_string_equal(records[1].access_token, "");
    assert_true(odoo17_order_is_paid(records[1].state));
    assert_false(odoo17_order_is_paid(records[0].state));
    assert_int_equal(records[2].state, ODOO17_ORDER_OTHER);
    assert_false(odoo17_order_records(result, &euro, records, 2, &count, &error));
    assert_int_equal(error.kind, ERROR_LIMIT);
    json_decref(result);
}

static void a_record_without_a_field_names_it(void **state)
{
    (void)state;
    static const char *const fields[] = {"id",           "state",      "pos_reference",
                                         "amount_total", "amount_tax", "amount_paid",
                                         "access_token", "lines",      "session_id"};
    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        json_t *result = load("[" RECORD("24", "paid", "false") "]");
        json_object_del(json_array_get(result, 0), fields[i]);
        Odoo17OrderRecord record;
        int32_t count = 99;
        Error error = {0};
        assert_false(odoo17_order_records(result, &euro, &record, 1, &count, &error));
        char expected[80];
        snprintf(expected, sizeof expected, "pos.order %d: field %s is nothing", i == 0 ? 0 : 24,
                 fields[i]);
        assert_string_equal(error.message, expected);
        assert_int_equal(count, 99);
        json_decref(result);
    }
    json_t *result = load("{}");
    Error error;
    int32_t count;
    assert_false(odoo17_order_records(result, &euro, NULL, 0, &count, &error));
    json_decref(result);
}

static void a_push_tells_its_id_or_that_it_was_there(void **state)
{
    (void)state;
    json_t *result = load(
        "[{\"id\": 82, \"pos_reference\": \"Order 00016-001-0002\", \"account_move\": false},"
        " {\"id\": 81, \"pos_reference\": \"Order 00016-001-0001\", \"account_move\": false}]");
    int32_t id = -1;
    Error error;
    assert_true(odoo17_order_pushed(result, "Order 00016-001-0001", &id, &error));
    assert_int_equal(id, 81);
    assert_true(odoo17_order_pushed(result, "Order 00016-001-0003", &id, &error));
    assert_int_equal(id, 0);
    json_decref(result);
    result = load("[]");
    assert_true(odoo17_order_pushed(result, "Order 00016-001-0001", &id, &error));
    assert_int_equal(id, 0);
    json_decref(result);
    result = load("true");
    assert_false(odoo17_order_pushed(result, "Order 00016-001-0001", &id, &error));
    json_decref(result);
}

// --- barcodes and names, into a catalogue ---

static Decoded decoded;

static void begin_sample(void)
{
    decoded_begin(&decoded, bytes_of(sample_reply()), 16384, false);
    assert_true(decoded.ok);
}

static void nomenclature_and_rules_go_into_the_catalogue(void **state)
{
    (void)state;
    begin_sample();
    json_t *rules =
        load("[{\"id\": 1, \"name\": \"Product\", \"sequence\": 90, \"type\": \"product\", "
             "\"encoding\": \"any\","
             " \"pattern\": \".*\", \"alias\": \"0\"}, {\"id\": 38, \"name\": \"Price\", "
             "\"sequence\": 14,"
             " \"type\": \"price\", \"encoding\": \"ean13\", \"pattern\": \"23.....{NNNDD}\"},"
             " {\"id\": 5, \"sequence\": 14, \"type\": \"coupon\", \"encoding\": \"gs1-28\", "
             "\"pattern\": \"9\"}]");
    Error error;
    assert_true(odoo17_barcode_rules(rules, decoded.builder, &error));
    json_decref(rules);
    decoded_open(&decoded);
    const CatBarcodeRule *rule = decoded.catalogue.barcode_rules;
    assert_int_equal(decoded.catalogue.barcode_rule_count, 3);
    assert_int_equal(rule[0].id, 5);
    assert_int_equal(rule[0].type, CAT_RULE_OTHER);
    assert_int_equal(rule[0].encoding, CAT_ENCODING_OTHER);
    assert_true(text_equal_string(catalogue_text(&decoded.catalogue, rule[0].type_name), "coupon"));
    assert_int_equal(rule[1].id, 38);
    assert_int_equal(rule[1].type, CAT_RULE_PRICE);
    assert_int_equal(rule[1].encoding, CAT_ENCODING_EAN13);
    assert_true(
        text_equal_string(catalogue_text(&decoded.catalogue, rule[1].pattern), "23.....{NNNDD}"));
    assert_int_equal(rule[2].sequence, 90);
    decoded_end(&decoded);

    begin_sample();
    CatShop shop = {0};
    static const char *const conversions[] = {"always", "ean2upc", "upc2ean", "none"};
    for (int32_t i = 0; i < 4; i++) {
        json_t *nomenclature = json_pack("[{s: i, s: s, s: s}]", "id", 1, "name", "Default",
                                         "upc_ean_conv", conversions[i]);
        assert_true(odoo17_nomenclature(nomenclature, decoded.builder, &shop, &error));
        assert_int_equal(shop.gs1, 0);
        assert_int_equal(shop.upc_ean_conversion, i);
        json_decref(nomenclature);
    }
    json_t *nothing = load("[]");
    assert_false(odoo17_nomenclature(nothing, decoded.builder, &shop, &error));
    json_decref(nothing);
    decoded_end(&decoded);
}

static void a_gs1_nomenclature_falls_back_on_another(void **state)
{
    (void)state;
    begin_sample();
    CatShop shop = {.currency = {"EUR", "e", false, 2, 0.01}};
    Error error;
    int32_t id = -1;
    json_t *gs1 = load("[{\"id\": 2, \"name\": \"Default GS1 Nomenclature\", \"upc_ean_conv\": "
                       "\"always\", \"is_gs1_nomenclature\": true, "
                       "\"gs1_separator_fnc1\": \"(Alt029|#|\\\\x1D)\"}]");
    json_t *other = load("[{\"id\": 1, \"name\": \"Default\", \"upc_ean_conv\": \"upc2ean\"}]");
    json_t *none = load("[]"), *bad = load("[{\"id\": \"x\"}]");
    json_t *rules =
        load("[{\"id\": 3, \"sequence\": 101, \"type\": \"product\", \"encoding\": \"gs1-128\", "
             "\"pattern\": \"(01)(\\\\d{14})\", \"gs1_content_type\": \"identifier\"}, "
             "{\"id\": 15, \"sequence\": 310, \"type\": \"quantity\", \"encoding\": \"gs1-128\", "
             "\"pattern\": \"(310[0-5])(\\\\d{6})\", \"gs1_content_type\": \"measure\", "
             "\"gs1_decimal_usage\": true}, {\"id\": 31, \"sequence\": 90, \"type\": \"product\", "
             "\"encoding\": \"any\", \"pattern\": \".*\", \"gs1_content_type\": false}]");
    assert_true(odoo17_nomenclature(gs1, decoded.builder, &shop, &error));
    assert_int_equal(shop.gs1, 1);
    assert_int_equal(shop.upc_ean_conversion, 0);
    assert_true(odoo17_fallback_nomenclature(other, &shop, &id, &error));
    assert_int_equal(id, 1);
    assert_int_equal(shop.upc_ean_conversion, 2);
    assert_true(odoo17_fallback_nomenclature(none, &shop, &id, &error));
    assert_int_equal(id, 0);
    assert_false(odoo17_fallback_nomenclature(bad, &shop, &id, &error));
    assert_true(odoo17_barcode_rules(rules, decoded.builder, &error));
    catalogue_builder_set_shop(decoded.builder, &shop);
    decoded_open(&decoded);
    const Catalogue *catalogue = &decoded.catalogue;
    assert_true(text_equal_string(catalogue_text(catalogue, catalogue->shop->gs1_separator),
                                  "(Alt029|#|\\x1D)"));
    assert_int_equal(catalogue->gs1_rules.count, 2);
    assert_int_equal(catalogue->gs1_rules.rules[0].content, GS1_CONTENT_IDENTIFIER);
    assert_true(catalogue->gs1_rules.rules[1].decimals);
    assert_int_equal(catalogue->compiled_rules.count, 1);
    json_decref(gs1);
    json_decref(other);
    json_decref(none);
    json_decref(bad);
    json_decref(rules);
    decoded_end(&decoded);
}

static void a_bad_rule_is_named(void **state)
{
    (void)state;
    begin_sample();
    json_t *rules = load("[{\"id\": 38, \"sequence\": 14, \"type\": \"price\", \"encoding\": "
                         "\"ean13\", \"pattern\": 5}]");
    Error error;
    assert_false(odoo17_barcode_rules(rules, decoded.builder, &error));
    assert_string_equal(error.message, "barcode.rule 38: field pattern is a number");
    json_decref(rules);
    decoded_end(&decoded);
}

static void names_in_another_language_are_found_by_it(void **state)
{
    (void)state;
    begin_sample();
    static const char languages[2][8] = {"en", "fr"};
    catalogue_builder_set_languages(decoded.builder, languages, 2);
    static const struct {
        Odoo17Named named;
        const char *records;
    } pages[] = {
        {ODOO17_NAMED_ARTICLES, "[{\"id\": 49, \"display_name\": \"Caf\xc3\xa9 moulu\"}, "
                                "{\"id\": 50, \"display_name\": false}, {\"display_name\": \"?\"}, "
                                "{\"id\": 90, \"display_name\": \"Pourboire\\n\"}]"},
        {ODOO17_NAMED_CATEGORIES, "[{\"id\": 2, \"name\": \"Boissons\"}]"},
        {ODOO17_NAMED_ATTRIBUTES,
         "[{\"id\": 8, \"attribute_id\": [3, \"Lait\"]}, "
         "{\"id\": 8, \"attribute_id\": [3]}, {\"id\": 8, \"attribute_id\": "
         "7}, {\"id\": 8, \"attribute_id\": false}]"},
        {ODOO17_NAMED_VALUES, "[{\"id\": 19, \"name\": \"Avoine\"}]"},
        {ODOO17_NAMED_COMBOS, "[{\"id\": 4, \"name\": \"Petit d\xc3\xa9jeuner\"}]"},
    };
    Error error;
    for (size_t i = 0; i < COUNT_OF(pages); i++) {
        json_t *names = load(pages[i].records);
        assert_true(odoo17_names(names, pages[i].named, decoded.builder, 1, &error));
        json_decref(names);
        names = load("{}");
        assert_false(odoo17_names(names, pages[i].named, decoded.builder, 1, &error));
        json_decref(names);
    }
    decoded_open(&decoded);
    const Catalogue *catalogue = &decoded.catalogue;
    Text name = catalogue_article_name(catalogue, catalogue_article_by_id(catalogue, 90), 1);
    assert_true(text_equal_string(name, "Pourboire"));
    name = catalogue_article_name(catalogue, catalogue_article_by_id(catalogue, 50), 1);
    assert_true(text_equal_string(name, "Bananas"));
    assert_true(text_equal_string(catalogue_category_name(catalogue, 0, 1), "Boissons"));
    assert_true(text_equal_string(catalogue_attribute_name(catalogue, 0, 1), "Lait"));
    assert_true(text_equal_string(catalogue_attribute_value_name(catalogue, 0, 1), "Avoine"));
    assert_true(text_equal_string(catalogue_attribute_value_name(catalogue, 1, 1), "Cow"));
    assert_true(text_equal_string(catalogue_combo_name(catalogue, 0, 1), "Petit d\xc3\xa9jeuner"));
    decoded_end(&decoded);
}

static void the_kilogram_is_found_by_any_name(void **state)
{
    (void)state;
    json_t *tree = sample_reply_tree();
    json_t *units = json_object_get(json_object_get(tree, "result"), "uom.uom");
    json_t *kilogram = json_array_get(units, 1);
    json_object_set_new(kilogram, "name", json_string("\xce\xba\xce\xb9\xce\xbb\xce\xac"));
    json_object_set_new(kilogram, "factor", json_real(1));
    json_array_append_new(units,
                          json_pack("{s:i, s:s, s:[i,s], s:f, s:f}", "id", 13, "name", "g",
                                    "category_id", 2, "Weight", "rounding", 1.0, "factor", 1000.0));
    char *reply = json_dumps(tree, 0);
    json_decref(tree);
    decoded_begin(&decoded, bytes_of(reply), 4096, false);
    free(reply);
    assert_true(decoded.ok);
    assert_int_equal(catalogue_builder_base_unit_count(decoded.builder), 0);
    json_t *answer = load("[{\"id\": 12, \"name\": \"kg\"}, {\"name\": \"L\"}, {\"id\": 10}]");
    odoo17_base_units(answer, decoded.builder);
    odoo17_base_units(NULL, decoded.builder); // refused
    json_decref(answer);
    assert_int_equal(catalogue_builder_base_unit_count(decoded.builder), 1);
    decoded_open(&decoded);
    Text name = {0};
    double factor = 0;
    assert_true(catalogue_unit_base(&decoded.catalogue, 2, &name, &factor));
    assert_true(factor == 1000);
    assert_false(catalogue_unit_base(&decoded.catalogue, 1, &name, &factor));
    decoded_end(&decoded);
}

static void a_lanes_language_finds_the_servers(void **state)
{
    (void)state;
    json_t *languages = load("[{\"code\": \"en_US\"}, {\"code\": \"ar_001\"}, {\"code\": "
                             "\"arn_CL\"}, {\"code\": \"fr_BE\"},"
                             " {\"code\": \"fr_FR\"}, {\"code\": \"sr@latin\"}, {\"id\": 9}]");
    static const char *const cases[][2] = {{"en", "en_US"},    {"ar", "ar_001"},
                                           {"fr", "fr_BE"},    {"fr_FR", "fr_FR"},
                                           {"sr", "sr@latin"}, {"arn", "arn_CL"}};
    char code[16];
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        assert_true(odoo17_pick_language(languages, cases[i][0], code));
        assert_string_equal(code, cases[i][1]);
    }
    assert_false(odoo17_pick_language(languages, "de", code));
    assert_false(odoo17_pick_language(languages, "a", code));
    json_decref(languages);
}

// A reply whose result is a list of `count` times `item`.
static bool takes(const char *item, int32_t count)
{
    static const char begin[] = "{\"jsonrpc\": \"2.0\", \"result\": [";
    size_t item_size = strlen(item), used = sizeof begin - 1;
    char *text = malloc(used + (size_t)count * (item_size + 1) + 16);
    assert_non_null(text);
    memcpy(text, begin, used);
    for (int32_t i = 0; i < count; i++) {
        memcpy(text + used, item, item_size);
        text[used + item_size] = i + 1 < count ? ',' : ' ';
        used += item_size + 1;
    }
    memcpy(text + used, "]}", 2);
    json_t *result = NULL;
    OdooError refusal;
    Error error = {0};
    bool taken =
        odoo17_reply(200, (Bytes){(const uint8_t *)text, used + 2}, &result, &refusal, &error);
    if (taken)
        json_decref(result);
    else
        assert_non_null(strstr(error.message, "more than"));
    free(text);
    return taken;
}

static void a_reply_whose_tree_would_be_large_is_not_read(void **state)
{
    (void)state;
    assert_true(takes("17", 1000000)); // the ids of a million articles
    assert_false(takes("0", 3000000));
    assert_true(takes("{}", 150000));
    assert_false(takes("{}", 250000));
    assert_false(takes("[[]]", 150000));
    assert_true(takes("\"[[[[{{{{,,,,\\\"[[[[\"", 100000)); // texts are no lists
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_result_is_handed_over),
        cmocka_unit_test(no_result_member_is_null),
        cmocka_unit_test(what_is_not_the_servers_is_network_trouble),
        cmocka_unit_test(refusals_are_classed_by_name),
        cmocka_unit_test(a_refusal_keeps_the_words_and_not_the_traceback),
        cmocka_unit_test(recorded_refusals_are_told_apart),
        cmocka_unit_test(cut_words_keep_what_was_broken),
        cmocka_unit_test(order_records_are_read),
        cmocka_unit_test(a_record_without_a_field_names_it),
        cmocka_unit_test(a_push_tells_its_id_or_that_it_was_there),
        cmocka_unit_test(nomenclature_and_rules_go_into_the_catalogue),
        cmocka_unit_test(a_gs1_nomenclature_falls_back_on_another),
        cmocka_unit_test(a_bad_rule_is_named),
        cmocka_unit_test(names_in_another_language_are_found_by_it),
        cmocka_unit_test(the_kilogram_is_found_by_any_name),
        cmocka_unit_test(a_reply_whose_tree_would_be_large_is_not_read),
        cmocka_unit_test(a_lanes_language_finds_the_servers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
