/* Low reach: who sits or is small touches the lower third only. Above it is what is looked at, and
 * nothing there reacts; what would be touched on it has keys below. */
#include <math.h>

#include "screens/parts.h"

void part_low_begin(Scene *scene, const Frame *frame)
{
    if (!frame->low)
        return;
    Ui *ui = scene->ui;
    Text words = ui_tr(ui, "All buttons are below");
    UiText style = {.style = TYPE_CAPTION, .colour = COLOUR_TEXT_2, .vertical = VERTICAL_MIDDLE};
    float icon = ui_icon_size(ui, 34);
    float width = ceilf(ui_text_measure(ui, 0, words, style).width) + 2;
    Rect head = RECT(frame->margin, 40, frame->width - 2 * frame->margin, 72);
    float x = head.x + head.w - width;
    ui_text(ui, RECT(x, head.y, width, head.h), words, style);
    x -= icon + 16;
    ui_icon(ui, RECT(x, head.y + (head.h - icon) / 2, icon, icon), ICON_REACH, COLOUR_TEXT_2);
    part_brand(scene, RECT(head.x, head.y, frame->big ? 72 : x - 24 - head.x, head.h));
    bool contrast = ui_settings(ui).theme == THEME_CONTRAST;
    ui_box(ui, frame->dock,
           (UiBox){.fill = COLOUR_SURFACE,
                   .radius = RADIUS_XL,
                   .shadow = SHADOW_DOCK,
                   .border = contrast ? COLOUR_OUTLINE : COLOUR_NONE,
                   .square_corners = CORNERS_BOTTOM});
}

// ---- The basket

static const OrderLine *shown_at(const Order *order, int32_t number) // 0 is the newest
{
    for (int32_t i = order->line_count - 1; i >= 0; i--)
        if (line_is_shown(&order->lines[i]) && number-- == 0)
            return &order->lines[i];
    return NULL;
}

static int32_t shown_count(const Order *order)
{
    int32_t count = 0;
    for (int32_t i = 0; i < order->line_count; i++)
        count += line_is_shown(&order->lines[i]);
    return count;
}

// 0 is the newest line, which is also chosen when the one that was is gone.
static int32_t chosen_number(Scene *scene)
{
    for (int32_t i = 0, count = shown_count(scene->order); i < count; i++)
        if (shown_at(scene->order, i)->id == scene->state->low_line_id)
            return i;
    return 0;
}

const OrderLine *part_low_line(Scene *scene)
{
    return shown_at(scene->order, chosen_number(scene));
}

typedef struct LowLine {
    float picture, name_x, name_width, name_height, note, amount, quantity, height;
    Text quantity_words;
    UiText name_style;
} LowLine;

static LowLine low_line(Scene *scene, const OrderLine *line, float width)
{
    Ui *ui = scene->ui;
    bool big = ui_is_text_big(ui);
    LowLine low = {.picture = 112,
                   .note = big ? 70 : 40,
                   .name_style = {.style = TYPE_LEAD,
                                  .weight = TYPE_SEMIBOLD,
                                  .max_lines = line_name_lines(line, big ? 3 : 2),
                                  .whole_words = true,
                                  .silent = true}};
    if (!(line->flags & ORDER_LINE_WEIGHED))
        low.quantity_words = count_words(scene, ui_milli(ui, line->quantity.milli, 0, 3));
    low.amount =
        fmaxf(big ? 0 : 160, ceilf(ui_text_measure(ui, 0, ui_money(ui, line_minor(scene, line)),
                                                   line_end_style(TYPE_TITLE))
                                       .width));
    if (low.quantity_words.size > 0)
        low.quantity =
            ceilf(ui_text_measure(ui, 0, low.quantity_words, line_count_style(scene)).width);
    low.name_x = low.picture + 24;
    low.name_width = width - low.name_x - low.amount - low.quantity - (big ? 36 : 48);
    low.name_height =
        ui_text_measure(ui, low.name_width, line_name(scene, line), low.name_style).height;
    low.height = fmaxf(144, low.name_height + 4 + low.note + 24);
    return low;
}

