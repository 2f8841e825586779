/* A weighed article on the scale: what it weighs, what that costs, what it is packed in. The weight
 * is never animated: what is seen is what is taken. */
#include <math.h>

#include "domain/checkout_weigh.h"
#include "screens/weigh_parts.h"

static WeighScene open_weigh(Scene *scene)
{
    const Catalogue *catalogue = scene->view->catalogue;
    int32_t article = scene->checkout->subject.article;
    ArticlePrice price = article_price(scene, article);
    WeighScene weigh = {
        .scene = scene,
        .article_id = catalogue->articles[article].id,
        .name = article_name(scene, article),
        .unit = price.unit,
        .weighing = checkout_weighing(scene->checkout, scene->view->pricing),
    };
    if (price.known)
        weigh.price = ui_money(scene->ui, price.now.minor);
    return weigh;
}

// ---- What stands in the way, or what to do

static bool is_trouble(const WeighScene *weigh)
{
    return weigh->weighing.state == WEIGHING_OUT || weigh->weighing.state == WEIGHING_TO_EMPTY;
}

static UiBanner trouble_banner(const WeighScene *weigh)
{
    return (UiBanner){.text = ui_tr(weigh->scene->ui, "Please empty the scale"),
                      .id = TEXT("scale-trouble"),
                      .tone = TONE_WARNING};
}

static Text hint(const WeighScene *weigh)
{
    return UI_FILL(weigh->scene->ui, ui_tr(weigh->scene->ui, "Put {name} on the scale"),
                   {"name", weigh->name});
}

// ---- The plate: the article stands on the scale

static void plate_words(const WeighScene *weigh, Rect room)
{
    Ui *ui = weigh->scene->ui;
    bool contrast = ui_settings(ui).theme == THEME_CONTRAST; // its plates are white
    ThemeColour colour = contrast ? COLOUR_BLACK : COLOUR_TEXT;
    Rect inner = rect_inset(room, 32, 0);
    Text words = hint(weigh);
    UiText style = {.style = TYPE_TITLE,
                    .colour = colour,
                    .align = ALIGN_CENTRE,
                    .max_lines = 4,
                    .id = TEXT("scale-hint")};
    if (ui_text_measure(ui, inner.w, words, style).height > inner.h * 0.7f)
        style.style = TYPE_LABEL;
    float arrow = ui_icon_size(ui, 56);
    float height = scene_text_height(weigh->scene, inner.w, words, style);
    float y = inner.y + fmaxf(0, (inner.h - height - 16 - arrow) / 2);
    scene_paragraph(weigh->scene, RECT(inner.x, y, inner.w, 0), words, style, true);
    y += height + 16;
    if (y + arrow <= room.y + room.h)
        ui_icon(ui, RECT(room.x + (room.w - arrow) / 2, y, arrow, arrow), ICON_ARROW_DOWN, colour);
}

// The warning stands over the plate; what is on the scale stays where it is.
static Rect under_warning(const WeighScene *weigh, Rect where)
{
    UiBanner banner = trouble_banner(weigh);
    float height = ui_banner_height(weigh->scene->ui, where.w, &banner);
    ui_banner(weigh->scene->ui, rect_cut_top(&where, height), &banner);
    rect_cut_top(&where, 16);
    return where;
}

static void plate(const WeighScene *weigh, Rect where, bool wide)
{
    Ui *ui = weigh->scene->ui;
    float scale_w = fminf(600, where.w * (wide ? 0.875f : 0.6f));
    float share = wide ? 0.76f : 0.667f;   // the picture's side of the scale's width
    float stack = share + 0.344f - 0.187f; // scale 640 x 220; the picture stands on its plate
    float foot = fminf(36, where.h * 0.05f);
    scale_w = fminf(scale_w, (where.h - foot - 16) / stack);
    float scale_h = scale_w * 0.344f, side = scale_w * share;
    Rect scale = RECT(where.x + (where.w - scale_w) / 2, where.y + where.h - foot - scale_h,
                      scale_w, scale_h);
    Rect on_it =
        RECT(where.x + (where.w - side) / 2, scale.y + scale_w * 0.187f - side, side, side);
    UiPicture picture = {.kind = PICTURE_ARTICLE,
                         .id = (uint64_t)weigh->article_id,
                         .initials = article_initials(weigh->scene, weigh->name),
                         .radius = RADIUS_M};
    ui_box(ui, where, (UiBox){.fill = ui_picture_tint(ui, on_it, &picture), .radius = RADIUS_XL});
    ui_picture(ui, scale, &(UiPicture){.kind = PICTURE_ART, .art = TEXT("art/scale.svg")});
    Rect air = RECT(where.x, where.y + 24, where.w, scale.y - where.y - 24);
    if (weigh->weighing.state == WEIGHING_EMPTY)
        plate_words(weigh, air);
    else
        ui_picture(ui, on_it, &picture);
}

// ---- Buttons

