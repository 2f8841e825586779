/* Controls: each is a node of the access tree, which touch and focus work on. */
#include "ui/ui_internal.h"

UiControlState ui_control(Ui *ui, Rect where, const UiControl *control)
{
    uint64_t id = touch_hash_id(control->id);
    PixelRect rect = ui_still_rect(ui, where);
    PixelRect seen = pixel_rect_intersect(rect, ui_group(ui)->clip_still);
    UiControlState state = {0};
    if (!control->disabled) {
        state.acted = touch_take_acted(&ui->touch, id);
        state.pressed = touch_is_pressed(&ui->touch, id);
        state.held = touch_take_held(&ui->touch, id, ui->now_ms);
        if (state.acted) { // even the shortest touch is seen
            ui->flash = id;
            ui->flash_until_ms = ui->now_ms + MOTION_PRESS_MS;
        }
        if (ui->flash == id && ui->now_ms < ui->flash_until_ms)
            state.pressed = true;
    }
    state.focused = ui->focus == id && ui->focus_shown;
    if (ui->focus == id) {
        // Drawn where the control is drawn, also while it moves.
        ui->focus_rect = ui_draw_rect(ui, where);
        ui->focus_seen = pixel_rect_intersect(ui->focus_rect, ui_group(ui)->clip);
        ui->focus_radius = control->radius;
        if (ui->focus_shown)
            ui_scroll_follow_focus(ui, where);
    }
    AccessNode node = {.id = control->id,
                       .label = control->label,
                       .value = control->value,
                       .reason = control->disabled ? control->reason : (Text){0},
                       .role = control->role == ACCESS_TEXT ? ACCESS_BUTTON : control->role,
                       .rect = rect,
                       .seen = seen,
                       .layer = ui->layer,
                       .enabled = !control->disabled,
                       .selected = control->selected,
                       .pressed = state.pressed,
                       .focused = state.focused,
                       .secret = control->secret};
    access_tree_add(ui_tree_in_work(ui), &node);
    return state;
}

void ui_describe(Ui *ui, Rect where, AccessRole role, Text id, Text label, Text value)
{
    PixelRect rect = ui_still_rect(ui, where);
    AccessNode node = {.id = id,
                       .label = label,
                       .value = value,
                       .role = role,
                       .rect = rect,
                       .seen = pixel_rect_intersect(rect, ui_group(ui)->clip_still),
                       .layer = ui->layer,
                       .enabled = true};
    CHECK(!access_node_is_control(&node)); // controls are made by ui_control
    access_tree_add(ui_tree_in_work(ui), &node);
}

void ui_focus(Ui *ui, Text id)
{
    ui->focus = touch_hash_id(id);
}

void ui_push_layer(Ui *ui)
{
    ui->layer++;
    CHECK(ui->layer < UI_LAYER_MAX);
    // The layer counts even before its first control is named.
    AccessTree *tree = ui_tree_in_work(ui);
    if (ui->layer > tree->top_layer)
        tree->top_layer = ui->layer;
}

void ui_pop_layer(Ui *ui)
{
    CHECK(ui->layer > 0);
    ui->layer--;
}
