/* What is asked of an article, as groups of options that wrap like words: its attributes, the parts
 * of a combo with theirs, and the number by which it is tracked. */
#include <math.h>

#include "screens/article_parts.h"

enum { CAPTION_GAP = 14, CAPTION_GAP_TIGHT = 4 };

// Whose attributes are asked for: the article itself (part 0), or what was chosen of a combo.
typedef struct Chooser {
    int32_t article, part;
    const CheckoutChosen *chosen;
} Chooser;

static Chooser own_choices(Scene *scene)
{
    const CheckoutSubject *subject = &scene->checkout->subject;
    return (Chooser){subject->article, 0, &subject->chosen};
}

static Chooser part_choices(Scene *scene, int32_t number)
{
    const CheckoutPart *part = &scene->checkout->subject.parts[number];
    return (Chooser){scene->view->catalogue->combo_lines[part->line].article, number + 1,
                     &part->chosen};
}

static bool has_extras(Scene *scene, const CatAttribute *attribute)
{
    for (uint32_t i = 0; i < attribute->values.count; i++)
        if (scene->view->catalogue->attribute_values[attribute->values.first + i].price_extra != 0)
            return true;
    return false;
}

// When one attribute alone decides the price, as a size does, its options carry the whole price and
// not what they add. A combo's price is decided elsewhere.
static bool decides_price(Scene *scene, const Chooser *chooser, const CatAttribute *attribute)
{
    const Catalogue *catalogue = scene->view->catalogue;
    if (chooser->part > 0 || attribute->multiple || !has_extras(scene, attribute))
        return false;
    for (uint32_t i = 0; i < catalogue->articles[chooser->article].attributes.count; i++) {
        const CatAttribute *other = catalogue_article_attribute(catalogue, chooser->article, i);
        if (other != attribute && has_extras(scene, other))
            return false;
    }
    return true;
}

static Text more_words(Scene *scene, int64_t minor)
{
    Ui *ui = scene->ui;
    if (minor == 0) // a fixed price leaves no room for extras
        return (Text){0};
    return minor > 0 ? UI_FILL(ui, TEXT("+{price}"), {"price", ui_money(ui, minor)})
                     : ui_money(ui, minor);
}

// What a surcharge of a combo comes to as shown: it is taxed as the article that it is for, whose
// deposit comes on top even where there is none.
static Text surcharge(Scene *scene, int32_t article, double price)
{
    OrderAdd add = {.article = article, .quantity = {1000}, .has_price = true, .price = price};
    OrderLine line;
    if (!scene->view->pricing || order_preview(scene->view->pricing, &add, &line) != ORDER_OK)
        return (Text){0};
    return more_words(scene, line.display_total.minor);
}

static Text option_price(Scene *scene, const Chooser *chooser, const CatAttributeValue *value,
                         bool whole)
{
    OrderLine with, without;
    if (chooser->part > 0)
        return surcharge(scene, chooser->article, value->price_extra);
    if ((value->price_extra == 0 && !whole) ||
        !article_preview(scene, &value->id, 1, 1000, &with) ||
        !article_preview(scene, NULL, 0, 1000, &without))
        return (Text){0};
    if (whole)
        return ui_money(scene->ui, with.display_total.minor);
    return more_words(scene, with.display_total.minor - without.display_total.minor);
}

// 0xffRRGGBB of "#rrggbb", 0 for anything else.
static uint32_t colour_of(Text html)
{
    uint32_t rgb = 0;
    if (html.size != 7 || html.data[0] != '#')
        return 0;
    for (int32_t i = 1; i < html.size; i++) {
        char c = html.data[i];
        uint32_t digit = c >= '0' && c <= '9'   ? (uint32_t)(c - '0')
                         : c >= 'a' && c <= 'f' ? (uint32_t)(c - 'a') + 10
                         : c >= 'A' && c <= 'F' ? (uint32_t)(c - 'A') + 10
                                                : 16;
        if (digit > 15)
            return 0;
        rgb = rgb << 4 | digit;
    }
    return rgb | 0xff000000u;
}