static void low_line_draw(Scene *scene, Rect where, const OrderLine *line, bool fresh, bool chosen)
{
    Ui *ui = scene->ui;
    LowLine low = low_line(scene, line, where.w);
    bool contrast = ui_settings(ui).theme == THEME_CONTRAST;
    line_describe(scene, where, line);
    if (fresh || chosen)
        ui_box(ui, rect_inset(where, -16, 0),
               (UiBox){.fill = fresh ? COLOUR_ACCENT_SOFT : COLOUR_SURFACE,
                       .border = chosen || contrast ? COLOUR_ACCENT : COLOUR_NONE,
                       .border_width = chosen ? 4 : 0,
                       .radius = RADIUS_L});
    Text name = line_name(scene, line);
    line_picture(scene,
                 RECT(where.x, where.y + (where.h - low.picture) / 2, low.picture, low.picture),
                 line->article_id, name, RADIUS_M);
    float x = where.x + low.name_x;
    float y = where.y + (where.h - low.name_height - 4 - low.note) / 2;
    ui_text(ui, RECT(x, y, low.name_width, low.name_height), name, low.name_style);
    bool big = ui_is_text_big(ui); // there the words under the name have the amount's room too
    Rect note =
        RECT(x, y + low.name_height + 4, big ? where.x + where.w - x : low.name_width, low.note);
    Rect amount = big ? RECT(where.x, y, where.w, low.name_height) : where;
    if (fresh)
        ui_text(
            ui, note, ui_tr(ui, "Just added"),
            (UiText){.style = TYPE_CAPTION, .colour = COLOUR_TEXT_2, .silent = true, .fit = true});
    else
        line_note(scene, note, line);
    float end = where.x + where.w;
    ui_text(ui, RECT(end - low.amount, amount.y, low.amount, amount.h),
            ui_money(ui, line_minor(scene, line)), line_end_style(TYPE_TITLE));
    end -= low.amount + (big ? 12 : 24);
    if (low.quantity > 0)
        ui_text(ui, RECT(end - low.quantity, amount.y, low.quantity, amount.h), low.quantity_words,
                line_count_style(scene));
}

static void saved_tag(Scene *scene, Rect head)
{
    Ui *ui = scene->ui;
    Money saved = order_savings(scene->order);
    if (saved.minor <= 0)
        return;
    UiTag tag = {
        .text = UI_FILL(ui, ui_tr(ui, "You save {amount}"), {"amount", ui_money(ui, saved.minor)}),
        .tone = TONE_GOOD,
        .icon = ICON_TAG};
    float width = ui_tag_width(ui, &tag);
    if (width < head.w / 2)
        ui_tag(ui, RECT(head.x + head.w - width, head.y, width, head.h), &tag);
}

// The lines, newest first; what is chosen or new is moved into sight, because nobody can scroll.
static void low_lines(Scene *scene, Rect view, bool edit)
{
    Ui *ui = scene->ui;
    const Order *order = scene->order;
    int32_t count = shown_count(order), chosen = chosen_number(scene);
    float content = 0, from = 0, to = 0;
    for (int32_t i = 0; i < count; i++) {
        float height = low_line(scene, shown_at(order, i), view.w).height;
        if (i == chosen) {
            from = content;
            to = content + height;
        }
        content += height;
    }
    Rect strip = {0};
    if (content > view.h)
        strip = rect_cut_bottom(&view, part_more_height(scene));
    UiScrollState scroll = ui_begin_scroll(ui, view,
                                           &(UiScroll){.id = TEXT("lines"),
                                                       .label = ui_tr(ui, "Your basket"),
                                                       .content = content,
                                                       .bleed = 16,
                                                       .own_sign = true});
    if (edit)
        ui_scroll_to(ui, TEXT("lines"), from, to);
    else if (scene->state->seen_added_ms != scene->checkout->just_added_ms) {
        scene->state->seen_added_ms = scene->checkout->just_added_ms;
        ui_scroll_to(ui, TEXT("lines"), 0, 0);
    }
    float y = 0;
    bool divided = false;
    MoreLines more = {0};
    for (int32_t i = 0; i < count; i++) {
        const OrderLine *line = shown_at(order, i);
        float height = low_line(scene, line, view.w).height;
        bool fresh = !edit && line->id == scene->checkout->just_added_line_id;
        bool marked = fresh || (edit && i == chosen);
        if (y + height > scroll.seen_from && y < scroll.seen_to) {
            if (divided && !marked)
                ui_divider(ui, view.x, view.y + y, view.w);
            low_line_draw(scene, RECT(view.x, view.y + y, view.w, height), line, fresh,
                          edit && i == chosen);
        }
        divided = !marked;
        more_count(&more, scroll, y, height);
        y += height;
    }
    ui_end_scroll(ui);
    if (strip.h > 0)
        part_more(scene, strip, more);
}

