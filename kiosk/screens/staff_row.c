/* Heads and rows of the attendant's cards. */
#include <math.h>

#include "screens/staff_parts.h"

float staff_head(Scene *scene, Rect where, Text title, Text detail, int32_t count, bool draw)
{
    Ui *ui = scene->ui;
    float badge = ui_is_text_big(ui) ? 84 : 48;
    Text number = ui_integer(ui, count);
    UiText number_style = {.style = TYPE_BODY_STRONG,
                           .weight = TYPE_BOLD,
                           .colour = COLOUR_ON_INK,
                           .align = ALIGN_CENTRE,
                           .vertical = VERTICAL_MIDDLE,
                           .number = true,
                           .silent = true};
    float badge_width = fmaxf(badge, ui_text_measure(ui, 0, number, number_style).width + 28);
    float width = where.w - (count > 0 ? badge_width + 16 : 0);
    UiText title_style = {.style = TYPE_TITLE, .max_lines = 2};
    UiText detail_style = {.style = TYPE_CAPTION, .colour = COLOUR_TEXT_2, .max_lines = 4};
    float title_height = scene_text_height(scene, width, title, title_style);
    float height = title_height;
    if (detail.size > 0)
        height += scene_text_height(scene, width, detail, detail_style);
    height = fmaxf(height, count > 0 ? badge : 0);
    if (!draw)
        return height + 12;
    scene_paragraph(scene, RECT(where.x, where.y, width, 0), title, title_style, true);
    if (detail.size > 0)
        scene_paragraph(scene, RECT(where.x, where.y + title_height, width, 0), detail,
                        detail_style, true);
    if (count > 0) {
        Rect at = RECT(where.x + where.w - badge_width, where.y + (height - badge) / 2, badge_width,
                       badge);
        ui_box(ui, at, (UiBox){.fill = COLOUR_INK, .radius = badge / 2});
        ui_text(ui, at, number, number_style);
    }
    return height + 12;
}

float staff_button_least(Scene *scene, const UiButton *button)
{
    if (button->label.size == 0)
        return 0;
    float width = ui_button_width(scene->ui, button);
    return ceilf(fminf(width, (width - 72) * 4 / 3));
}

static void row_colours(UiTone tone, ThemeColour *ground, ThemeColour *icon, ThemeColour *words)
{
    *ground = tone == TONE_BAD       ? COLOUR_DANGER_SOFT
              : tone == TONE_WARNING ? COLOUR_WARNING_SOFT
                                     : COLOUR_SUNKEN;
    *icon = tone == TONE_BAD       ? COLOUR_DANGER
            : tone == TONE_WARNING ? COLOUR_ON_WARNING_SOFT
                                   : COLOUR_TEXT;
    *words = tone == TONE_BAD ? COLOUR_DANGER : COLOUR_TEXT_2;
}

float staff_row(Scene *scene, Rect where, StaffRow *row, bool draw)
{
    Ui *ui = scene->ui;
    bool has_button = row->button.label.size > 0;
    UiText amount_style = {
        .style = TYPE_PRICE, .align = ALIGN_END, .vertical = VERTICAL_MIDDLE, .number = true};
    float end = has_button ? ui_button_width(ui, &row->button)
                : row->amount.size > 0
                    ? ceilf(ui_text_measure(ui, 0, row->amount, amount_style).width) + 2
                    : 0;
    float side = frame_button_height(scene, 80);
    // In a narrow column the button goes below the words: an order's number must fit in a line.
    bool below = has_button && where.w - 92 - end - 20 < 260 * ui_text_scale(ui);
    float width = where.w - 92 - (end > 0 && !below ? end + 20 : 0);
    UiText title_style = {.style = TYPE_BODY_STRONG, .max_lines = 3};
    UiText detail_style = {.style = TYPE_CAPTION, .max_lines = 8};
    float title_height = scene_text_height(scene, width, row->title, title_style);
    float words =
        title_height +
        (row->detail.size > 0 ? scene_text_height(scene, width, row->detail, detail_style) : 0);
    float least = has_button ? fmaxf(96, side + 16) : 96;
    float body = fmaxf(below ? 88 : least, words + 24);
    float height = body + (below ? side + 12 : 0);
    if (!draw)
        return height;
    ThemeColour ground, icon_colour, detail_colour;
    row_colours(row->tone, &ground, &icon_colour, &detail_colour);
    ui_divider(ui, where.x, where.y, where.w);
    Rect left = RECT(where.x, where.y + (body - 72) / 2, 72, 72);
    if (row->article_id != 0) {
        line_picture(scene, left, row->article_id, row->picture_name, 16);
    } else {
        ui_box(ui, left, (UiBox){.fill = ground, .radius = RADIUS_M});
        ui_icon(ui, rect_centred(left, 38, 38), row->icon, icon_colour);
    }
    float x = where.x + 92, y = where.y + (body - words) / 2;
    scene_paragraph(scene, RECT(x, y, width, 0), row->title, title_style, true);
    detail_style.colour = detail_colour;
    if (row->detail.size > 0)
        scene_paragraph(scene, RECT(x, y + title_height, width, 0), row->detail, detail_style,
                        true);
    if (has_button) {
        Rect at = below ? RECT(x, where.y + body, fminf(end, where.w - 92), side)
                        : RECT(where.x + where.w - end, where.y + (body - side) / 2, end, side);
        row->touched_button = ui_button(ui, at, &row->button);
    } else if (row->amount.size > 0) {
        ui_text(ui, RECT(where.x + where.w - end, where.y, end, body), row->amount, amount_style);
    }
    return height;
}

float staff_more(Scene *scene, Rect where, int32_t count, bool draw)
{
    Ui *ui = scene->ui;
    if (count <= 0)
        return 0;
    Text more = UI_FILL(ui, ui_tr_plural(ui, "and {count} more", "and {count} more", count),
                        {"count", ui_integer(ui, count)});
    return scene_paragraph(scene, RECT(where.x, where.y + 12, where.w, 0), more,
                           (UiText){.style = TYPE_CAPTION, .colour = COLOUR_TEXT_2}, draw) +
           12;
}
