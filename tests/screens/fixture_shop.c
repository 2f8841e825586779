/* The catalogue of the fixture, through the same builder that a load from the server goes through.
 */
#include "fixture_shop.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "domain/catalogue_builder.h"
#include "domain/catalogue_image.h"
#include "shop_table.h"

static CatText words(CatalogueBuilder *builder, const char *string)
{
    return catalogue_builder_text(builder, text_from_string(string));
}

static void add_basics(CatalogueBuilder *builder)
{
    static const char languages[4][8] = {"en", "de", "fr", "ar"};
    catalogue_builder_set_languages(builder, languages, 4);
    CatShop shop = {
        .company_name = words(builder, "Corner Market"),
        .config_name = words(builder, "Lane 3"),
        .server_version = words(builder, "17.0"),
        .currency = {"EUR", "€", true, 2, 0.01},
        .config_id = 3,
        .session_id = 16,
        .user_id = 8,
        .pricelist = 1,
        .price_digits = 2,
        .quantity_digits = 3,
        .discount_digits = 2,
        .show_tax_included = 1,
        .use_lots = 1,
    };
    catalogue_builder_set_shop(builder, &shop);
    catalogue_builder_add_unit(builder, &(CatUnit){1, words(builder, "Units"), 1.0, 1, 1, 1, 0});
    catalogue_builder_add_unit(builder, &(CatUnit){2, words(builder, "kg"), 0.001, 0, 2, 1, 1});
    for (int32_t i = 1; i <= 2; i++) {
        CatTax tax = {.id = i,
                      .kind = TAX_PERCENT,
                      .name = words(builder, i == 1 ? "VAT 6 %" : "VAT 21 %"),
                      .amount = i == 1 ? 6 : 21,
                      .repartition_factor = 1,
                      .price_include = 1,
                      .is_base_affected = 1};
        catalogue_builder_add_tax(builder, &tax, NULL, 0);
    }
    static const CatPaymentMethod methods[] = {{.id = 1, .type = CAT_PAYMENT_BANK, .sequence = 1},
                                               {.id = 2, .type = CAT_PAYMENT_BANK, .sequence = 2},
                                               {.id = 4, .type = CAT_PAYMENT_CASH, .sequence = 4}};
    static const char *const names[] = {"Card", "Gift card", "Cash"};
    for (size_t i = 0; i < COUNT_OF(methods); i++) {
        CatPaymentMethod method = methods[i];
        method.name = words(builder, names[i]);
        catalogue_builder_add_payment_method(builder, &method);
    }
}

// Three bars of dark chocolate for less: what the old price and the saving are shown with.
static void add_prices(CatalogueBuilder *builder, int32_t chocolate_id)
{
    catalogue_builder_add_pricelist(
        builder, &(CatPricelist){.id = 1, .name = words(builder, "Shop"), .show_discount = 1});
    CatPriceRule rule = {.id = 1,
                         .article_id = chocolate_id,
                         .min_quantity = 3,
                         .base = CAT_BASE_LIST_PRICE,
                         .compute = CAT_PRICE_FIXED,
                         .fixed_price = 1.47};
    catalogue_builder_add_price_rule(builder, &rule);
}

typedef struct ShopValue {
    const char *names[4]; // en de fr ar
    double extra;
    const char *colour;
} ShopValue;

typedef struct ShopAttribute {
    int32_t id;
    const char *article, *names[4], *type;
    ShopValue values[6];
} ShopAttribute;

static const ShopAttribute shop_attributes[] = {
    {1,
     "House roast coffee",
     {"Size", "Größe", "Taille", "الحجم"},
     "radio",
     {{{"250 g", "250 g", "250 g", "250 غ"}, 0, ""},
      {{"500 g", "500 g", "500 g", "500 غ"}, 5.6, ""},
      {{"1 kg", "1 kg", "1 kg", "1 كغ"}, 16, ""}}},
    {2,
     "House roast coffee",
     {"Grind", "Mahlgrad", "Mouture", "الطحن"},
     "pills",
     {{{"Whole beans", "Ganze Bohnen", "En grains", "حبوب كاملة"}, 0, ""},
      {{"Filter", "Filter", "Filtre", "فلتر"}, 0, ""},
      {{"Espresso", "Espresso", "Expresso", "إسبريسو"}, 0, ""}}},
    {3,
     "Cotton bag",
     {"Colour", "Farbe", "Couleur", "اللون"},
     "color",
     {{{"Red", "Rot", "Rouge", "أحمر"}, 0, "#C8323C"},
      {{"Yellow", "Gelb", "Jaune", "أصفر"}, 0, "#F0C93B"},
      {{"Purple", "Lila", "Violet", "بنفسجي"}, 1, "#7A5BC7"}}},
    {4,
     "Cotton bag",
     {"Extras", "Extras", "Options", "إضافات"},
     "multi",
     {{{"Long handles", "Lange Henkel", "Anses longues", "مقابض طويلة"}, 0.5, ""},
      {{"Inside pocket", "Innentasche", "Poche intérieure", "جيب داخلي"}, 0.8, ""},
      {{"Name printed in gold", "Name in Gold gedruckt", "Nom imprimé en or", "اسم مطبوع بالذهب"},
       2,
       ""}}},
    {5,
     "Make your own salad",
     {"Dressing", "Dressing", "Sauce", "الصلصة"},
     "radio",
     {{{"Oil and vinegar", "Essig und Öl", "Huile et vinaigre", "زيت وخل"}, 0, ""},
      {{"Yogurt and herbs", "Joghurt und Kräuter", "Yaourt et herbes", "زبادي وأعشاب"}, 0.3, ""}}},
};

