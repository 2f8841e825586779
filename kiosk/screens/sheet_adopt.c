/* "Adopt this lane?": its data came from another machine. */
#include "screens/parts.h"

void sheet_adopt(Scene *scene)
{
    Ui *ui = scene->ui;
    if (!scene->lane->is_moved) { // the server answered meanwhile
        scene->state->sheet = SHEET_NONE;
        return;
    }
    SheetQuestion question = {
        .id = TEXT("adopt-dialog"),
        .title = ui_tr(ui, "Adopt this lane?"),
        .detail = ui_tr(ui, "Only when the other machine no longer sells: both would give the same "
                            "numbers to their orders."),
        .no = {.id = TEXT("adopt-no"), .label = ui_tr(ui, "Wait for the server")},
        .yes = {.id = TEXT("adopt-yes"),
                .label = ui_tr(ui, "Adopt this lane"),
                .kind = BUTTON_DANGER,
                .icon = ICON_CHECK}};
    if (sheet_question(scene, &question))
        scene_emit(scene, EVENT_LANE_ADOPT);
}
