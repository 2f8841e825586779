/* Journal, shop server and card terminal side by side, before an attendant: the period, three sums,
 * what differs, what agrees. */
#include <math.h>

#include "screens/staff_parts.h"

static void bar(Scene *scene, const Frame *frame)
{
    Ui *ui = scene->ui;
    UiButton home = staff_home_button(scene);
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

static void body(Scene *scene, const Frame *frame, Rect room)
{
    static const StaffCard cards[] = {staff_compare_sums, staff_compare_rows};
    Text label = ui_tr(scene->ui, "Compare");
    if (frame->kind != LAYOUT_LANDSCAPE || frame->big) {
        staff_scrolled(scene, room, cards, 2, &(StaffScroll){TEXT("compare-cards"), label, 16});
        return;
    }
    const float gap = 32;
    Rect sums = rect_cut_start(&room, floorf((room.w - gap) * 0.4f));
    rect_cut_start(&room, gap);
    staff_scrolled(scene, sums, cards, 1, &(StaffScroll){TEXT("compare-sums"), label, 16});
    staff_scrolled(scene, room, cards + 1, 1, &(StaffScroll){TEXT("compare-rows"), label, 16});
}

void screen_staff_compare(Scene *scene)
{
    StaffPlan plan = staff_plan(scene);
    body(scene, &plan.frame, plan.room);
    bar(scene, &plan.frame);
    foot(scene, plan.foot, plan.frame.compact);
    staff_toast(scene, &plan);
}
