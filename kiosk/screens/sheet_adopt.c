/* "Adopt this lane?": its data came from another machine. */
#include <math.h>

#include "screens/parts.h"

void sheet_adopt(Scene *scene)
{
    Ui *ui = scene->ui;
    Frame frame = frame_plain(scene);
    if (!scene->lane->is_moved) { // the server answered meanwhile
        scene->state->sheet = SHEET_NONE;
        return;
    }
    Text title = ui_tr(ui, "Adopt this lane?");
    Text detail = ui_tr(ui, "Only when the other machine no longer sells: both would give the same "
                            "numbers to their orders.");
    float width = fminf(frame.wide ? 840 : 960, frame.width - 48),
          inner = width - frame_dialog_pad_x(&frame, false);
    UiText title_style = {.style = TYPE_HEADLINE, .align = ALIGN_CENTRE, .max_lines = 3};
    UiText detail_style = {
        .style = TYPE_BODY, .colour = COLOUR_TEXT_2, .align = ALIGN_CENTRE, .max_lines = 7};
    float button = frame_button_height(scene, 112);
    float words = scene_text_height(scene, inner, title, title_style) + 14 +
                  scene_text_height(scene, inner, detail, detail_style);
    UiDialogFrame dialog =
        ui_begin_dialog(ui, &(UiDialog){.id = TEXT("adopt-dialog"),
                                        .label = title,
                                        .width = width,
                                        .height = frame_dialog_pad_y(&frame, false) + words + 48 +
                                                  button + 16 + button,
                                        .closing = scene->state->sheet_closing});
    Rect rest = dialog.inner;
    float y = rest.y;
    y += scene_paragraph(scene, RECT(rest.x, y, rest.w, 0), title, title_style, true) + 14;
    scene_paragraph(scene, RECT(rest.x, y, rest.w, 0), detail, detail_style, true);
    if (ui_button(ui, rect_cut_bottom(&rest, button),
                  &(UiButton){.id = TEXT("adopt-no"), .label = ui_tr(ui, "Wait for the server")}))
        scene->state->sheet_closing = true;
    rect_cut_bottom(&rest, 16);
    if (ui_button(ui, rect_cut_bottom(&rest, button),
                  &(UiButton){.id = TEXT("adopt-yes"),
                              .label = ui_tr(ui, "Adopt this lane"),
                              .kind = BUTTON_DANGER,
                              .icon = ICON_CHECK})) {
        scene_emit(scene, EVENT_LANE_ADOPT);
        scene->state->sheet_closing = true;
    }
    ui_end_dialog(ui);
    if (dialog.outside || ui_took_cancel(ui))
        scene->state->sheet_closing = true;
    if (dialog.gone)
        scene->state->sheet = SHEET_NONE;
}
