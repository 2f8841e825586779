/* Three values to be compared: beside each other, or where the words don't fit below each other. */
#include <math.h>

#include "screens/staff_parts.h"

static const UiText caption_style = {
    .style = TYPE_CAPTION, .colour = COLOUR_TEXT_2, .max_lines = 2};
static const UiText value_style = {.style = TYPE_BODY_STRONG, .number = true, .max_lines = 2};
static const UiText detail_style = {
    .style = TYPE_CAPTION, .colour = COLOUR_TEXT_2, .number = true, .max_lines = 2};

static float widest(Scene *scene, const StaffColumn columns[3])
{
    float width = 0;
    for (int32_t i = 0; i < 3; i++) {
        width =
            fmaxf(width, ui_text_measure(scene->ui, 0, columns[i].caption, caption_style).width);
        width = fmaxf(width, ui_text_measure(scene->ui, 0, columns[i].value, value_style).width);
        width = fmaxf(width, ui_text_measure(scene->ui, 0, columns[i].detail, detail_style).width);
    }
    return ceilf(width) + 2;
}

static float beside(Scene *scene, Rect where, const StaffColumn columns[3], float gap, bool draw)
{
    float height = 0;
    for (int32_t i = 0; i < 3; i++) {
        Rect cell = rect_column(where, 3, gap, i);
        float y = cell.y;
        y += scene_paragraph(scene, RECT(cell.x, y, cell.w, 0), columns[i].caption, caption_style,
                             draw);
        y +=
            scene_paragraph(scene, RECT(cell.x, y, cell.w, 0), columns[i].value, value_style, draw);
        if (columns[i].detail.size > 0)
            y += scene_paragraph(scene, RECT(cell.x, y, cell.w, 0), columns[i].detail, detail_style,
                                 draw);
        height = fmaxf(height, y - cell.y);
    }
    return height;
}

// Caption and value in one line where they fit, each at its side.
static float line(Scene *scene, Rect where, const StaffColumn *column, bool draw)
{
    Ui *ui = scene->ui;
    float value = ceilf(ui_text_measure(ui, 0, column->value, value_style).width) + 2;
    float room = where.w - value - 20;
    if (ui_text_measure(ui, 0, column->caption, caption_style).width > room)
        return scene_paragraph(scene, where, column->caption, caption_style, draw) +
               scene_paragraph(
                   scene, RECT(where.x, where.y + ui_line_height(ui, TYPE_CAPTION), where.w, 0),
                   column->value, value_style, draw);
    float height = ui_line_height(ui, TYPE_BODY_STRONG);
    UiText at_start = caption_style, at_end = value_style;
    at_start.vertical = at_end.vertical = VERTICAL_MIDDLE;
    at_end.align = ALIGN_END;
    if (draw) {
        ui_text(ui, RECT(where.x, where.y, room, height), column->caption, at_start);
        ui_text(ui, RECT(where.x + where.w - value, where.y, value, height), column->value, at_end);
    }
    return height;
}

static float below(Scene *scene, Rect where, const StaffColumn columns[3], bool draw)
{
    UiText detail = detail_style;
    float y = where.y;
    detail.align = ALIGN_END;
    for (int32_t i = 0; i < 3; i++) {
        y += line(scene, RECT(where.x, y, where.w, 0), &columns[i], draw);
        if (columns[i].detail.size > 0)
            y += scene_paragraph(scene, RECT(where.x, y, where.w, 0), columns[i].detail, detail,
                                 draw);
    }
    return y - where.y;
}

float staff_columns(Scene *scene, Rect where, const StaffColumn columns[3], bool draw)
{
    const float gap = 20;
    if (3 * widest(scene, columns) + 2 * gap <= where.w)
        return beside(scene, where, columns, gap, draw);
    return below(scene, where, columns, draw);
}
