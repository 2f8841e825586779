/* Looking at one article: its choices, how many, and the basket's bag.
 *
 * A choice is made by the customer: only an attribute with a single value is chosen for them. A
 * value that wants a text typed is never offered: the server refuses an order with such a text from
 * a lane's user, after it was paid. */
#include "domain/checkout_parts.h"

enum { PIECES_MAX = 999 }; // of the stepper, in a shop without a limit

bool checkout_value_offered(const CatAttributeValue *value)
{
    return !value->is_custom;
}

bool checkout_value_chosen(const CheckoutChosen *chosen, int32_t value_id)
{
    for (int32_t i = 0; i < chosen->count; i++)
        if (chosen->values[i] == value_id)
            return true;
    return false;
}

static const CatAttributeValue *value_at(const Catalogue *catalogue, const CatAttribute *attribute,
                                         uint32_t number)
{
    return &catalogue->attribute_values[attribute->values.first + number];
}

// How many of its values may be chosen; *out_last is the last of them.
static int32_t offered_count(const Catalogue *catalogue, const CatAttribute *attribute,
                             int32_t *out_last)
{
    int32_t count = 0;
    for (uint32_t i = 0; i < attribute->values.count; i++) {
        const CatAttributeValue *value = value_at(catalogue, attribute, i);
        if (checkout_value_offered(value)) {
            *out_last = value->id;
            count++;
        }
    }
    return count;
}

static bool has_choice(const Catalogue *catalogue, const CatAttribute *attribute,
                       const CheckoutChosen *chosen)
{
    for (uint32_t i = 0; i < attribute->values.count; i++)
        if (checkout_value_chosen(chosen, value_at(catalogue, attribute, i)->id))
            return true;
    return false;
}

const CatAttribute *checkout_choice_missing(const Catalogue *catalogue, int32_t article,
                                            const CheckoutChosen *chosen)
{
    uint32_t count = catalogue->articles[article].attributes.count;
    for (uint32_t i = 0; i < count; i++) {
        const CatAttribute *attribute = catalogue_article_attribute(catalogue, article, i);
        if (!attribute->multiple && !has_choice(catalogue, attribute, chosen))
            return attribute;
    }
    return NULL;
}

CheckoutMissing checkout_missing(const Catalogue *catalogue, const CheckoutSubject *subject)
{
    const CatAttribute *attribute =
        checkout_choice_missing(catalogue, subject->article, &subject->chosen);
    if (attribute)
        return (CheckoutMissing){MISSING_VALUE, attribute, NULL};
    for (int32_t i = 0; i < subject->part_count; i++) {
        const CheckoutPart *part = &subject->parts[i];
        const CatCombo *combo = checkout_combo(catalogue, subject->article, i);
        if (part->line == CATALOGUE_NONE)
            return (CheckoutMissing){MISSING_PART, NULL, combo};
        attribute = checkout_choice_missing(catalogue, catalogue->combo_lines[part->line].article,
                                            &part->chosen);
        if (attribute)
            return (CheckoutMissing){MISSING_VALUE, attribute, combo};
    }
    bool lot = catalogue_article_needs_lot(catalogue, subject->article) && !subject->lot[0];
    return (CheckoutMissing){lot ? MISSING_LOT : MISSING_NOTHING, NULL, NULL};
}

bool checkout_can_choose(const Catalogue *catalogue, int32_t article)
{
    int32_t needed = 0, value_id = 0;
    for (uint32_t i = 0; i < catalogue->articles[article].attributes.count; i++) {
        const CatAttribute *attribute = catalogue_article_attribute(catalogue, article, i);
        if (attribute->multiple)
            continue;
        if (offered_count(catalogue, attribute, &value_id) == 0)
            return false;
        needed++;
    }
    return needed <= ORDER_LINE_CHOICES_MAX;
}

int32_t checkout_pieces_max(const CheckoutSettings *settings)
{
    return settings->quantity_max > 0 ? settings->quantity_max : PIECES_MAX;
}

