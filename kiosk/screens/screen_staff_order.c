/* A paid order that the server refused, before an attendant: its words, what was sold, what can be
 * done. */
#include <math.h>

#include "screens/staff_parts.h"

static void bar(Scene *scene, const Frame *frame)
{
    Ui *ui = scene->ui;
    const LaneReview *review = &scene->lane->review;
    UiButton home = staff_home_button(scene);
    Text paid = UI_FILL(
        ui, ui_tr(ui, "Paid {time} · {amount}"),
        {"time", format_time_of_day(ui_frame_arena(ui), review->paid.hour, review->paid.minute)},
        {"amount", ui_money(ui, review->total.minor)});
    bool touched = part_staff_bar(scene, frame, ICON_RECEIPT, text_from_string(review->reference),
                                  frame->big ? (Text){0} : paid, &home);
    if (touched || ui_took_cancel(ui)) {
        ui_transition_back(ui);
        scene_emit(scene, EVENT_STAFF_HOME);
    }
}

static void settle(Scene *scene)
{
    if (scene->checkout->attendant.by_badge)
        scene_emit(scene, EVENT_STAFF);
    else
        scene_open_sheet(scene, SHEET_SETTLE);
}

static void foot(Scene *scene, Rect where, bool compact)
{
    Ui *ui = scene->ui;
    const CheckoutReviewed *order = scene->lane->review.reviewed;
    Rect row = staff_foot(scene, where, compact);
    if (!order) {
        UiButton back = {.id = TEXT("review-done"),
                         .label = ui_tr(ui, "Done"),
                         .kind = BUTTON_PRIMARY,
                         .icon = ICON_CHECK};
        if (ui_button(ui, row, &back))
            scene_emit(scene, EVENT_STAFF_HOME);
        return;
    }
    UiButton settled = {.id = TEXT("order-settle"),
                        .label = ui_tr(ui, "Settle"),
                        .icon = scene->checkout->attendant.by_badge ? ICON_LOCK : ICON_EDIT,
                        .disabled = !order->refused};
    UiButton again = {.id = TEXT("order-retry"),
                      .label = ui_tr(ui, "Send again"),
                      .kind = BUTTON_PRIMARY,
                      .icon = ICON_SYNC,
                      .disabled = !order->refused || order->elsewhere};
    float least = staff_button_least(scene, &settled);
    if (ui_button(ui, rect_cut_start(&row, fmaxf(row.w * 0.36f, least)), &settled))
        settle(scene);
    rect_cut_start(&row, 20);
    if (ui_button(ui, row, &again))
        scene_emit(scene, EVENT_RETRY_ORDER);
}

// What can be touched comes first: the server may use many words.
static void body(Scene *scene, const Frame *frame, Rect room)
{
    const CheckoutReviewed *order = scene->lane->review.reviewed;
    bool has_lines = order && order->order;
    bool side_by_side = has_lines && frame->wide && !frame->big;
    bool lines_first = staff_order_misses_article(scene);
    Text label = ui_tr(scene->ui, "Order");
    StaffCard cards[3] = {staff_order_case};
    int32_t count = 1;
    if (lines_first && !side_by_side)
        cards[count++] = staff_order_lines;
    if (order && order->refused && order->words[0])
        cards[count++] = staff_order_words;
    if (has_lines && !lines_first && !side_by_side)
        cards[count++] = staff_order_lines;
    if (!side_by_side) {
        staff_scrolled(scene, room, cards, count, &(StaffScroll){TEXT("order-cards"), label, 16});
        return;
    }
    static const StaffCard lines[] = {staff_order_lines};
    staff_scrolled(scene, rect_column(room, 2, 32, 0), cards, count,
                   &(StaffScroll){TEXT("order-case"), label, 16});
    staff_scrolled(scene, rect_column(room, 2, 32, 1), lines, 1,
                   &(StaffScroll){TEXT("order-lines"), label, 16});
}

void screen_staff_order(Scene *scene)
{
    StaffPlan plan = staff_plan(scene);
    body(scene, &plan.frame, plan.room);
    bar(scene, &plan.frame);
    foot(scene, plan.foot, plan.frame.compact);
    if (scene->checkout->review.replace_id != 0 && scene->state->sheet == SHEET_NONE)
        scene_open_sheet(scene, SHEET_REPLACE);
    if (scene->state->sheet != SHEET_REPLACE) // it says so itself
        staff_toast(scene, &plan);
}
