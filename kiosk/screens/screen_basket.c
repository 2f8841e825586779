/* The basket: its lines with what can be changed, what was saved, taxes, total and Pay. */
#include <math.h>

#include "screens/parts.h"

static void empty(Scene *scene, const Frame *frame)
{
    Ui *ui = scene->ui;
    Rect main = frame->main;
    Text title = ui_tr(ui, "Nothing here yet");
    Text words = ui_tr(ui, "Scan an item,\nor find it by picture.");
    UiText title_style = {.style = TYPE_HEADLINE, .align = ALIGN_CENTRE, .max_lines = 3};
    UiText words_style = {
        .style = TYPE_LEAD, .colour = COLOUR_TEXT_2, .align = ALIGN_CENTRE, .max_lines = 4};
    float title_height = scene_text_height(scene, main.w, title, title_style);
    float words_height = scene_text_height(scene, main.w, words, words_style);
    float button_height = frame_button_height(scene, 112);
    float rest = title_height + 12 + words_height + 48 + button_height;
    float disc = fminf(240, fmaxf(0, main.h - rest - 48 - 48));
    float y = main.y + fmaxf(0, (main.h - disc - 48 - rest) / 2);
    if (disc > 80) {
        ui_disc(ui, main.x + main.w / 2, y + disc / 2, disc / 2, COLOUR_ACCENT_SOFT);
        ui_icon(ui, rect_centred(RECT(main.x, y, main.w, disc), disc * 0.53f, disc * 0.53f),
                ICON_BASKET, COLOUR_ACCENT);
    }
    y += disc + 48;
    y += scene_paragraph(scene, RECT(main.x, y, main.w, 0), title, title_style, true) + 12;
    y += scene_paragraph(scene, RECT(main.x, y, main.w, 0), words, words_style, true) + 48;
    UiButton button = {.id = TEXT("find-item"),
                       .label = ui_tr(ui, "Find an item"),
                       .kind = BUTTON_PRIMARY,
                       .icon = ICON_SEARCH};
    float width = fminf(main.w, ui_button_width(ui, &button) + 56);
    if (ui_button(ui, RECT(main.x + (main.w - width) / 2, y, width, button_height), &button))
        scene_emit(scene, EVENT_SHOW_BROWSE);
}

static int32_t shown_count(const Order *order)
{
    int32_t count = 0;
    for (int32_t i = 0; i < order->line_count; i++)
        count += line_is_shown(&order->lines[i]);
    return count;
}

static void show_added(Scene *scene, float from, float to)
{
    if (scene->state->seen_added_ms == scene->checkout->just_added_ms)
        return;
    scene->state->seen_added_ms = scene->checkout->just_added_ms;
    ui_scroll_to(scene->ui, TEXT("lines"), from, to);
}

// A line that was just added comes in from below; the others are where they are.
static float line_in(Scene *scene, const OrderLine *line)
{
    if (line->id != scene->checkout->just_added_line_id)
        return 1;
    Text key = ui_id(scene->ui, "line-in-%s-%d", scene->order->uuid, line->id);
    return ui_animate_from(scene->ui, key, 0, 1, MOTION_LINE_IN_MS);
}

// Draws the list card in `room` from its top; returns its height.
static float lines(Scene *scene, const Frame *frame, Rect room)
{
    Ui *ui = scene->ui;
    const Order *order = scene->order;
    float side = frame->compact ? 20 : frame->big ? 28 : 36, edge = frame->compact ? 4 : 8;
    float width = room.w - 2 * side;
    float content = 0, added_from = -1, added_to = -1;
    for (int32_t i = order->line_count - 1; i >= 0; i--) {
        if (!line_is_shown(&order->lines[i]))
            continue;
        float height = line_height(scene, &order->lines[i], width);
        if (order->lines[i].id == scene->checkout->just_added_line_id) {
            added_from = content;
            added_to = content + height;
        }
        content += height;
    }
    bool scrolls = content + 2 * edge > room.h;
    float strip = scrolls ? part_more_height(scene) : 0;
    float card_height = scrolls ? room.h : content + 2 * edge;
    ui_card(ui, RECT(room.x, room.y, room.w, card_height), RADIUS_XL);
    Rect view = RECT(room.x + side, room.y + edge, width, card_height - 2 * edge - strip);
    UiScrollState scroll = ui_begin_scroll(ui, view,
                                           &(UiScroll){.id = TEXT("lines"),
                                                       .label = ui_tr(ui, "Your basket"),
                                                       .content = content,
                                                       .bleed = 16,
                                                       .own_sign = true});
    if (added_from >= 0)
        show_added(scene, added_from, added_to);
    float y = 0;
    MoreLines more = {0};
    for (int32_t i = order->line_count - 1; i >= 0; i--) {
        const OrderLine *line = &order->lines[i];
        if (!line_is_shown(line))
            continue;
        float height = line_height(scene, line, width);
        if (y + height > scroll.seen_from && y < scroll.seen_to) {
            float in = line_in(scene, line);
            ui_push_motion(ui, 0, (1 - in) * 24, in);
            if (y > 0)
                ui_divider(ui, view.x, view.y + y, width);
            line_draw(scene, RECT(view.x, view.y + y, width, height), line);
            ui_pop_motion(ui);
        }
        more_count(&more, scroll, y, height);
        y += height;
    }
    ui_end_scroll(ui);
    if (scrolls)
        part_more(scene, RECT(view.x, view.y + view.h, width, strip), more);
    return card_height;
}

