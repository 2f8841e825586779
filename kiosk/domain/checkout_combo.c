/* A combo on the article screen: one article of each of its combos, with that article's own
 * choices.
 */
#include <string.h>

#include "domain/checkout_parts.h"

const CatCombo *checkout_combo(const Catalogue *catalogue, int32_t article, int32_t number)
{
    CatRange combos = catalogue->articles[article].combos;
    return &catalogue->combos[catalogue->indexes[combos.first + (uint32_t)number]];
}

bool checkout_part_offered(const Catalogue *catalogue, const CatComboLine *line)
{
    return order_combo_takes(catalogue, line->article) &&
           checkout_can_choose(catalogue, line->article);
}

// How many lines of a combo can be chosen; *out_last is the last of them.
static int32_t offered_count(const Catalogue *catalogue, const CatCombo *combo, int32_t *out_last)
{
    int32_t count = 0;
    for (uint32_t i = 0; i < combo->lines.count; i++) {
        int32_t line = (int32_t)(combo->lines.first + i);
        if (!checkout_part_offered(catalogue, &catalogue->combo_lines[line]))
            continue;
        *out_last = line;
        count++;
    }
    return count;
}

bool checkout_can_choose_combo(const Catalogue *catalogue, int32_t article)
{
    uint32_t count = catalogue->articles[article].combos.count;
    int32_t line;
    for (uint32_t i = 0; i < count && count <= ORDER_COMBO_MAX; i++)
        if (offered_count(catalogue, checkout_combo(catalogue, article, (int32_t)i), &line) == 0)
            return false;
    return count <= ORDER_COMBO_MAX;
}

static bool choose_line(const Catalogue *catalogue, CheckoutPart *part, int32_t line)
{
    part->line = line;
    return checkout_begin_choices(catalogue, catalogue->combo_lines[line].article, &part->chosen);
}

bool checkout_begin_parts(const Catalogue *catalogue, CheckoutSubject *subject)
{
    uint32_t count = catalogue->articles[subject->article].combos.count;
    bool asks = false;
    subject->part_count = count <= ORDER_COMBO_MAX ? (int32_t)count : 0;
    for (int32_t i = 0; i < subject->part_count; i++) {
        CheckoutPart *part = &subject->parts[i];
        int32_t line = CATALOGUE_NONE;
        part->line = CATALOGUE_NONE;
        if (offered_count(catalogue, checkout_combo(catalogue, subject->article, i), &line) == 1)
            asks |= choose_line(catalogue, part, line);
        else
            asks = true;
    }
    return asks;
}

bool checkout_combo_chosen(const Catalogue *catalogue, const CheckoutSubject *subject,
                           const CheckoutSettings *settings, OrderCombo *out)
{
    if (subject->part_count == 0 || checkout_missing(catalogue, subject).kind != MISSING_NOTHING)
        return false;
    memset(out, 0, sizeof *out);
    out->article = subject->article;
    out->quantity.milli = subject->pieces * INT64_C(1000);
    out->minimum_age = checkout_age_of(catalogue, settings, subject->article);
    out->part_count = subject->part_count;
    for (int32_t i = 0; i < subject->part_count; i++) {
        const CheckoutPart *part = &subject->parts[i];
        out->parts[i] = (OrderComboPart){
            .line = part->line,
            .choices = part->chosen.values,
            .choice_count = part->chosen.count,
            .minimum_age =
                checkout_age_of(catalogue, settings, catalogue->combo_lines[part->line].article),
        };
    }
    return true;
}

void checkout_add_combo(Step *step)
{
    Checkout *checkout = step->checkout;
    const Catalogue *catalogue = step->world->catalogue;
    const CatArticle *article = &catalogue->articles[checkout->subject.article];
    OrderPricing pricing = step_pricing(step);
    OrderCombo combo;
    char name[ORDER_NAME_MAX];
    int32_t line_id = 0;
    if (!checkout_combo_chosen(catalogue, &checkout->subject, step->world->settings, &combo))
        return;
    text_copy_to_buffer(catalogue_text(catalogue, article->name), name, sizeof name);
    if (!checkout->sale_open)
        checkout_begin_sale(step);
    if (checkout_is_too_many(step, article->id, combo.quantity.milli, name))
        return;
    for (int32_t i = 0; i <= combo.part_count; i++)
        step_uuid(step, combo.line_uuids[i]);
    OrderResult result = order_add_combo(&checkout->order, &pricing, &combo, &line_id);
    if (result == ORDER_OK)
        checkout_added(step, line_id);
    else
        checkout_not_taken(step, result, name);
    step_show(step, checkout_shopping_screen(step, false));
}

static void choose_part(Step *step)
{
    const Catalogue *catalogue = step->world->catalogue;
    CheckoutSubject *subject = &step->checkout->subject;
    int32_t number = step->event->part - 1;
    const CatCombo *combo = checkout_combo(catalogue, subject->article, number);
    for (uint32_t i = 0; i < combo->lines.count; i++) {
        int32_t line = (int32_t)(combo->lines.first + i);
        const CatComboLine *one = &catalogue->combo_lines[line];
        if (one->id == step->event->value_id && checkout_part_offered(catalogue, one) &&
            subject->parts[number].line != line)
            (void)choose_line(catalogue, &subject->parts[number], line);
    }
}

static void choose_value_of_part(Step *step)
{
    const Catalogue *catalogue = step->world->catalogue;
    CheckoutPart *part = &step->checkout->subject.parts[step->event->part - 1];
    if (part->line == CATALOGUE_NONE ||
        !checkout_choose_value(catalogue, catalogue->combo_lines[part->line].article, &part->chosen,
                               step->event->value_id))
        step_sound(step, SOUND_NOT_KNOWN);
}

bool checkout_combo_event(Step *step)
{
    const Checkout *checkout = step->checkout;
    bool here = checkout->screen == SCREEN_ARTICLE && step->world->catalogue &&
                checkout->subject.article != CATALOGUE_NONE && step->event->part > 0 &&
                step->event->part <= checkout->subject.part_count;
    switch ((int)step->event->kind) {
    case EVENT_CHOOSE_PART:
        if (here)
            choose_part(step);
        return true;
    case EVENT_CHOOSE_VALUE:
        if (here)
            choose_value_of_part(step);
        return step->event->part > 0;
    default:
        return false;
    }
}