static int32_t pieces_within(const CheckoutSettings *settings, int64_t pieces)
{
    int32_t most = checkout_pieces_max(settings);
    return pieces < 1 ? 1 : pieces > most ? most : (int32_t)pieces;
}

bool checkout_begin_choices(const Catalogue *catalogue, int32_t article, CheckoutChosen *chosen)
{
    bool asks = false;
    *chosen = (CheckoutChosen){0};
    for (uint32_t i = 0; i < catalogue->articles[article].attributes.count; i++) {
        const CatAttribute *attribute = catalogue_article_attribute(catalogue, article, i);
        int32_t value_id = 0;
        int32_t offered = offered_count(catalogue, attribute, &value_id);
        if (offered == 1 && !attribute->multiple && chosen->count < ORDER_LINE_CHOICES_MAX)
            chosen->values[chosen->count++] = value_id;
        else
            asks |= offered > 0;
    }
    return asks;
}

// Shows the article with what needs no choosing chosen. False: nothing is left to choose.
static bool show_article(Step *step, int32_t article, int64_t pieces, const char *lot, bool scanned)
{
    Checkout *checkout = step->checkout;
    const Catalogue *catalogue = step->world->catalogue;
    CheckoutSubject subject = {.article = article,
                               .pieces = pieces_within(step->world->settings, pieces)};
    bool asks = checkout_begin_choices(catalogue, article, &subject.chosen);
    asks |= checkout_begin_parts(catalogue, &subject);
    step_copy_text(subject.lot, sizeof subject.lot, lot);
    asks |= catalogue_article_needs_lot(catalogue, article) && !subject.lot[0];
    checkout->subject_from = checkout_shopping_screen(step, scanned);
    checkout->subject = subject;
    step_show(step, SCREEN_ARTICLE);
    return asks;
}

// What is chosen goes into the basket, or on the scale first.
static void add_subject(Step *step, bool scanned)
{
    const CheckoutSubject *subject = &step->checkout->subject;
    const Catalogue *catalogue = step->world->catalogue;
    const CatArticle *article = &catalogue->articles[subject->article];
    if (article->flags & CAT_ARTICLE_WEIGHED) {
        char name[ORDER_NAME_MAX];
        text_copy_to_buffer(catalogue_text(catalogue, article->name), name, sizeof name);
        if (!checkout_weigh_open(step, subject->article, scanned))
            checkout_help(step, HELP_NEEDS_SCALE, 0, name);
        return;
    }
    if (article->flags & CAT_ARTICLE_COMBO) {
        checkout_add_combo(step);
        return;
    }
    OrderAdd add = {.article = subject->article,
                    .quantity = {subject->pieces * INT64_C(1000)},
                    .choices = subject->chosen.values,
                    .choice_count = subject->chosen.count,
                    .lot = subject->lot};
    checkout_add(step, &add, scanned);
}

void checkout_choose(Step *step, const BarcodeFound *found, bool scanned)
{
    const char *lot = checkout_lot_of(step->world->catalogue, found->article, found);
    if (!show_article(step, found->article, found->quantity.milli / 1000, lot, scanned))
        add_subject(step, scanned);
}

bool checkout_choose_value(const Catalogue *catalogue, int32_t article, CheckoutChosen *chosen,
                           int32_t value_id)
{
    CheckoutChosen now = {0};
    const CheckoutChosen touched = {.count = 1, .values = {value_id}};
    for (uint32_t i = 0; i < catalogue->articles[article].attributes.count; i++) {
        const CatAttribute *attribute = catalogue_article_attribute(catalogue, article, i);
        bool here = has_choice(catalogue, attribute, &touched);
        for (uint32_t j = 0; j < attribute->values.count; j++) {
            const CatAttributeValue *value = value_at(catalogue, attribute, j);
            bool keep = checkout_value_chosen(chosen, value->id);
            if (here && value->id == value_id)
                keep = checkout_value_offered(value) && (!attribute->multiple || !keep);
            else if (here && !attribute->multiple)
                keep = false;
            if (!keep)
                continue;
            if (now.count == ORDER_LINE_CHOICES_MAX)
                return false;
            now.values[now.count++] = value->id;
        }
    }
    *chosen = now;
    return true;
}

