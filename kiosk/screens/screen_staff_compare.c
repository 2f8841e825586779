/* Journal, shop server and card terminal side by side, before an attendant: the period, three sums,
 * what differs, what agrees. */
#include <math.h>

#include "screens/staff_parts.h"

static void bar(Scene *scene, const Frame *frame)
{
    Ui *ui = scene->ui;
    UiButton home = {.id = TEXT("staff-home"),
                     .label = ui_tr(ui, "Home"),
                     .kind = BUTTON_STAFF,
                     .icon = ICON_HOME,
                     .icon_size = 40,
                     .icon_only = true};
    Text lane = frame->big ? (Text){0} : text_from_string(scene->lane->lane_name);
    bool touched = part_staff_bar(scene, frame, ICON_LIST, ui_tr(ui, "Compare"), lane, &home);
    if (touched || ui_took_cancel(ui)) {
        ui_transition_back(ui);
        scene_emit(scene, EVENT_STAFF_HOME);
    }
}

static void foot(Scene *scene, Rect where, bool compact)
{
    Ui *ui = scene->ui;
    bool busy = scene->lane->compare.step == COMPARE_ASKING;
    UiButton again = {.id = TEXT("compare-again"),
                      .label = busy ? ui_tr(ui, "Comparing") : ui_tr(ui, "Compare again"),
                      .kind = BUTTON_PRIMARY,
                      .icon = ICON_SYNC,
                      .disabled = busy};
    if (ui_button(ui, staff_foot(scene, where, compact), &again))
        staff_compare_begin(scene, scene->checkout->compare_period);
}

static void scrolled(Scene *scene, Rect room, const StaffCard *cards, int32_t count, Text id)
{
    float content = 32 + 8;
    for (int32_t i = 0; i < count; i++)
        content += staff_card_height(scene, room.w, cards[i]) + 24;
    ui_begin_scroll(
        scene->ui, room,
        &(UiScroll){
            .id = id, .label = ui_tr(scene->ui, "Compare"), .content = content, .bleed = 16});
    float y = room.y + 32;
    for (int32_t i = 0; i < count; i++)
        y += staff_card(scene, RECT(room.x, y, room.w, 0), cards[i]) + 24;
    ui_end_scroll(scene->ui);
}

static void body(Scene *scene, const Frame *frame, Rect room)
{
    static const StaffCard cards[] = {staff_compare_sums, staff_compare_rows};
    if (frame->kind != LAYOUT_LANDSCAPE || frame->big) {
        scrolled(scene, room, cards, 2, TEXT("compare-cards"));
        return;
    }
    const float gap = 32;
    Rect sums = rect_cut_start(&room, floorf((room.w - gap) * 0.4f));
    rect_cut_start(&room, gap);
    scrolled(scene, sums, cards, 1, TEXT("compare-sums"));
    scrolled(scene, room, cards + 1, 1, TEXT("compare-rows"));
}

void screen_staff_compare(Scene *scene)
{
    Frame frame = frame_plain(scene);
    float height = frame.compact ? 136 : frame_button_height(scene, 112) + (frame.wide ? 56 : 68);
    Rect room = frame.main;
    room.h -= height;
    body(scene, &frame, room);
    bar(scene, &frame);
    foot(scene, RECT(0, frame.height - height, frame.width, height), frame.compact);
    part_toast(scene, frame.height - height - 24, frame.margin, frame.main.w);
}
