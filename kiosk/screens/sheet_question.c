/* A question before something that can't be taken back: what happens, no, yes. */
#include <math.h>

#include "screens/parts.h"

bool sheet_question(Scene *scene, const SheetQuestion *question)
{
    Ui *ui = scene->ui;
    Frame frame = frame_plain(scene);
    float width = fminf(frame.wide ? 840 : 960, frame.width - 48),
          inner = width - frame_dialog_pad_x(&frame, false);
    UiText title_style = {.style = TYPE_HEADLINE, .align = ALIGN_CENTRE, .max_lines = 3};
    UiText detail_style = {
        .style = TYPE_BODY, .colour = COLOUR_TEXT_2, .align = ALIGN_CENTRE, .max_lines = 7};
    float button = frame_button_height(scene, 112);
    float words = scene_text_height(scene, inner, question->title, title_style) + 14 +
                  scene_text_height(scene, inner, question->detail, detail_style);
    UiDialogFrame dialog =
        ui_begin_dialog(ui, &(UiDialog){.id = question->id,
                                        .label = question->title,
                                        .width = width,
                                        .height = frame_dialog_pad_y(&frame, false) + words + 48 +
                                                  button + 16 + button,
                                        .closing = scene->state->sheet_closing});
    Rect rest = dialog.inner;
    float y = rest.y;
    y +=
        scene_paragraph(scene, RECT(rest.x, y, rest.w, 0), question->title, title_style, true) + 14;
    scene_paragraph(scene, RECT(rest.x, y, rest.w, 0), question->detail, detail_style, true);
    bool no = ui_button(ui, rect_cut_bottom(&rest, button), &question->no);
    rect_cut_bottom(&rest, 16);
    bool yes = ui_button(ui, rect_cut_bottom(&rest, button), &question->yes);
    ui_end_dialog(ui);
    bool left = dialog.outside || ui_took_cancel(ui);
    if (no || yes || left)
        scene->state->sheet_closing = true;
    if (dialog.gone)
        scene->state->sheet = SHEET_NONE;
    return yes;
}
