/* The dock: what is to pay and Pay, always in the same place; in landscape the basket's lines
 * above. */
#include <math.h>

#include "screens/parts.h"

void part_dock_ground(Scene *scene, const Frame *frame)
{
    if (frame->low) // under the controls: see part_low_begin
        return;
    bool contrast = ui_settings(scene->ui).theme == THEME_CONTRAST;
    ui_box(scene->ui, frame->dock,
           (UiBox){.fill = COLOUR_SURFACE,
                   .radius = RADIUS_XL,
                   .shadow = SHADOW_DOCK,
                   .border = contrast ? COLOUR_OUTLINE : COLOUR_NONE,
                   .square_corners = frame->wide ? CORNERS_END : CORNERS_BOTTOM});
}

Text part_item_count(Scene *scene)
{
    int32_t count = order_item_count(scene->order);
    Ui *ui = scene->ui;
    return UI_FILL(ui, ui_tr_plural(ui, "{count} item", "{count} items", count),
                   {"count", ui_integer(ui, count)});
}

static int32_t currency_decimals(Scene *scene)
{
    if (scene->order->currency.code[0] != '\0')
        return scene->order->currency.decimals;
    return scene->view->catalogue ? scene->view->catalogue->shop->currency.decimals : 2;
}

static TypeStyle total_style(const Frame *frame)
{
    return frame->compact && !frame->big ? TYPE_HEADLINE : TYPE_TOTAL;
}

// What is drawn may count up; what is said and compared is the amount itself.
static void total(Scene *scene, const Frame *frame)
{
    Ui *ui = scene->ui;
    int64_t due = scene_has_sale(scene) ? checkout_amount_due(scene->checkout).minor : 0;
    int64_t shown = ui_animate_minor(ui, TEXT("total"), due);
    ui_text(ui, frame->total, ui_money(ui, shown),
            (UiText){.style = total_style(frame),
                     .align = frame->wide ? ALIGN_END : ALIGN_START,
                     .vertical = VERTICAL_MIDDLE,
                     .number = true,
                     .fit = true,
                     .silent = true});
    ui_describe(ui, frame->total, ACCESS_TEXT, TEXT("total"), ui_money(ui, due),
                format_money_plain(ui_frame_arena(ui), currency_decimals(scene), due));
}

bool part_pay_row(Scene *scene, const Frame *frame, const PayRow *row)
{
    Ui *ui = scene->ui;
    Text caption = row->caption;
    if (caption.size == 0)
        caption = UI_FILL(ui, TEXT("{total} · {items}"), {"total", ui_tr(ui, "Total")},
                          {"items", part_item_count(scene)});
    if (frame->wide && !frame->low) // above what may scroll beneath
        ui_line(ui, frame->panel.x, frame->panel.y + frame->panel.h, frame->panel.w, 2,
                COLOUR_LINE);
    Rect where = frame->caption;
    if (frame->wide && !frame->big) { // beside the total
        float number =
            ui_text_measure(ui, 0, ui_money(ui, checkout_amount_due(scene->checkout).minor),
                            (UiText){.style = total_style(frame), .number = true})
                .width;
        where.w = fmaxf(where.w - number - 16, 80);
    }
    TypeStyle style = frame->wide && !frame->compact && !frame->big ? TYPE_BODY : TYPE_CAPTION;
    const float smaller = 0.85f; // letters, before the count goes
    bool has_room =
        ui_text_measure(ui, 0, caption, (UiText){.style = style}).width * smaller <= where.w;
    if (row->caption.size == 0 && !has_room) // beside a large amount the count goes
        caption = ui_tr(ui, "Total");
    ui_text(ui, where, caption, (UiText){.style = style, .colour = COLOUR_TEXT_2, .fit = true});
    total(scene, frame);
    if (row->no_button)
        return false;
    UiButton button = row->button;
    if (button.kind == BUTTON_PAY_OUTLINE && (frame->compact || frame->big) &&
        button.icon_end == ICON_NONE)
        button.kind = BUTTON_SECONDARY; // more than one word: in letters that fit
    return ui_button(ui, frame->pay, &button);
}

void part_pay(Scene *scene, const Frame *frame, bool outline)
{
    Ui *ui = scene->ui;
    PayRow row = {.button = {.id = TEXT("pay"),
                             .label = ui_tr(ui, "Pay"),
                             .kind = outline ? BUTTON_PAY_OUTLINE : BUTTON_PAY,
                             .icon_end = ICON_FORWARD,
                             .icon_size = 44,
                             .disabled = !scene_has_sale(scene)}};
    if (part_pay_row(scene, frame, &row))
        scene_emit(scene, EVENT_PAY);
}

