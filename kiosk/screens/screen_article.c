/* One article, large: what it is, what can be chosen, how many, and Add with the price of that. */
#include <math.h>

#include "screens/article_parts.h"

bool article_preview(Scene *scene, const int32_t *choices, int32_t choice_count, int64_t milli,
                     OrderLine *out_line)
{
    OrderAdd add = {.article = scene->checkout->subject.article,
                    .quantity = {milli},
                    .choices = choices,
                    .choice_count = choice_count,
                    .line_uuid = ""};
    return scene->view->pricing && order_preview(scene->view->pricing, &add, out_line) == ORDER_OK;
}

static const CatArticle *subject_article(Scene *scene)
{
    return &scene->view->catalogue->articles[scene->checkout->subject.article];
}

static bool is_weighed(Scene *scene)
{
    return subject_article(scene)->flags & CAT_ARTICLE_WEIGHED;
}

static bool preview_chosen(Scene *scene, int64_t milli, OrderLine *out_line)
{
    const CheckoutSubject *subject = &scene->checkout->subject;
    return article_preview(scene, subject->chosen.values, subject->chosen.count, milli, out_line);
}

// What Add would put into the basket; false: something is still to be chosen, or has no price.
static bool chosen_amount(Scene *scene, Money *out)
{
    const CheckoutSubject *subject = &scene->checkout->subject;
    OrderLine line;
    OrderCombo combo;
    if (subject->part_count > 0)
        return scene->view->pricing &&
               checkout_combo_chosen(scene->view->catalogue, subject, scene->view->settings,
                                     &combo) &&
               order_preview_combo(scene->view->pricing, &combo, out) == ORDER_OK;
    if (!preview_chosen(scene, subject->pieces * INT64_C(1000), &line))
        return false;
    *out = line.display_total;
    return true;
}

static void hero(Scene *scene, Rect where)
{
    const CatArticle *article = subject_article(scene);
    Text name = article_name(scene, scene->checkout->subject.article);
    float picture = fminf(where.w * 0.82f, where.h * 0.7f);
    ui_picture(scene->ui, where,
               &(UiPicture){.kind = PICTURE_ARTICLE,
                            .id = (uint64_t)article->id,
                            .initials = article_initials(scene, name),
                            .tint = COLOUR_COUNT,
                            .radius = RADIUS_XL,
                            .inset = (fminf(where.w, where.h) - picture) / 2});
    ui_describe(scene->ui, where, ACCESS_PICTURE, (Text){0}, name, (Text){0});
}

// ---- Words

// What the shop says about it is in the shop's own language only.
static Text description(Scene *scene)
{
    if (scene->view->catalogue_language != 0)
        return (Text){0};
    Text text = catalogue_text(scene->view->catalogue, subject_article(scene)->description);
    int32_t size = 0;
    while (size < text.size && text.data[size] != '\n')
        size++;
    return (Text){text.data, size};
}

static Text unit_price(Scene *scene)
{
    Ui *ui = scene->ui;
    OrderLine line;
    ArticlePrice price = article_price(scene, scene->checkout->subject.article);
    bool chosen = scene->checkout->subject.part_count == 0 && preview_chosen(scene, 1000, &line);
    if (!price.known)
        return (Text){0};
    if (price.unit.size > 0)
        return UI_FILL(ui, TEXT("{price} / {unit}"), {"price", ui_money(ui, price.now.minor)},
                       {"unit", price.unit});
    Money now = chosen ? line.display_total : price.now; // with what the choices add
    Money menu;
    int32_t pieces = scene->checkout->subject.pieces;
    if (scene->checkout->subject.part_count > 0 && pieces > 0 && chosen_amount(scene, &menu))
        now.minor = divide_round_half_away(menu.minor, pieces);
    return UI_FILL(ui, ui_tr(ui, "{price} each"), {"price", ui_money(ui, now.minor)});
}

static Text sub_words(Scene *scene)
{
    Text about = description(scene), price = unit_price(scene);
    if (about.size == 0 || price.size == 0)
        return about.size > 0 ? about : price;
    return UI_FILL(scene->ui, TEXT("{about} · {price}"), {"about", about}, {"price", price});
}

