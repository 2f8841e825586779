#include "sample_catalogue.h"

#include <stdio.h>
#include <string.h>

#include "domain/catalogue_image.h"

void reports_take(void *reports, const char *message)
{
    Reports *taken = reports;
    size_t used = strlen(taken->all);
    taken->count++;
    snprintf(taken->last, sizeof taken->last, "%s", message);
    snprintf(taken->all + used, sizeof taken->all - used, "%s\n", message);
}

CatText sample_text(CatalogueBuilder *builder, const char *string)
{
    return catalogue_builder_text(builder, text_from_string(string));
}

void sample_add_basics(CatalogueBuilder *builder)
{
    CatShop shop = {
        .company_name = sample_text(builder, "Corner Shop"),
        .company_country_code = sample_text(builder, "DE"),
        .config_name = sample_text(builder, "Lane 1"),
        .server_version = sample_text(builder, "17.0"),
        .currency = {"EUR", "€", false, 2, 0.01},
        .config_id = 3,
        .session_id = 16,
        .user_id = 8,
        .nomenclature_id = 1,
        .price_digits = 2,
        .quantity_digits = 2,
        .discount_digits = 2,
        .show_tax_included = 1,
        .tip_article_id = 37,
    };
    catalogue_builder_set_shop(builder, &shop);
    catalogue_builder_add_unit(builder,
                               &(CatUnit){1, sample_text(builder, "Units"), 0.01, 1, 1, 1, 0});
    catalogue_builder_add_payment_method(
        builder, &(CatPaymentMethod){1, CAT_PAYMENT_BANK, sample_text(builder, "Card"), 0, 1});
}

void sample_add_article(CatalogueBuilder *builder, int32_t id, const char *name,
                        const char *barcode)
{
    Error error;
    CatArticle article = {
        .id = id,
        .template_id = id,
        .name = sample_text(builder, name),
        .barcode = sample_text(builder, barcode),
        .list_price = 1.5,
        .unit = 1,
    };
    assert_true(catalogue_builder_add_article(builder, &article, NULL, 0, NULL, 0, NULL, 0, NULL, 0,
                                              &error));
}

static void add_taxes(CatalogueBuilder *builder)
{
    const int32_t inner[] = {12, 13};
    const int32_t outer[] = {11, 14};
    CatTax tax = {.id = 10,
                  .kind = TAX_PERCENT,
                  .name = sample_text(builder, "7%"),
                  .amount = 7,
                  .repartition_factor = 1,
                  .price_include = 1,
                  .is_base_affected = 1};
    catalogue_builder_add_tax(builder, &tax, NULL, 0);
    tax = (CatTax){.id = 15, .kind = TAX_GROUP, .name = sample_text(builder, "Both")};
    catalogue_builder_add_tax(builder, &tax, outer, 2);
    tax = (CatTax){.id = 11, .kind = TAX_GROUP, .name = sample_text(builder, "Inner")};
    catalogue_builder_add_tax(builder, &tax, inner, 2);
    for (int32_t id = 12; id <= 14; id++) {
        tax = (CatTax){.id = id,
                       .kind = TAX_FIXED,
                       .name = sample_text(builder, "Deposit"),
                       .amount = id / 100.0,
                       .repartition_factor = 1};
        catalogue_builder_add_tax(builder, &tax, NULL, 0);
    }
}

static void add_categories(CatalogueBuilder *builder)
{
    CatCategory category = {.id = 9,
                            .parent = 0,
                            .name = sample_text(builder, "Drinks"),
                            .has_image = 1,
                            .write_unix_s = 1000};
    catalogue_builder_add_category(builder, &category);
    category = (CatCategory){.id = 10, .parent = 9, .name = sample_text(builder, "Water")};
    catalogue_builder_add_category(builder, &category);
    category = (CatCategory){.id = 8, .parent = 0, .name = sample_text(builder, "Bakery")};
    catalogue_builder_add_category(builder, &category);
    category = (CatCategory){.id = 11, .parent = 9, .name = sample_text(builder, "Juice")};
    catalogue_builder_add_category(builder, &category);
    // children before their parents, as articles repeat their chain from the bottom up
    catalogue_builder_add_accounting_category(builder, 21, 20);
    catalogue_builder_add_accounting_category(builder, 22, 21);
    catalogue_builder_add_accounting_category(builder, 20, 0);
    catalogue_builder_add_accounting_category(builder, 21, 20);
}

