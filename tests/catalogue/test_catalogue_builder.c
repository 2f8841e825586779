/* What the decoder brings is what the block says, field by field. */
#include <string.h>

#include "domain/catalogue_image.h"
#include "sample_catalogue.h"

typedef struct Shop {
    Arena arena;
    CatalogueBuilder *builder;
    Catalogue catalogue;
    Reports reports;
    Bytes block;
} Shop;

static void begin(Shop *shop)
{
    memset(shop, 0, sizeof *shop);
    arena_create(&shop->arena, (size_t)1 << 30);
    shop->builder = catalogue_builder_create(reports_take, &shop->reports);
}

static void finish(Shop *shop)
{
    shop->block = sample_finish(shop->builder, &shop->arena, &shop->catalogue);
}

static void end(Shop *shop)
{
    catalogue_builder_destroy(shop->builder);
    arena_destroy(&shop->arena);
}

static void assert_text(const Shop *shop, CatText text, const char *expected)
{
    Text found = catalogue_text(&shop->catalogue, text);
    if (!text_equal_string(found, expected))
        fail_msg("'%.*s' instead of '%s'", TEXT_PRINTF(found), expected);
}

static const uint32_t *list(const Shop *shop, CatRange range)
{
    return shop->catalogue.indexes + range.first;
}

static void an_article_keeps_every_field(void **state)
{
    (void)state;
    Shop shop;
    begin(&shop);
    sample_add_shop(shop.builder);
    finish(&shop);
    const Catalogue *catalogue = &shop.catalogue;
    int32_t index = catalogue_article_by_id(catalogue, 100);
    assert_int_equal(index, 0);
    const CatArticle *water = &catalogue->articles[index];
    assert_int_equal(water->template_id, 90);
    assert_text(&shop, water->name, "Still water 1 l");
    assert_text(&shop, water->barcode, "5449000000996");
    assert_text(&shop, water->code, "W-1");
    assert_text(&shop, water->description, "From the hills");
    assert_true(water->list_price == 1.1);
    assert_true(water->cost == 0.4);
    assert_text(&shop, catalogue->units[water->unit].name, "Units");
    assert_int_equal(catalogue->accounting_categories[water->accounting_category].id, 22);
    assert_int_equal(water->flags, CAT_ARTICLE_HAS_IMAGE);
    assert_int_equal(water->tracking, 0);
    assert_int_equal(water->write_unix_s, 1700000000);
    assert_int_equal(water->categories.count, 2);
    assert_int_equal(catalogue->categories[list(&shop, water->categories)[0]].id, 10);
    assert_int_equal(catalogue->categories[list(&shop, water->categories)[1]].id, 9);

    const CatArticle *menu = &catalogue->articles[catalogue_article_by_id(catalogue, 7)];
    assert_int_equal(menu->flags, CAT_ARTICLE_COMBO | CAT_ARTICLE_CHOICES | CAT_ARTICLE_TRACKED);
    assert_int_equal(menu->attributes.count, 1); // the one that isn't chosen at the till is gone
    assert_int_equal(catalogue->attributes[list(&shop, menu->attributes)[0]].id, 40);
    assert_int_equal(menu->combos.count, 1);
    assert_int_equal(menu->tracking, 2);
    assert_int_equal(shop.reports.count, 0);
    assert_int_equal(catalogue->header->left_out_count, 0);
    end(&shop);
}

static void taxes_come_in_order_of_evaluation_and_groups_flat(void **state)
{
    (void)state;
    Shop shop;
    begin(&shop);
    sample_add_shop(shop.builder);
    finish(&shop);
    const CatArticle *water = &shop.catalogue.articles[0];
    assert_int_equal(water->taxes.count, 2); // 777 is not ours
    assert_int_equal(shop.catalogue.taxes[list(&shop, water->taxes)[0]].id, 10);
    assert_int_equal(shop.catalogue.taxes[list(&shop, water->taxes)[1]].id, 15);
    Tax taxes[TAX_LINE_MAX];
    assert_int_equal(catalogue_article_taxes(&shop.catalogue, 0, taxes), 4);
    const int32_t ids[] = {10, 12, 13, 14};
    for (int32_t i = 0; i < 4; i++)
        assert_int_equal(taxes[i].id, ids[i]);
    assert_true(taxes[0].price_include && taxes[0].is_base_affected &&
                !taxes[0].include_base_amount);
    assert_int_equal(taxes[1].kind, TAX_FIXED);
    assert_true(taxes[1].amount == 0.12 && taxes[1].repartition_factor == 1);
    assert_int_equal(shop.catalogue.taxes[catalogue_tax_by_id(&shop.catalogue, 13)].id, 13);
    assert_int_equal(catalogue_tax_by_id(&shop.catalogue, 777), CATALOGUE_NONE);
    end(&shop);
}

