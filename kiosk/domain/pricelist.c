/* The server's price is not rounded in between: rules may refer to another list, whose unrounded
 * price is then the base. Percentages are taken as base * (percent / 100), which is not the double
 * of base * percent / 100. */
#include "domain/pricelist.h"

// Lists that refer to each other in a circle are refused by the server; a catalogue that has one is
// ended here with the list price.
enum { PRICELIST_DEPTH_MAX = 16 };

typedef struct PriceQuery {
    const Catalogue *catalogue;
    const CatArticle *article;
    double list_price; // with the extras of chosen attributes
    double quantity;
    int64_t now_unix_s;
} PriceQuery;

static bool is_in_category(const Catalogue *catalogue, int32_t category, int32_t category_id)
{
    // a chain can't be longer than the table: a circle ends too
    for (int32_t steps = 0; category >= 0 && steps < catalogue->accounting_category_count;
         steps++) {
        if (catalogue->accounting_categories[category].id == category_id)
            return true;
        category = catalogue->accounting_categories[category].parent;
    }
    return false;
}

static bool rule_applies(const PriceQuery *query, const CatPriceRule *rule)
{
    const CatArticle *article = query->article;
    if (rule->article_id != 0 && rule->article_id != article->id)
        return false;
    if (rule->template_id != 0 && rule->template_id != article->template_id)
        return false;
    if (rule->start_unix_s != 0 && rule->start_unix_s > query->now_unix_s)
        return false;
    if (rule->end_unix_s != 0 && rule->end_unix_s < query->now_unix_s)
        return false;
    if (rule->min_quantity != 0 && query->quantity < rule->min_quantity)
        return false;
    return rule->accounting_category_id == 0 ||
           is_in_category(query->catalogue, article->accounting_category,
                          rule->accounting_category_id);
}

static double formula_price(const CatPriceRule *rule, double base)
{
    double price = base - base * (rule->discount / 100.0);
    if (rule->round != 0)
        price = round_to_step(price, rule->round, ROUNDING_HALF_UP);
    price += rule->surcharge;
    if (rule->min_margin != 0 && price < base + rule->min_margin)
        price = base + rule->min_margin;
    if (rule->max_margin != 0 && price > base + rule->max_margin)
        price = base + rule->max_margin;
    return price;
}

static double price_in_list(const PriceQuery *query, int32_t pricelist, int32_t depth,
                            int32_t *out_rule_id)
{
    *out_rule_id = 0;
    if (pricelist < 0 || depth > PRICELIST_DEPTH_MAX)
        return query->list_price;
    CatRange rules = query->catalogue->pricelists[pricelist].rules;
    for (uint32_t i = 0; i < rules.count; i++) {
        const CatPriceRule *rule = &query->catalogue->price_rules[rules.first + i];
        if (!rule_applies(query, rule))
            continue;
        *out_rule_id = rule->id;
        if (rule->compute == CAT_PRICE_FIXED)
            return rule->fixed_price;
        double base = query->list_price;
        PriceQuery bare = *query; // another list's price knows nothing of chosen extras
        bare.list_price = query->article->list_price;
        int32_t ignored;
        if (rule->base == CAT_BASE_COST)
            base = query->article->cost;
        else if (rule->base == CAT_BASE_PRICELIST && rule->base_pricelist >= 0)
            base = price_in_list(&bare, rule->base_pricelist, depth + 1, &ignored);
        if (rule->compute == CAT_PRICE_PERCENTAGE)
            return base - base * (rule->percent / 100.0);
        return formula_price(rule, base);
    }
    return query->list_price;
}

double pricelist_price(const Catalogue *catalogue, int32_t pricelist, int32_t article,
                       double quantity, double extra, int64_t now_unix_s, int32_t *out_rule_id)
{
    PriceQuery query = {
        .catalogue = catalogue,
        .article = &catalogue->articles[article],
        .list_price = catalogue->articles[article].list_price + extra,
        .quantity = quantity,
        .now_unix_s = now_unix_s,
    };
    int32_t rule_id;
    double price = price_in_list(&query, pricelist, 0, &rule_id);
    if (out_rule_id)
        *out_rule_id = rule_id;
    return price;
}
