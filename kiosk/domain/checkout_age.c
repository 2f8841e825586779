/* Which articles need an age check: the configuration names categories, their children count too.
 */
#include "domain/checkout_parts.h"

static int32_t age_of_category(const Catalogue *catalogue, const CheckoutSettings *settings,
                               int32_t category)
{
    int32_t age = 0;
    for (; category != CATALOGUE_NONE; category = catalogue->categories[category].parent) {
        Text name = catalogue_text(catalogue, catalogue->categories[category].name);
        for (int32_t i = 0; i < settings->age_rule_count; i++)
            if (settings->age_rules[i].minimum_age > age &&
                text_equal_string(name, settings->age_rules[i].category))
                age = settings->age_rules[i].minimum_age;
    }
    return age;
}

int32_t checkout_age_of(const Catalogue *catalogue, const CheckoutSettings *settings,
                        int32_t article)
{
    CatRange categories = catalogue->articles[article].categories;
    int32_t age = 0;
    for (uint32_t i = 0; i < categories.count; i++) {
        int32_t of_category =
            age_of_category(catalogue, settings, (int32_t)catalogue->indexes[categories.first + i]);
        if (of_category > age)
            age = of_category;
    }
    return age;
}

const char *checkout_age_category_missing(const Catalogue *catalogue,
                                          const CheckoutSettings *settings)
{
    for (int32_t rule = 0; rule < settings->age_rule_count; rule++) {
        bool there = false;
        for (int32_t i = 0; i < catalogue->category_count && !there; i++)
            there = text_equal_string(catalogue_text(catalogue, catalogue->categories[i].name),
                                      settings->age_rules[rule].category);
        if (!there)
            return settings->age_rules[rule].category;
    }
    return NULL;
}