static void categories_know_parents_children_and_articles(void **state)
{
    (void)state;
    Shop shop;
    begin(&shop);
    sample_add_shop(shop.builder);
    finish(&shop);
    const CatCategory *categories = shop.catalogue.categories;
    assert_int_equal(shop.catalogue.category_count, 4);
    assert_int_equal(categories[0].id, 9);
    assert_int_equal(categories[0].parent, CATALOGUE_NONE);
    assert_int_equal(categories[0].depth, 0);
    assert_int_equal(categories[0].has_image, 1);
    assert_int_equal(categories[0].write_unix_s, 1000);
    assert_int_equal(categories[0].children.count, 2);
    assert_int_equal(categories[list(&shop, categories[0].children)[0]].id, 10);
    assert_int_equal(categories[list(&shop, categories[0].children)[1]].id, 11);
    assert_int_equal(categories[1].parent, 0);
    assert_int_equal(categories[1].depth, 1);
    assert_int_equal(categories[0].articles.count, 2);
    assert_int_equal(shop.catalogue.articles[list(&shop, categories[0].articles)[0]].id, 100);
    assert_int_equal(shop.catalogue.articles[list(&shop, categories[0].articles)[1]].id, 7);
    assert_int_equal(categories[1].articles.count, 1); // the hidden one is not shown
    const CatAccountingCategory *accounting = shop.catalogue.accounting_categories;
    assert_int_equal(shop.catalogue.accounting_category_count, 3);
    assert_int_equal(accounting[0].id, 20);
    assert_int_equal(accounting[1].id, 21);
    assert_int_equal(accounting[1].parent, 0);
    assert_int_equal(accounting[2].id, 22);
    assert_int_equal(accounting[2].parent, 1);
    end(&shop);
}

static void prices_choices_and_the_rest_keep_every_field(void **state)
{
    (void)state;
    Shop shop;
    begin(&shop);
    sample_add_shop(shop.builder);
    finish(&shop);
    const Catalogue *c = &shop.catalogue;
    assert_int_equal(c->pricelist_count, 2);
    assert_text(&shop, c->pricelists[0].name, "Shop prices");
    assert_int_equal(c->pricelists[0].rules.count, 2);
    assert_int_equal(c->pricelists[1].rules.first, 2);
    assert_int_equal(c->pricelists[1].rules.count, 1);
    assert_int_equal(c->pricelists[1].show_discount, 1);
    const CatPriceRule *rules = c->price_rules;
    assert_true(rules[0].id == 300 && rules[0].article_id == 100 && rules[0].min_quantity == 3);
    assert_true(rules[0].fixed_price == 0.9 && rules[0].base_pricelist == CATALOGUE_NONE);
    assert_true(rules[1].start_unix_s == 5 && rules[1].end_unix_s == 6 && rules[1].percent == 10);
    assert_true(rules[1].accounting_category_id == 20 && rules[1].base_pricelist == 1);
    assert_true(rules[2].discount == -20 && rules[2].round == 0.05 && rules[2].surcharge == 0.1);
    assert_true(rules[2].min_margin == 0.2 && rules[2].max_margin == 2);
    assert_true(rules[2].base == CAT_BASE_COST && rules[2].compute == CAT_PRICE_FORMULA);

    assert_int_equal(c->attribute_count, 1);
    assert_int_equal(c->attributes[0].values.count, 2);
    assert_text(&shop, c->attributes[0].display_type, "radio");
    assert_true(c->attribute_values[0].price_extra == 0.3);
    assert_text(&shop, c->attribute_values[0].html_colour, "#ff0000");
    assert_int_equal(c->attribute_values[1].is_custom, 1);
    assert_int_equal(c->combos[0].lines.count, 2); // 99 never came
    assert_int_equal(c->combo_lines[0].id, 51);
    assert_int_equal(c->combo_lines[0].article, CATALOGUE_NONE);
    assert_int_equal(c->combo_lines[1].article, 0);
    assert_true(c->combo_lines[1].price == 0.5 && c->combos[0].base_price == 1.5);

    assert_int_equal(c->barcode_rules[0].id, 93); // by sequence
    assert_int_equal(c->barcode_rules[6].id, 91);
    assert_text(&shop, c->barcode_rules[6].type_name, "product");
    assert_int_equal(c->partner_count, 1);
    assert_true(c->partners[0].pricelist_id == 31 && c->partners[0].fiscal_position_id == 80);
    assert_int_equal(c->fiscal_positions[0].mappings.count, 2);
    assert_int_equal(c->tax_mappings[1].source_tax_id, 13);
    assert_int_equal(c->tax_mappings[1].destination_tax_id, 0);
    assert_int_equal(c->shop->config_id, 3);
    assert_string_equal(c->shop->currency.symbol, "€");
    assert_int_equal(c->shop->pricelist, CATALOGUE_NONE);
    assert_text(&shop, c->shop->company_name, "Corner Shop");
    assert_string_equal(c->header->origin, "https://shop.example main");
    assert_int_equal(c->header->made_unix_ms, 1764000000000);
    end(&shop);
}