static Text attribute_name(Scene *scene, const CatAttribute *attribute)
{
    const Catalogue *catalogue = scene->view->catalogue;
    return catalogue_attribute_name(catalogue, (int32_t)(attribute - catalogue->attributes),
                                    scene->view->catalogue_language);
}

static Text combo_name(Scene *scene, const CatCombo *combo)
{
    const Catalogue *catalogue = scene->view->catalogue;
    return catalogue_combo_name(catalogue, (int32_t)(combo - catalogue->combos),
                                scene->view->catalogue_language);
}

static Text choose_words(Scene *scene, Text what)
{
    return UI_FILL(scene->ui, ui_tr(scene->ui, "Choose: {choice}"), {"choice", what});
}

static bool is_serial(Scene *scene)
{
    const CheckoutSubject *subject = &scene->checkout->subject;
    return scene->view->catalogue->articles[subject->article].tracking == CAT_TRACKING_SERIAL;
}

Text article_missing_words(Scene *scene)
{
    Ui *ui = scene->ui;
    const Catalogue *catalogue = scene->view->catalogue;
    CheckoutMissing missing = checkout_missing(catalogue, &scene->checkout->subject);
    switch (missing.kind) {
    case MISSING_NOTHING:
        break;
    case MISSING_VALUE:
        return choose_words(scene, attribute_name(scene, missing.attribute));
    case MISSING_PART:
        return choose_words(scene, combo_name(scene, missing.combo));
    case MISSING_LOT:
        return is_serial(scene) ? ui_tr(ui, "Scan the serial number")
                                : ui_tr(ui, "Scan the lot number");
    }
    return (Text){0};
}

static bool is_missing(Scene *scene, const Chooser *chooser, const CatAttribute *attribute)
{
    const Catalogue *catalogue = scene->view->catalogue;
    for (uint32_t i = 0; i < attribute->values.count && !attribute->multiple; i++)
        if (checkout_value_chosen(chooser->chosen,
                                  catalogue->attribute_values[attribute->values.first + i].id))
            return false;
    return !attribute->multiple;
}

// A caption and options side by side, in rows.
typedef struct OptionRows {
    Rect where;
    float height, gap, x, y;
    bool draw;
} OptionRows;

static OptionRows begin_group(Scene *scene, Rect where, Text caption, bool missing, bool draw)
{
    Ui *ui = scene->ui;
    bool portrait = ui_layout(ui)->kind == LAYOUT_PORTRAIT;
    OptionRows rows = {.where = where,
                       .height = frame_button_height(scene, 96),
                       .gap = portrait ? 16 : 12,
                       .draw = draw};
    UiText style = {
        .style = TYPE_TAG, .colour = missing ? COLOUR_TEXT : COLOUR_TEXT_2, .max_lines = 2};
    Text words = missing ? choose_words(scene, caption) : caption;
    // In the third of a screen captions of their own would hide what they are about.
    if (!portrait || !frame_is_low(scene)) {
        rows.y = scene_paragraph(scene, where, words, style, draw) +
                 (frame_is_low(scene) && ui_is_text_big(ui) ? CAPTION_GAP_TIGHT : CAPTION_GAP);
        return rows;
    }
    style.vertical = VERTICAL_MIDDLE;
    float beside = ui_text_measure(ui, where.w / 2, words, style).width;
    if (draw)
        ui_text(ui, RECT(where.x, where.y, beside, rows.height), words, style);
    rows.x = beside + 24;
    return rows;
}

// Where the first group is that still has to be answered, for scrolling to it; told by measuring.
static void end_group(Scene *scene, const OptionRows *rows, bool missing)
{
    ScreensState *state = scene->state;
    if (rows->draw || !missing || state->asked_to > 0)
        return;
    state->asked_from = rows->where.y;
    state->asked_to = rows->where.y + rows->y + rows->height;
}

static bool put_option(Scene *scene, OptionRows *rows, const UiOption *option)
{
    float width = fminf(ceilf(ui_option_width(scene->ui, option)), rows->where.w);
    if (rows->x > 0 && rows->x + width > rows->where.w) {
        rows->x = 0;
        rows->y += rows->height + rows->gap;
    }
    Rect at = RECT(rows->where.x + rows->x, rows->where.y + rows->y, width, rows->height);
    rows->x += width + rows->gap;
    return rows->draw && ui_option(scene->ui, at, option);
}

