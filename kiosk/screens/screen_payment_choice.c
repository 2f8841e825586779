/* How to pay: the card large and first, other methods smaller, all at the bottom where the hand is.
 */
#include <math.h>

#include "screens/parts.h"

static float headline(Scene *scene, Rect where, bool draw)
{
    return scene_paragraph(
        scene, where, ui_tr(scene->ui, "How would you like to pay?"),
        (UiText){.style = ui_layout(scene->ui)->kind == LAYOUT_COMPACT && ui_is_text_big(scene->ui)
                              ? TYPE_LABEL
                              : TYPE_HEADLINE,
                 .max_lines = 3},
        draw);
}

static bool age_was_checked(const Order *order)
{
    for (int32_t i = 0; i < order->line_count; i++)
        if (order->lines[i].minimum_age > 0 && (order->lines[i].flags & ORDER_LINE_AGE_APPROVED))
            return true;
    return false;
}

static void choose(Scene *scene, int32_t method_id)
{
    event_out_push(scene->out,
                   (CheckoutEvent){.kind = EVENT_CHOOSE_METHOD, .method_id = method_id});
}

static void card_method(Scene *scene, const Frame *frame, Rect where,
                        const CatPaymentMethod *method)
{
    Ui *ui = scene->ui;
    Text title = ui_tr(ui, "Card or phone");
    UiControlState state = ui_control(
        ui, where,
        &(UiControl){.id = TEXT("pay-method-card"), .label = title, .radius = RADIUS_XL});
    bool contrast = ui_settings(ui).theme == THEME_CONTRAST;
    ui_box(ui, where,
           (UiBox){.fill = state.pressed ? COLOUR_ACCENT_PRESS : COLOUR_ACCENT,
                   .radius = RADIUS_XL,
                   .shadow = contrast ? SHADOW_NONE : SHADOW_1});
    bool has_art = !(frame->low && frame->big); // the words need the room
    float art = has_art ? fminf(frame->wide ? 400 : 440, where.h * 1.18f) : 0;
    float art_x = where.x + where.w - art - 28;
    if (has_art) {
        ui_push_clip(ui, where);
        ui_picture(
            ui,
            RECT(art_x, where.y + where.h - art + art * (frame->wide ? 0.225f : 0.16f), art, art),
            &(UiPicture){.kind = PICTURE_ART, .art = TEXT("art/terminal-dark.svg")});
        ui_pop_clip(ui);
    }
    float width = art_x - where.x - 44 + art * 0.12f;
    Text detail = ui_tr(ui, "Tap, insert or swipe\non the card reader");
    UiText title_style = {
        .style = TYPE_HEADLINE, .colour = COLOUR_ON_ACCENT, .max_lines = 3, .silent = true};
    UiText detail_style = {
        .style = TYPE_LEAD, .colour = COLOUR_ON_ACCENT, .max_lines = 4, .silent = true};
    float title_height = scene_text_height(scene, width, title, title_style);
    float detail_height = scene_text_height(scene, width, detail, detail_style);
    if (title_height + 6 + detail_height > where.h - 24) { // large letters in a small card
        title_style.style = TYPE_TITLE;
        detail_style.style = TYPE_CAPTION;
        title_height = scene_text_height(scene, width, title, title_style);
        detail_height = scene_text_height(scene, width, detail, detail_style);
    }
    if (title_height + 6 + detail_height > where.h - 24)
        detail_height = 0;
    float y = where.y + (where.h - title_height - 6 - detail_height) / 2;
    scene_paragraph(scene, RECT(where.x + 44, y, width, 0), title, title_style, true);
    if (detail_height > 0)
        scene_paragraph(scene, RECT(where.x + 44, y + title_height + 6, width, 0), detail,
                        detail_style, true);
    if (state.acted)
        choose(scene, method->id);
}

static Text method_detail(Scene *scene, const CatPaymentMethod *method)
{
    if (method->type == CAT_PAYMENT_CASH)
        return ui_tr(scene->ui, "At the staffed desk. We keep your basket.");
    if (method->type == CAT_PAYMENT_BANK)
        return ui_tr(scene->ui, "On the card reader");
    return ui_tr(scene->ui, "We put it on your account");
}

