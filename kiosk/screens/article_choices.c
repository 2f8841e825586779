/* The attributes of an article as groups of options that wrap like words. */
#include <math.h>

#include "screens/article_parts.h"

enum { CAPTION_GAP = 14 };

static bool has_extras(Scene *scene, const CatAttribute *attribute)
{
    for (uint32_t i = 0; i < attribute->values.count; i++)
        if (scene->view->catalogue->attribute_values[attribute->values.first + i].price_extra != 0)
            return true;
    return false;
}

// When one attribute alone decides the price, as a size does, its options carry the whole price and
// not what they add.
static bool decides_price(Scene *scene, const CatAttribute *attribute)
{
    const Catalogue *catalogue = scene->view->catalogue;
    int32_t article = scene->checkout->subject.article;
    if (attribute->multiple || !has_extras(scene, attribute))
        return false;
    for (uint32_t i = 0; i < catalogue->articles[article].attributes.count; i++) {
        const CatAttribute *other = catalogue_article_attribute(catalogue, article, i);
        if (other != attribute && has_extras(scene, other))
            return false;
    }
    return true;
}

static Text option_price(Scene *scene, const CatAttributeValue *value, bool whole)
{
    Ui *ui = scene->ui;
    OrderLine with, without;
    if ((value->price_extra == 0 && !whole) ||
        !article_preview(scene, &value->id, 1, 1000, &with) ||
        !article_preview(scene, NULL, 0, 1000, &without))
        return (Text){0};
    if (whole)
        return ui_money(ui, with.display_total.minor);
    int64_t more = with.display_total.minor - without.display_total.minor;
    if (more == 0) // a fixed price leaves no room for extras
        return (Text){0};
    return more > 0 ? UI_FILL(ui, TEXT("+{price}"), {"price", ui_money(ui, more)})
                    : ui_money(ui, more);
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
    return catalogue_text(scene->view->catalogue, attribute->name);
}

static Text missing_words(Scene *scene, const CatAttribute *attribute)
{
    return UI_FILL(scene->ui, ui_tr(scene->ui, "Choose: {choice}"),
                   {"choice", attribute_name(scene, attribute)});
}

Text article_missing_words(Scene *scene)
{
    const CatAttribute *missing =
        checkout_choice_missing(scene->view->catalogue, &scene->checkout->subject);
    return missing ? missing_words(scene, missing) : (Text){0};
}

static bool is_missing(Scene *scene, const CatAttribute *attribute)
{
    const Catalogue *catalogue = scene->view->catalogue;
    for (uint32_t i = 0; i < attribute->values.count && !attribute->multiple; i++)
        if (checkout_value_chosen(&scene->checkout->subject,
                                  catalogue->attribute_values[attribute->values.first + i].id))
            return false;
    return !attribute->multiple;
}

// `x`: where the first row begins.
static float options(Scene *scene, Rect where, float x, const CatAttribute *attribute, bool draw)
{
    Ui *ui = scene->ui;
    const Catalogue *catalogue = scene->view->catalogue;
    bool whole = decides_price(scene, attribute);
    float height = frame_button_height(scene, 96), y = 0;
    float gap = ui_layout(ui)->kind == LAYOUT_PORTRAIT ? 16 : 12;
    for (uint32_t i = 0; i < attribute->values.count; i++) {
        const CatAttributeValue *value = &catalogue->attribute_values[attribute->values.first + i];
        if (!checkout_value_offered(value))
            continue;
        UiOption option = {.id = ui_id(ui, "option-%d", value->id),
                           .label = catalogue_text(catalogue, value->name),
                           .detail = option_price(scene, value, whole),
                           .snug = !attribute->multiple, // one check in the row, always
                           .selected = checkout_value_chosen(&scene->checkout->subject, value->id),
                           .swatch = colour_of(catalogue_text(catalogue, value->html_colour))};
        float width = fminf(ceilf(ui_option_width(ui, &option)), where.w);
        if (x > 0 && x + width > where.w) {
            x = 0;
            y += height + gap;
        }
        if (draw && ui_option(ui, RECT(where.x + x, where.y + y, width, height), &option))
            event_out_push(scene->out,
                           (CheckoutEvent){.kind = EVENT_CHOOSE_VALUE, .value_id = value->id});
        x += width + gap;
    }
    return y + height;
}

static bool offers_anything(Scene *scene, const CatAttribute *attribute)
{
    for (uint32_t i = 0; i < attribute->values.count; i++)
        if (checkout_value_offered(
                &scene->view->catalogue->attribute_values[attribute->values.first + i]))
            return true;
    return false;
}

float article_choices(Scene *scene, Rect where, float gap, bool draw)
{
    const Catalogue *catalogue = scene->view->catalogue;
    int32_t article = scene->checkout->subject.article;
    Ui *ui = scene->ui;
    // In the third of a screen captions of their own would hide what they are about.
    bool in_row = frame_is_low(scene) && ui_layout(ui)->kind == LAYOUT_PORTRAIT;
    float y = 0;
    for (uint32_t i = 0; i < catalogue->articles[article].attributes.count; i++) {
        const CatAttribute *attribute = catalogue_article_attribute(catalogue, article, i);
        if (!offers_anything(scene, attribute))
            continue;
        bool missing = is_missing(scene, attribute);
        UiText style = {
            .style = TYPE_TAG, .colour = missing ? COLOUR_TEXT : COLOUR_TEXT_2, .max_lines = 2};
        Text caption = missing ? missing_words(scene, attribute) : attribute_name(scene, attribute);
        y += gap;
        Rect row = RECT(where.x, where.y + y, where.w, frame_button_height(scene, 96));
        if (in_row) {
            style.vertical = VERTICAL_MIDDLE;
            float beside = ui_text_measure(ui, where.w / 2, caption, style).width;
            if (draw)
                ui_text(ui, RECT(row.x, row.y, beside, row.h), caption, style);
            y += options(scene, row, beside + 24, attribute, draw);
            continue;
        }
        y += scene_paragraph(scene, row, caption, style, draw) + CAPTION_GAP;
        y += options(scene, RECT(where.x, where.y + y, where.w, 0), 0, attribute, draw);
    }
    return y;
}