static void names_come_in_the_language_asked_for(void **state)
{
    (void)state;
    Shop shop;
    begin(&shop);
    sample_add_shop(shop.builder);
    finish(&shop);
    const Catalogue *c = &shop.catalogue;
    assert_int_equal(catalogue_language(c, "de"), 1);
    assert_int_equal(catalogue_language(c, "ar_001"), 2);
    assert_int_equal(catalogue_language(c, "fr"), 0);
    assert_true(text_equal_string(catalogue_article_name(c, 0, 0), "Still water 1 l"));
    assert_true(text_equal_string(catalogue_article_name(c, 0, 1), "Stilles Wasser 1 l"));
    assert_true(text_equal_string(catalogue_article_name(c, 0, 2), "ماء ١ لتر"));
    assert_true(text_equal_string(catalogue_article_name(c, 1, 2), "Burger menu"));
    assert_true(text_equal_string(catalogue_article_name(c, 2, 1), "Äpfel"));
    assert_int_equal(c->translated_names[2].size, 0); // the same in both: kept once
    assert_true(text_equal_string(catalogue_category_name(c, 0, 1), "Getränke"));
    assert_true(text_equal_string(catalogue_category_name(c, 1, 1), "Water"));
    assert_true(text_equal_string(catalogue_attribute_name(c, 0, 0), "Sauce"));
    assert_true(text_equal_string(catalogue_attribute_name(c, 0, 1), "Soße"));
    assert_true(text_equal_string(catalogue_attribute_name(c, 0, 2), "Sauce"));
    assert_true(text_equal_string(catalogue_attribute_value_name(c, 0, 1), "Ketchup"));
    assert_true(text_equal_string(catalogue_attribute_value_name(c, 1, 1), "Eigene"));
    assert_true(text_equal_string(catalogue_attribute_value_name(c, 0, 2), "كاتشب"));
    assert_true(text_equal_string(catalogue_combo_name(c, 0, 0), "Drink of the menu"));
    assert_true(text_equal_string(catalogue_combo_name(c, 0, 1), "Drink of the menu"));
    assert_true(text_equal_string(catalogue_combo_name(c, 0, 2), "مشروب"));
    end(&shop);
}

static void add_unit(CatalogueBuilder *builder, int32_t id, const char *name, int32_t category,
                     double factor)
{
    CatUnit unit = {.id = id,
                    .name = sample_text(builder, name),
                    .rounding = 0.01,
                    .category_id = category,
                    .factor = factor};
    catalogue_builder_add_unit(builder, &unit);
}

