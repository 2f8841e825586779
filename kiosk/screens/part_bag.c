/* "Need a bag?": the basket's offer of the shop's bag, until there is one. */
#include <math.h>

#include "screens/parts.h"

typedef struct BagCard {
    int32_t article; // CATALOGUE_NONE: nothing to offer
    float height, pad, picture, words_width;
    float title_height, detail_height;
    Text name, title, detail;
    UiText title_style, detail_style;
    UiButton button;
    float button_width, button_height;
} BagCard;

static Text bag_words(Scene *scene, int32_t article, Text name)
{
    Money now, before;
    if (!scene->view->pricing ||
        !order_display_price(scene->view->catalogue, scene->view->pricing, article, &now, &before))
        return name;
    return UI_FILL(scene->ui, TEXT("{name} · {price}"), {"name", name},
                   {"price", ui_money(scene->ui, now.minor)});
}

static Text button_label(Scene *scene, Text name)
{
    return UI_FILL(scene->ui, TEXT("{add}: {name}"), {"add", ui_tr(scene->ui, "Add")},
                   {"name", name});
}

static BagCard bag_card(Scene *scene, const Frame *frame, float width)
{
    Ui *ui = scene->ui;
    BagCard card = {
        .article =
            checkout_bag_offer(scene->checkout, scene->view->settings, scene->view->catalogue),
        .pad = frame->compact ? 12 : 20,
        .picture = frame->compact ? 72 : 88,
        .title_style = {.style = TYPE_BODY_STRONG, .max_lines = 2},
        .detail_style = {.style = TYPE_CAPTION, .colour = COLOUR_TEXT_2, .max_lines = 2},
        .button = {.id = TEXT("bag-add"), .icon = ICON_PLUS, .icon_size = 32}};
    if (card.article == CATALOGUE_NONE)
        return card;
    card.name = article_name(scene, card.article);
    card.title = ui_tr(ui, "Need a bag?");
    card.detail = bag_words(scene, card.article, card.name);
    card.button.text = ui_tr(ui, "Add");
    card.button.label =
        UI_FILL(ui, TEXT("{add}: {name}"), {"add", card.button.text}, {"name", card.name});
    card.button.icon_only = frame->wide || frame->big;
    card.button_height = frame_button_height(scene, 80);
    card.button_width =
        card.button.icon_only ? card.button_height : ui_button_width(ui, &card.button);
    if (frame->wide && frame->big)
        card.picture = 0; // the words need the room
    card.words_width = width - card.button_width - 2 * card.pad - 16 -
                       (card.picture > 0 ? card.picture + card.pad : 0);
    card.title_height = scene_text_height(scene, card.words_width, card.title, card.title_style);
    card.detail_height = scene_text_height(scene, card.words_width, card.detail, card.detail_style);
    card.height = fmaxf(frame->compact ? 96 : 120, card.title_height + card.detail_height + 24);
    return card;
}

float part_bag_height(Scene *scene, const Frame *frame, float width)
{
    return bag_card(scene, frame, width).height;
}

void part_bag(Scene *scene, const Frame *frame, Rect where)
{
    Ui *ui = scene->ui;
    BagCard card = bag_card(scene, frame, where.w);
    if (card.article == CATALOGUE_NONE)
        return;
    bool contrast = ui_settings(ui).theme == THEME_CONTRAST;
    ui_box(ui, where,
           (UiBox){.fill = COLOUR_SUNKEN,
                   .border = contrast ? COLOUR_OUTLINE : COLOUR_NONE,
                   .radius = RADIUS_L});
    float x = where.x + card.pad, middle = where.y + where.h / 2;
    if (card.picture > 0) {
        line_picture(scene, RECT(x, middle - card.picture / 2, card.picture, card.picture),
                     scene->view->catalogue->articles[card.article].id, card.name, RADIUS_M);
        x += card.picture + card.pad;
    }
    float y = middle - (card.title_height + card.detail_height) / 2;
    scene_paragraph(scene, RECT(x, y, card.words_width, 0), card.title, card.title_style, true);
    scene_paragraph(scene, RECT(x, y + card.title_height, card.words_width, 0), card.detail,
                    card.detail_style, true);
    Rect button = RECT(where.x + where.w - card.pad - card.button_width,
                       middle - card.button_height / 2, card.button_width, card.button_height);
    if (ui_button(ui, button, &card.button))
        scene_emit(scene, EVENT_ADD_BAG);
}

void part_bag_button(Scene *scene, Rect where)
{
    int32_t article =
        checkout_bag_offer(scene->checkout, scene->view->settings, scene->view->catalogue);
    if (article == CATALOGUE_NONE)
        return;
    UiButton button = {.id = TEXT("bag-add"),
                       .label = button_label(scene, article_name(scene, article)),
                       .icon = ICON_BAG,
                       .icon_only = true};
    if (ui_button(scene->ui, where, &button))
        scene_emit(scene, EVENT_ADD_BAG);
}