static void add_prices(CatalogueBuilder *builder)
{
    CatPricelist list = {.id = 30, .name = sample_text(builder, "Shop prices")};
    catalogue_builder_add_pricelist(builder, &list);
    CatPriceRule rule = {.id = 300,
                         .article_id = 100,
                         .min_quantity = 3,
                         .compute = CAT_PRICE_FIXED,
                         .fixed_price = 0.9};
    catalogue_builder_add_price_rule(builder, &rule);
    rule = (CatPriceRule){.id = 301,
                          .accounting_category_id = 20,
                          .start_unix_s = 5,
                          .end_unix_s = 6,
                          .base = CAT_BASE_PRICELIST,
                          .base_pricelist = 31,
                          .compute = CAT_PRICE_PERCENTAGE,
                          .percent = 10};
    catalogue_builder_add_price_rule(builder, &rule);
    list = (CatPricelist){.id = 31, .name = sample_text(builder, "Members"), .show_discount = 1};
    catalogue_builder_add_pricelist(builder, &list);
    rule = (CatPriceRule){.id = 302,
                          .compute = CAT_PRICE_FORMULA,
                          .base = CAT_BASE_COST,
                          .discount = -20,
                          .round = 0.05,
                          .surcharge = 0.1,
                          .min_margin = 0.2,
                          .max_margin = 2};
    catalogue_builder_add_price_rule(builder, &rule);
    list = (CatPricelist){.id = 30, .name = sample_text(builder, "Shop prices again")};
    catalogue_builder_add_pricelist(builder, &list);
    catalogue_builder_add_price_rule(builder, &rule); // of the repeated list: not taken
}

static void add_choices(CatalogueBuilder *builder)
{
    const int32_t lines[] = {51, 50, 99};
    CatAttribute attribute = {.id = 40,
                              .name = sample_text(builder, "Sauce"),
                              .display_type = sample_text(builder, "radio")};
    catalogue_builder_add_attribute(builder, &attribute);
    CatAttributeValue value = {.id = 400,
                               .name = sample_text(builder, "Ketchup"),
                               .price_extra = 0.3,
                               .html_colour = sample_text(builder, "#ff0000")};
    catalogue_builder_add_attribute_value(builder, &value);
    value = (CatAttributeValue){.id = 401, .name = sample_text(builder, "Own"), .is_custom = 1};
    catalogue_builder_add_attribute_value(builder, &value);
    CatCombo combo = {
        .id = 45, .name = sample_text(builder, "Drink of the menu"), .base_price = 1.5};
    catalogue_builder_add_combo(builder, &combo, lines, 3);
    catalogue_builder_add_combo_line(builder, &(CatComboLine){50, 100, 0.5});
    catalogue_builder_add_combo_line(builder, &(CatComboLine){51, 999, 0.25}); // no such article
}

static void add_others(CatalogueBuilder *builder)
{
    CatPackaging tray = {60, 100, sample_text(builder, "5410000003096"),
                         sample_text(builder, "Tray of 6"), 6};
    catalogue_builder_add_packaging(builder, &tray);
    CatBarcodeRule rule = {91,
                           90,
                           CAT_RULE_PRODUCT,
                           CAT_ENCODING_ANY,
                           sample_text(builder, ".*"),
                           sample_text(builder, "product"),
                           0,
                           0};
    catalogue_builder_add_barcode_rule(builder, &rule);
    rule = (CatBarcodeRule){92,
                            36,
                            CAT_RULE_WEIGHT,
                            CAT_ENCODING_EAN13,
                            sample_text(builder, "21.....{NNDDD}"),
                            sample_text(builder, "weight"),
                            0,
                            0};
    catalogue_builder_add_barcode_rule(builder, &rule);
    rule = (CatBarcodeRule){93,
                            14,
                            CAT_RULE_PRICE,
                            CAT_ENCODING_EAN13,
                            sample_text(builder, "23.....{NNNDD}"),
                            sample_text(builder, "price"),
                            0,
                            0};
    catalogue_builder_add_barcode_rule(builder, &rule);
    rule = (CatBarcodeRule){94,
                            20,
                            CAT_RULE_DISCOUNT,
                            CAT_ENCODING_ANY,
                            sample_text(builder, "22{NN}"),
                            sample_text(builder, "discount"),
                            0,
                            0};
    catalogue_builder_add_barcode_rule(builder, &rule);
    rule = (CatBarcodeRule){95,
                            40,
                            CAT_RULE_CLIENT,
                            CAT_ENCODING_ANY,
                            sample_text(builder, "042"),
                            sample_text(builder, "client"),
                            0,
                            0};
    catalogue_builder_add_barcode_rule(builder, &rule);
    rule = (CatBarcodeRule){96,
                            50,
                            CAT_RULE_CASHIER,
                            CAT_ENCODING_ANY,
                            sample_text(builder, "041"),
                            sample_text(builder, "cashier"),
                            0,
                            0};
    catalogue_builder_add_barcode_rule(builder, &rule);
    rule = (CatBarcodeRule){97,
                            80,
                            CAT_RULE_LOT,
                            CAT_ENCODING_ANY,
                            sample_text(builder, "10"),
                            sample_text(builder, "lot"),
                            0,
                            0};
    catalogue_builder_add_barcode_rule(builder, &rule);
    CatPartner partner = {70, sample_text(builder, "Ada"), sample_text(builder, "0421234567890"),
                          31, 80};
    catalogue_builder_add_partner(builder, &partner);
    CatFiscalPosition position = {.id = 80, .name = sample_text(builder, "Take away")};
    catalogue_builder_add_fiscal_position(builder, &position);
    catalogue_builder_add_tax_mapping(builder, 80, &(CatTaxMapping){10, 12});
    catalogue_builder_add_tax_mapping(builder, 81, &(CatTaxMapping){10, 13}); // no such position
    catalogue_builder_add_tax_mapping(builder, 80, &(CatTaxMapping){13, 0});
}