static Text tax_word(Scene *scene)
{
    return scene->order->show_tax_included ? ui_tr(scene->ui, "VAT included")
                                           : ui_tr(scene->ui, "VAT");
}

// Portrait, under the list: what was saved at the start, the tax at the end.
static float notes_height(Scene *scene)
{
    return fmaxf(ui_is_text_big(scene->ui) ? 70 : 40, ui_line_height(scene->ui, TYPE_CAPTION));
}

static void notes(Scene *scene, Rect where)
{
    Ui *ui = scene->ui;
    Money saved = order_savings(scene->order);
    float used = 0;
    if (saved.minor > 0)
        used = ui_tag(ui, where,
                      &(UiTag){.text = UI_FILL(ui, ui_tr(ui, "You save {amount}"),
                                               {"amount", ui_money(ui, saved.minor)}),
                               .tone = TONE_GOOD,
                               .icon = ICON_TAG}) +
               24;
    Text tax = UI_FILL(ui, TEXT("{tax} {amount}"), {"tax", tax_word(scene)},
                       {"amount", ui_money(ui, scene->order->total_tax.minor)});
    ui_text(ui, RECT(where.x + used, where.y, where.w - used, where.h), tax,
            (UiText){.style = TYPE_CAPTION,
                     .colour = COLOUR_TEXT_2,
                     .align = ALIGN_END,
                     .vertical = VERTICAL_MIDDLE,
                     .fit = true});
}

static void add_more(Scene *scene, Rect where, bool icon_only)
{
    UiButton button = {.id = TEXT("add-more"),
                       .label = ui_tr(scene->ui, "Add more"),
                       .icon = ICON_SCAN,
                       .icon_only = icon_only};
    const float smaller = 0.85f; // letters, before the icon goes
    if (!icon_only && ui_button_width(scene->ui, &button) * smaller > where.w)
        button.icon = ICON_NONE;
    if (ui_button(scene->ui, where, &button)) {
        ui_transition_back(scene->ui);
        scene_emit(scene, EVENT_SHOW_BROWSE);
    }
}

// ---- The dock in landscape

static TypeStyle sum_style(Scene *scene)
{
    return ui_layout(scene->ui)->kind == LAYOUT_COMPACT ? TYPE_CAPTION : TYPE_BODY;
}

static float sum_height(Scene *scene)
{
    bool compact = ui_layout(scene->ui)->kind == LAYOUT_COMPACT;
    return ui_line_height(scene->ui, sum_style(scene)) + (compact ? 12 : 20);
}

static float sum_row(Scene *scene, Rect where, Text word, int64_t minor, bool good)
{
    Ui *ui = scene->ui;
    TypeStyle style = sum_style(scene);
    float height = sum_height(scene);
    Text amount = ui_money(ui, minor);
    UiText amount_style = {.style = style,
                           .weight = good ? TYPE_SEMIBOLD : TYPE_WEIGHT_OF_STYLE,
                           .colour = good ? COLOUR_SUCCESS : COLOUR_TEXT,
                           .align = ALIGN_END,
                           .vertical = VERTICAL_MIDDLE,
                           .number = true};
    float width = ceilf(ui_text_measure(ui, 0, amount, amount_style).width) + 2;
    ui_text(ui, RECT(where.x, where.y, where.w - width - 16, height), word,
            (UiText){
                .style = style, .colour = COLOUR_TEXT_2, .vertical = VERTICAL_MIDDLE, .fit = true});
    ui_text(ui, RECT(where.x + where.w - width, where.y, width, height), amount, amount_style);
    return height;
}

