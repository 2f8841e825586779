/* An attendant in the customer's sale: lines to select, what can be done with them, and what the
 * sale waits for. */
#include <math.h>

#include "screens/staff_parts.h"

static void bar(Scene *scene, const Frame *frame)
{
    Ui *ui = scene->ui;
    UiButton home = staff_home_button(scene);
    UiButton done = {.id = TEXT("staff-done"),
                     .label = ui_tr(ui, "Done"),
                     .kind = BUTTON_STAFF,
                     .icon = ICON_CHECK,
                     .icon_size = 34,
                     .icon_only = frame->big};
    Text title = UI_FILL(ui, ui_tr(ui, "{name} · helping on {lane}"),
                         {"name", text_from_string(scene->checkout->attendant.name)},
                         {"lane", text_from_string(scene->lane->lane_name)});
    Text detail = frame->big ? (Text){0} : ui_tr(ui, "Touch a line, then choose what to do");
    float side = frame->big ? 112 : 80, width = ui_button_width(ui, &done);
    Frame rest = *frame; // the bar without the last button
    rest.top.w -= width + 16;
    ui_box(ui, frame->top, (UiBox){.fill = COLOUR_STAFF});
    if (part_staff_bar(scene, &rest, ICON_ATTENDANT, title, detail, &home))
        scene_emit(scene, EVENT_STAFF_HOME);
    if (ui_settings(ui).theme == THEME_CONTRAST)
        ui_line(ui, 0, frame->top.h - 3, frame->top.w, 3, COLOUR_OUTLINE);
    Rect where = RECT(frame->top.w - frame->margin - width, (frame->top.h - side) / 2, width, side);
    if (ui_button(ui, where, &done) || ui_took_cancel(ui)) {
        ui_transition_back(ui);
        scene_emit(scene, EVENT_STAFF_LEAVE);
    }
}

// ---- The lines

static void empty(Scene *scene, Rect room)
{
    Ui *ui = scene->ui;
    ui_text(ui, room, ui_tr(ui, "No items in this sale"),
            (UiText){.style = TYPE_LABEL,
                     .colour = COLOUR_TEXT_2,
                     .align = ALIGN_CENTRE,
                     .vertical = VERTICAL_MIDDLE,
                     .max_lines = 3});
}

static void tags(Scene *scene, Rect where)
{
    Ui *ui = scene->ui;
    int32_t cases = staff_sale_cases(scene);
    LaneTime now = scene->lane->now;
    int64_t elapsed_s = scene->view->pricing->now_unix_s - scene->order->started_unix_ms / 1000;
    int32_t minute = now.hour * 60 + now.minute - (int32_t)(elapsed_s / 60 % 1440);
    minute = (minute + 1440) % 1440;
    UiTag started = {
        .text = UI_FILL(ui, ui_tr(ui, "Started {time}"),
                        {"time", format_time_of_day(ui_frame_arena(ui), minute / 60, minute % 60)}),
        .tone = TONE_NEUTRAL,
        .icon = ICON_CLOCK};
    UiTag open = {
        .text = UI_FILL(ui, ui_tr_plural(ui, "{count} open case", "{count} open cases", cases),
                        {"count", ui_integer(ui, cases)}),
        .tone = TONE_NEUTRAL,
        .icon = ICON_BELL};
    float used = ui_tag(ui, where, &started) + 16;
    if (cases > 0 && used + ui_tag_width(ui, &open) <= where.w)
        ui_tag(ui, RECT(where.x + used, where.y, where.w - used, where.h), &open);
}