void part_low_basket(Scene *scene, Rect where, bool edit)
{
    Ui *ui = scene->ui;
    Rect card = where;
    TypeStyle title = edit ? TYPE_HEADLINE : TYPE_TITLE;
    if (edit) {
        Rect head = rect_cut_top(&card, ui_line_height(ui, title));
        ui_text(ui, head, ui_tr(ui, "Your basket"), (UiText){.style = title, .fit = true});
        saved_tag(scene, head);
        rect_cut_top(&card, 24);
    }
    ui_card(ui, card, RADIUS_XL);
    Rect inner = rect_inset(card, 36, 20);
    if (!edit) {
        Rect head = rect_cut_top(&inner, ui_line_height(ui, title) + 8);
        Text items = part_item_count(scene);
        UiText style = {.style = TYPE_BODY, .colour = COLOUR_TEXT_2, .align = ALIGN_END};
        float width = ceilf(ui_text_measure(ui, 0, items, style).width) + 2;
        Rect count = rect_cut_end(&head, width);
        count.y += text_baseline(ui, title) - text_baseline(ui, style.style);
        ui_text(ui, count, items, style);
        ui_text(ui, head, ui_tr(ui, "Your basket"), (UiText){.style = title, .fit = true});
    }
    if (shown_count(scene->order) > 0) {
        low_lines(scene, inner, edit);
        return;
    }
    Text words = ui_tr(ui, "Scan an item, or touch a picture.");
    UiText style = {
        .style = TYPE_LEAD, .colour = COLOUR_TEXT_2, .align = ALIGN_CENTRE, .max_lines = 4};
    float height = scene_text_height(scene, inner.w, words, style);
    scene_paragraph(scene, RECT(inner.x, inner.y + (inner.h - height) / 2, inner.w, 0), words,
                    style, true);
}

// ---- The basket's keys

static void turn_key(Scene *scene, Rect where, const char *id, Text label, UiIcon icon,
                     int32_t number)
{
    const OrderLine *line = number >= 0 ? shown_at(scene->order, number) : NULL;
    if (ui_button(scene->ui, where,
                  &(UiButton){.id = text_from_string(id),
                              .label = label,
                              .kind = BUTTON_LIFT,
                              .icon = icon,
                              .icon_only = true,
                              .disabled = !line}) &&
        line) {
        scene->state->low_line_id = line->id;
        scene_emit(scene, EVENT_TOUCHED);
        ui_wake_at(scene->ui, ui_now_ms(scene->ui));
    }
}

static void pieces(Scene *scene, Rect where, const OrderLine *line)
{
    Ui *ui = scene->ui;
    UiStep step =
        ui_stepper(ui, where,
                   &(UiStepper){.id = TEXT("low"),
                                .what = line_name(scene, line),
                                .number = ui_milli(ui, line->quantity.milli, 0, 3),
                                .less_label = ui_tr(ui, "One less"),
                                .more_label = ui_tr(ui, "One more"),
                                .less_off = line->quantity.milli <= 1000, // the bin is beside it
                                .big = true,
                                .on_tint = true});
    if (step != STEP_NONE)
        scene_emit_line(scene, step == STEP_MORE ? EVENT_LINE_PLUS : EVENT_LINE_MINUS, line->id);
}

static void bin(Scene *scene, Rect where, const OrderLine *line)
{
    if (ui_button(scene->ui, where,
                  &(UiButton){.id = TEXT("low-remove"),
                              .label = ui_tr(scene->ui, "Remove this item"),
                              .kind = BUTTON_DANGER,
                              .icon = ICON_TRASH,
                              .icon_size = 40,
                              .icon_only = true}))
        scene_emit_line(scene, EVENT_LINE_REMOVE, line->id);
}

// The chosen line's name, and which one of how many it is.
static void chosen_words(Scene *scene, Rect where, const OrderLine *line)
{
    Ui *ui = scene->ui;
    Text words = UI_FILL(ui, ui_tr(ui, "Selected · {number} / {count}"),
                         {"number", ui_integer(ui, chosen_number(scene) + 1)},
                         {"count", ui_integer(ui, shown_count(scene->order))});
    UiText name_style = {.style = TYPE_LABEL, .max_lines = 2};
    UiText note_style = {.style = TYPE_CAPTION, .colour = COLOUR_TEXT_2, .fit = true};
    float note = ui_line_height(ui, TYPE_CAPTION);
    float name = scene_text_height(scene, where.w, line_name(scene, line), name_style);
    float y = where.y + (where.h - name - note) / 2;
    ui_text(ui, RECT(where.x, y, where.w, name), line_name(scene, line), name_style);
    ui_text(ui, RECT(where.x, y + name, where.w, note), words, note_style);
}