static void add_articles(CatalogueBuilder *builder)
{
    Error error;
    const int32_t taxes[] = {15, 10,
                             777}; // not in the order of evaluation; 777 is another company's
    const int32_t categories[] = {10, 9};
    const int32_t attributes[] = {40, 41};
    const int32_t combos[] = {45};
    CatArticle water = {
        .id = 100,
        .template_id = 90,
        .name = sample_text(builder, "Still water 1 l"),
        .barcode = sample_text(builder, "5449000000996"),
        .code = sample_text(builder, "W-1"),
        .description = sample_text(builder, "From the hills"),
        .list_price = 1.1,
        .cost = 0.4,
        .unit = 1,
        .accounting_category = 22,
        .flags = CAT_ARTICLE_HAS_IMAGE,
        .write_unix_s = 1700000000,
    };
    assert_true(catalogue_builder_add_article(builder, &water, taxes, 3, categories, 2, NULL, 0,
                                              NULL, 0, &error));
    CatArticle menu = {
        .id = 7,
        .template_id = 7,
        .name = sample_text(builder, "Burger menu"),
        .list_price = 9.5,
        .unit = 1,
        .accounting_category = 20,
        .tracking = 2,
    };
    assert_true(catalogue_builder_add_article(builder, &menu, taxes + 1, 1, categories + 1, 1,
                                              attributes, 2, combos, 1, &error));
    CatArticle apple = {
        .id = 55,
        .template_id = 55,
        .name = sample_text(builder, "Äpfel"),
        .barcode = sample_text(builder, "2100001000004"),
        .list_price = 2.99,
        .unit = 2,
        .flags = CAT_ARTICLE_WEIGHED,
    };
    assert_true(
        catalogue_builder_add_article(builder, &apple, NULL, 0, NULL, 0, NULL, 0, NULL, 0, &error));
    catalogue_builder_add_unit(builder,
                               &(CatUnit){2, sample_text(builder, "kg"), 0.01, 0, 2, 1, 1});
    sample_add_article(builder, 37, "Tip", "");
    sample_add_article(builder, 38, "Discount", "4006381333931");
    sample_add_article(builder, 56, "Cheese of the counter", "2300001000008");
    CatArticle hidden = {.id = 57,
                         .name = sample_text(builder, "Old water"),
                         .unit = 1,
                         .barcode = sample_text(builder, "96385074"),
                         .flags = CAT_ARTICLE_HIDDEN};
    assert_true(catalogue_builder_add_article(builder, &hidden, NULL, 0, categories, 1, NULL, 0,
                                              NULL, 0, &error));
}