static void put_values(Scene *scene, OptionRows *rows, const Chooser *chooser,
                       const CatAttribute *attribute)
{
    Ui *ui = scene->ui;
    const Catalogue *catalogue = scene->view->catalogue;
    bool whole = decides_price(scene, chooser, attribute);
    for (uint32_t i = 0; i < attribute->values.count; i++) {
        int32_t at = (int32_t)(attribute->values.first + i);
        const CatAttributeValue *value = &catalogue->attribute_values[at];
        if (!checkout_value_offered(value))
            continue;
        Text name = catalogue_attribute_value_name(catalogue, at, scene->view->catalogue_language);
        UiOption option = {.id = chooser->part > 0
                                     ? ui_id(ui, "part-%d-option-%d", chooser->part, value->id)
                                     : ui_id(ui, "option-%d", value->id),
                           .label = name,
                           .detail = option_price(scene, chooser, value, whole),
                           .snug = !attribute->multiple, // one check in the row, always
                           .selected = checkout_value_chosen(chooser->chosen, value->id),
                           .swatch = colour_of(catalogue_text(catalogue, value->html_colour))};
        if (put_option(scene, rows, &option))
            event_out_push(scene->out, (CheckoutEvent){.kind = EVENT_CHOOSE_VALUE,
                                                       .part = chooser->part,
                                                       .value_id = value->id});
    }
}

static bool offers_anything(Scene *scene, const CatAttribute *attribute)
{
    for (uint32_t i = 0; i < attribute->values.count; i++)
        if (checkout_value_offered(
                &scene->view->catalogue->attribute_values[attribute->values.first + i]))
            return true;
    return false;
}

static float attributes(Scene *scene, Rect where, float gap, const Chooser *chooser, bool draw)
{
    const Catalogue *catalogue = scene->view->catalogue;
    float y = 0;
    for (uint32_t i = 0; i < catalogue->articles[chooser->article].attributes.count; i++) {
        const CatAttribute *attribute = catalogue_article_attribute(catalogue, chooser->article, i);
        if (!offers_anything(scene, attribute))
            continue;
        y += gap;
        bool missing = is_missing(scene, chooser, attribute);
        OptionRows rows = begin_group(scene, RECT(where.x, where.y + y, where.w, 0),
                                      attribute_name(scene, attribute), missing, draw);
        put_values(scene, &rows, chooser, attribute);
        end_group(scene, &rows, missing);
        y += rows.y + rows.height;
    }
    return y;
}

// ---- Combos

static void put_parts(Scene *scene, OptionRows *rows, int32_t number)
{
    Ui *ui = scene->ui;
    const Catalogue *catalogue = scene->view->catalogue;
    const CheckoutSubject *subject = &scene->checkout->subject;
    const CatCombo *combo = checkout_combo(catalogue, subject->article, number);
    for (uint32_t i = 0; i < combo->lines.count; i++) {
        int32_t at = (int32_t)(combo->lines.first + i);
        const CatComboLine *line = &catalogue->combo_lines[at];
        if (!checkout_part_offered(catalogue, line))
            continue;
        UiOption option = {.id = ui_id(ui, "part-%d-%d", number + 1, line->id),
                           .label = article_name(scene, line->article),
                           .detail = surcharge(scene, line->article, line->price),
                           .snug = true,
                           .selected = subject->parts[number].line == at};
        if (put_option(scene, rows, &option))
            event_out_push(scene->out, (CheckoutEvent){.kind = EVENT_CHOOSE_PART,
                                                       .part = number + 1,
                                                       .value_id = line->id});
    }
}

static float combo_parts(Scene *scene, Rect where, float gap, bool draw)
{
    const Catalogue *catalogue = scene->view->catalogue;
    const CheckoutSubject *subject = &scene->checkout->subject;
    float y = 0;
    for (int32_t i = 0; i < subject->part_count; i++) {
        const CatCombo *combo = checkout_combo(catalogue, subject->article, i);
        bool missing = subject->parts[i].line == CATALOGUE_NONE;
        y += gap;
        OptionRows rows = begin_group(scene, RECT(where.x, where.y + y, where.w, 0),
                                      combo_name(scene, combo), missing, draw);
        put_parts(scene, &rows, i);
        end_group(scene, &rows, missing);
        y += rows.y + rows.height;
        if (missing)
            continue;
        Chooser chooser = part_choices(scene, i);
        y += attributes(scene, RECT(where.x, where.y + y, where.w, 0), gap, &chooser, draw);
    }
    return y;
}