static void lines(Scene *scene, const Frame *frame)
{
    Ui *ui = scene->ui;
    const Order *order = scene->order;
    Rect room = frame->main;
    rect_cut_top(&room, frame->compact ? 16 : 28);
    rect_cut_bottom(&room, frame->compact ? 16 : 24);
    if (!scene_has_sale(scene)) {
        empty(scene, room);
        return;
    }
    float foot = frame->big ? 70 : 40, between = frame->compact ? 12 : 24;
    float side = frame->compact ? 24 : 36, edge = 8, width = room.w - 2 * side, content = 0;
    for (int32_t i = 0; i < order->line_count; i++)
        if (line_is_shown(&order->lines[i]))
            content += staff_sale_line_height(scene, &order->lines[i], width);
    float height = fminf(content + 2 * edge, room.h - foot - between);
    ui_card(ui, RECT(room.x, room.y, room.w, height), RADIUS_XL);
    Rect view = RECT(room.x + side, room.y + edge, width, height - 2 * edge), strip = {0};
    if (content > view.h)
        strip = rect_cut_bottom(&view, part_more_height(scene));
    UiScrollState scroll = ui_begin_scroll(ui, view,
                                           &(UiScroll){.id = TEXT("staff-lines"),
                                                       .label = ui_tr(ui, "Items"),
                                                       .content = content,
                                                       .bleed = 20,
                                                       .own_sign = true});
    float y = 0;
    MoreLines more = {0};
    int32_t below_id = 0; // no divider beside the border of the selected line
    for (int32_t i = order->line_count - 1; i >= 0; i--) {
        const OrderLine *line = &order->lines[i];
        if (!line_is_shown(line))
            continue;
        float tall = staff_sale_line_height(scene, line, width);
        int32_t chosen = scene->checkout->selected_line_id;
        if (y + tall > scroll.seen_from && y < scroll.seen_to) {
            if (y > 0 && line->id != chosen && below_id != chosen)
                ui_divider(ui, view.x, view.y + y, width);
            if (staff_sale_line(scene, RECT(view.x, view.y + y, width, tall), line))
                scene_emit_line(scene, EVENT_SELECT_LINE, line->id);
        }
        below_id = line->id;
        more_count(&more, scroll, y, tall);
        y += tall;
    }
    ui_end_scroll(ui);
    if (strip.h > 0)
        part_more(scene, strip, more);
    tags(scene, RECT(room.x + 8, room.y + height + between, room.w - 16, foot));
}

// ---- The dock

static float case_box(Scene *scene, Rect where, bool draw)
{
    StaffSaleCase open;
    if (!staff_sale_case(scene, &open))
        return 0;
    float height = staff_decision(scene, where, &open.decision, draw);
    if (open.decision.touched_no)
        scene_emit_line(scene, EVENT_AGE_REFUSE, scene->checkout->selected_line_id);
    if (open.decision.touched_yes && open.is_help)
        scene_open_sheet(scene, SHEET_SOLVED);
    else if (open.decision.touched_yes)
        scene_emit_line(scene, EVENT_AGE_APPROVE, scene->checkout->selected_line_id);
    return height + 24;
}

enum { ACTION_COUNT = 3 };

static void make_actions(Scene *scene, UiButton out[ACTION_COUNT])
{
    Ui *ui = scene->ui;
    const OrderLine *line = order_line(scene->order, scene->checkout->selected_line_id);
    bool pin = !scene->checkout->attendant.by_badge; // else the sign-in asks for it
    out[0] = (UiButton){.id = TEXT("staff-remove"),
                        .label = ui_tr(ui, "Remove line"),
                        .icon = ICON_TRASH,
                        .icon_size = 34,
                        .disabled = !line};
    out[1] = (UiButton){.id = TEXT("staff-price"),
                        .label = ui_tr(ui, "Change price"),
                        .icon = pin ? ICON_TAG : ICON_LOCK,
                        .icon_size = 34,
                        .disabled = !line || (line->flags & ORDER_LINE_COMBO)};
    out[2] =
        (UiButton){.id = TEXT("staff-quantity"),
                   .label = ui_tr(ui, "Quantity"),
                   .icon = ICON_EDIT,
                   .icon_size = 34,
                   .disabled = !line || (line->flags & (ORDER_LINE_WEIGHED | ORDER_LINE_SERIAL))};
}