static void summary(Scene *scene, const Frame *frame)
{
    Ui *ui = scene->ui;
    const Order *order = scene->order;
    Rect area = frame->panel;
    float button = frame_button_height(scene, 96);
    float gap = frame->compact ? 14 : 20, head = frame->big ? 128 : frame->compact ? 88 : 112;
    rect_cut_bottom(&area, gap);
    Rect action = rect_cut_bottom(&area, button);
    float bag = part_bag_height(scene, frame, area.w);
    bool bag_beside = false; // no room for its card: two icons share the row
    float rows = 2 + (order_savings(order).minor > 0);
    float sums = rows * sum_height(scene); // they come before an offer does
    if (bag > 0 && area.h - head - sums >= bag + gap) {
        rect_cut_bottom(&area, gap);
        part_bag(scene, frame, rect_cut_bottom(&area, bag));
    } else if (bag > 0) {
        part_bag_button(scene, rect_cut_end(&action, button));
        rect_cut_end(&action, gap);
        bag_beside = true;
    }
    add_more(scene, action, bag_beside);
    ui_text(ui, rect_cut_top(&area, head), ui_tr(ui, "Summary"),
            (UiText){.style = frame->compact ? TYPE_LABEL : TYPE_TITLE,
                     .vertical = VERTICAL_MIDDLE,
                     .fit = true});
    Money saved = order_savings(order);
    Money items = order->show_tax_included ? order->total : order->total_untaxed;
    float row = sum_row(scene, area, ui_tr(ui, "Items"), items.minor + saved.minor, false);
    rect_cut_top(&area, row);
    if (saved.minor > 0 && area.h >= row)
        rect_cut_top(&area, sum_row(scene, area, ui_tr(ui, "Savings"), -saved.minor, true));
    if (area.h >= row)
        rect_cut_top(&area, sum_row(scene, area, tax_word(scene), order->total_tax.minor, false));
    // Rates one by one, when there are several and they all have room.
    if (order->tax_total_count < 2 || area.h < row * (float)order->tax_total_count)
        return;
    for (int32_t i = 0; i < order->tax_total_count; i++)
        rect_cut_top(&area, sum_row(scene, area, text_from_string(order->tax_totals[i].name),
                                    order->tax_totals[i].amount.minor, false));
}

static void low_basket(Scene *scene, const Frame *frame)
{
    part_low_begin(scene, frame);
    part_low_basket(scene, frame->upper, true);
    part_top_bar(scene, frame, &(TopBar){.tools = TOP_ALL, .low = LOW_ADD_MORE | LOW_BAG});
    part_low_keys(scene, frame);
    part_pay(scene, frame, false);
    part_sale_toast(scene, frame);
}

void screen_basket(Scene *scene)
{
    Ui *ui = scene->ui;
    bool has_lines = shown_count(scene->order) > 0;
    float row = has_lines ? frame_button_height(scene, 96) : 0;
    Frame frame = frame_sale(scene, row, false);
    if (frame.low) {
        low_basket(scene, &frame);
        return;
    }
    if (!has_lines) {
        empty(scene, &frame);
    } else if (frame.wide) {
        float bottom = frame.compact ? 8 : 32;
        Rect room = frame.main;
        room.h -= bottom;
        lines(scene, &frame, room);
    } else {
        float note = notes_height(scene);
        Rect room = frame.main;
        room.h -= note + 24 + 24;
        float bag = part_bag_height(scene, &frame, room.w);
        if (bag > 0) {
            room.h -= bag + 32;
            part_bag(scene, &frame, RECT(room.x, frame.dock.y - 36 - bag, room.w, bag));
        }
        float used = lines(scene, &frame, room);
        notes(scene, RECT(room.x + 12, room.y + used + 24, room.w - 24, note));
    }
    part_top_bar(
        scene, &frame,
        &(TopBar){.back = ui_tr(ui, "Your basket"), .back_event = EVENT_BACK, .tools = TOP_ALL});
    part_dock_ground(scene, &frame);
    if (frame.wide && has_lines)
        summary(scene, &frame);
    else if (frame.wide)
        part_basket_panel(scene, &frame, false);
    else if (has_lines)
        add_more(scene, frame.row, false);
    part_pay(scene, &frame, false);
    part_sale_toast(scene, &frame);
}
