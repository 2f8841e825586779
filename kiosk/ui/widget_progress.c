/* Bars, rings, dots, and what turns while one waits. */
#include <math.h>

#include "ui/widget_internal.h"

void ui_spinner(Ui *ui, float cx, float cy, float size, ThemeColour colour)
{
    // Three quarters of a ring. A still one says the same when motion is off.
    float turn = 0;
    if (!ui->settings.motion_off) {
        turn = (float)(ui->now_ms % 900) / 900.0f;
        ui_wake_at(ui, ui->now_ms + 33);
    }
    ui_arc(ui, cx, cy, size / 2, size / 8, 0.125f + turn, 0.875f + turn, colour);
}

void ui_progress_bar(Ui *ui, Rect where, float done, Text id, Text label)
{
    done = done < 0 ? 0 : done > 1 ? 1 : done;
    float radius = where.h / 2;
    ui_box(ui, where,
           (UiBox){.fill = COLOUR_SUNKEN,
                   .border = ui->settings.theme == THEME_CONTRAST ? COLOUR_OUTLINE : COLOUR_NONE,
                   .radius = radius});
    Rect part = where;
    part.w = where.w * done;
    if (part.w > 0)
        ui_box(ui, part, (UiBox){.fill = COLOUR_ACCENT, .radius = radius});
    ui_describe(ui, where, ACCESS_PROGRESS, id, label, ui_id(ui, "%d %%", (int)(done * 100.0f)));
}

void ui_progress_ring(Ui *ui, float cx, float cy, float radius, float done, Text id, Text label)
{
    done = done < 0 ? 0 : done > 1 ? 1 : done;
    ui_arc(ui, cx, cy, radius, 20, 0, 1, COLOUR_SUNKEN);
    if (ui->settings.theme == THEME_CONTRAST) { // there its ground is as black as the screen's
        ui_arc(ui, cx, cy, radius + 11, 3, 0, 1, COLOUR_OUTLINE);
        ui_arc(ui, cx, cy, radius - 11, 3, 0, 1, COLOUR_OUTLINE);
    }
    ui_arc(ui, cx, cy, radius, 20, 0, done, COLOUR_ACCENT);
    ui_describe(ui, (Rect){cx - radius, cy - radius, 2 * radius, 2 * radius}, ACCESS_PROGRESS, id,
                label, ui_id(ui, "%d %%", (int)(done * 100.0f)));
}

void ui_status_dot(Ui *ui, float cx, float cy, UiDot dot)
{
    static const ThemeColour colours[] = {[DOT_READY] = COLOUR_SUCCESS,
                                          [DOT_LOOK] = COLOUR_WARNING_STRONG,
                                          [DOT_FAULT] = COLOUR_DANGER,
                                          [DOT_OFF] = COLOUR_OUTLINE};
    ui_disc(ui, cx, cy, widget_grow(ui, 9, 14), colours[dot]);
}

void ui_check_disc(Ui *ui, float cx, float cy, float radius, Text key)
{
    ui_disc(ui, cx, cy, radius, COLOUR_SUCCESS);
    float drawn = ui_animate_from(ui, key, 0, 1, MOTION_COUNT_MS);
    float side = radius * 1.3f;
    // A mark never flips: it is not a direction.
    PixelRect rect = ui_draw_rect(ui, (Rect){cx - side / 2, cy - side / 2, side, side});
    DrawCommand *mark = ui_record(ui, DRAW_CHECK_MARK, rect, 0);
    if (mark) {
        mark->colour = ui_colour(ui, COLOUR_SURFACE);
        mark->a = (int32_t)lrintf(side / 11.0f * ui->layout.scale * 16.0f);
        mark->b = (int32_t)lrintf(drawn * 65536.0f);
    }
}