static void prices_are_compared_by_kilogram_and_litre(void **state)
{
    (void)state;
    // A shop whose reference is the pound: the kilogram is not the one with factor 1 then.
    static const struct {
        int32_t id;
        const char *name;
        int32_t category;
        double factor;
        const char *base; // NULL: none
        double wanted;
    } units[] = {
        {2, "kg", 2, 1, NULL, 0},       {3, "g", 2, 1000, "kg", 1000},
        {4, "t", 2, 0.001, "kg", .001}, {5, "Dozens", 1, 1.0 / 12, NULL, 0},
        {6, "L", 3, 1, NULL, 0},        {7, "cl", 3, 100, "L", 100},
        {8, "m", 4, 1, NULL, 0},        {9, "broken", 3, 0, NULL, 0},
        {10, "lb", 5, 1, "кг", 2.5},    {11, "кг", 5, 0.4, NULL, 0},
    };
    Shop shop;
    begin(&shop);
    sample_add_basics(shop.builder);
    sample_add_article(shop.builder, 1, "Bread", "");
    for (size_t i = 0; i < COUNT_OF(units); i++)
        add_unit(shop.builder, units[i].id, units[i].name, units[i].category, units[i].factor);
    assert_int_equal(catalogue_builder_base_unit_count(shop.builder), 0);
    const int32_t base[] = {2, 6, 11, 999}; // the last is none of the shop's
    for (size_t i = 0; i < COUNT_OF(base); i++)
        catalogue_builder_mark_base_unit(shop.builder, base[i]);
    assert_int_equal(catalogue_builder_base_unit_count(shop.builder), 3);
    finish(&shop);
    Text name = {0};
    double factor = 0;
    assert_false(catalogue_unit_base(&shop.catalogue, 0, &name, &factor)); // pieces
    for (size_t i = 0; i < COUNT_OF(units); i++) {
        bool has = catalogue_unit_base(&shop.catalogue, (int32_t)i + 1, &name, &factor);
        assert_int_equal(has, units[i].base != NULL);
        if (!has)
            continue;
        assert_true(text_equal_string(name, units[i].base));
        assert_true(factor == units[i].wanted);
    }
    end(&shop);
}

static void special_and_hidden_articles_are_known_by_id_only(void **state)
{
    (void)state;
    Shop shop;
    begin(&shop);
    sample_add_shop(shop.builder);
    finish(&shop);
    const int32_t ids[] = {37, 38, 57}; // the tip, a special one, a hidden one
    for (int32_t i = 0; i < 3; i++) {
        int32_t index = catalogue_article_by_id(&shop.catalogue, ids[i]);
        assert_true(index >= 0);
        assert_false(catalogue_article_sellable(&shop.catalogue, index));
    }
    assert_int_equal(catalogue_article_by_barcode(&shop.catalogue, TEXT("4006381333931"), NULL),
                     CATALOGUE_NONE);
    assert_int_equal(catalogue_article_by_barcode(&shop.catalogue, TEXT("96385074"), NULL),
                     CATALOGUE_NONE);
    assert_true(catalogue_article_sellable(&shop.catalogue, 0));
    assert_int_equal(catalogue_article_by_id(&shop.catalogue, 101), CATALOGUE_NONE);
    assert_int_equal(catalogue_article_by_id(&shop.catalogue, INT32_MIN), CATALOGUE_NONE);
    assert_int_equal(catalogue_article_by_id(&shop.catalogue, INT32_MAX), CATALOGUE_NONE);
    end(&shop);
}

static void equal_catalogues_are_equal_bytes(void **state)
{
    (void)state;
    Shop one;
    Shop two;
    begin(&one);
    begin(&two);
    sample_add_shop(one.builder);
    memset((char[4096]){0}, 0xaa, 4096); // what lies between fields comes from the stack
    sample_add_shop(two.builder);
    finish(&one);
    finish(&two);
    assert_int_equal(one.block.size, two.block.size);
    assert_int_equal(memcmp(one.block.data, two.block.data, one.block.size), 0);
    end(&one);
    end(&two);
}

static void a_builder_can_be_used_again(void **state)
{
    (void)state;
    Shop shop;
    begin(&shop);
    sample_add_shop(shop.builder);
    finish(&shop);
    sample_add_basics(shop.builder);
    sample_add_article(shop.builder, 1, "Bread", "");
    finish(&shop);
    assert_int_equal(shop.catalogue.article_count, 1);
    assert_int_equal(shop.catalogue.header->language_count, 1);
    end(&shop);
    catalogue_builder_destroy(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_article_keeps_every_field),
        cmocka_unit_test(taxes_come_in_order_of_evaluation_and_groups_flat),
        cmocka_unit_test(categories_know_parents_children_and_articles),
        cmocka_unit_test(prices_choices_and_the_rest_keep_every_field),
        cmocka_unit_test(names_come_in_the_language_asked_for),
        cmocka_unit_test(prices_are_compared_by_kilogram_and_litre),
        cmocka_unit_test(special_and_hidden_articles_are_known_by_id_only),
        cmocka_unit_test(equal_catalogues_are_equal_bytes),
        cmocka_unit_test(a_builder_can_be_used_again),
    };
    return cmocka_run_group_tests_name("catalogue_builder", tests, NULL, NULL);
}