static float tag_rows(Scene *scene, Rect where, const UiTag *tags, int32_t count, bool draw)
{
    Ui *ui = scene->ui;
    float height = ui_is_text_big(ui) ? 70 : 40, x = 0, y = 0;
    for (int32_t i = 0; i < count; i++) {
        float width = ui_tag_width(ui, &tags[i]);
        if (x > 0 && x + width > where.w) {
            x = 0;
            y += height + 12;
        }
        if (draw)
            ui_tag(ui, RECT(where.x + x, where.y + y, where.w - x, height), &tags[i]);
        x += width + 16;
    }
    return count > 0 ? y + height : 0;
}

static float tags(Scene *scene, Rect where, float gap, bool draw)
{
    Ui *ui = scene->ui;
    UiTag all[2];
    int32_t count = 0;
    OrderLine line;
    int32_t age = checkout_age_of(scene->view->catalogue, scene->view->settings,
                                  scene->checkout->subject.article);
    int64_t milli = is_weighed(scene) ? 1000 : scene->checkout->subject.pieces * INT64_C(1000);
    if (age > 0)
        all[count++] = (UiTag){
            .text = ui_tr(ui, "Age check at payment"), .tone = TONE_WARNING, .icon = ICON_AGE18};
    if (preview_chosen(scene, milli, &line)) {
        int64_t saved = line_amount_before(&line).minor - line.display_total.minor;
        if (saved > 0)
            all[count++] = (UiTag){.text = UI_FILL(ui, ui_tr(ui, "You save {amount}"),
                                                   {"amount", ui_money(ui, saved)}),
                                   .tone = TONE_GOOD,
                                   .icon = ICON_TAG};
    }
    if (count == 0)
        return 0;
    where.y += gap;
    return gap + tag_rows(scene, where, all, count, draw);
}

static float words(Scene *scene, const Frame *frame, Rect where, bool draw)
{
    float gap = frame->compact ? 20 : frame->wide ? 28 : 36;
    UiText title = {.style = frame->compact ? TYPE_TITLE : TYPE_HEADLINE, .max_lines = 2};
    UiText sub = {.style = TYPE_BODY, .colour = COLOUR_TEXT_2, .max_lines = 2};
    Text name = article_name(scene, scene->checkout->subject.article);
    Text about = sub_words(scene);
    float y = scene_paragraph(scene, where, name, title, draw);
    if (about.size > 0) {
        y += frame->compact ? 4 : 10;
        y += scene_paragraph(scene, RECT(where.x, where.y + y, where.w, 0), about, sub, draw);
    }
    if (frame->low)
        y += article_lot_words(scene, RECT(where.x, where.y + y, where.w, 0), gap, draw);
    else
        y += article_choices(scene, RECT(where.x, where.y + y, where.w, 0), gap, draw);
    y += tags(scene, RECT(where.x, where.y + y, where.w, 0), gap, draw);
    return y;
}

// ---- How many, and Add

static UiButton add_button(Scene *scene)
{
    Ui *ui = scene->ui;
    Money amount;
    Text missing = article_missing_words(scene);
    UiButton add = {
        .id = TEXT("add"), .label = ui_tr(ui, "Add"), .kind = BUTTON_PAY, .icon = ICON_PLUS};
    if (is_weighed(scene)) {
        add.label = ui_tr(ui, "Weigh");
        add.icon = ICON_SCALE;
    } else if (chosen_amount(scene, &amount)) {
        add.label = UI_FILL(ui, ui_tr(ui, "Add · {price}"), {"price", ui_money(ui, amount.minor)});
    }
    if (missing.size > 0) {
        add.kind = BUTTON_PRIMARY; // its letters leave room for a reason
        add.icon = ICON_NONE;
        add.disabled = true;
        add.reason = missing;
    }
    return add;
}

