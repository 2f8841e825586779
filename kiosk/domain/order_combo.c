/* Combos as lines: one that costs nothing, which names what was chosen, and behind it the chosen
 * articles with their share of the price, as a till of the server's own sends them. */
#include <math.h>
#include <string.h>

#include "domain/combo.h"
#include "domain/order_parts.h"
#include "domain/pricelist.h"

// The lines of a combo before they are in an order.
typedef struct ComboLines {
    int32_t count;
    OrderLine lines[ORDER_COMBO_MAX + 1];
} ComboLines;

static const CatComboLine *chosen_line(const Catalogue *catalogue, const OrderCombo *combo,
                                       int32_t part, const CatCombo **out_combo)
{
    CatRange combos = catalogue->articles[combo->article].combos;
    const CatCombo *of = &catalogue->combos[catalogue->indexes[combos.first + (uint32_t)part]];
    uint32_t line = (uint32_t)combo->parts[part].line;
    if (combo->parts[part].line < 0 || line < of->lines.first ||
        line >= of->lines.first + of->lines.count)
        return NULL;
    *out_combo = of;
    return &catalogue->combo_lines[line];
}

bool order_combo_takes(const Catalogue *catalogue, int32_t article)
{
    if (article < 0 || article >= catalogue->article_count)
        return false;
    uint32_t flags = catalogue->articles[article].flags;
    return !(flags & (CAT_ARTICLE_COMBO | CAT_ARTICLE_WEIGHED | CAT_ARTICLE_SPECIAL)) &&
           !catalogue_article_needs_lot(catalogue, article);
}

static OrderResult begin_part(const Catalogue *catalogue, const OrderCombo *combo, int32_t part,
                              OrderLine *line, ComboChoice *out_choice)
{
    const OrderComboPart *chosen = &combo->parts[part];
    const CatCombo *of = NULL;
    const CatComboLine *combo_line = chosen_line(catalogue, combo, part, &of);
    if (!combo_line || !order_combo_takes(catalogue, combo_line->article))
        return ORDER_NOT_SELLABLE;
    OrderAdd choices = {.article = combo_line->article,
                        .choices = chosen->choices,
                        .choice_count = chosen->choice_count};
    OrderResult answer = order_line_any_article(catalogue, combo_line->article, line);
    if (answer == ORDER_OK)
        answer = order_line_choices(catalogue, &choices, line);
    line->combo_line_id = combo_line->id;
    line->minimum_age = chosen->minimum_age;
    *out_choice = (ComboChoice){of->base_price, combo_line->price, line->price_extra};
    return answer;
}

static OrderResult finish_line(const OrderRules *rules, const OrderPricing *pricing,
                               const OrderCombo *combo, double price, OrderLine *line)
{
    int32_t article = catalogue_article_by_id(pricing->catalogue, line->article_id);
    OrderResult answer =
        order_round_quantity(pricing->catalogue, article, combo->quantity, &line->quantity);
    line->flags &= ~(uint32_t)ORDER_LINE_MERGEABLE;
    return answer == ORDER_OK ? order_line_label_price(rules, pricing, price, line) : answer;
}

// Everything of the lines but their ids.
static OrderResult make_lines(const OrderRules *rules, const OrderPricing *pricing,
                              const OrderCombo *combo, ComboLines *out)
{
    const Catalogue *catalogue = pricing->catalogue;
    ComboChoice choices[ORDER_COMBO_MAX];
    double prices[ORDER_COMBO_MAX];
    memset(out, 0, sizeof *out);
    if (combo->article < 0 || combo->article >= catalogue->article_count ||
        !catalogue_article_sellable(catalogue, combo->article) || combo->part_count <= 0 ||
        combo->part_count > ORDER_COMBO_MAX ||
        (uint32_t)combo->part_count != catalogue->articles[combo->article].combos.count)
        return ORDER_NOT_SELLABLE;
    OrderResult answer = order_line_any_article(catalogue, combo->article, &out->lines[0]);
    for (int32_t i = 0; i < combo->part_count && answer == ORDER_OK; i++)
        answer = begin_part(catalogue, combo, i, &out->lines[i + 1], &choices[i]);
    if (answer != ORDER_OK)
        return answer;
    double whole = pricelist_price(catalogue, pricing->pricelist, combo->article, 1, 0,
                                   pricing->now_unix_s, NULL);
    combo_split(whole, choices, combo->part_count, rules->price_digits, prices);
    out->lines[0].flags |= ORDER_LINE_COMBO;
    out->lines[0].minimum_age = combo->minimum_age;
    answer = finish_line(rules, pricing, combo, 0, &out->lines[0]);
    for (int32_t i = 0; i < combo->part_count && answer == ORDER_OK; i++)
        answer = finish_line(rules, pricing, combo, prices[i], &out->lines[i + 1]);
    out->count = combo->part_count + 1;
    return answer;
}

OrderResult order_preview_combo(const OrderPricing *pricing, const OrderCombo *combo,
                                Money *out_shown)
{
    OrderRules rules = order_rules_of_shop(pricing->catalogue);
    ComboLines made;
    Money shown = {0};
    OrderResult answer = make_lines(&rules, pricing, combo, &made);
    for (int32_t i = 0; i < made.count && answer == ORDER_OK; i++) {
        TaxResult result;
        answer = order_line_amounts(&rules, &made.lines[i], &result);
        shown.minor += made.lines[i].display_total.minor;
    }
    if (answer == ORDER_OK)
        *out_shown = shown;
    return answer;
}

OrderResult order_add_combo(Order *order, const OrderPricing *pricing, const OrderCombo *combo,
                            int32_t *out_line_id)
{
    OrderRules rules = order_rules(order);
    ComboLines made;
    OrderResult answer = make_lines(&rules, pricing, combo, &made);
    if (answer != ORDER_OK)
        return answer;
    if (order->line_count + made.count > ORDER_LINES_MAX)
        return ORDER_FULL;
    for (int32_t i = 0; i < made.count; i++) {
        OrderLine *line = &made.lines[i];
        line->id = order->next_line_id + i;
        line->parent_id = i > 0 ? order->next_line_id : 0;
        text_copy_to_buffer(text_from_string(combo->line_uuids[i]), line->uuid, sizeof line->uuid);
        order->lines[order->line_count + i] = *line;
    }
    order->line_count += made.count;
    answer = order_total(order);
    if (answer != ORDER_OK) {
        order->line_count -= made.count;
        return answer;
    }
    *out_line_id = order->next_line_id;
    order->next_line_id += made.count;
    order_name_tax_totals(order, pricing->catalogue);
    return ORDER_OK;
}
