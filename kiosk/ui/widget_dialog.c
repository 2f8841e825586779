/* Dialogs and sheets: a layer of their own over the scrim. */
#include "ui/widget_internal.h"

static Rect rest_place(const Ui *ui, const UiDialog *dialog, bool sheet)
{
    Rect screen = ui_screen_rect(ui);
    bool portrait = ui->layout.kind == LAYOUT_PORTRAIT;
    float width = dialog->width;
    if (width <= 0)
        width = sheet ? screen.w : portrait ? 960 : dialog->sheet ? 1040 : 840;
    float most = sheet ? screen.w : screen.w - 2 * ui->layout.margin;
    width = width < most ? width : most;
    float height = dialog->height < screen.h ? dialog->height : screen.h;
    Rect place = rect_centred(screen, width, height);
    if (sheet || dialog->low)
        place.y = screen.h - height;
    return place;
}

UiDialogFrame ui_begin_dialog(Ui *ui, const UiDialog *dialog)
{
    CHECK(dialog->label.size > 0);
    // In landscape a sheet would be a strip: it is a dialog there.
    bool sheet = dialog->sheet && ui->layout.kind == LAYOUT_PORTRAIT;
    Rect outer = rest_place(ui, dialog, sheet);
    Text key = ui_id(ui, "%.*s~dialog", TEXT_PRINTF(dialog->id));
    bool is_new = false;
    UiAnimation *animation = ui_animation_for(ui, key, &is_new);
    int32_t in = ui->settings.motion_off ? MOTION_REDUCED_MS : MOTION_SHEET_IN_MS;
    int32_t out = ui->settings.motion_off ? MOTION_REDUCED_MS : MOTION_SHEET_OUT_MS;
    float target = dialog->closing ? 0 : 1;
    if (is_new || animation->target != target) {
        animation->from = is_new ? 0 : 1;
        animation->target = target;
        animation->start_ms = ui->now_ms;
        animation->duration_ms = dialog->closing ? out : in;
    }
    float t = (float)(ui->now_ms - animation->start_ms) / (float)animation->duration_ms;
    t = t < 0 ? 0 : t > 1 ? 1 : t;
    float shown = dialog->closing ? 1 - ui_ease_in(t) : ui_ease_out(t);

    ui_push_layer(ui);
    UiDialogFrame frame = {.outer = outer, .gone = dialog->closing && t >= 1};
    if (frame.gone) // this frame still has its controls, though nobody sees them: one more without
        ui_wake_at(ui, ui->now_ms);
    // The scrim takes what is meant for the screen below; touching it is told, and acts on nothing.
    ui_scrim(ui, shown);
    ui_describe(ui, outer, ACCESS_DIALOG, dialog->id, dialog->label, (Text){0});
    const Touch *touch = &ui->touch;
    frame.outside =
        touch->missed && !pixel_rect_contains(ui_still_rect(ui, outer), touch->x, touch->y);

    float travel = ui->settings.motion_off ? 0 : sheet ? outer.h : 48;
    ui_push_motion(ui, 0, (1 - shown) * travel, sheet ? 1 : shown);
    bool contrast = ui->settings.theme == THEME_CONTRAST;
    ui_box(ui, outer,
           (UiBox){.fill = COLOUR_SURFACE,
                   .border = contrast ? COLOUR_OUTLINE : COLOUR_NONE,
                   .radius = RADIUS_XL,
                   .shadow = SHADOW_3,
                   .square_corners = sheet || dialog->low ? CORNERS_BOTTOM : 0});
    frame.inner = sheet ? (Rect){outer.x + 40, outer.y + 48, outer.w - 80, outer.h - 88}
                        : (Rect){outer.x + 56, outer.y + 64, outer.w - 112, outer.h - 120};
    if (ui->layout.kind == LAYOUT_COMPACT)
        frame.inner = rect_inset(outer, 32, 32);
    return frame;
}

void ui_end_dialog(Ui *ui)
{
    ui_pop_motion(ui);
    ui_pop_layer(ui);
}
