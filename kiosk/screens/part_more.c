/* The strip in the lower edge of a list: how many lines are further down (or, at the end, further
 * up). */
#include <math.h>

#include "screens/parts.h"

void more_count(MoreLines *more, UiScrollState scroll, float y, float height)
{
    more->above += y + height / 2 < scroll.seen_from;
    more->below += y + height / 2 > scroll.seen_to;
    more->cut |= y + height - 16 > scroll.seen_to; // a divider's worth is nothing
}

float part_more_height(Scene *scene)
{
    return ui_line_height(scene->ui, TYPE_CAPTION) + (ui_is_text_big(scene->ui) ? 4 : 16);
}

void part_more(Scene *scene, Rect where, MoreLines more)
{
    Ui *ui = scene->ui;
    if (more.below == 0)
        more.below = more.cut;
    int32_t count = more.below > 0 ? more.below : more.above;
    if (count == 0)
        return;
    Text words = more.below > 0
                     ? ui_tr_plural(ui, "{count} more below", "{count} more below", count)
                     : ui_tr_plural(ui, "{count} more above", "{count} more above", count);
    words = UI_FILL(ui, words, {"count", ui_integer(ui, count)});
    UiText style = {.style = TYPE_CAPTION, .colour = COLOUR_TEXT_2, .vertical = VERTICAL_MIDDLE};
    float icon = ui_icon_size(ui, 28), width = ceilf(ui_text_measure(ui, 0, words, style).width);
    float x = where.x + (where.w - icon - 12 - width) / 2;
    ui_divider(ui, where.x, where.y, where.w);
    ui_icon(ui, RECT(x, where.y + (where.h - icon) / 2, icon, icon),
            more.below > 0 ? ICON_CHEVRON_DOWN : ICON_CHEVRON_UP, COLOUR_TEXT_2);
    ui_text(ui, RECT(x + icon + 12, where.y, width + 4, where.h), words, style);
}
