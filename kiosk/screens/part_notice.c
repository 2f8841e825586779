/* A screen that says one thing with a picture: closed, out of order. */
#include <math.h>

#include "screens/parts.h"

static float words(Scene *scene, Rect where, const Notice *notice, TextAlign align, bool draw)
{
    return scene_title_and_detail(scene, where, notice->title, notice->detail, align, draw);
}

static bool action(Scene *scene, Rect where, const Notice *notice, TextAlign align)
{
    float width = fminf(where.w, ui_button_width(scene->ui, &notice->button) + 40);
    if (align == ALIGN_CENTRE)
        where.x += (where.w - width) / 2;
    return ui_button(scene->ui, RECT(where.x, where.y, width, where.h), &notice->button);
}

// What is wrong, for who comes to look: at the bottom, beside the attendants' way in.
static float fault(Scene *scene, Rect where, Text cause, bool draw)
{
    Ui *ui = scene->ui;
    UiText style = {
        .style = TYPE_TAG, .max_lines = 8, .id = TEXT("cause"), .vertical = VERTICAL_MIDDLE};
    float icon = ui_icon_size(ui, 28), room = where.w - 40 - icon - 12;
    UiTextSize size = ui_text_measure(ui, room, cause, style);
    float height = fmaxf(56, size.height + 16);
    if (!draw)
        return height;
    float width = fminf(where.w, size.width + 2 + 40 + icon + 12);
    Rect box = RECT(where.x, where.y + where.h - height, width, height);
    ui_box(ui, box, (UiBox){.fill = COLOUR_SUNKEN, .radius = RADIUS_S});
    ui_icon(ui, RECT(box.x + 20, box.y + (height - icon) / 2, icon, icon), ICON_WARNING,
            COLOUR_TEXT);
    ui_text(ui, RECT(box.x + 20 + icon + 12, box.y, width - 40 - icon - 12, height), cause, style);
    return height;
}

static void staff_way_in(Scene *scene, Rect where)
{
    if (ui_button(scene->ui, where,
                  &(UiButton){.id = TEXT("staff"),
                              .label = ui_tr(scene->ui, "Staff sign-in"),
                              .kind = BUTTON_QUIET,
                              .icon = ICON_BADGE,
                              .icon_size = 40,
                              .icon_only = true}))
        scene_emit(scene, EVENT_STAFF);
}

// The attendants' way in and what is wrong, side by side; returns their height.
static float foot(Scene *scene, const Frame *frame, const Notice *notice, float edge)
{
    float side = frame->big ? 112 : 80, end = frame->width - edge;
    if (!notice->no_staff) {
        staff_way_in(scene, RECT(end - side, frame->height - edge - side, side, side));
        end -= side + 20;
    }
    if (notice->cause.size == 0)
        return side;
    Rect where = RECT(edge, frame->height - edge - side, end - edge, side);
    float height = fault(scene, where, notice->cause, false);
    where.y = frame->height - edge - fmaxf(side, height);
    where.h = fmaxf(side, height);
    if (height < side) // in the middle of the icon's height
        where.h -= (side - height) / 2;
    fault(scene, where, notice->cause, true);
    return fmaxf(side, height);
}

bool part_notice(Scene *scene, const Notice *notice)
{
    Ui *ui = scene->ui;
    Frame frame = frame_plain(scene);
    part_top_bar(scene, &frame, &(TopBar){.tools = TOP_LANGUAGE});
    float edge = frame.compact ? 24 : 40, bottom = foot(scene, &frame, notice, edge);
    Rect room = RECT(frame.wide ? (frame.compact ? 48 : 120) : 60, frame.top.h, 0, 0);
    room.w = frame.width - 2 * room.x;
    room.h = frame.height - frame.top.h - bottom - edge - 16;
    float button = notice->button.label.size > 0 ? 56 + frame_button_height(scene, 112) : 0;
    if (frame.wide) {
        float art = frame.compact ? 400 : 620, gap = frame.compact ? 48 : 96;
        if (frame.big)
            art *= 0.6f;
        Rect text = RECT(room.x + art + gap, room.y, room.w - art - gap, room.h);
        float height = words(scene, text, notice, ALIGN_START, false);
        float middle = fmaxf(frame.height / 2, room.y + (height + button) / 2);
        if (middle + (height + button) / 2 > room.y + room.h)
            middle = room.y + room.h / 2;
        ui_picture(ui, RECT(room.x, middle - art / 2, art, art),
                   &(UiPicture){.kind = PICTURE_ART, .art = notice->art});
        text.y = middle - (height + button) / 2;
        words(scene, text, notice, ALIGN_START, true);
        return button > 0 && action(scene, RECT(text.x, text.y + height + 56, text.w, button - 56),
                                    notice, ALIGN_START);
    }
    float height = words(scene, room, notice, ALIGN_CENTRE, false);
    float art = fminf(640, room.h - height - 56 - button);
    float total = art + height + button; // the art has air of its own above and below
    float y = fminf((frame.height - total) / 2 - 28, room.y + room.h - total - 16);
    y = fmaxf(room.y, y);
    ui_picture(ui, RECT(room.x + (room.w - art) / 2, y, art, art),
               &(UiPicture){.kind = PICTURE_ART, .art = notice->art});
    Rect text = RECT(room.x, y + art + (art > 500 ? -20 : 16), room.w, 0);
    words(scene, text, notice, ALIGN_CENTRE, true);
    return button > 0 && action(scene, RECT(text.x, text.y + height + 56, text.w, button - 56),
                                notice, ALIGN_CENTRE);
}