static void act(Scene *scene, int32_t action)
{
    int32_t line_id = scene->checkout->selected_line_id;
    if (action == 0)
        scene_emit_line(scene, EVENT_STAFF_VOID, line_id);
    else if (action == 1 && scene->checkout->attendant.by_badge)
        scene_emit(scene, EVENT_STAFF);
    else
        scene_open_sheet(scene, action == 1 ? SHEET_PRICE : SHEET_QUANTITY);
}

// In one row where the words fit, else one below the other; returns the height.
static float actions(Scene *scene, Rect where, float button_height, int32_t columns, bool draw)
{
    Ui *ui = scene->ui;
    UiButton buttons[ACTION_COUNT];
    make_actions(scene, buttons);
    float widest = 0, plain = 0, share = (where.w - 2 * 16) / ACTION_COUNT;
    for (int32_t i = 0; i < ACTION_COUNT; i++) {
        UiButton bare = buttons[i];
        bare.icon = ICON_NONE;
        widest = fmaxf(widest, staff_button_least(scene, &buttons[i]));
        plain = fmaxf(plain, staff_button_least(scene, &bare));
    }
    const float smaller = 0.85f; // letters, before the icons go
    bool without_icons = columns > 1 && widest * smaller > share && plain <= share;
    if (plain > share)
        columns = 1;
    float rows = columns > 1 ? 1 : ACTION_COUNT;
    float height = rows * button_height + (rows - 1) * 16;
    for (int32_t i = 0; draw && i < ACTION_COUNT; i++) {
        Rect at =
            columns > 1
                ? rect_column(RECT(where.x, where.y, where.w, button_height), ACTION_COUNT, 16, i)
                : RECT(where.x, where.y + (float)i * (button_height + 16), where.w, button_height);
        if (without_icons)
            buttons[i].icon = ICON_NONE;
        if (ui_button(ui, at, &buttons[i]))
            act(scene, i);
    }
    return height;
}

static float row_height(Scene *scene, float width)
{
    return case_box(scene, RECT(0, 0, width, 0), false) + actions(scene, RECT(0, 0, width, 0),
                                                                  frame_button_height(scene, 96),
                                                                  ACTION_COUNT, false);
}

static void dock_row(Scene *scene, Rect where)
{
    float used = case_box(scene, where, true);
    actions(scene, RECT(where.x, where.y + used, where.w, 0), frame_button_height(scene, 96),
            ACTION_COUNT, true);
}

typedef struct PanelLook {
    bool compact, apart; // apart: the actions are drawn by icon_actions
    float gap, button;
} PanelLook;

static UiButton cancel_button(Scene *scene)
{
    return (UiButton){.id = TEXT("cancel-sale"),
                      .label = ui_tr(scene->ui, "Cancel the whole sale"),
                      .kind = BUTTON_DANGER,
                      .icon = ICON_CLOSE,
                      .icon_size = 34};
}

static float panel_content(Scene *scene, Rect where, const PanelLook *look, bool draw)
{
    Ui *ui = scene->ui;
    const OrderLine *line = order_line(scene->order, scene->checkout->selected_line_id);
    UiText style = {.style = look->compact ? TYPE_LABEL : TYPE_TITLE, .max_lines = 1, .fit = true};
    Text title = line                    ? line_name(scene, line)
                 : scene_has_sale(scene) ? ui_tr(ui, "Touch a line")
                                         : (Text){0};
    float y = where.y, gap = look->gap, button = frame_button_height(scene, look->button);
    if (!look->apart || look->compact) // with large letters the case needs the room
        y += scene_paragraph(scene, RECT(where.x, y, where.w, 0), title, style, draw) + gap;
    y += case_box(scene, RECT(where.x, y, where.w, 0), draw);
    if (look->apart)
        return y - where.y - 24; // the air below the case
    y += actions(scene, RECT(where.x, y, where.w, 0), button, 1, draw);
    if (!scene_has_sale(scene))
        return y + gap - where.y;
    y += fmaxf(2 * gap, 32); // a slip of the finger doesn't cancel the sale
    UiButton cancel = cancel_button(scene);
    if (ui_button_width(ui, &cancel) > where.w)
        cancel.text = ui_tr(ui, "Cancel the sale");
    if (draw && ui_button(ui, RECT(where.x, y, where.w, button), &cancel))
        scene_open_sheet(scene, SHEET_CANCEL_SALE);
    return y + button - where.y;
}