void part_low_keys(Scene *scene, const Frame *frame)
{
    Ui *ui = scene->ui;
    const OrderLine *line = part_low_line(scene);
    if (!line)
        return;
    int32_t number = chosen_number(scene), count = shown_count(scene->order);
    Rect bar = frame->main;
    if (scene->checkout->toast == TOAST_REMOVED) { // it has Undo, which is touched too
        if (frame->big)
            return; // room for one of them
        rect_cut_bottom(&bar, frame_button_height(scene, 80) + 24);
    }
    ui_box(ui, bar, (UiBox){.fill = COLOUR_BG, .radius = RADIUS_L});
    bool contrast = ui_settings(ui).theme == THEME_CONTRAST;
    if (contrast)
        ui_box(ui, bar, (UiBox){.border = COLOUR_OUTLINE, .radius = RADIUS_L});
    Rect room = rect_inset(bar, 18, 14);
    float key = frame->big ? 112 : 100, tall = frame->big ? 112 : 128, gap = 16;
    tall = fminf(tall, room.h);
    Rect row = room;
    bool named = false;
    if (frame->big) { // its words have a row of their own, where there is room for them
        row = rect_cut_bottom(&room, tall);
        named = room.h >= ui_line_height(ui, TYPE_LABEL);
        if (named)
            ui_text(ui, rect_centred(room, room.w, ui_line_height(ui, TYPE_LABEL)),
                    line_name(scene, line), (UiText){.style = TYPE_LABEL, .fit = true});
    }
    Rect place = rect_centred(row, row.w, tall);
    turn_key(scene, rect_cut_start(&place, key), "low-up", ui_tr(ui, "Line above"), ICON_CHEVRON_UP,
             number - 1);
    rect_cut_start(&place, gap);
    turn_key(scene, rect_cut_start(&place, key), "low-down", ui_tr(ui, "Line below"),
             ICON_CHEVRON_DOWN, number + 1 < count ? number + 1 : -1);
    rect_cut_start(&place, gap);
    bin(scene, rect_cut_end(&place, key), line);
    rect_cut_end(&place, gap);
    if (!(line->flags & (ORDER_LINE_WEIGHED | ORDER_LINE_SERIAL))) {
        float width = fminf(frame->big ? 400 : 288, place.w);
        Rect stepper = rect_cut_end(&place, width);
        pieces(scene, rect_centred(stepper, width, tall), line);
        rect_cut_end(&place, gap);
    }
    if (frame->big && !named) // else between the keys
        ui_text(ui, RECT(place.x, bar.y + 8, place.w, bar.h - 16), line_name(scene, line),
                (UiText){.style = TYPE_CAPTION,
                         .vertical = VERTICAL_MIDDLE,
                         .max_lines = 2,
                         .whole_words = true,
                         .silent = true});
    if (!frame->big)
        chosen_words(scene, RECT(place.x + 12, row.y, place.w - 12, row.h), line);
}

// ---- Tiles

void part_low_tiles(Scene *scene, Rect where, const int32_t *articles, int32_t count, Text mark)
{
    Ui *ui = scene->ui;
    ScreensState *state = scene->state;
    const float key = 88, gap = 16;
    float least = ui_is_text_big(ui) ? 360 : 180;
    int32_t columns = (int32_t)((where.w - 2 * (key + gap) + gap) / (least + gap));
    columns = columns < 1 ? 1 : columns;
    int32_t pages = (count + columns - 1) / columns;
    if (state->low_page >= pages)
        state->low_page = pages > 0 ? pages - 1 : 0;
    UiButton back = {.id = TEXT("low-previous"),
                     .label = ui_tr(ui, "Items before"),
                     .kind = BUTTON_SOFT,
                     .icon = ICON_CHEVRON_LEFT,
                     .icon_only = true,
                     .disabled = state->low_page == 0};
    UiButton next = {.id = TEXT("low-next"),
                     .label = ui_tr(ui, "More items"),
                     .kind = BUTTON_SOFT,
                     .icon = ICON_CHEVRON_RIGHT,
                     .icon_only = true,
                     .disabled = state->low_page + 1 >= pages};
    int32_t turn = 0, first = state->low_page * columns;
    if (ui_button(ui, rect_cut_start(&where, key), &back))
        turn = -1;
    rect_cut_start(&where, gap);
    Rect next_at = rect_cut_end(&where, key);
    rect_cut_end(&where, gap);
    for (int32_t i = 0; i < columns && first + i < count; i++)
        part_tile(scene, rect_column(where, columns, gap, i), articles[first + i], mark, TILE_FLAT);
    if (ui_button(ui, next_at, &next))
        turn = 1;
    if (turn == 0)
        return;
    state->low_page += turn;
    scene_emit(scene, EVENT_TOUCHED);
    ui_wake_at(ui, ui_now_ms(ui));
}