static void pieces(Scene *scene, Rect where, bool big)
{
    Ui *ui = scene->ui;
    int32_t now = scene->checkout->subject.pieces;
    UiStep step =
        ui_stepper(ui, where,
                   &(UiStepper){.id = TEXT("pieces"),
                                .what = article_name(scene, scene->checkout->subject.article),
                                .number = ui_integer(ui, now),
                                .less_label = ui_tr(ui, "One less"),
                                .more_label = ui_tr(ui, "One more"),
                                .less_off = now <= 1,
                                .more_off = now >= checkout_pieces_max(scene->view->settings),
                                .big = big});
    if (step != STEP_NONE)
        event_out_push(scene->out, (CheckoutEvent){.kind = EVENT_PIECES,
                                                   .pieces = now + (step == STEP_MORE ? 1 : -1)});
}

// How many and Add stand beside the choices, or below them where those need the width.
static bool low_is_beside(const Frame *frame)
{
    return frame->wide && !frame->big;
}

// At the bottom of *room, which is what is left above. Stepper and Add stand side by side, or one
// above the other where the words are large.
static void action_row(Scene *scene, const Frame *frame, Rect *room)
{
    Ui *ui = scene->ui;
    UiButton add = add_button(scene);
    bool cramped = frame->low && !low_is_beside(frame); // the choices need the room
    bool big_keys = !frame->compact && !cramped;
    float height = big_keys ? ui_stepper_height(ui, true) : frame_button_height(scene, 96);
    if (frame->compact || (frame->wide && frame->big))
        add.kind = BUTTON_PRIMARY;
    float stepper = ui_stepper_width(ui, big_keys);
    if (frame->wide && big_keys)
        stepper = fminf(stepper, 314);
    float gap = frame->compact ? 16 : 24;
    bool counts = !is_weighed(scene) &&
                  !checkout_is_one_piece(scene->view->catalogue, scene->checkout->subject.article);
    float needed = ui_button_width(ui, &add), beside = room->w - stepper - gap;
    if (frame->wide && !frame->big && needed > beside) { // height is what a wide screen lacks
        const float smaller = 0.85f;                     // letters, before there are two rows
        if (needed * smaller > beside)
            add.icon = ICON_NONE;
        needed = ui_button_width(ui, &add) * smaller;
    }
    bool stacked = counts && !add.disabled && needed > beside;
    Rect at = rect_cut_bottom(room, height);
    if (stacked) {
        rect_cut_bottom(room, 16);
        pieces(scene, rect_cut_bottom(room, height), big_keys);
    } else if (counts) {
        pieces(scene, rect_cut_start(&at, stepper), big_keys);
        rect_cut_start(&at, gap);
    }
    if (ui_button(ui, at, &add))
        scene_emit(scene, EVENT_ADD_CHOSEN);
    rect_cut_bottom(room, frame->compact || cramped ? 12 : 24);
}

// ---- The whole screen

// Draws the words, below a picture of `picture` height when there is one; scrolls what has no room.
static void content(Scene *scene, const Frame *frame, Rect room, float picture)
{
    Ui *ui = scene->ui;
    float above = picture > 0 ? picture + 32 : 0;
    float height = above + words(scene, frame, RECT(0, 0, room.w, 0), false);
    bool scrolls = height > room.h;
    if (scrolls && !frame->low)
        article_show_asked(scene, TEXT("article"), above);
    if (scrolls)
        ui_begin_scroll(ui, room,
                        &(UiScroll){.id = TEXT("article"),
                                    .label = article_name(scene, scene->checkout->subject.article),
                                    .content = height + 16,
                                    .bleed = 12});
    if (picture > 0)
        hero(scene, RECT(room.x, room.y, room.w, picture));
    words(scene, frame, RECT(room.x, room.y + above, room.w, 0), true);
    if (scrolls)
        ui_end_scroll(ui);
}

static float low_add_width(const Frame *frame)
{
    return fminf(640, frame->main.w * 0.7f);
}

static float low_gap(const Frame *frame) // over each group but the first
{
    return frame->wide ? 24 : 16;
}