// ---- Lot and serial numbers

float article_lot_words(Scene *scene, Rect where, float gap, bool draw)
{
    Ui *ui = scene->ui;
    const CheckoutSubject *subject = &scene->checkout->subject;
    if (!catalogue_article_needs_lot(scene->view->catalogue, subject->article))
        return 0;
    Text number = text_from_string(subject->lot);
    Text caption = is_serial(scene) ? ui_tr(ui, "Serial number") : ui_tr(ui, "Lot number");
    Text words = number.size > 0 ? number
                                 : ui_tr(ui, "Scan the number on the pack below the screen, or "
                                             "type it.");
    UiText caption_style = {.style = TYPE_TAG, .colour = COLOUR_TEXT_2, .max_lines = 2};
    UiText words_style = {.style = number.size > 0 ? TYPE_LABEL : TYPE_BODY, .max_lines = 4};
    where.y += gap;
    float height = scene_paragraph(scene, where, caption, caption_style, draw) + CAPTION_GAP;
    where.y += height;
    return gap + height + scene_paragraph(scene, where, words, words_style, draw);
}

static float lot_button(Scene *scene, Rect where, float gap, bool draw)
{
    Ui *ui = scene->ui;
    const CheckoutSubject *subject = &scene->checkout->subject;
    if (!catalogue_article_needs_lot(scene->view->catalogue, subject->article))
        return 0;
    UiButton type = {.id = TEXT("type-lot"),
                     .label = subject->lot[0] ? ui_tr(ui, "Another number")
                                              : ui_tr(ui, "Type the number"),
                     .kind = BUTTON_SOFT,
                     .icon = ICON_EDIT};
    float height = frame_button_height(scene, 96);
    if (ui_button_width(ui, &type) > where.w)
        type.icon = ICON_NONE;
    float width = fminf(ui_button_width(ui, &type), where.w);
    if (draw && ui_button(ui, RECT(where.x, where.y + gap, width, height), &type))
        scene_open_sheet(scene, SHEET_LOT);
    return gap + height;
}

void article_show_asked(Scene *scene, Text scroll_id, float above)
{
    ScreensState *state = scene->state;
    const Catalogue *catalogue = scene->view->catalogue;
    const CheckoutSubject *subject = &scene->checkout->subject;
    CheckoutMissing missing = checkout_missing(catalogue, subject);
    uint64_t key = (uint64_t)state->screen_since_ms * 31 + (uint64_t)subject->article;
    if (missing.kind == MISSING_VALUE)
        key = key * 31 + (uint64_t)(missing.attribute - catalogue->attributes) + 1;
    else if (missing.kind == MISSING_PART)
        key = key * 31 + (uint64_t)(missing.combo - catalogue->combos) + 1;
    if (state->asked_key == key)
        return;
    state->asked_key = key;
    const float air = 16;
    if (state->asked_to > 0)
        ui_scroll_to(scene->ui, scroll_id, fmaxf(0, above + state->asked_from - air),
                     above + state->asked_to + air);
}

float article_choices(Scene *scene, Rect where, float gap, bool draw)
{
    if (!draw)
        scene->state->asked_from = scene->state->asked_to = 0;
    Chooser own = own_choices(scene);
    float y = attributes(scene, where, gap, &own, draw);
    y += combo_parts(scene, RECT(where.x, where.y + y, where.w, 0), gap, draw);
    if (!frame_is_low(scene)) // there the words are above, where nothing is touched
        y += article_lot_words(scene, RECT(where.x, where.y + y, where.w, 0), gap, draw);
    float button_gap = frame_is_low(scene) ? gap : CAPTION_GAP;
    return y + lot_button(scene, RECT(where.x, where.y + y, where.w, 0), button_gap, draw);
}