// Without their words in one row, where an open case leaves no room: nothing is out of sight then.
static void icon_actions(Scene *scene, Rect where)
{
    const float gap = 12;
    UiButton buttons[ACTION_COUNT], cancel = cancel_button(scene);
    make_actions(scene, buttons);
    for (int32_t i = 0; i < ACTION_COUNT; i++) {
        buttons[i].icon_only = true;
        if (ui_button(scene->ui, rect_cut_start(&where, where.h), &buttons[i]))
            act(scene, i);
        rect_cut_start(&where, gap);
    }
    cancel.icon_only = true;
    if (scene_has_sale(scene) && ui_button(scene->ui, rect_cut_end(&where, where.h), &cancel))
        scene_open_sheet(scene, SHEET_CANCEL_SALE);
}

static void panel(Scene *scene, const Frame *frame)
{
    Ui *ui = scene->ui;
    Rect area = frame->panel;
    rect_cut_top(&area, frame->compact ? 16 : 24);
    const float air = frame->compact ? 8 : 20; // over the total
    PanelLook look = {frame->compact, false, frame->compact ? 12 : 24, frame->compact ? 80 : 88};
    float content = panel_content(scene, area, &look, false);
    if (content > area.h - air) { // as low as a finger allows, before anything is out of sight
        look = (PanelLook){frame->compact, false, 12, 80};
        content = panel_content(scene, area, &look, false);
    }
    if (content > area.h - air) {
        look.apart = true;
        content = panel_content(scene, area, &look, false);
        rect_cut_bottom(&area, 12);
        icon_actions(scene, rect_cut_bottom(&area, frame_button_height(scene, 80)));
        rect_cut_bottom(&area, 12);
    }
    bool scrolls = content > area.h - (look.apart ? 0.0f : 8.0f);
    if (scrolls)
        ui_begin_scroll(ui, area,
                        &(UiScroll){.id = TEXT("staff-actions"),
                                    .label = ui_tr(ui, "Touch a line, then choose what to do"),
                                    .content = content + 12,
                                    .bleed = 12});
    panel_content(scene, area, &look, true);
    if (scrolls)
        ui_end_scroll(ui);
}

void screen_staff_sale(Scene *scene)
{
    Ui *ui = scene->ui;
    Frame frame = frame_plain(scene);
    if (frame.wide)
        frame = frame_sale(scene, 0, false);
    else
        frame = frame_sale(scene, row_height(scene, frame.width - 80), false);
    lines(scene, &frame);
    bar(scene, &frame);
    part_dock_ground(scene, &frame);
    if (frame.wide)
        panel(scene, &frame);
    else
        dock_row(scene, frame.row);
    PayRow row = {.button = {.id = TEXT("staff-back"),
                             .label = ui_tr(ui, "Back to customer"),
                             .kind = staff_sale_cases(scene) > 0 ? BUTTON_PAY_OUTLINE : BUTTON_PAY,
                             .icon_end = ICON_FORWARD,
                             .icon_size = 40}};
    if (frame.compact || frame.big) { // more than one word: in letters that fit
        row.button.kind = staff_sale_cases(scene) > 0 ? BUTTON_SECONDARY : BUTTON_PRIMARY;
        if (ui_button_width(ui, &row.button) > frame.pay.w)
            row.button.icon_end = ICON_NONE;
    }
    if (part_pay_row(scene, &frame, &row)) {
        ui_transition_back(ui);
        scene_emit(scene, EVENT_STAFF_LEAVE);
    }
    part_sale_toast(scene, &frame);
}