static UiIcon method_icon(const CatPaymentMethod *method)
{
    if (method->type == CAT_PAYMENT_CASH)
        return ICON_CASH;
    return method->type == CAT_PAYMENT_BANK ? ICON_CARD : ICON_RECEIPT;
}

static void other_method(Scene *scene, Rect where, const CatPaymentMethod *method)
{
    Ui *ui = scene->ui;
    Text name = catalogue_text(scene->view->catalogue, method->name);
    Text detail = method_detail(scene, method);
    UiControlState state = ui_control(ui, where,
                                      &(UiControl){.id = ui_id(ui, "pay-method-%d", method->id),
                                                   .label = name,
                                                   .radius = RADIUS_XL});
    if (state.pressed)
        ui_box(ui, where, (UiBox){.fill = COLOUR_SUNKEN, .radius = RADIUS_XL});
    else
        ui_card(ui, where, RADIUS_XL);
    if (frame_is_low(scene)) // there it lies on a ground of its own colour
        ui_box(ui, where, (UiBox){.border = COLOUR_OUTLINE, .radius = RADIUS_XL});
    float disc = fminf(112, where.h - 32), pad = (where.h - disc) / 2 < 28 ? 24 : 36;
    ui_box(ui, RECT(where.x + pad, where.y + (where.h - disc) / 2, disc, disc),
           (UiBox){.fill = COLOUR_ACCENT_SOFT, .radius = 32});
    ui_icon(ui, rect_centred(RECT(where.x + pad, where.y, disc, where.h), 60, 60),
            method_icon(method), COLOUR_ACCENT);
    float x = where.x + pad + disc + 28, chevron = ui_icon_size(ui, 44);
    float width = where.x + where.w - pad - chevron - 16 - x;
    UiText title_style = {.style = TYPE_TITLE, .max_lines = 2, .silent = true};
    UiText detail_style = {
        .style = TYPE_BODY, .colour = COLOUR_TEXT_2, .max_lines = 2, .silent = true};
    if (scene_text_height(scene, width, name, title_style) > where.h - 16)
        title_style = (UiText){.style = TYPE_BODY_STRONG, .fit = true, .silent = true};
    float title_height = scene_text_height(scene, width, name, title_style);
    float detail_height = scene_text_height(scene, width, detail, detail_style);
    if (title_height + 6 + detail_height > where.h - 16)
        detail_height = 0;
    float y = where.y + (where.h - title_height - 6 - detail_height) / 2;
    scene_paragraph(scene, RECT(x, y, width, 0), name, title_style, true);
    if (detail_height > 0)
        scene_paragraph(scene, RECT(x, y + title_height + 6, width, 0), detail, detail_style, true);
    ui_icon(ui,
            RECT(where.x + where.w - pad - chevron, where.y + (where.h - chevron) / 2, chevron,
                 chevron),
            ICON_CHEVRON_RIGHT, COLOUR_TEXT);
    if (state.acted)
        choose(scene, method->id);
}

static void assurance(Scene *scene, Rect where)
{
    Ui *ui = scene->ui;
    Text words = ui_tr(ui, "Your card stays with you the whole time.");
    UiText style = {
        .style = TYPE_BODY, .colour = COLOUR_TEXT_2, .vertical = VERTICAL_MIDDLE, .max_lines = 2};
    float icon = ui_icon_size(ui, 34), room = where.w - icon - 16;
    float width = fminf(ceilf(ui_text_measure(ui, room, words, style).width) + 2, room);
    float x = where.x + (where.w - icon - 16 - width) / 2;
    ui_icon(ui, RECT(x, where.y + (where.h - icon) / 2, icon, icon), ICON_LOCK, COLOUR_TEXT_2);
    ui_text(ui, RECT(x + icon + 16, where.y, width, where.h), words, style);
}