static void panel_head(Scene *scene, const Frame *frame, Rect head, bool edit)
{
    Ui *ui = scene->ui;
    float end = head.x + head.w;
    if (edit) {
        UiButton button = {.id = TEXT("basket"),
                           .label = ui_tr(ui, "Edit basket"),
                           .text = ui_tr(ui, "Edit"),
                           .kind = BUTTON_QUIET,
                           .icon = ICON_EDIT,
                           .icon_size = 32,
                           .icon_only = frame->compact || frame->big};
        float side = frame_button_height(scene, 80);
        float width = button.icon_only ? side : ui_button_width(ui, &button);
        Rect where = RECT(end - width + 12, head.y + (head.h - side) / 2, width, side);
        if (ui_button(ui, where, &button))
            scene_emit(scene, EVENT_SHOW_BASKET);
        end = where.x - 8;
    }
    ui_text(ui, RECT(head.x, head.y, end - head.x, head.h), ui_tr(ui, "Your basket"),
            (UiText){.style = frame->compact ? TYPE_LABEL : TYPE_TITLE,
                     .vertical = VERTICAL_MIDDLE,
                     .fit = true});
}

static void panel_empty(Scene *scene, Rect where)
{
    Ui *ui = scene->ui;
    Text words = ui_tr(ui, "Scan an item, or touch a picture.");
    UiText style = {
        .style = TYPE_BODY, .colour = COLOUR_TEXT_2, .align = ALIGN_CENTRE, .max_lines = 6};
    float height = scene_text_height(scene, where.w, words, style);
    float disc = 112, y = where.y + fmaxf(0, (where.h - disc - 24 - height) / 2);
    ui_disc(ui, where.x + where.w / 2, y + disc / 2, disc / 2, COLOUR_ACCENT_SOFT);
    ui_icon(ui, RECT(where.x + (where.w - 60) / 2, y + 26, 60, 60), ICON_SCAN, COLOUR_ACCENT);
    scene_paragraph(scene, RECT(where.x, y + disc + 24, where.w, height), words, style, true);
}

// The newest first; the one that was just added is on tint and, where one shops, has its stepper.
static bool is_new(Scene *scene, const OrderLine *line, bool edit)
{
    return edit && line->id == scene->checkout->just_added_line_id;
}

void part_basket_panel(Scene *scene, const Frame *frame, bool edit)
{
    if (frame->low)
        return;
    Ui *ui = scene->ui;
    const Order *order = scene->order;
    float head = frame->compact ? 88 : 112;
    if (frame->big)
        head = 128;
    Rect area = frame->panel;
    panel_head(scene, frame, rect_cut_top(&area, head), edit && scene_has_sale(scene));
    if (!scene_has_sale(scene)) {
        panel_empty(scene, area);
        return;
    }
    float content = 0, mini = line_mini_height(scene, false), tall = line_mini_height(scene, true);
    float new_from = -1;
    for (int32_t i = order->line_count - 1; i >= 0; i--) {
        if (!line_is_shown(&order->lines[i]))
            continue;
        bool fresh = is_new(scene, &order->lines[i], edit);
        if (fresh)
            new_from = content;
        content += fresh ? tall : mini;
    }
    Rect strip = {0};
    if (content > area.h)
        strip = rect_cut_bottom(&area, part_more_height(scene));
    UiScrollState scroll = ui_begin_scroll(ui, area,
                                           &(UiScroll){.id = TEXT("lines"),
                                                       .label = ui_tr(ui, "Your basket"),
                                                       .content = content,
                                                       .bleed = 16,
                                                       .own_sign = true});
    if (new_from >= 0 && scene->state->seen_added_ms != scene->checkout->just_added_ms) {
        scene->state->seen_added_ms = scene->checkout->just_added_ms;
        ui_scroll_to(ui, TEXT("lines"), new_from, new_from + tall);
    }
    float y = 0;
    bool divided = false;
    MoreLines more = {0};
    for (int32_t i = order->line_count - 1; i >= 0; i--) {
        const OrderLine *line = &order->lines[i];
        if (!line_is_shown(line))
            continue;
        bool fresh = is_new(scene, line, edit);
        float height = fresh ? tall : mini;
        if (y + height > scroll.seen_from && y < scroll.seen_to) {
            if (divided && !fresh)
                ui_divider(ui, area.x, area.y + y, area.w);
            line_mini_draw(scene, RECT(area.x, area.y + y, area.w, height), line, fresh, fresh);
        }
        divided = !fresh;
        more_count(&more, scroll, y, height);
        y += height;
    }
    ui_end_scroll(ui);
    if (strip.h > 0)
        part_more(scene, strip, more);
}