static void add_one(Step *step, int32_t article)
{
    BarcodeFound found = {.meaning = BARCODE_ARTICLE,
                          .article = article,
                          .packaging = CATALOGUE_NONE,
                          .quantity = {1000}};
    checkout_add_found(step, &found, false);
}

void checkout_touch(Step *step, int32_t article)
{
    const Catalogue *catalogue = step->world->catalogue;
    const uint32_t elsewhere = CAT_ARTICLE_WEIGHED | CAT_ARTICLE_COMBO | CAT_ARTICLE_TRACKED;
    if (!(catalogue->articles[article].flags & elsewhere) &&
        checkout_can_choose(catalogue, article) &&
        checkout_age_of(catalogue, step->world->settings, article) > 0)
        (void)show_article(step, article, 1, "", false);
    else
        add_one(step, article);
}

static void add_chosen(Step *step)
{
    const Catalogue *catalogue = step->world->catalogue;
    const CheckoutSubject *subject = &step->checkout->subject;
    if (!checkout_can_choose(catalogue, subject->article) ||
        !checkout_can_choose_combo(catalogue, subject->article))
        add_one(step, subject->article); // leads to help
    else if (checkout_missing(catalogue, subject).kind != MISSING_NOTHING)
        step_sound(step, SOUND_NOT_KNOWN);
    else
        add_subject(step, false);
}

static void open_article(Step *step, int32_t article)
{
    const Catalogue *catalogue = step->world->catalogue;
    if (!checkout_is_selling(step->checkout) || !catalogue || article < 0 ||
        article >= catalogue->article_count || !catalogue_article_sellable(catalogue, article))
        return;
    (void)show_article(step, article, 1, "", false);
}

int32_t checkout_bag_offer(const Checkout *checkout, const CheckoutSettings *settings,
                           const Catalogue *catalogue)
{
    if (!settings->bag_barcode[0] || !catalogue)
        return CATALOGUE_NONE;
    int32_t bag =
        catalogue_article_by_barcode(catalogue, text_from_string(settings->bag_barcode), NULL);
    if (bag == CATALOGUE_NONE || !catalogue_article_sellable(catalogue, bag))
        return CATALOGUE_NONE;
    for (int32_t i = 0; i < checkout->order.line_count; i++) {
        const OrderLine *line = &checkout->order.lines[i];
        if (line->article_id == catalogue->articles[bag].id && !(line->flags & ORDER_LINE_VOID))
            return CATALOGUE_NONE;
    }
    return bag;
}

static void add_bag(Step *step)
{
    int32_t bag = checkout_bag_offer(step->checkout, step->world->settings, step->world->catalogue);
    if (step->checkout->screen == SCREEN_BASKET && bag != CATALOGUE_NONE)
        add_one(step, bag);
}

bool checkout_article_event(Step *step)
{
    Checkout *checkout = step->checkout;
    bool here = checkout->screen == SCREEN_ARTICLE && step->world->catalogue &&
                checkout->subject.article != CATALOGUE_NONE;
    switch ((int)step->event->kind) {
    case EVENT_OPEN_ARTICLE:
        open_article(step, step->event->article);
        return true;
    case EVENT_CHOOSE_VALUE:
        if (here && step->event->part == 0 &&
            !checkout_choose_value(step->world->catalogue, checkout->subject.article,
                                   &checkout->subject.chosen, step->event->value_id))
            step_sound(step, SOUND_NOT_KNOWN);
        return true;
    case EVENT_PIECES:
        if (here && !checkout_is_one_piece(step->world->catalogue, checkout->subject.article))
            checkout->subject.pieces = pieces_within(step->world->settings, step->event->pieces);
        return true;
    case EVENT_ADD_CHOSEN:
        if (here)
            add_chosen(step);
        return true;
    case EVENT_ADD_BAG:
        add_bag(step);
        return true;
    case EVENT_BACK:
        if (!here)
            return false;
        step_show(step, checkout_shopping_screen(step, false));
        return true;
    default:
        return false;
    }
}