static void translate(CatalogueBuilder *builder, CatTable table, int32_t id,
                      const char *const names[4])
{
    for (int32_t l = 1; l < 4; l++)
        catalogue_builder_translate(builder, table, l, id, text_from_string(names[l]));
}

static void add_attributes(CatalogueBuilder *builder)
{
    for (size_t i = 0; i < COUNT_OF(shop_attributes); i++) {
        const ShopAttribute *from = &shop_attributes[i];
        CatAttribute attribute = {.id = from->id,
                                  .name = words(builder, from->names[0]),
                                  .multiple = strcmp(from->type, "multi") == 0,
                                  .display_type = words(builder, from->type)};
        catalogue_builder_add_attribute(builder, &attribute);
        translate(builder, CAT_TABLE_ATTRIBUTES, from->id, from->names);
        for (int32_t j = 0; j < (int32_t)COUNT_OF(from->values) && from->values[j].names[0]; j++) {
            CatAttributeValue value = {.id = from->id * 10 + j + 1,
                                       .name = words(builder, from->values[j].names[0]),
                                       .price_extra = from->values[j].extra,
                                       .html_colour = words(builder, from->values[j].colour)};
            catalogue_builder_add_attribute_value(builder, &value);
            translate(builder, CAT_TABLE_ATTRIBUTE_VALUES, value.id, from->values[j].names);
        }
    }
}

static int32_t attributes_of(const char *article, int32_t out[4])
{
    int32_t count = 0;
    for (size_t i = 0; i < COUNT_OF(shop_attributes); i++)
        if (strcmp(shop_attributes[i].article, article) == 0)
            out[count++] = shop_attributes[i].id;
    return count;
}

typedef struct ShopCombo {
    int32_t id;
    const char *names[4]; // en de fr ar
    double base_price;
    struct {
        const char *article;
        double extra;
    } parts[4];
} ShopCombo;

static const char shop_menu[] = "Lunch menu", shop_serial[] = "Mobile phone 128 GB";
static const ShopCombo menu_combos[] = {
    {71,
     {"To eat", "Zum Essen", "À manger", "الطعام"},
     3.9,
     {{"Cheese baguette", 0}, {"Egg roll", 0}, {"Make your own salad", 1.2}}},
    {72,
     {"To drink", "Zum Trinken", "À boire", "الشراب"},
     1.89,
     {{"Still water 1.5 L", 0}, {"Orange juice 1 L", 0.8}, {"Cloudy apple juice 1 L", 0.5}}}};

static void add_combos(CatalogueBuilder *builder)
{
    for (size_t i = 0; i < COUNT_OF(menu_combos); i++) {
        const ShopCombo *from = &menu_combos[i];
        CatCombo combo = {
            .id = from->id, .name = words(builder, from->names[0]), .base_price = from->base_price};
        int32_t lines[COUNT_OF(from->parts)], count = 0;
        for (; count < (int32_t)COUNT_OF(from->parts) && from->parts[count].article; count++) {
            lines[count] = from->id * 10 + count + 1;
            CatComboLine line = {lines[count], fixture_article_id(from->parts[count].article),
                                 from->parts[count].extra};
            catalogue_builder_add_combo_line(builder, &line);
        }
        catalogue_builder_add_combo(builder, &combo, lines, count);
        translate(builder, CAT_TABLE_COMBOS, from->id, from->names);
    }
}

