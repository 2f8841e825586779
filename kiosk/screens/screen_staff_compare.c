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
        event_out_push(scene->out,
                       (CheckoutEvent){.kind = EVENT_COMPARE,
                                       .value_id = (int32_t)scene->checkout->compare_period});
}

// The list on its ground, of which only what is seen is drawn.
static void rows(Scene *scene, Rect where, UiScrollState scroll, float above)
{
    const float side = 32, edge = 28;
    StaffSeen none = {0, 0},
              seen = {scroll.seen_from - above - edge, scroll.seen_to - above - edge};
    Rect inner = RECT(where.x + side, where.y + edge, where.w - 2 * side, 0);
    float height = staff_compare_rows(scene, inner, none, false);
    ui_card(scene->ui, RECT(where.x, where.y, where.w, height + 2 * edge), RADIUS_L);
    staff_compare_rows(scene, inner, seen, true);
}

static float rows_height(Scene *scene, float width)
{
    return staff_compare_rows(scene, RECT(0, 0, width - 64, 0), (StaffSeen){0, 0}, false) + 56;
}

static void stacked(Scene *scene, Rect room)
{
    float sums = staff_card_height(scene, room.w, staff_compare_sums) + 24;
    UiScrollState scroll =
        ui_begin_scroll(scene->ui, room,
                        &(UiScroll){.id = TEXT("compare-cards"),
                                    .label = ui_tr(scene->ui, "Compare"),
                                    .content = 32 + sums + rows_height(scene, room.w) + 24 + 8,
                                    .bleed = room.x});
    staff_card(scene, RECT(room.x, room.y + 32, room.w, 0), staff_compare_sums);
    rows(scene, RECT(room.x, room.y + 32 + sums, room.w, 0), scroll, 32 + sums);
    ui_end_scroll(scene->ui);
}

// The sums stay, the list scrolls.
static void side_by_side(Scene *scene, Rect room)
{
    const float gap = 32;
    Rect left = room;
    left.w = floorf((room.w - gap) * 0.4f);
    Rect right = RECT(room.x + left.w + gap, room.y, room.w - left.w - gap, room.h);
    ui_begin_scroll(
        scene->ui, left,
        &(UiScroll){.id = TEXT("compare-sums"),
                    .label = ui_tr(scene->ui, "Compare"),
                    .content = 32 + staff_card_height(scene, left.w, staff_compare_sums) + 8,
                    .bleed = 16});
    staff_card(scene, RECT(left.x, left.y + 32, left.w, 0), staff_compare_sums);
    ui_end_scroll(scene->ui);
    UiScrollState scroll =
        ui_begin_scroll(scene->ui, right,
                        &(UiScroll){.id = TEXT("compare-rows"),
                                    .label = ui_tr(scene->ui, "Compare"),
                                    .content = 32 + rows_height(scene, right.w) + 24 + 8,
                                    .bleed = 16});
    rows(scene, RECT(right.x, right.y + 32, right.w, 0), scroll, 32);
    ui_end_scroll(scene->ui);
}

void screen_staff_compare(Scene *scene)
{
    Frame frame = frame_plain(scene);
    float height = frame.compact ? 136 : frame_button_height(scene, 112) + (frame.wide ? 56 : 68);
    Rect room = frame.main;
    room.h -= height;
    if (frame.kind == LAYOUT_LANDSCAPE && !frame.big)
        side_by_side(scene, room);
    else
        stacked(scene, room);
    bar(scene, &frame);
    foot(scene, RECT(0, frame.height - height, frame.width, height), frame.compact);
    part_toast(scene, frame.height - height - 24, frame.margin, frame.main.w);
}