// The methods fill `room` from its bottom upwards.
static void methods(Scene *scene, const Frame *frame, Rect room)
{
    CheckoutWorld world = {.catalogue = scene->view->catalogue,
                           .settings = scene->view->settings,
                           .now_ms = scene->view->now_ms};
    int32_t found[8];
    int32_t count =
        scene->view->catalogue ? checkout_methods(&world, scene->order->partner_id != 0, found) : 0;
    const CatPaymentMethod *first = NULL, *rest[8];
    int32_t others = 0;
    for (int32_t i = 0; i < count; i++) {
        const CatPaymentMethod *method = &scene->view->catalogue->payment_methods[found[i]];
        if (!first && method->type == CAT_PAYMENT_BANK)
            first = method;
        else
            rest[others++] = method;
    }
    float gap = frame->compact ? 16 : 20;
    if (frame->low && frame->wide && first && others > 0 && others < 3) { // a strip: in one row
        int32_t all = others + 1;
        card_method(scene, frame, rect_column(room, all, gap, 0), first);
        for (int32_t i = 0; i < others; i++)
            other_method(scene, rect_column(room, all, gap, i + 1), rest[i]);
        return;
    }
    int32_t columns = frame->wide && others > 1 ? 2 : 1;
    int32_t rows = (others + columns - 1) / columns;
    float small = frame->big ? 220 : frame->compact ? 128 : frame->wide ? 184 : 176;
    float large = frame->big ? 480 : frame->compact ? 240 : frame->wide ? 340 : 440;
    float needed = (first ? large : 0) + (float)rows * (small + gap);
    if (frame->low && frame->big) // all alike: each has one line
        small = large = (room.h - gap * (float)rows) / (float)(rows + 1);
    else if (needed > room.h) { // big text: the cards share what there is
        float scale = room.h / needed;
        small = floorf(small * scale);
        large = floorf(large * scale);
    }
    float grid = rect_grid_height(columns, small, gap, others);
    Rect area = rect_cut_bottom(&room, grid);
    for (int32_t i = 0; i < others; i++)
        other_method(scene, rect_grid_cell(area, columns, small, gap, i), rest[i]);
    if (others > 0)
        rect_cut_bottom(&room, gap);
    if (first)
        card_method(scene, frame, rect_cut_bottom(&room, large), first);
}

void screen_payment_choice(Scene *scene)
{
    Ui *ui = scene->ui;
    Frame frame = frame_sale(scene, 0, false);
    part_low_begin(scene, &frame);
    part_top_bar(
        scene, &frame,
        &(TopBar){.back = ui_tr(ui, "Payment"), .back_event = EVENT_BACK, .tools = TOP_ALL});
    Rect room = frame.low ? frame.upper : frame.main;
    rect_cut_top(&room, frame.wide ? 0 : 16);
    rect_cut_top(&room, headline(scene, room, true));
    if (age_was_checked(scene->order) && !(frame.compact && frame.big)) {
        UiBanner banner = {.text = ui_tr(ui, "Age check done. You are ready to pay."),
                           .tone = TONE_GOOD};
        rect_cut_top(&room, frame.compact ? 16 : 32);
        ui_banner(ui, rect_cut_top(&room, ui_banner_height(ui, room.w, &banner)), &banner);
    }
    rect_cut_top(&room, 16);
    if (!frame.compact || !frame.big) {
        rect_cut_bottom(&room, frame.compact ? 16 : 36);
        float note =
            fmaxf(38, ui_text_measure(ui, room.w - 60,
                                      ui_tr(ui, "Your card stays with you the whole time."),
                                      (UiText){.max_lines = 2})
                          .height);
        assurance(scene, rect_cut_bottom(&room, note));
    }
    rect_cut_bottom(&room, frame.compact ? 16 : 32);
    if (frame.low && room.h > 220)
        part_low_basket(scene, room, false);
    methods(scene, &frame, frame.low ? frame.main : room);
    part_dock_ground(scene, &frame);
    if (frame.wide)
        part_basket_panel(scene, &frame, false);
    Text caption = ui_tr(ui, "To pay");
    if (!frame.wide)
        caption = UI_FILL(ui, TEXT("{total} · {items}"), {"total", caption},
                          {"items", part_item_count(scene)});
    PayRow row = {.caption = caption,
                  .button = {.id = TEXT("back-to-basket"),
                             .label = ui_tr(ui, "Back to basket"),
                             .kind = BUTTON_PAY_OUTLINE,
                             .icon = ICON_BACK,
                             .icon_size = 40}};
    if (part_pay_row(scene, &frame, &row)) {
        ui_transition_back(ui);
        scene_emit(scene, EVENT_SHOW_BASKET);
    }
    part_sale_toast(scene, &frame);
}