void sample_add_shop(CatalogueBuilder *builder)
{
    static const char languages[3][8] = {"en", "de", "ar"};
    const int32_t special[] = {38};
    sample_add_basics(builder);
    add_articles(builder);
    add_taxes(builder);
    add_categories(builder);
    add_prices(builder);
    add_choices(builder);
    add_others(builder);
    catalogue_builder_set_special_articles(builder, special, 1);
    catalogue_builder_set_languages(builder, languages, 3);
    catalogue_builder_translate(builder, CAT_TABLE_ARTICLES, 1, 100, TEXT("Stilles Wasser 1 l"));
    catalogue_builder_translate(builder, CAT_TABLE_ARTICLES, 2, 100, TEXT("ماء ١ لتر"));
    catalogue_builder_translate(builder, CAT_TABLE_ARTICLES, 1, 55, TEXT("Äpfel"));
    catalogue_builder_translate(builder, CAT_TABLE_CATEGORIES, 1, 9, TEXT("Getränke"));
    catalogue_builder_translate(builder, CAT_TABLE_ATTRIBUTES, 1, 40, TEXT("Soße"));
    catalogue_builder_translate(builder, CAT_TABLE_ATTRIBUTE_VALUES, 1, 401, TEXT("Eigene"));
    catalogue_builder_translate(builder, CAT_TABLE_ATTRIBUTE_VALUES, 2, 400, TEXT("كاتشب"));
    catalogue_builder_translate(builder, CAT_TABLE_COMBOS, 2, 45, TEXT("مشروب"));
}

void sample_ean13(int64_t number, char out[14])
{
    int32_t sum = 0;
    snprintf(out, 14, "%012lld", (long long)(number % 1000000000000));
    for (int32_t i = 0; i < 12; i++)
        sum += (out[i] - '0') * (i % 2 ? 3 : 1);
    out[12] = (char)('0' + (10 - sum % 10) % 10);
    out[13] = 0;
}

void sample_add_many(CatalogueBuilder *builder, int32_t count)
{
    static const char *const words[] = {"Milk",  "Organic", "Chocolate", "Cheese",
                                        "Bread", "Crisps",  "Orange",    "Käse",
                                        "Juice", "Tomato",  "Coffee",    "Müsli"};
    static const char *const sizes[] = {"250 g", "500 ml", "1 l", "6 x 330 ml", "1.5 kg"};
    static const char languages[2][8] = {"en", "de"};
    sample_add_basics(builder);
    catalogue_builder_set_languages(builder, languages, 2);
    for (int32_t i = 1; i <= 40; i++) {
        CatCategory category = {
            .id = i, .parent = i > 8 ? i % 8 + 1 : 0, .name = sample_text(builder, "Shelf")};
        CatTax tax = {.id = i, .kind = TAX_PERCENT, .amount = i, .repartition_factor = 1};
        catalogue_builder_add_category(builder, &category);
        catalogue_builder_add_tax(builder, &tax, NULL, 0);
    }
    uint32_t random = 12345;
    for (int32_t i = 1; i <= count; i++) {
        char name[80];
        char german[80];
        char barcode[14];
        char code[16];
        random = random * 1664525u + 1013904223u;
        const char *first = words[random >> 8 & 7];
        const char *second = words[(random >> 12) % COUNT_OF(words)];
        const char *size = sizes[(random >> 20) % COUNT_OF(sizes)];
        snprintf(name, sizeof name, "%s %s %s %d", first, second, size, (int)(i % 1000));
        snprintf(german, sizeof german, "%s mit %s %s", second, first, size);
        snprintf(code, sizeof code, "A%06d", (int)i);
        sample_ean13(400000000000 + (int64_t)i * 977, barcode);
        CatArticle article = {
            .id = i,
            .template_id = i,
            .name = sample_text(builder, name),
            .barcode = sample_text(builder, barcode),
            .code = sample_text(builder, code),
            .list_price = (int)(random >> 10 & 1023) / 100.0,
            .unit = 1,
        };
        const int32_t tax = i % 40 + 1;
        Error error;
        assert_true(catalogue_builder_add_article(builder, &article, &tax, 1, &tax, 1, NULL, 0,
                                                  NULL, 0, &error));
        if (i % 2)
            catalogue_builder_translate(builder, CAT_TABLE_ARTICLES, 1, i,
                                        text_from_string(german));
    }
}

Bytes sample_finish(CatalogueBuilder *builder, Arena *arena, Catalogue *out)
{
    Error error = {0};
    Bytes block = {0};
    if (!catalogue_builder_finish(builder, "https://shop.example main", 1764000000000, arena,
                                  &block, &error))
        fail_msg("%s", error.message);
    if (!catalogue_open(block, out, &error))
        fail_msg("%s", error.message);
    return block;
}
