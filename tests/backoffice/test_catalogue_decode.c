/* A reply of the server becomes the catalogue that it describes, or says what is wrong with it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sample_reply.h"
#include "support/unit_test.h"

static Decoded decoded; // too big for a stack

static Bytes bytes_of(const char *string)
{
    return (Bytes){(const uint8_t *)string, strlen(string)};
}

static void assert_text(CatText text, const char *expected)
{
    Text found = catalogue_text(&decoded.catalogue, text);
    if (!text_equal_string(found, expected))
        fail_msg("'%.*s' instead of '%s'", TEXT_PRINTF(found), expected);
}

static void open_sample(void)
{
    decoded_begin(&decoded, bytes_of(sample_reply()), 16384, false);
    if (!decoded.ok)
        fail_msg("%s", decoded.error.message);
    decoded_open(&decoded);
}

static const CatArticle *article(int32_t id)
{
    int32_t index = catalogue_article_by_id(&decoded.catalogue, id);
    assert_true(index >= 0);
    return &decoded.catalogue.articles[index];
}

static void articles_arrive_field_by_field(void **state)
{
    (void)state;
    open_sample();
    const Catalogue *catalogue = &decoded.catalogue;
    assert_int_equal(catalogue->article_count, 4);
    const CatArticle *coffee = article(49);
    assert_int_equal(coffee->template_id, 41);
    assert_text(coffee->name, "Caf\xc3\xa9 \xe2\x98\x95");
    assert_text(coffee->barcode, "5410000000016");
    assert_text(coffee->code, "C1");
    assert_text(coffee->description, "Ground beans");
    assert_true(coffee->list_price == 4.890000000000001);
    assert_true(coffee->cost == 2.5);
    assert_int_equal(catalogue->units[coffee->unit].id, 1);
    assert_int_equal(catalogue->accounting_categories[coffee->accounting_category].id, 9);
    int32_t parent = catalogue->accounting_categories[coffee->accounting_category].parent;
    assert_int_equal(catalogue->accounting_categories[parent].id, 1);
    assert_int_equal(coffee->taxes.count, 1); // 99 is another company's
    assert_int_equal(catalogue->taxes[catalogue->indexes[coffee->taxes.first]].id, 5);
    assert_int_equal(coffee->categories.count, 1);
    assert_int_equal(catalogue->categories[catalogue->indexes[coffee->categories.first]].id, 2);
    assert_int_equal(coffee->attributes.count, 1); // line 7 isn't chosen at the till
    assert_int_equal(coffee->flags, CAT_ARTICLE_HAS_IMAGE | CAT_ARTICLE_CHOICES);
    assert_int_equal(coffee->write_unix_s, 1795442948);
    decoded_end(&decoded);
}

static void false_is_empty_and_flags_are_told(void **state)
{
    (void)state;
    open_sample();
    const CatArticle *bananas = article(50);
    assert_text(bananas->barcode, "");
    assert_text(bananas->code, "");
    assert_text(bananas->description, "");
    assert_int_equal(bananas->tracking, 1);
    assert_int_equal(bananas->flags, CAT_ARTICLE_WEIGHED | CAT_ARTICLE_HIDDEN | CAT_ARTICLE_COMBO |
                                         CAT_ARTICLE_TRACKED);
    assert_int_equal(article(90)->flags, CAT_ARTICLE_SPECIAL);
    assert_true(article(90)->list_price == 1.0);
    decoded_end(&decoded);
}

static void taxes_and_groups_arrive(void **state)
{
    (void)state;
    open_sample();
    const Catalogue *catalogue = &decoded.catalogue;
    assert_int_equal(catalogue->tax_count, 3);
    const CatTax *taxes = catalogue->taxes;
    assert_int_equal(taxes[0].id, 5);
    assert_int_equal(taxes[0].kind, TAX_PERCENT);
    assert_text(taxes[0].name, "21%");
    assert_true(taxes[0].amount == 21.0);
    assert_true(taxes[0].repartition_factor == 1.0);
    assert_true(taxes[0].price_include && !taxes[0].include_base_amount &&
                taxes[0].is_base_affected);
    assert_int_equal(taxes[1].kind, TAX_FIXED);
    assert_true(taxes[1].amount == 0.1);
    assert_true(taxes[1].repartition_factor == 0.5);
    assert_true(!taxes[1].price_include && taxes[1].include_base_amount &&
                !taxes[1].is_base_affected);
    assert_int_equal(taxes[2].kind, TAX_GROUP);
    assert_int_equal(taxes[2].children.count, 2);
    assert_int_equal(taxes[catalogue->indexes[taxes[2].children.first]].id, 10);
    assert_int_equal(taxes[catalogue->indexes[taxes[2].children.first + 1]].id, 5);
    decoded_end(&decoded);
}

static void pricelists_and_rules_arrive(void **state)
{
    (void)state;
    open_sample();
    const Catalogue *catalogue = &decoded.catalogue;
    assert_int_equal(catalogue->pricelist_count, 2);
    const CatPricelist *members = &catalogue->pricelists[catalogue->shop->pricelist];
    assert_int_equal(members->id, 3);
    assert_text(members->name, "Members");
    assert_int_equal(members->show_discount, 1);
    assert_int_equal(members->rules.count, 2);
    const CatPriceRule *rule = &catalogue->price_rules[members->rules.first];
    assert_int_equal(rule->id, 31);
    assert_int_equal(rule->template_id, 41);
    assert_int_equal(rule->article_id, 0);
    assert_int_equal(rule->start_unix_s, 0);
    assert_int_equal(rule->end_unix_s, 1798761600);
    assert_int_equal(rule->compute, CAT_PRICE_FORMULA);
    assert_int_equal(rule->base, CAT_BASE_PRICELIST);
    assert_int_equal(catalogue->pricelists[rule->base_pricelist].id, 4);
    assert_true(rule->min_quantity == 6.0 && rule->surcharge == 0.05 && rule->discount == 10.0);
    assert_true(rule->round == 0.1 && rule->min_margin == 0.2 && rule->max_margin == 3.0);
    rule++;
    assert_int_equal(rule->id, 32);
    assert_int_equal(rule->article_id, 50);
    assert_int_equal(rule->accounting_category_id, 9);
    assert_int_equal(rule->start_unix_s, 1767225600);
    assert_int_equal(rule->compute, CAT_PRICE_FIXED);
    assert_true(rule->fixed_price == 1.5);
    decoded_end(&decoded);
}

static void shop_is_put_together(void **state)
{
    (void)state;
    open_sample();
    const CatShop *shop = decoded.catalogue.shop;
    assert_text(shop->company_name, "Corner Shop");
    assert_text(shop->company_vat, "BE0477472701");
    assert_text(shop->company_phone, "+32 2 555");
    assert_text(shop->company_email, "shop@example.com");
    assert_text(shop->company_website, "");
    assert_text(shop->company_country_code, "BE");
    assert_text(shop->company_address, "Main street 1, 1000 Brussels");
    assert_text(shop->config_name, "Lane 1");
    assert_text(shop->receipt_header, "Corner Shop\nMain street 1");
    assert_text(shop->receipt_footer, "Thank you!");
    assert_text(shop->base_url, "https://shop.example.com");
    assert_text(shop->server_version, "17.0");
    assert_string_equal(shop->currency.code, "EUR");
    assert_string_equal(shop->currency.symbol, "\xe2\x82\xac");
    assert_false(shop->currency.symbol_before);
    assert_int_equal(shop->currency.decimals, 2);
    assert_true(shop->currency.rounding == 0.01);
    assert_int_equal(shop->config_id, 3);
    assert_int_equal(shop->session_id, 16);
    assert_int_equal(shop->user_id, 8);
    assert_int_equal(shop->nomenclature_id, 4);
    assert_int_equal(decoded.catalogue.fiscal_positions[shop->default_fiscal_position].id, 2);
    assert_int_equal(shop->price_digits, 3);
    assert_int_equal(shop->quantity_digits, 3);
    assert_int_equal(shop->discount_digits, 2);
    assert_int_equal(shop->round_globally, 1);
    assert_int_equal(shop->show_tax_included, 1);
    assert_int_equal(shop->cash_control, 1);
    assert_int_equal(shop->cash_rounding_only_cash, 1);
    assert_true(shop->cash_rounding == 0.05);
    assert_int_equal(shop->cash_rounding_method, ROUNDING_DOWN);
    assert_int_equal(shop->use_ticket_qr, 1);
    assert_int_equal(shop->use_ticket_code, 0);
    assert_int_equal(shop->tip_article_id, 90);
    assert_int_equal(shop->use_lots, 1);
    decoded_end(&decoded);
}

static void small_tables_arrive(void **state)
{
    (void)state;
    open_sample();
    const Catalogue *catalogue = &decoded.catalogue;
    assert_int_equal(catalogue->unit_count, 2);
    assert_text(catalogue->units[1].name, "kg");
    assert_true(catalogue->units[1].rounding == 0.001);
    assert_int_equal(catalogue->units[1].category_id, 2);
    assert_int_equal(catalogue->units[0].groupable, 1);
    assert_int_equal(catalogue->category_count, 2);
    assert_text(catalogue->categories[0].name, "Drinks");
    assert_int_equal(catalogue->categories[catalogue->categories[0].parent].id, 1);
    assert_int_equal(catalogue->categories[0].has_image, 1);
    assert_int_equal(catalogue->categories[0].write_unix_s, 1795443058);
    assert_int_equal(catalogue->combo_count, 1);
    assert_true(catalogue->combos[0].base_price == 1.98);
    assert_int_equal(catalogue->combos[0].lines.count, 1);
    assert_true(catalogue->combo_lines[0].price == 0.5);
    int32_t packaging;
    int32_t found = catalogue_article_by_barcode(catalogue, TEXT("5410000003096"), &packaging);
    assert_int_equal(catalogue->articles[found].id, 49);
    assert_true(catalogue->packagings[packaging].quantity == 6.0);
    assert_text(catalogue->packagings[packaging].name, "Tray of 6");
    assert_int_equal(catalogue->payment_method_count, 2); // the one of another lane is gone
    assert_int_equal(catalogue->payment_methods[0].id, 5);
    assert_int_equal(catalogue->payment_methods[1].type, CAT_PAYMENT_BANK);
    assert_int_equal(catalogue->payment_methods[1].split_transactions, 1);
    assert_int_equal(catalogue->payment_methods[1].sequence, 2);
    assert_text(catalogue->payment_methods[1].name, "Card");
    assert_int_equal(catalogue->partner_count, 2);
    assert_text(catalogue->partners[1].barcode, "0420000000014");
    assert_int_equal(catalogue->partners[1].fiscal_position_id, 2);
    assert_int_equal(catalogue->partners[0].pricelist_id, 3);
    decoded_end(&decoded);
}

static void choices_and_fiscal_positions_arrive(void **state)
{
    (void)state;
    open_sample();
    const Catalogue *catalogue = &decoded.catalogue;
    assert_int_equal(catalogue->attribute_count, 1);
    const CatAttribute *milk = &catalogue->attributes[0];
    assert_text(milk->name, "Milk");
    assert_text(milk->display_type, "multi");
    assert_int_equal(milk->multiple, 1);
    assert_int_equal(milk->values.count, 2);
    const CatAttributeValue *value = &catalogue->attribute_values[milk->values.first];
    assert_text(value->name, "Oat");
    assert_text(value->html_colour, "#fff");
    assert_true(value->price_extra == 0.3);
    assert_int_equal(value[1].is_custom, 1);
    assert_int_equal(catalogue->fiscal_position_count, 1);
    const CatFiscalPosition *position = &catalogue->fiscal_positions[0];
    assert_text(position->name, "Export");
    assert_int_equal(position->mappings.count, 2); // the archived destination counts as no row
    assert_int_equal(catalogue->tax_mappings[position->mappings.first].source_tax_id, 5);
    assert_int_equal(catalogue->tax_mappings[position->mappings.first].destination_tax_id, 0);
    assert_int_equal(catalogue->tax_mappings[position->mappings.first + 1].destination_tax_id, 5);
    decoded_end(&decoded);
}

static void pieces_of_any_size_give_the_same_catalogue(void **state)
{
    (void)state;
    static const size_t pieces[] = {1, 7, 100};
    open_sample();
    uint8_t *whole = malloc(decoded.block.size);
    size_t size = decoded.block.size;
    memcpy(whole, decoded.block.data, size);
    decoded_end(&decoded);
    for (size_t i = 0; i < COUNT_OF(pieces); i++) {
        decoded_begin(&decoded, bytes_of(sample_reply()), pieces[i], false);
        assert_true(decoded.ok);
        decoded_open(&decoded);
        assert_int_equal(decoded.block.size, size);
        assert_memory_equal(decoded.block.data, whole, size);
        decoded_end(&decoded);
    }
    free(whole);
}

static void a_reply_cut_anywhere_is_never_a_success(void **state)
{
    (void)state;
    size_t whole = strlen(sample_reply());
    for (size_t size = 0; size < whole; size += size + 300 < whole ? 3 : 1) {
        char *copy = malloc(size + 1); // of exactly this size, for the sanitizer
        memcpy(copy, sample_reply(), size);
        decoded_begin(&decoded, (Bytes){(uint8_t *)copy, size}, 4096, false);
        char expected[80];
        snprintf(expected, sizeof expected, "the reply ends in the middle after %zu bytes", size);
        assert_false(decoded.ok);
        assert_int_equal(decoded.error.kind, ERROR_NETWORK);
        assert_string_equal(decoded.error.message, expected);
        decoded_end(&decoded);
        free(copy);
    }
}

// --- faults ---

// "account.tax.1.amount": a member of the result by its path; a model's name may hold points, so
// '/' parts.
static json_t *find(json_t *result, const char *path, const char **out_last)
{
    json_t *at = result;
    for (const char *part = path;;) {
        size_t size = strcspn(part, "/");
        if (part[size] == 0) {
            *out_last = part;
            return at;
        }
        char name[64];
        snprintf(name, sizeof name, "%.*s", (int)size, part);
        at = json_is_array(at) ? json_array_get(at, (size_t)atoi(name)) : json_object_get(at, name);
        assert_non_null(at);
        part += size + 1;
    }
}

// Decodes the sample with the member at `path` replaced by `value` (NULL: taken out).
static void decode_changed(const char *path, json_t *value)
{
    json_t *tree = sample_reply_tree();
    const char *last;
    json_t *parent = find(json_object_get(tree, "result"), path, &last);
    if (value)
        assert_int_equal(json_object_set_new(parent, last, value), 0);
    else
        assert_int_equal(json_object_del(parent, last), 0);
    char *text = json_dumps(tree, 0);
    json_decref(tree);
    decoded_begin(&decoded, bytes_of(text), 16384, false);
    free(text);
}

typedef struct NeededField {
    const char *path;
    const char *record; // as messages name it
    const char *field;
} NeededField;

static const NeededField fatal_fields[] = {
    {"res.company", "load_pos_data", "res.company"},
    {"res.company/id", "res.company", "id"},
    {"res.company/name", "res.company 1", "name"},
    {"res.company/tax_calculation_rounding_method", "res.company 1",
     "tax_calculation_rounding_method"},
    {"decimal.precision", "load_pos_data", "decimal.precision"},
    {"decimal.precision/Product Price", "decimal.precision", "Product Price"},
    {"decimal.precision/Product Unit of Measure", "decimal.precision", "Product Unit of Measure"},
    {"uom.uom", "load_pos_data", "uom.uom"},
    {"account.tax", "load_pos_data", "account.tax"},
    {"pos.session", "load_pos_data", "pos.session"},
    {"pos.session/id", "pos.session", "id"},
    {"pos.config", "load_pos_data", "pos.config"},
    {"pos.config/id", "pos.config", "id"},
    {"pos.config/name", "pos.config 3", "name"},
    {"pos.config/iface_tax_included", "pos.config 3", "iface_tax_included"},
    {"pos.config/payment_method_ids", "pos.config 3", "payment_method_ids"},
    {"res.users/id", "res.users", "id"},
    {"product.product", "load_pos_data", "product.product"},
    {"product.pricelist/0/id", "product.pricelist", "id"},
    {"product.pricelist/0/items", "product.pricelist 3", "items"},
    {"product.pricelist/0/items/0/id", "product.pricelist.item", "id"},
    {"product.pricelist/0/items/0/compute_price", "product.pricelist.item 31", "compute_price"},
    {"product.pricelist/0/items/0/base", "product.pricelist.item 31", "base"},
    {"res.currency", "load_pos_data", "res.currency"},
    {"res.currency/id", "res.currency", "id"},
    {"res.currency/name", "res.currency 7", "name"},
    {"res.currency/rounding", "res.currency 7", "rounding"},
    {"res.currency/decimal_places", "res.currency 7", "decimal_places"},
    {"pos.payment.method", "load_pos_data", "pos.payment.method"},
    {"account.fiscal.position/0/id", "account.fiscal.position", "id"},
    {"account.fiscal.position/0/fiscal_position_taxes_by_id", "account.fiscal.position 2",
     "fiscal_position_taxes_by_id"},
    {"account.fiscal.position/0/fiscal_position_taxes_by_id/1/tax_src_id",
     "account.fiscal.position 2: account.fiscal.position.tax 1", "tax_src_id"},
    {"default_pricelist/id", "default_pricelist", "id"},
    {"attributes_by_ptal_id/8/id", "attributes_by_ptal_id", "id"},
    {"attributes_by_ptal_id/8/display_type", "attributes_by_ptal_id 8", "display_type"},
    {"attributes_by_ptal_id/8/values", "attributes_by_ptal_id 8", "values"},
    {"attributes_by_ptal_id/8/values/0/price_extra",
     "attributes_by_ptal_id 8: product.template.attribute.value 19", "price_extra"},
};

static void assert_message(const char *message, const NeededField *needed, const char *fault)
{
    char expected[300];
    snprintf(expected, sizeof expected, "%s: field %s %s", needed->record, needed->field, fault);
    if (strncmp(message, expected, strlen(expected)) != 0)
        fail_msg("'%s' instead of '%s'", message, expected);
}

static void a_missing_needed_field_fails_the_load_by_name(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(fatal_fields); i++) {
        decode_changed(fatal_fields[i].path, NULL);
        assert_false(decoded.ok);
        assert_int_equal(decoded.error.kind, ERROR_CORRUPT);
        assert_message(decoded.error.message, &fatal_fields[i], "is missing");
        decoded_end(&decoded);
    }
}

static bool is_number_in_sample(const char *path)
{
    json_t *tree = sample_reply_tree();
    const char *last;
    json_t *parent = find(json_object_get(tree, "result"), path, &last);
    bool is_number = json_is_real(json_object_get(parent, last));
    json_decref(tree);
    return is_number;
}

static void a_mistyped_needed_field_fails_the_load_by_name(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(fatal_fields); i++) {
        for (int32_t kind = 0; kind < 3; kind++) {
            if (kind == 2 && is_number_in_sample(fatal_fields[i].path))
                continue;
            decode_changed(fatal_fields[i].path, kind == 0   ? json_true()
                                                 : kind == 1 ? json_null()
                                                             : json_real(1.5));
            assert_false(decoded.ok);
            assert_message(decoded.error.message, &fatal_fields[i], "is ");
            decoded_end(&decoded);
        }
    }
}

static const NeededField left_out_fields[] = {
    {"product.product/0/id", "product.product 0", "id"},
    {"product.product/0/display_name", "product.product 49", "display_name"},
    {"product.product/0/lst_price", "product.product 49", "lst_price"},
    {"product.product/0/taxes_id", "product.product 49", "taxes_id"},
    {"product.product/0/uom_id", "product.product 49", "uom_id"},
    {"product.product/0/product_tmpl_id", "product.product 49", "product_tmpl_id"},
    {"product.product/0/categ/id", "product.product 49: product.category", "id"},
    {"uom.uom/0/id", "uom.uom 0", "id"},
    {"uom.uom/0/name", "uom.uom 1", "name"},
    {"uom.uom/0/rounding", "uom.uom 1", "rounding"},
    {"account.tax/0/amount", "account.tax 5", "amount"},
    {"account.tax/0/amount_type", "account.tax 5", "amount_type"},
    {"account.tax/0/price_include", "account.tax 5", "price_include"},
    {"account.tax/0/include_base_amount", "account.tax 5", "include_base_amount"},
    {"account.tax/0/is_base_affected", "account.tax 5", "is_base_affected"},
    {"account.tax/2/children_tax_ids/1/amount", "account.tax 12: account.tax 5", "amount"},
    {"pos.category/0/id", "pos.category 0", "id"},
    {"pos.category/0/name", "pos.category 2", "name"},
    {"pos.combo/0/combo_line_ids", "pos.combo 4", "combo_line_ids"},
    {"pos.combo/0/base_price", "pos.combo 4", "base_price"},
    {"pos.combo.line/0/product_id", "pos.combo.line 21", "product_id"},
    {"pos.combo.line/0/combo_price", "pos.combo.line 21", "combo_price"},
    {"product.packaging/0/product_id", "product.packaging 1", "product_id"},
    {"product.packaging/0/qty", "product.packaging 1", "qty"},
    {"pos.payment.method/1/id", "pos.payment.method 0", "id"},
    {"pos.payment.method/1/name", "pos.payment.method 5", "name"},
    {"pos.payment.method/1/type", "pos.payment.method 5", "type"},
    {"account.cash.rounding/0/rounding", "account.cash.rounding 1", "rounding"},
    {"account.cash.rounding/0/rounding_method", "account.cash.rounding 1", "rounding_method"},
    {"res.partner/0/id", "res.partner 0", "id"},
};

static void assert_left_out(const NeededField *needed, const char *fault)
{
    char expected[300];
    snprintf(expected, sizeof expected, "%s: field %s %s", needed->record, needed->field, fault);
    if (!decoded.ok)
        fail_msg("%s without %s: %s", needed->record, needed->field, decoded.error.message);
    if (!decoded_reports(&decoded, expected))
        fail_msg("no report '%s', but '%s'", expected, decoded.reports[0]);
}

static void a_bad_record_is_left_out_and_the_rest_loads(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(left_out_fields); i++) {
        decode_changed(left_out_fields[i].path, NULL);
        assert_left_out(&left_out_fields[i], "is missing");
        decoded_open(&decoded);
        assert_true(decoded.catalogue.article_count >= 1);
        assert_true(decoded.catalogue.header->left_out_count >= 1);
        decoded_end(&decoded);
        decode_changed(left_out_fields[i].path, json_object());
        assert_left_out(&left_out_fields[i], "is an object, ");
        decoded_end(&decoded);
    }
}

static void assert_report(const char *path, json_t *value, const char *report)
{
    decode_changed(path, value);
    decoded_open(&decoded);
    if (!decoded_reports(&decoded, report))
        fail_msg("'%s' instead of '%s'", decoded.reports[0], report);
    assert_int_equal(catalogue_article_by_id(&decoded.catalogue, 49), CATALOGUE_NONE);
    assert_true(catalogue_article_by_id(&decoded.catalogue, 91) >= 0);
    decoded_end(&decoded);
}

static void the_report_says_what_is_there_and_what_is_needed(void **state)
{
    (void)state;
    assert_report("product.product/0/lst_price", json_string("4.89"),
                  "product.product 49: field lst_price is a string, a number is needed");
    assert_report("product.product/0/id", json_integer(-3),
                  "product.product 0: field id is -3, an id is needed");
    assert_report("product.product/0/display_name", json_false(),
                  "product.product 49: field display_name is false, a string is needed");
    assert_report("product.product/0/display_name", json_string(" \t"),
                  "product.product 49: field display_name is empty");
    assert_report("product.product/0/barcode", json_integer(5),
                  "product.product 49: field barcode is 5, a string is needed");
    assert_report("product.product/0/taxes_id", json_pack("[i, s]", 5, "x"),
                  "product.product 49: field taxes_id holds something that is not an id");
    assert_report("product.product/0/tracking", json_string("cloud"),
                  "product.product 49: field tracking is 'cloud'");
    assert_report("product.product/0/uom_id", json_pack("[i, s]", 77, "Ells"),
                  "product.product 49: uom_id 77 is not known");
    assert_report("account.tax/0/amount_type", json_string("code"),
                  "product.product 49: field taxes_id has tax 5, which can't be computed here");
}

static void a_bad_tax_after_the_articles_fails(void **state)
{
    (void)state;
    json_t *tree = sample_reply_tree();
    json_t *result = json_object_get(tree, "result");
    json_t *taxes = json_incref(json_object_get(result, "account.tax"));
    json_object_set_new(json_array_get(taxes, 0), "amount_type", json_string("code"));
    json_object_del(result, "account.tax");
    json_object_set_new(result, "account.tax", taxes);
    char *text = json_dumps(tree, JSON_PRESERVE_ORDER);
    decoded_begin(&decoded, bytes_of(text), 16384, false);
    assert_false(decoded.ok);
    assert_non_null(strstr(decoded.error.message, "account.tax"));
    decoded_end(&decoded);
    free(text);
    json_decref(tree);
}

static void assert_fails(const char *path, json_t *value, const char *message)
{
    decode_changed(path, value);
    assert_false(decoded.ok);
    assert_string_equal(decoded.error.message, message);
    decoded_end(&decoded);
}

static void what_nothing_can_be_sold_without_fails_the_load(void **state)
{
    (void)state;
    assert_fails("pos.payment.method", json_array(),
                 "pos.payment.method: none of field payment_method_ids of pos.config 3 came");
    assert_fails("pos.config/payment_method_ids", json_pack("[i]", 77),
                 "pos.payment.method: none of field payment_method_ids of pos.config 3 came");
    assert_fails(
        "pos.config/rounding_method", json_pack("[i, s]", 9, "?"),
        "pos.config 3: field rounding_method is account.cash.rounding 9, which did not come");
    assert_fails("res.currency/decimal_places", json_integer(6),
                 "res.currency 7: field decimal_places is 6, 0 to 4 are possible");
    assert_fails("res.currency/rounding", json_real(0.0),
                 "res.currency 7: field rounding is not above 0");
    assert_fails("product.pricelist/0/items/1/compute_price", json_string("code"),
                 "product.pricelist.item 32: field compute_price is 'code', which is not known");
    assert_fails(
        "res.company/tax_calculation_rounding_method", json_string("sideways"),
        "res.company 1: field tax_calculation_rounding_method is 'sideways', which is not known");
    assert_fails("decimal.precision/Product Price", json_integer(8),
                 "decimal.precision: field Product Price is 8, 0 to 6 are possible");
}

static void settings_that_are_off_are_none(void **state)
{
    (void)state;
    decode_changed("pos.config/use_pricelist", json_false());
    decoded_open(&decoded);
    assert_int_equal(decoded.catalogue.shop->pricelist, CATALOGUE_NONE);
    decoded_end(&decoded);
    decode_changed("pos.config/cash_rounding", json_false());
    decoded_open(&decoded);
    assert_true(decoded.catalogue.shop->cash_rounding == 0);
    decoded_end(&decoded);
    decode_changed("pos.config/fiscal_position_ids", json_array());
    decoded_open(&decoded);
    assert_int_equal(decoded.catalogue.shop->default_fiscal_position, CATALOGUE_NONE);
    decoded_end(&decoded);
}

static void long_texts_are_cut_between_code_points(void **state)
{
    (void)state;
    char name[601];
    for (int32_t i = 0; i < 200; i++)
        memcpy(name + 3 * i, "\xe2\x82\xac", 4);
    decode_changed("product.product/0/display_name", json_string(name));
    decoded_open(&decoded);
    assert_int_equal(article(49)->name.size, 198); // 66 signs of three bytes
    assert_true(text_is_valid_utf8(catalogue_text(&decoded.catalogue, article(49)->name)));
    decoded_end(&decoded);

    decode_changed("product.product/0/barcode", json_string(name));
    decoded_open(&decoded);
    assert_int_equal(article(49)->barcode.size, 0); // half a barcode would be another one
    assert_true(
        decoded_reports(&decoded, "product.product 49: field barcode is longer than 96 bytes"));
    decoded_end(&decoded);

    decode_changed("product.product/0/display_name", json_string("a\nb\x07"
                                                                 "c\xc2\x85"
                                                                 "d\xe2\x80\xa8"
                                                                 "e"));
    decoded_open(&decoded);
    assert_text(article(49)->name, "a b c d e");
    decoded_end(&decoded);
}

static void fields_in_any_order_give_the_same(void **state)
{
    (void)state;
    json_t *tree = sample_reply_tree();
    char *text = json_dumps(tree, JSON_SORT_KEYS); // items before name, id after amount
    json_decref(tree);
    decoded_begin(&decoded, bytes_of(text), 999, false);
    assert_true(decoded.ok);
    decoded_open(&decoded);
    assert_int_equal(decoded.report_count, 0);
    assert_int_equal(decoded.catalogue.article_count, 4);
    const CatPricelist *members = &decoded.catalogue.pricelists[decoded.catalogue.shop->pricelist];
    assert_int_equal(members->id, 3);
    assert_int_equal(members->rules.count, 2);
    assert_int_equal(decoded.catalogue.attributes[0].values.count, 2);
    decoded_end(&decoded);
    free(text);
}

static void a_field_that_comes_twice_is_a_fault(void **state)
{
    (void)state;
    const char *page = "{\"jsonrpc\": \"2.0\", \"result\": [{\"id\": 7, \"id\": 8}]}";
    decoded_begin(&decoded, bytes_of(page), 16384, true);
    assert_true(decoded.ok);
    assert_true(decoded_reports(&decoded, "product.product 8: field id comes twice"));
    decoded_end(&decoded);
}

// --- the frame ---

static void assert_refused(const char *reply, OdooErrorClass class_, ErrorKind kind,
                           const char *name)
{
    decoded_begin(&decoded, bytes_of(reply), 5, false);
    assert_false(decoded.ok);
    assert_true(decoded.refusal.present);
    assert_int_equal(decoded.refusal.class_, class_);
    assert_int_equal(decoded.error.kind, kind);
    assert_string_equal(decoded.refusal.name, name);
    decoded_end(&decoded);
}

static void an_error_member_is_the_servers_refusal(void **state)
{
    (void)state;
    assert_refused(
        "{\"jsonrpc\": \"2.0\", \"id\": 5, \"error\": {\"code\": 200, \"message\": \"Odoo Server "
        "Error\","
        " \"data\": {\"name\": \"odoo.exceptions.AccessError\", \"debug\": \"Traceback\","
        " \"message\": \"You are not allowed\", \"arguments\": [\"x\"], \"context\": {}}}}",
        ODOO_ERROR_LANE, ERROR_REFUSED, "odoo.exceptions.AccessError");
    assert_refused("{\"jsonrpc\": \"2.0\", \"id\": null, \"error\": {\"code\": 100, \"message\": "
                   "\"Expired\"}}",
                   ODOO_ERROR_RETRY, ERROR_NETWORK, "");
    assert_refused("{\"error\": {\"code\": 200, \"data\": {\"name\": \"builtins.KeyError\", "
                   "\"message\": \"name\"}}}",
                   ODOO_ERROR_PERMANENT, ERROR_REFUSED, "builtins.KeyError");
}

static void assert_not_the_server(const char *reply, ErrorKind kind, const char *message)
{
    decoded_begin(&decoded, bytes_of(reply), 5, false);
    assert_false(decoded.ok);
    assert_false(decoded.refusal.present);
    assert_int_equal(decoded.error.kind, kind);
    assert_string_equal(decoded.error.message, message);
    decoded_end(&decoded);
}

static void what_is_not_the_servers_is_network_trouble(void **state)
{
    (void)state;
    assert_not_the_server("<html>502</html>", ERROR_NETWORK,
                          "not JSON at byte 0: a value must come here");
    assert_not_the_server("[1]", ERROR_NETWORK, "the reply is JSON, but not an object");
    assert_not_the_server("7", ERROR_NETWORK, "the reply is JSON, but not an object");
    assert_not_the_server("", ERROR_NETWORK, "the reply ends in the middle after 0 bytes");
    assert_not_the_server("{\"jsonrpc\": \"2.0\", \"id\": 1}", ERROR_CORRUPT,
                          "the reply has no result");
    assert_not_the_server("{\"result\": false}", ERROR_CORRUPT, "the reply has no result");
    assert_not_the_server("{\"result\": []}", ERROR_CORRUPT,
                          "the reply: field result is a list, an object is needed");
}

static void a_page_counts_what_came(void **state)
{
    (void)state;
    json_t *tree = sample_reply_tree();
    json_t *articles =
        json_incref(json_object_get(json_object_get(tree, "result"), "product.product"));
    json_object_set_new(json_array_get(articles, 2), "lst_price",
                        json_null()); // left out, but it came
    json_t *page = json_pack("{s: s, s: i, s: o}", "jsonrpc", "2.0", "id", 1, "result", articles);
    char *text = json_dumps(page, 0);
    decoded_begin(&decoded, bytes_of(text), 100, true);
    assert_true(decoded.ok);
    assert_int_equal(decoded.page_count, 4);
    assert_int_equal(decoded.page_last_id, 91);
    assert_true(decoded_reports(&decoded,
                                "product.product 90: field lst_price is null, a number is needed"));
    decoded_end(&decoded);
    free(text);
    json_decref(page);
    json_decref(tree);
    decoded_begin(&decoded, bytes_of("{\"jsonrpc\": \"2.0\", \"id\": 1, \"result\": []}"), 3, true);
    assert_true(decoded.ok);
    assert_int_equal(decoded.page_count, 0);
    decoded_end(&decoded);
}

static void a_page_is_told_the_refused_taxes(void **state)
{
    (void)state;
    Decoded *page = &decoded;
    memset(page, 0, sizeof *page);
    page->builder = catalogue_builder_create(NULL, NULL);
    CatalogueDecode *load = catalogue_decode_create(page->builder, NULL, NULL);
    CatalogueDecode *more = catalogue_decode_create_page(page->builder, NULL, NULL);
    json_t *tree = sample_reply_tree();
    const char *last;
    json_t *tax = find(json_object_get(tree, "result"), "account.tax/0/amount_type", &last);
    json_object_set_new(tax, last, json_string("code"));
    char *text = json_dumps(tree, 0);
    OdooError refusal;
    assert_true(catalogue_decode_feed(load, bytes_of(text), &page->error));
    assert_true(catalogue_decode_finish(load, &refusal, &page->error));
    int32_t count;
    const int32_t *taxes = catalogue_decode_refused_taxes(load, &count);
    assert_int_equal(count, 1);
    assert_int_equal(taxes[0], 5);
    catalogue_decode_refuse_taxes(more, taxes, count);
    const char *articles =
        "{\"jsonrpc\": \"2.0\", \"result\": [{\"id\": 200, \"display_name\": \"Tea\","
        " \"lst_price\": 2, \"taxes_id\": [5], \"uom_id\": [1, \"Units\"],"
        " \"product_tmpl_id\": [200, \"Tea\"]}, {\"id\": 201, \"display_name\": \"Rice\","
        " \"lst_price\": 2, \"taxes_id\": [10], \"uom_id\": [1, \"Units\"],"
        " \"product_tmpl_id\": [201, \"Rice\"]}]}";
    assert_true(catalogue_decode_feed(more, bytes_of(articles), &page->error));
    assert_true(catalogue_decode_finish(more, &refusal, &page->error));
    page->ok = true;
    decoded_open(page);
    assert_int_equal(catalogue_article_by_id(&page->catalogue, 200), CATALOGUE_NONE);
    assert_true(catalogue_article_by_id(&page->catalogue, 201) >= 0);
    catalogue_decode_destroy(load);
    catalogue_decode_destroy(more);
    json_decref(tree);
    free(text);
    decoded_end(page);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(articles_arrive_field_by_field),
        cmocka_unit_test(false_is_empty_and_flags_are_told),
        cmocka_unit_test(taxes_and_groups_arrive),
        cmocka_unit_test(pricelists_and_rules_arrive),
        cmocka_unit_test(shop_is_put_together),
        cmocka_unit_test(small_tables_arrive),
        cmocka_unit_test(choices_and_fiscal_positions_arrive),
        cmocka_unit_test(pieces_of_any_size_give_the_same_catalogue),
        cmocka_unit_test(a_reply_cut_anywhere_is_never_a_success),
        cmocka_unit_test(a_missing_needed_field_fails_the_load_by_name),
        cmocka_unit_test(a_mistyped_needed_field_fails_the_load_by_name),
        cmocka_unit_test(a_bad_record_is_left_out_and_the_rest_loads),
        cmocka_unit_test(the_report_says_what_is_there_and_what_is_needed),
        cmocka_unit_test(a_bad_tax_after_the_articles_fails),
        cmocka_unit_test(what_nothing_can_be_sold_without_fails_the_load),
        cmocka_unit_test(settings_that_are_off_are_none),
        cmocka_unit_test(long_texts_are_cut_between_code_points),
        cmocka_unit_test(fields_in_any_order_give_the_same),
        cmocka_unit_test(a_field_that_comes_twice_is_a_fault),
        cmocka_unit_test(an_error_member_is_the_servers_refusal),
        cmocka_unit_test(what_is_not_the_servers_is_network_trouble),
        cmocka_unit_test(a_page_counts_what_came),
        cmocka_unit_test(a_page_is_told_the_refused_taxes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