static float low_choices_height(Scene *scene, const Frame *frame, float width)
{
    float gap = low_gap(frame);
    return article_choices(scene, RECT(0, 0, width, 0), gap, false) - gap;
}

// The choices may have the room that the picture doesn't need.
static void make_room_for_choices(Scene *scene, Frame *frame)
{
    Rect controls = frame->main, room = frame->upper;
    float least = 240; // of a picture
    if (low_is_beside(frame))
        controls.w -= low_add_width(frame) + 32;
    else
        rect_cut_bottom(&controls, frame_button_height(scene, 96) + 12);
    if (frame->wide) {
        room.w -= 440 + 48;
        least = 0;
    }
    float lacking = low_choices_height(scene, frame, controls.w) + 8 - controls.h;
    float spare = room.h - 32 - least - words(scene, frame, room, false);
    frame_low_grow(frame, fminf(lacking, spare));
}

// Low reach: what it is above; choices, how many and Add below.
static void low_content(Scene *scene, const Frame *frame)
{
    Rect room = frame->upper, controls = frame->main;
    float picture = 0;
    if (frame->wide) {
        hero(scene, rect_cut_start(&room, 440));
        rect_cut_start(&room, 48);
    } else {
        picture = fminf(600, fmaxf(room.h - 32 - words(scene, frame, room, false), 240));
    }
    content(scene, frame, room, picture);
    Rect add = controls;
    if (low_is_beside(frame)) {
        add = rect_cut_end(&controls, low_add_width(frame));
        rect_cut_end(&controls, 32);
        action_row(scene, frame, &add);
    } else {
        action_row(scene, frame, &controls);
    }
    const float gap = low_gap(frame);
    float height = low_choices_height(scene, frame, controls.w);
    if (height <= 0)
        return;
    article_show_asked(scene, TEXT("choices"), -gap);
    ui_begin_scroll(scene->ui, controls,
                    &(UiScroll){.id = TEXT("choices"),
                                .label = article_name(scene, scene->checkout->subject.article),
                                .content = height + 8,
                                .bleed = 8});
    article_choices(scene, RECT(controls.x, controls.y - gap, controls.w, 0), gap, true);
    ui_end_scroll(scene->ui);
}

static Text back_words(Scene *scene)
{
    Ui *ui = scene->ui;
    if (scene->checkout->subject_from == SCREEN_BASKET)
        return ui_tr(ui, "Back to basket");
    if (scene->checkout->subject_from == SCREEN_SEARCH)
        return ui_tr(ui, "Back to search");
    return ui_tr(ui, "Back to browsing");
}

void screen_article(Scene *scene)
{
    Frame frame = frame_sale(scene, 0, false);
    const Catalogue *catalogue = scene->view->catalogue;
    int32_t article = scene->checkout->subject.article;
    bool known = catalogue && article >= 0 && article < catalogue->article_count;
    if (known && frame.low)
        make_room_for_choices(scene, &frame);
    part_low_begin(scene, &frame);
    if (known && frame.low) {
        low_content(scene, &frame);
    } else if (known) {
        Rect room = frame.main;
        rect_cut_bottom(&room, frame.compact ? 20 : frame.wide ? 32 : 40);
        float picture = 0;
        if (frame.wide) {
            float width = frame.compact ? (frame.big ? 0 : 200) : frame.big ? 240 : 440;
            if (width > 0) {
                hero(scene, rect_cut_start(&room, width));
                rect_cut_start(&room, frame.compact ? 24 : 48);
            }
        }
        action_row(scene, &frame, &room);
        if (!frame.wide)
            picture = fmaxf(fminf(600, room.h - 32 - words(scene, &frame, room, false)),
                            frame.big ? 240 : 320);
        content(scene, &frame, room, picture);
    }
    part_top_bar(scene, &frame,
                 &(TopBar){.back = back_words(scene), .back_event = EVENT_BACK, .tools = TOP_ALL});
    part_dock_ground(scene, &frame);
    if (frame.wide)
        part_basket_panel(scene, &frame, true);
    part_pay(scene, &frame, true);
    part_sale_toast(scene, &frame);
}