static void add_articles(CatalogueBuilder *builder)
{
    Error error;
    static const int32_t combos[] = {71, 72};
    add_attributes(builder);
    for (int32_t i = 0; i < (int32_t)COUNT_OF(shop_articles); i++) {
        const ShopArticle *from = &shop_articles[i];
        CatArticle article = {.id = 100 + i,
                              .template_id = 100 + i,
                              .name = words(builder, from->names[0]),
                              .barcode = words(builder, from->barcode),
                              .list_price = from->price,
                              .unit = from->weighed ? 2 : 1,
                              .flags = (from->weighed ? CAT_ARTICLE_WEIGHED : 0u) |
                                       (from->picture ? CAT_ARTICLE_HAS_IMAGE : 0u),
                              .tracking = strcmp(from->names[0], shop_serial) == 0
                                              ? CAT_TRACKING_SERIAL
                                              : CAT_TRACKING_NONE};
        int32_t combo_count = strcmp(from->names[0], shop_menu) == 0 ? COUNT_OF(combos) : 0;
        int32_t attributes[4], attribute_count = attributes_of(from->names[0], attributes);
        if (attribute_count > 0)
            article.description = words(builder, "Corner Market's own");
        CHECK(catalogue_builder_add_article(builder, &article, &from->tax, 1, &from->category, 1,
                                            attributes, attribute_count, combos, combo_count,
                                            &error));
        translate(builder, CAT_TABLE_ARTICLES, article.id, from->names);
    }
}

static void add_categories(CatalogueBuilder *builder)
{
    for (size_t i = 0; i < COUNT_OF(shop_categories); i++) {
        const ShopCategory *from = &shop_categories[i];
        CatCategory category = {.id = from->id,
                                .parent = from->parent,
                                .name = words(builder, from->names[0]),
                                .has_image = 1};
        catalogue_builder_add_category(builder, &category);
        translate(builder, CAT_TABLE_CATEGORIES, from->id, from->names);
    }
}

static int32_t article_index(const char *name)
{
    for (size_t i = 0; i < COUNT_OF(shop_articles); i++)
        if (text_equal(text_from_string(shop_articles[i].names[0]), text_from_string(name)))
            return (int32_t)i;
    fprintf(stderr, "no article '%s' in the fixture\n", name);
    abort();
}

int32_t fixture_article_id(const char *name)
{
    return 100 + article_index(name);
}

static void report(void *context, const char *message)
{
    (void)context;
    fprintf(stderr, "catalogue: %s\n", message);
}

static void finish(CatalogueBuilder *builder, Arena *arena, Catalogue *out)
{
    Error error;
    Bytes block;
    if (!catalogue_builder_finish(builder, "https://shop.example demo", 1, arena, &block, &error) ||
        !catalogue_open(block, out, &error)) {
        fprintf(stderr, "%s\n", error.message);
        abort();
    }
    catalogue_builder_destroy(builder);
}

void fixture_build_catalogue(Arena *arena, Catalogue *out)
{
    CatalogueBuilder *builder = catalogue_builder_create(report, NULL);
    add_basics(builder);
    add_categories(builder);
    add_articles(builder);
    add_combos(builder);
    add_prices(builder, fixture_article_id("Dark chocolate 70 %"));
    finish(builder, arena, out);
}

void fixture_build_long_catalogue(Arena *arena, int32_t articles, Catalogue *out)
{
    CatalogueBuilder *builder = catalogue_builder_create(report, NULL);
    int32_t tax = 1;
    add_basics(builder);
    for (int32_t id = 1; id <= articles; id++) {
        Error error;
        char name[64];
        snprintf(name, sizeof(name), "Article number %d", id);
        CatArticle article = {.id = id,
                              .template_id = id,
                              .name = words(builder, name),
                              .list_price = 1 + id % 100,
                              .unit = 1,
                              .flags = CAT_ARTICLE_HAS_IMAGE};
        CHECK(catalogue_builder_add_article(builder, &article, &tax, 1, NULL, 0, NULL, 0, NULL, 0,
                                            &error));
    }
    add_prices(builder, articles + 1);
    finish(builder, arena, out);
}

bool fixture_picture_path(void *context, PictureKind kind, uint64_t id, char *out_path, size_t room)
{
    (void)context;
    const char *name = NULL;
    if (kind == PICTURE_ARTICLE && id >= 100 && id < 100 + COUNT_OF(shop_articles))
        name = shop_articles[id - 100].picture;
    for (size_t i = 0; kind == PICTURE_CATEGORY && i < COUNT_OF(shop_categories); i++)
        if ((uint64_t)shop_categories[i].id == id)
            name = shop_categories[i].picture;
    if (!name)
        return false;
    snprintf(out_path, room, "%s/%s.png", FIXTURE_PICTURES, name);
    return true;
}
