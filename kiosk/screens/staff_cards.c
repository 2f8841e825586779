/* What the attendant's screens have in common: cards below each other that scroll, the ground of
 * the last row, the way home. */
#include "screens/staff_parts.h"

float staff_card(Scene *scene, Rect where, StaffCard card)
{
    const float side = 32, edge = 28;
    Rect inner = RECT(where.x + side, where.y + edge, where.w - 2 * side, 0);
    float height = card(scene, inner, false) + 2 * edge;
    ui_card(scene->ui, RECT(where.x, where.y, where.w, height), RADIUS_L);
    card(scene, inner, true);
    return height;
}

float staff_card_height(Scene *scene, float width, StaffCard card)
{
    return card(scene, RECT(0, 0, width - 64, 0), false) + 56;
}

void staff_scrolled(Scene *scene, Rect room, const StaffCard *cards, int32_t count,
                    const StaffScroll *scroll)
{
    float content = 32 + 8;
    for (int32_t i = 0; i < count; i++)
        content += staff_card_height(scene, room.w, cards[i]) + 24;
    ui_begin_scroll(
        scene->ui, room,
        &(UiScroll){
            .id = scroll->id, .label = scroll->label, .content = content, .bleed = scroll->bleed});
    float y = room.y + 32;
    for (int32_t i = 0; i < count; i++)
        y += staff_card(scene, RECT(room.x, y, room.w, 0), cards[i]) + 24;
    ui_end_scroll(scene->ui);
}

StaffPlan staff_plan(Scene *scene)
{
    Frame frame = frame_plain(scene);
    float height = frame.compact ? 136 : frame_button_height(scene, 112) + (frame.wide ? 56 : 68);
    StaffPlan plan = {.frame = frame,
                      .room = frame.main,
                      .foot = RECT(0, frame.height - height, frame.width, height)};
    plan.room.h -= height;
    return plan;
}

void staff_toast(Scene *scene, const StaffPlan *plan)
{
    part_toast(scene, plan->foot.y - 24, plan->frame.margin, plan->frame.main.w);
}

Rect staff_foot(Scene *scene, Rect where, bool compact)
{
    Ui *ui = scene->ui;
    bool contrast = ui_settings(ui).theme == THEME_CONTRAST;
    ui_box(ui, where,
           (UiBox){.fill = COLOUR_SURFACE,
                   .radius = RADIUS_XL,
                   .shadow = SHADOW_DOCK,
                   .border = contrast ? COLOUR_OUTLINE : COLOUR_NONE,
                   .square_corners = CORNERS_BOTTOM});
    float pad = compact ? 24 : 40, height = compact ? 96 : frame_button_height(scene, 112);
    return RECT(pad, where.y + (compact ? 16 : 28), where.w - 2 * pad, height);
}

UiButton staff_home_button(Scene *scene)
{
    return (UiButton){.id = TEXT("staff-home"),
                      .label = ui_tr(scene->ui, "Home"),
                      .kind = BUTTON_STAFF,
                      .icon = ICON_HOME,
                      .icon_size = 40,
                      .icon_only = true};
}
