/* The attendant's screen: the lane, what needs a decision, orders on their way, devices. */
#include <math.h>

#include "screens/staff_parts.h"

static Text sign_out_words(Scene *scene)
{
    Ui *ui = scene->ui;
    int64_t until_ms = scene->checkout->last_activity_ms + CHECKOUT_STAFF_IDLE_MS;
    int32_t left = (int32_t)((until_ms - scene->view->now_ms + 999) / 1000);
    if (left > 10 && ui_is_text_big(ui)) { // no room beside the name: only when it matters
        ui_wake_at(ui, until_ms - 10000);
        return (Text){0};
    }
    if (left > 10) { // only the last ten seconds are counted
        left = CHECKOUT_STAFF_IDLE_MS / 1000;
        ui_wake_at(ui, until_ms - 10000);
    } else {
        left = seconds_left(scene, until_ms);
    }
    return UI_FILL(ui, ui_tr(ui, "Signs out by itself in {seconds} s without a touch"),
                   {"seconds", ui_integer(ui, left)});
}

static void bar(Scene *scene, const Frame *frame)
{
    Ui *ui = scene->ui;
    UiButton sign_out = {.id = TEXT("sign-out"),
                         .label = ui_tr(ui, "Sign out"),
                         .kind = BUTTON_STAFF,
                         .icon = ICON_LOCK,
                         .icon_size = 34};
    Text title = UI_FILL(ui, TEXT("{name} · {lane}"),
                         {"name", text_from_string(scene->checkout->attendant.name)},
                         {"lane", text_from_string(scene->lane->lane_name)});
    if (part_staff_bar(scene, frame, ICON_ATTENDANT, title, sign_out_words(scene), &sign_out) ||
        ui_took_cancel(ui)) {
        ui_transition_back(ui);
        scene_emit(scene, EVENT_STAFF_LEAVE);
    }
}

static void foot(Scene *scene, Rect where, bool compact)
{
    Ui *ui = scene->ui;
    Rect row = staff_foot(scene, where, compact);
    bool sale = scene->checkout->sale_open && scene->order->line_count > 0;
    bool enter = (sale || scene->checkout->help_open) &&
                 scene->checkout->payment != PAYMENT_UNKNOWN; // first that is decided
    UiButton leave = {.id = enter ? TEXT("go-to-sale") : TEXT("leave"),
                      .label = enter ? ui_tr(ui, "Go to the sale") : ui_tr(ui, "Back to the lane"),
                      .kind = staff_has_case(scene) ? BUTTON_SECONDARY : BUTTON_PRIMARY,
                      .icon_end = ICON_FORWARD};
    if (sale) {
        UiButton cancel = {.id = TEXT("cancel-sale"),
                           .label = ui_tr(ui, "Cancel the sale"),
                           .kind = BUTTON_DANGER,
                           .icon = ICON_CLOSE,
                           .disabled = scene->checkout->payment == PAYMENT_UNKNOWN};
        float needed = ui_button_width(ui, &cancel), other = ui_button_width(ui, &leave);
        if (needed + 20 + other > row.w) { // large text: the words stay, the icons go
            cancel.icon = leave.icon_end = ICON_NONE;
            needed = ui_button_width(ui, &cancel);
            other = ui_button_width(ui, &leave);
        }
        float width = fmaxf(row.w * 0.38f, needed);
        if (width + 20 + other > row.w)
            width = (row.w - 20) * needed / (needed + other);
        if (ui_button(ui, rect_cut_start(&row, width), &cancel))
            scene_open_sheet(scene, SHEET_CANCEL_SALE);
        rect_cut_start(&row, 20);
    }
    if (ui_button(ui, row, &leave)) {
        if (!enter)
            ui_transition_back(ui);
        scene_emit(scene, enter ? EVENT_STAFF_SALE : EVENT_STAFF_LEAVE);
    }
}

// One below the other, scrolling together.
static void stacked(Scene *scene, Rect room)
{
    static const StaffCard cards[] = {staff_lane, staff_cases, staff_orders, staff_devices};
    staff_scrolled(scene, room, cards, COUNT_OF(cards),
                   &(StaffScroll){TEXT("staff-cards"), ui_tr(scene->ui, "Lane"), room.x});
}

// Landscape: the lane over three columns, each of which scrolls by itself.
static void columns(Scene *scene, Rect room)
{
    static const StaffCard cards[] = {staff_cases, staff_orders, staff_devices};
    static const char *const ids[] = {"staff-cases", "staff-orders", "staff-devices"};
    rect_cut_top(&room, 24);
    rect_cut_bottom(&room, 24);
    rect_cut_top(&room, staff_card(scene, room, staff_lane) + 20);
    for (int32_t i = 0; i < 3; i++) {
        Rect column = rect_column(room, 3, 20, i);
        ui_card(scene->ui, column, RADIUS_L);
        Rect view = rect_inset(column, 28, 20);
        float content = cards[i](scene, RECT(0, 0, view.w, 0), false);
        ui_begin_scroll(scene->ui, view,
                        &(UiScroll){.id = text_from_string(ids[i]),
                                    .label = ui_tr(scene->ui, "Lane"),
                                    .content = content,
                                    .bleed = 12});
        cards[i](scene, RECT(view.x, view.y, view.w, 0), true);
        ui_end_scroll(scene->ui);
    }
}

void screen_staff(Scene *scene)
{
    StaffPlan plan = staff_plan(scene);
    if (plan.frame.kind == LAYOUT_LANDSCAPE && !plan.frame.big)
        columns(scene, plan.room);
    else
        stacked(scene, plan.room);
    bar(scene, &plan.frame);
    foot(scene, plan.foot, plan.frame.compact);
    staff_toast(scene, &plan);
}

void sheet_cancel_sale(Scene *scene)
{
    Ui *ui = scene->ui;
    SheetQuestion question = {
        .id = TEXT("cancel-sale-dialog"),
        .title = ui_tr(ui, "Cancel the whole sale?"),
        .detail =
            UI_FILL(ui, ui_tr(ui, "{items} · {amount}. The basket is emptied, nothing is charged."),
                    {"items", part_item_count(scene)},
                    {"amount", ui_money(ui, checkout_amount_due(scene->checkout).minor)}),
        .no = {.id = TEXT("keep-sale"), .label = ui_tr(ui, "Keep the sale")},
        .yes = {.id = TEXT("cancel-sale-yes"),
                .label = ui_tr(ui, "Cancel the sale"),
                .kind = BUTTON_DANGER,
                .icon = ICON_CLOSE}};
    if (sheet_question(scene, &question))
        scene_emit(scene, EVENT_CANCEL_SALE);
}