static void add_label(const WeighScene *weigh, UiButton *add)
{
    Ui *ui = weigh->scene->ui;
    if (weigh->weighing.can_add)
        add->label = UI_FILL(ui, ui_tr(ui, "Add · {price}"),
                             {"price", ui_money(ui, weigh->weighing.amount.minor)});
    else
        add->label = ui_tr(ui, "Add");
    add->disabled = !weigh->weighing.can_add;
}

// From the bottom of `room` up; returns what is left. Drawn last, because they are read last.
static Rect buttons(const WeighScene *weigh, const Frame *frame, Rect room, bool draw)
{
    Scene *scene = weigh->scene;
    Ui *ui = scene->ui;
    bool cramped = frame->low && frame->big && !frame->wide; // the choices need the room
    float height = cramped ? 112 : frame->compact && !frame->big ? 104 : 120;
    UiButton other = {.id = TEXT("weigh-other"),
                      .label = UI_FILL(ui, ui_tr(ui, "Not {name}"), {"name", weigh->name}),
                      .icon = ICON_SEARCH};
    UiButton add = {.id = TEXT("add"), .kind = BUTTON_PAY, .icon = ICON_PLUS, .icon_size = 44};
    add_label(weigh, &add);
    UiButton widest = add; // so that a weight that comes or goes moves nothing
    widest.label = UI_FILL(ui, ui_tr(ui, "Add · {price}"), {"price", ui_money(ui, 9999)});
    float add_width = ui_button_width(ui, &widest) - 32, gap = frame->compact ? 16 : 24;
    if (frame->compact && !frame->big && height + gap + add_width > room.w)
        add.icon = ICON_NONE; // rather than small letters
    float other_width = ui_button_width(ui, &other);
    if (other_width + gap + add_width > room.w) {
        other.text = ui_tr(ui, "Something else");
        other_width = ui_button_width(ui, &other);
    }
    // Height is what a small screen lacks, and one with large letters.
    bool stacked = other_width + gap + add_width > room.w;
    bool lacks_height = frame->low || (stacked && frame->wide);
    other.icon_only = frame->compact ? !frame->big || height + gap + add_width <= room.w
                                     : frame->big && lacks_height;
    if (other.icon_only) {
        other_width = height;
        stacked = false;
    }
    Rect row = rect_cut_bottom(&room, height), other_row = row;
    if (stacked) {
        rect_cut_bottom(&room, 16);
        other_row = rect_cut_bottom(&room, frame_button_height(scene, 96));
    } else {
        other_row = rect_cut_start(&row, other_width);
        rect_cut_start(&row, gap);
    }
    rect_cut_bottom(&room, cramped ? 12 : frame->compact ? 16 : 32);
    if (!draw)
        return room;
    if (ui_button(ui, other_row, &other))
        scene_emit(scene, EVENT_SHOW_SEARCH);
    if (ui_button(ui, row, &add))
        event_out_push(scene->out, (CheckoutEvent){.kind = EVENT_ADD_WEIGHED,
                                                   .grams = (int32_t)weigh->weighing.net.milli});
    return room;
}

// ---- The whole

// What the plate has no room for is said in words.
static float notice(const WeighScene *weigh, Rect where, bool draw)
{
    Ui *ui = weigh->scene->ui;
    if (!is_trouble(weigh) && weigh->weighing.state != WEIGHING_EMPTY)
        return 0;
    UiBanner banner = trouble_banner(weigh);
    if (!is_trouble(weigh))
        banner = (UiBanner){.text = hint(weigh), .id = TEXT("scale-hint"), .icon = ICON_SCALE};
    where.h = ui_banner_height(ui, where.w, &banner);
    if (draw)
        ui_banner(ui, where, &banner);
    return where.h;
}

// Weight, price and packing; scrolls where large letters don't leave room for all of it.
static void column(const WeighScene *weigh, const Frame *frame, Rect room, bool with_notice)
{
    Ui *ui = weigh->scene->ui;
    float gap = frame->compact ? 16 : 40;
    float reading = weigh_reading(weigh, room, false), packing = weigh_packing(weigh, room, false);
    float told = with_notice ? notice(weigh, room, false) : 0;
    if (told > 0 && frame->compact)
        packing = 0; // first what has to be done
    float height = reading + (told > 0 ? gap + told : 0) + (packing > 0 ? gap + packing : 0);
    bool scrolls = height > room.h;
    if (scrolls)
        ui_begin_scroll(ui, room,
                        &(UiScroll){.id = TEXT("weight-and-packing"),
                                    .label = weigh->name,
                                    .content = height + 16,
                                    .bleed = 12});
    Rect where = room;
    if (told > 0 && frame->compact) // where it can't be scrolled away
        where.y += notice(weigh, where, true) + gap;
    where.y += weigh_reading(weigh, where, true);
    if (told > 0 && !frame->compact) {
        where.y += gap;
        where.y += notice(weigh, where, true);
    }
    if (packing > 0) {
        where.y += gap;
        weigh_packing(weigh, where, true);
    }
    if (scrolls)
        ui_end_scroll(ui);
}

static void draw_wide(const WeighScene *weigh, const Frame *frame, Rect room)
{
    rect_cut_bottom(&room, frame->compact ? 20 : 32);
    float width = frame->big ? 0 : frame->compact ? 272 : 480; // large letters need the room
    bool warns_here = is_trouble(weigh) && !frame->compact;
    if (width > 0) {
        Rect side = rect_cut_start(&room, width);
        plate(weigh, warns_here ? under_warning(weigh, side) : side, true);
        rect_cut_start(&room, frame->compact ? 24 : 48);
    }
    column(weigh, frame, buttons(weigh, frame, room, false),
           width == 0 || (is_trouble(weigh) && !warns_here));
    buttons(weigh, frame, room, true);
}

static void draw_portrait(const WeighScene *weigh, const Frame *frame, Rect room)
{
    rect_cut_bottom(&room, 40);
    Rect whole = room;
    room = buttons(weigh, frame, whole, false);
    float words = weigh_reading(weigh, room, false) + 40 + weigh_packing(weigh, room, false);
    float height = fminf(700, room.h - words - 40);
    bool has_plate = height >= 280;
    if (has_plate) {
        Rect top = rect_cut_top(&room, height);
        plate(weigh, is_trouble(weigh) ? under_warning(weigh, top) : top, false);
        rect_cut_top(&room, 40);
    }
    column(weigh, frame, room, !has_plate);
    buttons(weigh, frame, whole, true);
}

static float low_add_width(const Frame *frame)
{
    return frame->main.w * (frame->big ? 0.64f : 0.5f);
}

// The packings may have the room that the plate doesn't need.
static void make_room_for_packing(const WeighScene *weigh, Frame *frame)
{
    Rect controls = frame->main, room = frame->upper;
    float least = 280 + 40; // of a plate
    if (frame->wide) {
        controls.w -= low_add_width(frame) + 32;
        room.w -= frame->big ? 0 : 480 + 48;
        least = 0;
    } else {
        controls = buttons(weigh, frame, controls, false);
    }
    float lacking = weigh_packing(weigh, controls, false) + 8 - controls.h;
    frame_low_grow(frame, fminf(lacking, room.h - least - weigh_reading(weigh, room, false)));
}

// Low reach: plate and weight above, packing and Add below.
static void draw_low(const WeighScene *weigh, const Frame *frame)
{
    Scene *scene = weigh->scene;
    Rect room = frame->upper, controls = frame->main;
    float reading = weigh_reading(weigh, room, false);
    if (frame->wide) {
        Rect side = rect_cut_start(&room, frame->big ? 0 : 480);
        if (side.w > 0) {
            plate(weigh, is_trouble(weigh) ? under_warning(weigh, side) : side, true);
            rect_cut_start(&room, 48);
        }
    } else {
        float height = fminf(700, room.h - reading - 40);
        if (height >= 280) {
            Rect top = rect_cut_top(&room, height);
            plate(weigh, is_trouble(weigh) ? under_warning(weigh, top) : top, false);
            rect_cut_top(&room, 40);
        }
    }
    weigh_reading(weigh, room, true);
    Rect add = controls;
    if (frame->wide) {
        add = rect_cut_end(&controls, low_add_width(frame));
        rect_cut_end(&controls, 32);
        buttons(weigh, frame, add, true);
    } else {
        controls = buttons(weigh, frame, controls, true);
    }
    float packing = weigh_packing(weigh, controls, false);
    if (packing <= 0)
        return;
    ui_begin_scroll(
        scene->ui, controls,
        &(UiScroll){
            .id = TEXT("packing"), .label = weigh->name, .content = packing + 8, .bleed = 8});
    weigh_packing(weigh, controls, true);
    ui_end_scroll(scene->ui);
}

void screen_weigh(Scene *scene)
{
    const Catalogue *catalogue = scene->view->catalogue;
    int32_t article = scene->checkout->subject.article;
    if (!catalogue || !scene->view->pricing || article < 0 || article >= catalogue->article_count) {
        screen_browse(scene);
        return;
    }
    Ui *ui = scene->ui;
    Frame frame = frame_sale(scene, 0, false);
    WeighScene weigh = open_weigh(scene);
    if (frame.low)
        make_room_for_packing(&weigh, &frame);
    part_low_begin(scene, &frame);
    part_top_bar(scene, &frame,
                 &(TopBar){.back = ui_tr(ui, "Weigh your item"),
                           .back_event = EVENT_BACK,
                           .tools = TOP_ALL});
    if (frame.low)
        draw_low(&weigh, &frame);
    else if (frame.wide)
        draw_wide(&weigh, &frame, frame.main);
    else
        draw_portrait(&weigh, &frame, frame.main);
    part_dock_ground(scene, &frame);
    if (frame.wide)
        part_basket_panel(scene, &frame, true);
    part_pay(scene, &frame, true);
    part_sale_toast(scene, &frame);
}
